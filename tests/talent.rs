//! Nominations for titles and honors against everything that could be done instead, and chances against exact probabilities, on tiny
//! districts of a few candidates and rounds.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::RoundRecord;
use junheng::domain::words::{Award, HonorKind, HonorLevel, Title};
use junheng::domain::{Case, Records, SchoolYear};
use junheng::pipeline::prospects;
use junheng::solver::Settings;
use junheng::talent::chance::simulate;
use junheng::talent::naming;
use junheng::talent::nominate;
use junheng::talent::path::Path;
use tiny::facts::month;
use tiny::talents::{all_plans, ask, district, exactly, facts, is_lawful, policy, round, staff};

const SEED: u64 = 7;

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
    let sample = talent.proof.sample.unwrap();
    let promised = f64::from(i32::try_from(sample.value).unwrap()) / 4_000_000.0;
    let told = f64::from(i32::try_from(talent.chance.weighted).unwrap()) / 1e6;
    let exact = f64::from(i32::try_from(talent.proof.value.unwrap()).unwrap()) / 1e6;
    assert!((promised - told).abs() < 0.05, "{promised} promised, {told} told");
    assert!((exact - told).abs() < 0.02, "{exact} computed, {told} told");
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
