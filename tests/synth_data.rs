//! The committed district is what the generator makes of seed 2026.

use junheng::messages::Lang;
use junheng::report::tables::{csv_tables, xlsx};
use junheng::synth::{Profile, generate};
use std::collections::BTreeSet;
use std::path::Path;

const SEED: u64 = 2026;

#[test]
fn the_committed_district_is_generated_to_the_byte() {
    // Set JUNHENG_BLESS=1 to write the files anew after a wanted change of the generator.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dazu");
    let records = generate(&Profile::named("dazu").unwrap(), SEED);
    let tables = csv_tables(&records);
    if std::env::var_os("JUNHENG_BLESS").is_some() {
        std::fs::create_dir_all(folder.join("xlsx")).unwrap();
        for (name, bytes) in &tables {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        std::fs::write(folder.join("xlsx/dazu.xlsx"), xlsx(&records, Lang::Zh).unwrap()).unwrap();
    }
    let mut expected = BTreeSet::new();
    for (name, bytes) in &tables {
        let committed = std::fs::read(folder.join(name)).unwrap();
        assert!(committed == *bytes, "{name} differs from what seed {SEED} gives");
        expected.insert(name.clone());
    }
    let listed = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    assert_eq!(listed.filter(|n| n.ends_with(".csv")).collect::<BTreeSet<_>>(), expected);
    assert!(
        std::fs::read(folder.join("xlsx/dazu.xlsx")).unwrap() == xlsx(&records, Lang::Zh).unwrap(),
        "dazu.xlsx differs"
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
