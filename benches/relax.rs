//! Phase `relax`: the relaxation of the weighted sum of all goals as HiGHS leaves it, without rows of hulls: the yardstick of a solve.

mod registry;

use criterion::Criterion;
use junheng::formulation::formulate;
use junheng::solver::peers::relaxation;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = registry::policy();
    let formulated = |records| formulate(&registry::case_of(&records), &policy);
    registry::phase(&mut criterion, "relax", 900, formulated, |formulation| relaxation(&formulation.program, None, 0));
    criterion.final_summary();
}
