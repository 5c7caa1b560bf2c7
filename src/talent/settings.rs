//! What the policy asks of the nominations.

use crate::domain::YearMonth;
use crate::domain::words::Award;
use crate::formulation::rules::{talent_nominations, talent_targets};
use crate::policy::Policy;
use std::collections::BTreeMap;

/// One target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// What is counted.
    pub award: Award,
    /// Holders wanted.
    pub goal: i64,
    /// What a missing holder weighs, in thousandths.
    pub weight: i64,
}

/// Targets and rules of nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Targets, in the order of the programme.
    pub targets: Vec<Target>,
    /// The month by whose end they are to be reached.
    pub by: YearMonth,
    /// Most nominations of one person until then.
    pub per_person: usize,
    /// Most nominees of one school in a round.
    pub per_school: i64,
    /// Least share of rural schools among the nominees of a round, in thousandths, as far as they have so many eligible.
    pub rural_share: i64,
    /// Largest share of one subject in the places of a round, in thousandths.
    pub kind_share: i64,
    /// Chance asked for, in thousandths.
    pub level: i64,
    /// How near to the least shortfall the nominations have to be, in millionths of it or of one person.
    pub gap_ppm: i64,
    /// Futures over which nominations are chosen.
    pub futures: usize,
    /// Futures simulated.
    pub runs: usize,
}

impl Settings {
    /// The settings of a policy; none where it names no targets or no rules of nomination.
    #[must_use]
    pub fn of(policy: &Policy) -> Option<Self> {
        let (goals, by) = talent_targets::goals(policy)?;
        let rule = policy.rule(talent_nominations::NAME)?;
        let weights: &BTreeMap<String, i64> = rule.numbers("weights");
        let target = |(award, goal): (Award, i64)| {
            let weight = weights.get(award.code()).copied().unwrap_or(1000).max(0);
            Target { award, goal, weight }
        };
        let number = |name: &str, least: i64| rule.whole(name).max(least);
        let size = |name: &str, least: i64| usize::try_from(number(name, least)).unwrap_or(usize::MAX);
        Some(Self {
            targets: goals.into_iter().map(target).collect(),
            by,
            per_person: size("per_person", 1).min(4),
            per_school: number("per_school", 1),
            rural_share: rule.milli("rural_share").clamp(0, 1000),
            kind_share: rule.milli("kind_share").clamp(1, 1000),
            level: rule.milli("level").clamp(0, 1000),
            gap_ppm: rule.milli("gap").clamp(0, 1000) * 1000,
            futures: size("futures", 1).min(20_000),
            runs: size("runs", 1).min(10_000_000),
        })
    }
}
