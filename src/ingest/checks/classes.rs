//! Classes against pupils: no class of absurd size, no pupils without a class, no class without pupils.

use super::at;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

/// Pupils in one class beyond which a number must be a mistake (66 is already called oversized 超大班额).
const MOST: i64 = 100;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let table = &draft.enrollment;
    for entry in table.good(&["pupils", "classes"]) {
        let (pupils, classes) = (entry.record.pupils, entry.record.classes);
        match classes {
            Some(0) if pupils > 0 => at(issues, &codes::E412, table, entry, "classes", &Args::none()),
            Some(n) if n > 0 && pupils == 0 => at(issues, &codes::W404, table, entry, "classes", &Args::none()),
            Some(n) if pupils > n * MOST => {
                at(
                    issues,
                    &codes::E411,
                    table,
                    entry,
                    "classes",
                    &Args::none().with("pupils", pupils).with("most", MOST),
                );
            }
            _ => {}
        }
    }
    for (column, value) in [("boarders", 0), ("inclusion", 1)] {
        for entry in table.good(&["pupils", column]) {
            let part = [entry.record.boarders, entry.record.inclusion][value];
            if part > entry.record.pupils {
                at(issues, &codes::E413, table, entry, column, &Args::none().with("pupils", entry.record.pupils));
            }
        }
    }
}
