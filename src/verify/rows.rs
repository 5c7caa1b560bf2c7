//! The tables that a result folder states against those that follow from its decisions, row by row and cell by cell.

use super::ClaimedTable;
use crate::messages::Text;
use crate::plan::Statement;
use crate::plan::rows::{FindingRow, Tabular};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Most differences told per table; the rest is counted.
const MOST: usize = 20;

/// A table as it must be.
struct Expected {
    name: &'static str,
    header: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Expected {
    /// The same without its first column.
    fn without_year(&self) -> Self {
        let rows = self.rows.iter().map(|row| row[1..].to_vec()).collect();
        Self { name: self.name, header: &self.header[1..], rows }
    }
}

/// Whether the findings are stated without their year, as they were before there were several years.
fn is_without_year(table: &Expected, found: &ClaimedTable) -> bool {
    let first = found.rows.first().map(|row| row.iter().all(|(column, _)| column != "year"));
    let stated = found.header.as_ref().map(|header| header.iter().all(|column| column != "year"));
    table.name == FindingRow::NAME && stated.or(first).unwrap_or(false)
}

fn expected<T: Tabular>(rows: &[T]) -> Expected {
    Expected { name: T::NAME, header: T::HEADER, rows: rows.iter().map(Tabular::cells).collect() }
}

/// Which tables a folder has that not every folder has.
pub(super) struct Wanted {
    /// Whether the input has surplus or vacancies, and so a file `placements.csv`.
    pub(super) lists: bool,
    /// Whether several years are planned, and so a file `paths.csv` and rows of several years.
    pub(super) several: bool,
}

/// Everything that differs.
pub(super) fn compare(of: &Statement, wanted: &Wanted, claimed: &[ClaimedTable]) -> Vec<Text> {
    let mut all = vec![
        expected(&of.moves),
        expected(&of.hires),
        expected(&of.staffing),
        expected(&of.coverage),
        expected(&of.indicators),
        expected(&of.findings),
        expected(&of.placements),
    ];
    all.extend(wanted.several.then(|| expected(&of.paths)));
    let twice: Vec<_> = all.iter().flat_map(|table| [(table, false), (table, true)]).collect();
    let told = twice.par_iter().map(|&(table, inside)| {
        let found = claimed.iter().find(|c| c.name == table.name && c.inside == inside);
        let needed = inside || wanted.lists || table.name != "placements";
        let mut objections = Vec::new();
        match found {
            Some(found) if !wanted.several && is_without_year(table, found) => {
                one(&table.without_year(), found, false, &mut objections);
            }
            Some(found) => one(table, found, wanted.several, &mut objections),
            None if needed => objections.push(Text::new("verify.table.missing").with("table", table.name)),
            None => {}
        }
        objections
    });
    let mut objections: Vec<Text> = told.collect::<Vec<_>>().into_iter().flatten().collect();
    for stranger in claimed.iter().filter(|c| all.iter().all(|t| t.name != c.name)) {
        objections.push(Text::new("verify.table.unknown").with("file", &stranger.file));
    }
    objections
}

/// Where a row stands; position from 0. Of several years the one of the row is told.
fn place(of: &ClaimedTable, at: usize, year: Option<&str>) -> Text {
    let place = if of.inside {
        Text::new("verify.at.entry").with("file", &of.file).with("table", &of.name).with("row", at + 1)
    } else {
        Text::new("verify.at.line").with("file", &of.file).with("line", at + 2)
    };
    match year {
        Some(year) => Text::new("verify.at.year").with_text("place", place).with("year", year),
        None => place,
    }
}

fn one(table: &Expected, found: &ClaimedTable, several: bool, objections: &mut Vec<Text>) {
    if found.header.as_ref().is_some_and(|h| h != table.header) {
        let text = Text::new("verify.table.header").with("file", &found.file);
        objections.push(text.with("expected", table.header.join(",")));
        return;
    }
    if is_same(table, found) {
        return;
    }
    let mut differences = Vec::new();
    let mut seen = Vec::with_capacity(found.rows.len());
    for (at, row) in found.rows.iter().enumerate() {
        match in_order(table.header, row) {
            Some(cells) => seen.push(cells),
            None => differences.push(Text::new("verify.row.columns").with_text("place", place(found, at, None))),
        }
    }
    if differences.is_empty() {
        let written = |row: &Vec<String>| row.iter().map(|cell| (found.written)(cell)).collect();
        differences = rows(table, &table.rows.iter().map(written).collect::<Vec<_>>(), &seen, found, several);
    }
    let more = differences.len().saturating_sub(MOST);
    objections.extend(differences.into_iter().take(MOST));
    if more > 0 {
        objections.push(
            Text::new("verify.table.more").with("file", &found.file).with("table", table.name).with("count", more),
        );
    }
}

/// Whether every cell is as it must be and where it must be: so it is nearly always, and nothing needs to be copied to see it.
fn is_same(table: &Expected, found: &ClaimedTable) -> bool {
    let cell = |((name, seen), (column, cell)): (&(String, String), (&&str, &String))| {
        name == column && *seen == (found.written)(cell)
    };
    let row = |(seen, wanted): (&Vec<(String, String)>, &Vec<String>)| {
        seen.len() == table.header.len() && seen.iter().zip(table.header.iter().zip(wanted)).all(cell)
    };
    found.rows.len() == table.rows.len() && found.rows.iter().zip(&table.rows).all(row)
}

/// The cells of a row in the order of the header; `None` where the columns are not exactly those.
fn in_order(header: &[&str], row: &[(String, String)]) -> Option<Vec<String>> {
    let cell = |column: &&str| row.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.clone());
    let cells: Option<Vec<String>> = header.iter().map(cell).collect();
    cells.filter(|_| row.len() == header.len())
}

/// The differences between two lists of rows: what is before the first and after the last difference is set aside; equally
/// many rows between are compared cell by cell, otherwise rows are told as missing or added.
fn rows(
    table: &Expected,
    wanted: &[Vec<String>],
    seen: &[Vec<String>],
    found: &ClaimedTable,
    several: bool,
) -> Vec<Text> {
    let front = wanted.iter().zip(seen).take_while(|(a, b)| a == b).count();
    let back = wanted[front..].iter().rev().zip(seen[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (wanted, seen) = (&wanted[front..wanted.len() - back], &seen[front..seen.len() - back]);
    let mut open: BTreeMap<&Vec<String>, usize> = BTreeMap::new();
    for row in wanted {
        *open.entry(row).or_default() += 1;
    }
    let mut added = Vec::new();
    for (at, row) in seen.iter().enumerate() {
        match open.get_mut(row).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => added.push((at, row)),
        }
    }
    if wanted.len() == seen.len() && !added.is_empty() {
        let pairs = wanted.iter().zip(seen).enumerate();
        let year = |row: &'_ Vec<String>| row.first().filter(|_| several && table.header[0] == "year").cloned();
        let told = |(at, (a, b)): (usize, (&Vec<String>, &Vec<String>))| {
            cells(table, a, b, &place(found, front + at, year(a).as_deref()))
        };
        return pairs.flat_map(told).collect();
    }
    let added = added.into_iter().map(|(at, row)| {
        Text::new("verify.row.added").with_text("place", place(found, front + at, None)).with("row", row.join(","))
    });
    let mut differences: Vec<Text> = added.collect();
    for (row, left) in open {
        let text = Text::new("verify.row.missing").with("file", &found.file).with("table", table.name);
        differences.extend(std::iter::repeat_n(text.with("row", row.join(",")), left));
    }
    if differences.is_empty() && !wanted.is_empty() {
        differences.push(Text::new("verify.row.order").with("file", &found.file).with("table", table.name));
    }
    differences
}

fn cells(table: &Expected, wanted: &[String], seen: &[String], place: &Text) -> Vec<Text> {
    let differs = table.header.iter().zip(wanted.iter().zip(seen)).filter(|(_, (a, b))| a != b);
    differs
        .map(|(column, (wanted, seen))| {
            let text = Text::new("verify.cell").with_text("place", place.clone()).with("column", column);
            text.with("seen", seen).with("expected", wanted)
        })
        .collect()
}
