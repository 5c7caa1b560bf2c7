//! One file per table: a row of cells becomes a record. Cross-checks are not made here.

mod attrition;
mod certificates;
mod changes;
mod channels;
mod curriculum;
mod demography;
mod distinctions;
mod enrollment;
mod establishment;
mod facilities;
mod honors;
mod published;
mod schools;
mod surplus;
mod teachers;
mod travel;
mod vacancies;
mod workload;

use super::cells::Row;
use super::codes;
use super::collector::{Args, Issues};
use super::column_place::ColumnPlace;
use super::draft::{Draft, Entries, Entry};
use super::grid::{Cell, Grid};
use super::headings::{self, Found};
use super::schema::{self, Table};
use super::source::table_args;
use crate::domain::records::{SurplusRecord, VacancyRecord};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Reads every grid as its table. `required` names the tables that must have rows.
#[must_use]
pub(super) fn read(mut grids: BTreeMap<&'static str, Grid>, required: &[&str], issues: &mut Issues) -> Draft {
    let mut draft = Draft::default();
    for table in schema::all() {
        let Some(found) = grids.remove(table.name).and_then(|grid| headings::find(table, grid, issues)) else {
            continue;
        };
        let needed = required.contains(&table.name);
        match table.name {
            "schools" => draft.schools = rows(table, found, needed, issues, schools::record),
            "enrollment" => draft.enrollment = rows(table, found, needed, issues, enrollment::record),
            "teachers" => draft.teachers = rows(table, found, needed, issues, teachers::record),
            "certificates" => draft.certificates = rows(table, found, needed, issues, certificates::record),
            "distinctions" => draft.distinctions = rows(table, found, needed, issues, distinctions::record),
            "curriculum" => draft.curriculum = rows(table, found, needed, issues, curriculum::record),
            "workload" => draft.workload = rows(table, found, needed, issues, workload::record),
            "establishment" => draft.establishment = rows(table, found, needed, issues, establishment::record),
            "channels" => draft.channels = rows(table, found, needed, issues, channels::record),
            "travel" => draft.travel = rows(table, found, needed, issues, travel::record),
            "facilities" => draft.facilities = rows(table, found, needed, issues, facilities::record),
            "published" => draft.published = rows(table, found, needed, issues, published::record),
            "demography" => draft.demography = rows(table, found, needed, issues, demography::record),
            "changes" => draft.changes = rows(table, found, needed, issues, changes::record),
            "attrition" => draft.attrition = rows(table, found, needed, issues, attrition::record),
            "honors" => draft.honors = rows(table, found, needed, issues, honors::record),
            "surplus" => draft.surplus = rows(table, found, needed, issues, surplus::record),
            _ => draft.vacancies = rows(table, found, needed, issues, vacancies::record),
        }
    }
    draft
}

/// The rows of a foreign surplus list whose columns are known.
pub(super) fn surplus_rows(table: &Table, found: Found, issues: &mut Issues) -> Entries<SurplusRecord> {
    rows(table, found, true, issues, surplus::record)
}

/// The rows of a foreign list of vacancies whose columns are known.
pub(super) fn vacancy_rows(table: &Table, found: Found, issues: &mut Issues) -> Entries<VacancyRecord> {
    rows(table, found, true, issues, vacancies::record)
}

fn rows<T: Send>(
    table: &Table,
    found: Found,
    needed: bool,
    issues: &mut Issues,
    record: fn(&mut Row<'_>) -> T,
) -> Entries<T> {
    let places = ColumnPlace::all(table, &found);
    let all = (found.first..found.grid.height()).into_par_iter();
    // What a row says stays with it until all are in order again, so that threads change nothing.
    let read: Vec<(Option<Entry<T>>, Issues)> = all
        .with_min_len(256)
        .map_init(Vec::new, |cells, at| {
            let mut said = Issues::default();
            found.grid.read_row(at, cells);
            (entry(table, &found, &places, (at, cells), &mut said, record), said)
        })
        .collect();
    let say = |(entry, said)| {
        issues.extend(said);
        entry
    };
    let entries: Vec<Entry<T>> = read.into_iter().filter_map(say).collect();
    if entries.is_empty() {
        let code = if needed { &codes::E401 } else { &codes::W412 };
        issues.add(code, found.grid.place(), None, &table_args(table.name));
    }
    Entries { rows: entries, found: Some(found) }
}

fn entry<T>(
    table: &Table,
    found: &Found,
    places: &[ColumnPlace],
    (at, cells): (usize, &[Cell<'_>]),
    issues: &mut Issues,
    record: fn(&mut Row<'_>) -> T,
) -> Option<Entry<T>> {
    if cells.iter().all(Cell::is_blank) || is_passed_over(&found.grid, (at, cells), issues) {
        return None;
    }
    let mut row = Row::new(table, found, places, (at, cells), issues);
    let record = record(&mut row);
    Some(Entry { record, row: at, bad: row.into_bad() })
}

/// Totals and remarks that offices write below their tables; each is said.
fn is_passed_over(grid: &Grid, (at, cells): (usize, &[Cell<'_>]), issues: &mut Issues) -> bool {
    let mut filled = cells.iter().filter(|c| !c.is_blank());
    let Some(first) = filled.next().filter(|c| !is_code(&c.text)) else { return false };
    let key = super::names::key(&first.text);
    let word = key.trim_end_matches([':', '：']);
    let code =
        if matches!(word, "合计" | "总计" | "小计" | "共计" | "总数" | "total" | "sum" | "grandtotal" | "subtotal")
        {
            &codes::W401
        } else if filled.count() <= 1
            && ["注:", "备注:", "说明:", "填表人", "制表人", "审核人", "note:"].iter().any(|w| key.starts_with(w))
        {
            &codes::W402
        } else {
            return false;
        };
    issues.add(code, grid.row_place(at), Some(first.text.clone().into_owned()), &Args::none());
    true
}

/// Whether a text is of letters with digits, as no word for a total or a remark is.
fn is_code(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric()) && text.bytes().any(|b| b.is_ascii_digit())
}
