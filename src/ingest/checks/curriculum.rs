//! Every grade with pupils has its subjects and lessons.

use super::{at, schools};
use crate::domain::words::{Ownership, PostType};
use crate::domain::{Lessons, SchoolYear, Stage};
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;
use crate::ingest::words;
use std::collections::{BTreeMap, BTreeSet};

/// Lessons of one class in one week that no timetable has.
const MOST: Lessons = Lessons::whole(45);

pub(super) fn check(draft: &Draft, year: SchoolYear, issues: &mut Issues) {
    let table = &draft.curriculum;
    if table.rows.is_empty() {
        return;
    }
    let columns = ["year", "stage", "grade", "kind"];
    let mut lessons: BTreeMap<(Stage, i64), (Lessons, usize)> = BTreeMap::new();
    let mut kinds: BTreeSet<(Stage, &str)> = BTreeSet::new();
    for (row, entry) in table.rows.iter().enumerate() {
        let record = &entry.record;
        if entry.good(&columns) && record.year.is_none_or(|y| y == year.0) {
            lessons.entry((record.stage, record.grade)).or_insert((Lessons::ZERO, row)).0 += record.lessons;
            kinds.insert((record.stage, record.kind.as_str()));
        }
    }
    for ((stage, grade), (sum, row)) in &lessons {
        // Two or more teachers share a kindergarten or special class, so its lessons say nothing about a timetable.
        if *sum > MOST && !matches!(stage, Stage::Kindergarten | Stage::Special) {
            let args = Args::none().name("stage", stage.zh(), stage.code()).with("grade", grade).with("sum", sum);
            at(issues, &codes::W413, table, &table.rows[*row], "grade", &args);
        }
    }
    grades(draft, year, &lessons.into_keys().collect(), issues);
    taught(draft, &kinds, issues);
}

fn grades(draft: &Draft, year: SchoolYear, known: &BTreeSet<(Stage, i64)>, issues: &mut Issues) {
    let schools = schools(draft);
    let planned: BTreeSet<Stage> = known.iter().map(|(stage, _)| *stage).collect();
    let (mut said_grade, mut said_stage) = (BTreeSet::new(), BTreeSet::new());
    let table = &draft.enrollment;
    for entry in table.good(&["year", "school", "stage", "grade", "pupils"]) {
        let (stage, grade) = (entry.record.stage, entry.record.grade);
        let public = schools.get(entry.record.school.as_str()).is_some_and(|s| s.record.ownership == Ownership::Public);
        let counts = public && entry.record.year == year.0 && entry.record.pupils > 0;
        if !counts || known.contains(&(stage, grade)) {
            continue;
        }
        let args = Args::none().name("stage", stage.zh(), stage.code()).with("grade", grade);
        if planned.contains(&stage) || matches!(stage, Stage::Primary | Stage::Junior) {
            if said_grade.insert((stage, grade)) {
                at(issues, &codes::E507, table, entry, "grade", &args);
            }
        } else if said_stage.insert(stage) {
            at(issues, &codes::W508, table, entry, "stage", &args);
        }
    }
}

/// A person whose main subject the stage does not have counts for nothing in its coverage.
fn taught(draft: &Draft, kinds: &BTreeSet<(Stage, &str)>, issues: &mut Issues) {
    let stages: BTreeSet<Stage> = kinds.iter().map(|(stage, _)| *stage).collect();
    let table = &draft.teachers;
    for entry in table.good(&["stage", "kind", "post"]) {
        let record = &entry.record;
        let matters =
            record.post == PostType::Teaching && stages.contains(&record.stage) && !words::is_support(&record.kind);
        if matters
            && record.kind != crate::domain::kind::GENERAL
            && !kinds.contains(&(record.stage, record.kind.as_str()))
        {
            let (zh, en) = words::kind_name(&record.kind);
            let args = Args::none().name("kind", &zh, &en).name("stage", record.stage.zh(), record.stage.code());
            at(issues, &codes::W509, table, entry, "kind", &args);
        }
    }
}
