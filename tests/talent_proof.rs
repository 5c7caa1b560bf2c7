//! What no nominations fall below, expectations that are computed, and what would close a gap: against every lawful choice on tiny districts
//! and against numbers worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::{AttritionRecord, Records};
use junheng::domain::words::{Award, HonorKind, HonorLevel, Setting, Title};
use junheng::domain::{Case, SchoolYear};
use junheng::pipeline::prospects;
use junheng::policy::{Policy, Value};
use junheng::solver::Settings;
use junheng::talent::advice::Change;
use junheng::talent::choice::choose;
use junheng::talent::naming::Nominee;
use junheng::talent::nominate::{self, Group};
use junheng::talent::{Facts, apart, expectation};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tiny::talents::{all_plans, ask, district, exactly, facts, policy, round, staff};

const SEED: u64 = 7;

/// A tenth of the people of town schools leaves in a year, and a quarter of the others.
fn leavers() -> Vec<AttritionRecord> {
    let of = |setting, rate| AttritionRecord {
        setting: Some(setting),
        sex: None,
        from_age: None,
        to_age: None,
        leaving_rate: Some(rate),
        absence_rate: None,
    };
    vec![of(Setting::Urban, 100), of(Setting::Town, 100), of(Setting::Rural, 250)]
}

/// The people of a plan, the first of each group on its first path and so on.
fn nominees(groups: &[Group]) -> Vec<Nominee> {
    let mut all = Vec::new();
    for group in groups {
        let mut members = group.members.iter();
        for (path, &taken) in group.paths.iter().zip(&group.taken) {
            let of = members.by_ref().take(usize::try_from(taken).unwrap());
            all.extend(of.map(|&person| Nominee { person, path: path.clone() }));
        }
    }
    all
}

/// The shortfall of the odds of `exactly`, weighted.
fn shortfall(facts: &Facts<'_>, nominees: &[Nominee]) -> f64 {
    let of = |(odds, target): (&std::collections::BTreeMap<i64, f64>, &junheng::talent::Target)| {
        let missing =
            odds.iter().map(|(number, odds)| f64::from(i32::try_from((target.goal - number).max(0)).unwrap()) * odds);
        missing.sum::<f64>() * f64::from(i32::try_from(target.weight).unwrap()) / 1000.0
    };
    exactly(facts, nominees).iter().zip(&facts.settings.targets).map(of).sum()
}

#[test]
fn computed_shortfalls_are_those_of_all_outcomes_one_by_one() {
    // Every lawful choice of nominations of ten districts, and all outcomes of its rounds and nominations.
    let mut plans = 0;
    for seed in 0..10 {
        let (records, policy) = district(seed);
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let (groups, _) = nominate::nominate(&facts, SEED, &ask);
        for plan in all_plans(&facts, &groups) {
            let nominees = nominees(&plan);
            let told = f64::from(i32::try_from(expectation::weighted(&facts, &nominees).unwrap()).unwrap()) / 1e6;
            let exact = shortfall(&facts, &nominees);
            assert!((told - exact).abs() < 3e-6, "seed {seed}: {told} instead of {exact}");
            plans += 1;
        }
    }
    assert!(plans > 300, "{plans} plans");
}

#[test]
fn no_lawful_nominations_fall_below_the_bound() {
    // Thirty districts, each with and without people who may leave: the bound against every lawful choice; where the choice made meets it, none is
    // better.
    let (mut met, mut open) = (0, 0);
    for seed in 0..60 {
        let (mut records, policy) = district(seed / 2);
        if seed % 2 == 1 {
            records.attrition = leavers();
        }
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let bound = apart::bound(&facts).unwrap();
        let (groups, _) = nominate::nominate(&facts, SEED, &ask);
        let worth = |plan: &Vec<Group>| expectation::weighted(&facts, &nominees(plan)).unwrap();
        let best = all_plans(&facts, &groups).iter().map(worth).min().unwrap();
        assert!(bound <= best + 3, "seed {seed}: {bound} is not below {best}");
        let (_, proof) = choose(&facts, SEED, &ask);
        assert!(proof.value.unwrap() + 3 >= best, "seed {seed}");
        if proof.is_exact() {
            assert!(proof.value.unwrap() <= best + 3, "seed {seed}: {proof:?}, {best} is possible");
            met += 1;
        } else {
            open += 1;
        }
    }
    assert!(met > 5 && open > 5, "{met} met, {open} open");
}

/// Studios of the city and the nation, which count for both, special grade and professors; two people of four to seven hold something today,
/// some are senior.
fn ladders(seed: u64) -> (Records, Policy) {
    let mut dice = ChaCha8Rng::seed_from_u64(900 + seed);
    let mut records = staff(dice.random_range(4..=7));
    for person in &mut records.teachers {
        person.title = if dice.random_bool(0.6) { Title::Senior } else { Title::First };
    }
    for (at, kind) in [(0, HonorKind::SpecialGrade), (1, HonorKind::Studio)] {
        let mut honor = tiny::facts::honor(&format!("T{at:02}"), kind);
        honor.level = HonorLevel::Municipal;
        records.distinctions.push(honor);
    }
    let mut rate = || dice.random_range(2..=8) * 100;
    let mut special = round(Award::SpecialGrade, 2027, 3, 2, rate());
    (special.title, special.training_places, special.training_gain) = (Some(Title::Senior), 1, 100);
    let mut studio = round(Award::MunicipalStudio, 2027, 9, 1, rate());
    studio.requires = vec![Award::SpecialGrade];
    let mut national = round(Award::NationalStudio, 2027, 11, 1, rate());
    national.requires = vec![Award::SpecialGrade, Award::MunicipalStudio];
    records.honors = vec![special, studio, national];
    records.attrition = leavers();
    (records, policy(&[("special_grade", 2), ("municipal_studios", 2), ("national_studios", 1)], 200))
}

#[test]
fn computed_chances_with_leavers_and_holders_are_the_simulated_ones() {
    // The simulation knows nothing of the computation: twenty districts with ladders of honors, within four standard errors and rounding.
    for seed in 0..20 {
        let (records, policy) = ladders(seed);
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let (nominees, proof) = choose(&facts, SEED, &ask);
        let chance = junheng::talent::chance::simulate(&facts, &nominees, SEED);
        let (told, exact) = (chance.weighted, proof.value.unwrap());
        // One person may be missing in each of three targets: a standard deviation of two at the most.
        assert!((told - exact).abs() <= 4 * 2_000_000 / 141 + 2000, "seed {seed}: {told} simulated, {exact} computed");
    }
}

#[test]
fn no_ladder_of_honors_falls_below_the_bound() {
    // Twenty districts with holders, leavers and honors that count for two targets, against every lawful choice.
    let mut plans = 0;
    for seed in 0..20 {
        let (records, policy) = ladders(seed);
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let bound = apart::bound(&facts).unwrap();
        let (groups, _) = nominate::nominate(&facts, SEED, &ask);
        let all = all_plans(&facts, &groups);
        let best = all.iter().map(|plan| expectation::weighted(&facts, &nominees(plan)).unwrap()).min().unwrap();
        assert!(bound <= best + 3, "seed {seed}: {bound} is not below {best}");
        plans += all.len();
    }
    assert!(plans > 200, "{plans} plans");
}

#[test]
fn schools_subjects_and_the_country_have_their_share() {
    // Six candidates of one town school, of math but for one, and two of a rural one for four places: by the limits of the policy each.
    let mut records = staff(8);
    for (at, person) in records.teachers.iter_mut().enumerate() {
        person.school = if at < 6 { "S1" } else { "S2" }.to_owned();
    }
    records.honors = vec![round(Award::KeyTeacher, 2027, 5, 4, 500)];
    let nominated = |set: &dyn Fn(&mut Policy)| -> Vec<usize> {
        let mut policy = policy(&[("key_teachers", 4)], 100);
        set(&mut policy);
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let (nominees, proof) = choose(&facts, SEED, &ask);
        assert_eq!(proof.beyond, 0);
        nominees.iter().map(|nominee| nominee.person).collect()
    };
    // By code where nothing else tells them apart.
    assert_eq!(nominated(&|_| ()), [0, 1, 2, 3]);
    let limit = |name: &'static str, value| {
        move |policy: &mut Policy| tiny::set(policy, "talent-nominations", name, Value::Number(value))
    };
    assert_eq!(nominated(&limit("per_school", 2000)), [0, 1, 6, 7]);
    // A quarter of the candidates are rural: one of four, although half is asked for.
    assert_eq!(nominated(&limit("rural_share", 500)), [0, 1, 2, 6]);
    // Half of four places for one subject, and all are of one.
    assert_eq!(nominated(&limit("kind_share", 500)), [0, 1]);
}

/// One target of one key teacher, so many candidates, and rounds of one place each with a rate of one half.
fn halves(candidates: usize, rounds: i32) -> (Records, Policy) {
    let mut records = staff(candidates);
    let of = |number| round(Award::KeyTeacher, 2027, 4 + 3 * u32::try_from(number).unwrap(), 1, 500);
    records.honors = (0..rounds).map(of).collect();
    let mut policy = policy(&[("key_teachers", 1)], 100);
    tiny::set(&mut policy, "talent-nominations", "level", Value::Number(800));
    (records, policy)
}

fn advice(records: &Records, policy: &Policy) -> junheng::talent::advice::Advice {
    let settings = Settings { threads: 1, ..Settings::default() };
    let talent = prospects(records, SchoolYear(2026), policy, &settings).unwrap().unwrap().talent;
    assert_eq!(talent.advice.len(), 1);
    talent.advice[0].clone()
}

#[test]
fn the_least_that_closes_a_gap_is_what_it_is_by_hand() {
    // One of n succeeds with 1 - 1/2^n: four fifths need three nominees, seven eighths. With one place in each of two rounds one more is enough,
    // whichever round it is in (the later one is as good), or one of the two is trained, who then succeeds with nine tenths: 19/20.
    let (records, policy) = halves(6, 1);
    let one = advice(&records, &policy);
    assert_eq!((one.places[0].more, one.places[0].reached), (Some(2), 875_000));
    assert_eq!((one.together, one.training), (None, None));
    let (mut records, policy) = halves(6, 2);
    for round in &mut records.honors {
        round.training_gain = 400;
    }
    let two = advice(&records, &policy);
    assert_eq!(two.places.iter().map(|places| places.more).collect::<Vec<_>>(), [Some(1), Some(1)]);
    let together = two.together.unwrap();
    assert_eq!((together.split.iter().map(|split| split.1).sum::<i64>(), together.reached), (1, 875_000));
    let training = two.training.unwrap();
    assert_eq!((training.split.len(), training.reached, training.is_enough), (1, 950_000, true));
}

#[test]
fn what_is_not_enough_is_said_with_all_that_there_is() {
    // Two candidates in all, both nominated in two rounds of one place: nobody is left, and training both by a tenth gives 1 - 0.4 * 0.4.
    let (mut records, mut policy) = halves(2, 2);
    tiny::set(&mut policy, "talent-nominations", "level", Value::Number(900));
    for round in &mut records.honors {
        round.training_gain = 100;
    }
    let advice = advice(&records, &policy);
    assert_eq!(advice.together, Some(Change { split: Vec::new(), reached: 750_000, is_enough: false }));
    assert_eq!(advice.training, Some(Change { split: vec![(0, 1), (1, 1)], reached: 840_000, is_enough: false }));
}

#[test]
fn three_rounds_are_filled_where_it_helps_most() {
    // Of three rounds the last has the best rate: the one nominee more goes there, 1 - 0.5 * 0.5 * 0.1 * 0.1.
    let (mut records, mut policy) = halves(8, 3);
    tiny::set(&mut policy, "talent-nominations", "level", Value::Number(980));
    records.honors[2].low_rate = 900;
    records.honors[2].rate = 900;
    records.honors[2].high_rate = 900;
    let advice = advice(&records, &policy);
    assert_eq!(advice.together, Some(Change { split: vec![(2, 1)], reached: 997_500, is_enough: true }));
}

#[test]
fn people_who_may_be_in_several_rounds_are_counted_once() {
    // Three candidates for two rounds that differ: nobody is nominated in the better one as its place is taken by chance of rank, and of the
    // further nominees all go there, not all to the first.
    let (mut records, mut policy) = halves(5, 2);
    tiny::set(&mut policy, "talent-nominations", "level", Value::Number(999));
    for (round, rate) in records.honors.iter_mut().zip([100, 800]) {
        (round.low_rate, round.rate, round.high_rate) = (rate, rate, rate);
    }
    // One of each round so far: 1 - 0.9 * 0.2; with the other three in the second 1 - 0.9 * 0.2^4.
    let advice = advice(&records, &policy);
    assert_eq!(advice.places.iter().map(|places| places.able).collect::<Vec<_>>(), [3, 3]);
    assert_eq!(advice.together, Some(Change { split: vec![(1, 3)], reached: 998_560, is_enough: false }));
}
