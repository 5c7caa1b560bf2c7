//! Phase `verify`: every rule over the present staffing, and the tables that follow from it.

mod registry;

use criterion::Criterion;
use junheng::formulation::start::present;
use junheng::plan::statement::statement;
use junheng::verify::evaluate;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = registry::policy();
    let staffed = |records| {
        let case = registry::case_of(&records);
        let plan = present(&case, &policy);
        (case, plan)
    };
    registry::phase(&mut criterion, "verify", usize::MAX, staffed, |(case, plan)| evaluate(case, &policy, plan));
    registry::phase(&mut criterion, "state", usize::MAX, staffed, |(case, plan)| {
        let found = evaluate(case, &policy, plan);
        statement(case, plan, plan, &found.findings, &found.indicators)
    });
    criterion.final_summary();
}
