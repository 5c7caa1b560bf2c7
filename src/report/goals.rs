//! How good a plan provably is, in words: one sentence per goal, and one on why the engine stopped.
//!
//! "Not found in the time" and "proven impossible" are different sentences here and stay different.

use super::names::measure;
use super::number;
use crate::messages::{Lang, Text, say};
use crate::pipeline::Solved;
use crate::policy::Policy;
use crate::solver::{Termination, TierResult};

/// What is known about one goal, ready to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What the office calls it.
    pub name: String,
    /// The value of the plan with its unit.
    pub value: String,
    /// How much better any plan could be at most.
    pub proof: String,
}

/// A gap as large as the value itself, in millionths.
const WHOLE: i64 = 1_000_000;

/// The code of a termination, as written in `plan.json`.
#[must_use]
pub const fn termination_code(termination: Termination) -> &'static str {
    match termination {
        Termination::Proven => "proven",
        Termination::Piecewise => "piecewise",
        Termination::Chosen => "chosen",
        Termination::TimeLimit => "time-limit",
        Termination::Interrupted => "interrupted",
        Termination::Infeasible => "infeasible",
        Termination::Failed => "failed",
    }
}

/// Why the engine stopped, in one sentence.
#[must_use]
pub fn termination(outcome: Termination, has_plan: bool) -> Text {
    Text::new(match (outcome, has_plan) {
        (Termination::Proven, _) => "report.stop.proven",
        (Termination::Piecewise, _) => "report.stop.piecewise",
        (Termination::Chosen, _) => "report.stop.chosen",
        (Termination::TimeLimit, true) => "report.stop.time-limit",
        (Termination::TimeLimit, false) => "report.stop.time-limit-none",
        (Termination::Interrupted, true) => "report.stop.interrupted",
        (Termination::Interrupted, false) => "report.stop.interrupted-none",
        (Termination::Infeasible, _) => "report.stop.infeasible",
        (Termination::Failed, true) => "report.stop.failed",
        (Termination::Failed, false) => "report.stop.failed-none",
    })
}

/// The stated unit of a goal; `person` where the policy does not know the goal.
#[must_use]
pub fn unit_of<'a>(policy: &'a Policy, name: &str) -> &'a str {
    policy.tiers.iter().find(|t| t.name == name).map_or("person", |t| t.unit.as_str())
}

/// What the office calls a goal.
#[must_use]
pub fn name_of(policy: &Policy, name: &str, lang: Lang) -> String {
    policy.tiers.iter().find(|t| t.name == name).map_or_else(|| name.to_owned(), |t| lang.of(&t.zh, &t.en).to_owned())
}

/// A number of small units with its unit: `3 节课`.
#[must_use]
pub fn amount(small: i64, per_unit: i64, unit: &str, lang: Lang) -> String {
    format!("{} {}", number::stated(small, per_unit), measure(lang, unit))
}

/// All goals of a plan in order.
#[must_use]
pub fn goals(solved: &Solved, lang: Lang) -> Vec<Goal> {
    solved
        .outcome
        .tiers
        .iter()
        .map(|tier| {
            let unit = unit_of(&solved.policy, &tier.name);
            Goal {
                name: name_of(&solved.policy, &tier.name, lang),
                value: amount(tier.value, tier.per_unit, unit, lang),
                proof: proof(tier, unit, lang),
            }
        })
        .collect()
}

/// How far from the best possible the value of a goal can be.
#[must_use]
pub fn proof(tier: &TierResult, unit: &str, lang: Lang) -> String {
    let (Some(bound), Some(gap)) = (tier.bound, tier.gap_ppm()) else { return say(lang, "report.gap.unknown") };
    if tier.value <= bound {
        return say(lang, if tier.value == 0 { "report.gap.zero" } else { "report.gap.exact" });
    }
    if gap >= WHOLE {
        // A bound of nothing is no proof: no goal is ever below zero.
        return say(lang, "report.gap.unknown");
    }
    let key = match unit {
        "lesson" => "report.gap.lesson",
        "person" => "report.gap.person",
        "minute" => "report.gap.minute",
        "yuan" => "report.gap.yuan",
        _ => "report.gap.other",
    };
    Text::new(key)
        .with("amount", number::stated(tier.value - bound, tier.per_unit))
        .with("unit", measure(lang, unit))
        .with("gap", number::gap_percent(gap))
        .render(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(value: i64, bound: Option<i64>) -> TierResult {
        TierResult { name: "coverage".to_owned(), value, bound, per_unit: 1000, tolerance_ppm: 1000 }
    }

    #[test]
    fn a_gap_is_told_in_lessons() {
        // The office reads how many lessons could still be won at most.
        let text = proof(&tier(503_000, Some(500_000)), "lesson", Lang::Zh);
        assert!(text.contains("任何方案最多再少缺 3 节课"), "{text}");
        let text = proof(&tier(503_000, Some(500_000)), "lesson", Lang::En);
        assert!(text.contains("no plan is better by more than 3 lessons"), "{text}");
    }

    #[test]
    fn unproven_and_optimal_are_different_sentences() {
        // A plan without a bound must not look proven.
        let open = proof(&tier(5000, None), "lesson", Lang::Zh);
        let best = proof(&tier(5000, Some(5000)), "lesson", Lang::Zh);
        let zero = proof(&tier(0, Some(0)), "lesson", Lang::Zh);
        assert!(
            open.contains("还没有证明") && best.contains("已证明") && zero.contains("已证明"),
            "{open} {best} {zero}"
        );
        assert!(open != best && best != zero);
        assert_eq!(proof(&tier(5000, Some(0)), "lesson", Lang::Zh), open);
    }

    #[test]
    fn not_found_in_time_and_impossible_are_different_sentences() {
        // Confusing them would make the office give up a goal that is within reach.
        let late = termination(Termination::TimeLimit, false).render(Lang::Zh);
        let never = termination(Termination::Infeasible, false).render(Lang::Zh);
        assert_ne!(late, never);
        assert!(never.contains("已证明"), "{never}");
    }
}
