//! The areas of the table `demography` are towns of the schools.

use super::{at, schools};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use crate::ingest::headings::closest_args;
use crate::ingest::names;
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let table = &draft.demography;
    if table.rows.is_empty() || draft.schools.rows.is_empty() {
        return;
    }
    let schools = schools(draft);
    let towns: BTreeSet<&str> = draft.schools.good(&["town"]).map(|e| e.record.town.as_str()).collect();
    for entry in table.good(&["town", "school"]) {
        let Some(town) = entry.record.town.as_deref() else { continue };
        if !towns.contains(town) {
            let near = names::closest(town, towns.iter().copied());
            at(issues, &codes::E513, table, entry, "town", &closest_args(near).with("town", town));
            continue;
        }
        let school = entry.record.school.as_deref().and_then(|code| schools.get(code)).filter(|e| e.good(&["town"]));
        if let Some(school) = school.map(|e| &e.record).filter(|s| s.town != town) {
            let args = Args::none().with("code", &school.id).with("town", &school.town);
            at(issues, &codes::E514, table, entry, "school", &args);
        }
    }
}
