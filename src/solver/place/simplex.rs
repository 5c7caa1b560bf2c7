//! Dual simplex with bounded columns on a dense table: for relaxations of a few dozen rows that are asked thousands of times.
//!
//! Every column and every row activity has finite bounds, so that any basis can be made dual feasible by moving columns to
//! their other bound: there is no first phase, and wherever the steps end the prices give a bound (Koberstein, The dual
//! simplex method, 2005). It refuses to be believed: what it says is a suggestion of prices and of a point.

use super::super::exact::real;

/// Violation of a bound that counts.
const FEASIBLE: f64 = 1e-7;
/// Smallest pivot.
const PIVOT: f64 = 1e-6;
/// Ratios that are the same: of these the largest pivot is taken (Harris, Pivot selection methods of the Devex LP code, 1973).
const SAME: f64 = 1e-6;
/// Steps after which the table is made anew from the rows: errors add up.
const FRESH: u32 = 300;

/// Largest share of the largest cost by which a cost may be off, times the range of its column.
const OFF: f64 = 2e-8;

/// A number between a half and one, different for neighbors.
fn scatter(at: usize) -> f64 {
    let mixed = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    0.5 + f64::from(u32::try_from(mixed).unwrap_or(0)) / f64::from(1_u32 << 25)
}

/// Rows `lower ≤ Ax ≤ upper` over columns within bounds, dense; the activity of row `i` is column `columns + i`.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    /// How many columns decide.
    pub columns: usize,
    /// How many rows.
    pub rows: usize,
    matrix: Vec<f64>,
    /// Bounds of columns, then of activities.
    pub lower: Vec<f64>,
    /// The same from above.
    pub upper: Vec<f64>,
}

/// A row: its sides, then column and coefficient.
pub(super) type Line = (f64, f64, Vec<(usize, f64)>);

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At the least value.
    Optimal,
    /// No point meets the rows: a row of the table proves it.
    Infeasible(usize),
    /// The value is beyond what is of interest.
    Beyond,
    /// Too many steps.
    Lost,
}

/// A basis with its table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// `B⁻¹N` by row, all columns: `x_B + Σ t_j x_j = 0`.
    t: Vec<f64>,
    /// Basic column by row.
    basis: Vec<usize>,
    /// Row of a basic column.
    row_of: Vec<Option<usize>>,
    /// Value of every column.
    x: Vec<f64>,
    /// Reduced cost of every column.
    d: Vec<f64>,
    cost: Vec<f64>,
    /// By how much each cost is off.
    off: Vec<f64>,
    /// Bounds of every column here.
    pub lower: Vec<f64>,
    /// The same from above.
    pub upper: Vec<f64>,
    steps: u32,
}

impl Dense {
    /// From sparse rows; open sides of rows become what the columns can reach.
    pub(super) fn new(lower: Vec<f64>, upper: Vec<f64>, rows: &[Line]) -> Self {
        let columns = lower.len();
        let mut matrix = vec![0.0; rows.len() * columns];
        let (mut lower, mut upper) = (lower, upper);
        for (at, (least, most, terms)) in rows.iter().enumerate() {
            let (mut low, mut high) = (0.0, 0.0);
            for &(col, a) in terms {
                matrix[at * columns + col] = a;
                let ends = [a * lower[col], a * upper[col]];
                low += ends[0].min(ends[1]);
                high += ends[0].max(ends[1]);
            }
            lower.push(if least.is_finite() { *least } else { low });
            upper.push(if most.is_finite() { *most } else { high });
        }
        Self { columns, rows: rows.len(), matrix, lower, upper }
    }

    const fn width(&self) -> usize {
        self.columns + self.rows
    }

    /// The basis of all activities.
    pub(super) fn table(&self) -> Table {
        let (rows, width) = (self.rows, self.width());
        let mut table = Table {
            t: vec![0.0; rows * width],
            basis: (self.columns..width).collect(),
            row_of: vec![None; width],
            x: vec![0.0; width],
            d: vec![0.0; width],
            cost: vec![0.0; width],
            off: vec![0.0; width],
            lower: self.lower.clone(),
            upper: self.upper.clone(),
            steps: 0,
        };
        (0..rows).for_each(|row| table.row_of[self.columns + row] = Some(row));
        self.fill(&mut table.t);
        table
    }

    /// The table of the basis of all activities.
    fn fill(&self, t: &mut [f64]) {
        let width = self.width();
        for row in 0..self.rows {
            let line = &mut t[row * width..(row + 1) * width];
            line.fill(0.0);
            let given = &self.matrix[row * self.columns..(row + 1) * self.columns];
            line.iter_mut().zip(given).for_each(|(out, a)| *out = -a);
            line[self.columns + row] = 1.0;
        }
    }
}

impl Table {
    fn width(&self) -> usize {
        self.x.len()
    }

    fn line(&self, row: usize) -> &[f64] {
        let width = self.width();
        &self.t[row * width..(row + 1) * width]
    }

    /// Value of every column, activities behind them.
    pub(super) fn values(&self) -> &[f64] {
        &self.x
    }

    /// Price of every row: the reduced cost of its activity.
    pub(super) fn prices(&self, dense: &Dense) -> Vec<f64> {
        self.d[dense.columns..].iter().zip(&self.off[dense.columns..]).map(|(d, off)| d - off).collect()
    }

    /// Prices that prove that nothing meets the rows within the bounds, up to their size.
    pub(super) fn ray(&self, dense: &Dense, row: usize) -> Vec<f64> {
        let basic = self.basis[row];
        // The basic column cannot come up to its lower bound, or down to its upper one.
        let sign = if self.x[basic] < self.lower[basic] { 1.0 } else { -1.0 };
        self.line(row)[dense.columns..].iter().map(|t| sign * t).collect()
    }

    /// Sets the costs of the deciding columns, each a trifle off, so that hardly two ways are equally good: among equals the steps
    /// would go in circles.
    pub(super) fn costs(&mut self, costs: &[i64]) {
        let largest = costs.iter().fold(1.0_f64, |most, &cost| most.max(real(cost).abs()));
        for at in 0..self.cost.len() {
            // All together less than this share of the largest cost by column.
            let off = OFF * largest * scatter(at) / (1.0 + self.upper[at] - self.lower[at]);
            self.cost[at] = costs.get(at).copied().map_or(0.0, real) + off;
            self.off[at] = off;
        }
    }

    /// Makes reduced costs, sides and values anew from the basis.
    fn settle(&mut self) {
        let width = self.width();
        self.d.copy_from_slice(&self.cost);
        for (row, &basic) in self.basis.iter().enumerate() {
            let cost = self.cost[basic];
            if cost != 0.0 {
                let line = &self.t[row * width..(row + 1) * width];
                self.d.iter_mut().zip(line).for_each(|(d, t)| *d -= cost * t);
            }
        }
        for at in 0..width {
            if self.row_of[at].is_some() {
                self.d[at] = 0.0;
            } else if self.d[at] > 0.0 || (self.d[at] == 0.0 && !self.is_high(at)) {
                self.x[at] = self.lower[at];
            } else {
                self.x[at] = self.upper[at];
            }
        }
        for row in 0..self.basis.len() {
            let line = &self.t[row * width..(row + 1) * width];
            let sum: f64 = line
                .iter()
                .zip(&self.x)
                .zip(&self.row_of)
                .filter(|(_, basic)| basic.is_none())
                .map(|((t, x), _)| t * x)
                .sum();
            self.x[self.basis[row]] = -sum;
        }
    }

    /// Whether a column outside the basis is nearer to its upper bound.
    fn is_high(&self, at: usize) -> bool {
        2.0 * self.x[at] > self.lower[at] + self.upper[at]
    }

    /// The least value within the bounds as they are, unless it is beyond `cutoff`.
    pub(super) fn run(&mut self, dense: &Dense, cutoff: f64) -> End {
        if self.steps > FRESH && !self.renew(dense) {
            return End::Lost;
        }
        match self.go(dense, cutoff) {
            End::Lost if self.renew(dense) => self.go(dense, cutoff),
            end => end,
        }
    }

    fn go(&mut self, dense: &Dense, cutoff: f64) -> End {
        self.settle();
        for _ in 0..10 * (dense.rows + 10) {
            let Some(row) = self.leaving() else { return End::Optimal };
            if self.value() > cutoff {
                return End::Beyond;
            }
            let Some(col) = self.entering(row) else { return End::Infeasible(row) };
            self.pivot(row, col);
        }
        End::Lost
    }

    /// The value of the basis: a bound, as it is dual feasible.
    pub(super) fn value(&self) -> f64 {
        self.cost.iter().zip(&self.x).map(|(c, x)| c * x).sum()
    }

    /// The row whose basic column is farthest outside its bounds.
    fn leaving(&self) -> Option<usize> {
        let mut worst = (FEASIBLE, None);
        for (row, &basic) in self.basis.iter().enumerate() {
            let out = (self.lower[basic] - self.x[basic]).max(self.x[basic] - self.upper[basic]);
            if out > worst.0 {
                worst = (out, Some(row));
            }
        }
        worst.1
    }

    /// The column that takes the place of the basic one: the ratio test with long steps, columns on the way moved to their other bound.
    fn entering(&mut self, row: usize) -> Option<usize> {
        let basic = self.basis[row];
        let up = self.x[basic] < self.lower[basic];
        let mut missing = if up { self.lower[basic] - self.x[basic] } else { self.x[basic] - self.upper[basic] };
        let mut steps: Vec<(f64, usize, f64)> = Vec::new();
        for (at, &t) in self.line(row).iter().enumerate() {
            if t.abs() < PIVOT || self.row_of[at].is_some() || self.upper[at] - self.lower[at] < FEASIBLE {
                continue;
            }
            // Up needs −t·Δx > 0: columns at their lower bound rise, others fall.
            let high = self.is_high(at);
            if ((t < 0.0) == up) != high {
                let price = if high { -self.d[at] } else { self.d[at] };
                steps.push((price.max(0.0) / t.abs(), at, t.abs()));
            }
        }
        steps.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(b.2.total_cmp(&a.2)).then(a.1.cmp(&b.1)));
        let mut last = None;
        for (place, &(_, at, t)) in steps.iter().enumerate() {
            let room = t * (self.upper[at] - self.lower[at]);
            if missing <= room + FEASIBLE * t.max(1.0) {
                last = Some(place);
                break;
            }
            missing -= room;
        }
        let last = last?;
        let end = steps[last].0 + SAME;
        let alike = steps[last..].iter().take_while(|step| step.0 <= end);
        let chosen = alike.max_by(|a, b| a.2.total_cmp(&b.2).then(b.1.cmp(&a.1)))?.1;
        steps[..last].iter().for_each(|&(_, at, _)| self.flip(at));
        Some(chosen)
    }

    /// Moves a column outside the basis to its other bound.
    fn flip(&mut self, at: usize) {
        let to = if self.is_high(at) { self.lower[at] } else { self.upper[at] };
        self.shift(at, to - self.x[at]);
    }

    fn shift(&mut self, at: usize, by: f64) {
        let width = self.width();
        for (row, &basic) in self.basis.iter().enumerate() {
            self.x[basic] -= self.t[row * width + at] * by;
        }
        self.x[at] += by;
    }

    fn pivot(&mut self, row: usize, col: usize) {
        let basic = self.basis[row];
        let to = if self.x[basic] < self.lower[basic] { self.lower[basic] } else { self.upper[basic] };
        let by = (self.x[basic] - to) / self.line(row)[col];
        self.shift(col, by);
        self.x[basic] = to;
        self.exchange(row, col);
        let price = self.d[col];
        let width = self.width();
        let line = &self.t[row * width..(row + 1) * width];
        self.d.iter_mut().zip(line).for_each(|(d, t)| *d -= price * t);
        self.d[col] = 0.0;
        self.steps += 1;
    }

    /// Makes `col` basic in `row`: the table alone.
    fn exchange(&mut self, row: usize, col: usize) {
        let width = self.width();
        let (before, rest) = self.t.split_at_mut(row * width);
        let (line, after) = rest.split_at_mut(width);
        let pivot = line[col];
        for t in line.iter_mut() {
            *t /= pivot;
        }
        line[col] = 1.0;
        for other in before.chunks_exact_mut(width).chain(after.chunks_exact_mut(width)) {
            let factor = other[col];
            if factor != 0.0 {
                other.iter_mut().zip(&*line).for_each(|(t, l)| *t -= factor * l);
                other[col] = 0.0;
            }
        }
        self.row_of[self.basis[row]] = None;
        self.row_of[col] = Some(row);
        self.basis[row] = col;
    }

    /// The table of the same basis from the rows again. Fails where the basis is singular.
    fn renew(&mut self, dense: &Dense) -> bool {
        let wanted: Vec<usize> = self.basis.clone();
        dense.fill(&mut self.t);
        self.basis = (dense.columns..dense.width()).collect();
        self.row_of.fill(None);
        (0..dense.rows).for_each(|row| self.row_of[dense.columns + row] = Some(row));
        self.steps = 0;
        let mut stays = vec![false; dense.width()];
        for &col in &wanted {
            stays[col] = true;
        }
        for &col in wanted.iter().filter(|&&col| col < dense.columns) {
            let free = (0..dense.rows).filter(|&row| !stays[self.basis[row]]);
            let best = free.max_by(|&a, &b| self.line(a)[col].abs().total_cmp(&self.line(b)[col].abs()));
            let Some(row) = best.filter(|&row| self.line(row)[col].abs() > PIVOT) else { return false };
            self.exchange(row, col);
        }
        true
    }
}
