//! Rules of the policy: strength, goal, weight and parameters; hard limits on what a plan may take.

use super::{Change, Done, Refusal};
use crate::messages::Text;
use crate::scenario::fields::Given;
use toml::{Table, Value};

/// Changes one rule; a parameter that is changed is an assumption of the scenario.
pub(super) fn rule(policy: &mut String, change: &Change, scenario: &str) -> Done {
    let name = change.word("rule").unwrap_or_default();
    edit(policy, |rules| {
        let rule = rules.get_mut(name).and_then(Value::as_table_mut);
        let Some(rule) = rule else { return Err(Refusal::unknown("scenario.unknown-rule", name)) };
        let mut touched = 0;
        if let Some(strength) = change.word("strength") {
            strengthen(rule, strength);
            touched += 1;
        }
        if let Some(tier) = change.word("tier") {
            rule.insert("tier".to_owned(), Value::String(tier.to_owned()));
            touched += 1;
        }
        if let Some(weight) = change.whole("weight") {
            rule.insert("weight".to_owned(), Value::Integer(weight));
            touched += 1;
        }
        if let Some(Given::Table(values)) = change.fields.get("values") {
            for (key, value) in values {
                let Some(param) = rule.get_mut(key).and_then(Value::as_table_mut) else {
                    return Err(Refusal::unknown("scenario.unknown-param", key));
                };
                assume(param, value.clone(), scenario);
                touched += 1;
            }
        }
        Ok(touched)
    })
}

/// Edits the rules in the text of a policy, which stays as it is where nothing is touched.
fn edit(policy: &mut String, edit: impl FnOnce(&mut Table) -> Done) -> Done {
    let mut root: Table = policy.parse().map_err(|_| unreadable())?;
    let rules = root.get_mut("rule").and_then(Value::as_table_mut).ok_or_else(unreadable)?;
    let touched = edit(rules)?;
    if touched > 0 {
        *policy = toml::to_string(&root).map_err(|_| unreadable())?;
    }
    Ok(touched)
}

fn unreadable() -> Refusal {
    Refusal::new(Text::new("scenario.policy"), Text::new("scenario.policy.action"))
}

/// Gives a rule a strength; goal and weight belong to a soft one.
fn strengthen(rule: &mut Table, strength: &str) {
    rule.insert("strength".to_owned(), Value::String(strength.to_owned()));
    if strength != "soft" {
        rule.remove("tier");
        rule.remove("weight");
    }
}

/// Gives a parameter a value that the scenario assumes.
fn assume(param: &mut Table, value: Value, scenario: &str) {
    param.insert("value".to_owned(), value);
    param.remove("source");
    param.insert("assumed".to_owned(), Value::Boolean(true));
    param.insert("note".to_owned(), Value::String(scenario.to_owned()));
}

/// What can be limited: the word in the file, the rule, its parameter, and what else the rule must be given where the policy does not have it.
const LIMITS: [(&str, &str, &str, &[&str]); 3] = [
    ("moves", "moves-limit", "most", &[]),
    ("hires", "hires-limit", "most", &[]),
    ("yuan", "budget", "yuan", &["rural_allowance", "travel", "retraining"]),
];

/// The rule by which a change of the kind `limit` limits something; none for what cannot be limited.
#[must_use]
pub fn limited_rule(what: &str) -> Option<&'static str> {
    LIMITS.iter().find(|of| of.0 == what).map(|of| of.1)
}

/// Makes a rule that limits people moved, people hired or money spent a hard one with this limit; a policy that does not have it gets it.
pub(super) fn limit(policy: &mut String, change: &Change, scenario: &str) -> Done {
    let what = change.word("what").unwrap_or_default();
    let Some(&(_, name, param, others)) = LIMITS.iter().find(|of| of.0 == what) else {
        return Err(Refusal::unknown("scenario.unknown-limit", what));
    };
    let assumed = |value: i64| {
        let mut given = Table::new();
        assume(&mut given, Value::Integer(value), scenario);
        Value::Table(given)
    };
    edit(policy, |rules| {
        let rule = rules.entry(name).or_insert_with(|| Value::Table(Table::new()));
        let rule = rule.as_table_mut().ok_or_else(unreadable)?;
        strengthen(rule, "hard");
        for other in others {
            rule.entry(*other).or_insert_with(|| assumed(0));
        }
        rule.insert(param.to_owned(), assumed(change.whole("most").unwrap_or_default()));
        Ok(1)
    })
}
