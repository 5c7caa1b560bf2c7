//! The input tables written back in normal form: English column names, codes of the vocabularies, rows in the order of
//! their keys, so that any order of the input rows gives the same bytes.
//!
//! It writes what [`Records`] hold and nothing else; empty tables are left out.

use super::sheet;
use crate::domain::Records;
use crate::domain::records::{
    CertificateRecord, ChannelRecord, CurriculumRecord, DistinctionRecord, EnrollmentRecord, EstablishmentRecord,
    FacilityRecord, PublishedRecord, SchoolRecord, SurplusRecord, TeacherRecord, TravelRecord, VacancyRecord,
    WorkloadItem, WorkloadRecord,
};
use crate::domain::{Fte, YearMonth};
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
    schema::tables().into_iter().filter_map(|table| {
        let mut rows = cells(records, &table);
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
    each_grid(records)
        .map(|grid| {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
            writer.write_record(grid.table.columns.iter().map(|c| &c.name)).expect("written to memory");
            for row in &grid.rows {
                let mut cells = grid.table.columns.iter().zip(row).map(|(column, cell)| safe(&column.cell, cell));
                cells.try_for_each(|cell| writer.write_field(&*cell)).expect("written to memory");
                writer.write_record(None::<&[u8]>).expect("written to memory");
            }
            (format!("{}.csv", grid.table.name), writer.into_inner().expect("written to memory"))
        })
        .collect()
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

fn cells(records: &Records, table: &Table) -> Vec<Vec<String>> {
    match table.name {
        "schools" => each(&records.schools, table, school),
        "enrollment" => each(&records.enrollment, table, enrollment),
        "teachers" => each(&records.teachers, table, teacher),
        "certificates" => each(&records.certificates, table, certificate),
        "distinctions" => each(&records.distinctions, table, distinction),
        "curriculum" => each(&records.curriculum, table, curriculum),
        "workload" => each(&records.workload, table, workload),
        "establishment" => each(&records.establishment, table, establishment),
        "channels" => each(&records.channels, table, channel),
        "travel" => each(&records.travel, table, travel),
        "facilities" => each(&records.facilities, table, facility),
        "published" => each(&records.published, table, published),
        "surplus" => each(&records.surplus, table, surplus),
        "vacancies" => each(&records.vacancies, table, vacancy),
        _ => Vec::new(),
    }
}

fn each<T: Sync>(rows: &[T], table: &Table, cell: fn(&T, &str) -> String) -> Vec<Vec<String>> {
    let row = |r| table.columns.iter().map(|c| cell(r, &c.name)).collect();
    rows.par_iter().map(row).collect()
}

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn word(code: &str) -> String {
    code.to_owned()
}

fn month(month: Option<YearMonth>) -> String {
    number(month)
}

/// Empty where nothing is known.
fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Thousandths as a decimal number.
fn thousandths(small: i64) -> String {
    Fte::from_small(small).to_string()
}

fn school(r: &SchoolRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "name" => word(&r.name),
        "town" => word(&r.town),
        "setting" => word(r.setting.code()),
        "ownership" => word(r.ownership.code()),
        "lat" => number(r.lat),
        "lon" => number(r.lon),
        "cluster" => r.cluster.clone().unwrap_or_default(),
        "cluster_role" => word(r.cluster_role.code()),
        "paired_with" => r.paired_with.clone().unwrap_or_default(),
        "strength" => word(r.strength.code()),
        "boarding" => yes(r.boarding),
        "teaching_point" => yes(r.teaching_point),
        "seats" => number(r.seats),
        "priority" => r.priority.join(";"),
        "opens" => number(r.opens),
        "closes" => number(r.closes),
        "merges_into" => r.merges_into.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn enrollment(r: &EnrollmentRecord, column: &str) -> String {
    match column {
        "year" => number(Some(r.year)),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "grade" => number(Some(r.grade)),
        "pupils" => number(Some(r.pupils)),
        "classes" => number(r.classes),
        "boarders" => number(Some(r.boarders)),
        "inclusion" => number(Some(r.inclusion)),
        _ => String::new(),
    }
}

fn teacher(r: &TeacherRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "name" => r.name.clone().unwrap_or_default(),
        "sex" => word(r.sex.code()),
        "birth" => month(Some(r.birth)),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "kind" => word(&r.kind),
        "other_kinds" => r.other_kinds.join(";"),
        "employment" => word(r.employment.code()),
        "post" => word(r.post.code()),
        "first_employed" => month(r.first_employed),
        "degree" => word(r.degree.code()),
        "title" => word(r.title.code()),
        "title_since" => month(r.title_since),
        "role" => word(r.role.code()),
        "role_since" => month(r.role_since),
        "terms" => number(Some(r.terms)),
        "in_school_since" => month(Some(r.in_school_since)),
        "rural_years" => number(Some(r.rural_years)),
        "homeroom" => yes(r.homeroom),
        "state" => word(r.state.code()),
        "exempt_until" => month(r.exempt_until),
        "exempt_reason" => r.exempt_reason.clone().unwrap_or_default(),
        "bond_until" => month(r.bond_until),
        "retirement_category" => r.retirement_category.map_or_else(String::new, |c| word(c.code())),
        "retirement_option" => word(r.retirement_option.code()),
        "dual_qualified" => yes(r.dual_qualified),
        "spouse" => r.spouse.clone().unwrap_or_default(),
        "hardship" => yes(r.hardship),
        "home_town" => r.home_town.clone().unwrap_or_default(),
        "preferences" => r.preferences.join(";"),
        "pinned" => r.pinned.clone().unwrap_or_default(),
        "forbidden" => r.forbidden.join(";"),
        _ => String::new(),
    }
}

fn certificate(r: &CertificateRecord, column: &str) -> String {
    match column {
        "teacher" => word(&r.teacher),
        "certificate" => word(r.certificate.code()),
        "stage" => r.stage.map_or_else(String::new, |s| word(s.code())),
        "kind" => r.kind.clone().unwrap_or_default(),
        "valid_until" => month(r.valid_until),
        _ => String::new(),
    }
}

fn distinction(r: &DistinctionRecord, column: &str) -> String {
    match column {
        "teacher" => word(&r.teacher),
        "level" => word(r.level.code()),
        "honor" => word(r.honor.code()),
        "since" => month(r.since),
        "valid_until" => month(r.valid_until),
        _ => String::new(),
    }
}

fn curriculum(r: &CurriculumRecord, column: &str) -> String {
    match column {
        "year" => number(r.year),
        "stage" => word(r.stage.code()),
        "grade" => number(Some(r.grade)),
        "kind" => word(&r.kind),
        "lessons" => number(Some(r.lessons)),
        _ => String::new(),
    }
}

fn workload(r: &WorkloadRecord, column: &str) -> String {
    match column {
        "stage" => word(r.stage.code()),
        "item" => match &r.item {
            WorkloadItem::Kind(kind) => word(kind),
            WorkloadItem::Homeroom => word("homeroom"),
            WorkloadItem::Role(role) => word(role.code()),
            WorkloadItem::SeniorAge => word("senior-age"),
            WorkloadItem::Duty(duty) => word(duty.code()),
        },
        "lessons" => number(Some(r.lessons)),
        _ => String::new(),
    }
}

fn establishment(r: &EstablishmentRecord, column: &str) -> String {
    match column {
        "year" => number(r.year),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "posts" => number(r.posts),
        _ => String::new(),
    }
}

fn channel(r: &ChannelRecord, column: &str) -> String {
    match column {
        "channel" => word(&r.channel),
        "year" => number(r.year),
        "kind" => r.kind.clone().unwrap_or_default(),
        "stage" => r.stage.map_or_else(String::new, |s| word(s.code())),
        "setting" => r.setting.map_or_else(String::new, |s| word(s.code())),
        "posts" => number(Some(r.posts)),
        "supply" => number(r.supply),
        "cost" => number(Some(r.cost)),
        "bond_years" => number(Some(r.bond_years)),
        "lead_years" => number(Some(r.lead_years)),
        _ => String::new(),
    }
}

fn travel(r: &TravelRecord, column: &str) -> String {
    match column {
        "from" => word(&r.from),
        "to" => word(&r.to),
        "minutes" => number(r.minutes),
        "km" => number(r.km),
        _ => String::new(),
    }
}

fn facility(r: &FacilityRecord, column: &str) -> String {
    match column {
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "facility" => word(r.facility.code()),
        "amount" => r.amount.map(thousandths).unwrap_or_default(),
        "state" => r.state.map_or_else(String::new, |s| word(s.code())),
        _ => String::new(),
    }
}

fn published(r: &PublishedRecord, column: &str) -> String {
    match column {
        "teacher" => word(&r.teacher),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        _ => String::new(),
    }
}

fn surplus(r: &SurplusRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "kind" => word(&r.kind),
        "area" => word(&r.area),
        "points" => thousandths(r.points),
        "school" => r.school.clone().unwrap_or_default(),
        "available" => yes(r.available),
        "note" => r.note.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn vacancy(r: &VacancyRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "area" => word(&r.area),
        "school" => word(&r.school),
        "kind" => word(&r.kind),
        "region" => number(Some(r.region)),
        "posts" => number(Some(r.posts)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
