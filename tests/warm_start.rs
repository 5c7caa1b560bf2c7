//! A solve begins with what an earlier one has left behind, and does without where that is of no use.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod verify_support;

use serde_json::Value;
use std::fs;
use verify_support::{Said, Written, said, shown};

/// Solves the inputs of a result again, from the result.
fn again(written: &Written) -> (Said, Value) {
    let (inputs, policy) = (shown(&written.path("inputs")), shown(&written.path("policy.toml")));
    let target = written.folder.with_extension("again");
    let said = said(&["solve", &inputs, "--policy", &policy, "--from", &shown(&written.folder), "-o", &shown(&target)]);
    let plan =
        fs::read_to_string(target.join("plan.json")).map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
    (said, plan)
}

fn values(said: &Said) -> Vec<i64> {
    said.json["tiers"].as_array().unwrap().iter().map(|tier| tier["exact_value"].as_i64().unwrap()).collect()
}

#[test]
fn a_result_leaves_behind_what_the_next_solve_begins_with() {
    // The same case again: the same values, proven again, and again something is left behind.
    let written = Written::new();
    let page: Value = serde_json::from_str(&written.text("warm-start.json")).unwrap();
    assert!(!page["columns"].as_array().unwrap().is_empty() && page["format"] == 1, "{page}");
    let before = values(&written.verify());
    let (said, _) = again(&written);
    assert_eq!(said.code, Some(0), "{}", said.text);
    assert_eq!(said.json["termination"], "proven");
    assert_eq!(values(&said), before);
    assert!(written.folder.with_extension("again").join("warm-start.json").exists());
}

#[test]
fn a_warm_start_that_cannot_be_read_is_passed_over_and_said() {
    // It is of use and not needed: the plan is made all the same, and the summary says what was missing.
    let written = Written::new();
    let before = values(&written.verify());
    for text in ["{\"format\":1,\"columns\":[", "{\"format\":7}", "\u{fffd}"] {
        fs::write(written.path("warm-start.json"), text).unwrap();
        let (said, plan) = again(&written);
        assert_eq!(said.code, Some(0), "{}", said.text);
        assert_eq!(values(&said), before);
        assert_eq!(written.verify().code, Some(0), "it is no part of what is verified");
        assert!(said.json["remarks"].to_string().contains("warm-start.json cannot be used"), "{}", said.json);
        assert!(plan.is_object());
        fs::remove_dir_all(written.folder.with_extension("again")).unwrap();
    }
}
