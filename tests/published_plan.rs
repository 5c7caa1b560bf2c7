//! `solve --published`: the places of a plan of several years that was published are kept in every year, as far as the rule asks.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use serde_json::Value;
use std::fs;
use verify_support::{POLICY, Said, Written, said, shown, solved_years};

/// The yearly policy, and a published plan must be kept to the letter.
fn policy() -> String {
    let exactly =
        "\n[rule.published-plan]\nstrength = \"hard\"\nmost = { value = 0, assumed = true, note = \"a test\" }\n";
    format!("{POLICY}{exactly}")
}

/// Solves the inputs of a folder for two years with the places of its plan published.
fn solved(written: &Written, policy: &str, out: &str) -> Said {
    let rules = written.folder.with_file_name("policy.toml");
    fs::write(&rules, policy).unwrap();
    let (input, rules, from) = (shown(&written.path("inputs")), shown(&rules), shown(&written.folder));
    let to = shown(&written.folder.with_file_name(out));
    said(&["solve", &input, "-p", &rules, "--years", "2", "--published", &from, "-o", &to])
}

/// The paths of all who are in the table of teachers.
fn places(paths: &str) -> Vec<String> {
    paths.lines().skip(1).filter(|line| !line.starts_with("hire:")).map(str::to_owned).collect()
}

/// Lets two people swap their postings in a `plan.json`.
fn swap(plan: &mut Value, pair: [&str; 2]) {
    for year in ["/decisions/postings", "/later/2027/postings"] {
        for posting in plan.pointer_mut(year).unwrap().as_array_mut().unwrap() {
            let at = pair.iter().position(|id| posting["teacher"] == *id);
            if let Some(at) = at {
                posting["teacher"] = pair[1 - at].into();
            }
        }
    }
}

#[test]
fn the_places_of_a_published_plan_are_kept_in_both_years() {
    // Instead of one who moves another of the same subject and school was published: nobody may be posted elsewhere, so that in both years
    // everybody is where they were published, and the two have swapped. The rows stand in the inputs, and the folder verifies.
    let written = Written::of(&solved_years(2));
    let (moves, paths) = (written.text("moves.csv"), written.text("paths.csv"));
    let first = moves.lines().find(|l| l.starts_with("2026,") && l.contains(",a/primary,b/primary,pe,")).unwrap();
    let goes = first.split(',').nth(1).unwrap().to_owned();
    let mut stays = paths.lines().map(|line| line.split(',').next().unwrap());
    let stays = stays.find(|id| ("a04".."a16").contains(id) && !moves.contains(&format!(",{id},"))).unwrap();
    written.json("plan.json", |plan| swap(plan, [&goes, stays]));
    let kept = solved(&written, &policy(), "kept");
    assert_eq!(kept.code, Some(0), "{}", kept.text);
    let folder = written.folder.with_file_name("kept");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let swapped = |line: String| match line.split_once(',').unwrap() {
        (id, path) if id == goes => format!("{stays},{path}"),
        (id, path) if id == stays => format!("{goes},{path}"),
        _ => line,
    };
    let mut expected: Vec<String> = places(&paths).into_iter().map(swapped).collect();
    expected.sort();
    assert_eq!(places(&read("paths.csv")), expected);
    assert!(expected.iter().any(|line| line.starts_with(&format!("{stays},2026 ")) && line.contains("b/primary")));
    let rows = read("inputs/published.csv");
    assert!(rows.starts_with("teacher,school,stage,year\n") && rows.contains(",2026\n") && rows.contains(",2027\n"));
    assert_eq!(said(&["verify", &shown(&folder)]).code, Some(0));
}

#[test]
fn a_published_plan_that_is_of_no_use_is_refused() {
    // The policy does not ask; the table is given as well; the plan is of other years.
    let written = Written::of(&solved_years(2));
    let off = solved(&written, POLICY, "off");
    assert!(off.code == Some(2) && off.text.contains("does not turn on the rule published-plan"), "{}", off.text);
    fs::write(written.path("inputs/published.csv"), "teacher,school,stage\na01,a,primary\n").unwrap();
    let twice = solved(&written, &policy(), "twice");
    assert!(twice.code == Some(2) && twice.text.contains("have a table published already"), "{}", twice.text);
    fs::remove_file(written.path("inputs/published.csv")).unwrap();
    written.json("plan.json", |plan| {
        plan["year"] = 2020.into();
        plan["later"] = serde_json::json!({});
    });
    let none = solved(&written, &policy(), "none");
    assert!(none.code == Some(2) && none.text.contains("says of nobody in the data"), "{}", none.text);
}
