//! Small random programs: our driver against `good_lp` on two back ends and against enumeration, tier by tier.

use junheng::program::{Col, Column, Program, Row, RowName, Tier};
use junheng::solver::reference::{Backend, ReferenceError, reference_values};
use junheng::solver::{Settings, Silent, Termination, solve};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A covering and assignment program: groups of people choose places, places want cover, slack is dear.
fn random(seed: u64, groups: usize, places: usize, tiers: usize) -> Program {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut columns = Vec::new();
    let mut column = |name: String, upper: i64, integer: bool| {
        columns.push(Column { name, lower: 0, upper, integer });
        Col::new(columns.len() - 1)
    };
    let mut rows = Vec::new();
    let mut cover: Vec<Vec<(Col, i64)>> = vec![Vec::new(); places];
    let mut moves = Vec::new();
    for group in 0..groups {
        let size = rng.random_range(1..=2);
        let mut terms = Vec::new();
        for (place, covered) in cover.iter_mut().enumerate() {
            if rng.random_range(0..10) < 8 {
                let col = column(format!("go|{group}|{place}"), size, true);
                terms.push((col, 1));
                covered.push((col, rng.random_range(1..=4)));
                moves.push(col);
            }
        }
        let stay = column(format!("stay|{group}"), size, true);
        terms.push((stay, 1));
        rows.push(Row { name: name("person", group), lower: Some(size), upper: Some(size), terms, block: None });
    }
    let mut short = Vec::new();
    for (place, mut terms) in cover.into_iter().enumerate() {
        let need = rng.random_range(2..=7);
        let full = column(format!("short|{place}"), need, rng.random_range(0..2) == 0);
        terms.push((full, 1));
        short.push(full);
        rows.push(Row { name: name("cover", place), lower: Some(need), upper: None, terms, block: None });
    }
    let least = rng.random_range(0..=1);
    rows.push(Row { name: name("rotate", 0), lower: Some(least), upper: None, terms: ones(&moves), block: None });
    let tiers = (0..tiers).map(|at| {
        let from = if at == 0 { &short } else { &moves };
        let costs = from.iter().map(|&col| (col, rng.random_range(0..=9) * if at == 1 { 10 } else { 1 }));
        let mut terms: Vec<(Col, i64)> = costs.filter(|&(_, cost)| cost > 0).collect();
        terms.sort_unstable();
        Tier { name: format!("tier{at}"), constant: rng.random_range(0..5), terms, per_unit: 1, tolerance_ppm: 0 }
    });
    let tiers = tiers.collect();
    for row in &mut rows {
        row.terms.sort_unstable();
    }
    Program { columns, rows, tiers, ..Program::default() }
}

fn name(rule: &'static str, place: usize) -> RowName {
    RowName { rule, place: place.to_string() }
}

fn ones(columns: &[Col]) -> Vec<(Col, i64)> {
    columns.iter().map(|&col| (col, 1)).collect()
}

fn settings() -> Settings {
    Settings::default()
}

/// The lexicographic optimum by trying every vector.
fn enumerate(program: &Program) -> Option<Vec<i64>> {
    let mut best: Option<Vec<i64>> = None;
    let mut values: Vec<i64> = program.columns.iter().map(|c| c.lower).collect();
    loop {
        if program.check(&values).is_none() {
            let now = program.values(&values);
            if best.as_ref().is_none_or(|best| now < *best) {
                best = Some(now);
            }
        }
        let Some(at) = (0..values.len()).find(|&at| values[at] < program.columns[at].upper) else { return best };
        values[at] += 1;
        for (value, column) in values[..at].iter_mut().zip(&program.columns) {
            *value = column.lower;
        }
    }
}

#[test]
fn agrees_with_both_reference_back_ends_tier_by_tier() {
    // A wrong bound, weight or held row would show as a different value in some tier.
    let mut fractional = 0;
    for seed in 0..240 {
        let size = usize::try_from(seed % 4).expect("small");
        let program = random(seed, 3 + size, 2 + size / 2, 2 + size);
        let outcome = solve(&program, &settings(), None, &Silent);
        fractional += usize::from(outcome.stats.fractional);
        let backend = if seed % 2 == 0 { Backend::Highs } else { Backend::Microlp };
        match reference_values(&program, backend) {
            Ok(values) => {
                assert_eq!(outcome.termination, Termination::Proven, "seed {seed}");
                let solution = outcome.solution.expect("proven");
                assert_eq!(program.check(&solution), None, "seed {seed}");
                let ours: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
                assert_eq!(ours, values, "seed {seed} {backend:?}");
                assert!(outcome.tiers.iter().all(|tier| tier.bound == Some(tier.value)), "seed {seed}");
            }
            Err(ReferenceError::Infeasible) => assert_eq!(outcome.termination, Termination::Infeasible, "seed {seed}"),
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }
    assert!(fractional >= 60, "only {fractional} relaxations were fractional");
}

#[test]
fn agrees_with_enumeration_on_the_tiniest() {
    // Enumeration shares nothing with any solver.
    for seed in 1000..1060 {
        let program = random(seed, 2, 2, 3);
        let outcome = solve(&program, &settings(), None, &Silent);
        match enumerate(&program) {
            Some(values) => {
                let ours: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
                assert_eq!(ours, values, "seed {seed}");
                assert_eq!(outcome.termination, Termination::Proven, "seed {seed}");
            }
            None => assert_eq!(outcome.termination, Termination::Infeasible, "seed {seed}"),
        }
    }
}
