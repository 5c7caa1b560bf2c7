//! Rules of the policy: strength, goal, weight and parameters.

use super::{Change, Done, Refusal};
use crate::messages::Text;
use crate::scenario::fields::Given;
use toml::{Table, Value};

/// Changes one rule; a parameter that is changed is an assumption of the scenario.
pub(super) fn rule(policy: &mut String, change: &Change, scenario: &str) -> Done {
    let unreadable = || Refusal::new(Text::new("scenario.policy"), Text::new("scenario.policy.action"));
    let mut root: Table = policy.parse().map_err(|_| unreadable())?;
    let name = change.word("rule").unwrap_or_default();
    let rules = root.get_mut("rule").and_then(Value::as_table_mut).ok_or_else(unreadable)?;
    let rule = rules.get_mut(name).and_then(Value::as_table_mut);
    let Some(rule) = rule else { return Err(Refusal::unknown("scenario.unknown-rule", name)) };
    let mut touched = 0;
    if let Some(strength) = change.word("strength") {
        rule.insert("strength".to_owned(), Value::String(strength.to_owned()));
        if strength != "soft" {
            rule.remove("tier");
            rule.remove("weight");
        }
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
            param.insert("value".to_owned(), value.clone());
            param.remove("source");
            param.insert("assumed".to_owned(), Value::Boolean(true));
            param.insert("note".to_owned(), Value::String(scenario.to_owned()));
            touched += 1;
        }
    }
    if touched > 0 {
        *policy = toml::to_string(&root).map_err(|_| unreadable())?;
    }
    Ok(touched)
}
