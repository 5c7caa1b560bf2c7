//! A unit cannot have more homeroom teachers than classes.

use super::codes_known::Known;
use super::{at, units};
use crate::domain::{SchoolYear, Stage};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, known: &Known<'_>, year: SchoolYear, issues: &mut Issues) {
    if draft.enrollment.rows.is_empty() {
        return;
    }
    let table = &draft.teachers;
    let mut counts: BTreeMap<(usize, Stage), (i64, usize)> = BTreeMap::new();
    for (row, entry) in table.rows.iter().enumerate() {
        let home = known.home(row).filter(|_| entry.record.homeroom && entry.good(&["homeroom", "stage"]));
        if let Some(home) = home {
            let count = counts.entry((home, entry.record.stage)).or_insert((0, row));
            *count = (count.0 + 1, row);
        }
    }
    // Private schools are not among the units and are not planned.
    for ((school, stage), (size, _)) in units(draft, year) {
        let unit = known.schools.find(school, &mut 0).and_then(|school| counts.get(&(school, stage)));
        let Some(&(count, row)) = unit else { continue };
        if count > size.classes {
            let args = Args::none().with("count", count).with("classes", size.classes);
            at(issues, &codes::W506, table, &table.rows[row], "homeroom", &args);
        }
    }
}
