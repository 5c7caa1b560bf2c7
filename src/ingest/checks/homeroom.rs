//! A unit cannot have more homeroom teachers than classes.

use super::{at, units};
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    if draft.enrollment.rows.is_empty() {
        return;
    }
    let table = &draft.teachers;
    let mut counts: BTreeMap<_, (i64, usize)> = BTreeMap::new();
    for (row, entry) in table.rows.iter().enumerate() {
        if entry.record.homeroom && entry.good(&["homeroom", "school", "stage"]) {
            let count = counts.entry((entry.record.school.as_str(), entry.record.stage)).or_insert((0, row));
            *count = (count.0 + 1, row);
        }
    }
    let units = units(draft, year);
    for (unit, (count, row)) in counts {
        // Private schools are not among the units and are not planned.
        let Some((size, _)) = units.get(&unit) else { continue };
        if count > size.classes {
            let args = Args::none().with("count", count).with("classes", size.classes);
            at(issues, &codes::W506, table, &table.rows[row], "homeroom", &args);
        }
    }
}
