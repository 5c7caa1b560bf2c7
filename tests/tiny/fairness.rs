//! The policy of the district's programme, for the rules on subjects, beginners, mentors and ages, and tiny cases on which these
//! rules matter.

use super::facts::one;
use super::{Tiny, case, facts, set, strength, tier};
use junheng::domain::words::RetirementOption;
use junheng::domain::{Minutes, Records};
use junheng::policy::{Policy, Strength, Value};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The rules.
pub const RULES: &[&str] = &["subject-loss", "new-teacher-share", "mentor", "age-structure"];

/// The policy as shipped but in ranks, in shares of half a person, without the rules of the other groups.
pub fn policy() -> Policy {
    super::of_programme(RULES)
}

/// The same with all rules of the balance and of fairness only reporting, and no quotas of rotation.
pub fn quiet() -> Policy {
    super::quiet(RULES)
}

/// Two new teachers of the subject of somebody experienced, who may go to a school near by, as few of the others do.
fn beginners(dice: &mut ChaCha8Rng, records: &mut Records) {
    let known = dice.random_range(0..records.teachers.len());
    for (at, person) in records.teachers.iter_mut().enumerate() {
        if at == known {
            person.first_employed = Some(facts::month(2010, 9));
            (person.in_school_since, person.birth) = (facts::month(2010, 9), facts::month(1990, 1));
        } else if dice.random_bool(0.6) {
            // Too new to guide anybody or to go.
            (person.first_employed, person.in_school_since) = (None, facts::month(2023, 9));
        }
    }
    let person = &records.teachers[known];
    let mut channel = facts::channel("c", 2, 50_000);
    (channel.kind, channel.stage) = (Some(person.kind.clone()), Some(person.stage));
    records.channels = vec![channel];
    records.travel.iter_mut().for_each(|way| way.minutes = Some(Minutes::whole(10)));
    if dice.random_bool(0.5) {
        records.schools.iter_mut().for_each(|school| school.cluster = None);
    }
}

/// The tiny case of `seed`: the rules of the balance are off, those of fairness at any strength with limits of a size that matters
/// for a handful of people.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x000F_A1E5);
    let mut records = facts::records(&mut dice);
    for person in &mut records.teachers {
        person.first_employed = one(&mut dice, &[None, Some(2010), Some(2020), Some(2022), Some(2025)])
            .map(|year| facts::month(year, 9))
            .filter(|&month| month <= person.in_school_since);
        person.birth = one(&mut dice, &[person.birth, facts::month(1973, 5), facts::month(1994, 5)]);
        person.retirement_option = one(&mut dice, &[RetirementOption::Standard, RetirementOption::Early]);
    }
    let guided = dice.random_bool(0.3);
    if guided {
        beginners(&mut dice, &mut records);
    }
    let mut policy = policy();
    set(&mut policy, "who-may-rotate", "cross_stage", Value::Flag(dice.random_bool(0.4)));
    let number = |dice: &mut ChaCha8Rng, of: &[i64]| Value::Number(one(dice, of));
    for (rule, param, of) in [
        ("school-loss", "share", [150, 500, 1000]),
        ("subject-loss", "share", [0, 340, 500]),
        ("subject-loss", "least", [0, 2000, 3000]),
        ("new-teacher-share", "share", [0, 250, 500]),
        ("new-teacher-share", "pupils", [0, 50_000, 100_000]),
        ("mentor", "each", [0, 1000, 3000]),
        ("age-structure", "young_share", [150, 340, 500]),
        ("age-structure", "near_share", [0, 300, 500]),
        ("age-structure", "staff", [0, 1000, 2000]),
    ] {
        let value = number(&mut dice, &of);
        set(&mut policy, rule, param, value);
    }
    if guided {
        set(&mut policy, "mentor", "each", Value::Number(1000));
    }
    for rule in super::balance::RULES {
        strength(&mut policy, rule, Strength::Off);
    }
    for rule in RULES {
        let soft = Strength::Soft {
            tier: tier(&policy, one(&mut dice, &["quotas", "balance"])),
            weight: dice.random_range(1..=3),
        };
        let chosen =
            one(&mut dice, &[soft.clone(), soft.clone(), soft, Strength::Hard, Strength::Report, Strength::Off]);
        strength(&mut policy, rule, chosen);
    }
    let case = case(&records);
    Tiny { seed, records, case, policy }
}
