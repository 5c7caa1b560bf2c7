//! Phase `ingest`: the embedded schema, and from rows to the validated case.

mod registry;

use criterion::Criterion;
use junheng::domain::Case;
use junheng::ingest::schema::tables;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("schema", |bencher| bencher.iter(tables));
    registry::phase(
        &mut criterion,
        "resolve",
        usize::MAX,
        |records| records,
        |records| Case::from_records(records, registry::YEAR).expect("every reference of a bench case resolves"),
    );
    criterion.final_summary();
}
