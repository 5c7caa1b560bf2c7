//! Foreign lists of surplus teachers and vacancies, read through a small mapping file: which file, which column is what,
//! which notes mean that a person is not available. It invents nothing: only missing codes are numbered, in an order that
//! does not depend on the order of the rows.

use super::collector::{Args, Issues, file_place};
use super::draft::{Draft, Entries, Entry};
use super::grid::Grid;
use super::headings::{Found, closest_args};
use super::issue::Place;
use super::schema::{self, Table};
use super::{ReadError, Reading, checks, codes, names, read_policy_text, source, tables as rows};
use crate::domain::Records;
use crate::domain::records::SurplusRecord;
use crate::ingest::Source;
use encoding_rs::Encoding;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapping {
    /// Name of the encoding where it is not to be found out.
    encoding: Option<String>,
    surplus: SurplusMapping,
    vacancies: VacancyMapping,
}

/// Headings of the surplus list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurplusMapping {
    file: String,
    sheet: Option<String>,
    id: Option<String>,
    kind: String,
    area: String,
    points: Option<String>,
    school: Option<String>,
    available: Option<String>,
    note: Option<String>,
    /// A person whose note contains one of these is not available; `*` means any note.
    #[serde(default)]
    unavailable_notes: Vec<String>,
    /// Rows in which one of these columns is blank are passed over.
    #[serde(default)]
    skip_missing: Vec<String>,
}

/// Headings of the list of vacancies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VacancyMapping {
    file: String,
    sheet: Option<String>,
    id: Option<String>,
    school: String,
    kind: String,
    area: String,
    region: Option<String>,
    posts: String,
    #[serde(default)]
    skip_missing: Vec<String>,
}

/// Reads the lists that the mapping file `mapping` describes; their file names are relative to `folder`.
///
/// # Errors
/// Where a file is missing or unreadable, or the mapping is not in its format.
pub fn import_surplus_vacancies(mapping: &Path, folder: &Path) -> Result<Reading, ReadError> {
    let malformed = |why: String| ReadError::Malformed(source::shown(mapping), why);
    let map: Mapping = toml::from_str(&read_policy_text(mapping)?).map_err(|e| malformed(e.to_string()))?;
    let encoding = match &map.encoding {
        Some(name) => {
            Some(Encoding::for_label(name.as_bytes()).ok_or_else(|| malformed(format!("encoding = {name}")))?)
        }
        None => None,
    };
    let mut importer = Importer { folder, encoding, issues: Issues::default(), sources: Vec::new() };
    let draft = Draft {
        surplus: importer.surplus(&map.surplus)?,
        vacancies: importer.vacancies(&map.vacancies)?,
        ..Draft::default()
    };
    let Importer { mut issues, mut sources, .. } = importer;
    checks::run(&draft, None, &mut issues);
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources.dedup();
    let blocked = issues.blocking();
    Ok(Reading {
        records: if blocked { Records::default() } else { draft.into_records() },
        issues: issues.sorted(),
        sources,
        year: None,
        is_workbook: false,
    })
}

/// What both lists share.
struct Importer<'a> {
    folder: &'a Path,
    encoding: Option<&'static Encoding>,
    issues: Issues,
    sources: Vec<Source>,
}

/// The columns of a list: name in the schema and heading in the file.
type Columns<'a> = Vec<(&'static str, Option<&'a String>)>;

impl Importer<'_> {
    fn surplus(&mut self, map: &SurplusMapping) -> Result<Entries<SurplusRecord>, ReadError> {
        let columns = vec![
            ("id", map.id.as_ref()),
            ("kind", Some(&map.kind)),
            ("area", Some(&map.area)),
            ("points", map.points.as_ref()),
            ("school", map.school.as_ref()),
            ("available", map.available.as_ref()),
            ("note", map.note.as_ref()),
        ];
        let table = table("surplus");
        let Some(found) = self.find(&map.file, map.sheet.as_deref(), &columns, &map.skip_missing)? else {
            return Ok(Entries::default());
        };
        let mut entries = rows::surplus_rows(table, found, &mut self.issues);
        for entry in &mut entries.rows {
            let note = entry.record.note.as_deref();
            entry.record.available &= !note.is_some_and(|n| means_unavailable(n, &map.unavailable_notes));
        }
        if map.id.is_none() {
            let key = |r: &SurplusRecord| (r.area.clone(), r.kind.clone(), r.points, r.school.clone(), r.note.clone());
            number(&mut entries.rows, 's', key, |r, id| r.id = id);
        }
        Ok(entries)
    }

    fn vacancies(&mut self, map: &VacancyMapping) -> Result<Entries<crate::domain::records::VacancyRecord>, ReadError> {
        let columns = vec![
            ("id", map.id.as_ref()),
            ("area", Some(&map.area)),
            ("school", Some(&map.school)),
            ("kind", Some(&map.kind)),
            ("region", map.region.as_ref()),
            ("posts", Some(&map.posts)),
        ];
        let table = table("vacancies");
        let Some(found) = self.find(&map.file, map.sheet.as_deref(), &columns, &map.skip_missing)? else {
            return Ok(Entries::default());
        };
        let mut entries = rows::vacancy_rows(table, found, &mut self.issues);
        if map.id.is_none() {
            let key = |r: &crate::domain::records::VacancyRecord| {
                (r.area.clone(), r.school.clone(), r.kind.clone(), r.region, r.posts)
            };
            number(&mut entries.rows, 'v', key, |r, id| r.id = id);
        }
        Ok(entries)
    }

    /// The list with its columns, or nothing where an issue says why.
    fn find(
        &mut self,
        file: &str,
        sheet: Option<&str>,
        columns: &Columns<'_>,
        skip: &[String],
    ) -> Result<Option<Found>, ReadError> {
        let (grids, source) = source::grids(&self.folder.join(file), self.encoding, &mut self.issues)?;
        self.sources.push(source);
        let wanted =
            |g: &Grid| sheet.is_none_or(|s| g.sheet.as_deref().is_some_and(|n| names::key(n) == names::key(s)));
        let filled = |g: &Grid| !g.is_empty();
        let Some(grid) = grids.into_iter().find(|g| wanted(g) && filled(g)) else {
            if !self.issues.blocking() {
                self.issues.add(&codes::E110, file_place(file), sheet.map(str::to_owned), &Args::none());
            }
            return Ok(None);
        };
        let top = (0..grid.height()).find(|&row| !grid.is_blank(row)).unwrap_or(0);
        let mut found = Found { grid, columns: BTreeMap::new(), headings: BTreeMap::new(), first: top + 1 };
        let complete = self.locate(&mut found, top, columns);
        self.pass_over(&mut found, skip);
        Ok(complete.then_some(found))
    }

    /// Finds the mapped headings in row `top`; whether all are there.
    fn locate(&mut self, found: &mut Found, top: usize, columns: &Columns<'_>) -> bool {
        let headings: Vec<String> = found.grid.row(top).into_iter().map(|c| c.text.into_owned()).collect();
        let mut complete = true;
        for (name, heading) in columns {
            let Some(heading) = heading else { continue };
            if let Some(at) = headings.iter().position(|h| names::key(h) == names::key(heading)) {
                found.columns.insert((*name).to_owned(), at);
                found.headings.insert(at, headings[at].clone());
            } else {
                let near = names::closest(heading, headings.iter().map(String::as_str));
                let place = Place { heading: Some((*heading).clone()), ..found.grid.row_place(top) };
                self.issues.add(&codes::E202, place, None, &closest_args(near).with("column", heading));
                complete = false;
            }
        }
        complete
    }

    /// Empties the rows that the mapping passes over, each with a warning.
    fn pass_over(&mut self, found: &mut Found, skip: &[String]) {
        for row in found.first..found.grid.height() {
            if found.grid.is_blank(row) {
                continue;
            }
            let blank = skip.iter().find(|c| found.columns.contains_key(c.as_str()) && found.cell(row, c).is_blank());
            if let Some(column) = blank {
                let place = found.place(row, column);
                let heading = place.heading.clone().unwrap_or_default();
                self.issues.add(&codes::W415, place, None, &Args::none().with("column", heading));
                found.grid.clear_row(row);
            }
        }
    }
}

fn table(name: &str) -> &'static Table {
    schema::all().iter().find(|t| t.name == name).expect("a table of the schema")
}

fn means_unavailable(note: &str, patterns: &[String]) -> bool {
    let note = names::key(note);
    patterns.iter().any(|p| p == "*" || note.contains(&names::key(p)))
}

/// Codes `v0001`, `v0002`, … in the order of the rows' content.
fn number<T, K: Ord>(entries: &mut [Entry<T>], letter: char, key: impl Fn(&T) -> K, set: impl Fn(&mut T, String)) {
    let width = entries.len().to_string().len().max(4);
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| key(&entries[at].record));
    for (rank, at) in order.into_iter().enumerate() {
        set(&mut entries[at].record, format!("{letter}{:0width$}", rank + 1));
        entries[at].bad.retain(|column| *column != "id");
    }
}
