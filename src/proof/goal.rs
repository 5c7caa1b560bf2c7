//! Goals on their grids, and weighted sums of them.

use super::presolve::gcd;
use crate::program::{Program, Tier};

/// The grid of a tier: its value is the constant plus a multiple of this; none for a constant goal.
#[must_use]
pub fn grid(tier: &Tier) -> Option<i64> {
    let divisor = gcd(tier.terms.iter().map(|&(_, cost)| cost));
    (divisor > 0).then_some(divisor)
}

/// The cost by column of the tiers from `first` on, each on its grid times its weight; none where the numbers are out of range.
#[must_use]
pub fn weighted(program: &Program, first: usize, weights: &[i64]) -> Option<Vec<i64>> {
    let mut cost = vec![0_i64; program.columns.len()];
    for (tier, &weight) in program.tiers.iter().skip(first).zip(weights) {
        let divisor = grid(tier).unwrap_or(1);
        for &(col, c) in &tier.terms {
            cost[col.at()] = cost[col.at()].checked_add((c / divisor).checked_mul(weight)?)?;
        }
    }
    Some(cost)
}
