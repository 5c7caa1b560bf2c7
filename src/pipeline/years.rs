//! Several years: each judged by the rules for itself, their sums, and the tables of all of them.

use super::Later;
use crate::domain::Case;
use crate::formulation::decode::Planned;
use crate::formulation::{Formulation, start};
use crate::plan::statement;
use crate::plan::{Plan, Statement};
use crate::policy::Policy;
use crate::verify::evaluate::Part;
use crate::verify::{self, Evaluation};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A year with what the rules say of its plan.
pub(super) struct Judged {
    pub(super) case: Case,
    pub(super) plan: Plan,
    /// Everybody where the year before has left them.
    pub(super) present: Plan,
    pub(super) evaluation: Evaluation,
}

impl From<Judged> for Later {
    fn from(of: Judged) -> Self {
        Self { case: of.case, plan: of.plan, present: of.present, findings: of.evaluation.findings }
    }
}

/// All years where nobody is moved or hired.
pub(super) fn unmoved(cases: &[Case], policy: &Policy) -> Vec<Judged> {
    judge(policy, start::present_years(cases, policy))
}

/// What the rules say of each year.
pub(super) fn judge(policy: &Policy, planned: Vec<Planned>) -> Vec<Judged> {
    let judge = |Planned { case, plan }: Planned| {
        let evaluation = verify::evaluate(&case, policy, &plan);
        let present = start::present(&case, policy);
        Judged { case, plan, present, evaluation }
    };
    planned.into_par_iter().map(judge).collect()
}

/// The values of the years in their program.
pub(super) fn values(policy: &Policy, formulation: &Formulation, years: &[Judged]) -> Vec<i64> {
    let years: Vec<_> = years.iter().map(|of| (&of.case, &of.plan)).collect();
    start::values_of_years(policy, formulation, &years)
}

/// Value of each goal, all years together.
pub(super) fn tiers(policy: &Policy, years: &[Judged]) -> Vec<i64> {
    let of_tier = |at: usize| years.iter().map(|of| of.evaluation.tiers[at]).sum();
    (0..policy.tiers.len()).map(of_tier).collect()
}

/// What each rule adds to each goal, all years together, in the order in which the rules are first met.
pub(super) fn parts<'e>(evaluations: impl Iterator<Item = &'e Evaluation>) -> Vec<Part> {
    let (mut parts, mut known): (Vec<Part>, BTreeMap<(usize, &str), usize>) = (Vec::new(), BTreeMap::new());
    for part in evaluations.flat_map(|evaluation| &evaluation.parts) {
        let new = parts.len();
        let at = *known.entry((part.tier, part.rule)).or_insert(new);
        if at == new {
            parts.push(part.clone());
        } else {
            parts[at].amount += part.amount;
        }
    }
    parts
}

/// Fills in what each indicator would be without the plan.
pub(super) fn fill_before(years: &mut [Judged], unmoved: &[Judged]) {
    for (of, before) in years.iter_mut().zip(unmoved) {
        verify::evaluate::with_before(&mut of.evaluation.indicators, &before.evaluation.indicators);
    }
}

/// The tables of all years.
pub(super) fn statement(years: &[Judged]) -> Statement {
    let mut all = Statement::default();
    for of in years {
        let evaluation = &of.evaluation;
        all.extend(statement::statement(&of.case, &of.plan, &of.present, &evaluation.findings, &evaluation.indicators));
    }
    all
}
