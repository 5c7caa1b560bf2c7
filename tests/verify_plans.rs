//! Plans made by hand are scored by the same rules, and a known plan is the start of a new one.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use junheng::messages::Lang;
use junheng::pipeline::{self, Ahead, Job, Known};
use junheng::report::json::Decisions;
use junheng::solver::{Settings, Silent};
use junheng::verify::years::Planned;
use std::fs;
use std::path::Path;
use std::time::Duration;
use verify_support::{EXEMPT, Said, Written, said, shown};

/// Scores a plan on the inputs and the policy of a result folder.
fn scored(written: &Written, plan: &Path) -> Said {
    let (input, policy) = (shown(&written.path("inputs")), shown(&written.path("policy.toml")));
    said(&["verify", "--plan", &shown(plan), "--input", &input, "--policy", &policy])
}

/// Scores two CSV lists.
fn lists(moves: &str, hires: &str) -> Said {
    let (written, place) = (Written::new(), tempfile::tempdir().unwrap());
    fs::write(place.path().join("moves.csv"), moves).unwrap();
    fs::write(place.path().join("hires.csv"), hires).unwrap();
    scored(&written, place.path())
}

#[test]
fn our_own_workbook_is_a_plan_made_by_hand() {
    // Read from the sheets for people, it moves the same persons and hires the same posts: those goals are the same.
    let written = Written::new();
    let by_hand = scored(&written, &written.path("plan.xlsx"));
    assert_eq!((by_hand.code, by_hand.text.as_str()), (Some(0), ""));
    let own = written.verify();
    for tier in [1, 3, 4] {
        assert_eq!(by_hand.json["tiers"][tier]["exact_value"], own.json["tiers"][tier]["exact_value"], "{tier}");
    }
    assert!(own.json["tiers"][3]["exact_value"].as_i64().unwrap() > 0, "nobody moves");
}

#[test]
fn schools_may_be_written_by_unit_by_code_or_by_name() {
    // Three ways to write the same two moves, and a kind of move that is found or given.
    let hires = "学校,学段,学科,招聘渠道,人数\n石桥小学,小学,体育与健康,公开招聘,2人\n";
    let ways = [
        "教师编号,调入单元\na09,b/primary\na10,b/primary\n",
        "教师编号,调入学校,调入学段,调动类型\na09,b,小学,交流轮岗\na10,b,primary,rotate\n",
        "教师编号,调入学校\na09,清溪小学\na10,清溪小学\n",
    ];
    let all = ways.map(|moves| {
        let said = lists(moves, hires);
        assert_eq!((said.code, said.text.as_str()), (Some(0), ""), "{moves}");
        said.json["tiers"].clone()
    });
    assert!(all[0] == all[1] && all[1] == all[2], "{all:?}");
    let nothing = lists("教师编号,调入单元\n", "学校,学科,人数\n");
    assert!(nothing.json["tiers"] != all[0], "the moves must count");
    let moved = said_indicator(&nothing, "hires");
    assert_eq!(moved, "0");
}

fn said_indicator(said: &Said, name: &str) -> String {
    let all = said.json["indicators"].as_array().unwrap();
    all.iter().find(|i| i["indicator"] == name).unwrap()["after"].as_str().unwrap().to_owned()
}

#[test]
fn every_row_that_cannot_be_understood_is_told_with_its_place() {
    // Unknown person, person twice, unknown school, stage, kind of move, subject, channel, a count that is none.
    let moves = "教师编号,调入学校,调入学段,调动类型\nz99,b,小学,\na09,b,小学,\na09,c,小学,\na10,x,小学,\na11,b,大学,\n\
                 a12,b,初中,\na13,b,小学,借用\na14,,,\n";
    let hires = "学校,学段,学科,招聘渠道,人数\nb,小学,炼金术,公开招聘,1\nb,小学,体育与健康,私招,1\nb,小学,体育与健康,公开招聘,一些\n";
    let said = lists(moves, hires);
    assert_eq!(said.code, Some(1));
    let parts = [
        "moves.csv, row 2: there is no teacher “z99”",
        "moves.csv, row 4: teacher a09 already stands in moves.csv, row 3",
        "moves.csv, row 5: there is no school or unit with the code or name “x”",
        "moves.csv, row 6: “大学” is no stage",
        "moves.csv, row 7: school “b” has no such stage",
        "moves.csv, row 8: “借用” is no kind of move",
        "moves.csv, row 9: it does not say where teacher a14 goes",
        "hires.csv, row 2: “炼金术” is no subject",
        "hires.csv, row 3: there is no channel “私招”",
        "hires.csv, row 4: “一些” is no whole number",
    ];
    for part in parts {
        assert!(said.text.contains(part), "no “{part}” in:\n{}", said.text);
    }
    assert_eq!(said.text.lines().count(), parts.len(), "{}", said.text);
}

#[test]
fn broken_rules_of_a_plan_made_by_hand_are_named() {
    // An exempt person is sent away, and more are hired than there are posts.
    let moves = format!("教师编号,调入单元\n{EXEMPT},b/primary\n");
    let said = lists(&moves, "单元,学科,招聘渠道,人数\nc/primary,pe,公开招聘,4\n");
    assert_eq!(said.code, Some(1));
    assert!(said.text.contains("who-may-rotate: ") && said.text.contains("hiring: "), "{}", said.text);
    assert_eq!(said.json["objections"].as_array().unwrap().len(), 0);
}

fn job(settings: Settings) -> Job {
    let solved = verify_support::solved();
    Job {
        records: solved.records,
        year: solved.plan.year,
        sources: Vec::new(),
        years: 1,
        ahead: Ahead::All,
        policy: solved.policy,
        settings,
    }
}

#[test]
fn a_known_plan_is_kept_when_there_is_no_time_to_find_a_better_one() {
    // Started from the plan without any time, every goal has the value of the plan; from the present staffing it has not.
    let solved = verify_support::solved();
    let (plan, left_out) = Decisions::of(&solved.case, &solved.plan).fitting(&solved.case, solved.plan.year);
    assert_eq!((&plan, left_out), (&solved.plan, 0));
    let settings = Settings { time_limit: Some(Duration::ZERO), ..Settings::default() };
    let years = vec![Planned { case: solved.case.clone(), plan }];
    let known = Known { years, frozen: 0, name: "last".to_owned(), left_out, warm: None, remarks: Vec::new() };
    let again = pipeline::solve_from(job(settings.clone()), Some(&known), &Silent).unwrap();
    let values = |of: &pipeline::Solved| of.outcome.tiers.iter().map(|t| t.value).collect::<Vec<_>>();
    assert_eq!(values(&again), values(&solved));
    assert_eq!(again.remarks[0].render(Lang::En), "The plan in last was the start.");
    let present = pipeline::solve(job(settings), &Silent).unwrap();
    assert_ne!(values(&present), values(&solved));
}

#[test]
fn a_known_plan_that_does_not_fit_is_said() {
    // Entries of unknown people are left out; a plan that breaks a hard rule is no start.
    let solved = verify_support::solved();
    let mut decisions = Decisions::of(&solved.case, &solved.plan);
    decisions.postings[5].teacher = "gone".to_owned();
    let (plan, left_out) = decisions.fitting(&solved.case, solved.plan.year);
    assert_eq!((plan.postings.len(), left_out), (solved.plan.postings.len(), 2));
    let years = vec![Planned { case: solved.case.clone(), plan }];
    let mut known = Known { years, frozen: 0, name: "last".to_owned(), left_out, warm: None, remarks: Vec::new() };
    let remarks = |known: &Known| {
        let solved = pipeline::solve_from(job(Settings::default()), Some(known), &Silent).unwrap();
        solved.remarks.iter().map(|r| r.render(Lang::En)).collect::<Vec<_>>().join("\n")
    };
    let said = remarks(&known);
    assert!(said.contains("2 entries of last do not fit") && said.contains("was the start"), "{said}");
    known.years[0].plan.hires[0].count += 100;
    let said = remarks(&known);
    assert!(said.contains("breaks the present hard rules") && !said.contains("was the start"), "{said}");
}

#[test]
fn the_command_starts_from_a_result_folder() {
    // `solve --from` takes the folder of an earlier run and ends with a verified plan.
    let (written, place) = (Written::new(), tempfile::tempdir().unwrap());
    let (input, policy) = (shown(&written.path("inputs")), shown(&written.path("policy.toml")));
    let (from, to) = (shown(&written.folder), shown(&place.path().join("new")));
    let said = said(&["solve", &input, "--policy", &policy, "--from", &from, "-o", &to]);
    assert_eq!(said.code, Some(0), "{}", said.text);
    assert_eq!(said.json["verified"], true);
    let own = written.text("moves.csv");
    assert_eq!(fs::read_to_string(place.path().join("new/moves.csv")).unwrap(), own);
}
