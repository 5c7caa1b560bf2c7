//! Safe bounds: weak duality in integer arithmetic.
//!
//! Any prices `y` give `min c·x ≥ Σ y·b + Σ_j min(d_j l_j, d_j u_j)` with `d = c − yA`, because every column has finite
//! bounds (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer linear programming, 2004). The solver's
//! prices are rounded to integers over a common denominator and everything after that is exact, so the bound rests
//! on the rows alone, not on the solver or on a rounding mode. Reduced costs from here tighten bounds of columns exactly. This room
//! refuses floating point except as a suggestion of prices.

use super::exact::{Domain, Exact};
use crate::proof::dual;

/// Denominators to try, finest first; a coarser one where the numbers would overflow.
const DENOMINATORS: [u32; 6] = [52, 44, 36, 28, 20, 10];

/// A proven bound with the reduced costs that prove it, all times `2^shift`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Certificate {
    /// The common denominator is `2^shift`.
    pub shift: u32,
    /// Lower bound on `cost · x`.
    pub bound: i128,
    /// Reduced cost by column, of decisions only: aids are real numbers, and tightening rounds to whole ones.
    pub reduced: Vec<i128>,
}

impl Certificate {
    /// The bound, rounded up to a whole number (costs and solutions are whole).
    #[must_use]
    pub(super) fn rounded(&self) -> Option<i64> {
        let one = 1_i128 << self.shift;
        i64::try_from(-(-self.bound).div_euclid(one)).ok()
    }

    /// The bound in floating point, for choices that prove nothing.
    #[must_use]
    pub(super) fn value(&self) -> f64 {
        self.rounded().map_or(f64::NEG_INFINITY, super::exact::real)
    }

    /// The same without rounding up.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for choices that prove nothing")]
    pub(super) fn exactly(&self) -> f64 {
        self.bound as f64 / (1_i128 << self.shift) as f64
    }

    /// What is left for one part of a weighted sum: `(bound − held) / weight`, and the reduced costs in the same measure,
    /// all rounded to the safe side.
    #[must_use]
    pub(super) fn share(&self, held: i128, weight: i128) -> Self {
        // What is held is never negative; beyond the numbers nothing is claimed.
        let held = held.saturating_mul(1_i128 << self.shift);
        let bound = self.bound.saturating_sub(held).div_euclid(weight);
        Self { shift: self.shift, bound, reduced: self.reduced.iter().map(|reduced| reduced / weight).collect() }
    }

    /// Bound on solutions that use a column priced `price` or more away from its bound, rounded up.
    #[must_use]
    pub(super) fn beyond(&self, price: i128) -> Option<i64> {
        let one = 1_i128 << self.shift;
        i64::try_from(-(-(self.bound + price)).div_euclid(one)).ok()
    }

    /// How much `value` exceeds the bound, times `2^shift`; never negative.
    #[must_use]
    pub(super) fn slack(&self, value: i64) -> i128 {
        ((i128::from(value) << self.shift) - self.bound).max(0)
    }

    /// Tightens `domain` to what solutions with a cost of at most `value` can use. Returns how many columns became fixed.
    pub(super) fn tighten(&self, domain: &mut Domain, value: i64) -> usize {
        let slack = self.slack(value);
        let mut fixed = 0;
        for (at, &reduced) in self.reduced.iter().enumerate() {
            let (lower, upper) = (domain.lower[at], domain.upper[at]);
            if reduced == 0 || lower >= upper {
                continue;
            }
            let Ok(room) = i64::try_from(slack / reduced.abs()) else { continue };
            if room >= upper - lower {
                continue;
            }
            if reduced > 0 {
                domain.upper[at] = lower + room;
            } else {
                domain.lower[at] = upper - room;
            }
            fixed += usize::from(room == 0);
        }
        fixed
    }
}

/// The certificate that these prices give; `None` where the numbers are beyond integer arithmetic.
#[must_use]
pub(super) fn certify(exact: &Exact<'_>, domain: &Domain, prices: impl Iterator<Item = f64>) -> Option<Certificate> {
    let prices: Vec<f64> = prices.collect();
    DENOMINATORS.iter().find_map(|&shift| attempt(exact, domain, &prices, shift))
}

fn attempt(exact: &Exact<'_>, domain: &Domain, prices: &[f64], shift: u32) -> Option<Certificate> {
    let prices = prices.iter().map(|&price| whole(price, shift)).collect::<Option<Vec<_>>>()?;
    let priced = exact.all_rows().zip(prices);
    let (bound, mut reduced) = dual::bound(&exact.cost, shift, priced, (&domain.lower, &domain.upper))?;
    reduced.truncate(exact.own);
    Some(Certificate { shift, bound, reduced })
}

/// `price · 2^shift` rounded; none where it is not a sensible number.
#[expect(clippy::cast_possible_truncation, reason = "the magnitude is checked before")]
fn whole(price: f64, shift: u32) -> Option<i128> {
    let scaled = (price * 2_f64.powi(i32::try_from(shift).ok()?)).round();
    (scaled.abs() < 1e27).then_some(scaled as i128)
}

#[cfg(test)]
mod tests {
    use super::super::presolve::nameless;
    use super::*;
    use crate::program::{Col, Row};

    fn example() -> (Vec<Row>, Domain) {
        // 2x + 3y ≥ 7, x + y ≤ 4
        let row = |lower, upper, a, b| Row {
            name: nameless(),
            lower,
            upper,
            terms: vec![(Col::new(0), a), (Col::new(1), b)],
            block: None,
        };
        (vec![row(Some(7), None, 2, 3), row(None, Some(4), 1, 1)], Domain { lower: vec![0, 0], upper: vec![9, 9] })
    }

    fn exact(rows: &[Row]) -> Exact<'_> {
        Exact { cost: vec![2, 5], rows, cuts: Vec::new(), held: Vec::new(), integer: vec![true, true], own: 2 }
    }

    /// The least cost by enumeration.
    fn least() -> i64 {
        let all = (0..=9).flat_map(|x| (0..=9).map(move |y| (x, y)));
        all.filter(|(x, y)| 2 * x + 3 * y >= 7 && x + y <= 4).map(|(x, y)| 2 * x + 5 * y).min().expect("feasible")
    }

    #[test]
    fn any_prices_give_a_bound_that_holds() {
        // Good, bad and silly prices alike may never claim more than the optimum.
        let (rows, domain) = example();
        for a in -8..=8 {
            for b in -8..=8 {
                let prices = [f64::from(a) * 0.37, f64::from(b) * 0.53];
                let certificate = certify(&exact(&rows), &domain, prices.into_iter()).expect("small");
                assert!(certificate.rounded().expect("small") <= least(), "{prices:?}");
            }
        }
        // The optimal prices give the relaxation's value.
        let best = certify(&exact(&rows), &domain, [1.0, 0.0].into_iter()).expect("small");
        assert_eq!(best.rounded(), Some(7));
        assert_eq!(least(), 8);
    }

    #[test]
    fn tightening_never_cuts_off_a_solution_that_is_good_enough() {
        // Every solution with a cost within the limit must survive, whatever the prices.
        let (rows, domain) = example();
        for limit in 7..30 {
            for price in [0.0, 0.4, 1.0, 1.3] {
                let certificate = certify(&exact(&rows), &domain, [price, -0.1].into_iter()).expect("small");
                let mut tight = domain.clone();
                certificate.tighten(&mut tight, limit);
                for (x, y) in (0..=9).flat_map(|x| (0..=9).map(move |y| (x, y))) {
                    if 2 * x + 3 * y >= 7 && x + y <= 4 && 2 * x + 5 * y <= limit {
                        assert!(tight.contains(&[x, y]), "{limit} {price} {x} {y}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_left_of_a_weighted_sum_bounds_its_last_part() {
        // 3f + g with f = 2x + 5y held at v: for every v and any prices, g = x + 2y may not fall below the share.
        let (rows, domain) = example();
        let all =
            || (0..=9).flat_map(|x| (0..=9).map(move |y| (x, y))).filter(|(x, y)| 2 * x + 3 * y >= 7 && x + y <= 4);
        let (f, g) = (|x: i64, y: i64| 2 * x + 5 * y, |x: i64, y: i64| x + 2 * y);
        let mut best = 0;
        for held in least()..20 {
            let truth = all().filter(|&(x, y)| f(x, y) <= held).map(|(x, y)| g(x, y)).min().expect("feasible");
            for price in [0.0, 1.1, 2.3, 3.4, 3.5, 3.6] {
                let sum = Exact { cost: vec![3 * 2 + 1, 3 * 5 + 2], ..exact(&rows) };
                let certificate = certify(&sum, &domain, [price, -0.2].into_iter()).expect("small");
                let share = certificate.share(i128::from(3 * held), 1);
                assert!(share.rounded().expect("small") <= truth, "{held} {price}");
                best = best.max(share.rounded().expect("small"));
                let mut tight = domain.clone();
                share.tighten(&mut tight, truth);
                assert!(
                    all().filter(|&(x, y)| f(x, y) <= held && g(x, y) <= truth).all(|(x, y)| tight.contains(&[x, y]))
                );
            }
        }
        assert!(best > 0, "no share said anything");
    }

    #[test]
    fn prices_that_are_no_numbers_are_refused() {
        // A solver that returns garbage must not make a certificate.
        let (rows, domain) = example();
        assert_eq!(certify(&exact(&rows), &domain, [f64::NAN, 0.0].into_iter()), None);
        assert_eq!(certify(&exact(&rows), &domain, [f64::INFINITY, 0.0].into_iter()), None);
    }
}
