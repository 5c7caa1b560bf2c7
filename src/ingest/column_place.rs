//! Where the columns of a table stand in its grid, found by name a million times without comparing names.

use super::headings::Found;
use super::schema::{Column, Table};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where a column of the schema stands in the grid.
#[derive(Debug)]
pub struct ColumnPlace {
    at: Option<usize>,
    /// Address of the name by which it was asked for last: the same one again needs no comparison.
    asked: AtomicUsize,
}

impl ColumnPlace {
    /// The places of all columns of a table.
    #[must_use]
    pub fn all(table: &Table, found: &Found) -> Vec<Self> {
        let place = |at| Self { at, asked: AtomicUsize::new(0) };
        table.columns.iter().map(|c| place(found.columns.get(&c.name).copied())).collect()
    }

    /// The column of the grid; none where the table lacks it.
    #[must_use]
    pub const fn at(&self) -> Option<usize> {
        self.at
    }

    /// Whether `name` is that of `column`, whose place this is.
    #[must_use]
    pub fn is_of(&self, column: &Column, name: &'static str) -> bool {
        if column.name.len() != name.len() {
            return false;
        }
        let address = name.as_ptr().addr();
        if self.asked.load(Ordering::Relaxed) == address {
            return true;
        }
        let same = column.name == name;
        if same {
            self.asked.store(address, Ordering::Relaxed);
        }
        same
    }
}
