//! The policy of the district's programme, for the rules on clusters, closing points, paired schools, personal burdens, decided cases
//! and published plans, and tiny cases on which these rules matter.

use super::facts::one;
use super::{Tiny, case, facts, set, strength, tier};
use junheng::domain::Records;
use junheng::domain::records::PublishedRecord;
use junheng::domain::words::{Role, Setting};
use junheng::policy::{Policy, Strength, Value};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The rules. The last only lists: it is hard or reports, and its `build` prices nothing as long as `who-may-rotate` is on.
pub const RULES: &[&str] =
    &["clusters", "closing-points", "paired-schools", "personal", "published-plan", "decided-cases"];

/// The policy as shipped but in ranks, in shares of half a person, without the rules of the other groups.
pub fn policy() -> Policy {
    super::of_programme(RULES)
}

/// The same with all these rules and those of the balance only reporting, and no quotas of rotation.
pub fn quiet() -> Policy {
    let mut policy = super::quiet(RULES);
    strength(&mut policy, "rotation-direction", Strength::Report);
    policy
}

/// Pairs of schools, what becomes of closing ones, where people live and what weighs on them, what is decided and published.
fn records(dice: &mut ChaCha8Rng) -> Records {
    let mut records = facts::records(dice);
    let codes: Vec<String> = records.schools.iter().map(|s| s.id.clone()).collect();
    for school in &mut records.schools {
        let other = one(dice, &codes);
        school.paired_with = Some(other.clone()).filter(|code| *code != school.id && dice.random_bool(0.5));
        school.merges_into = Some(other).filter(|code| *code != school.id && dice.random_bool(0.5));
        school.setting = one(dice, &[school.setting, Setting::Town, Setting::Rural]);
        // Enough people whose place must be found near home.
        if dice.random_bool(0.15) {
            school.closes = Some(super::YEAR);
        }
    }
    let people: Vec<String> = records.teachers.iter().map(|t| t.id.clone()).collect();
    for person in &mut records.teachers {
        person.home_town = one(dice, &[None, Some("east"), Some("west"), Some("north")]).map(str::to_owned);
        person.hardship = dice.random_bool(0.2);
        person.spouse = Some(one(dice, &people)).filter(|id| *id != person.id && dice.random_bool(0.4));
        person.rural_years = one(dice, &[0, 0, 5, 6, 9]);
        person.preferences = if dice.random_bool(0.3) { vec![one(dice, &codes)] } else { Vec::new() };
        person.forbidden = codes.iter().filter(|_| dice.random_bool(0.15)).cloned().collect();
        person.exempt_reason = one(dice, &[None, None, Some("病")]).map(str::to_owned);
        if dice.random_bool(0.1) {
            (person.role, person.terms) = (Role::Deputy, 2);
        }
        if let Some(unit) = Some(one(dice, &records.enrollment)).filter(|_| dice.random_bool(0.6)) {
            let (school, stage) = one(dice, &[(unit.school, unit.stage), (person.school.clone(), person.stage)]);
            records.published.push(PublishedRecord { teacher: person.id.clone(), school, stage, year: None });
        }
    }
    records
}

/// The tiny case of `seed`: the rules of the balance are off, these at any strength with numbers of a size that matters for a handful of
/// people.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x0000_9E09);
    let records = records(&mut dice);
    let mut policy = policy();
    for (rule, param, of) in [
        ("school-loss", "share", [150, 500, 1000]),
        ("reach", "cluster_minutes", [14_000, 28_000, 40_000]),
        ("closing-points", "near", [0, 14_000, 20_000]),
        ("closing-points", "unknown_minutes", [10_000, 25_000, 40_000]),
        ("paired-schools", "people", [0, 1000, 2000]),
        ("personal", "couple_minutes", [0, 14_000, 20_000]),
        ("personal", "rural", [0, 7000, 60_000]),
        ("personal", "preference", [0, 11_000, 30_000]),
        ("published-plan", "most", [0, 1000, 2000]),
    ] {
        let value = Value::Number(one(&mut dice, &of));
        set(&mut policy, rule, param, value);
    }
    set(&mut policy, "who-may-rotate", "cross_stage", Value::Flag(dice.random_bool(0.4)));
    // Among at most one who rotates, HiGHS is seen to pay the share of key teachers five times over (seed 82): it says nothing of these
    // rules, and is left out.
    for rule in super::balance::RULES.iter().chain(&["key-teacher-share"]) {
        strength(&mut policy, rule, Strength::Off);
    }
    for &rule in RULES {
        let soft = Strength::Soft {
            tier: tier(&policy, one(&mut dice, &["quotas", "balance"])),
            weight: dice.random_range(1..=3),
        };
        let soft = if rule == "decided-cases" { Strength::Hard } else { soft };
        let chosen =
            one(&mut dice, &[soft.clone(), soft.clone(), soft, Strength::Hard, Strength::Report, Strength::Off]);
        strength(&mut policy, rule, chosen);
    }
    let case = case(&records);
    Tiny { seed, records, case, policy }
}
