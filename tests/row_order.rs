//! The order of the input rows must not matter: the case is the same, whatever the order.

mod common;
#[path = "../benches/registry/grid.rs"]
mod grid;

use junheng::domain::{Case, Records, SchoolYear};
use junheng::messages::Lang;
use junheng::pipeline::{Ahead, Job, policy, solve};
use junheng::report::folder;
use junheng::report::manifest::Run;
use junheng::report::tables::csv_tables;
use junheng::solver::{Settings, Silent, Termination};
use junheng::synth::{Profile, generate};

/// The same rows in another order: every table is dealt into `piles` piles, last pile first.
fn dealt(records: &Records, piles: usize) -> Records {
    fn deal<T: Clone>(rows: &[T], piles: usize) -> Vec<T> {
        (0..piles).rev().flat_map(|pile| rows.iter().skip(pile).step_by(piles).cloned()).collect()
    }
    Records {
        schools: deal(&records.schools, piles),
        enrollment: deal(&records.enrollment, piles),
        teachers: deal(&records.teachers, piles),
        certificates: deal(&records.certificates, piles),
        distinctions: deal(&records.distinctions, piles),
        curriculum: deal(&records.curriculum, piles),
        workload: deal(&records.workload, piles),
        establishment: deal(&records.establishment, piles),
        channels: deal(&records.channels, piles),
        travel: deal(&records.travel, piles),
        facilities: deal(&records.facilities, piles),
        published: deal(&records.published, piles),
        demography: deal(&records.demography, piles),
        changes: deal(&records.changes, piles),
        attrition: deal(&records.attrition, piles),
        honors: deal(&records.honors, piles),
        surplus: deal(&records.surplus, piles),
        vacancies: deal(&records.vacancies, piles),
    }
}

/// Everything that the case of `records` holds.
fn told(records: &Records) -> String {
    format!("{:?}", Case::from_records(records, SchoolYear(grid::YEAR)).expect("every reference resolves"))
}

#[test]
fn a_small_case_does_not_depend_on_the_order_of_rows() {
    // Offices sort their tables as they like.
    let records = grid::district(12, 240);
    let expected = told(&records);
    assert!(expected.contains("T00239"));
    for piles in [2, 3, 7, 1_000] {
        assert_ne!(dealt(&records, piles).teachers, records.teachers);
        assert!(told(&dealt(&records, piles)) == expected, "{piles} piles");
    }
}

#[test]
fn a_case_of_full_size_does_not_depend_on_the_order_of_rows() {
    // At full size names with more digits and larger groups meet.
    if !common::long("a_case_of_full_size_does_not_depend_on_the_order_of_rows") {
        return;
    }
    let records = grid::district(225, 9_000);
    let expected = told(&records);
    for piles in 2..60 {
        assert!(told(&dealt(&records, piles)) == expected, "{piles} piles");
    }
}

/// A made-up small county, planned with so many threads: all that is written but the times.
fn planned(records: Records, threads: usize) -> Vec<(String, Vec<u8>)> {
    let policy = policy(include_str!("../models/annual.toml")).expect("the shipped policy");
    let settings = Settings { threads, ..Settings::default() };
    let tables = csv_tables(&records);
    let job =
        Job { records, year: SchoolYear(2026), sources: Vec::new(), years: 1, ahead: Ahead::All, policy, settings };
    let solved = solve(job, &Silent).expect("a plan");
    assert_eq!(solved.outcome.termination, Termination::Proven);
    let times = Run::new(&solved, String::new(), String::new(), 1);
    let files = folder::files(&solved, tables, &times, Lang::Zh).expect("tables fit into a workbook");
    files.into_iter().map(|file| (file.name, file.bytes)).filter(|(name, _)| name != "run.json").collect()
}

#[test]
fn a_plan_depends_neither_on_the_order_of_rows_nor_on_the_number_of_threads() {
    // Hulls are sought and goals proven side by side; every byte of the result must stay the same.
    let records = generate(&Profile::named("small").expect("built in"), 5);
    let (one, two) = (planned(records.clone(), 1), planned(dealt(&records, 7), 2));
    assert!(one.len() > 8);
    for (one, two) in one.iter().zip(&two) {
        assert!(one == two, "{} differs", one.0);
    }
    assert_eq!(one.len(), two.len());
}
