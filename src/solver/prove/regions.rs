//! Bounds by regions of the tier that is being proven, and better plans on the way.
//!
//! Prices of its relaxation are made better in small regions first (`regions::ascend`), whose decisions are searched for a plan; the
//! larger ones made of them are asked once at the prices that come out.

use super::super::exact::{Exact, real};
use super::super::regions::{Known, Reach, Regions, Split, Terms, ascend, priced};
use super::super::safe_bound::Certificate;
use super::super::session::Method;
use super::super::tiers::{Best, Driver};
use super::super::tight::Relaxed;
use super::super::weights::Weights;
use super::Goal;
use std::rc::Rc;

/// Rounds of rows of regions in the relaxation of one tier.
const ROUNDS: usize = 4;
/// Most columns of larger regions before and after a plan is improved; the first get one part in so many of the time that is left.
const WIDE: (f64, f64) = (12_000.0, 24_000.0);
const PART: u32 = 3;
/// Share of what a tier leaves open that may be lost in questions to its regions.
const NEAR: f64 = 0.04;
/// The same where prices come from a master program, as a part of what others may lose: regions are asked once.
const ONCE: f64 = 0.5;

impl Driver<'_> {
    /// Prices what crosses regions, where a tier is not settled yet; the rows of regions join the relaxation, round by round, as
    /// long as that helps. What is open then may be the plan's: it is improved region by region. Returns the last
    /// certificate. The first time better prices are looked for.
    pub(super) fn by_regions(
        &mut self,
        goal: &Goal,
        exact: &mut Exact<'_>,
        mut relaxed: Relaxed,
        first: bool,
    ) -> Certificate {
        let Some(regions) = self.regions.clone().filter(|_| !self.settled(goal.tier)) else {
            return relaxed.certificate;
        };
        let mut known = if first { self.by_parts(goal, exact, &relaxed, &regions) } else { None };
        // Prices of a master program stay what they were: the regions would say again what they have said.
        let about = relaxed.certificate.rounded();
        let is_said = self.asked.insert(goal.tier, about) == Some(about) && self.master.is_some();
        let mut asked_once = None;
        for _ in 0..if is_said { 0 } else { ROUNDS } {
            let open = !self.over() && !self.settled(goal.tier) && self.stands(goal);
            let Some(best) = self.best.clone().filter(|_| open) else { break };
            let value = best.values[goal.tier];
            let split =
                known.take().unwrap_or_else(|| Split::priced(exact, &relaxed.prices).among(&regions, &[], exact));
            let terms = self.terms(goal, regions.number(), &best);
            let Some(asked) = priced(&split, exact, self.domain(goal.tier), &terms) else { break };
            let before = self.bounds[goal.tier];
            self.claim(goal, asked.certificate.rounded());
            self.take(&asked.taken);
            // Where prices come from a master program, more rows of regions have brought nothing (docs/adr/0015).
            if self.master.is_some() {
                asked_once = Some(Known { regions: (*regions).clone(), split, asked });
                break;
            }
            let gain = self.bounds[goal.tier] - before;
            if self.settled(goal.tier) || 10 * gain <= value - self.bounds[goal.tier] {
                break;
            }
            exact.cuts.extend(asked.rows());
            self.region_rows.extend(asked.rows().into_iter().map(|row| (goal.tier, row)));
            let Some(next) = self.relax(exact, goal.tier, Method::Interior) else { break };
            relaxed = next;
            self.conclude(goal, Some(&relaxed.certificate));
        }
        let asked_once = asked_once.map(|known| self.by_wider(goal, exact, known, WIDE.0, PART));
        if !self.settled(goal.tier) && self.stands(goal) {
            self.improve_further(&regions, &relaxed.certificate, goal.tier);
        }
        if let Some(known) = asked_once {
            self.by_wider(goal, exact, known, WIDE.1, self.open_from(goal.tier));
        }
        relaxed.certificate
    }

    /// How many tiers from this one on are not settled: the others want time, too.
    fn open_from(&self, tier: usize) -> u32 {
        (tier..self.program.tiers.len()).map(|tier| u32::from(!self.settled(tier))).sum()
    }

    /// The same by larger regions made of those that are `known`, in one part in `parts` of the time that is left.
    fn by_wider(&mut self, goal: &Goal, exact: &Exact<'_>, known: Known, size: f64, parts: u32) -> Known {
        let open = !self.over() && !self.settled(goal.tier) && self.stands(goal);
        let Some(best) = self.best.clone().filter(|_| open) else { return known };
        let clock = self.clock.part(parts);
        let terms = Terms { clock: &clock, ..self.terms(goal, known.regions.number(), &best) };
        let wider = known.widened((self.program, size), exact, self.domain(goal.tier), &terms);
        let Some(wider) = wider else { return known };
        self.claim(goal, wider.asked.certificate.rounded());
        self.take(&wider.asked.taken);
        wider
    }

    /// Where a bound leaves a tier open, the rest may be the plan's: over several years it is looked for in groups of regions, else in pairs.
    fn improve_further(&mut self, regions: &Regions, relaxed: &Certificate, tier: usize) {
        let end = self.program.tiers.len();
        if self.master.is_some() {
            let parts = regions.parts().map_or(regions, |(parts, _)| parts);
            self.improve_by_groups(parts, relaxed, tier, end);
        } else {
            self.improve(regions, tier, end, Reach::Pairs);
        }
    }

    /// The same by the parts of regions, whose prices are made better round by round; what they take on the way is searched for a better
    /// plan. Returns the prices for the regions.
    fn by_parts(&mut self, goal: &Goal, exact: &Exact<'_>, relaxed: &Relaxed, regions: &Regions) -> Option<Split> {
        let (parts, into) = regions.parts()?;
        let best = self.best.clone().filter(|_| self.master.is_none() && !self.over() && self.stands(goal))?;
        let split = Split::priced(exact, &relaxed.prices).among(parts, &[], exact);
        let terms = self.terms(goal, parts.number(), &best);
        let value = (best.values[goal.tier] - goal.constant).div_euclid(goal.divisor);
        let enough = real(value - self.tolerated(goal.tier, best.values[goal.tier]));
        let ascent = ascend(split, exact, self.domain(goal.tier), enough, &terms)?;
        self.claim(goal, ascent.certificate.rounded());
        self.take(&ascent.taken);
        self.improve_among(&ascent.taken, &relaxed.certificate, goal.tier, self.program.tiers.len());
        Some(ascent.split.among(regions, into, exact))
    }

    /// A better plan of a program of one goal, by what the parts of regions take at the prices `top` of its relaxation.
    pub(in crate::solver) fn improve_by_parts(&mut self, weights: &Weights, top: &Relaxed) {
        let regions = self.regions.clone().or_else(|| Regions::of(self.program).map(Rc::new));
        let Some((regions, goal)) = regions.zip(self.goal(0)) else { return };
        self.claim(&goal, top.certificate.rounded());
        if !self.settled(0) {
            let exact = self.exact(weights.cost(self.program), 0);
            self.by_parts(&goal, &exact, top, &regions);
        }
    }

    /// How regions are asked about a tier.
    fn terms<'t>(&'t self, goal: &Goal, regions: f64, best: &'t Best) -> Terms<'t> {
        let (threads, seed, clock) = (self.threads, self.seed, self.clock);
        let open = real((best.values[goal.tier] - self.bounds[goal.tier]) / goal.divisor);
        let gap = self.left(goal.tier).max(NEAR * open) / regions;
        let gap = if self.master.is_some() { ONCE * gap } else { gap };
        Terms { gap, start: Some(&best.solution), threads, seed, clock }
    }
}
