//! Honors earned in years to come count in the staffing plans of the years that follow.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::words::HonorKind;
use junheng::domain::{Case, Records, SchoolYear};
use junheng::formulation::start;
use junheng::policy::Policy;
use junheng::verify::evaluate;
use std::collections::BTreeMap;
use tiny::facts::month;

/// The key teachers per 100 pupils of each unit in the second of two years, everybody staying, in thousandths.
fn key_teachers(records: &Records) -> (BTreeMap<String, i64>, Vec<Case>) {
    let policy =
        Policy::parse(include_str!("../models/dazu-2027.toml"), &junheng::formulation::rules::specs()).unwrap();
    let cases = junheng::pipeline::cases(records, SchoolYear(2026), 2, &policy).unwrap();
    let years = start::present_years(&cases, &policy);
    let judged = evaluate(&years[1].case, &policy, &years[1].plan);
    let of = judged
        .indicators
        .into_iter()
        .filter(|indicator| indicator.indicator == "key-teachers-per-100" && indicator.scope != "district");
    (of.filter_map(|indicator| Some((indicator.scope, indicator.after?))).collect(), cases)
}

#[test]
fn honors_earned_later_count_from_then_on() {
    // Two people of one school get an honor in the spring of 2027: in the year that begins in autumn their unit has two key teachers more per
    // so many pupils, and every other unit as many as before; in the year before nobody has more.
    let records = junheng::synth::generate(&junheng::synth::Profile::named("small").unwrap(), 1);
    let (before, cases) = key_teachers(&records);
    let case = &cases[1];
    let honored = |at: usize| case.teachers[at].distinctions.is_empty() && case.teachers[at].teaches();
    let in_scope = |at: usize| before.contains_key(&case.units[case.teachers[at].unit.at()].code);
    let one = (0..case.teachers.len()).find(|&at| honored(at) && in_scope(at)).unwrap();
    let unit = case.teachers[one].unit;
    let other = (one + 1..case.teachers.len()).find(|&at| honored(at) && case.teachers[at].unit == unit).unwrap();
    let mut earned = records.clone();
    for at in [one, other] {
        let mut honor = tiny::facts::honor(&case.teachers[at].record.id, HonorKind::KeyTeacher);
        (honor.since, honor.valid_until) = (Some(month(2027, 4)), Some(month(2032, 4)));
        earned.distinctions.push(honor);
    }
    let (after, later) = key_teachers(&earned);
    let code = &case.units[unit.at()].code;
    let pupils = case.units[unit.at()].pupils().small();
    assert!((after[code] - before[code] - 200_000 / pupils).abs() <= 1, "{} {} {pupils}", before[code], after[code]);
    assert!(before.iter().all(|(of, value)| of == code || after[of] == *value));
    let first = later[0].teachers.iter().find(|teacher| teacher.record.id == case.teachers[one].record.id);
    assert!(first.unwrap().distinctions.is_empty());
}
