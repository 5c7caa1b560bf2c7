//! Recruitment channels: more people than posts cannot be hired.

use super::at;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    for entry in draft.channels.good(&["posts", "supply"]) {
        let posts = entry.record.posts;
        if entry.record.supply.is_some_and(|s| s > posts) {
            at(issues, &codes::W406, &draft.channels, entry, "supply", &Args::none().with("posts", posts));
        }
    }
}
