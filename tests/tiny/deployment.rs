//! The policy of the district's programme, for the rules on deployment (across stages, between two schools, retraining, budget) and on
//! staff shared in a cluster, and tiny cases on which these rules matter.

use super::facts::one;
use super::{Tiny, case, facts, set, strength, tier};
use junheng::policy::{Policy, Strength, Value};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// The rules.
pub const RULES: &[&str] =
    &["cross-stage", "shared-teachers", "retraining", "budget", "psychology-staff", "special-staff"];

/// The policy as shipped but in ranks, in shares of half a person, without the rules of the other groups and of the balance.
pub fn policy() -> Policy {
    let mut policy = super::of_programme(RULES);
    set(&mut policy, "shared-teachers", "most", Value::Number(500));
    set(&mut policy, "retraining", "study", Value::Number(500));
    for rule in super::balance::RULES {
        strength(&mut policy, rule, Strength::Report);
    }
    policy
}

/// The tiny case of `seed`: schools near each other and mostly of one cluster, limits of a size that matters for a handful of people.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x00DE_9107);
    let mut records = facts::records(&mut dice);
    for school in &mut records.schools {
        school.cluster = one(&mut dice, &[Some("a"), Some("a"), Some("a"), None]).map(str::to_owned);
    }
    for way in &mut records.travel {
        way.minutes = Some(junheng::domain::Minutes::whole(one(&mut dice, &[5, 12, 18, 25])));
    }
    records.enrollment.iter_mut().for_each(|grade| grade.inclusion = one(&mut dice, &[0, 0, 1, 6]));
    let mut policy = policy();
    vary(&mut policy, &mut dice, &records);
    for rule in RULES {
        let soft = Strength::Soft {
            tier: tier(&policy, one(&mut dice, &["quotas", "balance"])),
            weight: dice.random_range(1..=3),
        };
        let listing = ["cross-stage", "shared-teachers", "retraining"].contains(rule);
        let usual = if listing { Strength::Hard } else { soft };
        let chosen = one(&mut dice, &[usual.clone(), usual.clone(), usual, Strength::Hard, Strength::Report]);
        strength(&mut policy, rule, chosen);
    }
    let case = case(&records);
    Tiny { seed, records, case, policy }
}

fn vary(policy: &mut Policy, dice: &mut ChaCha8Rng, records: &junheng::domain::Records) {
    let mut kinds: Vec<String> = records.teachers.iter().map(|t| t.kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    for (rule, param, of) in [
        ("cross-stage", "most", [0, 1000, 5000]),
        ("shared-teachers", "minutes", [10_000, 20_000, 40_000]),
        ("shared-teachers", "below", [500, 1000, 3000]),
        ("retraining", "study", [0, 500, 500]),
        ("retraining", "years_left", [0, 5000, 25_000]),
        ("budget", "yuan", [0, 90_000_000, 900_000_000]),
        ("budget", "rural_allowance", [0, 4_000_000, 30_000_000]),
        ("budget", "travel", [0, 100_000, 1_000_000]),
        ("budget", "retraining", [0, 6_000_000, 20_000_000]),
        ("psychology-staff", "pupils", [100_000, 200_000, 400_000]),
        ("psychology-staff", "schools_each", [1000, 1000, 2000]),
        ("special-staff", "inclusion", [1000, 5000, 7000]),
        ("disruption", "per_cross_stage", [0, 20_000, 60_000]),
        ("disruption", "per_shared", [0, 10_000, 30_000]),
        ("disruption", "per_retraining", [0, 10_000, 60_000]),
        ("teaching-time", "small_unit_classes", [1000, 2000, 4000]),
    ] {
        let value = Value::Number(one(dice, &of));
        set(policy, rule, param, value);
    }
    set(policy, "cross-stage", "surplus_only", Value::Flag(dice.random_bool(0.5)));
    set(policy, "retraining", "further_only", Value::Flag(dice.random_bool(0.3)));
    set(policy, "who-may-rotate", "cross_stage", Value::Flag(dice.random_bool(0.8)));
    let places: BTreeMap<String, i64> =
        kinds.iter().map(|kind| (kind.clone(), 1000 * dice.random_range(0..=2))).collect();
    set(policy, "retraining", "places", Value::Numbers(places));
    for rule in ["psychology-staff", "special-staff"] {
        set(policy, rule, "kinds", Value::Words(vec![one(dice, &kinds)]));
    }
    set(policy, "shared-teachers", "kinds", Value::Words(kinds));
}
