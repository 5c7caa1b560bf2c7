//! Nominations for titles and honors against everything that could be done instead, and chances against exact probabilities, on tiny
//! districts of a few candidates and rounds.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::{Records, RoundRecord};
use junheng::domain::words::{Award, Degree, HonorKind, HonorLevel, Setting, Title};
use junheng::domain::{Case, SchoolYear, Stage};
use junheng::pipeline::prospects;
use junheng::policy::{Policy, Value};
use junheng::program::Program;
use junheng::solver::{Settings, Silent, solve};
use junheng::talent::chance::simulate;
use junheng::talent::naming::{self, Nominee};
use junheng::talent::nominate::{self, Group};
use junheng::talent::path::Path;
use junheng::talent::{Answer, Facts};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use tiny::facts::{month, school, teacher};

const SEED: u64 = 7;

/// A round of an award without conditions.
fn round(award: Award, year: i32, number: u32, places: i64, rate: i64) -> RoundRecord {
    RoundRecord {
        award,
        date: month(year, number),
        places,
        training_places: 0,
        low_rate: rate,
        rate,
        high_rate: rate,
        training_gain: 0,
        title: None,
        title_years: None,
        degree: None,
        service_years: None,
        rural_years: None,
        max_age: None,
        roles: Vec::new(),
        requires: Vec::new(),
    }
}

/// The policy of the programme with these targets and no limits on schools and subjects.
fn policy(goals: &[(&str, i64)], futures: i64) -> Policy {
    let mut policy =
        Policy::parse(include_str!("../models/dazu-2027.toml"), &junheng::formulation::rules::specs()).unwrap();
    let names =
        ["senior_rank", "special_grade", "subject_leaders", "key_principals", "master_teachers", "key_teachers"];
    for name in names.into_iter().chain(["master_candidates", "municipal_studios", "national_studios"]) {
        let goal = goals.iter().find(|goal| goal.0 == name).map_or(0, |goal| goal.1);
        tiny::set(&mut policy, "talent-targets", name, Value::Number(1000 * goal));
    }
    for (name, value) in
        [("per_school", 100), ("kind_share", 1), ("rural_share", 0), ("futures", futures), ("runs", 20_000)]
    {
        tiny::set(&mut policy, "talent-nominations", name, Value::Number(1000 * value));
    }
    tiny::set(&mut policy, "talent-nominations", "gap", Value::Number(0));
    policy
}

/// So many teachers of one school, all of the first title.
fn staff(count: usize) -> Records {
    let mut records = Records { schools: vec![school("S1"), school("S2")], ..Records::default() };
    records.schools[1].setting = Setting::Rural;
    let place = |at: usize| if at.is_multiple_of(2) { "S1" } else { "S2" };
    records.teachers =
        (0..count).map(|at| teacher(&format!("T{at:02}"), place(at), Stage::Primary, "chinese")).collect();
    for person in &mut records.teachers {
        person.title_since = Some(month(2018, 9));
        person.degree = Degree::Bachelor;
    }
    records
}

/// A district of the seed: two to five candidates of two sorts, two or three rounds of two awards of which the second may ask for the first.
fn district(seed: u64) -> (Records, Policy) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut records = staff(dice.random_range(2..=5));
    for person in &mut records.teachers {
        if dice.random_bool(0.4) {
            person.title = Title::Senior;
        }
    }
    let mut rate = || dice.random_range(2..=9) * 100;
    let mut rounds = vec![
        round(Award::KeyTeacher, 2026, 12, 2, rate()),
        round(Award::MasterTeacher, 2027, 5, 1, rate()),
        round(Award::KeyTeacher, 2027, 11, 1, rate()),
    ];
    rounds[0].training_places = 1;
    rounds[0].low_rate = (rounds[0].rate - 200).max(0);
    rounds[0].training_gain = 100;
    rounds[0].high_rate = (rounds[0].rate + 100).min(900);
    if dice.random_bool(0.5) {
        rounds[1].requires = vec![Award::KeyTeacher];
    } else {
        rounds[1].title = Some(Title::Senior);
    }
    if dice.random_bool(0.3) {
        rounds.pop();
    }
    records.honors = rounds;
    (records, policy(&[("key_teachers", dice.random_range(1..=3)), ("master_teachers", 1)], 500))
}

fn facts<'c>(case: &'c Case, records: &Records, policy: &Policy) -> Facts<'c> {
    Facts::of(case, records, policy).unwrap()
}

fn ask(program: &Program, start: Option<&[i64]>) -> Answer {
    let outcome = solve(program, &Settings { threads: 1, ..Settings::default() }, start, &Silent);
    Answer { bound: outcome.tiers.first().and_then(|tier| tier.bound), solution: outcome.solution }
}

/// Every way in which people of the groups may be nominated under the places of the rounds.
fn all_plans(facts: &Facts<'_>, groups: &[Group]) -> Vec<Vec<Group>> {
    let mut plans: Vec<Vec<Group>> = vec![Vec::new()];
    for group in groups {
        let mut numbers: Vec<Vec<i64>> = vec![Vec::new()];
        for _ in &group.paths {
            let of = |numbers: &Vec<i64>| {
                let left = i64::try_from(group.members.len()).unwrap() - numbers.iter().sum::<i64>();
                (0..=left).map(|next| numbers.iter().copied().chain([next]).collect()).collect::<Vec<Vec<i64>>>()
            };
            numbers = numbers.iter().flat_map(of).collect();
        }
        let with = |plan: &Vec<Group>| {
            let of = |taken: &Vec<i64>| {
                plan.iter().cloned().chain([Group { taken: taken.clone(), ..group.clone() }]).collect()
            };
            numbers.iter().map(of).collect::<Vec<Vec<Group>>>()
        };
        plans = plans.iter().flat_map(with).filter(|plan| is_lawful(facts, plan)).collect();
    }
    plans
}

fn is_lawful(facts: &Facts<'_>, plan: &[Group]) -> bool {
    facts.rounds.iter().enumerate().all(|(at, round)| {
        let (mut all, mut trained) = (0, 0);
        for (path, taken) in plan.iter().flat_map(|group| group.paths.iter().zip(&group.taken)) {
            all += taken * i64::from(path.iter().any(|step| step.round == at));
            trained += taken * i64::from(path.iter().any(|step| step.round == at && step.trained));
        }
        all <= round.places && trained <= round.training_places
    })
}

/// The exact odds of each number of holders won, by target, with people who know nothing of each other but how the rounds turn out.
fn exactly(facts: &Facts<'_>, nominees: &[Nominee]) -> Vec<BTreeMap<i64, f64>> {
    let mut odds = vec![BTreeMap::new(); facts.settings.targets.len()];
    let cases = 4_usize.pow(u32::try_from(facts.rounds.len()).unwrap());
    for case in 0..cases {
        let rate = |round: usize, trained: bool| {
            let of = &facts.rounds[round];
            let turn = (case / 4_usize.pow(u32::try_from(round).unwrap())) % 4;
            let rate = [of.low_rate, of.rate, of.rate, of.high_rate][turn] + if trained { of.training_gain } else { 0 };
            f64::from(i32::try_from(rate).unwrap()) / 1000.0
        };
        for (odds, target) in odds.iter_mut().zip(&facts.settings.targets) {
            let mut held = BTreeMap::from([(0_i64, 1.0 / f64::from(u32::try_from(cases).unwrap()))]);
            for nominee in nominees {
                let won = wins(facts, &nominee.path, target.award, &rate);
                let mut next = BTreeMap::new();
                for (number, chance) in held {
                    *next.entry(number).or_insert(0.0) += chance * (1.0 - won);
                    *next.entry(number + 1).or_insert(0.0) += chance * won;
                }
                held = next;
            }
            for (number, chance) in held {
                *odds.entry(number).or_insert(0.0) += chance;
            }
        }
    }
    odds
}

/// The chance that a path wins an award: every outcome of its nominations, one by one.
fn wins(facts: &Facts<'_>, path: &Path, award: Award, rate: &dyn Fn(usize, bool) -> f64) -> f64 {
    let mut sum = 0.0;
    for luck in 0..1_u32 << path.len() {
        let (mut chance, mut holds) = (1.0, Vec::new());
        for (at, step) in path.iter().enumerate() {
            let (lucky, rate) = (luck & (1 << at) != 0, rate(step.round, step.trained));
            chance *= if lucky { rate } else { 1.0 - rate };
            let round = &facts.rounds[step.round];
            let asked = round.requires.is_empty() || round.requires.iter().any(|of| holds.contains(of));
            if lucky && asked && !holds.contains(&round.award) {
                holds.push(round.award);
            }
        }
        sum += if holds.contains(&award) { chance } else { 0.0 };
    }
    sum
}

#[test]
fn no_nominations_are_better_over_the_same_futures() {
    // On thirty tiny districts every lawful choice of nominations, one by one, against what the engine chooses and proves.
    let (mut chains, mut plans) = (0, 0);
    for seed in 0..30 {
        let (records, policy) = district(seed);
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let (groups, proof) = nominate::nominate(&facts, SEED, &ask);
        assert!(proof.is_closed(), "seed {seed}: {proof:?}");
        assert!(is_lawful(&facts, &groups), "seed {seed}");
        assert_eq!(nominate::worth(&facts, &groups, SEED), proof.value, "seed {seed}");
        let all = all_plans(&facts, &groups);
        let best = all.iter().map(|plan| nominate::worth(&facts, plan, SEED)).min().unwrap();
        assert_eq!(proof.value, best, "seed {seed}: {} plans", all.len());
        plans += all.len();
        let chain = |path: &Path| path.iter().any(|step| step.needs != [0; 2] || step.unless != 0);
        chains += usize::from(
            groups
                .iter()
                .any(|group| group.paths.iter().zip(&group.taken).any(|(path, taken)| *taken > 0 && chain(path))),
        );
    }
    assert!(plans > 1000 && chains > 3, "{plans} plans, {chains} districts where a nomination rests on another");
}

#[test]
fn simulated_chances_are_the_exact_ones() {
    // Mean and chance of each target within three standard errors of what all outcomes, one by one, come to.
    for seed in 0..10 {
        let (records, policy) = district(seed);
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        let facts = facts(&case, &records, &policy);
        let (groups, _) = nominate::nominate(&facts, SEED, &ask);
        let nominees = naming::name(&facts, &groups, &ask);
        let chance = simulate(&facts, &nominees, SEED);
        let runs = f64::from(u32::try_from(chance.runs).unwrap());
        for ((exact, odds), target) in exactly(&facts, &nominees).iter().zip(&chance.odds).zip(&facts.settings.targets)
        {
            let reached: f64 = exact.iter().filter(|(number, _)| **number >= target.goal).map(|(_, odds)| odds).sum();
            let mean: f64 = exact.iter().map(|(number, odds)| f64::from(i32::try_from(*number).unwrap()) * odds).sum();
            let square: f64 =
                exact.iter().map(|(number, odds)| f64::from(i32::try_from(*number).unwrap()).powi(2) * odds).sum();
            let last = odds.dates.last().unwrap();
            let said = f64::from(i32::try_from(last.reached).unwrap()) / 1e6;
            let error = 3.0 * (reached * (1.0 - reached) / runs).sqrt() + 1e-6;
            assert!((said - reached).abs() <= error, "seed {seed} {:?}: {said} instead of {reached}", target.award);
            let said = f64::from(i32::try_from(last.mean).unwrap()) / 1000.0;
            let error = 3.0 * ((square - mean * mean).max(0.0) / runs).sqrt() + 6e-4;
            assert!((said - mean).abs() <= error, "seed {seed} {:?}: {said} instead of {mean}", target.award);
        }
    }
}

#[test]
fn who_counts_already_or_wins_twice_counts_once() {
    // A special-grade teacher may lead a studio of the city and then a national one, which counts for both; another leads one of the city today.
    // What is promised over the sample is what fresh futures come to.
    let (mut records, policy) = (staff(3), policy(&[("municipal_studios", 3), ("national_studios", 1)], 4000));
    for (at, kind) in [(0, HonorKind::SpecialGrade), (1, HonorKind::SpecialGrade), (1, HonorKind::Studio)] {
        let mut honor = tiny::facts::honor(&format!("T{at:02}"), kind);
        honor.level = HonorLevel::Municipal;
        records.distinctions.push(honor);
    }
    records.honors =
        vec![round(Award::MunicipalStudio, 2026, 12, 2, 500), round(Award::NationalStudio, 2027, 10, 1, 500)];
    for round in &mut records.honors {
        round.requires = vec![Award::SpecialGrade];
    }
    let settings = Settings { threads: 1, ..Settings::default() };
    let talent = prospects(&records, SchoolYear(2026), &policy, &settings).unwrap().unwrap().talent;
    assert!(talent.proof.is_closed());
    let promised = f64::from(i32::try_from(talent.proof.value).unwrap()) / 4_000_000.0;
    let told = f64::from(i32::try_from(talent.chance.weighted).unwrap()) / 1e6;
    assert!((promised - told).abs() < 0.05, "{promised} promised, {told} told");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    // The same futures on one core and on three.
    let (records, policy) = district(3);
    let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
    let facts = facts(&case, &records, &policy);
    let nominees = naming::by_seniority(&facts);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| simulate(&facts, &nominees, SEED))
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_birth_month_across_the_line_changes_the_expected_rows_only() {
    // One of two holders retires in the month after the target date, and a month earlier in the month of it: one certain loss more for his honor,
    // one holder fewer at the date and nothing else.
    let (mut records, policy) = (staff(4), policy(&[("key_teachers", 2), ("senior_rank", 1)], 100));
    for at in 0..2 {
        let mut honor = tiny::facts::honor(&format!("T{at:02}"), HonorKind::KeyTeacher);
        honor.level = HonorLevel::Municipal;
        records.distinctions.push(honor);
    }
    let retires = |records: &Records| junheng::domain::resolve::retires(&records.teachers[0]);
    let line = month(2028, 1);
    records.teachers[0].birth = (0..200)
        .map(|n| month(1960, 1).plus(n))
        .find(|&birth| {
            let mut moved = records.clone();
            moved.teachers[0].birth = birth;
            retires(&moved) == line
        })
        .unwrap();
    let mut early = records.clone();
    early.teachers[0].birth = records.teachers[0].birth.plus(-1);
    assert!(retires(&records) > month(2027, 12) && retires(&early) <= month(2027, 12));
    let settings = Settings { threads: 1, ..Settings::default() };
    let told = |records: &Records| prospects(records, SchoolYear(2026), &policy, &settings).unwrap().unwrap().talent;
    let (before, after) = (told(&records), told(&early));
    for (one, other) in before.progress.iter().zip(&after.progress) {
        if one.award == Award::KeyTeacher {
            assert_eq!((one.held, one.certain_losses, one.needed()), (2, 0, 0));
            assert_eq!((other.held, other.certain_losses, other.needed()), (2, 1, 1));
            assert_eq!(one.odds.dates.last().unwrap().mean - other.odds.dates.last().unwrap().mean, 1000);
        } else {
            assert_eq!(one, other);
        }
    }
}

#[test]
fn a_title_that_may_be_won_opens_a_round_that_asks_for_it() {
    // Nobody has the title yet: whoever is to be of special grade in autumn has to become senior in spring, and the nomination says so.
    let (mut records, policy) = (staff(3), policy(&[("special_grade", 1)], 200));
    records.honors = vec![round(Award::Senior, 2027, 3, 1, 800), round(Award::SpecialGrade, 2027, 10, 2, 500)];
    records.honors[1].title = Some(Title::Senior);
    let settings = Settings { threads: 1, ..Settings::default() };
    let talent = prospects(&records, SchoolYear(2026), &policy, &settings).unwrap().unwrap().talent;
    assert!(talent.proof.is_closed());
    assert_eq!(talent.nominees.len(), 1);
    let path = &talent.nominees[0].path;
    assert_eq!(path.iter().map(|step| step.round).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(path[1].needs, [1, 0]);
}

#[test]
fn years_of_a_title_are_counted_to_the_month_of_the_round() {
    // Five years as first-rank are over in the month of the round for one, a month later for the other.
    let (mut records, policy) = (staff(2), policy(&[("key_teachers", 2)], 100));
    records.honors = vec![RoundRecord {
        title: Some(Title::First),
        title_years: Some(5),
        ..round(Award::KeyTeacher, 2026, 12, 2, 500)
    }];
    records.teachers[0].title_since = Some(month(2021, 12));
    records.teachers[1].title_since = Some(month(2022, 1));
    let settings = Settings { threads: 1, ..Settings::default() };
    let talent = prospects(&records, SchoolYear(2026), &policy, &settings).unwrap().unwrap().talent;
    assert_eq!(talent.nominees.iter().map(|nominee| nominee.person).collect::<Vec<_>>(), [0]);
    assert_eq!((talent.progress[5].eligible, talent.advice[0].conditions[0].people), (1, 1));
}
