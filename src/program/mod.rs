//! Named columns and rows in whole numbers: what a plan may be, without schools and without a solver.
//!
//! Every coefficient, bound and cost is an `i64`, so that any solution or bound can be checked exactly. This room
//! knows neither what a column means nor how a program is solved.

mod cone;
mod write;

pub use cone::{Cone, Member};
pub use write::{legal, lp_text, mps_text, real_name};

use std::fmt;

/// Position of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Col(u32);
/// Position of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(u32);

macro_rules! position {
    ($name:ident) => {
        impl $name {
            /// From a position.
            #[must_use]
            pub fn new(position: usize) -> Self {
                Self(u32::try_from(position).expect("fewer than 2^32 entries"))
            }
            /// The position.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    };
}
position!(Col);
position!(RowIx);

/// One decision or slack. Every column takes whole values in a valid plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Unique name, such as `path|s001/primary|c17|s004/primary`.
    pub name: String,
    /// Smallest value.
    pub lower: i64,
    /// Largest value; always finite, so that weak duality gives a bound for any prices.
    pub upper: i64,
    /// Whether the solver must branch on it. A slack or a share that is whole in some best solution whenever the others are
    /// need not be branched on; the solver checks, and asks for it where that fails.
    pub integer: bool,
}

/// Where a row comes from: the rule and the place in the words of the tables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowName {
    /// Kebab-case name of the rule.
    pub rule: &'static str,
    /// Unit, school, kind or person concerned.
    pub place: String,
}

impl fmt::Display for RowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}", self.rule, self.place)
    }
}

/// One condition `lower ≤ Σ coefficient · column ≤ upper`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Unique name.
    pub name: RowName,
    /// Smallest value, none where unbounded.
    pub lower: Option<i64>,
    /// Largest value, none where unbounded.
    pub upper: Option<i64>,
    /// Terms, sorted by column, without zeros and repetitions.
    pub terms: Vec<(Col, i64)>,
    /// The block that the row belongs to, if it speaks of one place only: the rows of a block say together what may
    /// happen inside that place. A hint for decomposition; it changes no solution.
    pub block: Option<u32>,
}

impl Row {
    /// What the terms come to at `values`.
    #[must_use]
    pub fn activity(&self, values: &[i64]) -> i64 {
        self.terms.iter().map(|&(col, a)| a * values[col.at()]).sum()
    }
}

/// One goal, minimized; goals are solved in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Name in the policy, such as `coverage`.
    pub name: String,
    /// Constant part of the value.
    pub constant: i64,
    /// Costs, sorted by column, without zeros and repetitions. Never negative.
    pub terms: Vec<(Col, i64)>,
    /// How many of the small unit make the stated unit (one lesson, one person, one minute), for gaps of zero values.
    pub per_unit: i64,
    /// Relative gap that is good enough, in millionths.
    pub tolerance_ppm: i64,
}

impl Tier {
    /// The exact value of this goal at `values`.
    #[must_use]
    pub fn value(&self, values: &[i64]) -> i64 {
        self.constant + self.terms.iter().map(|&(col, cost)| cost * values[col.at()]).sum::<i64>()
    }
}

/// Columns, rows and goals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Columns, sorted by name.
    pub columns: Vec<Column>,
    /// Rows, sorted by name.
    pub rows: Vec<Row>,
    /// Limits on spread, sorted by name.
    pub cones: Vec<Cone>,
    /// Goals, most important first.
    pub tiers: Vec<Tier>,
    /// By column its stage: a row looks back at columns of earlier stages, so that the stages may be decided one after the other.
    /// Empty where there is one stage. A hint like [`Row::block`].
    pub stages: Vec<usize>,
}

/// Why a vector of values is not a solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A column outside its bounds.
    Bound(Col),
    /// A row outside its bounds.
    Row(RowIx),
    /// A limit on spread, by position.
    Cone(usize),
}

impl Program {
    /// The first bound or row that `values` break, exactly; `None` for a solution.
    ///
    /// # Panics
    /// When `values` has not one entry per column.
    #[must_use]
    pub fn check(&self, values: &[i64]) -> Option<Broken> {
        assert_eq!(values.len(), self.columns.len(), "one value per column");
        let outside = |value: i64, lower: Option<i64>, upper: Option<i64>| {
            lower.is_some_and(|l| value < l) || upper.is_some_and(|u| value > u)
        };
        for (at, (column, &value)) in self.columns.iter().zip(values).enumerate() {
            if outside(value, Some(column.lower), Some(column.upper)) {
                return Some(Broken::Bound(Col::new(at)));
            }
        }
        for (at, row) in self.rows.iter().enumerate() {
            let value = row.activity(values);
            if outside(value, row.lower, row.upper) {
                return Some(Broken::Row(RowIx::new(at)));
            }
        }
        self.cones.iter().position(|cone| !cone.holds(values)).map(Broken::Cone)
    }

    /// Gives every limit on spread the smallest slack that it needs; what has none stays as it is.
    pub fn lift(&self, values: &mut [i64]) {
        for cone in &self.cones {
            if let Some(slack) = cone.slack {
                values[slack.at()] = cone.needed(values);
            }
        }
    }

    /// The exact values of all goals at `values`.
    #[must_use]
    pub fn values(&self, values: &[i64]) -> Vec<i64> {
        self.tiers.iter().map(|tier| tier.value(values)).collect()
    }
}
