//! Scenarios: what is wrong in a file is told at once, each sort of change does what it says and nothing else, inherited changes come first,
//! and what is planned under a scenario is an input and a policy like any other.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod tiny;

use assert_cmd::cargo::cargo_bin_cmd;
use junheng::domain::records::{DemographyRecord, Records};
use junheng::domain::words::Setting;
use junheng::domain::{Lessons, Stage};
use junheng::policy::{Policy, Strength, Value};
use junheng::scenario::{Scenario, apply};
use tiny::hand::district;

const POLICY: &str = include_str!("../models/annual.toml");

/// A scenario of these changes.
fn scenario(name: &str, changes: &str) -> Scenario {
    let head = format!("name = \"{name}\"\ntitle = {{ zh = \"情景\", en = \"scenario\" }}\n");
    Scenario::parse(&format!("{head}{changes}"), "x.toml").unwrap()
}

fn change(body: &str) -> String {
    format!("[[change]]\n{}\n", body.replace("; ", "\n"))
}

/// The rows after one change.
fn after(records: &Records, body: &str) -> Records {
    apply(&[scenario("one", &change(body))], records, POLICY).unwrap().records
}

/// Why one change cannot be done: the keys of cause and action.
fn refused(records: &Records, body: &str) -> String {
    let issues = apply(&[scenario("one", &change(body))], records, POLICY).unwrap_err();
    assert_eq!(issues.len(), 1);
    format!("{:?} {:?}", issues[0].cause, issues[0].action)
}

/// Two town schools and a teaching point in the country, with 80, 40 and 12 pupils.
fn schools() -> Records {
    let mut records =
        district(&[("a", Stage::Primary, 80, 2), ("b", Stage::Primary, 40, 1), ("p", Stage::Primary, 12, 1)]);
    (records.schools[2].teaching_point, records.schools[2].setting) = (true, Setting::Rural);
    records.demography.push(DemographyRecord {
        year: tiny::YEAR + 1,
        town: None,
        school: None,
        stage: Stage::Primary,
        entrants: Some(100),
        transfer_rate: None,
        grade_rate: None,
    });
    records
}

#[test]
fn all_that_is_wrong_in_a_file_is_told_with_its_place() {
    // An unknown key, no English title, two faulty changes: five problems, each with line and change.
    let text = "name = \"x\"\ntitle = { zh = \"甲\" }\ncolour = 1\n\n[[change]]\nkind = \"enrolment\"\n\n[[change]]\nkind = \"posts\"\nschool = 3\nadd = 1\nposts = 2\n";
    let issues = Scenario::parse(text, "x.toml").unwrap_err();
    let places: Vec<&str> = issues.iter().map(|issue| issue.place.as_str()).collect();
    assert_eq!(places, ["colour", "title.en", "5: change 1", "8: change 2", "8: change 2.school"]);
    let broken = Scenario::parse("name = \"x\"\ntitle = {", "x.toml").unwrap_err();
    assert_eq!(broken[0].place, "2:10");
}

#[test]
fn pupils_are_changed_where_the_change_says_so() {
    // Half of the pupils of one school; classes keep their size, and nobody else is touched.
    let before = schools();
    let then = after(&before, "kind = \"enrollment\"; school = \"a\"; factor = 0.5");
    assert_eq!(then.enrollment.iter().map(|row| row.pupils).collect::<Vec<_>>(), [40, 40, 12]);
    assert_eq!(then.schools, before.schools);
    let town = after(&before, "kind = \"enrollment\"; town = \"town of b\"; factor = 1.1");
    assert_eq!(town.enrollment.iter().map(|row| row.pupils).collect::<Vec<_>>(), [80, 44, 12]);
    assert!(refused(&before, "kind = \"enrollment\"; school = \"z\"; factor = 2").contains("unknown-school"));
    assert!(refused(&before, "kind = \"enrollment\"; stage = \"junior\"; factor = 2").contains("scenario.nothing"));
    assert!(refused(&before, "kind = \"enrollment\"; stage = \"middle\"; factor = 2").contains("unknown-stage"));
    let entrants = after(&before, "kind = \"entrants\"; factor = 0.9");
    assert_eq!(entrants.demography[0].entrants, Some(90));
}

#[test]
fn posts_recruits_lessons_and_ways_are_changed() {
    // Posts by a number or by more and fewer, recruiting to a total in proportion, lessons at least, ways longer.
    let mut before = schools();
    before.channels = [("open", 5), ("graduates", 3), ("special", 2)]
        .map(|(name, posts)| tiny::facts::channel(name, posts, 80_000))
        .to_vec();
    let posts = |records: &Records| records.establishment.iter().map(|row| row.posts.unwrap()).collect::<Vec<_>>();
    assert_eq!(posts(&before), [99, 99, 99]);
    assert_eq!(posts(&after(&before, "kind = \"posts\"; school = \"b\"; add = -9")), [99, 90, 99]);
    assert_eq!(posts(&after(&before, "kind = \"posts\"; school = \"b\"; posts = 7")), [99, 7, 99]);
    assert!(refused(&before, "kind = \"posts\"; school = \"b\"; add = -100").contains("negative-posts"));
    let recruits = |body: &str| after(&before, body).channels.iter().map(|row| row.posts).collect::<Vec<_>>();
    // 5, 3 and 2 tenths of 7: 3.5, 2.1 and 1.4; the seventh goes to the largest remainder.
    assert_eq!(recruits("kind = \"recruits\"; total = 7"), [4, 2, 1]);
    assert_eq!(recruits("kind = \"recruits\"; channel = \"special\"; factor = 2"), [5, 3, 4]);
    let pe = |records: &Records| records.curriculum.iter().filter(|row| row.kind == "pe").map(|row| row.lessons).max();
    assert_eq!(
        pe(&after(&before, "kind = \"lessons\"; subject = \"pe\"; at_least = 5")),
        Some(Lessons::from_small(5000))
    );
    assert_eq!(pe(&after(&before, "kind = \"lessons\"; subject = \"pe\"; at_least = 1")), pe(&before));
    let ways = after(&before, "kind = \"travel\"; factor = 1.5");
    assert!(
        ways.travel.iter().all(|way| way.minutes.unwrap().small() == 15 * 1000 || way.minutes.unwrap().small() == 15)
    );
}

#[test]
fn schools_open_close_and_merge() {
    // The teaching point with 12 pupils merges into the school it is paired with, else the nearest; one with as many as the limit stays.
    let mut before = schools();
    let closes = |records: &Records| {
        let point = &records.schools[2];
        (point.closes, point.merges_into.clone())
    };
    let merged = after(&before, "kind = \"merge-points\"; below = 100; closes = 2027");
    assert_eq!(closes(&merged), (Some(2027), Some("a".to_owned())));
    before.schools[2].paired_with = Some("b".to_owned());
    let paired = after(&before, "kind = \"merge-points\"; below = 13; closes = 2027");
    assert_eq!(closes(&paired), (Some(2027), Some("b".to_owned())));
    assert!(refused(&before, "kind = \"merge-points\"; below = 12; closes = 2027").contains("scenario.nothing"));
    let late = after(&before, "kind = \"school\"; school = \"b\"; opens = 2028");
    assert_eq!((late.schools[1].opens, late.schools[0].opens), (Some(2028), None));
    assert!(
        refused(&before, "kind = \"school\"; school = \"b\"; closes = 2028; merges_into = \"z\"")
            .contains("unknown-school")
    );
}

#[test]
fn people_are_pinned_forbidden_and_expected_to_leave() {
    // Who is pinned to a school is not forbidden it, and the other way round; a rate replaces what was said of the setting.
    let before = schools();
    let forbidden = after(&before, "kind = \"forbid\"; teacher = \"a1\"; school = \"b\"");
    assert_eq!(forbidden.teachers[0].forbidden, ["b"]);
    let pinned = after(&forbidden, "kind = \"pin\"; teacher = \"a1\"; school = \"b\"");
    assert_eq!((pinned.teachers[0].pinned.as_deref(), pinned.teachers[0].forbidden.len()), (Some("b"), 0));
    assert!(refused(&before, "kind = \"pin\"; teacher = \"z9\"; school = \"b\"").contains("unknown-teacher"));
    let leaving = after(&before, "kind = \"leavers\"; setting = \"rural\"; rate = 0.04");
    let doubled = after(&leaving, "kind = \"leavers\"; factor = 2");
    assert_eq!(doubled.attrition.iter().map(|row| row.leaving_rate).collect::<Vec<_>>(), [Some(80)]);
    let again = after(&doubled, "kind = \"leavers\"; setting = \"rural\"; rate = 0.01");
    assert_eq!(again.attrition.iter().map(|row| row.leaving_rate).collect::<Vec<_>>(), [Some(10)]);
    assert!(refused(&before, "kind = \"leavers\"; factor = 2").contains("scenario.nothing"));
}

#[test]
fn rules_are_changed_and_say_so() {
    // A parameter becomes an assumption of the scenario, a rule that only reports has no goal any more, the rest is as it was.
    let text = |body: &str| {
        let changed = apply(&[scenario("fifteen", &change(body))], &schools(), POLICY).unwrap();
        Policy::parse(&changed.policy, &junheng::formulation::rules::specs()).unwrap()
    };
    let before = Policy::parse(POLICY, &junheng::formulation::rules::specs()).unwrap();
    let then = text("kind = \"rule\"; rule = \"rotation-share\"; values = { share = 0.15 }");
    let share = |policy: &Policy| policy.rules["rotation-share"].params["share"].value.clone();
    assert_eq!((share(&before), share(&then)), (Value::Number(100), Value::Number(150)));
    let assumed = junheng::policy::Provenance::Assumed("fifteen".to_owned());
    assert_eq!(then.rules["rotation-share"].params["share"].provenance, assumed);
    let others = |policy: &Policy| {
        policy.rules.clone().into_iter().filter(|rule| rule.0 != "rotation-share").collect::<Vec<_>>()
    };
    assert_eq!(others(&before), others(&then));
    let report = text("kind = \"rule\"; rule = \"rotation-share\"; strength = \"report\"");
    assert_eq!(report.rules["rotation-share"].strength, Strength::Report);
    assert!(refused(&schools(), "kind = \"rule\"; rule = \"rotation\"; weight = 2").contains("unknown-rule"));
    assert!(
        refused(&schools(), "kind = \"rule\"; rule = \"rotation-share\"; values = { part = 1 }")
            .contains("unknown-param")
    );
}

#[test]
fn inherited_changes_come_first_and_all_that_cannot_be_done_is_told() {
    // Ten posts fewer, then twice the pupils; a scenario with two impossible changes tells both.
    let base = scenario("base", &change("kind = \"posts\"; school = \"a\"; posts = 10"));
    let own = scenario("own", &change("kind = \"posts\"; school = \"a\"; add = 5"));
    let changed = apply(&[base, own], &schools(), POLICY).unwrap();
    assert_eq!(changed.records.establishment[0].posts, Some(15));
    assert_eq!(changed.touched.iter().map(|touched| touched.0.as_str()).collect::<Vec<_>>(), ["base", "own"]);
    let two = change("kind = \"posts\"; school = \"z\"; add = 5")
        + &change("kind = \"travel\"; factor = 2")
        + &change("kind = \"pin\"; teacher = \"y\"; school = \"a\"");
    assert_eq!(apply(&[scenario("two", &two)], &schools(), POLICY).unwrap_err().len(), 2);
}

fn run(args: &[&str]) -> (Option<i32>, String) {
    let output = cargo_bin_cmd!("junheng").args(args).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn the_ready_scenarios_can_be_shown() {
    // Each of those of `data/dazu`: its title, what it changes, and what that does to the facts or the policy.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dazu/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12);
    for file in files {
        let (code, text) = run(&["scenario", "show", file.to_str().unwrap()]);
        let changes =
            ["base.toml", "programme.toml"].iter().any(|name| file.ends_with(name)) == text.contains("没有改动");
        assert!(code == Some(0) && text.contains("情景：") && changes, "{}: {text}", file.display());
    }
}

#[test]
fn a_scenario_that_inherits_itself_or_starts_nowhere_is_refused() {
    // Two files that inherit each other; one without input and policy; one whose base is not there.
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, base: &str| {
        let text = format!("name = \"{name}\"\ntitle = {{ zh = \"甲\", en = \"a\" }}\n{base}");
        std::fs::write(dir.path().join(name), text).unwrap();
        dir.path().join(name).to_str().unwrap().to_owned()
    };
    write("one", "base = \"two\"\n");
    let circle = write("two", "base = \"one\"\n");
    let nowhere = write("three", "");
    let missing = write("four", "base = \"nine\"\n");
    for (file, said) in [(circle, "继承了自己"), (nowhere, "input ="), (missing, "nine")] {
        let (code, text) = run(&["scenario", "show", &file]);
        assert!(code == Some(2) && text.contains(said), "{text}");
    }
}
