//! The policy of the district's programme, for the rules on subjects that must not vanish, vocational staff, degrees, out-of-field
//! teaching, new and designated schools, and tiny cases on which these rules matter.

use super::facts::one;
use super::{Tiny, case, facts, set, strength, tier};
use junheng::domain::words::{Degree, HonorKind};
use junheng::domain::{Records, Stage};
use junheng::policy::{Policy, Strength, Value};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};

/// The rules.
pub const RULES: &[&str] = &[
    "arts-taught",
    "labor-it-taught",
    "vocational-staff",
    "degree-share",
    "out-of-field",
    "new-schools",
    "rural-junior",
];

/// The policy as shipped but in ranks, in shares of half a person, without the rules of the other groups.
pub fn policy() -> Policy {
    super::of_programme(RULES)
}

/// The same with all rules of the balance and of this group only reporting, and no quotas of rotation.
pub fn quiet() -> Policy {
    super::quiet(RULES)
}

/// The tiny case of `seed`: the rules of the balance are off, those of this group at any strength with limits of a size that matters
/// for a handful of people.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x0057_4C7A);
    let mut records = facts::records(&mut dice);
    if dice.random_bool(0.4) {
        vocational(&mut records);
    }
    for person in &mut records.teachers {
        person.first_employed = one(&mut dice, &[None, Some(2010), Some(2020), Some(2024)])
            .map(|year| facts::month(year, 9))
            .filter(|&month| month <= person.in_school_since);
        person.degree = one(&mut dice, &[Degree::College, Degree::Bachelor, Degree::Master]);
        person.dual_qualified = dice.random_bool(0.5);
        // Many may change stage, so that people come and go in every way.
        if dice.random_bool(0.5) {
            let stages = records.enrollment.iter().map(|row| row.stage).collect::<BTreeSet<_>>();
            records.certificates.extend(stages.into_iter().map(|stage| facts::certificate(&person.id, stage)));
        }
        if dice.random_bool(0.3) {
            records.distinctions.push(facts::honor(&person.id, HonorKind::KeyTeacher));
        }
    }
    for school in &mut records.schools {
        if dice.random_bool(0.5) {
            let years = [YEAR, YEAR - 1, YEAR - 3, YEAR - 4];
            school.opens = Some(one(&mut dice, &years)).filter(|_| school.closes.is_none());
        }
        if dice.random_bool(0.5) {
            school.priority = vec!["quality-junior".to_owned()];
        }
    }
    let mut policy = policy();
    vary(&mut policy, &mut dice);
    let case = case(&records);
    Tiny { seed, records, case, policy }
}

const YEAR: i32 = super::YEAR;

/// Junior units become vocational ones.
fn vocational(records: &mut Records) {
    let stage = |stage: &mut Stage| {
        if *stage == Stage::Junior {
            *stage = Stage::Vocational;
        }
    };
    records.enrollment.iter_mut().for_each(|row| stage(&mut row.stage));
    records.teachers.iter_mut().for_each(|row| stage(&mut row.stage));
    records.certificates.iter_mut().filter_map(|row| row.stage.as_mut()).for_each(stage);
    records.curriculum.iter_mut().for_each(|row| stage(&mut row.stage));
    records.workload.iter_mut().for_each(|row| stage(&mut row.stage));
    records.establishment.iter_mut().for_each(|row| stage(&mut row.stage));
    records.channels.iter_mut().filter_map(|row| row.stage.as_mut()).for_each(stage);
}

/// Limits, kinds and strengths.
fn vary(policy: &mut Policy, dice: &mut ChaCha8Rng) {
    for (rule, param, of) in [
        ("arts-taught", "share", [250, 500, 1000]),
        ("labor-it-taught", "share", [300, 500, 1000]),
        ("vocational-staff", "pupils_per_teacher", [20_000, 60_000, 100_000]),
        ("vocational-staff", "dual_share", [300, 500, 1000]),
        ("out-of-field", "share", [0, 200, 300]),
        ("out-of-field", "lessons_each", [9000, 12_000, 15_000]),
        ("new-schools", "experience", [3000, 5000, 11_000]),
        ("new-schools", "experienced_share", [0, 400, 1000]),
        ("new-schools", "key_share", [0, 150, 500]),
        ("new-schools", "beginner_share", [0, 250, 400]),
        ("rural-junior", "share", [150, 340, 1000]),
        ("teaching-time", "small_unit_classes", [2000, 4000, 6000]),
    ] {
        let value = Value::Number(one(dice, &of));
        set(policy, rule, param, value);
    }
    let words = |dice: &mut ChaCha8Rng, of: &[&[&str]]| {
        Value::Words(one(dice, of).iter().map(|word| (*word).to_owned()).collect())
    };
    let arts = words(dice, &[&["music", "art"], &["music", "pe"], &["math", "pe", "psychology"]]);
    set(policy, "arts-taught", "kinds", arts);
    let labor = words(dice, &[&["psychology", "art"], &["math"], &["music"]]);
    set(policy, "labor-it-taught", "kinds", labor);
    let trade = words(dice, &[&["math"], &["pe", "music"], &["art", "psychology", "math"]]);
    set(policy, "vocational-staff", "kinds", trade);
    let floors = ["primary", "junior", "vocational"].map(|stage| (stage.to_owned(), one(dice, &[340, 600, 1000])));
    set(policy, "degree-share", "floor", Value::Numbers(BTreeMap::from(floors)));
    set(policy, "degree-share", "hires_count", Value::Flag(dice.random_bool(0.5)));
    set(policy, "who-may-rotate", "cross_stage", Value::Flag(dice.random_bool(0.6)));
    for rule in super::balance::RULES {
        strength(policy, rule, Strength::Off);
    }
    if dice.random_bool(0.15) {
        // Then nothing but the rules of this group asks that somebody teach.
        strength(policy, "subject-coverage", Strength::Report);
    }
    for rule in RULES {
        let tiers = ["coverage", "quotas", "balance", "priorities"];
        let soft = Strength::Soft { tier: tier(policy, one(dice, &tiers)), weight: dice.random_range(1..=3) };
        let chosen = one(dice, &[soft.clone(), soft.clone(), soft, Strength::Hard, Strength::Report, Strength::Off]);
        strength(policy, rule, chosen);
    }
}
