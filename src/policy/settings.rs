//! Typed access to the parameters of a rule, after parsing has checked them against the rule's specification.

use super::{RuleSettings, Value};
use std::collections::BTreeMap;

impl RuleSettings {
    fn param(&self, name: &str) -> &Value {
        &self.params.get(name).unwrap_or_else(|| panic!("parameter {name} is in the rule's specification")).value
    }

    /// A number in thousandths.
    ///
    /// # Panics
    /// These accessors panic where the rule's specification does not list the parameter with this kind; parsing has
    /// checked everything that is listed.
    #[must_use]
    pub fn milli(&self, name: &str) -> i64 {
        match self.param(name) {
            Value::Number(n) => *n,
            other => panic!("parameter {name} is {other:?}"),
        }
    }

    /// A number in whole units, rounded down.
    #[must_use]
    pub fn whole(&self, name: &str) -> i64 {
        self.milli(name).div_euclid(1000)
    }

    /// A flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.param(name), Value::Flag(true))
    }

    /// A word.
    #[must_use]
    pub fn word(&self, name: &str) -> &str {
        match self.param(name) {
            Value::Word(w) => w,
            other => panic!("parameter {name} is {other:?}"),
        }
    }

    /// Words.
    #[must_use]
    pub fn words(&self, name: &str) -> &[String] {
        match self.param(name) {
            Value::Words(w) => w,
            other => panic!("parameter {name} is {other:?}"),
        }
    }

    /// Numbers in thousandths by word.
    #[must_use]
    pub fn numbers(&self, name: &str) -> &BTreeMap<String, i64> {
        match self.param(name) {
            Value::Numbers(n) => n,
            other => panic!("parameter {name} is {other:?}"),
        }
    }
}
