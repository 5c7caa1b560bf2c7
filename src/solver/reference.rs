//! The reference: the same tiers, solved one after the other by `good_lp` in thirty readable lines.
//!
//! For small programs and tests only: no price-and-fix, no start, no limits; it exists to disagree with the driver
//! when one of them is wrong. It refuses to be fast, and it proves nothing.

use super::exact::real;
use crate::program::{Col, Program};
use good_lp::solvers::highs::highs;
use good_lp::solvers::microlp::microlp;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, WithMipGap, constraint, variable,
};

/// Which solver answers behind `good_lp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// HiGHS, one thread.
    Highs,
    /// microlp, written in Rust alone.
    Microlp,
}

/// Why there is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// The rows have no solution.
    #[error("no solution")]
    Infeasible,
    /// The back end failed.
    #[error("the back end failed: {0}")]
    Backend(String),
    /// What the back end returned breaks a row when rounded.
    #[error("the back end returned something that is not a solution")]
    Unsound,
}

/// The values of all tiers at a lexicographic optimum.
///
/// # Errors
/// When there is no solution or the back end fails.
pub fn reference_values(program: &Program, backend: Backend) -> Result<Vec<i64>, ReferenceError> {
    let mut held: Vec<i64> = Vec::new();
    for _ in &program.tiers {
        let solution = solve_tier(program, &held, backend)?;
        if program.check(&solution).is_some() {
            return Err(ReferenceError::Unsound);
        }
        held.push(program.tiers[held.len()].value(&solution));
    }
    Ok(held)
}

/// Minimizes the tier after those in `held`, which keep their values.
fn solve_tier(program: &Program, held: &[i64], backend: Backend) -> Result<Vec<i64>, ReferenceError> {
    let mut problem = ProblemVariables::new();
    let columns: Vec<Variable> = program
        .columns
        .iter()
        .map(|c| problem.add(variable().integer().min(real(c.lower)).max(real(c.upper))))
        .collect();
    let sum = |terms: &[(Col, i64)]| {
        terms.iter().fold(Expression::from(0.0), |all, &(col, a)| all + real(a) * columns[col.at()])
    };
    let objective = sum(&program.tiers[held.len()].terms);
    let mut constraints = Vec::new();
    for row in &program.rows {
        constraints.extend(row.lower.map(|lower| constraint!(sum(&row.terms) >= real(lower))));
        constraints.extend(row.upper.map(|upper| constraint!(sum(&row.terms) <= real(upper))));
    }
    for (tier, &value) in program.tiers.iter().zip(held) {
        constraints.push(constraint!(sum(&tier.terms) <= real(value - tier.constant)));
    }
    let unsolved = problem.minimise(objective);
    let values: Vec<f64> = match backend {
        Backend::Highs => {
            let model = unsolved.using(highs).set_threads(1).with_mip_gap(0.0).map_err(|e| failed(&e))?;
            let solution = model.with_all(constraints).solve().map_err(failure)?;
            columns.iter().map(|&column| solution.value(column)).collect()
        }
        Backend::Microlp => {
            let model = unsolved.using(microlp).with_all(constraints);
            let solution = model.solve().map_err(failure)?;
            columns.iter().map(|&column| solution.value(column)).collect()
        }
    };
    Ok(values.into_iter().map(rounded).collect())
}

#[expect(clippy::cast_possible_truncation, reason = "a saturating cast; the exact check follows")]
const fn rounded(value: f64) -> i64 {
    value.round() as i64
}

fn failed(error: &impl std::fmt::Debug) -> ReferenceError {
    ReferenceError::Backend(format!("{error:?}"))
}

fn failure(error: ResolutionError) -> ReferenceError {
    match error {
        ResolutionError::Infeasible => ReferenceError::Infeasible,
        other => failed(&other),
    }
}
