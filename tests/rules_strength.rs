//! Every rule at every strength: the engine's plan passes the rules at the stated price, and each rule bites, which shows when it
//! is off.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]

mod tiny;

use junheng::domain::Case;
use junheng::domain::words::Strength::Weak;
use junheng::domain::{Records, Stage::Primary as P};
use junheng::formulation::formulate;
use junheng::formulation::rules::{self, LIST};
use junheng::plan::Plan;
use junheng::policy::{Policy, Strength};
use junheng::solver::{Silent, solve};
use junheng::verify::evaluate;
use rayon::prelude::*;
use tiny::facts::{certificate, curriculum, enrollment, load, posts, school, teacher, travel};
use tiny::{Tiny, answer, settings, stated, strength, tiny};

fn names() -> impl Iterator<Item = &'static str> {
    LIST.iter().map(|entry| entry.spec.name)
}

/// Whether the engine's plan is lawful and worth what is stated; says nothing where no plan is lawful.
fn agrees(case: &Case, policy: &Policy, what: &str) {
    let answer = answer(case, policy);
    let Some(plan) = answer.plan else { return };
    let verdict = evaluate(case, policy, &plan);
    assert!(verdict.lawful, "{what}: {:#?}", verdict.findings.first());
    assert_eq!(verdict.tiers, stated(&answer.outcome), "{what}");
}

/// Strengths that make sense for a rule in `policy`: soft at the tier it has, or the first.
fn strengths(policy: &Policy, rule: &str) -> [Strength; 4] {
    let soft = match &policy.rules[rule].strength {
        soft @ Strength::Soft { .. } => soft.clone(),
        _ => Strength::Soft { tier: 0, weight: 1 },
    };
    [Strength::Hard, soft, Strength::Report, Strength::Off]
}

#[test]
fn every_rule_may_have_every_strength() {
    // Whatever the office turns on or off, the engine's plan stands up to the rules that are on.
    (20_000..20_012_u64).into_par_iter().for_each(|seed| {
        let Tiny { case, policy, .. } = tiny(seed);
        for rule in names().filter(|&rule| policy.rules.contains_key(rule)) {
            for changed in strengths(&policy, rule) {
                let mut policy = policy.clone();
                strength(&mut policy, rule, changed.clone());
                agrees(&case, &policy, &format!("seed {seed}, {rule} {changed:?}"));
            }
        }
    });
}

#[test]
fn every_rule_of_lists_may_have_every_strength() {
    // The same for surplus and vacancy lists.
    for seed in 0..10 {
        let (case, policy) = tiny::lists::tiny(seed);
        for rule in names().filter(|&rule| policy.rules.contains_key(rule)) {
            for changed in strengths(&policy, rule) {
                let mut policy = policy.clone();
                strength(&mut policy, rule, changed.clone());
                agrees(&case, &policy, &format!("seed {seed}, {rule} {changed:?}"));
            }
        }
    }
}

/// By how much `plan` breaks `rule` as `policy` has it; for a goal of several tiers, in each of them.
fn violation(case: &Case, policy: &Policy, rule: &str, plan: &Plan) -> Vec<i64> {
    let active = rules::active(case, policy).into_iter().find(|a| a.entry.spec.name == rule).unwrap();
    let found = active.rule.assess(case, policy, plan);
    [found.violation].into_iter().chain(found.by_tier).collect()
}

/// Whether `rule` bites on this case: without it the best plan breaks it more than with it.
fn bites(case: &Case, policy: &Policy, rule: &str) -> bool {
    let Some(with) = answer(case, policy).plan else { return false };
    let mut without = policy.clone();
    strength(&mut without, rule, Strength::Off);
    let Some(free) = answer(case, &without).plan else { return false };
    violation(case, policy, rule, &free) > violation(case, policy, rule, &with)
}

#[test]
fn every_rule_bites() {
    // For each rule some case is found whose best plan breaks it as soon as it is off.
    let listed = |rule: &str| tiny::lists::policy("all").rules.contains_key(rule);
    let dull: Vec<&str> = names()
        .filter(|&rule| !["hiring", "placement", "priority-schools", "balance-scope"].contains(&rule))
        // They hold over several years: `brute_force_years.rs`.
        .filter(|&rule| rule != "minimum-stay" && rule != "rotation-term")
        // No policy names them; `rural_service.rs`, `limits.rs`.
        .filter(|&rule| !["rural-service", "moves-limit", "hires-limit"].contains(&rule))
        // Those of the balance are shown to bite in `balance.rs` and `balance_bites.rs`.
        .filter(|rule| !tiny::balance::RULES.contains(rule))
        // Those on staff of one kind in `staff_kinds.rs`.
        .filter(|rule| !tiny::programme::RULES.contains(rule))
        // Those that only report change no plan; `programme_reports.rs` says so.
        .filter(|rule| !tiny::programme::REPORTS.contains(rule))
        // Those on fairness in `fairness_bites.rs`.
        .filter(|rule| !tiny::fairness::RULES.contains(rule))
        // Those on deployment in `deployment_bites.rs`.
        .filter(|rule| !tiny::deployment::RULES.contains(rule))
        // Those on people in `people_bites.rs`.
        .filter(|rule| !tiny::people::RULES.contains(rule))
        // Those of the structure in `structure_bites.rs`.
        .filter(|rule| !tiny::structure::RULES.contains(rule))
        .filter(|&rule| {
            let found = (0..400_u64).into_par_iter().any(|seed| {
                if listed(rule) {
                    let (case, policy) = tiny::lists::tiny(seed);
                    bites(&case, &policy, rule)
                } else {
                    let Tiny { case, policy, .. } = tiny(seed);
                    policy.rules.contains_key(rule) && bites(&case, &policy, rule)
                }
            });
            !found
        })
        .collect();
    assert!(dull.is_empty(), "these rules never bite: {dull:?}");
}

#[test]
fn priority_schools_bite() {
    // One surplus teacher, two schools without any; the weak one is ten minutes farther: she goes there only for its priority.
    let math = |school: &str| enrollment(school, P, 40, 1);
    let mut records = Records {
        schools: ["s1", "s2", "s3"].map(school).into(),
        enrollment: ["s1", "s2", "s3"].map(math).into(),
        teachers: ["a", "b"].map(|id| teacher(id, "s1", P, "math")).into(),
        certificates: ["a", "b"].map(|id| certificate(id, P)).into(),
        curriculum: vec![curriculum(P, "math", 6000)],
        workload: vec![load(P, "math", 12_000)],
        establishment: ["s1", "s2", "s3"].map(|code| posts(code, P, 1)).into(),
        travel: vec![travel("s1", "s2", 5), travel("s1", "s3", 15)],
        ..Records::default()
    };
    records.schools[2].strength = Weak;
    assert!(bites(&tiny::case(&records), &tiny::annual(), "priority-schools"));
}

/// The engine's plan without the rows of `rule`. Without these two rules nobody is hired or placed at all, so they are not
/// turned off: their rows are taken away.
fn without_rows(case: &Case, policy: &Policy, rule: &str) -> i64 {
    let mut formulation = formulate(case, policy);
    formulation.program.rows.retain(|row| row.name.rule != rule);
    let outcome = solve(&formulation.program, &settings(), None, &Silent);
    let Some(values) = outcome.solution else { return 0 };
    let mut plan = Plan { year: case.year, postings: Vec::new(), hires: Vec::new(), placements: Vec::new() };
    for hire in formulation.years[0].decisions.hires.iter().filter(|h| values[h.col.at()] > 0) {
        let (unit, kind, channel, count) = (hire.unit, hire.kind, hire.channel, values[hire.col.at()]);
        plan.hires.push(junheng::plan::Hire { unit, kind, channel, count, shares: Vec::new() });
    }
    let on_two = |group: usize| {
        let placed: i64 =
            formulation.years[0].places.columns.iter().filter(|c| c.surplus == group).map(|c| values[c.col.at()]).sum();
        placed - i64::try_from(formulation.years[0].places.surplus[group].members.len()).unwrap()
    };
    let twice: i64 = (0..formulation.years[0].places.surplus.len()).map(|group| on_two(group).max(0)).sum();
    violation(case, policy, rule, &plan)[0] + twice
}

#[test]
fn hiring_and_placement_bite() {
    // Without its rows more are hired than a channel has, and people of a list are placed more than once.
    assert!((0..200).any(|seed| {
        let Tiny { case, policy, .. } = tiny(seed);
        without_rows(&case, &policy, "hiring") > 0
    }));
    assert!((0..20).any(|seed| {
        let (case, policy) = tiny::lists::tiny(seed);
        without_rows(&case, &policy, "placement") > 0
    }));
}
