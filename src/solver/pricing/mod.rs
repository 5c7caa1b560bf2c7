//! The relaxation of a program whose decisions reach through several years: columns and rows on demand.
//!
//! Columns are steps on the paths of people through the years, most of which nobody takes; rows mostly do not bind. A master program
//! knows those that a known plan needs, and interior point prices its rows in the middle of what is possible (Gondzio, González-Brevis
//! and Munari, New developments in the primal–dual column generation technique, European Journal of Operational Research 224, 2013). Shortest ways through
//! the network of paths ([`Network`]) price everything else: that is a bound of the whole program, and says which steps and rows are missing. It
//! refuses to state a vertex: what is known in the end are prices and a point near the best one.

mod network;
#[cfg(test)]
mod tests;

use super::clock::Clock;
use super::exact::{Domain, Exact, real, row_scale};
use super::safe_bound::{Certificate, certify};
use super::session::{Method, Status, Task, run};
use super::tight::Relaxed;
use crate::program::Row;
use network::Network;
use std::rc::Rc;

/// Rounds of one question.
const ROUNDS: usize = 12;
/// Most steps that join in a round, those that would gain most.
const JOIN: usize = 8_000;
/// Steps that nobody takes and that cost this share of the whole leave.
const DEAR: f64 = 1e-5;
/// Relative distance of value and bound at which interior point ends: the first round only looks about, the last ones, where the whole
/// is as near as this, are exact.
const ROUGH: f64 = 1e-2;
const FINE: f64 = 1e-3;
const CLOSE: f64 = 2e-3;
const CLOSEST: f64 = 1e-5;
/// A row is broken beyond this.
const BROKEN: f64 = 1e-4;
/// With at most one broken row in so many the master program says what the whole is worth.
const FEW: usize = 2_000;

/// What of a program is asked at first.
#[derive(Clone, Debug)]
pub(super) struct Master {
    network: Rc<Network>,
    /// Whether a column takes part.
    columns: Vec<bool>,
    /// Whether a row of the program takes part; rows that follow have been found because they bind.
    rows: Vec<bool>,
    /// Relative distance of value and bound at which interior point ends.
    tolerance: f64,
}

/// A question.
pub(super) struct Question<'q> {
    /// Bounds of the columns.
    pub domain: &'q Domain,
    /// A plan within them that keeps all rows; its steps always take part, so that the master program has a solution.
    pub plan: &'q [i64],
    /// Distance of value and bound that is near enough, in units of the goal.
    pub near: f64,
    /// The solver's seed.
    pub seed: u32,
    /// When to stop.
    pub clock: &'q Clock,
}

/// The answer of a master program in terms of the whole.
struct Round {
    point: Vec<f64>,
    prices: Vec<f64>,
    value: f64,
}

/// What each column costs.
struct Reduced {
    /// At the master's own prices.
    own: Vec<f64>,
    /// With shortest ways.
    least: Vec<f64>,
}

impl Question<'_> {
    /// Whether the plan takes a step.
    fn is_planned(&self, at: usize) -> bool {
        self.plan.get(at).is_some_and(|&value| value != self.domain.lower[at])
    }
}

impl Master {
    /// With what `plan` needs: its steps, and the rows that it just keeps; none where nothing is a step.
    pub(super) fn of(exact: &Exact<'_>, plan: &[i64]) -> Option<Self> {
        let network = Rc::new(Network::of(exact.rows, &exact.integer));
        let columns: Vec<bool> = (0..exact.cost.len()).map(|at| !network.is_arc(at) || plan[at] != 0).collect();
        if columns.iter().all(|&takes| takes) {
            return None;
        }
        let rows = exact.rows.iter().map(|row| is_tight(row, plan)).collect();
        Some(Self { network, columns, rows, tolerance: ROUGH })
    }

    /// Solves the relaxation; `more` may say at each point which further rows it breaks, and they join `exact`. None where the
    /// solver has given up before there was any bound.
    pub(super) fn relax(
        &mut self,
        exact: &mut Exact<'_>,
        question: &Question<'_>,
        more: &mut dyn FnMut(&[f64]) -> Vec<Row>,
    ) -> Option<Relaxed> {
        let mut best: Option<Relaxed> = None;
        for (at, takes) in self.columns.iter_mut().enumerate() {
            *takes |= question.is_planned(at);
        }
        for _ in 0..ROUNDS {
            let Some(answer) = self.ask(exact, question) else { break };
            let Some((certificate, prices, reduced)) = self.priced(exact, question.domain, &answer.prices) else {
                break;
            };
            let bound = certificate.exactly();
            if best.as_ref().is_none_or(|best| best.certificate.exactly() <= bound) {
                best = Some(Relaxed { certificate, vertex: answer.point.clone(), prices });
            }
            let best = best.as_mut()?;
            best.vertex.clone_from(&answer.point);
            let bound = bound.max(best.certificate.exactly());
            let broken = self.add_rows(exact.rows, &answer.point);
            let tangents = more(&answer.point);
            let missing = answer.value - bound;
            let joined = self.exchange(question, &answer, &reduced);
            let new = joined + broken + tangents.len();
            // Interior point that ends early may state less than there is.
            let is_near = missing <= question.near && (missing >= -question.near || self.tolerance <= CLOSEST);
            if (is_near && broken + tangents.len() <= self.rows.len() / FEW) || (new == 0 && self.tolerance <= CLOSEST)
            {
                break;
            }
            self.tolerance = if new == 0 || missing < CLOSE * bound { CLOSEST } else { FINE };
            let cuts_end = best.prices.len() - exact.held.len();
            best.prices.splice(cuts_end..cuts_end, std::iter::repeat_n(0.0, tangents.len()));
            exact.cuts.extend(tangents);
            if question.clock.stop().is_some() {
                break;
            }
        }
        best
    }

    /// Lets the steps of `other` take part, too.
    pub(super) fn join(&mut self, other: &Self) {
        self.columns.iter_mut().zip(&other.columns).for_each(|(takes, &other)| *takes |= other);
    }

    /// Whether a column takes part.
    pub(super) fn takes(&self, col: usize) -> bool {
        self.columns[col]
    }

    /// Solves the master program.
    fn ask(&self, exact: &Exact<'_>, question: &Question<'_>) -> Option<Round> {
        let mut part = question.domain.clone();
        for at in (0..self.columns.len()).filter(|&at| !self.columns[at]) {
            part.upper[at] = part.lower[at];
        }
        let all: Vec<&Row> = exact.all_rows().collect();
        let active: Vec<usize> = (0..all.len()).filter(|&at| self.rows.get(at).is_none_or(|&takes| takes)).collect();
        let rows = active.iter().map(|&at| all[at].clone()).collect();
        let (cost, integer) = (exact.cost.clone(), exact.integer.clone());
        let master = Exact { cost, rows: &[], cuts: rows, held: Vec::new(), integer, own: exact.own };
        let (model, free, scale) = master.model(&part);
        let task = Task { gap: self.tolerance, ..Task::new(model, Method::Interior, question.seed) };
        let answer = run(&task, question.clock, &mut |_| {});
        if answer.status != Status::Optimal {
            return None;
        }
        let mut point: Vec<f64> = part.lower.iter().map(|&lower| real(lower)).collect();
        free.iter().zip(answer.primal?).for_each(|(&at, value)| point[at] = value);
        let mut prices = vec![0.0; all.len()];
        for (&at, price) in active.iter().zip(master.in_units(&answer.prices?, scale)) {
            // A price on a side that does not exist is the solver's inexactness.
            let side = if price > 0.0 { all[at].lower } else { all[at].upper };
            prices[at] = side.map_or(0.0, |_| price);
        }
        let value = exact.cost.iter().zip(&point).map(|(&cost, value)| real(cost) * value).sum();
        Some(Round { point, prices, value })
    }

    /// Prices of all rows with those of nodes by shortest ways, what they prove, and what each column costs at the master's own prices.
    fn priced(&self, exact: &Exact<'_>, domain: &Domain, prices: &[f64]) -> Option<(Certificate, Vec<f64>, Reduced)> {
        let mut beside: Vec<f64> = exact.cost.iter().map(|&cost| real(cost)).collect();
        let take = |reduced: &mut [f64], row: &Row, price: f64| {
            row.terms.iter().for_each(|&(col, a)| reduced[col.at()] -= price * real(a));
        };
        let nodes = |is: bool| {
            let rows = exact.all_rows().zip(prices).enumerate();
            rows.filter(move |(at, (_, price))| self.network.is_node(*at) == is && **price != 0.0)
        };
        nodes(false).for_each(|(_, (row, &price))| take(&mut beside, row, price));
        let mut own = beside.clone();
        nodes(true).for_each(|(_, (row, &price))| take(&mut own, row, price));
        let mut priced = prices.to_vec();
        self.network.price(&beside, |col| domain.upper[col], &mut priced);
        let mut least = beside;
        for (at, row) in exact.rows.iter().enumerate().filter(|(at, _)| self.network.is_node(*at)) {
            take(&mut least, row, priced[at]);
        }
        let certificate = certify(exact, domain, priced.iter().copied())?;
        Some((certificate, priced, Reduced { own, least }))
    }

    /// Lets rows join that a point breaks. Returns how many.
    fn add_rows(&mut self, rows: &[Row], point: &[f64]) -> usize {
        let mut broken = 0;
        for (row, takes) in rows.iter().zip(&mut self.rows).filter(|(_, takes)| !**takes) {
            let value: f64 = row.terms.iter().map(|&(col, a)| real(a) * point[col.at()]).sum();
            let under = row.lower.map_or(0.0, |lower| real(lower) - value);
            let over = row.upper.map_or(0.0, |upper| value - real(upper));
            *takes = under.max(over) * row_scale(row) > BROKEN;
            broken += usize::from(*takes);
        }
        broken
    }

    /// Lets steps join that would gain something, by the master's prices or on shortest ways, and dear ones leave. Returns how many joined.
    fn exchange(&mut self, question: &Question<'_>, answer: &Round, Reduced { own, least }: &Reduced) -> usize {
        let dear = DEAR * answer.value.abs();
        let small = 1e-3 * dear;
        let domain = question.domain;
        let is_free = |at: usize| domain.lower[at] < domain.upper[at];
        let arcs = || (0..self.columns.len()).filter(|&at| self.network.is_arc(at) && is_free(at));
        let cheapest = |wanted: &dyn Fn(usize) -> bool| {
            let mut new: Vec<usize> = arcs().filter(|&at| !self.columns[at] && wanted(at)).collect();
            new.sort_by(|&one, &other| own[one].total_cmp(&own[other]).then(one.cmp(&other)));
            new.truncate(JOIN);
            new
        };
        let gaining = cheapest(&|at| own[at] < -small);
        let on_ways = cheapest(&|at| least[at] <= small);
        let gone: Vec<usize> = arcs()
            .filter(|&at| self.columns[at] && own[at] > dear && answer.point[at] < 1e-7)
            .filter(|&at| !question.is_planned(at))
            .collect();
        for at in gone {
            self.columns[at] = false;
        }
        let mut joined = 0;
        for at in gaining.into_iter().chain(on_ways) {
            joined += usize::from(!self.columns[at]);
            self.columns[at] = true;
        }
        joined
    }
}

/// Whether a plan just keeps a row, or the row is an equality.
fn is_tight(row: &Row, plan: &[i64]) -> bool {
    let value = row.activity(plan);
    row.lower == Some(value) || row.upper == Some(value) || row.lower == row.upper
}
