//! Teachers and their certificates: one at least, for the stage taught or a higher one, still valid.

use super::at;
use super::codes_known::Codes;
use crate::domain::words::{CertificateKind, PostType};
use crate::domain::{SchoolYear, Stage};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use crate::ingest::words;

/// A teaching certificate serves its own level and those below (教师资格条例, article 5); any serves special education.
const fn level(stage: Stage) -> u8 {
    match stage {
        Stage::Special => 0,
        Stage::Kindergarten => 1,
        Stage::Primary => 2,
        Stage::Junior => 3,
        Stage::Senior | Stage::Vocational => 4,
    }
}

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    for entry in draft.certificates.good(&["valid_until"]) {
        if let Some(until) = entry.record.valid_until.filter(|u| *u < year.start()) {
            at(issues, &codes::W408, &draft.certificates, entry, "valid_until", &Args::none().with("until", until));
        }
    }
    let certified = Codes::new(draft.certificates.rows.iter().map(|e| e.record.teacher.as_str()));
    let mut best: Vec<Option<Stage>> = certified.iter().map(|_| None).collect();
    let mut last = 0;
    for entry in draft.certificates.good(&["teacher", "certificate", "stage"]) {
        let Some(stage) = entry.record.stage.filter(|_| entry.record.certificate == CertificateKind::Teaching) else {
            continue;
        };
        if let Some(at) = certified.find(&entry.record.teacher, &mut last) {
            best[at] = best[at].filter(|held| level(stage) <= level(*held)).or(Some(stage));
        }
    }
    let table = &draft.teachers;
    for entry in table.good(&["id", "stage", "post", "kind"]) {
        let record = &entry.record;
        if record.post != PostType::Teaching || words::is_support(&record.kind) {
            continue;
        }
        let found = certified.find(&record.id, &mut last);
        if let Some(held) = found.and_then(|at| best[at]) {
            if level(held) < level(record.stage) {
                let args = Args::none().name("held", held.zh(), held.code()).name(
                    "taught",
                    record.stage.zh(),
                    record.stage.code(),
                );
                at(issues, &codes::W503, table, entry, "stage", &args);
            }
        } else if found.is_none() {
            at(issues, &codes::W504, table, entry, "id", &Args::none());
        }
    }
}
