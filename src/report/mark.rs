//! The office's own workbook with every faulty cell colored and commented, and a sheet that lists all problems.
//!
//! Content, formulas and styles of the office stay; only fills, comments and the sheet 问题清单 are added. Marks of an
//! earlier run are taken off first, so that a mended cell comes back clean. It judges nothing: the issues are given.

use crate::ingest::issue::{DataIssue, Level};
use crate::messages::{Lang, Text, say};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use umya_spreadsheet::{Comment, Spreadsheet, TextElement, Worksheet};

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// The library that rewrites workbooks cannot take this one; [`mark_tables`] can write its values.
    #[error("the workbook cannot be rewritten: {0}")]
    Unreadable(String),
    /// The marked workbook cannot be written.
    #[error("the marked workbook cannot be written: {0}")]
    Unwritable(String),
}

/// Fill of a cell that must be mended, ARGB.
pub const RED: &str = "FFFFC7CE";
/// Fill of a cell to be checked, ARGB.
pub const AMBER: &str = "FFFFEB9C";
/// Author of the comments, by which a later run knows them.
const AUTHOR: &str = "junheng check";
/// How a run begins that was added to a comment of the office.
const ADDED: &str = "\n【junheng】";
/// Comments longer than this many problems refer to the list.
const MOST: usize = 5;
/// Excel's limit for the text of a cell.
const CELL_LIMIT: usize = 32_000;

/// A cell by row and column, both from 1.
type Cell = (u32, u32);

/// What is wrong with one cell.
#[derive(Default)]
struct Mark {
    blocking: bool,
    lines: Vec<String>,
}

/// The workbook `original` with the issues marked in the sheets that they name.
///
/// # Errors
/// Where the workbook cannot be rewritten.
pub fn mark(original: &[u8], issues: &[DataIssue], lang: Lang) -> Result<Vec<u8>, MarkError> {
    guarded(|| {
        let mut book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(original), true)
            .map_err(|e| MarkError::Unreadable(e.to_string()))?;
        let sheet_of = |issue: &DataIssue| issue.place.sheet.clone();
        finish(&mut book, issues, sheet_of, lang)
    })
}

/// A workbook made from raw tables (file name and rows as read), with the issues marked in the tables whose file they
/// name. All cells are text.
///
/// # Errors
/// Where the workbook cannot be written.
pub fn mark_tables(
    tables: &[(String, Vec<Vec<String>>)],
    issues: &[DataIssue],
    lang: Lang,
) -> Result<Vec<u8>, MarkError> {
    guarded(|| {
        let mut book = umya_spreadsheet::new_file_empty_worksheet();
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        for (file, rows) in tables {
            let name = sheet_name(file, names.values(), lang);
            let sheet = book.new_sheet(name.clone()).map_err(|e| MarkError::Unwritable(e.to_owned()))?;
            for (row, cells) in (1u32..).zip(rows) {
                for (column, text) in (1u32..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                    sheet.get_cell_mut((column, row)).set_value_string(clipped(text));
                }
            }
            names.insert(file, name);
        }
        let sheet_of = |issue: &DataIssue| names.get(issue.place.file.as_str()).cloned();
        finish(&mut book, issues, sheet_of, lang)
    })
}

/// The library panics on some odd workbooks; the office gets an error instead.
fn guarded(work: impl FnOnce() -> Result<Vec<u8>, MarkError>) -> Result<Vec<u8>, MarkError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(MarkError::Unreadable("internal error of the library".to_owned())))
}

fn finish(
    book: &mut Spreadsheet,
    issues: &[DataIssue],
    sheet_of: impl Fn(&DataIssue) -> Option<String>,
    lang: Lang,
) -> Result<Vec<u8>, MarkError> {
    for list in [Lang::Zh, Lang::En].map(|l| say(l, "mark-list")) {
        // Absent in a workbook that was never marked.
        let _ = book.remove_sheet_by_name(&list);
    }
    for sheet in book.get_sheet_collection_mut() {
        clean(sheet);
    }
    for (name, marks) in marks(issues, sheet_of, lang) {
        if let Some(sheet) = book.get_sheet_by_name_mut(&name) {
            apply(sheet, &marks, lang);
        }
    }
    list(book, issues, lang)?;
    let mut bytes = Vec::new();
    umya_spreadsheet::writer::xlsx::write_writer(book, &mut bytes).map_err(|e| MarkError::Unwritable(e.to_string()))?;
    Ok(bytes)
}

/// Marks by sheet and cell. An issue without a row marks the heading, one without a column the first cell of its row;
/// one with neither is only in the list.
fn marks(
    issues: &[DataIssue],
    sheet_of: impl Fn(&DataIssue) -> Option<String>,
    lang: Lang,
) -> BTreeMap<String, BTreeMap<Cell, Mark>> {
    let mut by_sheet: BTreeMap<String, BTreeMap<Cell, Mark>> = BTreeMap::new();
    for issue in issues {
        let (Some(sheet), Some(cell)) = (sheet_of(issue), cell(issue)) else { continue };
        let mark = by_sheet.entry(sheet).or_default().entry(cell).or_default();
        mark.blocking |= issue.level == Level::Blocking;
        let line = Text::new("mark-comment")
            .with("code", issue.code)
            .with("level", level(issue, lang))
            .with("cause", issue.cause.render(lang))
            .with("action", issue.action.render(lang));
        mark.lines.push(line.render(lang));
    }
    by_sheet
}

fn cell(issue: &DataIssue) -> Option<Cell> {
    if issue.place.row.is_none() && issue.place.column.is_none() {
        return None;
    }
    let number = |n: Option<usize>| u32::try_from(n.unwrap_or(1).max(1)).ok();
    let (row, column) = (number(issue.place.row)?, number(issue.place.column)?);
    // Beyond these a spreadsheet has no cells.
    (row <= 1_048_576 && column <= 16_384).then_some((row, column))
}

fn level(issue: &DataIssue, lang: Lang) -> String {
    say(lang, if issue.level == Level::Blocking { "mark-blocking" } else { "mark-warning" })
}

/// Takes off the comments of an earlier run, what it added to comments of the office, and the fills that came with them.
fn clean(sheet: &mut Worksheet) {
    let mut freed: Vec<Cell> = Vec::new();
    sheet.get_comments_mut().retain_mut(|comment| {
        let (ours, added) = (comment.get_author() == AUTHOR, withdraw(comment));
        if ours || added {
            freed.push(place(comment));
        }
        !ours
    });
    for (row, column) in freed {
        let style = sheet.get_style_mut((column, row));
        let fill = style.get_background_color().map(|c| c.get_argb().to_owned());
        if fill.is_some_and(|f| f == RED || f == AMBER) {
            style.remove_fill();
        }
    }
}

/// Takes our runs out of a comment of the office; whether there were any.
fn withdraw(comment: &mut Comment) -> bool {
    let Some(rich) = comment.get_text_mut().get_rich_text_mut() else { return false };
    let runs = rich.get_rich_text_elements_mut();
    let before = runs.len();
    runs.retain(|run| !run.get_text().starts_with(ADDED));
    runs.len() < before
}

fn place(comment: &Comment) -> Cell {
    let at = comment.get_coordinate();
    (*at.get_row_num(), *at.get_col_num())
}

fn apply(sheet: &mut Worksheet, marks: &BTreeMap<Cell, Mark>, lang: Lang) {
    let taken: BTreeMap<Cell, usize> = sheet.get_comments().iter().enumerate().map(|(at, c)| (place(c), at)).collect();
    for (&(row, column), mark) in marks {
        sheet.get_style_mut((column, row)).set_background_color(if mark.blocking { RED } else { AMBER });
        let mut lines: Vec<String> = mark.lines.iter().take(MOST).cloned().collect();
        if mark.lines.len() > MOST {
            lines.push(Text::new("mark-more").with("count", mark.lines.len() - MOST).render(lang));
        }
        let text = clipped(&lines.join("\n"));
        if let Some(&at) = taken.get(&(row, column)) {
            append(&mut sheet.get_comments_mut()[at], format!("{ADDED}{text}"));
            continue;
        }
        let mut comment = Comment::default();
        comment.new_comment((column, row)).set_author(AUTHOR);
        append(&mut comment, text);
        let anchor = comment.get_anchor_mut();
        anchor.set_right_column(column + 4);
        anchor.set_bottom_row(row + 3 + u32::try_from(2 * lines.len()).unwrap_or(4));
        sheet.add_comments(comment);
    }
}

/// Adds a run to the text of a comment; what it said before stays.
fn append(comment: &mut Comment, text: String) {
    let mut run = TextElement::default();
    run.set_text(text);
    let body = comment.get_text_mut();
    let mut rich = body.get_rich_text().cloned().unwrap_or_default();
    rich.add_rich_text_elements(run);
    body.set_rich_text(rich);
}

/// The sheet with all issues, at the end.
fn list(book: &mut Spreadsheet, issues: &[DataIssue], lang: Lang) -> Result<(), MarkError> {
    let sheet = book.new_sheet(say(lang, "mark-list")).map_err(|e| MarkError::Unwritable(e.to_owned()))?;
    let heads = [
        ("mark-head-code", 8.0),
        ("mark-head-level", 12.0),
        ("mark-head-file", 20.0),
        ("mark-head-sheet", 14.0),
        ("mark-head-cell", 9.0),
        ("mark-head-heading", 16.0),
        ("mark-head-value", 18.0),
        ("mark-head-cause", 60.0),
        ("mark-head-action", 60.0),
    ];
    for (column, (head, width)) in (1u32..).zip(heads) {
        let cell = sheet.get_cell_mut((column, 1));
        cell.set_value_string(say(lang, head));
        cell.get_style_mut().get_font_mut().set_bold(true);
        cell.get_style_mut().set_background_color("FFDDEBF7");
        sheet.get_column_dimension_by_number_mut(&column).set_width(width);
    }
    for (row, issue) in (2u32..).zip(issues) {
        let place = &issue.place;
        let cells = [
            issue.code.to_owned(),
            level(issue, lang),
            place.file.clone(),
            place.sheet.clone().unwrap_or_default(),
            address(issue),
            place.heading.clone().unwrap_or_default(),
            issue.value.clone().unwrap_or_default(),
            issue.cause.render(lang),
            issue.action.render(lang),
        ];
        for (column, text) in (1u32..).zip(&cells).filter(|(_, text)| !text.is_empty()) {
            sheet.get_cell_mut((column, row)).set_value_string(clipped(text));
        }
        let color = if issue.level == Level::Blocking { RED } else { AMBER };
        sheet.get_style_mut((1, row)).set_background_color(color);
    }
    Ok(())
}

/// The cell as the spreadsheet program names it; only the row where no column is known.
fn address(issue: &DataIssue) -> String {
    match (issue.place.row, issue.place.column) {
        (Some(row), Some(column)) => format!("{}{row}", letters(column)),
        (Some(row), None) => row.to_string(),
        (None, Some(column)) => letters(column),
        (None, None) => String::new(),
    }
}

/// Column letters: 1 is A, 27 is AA.
fn letters(mut column: usize) -> String {
    let mut text = String::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).unwrap_or(0);
        text.insert(0, char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    text
}

fn clipped(text: &str) -> String {
    text.chars().take(CELL_LIMIT).collect()
}

/// A sheet name for a file: its stem without the characters that Excel forbids, at most 31 long, unlike those taken and
/// unlike the list of issues.
fn sheet_name<'a>(file: &str, taken: impl Iterator<Item = &'a String>, lang: Lang) -> String {
    let taken: BTreeSet<String> =
        taken.map(|t| t.to_lowercase()).chain([say(lang, "mark-list").to_lowercase()]).collect();
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let plain: String = stem.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(27).collect();
    let plain = if plain.trim().is_empty() { "sheet".to_owned() } else { plain };
    let is_free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..=taken.len() + 1).map(|n| format!("{plain}-{n}"));
    std::iter::once(plain.clone()).chain(numbered).find(is_free).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_the_spreadsheet() {
        // 26 is Z, 27 is AA, 703 is AAA.
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["A", "Z", "AA", "AZ", "AAA"]);
    }

    #[test]
    fn a_sheet_gets_a_legal_and_free_name() {
        // File names may hold what sheet names may not, and two files may share a stem.
        let taken = ["teachers".to_owned()];
        assert_eq!(sheet_name("data/Teachers.csv", taken.iter(), Lang::Zh), "Teachers-2");
        assert_eq!(sheet_name("a[1]:b?.csv", [].iter(), Lang::Zh), "a1b");
        assert_eq!(sheet_name("问题清单.csv", [].iter(), Lang::Zh), "问题清单-2");
        assert!(sheet_name(&"长".repeat(60), [].iter(), Lang::Zh).chars().count() <= 31);
    }
}
