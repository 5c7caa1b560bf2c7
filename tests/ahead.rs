//! Ways of looking ahead over several years: all at once is never worse, foresight pays where the next year is known, years that were
//! published stay as they are, and plans are held side by side.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use junheng::domain::records::{ChannelRecord, EnrollmentRecord, Records};
use junheng::domain::{Money, SchoolYear, Stage, UnitIx, YearMonth};
use junheng::messages::Lang;
use junheng::pipeline::{self, Ahead, Job, Known, PipelineError, Solved};
use junheng::plan::MoveKind;
use junheng::report::compare::Counts;
use junheng::solver::{Settings, Silent, Termination};
use serde_json::json;
use verify_support::{EXEMPT, POLICY, Written, district, said, shown};

const FIRST: SchoolYear = SchoolYear(support::YEAR);
const ROLLING: Ahead = Ahead::Rolling { window: 2, step: 1 };

fn job(records: Records, years: usize, ahead: Ahead) -> Job {
    let policy = pipeline::policy(POLICY).unwrap();
    Job { records, year: FIRST, years, ahead, sources: Vec::new(), policy, settings: Settings::default() }
}

fn solved(records: Records, years: usize, ahead: Ahead) -> Solved {
    pipeline::solve(job(records, years, ahead), &Silent).unwrap()
}

/// The plans of a solve, as a start for another one of which the first `frozen` years stay.
fn known(of: &Solved, frozen: usize) -> Known {
    let cases = pipeline::cases(&of.records, FIRST, of.count_years(), &of.policy).unwrap();
    let plans: Vec<_> = of.years().map(|year| year.plan.clone()).collect();
    let known = Known::of(&cases, &of.policy, "known".to_owned(), |at, _| Some((plans[at].clone(), 0)));
    Known { frozen, ..known }
}

fn values(of: &Solved) -> Vec<i64> {
    of.outcome.tiers.iter().map(|tier| tier.value).collect()
}

fn counts(of: &Solved) -> Counts {
    Counts::of(of.years().map(|year| (year.case, year.plan)))
}

/// A village school with six classes and 30 lessons of mathematics a week, where a full load is 16: its two teachers cover them until one
/// retires in April 2027, and one more can be hired in 2026 only.
fn village() -> Records {
    let of = district();
    let of_grade = |year, grade| EnrollmentRecord {
        year,
        school: "b".to_owned(),
        stage: Stage::Primary,
        grade,
        pupils: 30,
        classes: None,
        boarders: 0,
        inclusion: 0,
    };
    let mut teachers = vec![support::teacher("old", None, "b", "math"), support::teacher("young", None, "b", "math")];
    teachers[0].birth = YearMonth::new(1971, 10).unwrap();
    let channel = |year, posts| ChannelRecord {
        channel: "公开招聘".to_owned(),
        year: Some(year),
        kind: None,
        stage: None,
        setting: None,
        posts,
        supply: None,
        cost: Money::whole(80_000),
        bond_years: 3,
        lead_years: 0,
    };
    let certificate = |id: &str| {
        let mut certificate = of.certificates[0].clone();
        id.clone_into(&mut certificate.teacher);
        certificate
    };
    Records {
        schools: of.schools.iter().filter(|school| school.id == "b").cloned().collect(),
        enrollment: [2026, 2027].into_iter().flat_map(|year| (1..=6).map(move |grade| of_grade(year, grade))).collect(),
        certificates: vec![certificate("old"), certificate("young")],
        teachers,
        curriculum: of.curriculum.iter().filter(|row| row.kind == "math").cloned().collect(),
        workload: of.workload.clone(),
        channels: vec![channel(2026, 1), channel(2027, 0)],
        ..Records::default()
    }
}

#[test]
fn who_looks_ahead_hires_before_the_colleague_retires() {
    // 32 lessons can be given in 2026, so that year by year nobody is hired and 30 − 16 = 14 lessons are missing in 2027; all at once one
    // person is hired in 2026, costs 80,000 in that year, and nothing is missing.
    let (yearly, all) = (solved(village(), 2, Ahead::Yearly), solved(village(), 2, Ahead::All));
    let (near, far) = (counts(&yearly), counts(&all));
    assert_eq!((near.hires, near.missing_lessons[&2026], near.missing_lessons[&2027]), (0, 0, 14_000));
    assert_eq!((far.hires, far.missing_lessons[&2026], far.missing_lessons[&2027]), (1, 0, 0));
    assert!(values(&all)[0] + 14_000 <= values(&yearly)[0], "{:?} {:?}", values(&all), values(&yearly));
    // Two years are all there are to look at.
    assert_eq!(values(&solved(village(), 2, ROLLING)), values(&all));
}

#[test]
fn all_at_once_is_never_worse() {
    // Year by year is where it begins; a plan made by rolling is no better than what is made of it.
    let all = solved(district(), 3, Ahead::All);
    let yearly = solved(district(), 3, Ahead::Yearly);
    let rolling = solved(district(), 3, ROLLING);
    assert!(values(&all) <= values(&yearly), "{:?} {:?}", values(&all), values(&yearly));
    let from = pipeline::solve_from(job(district(), 3, Ahead::All), Some(&known(&rolling, 0)), &Silent).unwrap();
    assert!(values(&from) <= values(&rolling), "{:?} {:?}", values(&from), values(&rolling));
    assert!(from.remarks.iter().any(|text| text.key() == "verify.from.used"));
}

#[test]
fn nothing_is_claimed_of_all_years_where_they_are_planned_in_pieces() {
    // Every piece is proven and the whole is not; the folder verifies, and no bound or certificate stands in it.
    for ahead in [Ahead::Yearly, ROLLING] {
        let solved = solved(district(), 3, ahead);
        assert_eq!((solved.outcome.termination, solved.ahead), (Termination::Piecewise, ahead));
        assert!(solved.outcome.tiers.iter().all(|tier| tier.bound.is_none()));
        let written = Written::of(&solved);
        let told = written.verify();
        assert_eq!((told.code, told.text.as_str()), (Some(0), ""), "{ahead}");
        assert!(!written.path("certificate.json").exists());
        assert!(written.text("manifest.json").contains(&format!("\"ahead\": \"{ahead}\"")));
        written.json("plan.json", |plan| plan["manifest"]["ahead"] = json!("all"));
        written.cover_up();
        assert!(written.verify().text.contains("manifest.ahead"));
    }
}

#[test]
fn a_frozen_year_stays_row_by_row() {
    // Nothing changes in it, the values stay between what was proven and what was found, and what is proven is proven again.
    let before = Written::of(&solved(district(), 2, Ahead::All));
    let place = tempfile::tempdir().unwrap();
    for way in ["all", "yearly"] {
        let to = place.path().join(way);
        let (input, policy) = (shown(&before.path("inputs")), shown(&before.path("policy.toml")));
        let (from, out) = (shown(&before.folder), shown(&to));
        let args = ["solve", &input, "-p", &policy, "--years", "2", "--from", &from, "--freeze", "1", "--ahead", way];
        let told = said(&[&args[..], &["-o", &out]].concat());
        assert_eq!((told.code, &told.json["verified"]), (Some(0), &json!(true)), "{}", told.text);
        for table in ["moves.csv", "hires.csv", "staffing.csv", "coverage.csv", "indicators.csv", "findings.csv"] {
            let text = std::fs::read_to_string(to.join(table)).unwrap();
            let of_first = |text: &str| text.lines().filter(|l| l.starts_with("2026,")).map(str::to_owned).collect();
            let (then, now): (Vec<String>, Vec<String>) = (of_first(&before.text(table)), of_first(&text));
            assert!(then == now, "{table}: {then:?} {now:?}");
        }
        let tiers = |text: &str| {
            let plan: serde_json::Value = serde_json::from_str(text).unwrap();
            plan["tiers"].as_array().unwrap().clone()
        };
        let (then, now) =
            (tiers(&before.text("plan.json")), tiers(&std::fs::read_to_string(to.join("plan.json")).unwrap()));
        let number = |of: &serde_json::Value, key: &str| of[key].as_i64().unwrap();
        let exact = |of: &[serde_json::Value]| of.iter().map(|tier| number(tier, "exact_value")).collect::<Vec<_>>();
        assert!(exact(&now) <= exact(&then) && number(&now[0], "exact_value") >= number(&then[0], "exact_bound"));
        // One year is left, so that looking ahead makes no difference, and its bounds hold for both.
        let told = said(&["verify", &out]);
        let again = told.json["tiers"].as_array().unwrap();
        assert!(again.iter().all(|tier| tier["certified_bound"].is_i64()), "{again:?}");
    }
}

#[test]
fn a_frozen_year_that_breaks_a_rule_is_refused() {
    // Who may not be moved was moved in it: the year and the rule are told, and nothing is planned.
    let mut known = known(&solved(district(), 2, Ahead::All), 1);
    let year = &mut known.years[0];
    let exempt = year.case.teachers.iter().position(|teacher| teacher.record.id == EXEMPT).unwrap();
    let elsewhere = (0..3).map(UnitIx::new).find(|&unit| unit != year.case.teachers[exempt].unit).unwrap();
    (year.plan.postings[exempt].unit, year.plan.postings[exempt].moved) = (Some(elsewhere), Some(MoveKind::Rotate));
    let error = pipeline::solve_from(job(district(), 2, Ahead::All), Some(&known), &Silent).unwrap_err();
    let PipelineError::Frozen { year, findings } = error else { panic!("{error}") };
    assert_eq!(year, FIRST);
    let told = findings.iter().map(|finding| finding.text.render(Lang::En));
    assert!(told.into_iter().any(|text| text.contains(EXEMPT)), "{findings:?}");
}

#[test]
fn a_frozen_year_that_does_not_fit_the_data_is_refused() {
    // A person of the plan is gone, and the present one is not in it: both are named. What cannot be frozen at all is a wrong argument.
    let written = Written::of(&solved(district(), 2, Ahead::All));
    let (input, policy, from) =
        (shown(&written.path("inputs")), shown(&written.path("policy.toml")), shown(&written.folder));
    let out = shown(&written.folder.with_file_name("new"));
    let solve =
        |args: &[&str]| said(&[&["solve", &input, "-p", &policy, "--years", "2", "-o", &out][..], args].concat());
    let told = solve(&["--from", &from, "--freeze", "2"]);
    assert!(told.code == Some(2) && told.text.contains("--freeze must be less than the 2"), "{}", told.text);
    let told = solve(&["--ahead", "rolling"]);
    assert!(told.code == Some(2) && told.text.contains("needs --window"), "{}", told.text);
    let told = solve(&["--ahead", "rolling", "--window", "3"]);
    assert!(told.code == Some(2) && told.text.contains("--window cannot be more"), "{}", told.text);
    let told = solve(&["--window", "2"]);
    assert!(told.code == Some(2) && told.text.contains("for rolling only"), "{}", told.text);
    written.json("plan.json", |plan| plan["decisions"]["postings"][4]["teacher"] = json!("gone"));
    let told = solve(&["--from", &from, "--freeze", "1"]);
    assert_eq!(told.code, Some(2), "{}", told.text);
    for part in ["does not fit the present data", "gone", "a04"] {
        assert!(told.text.contains(part), "no “{part}” in:\n{}", told.text);
    }
    assert!(!std::path::Path::new(&out).exists());
}

#[test]
fn plans_are_held_side_by_side() {
    // Every number is that of its folder; foresight is worth what year by year has more.
    let (yearly, all) = (solved(village(), 2, Ahead::Yearly), solved(village(), 2, Ahead::All));
    let (near, far) = (Written::of(&yearly), Written::of(&all));
    let told = said(&["compare", &shown(&near.folder), &shown(&far.folder)]);
    assert_eq!((told.code, &told.json["differences"]), (Some(0), &json!([])));
    let saved: Vec<i64> = values(&yearly).iter().zip(values(&all)).map(|(near, far)| near - far).collect();
    assert_eq!(told.json["foresight"][0]["saved"], json!(saved));
    let plans = &told.json["plans"];
    assert_eq!((&plans[0]["ahead"], &plans[0]["hires"], &plans[1]["hires"]), (&json!("yearly"), &json!(0), &json!(1)));
    assert_eq!(plans[0]["missing_lessons"], json!({"2026": 0, "2027": 14_000}));
    let shown = [shown(&near.folder), shown(&far.folder)];
    let output = assert_cmd::cargo::cargo_bin_cmd!("junheng").arg("compare").args(&shown).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("前瞻的价值") && text.contains("-14") && text.contains("2026—2027"), "{text}");
}

#[test]
fn plans_of_different_questions_are_not_compared_in_silence() {
    // Other tables and another number of years are told, and no worth of foresight; a folder that was altered is refused.
    let (two, one) =
        (Written::of(&solved(village(), 2, Ahead::Yearly)), Written::of(&solved(district(), 1, Ahead::All)));
    let told = said(&["compare", &shown(&two.folder), &shown(&one.folder)]);
    let differences = told.json["differences"].to_string();
    assert!(told.code == Some(1) && told.json["foresight"] == json!([]), "{}", told.text);
    assert!(
        differences.contains("inputs/teachers.csv") && differences.contains("Different school years"),
        "{differences}"
    );
    two.replace("plan.json", "\"exact_value\":", "\"exact_value\": 7");
    let told = said(&["compare", &shown(&two.folder), &shown(&one.folder)]);
    assert!(told.code == Some(2) && told.text.contains("does not agree with itself"), "{}", told.text);
}
