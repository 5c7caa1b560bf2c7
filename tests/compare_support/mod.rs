//! Plans of tiny districts, their result folders, and what `compare` says of two of them.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

use crate::tiny::YEAR;
use assert_cmd::cargo::cargo_bin_cmd;
use junheng::domain::{Records, SchoolYear, Stage};
use junheng::formulation::rules::specs;
use junheng::messages::Lang;
use junheng::pipeline::{self, Ahead, Job, Solved};
use junheng::policy::Policy;
use junheng::report::manifest::Run;
use junheng::report::{folder, tables};
use junheng::solver::{Settings, Silent, Termination};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The yearly policy without quotas of rotation and without a limit on who leaves a school.
pub(crate) fn policy() -> Policy {
    let text = include_str!("../../models/annual.toml")
        .replace("share = { value = 0.10,", "share = { value = 0,")
        .replace("share = { value = 0.20,", "share = { value = 0,")
        .replace("share = { value = 0.2,", "share = { value = 0,")
        .replace("share = { value = 0.15,", "share = { value = 1,");
    Policy::parse(&text, &specs()).unwrap()
}

/// The plan of these rows; none where there is none.
pub(crate) fn plan(records: &Records, seed: u32) -> Option<Solved> {
    let (records, settings) = (records.clone(), Settings { seed, ..Settings::default() });
    let (sources, policy, year) = (Vec::new(), policy(), SchoolYear(YEAR));
    let solved =
        pipeline::solve(Job { records, year, sources, years: 1, ahead: Ahead::All, policy, settings }, &Silent);
    solved.ok().inspect(|solved| assert_eq!(solved.outcome.termination, Termination::Proven))
}

/// Where somebody works after the plan and how they came there.
pub(crate) fn fate(solved: &Solved, id: &str) -> Option<(String, Option<&'static str>)> {
    let posting = solved.plan.postings.iter().find(|p| solved.case.teachers[p.teacher.at()].record.id == id)?;
    let unit = posting.unit.map_or_else(String::new, |unit| solved.case.units[unit.at()].code.clone());
    Some((unit, posting.moved.map(junheng::plan::MoveKind::code)))
}

/// Writes the result folder of a plan.
pub(crate) fn written(dir: &Path, name: &str, solved: &Solved) {
    let run = Run::new(solved, String::new(), String::new(), 1);
    let files = folder::files(solved, tables::csv_tables(&solved.records), &run, Lang::Zh).unwrap();
    folder::write(&dir.join(name), &files).unwrap();
}

/// What `compare` says of the folders `a` and `b`: exit code, words or data, and what it says besides.
pub(crate) fn compare(dir: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let output = cargo_bin_cmd!("junheng").current_dir(dir).args(["compare", "a", "b"]).args(more).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The same as data.
pub(crate) fn data(dir: &Path, more: &[&str]) -> Value {
    let (_, text, said) = compare(dir, &[&["--json"], more].concat());
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text} {said}"));
    assert!(value["error"].is_null(), "{text}");
    value["causes"].clone()
}

/// By person whose fate differs the sort of the cause and the changes.
pub(crate) fn causes(data: &Value) -> BTreeMap<String, (String, String)> {
    let rows = data["differences"].as_array().unwrap().iter().filter(|row| row["what"] == "person");
    let word = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.map(|row| (word(row, "code"), (word(row, "cause"), word(row, "changes")))).collect()
}

/// The changes by number: table and what the rows are about.
pub(crate) fn changes(data: &Value) -> BTreeMap<String, Vec<(String, String)>> {
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in data["differences"].as_array().unwrap().iter().filter(|row| row["what"] == "change") {
        let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        all.entry(word("changes")).or_default().push((word("first"), word("code")));
    }
    all
}

/// The one grade of a junior school is the seventh, as tables have it.
pub(crate) fn as_read(records: &mut Records) {
    let junior = |stage: Stage, grade: &mut i64| *grade = if stage == Stage::Junior { 7 } else { *grade };
    records.curriculum.iter_mut().for_each(|row| junior(row.stage, &mut row.grade));
    records.enrollment.iter_mut().for_each(|row| junior(row.stage, &mut row.grade));
}
