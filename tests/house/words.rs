//! The message catalog and the sources fit together.

use crate::expect_none;
use crate::source::{Source, line, rust};
use junheng::messages::catalog;

/// How a sentence is named in the sources.
const CALLS: &[&str] = &["Text::new(", "say("];

/// Declares keys that are composed at run time or by a macro: `// message keys: month.1 month.2 rule.*`.
const DECLARES: &str = "// message keys:";

#[test]
fn every_sentence_that_the_code_names_is_in_the_catalog() {
    // Otherwise the user would read a key in brackets.
    let mut found = Vec::new();
    for source in rust("src") {
        for (at, key) in named(&source) {
            if !catalog().contains_key(&key) {
                found.push(format!("{}:{}: {key}", source.path, line(&source.text, at)));
            }
        }
    }
    expect_none(&found, "Add `key,中文,English` to the room's file in src/messages, Chinese first.");
}

#[test]
fn every_sentence_of_the_catalog_is_used() {
    // Sentences that nobody says are translated and maintained for nothing.
    let sources = rust("src");
    let declared: Vec<String> = sources.iter().flat_map(declared_keys).collect();
    let is_declared = |key: &str| {
        declared
            .iter()
            .any(|d| d == key || d.strip_suffix('*').is_some_and(|start| !start.is_empty() && key.starts_with(start)))
    };
    let is_written = |key: &str| {
        let quoted = format!("\"{key}\"");
        sources.iter().any(|s| s.text.contains(&quoted))
    };
    let found: Vec<String> = catalog().keys().filter(|k| !is_declared(k) && !is_written(k)).cloned().collect();
    expect_none(
        &found,
        "Remove these rows from src/messages, or, where code composes the key, say so beside that code: \
         `// message keys: first.key second.*`.",
    );
}

#[test]
fn named_keys_are_found_across_lines_and_not_in_comments() {
    // The guard itself must bite.
    let source = Source::new(
        "src/x.rs",
        "f(Text::new(\n  \"a.b\")); say(lang, \"c\"); // Text::new(\"d\")\nText::new(KEY); Text::new(key, \"e\");",
    );
    let keys: Vec<String> = named(&source).into_iter().map(|(_, key)| key).collect();
    assert_eq!(keys, ["a.b", "c"]);
    assert_eq!(declared_keys(&Source::new("src/x.rs", "    // message keys: a b.*\n")), ["a", "b.*"]);
}

/// The keys written literally as the only or, for `say`, the second argument.
fn named(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for call in CALLS {
        for at in crate::source::occurrences(&source.text, call) {
            let arguments = &source.text[at + call.len()..];
            let first = if *call == "say(" { arguments.split_once(',').map(|(_, rest)| rest) } else { Some(arguments) };
            let literal = first.and_then(|a| a.trim_start().strip_prefix('"')).and_then(|a| a.split_once('"'));
            if let Some((key, _)) = literal {
                found.push((at, key.to_owned()));
            }
        }
    }
    found
}

/// The keys that comments of this file declare.
fn declared_keys(source: &Source) -> Vec<String> {
    let lines = source.raw.lines().filter_map(|l| l.trim().strip_prefix(DECLARES));
    lines.flat_map(str::split_whitespace).map(str::to_owned).collect()
}
