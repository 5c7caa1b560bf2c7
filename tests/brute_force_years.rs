//! Every pair of plans of two years of tiny cases, the second made on the facts to which the first leads, judged by the rules alone,
//! against what the engine plans for both years at once: the same values, goal by goal.

mod common;
mod tiny;

use junheng::domain::{Case, Norms, SchoolYear};
use junheng::formulation::carry::Carry;
use junheng::formulation::{decode, formulate_years};
use junheng::solver::{Silent, Termination, solve};
use junheng::verify::evaluate;
use rayon::prelude::*;
use tiny::enumerate::{Enumeration, Score};
use tiny::{Tiny, YEAR, grain, settings, stated, tiny};

const CASES: usize = 100;
const LONG_CASES: usize = 600;
/// Most staffings of the first year; each has all staffings of a second.
const MOST: usize = 150;

/// The facts of two years.
fn years(tiny: &Tiny) -> Vec<Case> {
    Case::horizon(&tiny.records, SchoolYear(YEAR), 2, &Norms::default()).unwrap()
}

/// The smallest sum of the scores of two plans: violations of hard rules, then the tiers.
fn best(tiny: &Tiny, cases: &[Case]) -> Score {
    let (policy, carry) = (&tiny.policy, Carry::new(cases, &tiny.policy));
    let mut best: Option<Score> = None;
    let first = Enumeration::new(&cases[0], policy, grain(&cases[0], policy), true);
    first.each(&mut |score, plan| {
        let then = carry.case(0, &cases[0], policy, plan);
        let second = Enumeration::new(&then, policy, grain(&then, policy), true).best().0;
        let sum: Score = score.iter().zip(&second).map(|(one, other)| one.saturating_add(*other)).collect();
        if best.as_ref().is_none_or(|least| sum < *least) {
            best = Some(sum);
        }
    });
    best.unwrap_or_else(|| vec![i64::MAX])
}

/// Whether the case is small enough and the engine agrees; none where it is too large.
fn agrees(seed: u64) -> Option<bool> {
    let tiny = tiny(seed);
    let cases = years(&tiny);
    let size = |case: &Case| Enumeration::new(case, &tiny.policy, grain(case, &tiny.policy), true).size();
    if !(2..=MOST).contains(&size(&cases[0])) || size(&cases[1]) > 4 * MOST {
        return None;
    }
    let best = best(&tiny, &cases);
    let formulation = formulate_years(&cases, &tiny.policy);
    let outcome = solve(&formulation.program, &settings(), None, &Silent);
    if best[0] > 0 {
        assert_eq!(outcome.termination, Termination::Infeasible, "seed {seed}: there is no lawful plan");
        return Some(false);
    }
    assert_eq!(outcome.termination, Termination::Proven, "seed {seed}");
    assert_eq!(stated(&outcome), best[1..], "seed {seed}");
    let planned = decode::decode_years(&cases, &tiny.policy, &formulation, outcome.solution.as_ref().unwrap(), 1);
    let mut sums = vec![0; best.len() - 1];
    for year in &planned {
        let judged = evaluate(&year.case, &tiny.policy, &year.plan);
        assert!(judged.lawful, "seed {seed}: {:?}", judged.findings);
        sums.iter_mut().zip(judged.tiers).for_each(|(sum, value)| *sum += value);
    }
    assert_eq!(sums, best[1..], "seed {seed}: what is decoded is worth what was promised");
    Some(true)
}

fn compare(count: usize) {
    let mut seed = 0;
    let (mut all, mut lawful) = (0, 0);
    while all < count {
        let batch: Vec<bool> = (seed..seed + 64).into_par_iter().filter_map(agrees).collect();
        all += batch.len();
        lawful += batch.iter().filter(|lawful| **lawful).count();
        seed += 64;
        assert!(seed < 100_000, "too few cases are small enough");
    }
    println!("{all} cases agree, {lawful} with a lawful plan, of {seed} seeds");
    assert!(lawful * 10 >= all * 7, "{lawful} of {all} have a lawful plan");
}

#[test]
fn the_engine_finds_the_best_pair_of_plans() {
    // On a hundred tiny cases no two plans, one after the other, are better than those made together.
    compare(CASES);
}

#[test]
fn the_engine_finds_the_best_pair_of_plans_many_times() {
    // The same on six hundred cases.
    if common::long("the_engine_finds_the_best_pair_of_plans_many_times") {
        compare(LONG_CASES);
    }
}
