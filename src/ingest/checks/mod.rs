//! One file per check across rows and tables. Checks look only at cells that were read, and refuse to change anything.

mod ages;
mod attrition;
mod careers;
mod certificates;
mod changes;
mod channels;
mod classes;
mod clusters;
mod codes_known;
mod coordinates;
mod couples;
mod curriculum;
mod decided;
mod demography;
mod distinctions;
mod duplicates;
mod facilities;
mod homeroom;
mod honors;
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
use codes_known::Known;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Runs every check. Without a year, those that need one are left out.
pub(super) fn run(draft: &Draft, year: Option<SchoolYear>, issues: &mut Issues) {
    let known = Known::of(draft);
    let said = |check: &(dyn Fn(&mut Issues) + Sync)| {
        let mut said = Issues::default();
        check(&mut said);
        said
    };
    // Threads take the checks in any order; what they say is put together in this one.
    let always = ALWAYS.par_iter().map(|check| said(&|issues: &mut Issues| check(draft, &known, issues)));
    let of_year = OF_YEAR.par_iter().filter_map(|check| {
        let year = year?;
        Some(said(&|issues: &mut Issues| check(draft, &known, year, issues)))
    });
    let parts: Vec<Issues> = always.chain(of_year).collect();
    duplicates::check(draft, &known, year, issues);
    for part in parts {
        issues.extend(part);
    }
}

/// Checks that need no year.
const ALWAYS: &[fn(&Draft, &Known<'_>, &mut Issues)] = &[
    references::check,
    couples::check,
    |draft, _, issues| coordinates::check(draft, issues),
    |draft, _, issues| classes::check(draft, issues),
    |draft, _, issues| clusters::check(draft, issues),
    |draft, _, issues| decided::check(draft, issues),
    |draft, _, issues| travel::check(draft, issues),
    |draft, _, issues| channels::check(draft, issues),
    |draft, _, issues| lists::check(draft, issues),
    |draft, _, issues| demography::check(draft, issues),
    |draft, _, issues| changes::check(draft, issues),
    |draft, _, issues| attrition::check(draft, issues),
    |draft, _, issues| honors::check(draft, issues),
];

/// Checks of what is there in the planning year.
const OF_YEAR: &[fn(&Draft, &Known<'_>, SchoolYear, &mut Issues)] = &[
    |draft, _, year, issues| certificates::check(draft, year, issues),
    |draft, _, year, issues| lifetimes::check(draft, year, issues),
    |draft, _, year, issues| planning_year::check(draft, year, issues),
    |draft, _, year, issues| ages::check(draft, year, issues),
    |draft, _, year, issues| careers::check(draft, year, issues),
    |draft, _, year, issues| distinctions::check(draft, year, issues),
    stages::check,
    staffing::check,
    facilities::check,
    homeroom::check,
    |draft, _, year, issues| curriculum::check(draft, year, issues),
    |draft, _, year, issues| workload::check(draft, year, issues),
];

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
