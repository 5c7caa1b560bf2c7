//! Small random programs: our driver against `good_lp` on two back ends and against enumeration, tier by tier.

mod programs;

use junheng::program::Program;
use junheng::solver::reference::{Backend, ReferenceError, reference_values};
use junheng::solver::{Settings, Silent, Termination, solve};
use programs::random;

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
