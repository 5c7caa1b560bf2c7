//! An education cluster 教共体 has one lead school.

use super::at;
use crate::domain::words::ClusterRole;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let mut lead: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in draft.schools.good(&["cluster", "cluster_role"]) {
        let Some(cluster) = entry.record.cluster.as_deref().filter(|_| entry.record.cluster_role == ClusterRole::Lead)
        else {
            continue;
        };
        if let Some(row) = lead.get(cluster) {
            let args = Args::none().with("cluster", cluster).with("first", row + 1);
            at(issues, &codes::W511, &draft.schools, entry, "cluster_role", &args);
        } else {
            lead.insert(cluster, entry.row);
        }
    }
}
