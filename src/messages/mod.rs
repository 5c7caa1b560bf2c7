//! The one message catalog: every sentence that a person reads, in Chinese and English.
//!
//! One CSV per room (`key,zh,en`) is embedded; a [`Text`] names a key and carries its arguments until somebody
//! knows the language. This room refuses to format anything that is not in the catalog.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Language of what the user reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Of a name in both languages the one in this.
    #[must_use]
    pub const fn of<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// An argument of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// The same in every language.
    Plain(String),
    /// A name with a Chinese and an English form.
    Name(String, String),
    /// A sentence inside the sentence.
    Text(Text),
}

/// A sentence to be written when the language is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Text {
    /// The sentence with this key.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// With a value for `{name}`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a call reads `.with(\"count\", 5)`, without a borrow")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Arg::Plain(value.to_string())));
        self
    }

    /// With a name for `{name}` that differs by language.
    #[must_use]
    pub fn with_name(mut self, name: &'static str, zh: &str, en: &str) -> Self {
        self.args.push((name, Arg::Name(zh.to_owned(), en.to_owned())));
        self
    }

    /// With a sentence for `{name}`.
    #[must_use]
    pub fn with_text(mut self, name: &'static str, text: Self) -> Self {
        self.args.push((name, Arg::Text(text)));
        self
    }

    /// The key in the catalog.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence in `lang`. A key that the catalog lacks is shown in brackets; a test forbids it.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        let Some((zh, en)) = catalog().get(self.key) else { return format!("[{}]", self.key) };
        self.args.iter().fold(lang.of(zh, en).to_owned(), |text, (name, arg)| {
            let value = match arg {
                Arg::Plain(value) => value.clone(),
                Arg::Name(zh, en) => lang.of(zh, en).to_owned(),
                Arg::Text(inner) => inner.render(lang),
            };
            text.replace(&format!("{{{name}}}"), &value)
        })
    }
}

/// The catalog's sentence for a key that is put together at run time; `None` where the catalog has none.
#[must_use]
pub fn word(lang: Lang, key: &str) -> Option<String> {
    let (zh, en) = catalog().get(key)?;
    Some(lang.of(zh, en).to_owned())
}

/// Shorthand for a sentence without arguments in `lang`.
#[must_use]
pub fn say(lang: Lang, key: &'static str) -> String {
    Text::new(key).render(lang)
}

const SOURCES: &[&str] = &[
    include_str!("choice.csv"),
    include_str!("cli.csv"),
    include_str!("compare.csv"),
    include_str!("doctor.csv"),
    include_str!("domain.csv"),
    include_str!("ingest.csv"),
    include_str!("measure.csv"),
    include_str!("plan.csv"),
    include_str!("policy.csv"),
    include_str!("report.csv"),
    include_str!("rules.csv"),
    include_str!("scenario.csv"),
    include_str!("solver.csv"),
    include_str!("synth.csv"),
    include_str!("talent.csv"),
    include_str!("verify.csv"),
];

/// The whole catalog: key to (Chinese, English).
pub fn catalog() -> &'static BTreeMap<String, (String, String)> {
    static CATALOG: OnceLock<BTreeMap<String, (String, String)>> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let mut all = BTreeMap::new();
        for source in SOURCES {
            let mut reader = csv::ReaderBuilder::new().from_reader(source.as_bytes());
            for row in reader.records() {
                let row = row.expect("embedded catalog is well formed");
                let old = all.insert(row[0].to_owned(), (row[1].to_owned(), row[2].to_owned()));
                assert!(old.is_none(), "message key {} twice", &row[0]);
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_both_languages_and_the_same_arguments() {
        // A missing translation or argument would show only to the user.
        let names = |text: &str| {
            let mut found: Vec<String> =
                text.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|(n, _)| n.to_owned()).collect();
            found.sort();
            found.dedup();
            found
        };
        for (key, (zh, en)) in catalog() {
            assert!(!zh.is_empty() && !en.is_empty(), "{key}");
            assert_eq!(names(zh), names(en), "{key}");
        }
    }
}
