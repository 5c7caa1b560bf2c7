//! No award of the table `honors` is required for what it requires itself, also by way of others.

use super::at;
use crate::domain::words::Award;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let table = &draft.honors;
    let columns = ["award", "requires"];
    let mut required: BTreeMap<Award, BTreeSet<Award>> = BTreeMap::new();
    for entry in table.good(&columns) {
        required.entry(entry.record.award).or_default().extend(&entry.record.requires);
    }
    for entry in table.good(&columns) {
        let award = entry.record.award;
        for &needed in &entry.record.requires {
            if behind(needed, &required).contains(&award) {
                let args = Args::none().name("award", award.zh(), award.code());
                let args = args.name("required", needed.zh(), needed.code());
                at(issues, &codes::E432, table, entry, "requires", &args);
                break;
            }
        }
    }
}

/// What an award requires, also by way of others, and itself.
fn behind(award: Award, required: &BTreeMap<Award, BTreeSet<Award>>) -> BTreeSet<Award> {
    let (mut found, mut open) = (BTreeSet::from([award]), vec![award]);
    while let Some(next) = open.pop() {
        open.extend(required.get(&next).into_iter().flatten().copied().filter(|&further| found.insert(further)));
    }
    found
}
