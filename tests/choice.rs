//! The commands by which an office chooses, as they are run on a small county: what they write can be verified, is the same for any number of
//! threads, and agrees with itself.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod sweep_support;

use std::collections::BTreeMap;
use std::path::Path;
use sweep_support::{County, change, differing, run};

/// The rows of a table by the names of its columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| header.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Runs a command on a file of the county.
fn on(county: &County, command: &str, file: &str, out: &str, more: &[&str]) -> (Option<i32>, String) {
    let (file, out) = (text(&county.path(file)), text(&county.path(out)));
    let mut args = vec![command, &file, "-o", &out];
    args.extend(more);
    run(&args)
}

#[test]
fn a_curve_never_rises_goes_on_and_keeps_its_limits() {
    // Three points against moves: each plan keeps its limit and verifies, no goal list is worse with a higher limit, the second run finds all there.
    let county = County::new();
    let (code, said) = on(&county, "tradeoff", "base.toml", "curve", &["--points", "3", "--threads", "2"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("权衡曲线") && said.contains("按政策"), "{said}");
    let table = rows(&county.path("curve/tradeoff.csv"));
    let mut values: BTreeMap<i64, (Vec<i64>, String)> = BTreeMap::new();
    for row in &table {
        if row["outcome"] == "none" {
            continue;
        }
        let limit = row["limit"].parse().unwrap_or(i64::MAX);
        assert!(row["used"].parse::<i64>().unwrap() <= limit, "{row:?}");
        let point = values.entry(limit).or_insert_with(|| (Vec::new(), row["folder"].clone()));
        point.0.push(row["value"].parse().unwrap());
    }
    assert!(values.len() >= 2, "{values:?}");
    // What is proven only within 0.1 percent may be worse by as much.
    let nearly = |more: &[i64], less: &[i64]| more[0] <= less[0] + less[0] / 1000 + 1;
    let curve: Vec<&Vec<i64>> = values.values().map(|(values, _)| values).collect();
    assert!(curve.windows(2).all(|pair| nearly(pair[1], pair[0])), "{values:?}");
    for (_, folder) in values.values() {
        let (code, said) = run(&["verify", &text(&county.path("curve").join(folder))]);
        assert_eq!(code, Some(0), "{said}");
    }
    std::fs::remove_file(county.path("curve/tradeoff.csv")).unwrap();
    let (code, said) = on(&county, "tradeoff", "base.toml", "curve", &["--points", "3", "--threads", "1"]);
    assert!(code == Some(0) && !said.contains("已完成"), "{said}");
    let (code, _) = on(&county, "tradeoff", "base.toml", "again", &["--points", "3", "--threads", "1"]);
    assert_eq!(code, Some(0));
    assert_eq!(differing(&county.path("curve"), &county.path("again")), [""; 0]);
    let (code, said) = on(&county, "tradeoff", "base.toml", "curve", &["--points", "4"]);
    assert!(code == Some(2) && said.contains("不是这一批情景"), "{said}");
}

#[test]
fn alternatives_stay_within_the_loss_and_are_results_like_any_other() {
    // Two alternatives at five percent: every folder verifies, every goal is within its limit, and the list of what they agree on counts them.
    let county = County::new();
    let more = ["--count", "2", "--loss", "5%", "--time-limit", "20"];
    let (code, said) = on(&county, "alternatives", "base.toml", "other", &more);
    assert_eq!(code, Some(0), "{said}");
    let table = rows(&county.path("other/alternatives.csv"));
    let of = |plan: &str, measure: &str| {
        table
            .iter()
            .find(|row| row["plan"] == plan && row["measure"] == measure)
            .map(|row| row["value"].parse::<i64>().unwrap())
    };
    for row in table.iter().filter(|row| row["measure"].starts_with("goal:")) {
        assert!(row["value"].parse::<i64>().unwrap() <= row["limit"].parse().unwrap(), "{row:?}");
    }
    let plans: Vec<&str> =
        ["best", "alternative-1", "alternative-2"].into_iter().filter(|plan| of(plan, "decisions").is_some()).collect();
    assert!(plans.len() >= 2, "{said}");
    for plan in &plans {
        let (code, said) = run(&["verify", &text(&county.path("other").join(plan))]);
        assert_eq!(code, Some(0), "{plan}: {said}");
    }
    let (common, decisions) = (of("alternative-1", "common:best").unwrap(), of("best", "decisions").unwrap());
    assert!(common < decisions, "{common} of {decisions}");
    assert!(of("alternative-1", "common-at-least").is_none_or(|bound| bound <= common));
    // The same from the folders: whom all plans send somewhere, they send to one place.
    let folders: Vec<String> = plans.iter().map(|plan| text(&county.path("other").join(plan))).collect();
    let (out, mut args) = (text(&county.path("list")), vec!["no-regret"]);
    args.extend(folders.iter().map(String::as_str));
    args.extend(["-o", &out]);
    assert_eq!(run(&args).0, Some(0));
    let list = std::fs::read(county.path("list/no-regret.csv")).unwrap();
    assert_eq!(list, std::fs::read(county.path("other/no-regret.csv")).unwrap());
    let moves: Vec<Vec<BTreeMap<String, String>>> =
        folders.iter().map(|folder| rows(&Path::new(folder).join("moves.csv"))).collect();
    let to = |of: &[BTreeMap<String, String>], id: &str| {
        of.iter().find(|row| row["teacher_id"] == id).map(|row| row["to_unit"].clone())
    };
    for row in rows(&county.path("list/no-regret.csv")) {
        let all: Vec<_> = moves.iter().map(|of| to(of, &row["teacher_id"])).collect();
        if row["list"] == "no-regret" && row["visit_unit"].is_empty() && row["retrained"].is_empty() {
            assert!(all.iter().all(|to| to.as_deref() == Some(&row["to_unit"])), "{row:?} {all:?}");
        }
    }
    let (code, said) = run(&["no-regret", &folders[0]]);
    assert!(code == Some(2) && said.contains("至少两个"), "{said}");
}

#[test]
fn robust_moves_are_written_beside_the_plan_for_the_mean() {
    // Three samples of pupils and take-up: both folders verify, the sums are those of the samples, and the robust moves are not worse.
    let county = County::new();
    let draws = "[[samples.draw]]\nname = \"pupils\"\nkind = \"enrollment\"\nfactor = { low = 0.9, high = 1.1 }\n\
                 [[samples.draw]]\nname = \"arrive\"\nkind = \"take-up\"\nrate = 0.7\n";
    county.write("drawn.toml", &format!("scenarios = [\"base.toml\"]\n[samples]\ncount = 3\nseed = 4\n{draws}"));
    let (code, said) = on(&county, "robust", "drawn.toml", "robust", &["--time-limit", "30"]);
    assert_eq!(code, Some(0), "{said}");
    for plan in ["robust", "mean"] {
        let (code, said) = run(&["verify", &text(&county.path("robust").join(plan))]);
        assert_eq!(code, Some(0), "{plan}: {said}");
    }
    let table = rows(&county.path("robust/robust.csv"));
    let goals: Vec<String> = table.iter().filter(|row| row["sample"] == "sum").map(|row| row["goal"].clone()).collect();
    let values = |column: &str, sample: bool| -> Vec<i64> {
        let own = |goal: &String| {
            let rows = table.iter().filter(|row| row["goal"] == *goal && (row["sample"] != "sum") == sample);
            rows.map(|row| row[column].parse::<i64>().unwrap()).sum()
        };
        goals.iter().map(own).collect()
    };
    assert_eq!(goals.len(), 5);
    assert_eq!(values("robust", true), values("robust", false));
    assert_eq!(values("plan_for_the_mean", true), values("plan_for_the_mean", false));
    assert!(values("robust", false) <= values("plan_for_the_mean", false), "{table:?}");
    // A list without samples, and samples that change who is there, are refused with what to do.
    county.write("one.toml", "scenarios = [\"base.toml\"]\n");
    let (code, said) = on(&county, "robust", "one.toml", "none", &[]);
    assert!(code == Some(2) && said.contains("[samples]"), "{said}");
    county.on_base("rule", &change("kind = \"limit\"; what = \"moves\"; most = 3"));
    county.write("rules.toml", "scenarios = [\"base.toml\", \"rule.toml\"]\n");
    let (code, said) = on(&county, "robust", "rules.toml", "none", &[]);
    assert!(code == Some(2) && said.contains("改动了政策"), "{said}");
}
