//! Phase `write`: the normalized tables as CSV.

mod registry;

use criterion::Criterion;
use junheng::report::tables::csv_tables;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    registry::phase(&mut criterion, "write", usize::MAX, |records| records, csv_tables);
    criterion.final_summary();
}
