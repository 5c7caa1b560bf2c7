//! Plans of several years that were published already: what is posted elsewhere than published counts in every year for which a place was
//! published, in the program as in the judgment of the rules.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot prepare its case fails; the brute force tells its counts"
)]

mod common;
mod tiny;

use junheng::domain::records::PublishedRecord;
use junheng::domain::{Records, SchoolYear, Stage};
use junheng::formulation::carry::Carry;
use junheng::pipeline::{self, Ahead, Job, Solved};
use junheng::plan::MoveKind;
use junheng::policy::{Policy, Strength, Value};
use junheng::solver::{Settings, Silent};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use tiny::facts::one;
use tiny::hand::{assess, district, measured, moved};
use tiny::two_years::{agreed, years};
use tiny::{Tiny, YEAR, people, set, strength, tier};

const RULE: &str = "published-plan";
const P: Stage = Stage::Primary;

/// A row of the table; the first year where none is given.
fn row(teacher: &str, school: &str, stage: Stage, year: Option<i32>) -> PublishedRecord {
    PublishedRecord { teacher: teacher.to_owned(), school: school.to_owned(), stage, year }
}

/// Three schools of which a has three teachers, with places published for two years.
fn published(rows: &[(&str, &str, Option<i32>)]) -> Records {
    let mut records = district(&[("a", P, 80, 3), ("b", P, 80, 1), ("c", P, 80, 1)]);
    records.published = rows.iter().map(|&(teacher, school, year)| row(teacher, school, P, year)).collect();
    records
}

/// The rule before everything else, `most` people a year allowed; all others of these groups only report.
fn policy(most: i64) -> Policy {
    let mut policy = people::quiet();
    strength(&mut policy, RULE, Strength::Soft { tier: 0, weight: 100_000 });
    set(&mut policy, RULE, "most", Value::Number(most * 1000));
    policy
}

fn solved(records: Records, most: i64) -> Solved {
    let (year, policy, settings) = (SchoolYear(YEAR), policy(most), Settings::default());
    let job = Job { records, year, years: 2, ahead: Ahead::All, sources: Vec::new(), policy, settings };
    pipeline::solve(job, &Silent).unwrap()
}

/// Changes of the published plan by year, as the rule measures them; none where nothing was published.
fn changes(of: &Solved) -> Vec<Option<i64>> {
    let told = |year: pipeline::OneYear<'_>| assess(year.case, &of.policy, RULE, year.plan);
    of.years().map(|year| measured(&told(year), "published-changes", "district", "")).collect()
}

/// Where a1 works in each year.
fn places(of: &Solved) -> Vec<String> {
    let place = |year: pipeline::OneYear<'_>| {
        let at = year.case.teachers.iter().position(|t| t.record.id == "a1").unwrap();
        year.case.units[year.plan.postings[at].unit.unwrap().at()].code.clone()
    };
    of.years().map(place).collect()
}

#[test]
fn a_move_published_for_the_second_year_is_made_in_the_second() {
    // a1 stays at a in the first year and goes to b in the second, as published: no change. Nothing is published of one year alone.
    let kept = solved(published(&[("a1", "a", None), ("a1", "b", Some(YEAR + 1))]), 0);
    assert_eq!((places(&kept), changes(&kept)), (vec!["a/primary".into(), "b/primary".into()], vec![Some(0), Some(0)]));
    let second = solved(published(&[("a1", "b", Some(YEAR + 1))]), 0);
    assert_eq!((places(&second)[1].as_str(), changes(&second)), ("b/primary", vec![None, Some(0)]));
    let first = solved(published(&[("a1", "b", Some(YEAR))]), 0);
    assert_eq!((places(&first)[0].as_str(), changes(&first)), ("b/primary", vec![Some(0), None]));
    // A row of a year before or after is of no use.
    let other = solved(published(&[("a1", "b", Some(YEAR - 1)), ("a2", "b", Some(YEAR + 2))]), 0);
    assert_eq!(changes(&other), [None, None]);
}

#[test]
fn what_cannot_be_kept_in_both_years_is_one_change_in_one() {
    // Published at b and then at a again: who has moved may not move back, so that one of the years has a change. It costs one person
    // where none is allowed, and nothing where one is allowed a year.
    let records = published(&[("a1", "b", Some(YEAR)), ("a1", "a", Some(YEAR + 1))]);
    let cost = |of: &Solved| {
        let each = of.years().map(|year| assess(year.case, &of.policy, RULE, year.plan).violation);
        each.sum::<i64>()
    };
    let none = solved(records.clone(), 0);
    assert_eq!(changes(&none).into_iter().flatten().sum::<i64>(), 1000);
    assert_eq!([cost(&none), cost(&solved(records, 1))], [1, 0]);
}

#[test]
fn who_was_moved_elsewhere_counts_again_in_the_next_year() {
    // Published: a1 and a2 at a in both years. a1 goes to b in the first: one change in each year; the second year names how many, and
    // people of whom nothing was published for it do not count.
    let both = [("a1", "a", None), ("a2", "a", None), ("a1", "a", Some(YEAR + 1)), ("a2", "a", Some(YEAR + 1))];
    let records = published(&both);
    let policy = policy(0);
    let cases = pipeline::cases(&records, SchoolYear(YEAR), 2, &policy).unwrap();
    let first = moved(&cases[0], &[("a1", "b/primary", MoveKind::Rotate)]);
    let then = Carry::new(&cases, &policy).case(0, &cases[0], &policy, &first);
    let second = |moves: &[(&str, &str, MoveKind)]| assess(&then, &policy, RULE, &moved(&then, moves));
    assert_eq!(assess(&cases[0], &policy, RULE, &first).violation, 1);
    assert_eq!(second(&[]).violation, 1);
    let two = second(&[("a2", "c/primary", MoveKind::Rotate), ("a3", "c/primary", MoveKind::Rotate)]);
    assert_eq!((two.violation, measured(&two, "published-changes", "district", "")), (2, Some(2000)));
}

/// Tiny cases with places published for both years, some of them out of reach.
fn tiny_published(seed: u64) -> Tiny {
    let mut tiny = people::tiny(seed);
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x0000_91B2);
    let units: Vec<_> = tiny.records.enrollment.iter().map(|unit| (unit.school.clone(), unit.stage)).collect();
    tiny.records.published.clear();
    let people: Vec<_> = tiny.records.teachers.iter().map(|t| (t.id.clone(), t.school.clone(), t.stage)).collect();
    for (id, school, stage) in people {
        for year in [one(&mut dice, &[None, Some(YEAR)]), Some(YEAR + 1)] {
            if dice.random_bool(0.7) {
                let anywhere = one(&mut dice, &units);
                let (school, stage) = one(&mut dice, &[anywhere, (school.clone(), stage)]);
                tiny.records.published.push(row(&id, &school, stage, year));
            }
        }
    }
    let soft = Strength::Soft { tier: tier(&tiny.policy, "quotas"), weight: 2 };
    let chosen = one(&mut dice, &[soft.clone(), soft.clone(), soft, Strength::Hard]);
    strength(&mut tiny.policy, RULE, chosen);
    set(&mut tiny.policy, RULE, "most", Value::Number(one(&mut dice, &[0, 0, 1000])));
    tiny
}

#[test]
fn no_pair_of_plans_changes_less_than_the_engines() {
    // On tiny cases every plan of the first year with every plan of the second, judged by the rules alone, against what is planned for both
    // at once: the same values; and in many of them the rows of the second year make a difference.
    let wanted = if common::long("published in two years: 300 cases against all pairs of plans") { 300 } else { 40 };
    let (mut seed, mut all, mut lawful, mut bites) = (0, 0, 0, 0);
    while all < wanted {
        let of = |seed: u64| {
            let tiny = tiny_published(seed);
            let values = agreed(&tiny)?.values;
            let mut free = tiny_published(seed);
            free.records.published.retain(|row| row.year != Some(YEAR + 1));
            Some((!values.is_empty(), agreed(&free)?.values != values))
        };
        let batch: Vec<(bool, bool)> = (seed..seed + 32).into_par_iter().filter_map(of).collect();
        all += batch.len();
        lawful += batch.iter().filter(|of| of.0).count();
        bites += batch.iter().filter(|of| of.1).count();
        seed += 32;
        assert!(seed < 100_000, "too few cases are small enough");
    }
    println!("{all} cases agree, {lawful} with a lawful plan, the second year matters in {bites}, of {seed} seeds");
    assert!(2 * lawful > all && 5 * bites > all, "{lawful} lawful, {bites} of {all} matter");
    assert_eq!(years(&tiny_published(0)).len(), 2);
}
