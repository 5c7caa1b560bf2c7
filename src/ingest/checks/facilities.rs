//! Facilities and published posts of a school and stage that is not planned are passed over, and that is said.

use super::at;
use super::codes_known::{Known, Units};
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, known: &Known<'_>, year: SchoolYear, issues: &mut Issues) {
    // A unit of the plan has pupils in the year, approved posts or staff (domain::resolve).
    let enrolled = draft.enrollment.good(&["year", "school", "stage"]).filter(|e| e.record.year == year.0);
    let enrolled = enrolled.map(|e| (e.record.school.as_str(), e.record.stage));
    let approved = draft.establishment.good(&["year", "school", "stage"]);
    let approved = approved.filter(|e| e.record.year.is_none_or(|y| y == year.0));
    let approved = approved.map(|e| (e.record.school.as_str(), e.record.stage));
    let mut planned = known.staffed(draft);
    enrolled.chain(approved).for_each(|(school, stage)| planned.mark(school, stage));
    for entry in draft.facilities.good(&["school", "stage"]) {
        let (school, stage) = (entry.record.school.as_str(), entry.record.stage);
        if planned.lacks(school, stage) {
            let args = Args::none().name("stage", stage.zh(), stage.code()).with("year", year.0);
            at(issues, &codes::W514, &draft.facilities, entry, "stage", &args);
        }
    }
    let ever = ever(draft, known);
    for entry in draft.published.good(&["school", "stage", "year"]) {
        let (school, stage) = (entry.record.school.as_str(), entry.record.stage);
        let of = entry.record.year.unwrap_or(year.0);
        let there = if of == year.0 { &planned } else { &ever };
        if there.lacks(school, stage) {
            let args = Args::none().name("stage", stage.zh(), stage.code()).with("year", of);
            at(issues, &codes::W515, &draft.published, entry, "stage", &args);
        }
    }
}

/// The units that any year may have.
fn ever<'k, 'a>(draft: &'a Draft, known: &'k Known<'a>) -> Units<'k, 'a> {
    let enrolled = draft.enrollment.good(&["school", "stage"]).map(|e| (e.record.school.as_str(), e.record.stage));
    let approved = draft.establishment.good(&["school", "stage"]).map(|e| (e.record.school.as_str(), e.record.stage));
    let expected = draft.demography.good(&["school", "stage"]);
    let expected = expected.filter_map(|e| Some((e.record.school.as_deref()?, e.record.stage)));
    let mut units = known.staffed(draft);
    enrolled.chain(approved).chain(expected).for_each(|(school, stage)| units.mark(school, stage));
    units
}
