//! The goals that a plan claims against their values computed anew. A bound cannot be proven here; it must be possible.

use super::{Claimed, ClaimedGoal};
use crate::messages::Text;
use crate::plan::rows::thousandths;
use crate::policy::{Policy, TierSpec};

/// Terminations with which a plan can be written.
const PROVEN: &str = "proven";
const STOPPED: &[&str] = &["piecewise", "chosen", "time-limit", "interrupted", "failed"];

/// What is wrong with the goals; `values` are those computed anew, in the order of the policy.
pub(super) fn compare(policy: &Policy, values: &[i64], claimed: &Claimed) -> Vec<Text> {
    let mut objections = Vec::new();
    let names = |list: Vec<&str>| list.join(", ");
    let wanted = names(policy.tiers.iter().map(|t| t.name.as_str()).collect());
    let lists = [
        ("plan.json", names(claimed.goals.iter().map(|g| g.name.as_str()).collect())),
        ("manifest.json", names(claimed.manifest_gaps.iter().map(|(name, _)| name.as_str()).collect())),
    ];
    for (file, seen) in lists.into_iter().filter(|(_, seen)| *seen != wanted) {
        objections.push(Text::new("verify.goal.names").with("file", file).with("seen", seen).with("expected", &wanted));
    }
    for ((spec, &value), goal) in
        policy.tiers.iter().zip(values).zip(&claimed.goals).filter(|((s, _), g)| s.name == g.name)
    {
        let gap = claimed.manifest_gaps.iter().find(|(name, _)| *name == goal.name);
        one(spec, value, goal, gap, &mut objections);
    }
    termination(values, claimed, &mut objections);
    objections
}

/// One goal: value, bound, gap, each as it is stated.
fn one(
    spec: &TierSpec,
    value: i64,
    goal: &ClaimedGoal,
    listed: Option<&(String, Option<i64>)>,
    objections: &mut Vec<Text>,
) {
    let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let stated = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), thousandths);
    let bound = goal.exact_bound;
    let gap = number(gap_ppm(value, bound, spec.per_unit));
    let per_unit = spec.per_unit;
    let mut facts = vec![
        ("unit", goal.unit.clone(), spec.unit.clone()),
        ("per_unit", goal.per_unit.to_string(), per_unit.to_string()),
        ("exact_value", goal.exact_value.to_string(), value.to_string()),
        ("value", stated(goal.value), stated(Some(in_thousandths(value, per_unit)))),
        ("bound", stated(goal.bound), stated(bound.map(|b| in_thousandths(b, per_unit)))),
        ("gap", number(goal.gap_ppm), gap.clone()),
    ];
    facts.extend(listed.map(|(_, of)| ("gap_ppm", number(*of), gap)));
    for (what, seen, expected) in facts.into_iter().filter(|(_, seen, expected)| seen != expected) {
        let text = Text::new("verify.goal.number").with("name", &goal.name).with("what", what);
        objections.push(text.with("seen", seen).with("expected", expected));
    }
    if let Some(bound) = bound.filter(|&b| b > value) {
        let text = Text::new("verify.goal.bound").with("name", &goal.name);
        objections.push(text.with("bound", bound).with("value", value));
    }
}

/// A plan called proven must have every goal within its tolerance.
fn termination(values: &[i64], claimed: &Claimed, objections: &mut Vec<Text>) {
    let said = claimed.termination.as_str();
    if said == PROVEN {
        for (goal, &value) in claimed.goals.iter().zip(values) {
            let gap = gap_ppm(value, goal.exact_bound, goal.per_unit);
            if gap.is_none_or(|gap| gap > goal.tolerance_ppm) {
                objections.push(Text::new("verify.goal.unproven").with("name", &goal.name));
            }
        }
    } else if !STOPPED.contains(&said) {
        objections.push(Text::new("verify.goal.termination").with("seen", said));
    }
}

/// `(value − bound) / max(|value|, one stated unit)` in millionths, rounded up.
fn gap_ppm(value: i64, bound: Option<i64>, per_unit: i64) -> Option<i64> {
    let distance = (i128::from(value) - i128::from(bound?)).max(0) * 1_000_000;
    let scale = i128::from(value).abs().max(i128::from(per_unit)).max(1);
    i64::try_from((distance + scale - 1) / scale).ok()
}

/// `small / per_unit` in thousandths, rounded to the nearest.
fn in_thousandths(small: i64, per_unit: i64) -> i64 {
    let (wide, unit) = (i128::from(small) * 2000, i128::from(per_unit.max(1)));
    i64::try_from((wide + unit).div_euclid(2 * unit)).unwrap_or(i64::MAX)
}
