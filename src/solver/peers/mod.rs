//! What other solvers make of the same program: the same tiers in the same order, to the same tolerances, in the same time.
//!
//! Each tier is solved for itself, the tiers before held at the values found (`f_s ≤ v_s`), and the point found before is the start.
//! A tier is done when `value − bound ≤ tolerance · max(|value|, one stated unit)`, the gap of [`TierResult`]: as a
//! solver's relative gap and, where the solver has one, its absolute gap. Points are rounded and checked exactly and worth what whole
//! numbers say; bounds are the solver's claims. Where rounding breaks a row, the columns that were branched on are held and the rest
//! is asked for whole; where that is not good enough, everything is. This file refuses to help a peer otherwise, and it leaves limits
//! on spread out: what a peer says of a program that has some is said of a relaxation.

mod back;
mod sum;

pub use sum::{Relaxation, lower, relaxation, weighted_sum, weighted_value};

use super::clock::Clock;
use super::exact::{Domain, Exact, dense, grid, real};
use super::extended::Extended;
use super::fix::whole;
use super::{Termination, TierResult};
use crate::program::{Program, Tier};
use back::{Ask, Claim, Claimed};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Name and version of the HiGHS that this program is linked with.
#[must_use]
pub fn highs_version() -> String {
    super::session::version()
}

/// Least time for making a point whole.
const REPAIR: Duration = Duration::from_secs(5);

/// A solver other than this engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// HiGHS, branch and bound, one thread.
    Highs,
    /// microlp, through `good_lp`.
    Microlp,
    /// CBC, through `good_lp`; only in builds with the feature `cbc`.
    #[cfg(feature = "cbc")]
    Cbc,
}

/// What is known of one tier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Exact value of the best checked point, in the tier's small unit.
    pub value: Option<i64>,
    /// Bound that the solver claims, given the values of the tiers before, on the tier's grid.
    pub bound: Option<i64>,
    /// Seconds spent on it.
    pub seconds: f64,
}

/// How far a peer has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// One entry per tier of the program.
    pub tiers: Vec<Known>,
    /// The best checked point.
    pub solution: Option<Vec<i64>>,
    /// Branch-and-bound nodes; none where the peer does not tell.
    pub nodes: Option<i64>,
    /// Why it ended.
    pub stop: Termination,
    /// What the peer, or the exact check, had to say about a failure.
    pub failure: Option<String>,
}

/// A run of a peer.
struct Race<'a> {
    program: &'a Extended,
    peer: Peer,
    clock: Clock,
    seed: u32,
    standing: Standing,
    start: Option<Vec<i64>>,
}

/// Lets `peer` solve all tiers of `program` from `start`; `told` hears of every tier that is done.
pub fn race(
    program: &Program,
    peer: Peer,
    start: Option<&[i64]>,
    limit: Option<Duration>,
    seed: u32,
    told: &mut dyn FnMut(&Standing),
) -> Standing {
    let clock = Clock::start(limit, Arc::default());
    let extended = Extended::of(Program { cones: Vec::new(), ..program.clone() });
    let standing = Standing {
        tiers: vec![Known::default(); program.tiers.len()],
        solution: None,
        nodes: None,
        stop: Termination::Proven,
        failure: None,
    };
    let start = start.filter(|s| s.len() == program.columns.len() && extended.check(s).is_none()).map(<[i64]>::to_vec);
    let mut race = Race { program: &extended, peer, clock, seed, standing, start };
    for tier in 0..program.tiers.len() {
        let begin = Instant::now();
        let ended = race.tier(tier);
        race.standing.tiers[tier].seconds = begin.elapsed().as_secs_f64();
        told(&race.standing);
        if let Err(stop) = ended {
            race.standing.stop = stop;
            break;
        }
    }
    race.standing
}

impl Race<'_> {
    /// Solves one tier. What ends the race is an error: time, infeasibility, failure.
    fn tier(&mut self, at: usize) -> Result<(), Termination> {
        let tier = &self.program.tiers[at];
        let held: Vec<i64> = self.standing.tiers[..at].iter().filter_map(|known| known.value).collect();
        let cost = dense(self.program.columns.len(), &tier.terms, grid(tier).unwrap_or(1));
        let mut exact = Exact::new(self.program, cost, at, &held);
        let (domain, clock) = (Domain::of(self.program), self.clock.clone());
        let first = self.ask(at, &exact, &domain, &clock)?;
        self.bound(at, &first);
        let mut stopped = first.status == Claimed::Stopped;
        if let Some(point) = first.point.filter(|point| self.program.check(point).is_some()) {
            self.repair(at, &mut exact, &domain, &point)?;
        }
        if !stopped && !self.settled(at) {
            exact.all_whole();
            let again = self.ask(at, &exact, &domain, &clock)?;
            self.bound(at, &again);
            stopped = again.status == Claimed::Stopped;
        }
        match (self.settled(at), stopped) {
            (true, _) => Ok(()),
            (false, true) => Err(Termination::TimeLimit),
            (false, false) => Err(self.fail("no point that passes the exact check within the gap")),
        }
    }

    /// Holds the whole columns of a point that does not pass as it is, and asks for the rest; after the end of the time, too, so that
    /// what was found is not lost.
    fn repair(&mut self, at: usize, exact: &mut Exact<'_>, domain: &Domain, point: &[i64]) -> Result<(), Termination> {
        let mut held = domain.clone();
        for (column, &value) in point.iter().enumerate().filter(|&(column, _)| exact.integer[column]) {
            (held.lower[column], held.upper[column]) = (value, value);
        }
        let flags = exact.integer.clone();
        exact.all_whole();
        let limit = self.clock.left().map(|left| left.max(REPAIR));
        let claim = self.ask(at, exact, &held, &Clock::start(limit, Arc::default()));
        exact.integer = flags;
        // That nothing is left around this point says nothing of others.
        match claim {
            Err(Termination::Infeasible) => Ok(()),
            other => other.map(drop),
        }
    }

    /// One run of the peer; a point that passes the check is kept.
    fn ask(&mut self, at: usize, exact: &Exact<'_>, domain: &Domain, clock: &Clock) -> Result<Claim, Termination> {
        let tier = &self.program.tiers[at];
        let (model, free, scale) = exact.model(domain);
        let ends = domain.lower.iter().zip(&domain.upper).zip(&exact.cost);
        let fixed: f64 = ends.filter(|((l, u), _)| l == u).map(|((&l, _), &cost)| real(cost) * real(l)).sum();
        let (divisor, tolerance) = (real(grid(tier).unwrap_or(1)), tolerance(tier));
        let known = self.standing.solution.as_ref().or(self.start.as_ref()).filter(|known| domain.contains(known));
        let ask = Ask {
            model,
            constant: (fixed + real(tier.constant) / divisor) * scale,
            relative: tolerance,
            absolute: tolerance * real(tier.per_unit) / divisor * scale,
            start: known.map(|known| free.iter().map(|&c| real(known[c])).collect()),
            seed: self.seed,
        };
        let mut claim = back::solve(self.peer, ask, clock, |values| whole(domain, &free, values));
        claim.bound = claim.bound.map(|bound| bound / scale * divisor);
        if let Some(nodes) = claim.nodes {
            self.standing.nodes = Some(self.standing.nodes.unwrap_or(0) + nodes);
        }
        if let Some(point) = &claim.point {
            self.offer(at, point);
        }
        match &claim.status {
            Claimed::Infeasible => Err(Termination::Infeasible),
            Claimed::Failed(why) => Err(self.fail(why)),
            Claimed::Optimal | Claimed::Stopped => Ok(claim),
        }
    }

    fn fail(&mut self, why: &str) -> Termination {
        self.standing.failure = Some(why.to_owned());
        Termination::Failed
    }

    /// Keeps a point that passes the check, holds the tiers before and is better in this one.
    fn offer(&mut self, at: usize, point: &[i64]) {
        if self.program.check(point).is_some() {
            return;
        }
        let values = self.program.values(point);
        let known = &self.standing.tiers;
        let holds = values[..at].iter().zip(known).all(|(&value, known)| known.value.is_none_or(|held| value <= held));
        if holds && known[at].value.is_none_or(|now| values[at] < now) {
            self.standing.tiers.iter_mut().zip(values).for_each(|(known, value)| known.value = Some(value));
            self.standing.solution = Some(point.to_vec());
        }
    }

    /// Takes a claimed bound, rounded up to the grid after a margin for the solver's tolerances.
    #[expect(clippy::cast_possible_truncation, reason = "the magnitude is checked before")]
    fn bound(&mut self, at: usize, claim: &Claim) {
        let tier = &self.program.tiers[at];
        let divisor = grid(tier).unwrap_or(1);
        let Some(bound) = claim.bound else { return };
        let steps = (bound - real(tier.constant)) / real(divisor);
        let steps = (steps - 1e-6 * (1.0 + steps.abs())).ceil();
        if steps.abs() < 1e15 {
            let bound = tier.constant + divisor * steps as i64;
            let known = &mut self.standing.tiers[at];
            known.bound = Some(known.bound.map_or(bound, |old| old.max(bound)));
        }
    }

    /// Whether value and claimed bound are within the tolerance.
    fn settled(&self, at: usize) -> bool {
        let (tier, known) = (&self.program.tiers[at], &self.standing.tiers[at]);
        let (Some(value), Some(_)) = (known.value, known.bound) else { return false };
        let (per_unit, tolerance_ppm) = (tier.per_unit, tier.tolerance_ppm);
        TierResult { name: String::new(), value, bound: known.bound, per_unit, tolerance_ppm }.proven()
    }
}

/// The relative gap to ask for: two millionths less than allowed, so that rounding a claim does not undo it.
fn tolerance(tier: &Tier) -> f64 {
    real((tier.tolerance_ppm - 2).max(0)) * 1e-6
}
