//! What an office chooses among: what plans agree on, alternatives, trade-off curves, robust moves, as tables, sentences and files.

pub mod agreement;
pub mod alternatives;
pub mod robust;
pub mod tradeoff;

use super::content::{Body, Section, Table};
use crate::messages::{Lang, say};

/// Rows of a list on the terminal; all of them are in the workbook.
const MOST: usize = 12;

/// A section with a heading from the catalog.
fn section(lang: Lang, key: &'static str, body: Body) -> Section {
    Section { title: say(lang, key), body }
}

/// An empty table with headings from the catalog and their widths.
fn columns(lang: Lang, keys: &[(&'static str, u16)]) -> Table {
    Table::new(keys.iter().map(|&(key, width)| (say(lang, key), width)))
}

/// The first rows of a list.
fn beginning(table: &Table) -> Table {
    let mut table = table.clone();
    table.rows.truncate(MOST);
    table
}
