//! Schools that open, close and merge: in this order, and with pupils only in between.

use super::{at, is_closed, schools};
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    let schools = schools(draft);
    for entry in draft.schools.good(&["id", "opens", "closes", "merges_into"]) {
        let school = &entry.record;
        if let (Some(opens), Some(closes)) = (school.opens, school.closes)
            && closes <= opens
        {
            at(issues, &codes::E409, &draft.schools, entry, "closes", &Args::none().with("opens", opens));
        }
        let Some(into) = school.merges_into.as_deref() else { continue };
        let closed_too = schools.get(into).is_some_and(|s| is_closed(&s.record, year));
        if into == school.id || closed_too {
            at(issues, &codes::E504, &draft.schools, entry, "merges_into", &Args::none().with("code", into));
        }
    }
    for entry in draft.enrollment.good(&["year", "school", "pupils"]) {
        let row = &entry.record;
        let Some(school) = schools.get(row.school.as_str()).map(|s| &s.record) else { continue };
        let this_year = SchoolYear(row.year);
        let not_yet = school.opens.is_some_and(|opens| opens > row.year);
        if this_year == year && row.pupils > 0 && (not_yet || is_closed(school, this_year)) {
            at(issues, &codes::E510, &draft.enrollment, entry, "school", &Args::none().with("name", &school.name));
        }
    }
    let mut said = BTreeSet::new();
    let mut left = schools;
    left.retain(|_, s| is_closed(&s.record, year) && s.record.merges_into.is_none());
    for entry in draft.teachers.good(&["school"]).filter(|_| !left.is_empty()) {
        let Some(school) = left.get(entry.record.school.as_str()).map(|s| &s.record) else { continue };
        if said.insert(&school.id) {
            at(issues, &codes::W510, &draft.teachers, entry, "school", &Args::none().with("name", &school.name));
        }
    }
}
