//! The national balance on the made-up district of real size.

mod common;

use junheng::domain::{Case, SchoolYear, Stage};
use junheng::formulation::rules::difference_coefficient::{coefficient, excess};
use junheng::formulation::rules::resources::{Balance, Resource};
use junheng::pipeline::{self, Ahead, Job};
use junheng::plan::Plan;
use junheng::policy::{Policy, Strength, Value};
use junheng::solver::{Settings, Silent, Termination};
use junheng::synth::{Profile, generate};
use junheng::verify::evaluate;

/// Limits tightened until they bind, primary and junior, thousandths.
const LIMITS: [i64; 2] = [420, 420];
/// How near to its limit a coefficient is that is said to bind.
const NEAR: f64 = 0.003;

/// The national policy with the difference coefficient hard at these limits; the other gates are only measured.
fn policy() -> Policy {
    let mut policy =
        pipeline::policy(include_str!("../models/national-balance.toml")).expect("the shipped policy is read");
    for rule in ["degree-above-standard", "key-teachers", "pe-arts-teachers", "six-of-seven", "certified-staff"] {
        policy.rules.get_mut(rule).expect("the rule is there").strength = Strength::Report;
    }
    for rule in ["rotation-direction", "leader-terms"] {
        policy.rules.get_mut(rule).expect("the rule is there").strength = Strength::Report;
    }
    let rule = policy.rules.get_mut("difference-coefficient").expect("the rule is there");
    rule.strength = Strength::Hard;
    for (stage, limit) in ["primary", "junior"].into_iter().zip(LIMITS) {
        rule.params.get_mut(stage).expect("a limit").value = Value::Number(limit);
    }
    policy
}

/// People who count and pupils of every unit in scope.
fn groups(case: &Case, policy: &Policy, plan: &Plan, resource: Resource, stage: Stage) -> Vec<(i64, i64)> {
    let balance = Balance::of(case, policy);
    let counts = balance.count(case, resource, plan);
    let units = case.units_ix().filter(|&(ix, unit)| unit.stage == stage && balance.scope.covers(case, ix));
    units.map(|(ix, unit)| (counts[ix.at()], unit.pupils().small())).collect()
}

#[test]
fn tightened_limits_hold_exactly_and_the_proof_stands() {
    // The finished plan meets every limit by the test in whole numbers, both limits on key teachers were broken before and bind now, and every
    // goal is proven.
    if !common::long("the difference coefficient of data/dazu under tightened limits") {
        return;
    }
    let profile = Profile::named("dazu").expect("a shipped profile");
    let (records, policy) = (generate(&profile, 2026), policy());
    let year = SchoolYear(profile.year);
    let settings = Settings { threads: 2, gap_ppm: Some(5_000), ..Settings::default() };
    let job = Job { records, year, sources: Vec::new(), years: 1, ahead: Ahead::All, policy: policy.clone(), settings };
    let solved = pipeline::solve(job, &Silent).expect("the limits can be met");
    assert_eq!(solved.outcome.termination, Termination::Proven);
    assert!(solved.outcome.tiers.iter().all(|tier| tier.gap_ppm().is_some_and(|gap| gap <= 5_000)));
    assert!(evaluate(&solved.case, &policy, &solved.plan).lawful);
    let present = junheng::formulation::start::present(&solved.case, &policy);
    let mut bind = 0;
    for (stage, limit) in [Stage::Primary, Stage::Junior].into_iter().zip(LIMITS) {
        for resource in Resource::ALL {
            let (before, after) =
                [&present, &solved.plan].map(|p| groups(&solved.case, &policy, p, resource, stage)).into();
            assert_eq!(excess(&after, limit, true), 0, "{stage:?} {resource:?}");
            let (old, new) = (coefficient(&before, true), coefficient(&after, true));
            println!("{} {}: {old:.4?} -> {new:.4?}", stage.code(), resource.rule());
            let near = new.is_some_and(|new| new > f64::from(i32::try_from(limit).expect("small")) / 1000.0 - NEAR);
            bind += usize::from(near && excess(&before, limit, true) > 0);
        }
    }
    assert_eq!(bind, 2, "limits that bind");
}
