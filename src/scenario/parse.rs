//! From a TOML text to a scenario; all that is wrong is told at once, with line, cause and what to write.

use super::fields::{Given, KINDS, Kind, Sort};
use super::keys::Reader;
use super::{Change, Place, Scenario, ScenarioIssue};
use crate::messages::Text;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Keys of the file.
const KEYS: [&str; 6] = ["name", "title", "base", "input", "policy", "change"];
/// No number of a district is larger.
const LARGEST: i64 = 1_000_000;

impl Scenario {
    /// The scenario of a text; `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<ScenarioIssue>> {
        let mut reader = Reader::new(file);
        let root = reader.root(text, &KEYS)?;
        let scenario = reader.scenario(&root, text);
        reader.done(scenario)
    }
}

impl Reader<'_> {
    fn scenario(&mut self, root: &Table, text: &str) -> Scenario {
        let (name, zh, en) = self.names(root);
        let [base, input, policy] = ["base", "input", "policy"].map(|key| self.path(root, key));
        if base.is_some() && (input.is_some() || policy.is_some()) {
            self.wrong("base", Text::new("scenario.base-and-input"), Text::new("scenario.base-and-input.action"));
        }
        let mut changes = Vec::new();
        for (entry, place) in self.entries((root, "change"), text, ("[[change]]", "scenario.place.change")) {
            changes.extend(self.change(&entry, &place));
        }
        Scenario { name, zh, en, base, input, policy, changes }
    }

    fn path(&mut self, root: &Table, key: &str) -> Option<String> {
        let given = root.get(key)?;
        let path = given.as_str().filter(|path| !path.is_empty()).map(str::to_owned);
        if path.is_none() {
            self.wrong(key, Text::new("policy.value"), Text::new("policy.expected-word"));
        }
        path
    }

    /// The change that a table describes; none where its sort is not known.
    pub fn change(&mut self, table: &Table, place: &Place) -> Option<Change> {
        let known = || KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
        let named = table.get("kind").and_then(Value::as_str);
        let Some(kind) = named.and_then(Kind::named) else {
            let cause = match named {
                Some(name) => Text::new("scenario.kind").with("kind", name),
                None => Text::new("policy.missing").with("key", "kind"),
            };
            self.wrong(place.clone(), cause, Text::new("scenario.kind.action").with("known", known()));
            return None;
        };
        let keys = || kind.keys().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
        for key in table.keys().filter(|key| *key != "kind" && !kind.keys().any(|(known, _)| known == key)) {
            let action = Text::new("scenario.keys").with("known", keys());
            self.wrong(place.inside(key), Text::new("policy.unknown-key").with("key", key), action);
        }
        for (key, _) in kind.needs.iter().filter(|(key, _)| !table.contains_key(*key)) {
            self.missing(key, place.clone());
        }
        if !kind.one_of.is_empty() && kind.one_of.iter().filter(|(key, _)| table.contains_key(*key)).count() != 1 {
            let keys = kind.one_of.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
            self.wrong(
                place.clone(),
                Text::new("scenario.one-of").with("keys", &keys),
                Text::new("scenario.one-of.action"),
            );
        }
        let mut change = Change { kind: kind.name, place: place.clone(), idle: false, fields: BTreeMap::new() };
        for &(key, sort) in kind.keys() {
            let Some(value) = table.get(key) else { continue };
            match given(value, sort).filter(|given| is_in_range(key, given)) {
                Some(given) => {
                    change.fields.insert(key, given);
                }
                None => self.wrong(place.inside(key), Text::new("policy.value"), Text::new(expected(sort))),
            }
        }
        Some(change)
    }
}

/// Whether a number is one that can be meant: years of this age, shares of at most one, nothing beyond a district.
fn is_in_range(key: &str, given: &Given) -> bool {
    match given {
        Given::Whole(year) if ["year", "from_year", "opens", "closes"].contains(&key) => (1990..=2100).contains(year),
        Given::Whole(number) if key == "add" => number.abs() <= LARGEST,
        Given::Whole(seed) if key == "seed" => *seed >= 0,
        // A limit may be one of money.
        Given::Whole(number) if key == "most" => (0..=1_000_000 * LARGEST).contains(number),
        Given::Whole(number) => (0..=LARGEST).contains(number),
        Given::Number(rate) if key == "rate" => *rate <= 1000,
        Given::Number(number) => *number <= 1000 * LARGEST,
        Given::Word(_) | Given::Table(_) => true,
    }
}

fn given(value: &Value, sort: Sort) -> Option<Given> {
    match sort {
        Sort::Number => crate::policy::parse::number_milli(value).map(Given::Number),
        Sort::Whole => value.as_integer().map(Given::Whole),
        Sort::Word => value.as_str().filter(|word| !word.is_empty()).map(|word| Given::Word(word.to_owned())),
        Sort::Table => value.as_table().map(|table| Given::Table(table.clone())),
    }
}

const fn expected(sort: Sort) -> &'static str {
    match sort {
        Sort::Number => "policy.expected-number",
        Sort::Whole => "scenario.expected-whole",
        Sort::Word => "policy.expected-word",
        Sort::Table => "scenario.expected-table",
    }
}
