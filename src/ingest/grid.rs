//! The raw cells of one table, the same whatever file they came from, with row and column numbers as the
//! spreadsheet shows them. A text table is kept as its text and split row by row when it is read: a cell borrows from it.

use super::issue::Place;
use super::parse::normalized;
use super::source_csv::TextRows;
use std::borrow::Cow;

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
pub struct Cell<'a> {
    /// What the office sees.
    pub raw: Cow<'a, str>,
    /// The same, folded and trimmed.
    pub text: Cow<'a, str>,
    /// How it was stored.
    pub form: Form,
}

impl<'a> Cell<'a> {
    /// A cell with this text.
    #[must_use]
    pub fn new(raw: impl Into<Cow<'a, str>>, form: Form) -> Self {
        let raw = raw.into();
        let text = match &raw {
            Cow::Borrowed(raw) => normalized(raw),
            Cow::Owned(raw) => Cow::Owned(normalized(raw).into_owned()),
        };
        let form = if text.is_empty() { Form::Empty } else { form };
        Self { raw, text, form }
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    fn view(&'a self) -> Self {
        Self { raw: Cow::Borrowed(&self.raw), text: Cow::Borrowed(&self.text), form: self.form }
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

/// Rows of cells; rows may differ in length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Of a sheet.
    Cells(Vec<Vec<Cell<'static>>>),
    /// Of a text, not split yet.
    Text(TextRows),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Cells(Vec::new())
    }
}

/// All cells of one table; positions count from 0 and are absolute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// File name relative to the input.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// The cells.
    pub rows: Rows,
    /// Merged rectangles.
    pub merged: Vec<Merged>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
}

impl Grid {
    /// The number of rows.
    #[must_use]
    pub const fn height(&self) -> usize {
        match &self.rows {
            Rows::Cells(rows) => rows.len(),
            Rows::Text(rows) => rows.height(),
        }
    }

    /// The number of cells of the longest row.
    #[must_use]
    pub fn width(&self) -> usize {
        match &self.rows {
            Rows::Cells(rows) => rows.iter().map(Vec::len).max().unwrap_or(0),
            Rows::Text(rows) => rows.width(),
        }
    }

    /// Puts the cells of a row into `cells` in the place of what was there; none outside.
    pub fn read_row<'a>(&'a self, row: usize, cells: &mut Vec<Cell<'a>>) {
        cells.clear();
        match &self.rows {
            Rows::Cells(rows) => cells.extend(rows.get(row).into_iter().flatten().map(Cell::view)),
            Rows::Text(rows) => rows.split(row, cells),
        }
    }

    /// The cells of a row; none outside.
    #[must_use]
    pub fn row(&self, row: usize) -> Vec<Cell<'_>> {
        let mut cells = Vec::new();
        self.read_row(row, &mut cells);
        cells
    }

    /// The cell at a position; blank outside.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let mut cells = self.row(row);
        if column < cells.len() { cells.swap_remove(column) } else { Cell::default() }
    }

    /// Whether a row has nothing in it.
    #[must_use]
    pub fn is_blank(&self, row: usize) -> bool {
        self.row(row).iter().all(Cell::is_blank)
    }

    /// Whether no row has anything in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        (0..self.height()).all(|row| self.is_blank(row))
    }

    /// Takes everything out of a row.
    pub fn clear_row(&mut self, row: usize) {
        match &mut self.rows {
            Rows::Cells(rows) => rows[row].clear(),
            Rows::Text(rows) => rows.clear(row),
        }
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
