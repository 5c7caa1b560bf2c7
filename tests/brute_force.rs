//! Every plan of a thousand tiny cases, listed and judged by the rules alone, against the plan of the engine: the same
//! values, goal by goal. Nothing is shared with the program but the rules' `assess`.

mod common;
mod tiny;

use junheng::policy::Strength;
use junheng::solver::Termination;
use junheng::solver::reference::{Backend, ReferenceError, reference_values};
use junheng::verify::evaluate;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use tiny::compare::{Found, compare_many, compare_under};
use tiny::enumerate::Enumeration;
use tiny::{Tiny, answer, grain, stated, tiny};

const CASES: usize = 1_000;
const LONG_CASES: usize = 10_000;

/// Rules whose strength may change without making the list of all plans endless.
const CHANGEABLE: &[&str] = &[
    "one-posting",
    "subject-coverage",
    "presence",
    "establishment",
    "surplus-reduction",
    "rotation-share",
    "key-teacher-share",
    "school-loss",
    "priority-subjects",
    "priority-schools",
    "disruption",
    "hiring-cost",
];

fn compare(seed: u64) -> Found {
    let Tiny { case, policy, .. } = tiny(seed);
    compare_under(seed, &case, &policy)
}

/// The same with the strength of three rules changed, whatever sense that makes.
fn compare_changed(seed: u64) -> Found {
    let Tiny { case, mut policy, .. } = tiny(seed);
    let mut dice = ChaCha8Rng::seed_from_u64(seed + 1_000_000);
    for _ in 0..3 {
        let rule = CHANGEABLE[dice.random_range(0..CHANGEABLE.len())];
        let soft = Strength::Soft { tier: dice.random_range(0..policy.tiers.len()), weight: dice.random_range(1..=5) };
        let of = [Strength::Hard, soft.clone(), soft, Strength::Report, Strength::Off];
        tiny::strength(&mut policy, rule, of[dice.random_range(0..of.len())].clone());
    }
    compare_under(seed, &case, &policy)
}

#[test]
fn the_engine_finds_the_best_of_all_plans() {
    // On a thousand tiny cases, at least 60 of them with a fractional relaxation, no plan at all is better than the engine's.
    let (agree, fractional, lawful) = compare_many(CASES, compare);
    println!("{agree} cases agree, {fractional} fractional, {lawful} with a lawful plan");
    assert!(agree >= CASES && fractional >= 60, "{agree} cases, {fractional} fractional");
    assert!(lawful >= 800, "{lawful} cases have a lawful plan");
}

#[test]
fn a_unit_may_end_with_more_people_than_the_district_had() {
    // Everybody is released to one unit and somebody is hired there: the room above its limit must count the hires, too.
    assert!(compare(5164) == Found::Agrees { fractional: false, lawful: true });
}

#[test]
fn the_engine_finds_the_best_of_all_plans_at_any_strength() {
    // Rules off, reported, hard where they are usually soft, in other tiers and with other weights: still no plan is better.
    let (agree, _, lawful) = compare_many(400, compare_changed);
    assert!(agree >= 400 && lawful >= 200, "{agree} cases, {lawful} with a lawful plan");
}

#[test]
fn the_engine_finds_the_best_of_all_plans_many_times() {
    // The same on ten thousand cases.
    if !common::long("the_engine_finds_the_best_of_all_plans_many_times") {
        return;
    }
    let (agree, fractional, _) = compare_many(LONG_CASES, compare);
    assert!(agree >= LONG_CASES && fractional >= 500, "{agree} cases, {fractional} fractional");
}

#[test]
fn skipping_lost_plans_changes_nothing() {
    // On the smallest cases every staffing with every way to share out time gives the same best value as the list that skips.
    let seeds: Vec<u64> = (0..4_000).filter(|&seed| is_smallest(seed)).take(20).collect();
    assert_eq!(seeds.len(), 20);
    seeds.into_par_iter().for_each(|seed| {
        let Tiny { case, policy, .. } = tiny(seed);
        let grain = grain(&case, &policy);
        let quick = Enumeration::new(&case, &policy, grain, true).best().0;
        let slow = Enumeration::new(&case, &policy, grain, false).best_of_all();
        if quick[0] == 0 || slow[0] == 0 {
            assert_eq!(quick, slow, "seed {seed}");
        }
    });
}

fn is_smallest(seed: u64) -> bool {
    let Tiny { case, policy, .. } = tiny(seed);
    case.teachers.len() <= 3 && (2..=24).contains(&Enumeration::new(&case, &policy, grain(&case, &policy), true).size())
}

#[test]
fn the_engine_places_surplus_lists_best() {
    // On sixty pairs of tiny lists no placement at all is better than the engine's.
    for seed in 0..60 {
        let (case, policy) = tiny::lists::tiny(seed);
        let mut best: Option<Vec<i64>> = None;
        tiny::lists::each(&case, &policy, &mut |tiers, _| {
            if best.as_deref().is_none_or(|least| tiers < least) {
                best = Some(tiers.to_vec());
            }
        });
        let answer = answer(&case, &policy);
        assert_eq!(Some(stated(&answer.outcome)), best, "seed {seed}");
        let verdict = evaluate(&case, &policy, &answer.plan.expect("placing nobody is lawful"));
        assert!(verdict.lawful && Some(verdict.tiers) == best, "seed {seed}");
    }
}

#[test]
fn the_reference_agrees_on_tiny_cases() {
    // Thirty lines of good_lp, tier after tier, give the same values as the driver.
    for seed in 0..24 {
        let Tiny { case, policy, .. } = tiny(seed);
        let answer = answer(&case, &policy);
        match reference_values(&answer.formulation.program, Backend::Highs) {
            Ok(values) => assert_eq!(values, stated(&answer.outcome), "seed {seed}"),
            Err(ReferenceError::Infeasible) => {
                assert_eq!(answer.outcome.termination, Termination::Infeasible, "seed {seed}");
            }
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }
}
