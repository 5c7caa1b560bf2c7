//! Reading: the same facts from every kind of file, whatever their order, and back from results and foreign lists.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]

mod ingest_common;

use ingest_common::{Tables, base, codes, fill, lists, read_tables, workbook, write};
use junheng::domain::words::{Facility, FacilityState};
use junheng::domain::{Case, FacilityFact};
use junheng::ingest::issue::Level;
use junheng::ingest::{ReadError, ReadOptions, Reading, import_surplus_vacancies, read, read_hand_made, read_result};
use junheng::ingest::{grid, schema};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// A way to save a text.
type Encode = fn(&str) -> Vec<u8>;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn input(folder: &Path) -> Reading {
    read(folder, &ReadOptions::default()).unwrap()
}

#[test]
fn encodings_names_and_workbooks_give_identical_records() {
    // The office may save the same tables in any way; the facts do not change.
    let tables = base();
    let plain = read_tables(&tables).records;
    assert_eq!(plain.teachers.len(), 2);
    let ways: [Encode; 4] = [
        |t| [&[0xEF, 0xBB, 0xBF], t.as_bytes()].concat(),
        |t| encoding_rs::GB18030.encode(t).0.into_owned(),
        |t| [vec![0xFF, 0xFE], t.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        |t| t.replace(',', "\t").into_bytes(),
    ];
    for encode in ways {
        let place = folder();
        for (name, text) in &tables {
            put(place.path(), &format!("{name}.csv"), encode(text));
        }
        let reading = input(place.path());
        assert_eq!(reading.issues, []);
        assert_eq!(reading.records, plain);
    }
    let chinese = folder();
    for table in schema::tables() {
        if let Some(text) = tables.get(table.name) {
            let (head, rows) = text.split_once('\n').unwrap();
            let zh = |name: &str| table.columns.iter().find(|c| c.name == name).unwrap().zh.clone();
            let head: Vec<String> = head.split(',').map(zh).collect();
            put(chinese.path(), &format!("{}.csv", table.zh), format!("{}\n{rows}", head.join(",")));
        }
    }
    assert_eq!(input(chinese.path()).records, plain);
    let place = folder();
    workbook(&tables).save(place.path().join("县.xlsx")).unwrap();
    let reading = input(place.path());
    assert_eq!(reading.issues, []);
    assert_eq!(reading.records, plain);
    assert!(reading.is_workbook && reading.sources.len() == 1);
    assert_eq!(read(&place.path().join("县.xlsx"), &ReadOptions::default()).unwrap().records, plain);
}

#[test]
fn dates_of_a_workbook_are_read_as_date_cells_and_as_day_numbers() {
    // Excel stores 1985-03-15 as 31121, with or without a date format.
    for (formatted, issues) in [(true, vec![]), (false, vec!["W302"])] {
        let mut tables = base();
        let text = tables.remove("teachers").unwrap();
        let mut book = workbook(&tables);
        let sheet = book.add_worksheet();
        sheet.set_name("教师表").unwrap();
        fill(sheet, 0, &text);
        let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        if formatted {
            sheet.write_number_with_format(1, 3, 31121.0, &date).unwrap();
        } else {
            sheet.write_number(1, 3, 31121.0).unwrap();
        }
        let place = folder();
        book.save(place.path().join("a.xlsx")).unwrap();
        let reading = input(place.path());
        assert_eq!(codes(&reading), issues);
        assert_eq!(reading.records, read_tables(&base()).records);
    }
}

#[test]
fn the_order_of_rows_and_columns_does_not_change_the_case() {
    // Nothing downstream may depend on how the office sorts its tables.
    let tables = base();
    let case = |tables: &Tables| {
        let reading = read_tables(tables);
        format!("{:?}", Case::from_records(&reading.records, reading.year.unwrap()).unwrap())
    };
    let turned: Tables = tables
        .iter()
        .map(|(name, text)| {
            let (head, rows) = text.split_once('\n').unwrap();
            let mut rows: Vec<&str> = rows.lines().collect();
            rows.reverse();
            let backwards = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
            let rows: Vec<String> = rows.into_iter().map(backwards).collect();
            (*name, format!("{}\n{}\n", backwards(head), rows.join("\n")))
        })
        .collect();
    assert_ne!(turned, tables);
    assert_eq!(case(&turned), case(&tables));
}

#[test]
fn headings_are_understood_in_both_languages_at_once() {
    // The template writes both; offices add titles, stars, blanks and brackets.
    let plain = read_tables(&base()).records;
    for head in [
        "学段 stage,项目 item,周课时 lessons",
        "学段(stage),项目（ITEM）,周课时 (lessons)",
        "\"学段\nstage\",\"项目\nitem\",\"周课时\nlessons\"",
        "学 段*,项 目*,周课时*",
        "学段,项目,周课时\nstage,item,lessons",
        "Stage,学科,标准课时",
    ] {
        let mut tables = base();
        tables.insert("workload", format!("{head}\nprimary,math,16\n"));
        let reading = read_tables(&tables);
        assert_eq!(reading.issues, [], "{head}");
        assert_eq!(reading.records, plain, "{head}");
    }
}

#[test]
fn every_problem_of_a_run_is_named_with_its_exact_place() {
    // The office mends all of them in one go and finds each by sheet, row and column.
    let mut tables = base();
    tables
        .insert("workload", "全县标准\n\n学段,项目,周课时\nprimary,math,16人\nprimary,体肓,15\n合计,,31\n".to_owned());
    let teachers = tables["teachers"].replace("1985-03", "三月").replace("male,1980-05", "雄,1980-05");
    tables.insert("teachers", teachers);
    let reading = read_tables(&tables);
    assert!(reading.blocked());
    assert_eq!(reading.records, junheng::domain::Records::default());
    let told: Vec<_> = reading
        .issues
        .iter()
        .map(|i| (i.code, i.place.file.as_str(), i.place.row, i.place.column, i.value.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("E304", "teachers.csv", Some(2), Some(4), Some("三月")),
            ("E306", "teachers.csv", Some(3), Some(3), Some("雄")),
            ("W202", "workload.csv", None, None, None),
            ("E303", "workload.csv", Some(4), Some(3), Some("16人")),
            ("E317", "workload.csv", Some(5), Some(2), Some("体肓")),
            ("W401", "workload.csv", Some(6), None, Some("合计")),
        ]
    );
    assert_eq!(reading.issues[0].place.heading.as_deref(), Some("birth"));
    assert_eq!(reading.issues.iter().filter(|i| i.level == Level::Blocking).count(), 4);
}

#[test]
fn a_missing_column_comes_with_the_nearest_heading_seen() {
    // "学校代号" is most likely meant to be "学校代码".
    let mut tables = base();
    tables.insert("establishment", "学年,学校代号,学段,核定编制\n,S1,primary,5\n".to_owned());
    let reading = read_tables(&tables);
    let missing = reading.issues.iter().find(|i| i.code == "E202").unwrap();
    assert!(missing.cause.render(junheng::messages::Lang::Zh).contains("学校代号"));
    assert!(codes(&reading).contains(&"W201"));
}

#[test]
fn the_name_of_a_school_where_its_code_belongs_is_answered_with_the_code() {
    // Offices think of schools by name.
    let mut tables = base();
    tables.insert("travel", "from,to,minutes\n第一小学,S2,25\n".to_owned());
    let reading = read_tables(&tables);
    let unknown = reading.issues.iter().find(|i| i.code == "E501").unwrap();
    assert!(unknown.cause.render(junheng::messages::Lang::Zh).contains("“S1”"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_and_no_bytes_make_the_reader_fail(
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
        cell in "\\PC{0,12}|[0-9０-９,.eE年月/-]{0,9}",
    ) {
        // Whatever stands in a cell or a file becomes a value or an issue, never a panic; what is not blocked makes a case.
        let place = folder();
        let mut tables = base();
        for text in tables.values_mut() {
            let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
            *text = text.replacen("S1,", &format!("{quoted},"), 1).replacen("2015-09", &quoted, 1).replacen(",40,", &format!(",{quoted},"), 1);
        }
        write(place.path(), &tables);
        let reading = input(place.path());
        if let Some(year) = reading.year.filter(|_| !reading.blocked()) {
            proptest::prop_assert!(Case::from_records(&reading.records, year).is_ok());
        }
        put(place.path(), "travel.csv", &bytes);
        put(place.path(), "teachers.csv", &bytes);
        input(place.path());
    }
}

#[test]
fn what_cannot_be_read_at_all_is_an_error_and_not_an_issue() {
    // A wrong path is the user's slip, not a fault of the data.
    let place = folder();
    let missing = place.path().join("nowhere");
    assert!(matches!(read(&missing, &ReadOptions::default()), Err(ReadError::NotFound(_))));
    put(place.path(), "schools.csv", "id\n");
    let single = read(&place.path().join("schools.csv"), &ReadOptions::default());
    assert!(matches!(single, Err(ReadError::NotAnInput(_))));
}

#[test]
fn ready_made_lists_alone_are_an_input() {
    // An office that has only a surplus list and a need list needs no schools and no lessons.
    let reading = read_tables(&lists());
    assert_eq!(reading.issues, []);
    assert_eq!(reading.year, None);
    assert_eq!((reading.records.surplus[0].kind.as_str(), reading.records.surplus[0].points), ("pe", 120_500));
    assert_eq!(reading.records.vacancies[0].region, 2);
}

#[test]
fn a_written_result_is_read_back_whole_and_every_byte_counts() {
    // The verifier sees nothing but the folder.
    let place = folder();
    let at = place.path();
    std::fs::create_dir(at.join("inputs")).unwrap();
    write(&at.join("inputs"), &base());
    put(at, "plan.json", "{\"year\": 2026}");
    put(at, "manifest.json", "{\"version\": \"1\"}");
    put(at, "policy.toml", "name = \"x\"\n");
    put(at, "moves.csv", "year,teacher_id\n2026, T1\n");
    let result = read_result(at).unwrap();
    assert_eq!(result.tables["moves"].1, [["2026", " T1"]]);
    assert_eq!(result.plan, "{\"year\": 2026}");
    assert_eq!(result.policy_text, "name = \"x\"\n");
    assert_eq!(result.records.records, read_tables(&base()).records);
    assert_eq!(result.digests.len(), 4 + base().len());
    assert!(result.digests.contains_key("inputs/schools.csv"));
    put(at, "moves.csv", "year,teacher_id\n2026, T2\n");
    assert_ne!(read_result(at).unwrap().digests["moves.csv"], result.digests["moves.csv"]);
    std::fs::remove_file(at.join("plan.json")).unwrap();
    assert!(matches!(read_result(at), Err(ReadError::NotFound(_))));
}

#[test]
fn a_plan_made_by_hand_is_read_from_a_workbook_and_from_text() {
    // The office writes its own list of moves in Excel, with a title above it.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("调动名单").unwrap();
    fill(sheet, 0, "2026年调动名单\n教师编号,调入学校,学段\nT1,S2,小学\n");
    let sheet = book.add_worksheet();
    sheet.set_name("招聘计划").unwrap();
    fill(sheet, 0, "学校,学段,学科,招聘渠道,人数\nS1,小学,音乐,公开招聘,2\n");
    let place = folder();
    book.save(place.path().join("手工.xlsx")).unwrap();
    let made = read_hand_made(&place.path().join("手工.xlsx")).unwrap();
    assert_eq!((made.moves[0].get("teacher_id"), made.moves[0].get("to_school")), (Some("T1"), Some("S2")));
    assert_eq!(made.moves[0].get("move"), None);
    assert_eq!(made.moves[0].place.row, Some(3));
    assert_eq!((made.hires[0].get("kind"), made.hires[0].get("count")), (Some("音乐"), Some("2")));
    put(place.path(), "list.csv", "teacher_id,to_unit\nT1,S2/primary\n");
    let made = read_hand_made(&place.path().join("list.csv")).unwrap();
    assert_eq!(made.moves[0].get("to_unit"), Some("S2/primary"));
    put(place.path(), "other.csv", "a,b\n1,2\n");
    assert!(read_hand_made(&place.path().join("other.csv")).is_err());
}

const MAPPING: &str = "[surplus]\nfile = \"people.csv\"\nid = \"no\"\nkind = \"branch\"\narea = \"district\"\n\
    points = \"points\"\nnote = \"note\"\nunavailable_notes = [\"izin\"]\nskip_missing = [\"kind\"]\n\
    [vacancies]\nfile = \"posts.csv\"\nschool = \"school\"\nkind = \"branch\"\narea = \"district\"\nposts = \"need\"\n";

#[test]
fn foreign_lists_are_mapped_and_numbered_in_an_order_of_their_own() {
    // The rows of the need list carry no code; their numbers must not depend on their order.
    let place = folder();
    put(place.path(), "map.toml", MAPPING);
    put(
        place.path(),
        "people.csv",
        "no,branch,points,district,note\n1,Müzik,144.5,A,Aylıksız izinde\n2,Müzik,10,B,\n3,,1,B,\n4,Müzik,3,B,ok\n",
    );
    let rows = ["A,Okul 1,Müzik,2", "B,Okul 2,Müzik,1", "B,Okul 2,Müzik,1"];
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0]] {
        let text = order.map(|i| rows[i]).join("\n");
        put(place.path(), "posts.csv", format!("district,school,branch,need\n{text}\n"));
        let reading = import_surplus_vacancies(&place.path().join("map.toml"), place.path()).unwrap();
        assert_eq!(codes(&reading), ["W415"]);
        let mut vacancies = reading.records.vacancies.clone();
        vacancies.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(vacancies[0].id, "v0001");
        seen.push((vacancies, reading.records.surplus));
    }
    assert_eq!(seen[0], seen[1]);
    let available: Vec<_> = seen[0].1.iter().map(|s| (s.id.as_str(), s.available, s.points)).collect();
    assert_eq!(available, [("1", false, 144_500), ("2", true, 10_000), ("4", true, 3_000)]);
}

#[test]
fn imported_records_survive_being_written_as_tables_of_our_own() {
    // `import` writes surplus.csv and vacancies.csv; foreign subjects must come back under the same names.
    let mut tables = lists();
    tables.insert("surplus", "id,kind,area,points\n1,Müzik,AKSEKİ,144.0\n".to_owned());
    tables.insert("vacancies", "id,area,school,kind,region,posts\nv1,AKSEKİ,Taşlıca Ortaokulu,Müzik,3,1\n".to_owned());
    let reading = read_tables(&tables);
    assert_eq!(reading.issues, []);
    assert_eq!(reading.records.surplus[0].kind, "Müzik");
}

#[test]
fn the_real_lists_are_read_without_loss() {
    // Two public lists, 2,624 persons (one without a subject) and 1,374 needs of 2,502 posts; never part of the project.
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("JUNHENG_REAL_DATA").map_or(beside, Into::into).join("antalya-2024");
    if !data.is_dir() {
        // Past the capture of test output: a test that did not run must not look like one that passed.
        writeln!(std::io::stderr(), "skipped: the real lists are not here (JUNHENG_REAL_DATA)").unwrap();
        return;
    }
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mappings");
    for (mapping, unavailable) in [("antalya-2024.toml", 293), ("antalya-2024-everyone.toml", 0)] {
        let reading = import_surplus_vacancies(&mappings.join(mapping), &data).unwrap();
        assert!(!reading.blocked(), "{:?}", reading.issues.iter().find(|i| i.level == Level::Blocking));
        assert_eq!(reading.records.surplus.len(), 2623);
        assert_eq!(reading.records.vacancies.len(), 1374);
        assert_eq!(reading.records.vacancies.iter().map(|v| v.posts).sum::<i64>(), 2502);
        assert_eq!(reading.records.surplus.iter().filter(|s| !s.available).count(), unavailable);
        println!("{mapping}: {:?}", codes(&reading));
    }
}

#[test]
fn facilities_reach_their_unit_and_make_none() {
    // Amounts are kept in thousandths, the assessors' word as it is; a stage that is not planned gets no unit by them.
    let mut tables = base();
    tables
        .get_mut("facilities")
        .unwrap()
        .push_str("S2,小学,教学仪器设备值,,未达标（不低于85％）\nS1,junior,equipment,7,\n");
    let doubled = read_tables(&tables);
    assert_eq!(codes(&doubled), ["E426", "W514"]);
    let text = tables["facilities"].replace("S2,primary,equipment,60000,\n", "");
    tables.insert("facilities", text);
    let reading = read_tables(&tables);
    assert_eq!(codes(&reading), ["W514"]);
    let case = Case::from_records(&reading.records, reading.year.unwrap()).unwrap();
    let told: Vec<_> = case.units.iter().map(|u| (u.code.as_str(), u.facilities.clone())).collect();
    let fact = |amount, state| FacilityFact { amount, state };
    let met = (Facility::FloorArea, fact(Some(180_500), Some(FacilityState::Met)));
    let short = |facility| (facility, fact(None, Some(FacilityState::Short)));
    let of_second = [short(Facility::Equipment), short(Facility::Multimedia)];
    assert_eq!(told, [("S1/primary", BTreeMap::from([met])), ("S2/primary", BTreeMap::from(of_second))]);
    tables.remove("facilities");
    let reading = read_tables(&tables);
    assert_eq!(reading.issues, []);
    let case = Case::from_records(&reading.records, reading.year.unwrap()).unwrap();
    assert!(case.units.iter().all(|u| u.facilities.is_empty()));
}

#[test]
fn every_column_of_the_schema_is_read() {
    // A column that the dictionary promises but no table reads would be ignored in silence.
    for table in schema::all() {
        let source = std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/ingest/tables/{}.rs", table.name)),
        )
        .unwrap();
        for column in &table.columns {
            assert!(source.contains(&format!("(\"{}\")", column.name)), "{}.{}", table.name, column.name);
        }
    }
    assert!(grid::Grid::default().is_blank(0));
}
