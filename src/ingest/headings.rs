//! Finds the heading row of a grid and which column is which. Nothing is dropped in silence: what is not understood
//! is named.

use super::codes::{self, Code};
use super::collector::{Args, Issues};
use super::grid::{Cell, Grid};
use super::issue::Place;
use super::names;
use super::schema::{Column, Table};
use std::collections::BTreeMap;

/// Headings are looked for in the first rows only.
const SEARCHED: usize = 5;

/// A table whose headings are known.
#[derive(Clone, Debug)]
pub struct Found {
    /// The cells.
    pub grid: Grid,
    /// Grid column by English column name.
    pub columns: BTreeMap<String, usize>,
    /// The heading as written, by grid column.
    pub headings: BTreeMap<usize, String>,
    /// First row below the headings.
    pub first: usize,
}

impl Found {
    /// The place of a cell.
    #[must_use]
    pub fn place(&self, row: usize, column: &str) -> Place {
        let at = self.columns.get(column).copied();
        let heading = at.and_then(|c| self.headings.get(&c).cloned()).unwrap_or_else(|| column.to_owned());
        Place { column: at.map(|c| c + 1), heading: Some(heading), ..self.grid.row_place(row) }
    }

    /// The cell of a row in a column; blank where the table lacks the column.
    #[must_use]
    pub fn cell(&self, row: usize, column: &str) -> Cell<'_> {
        self.grid.cell(row, self.columns.get(column).copied().unwrap_or(usize::MAX))
    }
}

/// Which column of the schema a heading names.
fn column_of(table: &Table, heading: &str) -> Option<usize> {
    names::heading_keys(heading).iter().find_map(|wanted| {
        table.columns.iter().position(|column| {
            [&column.name, &column.zh].into_iter().chain(&column.aliases).any(|name| names::key(name) == *wanted)
        })
    })
}

fn recognized(table: &Table, row: &[Cell<'_>]) -> Vec<Option<usize>> {
    row.iter().map(|cell| if cell.is_blank() { None } else { column_of(table, &cell.text) }).collect()
}

fn count(columns: &[Option<usize>]) -> usize {
    columns.iter().flatten().collect::<std::collections::BTreeSet<_>>().len()
}

/// The headings of a table; `None` where there are none (which is then among the issues).
#[must_use]
pub fn find(table: &Table, grid: Grid, issues: &mut Issues) -> Option<Found> {
    let candidates: Vec<(usize, Vec<Option<usize>>)> =
        (0..grid.height().min(SEARCHED)).map(|row| (row, recognized(table, &grid.row(row)))).collect();
    let least = if table.columns.len() > 2 { 2 } else { 1 };
    let best = candidates.iter().map(|(_, columns)| count(columns)).max().unwrap_or(0);
    let Some((top, mut columns)) = candidates.into_iter().find(|(_, c)| count(c) == best && best >= least) else {
        issues.add(&codes::E201, grid.place(), None, &super::source::table_args(table.name));
        return None;
    };
    let mut first = top + 1;
    let below = recognized(table, &grid.row(first));
    if is_second_heading(&columns, &below) {
        first += 1;
        columns.resize(columns.len().max(below.len()), None);
        for (mine, theirs) in columns.iter_mut().zip(below) {
            *mine = mine.or(theirs);
        }
    }
    let above: Vec<String> = (0..top).filter(|&r| !grid.is_blank(r)).map(|r| (r + 1).to_string()).collect();
    if !above.is_empty() {
        issues.add(&codes::W202, grid.place(), None, &Args::none().with("rows", above.join(", ")));
    }
    let mut found = Found { grid, columns: BTreeMap::new(), headings: BTreeMap::new(), first };
    assign(table, &columns, top, &mut found, issues);
    missing(table, &found, issues);
    merged(&found, issues);
    Some(found)
}

/// A second row of headings repeats the first one in the other language.
fn is_second_heading(above: &[Option<usize>], below: &[Option<usize>]) -> bool {
    let same = above.iter().zip(below).filter(|(a, b)| a.is_some() && a == b).count();
    let other = above.iter().zip(below).any(|(a, b)| a.is_some() && b.is_some() && a != b);
    same >= 2 && !other
}

fn assign(table: &Table, columns: &[Option<usize>], top: usize, found: &mut Found, issues: &mut Issues) {
    let row = found.grid.row(top).into_iter().map(|c| c.text.replace('\n', " "));
    let mut headings: Vec<String> = row.collect();
    headings.resize(found.grid.width().max(headings.len()), String::new());
    for (at, heading) in headings.into_iter().enumerate() {
        let place = Place { column: Some(at + 1), heading: Some(heading.clone()), ..found.grid.row_place(top) };
        let Some(column) = columns.get(at).copied().flatten().map(|ix| &table.columns[ix]) else {
            unknown(table, found, at, &heading, place, issues);
            continue;
        };
        if found.columns.contains_key(&column.name) {
            issues.add(&codes::E203, place, Some(heading), &column_args(column));
            continue;
        }
        found.columns.insert(column.name.clone(), at);
        found.headings.insert(at, heading);
    }
}

fn unknown(table: &Table, found: &Found, at: usize, heading: &str, place: Place, issues: &mut Issues) {
    let rows = found.first..found.grid.height();
    if !heading.is_empty() {
        let near = names::closest(heading, table.columns.iter().flat_map(|c| [c.zh.as_str(), c.name.as_str()]));
        issues.add(&codes::W201, place, Some(heading.to_owned()), &closest_args(near));
    } else if let Some(row) = rows.into_iter().find(|&r| !found.grid.cell(r, at).is_blank()) {
        // In a CSV file a cell beyond the headings mostly comes from a comma that should stand in quotation marks.
        let beyond = found.grid.sheet.is_none() && at >= found.grid.row(found.first - 1).len();
        let code: &Code = if beyond { &codes::E309 } else { &codes::W203 };
        let value = found.grid.cell(row, at).text.into_owned();
        let place = Place { column: Some(at + 1), heading: None, ..found.grid.row_place(row) };
        issues.add(code, place, Some(value), &Args::none());
    }
}

/// The nearest known name as half a sentence, or nothing.
#[must_use]
pub fn closest_args(near: Option<&str>) -> Args {
    match near {
        Some(name) => {
            Args::none().name("closest", &format!("; 是否为“{name}”?"), &format!("; did you mean \"{name}\"?"))
        }
        None => Args::none().with("closest", ""),
    }
}

/// The name of a column for a sentence.
#[must_use]
pub fn column_args(column: &Column) -> Args {
    Args::none().name("column", &column.zh, &column.name)
}

fn missing(table: &Table, found: &Found, issues: &mut Issues) {
    let seen: Vec<Cell<'_>> = (0..found.first).flat_map(|row| found.grid.row(row)).filter(|c| !c.is_blank()).collect();
    for column in table.columns.iter().filter(|c| c.required && !found.columns.contains_key(&c.name)) {
        let unused = || seen.iter().map(|c| &*c.text).filter(|t| column_of(table, t).is_none());
        let near = names::closest(&column.zh, unused()).or_else(|| names::closest(&column.name, unused()));
        let args = match near {
            Some(name) => column_args(column).name(
                "closest",
                &format!("; 表中有相近的“{name}”"),
                &format!("; the table has the similar \"{name}\""),
            ),
            None => column_args(column).with("closest", ""),
        };
        let place = Place { row: Some(found.first), heading: Some(column.zh.clone()), ..found.grid.place() };
        issues.add(&codes::E202, place, None, &args);
    }
}

fn merged(found: &Found, issues: &mut Issues) {
    for area in found.grid.merged.iter().filter(|m| m.bottom >= found.first) {
        let heading = found.headings.get(&area.left).cloned();
        let place = Place { column: Some(area.left + 1), heading, ..found.grid.row_place(area.top) };
        let value = found.grid.cell(area.top, area.left).text.into_owned();
        issues.add(&codes::E204, place, Some(value), &Args::none().with("range", &area.name));
    }
}
