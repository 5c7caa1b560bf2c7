//! The corridor: one call per room, in the order of the house.

use crate::domain::{Case, Records};
use crate::messages::Text;
use crate::plan::{Finding, Plan, Statement};
use crate::policy::Policy;
use crate::solver::Outcome;

/// A digest of one thing that went into a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// File name relative to the input.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Everything known after a solve; `report` writes it.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The input as read.
    pub records: Records,
    /// The validated case.
    pub case: Case,
    /// The policy.
    pub policy: Policy,
    /// The plan.
    pub plan: Plan,
    /// The tables that follow from it.
    pub statement: Statement,
    /// What the rules found, most serious first.
    pub findings: Vec<Finding>,
    /// What the solver says.
    pub outcome: Outcome,
    /// Numbers nobody has confirmed: (rule and parameter, value, remark).
    pub assumptions: Vec<(String, String, String)>,
    /// Digests of the input files.
    pub sources: Vec<Source>,
    /// Seed of the lottery.
    pub seed: u32,
    /// What went not as expected: sentences for the summary.
    pub remarks: Vec<Text>,
}
