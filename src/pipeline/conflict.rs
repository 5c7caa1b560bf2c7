//! Which hard rules stand against each other, where no plan meets them all.
//!
//! Every hard rule that can be broken at a price becomes soft, in a tier before all others, and the rules then say of the
//! plan that breaks them least what is broken, where and by how much (elastic programming: Chinneck and Dravnieks,
//! Locating minimal infeasible constraint sets in linear programs, ORSA Journal on Computing 3, 1991). The plan itself is
//! thrown away: it is no proposal. What decides which moves are considered at all (certificates, reach, pins) stays hard.
//!
//! Over several years the rules of all years are soft together, so that what is named breaks least over all of them: a conflict is said of
//! the year in which giving way costs least.

use crate::domain::{Case, SchoolYear};
use crate::formulation::rules;
use crate::formulation::{self, decode, start};
use crate::plan::{Finding, Severity};
use crate::policy::{Policy, Strength, TierSpec};
use crate::solver::{self, Settings, Silent};
use std::time::Duration;

/// Longest search for the conflict; the user waits for a sentence, not for a plan.
const LIMIT: Duration = Duration::from_mins(1);

/// What has to give in the years of `cases`, year by year, most serious first; empty where even then there is no plan, or none was found in
/// time.
pub(super) fn conflicts(cases: &[Case], policy: &Policy, settings: &Settings) -> Vec<(SchoolYear, Finding)> {
    let elastic = elastic(policy);
    let formulation = formulation::formulate_years(cases, &elastic);
    let limit = settings.time_limit.unwrap_or(LIMIT).min(LIMIT);
    // Only the first tier matters: any value of the others is good enough, whatever gap was asked of the plan.
    let settings = Settings { time_limit: Some(limit), gap_ppm: None, ..settings.clone() };
    // Large programs of several years are searched from a plan only, and here nearly every plan is one.
    let staying = (cases.len() > 1).then(|| start::present_years(cases, &elastic));
    let staying = staying.map(|years| {
        let years: Vec<_> = years.iter().map(|of| (&of.case, &of.plan)).collect();
        start::values_of_years(&elastic, &formulation, &years)
    });
    let outcome = solver::solve(&formulation.program, &settings, staying.as_deref(), &Silent);
    let Some(values) = &outcome.solution else { return Vec::new() };
    let planned = decode::decode_years(cases, &elastic, &formulation, values, settings.seed);
    let broken = |of: decode::Planned| {
        let findings = crate::verify::evaluate(&of.case, policy, &of.plan).findings;
        let broken = findings.into_iter().filter(|finding| finding.severity == Severity::Broken);
        broken.map(|finding| (of.case.year, finding)).collect::<Vec<_>>()
    };
    planned.into_iter().flat_map(broken).collect()
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
