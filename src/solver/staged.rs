//! A plan stage by stage: each stage is a program of its own, and what its decisions are worth in the stages to come is said by the prices
//! of the whole.
//!
//! With the rows of later stages priced, the stages fall apart (Lagrangean relaxation; Fisher, The Lagrangian relaxation method for solving integer
//! programming problems, Management Science 27, 1981), and a stage looks ahead without deciding what comes. Stages are decided in order,
//! those before held. What is found is a plan and proves nothing.

use super::Event;
use super::exact::real;
use super::extended::Extended;
use super::presolve;
use super::tiers::Driver;
use super::tight::Relaxed;
use super::weights::Weights;
use super::{Paths, Settings};
use crate::program::{Col, Program, Row, Tier};

/// Steps of a cost in one unit of the weighted sum.
const STEPS: f64 = 16.0;

impl Driver<'_> {
    /// Offers a plan made stage by stage at the prices `top` of the weighted sum.
    pub(super) fn by_stages(&mut self, weights: &Weights, top: &Relaxed, nodes: Option<i32>) {
        let last = self.program.stages.iter().max().copied().unwrap_or(0);
        let mut values = self.domains[0].lower[..self.program.own].to_vec();
        for stage in 0..=last {
            let program = self.stage(stage, last, weights, top, &values);
            let Some(found) = self.decided(&program, nodes) else { return };
            for at in (0..values.len()).filter(|&at| self.program.stages[at] == stage) {
                values[at] = found[at];
            }
        }
        self.offer(&values);
    }

    /// The program of one stage: what was decided before is fixed, what comes later is priced.
    fn stage(&self, stage: usize, last: usize, weights: &Weights, top: &Relaxed, values: &[i64]) -> Program {
        let (own, stages, domain) = (self.program.own, &self.program.stages, &self.domains[0]);
        let is_now = |at: usize| at < own && stages[at] == stage;
        let mut columns = self.program.columns[..own].to_vec();
        for (at, column) in columns.iter_mut().enumerate() {
            let end = if stages[at] < stage { values[at] } else { domain.lower[at] };
            (column.lower, column.upper) = if is_now(at) { (domain.lower[at], domain.upper[at]) } else { (end, end) };
        }
        let rows = self.program.rows.iter().filter(|row| self.stage_of(row) == Some(stage)).cloned().collect();
        let of_cone = |cone: &&crate::program::Cone| {
            let terms = cone.members.iter().flat_map(|member| &member.terms).map(|(col, _)| *col).chain(cone.slack);
            terms.map(|col| stages[col.at()]).max() == Some(stage)
        };
        let cones = self.program.cones.iter().filter(of_cone).cloned().collect();
        let mut cost: Vec<f64> = weights.cost(self.program).into_iter().map(real).collect();
        let cuts = self.tight.cuts();
        for (row, &price) in self.program.rows.iter().chain(&cuts).zip(&top.prices) {
            if price != 0.0 && self.stage_of(row) > Some(stage) {
                row.terms.iter().for_each(|&(col, a)| cost[col.at()] -= price * real(a));
            }
        }
        let terms: Vec<(Col, i64)> = (0..own)
            .filter(|&at| is_now(at))
            .map(|at| (Col::new(at), steps(cost[at])))
            .filter(|(_, c)| *c != 0)
            .collect();
        // Values stay what they are in the whole, so that a share of them is tolerated.
        let share = top.certificate.exactly() / real(i64::try_from(last + 1).unwrap_or(1)) * STEPS;
        let seen: f64 = terms.iter().map(|&(col, cost)| real(cost) * top.vertex[col.at()]).sum();
        let spec = &self.program.tiers[self.program.tiers.len() - 1];
        let tier = Tier { constant: steps((share - seen) / STEPS), terms, per_unit: 1, ..spec.clone() };
        Program { columns, rows, cones, tiers: vec![tier], stages: Vec::new() }
    }

    /// The last stage that a row speaks of; none where it speaks of aids only.
    fn stage_of(&self, row: &Row) -> Option<usize> {
        row.terms.iter().filter_map(|(col, _)| self.program.stages.get(col.at()).copied()).max()
    }

    /// A good plan of a program of one stage.
    fn decided(&mut self, program: &Program, nodes: Option<i32>) -> Option<Vec<i64>> {
        let mut reduced = presolve::reduce(program);
        if reduced.impossible {
            return None;
        }
        let extended = Extended::of(std::mem::take(&mut reduced.program));
        let settings = Settings { threads: self.threads, seed: self.seed, paths: Paths::Listed, ..Settings::default() };
        let silent = |_: Event| {};
        let tolerance = vec![*self.tolerance.last()?];
        let mut driver = Driver::new(&extended, tolerance, &settings, self.clock, &silent);
        if let Some(best) = &self.best {
            driver.offer(&reduced.restrict(&best.solution[..self.program.own]));
        }
        driver.find_tight(&Weights::of(&extended, 0, 1), nodes);
        self.tally.nodes += driver.tally.nodes;
        Some(reduced.restore(&driver.best?.solution[..extended.own]))
    }
}

/// A cost in whole steps.
#[expect(clippy::cast_possible_truncation, reason = "costs of columns are far below 2^53")]
fn steps(cost: f64) -> i64 {
    (cost * STEPS).round() as i64
}
