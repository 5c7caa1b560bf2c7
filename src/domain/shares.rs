//! A whole number shared out in whole numbers, so that the parts give the total.

use std::cmp::Reverse;

/// `total` shared out in proportion to `weights`, in whole numbers that sum to `total` (largest remainders, then the
/// order of the list). All zero where the weights are. Nothing may be negative.
#[must_use]
pub fn share_out(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|&w| i128::from(w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |at: usize| i128::from(weights[at]) * i128::from(total);
    let whole = |at: usize| i64::try_from(exact(at) / sum).unwrap_or(total);
    let mut shares: Vec<i64> = (0..weights.len()).map(whole).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| (Reverse(exact(at) % sum), at));
    let left = usize::try_from(total - shares.iter().sum::<i64>()).unwrap_or(0);
    for &at in order.iter().take(left) {
        shares[at] += 1;
    }
    shares
}

/// `part × factor / whole` in whole numbers, halves rounded up; zero where `whole` is.
#[must_use]
pub fn in_proportion(part: i64, factor: i64, whole: i64) -> i64 {
    if whole == 0 {
        return 0;
    }
    let (part, factor, whole) = (i128::from(part), i128::from(factor), i128::from(whole));
    i64::try_from((2 * part * factor + whole).div_euclid(2 * whole)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_the_total() {
        // 10 over three equal parts is 4, 3, 3; over nothing it is nothing.
        assert_eq!(share_out(10, &[1, 1, 1]), vec![4, 3, 3]);
        assert_eq!(share_out(5, &[0, 0]), vec![0, 0]);
        assert_eq!(share_out(1_000_000_000, &[1_000_000_000; 3]).iter().sum::<i64>(), 1_000_000_000);
    }

    #[test]
    fn halves_are_rounded_up() {
        // 5 of 10 boarders among 7 children: 3.5, so 4; of nothing nothing.
        assert_eq!(in_proportion(5, 7, 10), 4);
        assert_eq!(in_proportion(5, 6, 10), 3);
        assert_eq!(in_proportion(5, 6, 0), 0);
    }
}
