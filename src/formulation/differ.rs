//! Plans that are good enough and share as few decisions as possible with plans that are known.
//!
//! Formula: `min Σ_k Σ_d min(x_d, x^k_d)` over the decisions `d` of the known plans `k` (people moved, shared or retrained, by group and way; hires
//! by post and channel, placements of a surplus list), subject to `f_t(x) ≤ limit_t` for every goal. Unit: persons. `min` is concave; where a decision could be made more
//! often than the known plan makes it, a choice says on which side it is. Source: modelling to generate alternatives (Brill, Chang and Hopkins,
//! 1982), with every goal bounded instead of one.

use super::Formulation;
use super::columns::Path;
use crate::program::{Col, Column, Program, Row, RowName, Tier};

/// Name of the goal that counts the decisions in common.
pub const COMMON: &str = "common";

/// The columns of decisions that an office would see as such: everybody who does not simply stay, hires, and
/// placements of a surplus list.
fn decisions(formulation: &Formulation) -> Vec<Col> {
    let mut all = Vec::new();
    for year in &formulation.years {
        let acts = |path: Path| matches!(path, Path::Move(..) | Path::Share(_) | Path::Retrain(_));
        let paths = year.decisions.paths.iter().filter(|path| !path.absorbed && acts(path.path));
        all.extend(paths.map(|path| path.col).chain(year.decisions.hires.iter().map(|hire| hire.col)));
        all.extend(year.places.columns.iter().map(|place| place.col));
    }
    all.sort();
    all
}

/// How many decisions two plans have in common, in persons.
#[must_use]
pub fn in_common(formulation: &Formulation, one: &[i64], other: &[i64]) -> i64 {
    decisions(formulation).into_iter().map(|col| one[col.at()].min(other[col.at()])).sum()
}

/// How many decisions a plan has, in persons.
#[must_use]
pub fn count(formulation: &Formulation, values: &[i64]) -> i64 {
    in_common(formulation, values, values)
}

/// The program that asks for as little as possible in common with `known`, goal by goal within `limits`; its columns begin with those of the
/// formulation. The goals of the policy follow without proof, so that nothing is wasted.
#[must_use]
pub fn apart(formulation: &Formulation, known: &[Vec<i64>], limits: &[i64]) -> Program {
    let mut program = formulation.program.clone();
    for (tier, &limit) in formulation.program.tiers.iter().zip(limits) {
        let name = RowName { rule: "~within", place: tier.name.clone() };
        let upper = Some(limit - tier.constant);
        program.rows.push(Row { name, lower: None, upper, terms: tier.terms.clone(), block: None });
    }
    let terms = common_terms(formulation, known, &mut program);
    let common = Tier { name: COMMON.to_owned(), constant: 0, terms, per_unit: 1, tolerance_ppm: 0 };
    // Any bound proves a goal that may be missed by all of its value.
    let later = program.tiers.drain(..).map(|tier| Tier { tolerance_ppm: 1_000_000, ..tier }).collect::<Vec<_>>();
    program.tiers = std::iter::once(common).chain(later).collect();
    program
}

/// Scale of the sum of [`leaning`]: a goal that loses all it may costs so much.
const SCALE: i64 = 1_000_000;

/// The program of one sum: every goal in parts of what it may lose (`allowances`, small units), and `price` thousandths of such a part for each
/// decision in common with `known`. Where the limits are tight, plans are found on it that no rounding of [`apart`] comes to (Lagrangian
/// relaxation of the limits).
#[must_use]
pub fn leaning(formulation: &Formulation, known: &[Vec<i64>], allowances: &[i64], price: i64) -> Program {
    let mut program = formulation.program.clone();
    let common = common_terms(formulation, known, &mut program);
    let mut costs = vec![0_i64; program.columns.len()];
    for (tier, &allowance) in formulation.program.tiers.iter().zip(allowances) {
        let weight = (SCALE / allowance.max(1)).max(1);
        tier.terms.iter().for_each(|&(col, cost)| costs[col.at()] += weight * cost);
    }
    for (col, cost) in common {
        costs[col.at()] += cost * price * (SCALE / 1000);
    }
    let mut terms: Vec<(Col, i64)> = costs.into_iter().enumerate().map(|(at, cost)| (Col::new(at), cost)).collect();
    terms.retain(|&(_, cost)| cost > 0);
    let sum = Tier { name: "sum".to_owned(), constant: 0, terms, per_unit: SCALE, tolerance_ppm: 500 };
    program.tiers = vec![sum];
    program
}

/// What the decisions in common with `known` cost, one each, with the columns and rows that this takes.
fn common_terms(formulation: &Formulation, known: &[Vec<i64>], program: &mut Program) -> Vec<(Col, i64)> {
    let decisions = decisions(formulation);
    let mut costs = vec![0; program.columns.len()];
    let mut pieces = Pieces { program, costs: Vec::new() };
    for (at, values) in known.iter().enumerate() {
        for &col in decisions.iter().filter(|col| values[col.at()] > 0) {
            let (taken, most) = (values[col.at()], formulation.program.columns[col.at()].upper);
            if taken >= most {
                costs[col.at()] += 1;
            } else {
                pieces.least(at, col, taken, most);
            }
        }
    }
    let mut terms: Vec<(Col, i64)> = costs.iter().enumerate().map(|(at, &cost)| (Col::new(at), cost)).collect();
    terms.retain(|&(_, cost)| cost > 0);
    terms.extend(std::mem::take(&mut pieces.costs));
    terms
}

/// Columns and rows that hold `min(x, taken)`.
struct Pieces<'p> {
    program: &'p mut Program,
    costs: Vec<(Col, i64)>,
}

impl Pieces<'_> {
    /// `o ≥ x − (most − taken) b` and `o ≥ taken b`: the least `o` over both choices `b` is `min(x, taken)`.
    fn least(&mut self, plan: usize, col: Col, taken: i64, most: i64) {
        let place = format!("{plan:03}|{}", self.program.columns[col.at()].name);
        let both = self.column(format!("~common|{place}"), taken, col);
        let above = self.column(format!("~above|{place}"), 1, col);
        let row = |rule, terms: Vec<(Col, i64)>| {
            let name = RowName { rule, place: place.clone() };
            Row { name, lower: None, upper: Some(0), terms, block: None }
        };
        let rows = [
            row("~common-all", vec![(col, 1), (both, -1), (above, taken - most)]),
            row("~common-taken", vec![(both, -1), (above, taken)]),
        ];
        self.program.rows.extend(rows);
        self.costs.push((both, 1));
    }

    /// A column of the stage of `beside`.
    fn column(&mut self, name: String, upper: i64, beside: Col) -> Col {
        let col = Col::new(self.program.columns.len());
        self.program.columns.push(Column { name, lower: 0, upper, integer: true });
        if let Some(&stage) = self.program.stages.get(beside.at()) {
            self.program.stages.push(stage);
        }
        col
    }
}

/// The values of a known plan in that program: its own and those of the pieces.
#[must_use]
pub fn lifted(program: &Program, values: &[i64]) -> Vec<i64> {
    let mut lifted = values.to_vec();
    lifted.resize(program.columns.len(), 0);
    for row in program.rows.iter().filter(|row| row.name.rule == "~common-all") {
        if let [(col, _), (both, _), (above, _)] = row.terms[..] {
            let taken = program.columns[both.at()].upper;
            lifted[both.at()] = taken.min(values[col.at()]);
            lifted[above.at()] = i64::from(values[col.at()] >= taken);
        }
    }
    lifted
}
