//! One tiny case worked out by hand for every rule of the national balance on posts, titles, certificates, leaders, classes and the
//! direction of rotation: the arithmetic stands beside the number. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::EnrollmentRecord;
use junheng::domain::words::{Employment, Role, Setting, Strength as SchoolStrength, Title};
use junheng::domain::{Case, Records, SchoolYear, Stage};
use junheng::formulation::rules;
use junheng::plan::MoveKind;
use junheng::policy::{Policy, Value};
use std::collections::BTreeMap;
use tiny::balance::policy;
use tiny::hand::{assess, case, district, hired, measured, moved, not_teaching, person, stay, violation};
use tiny::set;

const P: Stage = Stage::Primary;
const J: Stage = Stage::Junior;

#[test]
fn at_least_a_share_of_those_who_rotate_go_downwards() {
    // Half of those who rotate: one between equal town schools lacks ⌈0.5 · 1⌉ − 0 = 1; to the country, or from strong to weak, none.
    let found = |setting: [Setting; 2], strength: [SchoolStrength; 2], moves: &[(&str, &str, MoveKind)]| {
        let mut records = district(&[("a", P, 80, 4), ("b", P, 80, 4)]);
        for (school, (setting, strength)) in records.schools.iter_mut().zip(setting.into_iter().zip(strength)) {
            (school.setting, school.strength) = (setting, strength);
        }
        let case = case(&records, &policy());
        assess(&case, &policy(), "rotation-direction", &moved(&case, moves)).violation
    };
    let (town, ordinary) = ([Setting::Town; 2], [SchoolStrength::Ordinary; 2]);
    let one = [("a1", "b/primary", MoveKind::Rotate)];
    let back = ("b1", "a/primary", MoveKind::Rotate);
    assert_eq!(found(town, ordinary, &[]), 0);
    assert_eq!(found(town, ordinary, &one), 1);
    assert_eq!(found([Setting::Town, Setting::Rural], ordinary, &one), 0);
    assert_eq!(found([Setting::Urban, Setting::Town], ordinary, &one), 1);
    assert_eq!(found([Setting::Rural, Setting::Rural], ordinary, &one), 1);
    assert_eq!(found(town, [SchoolStrength::Strong, SchoolStrength::Ordinary], &one), 0);
    assert_eq!(found(town, [SchoolStrength::Ordinary, SchoolStrength::Weak], &one), 0);
    assert_eq!(found(town, [SchoolStrength::Weak, SchoolStrength::Strong], &one), 1);
    // One down and one up are half: ⌈0.5 · 2⌉ − 1 = 0. One down and two up: ⌈0.5 · 3⌉ − 1 = 1.
    let rural = [Setting::Town, Setting::Rural];
    assert_eq!(found(rural, ordinary, &[one[0], back]), 0);
    assert_eq!(found(rural, ordinary, &[one[0], back, ("b2", "a/primary", MoveKind::Rotate)]), 1);
    // A surplus person who is transferred does not rotate.
    assert_eq!(found(town, ordinary, &[("a1", "b/primary", MoveKind::Transfer)]), 0);
}

/// Two schools with a principal each, of so many terms.
fn led(terms: [i64; 2]) -> Records {
    let mut records = district(&[("a", P, 80, 3), ("b", P, 80, 3)]);
    for (id, terms) in ["a1", "b1"].into_iter().zip(terms) {
        let leader = person(&mut records, id);
        (leader.role, leader.terms) = (Role::Principal, terms);
    }
    records
}

#[test]
fn leaders_move_on_after_two_terms_and_leave_no_school_without_a_head() {
    // a1 has two terms and stays: 1. She goes and nobody comes: a has no head, 1. She changes places with b1: none.
    let found = |records: &Records, moves: &[(&str, &str, MoveKind)]| {
        let case = case(records, &policy());
        assess(&case, &policy(), "leader-terms", &moved(&case, moves)).violation
    };
    let (go, come) = (("a1", "b/primary", MoveKind::Rotate), ("b1", "a/primary", MoveKind::Rotate));
    assert_eq!(found(&led([1, 1]), &[]), 0);
    assert_eq!(found(&led([2, 1]), &[]), 1);
    assert_eq!(found(&led([2, 2]), &[]), 2);
    assert_eq!(found(&led([2, 1]), &[go]), 1);
    assert_eq!(found(&led([2, 2]), &[go, come]), 0);
    // A deputy is overdue too, but does not make a school headless by going, nor a head by coming.
    let mut deputy = led([2, 1]);
    person(&mut deputy, "a1").role = Role::Deputy;
    assert_eq!((found(&deputy, &[]), found(&deputy, &[go])), (1, 0));
    let mut changed = led([2, 2]);
    person(&mut changed, "b1").role = Role::Deputy;
    assert_eq!(found(&changed, &[go, come]), 1);
    // Who may not rotate is not overdue: at 46 a woman is past the limit of 45 years.
    let mut old = led([2, 1]);
    person(&mut old, "a1").birth = tiny::facts::month(tiny::YEAR - 46, 1);
    assert_eq!(found(&old, &[]), 0);
}

#[test]
fn every_counted_teacher_holds_the_certificate_of_the_stage() {
    // Of three, a1 has none and a2 one for primary schools: in a junior school 2 are missing, in a primary school 1.
    let missing = |stage, change: fn(&mut Records)| {
        let mut records = district(&[("a", stage, 80, 3)]);
        records.certificates.retain(|c| c.teacher == "a3");
        records.certificates.push(tiny::facts::certificate("a2", P));
        change(&mut records);
        violation(&records, &policy(), "certified-staff")
    };
    assert_eq!(violation(&district(&[("a", J, 80, 3)]), &policy(), "certified-staff"), 0);
    assert_eq!(missing(J, |_| {}), 2);
    assert_eq!(missing(P, |_| {}), 1);
    // A certificate of the junior stage is valid in primary schools; part-time staff and who does not teach are not asked.
    assert_eq!(missing(P, |r| r.certificates.push(tiny::facts::certificate("a1", J))), 0);
    assert_eq!(missing(P, |r| person(r, "a1").employment = Employment::PartTime), 0);
    assert_eq!(missing(P, |r| not_teaching(r, &["a1"])), 0);
    // Kindergartens are not asked here.
    assert_eq!(missing(Stage::Kindergarten, |_| {}), 0);
}

#[test]
fn a_certificate_counts_where_the_person_works_after_the_plan() {
    // a2 may teach in primary schools only: in the junior school 1 is missing, after the move to the primary school none.
    let mut records = district(&[("a", J, 80, 3), ("b", P, 80, 3)]);
    records.certificates.retain(|c| c.teacher != "a2");
    records.certificates.push(tiny::facts::certificate("a2", P));
    let case = case(&records, &policy());
    let after = |plan| assess(&case, &policy(), "certified-staff", &plan).violation;
    assert_eq!(after(stay(&case)), 1);
    assert_eq!(after(moved(&case, &[("a2", "b/primary", MoveKind::CrossStage)])), 0);
    // b1, whose certificate is for primary schools, goes the other way: 2.
    assert_eq!(after(moved(&case, &[("b1", "a/junior", MoveKind::CrossStage)])), 2);
}

#[test]
fn pupils_per_teacher_stay_within_the_band() {
    // 200 pupils of primary: at least ⌈200 / 19⌉ = 11 (10.5), at most ⌊200 / 8⌋ = 25 teachers.
    let off =
        |stage, pupils, staff| violation(&district(&[("a", stage, pupils, staff)]), &policy(), "pupil-teacher-ratio");
    for (staff, off_by) in [(9, 2), (10, 1), (11, 0), (25, 0), (26, 1)] {
        assert_eq!(off(P, 200, staff), off_by, "{staff} teachers");
    }
    // 270 of junior: at least 270 / 13.5 = 20, at most ⌊270 / 7⌋ = 38 (38.6).
    for (staff, off_by) in [(19, 1), (20, 0), (38, 0), (39, 1)] {
        assert_eq!(off(J, 270, staff), off_by, "{staff} teachers");
    }
    // Below 200 pupils nobody looks. Part-time teachers are not counted: 11 − 1 = 10. A hire is: 10 + 1 = 11.
    assert_eq!(off(P, 199, 1), 0);
    let mut records = district(&[("a", P, 200, 11)]);
    person(&mut records, "a1").employment = Employment::PartTime;
    assert_eq!(violation(&records, &policy(), "pupil-teacher-ratio"), 1);
    let case = case(&records, &policy());
    assert_eq!(assess(&case, &policy(), "pupil-teacher-ratio", &hired(&case, "a/primary", "pe", 1)).violation, 0);
}

#[test]
fn titles_are_pooled_by_stage_and_tilted_to_the_country() {
    // Shares of primary schools: senior 0.1 in towns and, here, 0.4 in the country; 5 posts each. All: ⌊0.5 + 2⌋ = 2. Towns: ⌊0.5⌋ = 0.
    let mut policy = policy();
    set(&mut policy, "post-structure", "rural_senior", Value::Numbers(BTreeMap::from([("primary".to_owned(), 400)])));
    let over = |senior: &[&str], moves: &[(&str, &str, MoveKind)]| {
        let mut records = district(&[("town", P, 80, 3), ("village", P, 80, 3)]);
        records.schools[1].setting = Setting::Rural;
        records.establishment.iter_mut().for_each(|e| e.posts = Some(5));
        records.teachers.iter_mut().for_each(|t| t.title = Title::Second);
        for id in senior {
            person(&mut records, id).title = Title::Senior;
        }
        let case = case(&records, &policy);
        assess(&case, &policy, "post-structure", &moved(&case, moves)).violation
    };
    assert_eq!(over(&["village1", "village2"], &[]), 0);
    // Three in the country: 3 − 2 = 1 of all; what the village does not use is not for the town: 1 − 0 = 1 of the towns.
    assert_eq!(over(&["village1", "village2", "village3"], &[]), 1);
    assert_eq!(over(&["town1"], &[]), 1);
    // One in town and two in the country: all 3 − 2 = 1, towns 1 − 0 = 1. The one moves to the country: all 1, towns none.
    let three = ["town1", "village1", "village2"];
    assert_eq!(over(&three, &[]), 2);
    assert_eq!(over(&three, &[("town1", "village/primary", MoveKind::Rotate)]), 1);
}

#[test]
fn senior_and_middle_titles_have_a_limit_together() {
    // 5 posts in a town: senior ⌊0.5⌋ = 0; both ⌊0.6 · 5⌋ = 3. Four middle titles: 1 too many of all and 1 of the towns.
    let over = |middle: usize, change: fn(&mut Records)| {
        let mut records = district(&[("a", P, 80, 5)]);
        records.establishment[0].posts = Some(5);
        records.teachers.iter_mut().skip(middle).for_each(|t| t.title = Title::Second);
        change(&mut records);
        violation(&records, &policy(), "post-structure")
    };
    assert_eq!(over(3, |_| {}), 0);
    assert_eq!(over(4, |_| {}), 2);
    // Titles of contract staff and of who does not teach are not on these posts.
    assert_eq!(over(4, |r| person(r, "a1").employment = Employment::Contract), 0);
    assert_eq!(over(4, |r| not_teaching(r, &["a1"])), 0);
    // A senior title instead of one of three middle ones: 1 of all and 1 of the towns, and both limits together hold.
    assert_eq!(over(3, |r| person(r, "a1").title = Title::Professor), 2);
}

#[test]
fn non_teaching_staff_stay_within_their_share() {
    // Primary: min(9 %, 100 − 90 %) = 9 %. Of 11 ⌈0.99⌉ = 1, of 12 ⌈1.08⌉ = 2 (people come whole). Junior: 15 %, of 6 ⌈0.9⌉ = 1.
    let over = |stage, staff, others: &[&str]| {
        let mut records = district(&[("a", stage, 80, staff)]);
        not_teaching(&mut records, others);
        violation(&records, &policy(), "teaching-posts")
    };
    assert_eq!(over(P, 11, &["a1"]), 0);
    assert_eq!(over(P, 11, &["a1", "a2"]), 1);
    assert_eq!(over(P, 12, &["a1", "a2"]), 0);
    assert_eq!(over(J, 6, &["a1", "a2", "a3"]), 2);
    assert_eq!(over(J, 7, &["a1", "a2"]), 0);
    // More staff is more room: of 11 and one hired 2 may be others.
    let mut records = district(&[("a", P, 80, 11)]);
    not_teaching(&mut records, &["a1", "a2"]);
    let case = case(&records, &policy());
    assert_eq!(assess(&case, &policy(), "teaching-posts", &hired(&case, "a/primary", "math", 1)).violation, 0);
}

/// One grade of one unit, its classes given or not, as the norms of `policy` see it in `year`.
fn grade(stage: Stage, pupils: i64, classes: Option<i64>, year: i32, policy: &Policy) -> Case {
    let mut records = district(&[("a", stage, pupils, 1)]);
    (records.enrollment[0].classes, records.enrollment[0].year) = (classes, year);
    Case::by_norms(&records, SchoolYear(year), &rules::norms(policy)).unwrap()
}

#[test]
fn classes_have_at_most_45_or_50_pupils() {
    // One given class of 45 is none too large in primary schools, of 46 one; junior 50 and 51. 91 in two are 46 and 45: one.
    let policy = policy();
    let seen = |stage, pupils, classes, year| {
        let case = grade(stage, pupils, classes, year, &policy);
        (case.units[0].classes(), assess(&case, &policy, "class-size", &stay(&case)).violation)
    };
    for (stage, pupils, classes, too_large) in
        [(P, 45, 1, 0), (P, 46, 1, 1), (J, 50, 1, 0), (J, 51, 1, 1), (P, 90, 2, 0), (P, 91, 2, 1), (J, 102, 2, 2)]
    {
        assert_eq!(seen(stage, pupils, Some(classes), tiny::YEAR), (classes, too_large), "{pupils} in {classes}");
    }
    // Not given: ⌈45 / 45⌉ = 1, ⌈46 / 45⌉ = 2, ⌈50 / 50⌉ = 1, ⌈51 / 50⌉ = 2, none too large.
    for (stage, pupils, classes) in [(P, 45, 1), (P, 46, 2), (J, 50, 1), (J, 51, 2)] {
        assert_eq!(seen(stage, pupils, None, tiny::YEAR), (classes, 0), "{pupils}, not given");
    }
    // Until 2027 what is given stays; from 2028 on 46 make two classes, and three given stay three.
    assert_eq!(seen(P, 46, Some(1), 2027), (1, 1));
    assert_eq!(seen(P, 46, Some(1), 2028), (2, 0));
    assert_eq!(seen(P, 46, Some(3), 2028), (3, 0));
    assert_eq!(seen(J, 51, Some(1), 2028), (2, 0));
}

#[test]
fn the_size_of_classes_follows_the_policy_and_makes_the_demand() {
    // At 40 instead of 45 pupils, 81 are ⌈81 / 40⌉ = 3 classes: 3 · 6 = 18 lessons of math, where 45 make 2 · 6 = 12.
    let lessons = |size: i64| {
        let mut policy = policy();
        set(&mut policy, "class-size", "size", Value::Numbers(BTreeMap::from([("primary".to_owned(), size * 1000)])));
        let case = grade(P, 81, None, tiny::YEAR, &policy);
        case.demand_of(junheng::domain::UnitIx::new(0), case.kind_by_code("math").unwrap()).unwrap().lessons.small()
    };
    assert_eq!((lessons(45), lessons(40)), (12_000, 18_000));
}

#[test]
fn schools_have_at_most_2000_pupils_and_2500_with_nine_years() {
    // Classes are not given, so only the school can be too large: 2,000 and 2,001; with both stages 2,500 and 2,501.
    let too_large = |units: &[(&str, Stage, i64, usize)]| {
        let mut records = district(units);
        records.enrollment.iter_mut().for_each(|e| e.classes = None);
        violation(&records, &policy(), "class-size")
    };
    assert_eq!(too_large(&[("a", P, 2000, 1)]), 0);
    assert_eq!(too_large(&[("a", P, 2001, 1)]), 1);
    assert_eq!(too_large(&[("a", P, 1500, 1), ("a", J, 1000, 1)]), 0);
    assert_eq!(too_large(&[("a", P, 1500, 1), ("a", J, 1001, 1)]), 1);
    // A class of 56 and more is a large one, 55 is not: both are above 45.
    for (pupils, large) in [(55, 0), (56, 1000)] {
        let of = case(&district(&[("a", P, pupils, 1)]), &policy());
        let found = assess(&of, &policy(), "class-size", &stay(&of));
        assert_eq!(measured(&found, "classes-oversize", "district", "primary"), Some(1000));
        assert_eq!(measured(&found, "classes-large", "district", "primary"), Some(large));
    }
}

/// Posts of a unit of these grades by the norms of the policy.
fn posts(stage: Stage, setting: Setting, grades: &[(i64, i64, i64)]) -> i64 {
    let mut records = district(&[("a", stage, 1, 0)]);
    records.schools[0].setting = setting;
    records.establishment.clear();
    let row = records.enrollment[0].clone();
    let grade = |(at, &(pupils, classes, boarders)): (usize, &(i64, i64, i64))| {
        let grade = i64::try_from(at).unwrap() + 1;
        EnrollmentRecord { grade, pupils, classes: Some(classes), boarders, ..row.clone() }
    };
    records.enrollment = grades.iter().enumerate().map(grade).collect();
    case(&records, &policy()).units[0].posts.small()
}

#[test]
fn posts_follow_pupils_by_stage() {
    // 1 : 19 primary, 1 : 13.5 junior, 1 : 12.5 senior, rounded up, the same in town and country.
    for setting in [Setting::Urban, Setting::Town, Setting::Rural] {
        for (stage, pupils, expected) in
            [(P, 380, 20), (P, 381, 21), (J, 270, 20), (J, 271, 21), (Stage::Senior, 250, 20), (Stage::Senior, 251, 21)]
        {
            assert_eq!(posts(stage, setting, &[(pupils, 6, 0)]), expected, "{stage:?} {pupils} {setting:?}");
        }
    }
}

#[test]
fn small_rural_schools_have_posts_by_classes_and_boarders_bring_more() {
    // 60 pupils in six classes: ⌈60 / 19⌉ = 4 by pupils, 6 · 2 = 12 by classes; in a town 4.
    let six = [(10, 1, 0); 6];
    assert_eq!(posts(P, Setting::Rural, &six), 12);
    assert_eq!(posts(P, Setting::Town, &six), 4);
    assert_eq!(posts(J, Setting::Rural, &six), 12);
    // Senior schools are not small schools of compulsory education: ⌈60 / 12.5⌉ = 5.
    assert_eq!(posts(Stage::Senior, Setting::Rural, &six), 5);
    // Small is below 200: 199 in twelve classes have 24, 200 have ⌈200 / 19⌉ = 11.
    assert_eq!(posts(P, Setting::Rural, &[(199, 12, 0)]), 24);
    assert_eq!(posts(P, Setting::Rural, &[(200, 12, 0)]), 11);
    // The more of the two: 190 pupils in four classes have 10 by pupils, 8 by classes. A handful of pupils has at least 2 posts.
    assert_eq!(posts(P, Setting::Rural, &[(190, 4, 0)]), 10);
    assert_eq!(posts(P, Setting::Rural, &[(5, 0, 0)]), 2);
    // One more for every 125 boarders begun: 0, 1, 125 and 126 are 0, 1, 1 and 2 on top of 380 / 19 = 20.
    for (boarders, expected) in [(0, 20), (1, 21), (125, 21), (126, 22)] {
        assert_eq!(posts(P, Setting::Town, &[(380, 9, boarders)]), expected, "{boarders} boarders");
    }
}
