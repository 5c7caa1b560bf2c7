//! The registry of bench cases: each phase runs on every case up to the size it can bear.
//!
//! A new case is one line of [`CASES`]; a new phase is one file beside this folder (see `benches/README.md`). Cases
//! are made from a formula or a seed, never read from a person's disk, so that numbers can be compared.

mod grid;

use criterion::{BenchmarkId, Criterion, Throughput};
use junheng::domain::{Case, Records, SchoolYear};
use junheng::pipeline;
use junheng::policy::Policy;
use junheng::synth::{Profile, generate, generate_sized};
use std::hint::black_box;

/// One case.
pub(crate) struct BenchCase {
    /// Name in results; never reused for something else.
    pub(crate) name: &'static str,
    /// People on the staff: the size that caps and throughput go by.
    pub(crate) teachers: usize,
    /// Makes the rows.
    pub(crate) records: fn() -> Records,
}

/// All cases, small first.
pub(crate) const CASES: &[BenchCase] = &[
    BenchCase { name: "grid-12", teachers: 480, records: || grid::district(12, 480) },
    BenchCase { name: "county-small-2026", teachers: 900, records: || synthetic("small") },
    BenchCase { name: "grid-225", teachers: 9_000, records: || grid::district(225, 9_000) },
    BenchCase { name: "dazu-2026", teachers: 9_004, records: || synthetic("dazu") },
];

/// Cases for reading alone.
#[allow(dead_code, reason = "not every phase needs it")]
pub(crate) const LARGE: &[BenchCase] = &[
    BenchCase { name: "dazu-100k", teachers: 99_618, records: || sized(100_000) },
    BenchCase { name: "dazu-1m", teachers: 998_235, records: || sized(1_000_000) },
];

/// A district like Dazu with about so many people, seed 2026.
fn sized(teachers: usize) -> Records {
    let profile = Profile::named("dazu").expect("an embedded profile");
    generate_sized(&profile, 2026, teachers).expect("a size that the profile can have")
}

/// The synthetic district of a named profile, seed 2026.
fn synthetic(profile: &str) -> Records {
    generate(&Profile::named(profile).expect("an embedded profile"), 2026)
}

/// The annual policy.
#[allow(dead_code, reason = "not every phase needs it")]
pub(crate) fn policy() -> Policy {
    pipeline::policy(include_str!("../../models/annual.toml")).expect("models/annual.toml is well formed")
}

/// A case of the registry, validated.
#[allow(dead_code, reason = "not every phase needs it")]
pub(crate) fn case_of(records: &Records) -> Case {
    Case::from_records(records, YEAR).expect("every reference of a bench case resolves")
}

/// The planning year of every case.
#[allow(dead_code, reason = "not every phase needs it")]
pub(crate) const YEAR: SchoolYear = SchoolYear(grid::YEAR);

/// Times `work` on what `prepare` makes of each case with at most `largest` people; preparing is not timed.
#[allow(dead_code, reason = "not every phase needs it")]
pub(crate) fn phase<S, R>(
    criterion: &mut Criterion,
    name: &str,
    largest: usize,
    prepare: impl Fn(Records) -> S,
    work: impl Fn(&S) -> R,
) {
    phase_of(criterion, name, |case| case.teachers <= largest, prepare, work);
}

/// The same on the cases that `fits` picks.
pub(crate) fn phase_of<S, R>(
    criterion: &mut Criterion,
    name: &str,
    fits: impl Fn(&BenchCase) -> bool,
    prepare: impl Fn(Records) -> S,
    work: impl Fn(&S) -> R,
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    for case in CASES.iter().filter(|case| fits(case)) {
        let input = prepare((case.records)());
        group.throughput(Throughput::Elements(u64::try_from(case.teachers).expect("a head count")));
        group.bench_with_input(BenchmarkId::from_parameter(case.name), &input, |bencher, input| {
            bencher.iter(|| black_box(work(black_box(input))));
        });
    }
    group.finish();
}
