//! The bound by regions: what crosses is priced, each region is branched on by itself.
//!
//! With prices `y` of all rows the goal `c` falls apart: region `r` gets `κ_r = Σ_{rows of r} y a` and an equal share of each
//! column's reduced cost `c − yA`. Its least value `β_r` over its own rows gives the row `κ_r x ≥ β_r`, and all these rows with
//! price 1 and the rows that belong to no region with their prices prove `Σ β_r + y b`, however good the prices are. The sum is
//! taken in whole numbers (`safe_bound`); that each `β_r` is the least is the solver's claim, less a margin, as for hulls.

use super::super::clock::Clock;
use super::super::exact::{Domain, Exact, real};
use super::super::fix::margin;
use super::super::presolve::nameless;
use super::super::safe_bound::{Certificate, certify};
use super::super::session::{Method, Status, Task, run};
use super::Regions;
use crate::program::{Col, Row};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Costs of a region are brought up to this, so that rounding them to whole numbers loses nothing that counts.
const FINE: f64 = 1e9;
/// Nodes for one region; its bound holds wherever the search ends.
const NODES: i32 = 200;

/// How the regions are asked.
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

/// The bound of a goal within `domain` when what crosses regions is priced; `prices` by row of `exact`, in units of the goal.
/// With it the rows of the regions, good for any goal with the same tiers held. None where a region was not answered.
pub(in crate::solver) fn priced(
    regions: &Regions,
    exact: &Exact<'_>,
    domain: &Domain,
    prices: &[f64],
    terms: &Terms<'_>,
) -> Option<(Vec<Row>, Certificate)> {
    // What holds earlier tiers is priced: rows of regions do not depend on it.
    let inside = exact.rows.iter().chain(&exact.cuts).map(|row| regions.home(row));
    let home: Vec<Option<usize>> = inside.chain(exact.held.iter().map(|_| None)).collect();
    let parts = split(regions.count, exact, &home, prices);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(terms.threads.max(1)).stack_size(16 << 20).build().ok()?;
    let ask = |(region, costs): (usize, &BTreeMap<usize, f64>)| {
        let rows = exact.all_rows().zip(&home).filter(|(_, home)| **home == Some(region));
        least(exact, rows.map(|(row, _)| row.clone()).collect(), costs, domain, terms)
    };
    let answers: Option<Vec<(Row, f64)>> = pool.install(|| parts.par_iter().enumerate().map(ask).collect());
    let (rows, shares): (Vec<Row>, Vec<f64>) = answers?.into_iter().unzip();
    let loose = exact.all_rows().zip(&home).zip(prices).filter(|((_, home), _)| home.is_none());
    let (held, loose): (Vec<Row>, Vec<f64>) = loose.map(|((row, _), &price)| (row.clone(), price)).unzip();
    let (cost, integer) = (exact.cost.clone(), exact.integer.clone());
    let whole = Exact { cost, rows: &[], cuts: rows, held, integer, own: exact.own };
    let certificate = certify(&whole, domain, shares.into_iter().chain(loose))?;
    Some((whole.cuts, certificate))
}

/// By region the columns of its rows and what each costs there.
fn split(count: usize, exact: &Exact<'_>, home: &[Option<usize>], prices: &[f64]) -> Vec<BTreeMap<usize, f64>> {
    let mut reduced: Vec<f64> = exact.cost.iter().map(|&cost| real(cost)).collect();
    let mut parts = vec![BTreeMap::new(); count];
    for ((row, home), price) in exact.all_rows().zip(home).zip(prices) {
        for &(col, a) in &row.terms {
            let part = price * real(a);
            reduced[col.at()] -= part;
            if let Some(home) = home {
                *parts[*home].entry(col.at()).or_insert(0.0) += part;
            }
        }
    }
    let mut shared = vec![0.0; reduced.len()];
    parts.iter().flat_map(BTreeMap::keys).for_each(|&at| shared[at] += 1.0);
    for part in &mut parts {
        for (&at, cost) in part {
            *cost += reduced[at] / shared[at];
        }
    }
    parts
}

/// The row of one region in whole numbers, and its price.
fn least(
    exact: &Exact<'_>,
    rows: Vec<Row>,
    costs: &BTreeMap<usize, f64>,
    domain: &Domain,
    terms: &Terms<'_>,
) -> Option<(Row, f64)> {
    let (whole, unit) = in_whole_numbers(costs);
    let mut part = Domain { lower: vec![0; exact.cost.len()], upper: vec![0; exact.cost.len()] };
    let mut cost = part.lower.clone();
    for &(col, c) in &whole {
        let at = col.at();
        (part.lower[at], part.upper[at], cost[at]) = (domain.lower[at], domain.upper[at], c);
    }
    let integer = exact.integer.clone();
    let inside = Exact { cost, rows: &[], cuts: rows, held: Vec::new(), integer, own: exact.own };
    let (model, free, scale) = inside.model(&part);
    let fixed = whole.iter().filter(|(col, _)| part.lower[col.at()] == part.upper[col.at()]);
    let fixed: i128 = fixed.map(|&(col, c)| i128::from(c) * i128::from(part.lower[col.at()])).sum();
    let mut bound = 0.0;
    if !free.is_empty() {
        let start = terms.start.map(|start| free.iter().map(|&at| real(start[at])).collect());
        let gap = terms.gap * unit * scale;
        let task = Task { gap, start, limit: Some(NODES), ..Task::new(model, Method::Branch, terms.seed) };
        let answer = run(&task, terms.clock, &mut |_| {});
        if !matches!(answer.status, Status::Optimal | Status::Limit) {
            return None;
        }
        bound = answer.bound / scale;
    }
    let least = margin(bound, fixed)?;
    let terms = whole.into_iter().filter(|(_, c)| *c != 0).collect();
    Some((Row { name: nameless(), lower: Some(least), upper: None, terms, block: None }, 1.0 / unit))
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
