//! Honors that are no longer valid do not count for key-teacher shares.

use super::at;
use crate::domain::SchoolYear;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    for entry in draft.distinctions.good(&["valid_until"]) {
        if let Some(until) = entry.record.valid_until.filter(|u| *u < year.start()) {
            at(issues, &codes::W407, &draft.distinctions, entry, "valid_until", &Args::none().with("until", until));
        }
    }
}
