//! The driver: finds a plan by weighted sums, then proves tier after tier, each held while the next is solved.
//!
//! For every tier it knows `bound ≤ min f_t subject to the rows and f_s ≤ v_s for all s < t`, with `v_s` the exact
//! values of the best checked solution. Bounds of relaxations are exact ([`super::safe_bound`]), and so are the rows of
//! hulls ([`super::hull`]), whose least values our own branch and bound has proven. Where only branching closes the gap, the bound is the
//! solver's, less a margin. A better solution only tightens the conditions, so bounds
//! stay valid. It refuses every solution that does not pass the exact check.

use super::clock::Clock;
use super::evidence::Heard;
use super::exact::Domain;
use super::extended::Extended;
use super::handed::Handed;
use super::pricing::Master;
use super::regions::Regions;
use super::session::Basis;
use super::tight::Tight;
use super::weights::Weights;
use super::{Event, Paths, Settings, TierResult};
use crate::program::Row;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

/// All passes.
pub(super) const ALL: usize = PASSES.len();
/// Nodes that branch and bound may spend on one tier, pass by pass; the last has no limit. The first pass only relaxes.
pub(super) const PASSES: [Option<i32>; 4] = [Some(0), Some(50), Some(2_000), None];
/// Nodes that a weighted sum may spend; it is a heuristic.
const FIND: i32 = 10;
/// What a driver has measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Whether some relaxation was fractional.
    pub fractional: bool,
    /// Branch-and-bound nodes.
    pub nodes: i64,
    /// Seconds in relaxations by weighted sums, in relaxations of tiers, and in branching for either.
    pub seconds: [f64; 4],
}

impl Tally {
    /// Adds another driver's measurements.
    pub(super) fn add(&mut self, other: &Self) {
        self.fractional |= other.fractional;
        self.nodes += other.nodes;
        self.seconds.iter_mut().zip(other.seconds).for_each(|(sum, more)| *sum += more);
    }
}

/// Phases of [`Tally::seconds`].
pub(super) const PHASES: [&str; 4] = ["relax-weighted", "relax", "find", "branch"];

/// The best checked solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Best {
    /// One value per column.
    pub solution: Vec<i64>,
    /// Value of each tier.
    pub values: Vec<i64>,
}

/// Solves all tiers of one program.
pub(super) struct Driver<'a> {
    pub(super) program: &'a Extended,
    pub(super) tolerance: Vec<i64>,
    pub(super) seed: u32,
    pub(super) threads: usize,
    pub(super) paths: Paths,
    pub(super) clock: &'a Clock,
    report: &'a dyn Fn(Event),
    /// Domain by tier: what solutions that hold the tiers before can use; each inside the one before. Only the first is always known.
    pub(super) domains: Vec<Domain>,
    trivial: Vec<i64>,
    pub(super) strict: bool,
    /// How often price-and-fix may be tried until there is a plan.
    pub(super) tries: usize,
    tuned: bool,
    /// The relaxation with the hulls of the blocks.
    pub(super) tight: Tight<'a>,
    /// The master program of a program whose decisions reach through several years.
    pub(super) master: Option<Master>,
    /// The regions of the program, where tightening by hulls of places alone has come to nothing.
    pub(super) regions: Option<Rc<Regions>>,
    /// Rows of regions found so far, each with the tier whose domain it was found in.
    pub(super) region_rows: Vec<(usize, Row)>,
    /// The tiers that regions were asked about, and what the relaxation of each had said by then.
    pub(super) asked: BTreeMap<usize, Option<i64>>,
    /// By column, whether a region or a stage has taken it: what a search near the best solution leaves free.
    pub(super) taken: Vec<bool>,
    /// Rows of places that stages have found, for the whole.
    pub(super) handed: Vec<Handed>,
    /// What relaxations have said of each tier.
    pub(super) evidence: Vec<Heard>,
    /// Where simplex stood before single tiers were leaned on, and by tier the weights that served an earlier solve.
    pub(super) basis: Option<Basis>,
    pub(super) hints: Vec<Option<Weights>>,
    /// The best solution so far.
    pub best: Option<Best>,
    /// Proven bound of each tier.
    pub bounds: Vec<i64>,
    /// Whether it is proven that there is no solution.
    pub infeasible: bool,
    /// Measurements.
    pub tally: Tally,
}

impl<'a> Driver<'a> {
    /// A driver with the trivial bounds. `tolerance` in millionths by tier.
    pub(super) fn new(
        program: &'a Extended,
        tolerance: Vec<i64>,
        settings: &Settings,
        clock: &'a Clock,
        report: &'a dyn Fn(Event),
    ) -> Self {
        let (seed, threads) = (settings.seed, settings.threads);
        let tight = Tight::new(program, threads, seed);
        let domain = Domain::of(program);
        let least = |tier: &crate::program::Tier| {
            let ends = tier.terms.iter().map(|&(col, cost)| {
                let end = if cost > 0 { domain.lower[col.at()] } else { domain.upper[col.at()] };
                cost * end
            });
            tier.constant + ends.sum::<i64>()
        };
        let trivial: Vec<i64> = program.tiers.iter().map(least).collect();
        let (bounds, domains) = (trivial.clone(), vec![domain]);
        let (best, infeasible, strict, tuned, tally) = (None, false, false, false, Tally::default());
        Self {
            program,
            tolerance,
            seed,
            threads,
            paths: settings.paths,
            clock,
            report,
            domains,
            trivial,
            strict,
            tries: usize::MAX,
            tuned,
            tight,
            master: None,
            regions: None,
            region_rows: Vec::new(),
            asked: BTreeMap::new(),
            taken: vec![false; program.columns.len()],
            handed: Vec::new(),
            evidence: vec![Heard::default(); program.tiers.len()],
            basis: None,
            hints: Vec::new(),
            best,
            bounds,
            infeasible,
            tally,
        }
    }

    /// Takes `solution`, its limits on spread paid for, if it passes the exact check and is better ([`Self::is_better`]). Returns
    /// whether it passes.
    pub(super) fn offer(&mut self, solution: &[i64]) -> bool {
        let Some(solution) = self.lifted(solution) else { return false };
        let values = self.program.values(&solution);
        if self.is_better(&values) {
            (self.report)(Event::Solution(values.clone()));
            self.forget(&values);
            self.best = Some(Best { solution, values });
        }
        true
    }

    /// A solution with its aids, which have no value of their own; none where it breaks a row.
    pub(super) fn lifted(&self, solution: &[i64]) -> Option<Vec<i64>> {
        let mut lifted = solution.get(..self.program.own)?.to_vec();
        lifted.resize(self.program.columns.len(), 0);
        self.program.lift(&mut lifted);
        self.program.check(&lifted).is_none().then_some(lifted)
    }

    /// Whether a solution is lexicographically better than the best one. What it gains in a tier that is settled counts for nothing
    /// against a loss in a later one: that tier is good enough, and the later ones would have to be found anew.
    fn is_better(&self, values: &[i64]) -> bool {
        let Some(best) = &self.best else { return true };
        let mut gains = false;
        for (tier, (new, old)) in values.iter().zip(&best.values).enumerate() {
            match new.cmp(old) {
                Ordering::Greater => return false,
                Ordering::Less if !self.settled(tier) => return true,
                Ordering::Less => gains = true,
                Ordering::Equal => {}
            }
        }
        gains
    }

    /// Whether the best solution is no worse than `held` in the first tiers, so that what is known under these values holds for it.
    pub(super) fn keeps(&self, held: &[i64]) -> bool {
        self.best.as_ref().is_some_and(|best| best.values.iter().zip(held).all(|(now, held)| now <= held))
    }

    /// A better solution may be worse in a later tier; what rested on the old value of that tier is no longer known.
    fn forget(&mut self, values: &[i64]) {
        let Some(best) = &self.best else { return };
        if let Some(worse) = values.iter().zip(&best.values).position(|(new, old)| new > old) {
            self.domains.truncate(worse + 1);
            self.region_rows.retain(|&(tier, _)| tier <= worse);
            self.bounds[worse + 1..].copy_from_slice(&self.trivial[worse + 1..]);
        }
    }

    /// The tightest domain known for solutions that hold the tiers before `tier`.
    pub(super) fn domain(&self, tier: usize) -> &Domain {
        &self.domains[tier.min(self.domains.len() - 1)]
    }

    /// Raises the bound of a tier, if it is higher.
    pub(super) fn raise(&mut self, tier: usize, bound: i64) {
        // No bound exceeds a value that is reached; a claim beyond it can only be rounding of the solver.
        let bound = self.best.as_ref().map_or(bound, |best| bound.min(best.values[tier]));
        if bound > self.bounds[tier] {
            self.bounds[tier] = bound;
            (self.report)(Event::Bound(tier, bound));
        }
    }

    /// What is known of each tier; empty without a solution.
    #[must_use]
    pub(super) fn results(&self) -> Vec<TierResult> {
        let Some(best) = &self.best else { return Vec::new() };
        let tiers = self.program.tiers.iter().zip(&best.values).zip(&self.bounds).zip(&self.tolerance);
        tiers
            .map(|(((tier, &value), &bound), &tolerance_ppm)| TierResult {
                name: tier.name.clone(),
                value,
                bound: Some(bound),
                per_unit: tier.per_unit,
                tolerance_ppm,
            })
            .collect()
    }

    /// Whether every tier is within its tolerance.
    #[must_use]
    pub(super) fn proven(&self) -> bool {
        self.best.is_some() && (0..self.program.tiers.len()).all(|tier| self.settled(tier))
    }

    /// Says that the best solution is good in all tiers, so that no weighted sum is needed.
    pub(super) const fn found(&mut self) {
        self.tuned = true;
    }

    /// Raises the bound of a tier by a bound on the variable part of its value.
    pub(super) fn raise_sum(&mut self, tier: usize, sum: i64) {
        self.raise(tier, self.program.tiers[tier].constant + sum);
    }

    /// Solves until everything is proven, the clock says stop or so many passes are done; the last pass is repeated
    /// while it helps.
    pub(super) fn solve(&mut self, passes: usize) {
        let tiers = self.program.tiers.len();
        let passes = passes.clamp(1, PASSES.len());
        let mut pass = 0;
        if self.tight.is_useful() && tiers > 0 {
            self.tuned = true;
            let weights = Weights::of(self.program, 0, tiers);
            let top = if self.is_deep() {
                self.find_deep(&weights, Some(FIND))
            } else {
                self.find_tight(&weights, Some(FIND))
            };
            if !self.proven() {
                self.prove_by_weights(&weights, top.as_ref());
            }
        }
        loop {
            let nodes = PASSES[pass];
            let (before, strict) = (self.best.clone(), self.strict);
            for tier in 0..tiers {
                if !self.tuned || self.best.is_none() {
                    self.tuned = true;
                    self.find(tier, tiers, nodes.map(|nodes| nodes.max(FIND)));
                }
                if self.over() {
                    return;
                }
                (self.report)(Event::Tier(tier));
                if pass == 1 && tier > 0 && !self.settled(tier) {
                    self.find(tier, tiers, Some(FIND));
                }
                while self.prove(tier, nodes) && !self.over() {
                    self.find(tier + 1, tiers, nodes.map(|nodes| nodes.max(FIND)));
                }
                if self.over() {
                    return;
                }
            }
            if tiers == 0 && self.best.is_none() {
                self.find(0, 0, None);
            }
            let last = pass + 1 == passes;
            if self.proven() || self.over() || (last && self.best == before && self.strict == strict) {
                return;
            }
            pass = (pass + 1).min(passes - 1);
        }
    }

    pub(super) fn over(&self) -> bool {
        self.infeasible || self.clock.stop().is_some()
    }

    pub(super) fn settled(&self, tier: usize) -> bool {
        self.gap_ppm(tier).is_some_and(|gap| gap <= self.tolerance[tier])
    }

    /// The relative gap of a tier in millionths; none without a solution.
    pub(super) fn gap_ppm(&self, tier: usize) -> Option<i64> {
        let value = self.best.as_ref()?.values[tier];
        let (per_unit, tolerance_ppm) = (self.program.tiers[tier].per_unit, self.tolerance[tier]);
        TierResult { name: String::new(), value, bound: Some(self.bounds[tier]), per_unit, tolerance_ppm }.gap_ppm()
    }
}

#[cfg(test)]
mod tests {
    use super::super::small::{clock, column, goal};
    use super::*;
    use crate::program::Program;

    /// Two goals, each the value of a column from 0 to 1000.
    fn two_goals() -> Extended {
        let tiers = vec![goal(&[(0, 1)]), goal(&[(1, 1)])];
        Extended::of(Program { columns: vec![column(1000); 2], tiers, ..Program::default() })
    }

    #[test]
    fn a_crumb_in_a_settled_goal_does_not_pay_for_a_loss_in_a_later_one() {
        // The first goal tolerates half a percent; at 999 of a bound of 996 it is settled, before that it is not.
        let program = two_goals();
        let (settings, clock, silent) = (Settings::default(), clock(), |_: Event| {});
        let driver = || Driver::new(&program, vec![5000, 0], &settings, &clock, &silent);
        let values = |driver: &Driver<'_>| driver.best.as_ref().map(|best| best.values.clone());
        let mut open = driver();
        assert!(open.offer(&[999, 5]) && open.offer(&[998, 700]));
        assert_eq!(values(&open), Some(vec![998, 700]), "not settled: the order of the goals holds");
        let mut settled = driver();
        assert!(settled.offer(&[999, 5]));
        settled.raise(0, 996);
        assert!(settled.offer(&[997, 700]), "it passes the check");
        assert_eq!(values(&settled), Some(vec![999, 5]), "and is not taken");
        assert!(settled.offer(&[997, 5]) && settled.offer(&[997, 4]));
        assert_eq!(values(&settled), Some(vec![997, 4]), "gains without a loss are");
        assert!(settled.offer(&[998, 0]));
        assert_eq!(values(&settled), Some(vec![997, 4]), "an earlier goal never gets worse");
    }
}
