//! The rules on deployment and on staff shared in a cluster on tiny cases worked out by hand: the arithmetic stands beside the number. What
//! an ordinary unit and person are is said in `tiny::hand`; a posting goes in halves of a post.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::words::{Role, Setting};
use junheng::domain::{Case, Fte, KindIx, Lessons, Minutes, Records, Stage, UnitIx};
use junheng::plan::{MoveKind, Plan, Visit};
use junheng::policy::{Policy, Value};
use tiny::deployment::policy;
use tiny::facts::month;
use tiny::hand::{assess, case, district, hired, measured, moved, person, stay, violation};
use tiny::set;

const P: Stage = Stage::Primary;
const J: Stage = Stage::Junior;

fn unit(case: &Case, code: &str) -> UnitIx {
    UnitIx::new(case.units.iter().position(|u| u.code == code).unwrap())
}

fn kind(case: &Case, code: &str) -> KindIx {
    case.kind_by_code(code).unwrap()
}

/// The posting of a person in a plan, to be changed.
fn posting<'p>(case: &Case, plan: &'p mut Plan, id: &str) -> &'p mut junheng::plan::Posting {
    let at = case.teachers.iter().position(|t| t.record.id == id).unwrap();
    &mut plan.postings[at]
}

/// Schools a and b of one cluster; a1 teaches PE, of which each needs 3 lessons (a quarter of a post).
fn two_schools() -> Records {
    let mut records = district(&[("a", P, 80, 2), ("b", P, 80, 1)]);
    "pe".clone_into(&mut person(&mut records, "a1").kind);
    records.schools.iter_mut().for_each(|s| s.cluster = Some("east".to_owned()));
    records
}

/// What `shared-teachers` says where a1 teaches so many thousandths of a post in b.
fn shared(records: &Records, policy: &Policy, time: i64) -> i64 {
    let case = case(records, policy);
    let mut plan = stay(&case);
    posting(&case, &mut plan, "a1").visit = Some(Visit { unit: unit(&case, "b/primary"), time: Fte::from_small(time) });
    assess(&case, policy, "shared-teachers", &plan).violation
}

#[test]
fn a_teacher_may_be_shared_inside_the_cluster_where_less_than_a_post_is_needed() {
    // Half a post at most, in halves; 10 minutes away, 20 may be.
    assert_eq!([500, 250, 1000].map(|time| shared(&two_schools(), &policy(), time)), [0, 1, 1]);
    let over = |change: &dyn Fn(&mut Records)| {
        let mut records = two_schools();
        change(&mut records);
        shared(&records, &policy(), 500)
    };
    assert_eq!(over(&|r| r.travel[0].minutes = Some(Minutes::whole(20))), 0);
    assert_eq!(over(&|r| r.travel[0].minutes = Some(Minutes::whole(21))), 1);
    assert_eq!(over(&|r| r.schools[1].cluster = Some("west".to_owned())), 1);
    assert_eq!(over(&|r| r.schools.iter_mut().for_each(|s| s.cluster = None)), 1);
    // 12 lessons in b are a full post, 11 are less.
    let lessons = |n| move |r: &mut Records| r.curriculum.iter_mut().for_each(|c| c.lessons = Lessons::whole(n));
    assert_eq!([over(&lessons(11)), over(&lessons(12))], [0, 1]);
    // Mathematics is not listed; heads, hardship and a live exemption stay at home, one that is over does not.
    assert_eq!(over(&|r| "math".clone_into(&mut person(r, "a1").kind)), 1);
    assert_eq!(over(&|r| person(r, "a1").role = Role::Deputy), 1);
    assert_eq!(over(&|r| person(r, "a1").hardship = true), 1);
    let exempt = |year| move |r: &mut Records| person(r, "a1").exempt_until = Some(month(year, 9));
    assert_eq!([over(&exempt(tiny::YEAR)), over(&exempt(tiny::YEAR - 1))], [1, 0]);
    // A school that is closed, and a certificate that does not cover the stage.
    assert_eq!(over(&|r| r.schools[1].closes = Some(tiny::YEAR)), 1);
    assert_eq!(over(&|r| r.certificates.clear()), 1);
}

#[test]
fn who_moves_or_is_retrained_is_not_shared_besides() {
    // One change at a time: who goes to b does not teach in b besides.
    let records = two_schools();
    let case = case(&records, &policy());
    let mut plan = moved(&case, &[("a1", "b/primary", MoveKind::Rotate)]);
    let visit = Visit { unit: unit(&case, "b/primary"), time: Fte::from_small(500) };
    posting(&case, &mut plan, "a1").visit = Some(visit);
    assert_eq!(assess(&case, &policy(), "shared-teachers", &plan).violation, 1);
    let mut plan = stay(&case);
    posting(&case, &mut plan, "a1").visit = Some(visit);
    let found = assess(&case, &policy(), "shared-teachers", &plan);
    assert_eq!(measured(&found, "shared-teachers", "district", ""), Some(1000));
    assert_eq!(measured(&found, "shared-time", "district", ""), Some(500));
    posting(&case, &mut plan, "a1").retrained = Some(kind(&case, "math"));
    assert_eq!(assess(&case, &policy(), "shared-teachers", &plan).violation, 1);
}

/// What `retraining` says where the first `people` of school a, teachers of mathematics, are retrained for PE.
fn retrained(records: &Records, policy: &Policy, people: usize) -> i64 {
    let case = case(records, policy);
    let mut plan = stay(&case);
    for at in 1..=people {
        posting(&case, &mut plan, &format!("a{at}")).retrained = Some(kind(&case, "pe"));
    }
    assess(&case, policy, "retraining", &plan).violation
}

#[test]
fn who_is_beyond_the_lessons_of_the_own_subject_may_be_retrained() {
    // 18 lessons of mathematics fill ⌈18 / 12⌉ = 2 of 5 teachers: 3 may be retrained, and PE has 10 places.
    let mut records = district(&[("a", P, 80, 5)]);
    records.curriculum.iter_mut().filter(|c| c.kind == "math").for_each(|c| c.lessons = Lessons::whole(18));
    records.teachers.iter_mut().for_each(|t| t.other_kinds = vec!["pe".to_owned()]);
    records.enrollment[0].classes = Some(1);
    let mut policy = policy();
    set(&mut policy, "teaching-time", "small_unit_classes", Value::Number(0));
    assert_eq!([3, 4].map(|n| retrained(&records, &policy, n)), [0, 1]);
    let places = |policy: &mut Policy, n| {
        let of = [("pe".to_owned(), n)].into();
        set(policy, "retraining", "places", Value::Numbers(of));
    };
    places(&mut policy, 2000);
    assert_eq!([2, 3, 4].map(|n| retrained(&records, &policy, n)), [0, 1, 3]);
    // Only who has taught PE besides, unless the policy opens it to all.
    records.teachers[0].other_kinds.clear();
    assert_eq!(retrained(&records, &policy, 1), 1);
    set(&mut policy, "retraining", "further_only", Value::Flag(false));
    assert_eq!(retrained(&records, &policy, 1), 0);
    // Not who leads, nor who retires within five years: a woman born in May 1970 retires in 2025 to 2026, of 36 much later.
    records.teachers[0].role = Role::Principal;
    assert_eq!(retrained(&records, &policy, 1), 1);
    records.teachers[0].role = Role::Teacher;
    records.teachers[0].birth = month(1975, 1);
    assert_eq!(retrained(&records, &policy, 1), 1);
    // Where PE is not taught there is nothing to learn for; in a small unit it is taught besides anyway.
    records.teachers[0].birth = month(1990, 1);
    let mut none = records.clone();
    none.curriculum.retain(|c| c.kind != "pe");
    assert_eq!(retrained(&none, &policy, 1), 1);
    set(&mut policy, "teaching-time", "small_unit_classes", Value::Number(6000));
    assert_eq!([1, 2].map(|n| retrained(&records, &policy, n)), [0, 1]);
}

#[test]
fn retraining_takes_time_off_and_counts_for_the_old_subject() {
    // Half a post for study leaves half to be taught: a full post is too much.
    let mut records = district(&[("a", P, 80, 2)]);
    person(&mut records, "a1").other_kinds = vec!["pe".to_owned()];
    let mut policy = policy();
    set(&mut policy, "teaching-time", "small_unit_classes", Value::Number(0));
    let case = case(&records, &policy);
    let mut plan = stay(&case);
    let of = posting(&case, &mut plan, "a1");
    of.retrained = Some(kind(&case, "pe"));
    assert_eq!(assess(&case, &policy, "teaching-time", &plan).violation, 1);
    posting(&case, &mut plan, "a1").shares = vec![(kind(&case, "pe"), Fte::from_small(500))];
    assert_eq!(assess(&case, &policy, "teaching-time", &plan).violation, 0);
    assert_eq!(measured(&assess(&case, &policy, "retraining", &plan), "retrained", "district", ""), Some(1000));
}

#[test]
fn few_people_change_their_stage_and_only_surplus_staff() {
    // Two posts for four people in a: two are too many. One may go to the junior unit of b, by the limit.
    let mut records = district(&[("a", P, 80, 4), ("b", J, 80, 1)]);
    records.establishment[0].posts = Some(2);
    records.certificates.iter_mut().for_each(|c| c.stage = Some(J));
    let mut policy = policy();
    set(&mut policy, "cross-stage", "most", Value::Number(1000));
    let case_of = |records: &Records| case(records, &policy);
    let case = case_of(&records);
    let across = |ids: &[&str]| {
        let moves: Vec<_> = ids.iter().map(|id| (*id, "b/junior", MoveKind::CrossStage)).collect();
        moved(&case, &moves)
    };
    // They are eligible for rotation, and only surplus staff may change the stage: each is one more.
    let over = |policy: &Policy, ids: &[&str]| assess(&case, policy, "cross-stage", &across(ids)).violation;
    assert_eq!([over(&policy, &["a1"]), over(&policy, &["a1", "a2"])], [1, 3]);
    let mut open = policy.clone();
    set(&mut open, "cross-stage", "surplus_only", Value::Flag(false));
    assert_eq!([over(&open, &["a1"]), over(&open, &["a1", "a2"]), over(&open, &["a1", "a2", "a3"])], [0, 1, 2]);
    // Who is decided on is not counted.
    person(&mut records, "a1").pinned = Some("b".to_owned());
    let case = case_of(&records);
    let plan = moved(&case, &[("a1", "b/junior", MoveKind::CrossStage), ("a2", "b/junior", MoveKind::CrossStage)]);
    assert_eq!(assess(&case, &open, "cross-stage", &plan).violation, 0);
}

#[test]
fn hires_allowances_ways_and_retraining_make_the_cost_of_a_year() {
    // Hire 80,000; one sent from town to the country 4,200; ten minutes shared at 160 are 1,600; retraining 6,000: 91,800 together.
    let mut records = two_schools();
    records.schools.push(tiny::facts::school("c"));
    records.schools[2].setting = Setting::Rural;
    records.enrollment.push(tiny::facts::enrollment("c", P, 80, 1));
    records.establishment.push(tiny::facts::posts("c", P, 99));
    records.teachers.push(tiny::facts::teacher("c1", "c", P, "math"));
    let spent = |yuan: i64| {
        let mut policy = policy();
        set(&mut policy, "budget", "yuan", Value::Number(1000 * yuan));
        let case = case(&records, &policy);
        let mut plan = hired(&case, "a/primary", "math", 1);
        let visit = Visit { unit: unit(&case, "b/primary"), time: Fte::from_small(500) };
        posting(&case, &mut plan, "a1").visit = Some(visit);
        posting(&case, &mut plan, "c1").retrained = Some(kind(&case, "pe"));
        let of = posting(&case, &mut plan, "b1");
        (of.unit, of.moved) = (Some(unit(&case, "c/primary")), Some(MoveKind::Rotate));
        let found = assess(&case, &policy, "budget", &plan);
        (measured(&found, "budget-spent", "district", "").unwrap(), found.violation)
    };
    assert_eq!(spent(91_800), (91_800_000, 0));
    // One yuan more is a thousand begun; at nothing 92 thousands are.
    assert_eq!([spent(91_799).1, spent(90_800).1, spent(90_799).1, spent(0).1], [1, 1, 2, 92]);
    // Who lives in the country already has no new allowance: from c to a costs nothing.
    let policy = policy();
    let case = case(&records, &policy);
    let back = moved(&case, &[("c1", "a/primary", MoveKind::Rotate)]);
    assert_eq!(measured(&assess(&case, &policy, "budget", &back), "budget-spent", "district", ""), Some(0));
}

#[test]
fn schools_have_a_psychology_teacher_or_share_one() {
    // a has 200 children and asks for one; b, c, d, e of its cluster have fewer and share ⌈4 / 3⌉ = 2: three in all, and nobody is there.
    let sizes = [("a", P, 200, 2), ("b", P, 199, 1), ("c", P, 80, 1), ("d", P, 80, 1), ("e", J, 80, 1)];
    let mut records = district(&sizes);
    records.schools.iter_mut().for_each(|s| s.cluster = Some("east".to_owned()));
    let mut with = |ids: &[&str]| {
        for id in ids {
            "psychology".clone_into(&mut person(&mut records, id).kind);
        }
        violation(&records, &policy(), "psychology-staff")
    };
    assert_eq!([with(&[]), with(&["a1"]), with(&["b1"]), with(&["a2"])], [3, 2, 1, 0]);
    // The rates: every school has one in its cluster; alone, b and c have none and stand without a cluster.
    let rate = |records: &Records, name| {
        let case = case(records, &policy());
        let found = assess(&case, &policy(), "psychology-staff", &stay(&case));
        measured(&found, name, "district", "")
    };
    assert_eq!(rate(&records, "psychology-staff-rate"), Some(1000));
    records.schools.iter_mut().for_each(|s| s.cluster = None);
    assert_eq!(rate(&records, "psychology-staff-rate"), Some(400));
    // Lessons of psychology in all five, taught in a and b alone: two of five.
    assert_eq!(rate(&records, "psychology-course-rate"), None);
    for stage in [P, J] {
        records.curriculum.push(tiny::facts::curriculum(stage, "psychology", 500));
        records.workload.push(tiny::facts::load(stage, "psychology", 12_000));
    }
    assert_eq!(rate(&records, "psychology-course-rate"), Some(400));
}

#[test]
fn special_schools_and_inclusion_pupils_have_their_teachers() {
    // 41 pupils at 4 a teacher are ⌈10.25⌉ = 11; five inclusion pupils ask for one, four for none.
    let mut records = district(&[("a", Stage::Special, 41, 2), ("b", P, 80, 1)]);
    assert_eq!(violation(&records, &policy(), "special-staff"), 11);
    "special".clone_into(&mut person(&mut records, "a1").kind);
    assert_eq!(violation(&records, &policy(), "special-staff"), 10);
    records.enrollment[0].pupils = 40;
    assert_eq!(violation(&records, &policy(), "special-staff"), 9);
    records.enrollment[1].inclusion = 4;
    assert_eq!(violation(&records, &policy(), "special-staff"), 9);
    records.enrollment[1].inclusion = 5;
    assert_eq!(violation(&records, &policy(), "special-staff"), 10);
    "special".clone_into(&mut person(&mut records, "b1").kind);
    assert_eq!(violation(&records, &policy(), "special-staff"), 9);
}
