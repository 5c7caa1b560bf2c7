//! The peers themselves: each gets the same floating-point model and says what it found.
//!
//! Nothing is believed here and nothing is repeated; see the driver in `mod.rs`.

use super::Peer;
use crate::solver::clock::Clock;
use crate::solver::session::{Answer, Method, Model, Status, Task, peer};
use good_lp::solvers::microlp::microlp;
use good_lp::solvers::{SolutionStatus, WithInitialSolution, WithTimeLimit};
use good_lp::{
    Constraint, Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, WithMipGap, constraint,
    variable,
};

/// One question.
pub(super) struct Ask {
    /// The model.
    pub model: Model,
    /// Constant part of the goal, in the scale of the model's costs.
    pub constant: f64,
    /// Relative gap at which to stop.
    pub relative: f64,
    /// Absolute gap at which to stop, in the scale of the model's costs.
    pub absolute: f64,
    /// A known solution, one value per column of the model.
    pub start: Option<Vec<f64>>,
    /// Seed where the peer has one.
    pub seed: u32,
}

/// What the peer says it did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Claimed {
    /// Done within the gap.
    Optimal,
    /// There is no solution.
    Infeasible,
    /// Stopped by the clock.
    Stopped,
    /// Failed, in its own words.
    Failed(String),
}

/// What the peer says.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// What it did.
    pub status: Claimed,
    /// The rounded point, one value per column of the program.
    pub point: Option<Vec<i64>>,
    /// Lower bound, in the scale of the question.
    pub bound: Option<f64>,
    /// Branch-and-bound nodes.
    pub nodes: Option<i64>,
}

/// Asks `who`; `whole` makes a point of the program from one of the model.
pub(super) fn solve(who: Peer, ask: Ask, clock: &Clock, whole: impl Fn(&[f64]) -> Vec<i64>) -> Claim {
    if ask.model.cost.is_empty() {
        let holds = ask.model.rows.lower.iter().zip(&ask.model.rows.upper).all(|(&l, &u)| l <= 0.0 && u >= 0.0);
        let status = if holds { Claimed::Optimal } else { Claimed::Infeasible };
        let (point, bound) = (holds.then(|| whole(&[])), Some(ask.constant));
        return Claim { status, point, bound, nodes: None };
    }
    let claim = match who {
        Peer::Highs => highs(ask, clock),
        Peer::Microlp => {
            let lp = Lp::new(&ask);
            let model = lp.problem.minimise(lp.goal).using(microlp).with_all(lp.rows);
            lent(model, &lp.columns, &ask, clock)
        }
        #[cfg(feature = "cbc")]
        Peer::Cbc => {
            let lp = Lp::new(&ask);
            let mut model = lp.problem.minimise(lp.goal).using(good_lp::solvers::coin_cbc::coin_cbc);
            model.set_parameter("allow", &ask.absolute.to_string());
            // Otherwise its limit counts processor time.
            model.set_parameter("timeMode", "elapsed");
            lent(model.with_all(lp.rows), &lp.columns, &ask, clock)
        }
    };
    Claim {
        point: claim.point.map(|values| whole(&values)),
        status: claim.status,
        bound: claim.bound,
        nodes: claim.nodes,
    }
}

/// A claim with the point as the peer gave it.
struct Raw {
    status: Claimed,
    point: Option<Vec<f64>>,
    bound: Option<f64>,
    nodes: Option<i64>,
}

fn highs(ask: Ask, clock: &Clock) -> Raw {
    let mut task = Task::new(ask.model, Method::Branch, ask.seed);
    (task.gap, task.start) = (ask.absolute, ask.start);
    let (cost, constant) = (task.model.cost.clone(), ask.constant);
    let Answer { status, primal, bound, nodes, objective, .. } = peer(task, ask.relative, constant, clock);
    let value = primal.as_ref().map(|x| constant + cost.iter().zip(x).map(|(c, x)| c * x).sum::<f64>());
    let status = match status {
        Status::Optimal => Claimed::Optimal,
        Status::Infeasible => Claimed::Infeasible,
        Status::Stopped | Status::Limit => Claimed::Stopped,
        Status::Failed => Claimed::Failed("HiGHS: error".to_owned()),
    };
    // By saying that it is done HiGHS claims the gap, also where the bound it states is that of an earlier node. Nothing is claimed of a
    // start that it hands back in place of the point that it speaks of (docs/adr/0007).
    let is_its_own = |v: &f64| (v - objective).abs() <= 1e-6 * (1.0 + v.abs());
    let claimed = value
        .filter(|v| status == Claimed::Optimal && is_its_own(v))
        .map(|v| v - ask.absolute.max(ask.relative * v.abs()));
    let bound = Some(bound).filter(|bound| bound.is_finite());
    let bound = bound.into_iter().chain(claimed).reduce(f64::max);
    Raw { status, point: primal, bound, nodes: Some(nodes) }
}

/// The model in the words of `good_lp`.
struct Lp {
    problem: ProblemVariables,
    columns: Vec<Variable>,
    goal: Expression,
    rows: Vec<Constraint>,
}

impl Lp {
    fn new(ask: &Ask) -> Self {
        let (model, mut problem) = (&ask.model, ProblemVariables::new());
        let columns: Vec<Variable> = (0..model.cost.len())
            .map(|at| {
                let column = variable().min(model.lower[at]).max(model.upper[at]);
                problem.add(if model.integer[at] { column.integer() } else { column })
            })
            .collect();
        let mut goal = Expression::with_capacity(columns.len());
        columns.iter().zip(&model.cost).filter(|&(_, &cost)| cost != 0.0).for_each(|(&x, &cost)| goal.add_mul(cost, x));
        let starts = &model.rows.starts;
        let place = |at: i32| usize::try_from(at).expect("positions are not negative");
        let mut rows = Vec::new();
        for (row, &from) in starts.iter().enumerate() {
            let end = starts.get(row + 1).map_or(model.rows.index.len(), |&end| place(end));
            let mut sum = Expression::with_capacity(end - place(from));
            (place(from)..end).for_each(|n| sum.add_mul(model.rows.value[n], columns[place(model.rows.index[n])]));
            let (lower, upper) = (model.rows.lower[row], model.rows.upper[row]);
            if lower.is_finite() && upper.is_finite() && upper <= lower {
                rows.push(constraint!(sum == lower));
                continue;
            }
            if lower.is_finite() {
                rows.push(constraint!(sum.clone() >= lower));
            }
            if upper.is_finite() {
                rows.push(constraint!(sum <= upper));
            }
        }
        Self { problem, columns, goal, rows }
    }
}

/// Solves through `good_lp`; it tells neither nodes nor a bound, so that the bound is what “optimal” claims.
fn lent<M>(model: M, columns: &[Variable], ask: &Ask, clock: &Clock) -> Raw
where
    M: SolverModel<Error = ResolutionError> + WithInitialSolution + WithTimeLimit + WithMipGap,
{
    #[expect(clippy::cast_possible_truncation, reason = "the interface takes the gap in single precision")]
    let gap = ask.relative as f32;
    let none = |status| Raw { status, point: None, bound: None, nodes: None };
    let model = match &ask.start {
        Some(start) => model.with_initial_solution(columns.iter().copied().zip(start.iter().copied())),
        None => model,
    };
    let model = match clock.left() {
        Some(left) => model.with_time_limit(left.as_secs_f64()),
        None => model,
    };
    let Ok(model) = model.with_mip_gap(gap) else { return none(Claimed::Failed("gap".to_owned())) };
    let solution = match model.solve() {
        Ok(solution) => solution,
        Err(ResolutionError::Infeasible) => return none(Claimed::Infeasible),
        Err(_) if clock.stop().is_some() => return none(Claimed::Stopped),
        Err(error) => return none(Claimed::Failed(format!("{error:?}"))),
    };
    let point: Vec<f64> = columns.iter().map(|&column| solution.value(column)).collect();
    let value: f64 = ask.model.cost.iter().zip(&point).map(|(c, x)| c * x).sum();
    let (status, bound) = match solution.status() {
        SolutionStatus::Optimal => (Claimed::Optimal, Some(value)),
        SolutionStatus::GapLimit => (Claimed::Optimal, Some(value - ask.relative * value.abs())),
        SolutionStatus::TimeLimit => (Claimed::Stopped, None),
    };
    Raw { status, point: Some(point), bound: bound.map(|bound| bound + ask.constant), nodes: None }
}
