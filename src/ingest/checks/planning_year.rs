//! Enrollment must be there for the year that is planned.

use super::{at, is_closed, schools};
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    let table = &draft.enrollment;
    if table.rows.is_empty() {
        return;
    }
    let planned: BTreeSet<&str> =
        table.good(&["year", "school"]).filter(|e| e.record.year == year.0).map(|e| e.record.school.as_str()).collect();
    if planned.is_empty() {
        issues.add(&codes::E509, table.table_place(), None, &Args::none().with("year", year));
        return;
    }
    let schools = schools(draft);
    let mut last = BTreeMap::new();
    for entry in table.good(&["year", "school"]).filter(|e| !planned.contains(e.record.school.as_str())) {
        last.insert(entry.record.school.as_str(), entry);
    }
    for (code, entry) in last {
        let Some(school) = schools.get(code).map(|s| &s.record).filter(|s| !is_closed(s, year)) else { continue };
        let args = Args::none().with("name", &school.name).with("year", year);
        at(issues, &codes::W507, table, entry, "year", &args);
    }
}
