//! How long functions and files may be, that modules say what they are for and tests what they prove.

use crate::expect_none;
use crate::source::{Source, closing, is_word, line, occurrences, rust};

/// Longest function, in lines of code (as clippy counts them: without comments and blank lines).
const FUNCTION: usize = 60;
/// Longest file, in lines.
const FILE: usize = 400;

/// What may be longer, and why: a path, or `path::function`. Best empty.
const LONGER: &[(&str, &str)] = &[];

#[test]
fn functions_stay_under_sixty_lines_and_files_under_four_hundred() {
    // What does not fit on a screen is not checked by eye.
    let long = long_ones(&all());
    let excused = |name: &str| LONGER.iter().any(|(path, _)| name == *path);
    let found: Vec<String> =
        long.iter().filter(|(name, _)| !excused(name)).map(|(name, lines)| format!("{name}: {lines} lines")).collect();
    expect_none(&found, "Split by topic: name the steps of the function, give the file's second topic its own file.");
    let idle: Vec<String> = LONGER
        .iter()
        .filter(|(path, _)| !long.iter().any(|(n, _)| n == path))
        .map(|(path, _)| (*path).to_owned())
        .collect();
    expect_none(&idle, "These are no longer too long: remove them from LONGER in tests/house/shape.rs.");
}

#[test]
fn every_file_says_what_it_is_for() {
    // The header is the first thing a reader sees.
    let found: Vec<String> = all().iter().filter(|s| !s.raw.starts_with("//! ")).map(|s| s.path.clone()).collect();
    expect_none(&found, "Begin the file with `//!`: what it is for, and what it refuses to do.");
}

#[test]
fn every_test_opens_with_one_plain_sentence_and_none_is_ignored() {
    // Somebody who does not read Rust can still read what is proven.
    let mut found = Vec::new();
    for source in all() {
        let (raw, code): (Vec<&str>, Vec<&str>) = (source.raw.lines().collect(), source.code.lines().collect());
        for (at, _) in code.iter().enumerate().filter(|(_, l)| l.trim() == "#[test]") {
            let Some(head) = (at..code.len()).find(|&n| code[n].trim_end().ends_with('{')) else { continue };
            if !opens_with_a_sentence(&raw[head + 1..]) {
                found.push(format!("{}:{}", source.path, at + 1));
            }
        }
        found.extend(
            occurrences(&source.code, "ignore]")
                .iter()
                .map(|&at| format!("{}:{}: ignored", source.path, line(&source.code, at))),
        );
    }
    expect_none(
        &found,
        "The first line of a test is a comment: one sentence, ending with a period, that says what holds. Nothing is \
         ignored: a long test asks `common::long(…)` (tests/common) and says aloud when it is skipped.",
    );
}

#[test]
fn a_long_function_is_seen() {
    // The guard itself must bite, and comments must not count.
    let body = |lines: usize| {
        format!(
            "//! x\nfn f(a: [u8; 2]) -> u8 {{\n{}    // why\n\n}}\nstruct S {{ f: fn(u8) }}\n",
            "    a();\n".repeat(lines)
        )
    };
    let longest = |lines| long_ones(&[Source::new("src/x.rs", &body(lines))]);
    assert_eq!(longest(FUNCTION), []);
    assert_eq!(longest(FUNCTION + 1), [("src/x.rs::f".to_owned(), FUNCTION + 1)]);
    assert_eq!(longest(FILE).len(), 2);
}

/// All Rust files of the project.
fn all() -> Vec<Source> {
    ["src", "tests", "benches", "xtask"].into_iter().flat_map(rust).collect()
}

/// Files and functions above the limits, with their length.
fn long_ones(sources: &[Source]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for source in sources {
        let lines = source.raw.lines().count();
        if lines > FILE {
            found.push((source.path.clone(), lines));
        }
        for at in occurrences(&source.code, "fn ") {
            let name: String = source.code[at + 3..].chars().take_while(|&c| is_word(c)).collect();
            if let Some(lines) = body_length(&source.code[at..]).filter(|&lines| lines > FUNCTION) {
                found.push((format!("{}::{name}", source.path), lines));
            }
        }
    }
    found
}

/// Lines of code between the braces of the function that begins `code`; none for a function without a body.
fn body_length(code: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(offset) = code[at..].find(['(', '[', '{', ';']) {
        at += offset;
        match code.as_bytes()[at] {
            b';' => return None,
            b'{' => {
                let inside = &code[at + 1..closing(code, at) - 1];
                return Some(inside.lines().filter(|l| !l.trim().is_empty()).count());
            }
            _ => at = closing(code, at),
        }
    }
    None
}

/// Whether the first lines are a comment that ends like a sentence.
fn opens_with_a_sentence(lines: &[&str]) -> bool {
    let comment: Vec<&str> = lines.iter().map(|l| l.trim()).take_while(|l| l.starts_with("// ")).collect();
    comment.last().is_some_and(|last| last.ends_with(['.', '?', '!']))
}
