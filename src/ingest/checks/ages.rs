//! Ages of the staff on the first day of the planning year, and who has retired by then.

use super::at;
use crate::domain::SchoolYear;
use crate::domain::resolve::retires;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

/// Ages of people at work, years.
const WORKING_AGE: std::ops::RangeInclusive<i32> = 16..=75;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    let table = &draft.teachers;
    for entry in table.good(&["birth"]) {
        let age = year.start().years_since(entry.record.birth);
        if age < 0 {
            at(issues, &codes::E416, table, entry, "birth", &Args::none());
        } else if !WORKING_AGE.contains(&age) {
            at(issues, &codes::E417, table, entry, "birth", &Args::none().with("age", age));
        } else if entry.good(&["sex", "title", "retirement_category", "retirement_option"]) {
            let month = retires(&entry.record);
            if month < year.start() {
                let args = Args::none().with("month", month).with("year", year);
                at(issues, &codes::W410, table, entry, "birth", &args);
            }
        }
    }
}
