//! People work and are pinned only where their stage is taught.

use super::{at, is_closed, schools};
use crate::domain::{SchoolYear, Stage};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    // A unit exists where there are pupils in any year or approved posts.
    let columns = ["school", "stage"];
    let enrolled = draft.enrollment.good(&columns).map(|e| (e.record.school.as_str(), e.record.stage));
    let approved = draft.establishment.good(&columns).map(|e| (e.record.school.as_str(), e.record.stage));
    let taught: BTreeSet<(&str, Stage)> = enrolled.chain(approved).collect();
    if taught.is_empty() {
        return;
    }
    let schools = schools(draft);
    let lacks = |school: &str, stage: Stage| schools.contains_key(school) && !taught.contains(&(school, stage));
    // The staff of a closed school is still listed there: it is to be placed elsewhere.
    let open = |school: &str| schools.get(school).is_some_and(|s| !is_closed(&s.record, year));
    let table = &draft.teachers;
    for entry in table.good(&["school", "stage"]) {
        let record = &entry.record;
        let args = Args::none().name("stage", record.stage.zh(), record.stage.code());
        if open(&record.school) && lacks(&record.school, record.stage) {
            at(issues, &codes::E505, table, entry, "stage", &args);
        }
        if let Some(pinned) = record.pinned.as_deref().filter(|p| entry.good(&["pinned"]) && lacks(p, record.stage)) {
            at(issues, &codes::E506, table, entry, "pinned", &args.with("code", pinned));
        }
    }
}
