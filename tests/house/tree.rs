//! What must not lie anywhere in the checkout: paths of one machine, data of persons.

use crate::expect_none;
use crate::source::{files, relative};
use std::fs;

/// Folders that exist on one machine only.
const MACHINE: &[&str] = &["/work/", "/root/", "/home/", "/tmp/", "/Users/", "C:\\"];

/// This file spells out what it looks for.
const SELF: &str = "tests/house/tree.rs";

#[test]
fn no_path_of_one_machine_is_in_the_tree() {
    // A clone on another machine must behave the same.
    let found = offending(|text| MACHINE.iter().find(|path| starts_a_word(text, path)).map(|path| format!("`{path}`")));
    expect_none(&found, "Use a path relative to the checkout, `$HOME`, `mktemp` or `tempfile`.");
}

#[test]
fn no_personal_data_is_in_the_tree() {
    // Committed districts are made up: no identity number, no telephone number, no mail address, no author.
    let found = offending(|text| {
        let numbers = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .find(|word| is_identity(word) || is_mobile(word));
        let mail = text.split_whitespace().find(|word| is_mail(word));
        numbers.or(mail).map(|word| format!("`{word}`"))
    });
    expect_none(&found, "Remove it, also from the history, or make it up in a form that cannot be a person's.");
}

#[test]
fn the_guards_know_what_to_look_for() {
    // A guard that finds nothing anywhere would pass as well.
    assert!(starts_a_word("cd /work/x", "/work/") && starts_a_word("\"/tmp/x\"", "/tmp/"));
    assert!(!starts_a_word("https://example.org/home/x", "/home/"));
    assert!(is_identity("50011119850307123X") && !is_identity("123456789012345678"));
    assert!(is_mobile("13812345678") && !is_mobile("12812345678"));
    assert!(is_mail("<li.si@school.cn>") && !is_mail("@expect") && !is_mail("a@b"));
}

/// `path: what` for every text file in which `look` finds something.
fn offending(look: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for file in files("") {
        let path = relative(&file);
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if path != SELF
            && let Some(what) = look(&text)
        {
            found.push(format!("{path}: {what}"));
        }
    }
    found
}

/// Whether `path` stands in `text` as the beginning of an absolute path.
fn starts_a_word(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-~}/$".contains(c)))
    })
}

/// A Chinese identity number: 17 digits and a check sign, with a date of birth inside.
fn is_identity(word: &str) -> bool {
    let digits = word.len() == 18
        && word.bytes().take(17).all(|b| b.is_ascii_digit())
        && word.ends_with(|c: char| c.is_ascii_digit() || c == 'X');
    digits && ["19", "20"].contains(&&word[6..8]) && ("01"..="12").contains(&&word[10..12])
}

/// A Chinese mobile number.
fn is_mobile(word: &str) -> bool {
    word.len() == 11 && word.bytes().all(|b| b.is_ascii_digit()) && word.starts_with('1') && word.as_bytes()[1] >= b'3'
}

/// A mail address.
fn is_mail(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-+".contains(c));
    word.split_once('@')
        .is_some_and(|(name, host)| is_name(name) && is_name(host) && host.contains('.') && !host.ends_with(".0"))
}
