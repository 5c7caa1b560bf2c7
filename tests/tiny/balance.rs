//! Tiny cases under the policy of the national balance: standards, limits and facilities of a size that matters for a handful of
//! people.

use super::facts::one;
use super::{Tiny, case, facts, set, strength, tier};
use junheng::domain::Records;
use junheng::domain::records::FacilityRecord;
use junheng::domain::words::{Degree, Employment, Facility, FacilityState, HonorKind, PostType, Role, Setting, Title};
use junheng::formulation::rules::specs;
use junheng::policy::{Policy, Strength, Value};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// Rules whose strength is varied here.
pub const RULES: &[&str] = &[
    "degree-above-standard",
    "key-teachers",
    "pe-arts-teachers",
    "six-of-seven",
    "difference-coefficient",
    "certified-staff",
    "pupil-teacher-ratio",
    "post-structure",
    "teaching-posts",
    "class-size",
    "rotation-direction",
    "leader-terms",
];

/// The policy as shipped, in shares of half a person.
pub fn policy() -> Policy {
    let mut policy = Policy::parse(include_str!("../../models/national-balance.toml"), &specs()).unwrap();
    set(&mut policy, "teaching-time", "grain", Value::Number(500));
    policy
}

/// The tiny case of `seed`.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x0BA1_A9CE);
    let mut records = facts::records(&mut dice);
    enrich(&mut dice, &mut records);
    let mut policy = policy();
    vary(&mut policy, &mut dice);
    let case = case(&records);
    Tiny { seed, records, case, policy }
}

fn enrich(dice: &mut ChaCha8Rng, records: &mut Records) {
    for person in &mut records.teachers {
        person.degree = one(dice, &[Degree::Secondary, Degree::College, Degree::Bachelor, Degree::Master]);
        person.title = one(dice, &[Title::None, Title::First, Title::Senior, Title::Professor]);
        person.employment =
            one(dice, &[Employment::Permanent, Employment::Permanent, Employment::Contract, Employment::PartTime]);
        if dice.random_bool(0.35) {
            person.post = PostType::NonTeaching;
        }
        if dice.random_bool(0.4) {
            records.distinctions.push(facts::honor(&person.id, HonorKind::KeyTeacher));
        }
        if dice.random_bool(0.35) {
            (person.role, person.terms) = (one(dice, &[Role::Principal, Role::Deputy]), dice.random_range(1..=3));
        }
    }
    for school in &mut records.schools {
        school.teaching_point = dice.random_bool(0.3);
        if dice.random_bool(0.4) {
            school.setting = Setting::Rural;
        }
    }
    for row in &records.enrollment {
        for &facility in Facility::ALL {
            let state = one(
                dice,
                &[
                    None,
                    Some(FacilityState::Met),
                    Some(FacilityState::Met),
                    Some(FacilityState::Short),
                    Some(FacilityState::Failing),
                ],
            );
            if dice.random_bool(0.25) {
                let amount = state.is_none().then(|| 1000 * dice.random_range(1..2000));
                let (school, stage) = (row.school.clone(), row.stage);
                records.facilities.push(FacilityRecord { school, stage, facility, amount, state });
            }
        }
    }
}

fn vary(policy: &mut Policy, dice: &mut ChaCha8Rng) {
    let milli = |dice: &mut ChaCha8Rng, of: &[i64]| Value::Number(one(dice, of));
    for (rule, of) in [
        ("degree-above-standard", [800, 1500, 3000]),
        ("key-teachers", [400, 1000, 2000]),
        ("pe-arts-teachers", [400, 900, 2500]),
        ("difference-coefficient", [100, 350, 600]),
    ] {
        for stage in ["primary", "junior"] {
            let value = milli(dice, &of);
            set(policy, rule, stage, value);
        }
    }
    set(policy, "degree-above-standard", "hires_count", Value::Flag(dice.random_bool(0.5)));
    set(policy, "difference-coefficient", "pupil_weighted", Value::Flag(dice.random_bool(0.6)));
    set(policy, "balance-scope", "pupils", Value::Number(1000 * dice.random_range(20..=120)));
    set(policy, "balance-scope", "boundary_out", Value::Flag(dice.random_bool(0.5)));
    let share = milli(dice, &[0, 500, 1000]);
    set(policy, "rotation-direction", "share", share);
    let floor = milli(dice, &[500, 850]);
    set(policy, "six-of-seven", "floor", floor);
    let least = milli(dice, &[1000, 20_000, 60_000]);
    set(policy, "pupil-teacher-ratio", "pupils", least);
    by_stage(policy, "pupil-teacher-ratio", "most", one(dice, &[40_000, 90_000]));
    by_stage(policy, "pupil-teacher-ratio", "least", one(dice, &[20_000, 35_000]));
    for (param, of) in
        [("senior", [100, 300]), ("middle", [100, 300]), ("rural_senior", [200, 600]), ("rural_middle", [200, 400])]
    {
        by_stage(policy, "post-structure", param, one(dice, &of));
    }
    by_stage(policy, "teaching-posts", "non_teaching", one(dice, &[0, 350, 500]));
    by_stage(policy, "teaching-posts", "teaching", 400);
    by_stage(policy, "class-size", "size", 1000 * one(dice, &[45, 150]));
    for rule in RULES {
        let soft = Strength::Soft {
            tier: tier(policy, one(dice, &["quotas", "balance", "balance"])),
            weight: dice.random_range(1..=3),
        };
        let chosen = match dice.random_range(0..10) {
            0 if !["class-size", "certified-staff"].contains(rule) => Strength::Hard,
            1 => Strength::Report,
            2 => Strength::Off,
            _ => soft,
        };
        strength(policy, rule, chosen);
    }
}

fn by_stage(policy: &mut Policy, rule: &str, param: &str, value: i64) {
    let stages = ["primary", "junior"].map(|stage| (stage.to_owned(), value));
    set(policy, rule, param, Value::Numbers(BTreeMap::from(stages)));
}
