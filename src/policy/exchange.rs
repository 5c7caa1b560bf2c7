//! Two policies: what of them steers a plan otherwise, and the text of one with parts of the other. Names, titles and where a number comes
//! from steer nothing.

use super::{Policy, RuleSettings, Strength, TierSpec};
use std::collections::BTreeSet;
use toml::{Table, Value};

/// Whether the goals differ: which there are, their order, units and tolerated gaps.
#[must_use]
pub fn goals_differ(a: &Policy, b: &Policy) -> bool {
    let goal = |tier: &TierSpec| (tier.name.clone(), tier.unit.clone(), tier.per_unit, tier.tolerance_ppm);
    !a.tiers.iter().map(goal).eq(b.tiers.iter().map(goal))
}

/// The rules that hold otherwise, in the order of their names.
#[must_use]
pub fn rules_that_differ(a: &Policy, b: &Policy) -> Vec<String> {
    let names: BTreeSet<&String> = a.rules.keys().chain(b.rules.keys()).collect();
    let of = |policy: &Policy, name: &str| policy.rule(name).map(|rule| steers(policy, rule));
    names.into_iter().filter(|name| of(a, name) != of(b, name)).cloned().collect()
}

/// What of a rule steers a plan: strength, goal, weight and numbers.
fn steers(policy: &Policy, rule: &RuleSettings) -> (String, Vec<(String, super::Value)>) {
    let strength = match &rule.strength {
        Strength::Soft { tier, weight } => {
            let name = policy.tiers.get(*tier).map_or("", |tier| tier.name.as_str());
            format!("soft {name} {weight}")
        }
        other => format!("{other:?}"),
    };
    let params = rule.params.iter().map(|(name, param)| (name.clone(), param.value.clone()));
    (strength, params.collect())
}

/// The policy `text` with these rules, and the goals where `goals`, as they are in `from`; a rule that `from` does not have is left out. None where
/// one of the texts is no TOML. With nothing to exchange the text stays as it is.
#[must_use]
pub fn exchanged(text: &str, from: &str, goals: bool, rules: &BTreeSet<String>) -> Option<String> {
    if !goals && rules.is_empty() {
        return Some(text.to_owned());
    }
    let (mut root, other): (Table, Table) = (text.parse().ok()?, from.parse().ok()?);
    if goals {
        put(&mut root, "tier", other.get("tier"));
    }
    let known = other.get("rule").and_then(Value::as_table);
    let own = root.entry("rule").or_insert_with(|| Value::Table(Table::new())).as_table_mut()?;
    for rule in rules {
        put(own, rule, known.and_then(|known| known.get(rule)));
    }
    toml::to_string(&root).ok()
}

fn put(table: &mut Table, key: &str, value: Option<&Value>) {
    match value {
        Some(value) => drop(table.insert(key.to_owned(), value.clone())),
        None => drop(table.remove(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> Policy {
        Policy::parse(text, &crate::formulation::rules::specs()).expect("a policy")
    }

    #[test]
    fn rules_and_goals_are_exchanged_and_nothing_else() {
        // A share and a goal's gap differ; each is taken back for itself, and with both taken back nothing differs.
        let first = include_str!("../../models/annual.toml");
        let second = first
            .replacen("gap = 0.001", "gap = 0.002", 1)
            .replace("share = { value = 0.10,", "share = { value = 0.15,");
        let (a, b) = (policy(first), policy(&second));
        assert!(goals_differ(&a, &b) && !rules_that_differ(&a, &b).is_empty());
        let rules: BTreeSet<String> = rules_that_differ(&a, &b).into_iter().collect();
        let only_rules = policy(&exchanged(&second, first, false, &rules).expect("TOML"));
        assert!(goals_differ(&a, &only_rules) && rules_that_differ(&a, &only_rules).is_empty());
        let only_goals = policy(&exchanged(&second, first, true, &BTreeSet::new()).expect("TOML"));
        assert!(!goals_differ(&a, &only_goals));
        assert_eq!(rules_that_differ(&a, &only_goals).into_iter().collect::<BTreeSet<_>>(), rules);
        assert_eq!(exchanged(&second, first, false, &BTreeSet::new()).as_deref(), Some(second.as_str()));
    }

    #[test]
    fn where_a_number_comes_from_steers_nothing() {
        // The same numbers with another remark: no rule differs.
        let first = include_str!("../../models/annual.toml");
        let second = first.replace("跨学段调配另行启用", "x");
        assert_ne!(first, second);
        assert_eq!(rules_that_differ(&policy(first), &policy(&second)), Vec::<String>::new());
    }
}
