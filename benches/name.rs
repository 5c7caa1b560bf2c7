//! Phase `name`: from the values of the columns to persons and shares, on the present staffing.

mod registry;

use criterion::Criterion;
use junheng::domain::Fte;
use junheng::formulation::{decode::decode, formulate, start};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = registry::policy();
    let started = |records| {
        let case = registry::case_of(&records);
        let formulation = formulate(&case, &policy);
        let values = start::values(&case, &policy, &formulation);
        (case, formulation, values)
    };
    registry::phase(&mut criterion, "name", usize::MAX, started, |(case, formulation, values)| {
        decode(case, formulation, values, Fte::from_small(200), 0)
    });
    criterion.final_summary();
}
