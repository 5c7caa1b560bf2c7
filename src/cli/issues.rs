//! Problems of an input in words: the blocking ones first, one line each with place, cause and advice.

use super::console::Console;
use crate::ingest::issue::{DataIssue, Level, Place};
use crate::messages::{Lang, Text, say};
use serde::Serialize;
use std::fmt::Write;

/// A problem for programs.
#[derive(Serialize)]
pub(crate) struct IssueEntry {
    code: &'static str,
    level: &'static str,
    file: String,
    sheet: Option<String>,
    row: Option<usize>,
    column: Option<usize>,
    heading: Option<String>,
    value: Option<String>,
    cause: String,
    action: String,
}

/// Problems for programs, in the order of [`sorted`].
pub(crate) fn entries(issues: &[DataIssue], lang: Lang) -> Vec<IssueEntry> {
    let entry = |issue: &DataIssue| IssueEntry {
        code: issue.code,
        level: match issue.level {
            Level::Blocking => "blocking",
            Level::Warning => "warning",
        },
        file: issue.place.file.clone(),
        sheet: issue.place.sheet.clone(),
        row: issue.place.row,
        column: issue.place.column,
        heading: issue.place.heading.clone(),
        value: issue.value.clone(),
        cause: issue.cause.render(lang),
        action: issue.action.render(lang),
    };
    sorted(issues).into_iter().map(entry).collect()
}

/// Blocking problems first, then by place.
fn sorted(issues: &[DataIssue]) -> Vec<&DataIssue> {
    let mut sorted: Vec<&DataIssue> = issues.iter().collect();
    sorted.sort_by(|a, b| (a.level, &a.place, a.code).cmp(&(b.level, &b.place, b.code)));
    sorted
}

/// How many problems are of this level.
pub(crate) fn count(issues: &[DataIssue], level: Level) -> usize {
    issues.iter().filter(|i| i.level == level).count()
}

/// All problems in words, grouped, with a count.
pub(crate) fn page(issues: &[DataIssue], lang: Lang) -> String {
    let mut text = String::new();
    for (level, key) in [(Level::Blocking, "cli.check.blocking"), (Level::Warning, "cli.check.warnings")] {
        let all: Vec<&DataIssue> = sorted(issues).into_iter().filter(|i| i.level == level).collect();
        if all.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", Text::new(key).with("count", all.len()).render(lang));
        for issue in all {
            let _ = writeln!(text, "  {}", line(issue, lang));
        }
        text.push('\n');
    }
    text
}

fn line(issue: &DataIssue, lang: Lang) -> String {
    let value = issue.value.as_deref().map(|v| Text::new("cli.check.value").with("value", plain(v)).render(lang));
    let text = Text::new("cli.check.line")
        .with("code", issue.code)
        .with("place", place(&issue.place, lang))
        .with("value", value.unwrap_or_default())
        .with_text("cause", issue.cause.clone())
        .with_text("action", issue.action.clone());
    plain(&text.render(lang))
}

/// One line without control characters, so that a cell cannot write over the terminal.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Where a problem is, as the office would say it.
fn place(place: &Place, lang: Lang) -> String {
    let mut parts = vec![place.file.clone()];
    parts.extend(place.sheet.as_ref().map(|s| Text::new("cli.place.sheet").with("sheet", s).render(lang)));
    parts.extend(place.row.map(|r| Text::new("cli.place.row").with("row", r).render(lang)));
    match (&place.heading, place.column) {
        (Some(heading), Some(column)) => {
            let text = Text::new("cli.place.heading").with("heading", heading).with("letter", letters(column));
            parts.push(text.render(lang));
        }
        (Some(heading), None) => parts.push(Text::new("cli.place.heading-only").with("heading", heading).render(lang)),
        (None, Some(column)) => parts.push(Text::new("cli.place.column").with("letter", letters(column)).render(lang)),
        (None, None) => {}
    }
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() { say(lang, "cli.place.input") } else { parts.join(" ") }
}

/// The name of a column (counted from 1) in a spreadsheet: 1 is A, 27 is AA.
fn letters(mut column: usize) -> String {
    let mut name = Vec::new();
    while column > 0 {
        column -= 1;
        name.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        column /= 26;
    }
    name.iter().rev().collect()
}

/// Prints problems that do not stop the run: in full where few, else their number.
pub(crate) fn brief(issues: &[DataIssue], console: &Console) {
    let warnings = count(issues, Level::Warning);
    if warnings > 0 {
        console.note(&Text::new("cli.check.brief").with("count", warnings));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(code: &'static str, level: Level, row: usize) -> DataIssue {
        let place = Place {
            file: "schools.csv".to_owned(),
            row: Some(row),
            column: Some(28),
            heading: Some("镇街".to_owned()),
            sheet: None,
        };
        DataIssue {
            code,
            level,
            place,
            value: Some("\u{1b}[31m".to_owned()),
            cause: Text::new("cli.none"),
            action: Text::new("cli.none"),
        }
    }

    #[test]
    fn blocking_problems_come_first_and_name_their_place() {
        // The office mends from the top of the list.
        let text = page(&[issue("W101", Level::Warning, 2), issue("E203", Level::Blocking, 12)], Lang::Zh);
        assert!(text.find("E203") < text.find("W101"), "{text}");
        assert!(text.contains("schools.csv 第 12 行") && text.contains("镇街") && text.contains("AB"), "{text}");
    }

    #[test]
    fn a_cell_cannot_send_control_codes_to_the_terminal() {
        // A foreign file must not repaint the screen.
        assert!(!page(&[issue("E203", Level::Blocking, 1)], Lang::Zh).contains('\u{1b}'));
    }

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        // The officer looks for column AB, not for column 28.
        assert_eq!([1, 26, 27, 28, 702, 703].map(letters), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
}
