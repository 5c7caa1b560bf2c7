//! Weighted sums of neighboring tiers: the price of a step of one tier against the next.
//!
//! Solving tier after tier crawls, because a tier's cost is zero almost everywhere; one weighted sum is fast, and its
//! beginning (the first tiers only) proves the last of them (`prove`). The weights are whole numbers, so that a weighted
//! goal is an exact goal like any other. They are a heuristic: whatever they are, a proof that uses them holds.

use super::exact::{grid, real};
use crate::program::{Program, Tier};

/// How much more one typical step of a tier weighs than one of the next, by the number of tiers in the sum less two:
/// floating point bears a range of about ten million.
const RATIOS: [i64; 7] = [1000, 200, 60, 20, 15, 12, 10];
/// Largest weighted cost of a column.
const LARGEST: i64 = 1 << 40;
/// Largest weighted cost of a column in one tier, however much it is leaned on.
const DEAREST: i64 = 1 << 52;

/// Weights of neighboring tiers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weights {
    /// Position of the first tier in the sum.
    pub first: usize,
    /// Weight of each tier from the first, per step of its grid.
    pub steps: Vec<i64>,
}

impl Weights {
    /// Weights of the tiers `first..end`.
    #[must_use]
    pub(super) fn of(program: &Program, first: usize, end: usize) -> Self {
        let tiers = &program.tiers[first..end];
        let mut steps = vec![1_i64; tiers.len()];
        let ratio = RATIOS[tiers.len().saturating_sub(2).min(RATIOS.len() - 1)];
        for at in (0..tiers.len().saturating_sub(1)).rev() {
            let below = typical(&tiers[at + 1]).saturating_mul(steps[at + 1]).saturating_mul(ratio);
            steps[at] = (below / typical(&tiers[at])).clamp(1, (LARGEST / largest(&tiers[at])).max(1));
        }
        Self { first, steps }
    }

    /// The same without the tiers after `last`.
    #[must_use]
    pub(super) fn until(&self, last: usize) -> Self {
        Self { first: self.first, steps: self.steps[..=last - self.first].to_vec() }
    }

    /// The same with the last weight raised; none where the cost of some column would be too large for any reckoning.
    #[must_use]
    pub(super) fn raised(&self, program: &Program, by: i64) -> Option<Self> {
        let mut raised = self.clone();
        let last = raised.steps.last_mut()?;
        *last = last.checked_mul(by)?;
        raised.is_bearable(program).then_some(raised)
    }

    /// Whether no weight is negative and no cost of a column too large.
    #[must_use]
    pub(super) fn is_bearable(&self, program: &Program) -> bool {
        let bearable = |(tier, &weight): (&Tier, &i64)| {
            weight >= 0 && weight.checked_mul(largest(tier)).is_some_and(|cost| cost <= DEAREST)
        };
        program.tiers[self.first..].iter().zip(&self.steps).all(bearable)
    }

    /// The weighted cost by column.
    ///
    /// # Panics
    /// Where weights are not bearable.
    #[must_use]
    pub(super) fn cost(&self, program: &Program) -> Vec<i64> {
        crate::proof::goal::weighted(program, self.first, &self.steps).expect("bearable weights")
    }

    /// What a change of one small unit of the last tier weighs.
    #[must_use]
    pub(super) fn of_last(&self, program: &Program) -> f64 {
        let last = program.tiers[self.first..].iter().zip(&self.steps).next_back();
        last.map_or(1.0, |(tier, &weight)| real(weight) / real(grid(tier).unwrap_or(1)))
    }
}

/// The median cost of a tier on its grid; at least one.
fn typical(tier: &Tier) -> i64 {
    let divisor = grid(tier).unwrap_or(1);
    let mut costs: Vec<i64> = tier.terms.iter().map(|&(_, cost)| cost.abs() / divisor).collect();
    costs.sort_unstable();
    costs.get(costs.len() / 2).copied().unwrap_or(1).max(1)
}

/// The largest cost of a tier on its grid; at least one.
fn largest(tier: &Tier) -> i64 {
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
        let program = Program { columns: vec![column; 3], tiers, ..Program::default() };
        let weights = Weights::of(&program, 0, 3);
        assert_eq!(weights.cost(&program), vec![40_000, 200, 1]);
        assert_eq!(weights.until(1).cost(&program), vec![40_000, 200, 0]);
        assert!((weights.of_last(&program) - 1e-5).abs() < 1e-12);
        // A price meant as “never” outweighs everything by itself.
        let never = Tier { terms: vec![(Col::new(0), 2_000_000_000_000), (Col::new(1), 1)], ..tier(1, 0) };
        let dear = Program { tiers: vec![never, tier(7, 1)], ..program };
        assert_eq!(Weights::of(&dear, 0, 2).steps, vec![1, 1]);
    }
}
