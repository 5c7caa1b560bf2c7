//! The result folder of two years planned together: it verifies as written, what is falsified in the second year is refused by name of the
//! year, and another solve may start from it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use assert_cmd::cargo::cargo_bin_cmd;
use junheng::domain::SchoolYear;
use junheng::messages::Lang;
use junheng::pipeline::Solved;
use junheng::report::{Report, terminal};
use serde_json::{Value, json};
use std::fs;
use std::sync::OnceLock;
use verify_support::{Said, Written, said, shown, solved_years};

/// Two years of the district, solved once.
fn two() -> &'static Solved {
    static TWO: OnceLock<Solved> = OnceLock::new();
    TWO.get_or_init(|| solved_years(2))
}

/// Changes the folder, covers the change up, and expects a refusal whose reasons contain all `parts`.
fn refused(change: impl FnOnce(&Written), parts: &[&str]) -> Said {
    let written = Written::of(two());
    change(&written);
    written.cover_up();
    let said = written.verify();
    assert_eq!(said.code, Some(1), "{}", said.text);
    for part in parts {
        assert!(said.text.contains(part), "no “{part}” in:\n{}", said.text);
    }
    said
}

/// The posting of a person in the second year.
fn posting<'a>(plan: &'a mut Value, id: &str) -> &'a mut Value {
    let postings = plan["later"]["2027"]["postings"].as_array_mut().unwrap();
    postings.iter_mut().find(|p| p["teacher"] == id).unwrap()
}

#[test]
fn two_years_as_written_agree() {
    // Tables, goals and certificate of both years follow from the decisions; both years have rows, and there are paths.
    let written = Written::of(two());
    let said = written.verify();
    assert_eq!((said.code, said.text.as_str()), (Some(0), ""));
    for table in ["staffing.csv", "coverage.csv", "indicators.csv"] {
        for year in ["2026,", "2027,"] {
            assert!(written.text(table).lines().any(|line| line.starts_with(year)), "{table} {year}");
        }
    }
    let tiers = said.json["tiers"].as_array().unwrap();
    assert!(tiers.iter().all(|tier| tier["certified_bound"].is_i64()), "{tiers:?}");
    let manifest: Value = serde_json::from_str(&written.text("manifest.json")).unwrap();
    assert_eq!((&manifest["year"], &manifest["years"]), (&json!(2026), &json!(2)));
}

#[test]
fn every_person_has_one_path_through_the_years() {
    // Who moves in the first year is where they moved to in the second; who is hired in the first belongs to the staff of the second.
    let written = Written::of(two());
    let paths = written.text("paths.csv");
    let (moves, hires) = (written.text("moves.csv"), written.text("hires.csv"));
    let first: Vec<&str> = moves.lines().find(|line| line.starts_with("2026,")).unwrap().split(',').collect();
    let (id, to, how) = (first[1], first[3], first[7]);
    assert!(paths.contains(&format!("\n{id},2026 {how} {to}; 2027 {to},")), "{paths}");
    let first: Vec<&str> = hires.lines().find(|line| line.starts_with("2026,")).unwrap().split(',').collect();
    let (unit, kind, channel) = (first[1], first[2], first[3]);
    let path = format!("\nhire:2026:{unit}:{kind}:{channel}:1,2026 hire {unit}; 2027 ");
    assert!(paths.contains(&path), "no {path} in\n{paths}");
    assert_eq!(paths.lines().next(), Some("teacher_id,path,retires"));
}

#[test]
fn a_falsified_move_of_the_second_year_is_refused_by_its_year() {
    // A decision of the second year is changed: its rows do not follow, and the year is said. Exempt is who moved the year before.
    let stays = |written: &Written| {
        written.json("plan.json", |plan| {
            let of = posting(plan, "a05");
            of["unit"] = "c/primary".into();
            of["move"] = "rotate".into();
        });
    };
    let said = refused(stays, &["2027,a05,", "2027"]);
    assert!(!said.text.contains("2026,a05"), "{}", said.text);
    let lost = |written: &Written| {
        written.json("plan.json", |plan| {
            plan["later"]["2027"]["postings"].as_array_mut().unwrap().retain(|p| p["teacher"] != "b16");
        });
    };
    refused(lost, &["School year 2027: ", "does not say where teacher b16 works"]);
    let none = |written: &Written| written.json("plan.json", |plan| plan["later"] = json!({}));
    refused(none, &["School year 2027: plan.json does not say what is decided"]);
}

#[test]
fn a_changed_number_of_the_second_year_is_refused_by_its_year() {
    // A cell of the second year, a path, the number of years.
    let cell = |written: &Written| {
        let text = written.text("coverage.csv");
        let line = text.lines().find(|line| line.starts_with("2027,a/primary,primary,math,")).unwrap();
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[4] = "77";
        written.replace("coverage.csv", line, &cells.join(","));
    };
    refused(cell, &["(school year 2027), column demand_fte: it says “77”"]);
    let path = |written: &Written| written.replace("paths.csv", "; 2027 a/primary", "; 2027 b/primary");
    refused(path, &["paths.csv, line ", "column path: it says"]);
    let years = |written: &Written| written.json("manifest.json", |manifest| manifest["years"] = json!(1));
    refused(years, &["manifest.years in plan.json says “2”", "paths.csv is no table of a plan"]);
    let many = |written: &Written| written.json("manifest.json", |manifest| manifest["years"] = json!(1_000_000));
    refused(many, &["manifest.json says 1000000 school years"]);
}

#[test]
fn a_move_of_the_first_year_decides_what_may_be_in_the_second() {
    // Where the first year keeps a mover at home, the decisions of the second year are those of another district.
    let id = Written::of(two()).text("moves.csv").lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let home = |written: &Written| {
        written.json("plan.json", |plan| {
            let postings = plan["decisions"]["postings"].as_array_mut().unwrap();
            let of = postings.iter_mut().find(|p| p["teacher"] == id.as_str()).unwrap();
            of["unit"] = "a/primary".into();
            of["move"] = Value::Null;
        });
    };
    refused(home, &["School year 2027: ", "without a kind of move"]);
}

#[test]
fn the_command_starts_from_several_years_and_from_fewer() {
    // The folder of two years is a start for two years; that of one year leaves the second unmoved, and says so.
    let (two, one, place) = (Written::of(two()), Written::new(), tempfile::tempdir().unwrap());
    let (input, policy) = (shown(&two.path("inputs")), shown(&two.path("policy.toml")));
    for (from, fewer) in [(&two, false), (&one, true)] {
        let to = shown(&place.path().join(if fewer { "one" } else { "two" }));
        let from = shown(&from.folder);
        let said = said(&["solve", &input, "-p", &policy, "--years", "2", "--from", &from, "-o", &to]);
        assert_eq!((said.code, &said.json["verified"]), (Some(0), &json!(true)), "{}", said.text);
        let remarks = said.json["remarks"].to_string();
        assert!(remarks.contains("was the start"), "{remarks}");
        assert_eq!(remarks.contains("plans only 1 of these school years"), fewer, "{remarks}");
        let plan = fs::read_to_string(place.path().join(if fewer { "one" } else { "two" }).join("plan.json")).unwrap();
        assert!(plan.contains("\"2027\""), "no second year");
    }
}

#[test]
fn a_folder_of_one_year_has_nothing_of_several() {
    // What other programs read of one year stays as it was.
    let written = Written::new();
    assert!(!written.path("paths.csv").exists());
    for (file, words) in [("plan.json", ["\"later\"", "\"paths\""]), ("manifest.json", ["\"years\"", "paths"])] {
        assert!(words.iter().all(|word| !written.text(file).contains(word)), "{file}");
    }
}

#[test]
fn a_folder_written_before_there_were_years_is_read() {
    // Findings had no year; of one year that is as good, and the plan is a start as ever.
    let written = Written::new();
    let text = written.text("findings.csv").replace("\n2026,", "\n").replace("year,rule,", "rule,");
    fs::write(written.path("findings.csv"), text).unwrap();
    written.json("plan.json", |plan| {
        for row in plan["findings"].as_array_mut().unwrap() {
            row.as_object_mut().unwrap().remove("year");
        }
    });
    written.cover_up();
    let told = written.verify();
    assert_eq!((told.code, told.text.as_str()), (Some(0), ""));
    written.replace("findings.csv", "short", "note");
    written.cover_up();
    assert!(written.verify().text.contains("findings.csv, line"), "a changed finding is not seen");
    let (input, policy) = (shown(&written.path("inputs")), shown(&written.path("policy.toml")));
    let (place, from) = (tempfile::tempdir().unwrap(), shown(&written.folder));
    let said = said(&["solve", &input, "-p", &policy, "--from", &from, "-o", &shown(&place.path().join("new"))]);
    assert!(said.code == Some(0) && said.json["remarks"].to_string().contains("was the start"), "{}", said.text);
}

#[test]
fn a_number_of_years_out_of_range_is_a_wrong_argument() {
    // Nothing is read, let alone solved.
    for years in ["0", "11", "-1", "two"] {
        let args = ["solve", "x", "-p", "y", &format!("--years={years}"), "--lang", "en"];
        let output = cargo_bin_cmd!("junheng").args(args).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{years}");
        assert!(told.contains("a whole number from 1 to 10"), "{told}");
    }
}

#[test]
fn the_report_shows_both_years() {
    // Title, overview and paths tell both years; who is hired in the first has a name in the second.
    let report = Report::new(two(), Lang::Zh);
    let page = terminal::page(&report, 100);
    assert!(page.contains("2026—2027 学年") && page.contains("2 个学年一起规划"), "{page}");
    assert!(page.contains("逐年概览") && page.contains("年初教职工"), "{page}");
    let sheet = |name: &str| report.sheets.iter().find(|sheet| sheet.name == name).unwrap();
    assert!(format!("{:?}", sheet("个人路径")).contains("2026年新聘"));
    assert!(format!("{:?}", sheet("逐年概览")).contains("\"2027\""));
    assert!(format!("{:?}", sheet("覆盖明细")).contains("学年"));
    assert_eq!(two().later[0].case.year, SchoolYear(2027));
}
