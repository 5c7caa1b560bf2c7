//! `bench` from outside: all methods on a tiny input agree, what is wrong is said, what is written is whole.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;

use assert_cmd::cargo::cargo_bin_cmd;
use junheng::report::tables::csv_tables;
use serde_json::Value;
use std::path::Path;
use std::process::Output;

fn run(args: &[&str]) -> Output {
    cargo_bin_cmd!("junheng").args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The tables of the tiny case as a folder.
fn tiny(folder: &Path) {
    for (name, bytes) in csv_tables(&support::records()) {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Values of a method's tiers.
fn values(json: &Value, method: &str) -> Vec<i64> {
    let of = json["runs"].as_array().unwrap().iter().find(|run| run["method"] == method).unwrap();
    assert_eq!(of["stop"], "proven", "{of}");
    of["tiers"].as_array().unwrap().iter().map(|tier| tier["value"].as_i64().unwrap()).collect()
}

#[test]
fn all_methods_agree_on_a_tiny_input() {
    // Four ways to the same optimum; the relaxation is below it, phases are all there, and the files say the same.
    let place = tempfile::tempdir().unwrap();
    tiny(place.path());
    let (input, target) = (place.path().to_str().unwrap(), place.path().join("result"));
    let output = run(&["bench", input, "--limit", "20", "--repeat", "2", "-o", target.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let json: Value = serde_json::from_str(&out(&output)).unwrap();
    let ours = values(&json, "ours");
    assert!(ours.iter().any(|&value| value > 0), "{ours:?}");
    let cbc: &[&str] = if cfg!(feature = "cbc") { &["cbc"] } else { &[] };
    for peer in [&["highs-tight", "highs-plain", "microlp"], cbc].concat() {
        assert_eq!(values(&json, peer), ours, "{peer}: the values are so small that the tolerance allows no other");
    }
    assert_eq!(json["disagreements"], serde_json::json!([]));
    let runs = json["runs"].as_array().unwrap();
    let phases: Vec<&str> =
        runs[0]["phases"].as_array().unwrap().iter().map(|phase| phase["name"].as_str().unwrap()).collect();
    let all = ["ingest", "formulate", "lower", "prepare", "relax", "fix", "rest", "name", "verify", "write"];
    assert_eq!(phases, all);
    let relaxation = runs.iter().find(|run| run["method"] == "highs-relaxation").unwrap();
    let (bound, plan) = (relaxation["weighted_bound"].as_f64().unwrap(), runs[0]["weighted"].as_f64().unwrap());
    assert!(bound <= plan * (1.0 + 1e-6), "{bound} {plan}");
    assert_eq!(runs.iter().filter(|run| run["method"] == "microlp").count(), 2);
    let written: Value = serde_json::from_slice(&std::fs::read(target.join("bench.json")).unwrap()).unwrap();
    assert_eq!(written["facts"], json["facts"]);
    let csv = std::fs::read_to_string(target.join("bench.csv")).unwrap();
    assert!(csv.lines().filter(|line| line.contains(",microlp,2,tier,")).count() == ours.len(), "{csv}");
    assert!(std::fs::read_to_string(target.join("bench.svg")).unwrap().ends_with("</svg>\n"));
}

#[test]
fn the_digests_are_those_of_the_exported_programs() {
    // Who exports the programs later can tell whether they are the ones that were measured.
    let place = tempfile::tempdir().unwrap();
    tiny(place.path());
    let input = place.path().to_str().unwrap();
    let output = run(&["bench", input, "--limit", "20", "--methods", "highs-relaxation", "--json"]);
    let json: Value = serde_json::from_str(&out(&output)).unwrap();
    for (name, plain) in [("tight", false), ("plain", true)] {
        let file = place.path().join(format!("{name}.mps"));
        let mut args = vec!["export", input, "--policy", "models/annual.toml", "--format", "mps"];
        args.extend(["-o", file.to_str().unwrap()]);
        args.extend(plain.then_some("--plain"));
        assert_eq!(run(&args).status.code(), Some(0));
        let digest = junheng::ingest::digest(&std::fs::read(&file).unwrap());
        assert_eq!(json["facts"][format!("{name}_sha256")], digest, "{name}");
    }
}

#[test]
fn one_goal_or_the_sum_can_be_exported_alone() {
    // Other solvers read one objective; a goal that is not there is named together with those that are.
    let place = tempfile::tempdir().unwrap();
    tiny(place.path());
    let input = place.path().to_str().unwrap();
    let export = |name: &str| {
        let file = place.path().join(format!("{name}.mps"));
        let fixed = ["export", input, "--policy", "models/annual.toml", "--format", "mps", "--objective", name, "-o"];
        let output = run(&[&fixed[..], &[file.to_str().unwrap()]].concat());
        (output, std::fs::read_to_string(file).unwrap_or_default())
    };
    for name in ["sum", "cost"] {
        let (output, text) = export(name);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let goals: Vec<&str> = text.lines().filter(|line| line.starts_with(" N ")).collect();
        assert_eq!(goals, [format!(" N t.{name}")]);
    }
    let (output, _) = export("nothing");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("nothing") && err(&output).contains("sum"), "{}", err(&output));
}

#[test]
fn wrong_input_is_told_before_anything_is_measured() {
    // A typing error must not cost an hour.
    let place = tempfile::tempdir().unwrap();
    tiny(place.path());
    let input = place.path().to_str().unwrap();
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["bench", input, "--methods", "ours,gurobi"], 2, &["gurobi", "ours", "highs-tight"]),
        (&["bench", input, "--limit", "-1"], 2, &["--limit", "-1"]),
        (&["bench", input, "--repeat", "0"], 2, &["--repeat"]),
        (&["bench", input, "--threads", "0"], 2, &["--threads"]),
        (&["bench", input, "-o", input], 2, &["已经存在"]),
        (&["bench", "there-is-no-such-input"], 2, &["there-is-no-such-input"]),
        (&["bench", input, "--policy", "there-is-no-such-policy"], 2, &["there-is-no-such-policy"]),
    ];
    for (args, code, parts) in cases {
        let output = run(args);
        assert_eq!(output.status.code(), Some(*code), "{args:?} {}", err(&output));
        for part in *parts {
            assert!(err(&output).contains(part), "{args:?} {part}: {}", err(&output));
        }
    }
    #[cfg(not(feature = "cbc"))]
    assert!(err(&run(&["bench", input, "--methods", "cbc"])).contains("--features cbc"));
    std::fs::write(place.path().join("schools.csv"), "id,name\nS1,\n").unwrap();
    let blocked = run(&["bench", input]);
    assert_eq!(blocked.status.code(), Some(1), "{}", out(&blocked));
}

#[test]
fn limits_on_spread_make_the_peers_relaxations() {
    // They cannot be given a cone; what they find without it must not be taken for a plan.
    let place = tempfile::tempdir().unwrap();
    tiny(place.path());
    let input = place.path().to_str().unwrap();
    let methods = "ours,highs-tight";
    let args = ["bench", input, "--policy", "models/national-balance.toml", "--limit", "20", "--methods", methods];
    let output = run(&[&args[..], &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let json: Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(json["facts"]["cones"].as_i64().unwrap() > 0, "{}", json["facts"]);
    assert_eq!((&json["runs"][0]["is_relaxed"], &json["runs"][1]["is_relaxed"]), (&false.into(), &true.into()));
}

#[test]
fn several_years_are_exported_and_measured_as_one_program() {
    // Rows, columns and slacks of the second year have the year in their names; the digests are those that are measured, and two ways come to the same
    // values of both years together.
    let place = tempfile::tempdir().unwrap();
    tiny(place.path());
    let input = place.path().to_str().unwrap();
    let export = |name: &str, more: &[&str]| {
        let file = place.path().join(name);
        let fixed = ["export", input, "--policy", "models/annual.toml", "-o", file.to_str().unwrap()];
        let output = run(&[&fixed, more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        std::fs::read_to_string(file).unwrap()
    };
    let (one, two) = (export("1.mps", &["--format", "mps"]), export("2.mps", &["--format", "mps", "--years", "2"]));
    assert_eq!(export("one.mps", &["--format", "mps", "--years", "1"]), one);
    let lp = export("2.lp", &["--format", "lp", "--years", "2"]);
    let columns = |text: &str| {
        let all = text.lines().filter_map(|line| line.strip_prefix(" LO BND c."));
        all.map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let later = |name: &&String| name.contains("2027~");
    assert_eq!(columns(&one).iter().filter(later).count(), 0);
    let all = columns(&two);
    assert!(all.iter().filter(later).count() > 10 && all.iter().any(|name| !later(&name)), "{all:?}");
    assert!(two.lines().any(|line| line.ends_with(" r.rotation@share~2027~")), "{two}");
    assert!(all.iter().all(|name| lp.contains(&format!(" <= c.{name} <= "))));
    let plain = export("plain.mps", &["--format", "mps", "--years", "2", "--plain"]);
    let output = run(&["bench", input, "--years", "2", "--limit", "20", "--methods", "ours,highs-plain", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let json: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["facts"]["years"], 2);
    for (name, text) in [("tight", &two), ("plain", &plain)] {
        assert_eq!(json["facts"][format!("{name}_sha256")], junheng::ingest::digest(text.as_bytes()), "{name}");
    }
    assert_eq!(values(&json, "highs-plain"), values(&json, "ours"));
    assert_eq!(json["disagreements"], serde_json::json!([]));
}
