//! What the office wants: rules on or off, their strength and parameters, the order of goals, and where every number
//! comes from.
//!
//! This room reads one TOML text into typed settings. It knows no rule: which names and parameters exist is told by
//! THE LIST in `formulation::rules`.

pub mod exchange;
pub mod parse;
mod settings;

pub use parse::{ParamKind, ParamSpec, PolicyIssue, RuleSpec};

use std::collections::BTreeMap;

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Document and article.
    Source(String),
    /// Nobody has confirmed it; every report lists it. With a remark.
    Assumed(String),
}

/// A parameter's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, exact in thousandths.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A word.
    Word(String),
    /// Several words.
    Words(Vec<String>),
    /// Numbers in thousandths by word, such as weights by subject.
    Numbers(BTreeMap<String, i64>),
}

/// A parameter with its provenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// How strongly a rule holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Must hold.
    Hard,
    /// Each unit of violation costs `weight` in the tier at position `tier`.
    Soft {
        /// Position in `Policy::tiers`.
        tier: usize,
        /// Whole, positive.
        weight: i64,
    },
    /// Measured, never steering.
    Report,
    /// Not looked at.
    Off,
}

/// Settings of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSettings {
    /// How strongly it holds.
    pub strength: Strength,
    /// Its parameters.
    pub params: BTreeMap<String, Param>,
}

/// One goal tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierSpec {
    /// Name, unique.
    pub name: String,
    /// What the office calls it, Chinese.
    pub zh: String,
    /// What the office calls it, English.
    pub en: String,
    /// The stated unit, such as `lesson`.
    pub unit: String,
    /// Small units per stated unit (1000 for lessons).
    pub per_unit: i64,
    /// Tolerated relative gap in millionths.
    pub tolerance_ppm: i64,
}

/// A whole policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Name, such as `annual`.
    pub name: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// Goals, most important first.
    pub tiers: Vec<TierSpec>,
    /// Settings by kebab-case rule name.
    pub rules: BTreeMap<String, RuleSettings>,
    /// The TOML text as read, for the manifest and for repeating the run.
    pub text: String,
}

impl Policy {
    /// The settings of a rule; `None` where it is off or not mentioned.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&RuleSettings> {
        self.rules.get(name).filter(|r| r.strength != Strength::Off)
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let number = |milli: i64| crate::domain::Fte::from_small(milli).to_string();
        match self {
            Self::Number(milli) => f.write_str(&number(*milli)),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Word(word) => f.write_str(word),
            Self::Words(words) => f.write_str(&words.join(", ")),
            Self::Numbers(numbers) => {
                let parts: Vec<String> =
                    numbers.iter().map(|(key, milli)| format!("{key} {}", number(*milli))).collect();
                f.write_str(&parts.join(", "))
            }
        }
    }
}
