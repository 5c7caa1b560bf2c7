//! The rules on subjects that must not vanish, vocational staff, degrees, out-of-field teaching, new and designated schools on tiny
//! cases worked out by hand: the arithmetic stands beside the number. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::WorkloadItem;
use junheng::domain::words::{Degree, Ownership, State};
use junheng::domain::{Records, Stage};
use junheng::plan::{MoveKind, Plan};
use junheng::policy::{Policy, Value};
use tiny::facts::{curriculum, load, month, workload};
use tiny::hand::{
    assess, case, district, hired, honored, measured, moved, not_teaching, person, stay, teach, violation,
};
use tiny::set;
use tiny::structure::policy;

const P: Stage = Stage::Primary;
const J: Stage = Stage::Junior;
const V: Stage = Stage::Vocational;

/// One unit with so many lessons of `kind` in its one class, 12 a full post, and two teachers of math.
fn lessons(kind: &str, thousandths: i64) -> Records {
    let mut records = district(&[("a", P, 40, 2)]);
    records.curriculum.push(curriculum(P, kind, thousandths));
    records.workload.push(load(P, kind, 12_000));
    records
}

/// What a rule finds missing where a1 teaches `half` half posts of `kind`.
fn untaught(rule: &str, records: &Records, kind: &str, half: i64) -> i64 {
    let case = case(records, &policy());
    let mut plan = stay(&case);
    teach(&case, &mut plan, "a1", &[(kind, 500 * half), ("math", 1000 - 500 * half)]);
    assess(&case, &policy(), rule, &plan).violation
}

#[test]
fn at_least_half_of_the_lessons_of_music_and_art_are_taught() {
    // A grain is half a post, 6 lessons. 18 lessons are 3 grains, ⌈1.5⌉ = 2 are asked: 12 lessons.
    for kind in ["music", "art"] {
        let missing = |of, half| untaught("arts-taught", &lessons(kind, of), kind, half);
        assert_eq!([missing(18_000, 0), missing(18_000, 1), missing(18_000, 2)], [12_000, 6000, 0], "{kind}");
        // 13 lessons are ⌈2.17⌉ = 3 grains, 12 are 2, of which 1 is asked, 1 lesson is 1 and is asked.
        assert_eq!([missing(13_000, 1), missing(12_000, 1), missing(1000, 0)], [6000, 0, 6000], "{kind}");
    }
    // A third of 3 grains, ⌈0.999⌉, is 1.
    let mut loose = policy();
    set(&mut loose, "arts-taught", "share", Value::Number(333));
    assert_eq!(violation(&lessons("music", 18_000), &loose, "arts-taught"), 6000);
    // Other subjects are not looked at, and private schools not.
    assert_eq!(untaught("arts-taught", &lessons("science", 18_000), "science", 0), 0);
    let mut private = lessons("music", 18_000);
    private.schools[0].ownership = Ownership::Private;
    assert_eq!(untaught("arts-taught", &private, "music", 0), 0);
}

#[test]
fn labor_and_information_technology_are_taught_too() {
    // The same of two other subjects; a rule does not look at those of the other.
    for kind in ["labor", "it"] {
        let missing = |half| untaught("labor-it-taught", &lessons(kind, 18_000), kind, half);
        assert_eq!([missing(0), missing(1), missing(2)], [12_000, 6000, 0], "{kind}");
        assert_eq!(untaught("arts-taught", &lessons(kind, 18_000), kind, 0), 0);
        assert_eq!(untaught("labor-it-taught", &lessons("art", 18_000), "art", 0), 0);
    }
}

#[test]
fn each_unit_and_subject_is_looked_at_by_itself() {
    // a and b have 18 lessons of music and of art each, 12 asked. One hired for music at b: three of four are missing.
    let mut records = district(&[("a", P, 40, 1), ("b", P, 40, 1)]);
    for kind in ["music", "art"] {
        records.curriculum.push(curriculum(P, kind, 18_000));
        records.workload.push(load(P, kind, 12_000));
    }
    let case = case(&records, &policy());
    let found = assess(&case, &policy(), "arts-taught", &hired(&case, "b/primary", "music", 1));
    assert_eq!((found.violation, found.findings.len()), (36_000, 3));
    // Music is taught in one of two units.
    assert_eq!(measured(&found, "arts-taught:music", "district", "primary"), Some(500));
    assert_eq!(measured(&found, "arts-taught:art", "district", "primary"), Some(0));
}

#[test]
fn a_vocational_unit_has_a_teacher_for_twenty_pupils() {
    // 100 pupils ask for 5, 101 for ⌈5.05⌉ = 6. Junior units are not looked at.
    let missing = |stage, pupils, change: fn(&mut Records)| {
        let mut records = district(&[("v", stage, pupils, 4)]);
        change(&mut records);
        violation(&records, &policy(), "vocational-staff")
    };
    assert_eq!([missing(V, 80, |_| {}), missing(V, 100, |_| {}), missing(V, 101, |_| {})], [0, 1, 2]);
    assert_eq!(missing(J, 101, |_| {}), 0);
    // Who is on leave holds a teaching post; who has none does not count.
    assert_eq!(missing(V, 80, |r| person(r, "v1").state = State::Leave), 0);
    assert_eq!(missing(V, 80, |r| not_teaching(r, &["v1"])), 1);
    assert_eq!(missing(V, 101, |r| r.schools[0].ownership = Ownership::Private), 0);
    let case = case(&district(&[("v", V, 101, 4)]), &policy());
    let found = assess(&case, &policy(), "vocational-staff", &hired(&case, "v/vocational", "math", 1));
    assert_eq!(found.violation, 1);
    assert_eq!(measured(&found, "vocational-teachers-missing", "district", ""), Some(1000));
}

/// A vocational unit with so many people of the trade, the first `dual` of them double-qualified, and a double-qualified teacher of math.
fn trade(staff: usize, dual: usize) -> Records {
    let mut records = district(&[("v", V, 20, staff + 1)]);
    for at in 1..=staff {
        let one = person(&mut records, &format!("v{at}"));
        "vocational".clone_into(&mut one.kind);
        one.dual_qualified = at <= dual;
    }
    person(&mut records, &format!("v{}", staff + 1)).dual_qualified = true;
    records
}

#[test]
fn half_of_those_who_teach_the_trade_are_double_qualified() {
    // Of 4 two, of 3 ⌈1.5⌉ = 2; the teacher of math does not count.
    let missing = |staff, dual| violation(&trade(staff, dual), &policy(), "vocational-staff");
    assert_eq!([missing(4, 2), missing(4, 1), missing(3, 1), missing(3, 0), missing(0, 0)], [0, 1, 1, 2, 0]);
    // A hire of the trade is one more and not double-qualified: 2 of 5 lack ⌈2.5⌉ − 2 = 1; one of math changes nothing.
    let case = case(&trade(4, 2), &policy());
    let with = |kind| assess(&case, &policy(), "vocational-staff", &hired(&case, "v/vocational", kind, 1));
    assert_eq!([with("vocational").violation, with("math").violation], [1, 0]);
    assert_eq!(measured(&with("vocational"), "dual-share", "v/vocational", "vocational"), Some(400));
    assert_eq!(measured(&with("math"), "dual-share", "district", ""), Some(500));
}

/// Ten primary teachers in two schools and two junior ones; these people have a college degree.
fn colleges(people: &[&str]) -> Records {
    let mut records = district(&[("a", P, 80, 6), ("b", P, 80, 4), ("c", J, 40, 2)]);
    for id in people {
        person(&mut records, id).degree = Degree::College;
    }
    records
}

#[test]
fn the_teachers_of_a_stage_have_their_share_of_bachelors() {
    // 0.7 of 10 are 7, whichever school; 0.9 of 2 are ⌈1.8⌉ = 2.
    let missing = |people: &[&str]| violation(&colleges(people), &policy(), "degree-share");
    assert_eq!([missing(&[]), missing(&["a1", "b1", "b2"]), missing(&["a1", "a2", "b1", "b2"])], [0, 0, 1]);
    assert_eq!([missing(&["c1"]), missing(&["c1", "c2", "a1", "a2", "b1", "b2"])], [1, 3]);
    // A master counts; who has no teaching post is no teacher: 6 of 9 lack ⌈6.3⌉ − 6 = 1, 7 of 9 none.
    let mut records = colleges(&["a1", "a2", "b1"]);
    person(&mut records, "a3").degree = Degree::Master;
    assert_eq!(violation(&records, &policy(), "degree-share"), 0);
    not_teaching(&mut records, &["a3"]);
    assert_eq!(violation(&records, &policy(), "degree-share"), 1);
    not_teaching(&mut records, &["a1"]);
    assert_eq!(violation(&records, &policy(), "degree-share"), 0);
}

#[test]
fn hires_and_people_who_change_stage_move_the_share() {
    // 6 of 10 and one hired are 7 of 11: ⌈7.7⌉ − 7 = 1; four hired 10 of 14: ⌈9.8⌉. Where hires do not count 6 of 11: 2.
    let records = colleges(&["a1", "a2", "b1", "b2"]);
    let of = case(&records, &policy());
    let with = |policy: &Policy, plan: &Plan| assess(&of, policy, "degree-share", plan);
    assert_eq!(with(&policy(), &hired(&of, "b/primary", "math", 1)).violation, 1);
    assert_eq!(with(&policy(), &hired(&of, "b/primary", "math", 4)).violation, 0);
    let mut strict = policy();
    set(&mut strict, "degree-share", "hires_count", Value::Flag(false));
    assert_eq!(with(&strict, &hired(&of, "b/primary", "math", 1)).violation, 2);
    // a1 in a junior school: 6 of 9 lack ⌈6.3⌉ − 6 = 1, and 2 of 3 there ⌈2.7⌉ − 2 = 1.
    let gone = with(&policy(), &moved(&of, &[("a1", "c/junior", MoveKind::CrossStage)]));
    assert_eq!(gone.violation, 2);
    assert_eq!(measured(&gone, "degree-share", "district", "primary"), Some(666));
    assert_eq!(measured(&gone, "degree-share", "district", "junior"), Some(666));
    assert_eq!(measured(&gone, "degree-share", "district", ""), Some(666));
}

/// A school of four classes: 24 lessons of math, 4 grains, and 12 of PE, 2 grains; two teachers of math.
fn small() -> Records {
    let mut records = district(&[("a", P, 80, 2)]);
    records.enrollment[0].classes = Some(4);
    records
}

/// What is out of field beyond the limit where a1 and a2 give so many half posts to PE.
fn besides(records: &Records, half: [i64; 2]) -> i64 {
    let case = case(records, &policy());
    let mut plan = stay(&case);
    for (id, half) in ["a1", "a2"].into_iter().zip(half) {
        teach(&case, &mut plan, id, &[("pe", 500 * half), ("math", 1000 - 500 * half)]);
    }
    assess(&case, &policy(), "out-of-field", &plan).violation
}

#[test]
fn at_most_a_share_of_the_teaching_is_out_of_field() {
    // ⌊0.3 · 6⌋ = 1 grain may be; a second one counts for half of 15 lessons. PE has 2 grains: a third and fourth are idle.
    let records = small();
    assert_eq!([besides(&records, [1, 0]), besides(&records, [2, 0]), besides(&records, [1, 1])], [0, 7500, 7500]);
    assert_eq!(besides(&records, [2, 2]), 7500);
    // Where a2 is a teacher of PE, 2 grains could be hers, and a1's time in math is taken by nobody of another subject in vain.
    let mut records = small();
    "pe".clone_into(&mut person(&mut records, "a2").kind);
    assert_eq!([besides(&records, [2, 0]), besides(&records, [0, 2])], [0, 0]);
    // Both teach math: 4 grains, of which 2 could be a1's.
    assert_eq!(besides(&records, [0, 0]), 7500);
    // On leave she gives nothing: a1's 2 grains of PE are out of field.
    person(&mut records, "a2").state = State::Leave;
    let of = case(&records, &policy());
    let mut plan = stay(&of);
    teach(&of, &mut plan, "a1", &[("pe", 1000)]);
    assert_eq!(assess(&of, &policy(), "out-of-field", &plan).violation, 7500);
}

#[test]
fn general_work_is_not_out_of_field_and_hires_count_with_their_kind() {
    // 8 lessons of homeroom work, 10 a full post: ⌈8 / 5⌉ = 2 grains, so ⌊0.3 · 8⌋ = 2 may be; general work itself is anybody's.
    let mut records = small();
    records.workload.push(load(P, "general", 10_000));
    records.workload.push(workload(P, WorkloadItem::Homeroom, 2000));
    assert_eq!(besides(&records, [2, 0]), 0);
    let of = case(&records, &policy());
    let found = |plan: &Plan| assess(&of, &policy(), "out-of-field", plan);
    let mut plan = stay(&of);
    teach(&of, &mut plan, "a1", &[("general", 1000)]);
    assert_eq!(found(&plan).violation, 0);
    assert_eq!(measured(&found(&plan), "out-of-field-share", "district", ""), Some(0));
    teach(&of, &mut plan, "a1", &[("pe", 1000)]);
    assert_eq!(measured(&found(&plan), "out-of-field-share", "district", ""), Some(250));
    // One hired for PE could give those 2 grains.
    let mut plan = hired(&of, "a/primary", "pe", 1);
    teach(&of, &mut plan, "a1", &[("pe", 1000)]);
    assert_eq!(measured(&found(&plan), "out-of-field-share", "district", ""), Some(0));
}

/// A school that opened so many years ago, ten teachers, `beginners` of whom began a year ago, `key` of the others key teachers.
fn opened(ago: i32, beginners: usize, key: &[&str]) -> Records {
    let mut records = district(&[("n", P, 80, 10)]);
    records.schools[0].opens = Some(tiny::YEAR - ago);
    records.teachers.iter_mut().rev().take(beginners).for_each(|t| t.first_employed = Some(month(2025, 9)));
    honored(&mut records, key);
    records
}

#[test]
fn a_new_school_has_experienced_and_key_teachers_and_not_too_many_beginners() {
    // Of 10 at least 4 experienced, ⌈1.5⌉ = 2 key teachers, at most 4 beginners.
    let off = |ago, beginners, key: &[&str]| violation(&opened(ago, beginners, key), &policy(), "new-schools");
    assert_eq!([off(0, 4, &["n1", "n2"]), off(0, 4, &["n1"]), off(0, 4, &[])], [0, 1, 2]);
    // 5 beginners are one too many; 7 three too many, and 3 experienced one too few.
    assert_eq!([off(0, 5, &["n1", "n2"]), off(0, 7, &["n1", "n2"])], [1, 4]);
    // Three years later it is still new, four years later not.
    assert_eq!([off(3, 4, &[]), off(4, 4, &[])], [2, 0]);
    let mut old = opened(0, 7, &[]);
    old.schools[0].opens = None;
    assert_eq!(violation(&old, &policy(), "new-schools"), 0);
}

#[test]
fn experience_is_known_service_and_hires_are_beginners() {
    // Three experienced and three beginners, four between: of 10 four are asked. Five years in September 2026 are since 2021-09.
    let with = |first| {
        let mut records = opened(0, 3, &["n1", "n2"]);
        records.teachers.iter_mut().skip(3).take(4).for_each(|t| t.first_employed = Some(month(2022, 9)));
        person(&mut records, "n4").first_employed = Some(first);
        violation(&records, &policy(), "new-schools")
    };
    assert_eq!([with(month(2021, 9)), with(month(2021, 10))], [0, 1]);
    // Less than three years are since 2023-10: four beginners may be, and n4 would be the fifth.
    let fifth = |first| {
        let mut records = opened(0, 4, &["n1", "n2"]);
        person(&mut records, "n4").first_employed = Some(first);
        violation(&records, &policy(), "new-schools")
    };
    assert_eq!([fifth(month(2023, 9)), fifth(month(2023, 10))], [0, 1]);
    // Two hired: 6 beginners of 12, ⌊4.8⌋ = 4 may be; 6 experienced, ⌈4.8⌉ = 5; 2 key teachers, ⌈1.8⌉ = 2.
    let of = case(&opened(0, 4, &["n1", "n2"]), &policy());
    let found = assess(&of, &policy(), "new-schools", &hired(&of, "n/primary", "math", 2));
    assert_eq!(found.violation, 2);
    assert_eq!(measured(&found, "new-school-beginners", "n/primary", "primary"), Some(500));
    assert_eq!(measured(&found, "new-school-experienced", "district", ""), Some(500));
    assert_eq!(measured(&found, "new-school-key-teachers", "district", ""), Some(166));
    // Who has no teaching post is nobody here: of 9, ⌈1.35⌉ = 2 key teachers, and one of the two does not teach.
    let mut records = opened(0, 0, &["n1", "n2"]);
    not_teaching(&mut records, &["n1"]);
    assert_eq!(violation(&records, &policy(), "new-schools"), 1);
}

/// A tagged school with seven junior teachers and another one, these people key teachers.
fn designated(key: &[&str]) -> Records {
    let mut records = district(&[("r", J, 80, 7), ("b", J, 80, 1)]);
    records.schools[0].priority = vec!["weak".to_owned(), "quality-junior".to_owned()];
    honored(&mut records, key);
    records
}

#[test]
fn designated_junior_schools_have_their_share_of_key_teachers() {
    // Of 7 ⌈1.05⌉ = 2.
    let missing = |key: &[&str]| violation(&designated(key), &policy(), "rural-junior");
    assert_eq!([missing(&["r1", "r2"]), missing(&["r1"]), missing(&["b1"])], [0, 1, 2]);
    // Without the tag, and in a primary unit, nothing is asked.
    let mut records = designated(&[]);
    records.schools[0].priority = vec!["weak".to_owned()];
    assert_eq!(violation(&records, &policy(), "rural-junior"), 0);
    let mut records = district(&[("r", P, 80, 7)]);
    records.schools[0].priority = vec!["quality-junior".to_owned()];
    assert_eq!(violation(&records, &policy(), "rural-junior"), 0);
    // A key teacher who comes makes 2 of 8, ⌈1.2⌉ = 2. Seven hired are teachers and no key teachers: 2 of 14, ⌈2.1⌉ = 3.
    let of = case(&designated(&["r1", "b1"]), &policy());
    let found = |plan: &Plan| assess(&of, &policy(), "rural-junior", plan);
    assert_eq!(found(&moved(&of, &[("b1", "r/junior", MoveKind::Rotate)])).violation, 0);
    let of = case(&designated(&["r1", "r2"]), &policy());
    let hires = assess(&of, &policy(), "rural-junior", &hired(&of, "r/junior", "math", 7));
    assert_eq!(hires.violation, 1);
    assert_eq!(measured(&hires, "rural-junior-key-share", "r/junior", "junior"), Some(142));
}
