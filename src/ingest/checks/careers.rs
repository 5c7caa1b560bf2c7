//! The order of a working life: born, employed, came to this school, not after the planning year has begun.

use super::at;
use crate::domain::SchoolYear;
use crate::domain::words::{PostType, RetirementCategory, Sex};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

/// Nobody was employed below this age, years.
const FIRST_AGE: i32 = 14;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    let table = &draft.teachers;
    for entry in table.good(&["in_school_since"]) {
        let (since, employed) = (entry.record.in_school_since, entry.record.first_employed);
        if since > year.start() {
            at(issues, &codes::E419, table, entry, "in_school_since", &Args::none().with("start", year.start()));
        } else if let Some(employed) = employed.filter(|e| *e > since && entry.good(&["first_employed"])) {
            at(issues, &codes::E418, table, entry, "in_school_since", &Args::none().with("employed", employed));
        }
    }
    for entry in table.good(&["first_employed", "birth"]) {
        let Some(employed) = entry.record.first_employed else { continue };
        let age = employed.years_since(entry.record.birth);
        if age < FIRST_AGE && entry.record.birth <= year.start() {
            at(issues, &codes::E420, table, entry, "first_employed", &Args::none().with("age", age));
        }
    }
    for entry in table.good(&["sex", "retirement_category"]) {
        let Some(category) = entry.record.retirement_category else { continue };
        if (category == RetirementCategory::Men60) != (entry.record.sex == Sex::Male) {
            at(issues, &codes::E421, table, entry, "retirement_category", &Args::none());
        }
    }
    for entry in table.good(&["homeroom", "post"]) {
        if entry.record.homeroom && entry.record.post == PostType::NonTeaching {
            at(issues, &codes::W409, table, entry, "homeroom", &Args::none());
        }
    }
}
