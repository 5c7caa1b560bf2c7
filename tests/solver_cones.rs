//! Limits on spread: on programs small enough to list, the solver's optimum is that of the enumeration, tier by tier, proven.

mod common;

use junheng::program::{Col, Column, Cone, Member, Program, Row, RowName, Tier};
use junheng::solver::{Settings, Silent, Termination, solve};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// People of two sorts over a few groups, as many as there are of each, and limits on the spread of one sort or of both.
fn random(seed: u64) -> Program {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let groups = dice.random_range(2..=4);
    let column = |name: String, upper| Column { name, lower: 0, upper, integer: true };
    let mut program = Program::default();
    for sort in 0..2 {
        for group in 0..groups {
            program.columns.push(column(format!("x{sort}{group}"), dice.random_range(1..=3)));
        }
    }
    let people = |sort: usize| (0..groups).map(move |group| (Col::new(sort * groups + group), 1)).collect::<Vec<_>>();
    for sort in 0..2 {
        let most: i64 = people(sort).iter().map(|(col, _)| program.columns[col.at()].upper).sum();
        let total = dice.random_range(1..=most);
        let name = RowName { rule: "all", place: sort.to_string() };
        let lower = if dice.random_bool(0.7) { total } else { total / 2 };
        program.rows.push(Row { name, lower: Some(lower), upper: Some(total), terms: people(sort), block: None });
    }
    let sizes: Vec<i64> = (0..groups).map(|_| dice.random_range(2..=9)).collect();
    let mut prices = Vec::new();
    for number in 0..dice.random_range(1..=2) {
        let slack = dice.random_bool(0.6).then(|| Col::new(program.columns.len()));
        if let Some(col) = slack {
            program.columns.push(column(format!("slack{number}"), 200));
            prices.push((col, dice.random_range(1..=3)));
        }
        let plain = dice.random_bool(0.3);
        let member = |group: usize| {
            let mut terms = vec![(Col::new(group), 1)];
            if number == 1 {
                terms.push((Col::new(groups + group), 1));
            }
            let total: i64 = sizes.iter().sum();
            let (scale, weight) = if plain {
                ((total, sizes[group] * i64::try_from(groups).expect("few")), 1)
            } else {
                ((1, 1), sizes[group])
            };
            Member { terms, constant: 0, scale, weight }
        };
        let name = RowName { rule: "spread", place: number.to_string() };
        let members = (0..groups).map(member).collect();
        program.cones.push(Cone { name, members, limit: 100 * dice.random_range(0..=6), slack });
    }
    let mut cost = || (0..2 * groups).map(|at| (Col::new(at), dice.random_range(0..=4))).filter(|t| t.1 > 0).collect();
    let (first, second): (Vec<_>, Vec<_>) = (cost(), cost());
    let tier = |name: &str, terms| Tier { name: name.to_owned(), constant: 2, terms, per_unit: 1, tolerance_ppm: 0 };
    program.tiers = if seed.is_multiple_of(2) {
        vec![tier("breach", prices), tier("first", first), tier("second", second)]
    } else {
        let mut all = first;
        all.extend(prices);
        vec![tier("second", second), tier("all", all)]
    };
    program
}

/// The least values by listing every point; none where no point is allowed.
fn least(program: &Program) -> Option<Vec<i64>> {
    let mut best: Option<Vec<i64>> = None;
    let paid: Vec<Col> = program.cones.iter().filter_map(|cone| cone.slack).collect();
    let free = program.columns.len() - paid.len();
    let mut values = vec![0; program.columns.len()];
    loop {
        program.lift(&mut values);
        if program.check(&values).is_none() {
            let found = program.values(&values);
            if best.as_ref().is_none_or(|best| found < *best) {
                best = Some(found);
            }
        }
        let Some(next) = (0..free).find(|&at| values[at] < program.columns[at].upper) else { return best };
        values[next] += 1;
        values[..next].fill(0);
    }
}

#[test]
fn the_optimum_under_limits_on_spread_is_that_of_the_enumeration() {
    // Soft and hard limits, weighted and plain, in the first or the last tier.
    let cases: u64 = if common::long("solver_cones: 400 programs") { 400 } else { 60 };
    let outcomes: Vec<(bool, bool)> = (0..cases)
        .into_par_iter()
        .map(|seed| {
            let program = random(seed);
            let truth = least(&program);
            let mut without = program.clone();
            without.cones.clear();
            let outcome = solve(&program, &Settings::default(), None, &Silent);
            let values: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
            if let Some(truth) = &truth {
                assert_eq!(outcome.termination, Termination::Proven, "seed {seed}");
                assert_eq!(&values, truth, "seed {seed}");
                let bounds: Vec<i64> = outcome.tiers.iter().filter_map(|tier| tier.bound).collect();
                assert_eq!(&bounds, truth, "seed {seed}");
            } else {
                assert_eq!(outcome.termination, Termination::Infeasible, "seed {seed}");
            }
            (truth.is_some(), truth != least(&without))
        })
        .collect();
    let total = outcomes.len();
    let solved = outcomes.iter().filter(|o| o.0).count();
    let binding = outcomes.iter().filter(|o| o.1).count();
    assert!(2 * solved > total && solved < total && 3 * binding > total, "{solved} solved, {binding} bound by a limit");
}
