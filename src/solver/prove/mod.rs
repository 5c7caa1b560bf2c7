//! Proving: bounds of each tier, those before held where the best solution has them.
//!
//! First by weighted sums: with `Z` a bound of `Σ w_s f_s` over the tiers up to `t`, every solution with `f_s ≤ v_s` for
//! `s < t` has `f_t ≥ (Z − Σ_{s<t} w_s v_s) / w_t`, whatever the weights are; with weights that make the best solution
//! optimal nothing is lost. Then, where that leaves too wide a gap, by the relaxation of the tier with the others held,
//! by regions where hulls have stalled, and by price-and-fix.

mod regions;

use super::evidence::Known;
use super::exact::{Exact, dense, grid, real};
use super::safe_bound::{Certificate, certify};
use super::session::Method;
use super::tiers::{Driver, PASSES};
use super::tight::Relaxed;
use super::weights::Weights;
use std::time::Instant;

/// Gap after a first bound, in units of what is tolerated, beyond which hulls alone are not asked to close it.
const FAR: i64 = 16;
/// The same for what a whole sum leaves open.
const REACH: i64 = 4;
/// How often the weight of a tier is raised, and by how much, to bound it.
const LEANS: usize = 7;
const LEAN: i64 = 4;
/// How often tiers are leaned on and the relaxation tightened in turn.
const TURNS: usize = 12;
const STEPS: usize = 6;
/// Rounds of tangents in the relaxation of one tier.
const TANGENTS: usize = 20;

/// One tier to prove and the values of the tiers before under which it is posed.
#[derive(Clone, Debug)]
struct Goal {
    tier: usize,
    divisor: i64,
    constant: i64,
    held: Vec<i64>,
}

/// What a weighted sum says of one tier.
struct Said {
    goal: Goal,
    part: Certificate,
    weights: Weights,
    /// Prices of the rows in units of the sum.
    prices: Vec<f64>,
}

/// What the tiers before take away from a weighted sum, and the weight of the tier itself.
#[derive(Clone, Copy)]
struct Share {
    held: i128,
    weight: i128,
}

impl Share {
    fn of(self, certificate: &Certificate) -> Certificate {
        certificate.share(self.held, self.weight)
    }
}

impl Driver<'_> {
    /// Proves tiers by weighted sums, the longest first; `top` is the relaxation of the whole sum. What this leaves open is for
    /// [`Self::prove`].
    pub(super) fn prove_by_weights(&mut self, weights: &Weights, top: Option<&Relaxed>) {
        let begin = Instant::now();
        let tiers = self.program.tiers.len();
        if self.best.is_some() {
            // From the last tier on, as each needs but a small change of what was relaxed before.
            let mut top = top;
            let mut said: Vec<_> = (0..tiers).rev().filter_map(|tier| self.settle(weights, tier, top.take())).collect();
            if self.regions.is_none() && said.len() > 1 {
                // What was found for one tier may be what another one lacked.
                let open: Vec<_> = (0..tiers).rev().filter(|&tier| !self.settled(tier)).collect();
                said.splice(
                    0..0,
                    open.into_iter().filter_map(|tier| self.settle(weights, tier, None)).collect::<Vec<_>>(),
                );
            }
            // Columns are tightened tier by tier, the first one first.
            said.sort_by_key(|said| said.goal.tier);
            for said in &said {
                self.conclude(&said.goal, Some(&said.part));
            }
        }
        self.tally.seconds[1] += begin.elapsed().as_secs_f64();
    }

    /// Leans on a tier and tightens the relaxation in its direction in turn, as long as its gap becomes less.
    fn settle(&mut self, weights: &Weights, tier: usize, top: Option<&Relaxed>) -> Option<Said> {
        let mut said = self.lean(weights, tier, top);
        for _ in 0..TURNS {
            let before = self.gap_ppm(tier);
            // Where hulls have stalled for the whole sum they do for its beginnings: what is open is left to regions.
            let Some(known) = said.as_ref().filter(|_| self.regions.is_none() && !self.settled(tier)) else { break };
            if self.is_far(tier) {
                break;
            }
            self.climb(&known.weights, tier);
            if self.gap_ppm(tier) == before {
                break;
            }
            // With more rows other weights may be the best.
            said = self.lean(weights, tier, None).or(said);
        }
        said
    }

    /// Bounds one tier by the beginning of the sum that ends with it, its weight raised step by step as long as that helps: a distance
    /// between the sum and its bound weighs the less on the tier. The weights that would lose nothing are the prices of the tiers
    /// before, held where they are. Returns what was said last.
    fn lean(&mut self, weights: &Weights, tier: usize, known: Option<&Relaxed>) -> Option<Said> {
        let hint = self.hints.get_mut(tier).and_then(Option::take);
        let mut leaning = hint.unwrap_or_else(|| weights.until(tier));
        let mut known = known.filter(|_| leaning.steps == weights.steps).cloned();
        let mut said = None;
        for _ in 0..LEANS {
            if self.settled(tier) || self.over() {
                break;
            }
            let before = self.gap_ppm(tier).unwrap_or(i64::MAX);
            let Some(relaxed) = known.take().or_else(|| self.relaxed(&leaning)) else { break };
            let Some((goal, share)) = self.posed(&leaning, tier) else { break };
            let new =
                Said { goal, part: share.of(&relaxed.certificate), weights: leaning.clone(), prices: relaxed.prices };
            self.say(&new);
            let gap = self.gap_ppm(tier).unwrap_or(i64::MAX);
            if said.is_some() && gap >= before {
                break;
            }
            let raised = said.replace(new).is_some();
            // Farther on, tiers before would give way. Where regions follow, what is open is theirs.
            if (raised && gap > before / 2) || self.regions.is_some() || !self.program.cones.is_empty() {
                break;
            }
            let Some(raised) = leaning.raised(self.program, LEAN) else { break };
            leaning = raised;
        }
        said
    }

    /// Whether a tier may be proven although the whole weighted sum is `distance` from its bound: what that leaves open falls to every
    /// tier. Where it is much more than the tier bears, earlier ones have to be held.
    pub(super) fn in_reach(&self, weights: &Weights, tier: usize, distance: f64) -> bool {
        let value = self.best.as_ref().map_or(0, |best| best.values[tier]);
        distance <= real(REACH * self.tolerated(tier, value).max(1)) * real(weights.steps[tier])
    }

    /// Tightens the relaxation in the direction of one tier for some rounds.
    fn climb(&mut self, weights: &Weights, tier: usize) {
        let Some((goal, share)) = self.posed(weights, tier) else { return };
        let clock = self.clock;
        let Some(mut climb) = self.tight.begin(weights, clock) else { return };
        for _ in 0..STEPS {
            if self.settled(tier) || !self.tight.step(weights, &mut climb, clock) {
                return;
            }
            let (part, prices) = (share.of(&climb.now.certificate), climb.now.prices.clone());
            let said = Said { goal: goal.clone(), part, weights: weights.clone(), prices };
            self.say(&said);
        }
    }

    /// Takes what was said as a bound, and keeps it as evidence where nothing better is known.
    fn say(&mut self, said: &Said) {
        self.conclude(&said.goal, Some(&said.part));
        let tier = said.goal.tier;
        let Some(bound) = said.part.rounded() else { return };
        if self.evidence[tier].sum.as_ref().is_none_or(|known| known.0 < bound) {
            let (weights, prices) = (said.weights.steps.clone(), said.prices.clone());
            self.evidence[tier].sum = Some((bound, Known { weights, prices }));
        }
    }

    /// How far a tier worth `value` may be from its bound, in units of its goal.
    pub(super) fn tolerated(&self, tier: usize, value: i64) -> i64 {
        let divisor = grid(&self.program.tiers[tier]).unwrap_or(1);
        let scale = i128::from(value.abs().max(self.program.tiers[tier].per_unit));
        let room = scale * i128::from(self.tolerance[tier]) / 1_000_000 / i128::from(divisor);
        i64::try_from(room).unwrap_or(0)
    }

    /// Whether a tier's bound is so far off that tightening for it alone would be in vain: tiers before are not at their best.
    fn is_far(&self, tier: usize) -> bool {
        self.gap_ppm(tier).is_none_or(|gap| gap > FAR * self.tolerance[tier].max(1))
    }

    /// A tier under the values of the best solution, and its share in the weighted sum.
    fn posed(&self, weights: &Weights, tier: usize) -> Option<(Goal, Share)> {
        let goal = self.goal(tier)?;
        let on_grid = |at: usize| {
            let part = &self.program.tiers[at];
            i128::from((goal.held[at] - part.constant).div_euclid(grid(part).unwrap_or(1)))
        };
        let taken = (0..tier).map(|at| i128::from(weights.steps[at]) * on_grid(at)).sum();
        let share = Share { held: taken, weight: i128::from(weights.steps[tier]) };
        Some((goal, share))
    }

    /// A tier under the values of the best solution; none for a constant one.
    fn goal(&self, tier: usize) -> Option<Goal> {
        let held = self.best.as_ref()?.values[..tier].to_vec();
        let part = &self.program.tiers[tier];
        Some(Goal { tier, divisor: grid(part)?, constant: part.constant, held })
    }

    /// Proves one tier, by its relaxation and, where that leaves too wide a gap, by price-and-fix. Returns whether the
    /// solution has improved up to this tier, so that later tiers have to be found anew.
    pub(super) fn prove(&mut self, tier: usize, nodes: Option<i32>) -> bool {
        let Some(goal) = self.goal(tier) else { return false };
        let Some(before) = self.best.as_ref().map(|best| best.values[..=tier].to_vec()) else { return false };
        let cost = dense(self.program.columns.len(), &self.program.tiers[tier].terms, goal.divisor);
        let mut exact = self.exact(cost, tier);
        exact.cuts.extend(self.region_rows.iter().filter(|(found, _)| *found <= tier).map(|(_, row)| row.clone()));
        let first = nodes == PASSES[0];
        let begin = Instant::now();
        let certificate = if self.settled(tier) {
            let certificate = exact.certificate(self.domain(tier), &[], 1.0);
            self.conclude(&goal, certificate.as_ref());
            certificate
        } else {
            // Later passes ask anew: the same prices would get the same answer of the regions.
            let known = if first { self.recalled(&exact, tier) } else { None };
            let relaxed = known.or_else(|| self.relax_noted(&mut exact, tier));
            if let Some(relaxed) = &relaxed {
                self.conclude(&goal, Some(&relaxed.certificate));
            }
            relaxed.map(|relaxed| self.by_regions(&goal, &mut exact, relaxed, first))
        };
        self.tally.seconds[1] += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        if nodes != Some(0) {
            self.close(&goal, &exact, certificate.as_ref(), nodes);
        }
        self.tally.seconds[3] += begin.elapsed().as_secs_f64();
        self.best.as_ref().is_some_and(|best| best.values[..=tier] != before)
    }

    /// The relaxation of a tier; what it says is kept as evidence.
    fn relax_noted(&mut self, exact: &mut Exact<'_>, tier: usize) -> Option<Relaxed> {
        let relaxed = self.relax_cut(exact, tier)?;
        self.note(tier, exact.rows.len() + exact.cuts.len(), &relaxed.prices);
        Some(relaxed)
    }

    /// What a weighted sum has said of a tier whose last gap is for regions, as of its relaxation with the tiers before held: these cost
    /// their weight. There is no vertex.
    fn recalled(&self, exact: &Exact<'_>, tier: usize) -> Option<Relaxed> {
        let (_, known) = self.evidence[tier].sum.as_ref().filter(|_| self.regions.is_some())?;
        let own = real(*known.weights.get(tier)?);
        let mut prices: Vec<f64> = known.prices.iter().map(|price| price / own).collect();
        prices.resize(exact.rows.len() + exact.cuts.len(), 0.0);
        let held = known.weights.iter().take(tier).zip(&self.program.tiers).filter(|(_, tier)| grid(tier).is_some());
        prices.extend(held.map(|(&weight, _)| -real(weight) / own));
        let certificate = certify(exact, self.domain(tier), prices.iter().copied())?;
        Some(Relaxed { certificate, vertex: Vec::new(), prices })
    }

    /// The relaxation of a tier, tangents added until its point keeps every limit on spread.
    fn relax_cut(&mut self, exact: &mut Exact<'_>, tier: usize) -> Option<Relaxed> {
        if self.master.is_some() {
            return self.relax(exact, tier, Method::Interior);
        }
        let mut last = None;
        for _ in 0..TANGENTS {
            let Some(relaxed) = self.relax(exact, tier, Method::Interior) else { break };
            let tangents = self.tight.tangents(&relaxed.vertex, self.clock);
            last = Some(relaxed);
            if tangents.is_empty() || self.over() {
                break;
            }
            exact.cuts.extend(tangents.clone());
            self.tight.keep(tangents);
        }
        last
    }

    /// Whether the conditions under which a goal was posed are still those of the best solution.
    fn stands(&self, goal: &Goal) -> bool {
        self.keeps(&goal.held)
    }

    /// Raises the bound of a tier to one in units of its goal, where there is one.
    fn claim(&mut self, goal: &Goal, bound: Option<i64>) {
        if let Some(bound) = bound {
            self.raise(goal.tier, goal.constant + goal.divisor * bound);
        }
    }

    /// Bound and tighter columns from an exact certificate.
    fn conclude(&mut self, goal: &Goal, certificate: Option<&Certificate>) {
        let Some(certificate) = certificate.filter(|_| self.stands(goal)) else { return };
        self.claim(goal, certificate.rounded());
        if let Some(value) = self.best.as_ref().map(|best| (best.values[goal.tier] - goal.constant) / goal.divisor) {
            if self.domains.len() <= goal.tier {
                return;
            }
            let mut domain = self.domains.get(goal.tier + 1).unwrap_or(&self.domains[goal.tier]).clone();
            certificate.tighten(&mut domain, value);
            // A certificate taken in one domain is used in the next: each has to stay inside the one before.
            self.domains[goal.tier + 1..].iter_mut().for_each(|later| later.meet(&domain));
            if self.domains.len() == goal.tier + 1 {
                self.domains.push(domain);
            }
        }
    }

    /// Price-and-fix on one tier until it is settled or the nodes are spent.
    fn close(&mut self, goal: &Goal, exact: &Exact<'_>, certificate: Option<&Certificate>, nodes: Option<i32>) {
        for round in 0..6 {
            if self.settled(goal.tier) || self.over() || !self.stands(goal) {
                return;
            }
            let Some(now) = self.best.as_ref().map(|best| best.values[goal.tier]) else { return };
            let value = (now - goal.constant) / goal.divisor;
            let tolerated = self.tolerated(goal.tier, now);
            // Columns priced above this cannot keep the tier from being settled.
            let need = certificate.map(|certificate| certificate.slack(value - tolerated - 1));
            let first = certificate.filter(|_| round == 0 && nodes == PASSES[1]);
            let first = first.and_then(|certificate| self.quantile(exact, goal.tier + 1, certificate));
            let theta = need.map(|need| first.map_or(need, |first| first.min(need)));
            let gap = (0.5 * real(tolerated)).max(0.9);
            let search = self.search(exact, goal.tier + 1, certificate, theta, gap, nodes);
            if !self.stands(goal) {
                return;
            }
            self.claim(goal, search.bound);
            if self.best.as_ref().is_some_and(|best| best.values[goal.tier] != now) {
                // Later tiers are far off now: find them again before going on.
                self.conclude(goal, certificate);
                return;
            }
            if theta == need || (!search.finished && nodes.is_some()) {
                return;
            }
        }
    }
}
