//! The rules on subjects, beginners, mentors and ages at work: with the rule the engine's plan is another one and meets it; and on random
//! cases the engine agrees with the list of all plans. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod common;
mod tiny;

use junheng::domain::{Lessons, Records, Stage};
use tiny::Tiny;
use tiny::compare::{compare_many, compare_under};
use tiny::facts::{month, travel};
use tiny::fairness::{self, quiet};
use tiny::hand::{case, district, held_and_free, person};

const P: Stage = Stage::Primary;

/// What the best plan breaks of `rule` with the rule before everything, and with the rule only reporting.
fn at_work(records: &Records, rule: &str) -> Option<(i64, i64)> {
    held_and_free(&case(records, &quiet()), &quiet(), rule)
}

#[test]
fn the_only_teacher_of_a_subject_stays() {
    // School b has two classes and nobody, 12 lessons of math, a has one class and 6: a1 covers more in b, and leaves a without anybody.
    let mut records = district(&[("a", P, 40, 1), ("b", P, 80, 0)]);
    records.enrollment[1].classes = Some(2);
    records.channels.clear();
    assert_eq!(at_work(&records, "subject-loss"), Some((0, 1)));
}

#[test]
fn nobody_new_is_hired_among_too_few_experienced_teachers() {
    // Two teachers of PE and lessons of math: a hire is 1 of 3, ⌊0.75⌋ = 0 may be. With three of PE a hire is 1 of 4, which may be.
    let school = |staff| {
        let mut records = district(&[("a", P, 100, staff)]);
        records.teachers.iter_mut().for_each(|t| "pe".clone_into(&mut t.kind));
        records.channels[0].posts = 1;
        records
    };
    assert_eq!(at_work(&school(2), "new-teacher-share"), Some((0, 1)));
    assert_eq!(at_work(&school(3), "new-teacher-share"), Some((0, 0)));
}

#[test]
fn new_teachers_are_hired_where_somebody_can_guide_them() {
    // One post. School a has nobody of PE and 24 lessons, c one teacher and 18 lessons for her 12: the post would go to a, where 12
    // lessons are covered instead of 6, and goes to c, where there is a mentor.
    let mut records = district(&[("a", P, 80, 1), ("c", P, 80, 2)]);
    records.curriculum.iter_mut().filter(|c| c.kind == "pe").for_each(|c| c.lessons = Lessons::whole(6));
    (records.enrollment[0].classes, records.enrollment[1].classes) = (Some(4), Some(3));
    records.channels[0].posts = 1;
    records.channels[0].kind = Some("pe".to_owned());
    let mentor = person(&mut records, "c1");
    "pe".clone_into(&mut mentor.kind);
    mentor.pinned = Some("c".to_owned());
    assert_eq!(at_work(&records, "mentor"), Some((0, 1)));
}

/// School a with 20 people, school b with 30 women of 34; nobody is hired.
fn two_generations() -> Records {
    let mut records = district(&[("a", P, 80, 20), ("b", P, 80, 30)]);
    records.channels.clear();
    records.travel = vec![travel("a", "b", 5)];
    records.teachers.iter_mut().filter(|t| t.school == "b").for_each(|t| t.birth = month(1992, 1));
    records
}

#[test]
fn young_teachers_go_where_they_are_missing() {
    // 2 of 20 are young and ⌈0.15 · 20⌉ = 3 are asked: two come, 4 of 22 are ⌈3.3⌉.
    let mut records = two_generations();
    records.teachers.iter_mut().take(2).for_each(|t| t.birth = month(1992, 1));
    assert_eq!(at_work(&records, "age-structure"), Some((0, 1)));
}

#[test]
fn a_school_of_whom_many_retire_gets_others() {
    // 3 of 20 are young; 7 retire within three years, 6 may; who is 53 may not rotate, so four come: 7 of 24 are ⌊7.2⌋, and 7 are young.
    let mut records = two_generations();
    records.teachers.iter_mut().take(3).for_each(|t| t.birth = month(1992, 1));
    records.teachers.iter_mut().skip(3).take(7).for_each(|t| t.birth = month(1973, 1));
    assert_eq!(at_work(&records, "age-structure"), Some((0, 1)));
}

#[test]
fn the_engine_finds_the_best_of_all_plans_under_these_rules() {
    // At any strength and limit, no plan at all is better than the engine's, and the rules judge it as the program does.
    let wanted = if common::long("fairness: 400 cases against all plans") { 400 } else { 120 };
    let (agree, fractional, lawful) = compare_many(wanted, |seed| {
        let Tiny { case, policy, .. } = fairness::tiny(seed);
        compare_under(seed, &case, &policy)
    });
    println!("{agree} cases agree, {fractional} fractional, {lawful} with a lawful plan");
    assert!(agree >= wanted && 2 * lawful > wanted, "{agree} cases, {fractional} fractional, {lawful} lawful");
}
