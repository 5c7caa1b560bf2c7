//! Phase `lower`: from the exact program to the floating-point model of the weighted sum.

mod registry;

use criterion::Criterion;
use junheng::formulation::formulate;
use junheng::solver::peers::lower;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = registry::policy();
    let formulated = |records| formulate(&registry::case_of(&records), &policy);
    registry::phase(&mut criterion, "lower", usize::MAX, formulated, |formulation| lower(&formulation.program));
    criterion.final_summary();
}
