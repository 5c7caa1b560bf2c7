//! Reads a policy text and checks it against the rules that exist, naming everything that is wrong at once.

use super::{Param, Policy, Provenance, RuleSettings, Strength, TierSpec, Value};
use crate::messages::Text;
use std::collections::BTreeMap;
use toml::Table;

/// What a parameter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A number of at most three decimals, not negative.
    Number,
    /// `true` or `false`.
    Flag,
    /// A text.
    Word,
    /// A list of texts.
    Words,
    /// A table of numbers.
    Numbers,
    /// A table of numbers by these names.
    NumbersOf(&'static [&'static str]),
}

/// One parameter of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamSpec {
    /// Key in the policy.
    pub name: &'static str,
    /// What it must be.
    pub kind: ParamKind,
    /// Unit of a number, such as `share`, `years`, `minutes`.
    pub unit: &'static str,
}

/// What the policy may say of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSpec {
    /// Kebab-case name.
    pub name: &'static str,
    /// Whether it says what may be considered at all: such a rule cannot be broken at a price, so it is never soft.
    pub listing: bool,
    /// Parameters, all of them required where the rule is on.
    pub params: &'static [ParamSpec],
}

/// Something wrong in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyIssue {
    /// Where: `tier coverage`, `rule.rotation-share.share`, or line and column.
    pub place: String,
    /// What and why.
    pub cause: Text,
    /// What to do.
    pub action: Text,
}

struct Reader<'a> {
    rules: &'a [RuleSpec],
    issues: Vec<PolicyIssue>,
}

impl Policy {
    /// The policy of a TOML text.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str, rules: &[RuleSpec]) -> Result<Self, Vec<PolicyIssue>> {
        let root: Table = text.parse().map_err(|error: toml::de::Error| vec![syntax(text, &error)])?;
        let mut reader = Reader { rules, issues: Vec::new() };
        let policy = reader.policy(&root, text);
        if reader.issues.is_empty() { Ok(policy) } else { Err(reader.issues) }
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> PolicyIssue {
    let before = text.get(..error.span().map_or(0, |s| s.start)).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    PolicyIssue {
        place: format!("{line}:{column}"),
        cause: Text::new("policy.syntax").with("message", error.message()),
        action: Text::new("policy.syntax.action"),
    }
}

impl Reader<'_> {
    fn wrong(&mut self, place: impl Into<String>, cause: Text, action: Text) {
        self.issues.push(PolicyIssue { place: place.into(), cause, action });
    }

    fn policy(&mut self, root: &Table, text: &str) -> Policy {
        for key in root.keys().filter(|k| !["name", "title", "tier", "rule"].contains(&k.as_str())) {
            self.wrong(key, Text::new("policy.unknown-key").with("key", key), Text::new("policy.unknown-key.action"));
        }
        let name = self.word(root, "name", "name");
        let (zh, en) = self.title(root, "title");
        let tiers = self.tiers(root);
        let rules = self.rules(root, &tiers);
        Policy { name, zh, en, tiers, rules, text: text.to_owned() }
    }

    fn word(&mut self, table: &Table, key: &str, place: &str) -> String {
        if let Some(word) = table.get(key).and_then(toml::Value::as_str).filter(|w| !w.is_empty()) {
            return word.to_owned();
        }
        self.wrong(
            place,
            Text::new("policy.missing").with("key", key),
            Text::new("policy.missing.action").with("key", key),
        );
        String::new()
    }

    fn title(&mut self, table: &Table, place: &str) -> (String, String) {
        let empty = Table::new();
        let title = table.get("title").and_then(toml::Value::as_table).unwrap_or(&empty);
        (self.word(title, "zh", &format!("{place}.zh")), self.word(title, "en", &format!("{place}.en")))
    }

    fn tiers(&mut self, root: &Table) -> Vec<TierSpec> {
        let mut tiers: Vec<TierSpec> = Vec::new();
        for (at, entry) in root.get("tier").and_then(toml::Value::as_array).into_iter().flatten().enumerate() {
            let place = format!("tier {}", at + 1);
            let empty = Table::new();
            let table = entry.as_table().unwrap_or(&empty);
            let name = self.word(table, "name", &place);
            let (zh, en) = self.title(table, &format!("{place}.title"));
            let unit = self.word(table, "unit", &place);
            let Some(per_unit) = per_unit(&unit) else {
                self.wrong(&place, Text::new("policy.unit").with("unit", &unit), Text::new("policy.unit.action"));
                continue;
            };
            let gap = table.get("gap").and_then(number_ppm).unwrap_or(-1);
            if !(0..=1_000_000).contains(&gap) {
                self.wrong(&place, Text::new("policy.gap"), Text::new("policy.gap.action"));
            }
            if tiers.iter().any(|t| t.name == name) {
                self.wrong(
                    &place,
                    Text::new("policy.tier-twice").with("tier", &name),
                    Text::new("policy.tier-twice.action"),
                );
            }
            tiers.push(TierSpec { name, zh, en, unit, per_unit, tolerance_ppm: gap });
        }
        if tiers.is_empty() {
            self.wrong("tier", Text::new("policy.no-tier"), Text::new("policy.no-tier.action"));
        }
        tiers
    }

    fn rules(&mut self, root: &Table, tiers: &[TierSpec]) -> BTreeMap<String, RuleSettings> {
        let mut settings = BTreeMap::new();
        for (name, entry) in root.get("rule").and_then(toml::Value::as_table).into_iter().flatten() {
            let place = format!("rule.{name}");
            let Some(spec) = self.rules.iter().find(|r| r.name == name).copied() else {
                let known = self.rules.iter().map(|r| r.name).collect::<Vec<_>>().join(", ");
                self.wrong(
                    place,
                    Text::new("policy.unknown-rule").with("rule", name),
                    Text::new("policy.unknown-rule.action").with("known", known),
                );
                continue;
            };
            let empty = Table::new();
            let table = entry.as_table().unwrap_or(&empty);
            let strength = self.strength(table, tiers, &place);
            if spec.listing && matches!(strength, Some(Strength::Soft { .. })) {
                self.wrong(&place, Text::new("policy.listing"), Text::new("policy.listing.action"));
            }
            if let Some(strength) = strength {
                let params = if strength == Strength::Off { BTreeMap::new() } else { self.params(table, spec, &place) };
                settings.insert(name.clone(), RuleSettings { strength, params });
            }
        }
        settings
    }

    fn strength(&mut self, table: &Table, tiers: &[TierSpec], place: &str) -> Option<Strength> {
        match table.get("strength").and_then(toml::Value::as_str) {
            Some("hard") => Some(Strength::Hard),
            Some("report") => Some(Strength::Report),
            Some("off") => Some(Strength::Off),
            Some("soft") => {
                let wanted = table.get("tier").and_then(toml::Value::as_str).unwrap_or_default();
                let tier = tiers.iter().position(|t| t.name == wanted);
                let weight =
                    table.get("weight").and_then(toml::Value::as_integer).filter(|w| (1..=1_000_000).contains(w));
                if tier.is_none() {
                    let known = tiers.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", ");
                    self.wrong(
                        place,
                        Text::new("policy.tier").with("tier", wanted),
                        Text::new("policy.tier.action").with("known", known),
                    );
                }
                if weight.is_none() {
                    self.wrong(place, Text::new("policy.weight"), Text::new("policy.weight.action"));
                }
                Some(Strength::Soft { tier: tier?, weight: weight? })
            }
            _ => {
                self.wrong(place, Text::new("policy.strength"), Text::new("policy.strength.action"));
                None
            }
        }
    }

    fn params(&mut self, table: &Table, spec: RuleSpec, place: &str) -> BTreeMap<String, Param> {
        for key in table.keys().filter(|k| !["strength", "tier", "weight"].contains(&k.as_str())) {
            if !spec.params.iter().any(|p| p.name == key) {
                let known = spec.params.iter().map(|p| p.name).collect::<Vec<_>>().join(", ");
                self.wrong(
                    format!("{place}.{key}"),
                    Text::new("policy.unknown-key").with("key", key),
                    Text::new("policy.unknown-param.action").with("known", known),
                );
            }
        }
        let mut params = BTreeMap::new();
        for param in spec.params {
            let place = format!("{place}.{}", param.name);
            let Some(entry) = table.get(param.name).and_then(toml::Value::as_table) else {
                self.wrong(
                    place,
                    Text::new("policy.missing").with("key", param.name),
                    Text::new("policy.missing-param.action").with("key", param.name),
                );
                continue;
            };
            let value = entry.get("value").and_then(|v| value(v, param.kind));
            if value.is_none() {
                self.wrong(&place, Text::new("policy.value"), Text::new(expected(param.kind)));
            }
            if let (ParamKind::NumbersOf(known), Some(Value::Numbers(numbers))) = (param.kind, &value) {
                for key in numbers.keys().filter(|key| !known.contains(&key.as_str())) {
                    self.wrong(
                        format!("{place}.value.{key}"),
                        Text::new("policy.unknown-key").with("key", key),
                        Text::new("policy.unknown-name.action").with("known", known.join(", ")),
                    );
                }
            }
            let provenance = provenance(entry);
            if provenance.is_none() {
                self.wrong(&place, Text::new("policy.provenance"), Text::new("policy.provenance.action"));
            }
            if let (Some(value), Some(provenance)) = (value, provenance) {
                params.insert(param.name.to_owned(), Param { value, provenance });
            }
        }
        params
    }
}

fn provenance(entry: &Table) -> Option<Provenance> {
    let text = |key| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    match (text("source"), entry.get("assumed").and_then(toml::Value::as_bool)) {
        (Some(source), None | Some(false)) => Some(Provenance::Source(source)),
        (None, Some(true)) => Some(Provenance::Assumed(text("note").unwrap_or_default())),
        _ => None,
    }
}

fn value(value: &toml::Value, kind: ParamKind) -> Option<Value> {
    match kind {
        ParamKind::Number => number_milli(value).map(Value::Number),
        ParamKind::Flag => value.as_bool().map(Value::Flag),
        ParamKind::Word => value.as_str().map(|w| Value::Word(w.to_owned())),
        ParamKind::Words => {
            let words = value.as_array()?.iter().map(|w| w.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()?;
            Some(Value::Words(words))
        }
        ParamKind::Numbers | ParamKind::NumbersOf(_) => {
            let numbers =
                value.as_table()?.iter().map(|(k, v)| Some((k.clone(), number_milli(v)?))).collect::<Option<_>>()?;
            Some(Value::Numbers(numbers))
        }
    }
}

const fn expected(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Number => "policy.expected-number",
        ParamKind::Flag => "policy.expected-flag",
        ParamKind::Word => "policy.expected-word",
        ParamKind::Words => "policy.expected-words",
        ParamKind::Numbers | ParamKind::NumbersOf(_) => "policy.expected-numbers",
    }
}

/// Small units per stated unit; `None` for an unknown one.
fn per_unit(unit: &str) -> Option<i64> {
    match unit {
        "lesson" | "lesson-equivalent" | "point" => Some(1000),
        "person" | "minute" | "yuan" | "post" => Some(1),
        _ => None,
    }
}

/// A number that is not negative and exact in thousandths, in thousandths.
#[must_use]
pub fn number_milli(value: &toml::Value) -> Option<i64> {
    exact(value, 1000.0)
}

fn number_ppm(value: &toml::Value) -> Option<i64> {
    exact(value, 1e6)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "checked to be small and whole")]
fn exact(value: &toml::Value, scale: f64) -> Option<i64> {
    let number = value.as_float().or_else(|| value.as_integer().map(|i| i as f64))?;
    let scaled = number * scale;
    let whole = scaled.round();
    ((0.0..=1e12).contains(&number) && (scaled - whole).abs() < 1e-6).then_some(whole as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[RuleSpec] = &[
        RuleSpec {
            name: "rotation-share",
            listing: false,
            params: &[ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" }],
        },
        RuleSpec { name: "certificate", listing: true, params: &[] },
    ];
    const HEAD: &str = "name = \"t\"\ntitle = { zh = \"测试\", en = \"test\" }\n[[tier]]\nname = \"quota\"\ntitle = { zh = \"指标\", en = \"quota\" }\nunit = \"person\"\ngap = 0.001\n";

    #[test]
    fn a_policy_is_read_with_exact_numbers_and_their_source() {
        // One rule with one sourced number; 0.1 becomes exactly 100 thousandths.
        let text = format!(
            "{HEAD}[rule.rotation-share]\nstrength = \"soft\"\ntier = \"quota\"\nweight = 2\nshare = {{ value = 0.1, source = \"S7\" }}\n"
        );
        let policy = Policy::parse(&text, RULES).unwrap();
        let rule = policy.rule("rotation-share").unwrap();
        assert_eq!(rule.milli("share"), 100);
        assert_eq!(rule.strength, Strength::Soft { tier: 0, weight: 2 });
        assert_eq!(policy.tiers[0].tolerance_ppm, 1000);
    }

    #[test]
    fn every_mistake_of_a_policy_is_named_at_once() {
        // An unknown rule, a missing source, an unknown parameter and an unknown tier are four messages of one run.
        let text = format!(
            "{HEAD}[rule.rotation-share]\nstrength = \"soft\"\ntier = \"nowhere\"\nweight = 1\n[rule.unknown]\nstrength = \"hard\"\n"
        );
        let issues = Policy::parse(&text, RULES).unwrap_err();
        assert_eq!(issues.len(), 2, "{issues:?}");
        let text = format!("{HEAD}[rule.rotation-share]\nstrength = \"hard\"\nshare = {{ value = 0.1 }}\nshares = 3\n");
        let issues = Policy::parse(&text, RULES).unwrap_err();
        assert_eq!(
            issues.iter().map(|i| i.place.as_str()).collect::<Vec<_>>(),
            ["rule.rotation-share.shares", "rule.rotation-share.share"]
        );
    }

    #[test]
    fn a_rule_that_decides_what_is_considered_cannot_be_soft() {
        // Nothing against it is ever proposed, so a price for breaking it would mean nothing; hard and off do.
        let with = |strength: &str| Policy::parse(&format!("{HEAD}[rule.certificate]\nstrength = {strength}\n"), RULES);
        let issues = with("\"soft\"\ntier = \"quota\"\nweight = 1").unwrap_err();
        assert_eq!(issues.len(), 1, "{issues:?}");
        assert_eq!(issues[0].cause, Text::new("policy.listing"));
        assert!(with("\"hard\"").is_ok() && with("\"off\"").is_ok());
    }

    #[test]
    fn a_syntax_error_says_line_and_column() {
        // The bracket is missing on line two.
        let issues = Policy::parse("name = \"t\"\n[tier\n", RULES).unwrap_err();
        assert!(issues[0].place.starts_with("2:"), "{issues:?}");
    }
}
