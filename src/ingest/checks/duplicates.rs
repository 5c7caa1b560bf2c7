//! Rows that say the same thing twice: the second would silently replace or double the first.

use super::at;
use crate::domain::SchoolYear;
use crate::ingest::codes::{self, Code};
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::{Draft, Entries};
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, year: Option<SchoolYear>, issues: &mut Issues) {
    // Rows without a year and rows of the planning year apply together.
    let applies = |row: Option<i32>| row.filter(|y| year.is_none_or(|planned| planned.0 != *y));
    let id = &["id"][..];
    repeats(&draft.schools, id, |r| r.id.clone(), &codes::E402, issues);
    repeats(&draft.teachers, id, |r| r.id.clone(), &codes::E402, issues);
    repeats(&draft.surplus, id, |r| r.id.clone(), &codes::E402, issues);
    repeats(&draft.vacancies, id, |r| r.id.clone(), &codes::E402, issues);
    repeats(&draft.published, &["teacher"], |r| r.teacher.clone(), &codes::E427, issues);
    let columns = &["school", "year", "stage", "grade"][..];
    repeats(&draft.enrollment, columns, |r| (r.year, r.school.clone(), r.stage, r.grade), &codes::E403, issues);
    repeats(&draft.travel, &["from", "to"], |r| (r.from.clone(), r.to.clone()), &codes::E404, issues);
    let columns = &["kind", "year", "stage", "grade"][..];
    repeats(&draft.curriculum, columns, |r| (r.year, r.stage, r.grade, r.kind.clone()), &codes::E405, issues);
    repeats(&draft.workload, &["item", "stage"], |r| (r.stage, r.item.clone()), &codes::E406, issues);
    let columns = &["school", "year", "stage"][..];
    repeats(&draft.establishment, columns, |r| (r.year, r.school.clone(), r.stage), &codes::E407, issues);
    let columns = &["facility", "school", "stage"][..];
    repeats(&draft.facilities, columns, |r| (r.school.clone(), r.stage, r.facility), &codes::E426, issues);
    let columns = &["channel", "year", "kind", "stage", "setting"][..];
    let key = |r: &crate::domain::records::ChannelRecord| {
        (r.channel.clone(), applies(r.year), r.kind.clone(), r.stage, r.setting)
    };
    repeats(&draft.channels, columns, key, &codes::E408, issues);
}

fn repeats<T, K: Ord>(entries: &Entries<T>, columns: &[&str], key: impl Fn(&T) -> K, code: &Code, issues: &mut Issues) {
    let mut first: BTreeMap<K, usize> = BTreeMap::new();
    for entry in entries.good(columns) {
        if let Some(row) = first.get(&key(&entry.record)) {
            at(issues, code, entries, entry, columns[0], &Args::none().with("first", row + 1));
        } else {
            first.insert(key(&entry.record), entry.row);
        }
    }
}
