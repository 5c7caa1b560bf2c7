//! Break supervision and electives as load of PE, music and art, worked out by hand. What an ordinary unit and person are is said in
//! `tiny::hand`: a class has 6 lessons of math and 3 of PE, a full post is 12 lessons.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod ingest_common;
mod tiny;

use ingest_common::{base, codes, read_tables};
use junheng::domain::records::WorkloadItem;
use junheng::domain::words::Duty;
use junheng::domain::{Lessons, Records, Stage};
use junheng::ingest::words::item;
use tiny::facts;
use tiny::hand::{assess, case, district, measured, person, stay};
use tiny::programme::policy;

const P: Stage = Stage::Primary;

fn duty(records: &mut Records, duty: Duty, lessons: i64) {
    records.workload.push(facts::workload(P, WorkloadItem::Duty(duty), lessons));
}

/// Three primary classes and one junior one; of two people of a one teaches PE.
fn school() -> Records {
    let mut records = district(&[("a", P, 80, 2), ("b", Stage::Junior, 80, 1)]);
    records.enrollment[0].classes = Some(3);
    "pe".clone_into(&mut person(&mut records, "a1").kind);
    records
}

/// Lessons and extra lessons of a kind in unit a, in thousandths.
fn asked(records: &Records, kind: &str) -> Option<(i64, i64)> {
    let case = case(records, &policy());
    let kind = case.kind_by_code(kind).unwrap();
    let demand = case.demand.iter().find(|d| case.units[d.unit.at()].code == "a/primary" && d.kind == kind)?;
    Some((demand.lessons.small(), demand.extra.small()))
}

#[test]
fn breaks_and_electives_are_load_of_every_class() {
    // 3 classes × 3 lessons of PE are 9. Breaks at 2.5 and an elective at 0.505 a class: 3 × 3.005 = 9.015 more.
    let mut records = school();
    assert_eq!(asked(&records, "pe"), Some((9000, 0)));
    duty(&mut records, Duty::Breaks, 2500);
    duty(&mut records, Duty::ElectivePe, 505);
    assert_eq!(asked(&records, "pe"), Some((18_015, 9015)));
    assert_eq!(asked(&records, "math"), Some((18_000, 0)));
    // Music and art are not in the curriculum here: with a load they are asked for by the electives alone, without one by nobody.
    duty(&mut records, Duty::ElectiveMusic, 1000);
    duty(&mut records, Duty::ElectiveArt, 500);
    assert_eq!((asked(&records, "music"), asked(&records, "art")), (None, None));
    records.workload.extend([facts::load(P, "music", 12_000), facts::load(P, "art", 12_000)]);
    assert_eq!((asked(&records, "music"), asked(&records, "art")), (Some((3000, 3000)), Some((1500, 1500))));
    // Of a stage that has no such rows nothing is asked: junior b has one class of 3 lessons.
    let case = case(&records, &policy());
    let b = case.demand.iter().find(|d| case.units[d.unit.at()].code == "b/junior" && d.lessons == Lessons::whole(3));
    assert_eq!(b.unwrap().extra, Lessons::ZERO);
}

#[test]
fn what_is_missing_counts_lessons_and_duties_alike() {
    // PE: 9 + 3 × 2.5 = 16.5, a1 gives 12: 4.5 missing. Math: 18 − 12 = 6 in a; b: 3 of PE and no math missing. 13.5 in all, of which nothing is
    // told apart; the duties are measured beside it.
    let mut records = school();
    duty(&mut records, Duty::Breaks, 2500);
    let case = case(&records, &policy());
    let told = assess(&case, &policy(), "subject-coverage", &stay(&case));
    assert_eq!(told.violation, 13_500);
    assert_eq!(measured(&told, "lessons-missing:pe", "district", ""), Some(7500));
    assert_eq!(measured(&told, "extra-lessons:pe", "district", ""), Some(7500));
    assert_eq!(told.indicators.iter().filter(|i| i.indicator.starts_with("extra-lessons")).count(), 1);
}

#[test]
fn duties_are_read_by_code_and_name() {
    // The table of workload takes the code and the Chinese name; a duty whose subject has no load is refused, like a homeroom.
    for (text, of) in [
        ("breaks", Duty::Breaks),
        ("大课间", Duty::Breaks),
        ("elective-pe", Duty::ElectivePe),
        ("音乐选修", Duty::ElectiveMusic),
        ("美术选修", Duty::ElectiveArt),
    ] {
        assert_eq!(item(text), Some(WorkloadItem::Duty(of)), "{text}");
    }
    let with = |rows: &str| {
        let mut tables = base();
        tables.get_mut("workload").unwrap().push_str(rows);
        read_tables(&tables)
    };
    assert_eq!(codes(&with("primary,大课间,2.5\n")), ["E508"]);
    assert_eq!(codes(&with("primary,pe,16\nprimary,大课间,0.001\n")), ["E313"]);
    let reading = with("primary,pe,16\nprimary,大课间,2.5\nprimary,elective-pe,1\n");
    assert!(codes(&reading).is_empty(), "{:?}", codes(&reading));
    let read = reading.records.workload.iter().filter(|row| matches!(row.item, WorkloadItem::Duty(_)));
    assert_eq!(read.map(|row| row.lessons).collect::<Vec<_>>(), [Lessons::from_small(2500), Lessons::whole(1)]);
}
