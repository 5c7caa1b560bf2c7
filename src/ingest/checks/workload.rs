//! Every subject that is taught has a weekly load, or its lessons could not be turned into teachers.

use super::at;
use crate::domain::kind::GENERAL;
use crate::domain::records::WorkloadItem;
use crate::domain::{Lessons, SchoolYear, Stage};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use crate::ingest::words;
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    if draft.workload.rows.is_empty() {
        return;
    }
    let mut known: BTreeSet<(Stage, &str)> = BTreeSet::new();
    for entry in draft.workload.good(&["stage", "item"]) {
        if let WorkloadItem::Kind(kind) = &entry.record.item {
            known.insert((entry.record.stage, kind));
        }
    }
    let args = |stage: Stage, kind: &str| {
        let (zh, en) = words::kind_name(kind);
        Args::none().name("kind", &zh, &en).name("stage", stage.zh(), stage.code())
    };
    let mut said = BTreeSet::new();
    for entry in draft.curriculum.good(&["year", "stage", "kind", "lessons"]) {
        let record = &entry.record;
        let applies = record.year.is_none_or(|y| y == year.0) && record.lessons > Lessons::ZERO;
        let pair = (record.stage, record.kind.as_str());
        if applies && !known.contains(&pair) && said.insert(pair) {
            at(issues, &codes::E508, &draft.curriculum, entry, "kind", &args(record.stage, &record.kind));
        }
    }
    for entry in draft.workload.good(&["stage", "item", "lessons"]) {
        let record = &entry.record;
        let kind = match &record.item {
            WorkloadItem::Homeroom => GENERAL,
            WorkloadItem::Duty(duty) => duty.kind(),
            WorkloadItem::Kind(_) | WorkloadItem::Role(_) | WorkloadItem::SeniorAge => continue,
        };
        let missing = record.lessons > Lessons::ZERO && !known.contains(&(record.stage, kind));
        if missing && said.insert((record.stage, kind)) {
            at(issues, &codes::E508, &draft.workload, entry, "item", &args(record.stage, kind));
        }
    }
}
