//! Phase `ingest`: the embedded schema, from a folder of CSV tables to checked rows (`read`), and from rows to the validated
//! case (`resolve`). The throughput of `read` is rows of `teachers.csv` over the time for the whole folder.
#![allow(clippy::disallowed_methods, reason = "writes the tables that are read, looks at the filter of the bench")]

mod registry;

use criterion::{BenchmarkId, Criterion, Throughput};
use junheng::domain::{Case, Records};
use junheng::ingest::schema::tables;
use junheng::ingest::{ReadOptions, read};
use junheng::report::tables::csv_tables;

/// Generating and reading a million rows takes more than a minute: only who names the case gets it.
const ON_REQUEST: &str = "dazu-1m";

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("schema", |bencher| bencher.iter(tables));
    read_folders(&mut criterion);
    registry::phase(
        &mut criterion,
        "resolve",
        usize::MAX,
        |records| records,
        |records| Case::from_records(records, registry::YEAR).expect("every reference of a bench case resolves"),
    );
    criterion.final_summary();
}

fn read_folders(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    let filters: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    // Districts from a formula have faults that an office's data must not have.
    let clean = registry::CASES.iter().filter(|case| !case.name.starts_with("grid-"));
    for case in clean.chain(registry::LARGE) {
        let name = format!("read/{}", case.name);
        let wanted = filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
        if !wanted || (case.name == ON_REQUEST && !filters.iter().any(|filter| filter.contains(ON_REQUEST))) {
            continue;
        }
        let folder = written(&(case.records)());
        group.throughput(Throughput::Elements(u64::try_from(case.teachers).expect("a head count")));
        group.bench_function(BenchmarkId::from_parameter(case.name), |bencher| {
            // Giving the memory back is not part of reading.
            bencher.iter_with_large_drop(|| {
                let reading = read(folder.path(), &ReadOptions::default()).expect("a bench case is readable");
                assert!(!reading.blocked(), "a bench case is blocked");
                reading
            });
        });
    }
    group.finish();
}

fn written(records: &Records) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a place for the tables");
    for (name, bytes) in csv_tables(records) {
        std::fs::write(folder.path().join(name), bytes).expect("the tables can be written");
    }
    folder
}
