//! Reads Rust files as text: comments, strings and test code can be blanked out, lines keep their numbers.

use std::fs;
use std::path::{Path, PathBuf};

/// One Rust file of the project.
pub(crate) struct Source {
    /// Path from the top of the checkout, with `/`.
    pub(crate) path: String,
    /// As written.
    pub(crate) raw: String,
    /// Comments blanked.
    pub(crate) text: String,
    /// Comments and the insides of strings blanked.
    pub(crate) code: String,
    /// `code` without test items; blank for a file that is test code as a whole.
    pub(crate) production: String,
}

impl Source {
    /// From a path and its contents.
    pub(crate) fn new(path: &str, raw: &str) -> Self {
        let (text, code) = blank(raw);
        let production = without_tests(&code);
        Self { path: path.to_owned(), raw: raw.to_owned(), text, code, production }
    }

    /// The room that a file of `src` belongs to: `src/plan/rows.rs` and `src/plan.rs` are both `plan`.
    pub(crate) fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
    }

    /// How many modules deep the file is below the crate: `src/plan/mod.rs` 1, `src/plan/rows.rs` 2.
    pub(crate) fn depth(&self) -> usize {
        self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches("/mod.rs").split('/').count()
    }
}

/// The top of the checkout.
pub(crate) fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the checkout, sorted; what is built or written by runs is left out.
pub(crate) fn files(below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![top().join(below)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if ["target", "out", ".git"].iter().any(|skip| name.as_os_str() == *skip) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A path from the top of the checkout, with `/`.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(top()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The Rust files below a folder; files declared by `#[cfg(test)] mod name;` count as test code.
pub(crate) fn rust(below: &str) -> Vec<Source> {
    let rust_files = files(below).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let mut sources: Vec<Source> =
        rust_files.map(|p| Source::new(&relative(&p), &fs::read_to_string(&p).expect("source is UTF-8"))).collect();
    let tests: Vec<String> = sources.iter().flat_map(test_files).collect();
    for source in sources.iter_mut().filter(|s| tests.iter().any(|t| s.path.starts_with(t.as_str()))) {
        source.production = String::new();
    }
    sources
}

/// Path prefixes of the modules that `source` declares for tests only.
fn test_files(source: &Source) -> Vec<String> {
    let own = source.path.trim_end_matches(".rs").trim_end_matches("/mod").trim_end_matches("/lib");
    let after = source.code.split("#[cfg(test)]").skip(1);
    after
        .filter_map(|rest| rest.trim_start().strip_prefix("mod ")?.split_once(';').map(|(name, _)| name.trim()))
        .filter(|name| name.chars().all(is_word))
        .flat_map(|name| [format!("{own}/{name}.rs"), format!("{own}/{name}/")])
        .collect()
}

/// Whether `c` may stand in an identifier.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Positions where `pattern` stands as whole words in `code`.
pub(crate) fn occurrences(code: &str, pattern: &str) -> Vec<usize> {
    let ends_in_word = pattern.chars().next_back().is_some_and(is_word);
    code.match_indices(pattern)
        .map(|(at, _)| at)
        .filter(|&at| !code[..at].chars().next_back().is_some_and(is_word))
        .filter(|&at| !(ends_in_word && code[at + pattern.len()..].chars().next().is_some_and(is_word)))
        .collect()
}

/// The line number of a position.
pub(crate) fn line(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The position after the bracket that closes the one opened at `at`.
pub(crate) fn closing(code: &str, at: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, c) in code[at..].char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + offset + c.len_utf8();
        }
    }
    code.len()
}

/// `code` with every `#[cfg(test)]` item blanked.
fn without_tests(code: &str) -> String {
    let mut kept = code.to_owned();
    for (at, _) in code.match_indices("#[cfg(test)]") {
        let end = match code[at..].find(['{', ';']).map(|offset| at + offset) {
            Some(open) if code[open..].starts_with('{') => closing(code, open),
            Some(semicolon) => semicolon + 1,
            None => code.len(),
        };
        kept.replace_range(at..end, &hidden(&code[at..end]));
    }
    kept
}

/// The same number of bytes and lines, without content.
fn hidden(text: &str) -> String {
    text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect()
}

/// (comments blanked, comments and strings blanked).
fn blank(raw: &str) -> (String, String) {
    let (mut text, mut code) = (String::new(), String::new());
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let length = token(rest, raw[..at].chars().next_back().is_some_and(is_word));
        let piece = &rest[..length];
        if piece.starts_with("//") || piece.starts_with("/*") {
            text.push_str(&hidden(piece));
            code.push_str(&hidden(piece));
        } else {
            text.push_str(piece);
            code.push_str(&if length > 1 && piece.ends_with(['"', '\'', '#']) {
                hidden(piece)
            } else {
                piece.to_owned()
            });
        }
        at += length;
    }
    (text, code)
}

/// The length of the comment, string or character literal at the start of `rest`; else of one character.
fn token(rest: &str, inside_word: bool) -> usize {
    let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |found| from + found + end.len());
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return until("*/", 2);
    }
    if rest.starts_with('"') {
        return quoted(rest);
    }
    let hashes = rest.strip_prefix('r').map_or(0, |r| r.len() - r.trim_start_matches('#').len());
    if !inside_word && rest.starts_with('r') && rest[1 + hashes..].starts_with('"') {
        return until(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
    }
    if let Some(inside) = rest.strip_prefix('\'') {
        let escaped = inside.starts_with('\\');
        let first = inside.chars().next().map_or(0, char::len_utf8) + usize::from(escaped);
        if let Some(end) = inside.get(first..).and_then(|r| r.find('\'')).filter(|&end| end == 0 || escaped) {
            return 1 + first + end + 1;
        }
    }
    rest.chars().next().map_or(1, char::len_utf8)
}

/// The length of the string that begins `rest`.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[test]
fn comments_strings_and_tests_are_blanked() {
    // What only looks like code must not count, and what is code must.
    let raw = "use a::b; // crate::x\nlet s = \"HashMap\"; let c = '\"'; fn f<'a>(x: &'a str) {}\n\
               let r = r#\"fs::read \"q\" \"#;\n#[cfg(test)]\nmod tests { use crate::y; }\nfs::write();\n";
    let source = Source::new("src/plan/rows.rs", raw);
    assert_eq!(source.code.lines().count(), raw.lines().count());
    assert!(source.text.contains("HashMap") && !source.code.contains("HashMap"));
    assert!(!source.code.contains("crate::x") && !source.code.contains("fs::read"));
    assert!(source.code.contains("crate::y") && !source.production.contains("crate::y"));
    assert!(source.production.contains("fs::write") && source.production.contains("fn f<'a>(x: &'a str) {}"));
    assert_eq!((source.room(), source.depth()), ("plan", 2));
}
