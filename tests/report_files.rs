//! The files of a result folder: headers, texts, and the way back from `plan.json`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;

use junheng::domain::SchoolYear;
use junheng::messages::Lang;
use junheng::report::content::{Body, Cell};
use junheng::report::json::{Decisions, Document};
use junheng::report::manifest::{Manifest, Run};
use junheng::report::{OutFile, Report, csv, folder, terminal, xlsx};
use junheng::verify::evaluate::Part;

fn text(files: &[OutFile], name: &str) -> String {
    let file = files.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("{name} is not written"));
    String::from_utf8(file.bytes.clone()).unwrap()
}

fn run() -> Run {
    Run::new(&support::solved(), "2026-11-23T08:00:00Z".to_owned(), "2026-11-23T08:00:05Z".to_owned(), 2)
}

#[test]
fn the_tables_have_the_promised_columns() {
    // Other programs rely on these headers; a change must break this test first.
    let files = csv::files(&support::solved());
    let header = |name: &str| text(&files, name).lines().next().unwrap().to_owned();
    assert_eq!(header("moves.csv"), "year,teacher_id,from_unit,to_unit,from_kind,to_kind,fte,move,minutes,reason");
    assert_eq!(header("hires.csv"), "year,unit,kind,channel,count");
    assert_eq!(header("staffing.csv"), "year,teacher_id,unit,kind,fte");
    assert_eq!(header("coverage.csv"), "year,unit,stage,kind,demand_fte,supply_fte,short_fte,over_fte");
    assert_eq!(header("indicators.csv"), "year,scope,stage,indicator,before,after,limit,met");
    assert_eq!(header("findings.csv"), "year,rule,severity,place,amount,unit,text");
    assert!(!files.iter().any(|f| f.name == "placements.csv"));
}

#[test]
fn a_table_is_plain_utf8_with_one_line_per_row() {
    // No byte order mark, no quotes that are not needed, Chinese as it is.
    let files = csv::files(&support::solved());
    let moves = text(&files, "moves.csv");
    let row = moves.lines().nth(1).unwrap();
    assert_eq!(row, "2026,t3,s1/primary,s2/primary,pe,pe,0.5,rotate,35,清溪小学缺体育教师");
    assert!(moves.starts_with("year,") && moves.ends_with('\n'));
}

#[test]
fn a_list_of_vacancies_has_its_placements() {
    // The surplus lists have no staff of their own and bring their own table instead.
    let files = csv::files(&support::solved_lists());
    assert_eq!(text(&files, "placements.csv").lines().nth(1).unwrap(), "p1,music,Kaş,v1,Demre,Demre İlkokulu,6,12.5");
    let page = terminal::page(&Report::new(&support::solved_lists(), Lang::Zh), 100);
    assert!(page.contains("各学科缺编补充情况") && !page.contains("招聘人数"), "{page}");
}

#[test]
fn the_plan_comes_back_from_its_json() {
    // What `verify` and `solve --from` read is exactly the plan that was written.
    for solved in [support::solved(), support::solved_lists()] {
        let document = Document::new(&solved);
        let again = Document::parse(&String::from_utf8(document.to_bytes()).unwrap()).unwrap();
        assert_eq!(again, document);
        let value = serde_json::from_slice(&document.to_bytes()).unwrap();
        assert_eq!(Document::from_value(value).unwrap(), document);
        assert_eq!(again.decisions.plan(&solved.case, SchoolYear(again.year)).unwrap(), solved.plan);
    }
}

#[test]
fn the_json_states_value_bound_and_gap_of_every_goal() {
    // The plan leaves 4 lessons, 1.5 are proven to be unavoidable: a gap of 62.5 %.
    let text = String::from_utf8(Document::new(&support::solved()).to_bytes()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["termination"], "time-limit");
    let tier = &json["tiers"][0];
    assert_eq!((&tier["name"], &tier["unit"]), (&"coverage".into(), &"lesson".into()));
    assert_eq!((&tier["value"], &tier["bound"], &tier["gap"]), (&4.into(), &1.5.into(), &0.625.into()));
    assert!(json["tiers"][1]["bound"].is_null() && json["tiers"][1]["gap"].is_null());
    assert_eq!(json["moves"][0]["move"], "rotate");
    assert_eq!(json["manifest"]["seed"], 7);
}

#[test]
fn a_plan_with_wrong_codes_is_refused_with_every_reason() {
    // An altered plan file must not be read as another plan.
    let solved = support::solved();
    let mut decisions = Decisions::of(&solved.case, &solved.plan);
    decisions.postings[0].teacher = "nobody".to_owned();
    decisions.postings[1].unit = Some("s9/primary".to_owned());
    decisions.postings[2].moved = Some("teleport".to_owned());
    decisions.postings[3].shares.insert("math".to_owned(), "half".to_owned());
    decisions.postings.push(decisions.postings[4].clone());
    decisions.hires[0].count = 0;
    let reasons = decisions.plan(&solved.case, solved.plan.year).unwrap_err();
    let all: Vec<String> = reasons.iter().map(|t| t.render(Lang::Zh)).collect();
    for part in ["nobody", "s9/primary", "teleport", "half", "t5 出现了不止一次", "没有教师 t1", "招聘人数 0"]
    {
        assert!(all.iter().any(|reason| reason.contains(part)), "{part}: {all:?}");
    }
}

#[test]
fn equal_plans_give_equal_bytes() {
    // Runs are compared by the digest of their files.
    let files = |started: &str| {
        let run = Run { started: started.to_owned(), ..run() };
        folder::files(&support::solved(), vec![("schools.csv".to_owned(), b"id\n".to_vec())], &run, Lang::Zh).unwrap()
    };
    let (first, second) = (files("a"), files("b"));
    let names: Vec<&str> = first.iter().map(|f| f.name.as_str()).collect();
    for name in
        ["plan.json", "plan.xlsx", "manifest.json", "run.json", "policy.toml", "inputs/schools.csv", "moves.csv"]
    {
        assert!(names.contains(&name), "{name}");
    }
    for (a, b) in first.iter().zip(&second) {
        assert_eq!(a == b, a.name != "run.json", "{}", a.name);
    }
}

#[test]
fn the_manifest_holds_the_digest_of_every_file() {
    // Whoever changes a file after the run is found out.
    let solved = support::solved();
    let files = folder::files(&solved, Vec::new(), &run(), Lang::Zh).unwrap();
    let manifest: Manifest = serde_json::from_str(&text(&files, "manifest.json")).unwrap();
    for file in files.iter().filter(|f| f.name != "manifest.json" && f.name != "run.json") {
        let digest = manifest.files.iter().find(|d| d.name == file.name).unwrap();
        assert_eq!(digest.sha256, junheng::report::number::sha256(&file.bytes), "{}", file.name);
    }
    assert_eq!(manifest.inputs[0].name, "schools.csv");
    assert_eq!(manifest.identity.outcome, "time-limit");
}

#[test]
fn the_terminal_page_tells_the_plan_in_both_languages() {
    // Goals with proof, indicators before and after, what is missing, moves and hires are all on the first page.
    let zh = terminal::page(&Report::new(&support::solved(), Lang::Zh), 120);
    let expected = [
        "2026—2027 学年",
        "任何方案最多再少缺 2.5 节课",
        "还没有证明",
        "20%",
        "体育与健康",
        "清溪小学(小学)",
        "交流轮岗",
        "公开招聘",
    ];
    for part in expected {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    let en = terminal::page(&Report::new(&support::solved(), Lang::En), 120);
    for part in ["no plan is better by more than 2.5 lessons", "physical education", "rotation", "Before"] {
        assert!(en.contains(part), "{part}\n{en}");
    }
}

#[test]
fn every_heading_of_the_report_is_in_the_catalog() {
    // A missing sentence would show its key in brackets to the office.
    for lang in [Lang::Zh, Lang::En] {
        for solved in [support::solved(), support::solved_lists()] {
            let report = format!("{:?}", Report::new(&solved, lang));
            assert!(!report.contains("[report."), "{report}");
        }
    }
}

#[test]
fn the_workbook_has_its_sheets_with_names_and_text() {
    // The office reads names, and a school called "=1+1小学" stays a text.
    use calamine::{Data, Reader, Xlsx};
    let bytes = xlsx::workbook(&Report::new(&support::solved(), Lang::Zh)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheets = [
        "摘要",
        "目标构成",
        "调动名单",
        "招聘计划",
        "学科覆盖",
        "覆盖明细",
        "配备方式",
        "指标",
        "轮岗统计",
        "未满足需求",
        "假设",
    ];
    assert_eq!(book.sheet_names(), sheets);
    let moves = book.worksheet_range("调动名单").unwrap();
    let row: Vec<String> = moves.rows().nth(2).unwrap().iter().map(ToString::to_string).collect();
    assert!(row.contains(&"城关小学".to_owned()) && row.contains(&"清溪小学".to_owned()), "{row:?}");
    let hires = book.worksheet_range("招聘计划").unwrap();
    assert_eq!(hires.get_value((2, 0)), Some(&Data::String("=1+1小学".to_owned())));
    assert_eq!(hires.get_value((2, 4)), Some(&Data::String("公开招聘".to_owned())));
    assert_eq!(hires.get_value((2, 5)), Some(&Data::Float(1.0)));
    assert!(book.worksheet_formula("招聘计划").unwrap().is_empty());
}

#[test]
fn a_sum_of_many_rules_is_taken_apart() {
    // Who is told "6 lessons" must see what they are made of: 4.5 and 1.5 are three quarters and one, largest first, in lessons.
    let mut solved = support::solved();
    let part = |rule, amount| Part { tier: 0, rule, amount };
    solved.parts = vec![part("presence", 1500), part("subject-coverage", 4500), part("arts-taught", 0)];
    solved.parts_before = vec![part("presence", 0), part("subject-coverage", 9000), part("arts-taught", 0)];
    let report = Report::new(&solved, Lang::Zh);
    let sheet = report.sheets.iter().find(|sheet| sheet.name == "目标构成").unwrap();
    let Body::Table(table) = &sheet.sections[0].body else { panic!("a table") };
    let rows: Vec<String> =
        table.rows.iter().map(|row| row.iter().map(Cell::plain).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        rows,
        [
            "没有教师的课 学科覆盖 9 4.5 节课 75%",
            "没有教师的课 关键学科有专任教师 0 1.5 节课 25%",
            "没有教师的课 合计 9 6 节课 "
        ]
    );
    // The first page shows the largest eight, and only where there are more.
    let top = "目标中最大的几项(折合后；“不动时”指无人调动、无人招聘)";
    assert!(report.summary.iter().all(|section| section.title != top));
    solved.parts =
        ["presence", "arts-taught", "clusters", "mentor", "personal", "budget", "hiring", "reach", "certificate"]
            .map(|rule| part(rule, 1000))
            .to_vec();
    let report = Report::new(&solved, Lang::Zh);
    let section = report.summary.iter().find(|section| section.title == top).unwrap();
    let Body::Table(table) = &section.body else { panic!("a table") };
    assert_eq!(table.rows.len(), 8);
}
