//! The order of the input rows must not matter: the case is the same, whatever the order.

mod common;
#[path = "../benches/registry/grid.rs"]
mod grid;

use junheng::domain::{Case, Records, SchoolYear};

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
