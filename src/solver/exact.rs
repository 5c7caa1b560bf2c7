//! One goal over the rows, in whole numbers: the exact side of a relaxation.
//!
//! It turns itself into a floating-point [`Model`] for the solver and takes the prices that come back into an exact
//! [`Certificate`](super::safe_bound::Certificate). It refuses to believe any other number of the solver.

use super::extended::Extended;
use super::safe_bound::{Certificate, certify};
use super::session::{Model, Rows};
use crate::program::{Col, Program, Row, Tier};
pub(super) use crate::proof::goal::grid;

/// Largest cost passed to the solver; larger ones are scaled down by a power of two.
const LARGEST_COST: f64 = 1e6;

/// Bounds of all columns; they only ever tighten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    /// Smallest value by column.
    pub lower: Vec<i64>,
    /// Largest value by column.
    pub upper: Vec<i64>,
}

impl Domain {
    /// The bounds of the program.
    #[must_use]
    pub(super) fn of(program: &Program) -> Self {
        let lower = program.columns.iter().map(|c| c.lower).collect();
        let upper = program.columns.iter().map(|c| c.upper).collect();
        Self { lower, upper }
    }

    /// Keeps what is inside `other`, too.
    pub(super) fn meet(&mut self, other: &Self) {
        self.lower.iter_mut().zip(&other.lower).for_each(|(mine, &its)| *mine = its.max(*mine));
        self.upper.iter_mut().zip(&other.upper).for_each(|(mine, &its)| *mine = its.min(*mine));
    }

    /// Whether `values` is inside.
    #[must_use]
    pub(super) fn contains(&self, values: &[i64]) -> bool {
        let bounds = self.lower.iter().zip(&self.upper);
        bounds.zip(values).all(|((l, u), v)| l <= v && v <= u)
    }
}

/// One linear goal over all rows within bounds.
#[derive(Clone, Debug)]
pub(super) struct Exact<'p> {
    /// Cost by column.
    pub cost: Vec<i64>,
    /// Rows of the program.
    pub rows: &'p [Row],
    /// Rows that follow from them and from wholeness.
    pub cuts: Vec<Row>,
    /// Rows that hold earlier tiers.
    pub held: Vec<Row>,
    /// Whether to branch, by column.
    pub integer: Vec<bool>,
    /// How many columns are decisions; those behind them are aids (see [`Extended`]).
    pub own: usize,
}

impl<'p> Exact<'p> {
    /// The goal `cost` with all tiers before `first` held at `values`.
    #[must_use]
    pub(super) fn new(program: &'p Extended, cost: Vec<i64>, first: usize, values: &[i64]) -> Self {
        let held = program.tiers.iter().take(first).zip(values).filter_map(|(tier, &value)| hold(tier, value));
        let integer = program.columns.iter().map(|c| c.integer).collect();
        Self { cost, rows: &program.rows, cuts: Vec::new(), held: held.collect(), integer, own: program.own }
    }

    /// The same with further rows that follow from those of the program.
    #[must_use]
    pub(super) fn with_cuts(mut self, cuts: Vec<Row>) -> Self {
        self.cuts = cuts;
        self
    }

    /// Asks that every decision be whole.
    pub(super) fn all_whole(&mut self) {
        self.integer[..self.own].fill(true);
    }

    /// The same with only those further rows that bind at `point` or that speak of aids.
    #[must_use]
    pub(super) fn binding(mut self, point: &[f64]) -> Self {
        let binds = |row: &Row| {
            let value: f64 = row.terms.iter().map(|&(col, a)| real(a) * point[col.at()]).sum();
            let aids = row.terms.last().is_some_and(|&(col, _)| col.at() >= self.own);
            aids || row.lower.is_none_or(|lower| (value - real(lower)) * row_scale(row) < 1e-4)
        };
        self.cuts.retain(binds);
        self
    }

    /// What a solution costs.
    pub(super) fn value(&self, solution: &[i64]) -> i128 {
        self.cost.iter().zip(solution).map(|(&c, &x)| i128::from(c) * i128::from(x)).sum()
    }

    /// Whether columns that are no decisions cost something.
    pub(super) fn has_dear_aids(&self) -> bool {
        self.cost.iter().skip(self.own).any(|&cost| cost != 0)
    }

    /// All rows: those of the program, those that follow, those that hold earlier tiers.
    pub(super) fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().chain(&self.cuts).chain(&self.held)
    }

    /// The floating-point model over the columns that `domain` leaves free, their positions, and the cost scale.
    #[must_use]
    pub(super) fn model(&self, domain: &Domain) -> (Model, Vec<usize>, f64) {
        let mut place = vec![-1_i32; self.cost.len()];
        let mut free = Vec::new();
        for (at, slot) in place.iter_mut().enumerate() {
            if domain.lower[at] < domain.upper[at] {
                *slot = i32::try_from(free.len()).expect("fewer than 2^31 columns");
                free.push(at);
            }
        }
        let scale = self.scale();
        let mut model = Model {
            cost: free.iter().map(|&at| real(self.cost[at]) * scale).collect(),
            lower: free.iter().map(|&at| real(domain.lower[at])).collect(),
            upper: free.iter().map(|&at| real(domain.upper[at])).collect(),
            integer: free.iter().map(|&at| self.integer[at]).collect(),
            ..Model::default()
        };
        for row in self.all_rows() {
            push(&mut model.rows, row, &place, domain);
        }
        (model, free, scale)
    }

    fn scale(&self) -> f64 {
        let largest = self.cost.iter().map(|c| c.unsigned_abs()).max().unwrap_or(0);
        let mut scale = 1.0;
        while real(i64::try_from(largest).unwrap_or(i64::MAX)) * scale > LARGEST_COST {
            scale *= 0.5;
        }
        scale
    }

    /// The exact bound and reduced costs that `prices` (of the scaled cost and rows) prove within `domain`.
    #[must_use]
    pub(super) fn certificate(&self, domain: &Domain, prices: &[f64], scale: f64) -> Option<Certificate> {
        certify(self, domain, self.in_units(prices, scale).into_iter())
    }

    /// Prices of the scaled cost and rows in units of the goal.
    #[must_use]
    pub(super) fn in_units(&self, prices: &[f64], scale: f64) -> Vec<f64> {
        self.all_rows().zip(prices).map(|(row, price)| price / scale * row_scale(row)).collect()
    }
}

/// The nearest float. Whole numbers in programs are far below 2^53.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "the session refuses magnitudes above 1e15")]
pub(super) const fn real(value: i64) -> f64 {
    value as f64
}

/// A power of two that brings the largest coefficient of a row down to about 64, where it is larger: held tiers have costs
/// as coefficients and slow interior point down.
pub(super) fn row_scale(row: &Row) -> f64 {
    let largest = row.terms.iter().map(|&(_, a)| a.unsigned_abs()).max().unwrap_or(1).max(1);
    if largest <= 64 { 1.0 } else { 0.5_f64.powi(largest.ilog2().cast_signed() - 6) }
}

/// Adds a row, the fixed columns moved to its sides.
fn push(rows: &mut Rows, row: &Row, place: &[i32], domain: &Domain) {
    let scale = row_scale(row);
    let is_fixed = |col: &Col| place[col.at()] < 0;
    let fixed: i64 =
        row.terms.iter().filter(|(col, _)| is_fixed(col)).map(|&(col, a)| a * domain.lower[col.at()]).sum();
    let free = row.terms.iter().filter(|(col, _)| !is_fixed(col));
    let lower = row.lower.map_or(f64::NEG_INFINITY, |l| real(l - fixed) * scale);
    let upper = row.upper.map_or(f64::INFINITY, |u| real(u - fixed) * scale);
    rows.push(lower, upper, free.map(|&(col, a)| (place[col.at()], real(a) * scale)));
}

/// The row `f ≤ value`, divided by the common divisor of the costs; none for a constant goal.
fn hold(tier: &Tier, value: i64) -> Option<Row> {
    let divisor = grid(tier)?;
    let terms = tier.terms.iter().map(|&(col, cost)| (col, cost / divisor)).collect();
    let upper = Some((value - tier.constant).div_euclid(divisor));
    Some(Row { name: super::presolve::nameless(), lower: None, upper, terms, block: None })
}

/// Costs by column from sorted terms, divided by `divisor`.
#[must_use]
pub(super) fn dense(columns: usize, terms: &[(Col, i64)], divisor: i64) -> Vec<i64> {
    let mut cost = vec![0; columns];
    for &(col, c) in terms {
        cost[col.at()] = c / divisor;
    }
    cost
}
