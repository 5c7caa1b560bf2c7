//! From a TOML text to a scenario; all that is wrong is told at once, with line, cause and what to write.

use super::fields::{Given, KINDS, Kind, Sort};
use super::{Change, Scenario, ScenarioIssue};
use crate::messages::Text;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Keys of the file.
const KEYS: [&str; 6] = ["name", "title", "base", "input", "policy", "change"];
/// How a change begins.
const CHANGE: &str = "[[change]]";

struct Reader<'a> {
    file: &'a str,
    issues: Vec<ScenarioIssue>,
}

impl Scenario {
    /// The scenario of a text; `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<ScenarioIssue>> {
        let mut reader = Reader { file, issues: Vec::new() };
        let root: Table = match text.parse() {
            Ok(root) => root,
            Err(error) => {
                reader.syntax(text, &error);
                return Err(reader.issues);
            }
        };
        let scenario = reader.scenario(&root, text);
        if reader.issues.is_empty() { Ok(scenario) } else { Err(reader.issues) }
    }
}

impl Reader<'_> {
    fn wrong(&mut self, place: impl Into<String>, cause: Text, action: Text) {
        self.issues.push(ScenarioIssue { scenario: self.file.to_owned(), place: place.into(), cause, action });
    }

    fn syntax(&mut self, text: &str, error: &toml::de::Error) {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or(text);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.wrong(
            format!("{}:{column}", before.matches('\n').count() + 1),
            Text::new("policy.syntax").with("message", error.message()),
            Text::new("policy.syntax.action"),
        );
    }

    fn scenario(&mut self, root: &Table, text: &str) -> Scenario {
        for key in root.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let action = Text::new("scenario.keys").with("known", KEYS.join(", "));
            self.wrong(key, Text::new("policy.unknown-key").with("key", key), action);
        }
        let name = self.needed(root, "name", "name");
        let empty = Table::new();
        let title = root.get("title").and_then(Value::as_table).unwrap_or(&empty);
        let (zh, en) = (self.needed(title, "zh", "title.zh"), self.needed(title, "en", "title.en"));
        let [base, input, policy] = ["base", "input", "policy"].map(|key| self.path(root, key));
        if base.is_some() && (input.is_some() || policy.is_some()) {
            self.wrong("base", Text::new("scenario.base-and-input"), Text::new("scenario.base-and-input.action"));
        }
        let mut changes = Vec::new();
        let lines: Vec<usize> = text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with(CHANGE))
            .map(|(at, _)| at + 1)
            .collect();
        for (at, entry) in root.get("change").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let line = lines.get(at).map_or_else(String::new, |line| format!("{line}: "));
            changes.extend(self.change(entry.as_table().unwrap_or(&empty), &format!("{line}change {}", at + 1)));
        }
        Scenario { name, zh, en, base, input, policy, changes }
    }

    fn needed(&mut self, table: &Table, key: &str, place: &str) -> String {
        if let Some(word) = table.get(key).and_then(Value::as_str).filter(|word| !word.is_empty()) {
            return word.to_owned();
        }
        let (cause, action) = (Text::new("policy.missing"), Text::new("policy.missing.action"));
        self.wrong(place, cause.with("key", key), action.with("key", key));
        String::new()
    }

    fn path(&mut self, root: &Table, key: &str) -> Option<String> {
        let given = root.get(key)?;
        let path = given.as_str().filter(|path| !path.is_empty()).map(str::to_owned);
        if path.is_none() {
            self.wrong(key, Text::new("policy.value"), Text::new("policy.expected-word"));
        }
        path
    }

    fn change(&mut self, table: &Table, place: &str) -> Option<Change> {
        let known = || KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
        let named = table.get("kind").and_then(Value::as_str);
        let Some(kind) = named.and_then(Kind::named) else {
            let cause = match named {
                Some(name) => Text::new("scenario.kind").with("kind", name),
                None => Text::new("policy.missing").with("key", "kind"),
            };
            self.wrong(place, cause, Text::new("scenario.kind.action").with("known", known()));
            return None;
        };
        let keys = || kind.keys().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
        for key in table.keys().filter(|key| *key != "kind" && !kind.keys().any(|(known, _)| known == key)) {
            let action = Text::new("scenario.keys").with("known", keys());
            self.wrong(format!("{place}.{key}"), Text::new("policy.unknown-key").with("key", key), action);
        }
        for (key, _) in kind.needs.iter().filter(|(key, _)| !table.contains_key(*key)) {
            let (cause, action) = (Text::new("policy.missing"), Text::new("policy.missing.action"));
            self.wrong(place, cause.with("key", key), action.with("key", key));
        }
        if !kind.one_of.is_empty() && kind.one_of.iter().filter(|(key, _)| table.contains_key(*key)).count() != 1 {
            let keys = kind.one_of.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
            self.wrong(place, Text::new("scenario.one-of").with("keys", &keys), Text::new("scenario.one-of.action"));
        }
        let mut change = Change { kind: kind.name, place: place.to_owned(), fields: BTreeMap::new() };
        for &(key, sort) in kind.keys() {
            let Some(value) = table.get(key) else { continue };
            match given(value, sort) {
                Some(given) => {
                    change.fields.insert(key, given);
                }
                None => self.wrong(format!("{place}.{key}"), Text::new("policy.value"), Text::new(expected(sort))),
            }
        }
        Some(change)
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
