//! Phases `nominations` (choosing and proving whom to nominate) and `futures` (simulating 100,000 of them), by the policy of the programme.

mod registry;

use criterion::Criterion;
use junheng::domain::{Case, Records};
use junheng::policy::Policy;
use junheng::program::Program;
use junheng::solver::{self, Settings, Silent};
use junheng::talent::{Answer, Facts, chance, choice, naming};

/// The seed of the futures.
const SEED: u64 = 2026;

fn facts<'c>((records, case): &'c (Records, Case), policy: &Policy) -> Facts<'c> {
    Facts::of(case, records, policy).expect("the policy of the programme names targets")
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = junheng::pipeline::policy(include_str!("../models/dazu-2027.toml")).expect("it is well formed");
    let prepare = |records: Records| {
        let case = registry::case_of(&records);
        (records, case)
    };
    let solve = |program: &Program, start: Option<&[i64]>| {
        let outcome = solver::solve(program, &Settings::default(), start, &Silent);
        Answer { bound: outcome.tiers.first().and_then(|tier| tier.bound), solution: outcome.solution }
    };
    // The grids have no rounds.
    let is_synthetic = |case: &registry::BenchCase| !case.name.starts_with("grid");
    registry::phase_of(&mut criterion, "nominations", is_synthetic, prepare, |input| {
        choice::choose(&facts(input, &policy), SEED, &solve)
    });
    registry::phase_of(&mut criterion, "futures", is_synthetic, prepare, |input| {
        let facts = facts(input, &policy);
        chance::simulate(&facts, &naming::by_seniority(&facts), SEED)
    });
    criterion.final_summary();
}
