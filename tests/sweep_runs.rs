//! Sweeps as they are run: the same bytes side by side, one by one, from the plan of a parent and after any number of kills; what is damaged or has
//! no plan is told, and the others go on.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod sweep_support;

use junheng::domain::dice::Dice;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use sweep_support::{County, change, differing, files};

#[test]
fn a_sweep_gives_the_same_bytes_side_by_side_one_by_one_and_gone_on_with() {
    // Three scenarios on two threads and on one; and a sweep of which one folder and the table are missing, as after a kill, goes on to the
    // same bytes. A list with other comments is the same; a folder that holds the sweep of another list is refused.
    let county = County::new();
    for (out, threads) in [("two", "2"), ("one", "1")] {
        let (code, text) = county.sweep("all.toml", out, &["--threads", threads]);
        assert!(code == Some(0) && text.contains("已证明"), "{text}");
    }
    let whole = files(&county.path("two"));
    assert!(whole.contains_key("sweep.csv") && whole.len() > 30, "{:?}", whole.keys());
    assert_eq!(differing(&county.path("two"), &county.path("one")), [""; 0], "one by one and side by side differ");
    std::fs::remove_dir_all(county.result("one", "more")).unwrap();
    std::fs::remove_file(county.path("one/sweep.csv")).unwrap();
    let text = std::fs::read_to_string(county.path("all.toml")).unwrap();
    std::fs::write(county.path("all.toml"), format!("# a comment\n{text}")).unwrap();
    let (code, said) = county.sweep("all.toml", "one", &["--threads", "2"]);
    assert!(code == Some(0) && said.contains("base：已有结果") && said.contains("more：已完成"), "{said}");
    assert_eq!(differing(&county.path("two"), &county.path("one")), [""; 0], "gone on with, it differs");
    std::fs::write(county.path("all.toml"), text.replace(", \"fewer.toml\"", "")).unwrap();
    let (code, said) = county.sweep("all.toml", "one", &[]);
    assert!(code == Some(2) && said.contains("不是这一批情景"), "{said}");
}

/// A list of four jobs: the base, fewer posts and a sample of both, all from the plan of the base.
fn four(county: &County) {
    let vary = "[[vary]]\nname = \"total\"\nkind = \"recruits\"\nfactor = [0.5]\n";
    let samples =
        "[samples]\ncount = 1\nseed = 4\n[[samples.draw]]\nname = \"arrive\"\nkind = \"take-up\"\nrate = 0.7\n";
    county.write("four.toml", &format!("scenarios = [\"base.toml\"]\nfrom = \"base.toml\"\n{vary}{samples}"));
}

/// Result folders that are whole, and whether one is being written.
fn progress(out: &Path) -> (usize, bool) {
    let names: Vec<String> = std::fs::read_dir(out)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let hidden = names.iter().any(|name| name.starts_with('.'));
    (names.iter().filter(|name| name.starts_with("base")).count(), hidden)
}

/// Runs a sweep and kills it at `moment`; whether it was killed before its end.
fn killed(county: &County, out: &str, moment: impl Fn(Duration) -> bool) -> bool {
    let (list, out) = (county.path("four.toml"), county.path(out));
    let mut child = Command::new(env!("CARGO_BIN_EXE_junheng"))
        .args(["sweep", list.to_str().unwrap(), "-o", out.to_str().unwrap(), "--threads", "2"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if moment(begun.elapsed()) {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    false
}

#[test]
fn a_sweep_that_is_killed_again_and_again_ends_in_the_same_bytes() {
    // Killed before anything is there, while a folder is being written, and a little after each folder that appears; then it may end. Nothing is
    // left over, and every byte is that of an undisturbed run on one thread.
    let county = County::new();
    four(&county);
    let (code, text) = county.sweep("four.toml", "one", &["--threads", "1"]);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(progress(&county.path("one")), (4, false));
    let mut dice = Dice::new(2026, 1);
    let out = county.path("killed");
    assert!(killed(&county, "killed", |time| time > Duration::from_millis(40)));
    assert!(killed(&county, "killed", |_| progress(&out).1), "no folder was seen while it was written");
    let mut kills = 2;
    for _ in 0..3 {
        let (before, wait) = (progress(&out).0, Duration::from_millis(dice.below(25)));
        let seen = std::cell::Cell::new(None);
        let moment = |time: Duration| {
            let new = progress(&out).0 > before;
            let since = seen.get().or(new.then_some(time));
            seen.set(since);
            since.is_some_and(|since| time >= since + wait)
        };
        kills += usize::from(killed(&county, "killed", moment));
    }
    assert!(kills >= 3, "the sweep was hardly ever killed");
    let (code, text) = county.sweep("four.toml", "killed", &["--threads", "2"]);
    assert!(code == Some(0) && text.contains("已有结果"), "{text}");
    assert_eq!(differing(&county.path("one"), &out), [""; 0], "after kills it differs");
}

#[test]
fn from_a_parent_plans_start_from_its_plan_and_belong_to_it() {
    // The plans say from which scenario they start; without the parent their folders have other names, and the values are proven the same.
    let county = County::new();
    let three = "scenarios = [\"more.toml\", \"base.toml\", \"fewer.toml\"]\n";
    county.write("from.toml", &format!("{three}from = \"base.toml\"\n"));
    county.write("cold.toml", three);
    for list in ["from", "cold"] {
        let (code, text) = county.sweep(&format!("{list}.toml"), list, &["--lang", "en"]);
        assert_eq!(code, Some(0), "{text}");
        if list == "from" {
            let base = text.find("base: done").unwrap();
            assert!(base < text.find("more: done").unwrap() && base < text.find("fewer: done").unwrap(), "{text}");
        }
    }
    let name = |out: &str, scenario: &str| county.result(out, scenario).file_name().unwrap().to_owned();
    assert_eq!(name("from", "base"), name("cold", "base"));
    assert_ne!(name("from", "more"), name("cold", "more"));
    let goals = |out: &str| {
        let table = std::fs::read_to_string(county.path(out).join("sweep.csv")).unwrap();
        let rows: Vec<Vec<String>> = table.lines().map(|row| row.split(',').map(str::to_owned).collect()).collect();
        let goals = rows.into_iter().filter(|row| row[2].starts_with("goal:"));
        goals.map(|row| (row[0].clone(), row[2].clone(), row[4].clone())).collect::<Vec<_>>()
    };
    assert!(goals("from") == goals("cold") && goals("from").len() > 6);
    // A parent that has no whole result: nobody starts from it, and all is told; what is there already stays.
    std::fs::remove_file(county.result("from", "base").join("plan.json")).unwrap();
    std::fs::remove_dir_all(county.result("from", "more")).unwrap();
    let (code, text) = county.sweep("from.toml", "from", &["--lang", "en"]);
    assert!(code == Some(2) && text.contains("starts from the plan of the scenario “base”"), "{text}");
    assert!(text.contains("fewer: there already") && text.contains("base: not finished"), "{text}");
}

#[test]
fn what_is_damaged_or_foreign_is_told_and_the_others_go_on() {
    // A folder without its manifest, and the result of another scenario under the name of this one: both are told, the third is in the table.
    let county = County::new();
    assert_eq!(county.sweep("all.toml", "out", &[]).0, Some(0));
    let whole = files(&county.path("out"));
    std::fs::remove_file(county.result("out", "more").join("manifest.json")).unwrap();
    let (fewer, base) = (county.result("out", "fewer"), county.result("out", "base"));
    std::fs::remove_dir_all(&fewer).unwrap();
    std::fs::create_dir_all(fewer.join("inputs")).unwrap();
    for (name, bytes) in files(&base) {
        std::fs::write(fewer.join(name), bytes).unwrap();
    }
    std::fs::remove_file(county.path("out/sweep.csv")).unwrap();
    let (code, text) = county.sweep("all.toml", "out", &[]);
    assert_eq!(code, Some(2), "{text}");
    assert_eq!(text.matches("不是这个情景的完整结果").count(), 2, "{text}");
    assert!(text.contains("2 个情景没有结果") && text.contains("base：已有结果"), "{text}");
    let table = std::fs::read_to_string(county.path("out/sweep.csv")).unwrap();
    assert_eq!(table.matches(",outcome,,failed,").count(), 2, "{table}");
    assert!(table.contains(",outcome,,proven,"), "{table}");
    for folder in [county.result("out", "more"), fewer] {
        std::fs::remove_dir_all(folder).unwrap();
    }
    assert_eq!(county.sweep("all.toml", "out", &[]).0, Some(0));
    assert!(whole == files(&county.path("out")), "once they are removed it is made whole");
}

#[test]
fn a_scenario_without_a_plan_is_known_when_the_sweep_goes_on() {
    // All must rotate, and nobody may: that there is no plan is kept with its reason, and is not looked for again.
    let county = County::new();
    let share = "kind = \"rule\"; rule = \"rotation-share\"; strength = \"hard\"; values = { share = 1 }";
    county.on_base("more", &change(share));
    let (code, text) = county.sweep("all.toml", "out", &[]);
    assert!(code == Some(1) && text.contains("more：没有可行的方案"), "{text}");
    let marker = county.result("out", "more").join("none.json");
    let page = std::fs::read_to_string(&marker).unwrap();
    assert!(page.contains("\"scenario\": \"more\"") && page.contains("\"zh\""), "{page}");
    let whole = files(&county.path("out"));
    let (code, text) = county.sweep("all.toml", "out", &[]);
    assert!(code == Some(1) && text.contains("more：已知没有可行的方案"), "{text}");
    assert!(whole == files(&county.path("out")));
    // A marker of something else is no answer.
    std::fs::write(&marker, page.replace("\"digest\": \"", "\"digest\": \"0")).unwrap();
    assert_eq!(county.sweep("all.toml", "out", &[]).0, Some(2));
}

#[test]
fn the_workbooks_of_a_sweep_are_in_the_language_asked_for() {
    // The same list in English: other folders, since the bytes differ, and the words of the sweep are English.
    let county = County::new();
    county.write("one.toml", "scenarios = [\"base.toml\"]\n");
    let (_, zh) = county.sweep("one.toml", "out", &[]);
    let first = county.result("out", "base");
    let (code, en) = county.sweep("one.toml", "out-en", &["--lang", "en"]);
    assert!(code == Some(0) && zh.contains("已完成") && en.contains("base: done"), "{en}");
    let second = county.result("out-en", "base");
    assert_ne!(first.file_name(), second.file_name());
    assert_eq!(
        differing(&first, &second),
        ["plan.xlsx", "manifest.json"].map(str::to_owned).into_iter().rev().collect::<Vec<_>>()
    );
}
