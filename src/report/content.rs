//! One `Report`: everything a person reads about a plan, as plain tables and sentences in one language.
//!
//! The terminal, the workbook and later pages set the same report; none of them counts anything by itself.

use super::number;
use super::sheets;
use crate::messages::Lang;
use crate::pipeline::Solved;
use crate::plan::rows::thousandths;

/// One value of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A count.
    Whole(i64),
    /// A number in thousandths.
    Decimal(i64),
    /// A share in thousandths, read as a percentage.
    Percent(i64),
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// The number that a table cell states, empty where it states none, else its words.
    #[must_use]
    pub fn number(stated: &str) -> Self {
        match number::parse(stated) {
            Some(value) => Self::Decimal(value),
            None if stated.is_empty() => Self::Empty,
            None => Self::text(stated),
        }
    }

    /// How it reads in plain text; control characters are shown as blanks.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) => words.replace(char::is_control, " "),
            Self::Whole(count) => count.to_string(),
            Self::Decimal(value) => thousandths(*value),
            Self::Percent(share) => number::percent(*share),
        }
    }

    /// Whether it is set flush right.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Decimal(_) | Self::Percent(_))
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub heading: String,
    /// Width in the workbook, in Latin characters.
    pub width: u16,
}

/// A table with headings; every row has one cell per column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// Columns from this one on are shares shown as a heat map.
    pub heat_from: Option<usize>,
    /// Whether the last row is a total.
    pub total: bool,
    /// Columns at the left that stay in view.
    pub frozen: u16,
}

impl Table {
    /// A table with these headings and widths and no rows.
    #[must_use]
    pub fn new(columns: impl IntoIterator<Item = (String, u16)>) -> Self {
        let columns = columns.into_iter().map(|(heading, width)| Column { heading, width }).collect();
        Self { columns, ..Self::default() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "one cell per column");
        self.rows.push(row);
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// How a column of numbers is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A bar on top of those before it.
    Bar,
    /// A line with points.
    Line,
    /// A thin broken line.
    Edge,
    /// The line to be reached.
    Goal,
}

/// A table that is drawn as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The numbers; the first column names the points.
    pub table: Table,
    /// The columns drawn, in this order.
    pub series: Vec<(usize, Look)>,
}

/// What stands under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Sentences.
    Lines(Vec<String>),
    /// Names with values.
    Pairs(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A table with a chart beside it in the workbook.
    Chart(Chart),
}

impl Body {
    /// Its table, if it has one.
    #[must_use]
    pub const fn table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) | Self::Chart(Chart { table, .. }) => Some(table),
            Self::Lines(_) | Self::Pairs(_) => None,
        }
    }
}

/// A heading with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// What stands under it.
    pub body: Body,
}

/// A sheet of the workbook: sections one below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Name on the tab, at most 31 characters.
    pub name: String,
    /// What it holds.
    pub sections: Vec<Section>,
}

/// Everything a person reads about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Language of all words.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// The page to read first: on the terminal and on the first sheet.
    pub summary: Vec<Section>,
    /// The other sheets of the workbook.
    pub sheets: Vec<Sheet>,
}

impl Report {
    /// The report on `solved` in `lang`.
    #[must_use]
    pub fn new(solved: &Solved, lang: Lang) -> Self {
        let context = sheets::Context::new(solved, lang);
        Self {
            lang,
            title: sheets::summary::title(&context),
            summary: sheets::summary::page(&context),
            sheets: sheets::all(&context),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_number_keeps_its_type() {
        // A number sorted as text would put 10 before 9 in the office's spreadsheet.
        assert_eq!(Cell::number("1.5"), Cell::Decimal(1500));
        assert_eq!(Cell::number(""), Cell::Empty);
        assert_eq!(Cell::number("龙岗"), Cell::text("龙岗"));
        assert_eq!(Cell::text("a\nb").plain(), "a b");
        assert_eq!(Cell::Percent(125).plain(), "12.5%");
    }
}
