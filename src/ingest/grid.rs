//! The raw cells of one table, the same whatever file they came from, with row and column numbers as the
//! spreadsheet shows them.

use super::issue::Place;
use super::parse::normalized;

/// How a cell was stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as every cell of a CSV file.
    Text,
    /// A number.
    Number,
    /// A date, as `yyyy-mm-dd`.
    Date,
    /// An error of the spreadsheet such as `#REF!`.
    Error,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What the office sees.
    pub raw: String,
    /// The same, folded and trimmed.
    pub text: String,
    /// How it was stored.
    pub form: Form,
}

impl Cell {
    /// A cell with this text.
    #[must_use]
    pub fn new(raw: &str, form: Form) -> Self {
        let text = normalized(raw);
        let form = if text.is_empty() { Form::Empty } else { form };
        Self { raw: raw.to_owned(), text, form }
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// A rectangle of merged cells, positions from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// First row.
    pub top: usize,
    /// Last row.
    pub bottom: usize,
    /// First column.
    pub left: usize,
    /// The range as the spreadsheet names it.
    pub name: String,
}

/// All cells of one table; positions count from 0 and are absolute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// File name relative to the input.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Rows of cells; rows may differ in length.
    pub rows: Vec<Vec<Cell>>,
    /// Merged rectangles.
    pub merged: Vec<Merged>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
}

impl Grid {
    /// The cell at a position; blank outside.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const BLANK: &Cell = &Cell { raw: String::new(), text: String::new(), form: Form::Empty };
        self.rows.get(row).and_then(|r| r.get(column)).unwrap_or(BLANK)
    }

    /// Whether a row has nothing in it.
    #[must_use]
    pub fn is_blank(&self, row: usize) -> bool {
        self.rows.get(row).is_none_or(|r| r.iter().all(Cell::is_blank))
    }

    /// The place of this table as a whole.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { file: self.file.clone(), sheet: self.sheet.clone(), ..Place::default() }
    }

    /// The place of a row (from 0).
    #[must_use]
    pub fn row_place(&self, row: usize) -> Place {
        Place { row: Some(row + 1), ..self.place() }
    }
}
