//! A unit with pupils but nobody on its staff is either new or missing from the table of persons.

use super::codes_known::Known;
use super::{at, schools, units};
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, known: &Known<'_>, year: SchoolYear, issues: &mut Issues) {
    if draft.teachers.rows.is_empty() {
        return;
    }
    let staffed = known.staffed(draft);
    let schools = schools(draft);
    for ((code, stage), (size, row)) in units(draft, year) {
        let new = schools.get(code).is_some_and(|s| s.record.opens == Some(year.0));
        if size.pupils > 0 && !new && staffed.lacks(code, stage) {
            let args = Args::none().name("stage", stage.zh(), stage.code()).with("pupils", size.pupils);
            at(issues, &codes::W505, &draft.enrollment, &draft.enrollment.rows[row], "school", &args);
        }
    }
}
