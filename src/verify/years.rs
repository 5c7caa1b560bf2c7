//! Several years: each judged by the rules for itself, on the facts to which the years before lead; their sums, and the tables of all
//! of them.

use super::{Evaluation, Verdict, audit, dated, evaluate, goals_of};
use crate::domain::{Case, SchoolYear};
pub use crate::formulation::decode::Planned;
use crate::formulation::{start, walk};
use crate::messages::Text;
use crate::plan::paths::paths;
use crate::plan::statement;
use crate::plan::{Plan, Statement};
use crate::policy::Policy;
use crate::verify::evaluate::Part;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A year with what the rules say of its plan.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The facts, with people where the years before have left them.
    pub case: Case,
    /// The plan.
    pub plan: Plan,
    /// Everybody where the year before has left them.
    pub present: Plan,
    /// What the rules say.
    pub evaluation: Evaluation,
}

/// The plans that `read` finds for the years of `cases`, each read for the facts to which the years before lead.
///
/// # Errors
/// Why a year cannot be read or computed with; what comes after it is not read.
pub fn follow(
    cases: &[Case],
    policy: &Policy,
    mut read: impl FnMut(usize, &Case) -> Result<Plan, Vec<Text>>,
) -> Result<Vec<Planned>, Vec<Text>> {
    walk::walk(cases, policy, |before, case| {
        let dated = |texts| in_year(cases, case.year, texts);
        let plan = read(before.len(), case).map_err(dated)?;
        let wrong = audit::structure(case, &plan);
        if wrong.is_empty() { Ok(plan) } else { Err(dated(wrong)) }
    })
}

/// The sentences with the year of which they speak, where there are several.
pub(super) fn in_year(cases: &[Case], year: SchoolYear, texts: Vec<Text>) -> Vec<Text> {
    if cases.len() == 1 {
        return texts;
    }
    let in_year = |text| Text::new("verify.in-year").with("year", year).with_text("text", text);
    texts.into_iter().map(in_year).collect()
}

/// All that follows from the plans of the years of `cases`: what the rules say of each, with the numbers before the plan filled in, and
/// the tables.
#[must_use]
pub fn derive(cases: &[Case], policy: &Policy, planned: Vec<Planned>) -> (Vec<Judged>, Statement) {
    let judged = judged(cases, policy, planned);
    let tables = statement(&judged);
    (judged, tables)
}

/// What the rules say of the plans of the years of `cases`, with the numbers before the plan filled in.
#[must_use]
pub fn judged(cases: &[Case], policy: &Policy, planned: Vec<Planned>) -> Vec<Judged> {
    let (mut judged, unmoved) = rayon::join(|| judge(policy, planned), || unmoved(cases, policy));
    fill_before(&mut judged, &unmoved);
    judged
}

/// The verdict on all years: it agrees where every hard rule holds in every year and there are no `objections`. Findings and indicators
/// are taken out of `judged`; bounds are not known.
#[must_use]
pub fn verdict(policy: &Policy, judged: &mut [Judged], objections: Vec<Text>) -> Verdict {
    let lawful = judged.iter().all(|of| of.evaluation.lawful);
    let tiers = goals_of(policy, &tiers(policy, judged));
    let mut verdict = Verdict { agrees: lawful && objections.is_empty(), objections, tiers, ..Verdict::default() };
    for of in judged {
        let (year, evaluation) = (of.case.year, std::mem::take(&mut of.evaluation));
        verdict.findings.extend(dated(year, evaluation.findings));
        verdict.indicators.extend(dated(year, evaluation.indicators));
    }
    verdict
}

/// All years where nobody is moved or hired.
#[must_use]
pub fn unmoved(cases: &[Case], policy: &Policy) -> Vec<Judged> {
    judge(policy, start::present_years(cases, policy))
}

/// What the rules say of each year.
#[must_use]
pub fn judge(policy: &Policy, planned: Vec<Planned>) -> Vec<Judged> {
    let judge = |Planned { case, plan }: Planned| {
        let evaluation = evaluate(&case, policy, &plan);
        let present = start::present(&case, policy);
        Judged { case, plan, present, evaluation }
    };
    planned.into_par_iter().map(judge).collect()
}

/// Value of each goal in its small unit, all years together.
#[must_use]
pub fn tiers(policy: &Policy, years: &[Judged]) -> Vec<i64> {
    let of_tier = |at: usize| years.iter().map(|of| of.evaluation.tiers[at]).sum();
    (0..policy.tiers.len()).map(of_tier).collect()
}

/// What each rule adds to each goal, all years together, in the order in which the rules are first met.
#[must_use]
pub fn parts(years: &[Judged]) -> Vec<Part> {
    let (mut parts, mut known): (Vec<Part>, BTreeMap<(usize, &str), usize>) = (Vec::new(), BTreeMap::new());
    for part in years.iter().flat_map(|of| &of.evaluation.parts) {
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
pub fn fill_before(years: &mut [Judged], unmoved: &[Judged]) {
    for (of, before) in years.iter_mut().zip(unmoved) {
        evaluate::with_before(&mut of.evaluation.indicators, &before.evaluation.indicators);
    }
}

/// The tables of all years.
#[must_use]
pub fn statement(years: &[Judged]) -> Statement {
    let mut all = Statement::default();
    for of in years {
        let evaluation = &of.evaluation;
        all.extend(statement::statement(&of.case, &of.plan, &of.present, &evaluation.findings, &evaluation.indicators));
    }
    if years.len() > 1 {
        all.paths = paths(&years.iter().map(|of| (&of.case, &of.plan)).collect::<Vec<_>>());
    }
    all
}
