//! The rules of the national balance on tiny cases: against the list of all plans, and each at every strength.

mod common;
mod tiny;

use junheng::domain::Case;
use junheng::formulation::formulate;
use junheng::plan::Plan;
use junheng::policy::{Policy, Strength};
use junheng::verify::evaluate;
use rayon::prelude::*;
use tiny::balance;
use tiny::compare::{Found, compare_many, compare_under};
use tiny::enumerate::Enumeration;
use tiny::{Tiny, answer, grain, stated, strength};

fn compare(seed: u64) -> Found {
    let Tiny { case, policy, .. } = balance::tiny(seed);
    compare_under(seed, &case, &policy)
}

#[test]
fn the_engine_finds_the_best_of_all_plans_under_the_balance() {
    // Choices, stocks and limits on spread included, no plan at all is better than the engine's.
    let wanted = if common::long("balance: 500 cases against all plans") { 500 } else { 150 };
    let (agree, fractional, lawful) = compare_many(wanted, compare);
    println!("{agree} cases agree, {fractional} fractional, {lawful} with a lawful plan");
    assert!(agree >= wanted && 2 * lawful > wanted, "{agree} cases, {fractional} fractional, {lawful} lawful");
}

#[test]
fn a_plan_that_passes_the_balance_is_feasible_in_the_program() {
    // Lawful plans, good and bad: each breaks no row and costs in every tier what the rules find.
    let tried: Vec<usize> = (0..160_u64)
        .into_par_iter()
        .map(|seed| {
            let Tiny { case, policy, .. } = balance::tiny(seed);
            let all = Enumeration::new(&case, &policy, grain(&case, &policy), true);
            if all.size() > 3_000 {
                return 0;
            }
            let (formulation, grain) = (formulate(&case, &policy), grain(&case, &policy));
            let mut plans = Vec::new();
            all.each(&mut |score, plan| {
                if score[0] == 0 {
                    plans.push(plan.clone());
                }
            });
            let step = plans.len() / 40 + 1;
            let picked: Vec<Plan> = plans.into_iter().step_by(step).collect();
            for plan in &picked {
                let values =
                    tiny::values::values(&case, &formulation, plan, grain).expect("every decision has a column");
                assert_eq!(formulation.program.check(&values), None, "seed {seed}: {plan:#?}");
                let found = evaluate(&case, &policy, plan).tiers;
                assert_eq!(formulation.program.values(&values), found, "seed {seed}: {plan:#?}");
            }
            picked.len()
        })
        .collect();
    let (cases, plans) = (tried.iter().filter(|&&n| n > 0).count(), tried.iter().sum::<usize>());
    assert!(cases >= 60 && plans >= 700, "{cases} cases, {plans} plans");
}

#[test]
fn every_rule_of_the_balance_may_have_every_strength() {
    // Whatever the office turns on or off, the engine's plan stands up to the rules that are on.
    (20_000..20_006_u64).into_par_iter().for_each(|seed| {
        let Tiny { case, policy, .. } = balance::tiny(seed);
        for rule in balance::RULES {
            let soft = Strength::Soft { tier: tiny::tier(&policy, "balance"), weight: 2 };
            for changed in [Strength::Hard, soft, Strength::Report, Strength::Off] {
                let mut policy = policy.clone();
                strength(&mut policy, rule, changed.clone());
                let answer = answer(&case, &policy);
                let Some(plan) = answer.plan else { continue };
                let verdict = evaluate(&case, &policy, &plan);
                assert!(verdict.lawful, "seed {seed}, {rule} {changed:?}: {:#?}", verdict.findings.first());
                assert_eq!(verdict.tiers, stated(&answer.outcome), "seed {seed}, {rule} {changed:?}");
            }
        }
    });
}

/// Whether `rule`, soft and before everything, makes the best plan break it less than without it.
fn bites(case: &Case, policy: &Policy, rule: &str) -> bool {
    tiny::hand::held_and_free(case, policy, rule).is_some_and(|(held, free)| free > held)
}

/// Rules that no case of these dice shows biting: the size of classes is data and no plan changes it; the others ask for what the
/// dice hardly ever throw together and are shown by name in `balance_bites.rs`.
const SHOWN_ELSEWHERE: &[&str] = &["class-size", "key-teachers", "certified-staff", "teaching-posts"];

#[test]
fn every_rule_of_the_balance_bites() {
    // For each rule some case is found whose best plan breaks it more as soon as it is only reported.
    let dull: Vec<&str> = balance::RULES
        .iter()
        .copied()
        .filter(|rule| !SHOWN_ELSEWHERE.contains(rule))
        .filter(|&rule| {
            !(0..300_u64).into_par_iter().any(|seed| {
                let Tiny { case, policy, .. } = balance::tiny(seed);
                bites(&case, &policy, rule)
            })
        })
        .collect();
    assert!(dull.is_empty(), "these rules never bite: {dull:?}");
}
