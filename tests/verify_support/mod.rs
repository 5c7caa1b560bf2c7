//! A small district that is solved in milliseconds, its result folder, and the tools to falsify it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

use crate::support;
use assert_cmd::cargo::cargo_bin_cmd;
use junheng::domain::records::{
    CertificateRecord, CurriculumRecord, EnrollmentRecord, Records, TeacherRecord, TravelRecord, WorkloadItem,
    WorkloadRecord,
};
use junheng::domain::words::{CertificateKind, Setting};
use junheng::domain::{Lessons, Minutes, SchoolYear, Stage, YearMonth};
use junheng::ingest::digest;
use junheng::messages::Lang;
use junheng::pipeline::{self, Ahead, Job, Solved};
use junheng::policy::Policy;
use junheng::report::manifest::Run;
use junheng::report::{folder, tables};
use junheng::solver::{Settings, Silent};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The plain yearly policy.
pub(crate) const POLICY: &str = include_str!("../../models/annual.toml");
/// A person who may not be moved.
pub(crate) const EXEMPT: &str = "a02";
/// A person whose certificate is not valid in any school.
pub(crate) const UNCERTIFIED: &str = "a03";

/// Four teachers of mathematics and twelve of physical education in the town, three of mathematics in each village.
fn teachers() -> Vec<TeacherRecord> {
    let kinds = [("a", "math", 4), ("a", "pe", 12), ("b", "math", 3), ("c", "math", 3)];
    let people = kinds.iter().flat_map(|&(school, kind, count)| (0..count).map(move |_| (school, kind)));
    let person = |(at, (school, kind)): (usize, (&str, &str))| {
        let mut teacher = support::teacher(&format!("{school}{at:02}"), None, school, kind);
        // Different times in the school make different people; everybody else could be taken for anybody.
        teacher.in_school_since = YearMonth::new(2008 + i32::try_from(at % 9).unwrap(), 9).unwrap();
        if teacher.id == EXEMPT {
            teacher.exempt_until = YearMonth::new(2030, 1);
            teacher.exempt_reason = Some("孕期".to_owned());
        }
        teacher
    };
    people.enumerate().map(person).collect()
}

fn certificate(teacher: &str) -> CertificateRecord {
    CertificateRecord {
        teacher: teacher.to_owned(),
        certificate: CertificateKind::Teaching,
        stage: Some(if teacher == UNCERTIFIED { Stage::Kindergarten } else { Stage::Primary }),
        kind: None,
        valid_until: None,
    }
}

/// Six grades with as many pupils each.
fn grades(school: &str, pupils: i64) -> Vec<EnrollmentRecord> {
    let grade = |grade| EnrollmentRecord {
        year: support::YEAR,
        school: school.to_owned(),
        stage: Stage::Primary,
        grade,
        pupils,
        classes: None,
        boarders: 0,
        inclusion: 0,
    };
    (1..=6).map(grade).collect()
}

fn lessons(grade: i64, kind: &str) -> CurriculumRecord {
    let kind = kind.to_owned();
    CurriculumRecord { year: None, stage: Stage::Primary, grade, kind, lessons: Lessons::whole(5) }
}

fn load(kind: &str) -> WorkloadRecord {
    let item = WorkloadItem::Kind(kind.to_owned());
    WorkloadRecord { stage: Stage::Primary, item, lessons: Lessons::whole(16) }
}

fn way(from: &str, to: &str, minutes: i64) -> TravelRecord {
    TravelRecord { from: from.to_owned(), to: to.to_owned(), minutes: Some(Minutes::whole(minutes)), km: None }
}

/// A town school with more physical education teachers than lessons, and two rural schools that have none.
pub(crate) fn district() -> Records {
    let teachers = teachers();
    Records {
        schools: vec![
            support::school("a", "城关小学", "城关镇", Setting::Town),
            support::school("b", "清溪小学", "清溪镇", Setting::Rural),
            support::school("c", "石桥小学", "石桥镇", Setting::Rural),
        ],
        enrollment: [grades("a", 80), grades("b", 30), grades("c", 30)].concat(),
        certificates: teachers.iter().map(|t| certificate(&t.id)).collect(),
        teachers,
        curriculum: (1..=6).flat_map(|grade| [lessons(grade, "math"), lessons(grade, "pe")]).collect(),
        workload: vec![load("math"), load("pe")],
        travel: vec![way("a", "b", 12), way("a", "c", 14), way("b", "c", 50)],
        channels: support::records().channels,
        ..Records::default()
    }
}

/// The district solved.
pub(crate) fn solved() -> Solved {
    solved_years(1)
}

/// The district solved for so many years together.
pub(crate) fn solved_years(years: usize) -> Solved {
    let policy: Policy = pipeline::policy(POLICY).unwrap();
    let job = Job {
        records: district(),
        year: SchoolYear(support::YEAR),
        years,
        ahead: Ahead::All,
        sources: Vec::new(),
        policy,
        settings: Settings::default(),
    };
    pipeline::solve(job, &Silent).unwrap()
}

/// A result folder of the district, and what the command says of it.
pub(crate) struct Written {
    _place: TempDir,
    /// The folder.
    pub folder: PathBuf,
}

/// What `verify` said: exit code, all objections and findings in English.
pub(crate) struct Said {
    /// Exit code.
    pub code: Option<i32>,
    /// The whole answer.
    pub json: Value,
    /// Objections and findings, one per line.
    pub text: String,
}

impl Written {
    pub(crate) fn new() -> Self {
        Self::of(&solved())
    }

    /// The folder of a solved district.
    pub(crate) fn of(solved: &Solved) -> Self {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("result");
        let run = Run::new(solved, String::new(), String::new(), 1);
        let files = folder::files(solved, tables::csv_tables(&solved.records), &run, Lang::Zh).unwrap();
        folder::write(&target, &files).unwrap();
        Self { _place: place, folder: target }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Replaces `from` by `to` once; it must be there.
    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.text(name);
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
    }

    /// Changes a JSON file.
    pub(crate) fn json(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut value: Value = serde_json::from_str(&self.text(name)).unwrap();
        let before = value.clone();
        change(&mut value);
        assert_ne!(value, before, "{name} was not changed");
        fs::write(self.path(name), serde_json::to_vec(&value).unwrap()).unwrap();
    }

    /// Writes the digests of all files anew, so that only arithmetic can find what was changed.
    pub(crate) fn cover_up(&self) {
        let mut value: Value = serde_json::from_str(&self.text("manifest.json")).unwrap();
        for file in value["files"].as_array_mut().unwrap() {
            let name = file["name"].as_str().unwrap().to_owned();
            file["sha256"] = digest(&fs::read(self.path(&name)).unwrap()).into();
        }
        fs::write(self.path("manifest.json"), serde_json::to_vec(&value).unwrap()).unwrap();
    }

    /// Runs `verify` on the folder.
    pub(crate) fn verify(&self) -> Said {
        said(&["verify", &shown(&self.folder)])
    }
}

pub(crate) fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Runs the program with `--json --lang en`.
pub(crate) fn said(args: &[&str]) -> Said {
    let output = cargo_bin_cmd!("junheng").args(args).args(["--json", "--lang", "en"]).output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let list = |key: &str| json[key].as_array().cloned().unwrap_or_default();
    let objections = list("objections").into_iter().chain(list("error"));
    let mut text: Vec<String> = objections.filter_map(|o| o.as_str().map(str::to_owned)).collect();
    let broken = list("findings").into_iter().filter(|f| f["severity"] == "broken");
    text.extend(broken.map(|f| format!("{}: {}", f["rule"].as_str().unwrap(), f["text"].as_str().unwrap())));
    Said { code: output.status.code(), json, text: text.join("\n") }
}
