//! Phase `solve`: all tiers of the smallest case; larger cases belong into recorded runs.

mod registry;

use criterion::Criterion;
use junheng::formulation::formulate;
use junheng::solver::{Settings, Silent, solve};
use std::time::Duration;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = registry::policy();
    let settings = Settings { time_limit: Some(Duration::from_secs(10)), ..Settings::default() };
    let formulated = |records| formulate(&registry::case_of(&records), &policy);
    registry::phase(&mut criterion, "solve", 480, formulated, |formulation| {
        solve(&formulation.program, &settings, None, &Silent)
    });
    criterion.final_summary();
}
