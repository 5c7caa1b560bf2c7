//! Least values of small programs, found and proven by our own branch and bound.
//!
//! Best bound first, relaxations by dual simplex from the parent's table. Every case that is closed leaves prices, and what they
//! prove is computed in whole numbers (`proof::tree`): the bound that is returned rests on nothing else. It refuses
//! programs that are not small.

mod simplex;
#[cfg(test)]
mod tests;

use super::exact::real;
use crate::proof::tree::{self, Node, Small, Tree, Within};
use simplex::{Dense, End, Line, Table};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Denominator of prices.
const SHIFT: u32 = 8;
/// Fraction that counts.
const FRACTION: f64 = 1e-6;
/// Trials of one side of a count after which it need not be tried again.
const RELIABLE: u32 = 4;
/// Counts that are tried without finding a better one.
const LOOKAHEAD: usize = 6;
/// Largest price that is believed, in units of the denominator.
const LARGEST: f64 = 1e15;
/// Entries of all tables that may be kept.
const MEMORY: usize = 16_000_000;

/// A small program in memory, asked again and again at other costs.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    small: Small,
    /// Whether to branch on it, by column.
    integer: Vec<bool>,
    dense: Dense,
    table: Table,
}

/// What was found out.
#[derive(Clone, Debug)]
pub(super) struct Least {
    /// The proven bound: no whole solution is worth less. `i64::MAX` where there is none.
    pub bound: i64,
    /// Its proof.
    pub tree: Tree,
    /// The best point whose counts are whole, with its value.
    pub plan: Option<Plan>,
}

/// A value and the point that attains it.
pub(super) type Plan = (f64, Vec<f64>);

/// A case that is open or closed.
struct Case {
    /// What it is split into: column, value, and the cases below and above.
    split: Option<(usize, i64, usize, usize)>,
    prices: Vec<(usize, i64)>,
}

/// A case that waits, with the table of its parent.
struct Waiting {
    bound: f64,
    case: usize,
    table: Table,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives its largest: the least bound, of those the youngest.
        other.bound.total_cmp(&self.bound).then(self.case.cmp(&other.case))
    }
}

impl Asked {
    /// Only `integer` columns are branched on; the others may be fractions.
    pub(super) fn new(small: Small, integer: Vec<bool>) -> Self {
        let float = |values: &[i64]| values.iter().map(|&v| real(v)).collect();
        let rows: Vec<Line> = small
            .rows
            .iter()
            .map(|row| {
                let terms = row.terms.iter().map(|&(col, a)| (col, real(a))).collect();
                (row.lower.map_or(f64::NEG_INFINITY, real), row.upper.map_or(f64::INFINITY, real), terms)
            })
            .collect();
        let mut integer = integer;
        // Where only whole counts add up to an activity, it is whole, too, and a split there says more.
        for row in &small.rows {
            integer.push(row.terms.iter().all(|&(col, _)| integer[col]));
        }
        let dense = Dense::new(float(&small.lower), float(&small.upper), &rows);
        let table = dense.table();
        Self { small, integer, dense, table }
    }

    /// The best plan with the first columns fixed at `counts`; none where the counts are impossible or the cases are too many.
    pub(super) fn fixed(&mut self, costs: &[i64], counts: &[i64], most: usize) -> Option<Plan> {
        let mut table = self.table.clone();
        for (at, &count) in counts.iter().enumerate() {
            (table.lower[at], table.upper[at]) = (real(count), real(count));
        }
        table.costs(costs);
        let end = table.run(&self.dense, f64::INFINITY);
        self.search(costs, (table, end), 0.0, most).best
    }

    fn plan(&self, costs: &[i64], table: &Table) -> Plan {
        let point = table.values()[..self.dense.columns].to_vec();
        (costs.iter().zip(&point).map(|(&c, x)| real(c) * x).sum(), point)
    }

    /// The least value of `Σ cost·x` with whole counts, to within `gap`, in at most so many cases; the bound holds wherever it ends.
    pub(super) fn least(&mut self, costs: &[i64], gap: f64, most: usize) -> Option<Least> {
        self.table.costs(costs);
        let mut table = self.table.clone();
        let end = table.run(&self.dense, f64::INFINITY);
        if end != End::Lost {
            // The next question starts where this one began.
            self.table = table.clone();
        }
        let search = self.search(costs, (table, end), gap, most);
        let tree = Tree { shift: SHIFT, nodes: search.nodes() };
        let bound = tree.least(&self.small, costs)?;
        Some(Least { bound, tree, plan: search.best })
    }

    fn search(&self, costs: &[i64], (table, end): (Table, End), gap: f64, most: usize) -> Search {
        let most = most.min(MEMORY / (self.dense.rows * (self.dense.rows + self.dense.columns)).max(1)).max(1);
        let mut search = Search {
            cases: vec![Case::open()],
            waiting: BinaryHeap::new(),
            best: None,
            learned: vec![Learned::default(); self.integer.len()],
        };
        self.enter(&mut search, costs, (0, table), end);
        while let Some(next) = search.waiting.pop() {
            if search.cases.len() > most || search.is_closed(next.bound, gap) {
                break;
            }
            self.split(&mut search, costs, &next, gap);
        }
        search
    }

    /// Takes the relaxation of a case: prices, perhaps a plan, perhaps work for later.
    fn enter(&self, search: &mut Search, costs: &[i64], (case, table): (usize, Table), end: End) {
        let prices = match end {
            // What was proven of the whole holds for its parts.
            End::Lost => search.cases[case].prices.clone(),
            End::Infeasible(row) => {
                let enough = search.best.as_ref().map_or(f64::INFINITY, |best| best.0);
                self.hopeless(costs, &table, row, enough)
            }
            _ => whole(&table.prices(&self.dense)),
        };
        search.cases[case].prices = prices;
        let bound = table.value();
        match end {
            End::Optimal if self.is_whole(&table) => {
                let plan = self.plan(costs, &table);
                if search.best.as_ref().is_none_or(|best| plan.0 < best.0) {
                    search.best = Some(plan);
                }
            }
            End::Optimal => search.waiting.push(Waiting { bound, case, table }),
            End::Infeasible(_) | End::Beyond | End::Lost => {}
        }
    }

    /// Splits a case.
    fn split(&self, search: &mut Search, costs: &[i64], next: &Waiting, gap: f64) {
        let cutoff = search.best.as_ref().map_or(f64::INFINITY, |best| best.0 - gap);
        let Some((col, value)) = self.choose(search, &next.table, cutoff) else { return };
        let (below, above) = (search.cases.len(), search.cases.len() + 1);
        let at = floor(value);
        search.cases[next.case].split = Some((col, at, below, above));
        for (case, high) in [(below, false), (above, true)] {
            let mut table = next.table.clone();
            if high {
                table.lower[col] = real(at + 1);
            } else {
                table.upper[col] = real(at);
            }
            search.cases.push(Case { split: None, prices: search.cases[next.case].prices.clone() });
            let end = table.run(&self.dense, cutoff);
            self.enter(search, costs, (case, table), end);
        }
    }

    /// What to split at: the count or activity whose two sides raise the bound most, tried on the most promising ones that have
    /// not been tried often (reliability branching: Achterberg, Koch and Martin, Branching rules revisited, 2005).
    fn choose(&self, search: &mut Search, table: &Table, cutoff: f64) -> Option<(usize, f64)> {
        let mut open: Vec<(f64, usize, f64)> = Vec::new();
        for (at, &value) in table.values().iter().enumerate() {
            if self.integer[at] && (value - value.round()).abs() > FRACTION {
                open.push((search.learned[at].score(value), at, value));
            }
        }
        open.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Option<(f64, usize, f64)> = None;
        let mut in_vain = 0;
        for (guess, at, value) in open {
            let score =
                if search.learned[at].is_reliable() { guess } else { self.try_out(search, table, (at, value), cutoff) };
            if best.is_none_or(|best| score > best.0) {
                best = Some((score, at, value));
                in_vain = 0;
            } else {
                in_vain += 1;
                if in_vain > LOOKAHEAD {
                    break;
                }
            }
        }
        best.map(|(_, at, value)| (at, value))
    }

    /// What both sides of a split would gain.
    fn try_out(&self, search: &mut Search, table: &Table, (at, value): (usize, f64), cutoff: f64) -> f64 {
        let gain = |high: bool| {
            let mut side = table.clone();
            if high {
                side.lower[at] = value.ceil();
            } else {
                side.upper[at] = value.floor();
            }
            match side.run(&self.dense, cutoff) {
                End::Infeasible(_) => None,
                _ => Some((side.value() - table.value()).max(0.0)),
            }
        };
        let (low, high) = (gain(false), gain(true));
        search.learned[at].learn(value, low, high);
        let most = if cutoff.is_finite() { cutoff - table.value() } else { 1e9 };
        let product = |low: f64, high: f64| low.max(1e-6) * high.max(1e-6);
        product(low.unwrap_or(most).min(most), high.unwrap_or(most).min(most))
    }

    /// Whether all counts are whole.
    fn is_whole(&self, table: &Table) -> bool {
        let mut values = table.values().iter().zip(&self.integer);
        values.all(|(value, &integer)| !integer || (value - value.round()).abs() <= FRACTION)
    }

    /// Prices that prove more than any value of interest where a case has no solution.
    fn hopeless(&self, costs: &[i64], table: &Table, row: usize, enough: f64) -> Vec<(usize, i64)> {
        let (prices, ray) = (table.prices(&self.dense), table.ray(&self.dense, row));
        let Some(mut within) = Within::of(&self.small) else { return whole(&prices) };
        for at in (0..self.integer.len()).filter(|&at| self.integer[at]) {
            // Splits have moved these.
            within.lower[at] = floor(table.lower[at] + 0.5);
            within.upper[at] = floor(table.upper[at] + 0.5);
        }
        let worth =
            |prices: &[(usize, i64)]| tree::bound(&self.small, costs, &within, prices, SHIFT).unwrap_or(i128::MIN);
        let most: f64 = costs.iter().zip(&self.small.upper).map(|(&c, &u)| real(c.max(0)) * real(u.max(0))).sum();
        let most = i128::from(floor(most.min(enough))) << SHIFT;
        let mut best = whole(&prices);
        let mut scale = 1.0;
        while worth(&best) <= most && scale < 1e9 {
            let next: Vec<f64> = prices.iter().zip(&ray).map(|(p, r)| p + scale * r).collect();
            let next = whole(&next);
            if worth(&next) > worth(&best) {
                best = next;
            }
            scale *= 8.0;
        }
        best
    }
}

/// The cases of one search.
struct Search {
    cases: Vec<Case>,
    waiting: BinaryHeap<Waiting>,
    best: Option<Plan>,
    /// By count and activity.
    learned: Vec<Learned>,
}

/// What splits at one count have gained so far, by unit of the fraction.
#[derive(Clone, Copy, Debug, Default)]
struct Learned {
    low: (f64, u32),
    high: (f64, u32),
}

impl Learned {
    fn learn(&mut self, value: f64, low: Option<f64>, high: Option<f64>) {
        let part = value - value.floor();
        if let Some(gain) = low {
            self.low = (self.low.0 + gain / part, self.low.1 + 1);
        }
        if let Some(gain) = high {
            self.high = (self.high.0 + gain / (1.0 - part), self.high.1 + 1);
        }
    }

    const fn is_reliable(&self) -> bool {
        self.low.1 >= RELIABLE && self.high.1 >= RELIABLE
    }

    /// What a split is expected to gain; what nobody has tried comes first, the least whole before others.
    fn score(&self, value: f64) -> f64 {
        let part = value - value.floor();
        let gain = |(sum, times): (f64, u32), part: f64| {
            if times == 0 { 1e6 * part } else { (sum / f64::from(times) * part).max(1e-6) }
        };
        gain(self.low, part) * gain(self.high, 1.0 - part)
    }
}

impl Search {
    fn is_closed(&self, bound: f64, gap: f64) -> bool {
        self.best.as_ref().is_some_and(|best| best.0 - gap <= bound)
    }

    /// The cases in the order of a walk.
    fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(self.cases.len());
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            let case = &self.cases[at];
            if let Some((col, value, below, above)) = case.split {
                nodes.push(Node::Case(col, value));
                open.extend([above, below]);
            } else {
                nodes.push(Node::Leaf(case.prices.clone()));
            }
        }
        nodes
    }
}

impl Case {
    const fn open() -> Self {
        Self { split: None, prices: Vec::new() }
    }
}

/// Prices as whole numbers over the denominator; what is not sensible is left out, which proves less and nothing false.
#[expect(clippy::cast_possible_truncation, reason = "the magnitude is checked before")]
fn whole(prices: &[f64]) -> Vec<(usize, i64)> {
    let scaled = prices.iter().map(|price| (price * f64::from(1_u32 << SHIFT)).round());
    scaled.enumerate().filter(|(_, p)| *p != 0.0 && p.abs() < LARGEST).map(|(row, p)| (row, p as i64)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "counts of people are far below 2^53")]
fn floor(value: f64) -> i64 {
    value.floor() as i64
}
