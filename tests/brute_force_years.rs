//! Every pair of plans of two years of tiny cases, the second made on the facts to which the first leads, judged by the rules alone,
//! against what the engine plans for both years at once: the same values, goal by goal.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot prepare its case fails; the long one tells its count"
)]

mod common;
mod tiny;

use junheng::domain::Case;
use junheng::domain::records::{AttritionRecord, EnrollmentRecord};
use junheng::formulation::carry::Carry;
use junheng::formulation::cohort::Mobility;
use junheng::formulation::rules::{self, Admission};
use junheng::plan::{MoveKind, Plan, Posting};
use junheng::policy::{Policy, Strength};
use rayon::prelude::*;
use tiny::two_years::{Agreed, agreed, years};
use tiny::{Tiny, YEAR, tiny};

const CASES: usize = 100;
const LONG_CASES: usize = 600;
const LEAVING_CASES: usize = 40;
const RETURNING_CASES: usize = 80;

/// The tiny case of a seed where a quarter of the people leaves in a year and a tenth of the teachers is away.
fn leaving(seed: u64) -> Tiny {
    let mut tiny = tiny(seed);
    let (setting, sex, from_age, to_age) = Default::default();
    let (leaving_rate, absence_rate) = (Some(250), Some(100));
    tiny.records.attrition.push(AttritionRecord { setting, sex, from_age, to_age, leaving_rate, absence_rate });
    tiny
}

/// The tiny case of a seed where who rotates may go back after a year, and where the classes of the units are dealt anew in the second.
fn returning(seed: u64) -> Tiny {
    let mut tiny = tiny(seed);
    let rows = tiny.records.enrollment.clone();
    let next = rows.iter().cycle().skip(1);
    let dealt = rows.iter().zip(next).map(|(row, other)| EnrollmentRecord {
        year: YEAR + 1,
        pupils: other.pupils,
        classes: other.classes,
        ..row.clone()
    });
    tiny.records.enrollment.extend(dealt);
    tiny::rotation_term(&mut tiny.policy, 1);
    tiny
}

/// Compares so many cases; how many people go back in the plans.
fn compare(make: fn(u64) -> Tiny, count: usize) -> usize {
    let mut seed = 0;
    let (mut all, mut lawful, mut returns) = (0, 0, 0);
    while all < count {
        let batch: Vec<Agreed> = (seed..seed + 64).into_par_iter().filter_map(|seed| agreed(&make(seed))).collect();
        all += batch.len();
        for agreed in batch {
            lawful += usize::from(!agreed.values.is_empty());
            returns += agreed.returns;
        }
        seed += 64;
        assert!(seed < 100_000, "too few cases are small enough");
    }
    println!("{all} cases agree, {lawful} with a lawful plan, of {seed} seeds");
    assert!(lawful * 10 >= all * 7, "{lawful} of {all} have a lawful plan");
    returns
}

#[test]
fn the_engine_finds_the_best_pair_of_plans() {
    // On a hundred tiny cases no two plans, one after the other, are better than those made together.
    compare(tiny, CASES);
}

#[test]
fn the_best_pair_of_plans_makes_up_for_expected_leavers() {
    // The same on forty cases where people are expected to leave and to be away in the second year.
    compare(leaving, LEAVING_CASES);
}

#[test]
fn the_best_pair_of_plans_sends_people_back_after_the_term() {
    // The same on cases where who has rotated may go back in the second year, in which the classes are elsewhere; some do.
    let returns = compare(returning, RETURNING_CASES);
    assert!(returns >= 5, "only {returns} people go back");
}

#[test]
fn the_engine_finds_the_best_pair_of_plans_many_times() {
    // The same on six hundred cases.
    if common::long("the_engine_finds_the_best_pair_of_plans_many_times") {
        compare(tiny, LONG_CASES);
    }
}

/// What `minimum-stay` finds in a plan.
fn violation(case: &Case, policy: &Policy, plan: &Plan) -> i64 {
    let active = rules::active(case, policy);
    let rule = active.iter().find(|active| active.entry.spec.name == "minimum-stay").unwrap();
    rule.rule.assess(case, policy, plan).violation
}

#[test]
fn who_has_moved_is_not_moved_again() {
    // With nothing else in the way, whoever the first year moves may go anywhere in the second without the rule, and nowhere with it; a
    // plan that moves them all the same breaks it, a plan that moves somebody else does not.
    let mut seen = 0;
    for seed in 0..200 {
        let tiny = tiny(seed);
        let cases = years(&tiny);
        let mut policy = tiny.policy.clone();
        tiny::strength(&mut policy, "who-may-rotate", Strength::Off);
        let Some(plan) = tiny::answer(&cases[0], &policy).plan else { continue };
        let then = Carry::new(&cases, &policy).case(0, &cases[0], &policy, &plan);
        let mut free = policy.clone();
        tiny::strength(&mut free, "minimum-stay", Strength::Off);
        let arrived = then.teachers_ix().filter(|(_, t)| t.arrived && t.entered.is_none());
        for (ix, teacher) in arrived.filter(|(_, t)| then.units[t.unit.at()].open) {
            assert_eq!(Admission::new(&then, &policy).mobility(teacher), Mobility::Fixed, "seed {seed}");
            assert_eq!(Admission::new(&then, &free).mobility(teacher), Mobility::Eligible, "seed {seed}");
            let moved = |who| Plan {
                year: then.year,
                postings: vec![Posting { moved: Some(MoveKind::Rotate), ..Posting::at(who, Some(teacher.unit)) }],
                hires: Vec::new(),
                placements: Vec::new(),
            };
            assert_eq!(violation(&then, &policy, &moved(ix)), 1, "seed {seed}");
            let other = then.teachers_ix().find(|(_, t)| !t.arrived);
            if let Some((who, _)) = other {
                assert_eq!(violation(&then, &policy, &moved(who)), 0, "seed {seed}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 20, "only {seen} people were moved");
}
