//! Three rules of the national balance that random cases hardly ever show at work: with the rule the engine's plan is another one,
//! and breaks it less. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::{Case, Records, Stage};
use junheng::plan::Plan;
use junheng::policy::{Policy, Strength, Value};
use tiny::balance::{RULES, policy};
use tiny::hand::{case, district, held_and_free, honored, not_teaching};
use tiny::{answer, facts};

/// A policy under which nobody has a reason to move but the one rule looked at: the others of the balance, and the quotas of
/// rotation, only report.
fn quiet() -> Policy {
    let mut policy = policy();
    let others = ["rotation-share", "key-teacher-share", "surplus-reduction"];
    RULES.iter().chain(&others).for_each(|rule| tiny::strength(&mut policy, rule, Strength::Report));
    policy
}

/// Who works elsewhere in the best plan, and where, with the rule soft and before everything.
fn moves(case: &Case, policy: &Policy, rule: &str) -> Vec<(String, String)> {
    let mut policy = policy.clone();
    tiny::strength(&mut policy, rule, Strength::Soft { tier: 0, weight: 100_000 });
    let plan: Plan = answer(case, &policy).plan.unwrap();
    let elsewhere = plan.postings.iter().filter(|p| p.moved.is_some());
    let told = elsewhere.map(|p| {
        let to = p.unit.map_or_else(String::new, |unit| case.units[unit.at()].code.clone());
        (case.teachers[p.teacher.at()].record.id.clone(), to)
    });
    told.collect()
}

#[test]
fn a_school_without_key_teachers_gets_one_from_a_school_with_two() {
    // Each school of 100 pupils needs 1; a has 2, b none: 1 is missing until a key teacher of a goes to b. Two people who are none
    // could go as well and would not help.
    let mut records = district(&[("a", Stage::Primary, 100, 4), ("b", Stage::Primary, 100, 2)]);
    honored(&mut records, &["a1", "a2"]);
    let (policy, case) = (quiet(), case(&records, &quiet()));
    assert_eq!(held_and_free(&case, &policy, "key-teachers"), Some((0, 1)));
    let moves = moves(&case, &policy, "key-teachers");
    assert!(
        matches!(&moves[..], [(who, to)] if ["a1", "a2"].contains(&who.as_str()) && to == "b/primary"),
        "{moves:?}"
    );
}

#[test]
fn a_teacher_with_a_primary_certificate_leaves_the_junior_school() {
    // a1 teaches in a junior school with a certificate for primary schools: 1 is missing until she goes to b.
    let mut records = district(&[("a", Stage::Junior, 80, 3), ("b", Stage::Primary, 80, 3)]);
    records.certificates.retain(|c| c.teacher != "a1");
    records.certificates.push(facts::certificate("a1", Stage::Primary));
    let mut policy = quiet();
    let case = case(&records, &policy);
    // Where nobody may change the stage, no plan helps.
    assert_eq!(held_and_free(&case, &policy, "certified-staff"), Some((1, 1)));
    tiny::set(&mut policy, "who-may-rotate", "cross_stage", Value::Flag(true));
    assert_eq!(held_and_free(&case, &policy, "certified-staff"), Some((0, 1)));
    assert_eq!(moves(&case, &policy, "certified-staff"), [("a1".to_owned(), "b/primary".to_owned())]);
}

/// School c closes and releases c1, who does not teach. The near school a has one such person of three already, b none of three.
/// Nobody is hired: more staff would be more room in the share.
fn closing() -> Records {
    let mut records =
        district(&[("a", Stage::Primary, 80, 3), ("b", Stage::Primary, 80, 3), ("c", Stage::Primary, 0, 1)]);
    not_teaching(&mut records, &["a1", "c1"]);
    records.channels.clear();
    records.schools[2].closes = Some(tiny::YEAR);
    records.travel = vec![facts::travel("a", "c", 5), facts::travel("b", "c", 10)];
    records
}

#[test]
fn who_does_not_teach_goes_where_there_is_room_in_the_share() {
    // a would have 2 of 4, ⌈0.09 · 4⌉ = 1 may: 1 too many. b would have 1 of 4, as many as may. a is nearer, so without the rule c1 goes to a.
    let (policy, case) = (quiet(), case(&closing(), &quiet()));
    assert_eq!(held_and_free(&case, &policy, "teaching-posts"), Some((0, 1)));
    assert_eq!(moves(&case, &policy, "teaching-posts"), [("c1".to_owned(), "b/primary".to_owned())]);
}
