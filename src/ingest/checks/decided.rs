//! What the office has decided about one person must not contradict itself.

use super::at;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    for entry in draft.teachers.good(&["pinned", "forbidden"]) {
        if let Some(pinned) = entry.record.pinned.as_ref().filter(|p| entry.record.forbidden.contains(p)) {
            at(issues, &codes::E512, &draft.teachers, entry, "forbidden", &Args::none().with("code", pinned));
        }
    }
}
