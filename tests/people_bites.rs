//! The rules on clusters, closing points, paired schools, personal burdens, decided cases and published plans at work: with the rule the
//! engine's plan is another one and meets it; and on random cases the engine agrees with the list of all plans. What an ordinary unit and
//! person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod common;
mod tiny;

use junheng::domain::records::PublishedRecord;
use junheng::domain::words::Setting;
use junheng::domain::{Minutes, Records, Stage};
use junheng::policy::{Policy, Strength, Value};
use tiny::compare::{compare_many, compare_under};
use tiny::facts::{month, travel};
use tiny::hand::{case, district, held_and_free, not_teaching, person};
use tiny::people::{self, quiet};
use tiny::{Tiny, answer, set};

const P: Stage = Stage::Primary;

/// What the best plan breaks of `rule` with the rule before everything, and with the rule only reporting.
fn at_work(records: &Records, rule: &str) -> Option<(i64, i64)> {
    held_and_free(&case(records, &quiet()), &quiet(), rule)
}

/// Schools with so many classes (6 lessons of math each) and people; nobody is hired.
fn schools(of: &[(&str, i64, usize)]) -> Records {
    let units: Vec<_> = of.iter().map(|&(school, _, staff)| (school, P, 80, staff)).collect();
    let mut records = district(&units);
    records.channels.clear();
    records.enrollment.iter_mut().zip(of).for_each(|(e, &(_, classes, _))| e.classes = Some(classes));
    records
}

/// Where nothing is in the way, a1 goes from a (one class, 6 lessons) to c (two classes, 12 lessons).
fn drawn(change: impl FnOnce(&mut Records)) -> Records {
    let mut records = schools(&[("a", 1, 1), ("c", 2, 0)]);
    change(&mut records);
    records
}

#[test]
fn an_ordinary_teacher_stays_in_the_cluster() {
    // School a is in a cluster and c is not: she stays, although c has more lessons.
    assert_eq!(at_work(&drawn(|r| r.schools[0].cluster = Some("east".to_owned())), "clusters"), Some((0, 1)));
    assert_eq!(at_work(&drawn(|_| ()), "clusters"), Some((0, 0)));
}

#[test]
fn released_people_go_near_home_although_more_is_missing_elsewhere() {
    // a closes and a1 lives in the town of b: 6 lessons there, 12 at c, 35 minutes away, 15 more than near.
    let mut records = schools(&[("a", 1, 1), ("b", 1, 0), ("c", 2, 0)]);
    records.schools[0].closes = Some(tiny::YEAR);
    person(&mut records, "a1").home_town = Some("town of b".to_owned());
    records.travel.iter_mut().filter(|t| t.from == "b").for_each(|t| t.minutes = Some(Minutes::whole(35)));
    assert_eq!(at_work(&records, "closing-points"), Some((0, 15)));
}

#[test]
fn a_town_school_sends_somebody_whom_it_needs_itself() {
    // Two teachers have 24 lessons at a; the rural school r has 6 and is 40 minutes away: one goes for the pair alone.
    let mut records = schools(&[("a", 4, 2), ("r", 1, 0)]);
    records.travel = vec![travel("a", "r", 40)];
    (records.schools[1].setting, records.schools[1].paired_with) = (Setting::Rural, Some("a".to_owned()));
    assert_eq!(at_work(&records, "paired-schools"), Some((0, 1)));
    // One minute farther she is out of reach, and the pair is missing one whatever is done.
    records.travel = vec![travel("a", "r", 41)];
    assert_eq!(at_work(&records, "paired-schools"), Some((1, 1)));
}

#[test]
fn who_has_reasons_to_stay_stays() {
    // a1 is drawn to c: with hardship 120 minutes, to the country again 60, to a school she did not wish for 30, 35 minutes away from her
    // husband, who does not teach and is pinned to a, 60.
    let of = |change: fn(&mut Records)| at_work(&drawn(change), "personal");
    assert_eq!(of(|r| person(r, "a1").hardship = true), Some((0, 120)));
    let served = |r: &mut Records| {
        r.schools[1].setting = Setting::Rural;
        person(r, "a1").rural_years = 6;
    };
    assert_eq!(of(served), Some((0, 60)));
    assert_eq!(of(|r| person(r, "a1").preferences = vec!["a".to_owned()]), Some((0, 30)));
    let mut couple = schools(&[("a", 1, 2), ("c", 2, 0)]);
    not_teaching(&mut couple, &["a2"]);
    person(&mut couple, "a1").spouse = Some("a2".to_owned());
    couple.schools.iter_mut().for_each(|s| s.cluster = Some("east".to_owned()));
    couple.travel = vec![travel("a", "c", 35)];
    assert_eq!(at_work(&couple, "personal"), Some((0, 60)));
}

#[test]
fn of_two_teachers_the_one_without_hardship_goes() {
    // People whom the rule does not treat alike are told apart: one of the two is needed at c, where 12 lessons are missing.
    for hard in ["a1", "a2"] {
        let mut records = schools(&[("a", 1, 2), ("c", 2, 0)]);
        person(&mut records, hard).hardship = true;
        let mut policy = quiet();
        let tier = tiny::tier(&policy, "disruption");
        tiny::strength(&mut policy, "personal", Strength::Soft { tier, weight: 1 });
        let case = case(&records, &policy);
        let plan = answer(&case, &policy).plan.unwrap();
        let moved = plan.postings.iter().filter(|p| p.moved.is_some());
        let moved: Vec<&str> = moved.map(|p| case.teachers[p.teacher.at()].record.id.as_str()).collect();
        assert_eq!(moved, [if hard == "a1" { "a2" } else { "a1" }]);
    }
}

#[test]
fn nobody_is_sent_where_the_office_forbids_and_pins_are_kept() {
    // a1 is drawn to c, which is forbidden to her; or she is pinned to a, where `who-may-rotate` only reports.
    assert_eq!(at_work(&drawn(|r| person(r, "a1").forbidden = vec!["c".to_owned()]), "decided-cases"), Some((0, 1)));
    let mut free = quiet();
    tiny::strength(&mut free, "who-may-rotate", Strength::Report);
    let pinned = |pin: &str| {
        let records = drawn(|r| person(r, "a1").pinned = Some(pin.to_owned()));
        held_and_free(&case(&records, &free), &free, "decided-cases")
    };
    assert_eq!([pinned("a"), pinned("c")], [Some((0, 1)), Some((0, 0))]);
    // Hard, too: the engine's plan keeps the pin.
    tiny::strength(&mut free, "decided-cases", Strength::Hard);
    let case = case(&drawn(|r| person(r, "a1").pinned = Some("a".to_owned())), &free);
    assert!(answer(&case, &free).plan.unwrap().postings.iter().all(|p| p.moved.is_none()));
}

#[test]
fn a_published_plan_is_kept() {
    // a1 was published at a and is drawn to c; no change is allowed, or one.
    let records = drawn(|r| {
        let (teacher, school) = ("a1".to_owned(), "a".to_owned());
        r.published.push(PublishedRecord { teacher, school, stage: P, year: None });
    });
    let with = |most| {
        let mut policy: Policy = quiet();
        set(&mut policy, "published-plan", "most", Value::Number(most));
        held_and_free(&case(&records, &policy), &policy, "published-plan")
    };
    assert_eq!([with(0), with(1000)], [Some((0, 1)), Some((0, 0))]);
}

#[test]
fn who_stays_anyway_shares_a_cohort_whatever_weighs_on_them() {
    // Marks of people who cannot move would split cohorts for nothing: two with a year in the school, one with every reason to stay.
    let mut records = schools(&[("a", 1, 2), ("c", 2, 0)]);
    records.teachers.iter_mut().for_each(|t| t.in_school_since = month(tiny::YEAR - 1, 9));
    let first = person(&mut records, "a1");
    (first.hardship, first.rural_years, first.preferences) = (true, 9, vec!["a".to_owned()]);
    first.home_town = Some("town of c".to_owned());
    let (teacher, school) = ("a1".to_owned(), "a".to_owned());
    records.published.push(PublishedRecord { teacher, school, stage: P, year: None });
    let policy = people::policy();
    let case = case(&records, &policy);
    assert_eq!(answer(&case, &policy).formulation.years[0].cohorts.len(), 1);
}

#[test]
fn the_engine_finds_the_best_of_all_plans_under_these_rules() {
    // At any strength and limit, no plan at all is better than the engine's, and the rules judge it as the program does.
    let wanted = if common::long("people: 400 cases against all plans") { 400 } else { 120 };
    let (agree, fractional, lawful) = compare_many(wanted, |seed| {
        let Tiny { case, policy, .. } = people::tiny(seed);
        compare_under(seed, &case, &policy)
    });
    println!("{agree} cases agree, {fractional} fractional, {lawful} with a lawful plan");
    assert!(agree >= wanted && 2 * lawful > wanted, "{agree} cases, {fractional} fractional, {lawful} lawful");
}
