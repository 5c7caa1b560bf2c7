//! The first page of a report as plain text, aligned for characters of two widths. No colors, no control codes.

use super::content::{Body, Cell, Chart, Report, Section, Table};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, TableStyle};
use std::fmt::Write;

/// Columns of a terminal that tells no width.
pub const WIDTH: u16 = 100;

/// Lines above, below and under the headings; none between the rows.
const STYLE: TableStyle =
    UTF8_HORIZONTAL_ONLY.header_separator(LineStyle::none().fill('─').junction('─')).row_separator(LineStyle::none());

/// The first page, at most `width` columns wide where its tables allow.
#[must_use]
pub fn page(report: &Report, width: u16) -> String {
    let mut text = format!("{}\n{}\n", report.title, "═".repeat(columns(&report.title)));
    text.push_str(&sections(&report.summary, width));
    text
}

/// Sections one below the other, a blank line before each; one without a title goes on under the one before.
#[must_use]
pub fn sections(sections: &[Section], width: u16) -> String {
    let mut text = String::new();
    for section in sections {
        self::section(&mut text, section, width);
    }
    text
}

fn section(text: &mut String, section: &Section, width: u16) {
    // Writing to a string cannot fail.
    if !section.title.is_empty() {
        let _ = writeln!(text, "\n{}", section.title);
    }
    match &section.body {
        Body::Lines(lines) => lines.iter().for_each(|line| {
            let _ = writeln!(text, "  {line}");
        }),
        Body::Pairs(pairs) => {
            let widest = pairs.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
            for (name, value) in pairs {
                let _ = writeln!(text, "  {}  {value}", pad(name, widest));
            }
        }
        Body::Table(table) | Body::Chart(Chart { table, .. }) => {
            for line in self::table(table, width.saturating_sub(2)).lines() {
                let _ = writeln!(text, "  {}", line.trim_end());
            }
        }
    }
}

/// A table as text: a line above and below, numbers flush right.
#[must_use]
pub fn table(table: &Table, width: u16) -> String {
    let mut set = comfy_table::Table::new();
    set.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    let flush: Vec<CellAlignment> = (0..table.columns.len()).map(|at| alignment(table, at)).collect();
    let cell = |text: String, at: usize| comfy_table::Cell::new(text).set_alignment(flush[at]);
    set.set_header(table.columns.iter().enumerate().map(|(at, c)| cell(c.heading.clone(), at)));
    for row in &table.rows {
        set.add_row(row.iter().enumerate().map(|(at, c)| cell(c.plain(), at)));
    }
    set.to_string()
}

fn alignment(table: &Table, column: usize) -> CellAlignment {
    let number = |row: &Vec<Cell>| row.get(column).is_some_and(Cell::is_number);
    if table.rows.iter().any(number) { CellAlignment::Right } else { CellAlignment::Left }
}

/// `text` with blanks up to `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Columns that `text` takes on a terminal: two for each Chinese character and full-width sign.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| match u32::from(c) {
            0x0300..=0x036F | 0x200B..=0x200F => 0,
            0x1100..=0x115F
            | 0x2E80..=0x303E
            | 0x3041..=0xA4CF
            | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF
            | 0xFE30..=0xFE6F
            | 0xFF00..=0xFF60
            | 0xFFE0..=0xFFE6
            | 0x1F300..=0x1FAFF
            | 0x20000..=0x3FFFD => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_columns_line_up() {
        // Every line of a table ends at the same column, whatever the script.
        let mut sample = Table::new([("学科".to_owned(), 10), ("short".to_owned(), 10)]);
        sample.push(vec![Cell::text("体育与健康"), Cell::Decimal(1500)]);
        sample.push(vec![Cell::text("art"), Cell::Whole(12)]);
        let text = table(&sample, 60);
        let widths: Vec<usize> = text.lines().map(columns).collect();
        assert!(widths.len() >= 5 && widths.iter().all(|w| *w == widths[0]), "{text}\n{widths:?}");
    }

    #[test]
    fn names_are_padded_by_columns_not_characters() {
        // "学校" takes four columns, as "abcd" does.
        assert_eq!(columns("学校"), columns("abcd"));
        assert_eq!(pad("学校", 6), "学校  ");
        assert_eq!(pad("(小学)", 2), "(小学)");
    }
}
