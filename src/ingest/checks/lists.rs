//! Ready-made lists of surplus and vacancies: every subject on both sides, and posts to fill.

use super::at;
use crate::ingest::codes::{self, Code};
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::{Draft, Entries};
use crate::ingest::words;
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    for entry in draft.vacancies.good(&["posts"]).filter(|e| e.record.posts == 0) {
        at(issues, &codes::W414, &draft.vacancies, entry, "posts", &Args::none());
    }
    if draft.surplus.rows.is_empty() || draft.vacancies.rows.is_empty() {
        return;
    }
    let offered: BTreeSet<&str> = draft.surplus.good(&["kind"]).map(|e| e.record.kind.as_str()).collect();
    let wanted: BTreeSet<&str> = draft.vacancies.good(&["kind"]).map(|e| e.record.kind.as_str()).collect();
    one_sided(&draft.surplus, |r| &r.kind, &wanted, &codes::W512, issues);
    one_sided(&draft.vacancies, |r| &r.kind, &offered, &codes::W513, issues);
}

/// Says once per kind, at its first row, that the other list lacks it.
fn one_sided<T>(
    entries: &Entries<T>,
    kind: impl Fn(&T) -> &str,
    other: &BTreeSet<&str>,
    code: &Code,
    issues: &mut Issues,
) {
    let mut said = BTreeSet::new();
    for entry in entries.good(&["kind"]) {
        let kind = kind(&entry.record);
        if !other.contains(kind) && said.insert(kind) {
            let (zh, en) = words::kind_name(kind);
            at(issues, code, entries, entry, "kind", &Args::none().name("kind", &zh, &en));
        }
    }
}
