//! The file of a sweep: which scenarios, over how many school years.

use crate::scenario::{ScenarioIssue, keys};

/// Keys of the file.
const KEYS: [&str; 4] = ["name", "title", "scenarios", "years"];
/// Most school years.
const YEARS: i64 = 10;

/// A list of scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Name, such as `all`.
    pub name: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// The scenario files, paths from the folder of the list, each once.
    pub scenarios: Vec<String>,
    /// School years planned together.
    pub years: usize,
}

impl List {
    /// The list of a TOML text; `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<ScenarioIssue>> {
        let mut reader = keys::Reader::new(file);
        let root = reader.root(text, &KEYS)?;
        let (name, zh, en) = reader.names(&root);
        let scenarios = reader.words(&root, "scenarios");
        let years = reader.whole(&root, "years", 1..=YEARS).unwrap_or(1);
        let list = Self { name, zh, en, scenarios, years: usize::try_from(years).unwrap_or(1) };
        reader.done(list)
    }
}
