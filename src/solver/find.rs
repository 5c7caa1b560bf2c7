//! Finding plans: by the weighted sum of neighboring tiers.
//!
//! Where the program has blocks, its relaxation is tightened by their hulls until hardly anything is fractional; on the
//! way and at the end the vertex is rounded off by a small program, and regions or price-and-fix do the rest. What is found here
//! proves nothing.

use super::exact::{Domain, Exact, real};
use super::fix::whole;
use super::regions::{Reach, Regions};
use super::safe_bound::Certificate;
use super::session::Method;
use super::tiers::Driver;
use super::tight::Relaxed;
use super::weights::Weights;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Instant;

/// Distance of the sum from its bound, in units of what a tier tolerates, up to which its tiers may be proven one by one.
const LEANING: f64 = 256.0;
/// Fractions beyond which a vertex on the way is not rounded off: it takes longer than tightening.
const MANY: usize = 800;
/// Nodes for rounding off a vertex.
const NODES: i32 = 10;
/// Rounds of tangents for the same.
const ROUNDS: usize = 4;

/// How fast a bound rises: the last rounds of tightening give ever less, and what they would give is had cheaper elsewhere.
#[derive(Default)]
pub(super) struct Pace {
    bounds: Vec<f64>,
    /// The round whose vertex was rounded off last.
    rounded: usize,
}

impl Pace {
    /// Rounds that are looked back at.
    const BACK: usize = 16;
    /// How many times as many rounds nobody waits for what is missing.
    const AHEAD: f64 = 12.5;
    /// A bound that gains less than this share of what is missing in two rounds stands nearly still: its vertex is worth rounding off.
    const STILL: f64 = 0.01;
    /// How many times later a vertex is rounded off again: where the bound stands nearly still, and in any case.
    const LATER: (usize, usize) = (2, 6);

    /// Notes the bound of a round.
    pub(super) fn note(&mut self, certificate: &Certificate) {
        self.bounds.push(certificate.value());
    }

    /// What the last rounds have gained; none where there were not so many.
    fn gain(&self, rounds: usize) -> Option<f64> {
        let before = self.bounds.len().checked_sub(rounds + 1)?;
        Some(self.bounds[self.bounds.len() - 1] - self.bounds[before])
    }

    /// Whether `missing` (in units of the goal) is out of reach at the present pace.
    pub(super) fn is_hopeless(&self, missing: f64) -> bool {
        missing.is_finite() && self.gain(Self::BACK).is_some_and(|gain| gain * Self::AHEAD < missing)
    }

    /// Whether the vertex is to be rounded off now, which is noted: at once, then seldom, best where tightening hardly gains any more.
    fn takes_turn(&mut self, missing: f64) -> bool {
        let round = self.bounds.len();
        let still = self.gain(2).is_some_and(|gain| gain < Self::STILL * missing);
        let later = if still { Self::LATER.0 } else { Self::LATER.1 };
        let its_turn = round == 1 || round > later * self.rounded;
        if its_turn {
            self.rounded = round;
        }
        its_turn
    }
}

impl<'a> Driver<'a> {
    /// The goal `cost` with the tiers before `first` held where they are.
    pub(super) fn exact(&self, cost: Vec<i64>, first: usize) -> Exact<'a> {
        let values = self.best.as_ref().map(|best| best.values.as_slice()).unwrap_or_default();
        let mut exact = Exact::new(self.program, cost, first, values).with_cuts(self.tight.cuts());
        if self.strict {
            exact.all_whole();
        }
        exact
    }

    /// Looks for a good plan by the weighted sum of the tiers `first..end`, those before held.
    pub(super) fn find(&mut self, first: usize, end: usize, nodes: Option<i32>) {
        let few = end.saturating_sub(first) < 2 || (first..end).all(|tier| self.settled(tier));
        if self.best.is_some() && few {
            return;
        }
        let begin = Instant::now();
        if let Some(regions) = self.regions.clone().filter(|_| self.best.is_some()) {
            self.improve(&regions, first, end, Reach::Single);
            self.tally.seconds[2] += begin.elapsed().as_secs_f64();
            return;
        }
        let weights = Weights::of(self.program, first, end);
        let mut exact = self.exact(weights.cost(self.program), first);
        let relaxed = self.relax(&mut exact, first, Method::Simplex);
        self.tally.seconds[0] += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let gap = relaxed.as_ref().map_or(0.0, |relaxed| self.near_enough(&weights, &relaxed.vertex));
        let exact = match &relaxed {
            Some(relaxed) => exact.binding(&relaxed.vertex),
            None => exact,
        };
        self.widen(&exact, first, relaxed.as_ref().map(|relaxed| &relaxed.certificate), gap, nodes);
        self.tally.seconds[2] += begin.elapsed().as_secs_f64();
    }

    /// The same for all tiers of a program with blocks: tightens first. Returns the relaxation of the weighted sum.
    pub(super) fn find_tight(&mut self, weights: &Weights, nodes: Option<i32>) -> Option<Relaxed> {
        let mut begin = Instant::now();
        let clock = self.clock;
        let mut climb = self.tight.begin(weights, clock)?;
        self.tally.fractional |= self.is_fractional(&climb.now.vertex);
        let mut pace = Pace::default();
        let goal = Exact::new(self.program, weights.cost(self.program), 0, &[]);
        loop {
            pace.note(&climb.now.certificate);
            let mut distance = self.distance(&goal, &climb.now.certificate);
            let is_first = pace.bounds.len() == 1;
            if (is_first || self.fractions(&climb.now.vertex) <= MANY) && pace.takes_turn(distance) {
                // After an earlier solve its plan may still be as good as any.
                let near = !self.hints.is_empty() && self.is_near(weights, distance);
                if !is_first || !near {
                    self.round_off(weights, &climb.now.vertex);
                    distance = self.distance(&goal, &climb.now.certificate);
                }
                if self.is_worth_proving(weights, distance) {
                    self.tally.seconds[0] += begin.elapsed().as_secs_f64();
                    self.basis = self.tight.basis();
                    self.prove_by_weights(weights, Some(&climb.now));
                    begin = Instant::now();
                    if self.proven() {
                        return Some(climb.now);
                    }
                    climb = self.tight.begin(weights, clock)?;
                }
            }
            let missing = self.distance(&goal, &climb.now.certificate);
            let crawls = pace.is_hopeless(missing);
            if crawls
                && missing > self.near_enough(weights, &climb.now.vertex)
                && (0..self.program.tiers.len()).all(|tier| self.in_reach(weights, tier, missing))
            {
                self.regions = Regions::of(self.program).map(Rc::new);
            }
            if crawls || !self.tight.step(weights, &mut climb, clock) {
                break;
            }
        }
        self.tally.seconds[0] += begin.elapsed().as_secs_f64();
        self.basis = self.tight.basis().or(self.basis.take());
        self.finish(weights, &climb.now, nodes);
        Some(climb.now)
    }

    /// The last plan of the weighted sum, where tightening has come to its end.
    fn finish(&mut self, weights: &Weights, top: &Relaxed, nodes: Option<i32>) {
        let begin = Instant::now();
        self.round_off(weights, &top.vertex);
        let gap = self.near_enough(weights, &top.vertex);
        let exact = self.tight.exact(weights).binding(&top.vertex);
        let distance = self.distance(&exact, &top.certificate);
        // Where every tier is within reach the proof is tried first: most often nothing is missing.
        let near = self.program.cones.is_empty() && self.master.is_none() && self.is_near(weights, distance);
        if distance > gap && (!near || self.regions.is_some()) {
            match self.regions.clone().filter(|_| self.best.is_some()) {
                Some(regions) => {
                    self.improve(&regions, 0, self.program.tiers.len(), Reach::Single);
                }
                None => self.widen(&exact, 0, Some(&top.certificate), gap, nodes),
            }
        }
        self.tally.seconds[2] += begin.elapsed().as_secs_f64();
    }

    /// Whether every tier but the last may be proven although the sum is `distance` from its bound.
    fn is_near(&self, weights: &Weights, distance: f64) -> bool {
        (0..self.program.tiers.len() - 1).all(|tier| self.in_reach(weights, tier, distance))
    }

    /// Whether leaning on single tiers may prove them, although the sum is `distance` from its bound.
    fn is_worth_proving(&self, weights: &Weights, distance: f64) -> bool {
        let values = self.best.as_ref().map(|best| best.values.as_slice()).unwrap_or_default();
        let bearable = |(tier, &value): (usize, &i64)| {
            distance <= LEANING * real(self.tolerated(tier, value).max(1)) * real(weights.steps[tier])
        };
        // Limits on spread: the plans that are found on the way are not good enough yet.
        let plain = self.program.cones.is_empty();
        // What a part of the program says is no bound of the whole.
        plain
            && self.master.is_none()
            && !values.is_empty()
            && values.iter().enumerate().take(values.len() - 1).all(bearable)
    }

    /// Price-and-fix with ever more columns until there is a plan.
    fn widen(
        &mut self,
        exact: &Exact<'_>,
        first: usize,
        certificate: Option<&Certificate>,
        gap: f64,
        nodes: Option<i32>,
    ) {
        let mut theta = certificate.and_then(|certificate| self.quantile(exact, first, certificate));
        let mut limit = nodes;
        for _ in 0..self.tries {
            if self.over() {
                break;
            }
            let search = self.search(exact, first, certificate, theta, gap, limit);
            if self.best.is_some() {
                break;
            }
            if search.infeasible && !search.dropped {
                self.infeasible = true;
            } else if !search.dropped && limit.is_none() {
                break;
            }
            // No solution yet: more columns, then more nodes.
            limit = if search.dropped { nodes } else { None };
            theta = theta.filter(|_| search.dropped).and_then(|theta| theta.checked_mul(16)).filter(|&t| t > 0);
        }
    }

    /// Distance of a weighted sum from its bound that is good enough: a quarter of what its last tier tolerates at `point`.
    fn near_enough(&self, weights: &Weights, point: &[f64]) -> f64 {
        let last = weights.first + weights.steps.len();
        let Some(at) = last.checked_sub(1) else { return 0.0 };
        let part = &self.program.tiers[at];
        let value: f64 = part.terms.iter().map(|&(col, cost)| real(cost) * point[col.at()]).sum();
        let scale = (value + real(part.constant)).abs().max(real(part.per_unit));
        0.25 * scale * real(self.tolerance[at]) / 1e6 * weights.of_last(self.program)
    }

    /// How far the best solution is from the bound of a goal, in units of its cost.
    fn distance(&self, exact: &Exact<'_>, certificate: &Certificate) -> f64 {
        let Some(best) = &self.best else { return f64::INFINITY };
        let slack = i64::try_from(exact.value(&best.solution)).map(|sum| certificate.slack(sum) >> certificate.shift);
        slack.ok().and_then(|slack| i64::try_from(slack).ok()).map_or(f64::INFINITY, real)
    }

    /// Holds what is whole at `vertex`, leaves the rest its two neighbors and solves that small program.
    fn round_off(&mut self, weights: &Weights, vertex: &[f64]) {
        if self.over() {
            return;
        }
        let mut exact = Exact::new(self.program, weights.cost(self.program), 0, &[]);
        if !self.program.cones.is_empty() {
            exact = self.tight.exact(weights).binding(vertex);
        }
        let mut near = self.domain(0).clone();
        for (at, &value) in vertex.iter().enumerate().filter(|&(at, _)| exact.integer[at]) {
            let (low, high) = neighbors(value);
            near.lower[at] = low.clamp(near.lower[at], near.upper[at]);
            near.upper[at] = high.clamp(near.lower[at], near.upper[at]);
        }
        self.hold_whole_places(&mut near, vertex);
        let gap = self.near_enough(weights, vertex);
        let (answer, free, _) = self.branch(&exact, &near, gap, Some(NODES), ROUNDS);
        // A vertex that is whole leaves nothing to ask.
        let rounded = answer.primal.or_else(|| free.is_empty().then(Vec::new));
        if let Some(values) = rounded {
            let candidate = whole(&near, &free, &values);
            if !self.offer(&candidate) {
                self.repair(&exact, &near, &candidate);
            }
        }
    }

    /// Holds what is whole inside places to which only whole counts come: there the vertex is as good as any plan.
    fn hold_whole_places(&self, near: &mut Domain, vertex: &[f64]) {
        let is_free = |at: usize| near.lower[at] < near.upper[at] && self.program.columns[at].integer;
        let mut open: BTreeSet<Option<u32>> = BTreeSet::from([None]);
        open.extend(
            self.program.rows.iter().filter(|row| row.terms.iter().any(|&(c, _)| is_free(c.at()))).map(|row| row.block),
        );
        let mut held = vec![true; self.program.own];
        for row in self.program.rows.iter().filter(|row| open.contains(&row.block)) {
            row.terms.iter().for_each(|&(col, _)| held[col.at()] = false);
        }
        for at in (0..self.program.own).filter(|&at| held[at] && !self.program.columns[at].integer) {
            let (low, high) = neighbors(vertex[at]);
            if low == high {
                near.lower[at] = low.clamp(near.lower[at], near.upper[at]);
                near.upper[at] = near.lower[at];
            }
        }
    }

    /// Whether some column that must be whole is not.
    pub(super) fn is_fractional(&self, point: &[f64]) -> bool {
        self.fractions(point) > 0
    }

    /// How many columns that must be whole are not.
    fn fractions(&self, point: &[f64]) -> usize {
        let must = self.program.columns.iter().zip(point).filter(|(column, _)| column.integer);
        must.filter(|(_, value)| (*value - value.round()).abs() > 1e-6).count()
    }
}

/// The whole numbers around a value; twice the same for a whole one.
#[expect(clippy::cast_possible_truncation, reason = "values of columns are far below 2^53")]
fn neighbors(value: f64) -> (i64, i64) {
    if (value - value.round()).abs() < 1e-6 {
        return (value.round() as i64, value.round() as i64);
    }
    (value.floor() as i64, value.ceil() as i64)
}
