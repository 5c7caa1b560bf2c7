//! Tangents lifted by the wholeness of amounts.
//!
//! A tangent of slope `α` falls short of its part by `p (y/p − m − α r)² / r` exactly. Amounts `y` are whole; where their sum `Y = m`
//! stays in a known range and `s` is zero, so that `r = limit·Y`, the point `p (m + α r)` where the tangent touches stays away from every whole
//! number by some `δ` for the right slopes: `β = δ² / (p r₁)` with `r₁` the largest `limit·Y` may be added. With `s` the point moves by `p|α|s` and the
//! room grows; what is left is at least `max(0, δ − p|α|s)² / (p (r₁ + s)) ≥ β (1 − s (2p|α|/δ + 1/r₁))` (a right side below zero says nothing),
//! so a price on `s` makes it hold for every solution. Between two whole numbers the lifted tangent is the chord: a relaxation cannot mix half a
//! person here and half a person there for nothing.
//! All in exact fractions.

use super::shape::Shape;
use super::{Aids, GRID, comes_whole, size, tangent};
use crate::program::{Cone, Row};
use crate::solver::exact::real;
use num_bigint::BigInt;
use num_rational::BigRational;

/// Whole numbers between which the sum of the amounts of a limit is, in every solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::solver) struct Range {
    /// Smallest sum.
    pub least: i64,
    /// Largest sum.
    pub most: i64,
}

impl Range {
    /// The tangent of a group, lifted between the whole numbers around its amount; none where nothing is gained.
    pub(super) fn tangent(self, cone: &Cone, aids: Aids, group: usize, shape: &Shape) -> Option<Row> {
        let slope = self.slope(cone, group, shape)?;
        let (gain, price) = self.lift(cone, group, slope)?;
        let scale = BigRational::from_integer(BigInt::from(GRID * GRID * size(cone)));
        let (gain, price) = (&gain * &scale, gain * scale * price);
        let whole = |part: BigRational| i128::try_from(part.to_integer()).ok();
        tangent(cone, aids, group, slope, (whole(gain.floor())?, whole(price.ceil())?))
    }

    /// The slope whose tangent touches halfway between the whole numbers around an amount, in the middle of the range.
    #[expect(clippy::cast_possible_truncation, reason = "checked before")]
    fn slope(self, cone: &Cone, group: usize, shape: &Shape) -> Option<i64> {
        let (amount, share) = shape.groups[group];
        let middle = 0.5 * (real(self.least) + real(self.most));
        let slope = real(GRID) * ((amount.floor() + 0.5) / (share * middle) - 1.0) * 1000.0 / real(cone.limit);
        (slope.abs() < super::STEEPEST).then_some(slope.round() as i64)
    }

    /// What may be added to a tangent, and the price of the slack per unit of it.
    fn lift(self, cone: &Cone, group: usize, slope: i64) -> Option<(BigRational, BigRational)> {
        let fraction = |n: i64, d: i64| BigRational::new(BigInt::from(n), BigInt::from(d));
        let whole = |n: i64| fraction(n, 1);
        if self.least < 1 || self.most < self.least || cone.limit < 1 || !comes_whole(cone) {
            return None;
        }
        let (share, slope) = (fraction(cone.members[group].weight, size(cone)), fraction(slope, GRID));
        let limit = fraction(cone.limit, 1000);
        // Where the tangent touches, at both ends of the range.
        let touch = |sum: i64| &share * (whole(1) + &slope * &limit) * whole(sum);
        let (one, other) = (touch(self.least), touch(self.most));
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        let below = low.floor();
        let distance = (&low - &below).min(&below + whole(1) - &high);
        if distance <= whole(0) {
            return None;
        }
        let room = limit * whole(self.most);
        let gain = &distance * &distance / (&share * &room);
        let steep = if slope < whole(0) { -slope } else { slope };
        Some((gain, whole(2) * share * steep / distance + whole(1) / room))
    }
}
