//! A plan stage by stage: each stage is a program of its own, and what its decisions are worth in the stages to come is said by the prices
//! of the whole.
//!
//! With the rows of later stages priced, the stages fall apart (Lagrangean relaxation; Fisher, The Lagrangian relaxation method for solving integer
//! programming problems, Management Science 27, 1981), and a stage looks ahead without deciding what comes. Stages are decided in order,
//! those before held. What is found is a plan and proves nothing. Prices are linear and know one more person somewhere, not ten: what that
//! gives away is found later, in groups of regions (`regions/groups`).

use super::Event;
use super::exact::real;
use super::extended::Extended;
use super::presolve;
use super::tiers::Driver;
use super::tight::Relaxed;
use super::weights::Weights;
use super::{Paths, Settings};
use crate::program::{Col, Column, Cone, Program, Row, Tier};

/// Steps of a cost in one unit of the weighted sum.
const STEPS: f64 = 16.0;
/// Largest value of a stage in these steps.
const LARGEST: f64 = 1e17;

impl Driver<'_> {
    /// The last stage of the program; none where there is but one.
    pub(super) fn last_stage(&self) -> Option<usize> {
        let last = self.program.stages.iter().max().copied().filter(|&last| last > 0)?;
        (self.program.stages.len() == self.program.own).then_some(last)
    }

    /// Offers a plan made stage by stage at the prices `top` of the weighted sum.
    pub(super) fn by_stages(&mut self, weights: &Weights, top: &Relaxed, nodes: Option<i32>) {
        let Some((last, best)) = self.last_stage().zip(self.best.as_ref()) else { return };
        let mut values = best.solution[..self.program.own].to_vec();
        for stage in 0..=last {
            if self.over() {
                return;
            }
            let program = self.stage(stage, last, weights, top, &values);
            let Some(found) = self.decided(&program, nodes) else { return };
            for at in (0..values.len()).filter(|&at| self.program.stages[at] == stage) {
                values[at] = found[at];
                self.taken[at] |= found[at] != self.domains[0].lower[at];
            }
        }
        self.offer(&values);
    }

    /// The program of one stage: what was decided before is fixed, what comes later is priced.
    fn stage(&self, stage: usize, last: usize, weights: &Weights, top: &Relaxed, values: &[i64]) -> Program {
        let (own, stages, domain) = (self.program.own, &self.program.stages, &self.domains[0]);
        let is_now = |at: usize| stages[at] == stage;
        let mut columns = self.program.columns[..own].to_vec();
        for (at, column) in columns.iter_mut().enumerate() {
            let end = if stages[at] < stage { values[at] } else { domain.lower[at] };
            (column.lower, column.upper) = if is_now(at) { (domain.lower[at], domain.upper[at]) } else { (end, end) };
        }
        let rows = self.program.rows.iter().filter(|row| self.stage_of(row) == Some(stage)).cloned().collect();
        let of_cone = |cone: &&Cone| {
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
        let scale = scale(&cost, &columns);
        let terms: Vec<(Col, i64)> = (0..own)
            .filter(|&at| is_now(at))
            .map(|at| (Col::new(at), whole(cost[at] * scale)))
            .filter(|(_, c)| *c != 0)
            .collect();
        // Values stay what they are in the whole, so that a share of them is tolerated.
        let share = top.certificate.exactly() / real(i64::try_from(last + 1).unwrap_or(1)) * scale;
        let seen: f64 = terms.iter().map(|&(col, cost)| real(cost) * top.vertex[col.at()]).sum();
        let spec = &self.program.tiers[self.program.tiers.len() - 1];
        let tier = Tier { constant: whole(share - seen), terms, per_unit: 1, ..spec.clone() };
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
        // Where a plan does not come easily there is another one already.
        driver.tries = 1;
        let weights = Weights::of(&extended, 0, 1);
        if let Some(top) = driver.find_tight(&weights, nodes) {
            self.note_rows(&driver.tight, &top, &reduced.kept);
            driver.improve_by_parts(&weights, &top);
        }
        self.tally.nodes += driver.tally.nodes;
        for (&at, taken) in reduced.kept.iter().zip(&driver.taken) {
            self.taken[at] |= taken;
        }
        Some(reduced.restore(&driver.best?.solution[..extended.own]))
    }
}

/// How many steps a cost has in one unit of the sum: so many that all columns together stay within whole numbers.
fn scale(cost: &[f64], columns: &[Column]) -> f64 {
    let ends = columns.iter().map(|column| real(column.lower.abs().max(column.upper.abs())));
    let most: f64 = cost.iter().zip(ends).map(|(cost, end)| cost.abs() * end).sum();
    let mut scale = STEPS;
    while most.is_finite() && most * scale > LARGEST {
        scale *= 0.5;
    }
    scale
}

/// A cost in whole steps.
#[expect(clippy::cast_possible_truncation, reason = "costs of columns are far below 2^53")]
fn whole(cost: f64) -> i64 {
    cost.round() as i64
}

#[cfg(test)]
mod tests {
    use super::super::small::{clock, column, goal, line};
    use super::*;

    /// One person acts in the first year for two lessons or in the second for five; what is missing is missed.
    fn one_person() -> Program {
        Program {
            columns: [1, 1, 1, 1, 2, 5].map(column).to_vec(),
            rows: vec![
                line(None, Some(1), Some(1), &[(0, 1), (1, 1)]),
                line(None, Some(0), Some(0), &[(0, -1), (2, 1), (3, 1)]),
                line(Some(0), Some(2), None, &[(1, 2), (4, 1)]),
                line(Some(1), Some(5), None, &[(3, 5), (5, 1)]),
            ],
            tiers: vec![goal(&[(4, 1), (5, 1)])],
            stages: vec![0, 0, 1, 1, 0, 1],
            ..Program::default()
        }
    }

    /// What a plan made stage by stage is worth, from the plan in which the person acts at once.
    fn staged(program: Program) -> Option<Vec<i64>> {
        let program = Extended::of(program);
        let settings = Settings { paths: Paths::Priced, ..Settings::default() };
        let (clock, silent) = (clock(), |_: Event| {});
        let mut driver = Driver::new(&program, vec![0], &settings, &clock, &silent);
        assert!(driver.offer(&[0, 1, 0, 0, 0, 5]) && driver.is_deep());
        let weights = Weights::of(&program, 0, 1);
        let top = driver.relaxed(&weights)?;
        driver.by_stages(&weights, &top, Some(10));
        driver.best.map(|best| best.values)
    }

    #[test]
    fn a_stage_knows_what_its_decisions_are_worth_later() {
        // Year by year the person acts at once, and five lessons are missing; at the prices of the whole two are.
        assert_eq!(staged(one_person()), Some(vec![2]));
    }

    #[test]
    fn what_a_stage_takes_is_remembered() {
        // At the prices of the whole the person waits: two lessons are missed in the first year, none in the second.
        let program = Extended::of(one_person());
        let settings = Settings { paths: Paths::Priced, ..Settings::default() };
        let (clock, silent) = (clock(), |_: Event| {});
        let mut driver = Driver::new(&program, vec![0], &settings, &clock, &silent);
        assert!(driver.offer(&[0, 1, 0, 0, 0, 5]) && driver.is_deep());
        let weights = Weights::of(&program, 0, 1);
        let top = driver.relaxed(&weights).expect("solved");
        driver.by_stages(&weights, &top, Some(10));
        let taken: Vec<usize> = (0..6).filter(|&at| driver.taken[at]).collect();
        assert!(taken.contains(&3) && taken.contains(&4) && !taken.contains(&5), "{taken:?}");
    }

    #[test]
    fn without_stages_the_plan_stays() {
        // A program that does not say what is decided when is left alone.
        assert_eq!(staged(Program { stages: Vec::new(), ..one_person() }), Some(vec![5]));
    }

    #[test]
    fn steps_are_as_fine_as_whole_numbers_bear() {
        // Ordinary costs have sixteen steps a unit; where all columns together would leave the range, fewer.
        assert!((scale(&[3.0, -2.0], &[column(5), column(7)]) - STEPS).abs() < 1e-12);
        let coarse = scale(&[1e12, -1e12], &[column(1_000_000), column(1)]);
        assert!(coarse < STEPS && 1e18 * coarse <= LARGEST);
    }
}
