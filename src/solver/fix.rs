//! Price-and-fix: relax, drop what is priced too dear, branch on the rest.
//!
//! With exact reduced costs `d` of a relaxation with bound `LB`, a solution that uses a column dropped for `|d| > θ` is
//! worth at least `LB + |d|`. So the bound on the whole is the lesser of the bound of the small program and `LB` plus
//! the cheapest price dropped. θ starts small to find a plan and widens to what the gap needs; the last resort is the
//! whole program. Integer columns only are dropped, and none that the best solution uses. The small program's bound is
//! the solver's, less a margin for its tolerances: the one number here that rests on the solver.

use super::exact::{Domain, Exact, dense, grid, real};
use super::polish::Relaxed;
use super::safe_bound::Certificate;
use super::session::{Method, Status, Task, run};
use super::tiers::{Driver, PASSES};
use super::weights::weigh;
use std::time::Instant;

/// Relaxations of single tiers with more nonzeros than this are solved by interior point: their cost is zero almost
/// everywhere, and simplex crawls. Weighted sums have a price on nearly every column, and simplex is the faster.
const LARGE: usize = 40_000;
/// Programs with at most so many free columns are branched whole.
const SMALL: usize = 1_000;

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
    pub(super) fn find(&mut self, first: usize, end: usize, nodes: Option<i32>) {
        if self.best.is_some() && end.saturating_sub(first) < 2
            || (self.best.is_some() && (first..end).all(|tier| self.settled(tier)))
        {
            return;
        }
        let weighted = weigh(self.program, first, end);
        let exact = self.exact(weighted.cost.clone(), first);
        let begin = Instant::now();
        let relaxed = self.relax(&exact, first, Method::Simplex);
        self.tally.seconds[0] += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let last = relaxed.as_ref().zip(end.checked_sub(1)).map(|((_, point), last)| self.estimate(last, point));
        let gap = last.unwrap_or(0.0) * weighted.last * 0.25;
        let (certificate, point) = relaxed.unzip();
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
        if let (Some(certificate), Some(point)) = (&certificate, &point) {
            self.polish(first, &Relaxed { exact: &exact, certificate, point, gap });
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
    pub(super) fn prove(&mut self, tier: usize, nodes: Option<i32>) -> bool {
        let Some(divisor) = grid(&self.program.tiers[tier]) else { return false };
        let Some(before) = self.best.as_ref().map(|best| best.values[..=tier].to_vec()) else { return false };
        let cost = dense(self.program.columns.len(), &self.program.tiers[tier].terms, divisor);
        let exact = self.exact(cost, tier);
        let certificate = if self.settled(tier) {
            exact.certificate(self.domain(tier), &[], 1.0)
        } else {
            let begin = Instant::now();
            let relaxed = self.relax(&exact, tier, Method::Interior);
            self.tally.seconds[1] += begin.elapsed().as_secs_f64();
            relaxed.map(|(certificate, _)| certificate)
        };
        let goal = Goal { tier, divisor, constant: self.program.tiers[tier].constant, held: before[..tier].to_vec() };
        self.conclude(&goal, certificate.as_ref());
        let begin = Instant::now();
        if nodes != Some(0) {
            self.close(&goal, &exact, certificate.as_ref(), nodes);
        }
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
    fn close(&mut self, goal: &Goal, exact: &Exact<'_>, certificate: Option<&Certificate>, nodes: Option<i32>) {
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
            let first = certificate.filter(|_| round == 0 && nodes == PASSES[1]);
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

    /// The price up to which about as many integer columns are kept as there are rows; none where few are free anyway.
    fn quantile(&self, exact: &Exact<'_>, tier: usize, certificate: &Certificate) -> Option<i128> {
        let domain = self.domain(tier);
        let free = |at: &usize| domain.lower[*at] < domain.upper[*at] && exact.integer[*at];
        let mut prices: Vec<i128> =
            (0..exact.cost.len()).filter(free).map(|at| certificate.reduced[at].abs()).collect();
        prices.sort_unstable();
        prices.get(exact.rows.len() + SMALL).copied()
    }

    /// Solves the relaxation; the certificate and the solver's point over all columns.
    fn relax(&mut self, exact: &Exact<'_>, tier: usize, large: Method) -> Option<(Certificate, Vec<f64>)> {
        let domain = self.domain(tier).clone();
        let (model, free, scale) = exact.model(&domain);
        let method = if model.index.len() > LARGE { large } else { Method::Simplex };
        let answer = run(Task::new(model, method, self.seed), self.clock, &mut |_| {});
        let certificate = exact.certificate(&domain, &answer.prices?, scale)?;
        let mut point: Vec<f64> = domain.lower.iter().map(|&l| real(l)).collect();
        for (&at, value) in free.iter().zip(answer.primal.unwrap_or_default()) {
            point[at] = value;
        }
        let is_whole = |value: f64| (value - value.round()).abs() < 1e-6;
        self.tally.fractional |= if method == Method::Interior {
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
        exact: &Exact<'_>,
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
        exact: &Exact<'_>,
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
    fn repair(&mut self, exact: &Exact<'_>, part: &Domain, candidate: &[i64]) -> bool {
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
pub(super) fn whole(domain: &Domain, free: &[usize], values: &[f64]) -> Vec<i64> {
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
