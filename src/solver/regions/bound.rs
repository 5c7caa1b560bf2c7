//! The bound by regions: what crosses is priced, each region is branched on by itself.
//!
//! With multipliers ([`Split`]) the goal falls apart, and region `r` gets `κ_r`. Its least value `β_r` over its own rows gives the row `κ_r x ≥ β_r`, and all these rows with
//! price 1 and the rows that belong to no region with their prices prove `Σ β_r + y b`, however good the prices are. The sum is
//! taken in whole numbers (`safe_bound`); that each `β_r` is the least is the solver's claim, less a margin, as for hulls.
//!
//! A region is searched near its relaxation only: columns whose reduced cost is beyond a certain reach are left out, and whatever would use
//! them costs more than that (reduced cost fixing; Dantzig, Fulkerson and Johnson, Solution of a large-scale traveling-salesman problem,
//! Operations Research 2, 1954). So `β_r` is the lesser of what the search says and what lies beyond.

use super::super::clock::Clock;
use super::super::exact::{Domain, Exact, real};
use super::super::fix::{margin, whole};
use super::super::safe_bound::{Certificate, certify};
use super::super::session::{Method, Status, Task, run};
use super::split::Split;
use crate::program::{Col, Row, RowName};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Costs of a region are brought up to this, so that rounding them to whole numbers loses nothing that counts.
const FINE: f64 = 1e9;
/// Nodes for one region; its bound holds wherever the search ends.
const NODES: i32 = 200;
/// How far above its relaxation a region is searched first, in multiples of the gap; how many times farther at most in the next search,
/// and how many searches there are. The last one reaches what the known solution costs.
const REACH: f64 = 4.0;
const WIDER: i64 = 4;
const SEARCHES: u32 = 3;
/// The solver may be wrong by one part in so many of the largest cost, or of the least.
const DOUBT: i64 = 10_000_000;

/// What rows of regions are called.
pub(super) const OF_REGION: &str = "region";

/// How the regions are asked.
#[derive(Clone, Copy)]
pub(in crate::solver) struct Terms<'a> {
    /// How near value and bound of one region have to be, in units of the goal.
    pub gap: f64,
    /// A known solution.
    pub start: Option<&'a [i64]>,
    /// Threads that may ask side by side.
    pub threads: usize,
    /// The solver's seed.
    pub seed: u32,
    /// When to stop.
    pub clock: &'a Clock,
}

/// What one region says.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The row `κ_r x ≥ β_r` in whole numbers.
    pub row: Row,
    /// Its price, that of one of these numbers in units of the goal.
    pub share: f64,
    /// A good point, by column of the region.
    pub point: Vec<(usize, i64)>,
}

impl Answer {
    /// What it says in units of the goal.
    pub(super) fn value(&self) -> f64 {
        self.row.lower.map_or(f64::NEG_INFINITY, real) * self.share
    }
}

/// What all regions prove together.
pub(in crate::solver) struct Asked {
    /// What each of them says.
    pub(super) answers: Vec<Answer>,
    /// The bound of the goal.
    pub certificate: Certificate,
    /// By column, whether some region has taken it.
    pub taken: Vec<bool>,
}

impl Asked {
    /// The rows of the regions, good for any goal with the same tiers held.
    pub(in crate::solver) fn rows(&self) -> Vec<Row> {
        self.answers.iter().map(|answer| answer.row.clone()).collect()
    }
}

/// The bound of a goal within `domain` when what crosses regions is shared out like this. None where a region was not answered.
pub(in crate::solver) fn priced(split: &Split, exact: &Exact<'_>, domain: &Domain, terms: &Terms<'_>) -> Option<Asked> {
    proven(split, exact, domain, asked(split, exact, domain, terms)?)
}

/// What answers prove together.
pub(super) fn proven(split: &Split, exact: &Exact<'_>, domain: &Domain, answers: Vec<Answer>) -> Option<Asked> {
    let mut taken = vec![false; exact.cost.len()];
    note(&answers, domain, &mut taken);
    let certificate = certified(split, exact, domain, &answers)?;
    Some(Asked { answers, certificate, taken })
}

/// Notes what regions have taken, by column.
pub(super) fn note(answers: &[Answer], domain: &Domain, taken: &mut [bool]) {
    answers.iter().flat_map(|answer| &answer.point).for_each(|&(at, x)| taken[at] |= x != domain.lower[at]);
}

/// What all regions say; none where one was not answered.
pub(super) fn asked(split: &Split, exact: &Exact<'_>, domain: &Domain, terms: &Terms<'_>) -> Option<Vec<Answer>> {
    ask_each(split, exact, domain, terms, |_| true).into_iter().collect()
}

/// What each region says; none where time was over or it is not one of those that are `wanted`.
pub(super) fn ask_each(
    split: &Split,
    exact: &Exact<'_>,
    domain: &Domain,
    terms: &Terms<'_>,
    wanted: impl Fn(usize) -> bool + Sync,
) -> Vec<Option<Answer>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(terms.threads.max(1)).stack_size(16 << 20).build();
    let Ok(pool) = pool else { return split.costs.iter().map(|_| None).collect() };
    let ask = |(region, costs): (usize, &BTreeMap<usize, f64>)| {
        if terms.clock.stop().is_some() || !wanted(region) {
            return None;
        }
        let rows = exact.all_rows().zip(&split.home).filter(|(_, home)| **home == Some(region));
        least(exact, rows.map(|(row, _)| row.clone()).collect(), costs, domain, terms)
    };
    pool.install(|| split.costs.par_iter().enumerate().map(ask).collect())
}

/// What the rows of the regions prove together with the rows that are priced.
pub(super) fn certified(split: &Split, exact: &Exact<'_>, domain: &Domain, answers: &[Answer]) -> Option<Certificate> {
    let loose = exact.all_rows().zip(&split.home).zip(&split.loose).filter(|((_, home), _)| home.is_none());
    let (held, loose): (Vec<Row>, Vec<f64>) = loose.map(|((row, _), &price)| (row.clone(), price)).unzip();
    let (cost, integer) = (exact.cost.clone(), exact.integer.clone());
    let (cuts, shares): (Vec<Row>, Vec<f64>) = answers.iter().map(|answer| (answer.row.clone(), answer.share)).unzip();
    let whole = Exact { cost, rows: &[], cuts, held, integer, own: exact.own };
    certify(&whole, domain, shares.into_iter().chain(loose))
}

/// The row of one region in whole numbers, its price, and what the region would take.
fn least(
    exact: &Exact<'_>,
    rows: Vec<Row>,
    costs: &BTreeMap<usize, f64>,
    domain: &Domain,
    terms: &Terms<'_>,
) -> Option<Answer> {
    let (whole, unit) = in_whole_numbers(costs);
    let mut part = Domain { lower: vec![0; exact.cost.len()], upper: vec![0; exact.cost.len()] };
    let mut cost = part.lower.clone();
    for &(col, c) in &whole {
        let at = col.at();
        (part.lower[at], part.upper[at], cost[at]) = (domain.lower[at], domain.upper[at], c);
    }
    let integer = exact.integer.clone();
    let inside = Exact { cost, rows: &[], cuts: rows, held: Vec::new(), integer, own: exact.own };
    // What the solution does elsewhere is no concern of the region's.
    let here = |(at, &value): (usize, &i64)| if costs.contains_key(&at) { value } else { 0 };
    let start: Option<Vec<i64>> = terms.start.map(|start| start.iter().enumerate().map(here).collect());
    let terms = Terms { gap: terms.gap * unit, start: start.as_deref(), ..*terms };
    let found = searched(&inside, &part, &terms)?;
    let name = RowName { rule: OF_REGION, place: String::new() };
    let point = found.point.or(start).unwrap_or(part.lower);
    let point = costs.keys().map(|&at| (at, point[at])).collect();
    let row = whole.into_iter().filter(|(_, c)| *c != 0).collect();
    let row = Row { name, lower: Some(found.bound), upper: None, terms: row, block: None };
    Some(Answer { row, share: 1.0 / unit, point })
}

/// A bound of the least cost of a region, about as near to it as asked where that is within reach, and the last point that was found.
pub(super) fn searched(inside: &Exact<'_>, part: &Domain, terms: &Terms<'_>) -> Option<Found> {
    // Costs of decisions are whole, those of aids are not: what was rounded up is taken back.
    let rounding = i64::from(inside.has_dear_aids());
    let Some(certificate) = relaxation(inside, part, terms) else {
        return branched(inside, part, terms).map(|found| Found { bound: found.bound - rounding, ..found });
    };
    let low = certificate.rounded()?;
    // The solver's tolerances are about all costs, not about what is left of them.
    let doubt = inside.cost.iter().fold(low.saturating_abs(), |most, cost| most.max(cost.saturating_abs())) / DOUBT;
    let (mut best, mut reach) = (low, first_reach(inside, part, low, terms));
    let (mut value, mut point) = (i64::MAX, None);
    for search in 1..=SEARCHES {
        // Where nothing was found before, the last search leaves nothing out.
        let end = low.saturating_add(if search == SEARCHES && best == low { i64::MAX } else { reach });
        let mut near = part.clone();
        certificate.tighten(&mut near, end);
        let found = branched(inside, &near, terms);
        let claimed = |found: &Found| found.bound.saturating_sub(doubt).min(end.saturating_add(1));
        best = best.max(found.as_ref().map_or(low, claimed));
        let ends = found.as_ref().is_some_and(|found| found.bound <= end) || terms.clock.stop().is_some();
        // What costs more than a plan that is known need not be looked at. Where the solver has found nothing there is no claim.
        let known = found.as_ref().map_or(i64::MAX, |found| found.value.saturating_sub(low));
        if let Some(found) = found.filter(|found| found.point.is_some()) {
            (value, point) = (found.value, found.point);
        }
        if ends {
            break;
        }
        reach = known.clamp(reach, reach.saturating_mul(WIDER));
    }
    Some(Found { bound: best - rounding, value, point })
}

/// How far above `low` a region is searched first: some multiples of the gap, and so far that the last search reaches the known solution.
fn first_reach(inside: &Exact<'_>, part: &Domain, low: i64, terms: &Terms<'_>) -> i64 {
    let by_gap = up(REACH * terms.gap);
    // A solution does not say what aids are worth.
    match terms.start.filter(|start| part.contains(start) && !inside.has_dear_aids()) {
        Some(start) => {
            let known = i64::try_from(inside.value(start) - i128::from(low)).unwrap_or(0).max(0);
            let share = known.unsigned_abs().div_ceil(WIDER.unsigned_abs().pow(SEARCHES - 1)).cast_signed();
            by_gap.max(share).min(known)
        }
        None if by_gap == 0 => i64::MAX,
        None => by_gap,
    }
}

/// The relaxation of a region; none where there is nothing to decide or the solver gives up, and then the region is searched whole.
fn relaxation(inside: &Exact<'_>, part: &Domain, terms: &Terms<'_>) -> Option<Certificate> {
    let (model, free, scale) = inside.model(part);
    if free.is_empty() {
        return None;
    }
    let answer = run(&Task::new(model, Method::Simplex, terms.seed), terms.clock, &mut |_| {});
    inside.certificate(part, &answer.prices?, scale)
}

/// What a search says.
pub(super) struct Found {
    /// Nothing costs less.
    pub bound: i64,
    /// The best point costs no more; the largest number where there is none.
    pub value: i64,
    /// That point, over all columns.
    pub point: Option<Vec<i64>>,
}

/// Branch and bound within `domain`.
fn branched(inside: &Exact<'_>, domain: &Domain, terms: &Terms<'_>) -> Option<Found> {
    let (model, free, scale) = inside.model(domain);
    let fixed = (0..inside.cost.len()).filter(|&at| domain.lower[at] == domain.upper[at]);
    let fixed: i128 = fixed.map(|at| i128::from(inside.cost[at]) * i128::from(domain.lower[at])).sum();
    if free.is_empty() {
        let bound = margin(0.0, fixed)?;
        return Some(Found { bound, value: i64::MAX, point: None });
    }
    let start = terms.start.filter(|start| domain.contains(start));
    let start = start.map(|start| free.iter().map(|&at| real(start[at])).collect());
    let task =
        Task { gap: terms.gap * scale, start, limit: Some(NODES), ..Task::new(model, Method::Branch, terms.seed) };
    let answer = run(&task, terms.clock, &mut |_| {});
    if !matches!(answer.status, Status::Optimal | Status::Limit) {
        return None;
    }
    let cost = |point: &Vec<f64>| task.model.cost.iter().zip(point).map(|(cost, x)| cost * x).sum::<f64>();
    let above = |point| margin(-cost(point) / scale, -fixed).map(|below| -below);
    let value = answer.primal.as_ref().and_then(above).unwrap_or(i64::MAX);
    let point = answer.primal.as_ref().map(|values| whole(domain, &free, values));
    Some(Found { bound: margin(answer.bound / scale, fixed)?, value, point })
}

/// A length as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "shares of a goal, far below 2^63")]
fn up(length: f64) -> i64 {
    length.ceil() as i64
}

/// Costs as whole numbers, and how many of them make one unit of the goal: a power of two.
#[expect(clippy::cast_possible_truncation, reason = "at most twice the largest, far below 2^63")]
fn in_whole_numbers(costs: &BTreeMap<usize, f64>) -> (Vec<(Col, i64)>, f64) {
    let largest = costs.values().fold(0.0_f64, |most, cost| most.max(cost.abs()));
    let mut unit = 1.0;
    while largest > 0.0 && largest * unit < FINE && unit < 2_f64.powi(30) {
        unit *= 2.0;
    }
    (costs.iter().map(|(&at, &cost)| (Col::new(at), (cost * unit).round() as i64)).collect(), unit)
}
