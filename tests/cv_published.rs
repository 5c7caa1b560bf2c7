//! The difference coefficient and its kin against published numbers, which lie beside the project and never in it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the published files are its input, and where they lie is said by the environment"
)]

use junheng::formulation::rules::difference_coefficient::{coefficient, excess};
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A published file; none, said aloud, where the folder is not there.
fn published(name: &str) -> Option<String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("JUNHENG_REAL_DATA").map_or(beside, PathBuf::from).join("cv-examples");
    if !data.is_dir() {
        // Past the capture of test output: a test that did not run must not look like one that passed.
        let line = format!("skipped: the published {name} is not here (JUNHENG_REAL_DATA)");
        writeln!(std::io::stderr(), "{line}").expect("stderr takes a line");
        return None;
    }
    Some(fs::read_to_string(data.join(name)).unwrap())
}

fn number(json: &Value, path: [&str; 2]) -> f64 {
    json[path[0]][path[1]].as_f64().unwrap_or_else(|| panic!("no {path:?}"))
}

/// The lines of a table without its heading, as cells.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

#[test]
fn the_published_example_of_five_schools_is_found_again() {
    // 1,913 books on 302 pupils: mean 6.33, S 3.26, coefficient 0.52 as printed, 0.5153 recomputed (docs of the 2012 template).
    let (Some(schools), Some(example)) =
        (published("cv_worked_example_schools.csv"), published("cv_worked_example.json"))
    else {
        return;
    };
    let groups: Vec<(i64, i64)> =
        rows(&schools).iter().map(|row| (row[2].parse().unwrap(), row[1].parse().unwrap())).collect();
    let example: Value = serde_json::from_str(&example).unwrap();
    let (books, pupils) = groups.iter().fold((0, 0), |(x, p), group| (x + group.0, p + group.1));
    assert_eq!((groups.len(), books, pupils), (5, 1913, 302));
    let of = |name| number(&example, ["published", name]);
    assert_eq!((of("total_books"), of("total_pupils")), (1913.0, 302.0));
    let (mean, cv) = (f64::from(1913) / f64::from(302), coefficient(&groups, true).unwrap());
    assert!((mean - of("county_mean")).abs() < 0.005, "{mean}");
    assert!((mean * cv - of("S")).abs() < 0.005, "{}", mean * cv);
    assert!((cv - of("CV")).abs() < 0.005, "{cv}");
    assert!((cv - 0.5153).abs() < 0.000_05, "{cv}");
    for (name, value) in [("mean", mean), ("S", mean * cv), ("CV", cv)] {
        assert!((value - number(&example, ["recomputed", name])).abs() < 1e-12, "{name}: {value}");
    }
    // 0.5153 is above 0.515 and within 0.516, whatever the rounding of the print; without weights it would be 0.4888.
    assert!(excess(&groups, 515, true) > 0 && excess(&groups, 516, true) == 0);
    assert!((coefficient(&groups, false).unwrap() - 0.4888).abs() < 0.000_05);
}

#[test]
fn the_published_composites_are_the_means_of_their_eight_coefficients() {
    // Five districts, two stages: each composite is the sum of eight coefficients over eight, to a thousandth.
    let Some(table) = published("jilin_changchun_cv.csv") else { return };
    let rows = rows(&table);
    assert_eq!(rows.len(), 10);
    for row in rows {
        let numbers: Vec<f64> = row[2..].iter().map(|cell| cell.parse().unwrap()).collect();
        let (composite, eight) = numbers.split_last().unwrap();
        assert_eq!(eight.len(), 8, "{row:?}");
        let mean = eight.iter().sum::<f64>() / 8.0;
        assert!((mean - composite).abs() < 0.001, "{row:?}: {mean}");
    }
}

#[test]
fn the_published_split_of_a_nine_year_school_is_found_again() {
    // Primary to junior 1 : 1.1. 166 + 1.1 · 210 = 397; of 23,226 books 166/397 are 9,711.6 and 231/397 are 13,514.4.
    let Some(text) = published("split_rule_example.json") else { return };
    let split: Value = serde_json::from_str(&text).unwrap();
    let of = |name| number(&split, ["example", name]);
    let (primary, junior) = (of("primary_pupils"), 1.1 * of("junior_pupils"));
    let divisor = primary + junior;
    assert!((divisor - 397.0).abs() < 1e-9 && (divisor - of("published_divisor")).abs() < 1e-9, "{divisor}");
    assert!((of("books") / divisor - of("published_per_weighted_pupil")).abs() < 0.05);
    let shares = [primary, junior].map(|part| of("books") * part / divisor);
    // The print multiplies 58.5, already rounded, and gives the rest to the junior stage: within a book.
    assert!((shares[0] - of("published_primary_books")).abs() < 1.0, "{shares:?}");
    assert!((shares[1] - of("published_junior_books")).abs() < 1.0, "{shares:?}");
    for (name, share) in [("primary", shares[0]), ("junior", shares[1])] {
        assert!((share - number(&split, ["recomputed_exact", name])).abs() < 1e-6, "{name}: {share}");
    }
    assert!((of("published_primary_books") + of("published_junior_books") - of("books")).abs() < 1e-9);
}
