//! The driver: finds a plan by weighted sums, then proves tier after tier, each held while the next is solved.
//!
//! For every tier it knows `bound ≤ min f_t subject to the rows and f_s ≤ v_s for all s < t`, with `v_s` the exact
//! values of the best checked solution. Bounds of relaxations are exact ([`super::safe_bound`]); where only branching
//! closes the gap, the bound is the solver's, less a margin. A better solution only tightens the conditions, so bounds
//! stay valid. It refuses every solution that does not pass the exact check.

use super::clock::Clock;
use super::exact::{Domain, Exact, dense, grid, real};
use super::safe_bound::Certificate;
use super::session::{Method, Status, Task, run};
use super::weights::{TOGETHER, weigh};
use super::{Event, TierResult};
use crate::program::Program;
use std::time::Instant;

/// Nodes that branch and bound may spend on one tier, pass by pass; the last has no limit.
const PASSES: [Option<i32>; 3] = [Some(100), Some(5_000), None];
/// Relaxations with more nonzeros than this are solved by interior point.
const LARGE: usize = 40_000;
/// Programs with at most so many free columns are branched whole.
const SMALL: usize = 1_000;

/// What a driver has measured.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Whether some relaxation was fractional.
    pub fractional: bool,
    /// Branch-and-bound nodes.
    pub nodes: i64,
    /// Seconds in relaxations by weighted sums, in relaxations of tiers, and in branching for either.
    pub seconds: [f64; 4],
}

/// Phases of [`Tally::seconds`].
pub const PHASES: [&str; 4] = ["relax-weighted", "relax", "find", "branch"];

/// The best checked solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// One value per column.
    pub solution: Vec<i64>,
    /// Value of each tier.
    pub values: Vec<i64>,
}

/// Solves all tiers of one program.
pub struct Driver<'a> {
    program: &'a Program,
    tolerance: Vec<i64>,
    seed: u32,
    clock: &'a Clock,
    report: &'a dyn Fn(Event),
    /// Domain by tier: what solutions that hold the tiers before can use. Only the first is always known.
    domains: Vec<Domain>,
    trivial: Vec<i64>,
    strict: bool,
    /// The best solution so far.
    pub best: Option<Best>,
    /// Proven bound of each tier.
    pub bounds: Vec<i64>,
    /// Whether it is proven that there is no solution.
    pub infeasible: bool,
    /// Measurements.
    pub tally: Tally,
}

/// One tier to prove and the values of the tiers before under which it is posed.
struct Goal {
    tier: usize,
    divisor: i64,
    constant: i64,
    held: Vec<i64>,
}

/// What came out of one restricted branch and bound.
struct Search {
    /// Bound on the whole goal.
    bound: Option<i64>,
    /// Whether the solver came to an end.
    finished: bool,
    /// Whether it claims that there is no solution among the columns kept.
    infeasible: bool,
    /// Whether columns were dropped.
    dropped: bool,
}

impl<'a> Driver<'a> {
    /// A driver with the trivial bounds. `tolerance` in millionths by tier.
    pub fn new(
        program: &'a Program,
        tolerance: Vec<i64>,
        seed: u32,
        clock: &'a Clock,
        report: &'a dyn Fn(Event),
    ) -> Self {
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
        let (best, infeasible, strict, tally) = (None, false, false, Tally::default());
        Self { program, tolerance, seed, clock, report, domains, trivial, strict, best, bounds, infeasible, tally }
    }

    /// Takes `solution` if it passes the exact check and is lexicographically better. Returns whether it passes.
    pub fn offer(&mut self, solution: &[i64]) -> bool {
        if solution.len() != self.program.columns.len() || self.program.check(solution).is_some() {
            return false;
        }
        let values = self.program.values(solution);
        if self.best.as_ref().is_none_or(|best| values < best.values) {
            (self.report)(Event::Solution(values.clone()));
            self.forget(&values);
            self.best = Some(Best { solution: solution.to_vec(), values });
        }
        true
    }

    /// A better solution may be worse in a later tier; what rested on the old value of that tier is no longer known.
    fn forget(&mut self, values: &[i64]) {
        let Some(best) = &self.best else { return };
        if let Some(worse) = values.iter().zip(&best.values).position(|(new, old)| new > old) {
            self.domains.truncate(worse + 1);
            self.bounds[worse + 1..].copy_from_slice(&self.trivial[worse + 1..]);
        }
    }

    /// The tightest domain known for solutions that hold the tiers before `tier`.
    fn domain(&self, tier: usize) -> &Domain {
        &self.domains[tier.min(self.domains.len() - 1)]
    }

    /// Raises the bound of a tier, if it is higher.
    pub fn raise(&mut self, tier: usize, bound: i64) {
        // No bound exceeds a value that is reached; a claim beyond it can only be rounding of the solver.
        let bound = self.best.as_ref().map_or(bound, |best| bound.min(best.values[tier]));
        if bound > self.bounds[tier] {
            self.bounds[tier] = bound;
            (self.report)(Event::Bound(tier, bound));
        }
    }

    /// What is known of each tier; empty without a solution.
    #[must_use]
    pub fn results(&self) -> Vec<TierResult> {
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
    pub fn proven(&self) -> bool {
        self.best.is_some() && (0..self.program.tiers.len()).all(|tier| self.settled(tier))
    }

    /// Solves until everything is proven or the clock says stop.
    pub fn solve(&mut self) {
        let tiers = self.program.tiers.len();
        let mut pass = 0;
        loop {
            let nodes = PASSES[pass];
            let before = self.best.clone();
            // Tiers before this one are known to be tuned together with those before them.
            let mut tuned = if pass == 0 || self.best.is_none() { 0 } else { tiers };
            for tier in 0..tiers {
                if tier >= tuned {
                    tuned = (tier + TOGETHER).min(tiers);
                    self.find(tier, tuned, nodes);
                }
                if self.over() {
                    return;
                }
                (self.report)(Event::Tier(tier));
                if self.prove(tier, nodes) {
                    tuned = tier + 1;
                }
                if self.over() {
                    return;
                }
            }
            if tiers == 0 && self.best.is_none() {
                self.find(0, 0, None);
            }
            let last = pass + 1 == PASSES.len();
            if self.proven() || self.over() || (last && self.best == before) {
                return;
            }
            pass = (pass + 1).min(PASSES.len() - 1);
        }
    }

    fn over(&self) -> bool {
        self.infeasible || self.clock.stop().is_some()
    }

    fn settled(&self, tier: usize) -> bool {
        let Some(best) = &self.best else { return false };
        let (part, tolerance_ppm) = (&self.program.tiers[tier], self.tolerance[tier]);
        let (value, bound) = (best.values[tier], Some(self.bounds[tier]));
        TierResult { name: String::new(), value, bound, per_unit: part.per_unit, tolerance_ppm }.proven()
    }

    /// The goal `cost` with the tiers before `first` held where they are.
    fn exact(&self, cost: Vec<i64>, first: usize) -> Exact<'a> {
        let values = self.best.as_ref().map(|best| best.values.as_slice()).unwrap_or_default();
        let mut exact = Exact::new(self.program, cost, first, values);
        if self.strict {
            exact.integer.fill(true);
        }
        exact
    }

    /// Looks for a good plan by the weighted sum of the tiers `first..end`, those before held.
    fn find(&mut self, first: usize, end: usize, nodes: Option<i32>) {
        let single = end - first == 1 && self.best.is_some();
        if single || (self.best.is_some() && (first..end).all(|tier| self.settled(tier))) {
            return;
        }
        let weighted = weigh(self.program, first, end);
        let exact = self.exact(weighted.cost.clone(), first);
        let begin = Instant::now();
        let relaxed = self.relax(&exact, first);
        self.tally.seconds[0] += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let last = relaxed.as_ref().zip(end.checked_sub(1)).map(|((_, point), last)| self.estimate(last, point));
        let gap = last.unwrap_or(0.0) * weighted.last * 0.25;
        let certificate = relaxed.map(|(certificate, _)| certificate);
        let mut theta = certificate.as_ref().and_then(|certificate| self.quantile(&exact, first, certificate));
        let mut limit = nodes;
        while !self.over() {
            let search = self.search(&exact, first, certificate.as_ref(), theta, gap, limit);
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
        self.tally.seconds[2] += begin.elapsed().as_secs_f64();
    }

    /// Tolerated distance of a tier's value at a point of the relaxation, in its small unit.
    fn estimate(&self, tier: usize, point: &[f64]) -> f64 {
        let part = &self.program.tiers[tier];
        let value: f64 = part.terms.iter().map(|&(col, cost)| real(cost) * point[col.at()]).sum();
        (value + real(part.constant)).abs().max(real(part.per_unit)) * real(self.tolerance[tier]) / 1e6
    }

    /// Proves one tier, by its relaxation and, where that leaves too wide a gap, by price-and-fix. Returns whether the
    /// solution has improved up to this tier, so that later tiers have to be found anew.
    fn prove(&mut self, tier: usize, nodes: Option<i32>) -> bool {
        let Some(divisor) = grid(&self.program.tiers[tier]) else { return false };
        let Some(before) = self.best.as_ref().map(|best| best.values[..=tier].to_vec()) else { return false };
        let cost = dense(self.program.columns.len(), &self.program.tiers[tier].terms, divisor);
        let exact = self.exact(cost, tier);
        let certificate = if self.settled(tier) {
            exact.certificate(self.domain(tier), &[], 1.0)
        } else {
            let begin = Instant::now();
            let relaxed = self.relax(&exact, tier);
            self.tally.seconds[1] += begin.elapsed().as_secs_f64();
            relaxed.map(|(certificate, _)| certificate)
        };
        let goal = Goal { tier, divisor, constant: self.program.tiers[tier].constant, held: before[..tier].to_vec() };
        self.conclude(&goal, certificate.as_ref());
        let begin = Instant::now();
        self.close(&goal, &exact, certificate.as_ref(), nodes);
        self.tally.seconds[3] += begin.elapsed().as_secs_f64();
        self.best.as_ref().is_some_and(|best| best.values[..=tier] != before)
    }

    /// Whether the conditions under which a goal was posed are still those of the best solution.
    fn stands(&self, goal: &Goal) -> bool {
        self.best.as_ref().is_some_and(|best| best.values.iter().zip(&goal.held).all(|(now, held)| now <= held))
    }

    /// Bound and tighter columns from an exact certificate.
    fn conclude(&mut self, goal: &Goal, certificate: Option<&Certificate>) {
        let Some(certificate) = certificate.filter(|_| self.stands(goal)) else { return };
        if let Some(bound) = certificate.rounded() {
            self.raise(goal.tier, goal.constant + goal.divisor * bound);
        }
        if let Some(value) = self.best.as_ref().map(|best| (best.values[goal.tier] - goal.constant) / goal.divisor) {
            if self.domains.len() <= goal.tier {
                return;
            }
            let mut domain = self.domains.get(goal.tier + 1).unwrap_or(&self.domains[goal.tier]).clone();
            certificate.tighten(&mut domain, value);
            self.domains.truncate(goal.tier + 1);
            self.domains.push(domain);
        }
    }

    /// Price-and-fix on one tier until it is settled or the nodes are spent.
    fn close(&mut self, goal: &Goal, exact: &Exact, certificate: Option<&Certificate>, nodes: Option<i32>) {
        for round in 0..6 {
            if self.settled(goal.tier) || self.over() || !self.stands(goal) {
                return;
            }
            let Some(now) = self.best.as_ref().map(|best| best.values[goal.tier]) else { return };
            let value = (now - goal.constant) / goal.divisor;
            let scale = i128::from(now.abs().max(self.program.tiers[goal.tier].per_unit));
            let room = scale * i128::from(self.tolerance[goal.tier]) / 1_000_000 / i128::from(goal.divisor);
            let tolerated = i64::try_from(room).unwrap_or(0);
            // Columns priced above this cannot keep the tier from being settled.
            let need = certificate.map(|certificate| certificate.slack(value - tolerated - 1));
            let first = certificate.filter(|_| round == 0 && nodes == PASSES[0]);
            let first = first.and_then(|certificate| self.quantile(exact, goal.tier + 1, certificate));
            let theta = need.map(|need| first.map_or(need, |first| first.min(need)));
            let gap = (0.5 * real(tolerated)).max(0.9);
            let search = self.search(exact, goal.tier + 1, certificate, theta, gap, nodes);
            if !self.stands(goal) {
                return;
            }
            if let Some(bound) = search.bound {
                self.raise(goal.tier, goal.constant + goal.divisor * bound);
            }
            let same = self.best.as_ref().is_some_and(|best| best.values[goal.tier] == now);
            if !same {
                self.conclude(goal, certificate);
            } else if theta == need || !search.finished {
                return;
            }
        }
    }

    /// The price up to which about as many integer columns are kept as there are rows; none where few are free anyway.
    fn quantile(&self, exact: &Exact, tier: usize, certificate: &Certificate) -> Option<i128> {
        let domain = self.domain(tier);
        let free = |at: &usize| domain.lower[*at] < domain.upper[*at] && exact.integer[*at];
        let mut prices: Vec<i128> =
            (0..exact.cost.len()).filter(free).map(|at| certificate.reduced[at].abs()).collect();
        prices.sort_unstable();
        prices.get(exact.rows.len() + SMALL).copied()
    }

    /// Solves the relaxation; the certificate and the solver's point over all columns.
    fn relax(&mut self, exact: &Exact, tier: usize) -> Option<(Certificate, Vec<f64>)> {
        let domain = self.domain(tier).clone();
        let (model, free, scale) = exact.model(&domain);
        let large = model.index.len() > LARGE;
        let method = if large { Method::Interior } else { Method::Simplex };
        let answer = run(Task::new(model, method, self.seed), self.clock, &mut |_| {});
        let certificate = exact.certificate(&domain, &answer.prices?, scale)?;
        let mut point: Vec<f64> = domain.lower.iter().map(|&l| real(l)).collect();
        for (&at, value) in free.iter().zip(answer.primal.unwrap_or_default()) {
            point[at] = value;
        }
        let is_whole = |value: f64| (value - value.round()).abs() < 1e-6;
        self.tally.fractional |= if large {
            let one = 1_i128 << certificate.shift;
            let rest = certificate.bound.rem_euclid(one);
            rest.min(one - rest) > one >> 10
        } else {
            free.iter().any(|&at| exact.integer[at] && !is_whole(point[at]))
        };
        Some((certificate, point))
    }

    /// Branch and bound over the columns whose price is at most `theta`, or over all.
    fn search(
        &mut self,
        exact: &Exact,
        tier: usize,
        certificate: Option<&Certificate>,
        theta: Option<i128>,
        gap: f64,
        nodes: Option<i32>,
    ) -> Search {
        let (part, cheapest) = self.restrict(exact, tier, certificate, theta);
        let (model, free, scale) = exact.model(&part);
        let fixed: i128 = (0..exact.cost.len())
            .filter(|&at| part.lower[at] == part.upper[at])
            .map(|at| i128::from(exact.cost[at]) * i128::from(part.lower[at]))
            .sum();
        let start = self.best.as_ref().filter(|best| part.contains(&best.solution));
        let start = start.map(|best| free.iter().map(|&at| real(best.solution[at])).collect());
        let task = Task { gap: gap * scale, nodes, start, ..Task::new(model, Method::Branch, self.seed) };
        let clock = self.clock;
        let answer = run(task, clock, &mut |values| {
            self.offer(&whole(&part, &free, values));
        });
        self.tally.nodes += answer.nodes;
        if let Some(values) = &answer.primal {
            let candidate = whole(&part, &free, values);
            if !self.offer(&candidate) && !self.repair(exact, &part, &candidate) {
                self.strict = true;
            }
        }
        let infeasible = answer.status == Status::Infeasible && self.best.is_none();
        let inside = if infeasible { Some(i64::MAX) } else { margin(answer.bound / scale, fixed) };
        let outside = match (cheapest, certificate) {
            (Some(price), Some(certificate)) => certificate.beyond(price),
            _ => Some(i64::MAX),
        };
        let bound = inside.zip(outside).map(|(a, b)| a.min(b)).filter(|&bound| bound < i64::MAX);
        let finished = matches!(answer.status, Status::Optimal | Status::Infeasible);
        Search { bound, finished, infeasible, dropped: cheapest.is_some() }
    }

    /// The domain with dear integer columns fixed where the best solution has them, and the cheapest price dropped.
    fn restrict(
        &self,
        exact: &Exact,
        tier: usize,
        certificate: Option<&Certificate>,
        theta: Option<i128>,
    ) -> (Domain, Option<i128>) {
        let mut part = self.domain(tier).clone();
        let (Some(certificate), Some(theta)) = (certificate, theta) else { return (part, None) };
        let mut cheapest: Option<i128> = None;
        for (at, &reduced) in certificate.reduced.iter().enumerate() {
            if reduced.abs() <= theta || !exact.integer[at] || part.lower[at] >= part.upper[at] {
                continue;
            }
            let end = if reduced > 0 { part.lower[at] } else { part.upper[at] };
            if self.best.as_ref().is_some_and(|best| best.solution[at] != end) {
                continue;
            }
            (part.lower[at], part.upper[at]) = (end, end);
            cheapest = Some(cheapest.map_or(reduced.abs(), |price| price.min(reduced.abs())));
        }
        (part, cheapest)
    }

    /// A point whose integer columns are good but whose other columns are not whole: solve for those, all whole.
    fn repair(&mut self, exact: &Exact, part: &Domain, candidate: &[i64]) -> bool {
        let mut near = part.clone();
        for (at, &value) in candidate.iter().enumerate() {
            if exact.integer[at] {
                (near.lower[at], near.upper[at]) = (value, value);
            }
        }
        let mut all = exact.clone();
        all.integer.fill(true);
        let (model, free, _) = all.model(&near);
        let task = Task { nodes: Some(1_000), ..Task::new(model, Method::Branch, self.seed) };
        let answer = run(task, self.clock, &mut |_| {});
        answer.primal.is_some_and(|values| self.offer(&whole(&near, &free, &values)))
    }
}

/// The rounded point over all columns, inside `domain`.
#[expect(clippy::cast_possible_truncation, reason = "clamped into the bounds of the column")]
fn whole(domain: &Domain, free: &[usize], values: &[f64]) -> Vec<i64> {
    let mut all = domain.lower.clone();
    for (&at, value) in free.iter().zip(values) {
        all[at] = (value.round() as i64).clamp(domain.lower[at], domain.upper[at]);
    }
    all
}

/// The solver's claim of a bound, less a margin for its tolerances, rounded up to a whole number.
#[expect(clippy::cast_possible_truncation, reason = "the magnitude is checked before")]
fn margin(bound: f64, fixed: i128) -> Option<i64> {
    let safe = (bound - 1e-3 - 1e-7 * bound.abs()).ceil();
    (safe.abs() < 1e15).then_some(()).and_then(|()| i64::try_from(safe as i128 + fixed).ok())
}
