//! What is known after a solve.

use super::{Ahead, Certified, Source};
use crate::domain::{Case, Records};
use crate::messages::Text;
use crate::plan::{Finding, Plan, Statement};
use crate::policy::Policy;
use crate::solver::Outcome;
use crate::verify::evaluate::Part;
use crate::verify::years::Judged;

/// Everything known after a solve; `report` writes it.
#[derive(Clone, Debug)]
pub struct Solved {
    /// How far ahead was looked while the years were decided.
    pub ahead: Ahead,
    /// How many years, from the first on, were taken from a known plan as they are.
    pub frozen: usize,
    /// The input as read.
    pub records: Records,
    /// The validated case.
    pub case: Case,
    /// The policy.
    pub policy: Policy,
    /// The plan.
    pub plan: Plan,
    /// The staffing before it.
    pub present: Plan,
    /// The years after the first, where several are planned.
    pub later: Vec<Later>,
    /// The tables that follow from it, those of all years.
    pub statement: Statement,
    /// What the rules found in the first year, most serious first.
    pub findings: Vec<Finding>,
    /// What each rule adds to each goal, all years together.
    pub parts: Vec<Part>,
    /// The same where nobody is moved or hired.
    pub parts_before: Vec<Part>,
    /// Value of each goal in its small unit, year by year.
    pub tiers_by_year: Vec<Vec<i64>>,
    /// What the solver says.
    pub outcome: Outcome,
    /// What is proven without any solver.
    pub certified: Option<Certified>,
    /// Numbers nobody has confirmed: (rule and parameter, value, remark).
    pub assumptions: Vec<(String, String, String)>,
    /// Digests of the input files.
    pub sources: Vec<Source>,
    /// Seed of the lottery.
    pub seed: u32,
    /// What went not as expected: sentences for the summary.
    pub remarks: Vec<Text>,
}

/// A year after the first.
#[derive(Clone, Debug)]
pub struct Later {
    /// The facts, with people where the years before have left them.
    pub case: Case,
    /// The plan.
    pub plan: Plan,
    /// The staffing before it.
    pub present: Plan,
    /// What the rules found, most serious first.
    pub findings: Vec<Finding>,
}

impl From<Judged> for Later {
    fn from(of: Judged) -> Self {
        Self { case: of.case, plan: of.plan, present: of.present, findings: of.evaluation.findings }
    }
}

/// One of the years planned, the first or a later one.
#[derive(Clone, Copy, Debug)]
pub struct OneYear<'a> {
    /// The facts, with people where the years before have left them.
    pub case: &'a Case,
    /// The plan.
    pub plan: &'a Plan,
    /// The staffing before it.
    pub present: &'a Plan,
    /// What the rules found, most serious first.
    pub findings: &'a [Finding],
}

impl Solved {
    /// How many school years were planned together.
    #[must_use]
    pub const fn count_years(&self) -> usize {
        1 + self.later.len()
    }

    /// All years in order.
    pub fn years(&self) -> impl Iterator<Item = OneYear<'_>> {
        let first = OneYear { case: &self.case, plan: &self.plan, present: &self.present, findings: &self.findings };
        let later = self.later.iter().map(|of| OneYear {
            case: &of.case,
            plan: &of.plan,
            present: &of.present,
            findings: &of.findings,
        });
        std::iter::once(first).chain(later)
    }
}
