//! The weighted sum of all tiers: as a goal, its relaxation as HiGHS solves it, and the step from whole numbers to its model.
//!
//! The relaxation is the yardstick of the measurements: who proves in the time of one linear program has lost nothing to wholeness.

use super::super::clock::Clock;
use super::super::exact::{Domain, Exact, real};
use super::super::extended::Extended;
use super::super::session::{Method, Status, Task, peer};
use super::super::weights::Weights;
use super::super::{Termination, presolve};
use crate::program::{Col, Program, Tier};
use std::sync::Arc;
use std::time::Duration;

/// The weighted sum of all tiers of `program` with the weights that this engine starts from, each tier on its grid and without its
/// constant part.
#[must_use]
pub fn weighted_sum(program: &Program) -> Tier {
    let cost = Weights::of(program, 0, program.tiers.len()).cost(program);
    let terms = cost.into_iter().enumerate().filter(|&(_, c)| c != 0).map(|(at, c)| (Col::new(at), c)).collect();
    Tier { name: "sum".to_owned(), constant: 0, terms, per_unit: 1, tolerance_ppm: 0 }
}

/// What `values` are worth in a weighted sum, exactly.
#[must_use]
pub fn weighted_value(sum: &Tier, values: &[i64]) -> i128 {
    sum.terms.iter().map(|&(col, cost)| i128::from(cost) * i128::from(values[col.at()])).sum()
}

/// The relaxation of the weighted sum, as HiGHS leaves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxation {
    /// Its optimum in the weights of [`weighted_sum`]; none where it was not reached.
    pub objective: Option<f64>,
    /// Why it ended.
    pub stop: Termination,
}

/// Solves the relaxation of the weighted sum of all tiers by the simplex method of HiGHS, one thread, limits on spread left out.
#[must_use]
pub fn relaxation(program: &Program, limit: Option<Duration>, seed: u32) -> Relaxation {
    let clock = Clock::start(limit, Arc::default());
    let extended = Extended::of(Program { cones: Vec::new(), ..program.clone() });
    let sum = Weights::of(&extended, 0, extended.tiers.len());
    let exact = Exact::new(&extended, sum.cost(&extended), 0, &[]);
    let domain = Domain::of(&extended);
    let (model, free, scale) = exact.model(&domain);
    let mut kept = free.iter().peekable();
    let fixed = (0..exact.cost.len()).filter(|at| kept.next_if_eq(&at).is_none());
    let constant: f64 = fixed.map(|at| real(exact.cost[at]) * real(domain.lower[at])).sum();
    if free.is_empty() {
        return Relaxation { objective: Some(constant), stop: Termination::Proven };
    }
    let answer = peer(Task::new(model, Method::Simplex, seed), 0.0, constant * scale, &clock);
    let stop = match answer.status {
        Status::Optimal => Termination::Proven,
        Status::Infeasible => Termination::Infeasible,
        Status::Stopped | Status::Limit => Termination::TimeLimit,
        Status::Failed => Termination::Failed,
    };
    Relaxation { objective: Some(answer.bound / scale).filter(|value| value.is_finite()), stop }
}

/// Turns the exact program into the floating-point model of the weighted sum, as the engine does once before everything else (it does it
/// again for every tier): presolve in whole numbers, aids of limits on spread, scaling. Columns, rows and nonzeros of the model.
#[must_use]
pub fn lower(program: &Program) -> (usize, usize, usize) {
    let extended = Extended::of(presolve::reduce(program).program);
    let sum = Weights::of(&extended, 0, extended.tiers.len());
    let exact = Exact::new(&extended, sum.cost(&extended), 0, &[]);
    let (model, ..) = exact.model(&Domain::of(&extended));
    (model.cost.len(), model.rows.starts.len(), model.rows.index.len())
}
