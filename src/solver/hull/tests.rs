//! Rows of hulls against enumeration: they may cut off mixtures of plans, never a plan.

use super::super::small::{by_hand, clock, column, generated, solutions};
use super::super::weights::Weights;
use super::super::{Silent, extended::Extended, tight::Tight};
use super::*;
use crate::program::Col;
use crate::solver::{Settings, Termination, solve};
use std::sync::Arc;
use std::time::Duration;

fn meets(row: &Row, values: &[i64]) -> bool {
    row.terms.iter().map(|&(col, a)| a * values[col.at()]).sum::<i64>() >= row.lower.unwrap_or(i64::MIN)
}

/// The relaxation climbed to its end.
fn climbed(program: &Extended, threads: usize) -> (Tight<'_>, Weights, i64) {
    let mut tight = Tight::new(program, threads, 0);
    let weights = Weights::of(program, 0, program.tiers.len());
    let clock = clock();
    let mut climb = tight.begin(&weights, &clock).expect("a relaxation");
    while tight.step(&weights, &mut climb, &clock) {}
    let bound = climb.now.certificate.rounded().expect("small");
    (tight, weights, bound)
}

#[test]
fn half_a_person_for_each_of_two_subjects_is_cut_off() {
    // The relaxation lets three quarters of a person come for each subject and misses 2 lessons; really 4 are missing.
    let program = Extended::of(by_hand());
    let mut tight = Tight::new(&program, 1, 0);
    let weights = Weights::of(&program, 0, 1);
    let clock = clock();
    let mut climb = tight.begin(&weights, &clock).expect("a relaxation");
    assert_eq!(climb.now.certificate.rounded(), Some(2));
    while tight.step(&weights, &mut climb, &clock) {}
    assert_eq!(climb.now.certificate.rounded(), Some(4));
    assert!(!tight.cuts().is_empty());
}

#[test]
fn people_with_the_same_coefficients_are_counted_together() {
    // A block cannot tell them apart; what pays and occurs nowhere else is its own.
    let mut program = by_hand();
    program.columns.push(column(3));
    program.rows[0].terms.push((Col::new(4), 2));
    program.rows[1].terms.push((Col::new(4), 4));
    program.rows[3].terms.push((Col::new(4), 1));
    let blocks = place::places(&program);
    assert_eq!(blocks.len(), 1);
    let groups: Vec<Vec<usize>> =
        blocks[0].groups.iter().map(|group| group.columns.iter().map(|col| col.at()).collect()).collect();
    assert_eq!(groups, vec![vec![0, 4], vec![1]]);
    assert_eq!(blocks[0].inner.iter().map(|col| col.at()).collect::<Vec<_>>(), vec![2, 3]);
    let small = &blocks[0].small;
    assert_eq!((&small.lower, &small.upper), (&vec![0; 4], &vec![4, 1, 4, 4]));
    assert_eq!(blocks[0].integer, vec![true; 4]);
}

#[test]
fn no_row_cuts_off_a_plan() {
    // All plans of generated programs meet all rows, and the bound stays at or below the best plan.
    let (mut state, mut rows) = (1_u64, 0);
    for case in 0..40 {
        let program = generated(&mut state);
        let plans = solutions(&program);
        assert!(!plans.is_empty());
        let extended = Extended::of(program.clone());
        let (tight, weights, bound) = climbed(&extended, 1);
        let cost = weights.cost(&program);
        let value = |plan: &[i64]| plan.iter().zip(&cost).map(|(x, c)| x * c).sum::<i64>();
        assert!(plans.iter().map(|plan| value(plan)).min().is_some_and(|least| bound <= least), "case {case}");
        for row in tight.cuts() {
            assert!(plans.iter().all(|plan| meets(&row, plan)), "case {case}: {row:?}");
        }
        rows += tight.cuts().len();
    }
    assert!(rows > 40, "only {rows} rows were found: the test tests nothing");
}

#[test]
fn the_rows_do_not_depend_on_the_number_of_threads() {
    // Places are asked side by side; the answers come back in the order of the places.
    let mut state = 7_u64;
    for _ in 0..10 {
        let program = Extended::of(generated(&mut state));
        let (one, three) = (climbed(&program, 1), climbed(&program, 3));
        assert_eq!((one.0.cuts(), one.2), (three.0.cuts(), three.2));
    }
}

#[test]
fn the_hint_changes_how_a_program_is_solved_and_not_what_comes_out() {
    // With and without blocks every tier must be proven at the value that enumeration finds.
    let mut state = 99_u64;
    for case in 0..25 {
        let hinted = generated(&mut state);
        let mut plain = hinted.clone();
        plain.rows.iter_mut().for_each(|row| row.block = None);
        let best = solutions(&hinted).iter().map(|plan| hinted.values(plan)).min().expect("feasible");
        for program in [&hinted, &plain] {
            let outcome = solve(program, &Settings::default(), None, &Silent);
            assert_eq!(outcome.termination, Termination::Proven, "case {case}");
            assert_eq!(outcome.tiers.iter().map(|tier| tier.value).collect::<Vec<_>>(), best, "case {case}");
            assert!(outcome.tiers.iter().all(|tier| tier.bound == Some(tier.value)), "case {case}");
        }
    }
}

#[test]
fn a_limit_of_any_length_leaves_a_checked_plan_and_true_bounds() {
    // Wherever the clock strikes, also between the search for rows and their use, nothing may break.
    let mut state = 5_u64;
    for case in 0..60_u64 {
        let program = generated(&mut state);
        let plans = solutions(&program);
        let (start, best) = (&plans[0], plans.iter().map(|plan| program.values(plan)).min().expect("feasible"));
        let settings = Settings { time_limit: Some(Duration::from_micros(400 * case)), ..Settings::default() };
        let outcome = solve(&program, &settings, Some(start), &Silent);
        let plan = outcome.solution.expect("at least the start");
        assert!(program.check(&plan).is_none() && program.values(&plan) <= program.values(start), "case {case}");
        assert!(outcome.tiers[0].bound.is_none_or(|bound| bound <= best[0]), "case {case}");
    }
}

#[test]
fn no_row_is_believed_after_the_time_is_up() {
    // What a solver says that was stopped is worth nothing.
    let program = by_hand();
    let over = Clock::start(Some(Duration::ZERO), Arc::default());
    let state =
        State { vertex: &[0.75, 0.75, 1.0, 1.0], point: &[0.75, 0.75, 1.0, 1.0], prices: &[0.0; 4], direction: &[1] };
    let mut hulls = Hulls::of(&program, 1, 0);
    assert!(hulls.separate(&state, &over).is_empty());
    assert_eq!(hulls.separate(&state, &clock()).len(), 1);
}
