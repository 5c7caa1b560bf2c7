//! The rules on subjects, beginners, mentors and ages on tiny cases worked out by hand: the arithmetic stands beside the number. Then
//! a plan that breaks each of them, refused with its reason. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::words::{PostType, RetirementOption, State};
use junheng::domain::{Records, Stage};
use junheng::messages::Lang;
use junheng::plan::{Hire, MoveKind, Plan, Severity};
use junheng::policy::{Policy, Strength, Value};
use junheng::verify::evaluate;
use tiny::facts::month;
use tiny::fairness::{RULES, policy, quiet};
use tiny::hand::{assess, case, district, hired, measured, moved, not_teaching, person, stay, violation};
use tiny::set;

const P: Stage = Stage::Primary;

/// Two schools, a with so many math teachers; each class has so many lessons of math (12 are a full post).
fn subject(staff: usize, lessons: i64) -> Records {
    let mut records = district(&[("a", P, 80, staff), ("b", P, 80, 1)]);
    let math = records.curriculum.iter_mut().filter(|c| c.kind == "math");
    math.for_each(|c| c.lessons = junheng::domain::Lessons::whole(lessons));
    records
}

/// By how much `subject-loss` is broken where the first `gone` of school a go to school b.
fn lost(records: &Records, gone: usize, policy: &Policy) -> i64 {
    let case = case(records, policy);
    let ids: Vec<String> = (1..=gone).map(|at| format!("a{at}")).collect();
    let moves: Vec<_> = ids.iter().map(|id| (id.as_str(), "b/primary", MoveKind::Rotate)).collect();
    assess(&case, policy, "subject-loss", &moved(&case, &moves)).violation
}

#[test]
fn a_subject_loses_at_most_a_share_of_its_teachers() {
    // 120 lessons need ten teachers, so nobody is beyond need. Of 4 may go ⌈0.34 · 4⌉ = 2 (1.36), of 3 ⌈1.02⌉ = 2, of 2 ⌈0.68⌉ = 1.
    let over = |staff, gone| lost(&subject(staff, 120), gone, &policy());
    assert_eq!([over(4, 0), over(4, 2), over(4, 3), over(4, 4)], [0, 0, 1, 2]);
    assert_eq!([over(3, 2), over(3, 3)], [0, 1]);
    assert_eq!([over(2, 1), over(2, 2)], [0, 1]);
    // With one teacher the subject loses nobody; where `least` is 1, one may always go, also at a share of nothing.
    assert_eq!(over(1, 1), 1);
    let mut loose = policy();
    set(&mut loose, "subject-loss", "least", Value::Number(1000));
    set(&mut loose, "subject-loss", "share", Value::Number(0));
    assert_eq!([lost(&subject(1, 120), 1, &loose), lost(&subject(2, 120), 2, &loose)], [0, 1]);
}

#[test]
fn what_the_lessons_of_a_subject_do_not_fill_may_leave() {
    // 6 lessons need ⌈6 / 12⌉ = 1 teacher, 13 need 2: of 4 may go 4 − 1 = 3, and 4 − 2 = 2.
    assert_eq!([lost(&subject(4, 6), 3, &policy()), lost(&subject(4, 6), 4, &policy())], [0, 1]);
    assert_eq!([lost(&subject(4, 13), 2, &policy()), lost(&subject(4, 13), 3, &policy())], [0, 1]);
    // The only teacher of PE may not go, and may where PE is not taught.
    let mut records = subject(4, 120);
    "pe".clone_into(&mut person(&mut records, "a1").kind);
    assert_eq!(lost(&records, 1, &policy()), 1);
    records.curriculum.retain(|c| c.kind != "pe");
    assert_eq!(lost(&records, 1, &policy()), 0);
}

#[test]
fn subjects_are_looked_at_one_by_one_and_only_teachers_count() {
    // Two of math and two of PE, PE with lessons for more: one of each may go, of math not both.
    let two = || {
        let mut records = subject(4, 120);
        records.curriculum.iter_mut().for_each(|c| c.lessons = junheng::domain::Lessons::whole(120));
        records
    };
    let pe = |ids: [&str; 2]| {
        let mut records = two();
        for id in ids {
            "pe".clone_into(&mut person(&mut records, id).kind);
        }
        lost(&records, 2, &policy())
    };
    assert_eq!([pe(["a2", "a3"]), pe(["a3", "a4"])], [0, 1]);
    // Who does not teach is no teacher of the subject: of 3 teachers ⌈1.02⌉ = 2 may go besides.
    let mut records = two();
    not_teaching(&mut records, &["a1"]);
    assert_eq!([lost(&records, 3, &policy()), lost(&records, 4, &policy())], [0, 1]);
    // A school that closes may lose all.
    let mut closing = subject(4, 120);
    closing.schools[0].closes = Some(tiny::YEAR);
    assert_eq!(lost(&closing, 4, &policy()), 0);
}

/// A school of 100 pupils with so many people, the first `new` of whom came a year ago.
fn beginners(pupils: i64, staff: usize, new: usize) -> Records {
    let mut records = district(&[("a", P, pupils, staff)]);
    records.teachers.iter_mut().take(new).for_each(|t| t.first_employed = Some(month(tiny::YEAR - 1, 9)));
    records
}

#[test]
fn beginners_are_at_most_a_share_of_the_teachers() {
    // A quarter: of 8 ⌊2⌋, of 7 ⌊1.75⌋ = 1, of 3 ⌊0.75⌋ = 0.
    let over = |pupils, staff, new| violation(&beginners(pupils, staff, new), &policy(), "new-teacher-share");
    assert_eq!([over(100, 8, 2), over(100, 8, 3), over(100, 8, 5)], [0, 1, 3]);
    assert_eq!([over(100, 7, 2), over(100, 3, 1)], [1, 1]);
    // Below 100 pupils nobody looks.
    assert_eq!(over(99, 8, 5), 0);
    // A hire is a beginner and a teacher: 2 and 1 are 3 of 9, ⌊2.25⌋ = 2 may be; 2 of 12, ⌊3⌋ may be, and one hired are 3 of 13, ⌊3.25⌋.
    let with_hire = |staff, new| {
        let case = case(&beginners(100, staff, new), &policy());
        assess(&case, &policy(), "new-teacher-share", &hired(&case, "a/primary", "math", 1)).violation
    };
    assert_eq!([with_hire(8, 2), with_hire(12, 2)], [1, 0]);
    // What is measured: 3 of 8 are 0.375, of the unit and, as there is no other, of the district.
    let case = case(&beginners(100, 8, 3), &policy());
    let found = assess(&case, &policy(), "new-teacher-share", &stay(&case));
    assert_eq!(measured(&found, "beginner-share", "a/primary", "primary"), Some(375));
    assert_eq!(measured(&found, "beginner-share", "district", ""), Some(375));
}

#[test]
fn a_beginner_has_less_than_three_years_of_known_service() {
    // Of three people none may be a beginner. In September 2026, 2023-09 is three years ago, 2023-10 is not.
    let over = |change: fn(&mut Records)| {
        let mut records = beginners(100, 3, 0);
        change(&mut records);
        violation(&records, &policy(), "new-teacher-share")
    };
    assert_eq!(over(|r| person(r, "a1").first_employed = Some(month(2023, 9))), 0);
    assert_eq!(over(|r| person(r, "a1").first_employed = Some(month(2023, 10))), 1);
    // Not given: what is known is the time in the school. Given: the time in the school does not matter.
    assert_eq!(over(|r| person(r, "a1").in_school_since = month(2023, 10)), 1);
    let moved_lately = |r: &mut Records| {
        (person(r, "a1").first_employed, person(r, "a1").in_school_since) = (Some(month(2010, 9)), month(2025, 9));
    };
    assert_eq!(over(moved_lately), 0);
    // Who has no teaching post is neither a beginner nor a teacher: of 8 the other 7 may have ⌊1.75⌋ = 1 beginner.
    let mut records = beginners(100, 8, 2);
    not_teaching(&mut records, &["a8"]);
    assert_eq!(violation(&records, &policy(), "new-teacher-share"), 1);
    not_teaching(&mut records, &["a1"]);
    assert_eq!(violation(&records, &policy(), "new-teacher-share"), 0);
}

#[test]
fn a_move_of_experienced_teachers_makes_room_for_beginners() {
    // 1 of 3 is one too many; with one who comes from b, 1 of 4 is a quarter.
    let mut records = district(&[("a", P, 100, 3), ("b", P, 100, 3)]);
    person(&mut records, "a1").first_employed = Some(month(2025, 9));
    let case = case(&records, &policy());
    let over = |moves: &[_]| assess(&case, &policy(), "new-teacher-share", &moved(&case, moves)).violation;
    assert_eq!([over(&[]), over(&[("b1", "a/primary", MoveKind::Rotate)])], [1, 0]);
}

/// Schools a and b in one cluster, c in none, with one math teacher each.
fn clustered() -> Records {
    let mut records = district(&[("a", P, 80, 1), ("b", P, 80, 1), ("c", P, 80, 1)]);
    records.schools.iter_mut().take(2).for_each(|s| s.cluster = Some("east".to_owned()));
    records
}

/// Beginners without a mentor where `count` teachers of `kind` are hired at `to`.
fn alone(records: &Records, to: &str, kind: &str, count: i64) -> i64 {
    let case = case(records, &policy());
    assess(&case, &policy(), "mentor", &hired(&case, to, kind, count)).violation
}

#[test]
fn a_mentor_of_the_subject_in_the_cluster_guides_three() {
    // a and b together have two mentors of math for six; c has one for three; nobody has one of PE.
    let records = clustered();
    assert_eq!([alone(&records, "a/primary", "math", 6), alone(&records, "a/primary", "math", 8)], [0, 2]);
    assert_eq!([alone(&records, "c/primary", "math", 3), alone(&records, "c/primary", "math", 4)], [0, 1]);
    assert_eq!([alone(&records, "a/primary", "pe", 1), alone(&records, "b/primary", "pe", 2)], [1, 2]);
    // Five years in September 2026 are since 2021-09; not since 2021-10, and nobody who is not at work in a teaching post.
    let with = |change: fn(&mut Records)| {
        let mut records = clustered();
        change(&mut records);
        alone(&records, "c/primary", "math", 3)
    };
    assert_eq!(with(|r| person(r, "c1").first_employed = Some(month(2021, 9))), 0);
    assert_eq!(with(|r| person(r, "c1").first_employed = Some(month(2021, 10))), 3);
    assert_eq!(with(|r| person(r, "c1").state = State::Leave), 3);
    assert_eq!(with(|r| person(r, "c1").post = PostType::NonTeaching), 3);
}

#[test]
fn mentors_are_those_who_work_there_after_the_plan() {
    // Four hired at c: its own mentor guides three, 4 − 3 = 1 has none; with b1, who moves there, none; where c1 leaves, all four.
    let case = case(&clustered(), &policy());
    let hires: Vec<Hire> = hired(&case, "c/primary", "math", 4).hires;
    let without = |moves: &[_]| {
        let plan = Plan { hires: hires.clone(), ..moved(&case, moves) };
        assess(&case, &policy(), "mentor", &plan).violation
    };
    assert_eq!(without(&[]), 1);
    assert_eq!(without(&[("b1", "c/primary", MoveKind::Rotate)]), 0);
    assert_eq!(without(&[("c1", "a/primary", MoveKind::Rotate)]), 4);
}

/// A school of so many women of 36, the first `young` made 34, the last `old` born in August 1973.
fn ages(staff: usize, young: usize, old: usize) -> Records {
    let mut records = district(&[("a", P, 80, staff)]);
    records.teachers.iter_mut().take(young).for_each(|t| t.birth = month(1992, 1));
    records.teachers.iter_mut().rev().take(old).for_each(|t| t.birth = month(1973, 8));
    records
}

#[test]
fn larger_units_have_a_share_of_young_teachers() {
    // 0.15 of 20 are 3; of 21 ⌈3.15⌉ = 4. Nineteen are not looked at.
    let missing = |staff, young| violation(&ages(staff, young, 0), &policy(), "age-structure");
    assert_eq!([missing(20, 3), missing(20, 2), missing(20, 0), missing(21, 3), missing(19, 0)], [0, 1, 3, 1, 0]);
    // Below 35 in September 2026 is who was born from 1991-10 on.
    let born = |year, of| {
        let mut records = ages(20, 2, 0);
        person(&mut records, "a3").birth = month(year, of);
        violation(&records, &policy(), "age-structure")
    };
    assert_eq!([born(1991, 9), born(1991, 10)], [1, 0]);
    // Hires are young: 2 and 1 of 21 lack ⌈3.15⌉ − 3 = 1, 2 and 2 of 22 are ⌈3.3⌉ = 4.
    let case = case(&ages(20, 2, 0), &policy());
    let with = |count| assess(&case, &policy(), "age-structure", &hired(&case, "a/primary", "math", count)).violation;
    assert_eq!([with(1), with(2)], [1, 0]);
    // Who has no teaching post does not count: of 20 people 19 teachers are not looked at.
    let mut records = ages(20, 0, 0);
    not_teaching(&mut records, &["a1"]);
    assert_eq!(violation(&records, &policy(), "age-structure"), 0);
}

#[test]
fn at_most_a_share_of_the_teachers_retires_within_three_years() {
    // A woman of 1973-08 (55) retires in 2028-08 and (43 / 4) + 1 = 11 months later, 2029-07, before 2029-09. 0.3 of 20 are 6, of 23 ⌊6.9⌋.
    let over = |staff, old| violation(&ages(staff, 5, old), &policy(), "age-structure");
    assert_eq!([over(20, 6), over(20, 7), over(23, 7), over(24, 7)], [0, 1, 1, 0]);
    // One of 1973-09 retires in 2028-09 and 12 months later, 2029-09: her three years are full. Early she goes in 2028-09.
    let of = |option| {
        let mut records = ages(20, 5, 7);
        let last = person(&mut records, "a20");
        (last.birth, last.retirement_option) = (month(1973, 9), option);
        violation(&records, &policy(), "age-structure")
    };
    assert_eq!([of(RetirementOption::Standard), of(RetirementOption::Early)], [0, 1]);
    // Both faults add up, and both are measured: 2 of 20 young, 7 of 20 retiring.
    let case = case(&ages(20, 2, 7), &policy());
    let found = assess(&case, &policy(), "age-structure", &stay(&case));
    assert_eq!(found.violation, 2);
    assert_eq!(measured(&found, "young-share", "district", ""), Some(100));
    assert_eq!(measured(&found, "retiring-share", "a/primary", "primary"), Some(350));
}

/// One rule broken once by one person: the facts, the plan, where it is found and what is said.
struct Breach {
    rule: &'static str,
    records: Records,
    moves: Vec<(&'static str, &'static str, MoveKind)>,
    hires: Option<(&'static str, &'static str)>,
    place: &'static str,
    sentence: &'static str,
}

/// The only math teacher of eight people goes; one of three is a beginner; PE is hired where nobody taught it; 2 of 20 are young
/// where 3 are asked; 7 of 20 retire where 6 may.
fn breaches() -> Vec<Breach> {
    let mut sole = district(&[("a", P, 80, 8), ("b", P, 80, 1)]);
    sole.teachers.iter_mut().filter(|t| t.school == "a" && t.id != "a1").for_each(|t| "pe".clone_into(&mut t.kind));
    let breach = |rule, records, place, sentence| Breach { rule, records, moves: vec![], hires: None, place, sentence };
    let moves = vec![("a1", "b/primary", MoveKind::Rotate)];
    let mentor = "a 招聘体育与健康教师 1 人，同学科指导教师 0 人，有 1 人无人指导";
    vec![
        Breach {
            moves, ..breach("subject-loss", sole, "a/primary", "a(小学) 数学教师调出 1 人，超过上限 0 人")
        },
        breach(
            "new-teacher-share",
            beginners(100, 3, 1),
            "a/primary",
            "a(小学) 教师 3 人中新任教师 1 人，按比例不应多于 0 人",
        ),
        Breach {
            hires: Some(("a/primary", "pe")),
            ..breach("mentor", district(&[("a", P, 80, 2)]), "school:a|pe", mentor)
        },
        breach("age-structure", ages(20, 2, 0), "a/primary", "a(小学) 教师 20 人中青年教师 2 人，按比例不应少于 3 人"),
        breach("age-structure", ages(20, 3, 7), "a/primary", "a(小学) 教师 20 人中临近退休 7 人，按比例不应多于 6 人"),
    ]
}

#[test]
fn a_plan_that_breaks_one_of_these_rules_is_refused_with_the_reason() {
    // The same plan is lawful while the rule reports; hard, exactly one finding is Broken and says where, how much and what is asked.
    let breaches = breaches();
    assert!(RULES.iter().all(|rule| breaches.iter().any(|b| b.rule == *rule)), "every rule is broken once");
    for Breach { rule, records, moves, hires, place, sentence } in breaches {
        let with = |strength| {
            let mut policy = quiet();
            tiny::strength(&mut policy, rule, strength);
            policy
        };
        let case = case(&records, &quiet());
        let hires = hires.map_or_else(Vec::new, |(to, kind)| hired(&case, to, kind, 1).hires);
        let plan = Plan { hires, ..moved(&case, &moves) };
        let reported = evaluate(&case, &quiet(), &plan);
        assert!(reported.lawful, "{rule}: something else is broken: {:#?}", reported.findings.first());
        let said = evaluate(&case, &with(Strength::Hard), &plan);
        let broken = said.findings.iter().filter(|f| f.severity == Severity::Broken);
        let broken: Vec<_> =
            broken.map(|f| (f.rule, f.place.as_str(), f.amount, f.unit, f.text.render(Lang::Zh))).collect();
        assert_eq!(broken, [(rule, place, 1000, "person", sentence.to_owned())], "{rule}");
        assert!(!said.lawful, "{rule} is broken and the plan passes");
        // A shortfall that only costs is told the same way, as such.
        let soft = evaluate(&case, &with(Strength::Soft { tier: 0, weight: 3 }), &plan);
        let short = soft.findings.iter().filter(|f| f.rule == rule && f.severity == Severity::Short).count();
        assert!(soft.lawful && short == 1 && soft.tiers[0] - reported.tiers[0] == 3, "{rule}: three for one person");
    }
}
