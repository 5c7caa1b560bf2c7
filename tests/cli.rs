//! The executable from outside: exit codes, help in both languages, errors of usage, completions.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

use assert_cmd::cargo::cargo_bin_cmd;
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

#[test]
fn help_speaks_chinese_and_english() {
    // Chinese without being asked, English with --lang en, wherever the option stands.
    let zh = run(&["--help"]);
    assert_eq!(zh.status.code(), Some(0));
    assert!(out(&zh).contains("用法：junheng") && out(&zh).contains("编制一个学年的调配方案"), "{}", out(&zh));
    for args in [["--lang", "en", "--help"], ["--help", "--lang", "en"]] {
        let en = out(&run(&args));
        assert!(en.contains("Usage: junheng") && en.contains("plan one school year"), "{en}");
    }
    assert!(out(&run(&["solve", "--help"])).contains("<INPUT> --policy <POLICY>"));
}

#[test]
fn all_promised_commands_are_there() {
    // Each shows its help and ends with 0.
    for command in [
        "new",
        "template",
        "check",
        "solve",
        "talent",
        "verify",
        "generate",
        "import",
        "export",
        "bench",
        "completions",
    ] {
        assert_eq!(run(&[command, "--help"]).status.code(), Some(0), "{command}");
    }
    assert_eq!(run(&["import", "surplus-vacancies", "--help"]).status.code(), Some(0));
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_to_do() {
    // The sentence names the word that is wrong, in Chinese, and nothing goes to standard output.
    let cases: &[(&[&str], &[&str])] = &[
        (&["sovle"], &["没有“sovle”这个命令", "solve"]),
        (&["check", "x", "--frob"], &["不认识的选项“--frob”"]),
        (&["solve", "x"], &["缺少 --policy"]),
        (&["solve", "x", "--policy", "p", "--threads", "0"], &["--threads", "不能是“0”"]),
        (&["solve", "x", "--policy", "p", "--gap", "-1"], &["--gap"]),
        (&["solve", "x", "--policy", "p", "--time-limit", "soon"], &["--time-limit", "soon"]),
        (&["export", "x", "--policy", "p", "--format", "xls", "-o", "y"], &["xls", "可以写：lp mps"]),
        (&["verify", "x", "--plan", "y"], &["不能与", "--plan"]),
        (&["verify", "--plan", "y"], &["缺少", "--input"]),
        (&["check", "x", "--lang", "fr"], &["fr", "zh en"]),
    ];
    for (args, parts) in cases {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        for part in *parts {
            assert!(err(&output).contains(part), "{args:?} {part}: {}", err(&output));
        }
        assert!(err(&output).starts_with("错误："), "{}", err(&output));
    }
    let english = run(&["solve", "x", "--lang", "en"]);
    assert!(err(&english).starts_with("error: --policy <POLICY> is missing."), "{}", err(&english));
}

#[test]
fn no_command_shows_the_help_and_ends_with_2() {
    // Who types only the name sees what can be done.
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("命令："), "{}", err(&output));
}

#[test]
fn the_version_is_that_of_the_package() {
    // Support asks for it first.
    let output = run(&["--version"]);
    assert_eq!((output.status.code(), out(&output).trim()), (Some(0), concat!("junheng ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn completions_know_the_commands() {
    // One script per shell, on standard output.
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        for word in ["solve", "surplus-vacancies", "time-limit"] {
            assert!(out(&output).contains(word), "{shell} {word}");
        }
    }
}

#[test]
fn an_input_that_is_not_there_ends_with_2() {
    // Not a crash, not exit code 1: nothing could be read.
    let place = tempfile::tempdir().unwrap();
    let missing = place.path().join("missing");
    let output = run(&["check", missing.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let message = err(&output);
    assert!(message.starts_with("错误：") && !message.contains("panicked"), "{message}");
}

#[test]
fn an_existing_target_is_refused_before_any_work() {
    // The earlier result stays whole, and the advice names another place.
    let place = tempfile::tempdir().unwrap();
    let old = place.path().join("old");
    std::fs::create_dir(&old).unwrap();
    std::fs::write(old.join("plan.json"), "{}").unwrap();
    let path = old.to_str().unwrap();
    let commands: &[&[&str]] = &[
        &["solve", "x", "--policy", "p", "-o", path],
        &["generate", "--profile", "dazu", "-o", path],
        &["import", "surplus-vacancies", "m.toml", "-o", path],
        &["export", "x", "--policy", "p", "--format", "lp", "-o", path],
        &["new", path],
    ];
    for args in commands {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains("已经存在"), "{args:?}: {}", err(&output));
    }
    assert_eq!(std::fs::read_to_string(old.join("plan.json")).unwrap(), "{}");
}

#[test]
fn errors_are_json_for_programs_too() {
    // A program reads the reason and the exit code from standard output.
    let output = run(&["new", ".", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["exit"], 2);
    assert!(json["error"][0].as_str().unwrap().contains("已经存在"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    // `junheng completions bash | head -1` must not end in a panic.
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_junheng"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", err(&output));
}

#[test]
fn a_new_folder_holds_workbook_policy_and_readme() {
    // Everything to begin with, in five lines of explanation.
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("大足2027");
    let output = run(&["new", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(std::fs::read_to_string(folder.join("README.txt")).unwrap().lines().count(), 5);
    assert!(folder.join("policy.toml").is_file() && folder.join("数据模板.xlsx").is_file());
}

#[test]
fn the_template_is_a_workbook_and_is_never_overwritten() {
    // What the office has filled in must not vanish.
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("t.xlsx");
    let args = ["template", "-o", file.to_str().unwrap()];
    assert_eq!(run(&args).status.code(), Some(0));
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert_eq!(run(&args).status.code(), Some(2));
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
}

#[test]
fn check_tells_what_is_short_before_a_plan_is_made() {
    // The committed district under the policy of the national balance: one heading per part, in Chinese; the exit code stays that of
    // clean data.
    let output = run(&["check", "data/dazu", "--policy", "models/national-balance.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    for part in [
        "求解之前的体检(政策：县域义务教育优质均衡)",
        "师资总账",
        "缺教师的学科",
        "没有任何人能教的课：",
        "交流轮岗指标",
        "编制账",
        "优质均衡的教师指标",
        "任何方案至少还缺",
        "教师调配改变不了的",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn check_without_a_policy_examines_under_the_yearly_one() {
    // Rules that it does not turn on are not spoken of: null for programs. What follows from the tables is there in numbers.
    let output = run(&["check", "data/dazu", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!((&json["policy"], &json["blocking"]), (&"annual".into(), &0.into()));
    let doctor = &json["doctor"];
    assert!(doctor["stages"].as_array().unwrap().len() >= 3 && doctor["supply"].as_array().unwrap().len() > 20);
    assert!(doctor["rotation"]["eligible"].as_i64().unwrap() > 0 && doctor["establishment"]["total"].is_object());
    assert_eq!(doctor["targets"], serde_json::json!([]));
    assert!(doctor["obstacles"].is_null() && doctor["oversize"].is_null());
}

#[test]
fn check_examines_nothing_where_data_is_blocked_or_mere_lists() {
    // Numbers from faulty tables would mislead, and lists of surplus and vacancies have no lessons.
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().to_str().unwrap();
    let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    write("surplus.csv", "id,kind,area\nP1,music,东镇\n");
    write("vacancies.csv", "id,area,school,kind,posts\nV1,西镇,西镇小学,music,1\n");
    let listed = run(&["check", folder, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&listed)).unwrap();
    assert_eq!((listed.status.code(), &json["doctor"]), (Some(0), &serde_json::Value::Null), "{json}");
    write("schools.csv", "id,name\nS1,\n");
    let blocked = run(&["check", folder]);
    assert_eq!(blocked.status.code(), Some(1), "{}", out(&blocked));
    assert!(!out(&blocked).contains("体检"), "{}", out(&blocked));
}
