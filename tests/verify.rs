//! A result folder verifies as written, and every falsification of it is refused with its own reason.
//!
//! Unless said otherwise the digests are written anew after the change, so that only arithmetic can find it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use serde_json::{Value, json};
use std::fs;
use verify_support::{EXEMPT, Said, UNCERTIFIED, Written};

/// Changes a folder, covers the change up, and expects a refusal whose reasons contain all `parts`.
fn refused(change: impl FnOnce(&Written), parts: &[&str]) -> Said {
    let written = Written::new();
    change(&written);
    written.cover_up();
    expect(&written, parts)
}

fn expect(written: &Written, parts: &[&str]) -> Said {
    let said = written.verify();
    assert_eq!(said.code, Some(1), "{}", said.text);
    for part in parts {
        assert!(said.text.contains(part), "no “{part}” in:\n{}", said.text);
    }
    assert!(!said.text.contains("was changed after"), "{}", said.text);
    said
}

/// The posting of a person in `plan.json`.
fn posting<'a>(plan: &'a mut Value, id: &str) -> &'a mut Value {
    let postings = plan["decisions"]["postings"].as_array_mut().unwrap();
    postings.iter_mut().find(|p| p["teacher"] == id).unwrap()
}

fn send(plan: &mut Value, id: &str, unit: &str) {
    let of = posting(plan, id);
    of["unit"] = unit.into();
    of["move"] = "rotate".into();
}

/// Code of the first person who moves.
fn mover(written: &Written) -> String {
    written.text("moves.csv").lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned()
}

#[test]
fn a_folder_as_written_agrees() {
    // Every number follows from the decisions, and there is something to verify: moves, hires, findings.
    let written = Written::new();
    let said = written.verify();
    assert_eq!((said.code, said.text.as_str()), (Some(0), ""));
    assert_eq!(said.json["agrees"], true);
    for table in ["moves.csv", "hires.csv", "staffing.csv", "coverage.csv", "indicators.csv"] {
        assert!(written.text(table).lines().count() > 1, "{table} is empty");
    }
}

#[test]
fn any_changed_byte_is_seen_by_its_digest() {
    // Each file that has a digest is touched in turn; what has none is the list of digests and the times of the run.
    let written = Written::new();
    for name in ["moves.csv", "plan.xlsx", "policy.toml", "inputs/schools.csv"] {
        let bytes = fs::read(written.path(name)).unwrap();
        fs::write(written.path(name), [bytes.as_slice(), b"\n"].concat()).unwrap();
        let said = written.verify();
        assert_eq!(said.code, Some(1), "{name}");
        assert!(said.text.contains(&format!("The file {name} was changed")), "{}", said.text);
        fs::write(written.path(name), bytes).unwrap();
    }
    assert_eq!(written.verify().code, Some(0));
}

#[test]
fn a_person_twice_is_refused() {
    // The same person in two places makes a plan void.
    let twice = |written: &Written| {
        written.json("plan.json", |plan| {
            let again = posting(plan, "a05").clone();
            plan["decisions"]["postings"].as_array_mut().unwrap().push(again);
        });
    };
    refused(twice, &["names teacher a05 more than once"]);
}

#[test]
fn a_person_without_a_posting_is_refused() {
    // Everybody of the input works somewhere.
    let lost = |written: &Written| {
        written.json("plan.json", |plan| {
            plan["decisions"]["postings"].as_array_mut().unwrap().retain(|p| p["teacher"] != "b16");
        });
    };
    refused(lost, &["does not say where teacher b16 works"]);
}

#[test]
fn a_wrong_school_is_refused() {
    // The decision sends a mover to the other school; the written table still names the first.
    let wrong = |written: &Written| {
        let id = mover(written);
        written.json("plan.json", |plan| send(plan, &id, "c/primary"));
    };
    refused(
        wrong,
        &["moves.csv, line 2, column to_unit: it says “b/primary”, but “c/primary”", "staffing.csv", "coverage.csv"],
    );
    let unknown = |written: &Written| written.json("plan.json", |plan| send(plan, "a09", "x/primary"));
    refused(unknown, &["unit x/primary which is not in the input"]);
}

#[test]
fn a_lost_hire_is_refused() {
    // Without the decision the row in the tables has no reason to be; without the row the decision is not told.
    let decision = |written: &Written| written.json("plan.json", |plan| plan["decisions"]["hires"] = json!([]));
    refused(
        decision,
        &["hires.csv, line 2: this row does not follow", "plan.json, hires, entry 1", "exact_value of goal"],
    );
    let row = |written: &Written| {
        let line = written.text("hires.csv").lines().nth(1).unwrap().to_owned();
        written.replace("hires.csv", &format!("{line}\n"), "");
    };
    refused(row, &["A row is missing in hires.csv, table hires: 2026,c/primary,pe"]);
}

#[test]
fn a_hire_beyond_all_measure_is_refused_and_not_computed() {
    // A number that would overflow every sum must not end in a crash.
    let huge = |written: &Written| {
        written.json("plan.json", |plan| plan["decisions"]["hires"][0]["count"] = i64::MAX.into());
    };
    refused(huge, &["beyond all measure"]);
}

#[test]
fn an_uncertified_move_is_refused() {
    // A kindergarten certificate is not valid in a primary school.
    let sent = |written: &Written| written.json("plan.json", |plan| send(plan, UNCERTIFIED, "b/primary"));
    refused(sent, &["certificate: ", "A row is missing in moves.csv"]);
}

#[test]
fn a_move_of_an_exempt_person_is_refused() {
    // Who is exempt by law stays.
    let sent = |written: &Written| written.json("plan.json", |plan| send(plan, EXEMPT, "b/primary"));
    refused(sent, &["who-may-rotate: "]);
}

#[test]
fn a_change_of_school_that_is_no_move_is_refused() {
    // Leaving out the kind of move must not hide a person from the rules about moves.
    let silent = |written: &Written| {
        let id = mover(written);
        written.json("plan.json", |plan| posting(plan, &id)["move"] = Value::Null);
    };
    refused(silent, &["is in another unit without a kind of move"]);
}

#[test]
fn a_changed_share_is_refused() {
    // Nobody works less than the whole time, or what the person may not teach.
    let less =
        |written: &Written| written.json("plan.json", |plan| posting(plan, "b16")["shares"] = json!({"math": "0.8"}));
    refused(less, &["teaching-time: ", "staffing.csv"]);
    let foreign =
        |written: &Written| written.json("plan.json", |plan| posting(plan, "b16")["shares"] = json!({"pe": "1"}));
    refused(foreign, &["teaching-time: ", "coverage.csv"]);
}

#[test]
fn a_changed_total_in_a_table_is_refused() {
    // The message names line, column, the number seen and the number expected.
    let total = |written: &Written| {
        written.replace("coverage.csv", "a/primary,primary,math,3.75,", "a/primary,primary,math,3.7,");
    };
    let said = refused(total, &["coverage.csv, line 2, column demand_fte: it says “3.7”, but “3.75”"]);
    assert_eq!(said.text.lines().count(), 1, "{}", said.text);
    let inside = |written: &Written| {
        written.json("plan.json", |plan| plan["coverage"][1]["supply_fte"] = "77".into());
    };
    refused(inside, &["plan.json, coverage, entry 2, column supply_fte: it says “77”"]);
}

#[test]
fn a_changed_indicator_is_refused() {
    // A limit that is missed cannot be written as met.
    let better = |written: &Written| {
        let text = written.text("indicators.csv");
        let line = text.lines().find(|l| l.ends_with(",no")).unwrap();
        written.replace("indicators.csv", line, &format!("{},yes", line.strip_suffix(",no").unwrap()));
    };
    refused(better, &["indicators.csv, line", "column met: it says “yes”, but “no”"]);
}

#[test]
fn a_changed_reason_is_refused() {
    // The reasons follow from what was missing before, like the numbers.
    let reason = |written: &Written| written.replace("moves.csv", "交流轮岗", "本人申请");
    refused(reason, &["moves.csv, line 2, column reason"]);
}

#[test]
fn rows_in_another_order_or_with_another_column_are_refused() {
    // Same input, same bytes: the order of rows and columns is part of the tables.
    let order = |written: &Written| {
        let text = written.text("staffing.csv");
        let mut lines: Vec<&str> = text.lines().collect();
        lines.swap(1, 2);
        fs::write(written.path("staffing.csv"), lines.join("\n") + "\n").unwrap();
    };
    refused(order, &["The rows of staffing.csv, table staffing, are out of order"]);
    let header = |written: &Written| written.replace("hires.csv", "year,unit", "unit,year");
    refused(header, &["The header of hires.csv must be year,unit,kind,channel,count"]);
    let wide = |written: &Written| written.json("plan.json", |plan| plan["hires"][0]["extra"] = "1".into());
    refused(wide, &["plan.json, hires, entry 1: the columns are not those"]);
}

#[test]
fn a_changed_value_of_a_goal_is_refused() {
    // The exact value, and the value as it is read, each for itself.
    let exact = |written: &Written| {
        written.json("plan.json", |plan| {
            let value = plan["tiers"][0]["exact_value"].as_i64().unwrap();
            plan["tiers"][0]["exact_value"] = (value - 1).into();
        });
    };
    let said = refused(exact, &["exact_value of goal coverage says"]);
    assert_eq!(said.text.lines().count(), 1, "{}", said.text);
    let stated = |written: &Written| written.json("plan.json", |plan| plan["tiers"][3]["value"] = json!(0.5));
    refused(stated, &["value of goal disruption says 0.5"]);
}

#[test]
fn a_bound_above_the_value_or_a_gap_that_does_not_follow_is_refused() {
    // No plan is better than what is proven to be the best.
    let bound = |written: &Written| {
        written.json("plan.json", |plan| {
            let value = plan["tiers"][3]["exact_value"].as_i64().unwrap();
            plan["tiers"][3]["exact_bound"] = (value + 1000).into();
        });
    };
    refused(bound, &["of goal disruption is above the value", "bound of goal disruption says"]);
    let gap = |written: &Written| written.json("plan.json", |plan| plan["tiers"][3]["gap"] = json!(0.25));
    refused(gap, &["gap of goal disruption says 250000"]);
    let none = |written: &Written| written.json("plan.json", |plan| plan["tiers"][3]["exact_bound"] = Value::Null);
    refused(none, &["says proven, but goal disruption is not within its tolerance"]);
}

#[test]
fn a_fact_that_differs_between_the_documents_is_refused() {
    // Seed, termination and year stand twice and must be the same.
    let seed = |written: &Written| written.json("plan.json", |plan| plan["manifest"]["seed"] = json!(99));
    refused(seed, &["manifest.seed in plan.json says “99”, but manifest.json says “0”"]);
    let end = |written: &Written| written.json("plan.json", |plan| plan["termination"] = "infeasible".into());
    refused(end, &["termination in plan.json says “infeasible”", "is none with which a plan is written"]);
    let year = |written: &Written| written.json("plan.json", |plan| plan["year"] = json!(2027));
    refused(year, &["year in plan.json says “2027”"]);
}

#[test]
fn an_altered_policy_is_refused() {
    // Its digest stands in the identity of the run; with that changed too, the rules themselves object.
    let altered = |written: &Written| written.replace("policy.toml", "years = { value = 6", "years = { value = 60");
    refused(altered, &["policy.sha256 in manifest.json says"]);
    let covered = |written: &Written| {
        altered(written);
        let digest = junheng::ingest::digest(written.text("policy.toml").as_bytes());
        written.json("plan.json", |plan| plan["manifest"]["policy"]["sha256"] = digest.as_str().into());
        written.json("manifest.json", |manifest| manifest["policy"]["sha256"] = digest.as_str().into());
    };
    let said = refused(covered, &["who-may-rotate: "]);
    assert!(!said.text.contains("sha256"), "{}", said.text);
    let broken = |written: &Written| written.replace("policy.toml", "[rule.reach]", "[rule.rech]");
    refused(broken, &["policy.toml is wrong"]);
}

#[test]
fn an_altered_input_is_refused() {
    // One more class in the inputs is missing in the tables; a teacher less leaves a decision without its person.
    let lessons = |written: &Written| written.replace("inputs/enrollment.csv", ",80,", ",100,");
    refused(lessons, &["coverage.csv, line 2, column demand_fte"]);
    let person = |written: &Written| {
        let text = written.text("inputs/teachers.csv");
        let line = text.lines().find(|l| l.starts_with("a05,")).unwrap();
        written.replace("inputs/teachers.csv", &format!("{line}\n"), "");
        let certificates = written.text("inputs/certificates.csv");
        let line = certificates.lines().find(|l| l.starts_with("a05,")).unwrap();
        written.replace("inputs/certificates.csv", &format!("{line}\n"), "");
    };
    refused(person, &["names teacher a05 who is not in the input"]);
    let faulty = |written: &Written| written.replace("inputs/teachers.csv", ",female,", ",neither,");
    refused(faulty, &["inputs/teachers.csv, row 2, is wrong"]);
}

#[test]
fn files_missing_or_added_are_refused() {
    // The manifest lists what was written; a table is also missed by itself; without a plan nothing can be said at all.
    let written = Written::new();
    fs::remove_file(written.path("coverage.csv")).unwrap();
    expect(&written, &["The file coverage.csv is missing", "The table coverage is missing"]);
    written.json("manifest.json", |manifest| {
        manifest["files"].as_array_mut().unwrap().retain(|f| f["name"] != "coverage.csv");
    });
    let said = expect(&written, &["The table coverage is missing"]);
    assert!(!said.text.contains("The file"), "{}", said.text);

    let written = Written::new();
    fs::write(written.path("extra.csv"), "a\n1\n").unwrap();
    expect(&written, &["The file extra.csv was not written by this run", "extra.csv is no table of a plan"]);

    let written = Written::new();
    fs::remove_file(written.path("plan.json")).unwrap();
    assert_eq!(written.verify().code, Some(2));
}
