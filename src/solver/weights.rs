//! Weighted sums of neighboring tiers: a heuristic that finds good plans in one solve, never evidence.
//!
//! Solving tier after tier crawls, because a tier's cost is zero almost everywhere; one weighted sum is fast. The
//! weights are whole numbers, so that a weighted goal is an exact goal like any other. It refuses to prove anything.

use super::exact::grid;
use super::presolve::gcd;
use crate::program::{Program, Tier};

/// How much more one typical step of a tier weighs than one of the next, by the number of tiers in the sum less two:
/// floating point bears a range of about ten million.
const RATIOS: [i64; 7] = [1000, 1000, 200, 60, 25, 15, 10];

/// The weighted cost by column and the weight of each tier per step of its grid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weighted {
    /// Cost by column, divided by the common divisor.
    pub cost: Vec<i64>,
    /// Weight of the last tier in the units of `cost`, per unit of its value.
    pub last: f64,
}

/// The weighted sum of the tiers `first..end`.
#[must_use]
pub(super) fn weigh(program: &Program, first: usize, end: usize) -> Weighted {
    let tiers = &program.tiers[first..end];
    let mut weights = vec![1_i64; tiers.len()];
    let ratio = RATIOS[tiers.len().saturating_sub(2).min(RATIOS.len() - 1)];
    for at in (0..tiers.len().saturating_sub(1)).rev() {
        let below = typical(&tiers[at + 1]).saturating_mul(weights[at + 1]).saturating_mul(ratio);
        weights[at] = (below / typical(&tiers[at])).clamp(1, 1 << 40);
    }
    let mut cost = vec![0_i64; program.columns.len()];
    for (tier, &weight) in tiers.iter().zip(&weights) {
        let divisor = grid(tier).unwrap_or(1);
        for &(col, c) in &tier.terms {
            cost[col.at()] = cost[col.at()].saturating_add((c / divisor).saturating_mul(weight));
        }
    }
    let divisor = gcd(cost.iter().copied()).max(1);
    for c in &mut cost {
        *c /= divisor;
    }
    let grid = tiers.last().and_then(grid).unwrap_or(1);
    Weighted { cost, last: 1.0 / (super::exact::real(grid) * super::exact::real(divisor)) }
}

/// The largest step of a tier on its grid; at least one.
fn typical(tier: &Tier) -> i64 {
    let divisor = grid(tier).unwrap_or(1);
    tier.terms.iter().map(|&(_, cost)| cost.abs() / divisor).max().unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Col, Column};

    #[test]
    fn an_earlier_tier_outweighs_a_later_one() {
        // One typical step of the first tier must cost more than many of the second, whatever their units.
        let column = Column { name: String::new(), lower: 0, upper: 1, integer: true };
        let tier = |cost, col| Tier {
            name: String::new(),
            constant: 0,
            terms: vec![(Col::new(col), cost)],
            per_unit: 1,
            tolerance_ppm: 0,
        };
        let tiers = vec![tier(3200, 0), tier(7, 1), tier(100_000, 2)];
        let program = Program { columns: vec![column; 3], rows: Vec::new(), tiers };
        let weighted = weigh(&program, 0, 3);
        assert_eq!(weighted.cost, vec![1_000_000, 1000, 1]);
        assert!((weighted.last - 1e-5).abs() < 1e-12);
    }
}
