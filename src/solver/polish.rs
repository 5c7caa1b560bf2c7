//! Large-neighborhood search: improves a plan where it pays more than the relaxation does.
//!
//! Where the relaxation is tight but rounding it is not, branch and bound spends its time on cuts. This search frees
//! some thousand columns around the places with the largest excess cost, holds all others at the best solution, and
//! solves that small program; it repeats until nothing improves. It is deterministic, it is a heuristic and proves
//! nothing.

use super::exact::{Domain, Exact, real};
use super::fix::whole;
use super::safe_bound::Certificate;
use super::session::{Method, Task, run};
use super::tiers::Driver;
use crate::program::Tier;

/// Columns to free at a time, round by round; the last is repeated once while it helps.
const FREE: [usize; 4] = [4_000, 9_000, 18_000, 18_000];
/// Rows with more terms connect everything and say nothing about what is near.
const DENSE: usize = 400;
/// A round ends after so many places in a row without a gain.
const MISSES: usize = 8;
/// Nodes for each small program.
const NODES: i32 = 20;

/// A relaxation and what the search may use of it.
pub(super) struct Relaxed<'r> {
    /// The goal.
    pub exact: &'r Exact<'r>,
    /// Its certificate.
    pub certificate: &'r Certificate,
    /// The solver's point.
    pub point: &'r [f64],
    /// Distance from the bound, in units of the cost, that is good enough.
    pub gap: f64,
}

/// Which rows each column is in, without dense rows.
struct Links {
    starts: Vec<usize>,
    rows: Vec<usize>,
}

impl Links {
    fn of(exact: &Exact<'_>) -> Self {
        let mut starts = vec![0; exact.cost.len() + 1];
        let near = || exact.rows.iter().enumerate().filter(|(_, row)| row.terms.len() <= DENSE);
        near().flat_map(|(_, row)| &row.terms).for_each(|(col, _)| starts[col.at() + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().copied().unwrap_or(0)];
        for (at, row) in near() {
            for (col, _) in &row.terms {
                rows[next[col.at()]] = at;
                next[col.at()] += 1;
            }
        }
        Self { starts, rows }
    }

    fn rows(&self, col: usize) -> &[usize] {
        &self.rows[self.starts[col]..self.starts[col + 1]]
    }
}

impl Driver<'_> {
    /// Improves the best solution for a weighted goal posed with the tiers before `tier` held.
    pub(super) fn polish(&mut self, tier: usize, relaxed: &Relaxed<'_>) {
        let links = Links::of(relaxed.exact);
        for (round, &size) in FREE.iter().enumerate() {
            let before = self.distance(relaxed);
            let mut covered = vec![false; relaxed.exact.cost.len()];
            let mut misses = 0;
            for seed in self.seeds(tier, relaxed) {
                let now = self.distance(relaxed);
                if self.over() || now <= relaxed.gap {
                    return;
                }
                if covered[seed] {
                    continue;
                }
                if self.improve_around(tier, relaxed, (&links, size), seed, &mut covered) {
                    // Everything within reach was free: other places and larger sizes would ask the same again.
                    return;
                }
                // A gain within the tolerance is no gain.
                misses = if now - self.distance(relaxed) > relaxed.gap { 0 } else { misses + 1 };
                if misses >= MISSES {
                    break;
                }
            }
            let same = before - self.distance(relaxed) <= relaxed.gap;
            if same && (round + 2 >= FREE.len() || size >= relaxed.exact.cost.len()) {
                return;
            }
        }
    }

    /// How far the best solution is from the bound of the goal, in units of the cost.
    fn distance(&self, relaxed: &Relaxed<'_>) -> f64 {
        let Some(value) = self.weighted(relaxed.exact) else { return f64::INFINITY };
        let slack = relaxed.certificate.slack(value) >> relaxed.certificate.shift;
        i64::try_from(slack).map_or(f64::INFINITY, real)
    }

    /// The cost of the best solution.
    fn weighted(&self, exact: &Exact<'_>) -> Option<i64> {
        let best = self.best.as_ref()?;
        let sum: i128 = exact.cost.iter().zip(&best.solution).map(|(&c, &x)| i128::from(c) * i128::from(x)).sum();
        i64::try_from(sum).ok()
    }

    /// Columns that cost more in the best solution than in the relaxation, dearest first; after the first weighted sum
    /// those of `tier` only, because each later tier has its own turn.
    fn seeds(&self, tier: usize, relaxed: &Relaxed<'_>) -> Vec<usize> {
        let Some(best) = &self.best else { return Vec::new() };
        let excess = |at: usize| real(relaxed.exact.cost[at]) * (real(best.solution[at]) - relaxed.point[at]);
        let all = || (0..best.solution.len()).collect();
        let own = |part: &Tier| part.terms.iter().map(|(col, _)| col.at()).collect();
        let from: Vec<usize> = self.program.tiers.get(tier).filter(|_| tier > 0).map_or_else(all, own);
        let mut seeds: Vec<(f64, usize)> = from.into_iter().map(|at| (excess(at), at)).collect();
        seeds.retain(|&(excess, _)| excess > 1e-6);
        seeds.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        seeds.into_iter().map(|(_, at)| at).collect()
    }

    /// Frees what is near `seed`, holds the rest, and solves. Returns whether nothing within reach was held.
    fn improve_around(
        &mut self,
        tier: usize,
        relaxed: &Relaxed<'_>,
        (links, size): (&Links, usize),
        seed: usize,
        covered: &mut [bool],
    ) -> bool {
        let (Some(value), Some(best)) = (self.weighted(relaxed.exact), self.best.clone()) else { return true };
        let dear = relaxed.certificate.slack(value);
        let mut part = self.domain(tier).clone();
        let (near, everything) = neighborhood(relaxed, (links, size), &part, seed, dear);
        for (at, &value) in best.solution.iter().enumerate() {
            if !near[at] && relaxed.exact.integer[at] {
                (part.lower[at], part.upper[at]) = (value, value);
            }
        }
        let (model, free, scale) = relaxed.exact.model(&part);
        let start = Some(free.iter().map(|&at| real(best.solution[at])).collect());
        let gap = relaxed.gap * scale;
        let task = Task { gap, nodes: Some(NODES), start, ..Task::new(model, Method::Branch, self.seed) };
        let clock = self.clock;
        let answer = run(task, clock, &mut |values| {
            self.offer(&whole(&part, &free, values));
        });
        self.tally.nodes += answer.nodes;
        if let Some(values) = answer.primal {
            self.offer(&whole(&part, &free, &values));
        }
        // Seeds inside are done for this round: what is worth moving near them has been tried.
        for (at, covered) in covered.iter_mut().enumerate() {
            *covered |= near[at] && best.solution[at] > part.lower[at];
        }
        covered[seed] = true;
        everything
    }
}

/// Columns near `seed`, breadth first over rows, without columns too dear to help; and whether that is all there are.
fn neighborhood(
    relaxed: &Relaxed<'_>,
    (links, size): (&Links, usize),
    domain: &Domain,
    seed: usize,
    dear: i128,
) -> (Vec<bool>, bool) {
    let mut near = vec![false; relaxed.exact.cost.len()];
    let mut visited = vec![false; relaxed.exact.rows.len()];
    let mut queue = std::collections::VecDeque::from([seed]);
    let mut count = 0;
    near[seed] = true;
    while let Some(col) = queue.pop_front() {
        for &row in links.rows(col) {
            if std::mem::replace(&mut visited[row], true) {
                continue;
            }
            for &(other, _) in &relaxed.exact.rows[row].terms {
                let at = other.at();
                let free = domain.lower[at] < domain.upper[at] && relaxed.certificate.reduced[at].abs() <= dear;
                if free && !near[at] && count < size {
                    near[at] = true;
                    count += 1;
                    queue.push_back(at);
                }
            }
        }
        if count >= size {
            return (near, false);
        }
    }
    // A small block apart from the rest is not everything.
    (near, count * 2 >= domain.lower.iter().zip(&domain.upper).filter(|(l, u)| l < u).count())
}
