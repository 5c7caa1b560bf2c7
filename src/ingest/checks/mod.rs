//! One file per check across rows and tables. Checks look only at cells that were read, and refuse to change anything.

mod ages;
mod careers;
mod certificates;
mod channels;
mod classes;
mod clusters;
mod coordinates;
mod couples;
mod curriculum;
mod decided;
mod distinctions;
mod duplicates;
mod facilities;
mod homeroom;
mod lifetimes;
mod lists;
mod planning_year;
mod references;
mod staffing;
mod stages;
mod travel;
mod workload;

use super::codes::Code;
use super::collector::{Args, Issues};
use super::draft::{Draft, Entries, Entry};
use crate::domain::records::SchoolRecord;
use crate::domain::words::Ownership;
use crate::domain::{SchoolYear, Stage};
use std::collections::BTreeMap;

/// Runs every check. Without a year, those that need one are left out.
pub(super) fn run(draft: &Draft, year: Option<SchoolYear>, issues: &mut Issues) {
    duplicates::check(draft, year, issues);
    references::check(draft, issues);
    coordinates::check(draft, issues);
    classes::check(draft, issues);
    clusters::check(draft, issues);
    couples::check(draft, issues);
    decided::check(draft, issues);
    travel::check(draft, issues);
    channels::check(draft, issues);
    lists::check(draft, issues);
    let Some(year) = year else { return };
    lifetimes::check(draft, year, issues);
    planning_year::check(draft, year, issues);
    ages::check(draft, year, issues);
    careers::check(draft, year, issues);
    certificates::check(draft, year, issues);
    distinctions::check(draft, year, issues);
    stages::check(draft, year, issues);
    staffing::check(draft, year, issues);
    facilities::check(draft, year, issues);
    homeroom::check(draft, year, issues);
    curriculum::check(draft, year, issues);
    workload::check(draft, year, issues);
}

/// Adds an issue about one cell.
fn at<T>(issues: &mut Issues, code: &Code, entries: &Entries<T>, entry: &Entry<T>, column: &str, args: &Args) {
    issues.add(code, entries.place(entry, column), entries.value(entry, column), args);
}

/// Schools by code; of a doubled code the first row.
fn schools(draft: &Draft) -> BTreeMap<&str, &Entry<SchoolRecord>> {
    let mut all = BTreeMap::new();
    for entry in draft.schools.good(&["id"]) {
        all.entry(entry.record.id.as_str()).or_insert(entry);
    }
    all
}

/// Whether a school no longer teaches in `year`.
fn is_closed(school: &SchoolRecord, year: SchoolYear) -> bool {
    school.closes.is_some_and(|closes| closes <= year.0)
}

/// Children and classes of one unit in the planning year.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    pupils: i64,
    classes: i64,
}

/// Units with enrollment in `year`, public schools only, with the grid row of the first entry.
fn units(draft: &Draft, year: SchoolYear) -> BTreeMap<(&str, Stage), (Size, usize)> {
    let schools = schools(draft);
    let mut units: BTreeMap<(&str, Stage), (Size, usize)> = BTreeMap::new();
    let columns = ["year", "school", "stage", "grade", "pupils", "classes"];
    for (at, entry) in draft.enrollment.rows.iter().enumerate() {
        let row = &entry.record;
        let public = schools.get(row.school.as_str()).is_some_and(|s| s.record.ownership == Ownership::Public);
        if !entry.good(&columns) || row.year != year.0 || !public {
            continue;
        }
        let size = &mut units.entry((row.school.as_str(), row.stage)).or_insert((Size::default(), at)).0;
        size.pupils += row.pupils;
        size.classes += row.classes.unwrap_or_else(|| crate::domain::demand::classes_for(row.stage, row.pupils));
    }
    units
}
