//! What is said where no plan meets all hard rules.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::words::Setting;
use junheng::domain::{Records, SchoolYear, Stage};
use junheng::messages::Lang;
use junheng::pipeline::{Ahead, Job, PipelineError, solve};
use junheng::policy::{Policy, Strength};
use junheng::solver::{Settings, Silent, Termination};
use tiny::facts::{certificate, channel, curriculum, enrollment, load, posts, school, teacher, travel};
use tiny::{YEAR, annual, balance, hand};

const P: Stage = Stage::Primary;

/// Two schools whose posts are all taken; `a` is pinned to the other one, whose only teacher may not go elsewhere.
fn records(pinned: Option<&str>) -> Records {
    let mut staff = [("a", "s1"), ("b", "s1"), ("c", "s2")].map(|(id, at)| teacher(id, at, P, "math"));
    staff[0].pinned = pinned.map(str::to_owned);
    Records {
        schools: ["s1", "s2"].map(school).into(),
        enrollment: vec![enrollment("s1", P, 80, 2), enrollment("s2", P, 30, 1)],
        teachers: staff.into(),
        certificates: ["a", "b"].map(|id| certificate(id, P)).into(),
        curriculum: vec![curriculum(P, "math", 6000)],
        workload: vec![load(P, "math", 12_000)],
        establishment: vec![posts("s1", P, 2), posts("s2", P, 1)],
        channels: vec![channel("open", 1, 80_000)],
        travel: vec![travel("s1", "s2", 10)],
        ..Records::default()
    }
}

fn of_one_year(records: Records, policy: Policy) -> Job {
    Job {
        records,
        year: SchoolYear(YEAR),
        sources: Vec::new(),
        years: 1,
        ahead: Ahead::All,
        policy,
        settings: Settings::default(),
    }
}

fn job(records: Records) -> Job {
    let mut policy = annual();
    // Half of a school of two may leave, so that only the posts are in the way.
    tiny::set(&mut policy, "school-loss", "share", junheng::policy::Value::Number(500));
    of_one_year(records, policy)
}

#[test]
fn a_pin_into_a_full_school_is_answered_with_the_school_and_its_posts() {
    // “Impossible” alone would leave the office to search 9,000 people for the reason.
    assert!(solve(job(records(None)), &Silent).is_ok(), "without the pin there is a plan");
    let Err(PipelineError::NoPlan { outcome, conflicts, .. }) = solve(job(records(Some("s2"))), &Silent) else {
        panic!("a plan over the posts of s2");
    };
    assert_eq!(outcome.termination, Termination::Infeasible);
    let found: Vec<_> = conflicts.iter().map(|(_, f)| (f.rule, f.place.as_str(), f.amount)).collect();
    assert_eq!(found, [("establishment", "s2/primary", 1000)], "{conflicts:?}");
    assert!(conflicts[0].1.text.render(Lang::Zh).contains("s2"), "{}", conflicts[0].1.text.render(Lang::Zh));
}

/// A junior school of one class and a rural primary school, under a policy with every rule of the balance hard.
///
/// Asked of the junior school: degrees ⌈5.3 · pupils / 100⌉ = 3, a key teacher and a PE teacher; of the primary school ⌈1.89⌉ = 2, 1, 1.
/// a3 and b3 teach PE, b1 is a key teacher whose certificate is for primary schools, and so is that of a4.
fn balanced(pupils: i64, change: impl FnOnce(&mut Records)) -> Job {
    let mut records = hand::district(&[("a", Stage::Junior, pupils, 4), ("b", P, 45, 3)]);
    records.schools[1].setting = Setting::Rural;
    for id in ["a3", "b3"] {
        "pe".clone_into(&mut hand::person(&mut records, id).kind);
    }
    hand::honored(&mut records, &["b1"]);
    records.certificates.retain(|c| c.teacher != "a4");
    records.certificates.push(certificate("a4", P));
    change(&mut records);
    let mut policy = balance::policy();
    tiny::set(&mut policy, "who-may-rotate", "cross_stage", junheng::policy::Value::Flag(true));
    for rule in balance::RULES {
        tiny::strength(&mut policy, rule, Strength::Hard);
    }
    of_one_year(records, policy)
}

/// Rule, place, amount and sentence of all that stands against each other where there is no plan.
fn conflicts(job: Job) -> Vec<(&'static str, String, i64, String)> {
    let Err(PipelineError::NoPlan { outcome, conflicts, .. }) = solve(job, &Silent) else { panic!("a plan was found") };
    assert_eq!(outcome.termination, Termination::Infeasible);
    conflicts.into_iter().map(|(_, f)| (f.rule, f.place, f.amount, f.text.render(Lang::Zh))).collect()
}

#[test]
fn each_rule_of_the_balance_that_cannot_be_met_is_named() {
    // 51 in a class of 50; no key teacher at a, and b1 may not go there: 0 of 1, which is one of seven too few as well, because
    // ⌈0.85 · 0.51⌉ = 1; a4, pinned to a, has no certificate for it. Nothing else is in the way.
    let key = |records: &mut Records| hand::honored(records, &["a1"]);
    let pin = |records: &mut Records| hand::person(records, "a4").pinned = Some("a".to_owned());
    let class = ("class-size", "a/junior".to_owned(), 1000, "a(初中) 有 1 个班超过班额标准".to_owned());
    let certificate = ("certified-staff", "a4".to_owned(), 1000, "a4 在 a(初中) 任教而没有相应学段教师资格".to_owned());
    let people = (
        "key-teachers",
        "a/junior".to_owned(),
        1000,
        "a(初中) 县级及以上骨干教师有 0 人，应有 1 人，差 1 人".to_owned(),
    );
    let six = ("six-of-seven", "a/junior".to_owned(), 1000, "a(初中) 七项指标未达到六项达标，还差 1 人".to_owned());
    assert_eq!(conflicts(balanced(51, pin)), [certificate.clone(), class.clone(), people.clone(), six.clone()]);
    // Mended one after the other, each disappears, and in the end there is a plan.
    assert_eq!(conflicts(balanced(50, pin)), [certificate.clone(), people.clone(), six.clone()]);
    assert_eq!(conflicts(balanced(51, |_| {})), [class, people, six]);
    assert_eq!(
        conflicts(balanced(50, |records| {
            key(records);
            pin(records);
        })),
        [certificate]
    );
    assert!(solve(balanced(50, key), &Silent).is_ok(), "a4 goes to b");
}
