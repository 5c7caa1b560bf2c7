//! For how many years quotas can be met, on a county whose key teachers run out and on one whose do not.
//!
//! One school of 40 teachers of 36 years, all ten years in the school, and a second one ten minutes away: all may rotate until they are 45, from the
//! autumn of 2026 to that of 2034. A tenth rotates every year, a fifth of those are key teachers. With three key teachers: 4 of 40 rotate with one of
//! them, who would allow five to go; of 35 4, of 30 3, of 25 3, each with one key teacher at least. In the fourth year, 2029, none is left.
//! Who has rotated may do so again after six years.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

mod tiny;

use junheng::doctor::{QuotaRunway, Runway};
use junheng::domain::words::HonorKind;
use junheng::domain::{Records, SchoolYear, Stage};
use junheng::messages::Lang;
use junheng::pipeline::{Checkup, diagnose};
use junheng::policy::{Policy, Strength, Value};
use junheng::report::{doctor, terminal};
use tiny::facts::{certificate, curriculum, enrollment, honor, load, month, posts, school, teacher, travel};
use tiny::{YEAR, annual, set, strength};

const P: Stage = Stage::Primary;
const KEY: &str = "key-teacher-share";

fn ids() -> Vec<String> {
    (0..40).map(|at| format!("t{at:02}")).collect()
}

/// The county with so many key teachers.
fn county(key: usize) -> Records {
    Records {
        schools: ["s1", "s2"].map(school).into(),
        enrollment: vec![enrollment("s1", P, 400, 10), enrollment("s2", P, 400, 10)],
        teachers: ids().iter().map(|id| teacher(id, "s1", P, "math")).collect(),
        certificates: ids().iter().map(|id| certificate(id, P)).collect(),
        distinctions: ids().iter().take(key).map(|id| honor(id, HonorKind::KeyTeacher)).collect(),
        curriculum: vec![curriculum(P, "math", 6000)],
        workload: vec![load(P, "math", 12_000)],
        establishment: vec![posts("s1", P, 40), posts("s2", P, 40)],
        travel: vec![travel("s1", "s2", 10)],
        ..Records::default()
    }
}

fn examined(records: &Records, policy: &Policy) -> Checkup {
    diagnose(records, SchoolYear(YEAR), policy).unwrap().unwrap()
}

fn runway(records: &Records, policy: &Policy) -> Runway {
    examined(records, policy).diagnosis.runway.unwrap()
}

fn key(runway: &Runway) -> &QuotaRunway {
    runway.quotas.iter().find(|quota| quota.rule == KEY).unwrap()
}

/// The year in which key teachers run out, with those left and those needed.
fn dry(records: &Records, policy: &Policy) -> Option<(i32, i64, i64)> {
    let runway = runway(records, policy);
    key(&runway).dry().map(|(after, standing)| (runway.year(after).0, standing.pool, standing.needed))
}

fn numbers(quota: &QuotaRunway) -> Vec<(i64, i64)> {
    quota.standings.iter().map(|standing| (standing.pool, standing.needed)).collect()
}

#[test]
fn a_county_whose_key_teachers_run_out_in_the_fourth_year_is_told_the_year_and_the_pool() {
    // The numbers of the header; the sentence names the year, who is left and who is needed, in both languages.
    let checkup = examined(&county(3), &annual());
    let found = checkup.diagnosis.runway.as_ref().unwrap();
    assert_eq!(numbers(key(found)), [(3, 1), (2, 1), (1, 1), (0, 1)]);
    let text = |lang| terminal::sections(&doctor::sections(&checkup, lang), terminal::WIDTH);
    let (zh, en) = (text(Lang::Zh), text(Lang::En).split_whitespace().collect::<Vec<_>>().join(" "));
    let sentence = "骨干教师交流比例 20%：2029 学年起可交流的骨干教师只有 0 人，至少需要 1 人，最迟从该年起无法达标";
    let one_line: String = zh.split_whitespace().collect();
    assert!(one_line.contains(&sentence.replace(' ', "")), "{zh}");
    assert!(en.contains("from 2029 on only 0 key teachers can rotate and at least 1 are needed"), "{en}");
    assert!(zh.contains("可交流骨干") && zh.contains("不是承诺"), "{zh}");
    let data = doctor::entry(&checkup);
    let quota = &data["runway"]["quotas"][1];
    assert_eq!((&quota["rule"], &quota["dry"]), (&KEY.into(), &2029.into()));
    assert_eq!(quota["years"][2], serde_json::json!({ "year": 2028, "pool": 1, "needed": 1 }));
}

#[test]
fn a_county_with_enough_key_teachers_is_told_in_one_line() {
    // Ten key teachers are more than one a year for nine years; then nobody is young enough and nobody is asked.
    let checkup = examined(&county(10), &annual());
    assert!(checkup.diagnosis.runway.as_ref().unwrap().holds());
    let text = terminal::sections(&doctor::sections(&checkup, Lang::Zh), terminal::WIDTH);
    assert!(text.contains("2026—2035 学年") && !text.contains("可交流骨干"), "{text}");
    assert_eq!(doctor::entry(&checkup)["runway"]["holds"], true);
}

#[test]
fn honors_that_end_and_people_past_the_age_empty_the_pool_sooner() {
    // Of three key teachers one has an honor to August 2027 and one is 45 in October 2026: both are of use in 2026 alone. Both go then with eight
    // others, ten in all; the third goes in 2027, and 2028 has none.
    let mut records = county(3);
    records.distinctions[0].valid_until = Some(month(2027, 8));
    records.teachers[1].birth = month(1981, 10);
    assert_eq!(dry(&records, &annual()), Some((2028, 0, 1)));
    assert_eq!(key(&runway(&records, &annual())).ended, 1);
    // An honor that has ended already is none.
    records.distinctions[2].valid_until = Some(month(2026, 8));
    assert_eq!(dry(&records, &annual()), Some((2027, 0, 1)));
}

#[test]
fn who_becomes_eligible_later_fills_the_pool_and_who_comes_back_too() {
    // A fourth key teacher with three years in the school in 2026 may rotate from 2029 on: 2030 is the first year without one.
    let mut records = county(4);
    records.teachers[3].in_school_since = month(2023, 9);
    assert_eq!(dry(&records, &annual()), Some((2030, 0, 1)));
    // With two years in one school everybody who has gone may go again: three key teachers do for ever.
    let mut policy = annual();
    set(&mut policy, "who-may-rotate", "years", Value::Number(2000));
    assert_eq!(dry(&county(3), &policy), None);
}

#[test]
fn who_can_go_nowhere_this_year_is_no_help_this_year() {
    // Three key teachers without a certificate cannot be posted anywhere in 2026: the doctor's quotas of the year say the same.
    let mut records = county(3);
    records.certificates.retain(|certificate| !["t00", "t01", "t02"].contains(&certificate.teacher.as_str()));
    let checkup = examined(&records, &annual());
    assert_eq!(checkup.diagnosis.rotation.unwrap().key.unwrap().missing, 1);
    assert_eq!(dry(&records, &annual()), Some((2026, 0, 1)));
}

#[test]
fn nothing_is_said_where_moves_do_not_count_or_nothing_is_asked() {
    // Where moves across stages are allowed but not counted, people may leave the eligible uncounted; without the rotation share nobody must rotate.
    let mut policy = annual();
    set(&mut policy, "rotation-share", "counts", Value::Words(vec!["rotate".to_owned()]));
    assert!(examined(&county(3), &policy).diagnosis.runway.is_some());
    set(&mut policy, "who-may-rotate", "cross_stage", Value::Flag(true));
    assert!(examined(&county(3), &policy).diagnosis.runway.is_none());
    let mut policy = annual();
    strength(&mut policy, "rotation-share", Strength::Off);
    assert!(examined(&county(3), &policy).diagnosis.runway.is_none());
    let mut policy = annual();
    set(&mut policy, KEY, "share", Value::Number(0));
    assert!(runway(&county(3), &policy).quotas.iter().all(|quota| quota.rule != KEY));
}
