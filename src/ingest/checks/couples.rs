//! Couples: each names the other, and nobody is married to oneself.

use super::at;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let table = &draft.teachers;
    let spouse: BTreeMap<&str, Option<&str>> =
        table.good(&["id", "spouse"]).map(|e| (e.record.id.as_str(), e.record.spouse.as_deref())).collect();
    for entry in table.good(&["id", "spouse"]) {
        let Some(other) = entry.record.spouse.as_deref() else { continue };
        if other == entry.record.id {
            at(issues, &codes::E511, table, entry, "spouse", &Args::none());
        } else if spouse.get(other).is_some_and(|back| *back != Some(entry.record.id.as_str())) {
            at(issues, &codes::W502, table, entry, "spouse", &Args::none().with("code", other));
        }
    }
}
