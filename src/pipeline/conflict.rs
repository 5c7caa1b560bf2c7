//! Which hard rules stand against each other, where no plan meets them all.
//!
//! Every hard rule that can be broken at a price becomes soft, in a tier before all others, and the rules then say of the
//! plan that breaks them least what is broken, where and by how much (elastic programming: Chinneck and Dravnieks,
//! Locating minimal infeasible constraint sets in linear programs, ORSA Journal on Computing 3, 1991). The plan itself is
//! thrown away: it is no proposal. What decides which moves are considered at all (certificates, reach, pins) stays hard.

use crate::domain::Case;
use crate::formulation::rules::{self, Admission};
use crate::formulation::{self, decode};
use crate::plan::timetable::Terms as _;
use crate::plan::{Finding, Severity};
use crate::policy::{Policy, Strength, TierSpec};
use crate::solver::{self, Settings, Silent};
use std::time::Duration;

/// Longest search for the conflict; the user waits for a sentence, not for a plan.
const LIMIT: Duration = Duration::from_mins(1);

/// What has to give, most serious first; empty where even then there is no plan, or none was found in time.
pub(super) fn conflicts(case: &Case, policy: &Policy, settings: &Settings) -> Vec<Finding> {
    let elastic = elastic(policy);
    let formulation = formulation::formulate(case, &elastic);
    let limit = settings.time_limit.unwrap_or(LIMIT).min(LIMIT);
    // Only the first tier matters: any value of the others is good enough, whatever gap was asked of the plan.
    let settings = Settings { time_limit: Some(limit), gap_ppm: None, ..settings.clone() };
    let outcome = solver::solve(&formulation.program, &settings, None, &Silent);
    let Some(values) = &outcome.solution else { return Vec::new() };
    let grain = Admission::new(case, &elastic).grain();
    let plan = decode::decode(case, &formulation, values, grain, settings.seed);
    let mut findings = crate::verify::evaluate(case, policy, &plan).findings;
    findings.retain(|finding| finding.severity == Severity::Broken);
    findings
}

/// The policy with its hard rules soft, in a first tier of their own.
fn elastic(policy: &Policy) -> Policy {
    let mut elastic = policy.clone();
    let can_give = |name: &str| rules::LIST.iter().any(|entry| entry.spec.name == name && !entry.spec.listing);
    for (name, rule) in &mut elastic.rules {
        match &mut rule.strength {
            Strength::Soft { tier, .. } => *tier += 1,
            strength @ Strength::Hard if can_give(name) => *strength = Strength::Soft { tier: 0, weight: 1 },
            Strength::Hard | Strength::Report | Strength::Off => {}
        }
    }
    let whole = |tier: &TierSpec| TierSpec { tolerance_ppm: 1_000_000, ..tier.clone() };
    let first = TierSpec {
        name: "conflict".to_owned(),
        zh: String::new(),
        en: String::new(),
        unit: "point".to_owned(),
        per_unit: 1,
        tolerance_ppm: 0,
    };
    elastic.tiers = std::iter::once(first).chain(policy.tiers.iter().map(whole)).collect();
    elastic
}
