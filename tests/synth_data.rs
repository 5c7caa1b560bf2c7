//! The committed district is what the generator makes of seed 2026.

#![allow(clippy::disallowed_methods, reason = "compares committed files with generated ones")]

use junheng::messages::Lang;
use junheng::report::tables::{csv_tables, xlsx};
use junheng::synth::{Profile, generate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const SEED: u64 = 2026;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dazu")
}

#[test]
fn the_committed_district_is_generated_to_the_byte() {
    // A change of the generator without new files, or the other way round, shows here.
    let folder = folder();
    let records = generate(&Profile::named("dazu").unwrap(), SEED);
    let tables = csv_tables(&records);
    let mut expected = BTreeSet::new();
    for (name, bytes) in &tables {
        let committed = std::fs::read(folder.join(name)).unwrap();
        assert!(committed == *bytes, "{name} differs from what seed {SEED} gives: cargo xtask district writes it anew");
        expected.insert(name.clone());
    }
    let listed = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    assert_eq!(
        listed.filter(|n| Path::new(n).extension().is_some_and(|e| e == "csv")).collect::<BTreeSet<_>>(),
        expected
    );
    assert!(
        std::fs::read(folder.join("xlsx/dazu.xlsx")).unwrap() == xlsx(&records, Lang::Zh).unwrap(),
        "dazu.xlsx differs: cargo xtask district writes it anew"
    );
}

#[test]
fn the_order_of_the_rows_does_not_change_the_tables() {
    // The same district with every table reversed gives the same bytes.
    let records = generate(&Profile::named("small").unwrap(), 5);
    let mut turned = records.clone();
    turned.schools.reverse();
    turned.enrollment.reverse();
    turned.teachers.reverse();
    turned.certificates.reverse();
    turned.distinctions.reverse();
    turned.curriculum.reverse();
    turned.workload.reverse();
    turned.establishment.reverse();
    turned.channels.reverse();
    turned.travel.reverse();
    turned.facilities.reverse();
    assert!(csv_tables(&records) == csv_tables(&turned));
    assert!(xlsx(&records, Lang::En).unwrap() == xlsx(&turned, Lang::En).unwrap());
}

#[test]
fn another_seed_gives_another_district() {
    // A generator that ignored its seed would pass every other test here.
    let profile = Profile::named("small").unwrap();
    assert_eq!(generate(&profile, 1), generate(&profile, 1));
    assert_ne!(generate(&profile, 1), generate(&profile, 2));
}
