//! A limit on how unevenly something is spread over groups of different size: a second-order cone.
//!
//! With amounts `y_i ≥ 0` and sizes `w_i`, `Y = Σ y_i`, `W = Σ w_i`, the weighted standard deviation of `y_i / w_i` over
//! their mean `Y / W` is `√(W Σ y_i²/w_i − Y²) / Y`. Asked is that this coefficient of variation does not exceed a limit, or by
//! `slack` only: `√(W Σ y_i²/w_i − Y²) ≤ limit · Y + slack`, which is convex. All is decided in exact fractions.

use super::{Col, RowName};
use num_bigint::BigInt;
use num_rational::BigRational;

/// One group: `y = scale · (constant + Σ terms)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Terms, sorted by column; coefficients are positive, columns never negative.
    pub terms: Vec<(Col, i64)>,
    /// Constant part, not negative.
    pub constant: i64,
    /// Numerator and denominator of the scale, both positive.
    pub scale: (i64, i64),
    /// Size of the group, positive.
    pub weight: i64,
}

impl Member {
    /// `constant + Σ terms`.
    #[must_use]
    pub fn amount(&self, values: &[i64]) -> i64 {
        self.constant + self.terms.iter().map(|&(col, a)| a * values[col.at()]).sum::<i64>()
    }
}

/// `√(W Σ y_i²/w_i − Y²) ≤ limit · Y + slack`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cone {
    /// Unique name.
    pub name: RowName,
    /// The groups, at least one.
    pub members: Vec<Member>,
    /// Limit of the coefficient of variation in thousandths, not negative.
    pub limit: i64,
    /// What a breach is paid with; none where there may be none. It occurs in no row and in no other cone.
    pub slack: Option<Col>,
}

impl Cone {
    /// Whether `values` keep the limit, exactly.
    #[must_use]
    pub fn holds(&self, values: &[i64]) -> bool {
        let exact = Amounts::of(self, values);
        exact.within(self.slack.map_or(0, |slack| values[slack.at()]))
    }

    /// The smallest whole slack with which `values` keep the limit; zero where they keep it anyway.
    #[must_use]
    pub fn needed(&self, values: &[i64]) -> i64 {
        let exact = Amounts::of(self, values);
        // By steps that double, then by halves: a handful of exact comparisons.
        let mut high = 0;
        let mut step = 1;
        while !exact.within(high) {
            high = step;
            step *= 2;
        }
        let mut low = if high == 0 { 0 } else { high / 2 };
        while low < high {
            let middle = low.midpoint(high);
            if exact.within(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        high
    }
}

/// The sums that decide, as fractions.
struct Amounts {
    /// `W Σ y²/w − Y²`.
    spread: BigRational,
    /// `limit · Y`.
    free: BigRational,
}

impl Amounts {
    fn of(cone: &Cone, values: &[i64]) -> Self {
        let fraction = |n: i64, d: i64| BigRational::new(BigInt::from(n), BigInt::from(d));
        let (mut squares, mut sum, mut size) = (fraction(0, 1), fraction(0, 1), 0);
        for member in &cone.members {
            let y = fraction(member.amount(values), 1) * fraction(member.scale.0, member.scale.1);
            squares += &y * &y / fraction(member.weight, 1);
            sum += y;
            size += member.weight;
        }
        Self { spread: squares * fraction(size, 1) - &sum * &sum, free: sum * fraction(cone.limit, 1000) }
    }

    fn within(&self, slack: i64) -> bool {
        let side = &self.free + BigRational::from_integer(BigInt::from(slack));
        self.spread <= &side * &side
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published example: pupils and books of five schools.
    const PUPILS: [i64; 5] = [45, 37, 89, 76, 55];
    const BOOKS: [i64; 5] = [279, 137, 935, 160, 402];

    fn cone(limit: i64, slack: Option<Col>) -> Cone {
        let member = |(at, &weight)| Member { terms: vec![(Col::new(at), 1)], constant: 0, scale: (1, 1), weight };
        let members = PUPILS.iter().enumerate().map(member).collect();
        Cone { name: RowName { rule: "test", place: String::new() }, members, limit, slack }
    }

    #[test]
    fn the_published_example_is_decided_at_its_coefficient() {
        // The coefficient is 0.51526: a limit of 0.516 holds, one of 0.515 does not.
        assert!(cone(516, None).holds(&BOOKS));
        assert!(!cone(515, None).holds(&BOOKS));
    }

    #[test]
    fn the_smallest_slack_is_the_excess_rounded_up() {
        // W·S = 302 · 3.263861 = 985.686 and Y = 1913: at 0.5 the excess is 985.686 − 956.5 = 29.186, so 30; at 0.6 none.
        let of = |limit| cone(limit, Some(Col::new(5))).needed(&BOOKS);
        assert_eq!((of(500), of(600), of(0)), (30, 0, 986));
        let mut values = BOOKS.to_vec();
        values.push(29);
        assert!(!cone(500, Some(Col::new(5))).holds(&values));
        values[5] = 30;
        assert!(cone(500, Some(Col::new(5))).holds(&values));
    }

    #[test]
    fn an_even_spread_keeps_every_limit() {
        // Three books a pupil everywhere: no deviation at all, and nothing at all is even too.
        let even: Vec<i64> = PUPILS.iter().map(|p| 3 * p).collect();
        assert!(cone(0, None).holds(&even));
        assert!(cone(0, None).holds(&[0; 5]));
    }
}
