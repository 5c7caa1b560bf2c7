//! People work and are pinned only where their stage is taught.

use super::codes_known::Known;
use super::{at, is_closed, schools};
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, known: &Known<'_>, year: SchoolYear, issues: &mut Issues) {
    // A unit exists where there are pupils in any year or approved posts.
    let columns = ["school", "stage"];
    let enrolled = draft.enrollment.good(&columns).map(|e| (e.record.school.as_str(), e.record.stage));
    let approved = draft.establishment.good(&columns).map(|e| (e.record.school.as_str(), e.record.stage));
    let (mut taught, mut any) = (known.units(), false);
    for (school, stage) in enrolled.chain(approved) {
        taught.mark(school, stage);
        any = true;
    }
    if !any {
        return;
    }
    let schools = schools(draft);
    // The staff of a closed school is still listed there: it is to be placed elsewhere.
    let open = |school: &str| schools.get(school).is_some_and(|s| !is_closed(&s.record, year));
    let table = &draft.teachers;
    for (row, entry) in table.rows.iter().enumerate().filter(|(_, e)| e.good(&columns)) {
        let record = &entry.record;
        let args = || Args::none().name("stage", record.stage.zh(), record.stage.code());
        if known.home(row).is_some_and(|home| !taught.has_at(home, record.stage)) && open(&record.school) {
            at(issues, &codes::E505, table, entry, "stage", &args());
        }
        let pinned = record.pinned.as_deref().filter(|_| entry.good(&["pinned"]));
        if let Some(pinned) = pinned.filter(|p| taught.lacks(p, record.stage)) {
            at(issues, &codes::E506, table, entry, "pinned", &args().with("code", pinned));
        }
    }
}
