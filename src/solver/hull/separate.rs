//! Separation: a row that every plan of a block meets and a given point does not.
//!
//! The point says how many of each group come (`n`, perhaps fractions) and what the block pays (`y`, a weighted sum of
//! tiers). The best row of the form `y + π·n ≥ β` is found by its dual: over the patterns known so far maximize `β − π·n`
//! subject to `β − π·n_p ≤ y_p`; then ask the block for its least `y + π·n`, which is the true `β` and perhaps a new
//! pattern (Fenchel cuts: Boyd, Fenchel cutting planes for integer programs, Operations Research 42, 1994). All numbers of
//! the row are whole, and its least value is proven by our own branch and bound in whole numbers (`solver/place`): it rests on no
//! claim of a solver.

use super::super::clock::Clock;
use super::super::exact::real;
use super::super::place::Asked;
use super::super::session::{Loaded, Method, Model, Rows, Status, Task};
use crate::proof::place::Place as Block;
use crate::proof::tree::Tree;

/// Least distance between value and bound at which an answer is good enough, in units of the row.
pub(super) const GAP: f64 = 10.0;
/// The same for the first question, in units of the largest cost.
const FIRST_GAP: f64 = 0.001;
/// The same for later ones: a share of what the row could still gain.
const GAP_SHARE: f64 = 0.1;
/// Fewest and most cases for one question: the bound holds wherever the search ends.
pub(super) const CASES: (usize, usize) = (400, 6_000);
/// How far from the best prices so far the next question may be: without a limit the search jumps from one end to the
/// other (the trust region of bundle methods).
const RADIUS: f64 = 0.25;
/// A row that cuts off so much of what could be cut off is good enough.
const GOOD: f64 = 0.5;
/// Rows kept of one search, and the share of the deepest that each has to cut off: they cost nothing more, and fewer rounds are needed.
const KEPT: (usize, f64) = (3, 0.3);
/// Largest cost of an inner column in a row.
const LARGEST: i64 = 1 << 20;
/// Largest price of a person, in units of the largest cost of an inner column.
const DEAREST: f64 = 8.0;

/// A whole plan of a block: counts, and its cost in each tier on the tier's grid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    pub counts: Vec<i64>,
    pub values: Vec<f64>,
}

/// A row `Σ weighted cost·inner + Σ prices·counts ≥ least`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::solver) struct Cut {
    /// Price of each group.
    pub prices: Vec<i64>,
    /// Cost of each inner column.
    pub costs: Vec<i64>,
    /// The least value.
    pub least: i64,
    /// Why nothing is worth less.
    pub tree: Tree,
}

/// A point of the relaxation, as a block sees it.
pub(super) struct Point {
    /// By group.
    pub counts: Vec<f64>,
    /// By inner column.
    pub inner: Vec<f64>,
}

impl Point {
    /// What `block` sees of a point of the whole.
    pub(super) fn of(block: &Block, point: &[f64]) -> Self {
        let counts = block.groups.iter().map(|g| g.columns.iter().map(|c| point[c.at()]).sum()).collect();
        Self { counts, inner: block.inner.iter().map(|c| point[c.at()]).collect() }
    }

    /// The counts, where all are whole.
    fn whole(&self) -> Option<Vec<i64>> {
        self.counts.iter().map(|&count| nearest(count)).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "counts of people are far below 2^53")]
fn nearest(value: f64) -> Option<i64> {
    ((value - value.round()).abs() < 1e-6).then_some(value.round() as i64)
}

/// Separates one block in one direction.
pub(super) struct Separator<'b> {
    block: &'b Block,
    pool: &'b mut Vec<Pattern>,
    direction: Vec<i64>,
    costs: Vec<i64>,
    /// Largest cost of an inner column in the weighted sum as it was given.
    largest: f64,
    /// The same in the direction brought to size: one unit of the small linear program.
    unit: f64,
    asked: Asked,
    cases: usize,
    clock: &'b Clock,
    seed: u32,
}

impl<'b> Separator<'b> {
    /// For a weighted sum of tiers; none where the block has no cost in it.
    pub(super) fn new(
        block: &'b Block,
        pool: &'b mut Vec<Pattern>,
        direction: &[i64],
        clock: &'b Clock,
        seed: u32,
    ) -> Option<Self> {
        let largest = block.weighted(direction).into_iter().max().filter(|&most| most > 0)?;
        let direction = scaled(direction, largest);
        let costs = block.weighted(&direction);
        let unit = real(costs.iter().copied().max().filter(|&most| most > 0)?);
        let asked = Asked::new(block.small.clone(), block.integer.clone());
        Some(Self { block, pool, direction, costs, largest: real(largest), unit, asked, cases: CASES.0, clock, seed })
    }

    fn cost(&self, pattern: &Pattern) -> f64 {
        self.direction.iter().zip(&pattern.values).map(|(&d, v)| real(d) * v).sum()
    }

    fn paid(&self, point: &Point) -> f64 {
        self.costs.iter().zip(&point.inner).map(|(&c, x)| real(c) * x).sum()
    }

    /// Whether the block could really do at `point` what the relaxation has it do, seen from whole counts only.
    pub(super) fn is_plan(&mut self, point: &Point, tolerance: f64) -> bool {
        let Some(counts) = point.whole() else { return false };
        let paid = self.paid(point) + tolerance * self.unit;
        if self.pool.iter().any(|p| p.counts == counts && self.cost(p) <= paid) {
            return true;
        }
        let zero = vec![0; counts.len()];
        if let Some((_, point)) = self.asked.fixed(&self.all(&zero), &counts, CASES.0) {
            self.learn(&point);
        }
        self.pool.last().is_some_and(|p| p.counts == counts && self.cost(p) <= paid)
    }

    /// Rows that `point` breaks by more than `tolerance` (in units of the largest cost), deepest first. The
    /// search starts at `prices` (of the relaxation, by group, in units of the weighted sum) and ends after so many `questions`, each of so
    /// many cases.
    pub(super) fn rows(
        &mut self,
        point: &Point,
        prices: &[f64],
        tolerance: f64,
        (questions, cases): (usize, usize),
    ) -> Vec<Cut> {
        self.cases = cases;
        let mut rows = self.search(point, prices, tolerance, questions).unwrap_or_default();
        rows.sort_by(|one, other| other.0.total_cmp(&one.0));
        let enough = rows.first().map_or(tolerance, |(depth, _)| tolerance.max(depth * KEPT.1));
        rows.into_iter().take(KEPT.0).filter(|(depth, _)| *depth > enough).map(|(_, cut)| cut).collect()
    }

    /// All rows of a search with their depths; none where the clock says stop or the solver fails.
    fn search(&mut self, point: &Point, prices: &[f64], tolerance: f64, questions: usize) -> Option<Vec<(f64, Cut)>> {
        let paid = self.paid(point) / self.unit;
        let mut master = self.master(point)?;
        let mut center: Vec<f64> = prices.iter().map(|p| (p / self.largest).clamp(-DEAREST, DEAREST)).collect();
        let (mut depth, first) = self.cut(&center, point, paid, FIRST_GAP * self.unit)?;
        let mut rows = vec![(depth, first)];
        let mut known = 0;
        let mut radius = RADIUS;
        for _ in 0..questions {
            if self.clock.stop().is_some() {
                return None;
            }
            self.teach(&mut master, &mut known)?;
            around(&mut master, &center, radius)?;
            let answer = master.run(self.clock.left());
            let (values, envelope) = (answer.primal.filter(|_| answer.status == Status::Optimal)?, -answer.bound);
            if envelope <= (paid + tolerance).max(paid + depth / GOOD) {
                // Nothing so near: look farther, and end where that is everywhere.
                if radius >= DEAREST || depth > tolerance {
                    break;
                }
                radius *= 8.0;
                continue;
            }
            let before = self.pool.len();
            let gap = GAP_SHARE * (envelope - paid) * self.unit;
            let Some((deeper, cut)) = self.cut(&values[1..], point, paid, gap) else { break };
            rows.push((deeper, cut));
            if deeper > depth {
                (depth, center) = (deeper, values[1..].to_vec());
            } else if self.pool.len() == before {
                break;
            }
        }
        Some(rows)
    }

    /// The row of these prices (in units of the largest cost), and by how much `point` breaks it.
    fn cut(&mut self, prices: &[f64], point: &Point, paid: f64, gap: f64) -> Option<(f64, Cut)> {
        let prices = self.whole_prices(prices);
        let (least, tree) = self.ask(&prices, gap)?;
        let given: f64 = prices.iter().zip(&point.counts).map(|(&p, n)| real(p) * n).sum();
        let depth = (real(least) - given) / self.unit - paid;
        Some((depth, Cut { prices, costs: self.costs.clone(), least, tree }))
    }

    /// The small linear program without patterns: columns are `β` and the price of each group.
    fn master(&self, point: &Point) -> Option<Loaded> {
        let groups = point.counts.len();
        let model = Model {
            cost: std::iter::once(-1.0).chain(point.counts.iter().copied()).collect(),
            lower: std::iter::once(-1e9).chain(std::iter::repeat_n(-DEAREST, groups)).collect(),
            upper: std::iter::once(1e9).chain(std::iter::repeat_n(DEAREST, groups)).collect(),
            integer: vec![false; groups + 1],
            rows: Rows::default(),
        };
        Loaded::new(&Task { presolve: false, ..Task::new(model, Method::Simplex, self.seed) })
    }

    /// Adds the patterns that the small program does not know yet.
    fn teach(&self, master: &mut Loaded, known: &mut usize) -> Option<()> {
        let mut rows = Rows::default();
        for pattern in &self.pool[*known..] {
            let counts = pattern.counts.iter().zip(1_i32..).filter(|(n, _)| **n != 0);
            let terms = std::iter::once((0, 1.0)).chain(counts.map(|(&n, at)| (at, -real(n))));
            rows.push(f64::NEG_INFINITY, self.cost(pattern) / self.unit, terms);
        }
        *known = self.pool.len();
        master.add(&rows)
    }

    #[expect(clippy::cast_possible_truncation, reason = "bounded by the largest price")]
    fn whole_prices(&self, prices: &[f64]) -> Vec<i64> {
        prices.iter().map(|price| (price * self.unit).round() as i64).collect()
    }

    /// The least weighted cost plus prices of the block, proven within `gap` (in units of the row); the plan that attains it
    /// joins the pool.
    fn ask(&mut self, prices: &[i64], gap: f64) -> Option<(i64, Tree)> {
        let least = self.asked.least(&self.all(prices), gap.max(GAP), self.cases)?;
        let (_, point) = least.plan?;
        self.learn(&point)?;
        Some((least.bound, least.tree))
    }

    /// Costs of all positions: prices of groups, then what the inner columns cost.
    fn all(&self, prices: &[i64]) -> Vec<i64> {
        prices.iter().chain(&self.costs).copied().collect()
    }

    /// Takes a plan into the pool.
    fn learn(&mut self, point: &[f64]) -> Option<()> {
        let (counts, inner) = point.split_at(self.block.groups.len());
        let counts: Vec<i64> = counts.iter().copied().map(nearest).collect::<Option<_>>()?;
        let value = |costs: &Vec<i64>| costs.iter().zip(inner).map(|(&c, v)| real(c) * v).sum();
        let pattern = Pattern { counts, values: self.block.costs.iter().map(value).collect() };
        if !self.pool.contains(&pattern) {
            self.pool.push(pattern);
        }
        Some(())
    }
}

/// Bounds the prices of the small program to what is near `center`.
fn around(master: &mut Loaded, center: &[f64], radius: f64) -> Option<()> {
    let bound = |side: f64| move |price: &f64| (price + side * radius).clamp(-DEAREST, DEAREST);
    let lower: Vec<f64> = std::iter::once(-1e9).chain(center.iter().map(bound(-1.0))).collect();
    let upper: Vec<f64> = std::iter::once(1e9).chain(center.iter().map(bound(1.0))).collect();
    master.bounds(&lower, &upper)
}

/// The direction brought to a size at which the largest cost is large enough to be precise and small enough for floats.
fn scaled(direction: &[i64], largest: i64) -> Vec<i64> {
    let mut scaled = direction.to_vec();
    for weight in &mut scaled {
        if largest > LARGEST {
            *weight = (*weight + largest / LARGEST / 2) / (largest / LARGEST + 1);
        } else {
            *weight *= LARGEST / largest;
        }
    }
    scaled
}
