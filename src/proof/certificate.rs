//! The certificate of a plan: why no plan can be better than so much, goal by goal, checked in whole numbers.
//!
//! For every goal `t` it holds weights of the goals up to it and prices of rows. Prices give a lower bound `Z` of `Σ w_s f_s` over
//! all columns by weak duality (Neumaier and Shcherbina, 2004), so that a plan with `f_s ≤ v_s` before `t` has
//! `f_t ≥ (Z − Σ_{s<t} w_s v_s) / w_t`. Rows of single places that are used beside those of the program come with the proof by cases
//! from which they follow. The check needs the program, the values of the plan and this page; nothing of it was computed by a solver
//! that has to be believed.

use super::dual;
use super::goal::{grid, weighted};
use super::place::places;
use super::presolve::reduce;
use super::tree::Tree;
use crate::program::{Column, Program, Row};
use serde::{Deserialize, Serialize};

/// A row `Σ prices·groups + Σ costs·inner ≥ least` of one place, with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The place.
    pub place: u32,
    /// Price of one of each group.
    pub prices: Vec<i64>,
    /// Cost of each of the place's own columns.
    pub costs: Vec<i64>,
    /// The least value.
    pub least: i64,
    /// Why nothing is worth less.
    pub tree: Tree,
}

/// Row and price.
pub type Priced = Vec<(usize, i64)>;

/// What bounds one goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Weight of this goal and of those before it, per step of their grids.
    pub weights: Vec<i64>,
    /// Prices are multiples of `2^-shift`.
    pub shift: u32,
    /// Prices of rows of the program, fixed columns and rows that cannot bind left out.
    pub rows: Priced,
    /// Prices of the rows of single places, as they stand in the certificate.
    pub place_rows: Priced,
    /// The bound of the weighted sum, times `2^shift`.
    pub total: String,
}

/// The whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Rows of single places.
    pub place_rows: Vec<PlaceRow>,
    /// One entry per goal, in order.
    pub goals: Vec<Evidence>,
}

/// What is wrong with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The row of a place (position) does not follow from its proof.
    PlaceRow(usize),
    /// The evidence of a goal (position) does not give the bound that it states.
    Goal(usize),
    /// There are limits on spread, or goals without evidence: nothing can be said.
    Incomplete,
}

/// The rows of the reduced program and those of places.
struct Proven<'a> {
    program: &'a Program,
    places: &'a [Row],
}

impl Certificate {
    /// The bounds of all goals of `program` that follow for a plan of these values.
    ///
    /// # Errors
    /// The first flaw.
    pub fn check(&self, program: &Program, values: &[i64]) -> Result<Vec<i64>, Flaw> {
        let reduced = reduce(program);
        if !program.cones.is_empty() || reduced.impossible || self.goals.len() != program.tiers.len() {
            return Err(Flaw::Incomplete);
        }
        let program = reduced.program;
        let known = places(&program);
        let mut rows = Vec::with_capacity(self.place_rows.len());
        for (at, row) in self.place_rows.iter().enumerate() {
            let place = known.iter().find(|place| place.id == row.place);
            rows.push(place.and_then(|place| row.follows(place)).ok_or(Flaw::PlaceRow(at))?);
        }
        let proven = Proven { program: &program, places: &rows };
        let goals = self.goals.iter().enumerate();
        goals.map(|(at, goal)| goal.bound(&proven, at, values).ok_or(Flaw::Goal(at))).collect()
    }
}

impl PlaceRow {
    /// The row of the program, where the proof holds to the last number.
    fn follows(&self, place: &super::place::Place) -> Option<Row> {
        let row = place.row(&self.prices, &self.costs, self.least)?;
        let costs: Vec<i64> = self.prices.iter().chain(&self.costs).copied().collect();
        (self.tree.least(&place.small, &costs)? == self.least).then_some(row)
    }
}

impl Evidence {
    /// The bound of the goal at `at`, where the total is as stated.
    fn bound(&self, proven: &Proven<'_>, at: usize, values: &[i64]) -> Option<i64> {
        let program = proven.program;
        if self.weights.len() != at + 1 || self.weights.iter().any(|&w| w < 0) || values.len() != program.tiers.len() {
            return None;
        }
        let total = self.total(proven)?;
        if total.to_string() != self.total {
            return None;
        }
        let step = |at: usize| grid(&program.tiers[at]).unwrap_or(1);
        let mut held: i128 = 0;
        for (before, (&value, &weight)) in values.iter().zip(&self.weights).enumerate().take(at) {
            let steps = (value - program.tiers[before].constant).div_euclid(step(before));
            held = held.checked_add(i128::from(weight).checked_mul(i128::from(steps))?)?;
        }
        let left = total.checked_sub(held.checked_mul(1_i128.checked_shl(self.shift)?)?)?;
        let weight = i128::from(self.weights[at]).checked_mul(1_i128.checked_shl(self.shift)?).filter(|&w| w > 0)?;
        let steps = i64::try_from(-(-left).div_euclid(weight)).ok()?;
        program.tiers[at].constant.checked_add(step(at).checked_mul(steps)?)
    }

    /// The bound of the weighted sum, times `2^shift`, by weak duality over all columns.
    fn total(&self, proven: &Proven<'_>) -> Option<i128> {
        let program = proven.program;
        let of_program = self.rows.iter().map(|&(at, price)| Some((program.rows.get(at)?, i128::from(price))));
        let of_places = self.place_rows.iter().map(|&(at, price)| Some((proven.places.get(at)?, i128::from(price))));
        let priced: Vec<_> = of_program.chain(of_places).collect::<Option<_>>()?;
        let end = |of: fn(&Column) -> i64| program.columns.iter().map(of).collect::<Vec<_>>();
        let (lower, upper) = (end(|column| column.lower), end(|column| column.upper));
        let costs = weighted(program, 0, &self.weights)?;
        dual::bound(&costs, self.shift, priced.into_iter(), (&lower, &upper)).map(|(bound, _)| bound)
    }

    /// The bound of its goal that this gives for a plan of these values; none where it gives none.
    #[must_use]
    pub fn worth(&self, program: &Program, place_rows: &[Row], values: &[i64]) -> Option<i64> {
        let proven = Proven { program, places: place_rows };
        self.bound(&proven, self.weights.len().checked_sub(1)?, values)
    }

    /// The same evidence with its total filled in; `place_rows` are those of the certificate.
    #[must_use]
    pub fn totaled(mut self, program: &Program, place_rows: &[Row]) -> Option<Self> {
        let proven = Proven { program, places: place_rows };
        self.total = self.total(&proven)?.to_string();
        Some(self)
    }
}
