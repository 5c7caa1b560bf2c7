//! Mixed-integer rounding over supply and demand: whole persons cannot be sent in fractions.
//!
//! A *share* is a column that moves supply of one capacity row `Σ shares ≤ F + Σ a·x` (`x` whole) into one demand row
//! `Σ shares + s ≥ D` (`s ≥ 0`). For a set of demand rows of one place with total demand `D`, and for each capacity either
//! its whole right-hand side or its shares into the set, `Σ a·x + s ≥ R` follows, and with `d` the largest `a`,
//! `r = R − d·(⌈R/d⌉ − 1)`, the rounding `Σ (r·⌊a/d⌋ + min(a mod d, r))·x + s ≥ r·⌈R/d⌉` (Nemhauser and Wolsey, Integer and
//! Combinatorial Optimization, 1988, §II.1.6). All sets of a place are tried against a solution of the relaxation; rows
//! that it breaks are added. They are in whole numbers and follow from the rows and from wholeness alone, so bounds that
//! use them stay exact. This room recognizes the structure by its form and refuses whatever it does not recognize.

use super::clock::Clock;
use super::exact::{Domain, Exact, real};
use super::presolve::nameless;
use super::session::{Method, Task, run};
use super::weights::weigh;
use crate::program::{Col, Program, Row};
use std::collections::{BTreeMap, BTreeSet};

/// How often the relaxation is solved again.
const ROUNDS: usize = 4;
/// Places with more demand rows are left alone: all sets of them are tried.
const MOST: usize = 16;
/// Rows added at one place, by one strategy, in one round.
const BEST: usize = 6;
/// Smallest violation worth a row.
const WORTH: f64 = 0.02;

/// A capacity row that feeds a place.
struct Capacity {
    /// Shares: position of the demand row in the block, and the column.
    shares: Vec<(usize, Col)>,
    /// Whole columns with what each brings.
    supply: Vec<(Col, i64)>,
    /// Supply that is there anyway; none where the row does not limit.
    base: i64,
}

/// A demand row.
struct Demand {
    amount: i64,
    /// Everything but shares.
    rest: Vec<(Col, i64)>,
}

/// One place.
#[derive(Default)]
struct Block {
    demands: Vec<Demand>,
    capacities: Vec<Capacity>,
    /// Largest supply of one column.
    divisor: i64,
}

/// One possible row: the set of demands and the capacities taken whole.
type Choice = (usize, Vec<bool>);

/// Adds rows to `program` that its relaxation, by the weighted sum of all tiers, breaks. Returns how many.
pub(super) fn strengthen(program: &mut Program, seed: u32, clock: &Clock) -> usize {
    let blocks = blocks(program);
    let before = program.rows.len();
    let mut seen: Vec<BTreeSet<Choice>> = blocks.iter().map(|_| BTreeSet::new()).collect();
    for _ in 0..ROUNDS {
        if blocks.is_empty() || clock.stop().is_some() {
            break;
        }
        let Some(point) = relaxed(program, seed, clock) else { break };
        let slack = |row: &Row| {
            let value: f64 = row.terms.iter().map(|&(col, a)| real(a) * point[col.at()]).sum();
            row.lower.map_or(0.0, |lower| value - real(lower))
        };
        let mut at = 0;
        program.rows.retain(|row| {
            at += 1;
            at <= before || slack(row) < 1e-6
        });
        let rows: Vec<Row> =
            blocks.iter().zip(&mut seen).flat_map(|(block, seen)| block.separate(&point, seen)).collect();
        if rows.is_empty() {
            break;
        }
        program.rows.extend(rows);
    }
    program.rows.len() - before
}

/// A vertex of the relaxation.
fn relaxed(program: &Program, seed: u32, clock: &Clock) -> Option<Vec<f64>> {
    let weighted = weigh(program, 0, program.tiers.len());
    let exact = Exact::new(program, weighted.cost, 0, &[]);
    let domain = Domain::of(program);
    let (model, free, _) = exact.model(&domain);
    let answer = run(Task::new(model, Method::Simplex, seed), clock, &mut |_| {});
    let mut point: Vec<f64> = domain.lower.iter().map(|&l| real(l)).collect();
    for (&at, value) in free.iter().zip(answer.primal?) {
        point[at] = value;
    }
    Some(point)
}

/// For each column the demand row and the capacity row it links, where it is a share.
fn shares(program: &Program) -> BTreeMap<Col, (usize, Option<usize>)> {
    let mut places: Vec<Vec<(usize, i64)>> = vec![Vec::new(); program.columns.len()];
    for (at, row) in program.rows.iter().enumerate() {
        row.terms.iter().for_each(|&(col, a)| places[col.at()].push((at, a)));
    }
    program.tiers.iter().flat_map(|tier| &tier.terms).for_each(|(col, _)| places[col.at()].clear());
    let is_demand = |at: usize| program.rows[at].lower.is_some() && program.rows[at].upper.is_none();
    let is_capacity = |at: usize| program.rows[at].lower.is_none();
    let link = |(at, rows): (usize, &Vec<(usize, i64)>)| {
        let column = &program.columns[at];
        if !column.integer || column.lower < 0 || rows.iter().any(|&(_, a)| a != 1) {
            return None;
        }
        let link = match rows[..] {
            [(one, _)] if is_demand(one) => (one, None),
            [(one, _), (two, _)] if is_demand(one) && is_capacity(two) => (one, Some(two)),
            [(one, _), (two, _)] if is_demand(two) && is_capacity(one) => (two, Some(one)),
            _ => return None,
        };
        Some((Col::new(at), link))
    };
    places.iter().enumerate().filter_map(link).collect()
}

/// Places with shares, in the order of their first rows.
fn blocks(program: &Program) -> Vec<Block> {
    let shares = shares(program);
    let mut of_capacity: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(demand, capacity) in shares.values() {
        if let Some(capacity) = capacity {
            of_capacity.entry(capacity).or_default().insert(demand);
        }
    }
    let mut leader: BTreeMap<usize, usize> = shares.values().map(|&(demand, _)| (demand, demand)).collect();
    for demands in of_capacity.values() {
        let least = demands.iter().map(|&d| find(&leader, d)).min().unwrap_or_default();
        for &demand in demands {
            let root = find(&leader, demand);
            leader.insert(root, least);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &demand in leader.keys() {
        groups.entry(find(&leader, demand)).or_default().push(demand);
    }
    groups
        .into_values()
        .filter(|demands| demands.len() <= MOST)
        .filter_map(|d| block(program, &shares, &d, &of_capacity))
        .collect()
}

fn find(leader: &BTreeMap<usize, usize>, mut at: usize) -> usize {
    while leader[&at] != at {
        at = leader[&at];
    }
    at
}

/// The block of these demand rows; none where a row has not the form.
fn block(
    program: &Program,
    shares: &BTreeMap<Col, (usize, Option<usize>)>,
    demands: &[usize],
    of_capacity: &BTreeMap<usize, BTreeSet<usize>>,
) -> Option<Block> {
    let mut block = Block::default();
    let position = |row: usize| demands.binary_search(&row).ok();
    for &at in demands {
        let row = &program.rows[at];
        let is_share = |col: &Col| shares.get(col).is_some_and(|link| link.1.is_some());
        let rest: Vec<(Col, i64)> = row.terms.iter().copied().filter(|(col, _)| !is_share(col)).collect();
        if rest.iter().any(|&(col, a)| a < 0 || program.columns[col.at()].lower < 0) {
            return None;
        }
        block.demands.push(Demand { amount: row.lower?, rest });
    }
    let own = of_capacity.iter().filter(|(_, to)| to.iter().any(|&d| position(d).is_some()));
    for (&at, _) in own {
        let row = &program.rows[at];
        let mut capacity = Capacity { shares: Vec::new(), supply: Vec::new(), base: row.upper? };
        for &(col, a) in &row.terms {
            match shares.get(&col) {
                Some(&(demand, Some(_))) => capacity.shares.push((position(demand)?, col)),
                _ if a < 0 && program.columns[col.at()].integer && program.columns[col.at()].lower >= 0 => {
                    capacity.supply.push((col, -a));
                }
                _ => return None,
            }
        }
        block.capacities.push(capacity);
    }
    block.divisor = block.capacities.iter().flat_map(|c| &c.supply).map(|&(_, a)| a).max()?;
    (block.divisor > 1).then_some(block)
}

impl Block {
    /// Rows broken at `point`, most violated first, by three ways to choose the capacities taken whole.
    fn separate(&self, point: &[f64], seen: &mut BTreeSet<Choice>) -> Vec<Row> {
        let mut rows = Vec::new();
        let is_whole = |&(col, _): &(Col, i64)| (point[col.at()] - point[col.at()].round()).abs() < 1e-6;
        if self.capacities.iter().flat_map(|c| &c.supply).all(is_whole) {
            return rows;
        }
        let whole: Vec<(f64, BTreeMap<i64, f64>)> = self.capacities.iter().map(|c| c.at(point)).collect();
        for fill in [0.0, 0.7, 1.0 - 1e-7] {
            let mut found: Vec<(f64, usize)> = Vec::new();
            for set in 1..1_usize << self.demands.len() {
                let violation = self.violation(set, fill, point, &whole);
                if violation > WORTH {
                    found.push((violation, set));
                }
            }
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (_, set) in found.into_iter().take(BEST) {
                let taken: Vec<bool> =
                    self.capacities.iter().zip(&whole).map(|(c, w)| c.is_taken(set, fill, point, w.0)).collect();
                if seen.insert((set, taken.clone())) {
                    rows.extend(self.row(set, &taken));
                }
            }
        }
        rows
    }

    /// How much the row of this set is broken, in units of a nearly constant length of the row.
    fn violation(&self, set: usize, fill: f64, point: &[f64], whole: &[(f64, BTreeMap<i64, f64>)]) -> f64 {
        let mut rest = self.demands(set).map(|d| d.amount).sum::<i64>();
        let mut left = self.demands(set).flat_map(|d| &d.rest).map(|&(col, a)| real(a) * point[col.at()]).sum::<f64>();
        let mut supply: BTreeMap<i64, f64> = BTreeMap::new();
        for (capacity, (limit, by_size)) in self.capacities.iter().zip(whole) {
            if capacity.is_taken(set, fill, point, *limit) {
                rest -= capacity.base;
                for (&a, x) in by_size {
                    *supply.entry(a).or_default() += x;
                }
            } else {
                left += capacity.into(set, point);
            }
        }
        let remainder = rest.rem_euclid(self.divisor);
        if rest <= 0 || remainder == 0 {
            return 0.0;
        }
        left += supply.iter().map(|(&a, x)| real(self.rounded(a, remainder)) * x).sum::<f64>();
        (real(remainder * (rest / self.divisor + 1)) - left) / real(1 + remainder).sqrt()
    }

    /// The row of a set with the given capacities taken whole.
    fn row(&self, set: usize, taken: &[bool]) -> Option<Row> {
        let mut rest = self.demands(set).map(|d| d.amount).sum::<i64>();
        let mut terms: BTreeMap<Col, i64> = BTreeMap::new();
        for &(col, a) in self.demands(set).flat_map(|d| &d.rest) {
            *terms.entry(col).or_default() += a;
        }
        rest -= self.capacities.iter().zip(taken).filter(|(_, taken)| **taken).map(|(c, _)| c.base).sum::<i64>();
        let remainder = rest.rem_euclid(self.divisor);
        if rest <= 0 || remainder == 0 {
            return None;
        }
        for (capacity, &taken) in self.capacities.iter().zip(taken) {
            if taken {
                for &(col, a) in &capacity.supply {
                    *terms.entry(col).or_default() += self.rounded(a, remainder);
                }
            } else {
                for &(_, col) in capacity.shares.iter().filter(|&&(demand, _)| set >> demand & 1 == 1) {
                    *terms.entry(col).or_default() += 1;
                }
            }
        }
        let lower = Some(remainder * (rest / self.divisor + 1));
        Some(Row { name: nameless(), lower, upper: None, terms: terms.into_iter().collect() })
    }

    fn demands(&self, set: usize) -> impl Iterator<Item = &Demand> {
        self.demands.iter().enumerate().filter(move |&(at, _)| set >> at & 1 == 1).map(|(_, demand)| demand)
    }

    /// Coefficient after rounding.
    fn rounded(&self, a: i64, remainder: i64) -> i64 {
        remainder * (a / self.divisor) + (a % self.divisor).min(remainder)
    }
}

impl Capacity {
    /// The right-hand side at `point`, and its columns summed by what each brings.
    fn at(&self, point: &[f64]) -> (f64, BTreeMap<i64, f64>) {
        let mut by_size: BTreeMap<i64, f64> = BTreeMap::new();
        for &(col, a) in &self.supply {
            *by_size.entry(a).or_default() += point[col.at()];
        }
        (real(self.base) + by_size.iter().map(|(&a, x)| real(a) * x).sum::<f64>(), by_size)
    }

    /// What goes into the set.
    fn into(&self, set: usize, point: &[f64]) -> f64 {
        self.shares.iter().filter(|&&(demand, _)| set >> demand & 1 == 1).map(|&(_, col)| point[col.at()]).sum()
    }

    /// Whether to take the whole right-hand side: where the set uses at least the share `fill` of it.
    fn is_taken(&self, set: usize, fill: f64, point: &[f64], limit: f64) -> bool {
        self.shares.iter().any(|&(demand, _)| set >> demand & 1 == 1) && self.into(set, point) >= fill * limit
    }
}

#[cfg(test)]
mod tests;
