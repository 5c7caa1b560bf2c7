//! Scenarios: what is wrong in a file is told at once, each sort of change does what it says and nothing else, inherited changes come first,
//! and what is planned under a scenario is an input and a policy like any other.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod sweep_support;
mod tiny;

use junheng::domain::records::{DemographyRecord, EstablishmentRecord, Records};
use junheng::domain::words::Setting;
use junheng::domain::{Lessons, Stage};
use junheng::messages::Lang;
use junheng::policy::{Policy, Strength, Value};
use junheng::scenario::{Scenario, ScenarioIssue, apply};
use sweep_support::{County, run};
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
    let places =
        |issues: &[ScenarioIssue], lang| issues.iter().map(|issue| issue.place.text().render(lang)).collect::<Vec<_>>();
    let two = "line 8 (change 2)";
    let expected = ["colour", "title.en", "line 5 (change 1)", two, &format!("{two}, school")];
    assert_eq!(places(&issues, Lang::En), expected);
    assert_eq!(places(&issues, Lang::Zh)[4], "第 8 行(第 2 项改动)的 school");
    // One pair of brackets would be no list of changes; a year of five digits and a name with a slash are no slips to guess at.
    let head = "name = \"a/b\"\ntitle = { zh = \"甲\", en = \"a\" }\n";
    let one = Scenario::parse(&format!("{head}[change]\nkind = \"travel\"\nfactor = 2\n"), "x.toml").unwrap_err();
    assert_eq!(places(&one, Lang::Zh), ["name", "change"]);
    let year = change("kind = \"school\"; school = \"a\"; opens = 20270");
    assert_eq!(Scenario::parse(&format!("{}{year}", head.replace('/', "-")), "x.toml").unwrap_err().len(), 1);
    let broken = Scenario::parse("name = \"x\"\ntitle = {", "x.toml").unwrap_err();
    assert_eq!(places(&broken, Lang::Zh), ["2:10"]);
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
    assert!(refused(&before, "kind = \"lessons\"; subject = \"pe\"; at_least = 1").contains("scenario.nothing"));
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
    let now = after(&before, &format!("kind = \"merge-points\"; below = 100; closes = {}", tiny::YEAR));
    // 80 and 12 pupils of one class each: 92 fit no class of 80; a host of 40 takes 12 into its class, and the posts go along.
    assert_eq!(
        now.enrollment.iter().map(|row| (row.pupils, row.classes)).collect::<Vec<_>>(),
        [(92, Some(2)), (40, Some(1))]
    );
    before.schools[2].paired_with = Some("b".to_owned());
    before.establishment.iter_mut().for_each(|row| row.year = Some(tiny::YEAR));
    before.enrollment[1].pupils = 30;
    let small = after(&before, &format!("kind = \"merge-points\"; below = 100; closes = {}", tiny::YEAR));
    assert_eq!(
        small.enrollment.iter().map(|row| (row.pupils, row.classes)).collect::<Vec<_>>(),
        [(80, Some(1)), (42, Some(1))]
    );
    assert_eq!(small.establishment.iter().map(|row| row.posts).collect::<Vec<_>>(), [Some(99), Some(198)]);
    before = schools();
    let merged = after(&before, "kind = \"merge-points\"; below = 100; closes = 2027");
    assert_eq!(closes(&merged), (Some(2027), Some("a".to_owned())));
    before.schools[2].paired_with = Some("b".to_owned());
    let paired = after(&before, "kind = \"merge-points\"; below = 13; closes = 2027");
    assert_eq!(closes(&paired), (Some(2027), Some("b".to_owned())));
    assert!(refused(&before, "kind = \"merge-points\"; below = 12; closes = 2027").contains("scenario.nothing"));
    assert!(
        refused(&before, "kind = \"school\"; school = \"b\"; closes = 2028; merges_into = \"z\"")
            .contains("unknown-school")
    );
}

#[test]
fn a_school_that_opens_late_lends_its_pupils_and_posts() {
    // The 40 pupils of b are somewhere else until it opens: grade by grade, with their class.
    let mut before = schools();
    assert!(refused(&before, "kind = \"school\"; school = \"b\"; opens = 2028").contains("scenario.homeless"));
    before.establishment.iter_mut().for_each(|row| row.year = Some(tiny::YEAR));
    let late = after(&before, "kind = \"school\"; school = \"b\"; opens = 2028; pupils_to = \"a\"");
    // Its 99 posts go along with the pupils and come back when it opens.
    let posts = |of: &Records| -> Vec<(i32, String, i64)> {
        let row = |row: &EstablishmentRecord| (row.year.unwrap(), row.school.clone(), row.posts.unwrap());
        let mut posts: Vec<_> = of.establishment.iter().map(row).collect();
        posts.sort();
        posts
    };
    let named = |year, school: &str, posts| (year, school.to_owned(), posts);
    let y = tiny::YEAR;
    let expected = [named(y, "a", 198), named(y, "p", 99), named(2028, "a", 99), named(2028, "b", 99)];
    assert_eq!(posts(&late), expected);
    // A host whose posts are given for an earlier year lends them to the year in question.
    let mut earlier = before.clone();
    earlier.establishment[0].year = Some(y - 1);
    let late_too = after(&earlier, "kind = \"school\"; school = \"b\"; opens = 2028; pupils_to = \"a\"");
    assert_eq!(posts(&late_too), [vec![named(y - 1, "a", 99)], expected.to_vec()].concat());
    assert_eq!((late.schools[1].opens, late.schools[0].opens), (Some(2028), None));
    let rows: Vec<_> = late.enrollment.iter().map(|row| (row.school.as_str(), row.pupils, row.classes)).collect();
    assert_eq!(rows, [("a", 120, Some(2)), ("p", 12, Some(1))]);
    // What opens in the year of the rows keeps its pupils.
    let in_time = after(&before, &format!("kind = \"school\"; school = \"b\"; opens = {}", tiny::YEAR));
    assert_eq!(in_time.enrollment, before.enrollment);
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
    let mut absent = doubled.clone();
    absent.attrition[0].absence_rate = Some(30);
    let kept = after(&absent, "kind = \"leavers\"; setting = \"rural\"; rate = 0.01");
    assert_eq!(
        kept.attrition.iter().map(|row| (row.leaving_rate, row.absence_rate)).collect::<Vec<_>>(),
        [(None, Some(30)), (Some(10), None)]
    );
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

#[test]
fn the_ready_scenarios_can_be_shown() {
    // Each of those of `data/dazu`: its title, what it changes, and what that does to the facts or the policy.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dazu/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Lists of scenarios are no scenarios.
    files.retain(|file| !std::fs::read_to_string(file).unwrap().contains("scenarios = ["));
    files.sort();
    assert!(files.len() >= 11);
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

#[test]
fn facts_that_a_scenario_spoils_are_refused_before_anything_is_planned() {
    // A school that merges into itself: the usual checks of an input tell it.
    let county = County::new();
    let text = std::fs::read_to_string(county.path("county/schools.csv")).unwrap();
    let code = text.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    county.on_base(
        "more",
        &change(&format!("kind = \"school\"; school = \"{code}\"; closes = 2020; merges_into = \"{code}\"")),
    );
    let (exit, said) = county.sweep("all.toml", "out", &[]);
    assert!(exit == Some(2) && said.contains("按情景改动后的数据有"), "{said}");
}

#[test]
fn the_order_of_rows_in_the_input_does_not_change_a_scenario() {
    // Posts to recruit for are dealt to a total with equal remainders, and taken up by chance: the same whichever row of the table comes first.
    let county = County::new();
    let total = change("kind = \"recruits\"; total = 3")
        + &change("kind = \"enrollment\"; grade = 1; factor = 0.9")
        + &change("kind = \"take-up\"; rate = 0.4; seed = 1");
    county.on_base("fewer", &total);
    let show = || run(&["scenario", "show", county.path("fewer.toml").to_str().unwrap(), "--json"]);
    let first = show();
    assert_eq!(first.0, Some(0), "{}", first.1);
    for table in ["channels", "enrollment", "schools"] {
        let path = county.path(&format!("county/{table}.csv"));
        let text = std::fs::read_to_string(&path).unwrap();
        let (head, rows) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rows.lines().rev().collect();
        std::fs::write(path, format!("{head}\n{}\n", rows.join("\n"))).unwrap();
    }
    assert_eq!(show(), first);
}
