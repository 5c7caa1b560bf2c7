//! Price-and-fix: relax, drop what is priced too dear, branch on the rest.
//!
//! With exact reduced costs `d` of a relaxation with bound `LB`, a solution that uses a column dropped for `|d| > θ` is
//! worth at least `LB + |d|`. So the bound on the whole is the lesser of the bound of the small program and `LB` plus
//! the cheapest price dropped. θ starts small to find a plan and widens to what the gap needs; the last resort is the
//! whole program. Integer columns only are dropped, and none that the best solution uses. The small program's bound is
//! the solver's, less a margin for its tolerances: the one number that rests on the solver.

use super::exact::{Domain, Exact, real};
use super::safe_bound::Certificate;
use super::session::{Method, Status, Task, run};
use super::tiers::Driver;
use super::tight::Relaxed;

/// Relaxations of single tiers with more nonzeros than this are solved by interior point: their cost is zero almost
/// everywhere, and simplex crawls. Weighted sums have a price on nearly every column, and simplex is the faster.
const LARGE: usize = 40_000;
/// Programs with at most so many free columns are branched whole.
const SMALL: usize = 1_000;

/// What came out of one restricted branch and bound.
pub(super) struct Search {
    /// Bound on the whole goal.
    pub bound: Option<i64>,
    /// Whether the solver came to an end.
    pub finished: bool,
    /// Whether it claims that there is no solution among the columns kept.
    pub infeasible: bool,
    /// Whether columns were dropped.
    pub dropped: bool,
}

impl Driver<'_> {
    /// The price up to which about as many integer columns are kept as there are rows; none where few are free anyway.
    pub(super) fn quantile(&self, exact: &Exact<'_>, tier: usize, certificate: &Certificate) -> Option<i128> {
        let domain = self.domain(tier);
        let free = |at: &usize| domain.lower[*at] < domain.upper[*at] && exact.integer[*at];
        let mut prices: Vec<i128> =
            (0..exact.cost.len()).filter(free).map(|at| certificate.reduced[at].abs()).collect();
        prices.sort_unstable();
        prices.get(exact.rows.len() + SMALL).copied()
    }

    /// Solves the relaxation: the certificate, the solver's point over all columns and its prices.
    pub(super) fn relax(&mut self, exact: &mut Exact<'_>, tier: usize, large: Method) -> Option<Relaxed> {
        if let Some(before) = self.master.clone() {
            let relaxed = self.relax_deep(exact, tier, 1.0);
            // What one tier has no use for others may have.
            self.master.iter_mut().for_each(|master| master.join(&before));
            return relaxed;
        }
        let domain = self.domain(tier).clone();
        let (model, free, scale) = exact.model(&domain);
        let method = if model.rows.index.len() > LARGE { large } else { Method::Simplex };
        let answer = run(&Task::new(model, method, self.seed), self.clock, &mut |_| {});
        let prices = answer.prices?;
        let certificate = exact.certificate(&domain, &prices, scale)?;
        let mut point: Vec<f64> = domain.lower.iter().map(|&l| real(l)).collect();
        for (&at, value) in free.iter().zip(answer.primal.unwrap_or_default()) {
            point[at] = value;
        }
        self.tally.fractional |= if method == Method::Interior {
            let one = 1_i128 << certificate.shift;
            let rest = certificate.bound.rem_euclid(one);
            rest.min(one - rest) > one >> 10
        } else {
            self.is_fractional(&point)
        };
        let prices = exact.in_units(&prices, scale);
        Some(Relaxed { certificate, vertex: point, prices })
    }

    /// Branch and bound over the columns whose price is at most `theta`, or over all.
    pub(super) fn search(
        &mut self,
        exact: &Exact<'_>,
        tier: usize,
        certificate: Option<&Certificate>,
        theta: Option<i128>,
        gap: f64,
        nodes: Option<i32>,
    ) -> Search {
        let (part, cheapest) = self.restrict(exact, tier, certificate, theta);
        let fixed: i128 = (0..exact.cost.len())
            .filter(|&at| part.lower[at] == part.upper[at])
            .map(|at| i128::from(exact.cost[at]) * i128::from(part.lower[at]))
            .sum();
        let (answer, free, scale) = self.branch(exact, &part, gap, nodes, usize::MAX);
        if let Some(values) = &answer.primal {
            let candidate = whole(&part, &free, values);
            if !self.offer(&candidate) && !self.repair(exact, &part, &candidate) {
                self.strict = true;
            }
            // With tiers held within a tolerance, what is whole by itself elsewhere may not be: where that is what an
            // unlimited search ends with, it has to be asked for.
            let halved = free
                .iter()
                .zip(values)
                .any(|(&at, v)| at < exact.own && !exact.integer[at] && (v - v.round()).abs() > 1e-6);
            self.strict |= halved && nodes.is_none();
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
    pub(super) fn repair(&mut self, exact: &Exact<'_>, part: &Domain, candidate: &[i64]) -> bool {
        self.repaired(exact, part, candidate).is_some_and(|values| self.offer(&values))
    }

    /// The same, not offered.
    pub(super) fn repaired(&self, exact: &Exact<'_>, part: &Domain, candidate: &[i64]) -> Option<Vec<i64>> {
        let mut near = part.clone();
        for (at, &value) in candidate.iter().enumerate() {
            if exact.integer[at] {
                (near.lower[at], near.upper[at]) = (value, value);
            }
        }
        let mut all = exact.clone();
        all.all_whole();
        let (model, free, _) = all.model(&near);
        let task = Task { limit: Some(1_000), ..Task::new(model, Method::Branch, self.seed) };
        let answer = run(&task, self.clock, &mut |_| {});
        Some(whole(&near, &free, &answer.primal?))
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
pub(super) fn margin(bound: f64, fixed: i128) -> Option<i64> {
    let safe = (bound - 1e-3 - 1e-7 * bound.abs()).ceil();
    (safe.abs() < 1e15).then_some(()).and_then(|()| i64::try_from(safe as i128 + fixed).ok())
}
