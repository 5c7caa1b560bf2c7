//! Where in a file of scenarios something stands, in words of either language.

use crate::messages::Text;

// message keys: scenario.place.change scenario.place.vary scenario.place.draw

/// A place in a file: an entry such as the second change, a key, or a key of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    entry: Option<Entry>,
    key: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    words: &'static str,
    number: usize,
    line: Option<usize>,
}

impl Place {
    /// The entry with this number, counted from one; `words` is the sentence that names such an entry with `{number}`, and it begins at `line`
    /// where that is known.
    #[must_use]
    pub const fn entry(words: &'static str, number: usize, line: Option<usize>) -> Self {
        Self { entry: Some(Entry { words, number, line }), key: String::new() }
    }

    /// A key of this place.
    #[must_use]
    pub fn inside(&self, key: &str) -> Self {
        let key = if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) };
        Self { entry: self.entry, key }
    }

    /// The place in words.
    #[must_use]
    pub fn text(&self) -> Text {
        let Some(Entry { words, number, line }) = self.entry else {
            return Text::new("scenario.place.key").with("key", &self.key);
        };
        let entry = Text::new(words).with("number", number);
        let entry = match line {
            Some(line) => Text::new("scenario.place.line").with("line", line).with_text("entry", entry),
            None => entry,
        };
        if self.key.is_empty() {
            return entry;
        }
        Text::new("scenario.place.inside").with_text("entry", entry).with("key", &self.key)
    }
}

impl From<&str> for Place {
    fn from(key: &str) -> Self {
        Self { entry: None, key: key.to_owned() }
    }
}

impl From<String> for Place {
    fn from(key: String) -> Self {
        Self { entry: None, key }
    }
}
