//! Text tables: finds out the encoding and the delimiter, keeps every row number. It reads bytes, not files.
//!
//! Rows are found by the rules of RFC 4180; a quotation mark counts only at the start of a cell. Cells are split when a row
//! is read, so that a table of a million rows costs its text and one number per row.

use super::grid::{Cell, Form};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memchr_iter, memchr2};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Text of bytes in UTF-8, UTF-16 with a byte-order mark, or GB18030; `None` where it is none of them.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        debug_assert!(encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE);
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])?;
        return Some(text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (!text.contains('\0')).then(|| text.to_owned());
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let plausible = |c: char| !matches!(c, '\0' | '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}');
    text.chars().all(plausible).then(|| text.into_owned())
}

/// The same without a copy where the bytes are plain UTF-8.
#[must_use]
pub fn decode_owned(bytes: Vec<u8>) -> Option<String> {
    if Encoding::for_bom(&bytes).is_some() {
        return decode(&bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (memchr(0, text.as_bytes()).is_none()).then_some(text),
        Err(error) => decode(error.as_bytes()),
    }
}

/// A delimited text and where its rows begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRows {
    text: String,
    delimiter: u8,
    /// Where each row begins, and the end of the last one.
    starts: Vec<usize>,
    width: usize,
    /// Rows that were taken out.
    cleared: BTreeSet<usize>,
}

impl TextRows {
    /// The number of rows.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of cells of the longest row.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Adds the cells of a row, none outside.
    pub fn split<'a>(&'a self, row: usize, cells: &mut Vec<Cell<'a>>) {
        let (Some(&from), Some(&to)) = (self.starts.get(row), self.starts.get(row + 1)) else { return };
        if self.cleared.is_empty() || !self.cleared.contains(&row) {
            split(self.text.get(from..to).unwrap_or_default(), self.delimiter, cells);
        }
    }

    /// Takes everything out of a row.
    pub fn clear(&mut self, row: usize) {
        self.cleared.insert(row);
    }
}

/// A table of text and the row (from 0) at which a quotation mark opens that is never closed.
#[derive(Debug)]
pub struct Parsed {
    /// The rows as the spreadsheet would show them.
    pub rows: TextRows,
    /// Where a quotation mark is left open.
    pub unclosed: Option<usize>,
}

/// Rows of a delimited text; the delimiter is the one of comma, tab and semicolon that splits the first rows best.
#[must_use]
pub fn parse(text: String) -> Parsed {
    let mut best = (b',', regularity(&text, b','));
    for delimiter in [b'\t', b';'] {
        // Only a text that holds the character at all can be split by it.
        if memchr(delimiter, text.as_bytes()).is_some() {
            let other = regularity(&text, delimiter);
            if other > best.1 {
                best = (delimiter, other);
            }
        }
    }
    index(text, best.0)
}

/// How many of the first rows have the same number of columns (more than one), and that number. A title above the
/// headings or a list inside a cell does not recur in every row; the true delimiter does.
fn regularity(text: &str, delimiter: u8) -> (usize, usize) {
    let scan = Scan { text, delimiter, at: 0, unclosed: false };
    let mut cells = Vec::new();
    let filled = scan.filter_map(|row| {
        cells.clear();
        split(text.get(row.from..row.to).unwrap_or_default(), delimiter, &mut cells);
        cells.iter().any(|c| !c.is_blank()).then_some(row.cells)
    });
    let widths: Vec<usize> = filled.take(10).filter(|w| *w > 1).collect();
    let count = |width: usize| widths.iter().filter(|w| **w == width).count();
    widths.iter().map(|&w| (count(w), w)).max().unwrap_or((0, 0))
}

fn index(text: String, delimiter: u8) -> Parsed {
    let mut scan = Scan { text: &text, delimiter, at: 0, unclosed: false };
    let (mut starts, mut width, mut end) = (Vec::new(), 0, 0);
    for row in scan.by_ref() {
        starts.push(row.from);
        width = width.max(row.cells);
        end = row.to;
    }
    let unclosed = scan.unclosed.then(|| starts.len().saturating_sub(1));
    starts.push(end);
    Parsed { rows: TextRows { text, delimiter, starts, width, cleared: BTreeSet::new() }, unclosed }
}

/// A row of a text: from where to where (behind its line break), and how many cells.
struct Span {
    from: usize,
    to: usize,
    cells: usize,
}

/// Goes through a text row by row.
struct Scan<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    unclosed: bool,
}

impl Iterator for Scan<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (from, bytes) = (self.at, self.text.as_bytes());
        let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let line = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let (mut length, mut cells) = (line, 0);
        if memchr(b'"', &rest[..line]).is_none() {
            cells = memchr_iter(self.delimiter, &rest[..line]).count() + 1;
        } else {
            length = 0;
            loop {
                cells += 1;
                length += self.cell(&rest[length..]);
                if rest.get(length) != Some(&self.delimiter) {
                    break;
                }
                length += 1;
            }
        }
        // A last line that holds but two quotation marks is no row.
        if rest == b"\"\"" {
            return None;
        }
        length += match rest[length..] {
            [] => 0,
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        self.at = from + length;
        Some(Span { from, to: self.at, cells })
    }
}

impl Scan<'_> {
    /// The length of the cell with which `rest` begins.
    fn cell(&mut self, rest: &[u8]) -> usize {
        let mut at = 0;
        if rest.first() == Some(&b'"') {
            at = 1;
            loop {
                let Some(mark) = memchr(b'"', &rest[at..]) else {
                    self.unclosed = true;
                    return rest.len();
                };
                at += mark + 1;
                if rest.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
        }
        let ends = |b: &u8| *b == self.delimiter || matches!(b, b'\n' | b'\r');
        rest[at..].iter().position(ends).map_or(rest.len(), |more| at + more)
    }
}

/// Adds the cells of one row, which may end in its line break.
fn split<'a>(row: &'a str, delimiter: u8, cells: &mut Vec<Cell<'a>>) {
    let row = row.strip_suffix('\n').unwrap_or(row);
    let mut rest = row.strip_suffix('\r').unwrap_or(row);
    loop {
        let (raw, behind) = if rest.starts_with('"') {
            quoted(rest, delimiter)
        } else {
            let (raw, behind) = plain(rest, delimiter);
            (Cow::Borrowed(raw), behind)
        };
        cells.push(Cell::new(raw, Form::Text));
        match behind {
            Some(behind) => rest = behind,
            None => return,
        }
    }
}

/// What stands before the first delimiter, and what behind it.
fn plain(rest: &str, delimiter: u8) -> (&str, Option<&str>) {
    match rest.bytes().position(|b| b == delimiter) {
        Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..)),
        None => (rest, None),
    }
}

/// The same where a quotation mark opens the cell. What follows the closing mark belongs to the cell.
fn quoted(rest: &str, delimiter: u8) -> (Cow<'_, str>, Option<&str>) {
    let (mut raw, mut rest) = (Cow::Borrowed(""), rest.get(1..).unwrap_or_default());
    loop {
        let Some((inside, behind)) = rest.split_once('"') else {
            return (joined(raw, rest), None);
        };
        raw = joined(raw, inside);
        let Some(again) = behind.strip_prefix('"') else {
            let (more, behind) = plain(behind, delimiter);
            return (if more.is_empty() { raw } else { joined(raw, more) }, behind);
        };
        raw.to_mut().push('"');
        rest = again;
    }
}

fn joined<'a>(first: Cow<'a, str>, second: &'a str) -> Cow<'a, str> {
    if first.is_empty() { Cow::Borrowed(second) } else { first + second }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = parse(text.to_owned()).rows;
        let row = |at| {
            let mut cells = Vec::new();
            rows.split(at, &mut cells);
            cells.into_iter().map(|c| c.text.into_owned()).collect()
        };
        (0..rows.height()).map(row).collect()
    }

    #[test]
    fn the_encoding_is_found_out_by_itself() {
        // The same word in five encodings is the same word.
        let word = "学校,教师";
        let mut with_mark = vec![0xEF, 0xBB, 0xBF];
        with_mark.extend(word.as_bytes());
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(word.encode_utf16().flat_map(u16::to_le_bytes));
        for bytes in [word.as_bytes().to_vec(), with_mark, wide, GB18030.encode(word).0.into_owned()] {
            assert_eq!(decode(&bytes).as_deref(), Some(word));
        }
        assert_eq!(decode(&[0x80, 0x01, 0xFF, 0xFF]), None);
        assert_eq!(decode(b"a\0b"), None);
    }

    #[test]
    fn rows_keep_their_numbers_through_blank_lines_and_line_breaks_in_cells() {
        // An office finds a fault by its row number, so blank rows count and a line break in a cell does not.
        let rows = texts("a,b\r\n\r\n\"1\n2\",\"x \"\"y\"\"\"\n3,4");
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[1], [""]);
        assert_eq!(rows[2], ["1\n2", "x \"y\""]);
        assert_eq!(rows[3], ["3", "4"]);
    }

    #[test]
    fn tabs_and_semicolons_are_found_as_delimiters() {
        // A list cell with semicolons must not turn a comma table into a semicolon table.
        assert_eq!(texts("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("a;b\n1;2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("a,b\n1,x;y;z"), [["a", "b"], ["1", "x;y;z"]]);
        assert_eq!(texts("甲, 乙, 丙\na\tb\n1\t2\n3\t4")[2], ["1", "2"]);
    }

    #[test]
    fn an_open_quotation_mark_is_noticed() {
        // It would swallow the rest of the file.
        assert_eq!(parse("a,b\n1,\"2\n3,4".to_owned()).unclosed, Some(1));
        assert_eq!(parse("a,b\n1,\"2\"\n".to_owned()).unclosed, None);
    }

    /// The rules in their plainest form: one character after the other.
    fn character_by_character(text: &str) -> (Vec<Vec<String>>, Option<usize>) {
        let (mut rows, mut row, mut cell, mut opened) = (Vec::new(), Vec::new(), String::new(), None);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if opened.is_some() && chars.peek() == Some(&'"') => cell.extend(chars.next()),
                '"' if opened.is_some() => opened = None,
                '"' if cell.is_empty() => opened = Some(rows.len()),
                ',' if opened.is_none() => row.push(std::mem::take(&mut cell)),
                '\r' | '\n' if opened.is_none() => {
                    chars.next_if(|next| c == '\r' && *next == '\n');
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                c => cell.push(c),
            }
        }
        if !cell.is_empty() || !row.is_empty() {
            row.push(cell);
            rows.push(row);
        }
        (rows, opened)
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        #[test]
        fn fast_splitting_is_plain_splitting(text in "[a,\"\n\r 学]{0,24}") {
            // Whatever stands in a text, the cells, the rows and the open quotation mark are those of the plain rules.
            let (rows, opened) = character_by_character(&text);
            let parsed = index(text, b',');
            proptest::prop_assert_eq!(parsed.unclosed, opened);
            if opened.is_none() {
                let raws = |at| {
                    let mut cells = Vec::new();
                    parsed.rows.split(at, &mut cells);
                    cells.into_iter().map(|c| c.raw.into_owned()).collect::<Vec<_>>()
                };
                proptest::prop_assert_eq!((0..parsed.rows.height()).map(raws).collect::<Vec<_>>(), rows);
                let widest = (0..parsed.rows.height()).map(|at| raws(at).len()).max();
                proptest::prop_assert_eq!(parsed.rows.width(), widest.unwrap_or(0));
            }
        }
    }
}
