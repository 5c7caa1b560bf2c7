//! Expected leavers and absences by rate: how many, what their lessons are, which posts become free, what a plan does about it, and that
//! a falsified number is found.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod tiny;
mod verify_support;

use junheng::domain::attrition::{Expected, PERSON};
use junheng::domain::records::{AttritionRecord, ChangeRecord, PersonChange, Records};
use junheng::domain::words::{Setting, Sex};
use junheng::domain::{Case, Norms, SchoolYear, Stage};
use junheng::messages::Lang;
use junheng::pipeline::{self, Ahead, Job, Solved};
use junheng::report::Report;
use junheng::solver::{Settings, Silent};
use tiny::{YEAR, facts, hand};
use verify_support::{POLICY, Written};

/// A row for everybody with these rates in thousandths.
const fn all(leaving: i64, absence: i64) -> AttritionRecord {
    AttritionRecord {
        setting: None,
        sex: None,
        from_age: None,
        to_age: None,
        leaving_rate: Some(leaving),
        absence_rate: Some(absence),
    }
}

/// An urban and a rural school with two women of 36 each; full posts of math are 12 lessons.
fn two_schools(rows: Vec<AttritionRecord>) -> Records {
    let mut records = hand::district(&[("a", Stage::Primary, 40, 2), ("b", Stage::Primary, 40, 2)]);
    records.schools[0].setting = Setting::Urban;
    records.schools[1].setting = Setting::Rural;
    records.attrition = rows;
    records
}

fn horizon(records: &Records, years: usize) -> Vec<Case> {
    Case::horizon(records, SchoolYear(YEAR), years, &Norms::default()).unwrap()
}

/// Thousandths of lessons of math expected to be missing in each school and year.
fn lessons(cases: &[Case]) -> Vec<Vec<i64>> {
    let math = cases[0].kind_by_code("math").unwrap();
    let of_year = |case: &Case| -> Vec<i64> {
        let of_math = case.demand.iter().filter(|d| d.kind == math);
        of_math
            .map(|d| (d.lessons.small() == 6000 + d.expected.small()).then_some(d.expected.small()).unwrap())
            .collect()
    };
    cases.iter().map(of_year).collect()
}

#[test]
fn without_rates_or_people_for_them_nothing_changes() {
    // Neither demand nor limits change where no row says anything of anybody.
    let none = horizon(&two_schools(Vec::new()), 3);
    let old = AttritionRecord { from_age: Some(90), ..all(500, 500) };
    let nobody = horizon(&two_schools(vec![old]), 3);
    assert!(none.iter().all(|case| case.expected == Expected::default()));
    for (none, nobody) in none.iter().zip(&nobody) {
        assert_eq!((&none.demand, &none.opening), (&nobody.demand, &nobody.opening));
    }
}

#[test]
fn leavers_add_up_over_the_years_by_setting_and_age() {
    // At 36 a tenth of the urban people leaves in a year, from 37 a fifth; of the rural people nobody. After one year 0.2 of two are
    // gone, after two 2 · (1 − 0.9 · 0.8) = 0.56; a post of math is 12 lessons. In the first year nobody is.
    let urban = AttritionRecord { setting: Some(Setting::Urban), absence_rate: None, ..all(100, 0) };
    let young = AttritionRecord { to_age: Some(36), ..urban.clone() };
    let older = AttritionRecord { from_age: Some(37), leaving_rate: Some(200), ..urban };
    let cases = horizon(&two_schools(vec![young, older]), 3);
    assert_eq!(lessons(&cases), [[0, 0], [2400, 0], [6720, 0]]);
    let gone: Vec<i64> = cases.iter().map(|case| case.expected.gone.iter().sum()).collect();
    assert_eq!(gone, [0, PERSON / 5, PERSON * 56 / 100]);
    assert!(cases.iter().all(|case| case.teachers.len() == 4), "nobody is taken off the staff");
}

#[test]
fn a_bond_keeps_people_and_absence_counts_who_is_still_there() {
    // Bound until the summer of 2027 one of two leaves in the second year only; a tenth of who is there is away in any year, but not who
    // is known to be on leave; men are not spoken of.
    let rate = AttritionRecord { sex: Some(Sex::Female), ..all(200, 100) };
    let mut records = two_schools(vec![rate]);
    hand::person(&mut records, "a1").bond_until = Some(facts::month(2027, 8));
    hand::person(&mut records, "b1").sex = Sex::Male;
    records.changes.push(ChangeRecord { teacher: "b2".to_owned(), year: YEAR + 1, change: PersonChange::Leave });
    let cases = horizon(&records, 3);
    // 2027: a1 0.1 away; a2 0.2 gone and 0.08 away. b2 does not teach. 2028: a1 as a2 before; a2 and b2 0.36 gone and 0.064 away.
    assert_eq!(lessons(&cases), [[0, 0], [4560, 0], [8448, 5088]]);
    assert_eq!(cases[1].expected.away.iter().sum::<i64>(), PERSON * 18 / 100);
    assert_eq!(cases[1].expected.gone, [PERSON / 5, PERSON / 5], "who is on leave may leave, too");
}

#[test]
fn posts_become_free_by_largest_remainder() {
    // 1.6, 0.5 and 0.9 people are three posts: one whole, and one each where most is left over; what does not make a post is none.
    let gone = |tenths: [i64; 3]| Expected { gone: tenths.map(|t| t * PERSON / 10).to_vec(), ..Expected::default() };
    assert_eq!(gone([16, 5, 9]).freed(), [2, 0, 1]);
    assert_eq!(gone([3, 3, 3]).freed(), [0, 0, 0]);
    assert_eq!(gone([5, 5, 0]).freed(), [1, 0, 0]);
    let mut records = two_schools(vec![all(500, 0)]);
    records.establishment = ["a", "b"].map(|school| facts::posts(school, Stage::Primary, 2)).to_vec();
    let limits: Vec<_> = horizon(&records, 2).into_iter().map(|case| case.opening.limit).collect();
    assert_eq!(limits, [[2, 2], [3, 3]]);
}

/// One school whose ten teachers have lessons for ten and no free post, planned for two years.
fn planned(rates: Vec<AttritionRecord>) -> Solved {
    let mut records = hand::district(&[("a", Stage::Primary, 40, 10)]);
    records.curriculum.retain(|row| row.kind == "math" && row.stage == Stage::Primary);
    records.enrollment = vec![facts::enrollment("a", Stage::Primary, 400, 20)];
    records.establishment = vec![facts::posts("a", Stage::Primary, 10)];
    records.attrition = rates;
    let policy = pipeline::policy(POLICY).unwrap();
    let (year, settings) = (SchoolYear(YEAR), Settings::default());
    let job = Job { records, year, years: 2, ahead: Ahead::All, sources: Vec::new(), policy, settings };
    pipeline::solve(job, &Silent).unwrap()
}

#[test]
fn a_plan_replaces_expected_leavers_in_the_year_after() {
    // A fifth of ten people leaves in the first year: two are hired into the posts that become free in the second, none without rates.
    let hires = |solved: &Solved| -> Vec<i64> {
        let of = |plan: &junheng::plan::Plan| plan.hires.iter().map(|hire| hire.count).sum();
        vec![of(&solved.plan), of(&solved.later[0].plan)]
    };
    let solved = planned(vec![all(200, 0)]);
    assert_eq!(hires(&solved), [0, 2]);
    assert_eq!(hires(&planned(Vec::new())), [0, 0]);
    let sheet = Report::new(&solved, Lang::Zh).sheets.into_iter().find(|sheet| sheet.name == "逐年概览").unwrap();
    let told = format!("{sheet:?}");
    assert!(told.contains("按比率预计已经离开") && told.contains("Decimal(2000)"), "{told}");
    let without = format!("{:?}", Report::new(&planned(Vec::new()), Lang::Zh).sheets);
    assert!(!without.contains("按比率预计"), "{without}");
}

#[test]
fn expected_numbers_are_verified_from_the_inputs() {
    // What a folder says of expected lessons must follow from its own table of rates; a changed number or a changed rate is found.
    let solved = planned(vec![all(200, 50)]);
    let written = Written::of(&solved);
    let said = written.verify();
    assert_eq!((said.code, said.text.as_str()), (Some(0), ""));
    let line = written.text("indicators.csv").lines().find(|l| l.contains("expected-lessons")).unwrap().to_owned();
    assert!(line.starts_with("2027,") && line.contains("28.8"), "2 of ten gone, 0.4 away, 12 lessons each: {line}");
    written.replace("indicators.csv", &line, &line.replace("28.8", "24.8"));
    written.cover_up();
    let said = written.verify();
    assert!(said.code == Some(1) && said.text.contains("indicators.csv"), "{}", said.text);
    let written = Written::of(&solved);
    written.replace("inputs/attrition.csv", "0.2", "0.1");
    written.cover_up();
    let said = written.verify();
    assert!(said.code == Some(1) && said.text.contains("coverage.csv"), "{}", said.text);
}
