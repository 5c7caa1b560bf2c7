//! Gathers the problems of one run. It refuses to judge: the level comes from the catalog in [`codes`](super::codes).

use super::codes::Code;
use super::issue::{DataIssue, Level, Place};
use crate::messages::Text;

/// Arguments of the sentences of one problem: name, Chinese form, English form.
#[derive(Clone, Debug, Default)]
pub struct Args(Vec<(&'static str, String, String)>);

impl Args {
    /// No arguments.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// With a value that is the same in both languages.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl std::fmt::Display) -> Self {
        let value = format!("{value}");
        self.name(name, &value, &value)
    }

    /// With a name that differs by language.
    #[must_use]
    pub fn name(mut self, name: &'static str, zh: &str, en: &str) -> Self {
        self.0.push((name, zh.to_owned(), en.to_owned()));
        self
    }

    fn fill(&self, key: &'static str) -> Text {
        self.0.iter().fold(Text::new(key), |text, (name, zh, en)| text.with_name(name, zh, en))
    }
}

/// All problems found so far.
#[derive(Clone, Debug, Default)]
pub struct Issues(Vec<DataIssue>);

impl Issues {
    /// Adds one problem; cause and action share the arguments.
    pub fn add(&mut self, code: &Code, place: Place, value: Option<String>, args: &Args) {
        let value = value.filter(|v| !v.is_empty());
        self.0.push(DataIssue {
            code: code.code,
            level: code.level,
            place,
            value,
            cause: args.fill(code.cause),
            action: args.fill(code.action),
        });
    }

    /// Adds all problems of another list.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether any of them stops the run.
    #[must_use]
    pub fn blocking(&self) -> bool {
        self.0.iter().any(|i| i.level == Level::Blocking)
    }

    /// All of them by place, then code.
    #[must_use]
    pub fn sorted(mut self) -> Vec<DataIssue> {
        self.0.sort_by(|a, b| (&a.place, a.code, &a.value).cmp(&(&b.place, b.code, &b.value)));
        self.0
    }
}

/// A place that is a whole file.
#[must_use]
pub fn file_place(file: &str) -> Place {
    Place { file: file.to_owned(), ..Place::default() }
}
