//! Travel: no way from a school to itself, no times that nobody can drive.

use super::at;
use crate::domain::Minutes;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

/// Ten hours one way.
const MOST: Minutes = Minutes::whole(600);

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    for entry in draft.travel.good(&["from", "to"]) {
        if entry.record.from == entry.record.to {
            at(issues, &codes::W411, &draft.travel, entry, "to", &Args::none());
        } else if entry.record.minutes.is_some_and(|m| m == Minutes::ZERO || m > MOST) && entry.good(&["minutes"]) {
            at(issues, &codes::W405, &draft.travel, entry, "minutes", &Args::none().with("most", MOST));
        }
    }
}
