//! Quantities that cannot be mixed: every number carries its unit in its type.
//!
//! All of them are whole multiples of a stated small unit, so that arithmetic is exact and the
//! verifier compares with `==`.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $per_unit:expr, $digits:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// How many of the small unit make one.
            pub const PER_UNIT: i64 = $per_unit;
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// From whole units.
            pub const fn whole(units: i64) -> Self {
                Self(units * $per_unit)
            }

            /// From the small unit (see `PER_UNIT`).
            pub const fn from_small(small: i64) -> Self {
                Self(small)
            }

            /// In the small unit.
            pub const fn small(self) -> i64 {
                self.0
            }

            /// As a float in whole units: for charts and tables only, never for decisions.
            #[expect(clippy::cast_precision_loss, reason = "display only")]
            pub fn as_f64(self) -> f64 {
                self.0 as f64 / Self::PER_UNIT as f64
            }

            /// The part above zero.
            #[must_use]
            pub fn positive_part(self) -> Self {
                Self(self.0.max(0))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Add::add)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_decimal(f, self.0, $per_unit, $digits)
            }
        }
    };
}

quantity!(
    /// Full-time equivalents, exact to a thousandth of a person.
    Fte, 1000, 3
);
quantity!(
    /// Lessons per week, exact to a thousandth of a lesson.
    Lessons, 1000, 3
);
quantity!(
    /// Minutes of travel, one way.
    Minutes, 1, 0
);
quantity!(
    /// Yuan per year.
    Money, 1, 0
);
quantity!(
    /// Children enrolled.
    Pupils, 1, 0
);
quantity!(
    /// Heads, whatever their working time.
    Persons, 1, 0
);

impl Lessons {
    /// These lessons as full-time equivalents at `load` lessons per week for one teacher, rounded to
    /// the nearest thousandth. Zero where the load is zero.
    #[must_use]
    pub fn as_fte(self, load: Self) -> Fte {
        if load.0 == 0 {
            return Fte::ZERO;
        }
        let numerator = self.0 * Fte::PER_UNIT * 2 + load.0;
        Fte::from_small(numerator.div_euclid(2 * load.0))
    }
}

impl Fte {
    /// The lessons that this share of a teacher gives at `load` lessons per week.
    #[must_use]
    pub fn lessons(self, load: Lessons) -> Lessons {
        Lessons::from_small(self.0 * load.small() / Self::PER_UNIT)
    }
}

fn write_decimal(f: &mut fmt::Formatter<'_>, small: i64, per_unit: i64, digits: usize) -> fmt::Result {
    let sign = if small < 0 { "-" } else { "" };
    let magnitude = small.abs();
    let (whole, part) = (magnitude / per_unit, magnitude % per_unit);
    let text = if digits == 0 || part == 0 {
        format!("{sign}{whole}")
    } else {
        let fraction = format!("{part:0digits$}");
        format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
    };
    f.pad(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_become_teachers_at_the_weekly_load() {
        // 24 lessons at 16 a week are one and a half teachers.
        assert_eq!(Lessons::whole(24).as_fte(Lessons::whole(16)), Fte::from_small(1500));
        assert_eq!(Fte::from_small(200).lessons(Lessons::whole(16)), Lessons::from_small(3200));
        assert_eq!(Lessons::whole(24).as_fte(Lessons::ZERO), Fte::ZERO);
    }

    #[test]
    fn a_quantity_prints_without_trailing_zeros() {
        // What the office reads is "1.5", not "1.500".
        assert_eq!(Fte::from_small(1500).to_string(), "1.5");
        assert_eq!(Fte::from_small(-250).to_string(), "-0.25");
        assert_eq!(Minutes::whole(35).to_string(), "35");
    }
}
