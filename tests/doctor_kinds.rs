//! What the doctor says of staff of one kind, on one case worked out by hand and against the plans that the engine finds. What an ordinary
//! unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::doctor::{KindRow, diagnose};
use junheng::domain::words::State;
use junheng::domain::{Case, Fte, Records, Stage};
use junheng::policy::{Policy, Strength};
use junheng::verify::evaluate;
use rayon::prelude::*;
use tiny::hand::{case, district, person};
use tiny::programme::{self, policy};
use tiny::{Tiny, answer, strength};

const P: Stage = Stage::Primary;

/// Rules on staff of one kind that stand with those on deployment.
const SHARED: &[&str] = &["psychology-staff", "special-staff"];

/// 600 pupils in 12 classes of grade 1; a1 teaches PE, a2 and a3 could, a2 with a certificate. Two posts for PE only.
fn school() -> Records {
    let mut records = district(&[("a", P, 600, 4)]);
    records.enrollment[0].classes = Some(12);
    "pe".clone_into(&mut person(&mut records, "a1").kind);
    for id in ["a2", "a3"] {
        person(&mut records, id).other_kinds = vec!["pe".to_owned()];
    }
    records.certificates[1].kind = Some("pe".to_owned());
    (records.channels[0].kind, records.channels[0].posts) = (Some("pe".to_owned()), 2);
    records
}

fn rows(records: &Records, policy: &Policy) -> Option<(Case, Vec<KindRow>)> {
    let case = case(records, policy);
    let rows = diagnose(&case, policy).unwrap().kinds?;
    Some((case, rows))
}

/// Of one kind: asked, staff, missing today, missing whatever is moved, hires, further, certified, left; and full teachers by lessons.
fn of(records: &Records, kind: &str) -> Option<([i64; 8], Fte)> {
    let (case, rows) = rows(records, &policy())?;
    let row = rows.into_iter().find(|row| case.kinds[row.kind.at()].code == kind)?;
    let left = row.left();
    let KindRow { asked, lessons, staff, today, missing, hires, further, certified, .. } = row;
    Some(([asked, staff, today, missing, hires, further, certified, left], lessons))
}

#[test]
fn what_is_asked_of_a_kind_is_set_against_who_is_there() {
    // PE: 12 classes / 6 are 2, a unit of 200 and more has 1: 2 are asked. 12 × 3 lessons / 12 are 3 posts. One is there, 2 could teach it besides,
    // one of them certified: 2 − 1 = 1 is missing by the rule, 3 − 1 − 2 = 0 by lessons; 2 posts close it.
    let mut records = school();
    assert_eq!(of(&records, "pe"), Some(([2, 1, 1, 1, 2, 2, 1, 0], Fte::whole(3))));
    // 600 pupils ask for a health professional, 200 for an accountant; nobody is there and no channel brings any.
    assert_eq!(of(&records, "health"), Some(([1, 0, 1, 1, 0, 0, 0, 1], Fte::ZERO)));
    assert_eq!(of(&records, "accounting"), Some(([1, 0, 1, 1, 0, 0, 0, 1], Fte::ZERO)));
    // What nobody asks for is not spoken of.
    assert_eq!((of(&records, "music"), of(&records, "nursery")), (None, None));
    // Who is lent out is not there; who could teach it besides covers lessons, not the rule: with one of them less 3 − 0 − 1 = 2.
    person(&mut records, "a1").state = State::Seconded;
    person(&mut records, "a3").other_kinds.clear();
    assert_eq!(of(&records, "pe"), Some(([2, 0, 2, 2, 2, 1, 1, 0], Fte::whole(3))));
    // Lessons may ask for more than the rule: nobody could teach it besides, 3 are missing, 2 can be hired, 1 is left.
    person(&mut records, "a2").other_kinds.clear();
    assert_eq!(of(&records, "pe"), Some(([2, 0, 2, 3, 2, 0, 0, 1], Fte::whole(3))));
}

#[test]
fn an_accountant_who_is_shared_is_asked_once() {
    // One large and two small schools in a cluster: 1 + ⌈2/5⌉ = 2 accountants.
    let mut records = district(&[("a", P, 300, 2), ("b", P, 80, 2), ("c", P, 80, 2)]);
    records.schools.iter_mut().for_each(|s| s.cluster = Some("east".to_owned()));
    records.channels.clear();
    "accounting".clone_into(&mut person(&mut records, "b1").kind);
    // The one in small b is the shared one; a misses its own.
    assert_eq!(of(&records, "accounting"), Some(([2, 1, 1, 1, 0, 0, 0, 1], Fte::ZERO)));
}

#[test]
fn kinds_are_not_spoken_of_where_no_rule_asks_for_them() {
    // Only rules that are on have something to say.
    let mut off = policy();
    for rule in programme::RULES.iter().chain(SHARED).chain(&["presence"]) {
        strength(&mut off, rule, Strength::Off);
    }
    assert!(rows(&school(), &off).is_none());
}

#[test]
fn what_is_called_missing_is_missing_in_every_plan_of_the_engine() {
    // Otherwise the office would hire whom it has. Nobody is hired; a claim must be made now and then.
    let made: i64 = (0..160_u64)
        .into_par_iter()
        .map(|seed| {
            let Tiny { mut records, policy, .. } = programme::tiny(seed);
            records.channels.clear();
            let case = tiny::case(&records);
            let (Some(rows), Some(plan)) = (diagnose(&case, &policy).unwrap().kinds, answer(&case, &policy).plan)
            else {
                return 0;
            };
            let verdict = evaluate(&case, &policy, &plan);
            let persons = |f: &&junheng::plan::Finding| {
                f.unit == "person" && programme::RULES.iter().chain(SHARED).any(|&rule| rule == f.rule)
            };
            let found: i64 = verdict.findings.iter().filter(persons).map(|f| f.amount / 1000).sum();
            let presence = verdict.findings.iter().filter(|f| f.rule == "presence").count();
            let most = rows.iter().map(|row| row.asked - row.staff).max().unwrap_or(0);
            assert!(most <= found + i64::try_from(presence).unwrap(), "seed {seed}: {most} shall miss, {found} do");
            for row in &rows {
                let persons = (row.lessons.small() + 999) / 1000;
                let code = format!("lessons-missing:{}", case.kinds[row.kind.at()].code);
                let lessons = verdict.indicators.iter().find(|i| i.indicator == code);
                let missing = lessons.and_then(|i| i.after).unwrap_or(0);
                assert!(persons <= row.staff + row.further || missing > 0, "seed {seed}: lessons of {code}");
            }
            i64::from(most > 0)
        })
        .sum();
    assert!(made >= 20, "{made} claims");
}
