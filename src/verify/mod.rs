//! Walks the rules over a finished plan and re-derives every rule, total and table from the decisions alone.
//!
//! It never sees a program or a solver: what it says is arithmetic on the tables, the policy and the plan. It reads no
//! files and knows no format; what a result folder claims is handed in as plain data.

pub mod audit;
pub mod claimed;
pub mod evaluate;
mod goals;
pub mod hand_made;
pub mod lists;
mod rows;
pub mod years;

pub use audit::audit;
pub use claimed::{Claimed, ClaimedGoal, ClaimedTable, Fact};
pub use evaluate::{Evaluation, evaluate};
pub use lists::Lists;

use crate::domain::SchoolYear;
use crate::messages::Text;
use crate::plan::{Finding, Indicator};
use crate::policy::Policy;

/// The value of one goal, computed anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Name in the policy.
    pub name: String,
    /// What the office calls it: Chinese, English.
    pub titles: (String, String),
    /// The stated unit.
    pub unit: String,
    /// Value in the goal's small unit.
    pub value: i64,
    /// The bound that was claimed.
    pub bound: Option<i64>,
    /// The bound that was proven again, without a solver.
    pub certified: Option<i64>,
    /// Small units per stated unit.
    pub per_unit: i64,
}

/// What the verifier says about a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whether everything that is written follows from the plan, and no hard rule is broken.
    pub agrees: bool,
    /// What the rules found, year by year, most serious first.
    pub findings: Vec<(SchoolYear, Finding)>,
    /// What does not agree.
    pub objections: Vec<Text>,
    /// The goals, computed anew.
    pub tiers: Vec<Goal>,
    /// What was measured, year by year, before and after the plan.
    pub indicators: Vec<(SchoolYear, Indicator)>,
}

impl Verdict {
    /// A verdict on something that could not even be computed.
    #[must_use]
    pub fn refused(objections: Vec<Text>) -> Self {
        Self { objections, ..Self::default() }
    }
}

/// Each with its year.
fn dated<T>(year: SchoolYear, all: Vec<T>) -> impl Iterator<Item = (SchoolYear, T)> {
    all.into_iter().map(move |one| (year, one))
}

/// The goals of `policy` with these values and without bounds.
fn goals_of(policy: &Policy, values: &[i64]) -> Vec<Goal> {
    let goal = |(spec, &value): (&crate::policy::TierSpec, &i64)| Goal {
        name: spec.name.clone(),
        titles: (spec.zh.clone(), spec.en.clone()),
        unit: spec.unit.clone(),
        value,
        bound: None,
        certified: None,
        per_unit: spec.per_unit,
    };
    policy.tiers.iter().zip(values).map(goal).collect()
}
