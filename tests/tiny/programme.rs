//! The policy of the district's programme, for the rules on staff of one kind, and tiny cases on which these rules matter.

use super::facts::one;
use super::{Tiny, balance, case, facts, set, strength, tier};
use junheng::domain::records::WorkloadItem;
use junheng::domain::words::{Setting, State};
use junheng::domain::{Records, Stage};
use junheng::policy::{Policy, Strength, Value};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// Rules on staff of one kind.
pub const RULES: &[&str] = &["pe-per-classes", "health-staff", "accounting-staff", "kindergarten-staff"];

/// Rules that only report, whatever their strength.
pub const REPORTS: &[&str] = &["talent-targets", "talent-nominations", "cluster-coverage"];

/// The policy as shipped but in ranks, in shares of half a person, without the rules of the other groups.
pub fn policy() -> Policy {
    super::of_programme(RULES)
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

/// The tiny case of `seed`: the rules of the balance are off, those on staff of one kind at any strength, with kinds and limits that
/// matter for a handful of people.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x0005_7AFF);
    let mut records = facts::records(&mut dice);
    let pairs =
        [["pe", "health"], ["pe", "accounting"], ["health", "pe"], ["accounting", "pe"], ["preschool", "nursery"]];
    let kinds = one(&mut dice, &pairs);
    rename(&mut records, kinds);
    for school in &mut records.schools {
        school.boarding = dice.random_bool(0.3);
        school.cluster = one(&mut dice, &[None, Some("a"), Some("a")]).map(str::to_owned);
        if dice.random_bool(0.3) {
            school.setting = Setting::Rural;
        }
    }
    for person in &mut records.teachers {
        if dice.random_bool(0.5) {
            kinds[0].clone_into(&mut person.kind);
        }
        if dice.random_bool(0.08) {
            person.state = State::Seconded;
        }
    }
    let mut policy = policy();
    set(&mut policy, "who-may-rotate", "cross_stage", Value::Flag(dice.random_bool(0.4)));
    vary(&mut policy, &mut dice);
    let case = case(&records);
    Tiny { seed, records, case, policy }
}

/// The first two subjects become `kinds`; where these are of a kindergarten, primary classes become kindergarten classes.
fn rename(records: &mut Records, kinds: [&str; 2]) {
    let of_workload = records.workload.iter().filter_map(|w| match &w.item {
        WorkloadItem::Kind(kind) if kind != "general" => Some(kind.clone()),
        _ => None,
    });
    let subjects: Vec<String> = of_workload.collect::<BTreeSet<_>>().into_iter().collect();
    let new = |subject: &mut String| {
        if let Some(at) = subjects.iter().position(|s| s == subject) {
            // A third subject gets a name of its own, which cannot be one of the two.
            [kinds[0], kinds[1], "labor"][at].clone_into(subject);
        }
    };
    let preschool = kinds[0] == "preschool";
    let young = |stage: &mut Stage| {
        if preschool && *stage == Stage::Primary {
            *stage = Stage::Kindergarten;
        }
    };
    records.enrollment.iter_mut().for_each(|row| young(&mut row.stage));
    records.establishment.iter_mut().for_each(|row| young(&mut row.stage));
    records.certificates.iter_mut().for_each(|row| row.stage.iter_mut().for_each(young));
    for row in &mut records.teachers {
        young(&mut row.stage);
        new(&mut row.kind);
        row.other_kinds.iter_mut().for_each(new);
    }
    for row in &mut records.curriculum {
        young(&mut row.stage);
        new(&mut row.kind);
    }
    for row in &mut records.workload {
        young(&mut row.stage);
        if let WorkloadItem::Kind(kind) = &mut row.item {
            new(kind);
        }
    }
    for row in &mut records.channels {
        row.stage.iter_mut().for_each(young);
        row.kind.iter_mut().for_each(new);
    }
}

fn vary(policy: &mut Policy, dice: &mut ChaCha8Rng) {
    for (rule, param, of) in [
        ("pe-per-classes", "lower_primary", [1000, 1500, 3000]),
        ("pe-per-classes", "junior", [1000, 1500, 3000]),
        ("pe-per-classes", "rural_pupils", [0, 60_000, 100_000]),
        ("health-staff", "pupils", [0, 60_000, 120_000]),
        ("accounting-staff", "pupils", [0, 100_000, 150_000]),
        ("accounting-staff", "schools_each", [1000, 1000, 2000]),
        ("kindergarten-staff", "teachers_per_class", [300, 500, 1000]),
        ("kindergarten-staff", "nurses_per_class", [300, 500, 1000]),
    ] {
        let value = Value::Number(one(dice, &of));
        set(policy, rule, param, value);
    }
    for rule in balance::RULES {
        strength(policy, rule, Strength::Off);
    }
    for rule in RULES {
        let soft =
            Strength::Soft { tier: tier(policy, one(dice, &["quotas", "balance"])), weight: dice.random_range(1..=3) };
        let chosen = one(dice, &[soft.clone(), soft.clone(), soft, Strength::Hard, Strength::Report, Strength::Off]);
        strength(policy, rule, chosen);
    }
}
