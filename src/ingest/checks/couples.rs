//! Couples: each names the other, and nobody is married to oneself.

use super::at;
use super::codes_known::Known;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, known: &Known<'_>, issues: &mut Issues) {
    let table = &draft.teachers;
    let columns = ["id", "spouse"];
    let (mut named, mut last) = (vec![false; known.people.count()], 0);
    for other in table.good(&columns).filter_map(|e| e.record.spouse.as_deref()) {
        if let Some(at) = known.people.find(other, &mut last) {
            named[at] = true;
        }
    }
    let rows = table.good(&columns).filter(|e| known.people.find(&e.record.id, &mut last).is_some_and(|at| named[at]));
    let spouse: BTreeMap<&str, Option<&str>> =
        rows.map(|e| (e.record.id.as_str(), e.record.spouse.as_deref())).collect();
    for entry in table.good(&["id", "spouse"]) {
        let Some(other) = entry.record.spouse.as_deref() else { continue };
        if other == entry.record.id {
            at(issues, &codes::E511, table, entry, "spouse", &Args::none());
        } else if spouse.get(other).is_some_and(|back| *back != Some(entry.record.id.as_str())) {
            at(issues, &codes::W502, table, entry, "spouse", &Args::none().with("code", other));
        }
    }
}
