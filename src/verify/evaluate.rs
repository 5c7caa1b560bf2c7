//! What all rules together say of a plan.

use crate::domain::Case;
use crate::formulation::rules;
use crate::plan::{Finding, Indicator, Plan, Severity};
use crate::policy::{Policy, Strength};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What one rule adds to one tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Position of the tier.
    pub tier: usize,
    /// The rule.
    pub rule: &'static str,
    /// How much, weighted, in the small unit of the tier.
    pub amount: i64,
}

/// The verdict of all active rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Value of each tier, in its small unit.
    pub tiers: Vec<i64>,
    /// What they are made of, in the order of the list of rules; their sums are the values.
    pub parts: Vec<Part>,
    /// Whether every hard rule holds.
    pub lawful: bool,
    /// What was found, most serious first.
    pub findings: Vec<Finding>,
    /// What was measured.
    pub indicators: Vec<Indicator>,
}

/// Assesses `plan` by every rule that `policy` turns on.
#[must_use]
pub fn evaluate(case: &Case, policy: &Policy, plan: &Plan) -> Evaluation {
    let mut evaluation = Evaluation { tiers: vec![0; policy.tiers.len()], lawful: true, ..Evaluation::default() };
    let active = rules::active(case, policy);
    // Each rule sees case, policy and plan alone; what they say is put together in the order of the list.
    let assessments: Vec<_> = active.par_iter().map(|active| active.rule.assess(case, policy, plan)).collect();
    for (active, assessment) in active.iter().zip(assessments) {
        match active.strength {
            Strength::Hard => {
                evaluation.lawful &= assessment.violation == 0 && assessment.by_tier.iter().all(|&v| v == 0);
            }
            Strength::Soft { tier, weight } => {
                let several = if assessment.by_tier.is_empty() {
                    std::slice::from_ref(&assessment.violation)
                } else {
                    &assessment.by_tier
                };
                for (at, violation) in several.iter().enumerate().take(policy.tiers.len() - tier) {
                    let amount = weight * violation;
                    evaluation.tiers[tier + at] += amount;
                    evaluation.parts.push(Part { tier: tier + at, rule: active.entry.spec.name, amount });
                }
            }
            Strength::Report | Strength::Off => {}
        }
        evaluation.findings.extend(assessment.findings);
        evaluation.indicators.extend(assessment.indicators);
    }
    evaluation.lawful &= evaluation.findings.iter().all(|f| f.severity != Severity::Broken);
    evaluation.findings.sort_by(|a, b| {
        let before =
            (a.severity, a.rule, Reverse(a.amount), &a.place).cmp(&(b.severity, b.rule, Reverse(b.amount), &b.place));
        before.then_with(|| format!("{:?}", a.text).cmp(&format!("{:?}", b.text)))
    });
    evaluation
}

/// Fills in what each indicator was before the plan.
pub fn with_before(after: &mut [Indicator], before: &[Indicator]) {
    // Where two have one name, the first counts.
    let known: BTreeMap<_, _> = before.iter().rev().map(|b| ((&b.scope, &b.stage, &b.indicator), b.after)).collect();
    for indicator in after.iter_mut().filter(|i| !i.flow) {
        let key = (&indicator.scope, &indicator.stage, &indicator.indicator);
        indicator.before = known.get(&key).copied().flatten();
    }
}
