//! A better plan, region by region or among what all regions take: everything else is held, so that each question is small (large neighborhood search; Shaw,
//! Using constraint programming and local search methods to solve vehicle routing problems, 1998, with the neighborhoods given by the
//! structure). First each region, then, where it is worth the time, pairs that share many columns. What is found is a plan and proves nothing.

use super::super::exact::{Domain, Exact, real};
use super::super::safe_bound::Certificate;
use super::super::tiers::{Best, Driver};
use super::super::weights::Weights;
use super::Regions;
use crate::program::Col;

/// Nodes for one question.
const NODES: i32 = 20;
/// The same for what all regions have taken.
const CORE: i32 = 200;
/// Columns of each stage that join it because they are priced low.
const CHEAP: usize = 4_000;
/// Rounds of tangents for one question.
const ROUNDS: usize = 4;
/// Most sweeps over all regions.
const SWEEPS: usize = 2;
/// Pairs asked, in multiples of the number of regions.
const PAIRS: usize = 1;
/// Share of what a tier tolerates that the regions together may leave open.
const LEFT: f64 = 0.1;

/// How much is asked at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::solver) enum Reach {
    /// One region.
    Single,
    /// One region, then pairs: many times as long, for little more.
    Pairs,
}

impl Driver<'_> {
    /// Improves the best solution in the weighted sum of the tiers `first..end`, those before held. Returns whether it did.
    pub(in crate::solver) fn improve(&mut self, regions: &Regions, first: usize, end: usize, reach: Reach) -> bool {
        let Some(start) = self.best.clone() else { return false };
        let weights = Weights::of(self.program, first, end);
        let pairs = if reach == Reach::Pairs { PAIRS * regions.count } else { 0 };
        let pairs = regions.neighbors(self.program).into_iter().take(pairs);
        let pairs = pairs.map(|(one, other)| vec![one, other]);
        let all: Vec<Vec<usize>> = (0..regions.count).map(|region| vec![region]).chain(pairs).collect();
        let goal = Exact::new(self.program, weights.cost(self.program), 0, &[]);
        // Asked again and again, until none of them has anything to give that is worth the time.
        let mut in_vain = 0;
        for neighborhood in all.iter().cycle().take(SWEEPS * all.len()) {
            if in_vain == all.len() || self.over() {
                break;
            }
            let before = self.worth(&goal);
            self.improve_in(regions, neighborhood, &weights);
            let is_much = before - self.worth(&goal) > self.left_open(regions, first) * real(weights.steps[0]);
            in_vain = if is_much { 0 } else { in_vain + 1 };
        }
        self.best.as_ref() != Some(&start)
    }

    /// The same among the columns that regions have `taken` at some prices, those of the best solution and those that a relaxation prices lowest,
    /// everything else held: a program small enough to be branched on as a whole, which knows nothing of regions.
    pub(in crate::solver) fn improve_among(&mut self, taken: &[bool], relaxed: &Certificate, first: usize, end: usize) {
        let Some(best) = self.best.clone().filter(|_| !self.over()) else { return };
        let weights = Weights::of(self.program, first, end);
        let near = self.near_plan(taken, relaxed, first, &best, CHEAP);
        self.search_near(&near, &weights, self.left(first) * real(weights.steps[0]), (CORE, ROUNDS));
    }

    /// What a search near a plan leaves free, so many columns of each stage because they are `cheap`.
    pub(super) fn near_plan(
        &self,
        taken: &[bool],
        relaxed: &Certificate,
        first: usize,
        best: &Best,
        cheap: usize,
    ) -> Domain {
        let mut near = self.domain(first).clone();
        let is_left = |at: &usize| {
            let is_free = self.program.columns[*at].integer && near.lower[*at] < near.upper[*at];
            is_free && !taken[*at] && best.solution[*at] == near.lower[*at]
        };
        let mut left: Vec<usize> = (0..self.program.own).filter(is_left).collect();
        left.sort_by_key(|&at| (relaxed.reduced[at].abs(), at));
        for &at in left.iter().skip(cheap * (self.last_stage().unwrap_or(0) + 1)) {
            (near.lower[at], near.upper[at]) = (best.solution[at], best.solution[at]);
        }
        near
    }

    /// Notes what regions have taken.
    pub(in crate::solver) fn take(&mut self, taken: &[bool]) {
        self.taken.iter_mut().zip(taken).for_each(|(known, new)| *known |= new);
    }

    /// The same in some regions only.
    fn improve_in(&mut self, regions: &Regions, neighborhood: &[usize], weights: &Weights) {
        let Some(best) = &self.best else { return };
        let mut near = self.domain(weights.first).clone();
        for at in
            (0..self.program.own).filter(|&at| !self.may_help(at, best) || !regions.reaches(Col::new(at), neighborhood))
        {
            (near.lower[at], near.upper[at]) = (best.solution[at], best.solution[at]);
        }
        let open = self.left_open(regions, weights.first) * real(weights.steps[0]);
        self.search_near(&near, weights, open, (NODES, ROUNDS));
    }

    /// Branches within `near`, to `open` units of the sum, with so many nodes and rounds of tangents.
    pub(super) fn search_near(&mut self, near: &Domain, weights: &Weights, open: f64, (nodes, rounds): (i32, usize)) {
        let exact = self.exact(weights.cost(self.program), weights.first);
        self.branch(&exact, near, open, Some(nodes), rounds);
    }

    /// Whether a column is worth a question: where steps are priced, those that take part or are taken.
    fn may_help(&self, at: usize, best: &Best) -> bool {
        best.solution[at] != self.domains[0].lower[at] || self.master.as_ref().is_none_or(|master| master.takes(at))
    }

    /// What the best solution costs in a goal.
    pub(super) fn worth(&self, goal: &Exact<'_>) -> f64 {
        let value = self.best.as_ref().and_then(|best| i64::try_from(goal.value(&best.solution)).ok());
        value.map_or(f64::INFINITY, real)
    }

    /// How near the question to one region has to come, in steps of a tier's grid.
    pub(in crate::solver) fn left_open(&self, regions: &Regions, tier: usize) -> f64 {
        self.left(tier) / regions.number()
    }

    /// The same for all of them together.
    pub(in crate::solver) fn left(&self, tier: usize) -> f64 {
        LEFT * real(self.best.as_ref().map_or(0, |best| self.tolerated(tier, best.values[tier])))
    }
}
