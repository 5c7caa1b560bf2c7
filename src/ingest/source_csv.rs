//! Text tables: finds out the encoding and the delimiter, keeps every row number. It reads bytes, not files.

use super::grid::{Cell, Form};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

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

/// A table of text and the row (from 0) at which a quotation mark opens that is never closed.
#[derive(Debug)]
pub struct Parsed {
    /// The rows as the spreadsheet would show them.
    pub rows: Vec<Vec<Cell>>,
    /// Where a quotation mark is left open.
    pub unclosed: Option<usize>,
}

/// Rows of a delimited text; the delimiter is the one of comma, tab and semicolon that splits the first rows best.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut best = split(text, ',');
    for delimiter in ['\t', ';'] {
        // Only a text that holds the character at all can be split by it.
        if text.contains(delimiter) {
            let other = split(text, delimiter);
            if regularity(&other) > regularity(&best) {
                best = other;
            }
        }
    }
    best
}

/// How many of the first rows have the same number of columns (more than one), and that number. A title above the
/// headings or a list inside a cell does not recur in every row; the true delimiter does.
fn regularity(parsed: &Parsed) -> (usize, usize) {
    let filled = parsed.rows.iter().filter(|r| r.iter().any(|c| !c.is_blank()));
    let widths: Vec<usize> = filled.take(10).map(Vec::len).filter(|w| *w > 1).collect();
    let count = |width: usize| widths.iter().filter(|w| **w == width).count();
    widths.iter().map(|&w| (count(w), w)).max().unwrap_or((0, 0))
}

/// Splits by the rules of RFC 4180; a quotation mark counts only at the start of a cell.
fn split(text: &str, delimiter: char) -> Parsed {
    let mut rows = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let mut cell = String::new();
    let mut opened: Option<usize> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if opened.is_some() => {
                if chars.peek() == Some(&'"') {
                    chars.next();
                    cell.push('"');
                } else {
                    opened = None;
                }
            }
            '"' if cell.is_empty() => opened = Some(rows.len()),
            c if opened.is_none() && c == delimiter => row.push(Cell::new(&std::mem::take(&mut cell), Form::Text)),
            '\r' | '\n' if opened.is_none() => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                row.push(Cell::new(&std::mem::take(&mut cell), Form::Text));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(Cell::new(&cell, Form::Text));
        rows.push(row);
    }
    Parsed { rows, unclosed: opened }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        parse(text).rows.into_iter().map(|r| r.into_iter().map(|c| c.text).collect()).collect()
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
        assert_eq!(parse("a,b\n1,\"2\n3,4").unclosed, Some(1));
        assert_eq!(parse("a,b\n1,\"2\"\n").unclosed, None);
    }
}
