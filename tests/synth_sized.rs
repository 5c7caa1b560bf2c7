//! Districts of another size are like their profile: more or fewer towns and schools, not larger or smaller ones.

#![allow(clippy::disallowed_methods, reason = "writes the district down to read it back")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use junheng::domain::{Case, Records, SchoolYear, Stage};
use junheng::ingest::issue::Level;
use junheng::ingest::{ReadOptions, read};
use junheng::report::tables::csv_tables;
use junheng::synth::{LEAST, MOST, Profile, SizeError, generate, generate_sized};
use std::collections::BTreeSet;

fn sized(name: &str, seed: u64, teachers: usize) -> Records {
    generate_sized(&Profile::named(name).unwrap(), seed, teachers).unwrap()
}

#[test]
fn the_staff_is_as_large_as_asked_for() {
    // Within 3 % for small and large districts, both profiles and several seeds; the result says so itself.
    for (name, sizes) in [("dazu", [1_000, 2_000, 4_000, 9_000, 16_000]), ("small", [500, 700, 1_000, 3_333, 8_000])] {
        for seed in [1, 2, 2026] {
            for wanted in sizes {
                let made = generate_sized(&Profile::named(name).unwrap(), seed, wanted);
                let people = made.map_or(0, |records| records.teachers.len());
                assert!(people.abs_diff(wanted) * 100 <= wanted * 3, "{name} {seed}: {people} for {wanted}");
            }
        }
    }
}

#[test]
fn codes_and_names_are_unique_in_a_large_district() {
    // Copies of a town have other names, so have their schools and clusters; every reference resolves.
    let records = sized("dazu", 7, 32_000);
    let unique = |all: Vec<&str>| all.len() == all.iter().collect::<BTreeSet<_>>().len();
    assert!(unique(records.schools.iter().map(|s| s.id.as_str()).collect()));
    assert!(unique(records.schools.iter().map(|s| s.name.as_str()).collect()));
    assert!(unique(records.teachers.iter().map(|t| t.id.as_str()).collect()));
    let places: BTreeSet<_> = records.schools.iter().map(|s| format!("{:?} {:?}", s.lat, s.lon)).collect();
    assert!(places.len() * 100 >= records.schools.len() * 99);
    Case::from_records(&records, SchoolYear(2026)).unwrap();
}

#[test]
fn the_check_finds_nothing_that_blocks() {
    // Written down and read back as an office's data, small and large.
    for (name, wanted) in [("dazu", 2_000), ("dazu", 8_000), ("dazu", 32_000), ("small", 600)] {
        let folder = tempfile::tempdir().unwrap();
        for (file, bytes) in csv_tables(&sized(name, 3, wanted)) {
            std::fs::write(folder.path().join(file), bytes).unwrap();
        }
        let reading = read(folder.path(), &ReadOptions::default()).unwrap();
        let blocking: Vec<_> = reading.issues.iter().filter(|i| i.level == Level::Blocking).take(3).collect();
        assert!(blocking.is_empty(), "{name} {wanted}: {blocking:?}");
    }
}

#[test]
fn schools_keep_their_size_and_mix() {
    // Pupils per class, people per unit and the share of each stage stay within a tenth of the profile's own.
    let figures = |records: &Records| {
        let case = Case::from_records(records, SchoolYear(2026)).unwrap();
        [Stage::Primary, Stage::Junior].map(|stage| {
            let units: Vec<_> = case.units.iter().filter(|u| u.stage == stage && u.classes() > 0).collect();
            let pupils: i64 = units.iter().map(|u| u.pupils().small()).sum();
            let classes: i64 = units.iter().map(|u| u.classes()).sum();
            let people = records.teachers.iter().filter(|t| t.stage == stage).count();
            [
                pupils as f64 / classes as f64,
                people as f64 / units.len() as f64,
                people as f64 / case.teachers.len() as f64,
            ]
        })
    };
    let usual = figures(&generate(&Profile::named("dazu").unwrap(), 5));
    for wanted in [4_000, 27_000] {
        for (now, before) in figures(&sized("dazu", 5, wanted)).iter().flatten().zip(usual.iter().flatten()) {
            assert!((now / before - 1.0).abs() < 0.10, "{wanted}: {now} instead of {before}");
        }
    }
}

#[test]
fn copies_lie_apart_and_ties_stay_inside_one() {
    // Who is paired, lives or wishes to work in another copy would have to travel for hours.
    let records = sized("dazu", 1, 27_000);
    let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
    let far = |a: usize, b: usize| {
        let (from, to) = (junheng::domain::SchoolIx::new(a), junheng::domain::SchoolIx::new(b));
        case.minutes(from, to).unwrap().small()
    };
    for (at, school) in case.schools.iter().enumerate() {
        let other = school.paired_with.or(school.merges_into);
        assert!(other.is_none_or(|o| far(at, o.at()) <= 180), "{}", school.code);
    }
    let extent = (0..case.schools.len()).map(|b| far(0, b)).max().unwrap();
    assert!(extent > 180, "{extent}");
}

#[test]
fn the_usual_size_is_the_profile_itself() {
    // Asking for as many people as there are changes no byte; the same question has the same answer.
    let plain = generate(&Profile::named("dazu").unwrap(), 2026);
    assert!(csv_tables(&plain) == csv_tables(&sized("dazu", 2026, plain.teachers.len())));
    assert_eq!(sized("dazu", 4, 3_000), sized("dazu", 4, 3_000));
}

#[test]
fn impossible_sizes_are_refused() {
    // The caller is told the limits.
    let profile = Profile::named("small").unwrap();
    for wanted in [0, LEAST - 1, MOST + 1] {
        assert_eq!(generate_sized(&profile, 1, wanted), Err(SizeError::Outside));
    }
}
