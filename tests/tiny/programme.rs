//! The policy of the district's programme, for the rules on staff of one kind.

use super::{balance, set, strength};
use junheng::formulation::rules::specs;
use junheng::policy::{Policy, Strength, Value};

/// Rules on staff of one kind.
pub const RULES: &[&str] = &["pe-per-classes", "health-staff", "accounting-staff", "kindergarten-staff"];

/// The policy as shipped, in shares of half a person, without the rules on fairness and on people.
pub fn policy() -> Policy {
    let mut policy = Policy::parse(include_str!("../../models/dazu-2027.toml"), &specs()).unwrap();
    set(&mut policy, "teaching-time", "grain", Value::Number(500));
    super::deployment::silence(&mut policy);
    for rule in super::fairness::RULES.iter().chain(super::people::RULES).chain(super::structure::RULES) {
        strength(&mut policy, rule, Strength::Report);
    }
    policy
}

/// The same, nobody having a reason to move or to be hired: what could give one only reports.
pub fn quiet() -> Policy {
    let mut policy = policy();
    let others = ["rotation-share", "key-teacher-share", "surplus-reduction", "subject-coverage", "presence"];
    let goals = ["priority-subjects", "priority-schools"];
    for rule in RULES.iter().chain(balance::RULES).chain(&others).chain(&goals) {
        strength(&mut policy, rule, Strength::Report);
    }
    policy
}
