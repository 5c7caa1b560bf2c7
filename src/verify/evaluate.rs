//! What all rules together say of a plan.

use crate::domain::Case;
use crate::formulation::rules;
use crate::plan::{Finding, Indicator, Plan, Severity};
use crate::policy::{Policy, Strength};

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
    for active in rules::active(case, policy) {
        let assessment = active.rule.assess(case, policy, plan);
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
    let key = |f: &Finding| (f.severity, f.rule, std::cmp::Reverse(f.amount), f.place.clone());
    evaluation
        .findings
        .sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| format!("{:?}", a.text).cmp(&format!("{:?}", b.text))));
    evaluation
}

/// Fills in what each indicator was before the plan.
pub fn with_before(after: &mut [Indicator], before: &[Indicator]) {
    for indicator in after.iter_mut().filter(|i| !i.flow) {
        let same = |b: &&Indicator| {
            (&b.scope, &b.stage, &b.indicator) == (&indicator.scope, &indicator.stage, &indicator.indicator)
        };
        indicator.before = before.iter().find(same).and_then(|b| b.after);
    }
}
