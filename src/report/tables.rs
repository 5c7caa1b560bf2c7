//! The input tables written back in normal form: English column names, codes of the vocabularies, rows in the order of
//! their keys, so that any order of the input rows gives the same bytes.
//!
//! It writes what [`Records`] hold and nothing else; empty tables are left out.

mod cells;
pub mod mean;

use super::sheet;
use crate::domain::Records;
use crate::ingest::schema::{self, CellType, Table};
use crate::messages::Lang;
use rayon::prelude::*;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A table as text cells under the columns of its schema.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The schema.
    pub table: Table,
    /// Cells by row, in the order of the columns; codes of vocabularies, empty where nothing is known.
    pub rows: Vec<Vec<String>>,
}

/// The tables of `records` that have rows, in the order of the workbook, rows sorted.
#[must_use]
pub fn grids(records: &Records) -> Vec<Grid> {
    each_grid(records).collect()
}

/// The same one by one: a table of a million rows is large.
fn each_grid(records: &Records) -> impl Iterator<Item = Grid> + '_ {
    schema::tables().into_iter().filter_map(|mut table| {
        // A column for plans of several years; tables for one stay as they were.
        if table.name == "published" && records.published.iter().all(|row| row.year.is_none()) {
            table.columns.retain(|column| column.name != "year");
        }
        let mut rows = cells_of(records, &table);
        rows.sort_by(|a, b| compare(a, b));
        (!rows.is_empty()).then_some(Grid { table, rows })
    })
}

/// One CSV file (UTF-8, English headings) per table that has rows: file name and bytes.
///
/// # Panics
/// Never: writing to memory does not fail.
#[must_use]
pub fn csv_tables(records: &Records) -> Vec<(String, Vec<u8>)> {
    each_grid(records).map(|grid| csv_of(&grid)).collect()
}

/// One table as a file.
fn csv_of(grid: &Grid) -> (String, Vec<u8>) {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(grid.table.columns.iter().map(|c| &c.name)).expect("written to memory");
    for row in &grid.rows {
        let mut cells = grid.table.columns.iter().zip(row).map(|(column, cell)| safe(&column.cell, cell));
        cells.try_for_each(|cell| writer.write_field(&*cell)).expect("written to memory");
        writer.write_record(None::<&[u8]>).expect("written to memory");
    }
    (format!("{}.csv", grid.table.name), writer.into_inner().expect("written to memory"))
}

/// One workbook with a sheet per table that has rows, in the words of `lang`: headings, vocabularies and subjects.
///
/// # Errors
/// Where the workbook cannot be written, such as a cell of more than 32,767 characters.
pub fn xlsx(records: &Records, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&sheet::properties(lang)?);
    for grid in grids(records) {
        sheet::filled(&mut workbook, &grid, lang)?;
    }
    workbook.save_to_buffer()
}

/// A text that a spreadsheet program would take for a formula gets an apostrophe in front, as does one that would be
/// mistaken for such a protected text; [`unprotect`] takes it off again.
#[must_use]
pub fn protect(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`protect`] was given.
#[must_use]
pub fn unprotect(text: &str) -> &str {
    text.strip_prefix('\'').filter(|inner| is_formula(inner)).unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}

fn safe<'t>(cell: &CellType, text: &'t str) -> Cow<'t, str> {
    let free = match cell {
        CellType::Text | CellType::Code | CellType::Ref(_) => true,
        CellType::List(inner) => matches!(**inner, CellType::Text | CellType::Ref(_)),
        _ => false,
    };
    if free && is_formula(text) { protect(text).into() } else { text.into() }
}

/// Row order: cell by cell, numbers by value, before text.
fn compare(a: &[String], b: &[String]) -> Ordering {
    let mut cells = a.iter().zip(b).map(|(a, b)| match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(x), Ok(y)) => x.cmp(&y).then_with(|| a.cmp(b)),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    });
    cells.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn cells_of(records: &Records, table: &Table) -> Vec<Vec<String>> {
    match table.name {
        "schools" => each(&records.schools, table, cells::school),
        "enrollment" => each(&records.enrollment, table, cells::enrollment),
        "teachers" => each(&records.teachers, table, cells::teacher),
        "certificates" => each(&records.certificates, table, cells::certificate),
        "distinctions" => each(&records.distinctions, table, cells::distinction),
        "curriculum" => each(&records.curriculum, table, cells::curriculum),
        "workload" => each(&records.workload, table, cells::workload),
        "establishment" => each(&records.establishment, table, cells::establishment),
        "channels" => each(&records.channels, table, cells::channel),
        "travel" => each(&records.travel, table, cells::travel),
        "facilities" => each(&records.facilities, table, cells::facility),
        "published" => each(&records.published, table, cells::published),
        "demography" => each(&records.demography, table, cells::demography),
        "changes" => each(&records.changes, table, cells::change),
        "attrition" => each(&records.attrition, table, cells::attrition),
        "honors" => each(&records.honors, table, cells::round),
        "surplus" => each(&records.surplus, table, cells::surplus),
        "vacancies" => each(&records.vacancies, table, cells::vacancy),
        _ => Vec::new(),
    }
}

fn each<T: Sync>(rows: &[T], table: &Table, cell: fn(&T, &str) -> String) -> Vec<Vec<String>> {
    let row = |r| table.columns.iter().map(|c| cell(r, &c.name)).collect();
    rows.par_iter().map(row).collect()
}

#[cfg(test)]
mod tests;
