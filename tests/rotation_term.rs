//! A rotation with a term: who has rotated works where they were sent, may go back in the first year after the term and nowhere else,
//! and is at home afterwards as if they had not been away.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod tiny;
mod verify_support;

use junheng::domain::records::{EnrollmentRecord, Records};
use junheng::domain::{Case, Norms, SchoolYear, Stage, Teacher, UnitIx};
use junheng::formulation::carry::Carry;
use junheng::formulation::cohort::Mobility;
use junheng::formulation::rules::Admission;
use junheng::pipeline::{self, Ahead, Job, Solved};
use junheng::plan::{MoveKind, Plan};
use junheng::policy::Policy;
use junheng::solver::{Settings, Silent};
use tiny::{YEAR, facts, hand};
use verify_support::{POLICY, Written};

const YEARS: usize = 4;

/// The yearly policy with a term of so many years; without the rule where there is none. Nothing asks anybody to rotate.
fn policy(years: Option<i64>) -> Policy {
    let term = years.map(|years| {
        format!("\n[rule.rotation-term]\nstrength = \"hard\"\nyears = {{ value = {years}, assumed = true, note = \"test\" }}\n")
    });
    let calm = POLICY
        .replace("share = { value = 0.10,", "share = { value = 0,")
        .replace("share = { value = 0.20,", "share = { value = 0,");
    pipeline::policy(&format!("{calm}{}", term.unwrap_or_default())).unwrap()
}

/// Two schools, one with two teachers and one with one, who teach PE besides.
fn schools() -> Records {
    let mut records = hand::district(&[("a", Stage::Primary, 40, 2), ("b", Stage::Primary, 40, 1)]);
    hand::person(&mut records, "a1").other_kinds = vec!["pe".to_owned()];
    records
}

fn cases(records: &Records, policy: &Policy) -> Vec<Case> {
    let norms: Norms = junheng::formulation::rules::norms(policy);
    Case::horizon(records, SchoolYear(YEAR), YEARS, &norms).unwrap()
}

fn person<'c>(case: &'c Case, id: &str) -> &'c Teacher {
    case.teachers.iter().find(|t| t.record.id == id).unwrap()
}

fn school(case: &Case, of: UnitIx) -> &str {
    &case.school_of(of).code
}

/// What `rule` finds in a plan, in small units.
fn broken(case: &Case, policy: &Policy, rule: &str, plan: &Plan) -> i64 {
    hand::assess(case, policy, rule, plan).violation
}

/// The cases of four years where `a1` rotates in the first and goes back when the term of two years has ended, or not.
fn walked(policy: &Policy, back: bool) -> Vec<Case> {
    let cases = cases(&schools(), policy);
    let carry = Carry::new(&cases, policy);
    let mut all = vec![cases[0].clone()];
    for at in 0..YEARS - 1 {
        let plan = match at {
            0 => hand::moved(&all[at], &[("a1", "b/primary", MoveKind::Rotate)]),
            2 if back => hand::moved(&all[at], &[("a1", "a/primary", MoveKind::Return)]),
            _ => hand::stay(&all[at]),
        };
        let next = carry.case(at, &all[at], policy, &plan);
        all.push(next);
    }
    all
}

#[test]
fn who_has_rotated_may_go_back_when_the_term_ends() {
    // Two years at the other school without a choice; then home or not; home means the subjects of before and no further move.
    let policy = policy(Some(2));
    let all = walked(&policy, true);
    let told: Vec<_> = all
        .iter()
        .map(|case| {
            let of = person(case, "a1");
            let admission = Admission::new(case, &policy);
            let mobility = admission.mobility(of);
            let to: Vec<&str> = admission.destinations(of, mobility).iter().map(|&to| school(case, to)).collect();
            (school(case, of.unit), mobility, to, of.others.len(), of.arrived)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("a", Mobility::Eligible, vec!["b"], 1, false),
            ("b", Mobility::Fixed, vec![], 0, true),
            ("b", Mobility::Returning, vec!["a"], 0, true),
            ("a", Mobility::Fixed, vec![], 1, false),
        ]
    );
    let remains = walked(&policy, false);
    let of = person(&remains[3], "a1");
    assert_eq!((school(&remains[3], of.unit), &of.away), ("b", &None), "who does not go back remains for good");
    assert_eq!(Admission::new(&remains[3], &policy).mobility(of), Mobility::Fixed);
}

#[test]
fn without_the_rule_nobody_goes_back() {
    // The person is held where they were sent, and nothing is remembered.
    let policy = policy(None);
    let all = walked(&policy, false);
    for case in &all[1..] {
        let of = person(case, "a1");
        assert_eq!((Admission::new(case, &policy).mobility(of), &of.away), (Mobility::Fixed, &None));
    }
}

#[test]
fn a_return_at_another_time_or_place_is_found() {
    // Early, late, by somebody who was never sent, or to a third school: each breaks the rule; the one that is due does not.
    let policy = policy(Some(2));
    let all = walked(&policy, false);
    let home = |case: &Case, id| hand::moved(case, &[(id, "a/primary", MoveKind::Return)]);
    let rule = "rotation-term";
    assert_eq!([1, 2, 3].map(|at| broken(&all[at], &policy, rule, &home(&all[at], "a1"))), [1, 0, 1]);
    assert_eq!(broken(&all[2], &policy, rule, &home(&all[2], "b1")), 1);
    for other in ["minimum-stay", "who-may-rotate"] {
        assert_eq!([1, 2, 3].map(|at| broken(&all[at], &policy, other, &home(&all[at], "a1"))), [1, 0, 1], "{other}");
        let again = hand::moved(&all[2], &[("a1", "a/primary", MoveKind::Rotate)]);
        assert_eq!(broken(&all[2], &policy, other, &again), 1, "{other}: it is not another rotation");
    }
}

/// Three years in which the second school needs a second teacher in the first year and the first one in the third.
fn planned(policy: Policy) -> Solved {
    let mut records = hand::district(&[("a", Stage::Primary, 40, 2), ("b", Stage::Primary, 40, 1)]);
    records.channels.clear();
    hand::person(&mut records, "b1").exempt_until = Some(facts::month(YEAR + 9, 1));
    records.curriculum.retain(|row| row.kind == "math" && row.stage == Stage::Primary);
    let classes = [("a", [2, 2, 4]), ("b", [4, 4, 2])];
    let rows = classes.iter().flat_map(|&(school, classes)| {
        let row = move |(at, classes): (i32, i64)| EnrollmentRecord {
            year: YEAR + at,
            ..facts::enrollment(school, Stage::Primary, 40 * classes, classes)
        };
        (0..).zip(classes).map(row)
    });
    records.enrollment = rows.collect();
    let (year, settings) = (SchoolYear(YEAR), Settings::default());
    let job = Job { records, year, years: 3, ahead: Ahead::All, sources: Vec::new(), policy, settings };
    pipeline::solve(job, &Silent).unwrap()
}

#[test]
fn a_plan_sends_somebody_and_takes_them_back() {
    // With a term of two years one of the two goes and comes back, and nothing is missing; without, nobody may.
    let ways = |solved: &Solved| -> Vec<Option<MoveKind>> {
        let later = solved.later.iter().map(|of| &of.plan);
        std::iter::once(&solved.plan)
            .chain(later)
            .map(|plan| plan.postings.iter().find_map(|posting| posting.moved))
            .collect()
    };
    let with = planned(policy(Some(2)));
    assert_eq!(ways(&with), [Some(MoveKind::Rotate), None, Some(MoveKind::Return)]);
    let without = planned(policy(None));
    assert!(!ways(&without).contains(&Some(MoveKind::Return)), "{:?}", ways(&without));
    let paths = with.statement.paths.iter().map(|row| row.path.as_str()).collect::<Vec<_>>();
    assert!(paths.iter().any(|path| path.ends_with("2028 return a/primary")), "{paths:?}");
}

#[test]
fn a_falsified_return_is_refused() {
    // A folder with a return verifies; the same return a year early does not.
    let solved = planned(policy(Some(2)));
    let written = Written::of(&solved);
    let said = written.verify();
    assert_eq!((said.code, said.text.as_str()), (Some(0), ""));
    let id = solved.statement.moves.iter().find(|row| row.year == "2028").unwrap().teacher_id.clone();
    written.json("plan.json", |plan| {
        let postings = plan["later"]["2027"]["postings"].as_array_mut().unwrap();
        let of = postings.iter_mut().find(|p| p["teacher"] == id.as_str()).unwrap();
        (of["unit"], of["move"]) = ("a/primary".into(), "return".into());
        let postings = plan["later"]["2028"]["postings"].as_array_mut().unwrap();
        let of = postings.iter_mut().find(|p| p["teacher"] == id.as_str()).unwrap();
        of["move"] = serde_json::Value::Null;
    });
    written.cover_up();
    let said = written.verify();
    assert!(said.code == Some(1) && said.text.contains("rotation-term"), "{}", said.text);
}
