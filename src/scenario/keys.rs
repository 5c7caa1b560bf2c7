//! What all files of scenarios have in common: their keys, read with place, cause and what to write.

use super::{Place, ScenarioIssue};
use crate::messages::Text;
use std::ops::RangeInclusive;
use toml::{Table, Value};

pub use crate::policy::parse::number_milli;

/// Reads one file and gathers what is wrong with it.
pub struct Reader<'a> {
    file: &'a str,
    issues: Vec<ScenarioIssue>,
}

impl<'a> Reader<'a> {
    /// A reader of a file of this name.
    #[must_use]
    pub const fn new(file: &'a str) -> Self {
        Self { file, issues: Vec::new() }
    }

    /// Something wrong.
    pub fn wrong(&mut self, place: impl Into<Place>, cause: Text, action: Text) {
        self.issues.push(ScenarioIssue { scenario: self.file.to_owned(), place: place.into(), cause, action });
    }

    /// The table of a text that has these keys only.
    ///
    /// # Errors
    /// No TOML: nothing more can be said of it.
    pub fn root(&mut self, text: &str, known: &[&str]) -> Result<Table, Vec<ScenarioIssue>> {
        let root: Table = text.parse().map_err(|error: toml::de::Error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or(text);
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            self.wrong(
                format!("{}:{column}", before.matches('\n').count() + 1),
                Text::new("policy.syntax").with("message", error.message()),
                Text::new("policy.syntax.action"),
            );
            std::mem::take(&mut self.issues)
        })?;
        for key in root.keys().filter(|key| !known.contains(&key.as_str())) {
            let action = Text::new("scenario.keys").with("known", known.join(", "));
            self.wrong(key.as_str(), Text::new("policy.unknown-key").with("key", key), action);
        }
        Ok(root)
    }

    /// Name and titles.
    pub fn names(&mut self, root: &Table) -> (String, String, String) {
        let name = self.name(root, &Place::default());
        let (zh, en) = self.titles(root, &Place::default());
        (name, zh, en)
    }

    /// A name by which folders can be called.
    pub fn name(&mut self, table: &Table, of: &Place) -> String {
        let name = self.needed(table, "name", of.inside("name"));
        if !is_plain(&name) {
            self.wrong(of.inside("name"), Text::new("policy.value"), Text::new("scenario.expected-name"));
        }
        name
    }

    /// The Chinese and the English title.
    pub fn titles(&mut self, table: &Table, of: &Place) -> (String, String) {
        let empty = Table::new();
        let title = table.get("title").and_then(Value::as_table).unwrap_or(&empty);
        (self.needed(title, "zh", of.inside("title.zh")), self.needed(title, "en", of.inside("title.en")))
    }

    /// A text that must be there.
    pub fn needed(&mut self, table: &Table, key: &str, place: impl Into<Place>) -> String {
        if let Some(word) = table.get(key).and_then(Value::as_str).filter(|word| !word.is_empty()) {
            return word.to_owned();
        }
        self.missing(key, place);
        String::new()
    }

    /// Says that a key is missing.
    pub fn missing(&mut self, key: &str, place: impl Into<Place>) {
        let (cause, action) = (Text::new("policy.missing"), Text::new("policy.missing.action"));
        self.wrong(place, cause.with("key", key), action.with("key", key));
    }

    /// Texts that must be there, at least one and each once.
    pub fn words(&mut self, root: &Table, key: &str) -> Vec<String> {
        let given = root.get(key).and_then(Value::as_array);
        let words =
            given.map(|all| all.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
        let Some(words) = words.flatten().filter(|words| !words.is_empty()) else {
            self.wrong(key, Text::new("policy.value"), Text::new("policy.expected-words"));
            return Vec::new();
        };
        let twice = words.iter().enumerate().find(|(at, word)| words[..*at].contains(word));
        if let Some((_, word)) = twice {
            self.wrong(key, Text::new("scenario.twice").with("name", word), Text::new("scenario.one-of.action"));
        }
        words
    }

    /// A whole number that may be there, within a range.
    pub fn whole(&mut self, root: &Table, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let given = root.get(key)?;
        let whole = given.as_integer().filter(|number| range.contains(number));
        if whole.is_none() {
            let action = Text::new("scenario.expected-between");
            let action = action.with("least", range.start()).with("most", range.end());
            self.wrong(key, Text::new("policy.value"), action);
        }
        whole
    }

    /// The entries of a list of tables, each with its place; `brackets` is how one begins, `words` how one is called.
    pub fn entries(
        &mut self,
        (table, key): (&Table, &str),
        text: &str,
        (brackets, words): (&str, &'static str),
    ) -> Vec<(Table, Place)> {
        let Some(given) = table.get(key) else { return Vec::new() };
        let all = given.as_array().and_then(|all| all.iter().map(Value::as_table).collect::<Option<Vec<_>>>());
        let Some(all) = all else {
            let (cause, action) = (Text::new("scenario.brackets"), Text::new("scenario.brackets.action"));
            self.wrong(key, cause.with("brackets", brackets), action.with("brackets", brackets));
            return Vec::new();
        };
        let begins = |line: &str| line.trim_start().starts_with(brackets);
        let mut lines = text.lines().enumerate().filter(|(_, line)| begins(line)).map(|(at, _)| at + 1);
        let place = |at: usize, line| Place::entry(words, at + 1, line);
        all.into_iter().enumerate().map(|(at, entry)| (entry.clone(), place(at, lines.next()))).collect()
    }

    /// How much that is wrong has been found so far.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.issues.len()
    }

    /// What was read, or everything that is wrong.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn done<T>(self, read: T) -> Result<T, Vec<ScenarioIssue>> {
        if self.issues.is_empty() { Ok(read) } else { Err(self.issues) }
    }
}

/// Whether a name has only letters, digits, `-` and `_`.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// Whether two texts say the same, whatever their comments and layout.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let read = |text: &str| text.parse::<Table>().ok();
    read(one).is_some_and(|one| Some(one) == read(other))
}
