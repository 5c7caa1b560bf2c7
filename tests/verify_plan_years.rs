//! Plans of several years that are no result folder, made by hand or handed over as `plan.json`: every year is judged for itself, on the
//! facts to which the years before lead.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use junheng::pipeline::Solved;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use verify_support::{EXEMPT, Said, Written, said, shown, solved_years};

/// Two years of the district, solved once.
fn two() -> &'static Solved {
    static TWO: OnceLock<Solved> = OnceLock::new();
    TWO.get_or_init(|| solved_years(2))
}

/// Scores a plan on the inputs and the policy of a result folder, with more arguments.
fn scored(written: &Written, plan: &Path, more: &[&str]) -> Said {
    let (input, policy, plan) = (shown(&written.path("inputs")), shown(&written.path("policy.toml")), shown(plan));
    said(&[&["verify", "--plan", &plan, "--input", &input, "--policy", &policy], more].concat())
}

/// Scores two CSV lists.
fn lists(moves: &str, hires: &str, more: &[&str]) -> Said {
    let (written, place) = (Written::of(two()), tempfile::tempdir().unwrap());
    fs::write(place.path().join("moves.csv"), moves).unwrap();
    fs::write(place.path().join("hires.csv"), hires).unwrap();
    scored(&written, place.path(), more)
}

const NO_HIRES: &str = "学年,学校,学科,人数\n";

/// Year, rule and text of every broken rule.
fn broken(said: &Said) -> Vec<(i64, String, String)> {
    let all = said.json["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "broken");
    let text = |of: &Value| of.as_str().unwrap().to_owned();
    all.map(|f| (f["year"].as_i64().unwrap(), text(&f["rule"]), text(&f["text"]))).collect()
}

/// Years of which indicators are told.
fn years(said: &Said) -> Vec<i64> {
    let mut all: Vec<i64> =
        said.json["indicators"].as_array().unwrap().iter().map(|i| i["year"].as_i64().unwrap()).collect();
    all.dedup();
    all
}

#[test]
fn our_own_workbook_and_lists_of_two_years_are_plans_made_by_hand() {
    // Sheets and tables name the year of every row: the same persons move and the same posts are filled in the same years.
    let written = Written::of(two());
    let (own, place) = (written.verify(), tempfile::tempdir().unwrap());
    for table in ["moves.csv", "hires.csv"] {
        fs::copy(written.path(table), place.path().join(table)).unwrap();
    }
    for plan in [written.path("plan.xlsx"), place.path().to_owned()] {
        let by_hand = scored(&written, &plan, &[]);
        assert_eq!((by_hand.code, by_hand.text.as_str()), (Some(0), ""), "{}", plan.display());
        assert_eq!(years(&by_hand), [2026, 2027]);
        for tier in [1, 3, 4] {
            let value = |of: &Said| of.json["tiers"][tier]["exact_value"].clone();
            assert_eq!(value(&by_hand), value(&own), "{tier}");
        }
    }
}

#[test]
fn a_broken_rule_of_a_later_year_is_found_and_named_with_its_year() {
    // Who is exempt is sent away in 2027, by hand or in plan.json: that year has the broken rule, the year before has none.
    let moves = format!("学年,教师编号,调入单元\n2026学年,a09,b/primary\n2027-2028,{EXEMPT},b/primary\n");
    let by_hand = lists(&moves, NO_HIRES, &[]);
    let written = Written::of(two());
    written.json("plan.json", |plan| {
        let postings = plan["later"]["2027"]["postings"].as_array_mut().unwrap();
        let of = postings.iter_mut().find(|p| p["teacher"] == EXEMPT).unwrap();
        of["unit"] = "b/primary".into();
        of["move"] = "rotate".into();
    });
    let decided = scored(&written, &written.path("plan.json"), &[]);
    for said in [by_hand, decided] {
        assert_eq!((said.code, &said.json["agrees"]), (Some(1), &json!(false)), "{}", said.text);
        let found = broken(&said);
        assert!(found.iter().any(|(_, rule, text)| rule == "who-may-rotate" && text.contains(EXEMPT)), "{found:?}");
        assert!(found.iter().all(|(year, ..)| *year == 2027), "{found:?}");
    }
}

#[test]
fn a_later_year_is_judged_on_the_facts_to_which_the_years_before_lead() {
    // Who moves to b in 2026 belongs to b in 2027 and may not go on; alone, the second move would be lawful.
    let second = "2027,a09,c/primary\n";
    let head = "学年,教师编号,调入单元\n";
    let alone = lists(&format!("{head}{second}"), NO_HIRES, &[]);
    assert_eq!((alone.code, alone.text.as_str()), (Some(0), ""));
    let again = lists(&format!("{head}2026,a09,b/primary\n{second}"), NO_HIRES, &[]);
    assert_eq!(again.code, Some(1));
    let found = broken(&again);
    assert!(found.iter().any(|(year, rule, _)| *year == 2027 && rule == "minimum-stay"), "{found:?}");
    // Who is hired in 2026 is a person of 2027, by the code that the tables give them.
    let hired = "hire:2026:c/primary:pe:公开招聘:1";
    let hires = "学年,单元,学科,招聘渠道,人数\n2026,c/primary,pe,公开招聘,1\n";
    let moved = lists(&format!("{head}2027,{hired},b/primary\n"), hires, &[]);
    assert_eq!((moved.code, moved.json["objections"].as_array().unwrap().len()), (Some(1), 0), "{}", moved.text);
    let found = broken(&moved);
    assert!(found.iter().all(|(year, _, text)| *year == 2027 && text.contains(hired)), "{found:?}");
    let nobody = lists(&format!("{head}2027,{hired},b/primary\n"), NO_HIRES, &[]);
    assert!(nobody.text.contains("School year 2027: moves.csv, row 2: there is no teacher"), "{}", nobody.text);
}

#[test]
fn a_row_of_no_year_or_of_another_is_told_with_its_place() {
    // A year is missing where several are stated; one is before the first, one is no year, one beyond those asked for.
    let moves = "学年,教师编号,调入单元\n,a09,b/primary\n2025,a10,b/primary\n明年,a11,b/primary\n2027,a12,b/primary\n";
    let said = lists(moves, NO_HIRES, &[]);
    assert_eq!((said.code, years(&said)), (Some(1), vec![2026, 2027]));
    for part in [
        "moves.csv, row 2: the plan is of several school years and this row names none",
        "moves.csv, row 3: “2025” is none of the school years that are judged (2026 to 2035)",
        "moves.csv, row 4: “明年” is none of the school years",
    ] {
        assert!(said.text.contains(part), "no “{part}” in:\n{}", said.text);
    }
    let one = lists("学年,教师编号,调入单元\n2026,a09,b/primary\n2027,a12,b/primary\n", NO_HIRES, &["--years", "1"]);
    assert_eq!(years(&one), [2026]);
    assert!(
        one.text.contains("row 3: “2027” is none of the school years that are judged (2026 to 2026)"),
        "{}",
        one.text
    );
}

#[test]
fn the_years_to_judge_may_be_stated() {
    // Lists of one year are judged over three, in the last two of which nobody moves; the first year may be named, too.
    let moves = "教师编号,调入单元\na09,b/primary\n";
    let three = lists(moves, NO_HIRES, &["--years", "3"]);
    assert_eq!((three.code, years(&three)), (Some(0), vec![2026, 2027, 2028]), "{}", three.text);
    let both = lists("学年,教师编号,调入单元\n2027,a09,b/primary\n", NO_HIRES, &["--year", "2026"]);
    assert_eq!((both.code, years(&both)), (Some(0), vec![2026, 2027]), "{}", both.text);
    let folder = shown(&Written::of(two()).folder);
    assert_eq!(said(&["verify", &folder, "--years", "2"]).code, Some(2), "a folder says its own years");
}

#[test]
fn the_decisions_of_a_plan_are_judged_on_the_data_that_are_given() {
    // As written plan.json agrees in every goal; of more years than it decides it says so, and what does not fit is named by its year.
    let written = Written::of(two());
    let (own, file) = (written.verify(), written.path("plan.json"));
    let as_written = scored(&written, &file, &[]);
    assert_eq!((as_written.code, as_written.text.as_str(), years(&as_written)), (Some(0), "", vec![2026, 2027]));
    for (ours, tier) in own.json["tiers"].as_array().unwrap().iter().zip(as_written.json["tiers"].as_array().unwrap()) {
        assert_eq!(ours["exact_value"], tier["exact_value"]);
    }
    assert_eq!(years(&scored(&written, &file, &["--years", "1"])), [2026]);
    let more = scored(&written, &file, &["--years", "3"]);
    assert_eq!(more.code, Some(1));
    assert!(
        more.text.contains("School year 2028: ") && more.text.contains("for the school year 2028"),
        "{}",
        more.text
    );
    written.json("plan.json", |plan| {
        plan["later"]["2027"]["postings"].as_array_mut().unwrap().retain(|p| p["teacher"] != "b16");
    });
    let lost = scored(&written, &file, &[]);
    assert_eq!(lost.code, Some(1));
    assert!(lost.text.contains("School year 2027: ") && lost.text.contains("teacher b16"), "{}", lost.text);
    fs::write(&file, "{").unwrap();
    assert_eq!(scored(&written, &file, &[]).code, Some(2), "half a file is no plan");
}
