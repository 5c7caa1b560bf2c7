//! Phase `formulate`: from the validated case to the program.

mod registry;

use criterion::Criterion;
use junheng::formulation::formulate;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let policy = registry::policy();
    registry::phase(
        &mut criterion,
        "formulate",
        usize::MAX,
        |records| registry::case_of(&records),
        |case| formulate(case, &policy),
    );
    criterion.final_summary();
}
