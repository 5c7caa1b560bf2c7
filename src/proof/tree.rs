//! The least value of a small program in whole numbers, proven by cases.
//!
//! A tree of cases (`this count is at most k` or `at least k + 1`) covers everything, and at every leaf prices of the rows bound
//! the value from below, because all columns have bounds (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer
//! linear programming, 2004). Prices are whole numbers over a common denominator `2^shift`. Whoever wrote the tree need not
//! be trusted: any prices give a true bound, and a tree that is not whole gives none.

use serde::{Deserialize, Serialize};

/// A row `lower ≤ Σ a·x ≤ upper`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SmallRow {
    /// Smallest value, none where unbounded.
    pub lower: Option<i64>,
    /// Largest value, none where unbounded.
    pub upper: Option<i64>,
    /// Column and coefficient.
    pub terms: Vec<(usize, i64)>,
}

/// A small program: bounds of its columns and rows. All columns are whole in what it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Small {
    /// Smallest value by column.
    pub lower: Vec<i64>,
    /// Largest value by column.
    pub upper: Vec<i64>,
    /// The rows.
    pub rows: Vec<SmallRow>,
}

/// One entry of a tree, in the order in which a walk comes by: a case, everything below its lower side, everything below its upper side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Node {
    /// Either the column is at most this value, or at least one more. Positions behind the columns are the activities of rows.
    Case(usize, i64),
    /// Prices of rows, in units of `2^-shift`: row and price, none of them zero.
    Leaf(Vec<(usize, i64)>),
}

/// A proof by cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// The common denominator of prices is `2^shift`.
    pub shift: u32,
    /// The entries.
    pub nodes: Vec<Node>,
}

/// Largest shift that is accepted.
const FINEST: u32 = 40;

/// Bounds within a case: of columns, then of activities of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// From below.
    pub lower: Vec<i64>,
    /// From above.
    pub upper: Vec<i64>,
}

impl Within {
    /// The bounds of the program; where a row has no side, what its columns can reach. None where the numbers are out of range.
    #[must_use]
    pub fn of(small: &Small) -> Option<Self> {
        let (mut lower, mut upper) = (small.lower.clone(), small.upper.clone());
        for row in &small.rows {
            let (mut least, mut most) = (0_i64, 0_i64);
            for &(col, a) in &row.terms {
                let ends = [a.checked_mul(*small.lower.get(col)?)?, a.checked_mul(*small.upper.get(col)?)?];
                least = least.checked_add(ends[0].min(ends[1]))?;
                most = most.checked_add(ends[0].max(ends[1]))?;
            }
            lower.push(row.lower.unwrap_or(least));
            upper.push(row.upper.unwrap_or(most));
        }
        Some(Self { lower, upper })
    }

    /// Whether nothing is within.
    fn is_empty(&self) -> bool {
        self.lower.iter().zip(&self.upper).any(|(l, u)| l > u)
    }
}

/// The bound that prices give on `Σ cost·x` within bounds, times `2^shift`; none where the numbers are out of range.
#[must_use]
pub fn bound(small: &Small, costs: &[i64], within: &Within, prices: &[(usize, i64)], shift: u32) -> Option<i128> {
    let columns = small.lower.len();
    if shift > FINEST || costs.len() != columns {
        return None;
    }
    let mut reduced: Vec<i128> = costs.iter().map(|&cost| i128::from(cost) << shift).collect();
    let mut bound: i128 = 0;
    for &(row, price) in prices {
        let (sides, row) = (row.checked_add(columns)?, small.rows.get(row)?);
        let side = *if price > 0 { within.lower.get(sides)? } else { within.upper.get(sides)? };
        let price = i128::from(price);
        bound = bound.checked_add(price.checked_mul(i128::from(side))?)?;
        for &(col, a) in &row.terms {
            let entry = reduced.get_mut(col)?;
            *entry = entry.checked_sub(price.checked_mul(i128::from(a))?)?;
        }
    }
    for (at, &d) in reduced.iter().enumerate() {
        let end = if d > 0 { within.lower[at] } else { within.upper[at] };
        bound = bound.checked_add(d.checked_mul(i128::from(end))?)?;
    }
    Some(bound)
}

impl Tree {
    /// The bound on `Σ cost·x` over all whole solutions, rounded up to a whole number; none where the tree is not whole, names what
    /// is not there, or leaves the range of numbers. `i64::MAX` where it proves that there is no solution.
    #[must_use]
    pub fn least(&self, small: &Small, costs: &[i64]) -> Option<i64> {
        let mut open = vec![Within::of(small)?];
        let mut least: Option<i128> = None;
        let mut entries = self.nodes.iter();
        while let Some(within) = open.pop() {
            match entries.next()? {
                &Node::Case(col, at) => {
                    let (mut below, mut above) = (within.clone(), within);
                    let end = below.upper.get_mut(col)?;
                    *end = at.min(*end);
                    let end = above.lower.get_mut(col)?;
                    *end = at.checked_add(1)?.max(*end);
                    open.extend([above, below]);
                }
                Node::Leaf(prices) => {
                    if within.is_empty() {
                        continue;
                    }
                    let bound = bound(small, costs, &within, prices, self.shift)?;
                    least = Some(least.map_or(bound, |least| least.min(bound)));
                }
            }
        }
        if entries.next().is_some() {
            return None;
        }
        let one = 1_i128.checked_shl(self.shift)?;
        least.map_or(Some(i64::MAX), |least| i64::try_from(-(-least).div_euclid(one)).ok())
    }
}
