//! What is expected of a person happens before the person leaves.

use super::at;
use crate::domain::records::PersonChange;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let table = &draft.changes;
    let columns = &["teacher", "year", "change", "value"][..];
    let mut gone: BTreeMap<&str, i32> = BTreeMap::new();
    for entry in table.good(columns).filter(|e| e.record.change == PersonChange::Leaves) {
        let first = gone.entry(entry.record.teacher.as_str()).or_insert(entry.record.year);
        *first = entry.record.year.min(*first);
    }
    for entry in table.good(columns) {
        let Some(&left) = gone.get(entry.record.teacher.as_str()) else { continue };
        let first = entry.record.change == PersonChange::Leaves && entry.record.year == left;
        if entry.record.year >= left && !first {
            at(issues, &codes::W516, table, entry, "year", &Args::none().with("year", left));
        }
    }
}
