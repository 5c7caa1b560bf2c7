//! Every code of the catalog is produced by a faulty input, and by nothing that is in order.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]

mod ingest_common;

use ingest_common::{Tables, base, codes as codes_of, fill, lists, read_tables, workbook, write};
use junheng::domain::words::{Award, Title};
use junheng::ingest::codes::ALL;
use junheng::ingest::{ReadOptions, Reading, import_surplus_vacancies, read};
use junheng::messages::Lang;
use std::collections::BTreeSet;
use std::path::Path;

/// One edit of the faultless tables: table, text to replace (the end of the table where it is empty), new text.
type Edit = (&'static str, &'static str, &'static str);

/// Codes that an edited CSV cell or row produces.
const EDITS: &[(&str, Edit)] = &[
    ("E201", ("workload", "stage,item,lessons", "甲,乙,丙")),
    ("E202", ("teachers", ",sex,", ",gender,")),
    ("E203", ("travel", "minutes,km", "minutes,分钟")),
    ("W201", ("workload", "stage,item,lessons\nprimary,math,16", "stage,item,lessons,remark\nprimary,math,16,x")),
    ("W202", ("workload", "stage,item", "全县工作量标准\nstage,item")),
    ("W203", ("workload", "item,lessons\nprimary,math,16", "item,lessons,\nprimary,math,16,x")),
    ("E301", ("schools", "第一小学", "")),
    ("E302", ("enrollment", "primary,1,40", "primary,1,40.5")),
    ("E303", ("enrollment", "primary,1,40", "primary,1,40人")),
    ("E304", ("teachers", "1985-03", "85年3月")),
    ("E305", ("schools", "lead,S2,no", "lead,S2,maybe")),
    ("E306", ("schools", "urban", "郊区")),
    ("E307", ("teachers", "primary,math,music", "primary,maths,music")),
    ("E309", ("schools", "1990,2020,S2", "1990,2020,S2,more")),
    ("E310", ("enrollment", "primary,1,40", "primary,1,-40")),
    ("E311", ("enrollment", "primary,1,40", "primary,1,40000000000")),
    ("E312", ("schools", "S3,", "S/3,")),
    ("E313", ("workload", "math,16", "math,16.001")),
    ("E314", ("curriculum", "math,4", "math,4.0001")),
    ("E315", ("enrollment", "2026,S1", "226,S1")),
    ("E316", ("enrollment", "primary,1,40", "primary,7,40")),
    ("E317", ("workload", "", "primary,保安,2\n")),
    ("E318", ("schools", "旧村小", "锟斤拷")),
    ("E319", ("schools", "S3,", "5.002E+17,")),
    ("E320", ("demography", "0.98", "98")),
    ("E321", ("demography", "2027,,,junior,,0.98", "2027,,,kindergarten,,0.98")),
    ("E322", ("demography", "junior,,0.98,", "junior,,,")),
    ("E323", ("demography", "S1,primary,35,,", "S1,primary,35,,0.99")),
    ("E324", ("demography", "junior,,0.98", "junior,50,0.98")),
    ("E325", ("changes", "title,senior", "title,")),
    ("E326", ("changes", "leaves,", "leaves,senior")),
    ("W301", ("enrollment", "primary,1,40", "primary,1,４０")),
    ("W302", ("teachers", "1985-03", "31121")),
    ("W303", ("teachers", "math,music", "math,music;音乐")),
    ("W304", ("channels", "80000", "80000.5")),
    ("W305", ("distinctions", "2030-01", "-")),
    ("E401", ("workload", "primary,math,16\n", "")),
    ("E402", ("schools", "S3,", "S2,")),
    ("E403", ("enrollment", "", "2026,S1,primary,1,40,1,0,0\n")),
    ("E404", ("travel", "", "S1,S2,30,\n")),
    ("E405", ("curriculum", "", ",primary,1,数学,5\n")),
    ("E406", ("workload", "", "primary,数学,15\n")),
    ("E407", ("establishment", "", ",S1,primary,6\n")),
    ("E408", ("channels", "", "公开招聘,2026,,primary,,2,2,80000,3\n")),
    ("E409", ("schools", "1990,2020", "2021,2020")),
    ("E410", ("schools", "29.7,105.7", "105.7,29.7")),
    ("E411", ("enrollment", "primary,1,40,1", "primary,1,400,1")),
    ("E412", ("enrollment", "primary,1,40,1", "primary,1,40,0")),
    ("E413", ("enrollment", "30,1,5,1", "30,1,50,1")),
    ("E414", ("certificates", "T1,teaching,primary", "T1,teaching,")),
    ("E415", ("travel", "25", "")),
    ("E416", ("teachers", "1985-03", "2030-03")),
    ("E417", ("teachers", "1985-03", "2012-03")),
    ("E418", ("teachers", "2007-09", "2017-09")),
    ("E419", ("teachers", "2015-09", "2027-09")),
    ("E420", ("teachers", "2007-09", "1995-09")),
    ("E421", ("teachers", "2015-09,yes,", "2015-09,yes,men-60")),
    ("E422", ("workload", "math,16", "math,0")),
    ("E423", ("curriculum", "math,4", "math,44")),
    ("E425", ("facilities", ",,short", ",,")),
    ("E426", ("facilities", "", "S1,primary,教学及辅助用房面积,200,\n")),
    ("E427", ("published", "", "T1,S2,primary\n")),
    ("E327", ("attrition", "0.02,", "2,")),
    ("E328", ("attrition", "rural,,,,0.03,", "rural,,,,,")),
    ("E329", ("attrition", "25,40", "40,25")),
    ("E330", ("honors", "0.2,0.3,0.4", "0.2,0.3,40")),
    ("E331", ("honors", "0.2,0.3,0.4", "0.2,0.3,0.25")),
    ("E332", ("honors", "0.2,0.3,0.4,0.1", "0.2,0.3,0.4,0.7")),
    ("E333", ("honors", "teacher,key-teacher", "teacher,master-teacher")),
    ("E431", ("honors", "", "市级骨干教师,2026.12,1,,,0.5,,,,,,,,,,\n")),
    ("E432", ("honors", "district-key-teacher\nmaster", "master-teacher\nmaster")),
    ("E430", ("attrition", "urban,,35,", "urban,,34,")),
    ("E428", ("demography", "", "2027,城关街道,,primary,37,,\n")),
    ("E429", ("changes", "", "T1,2027,职称,正高级\n")),
    ("W401", ("enrollment", "", "合计,,,,70,2,5,1\n")),
    ("W402", ("enrollment", "", "备注:数据截至九月,,,,,,,\n")),
    ("W403", ("schools", "29.7,105.7", "29.7,")),
    ("W404", ("enrollment", "", "2026,S1,primary,2,0,1,0,0\n")),
    ("W405", ("travel", "25", "900")),
    ("W406", ("channels", "2,2,80000", "2,9,80000")),
    ("W407", ("distinctions", "2030-01", "2024-01")),
    ("W408", ("certificates", "T1,teaching,primary,math,", "T1,teaching,primary,math,2024-01")),
    ("W409", ("teachers", "music,teaching", "music,non-teaching")),
    ("W410", ("teachers", "1980-05", "1958-05")),
    ("W411", ("travel", "S1,S2", "S1,S1")),
    ("W412", ("travel", "S1,S2,25,\n", "")),
    ("W413", ("curriculum", "", ",primary,1,music,39\n,primary,1,art,9\n")),
    ("E501", ("enrollment", "2026,S2", "2026,S9")),
    ("E502", ("certificates", "T2,", "T9,")),
    ("E503", ("schools", "1990,2020,S2", "1990,2020,S9")),
    ("E504", ("schools", "1990,2020,S2", "1990,2020,S3")),
    ("E505", ("teachers", "S1,primary", "S1,junior")),
    ("E506", ("teachers", "T1,,,\n", "T1,,S3,\n")),
    ("E507", ("enrollment", "S2,primary,1", "S2,primary,2")),
    ("E508", ("curriculum", "", ",primary,1,music,2\n")),
    ("E510", ("enrollment", "2026,S2", "2026,S3")),
    ("E511", ("teachers", ",T2,S2", ",T1,S2")),
    ("E512", ("teachers", "T1,,,\n", "T1,,S2,S2\n")),
    ("E513", ("demography", "2027,城关街道", "2027,城关镇")),
    ("E514", ("demography", "城关街道,S1", "河口镇,S1")),
    ("W501", ("teachers", ",T2,S2", ",T9,S2")),
    ("W502", ("teachers", ",T2,S2", ",,S2")),
    ("W503", ("certificates", "T1,teaching,primary", "T1,teaching,kindergarten")),
    ("W504", ("certificates", "T1,teaching,primary,math,\n", "")),
    ("W505", ("teachers", "1980-05,S2", "1980-05,S1")),
    ("W506", ("teachers", "1980-05,S2", "1980-05,S1")),
    ("W507", ("enrollment", "2026,S2", "2025,S2")),
    ("W508", ("enrollment", "", "2026,S1,kindergarten,1,20,1,0,0\n")),
    ("W509", ("teachers", "primary,math,music", "primary,art,music")),
    ("W510", ("schools", "no,300,,,,", "no,300,,1990,2020,")),
    ("W514", ("facilities", "", "S1,junior,equipment,1000,\n")),
    ("W515", ("published", "T1,S1,primary", "T1,S1,junior")),
    ("W516", ("changes", "", "T2,2029,title,senior\n")),
    ("W511", ("schools", "member", "lead")),
];

/// Codes that an edit of the two ready-made lists produces.
const LIST_EDITS: &[(&str, Edit)] = &[
    ("E102", ("surplus", "*", "")),
    ("E424", ("vacancies", "体育,2,1", "体育,7,1")),
    ("W414", ("vacancies", "体育,2,1", "体育,2,0")),
    ("W512", ("surplus", "体育", "美术")),
    ("W513", ("vacancies", "体育", "Keramik")),
];

fn edited(mut tables: Tables, (table, from, to): Edit) -> Tables {
    if from == "*" {
        tables.remove(table);
        return tables;
    }
    let text = tables.get_mut(table).unwrap();
    if from.is_empty() {
        text.push_str(to);
    } else {
        assert!(text.contains(from), "{table} lacks {from}");
        *text = text.replacen(from, to, 1);
    }
    tables
}

/// Codes that need files of their own: a name, and what builds the folder and reads it.
fn built() -> Vec<(&'static str, Reading)> {
    let folder = |build: &dyn Fn(&Path)| {
        let place = tempfile::tempdir().unwrap();
        build(place.path());
        read(place.path(), &ReadOptions::default()).unwrap()
    };
    let with_file = |name: &str, bytes: &[u8]| {
        folder(&|path| {
            write(path, &base());
            std::fs::remove_file(path.join("workload.csv")).unwrap();
            std::fs::write(path.join(name), bytes).unwrap();
        })
    };
    let mut book = workbook(&base());
    let book = book.save_to_buffer().unwrap();
    vec![
        ("E101", folder(&|_| {})),
        (
            "E103",
            folder(&|path| {
                write(path, &base());
                std::fs::write(path.join("工作量.csv"), &base()["workload"]).unwrap();
            }),
        ),
        (
            "E104",
            folder(&|path| ["a.xlsx", "b.xlsx"].iter().for_each(|n| std::fs::write(path.join(n), &book).unwrap())),
        ),
        ("E105", with_file("workload.csv", &book)),
        ("E106", with_file("workload.csv", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])),
        ("E107", with_file("workload.csv", b"<html><table></table></html>")),
        ("E108", folder(&|path| std::fs::write(path.join("a.xlsx"), &book[..200]).unwrap())),
        ("E109", with_file("workload.csv", &[0x80, 0x01, 0xFF, 0xFF, 0x00])),
        ("E110", with_file("workload.csv", b" \n\n")),
        ("E111", with_file("workload.csv", b"stage,item,lessons\nprimary,\"math,16\n")),
        ("W101", with_file("a.xlsx", &book)),
        ("W102", with_file("workloads2.csv", b"a,b\n1,2\n")),
    ]
}

/// Codes that need a sheet, another year or a mapping.
fn built_otherwise() -> Vec<(&'static str, Reading)> {
    vec![
        (
            "W103",
            sheet_of("workload", &|sheet| {
                fill(sheet, 0, &base()["workload"]);
                sheet.set_hidden(true);
            }),
        ),
        (
            "E204",
            sheet_of("workload", &|sheet| {
                fill(sheet, 0, &base()["workload"]);
                let plain = rust_xlsxwriter::Format::new();
                sheet.merge_range(1, 0, 2, 0, "primary", &plain).unwrap();
            }),
        ),
        (
            "E308",
            sheet_of("workload", &|sheet| {
                fill(sheet, 0, &base()["workload"]);
                let broken = rust_xlsxwriter::Formula::new("=A99").set_result("#REF!");
                sheet.write_formula(1, 2, broken).unwrap();
            }),
        ),
        ("E509", {
            let place = tempfile::tempdir().unwrap();
            write(place.path(), &base());
            let year = Some(junheng::domain::SchoolYear(2030));
            read(place.path(), &ReadOptions { year }).unwrap()
        }),
        ("W415", mapped()),
    ]
}

/// The faultless workbook with one sheet written anew.
fn sheet_of(name: &'static str, build: &dyn Fn(&mut rust_xlsxwriter::Worksheet)) -> Reading {
    let mut tables = base();
    tables.remove(name);
    let mut book = workbook(&tables);
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    build(sheet);
    let place = tempfile::tempdir().unwrap();
    book.save(place.path().join("县.xlsx")).unwrap();
    read(place.path(), &ReadOptions::default()).unwrap()
}

/// A foreign list with a row that its mapping passes over.
fn mapped() -> Reading {
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    file("people.csv", "No,Subject,Where\n1,体育,甲镇\n2,,甲镇\n");
    file("posts.csv", "School,Subject,Where,Count\n一小,体育,甲镇,1\n");
    file(
        "map.toml",
        "[surplus]\nfile = \"people.csv\"\nid = \"No\"\nkind = \"Subject\"\narea = \"Where\"\nskip_missing = [\"kind\"]\n\
         [vacancies]\nfile = \"posts.csv\"\nschool = \"School\"\nkind = \"Subject\"\narea = \"Where\"\nposts = \"Count\"\n",
    );
    import_surplus_vacancies(&place.path().join("map.toml"), place.path()).unwrap()
}

#[test]
fn the_faultless_inputs_have_no_issue() {
    // Otherwise the cases below would prove nothing.
    for tables in [base(), lists()] {
        let reading = read_tables(&tables);
        assert_eq!(reading.issues, [], "{:?}", codes_of(&reading));
    }
}

#[test]
fn what_is_published_and_forbidden_is_read_and_may_be_left_out() {
    // A table and a column that came later: with them a person has a published unit and a forbidden school, without them neither.
    let told = |tables: &Tables| {
        let reading = read_tables(tables);
        assert_eq!(reading.issues, [], "{:?}", codes_of(&reading));
        let case = junheng::domain::Case::from_records(&reading.records, reading.year.unwrap()).unwrap();
        let person = case.teachers.iter().find(|t| t.record.id == "T1").unwrap();
        let unit = person.published.map(|unit| case.units[unit.at()].code.clone());
        (unit, person.forbidden.iter().map(|school| case.schools[school.at()].code.clone()).collect::<Vec<_>>())
    };
    assert_eq!(told(&base()), (Some("S1/primary".to_owned()), vec!["S3".to_owned()]));
    let mut old = base();
    old.remove("published");
    let teachers = &old["teachers"];
    let teachers =
        teachers.replace(",pinned,forbidden", ",pinned").replace(",,S3\n", ",\n").replace(",T1,,,\n", ",T1,,\n");
    old.insert("teachers", teachers);
    assert_eq!(told(&old), (None, Vec::new()));
}

#[test]
fn a_person_is_published_once_a_year() {
    // A row without a year is of the planning year; of later years there is one row each. A unit that no year has is told, with the year.
    let codes = |rows: &str| {
        let mut tables = base();
        tables.insert("published", format!("teacher,school,stage,year\n{rows}"));
        codes_of(&read_tables(&tables))
    };
    assert_eq!(codes("T1,S1,primary,\nT1,S1,primary,2027\nT1,S1,primary,2028\n"), [] as [&str; 0]);
    assert_eq!(codes("T1,S1,primary,2027\nT1,S1,primary,2027\n"), ["E427"]);
    assert_eq!(codes("T1,S1,primary,\nT1,S1,primary,2026\n"), ["E427"]);
    assert_eq!(codes("T1,S1,junior,2027\n"), ["W515"]);
}

#[test]
fn every_code_is_produced_by_a_faulty_input() {
    // A code that nothing produces is a promise nobody keeps; a case that does not produce its code is a check that sleeps.
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut cases: Vec<(&str, Reading)> = built();
    cases.extend(built_otherwise());
    let edit = |(code, edit): &(&'static str, Edit), tables| (*code, read_tables(&edited(tables, *edit)));
    cases.extend(EDITS.iter().map(|e| edit(e, base())));
    cases.extend(LIST_EDITS.iter().map(|e| edit(e, lists())));
    for (code, reading) in cases {
        let found = codes_of(&reading);
        if !found.contains(&code) {
            wrong.push(format!("{code} expected, found {found:?}"));
            continue;
        }
        assert_eq!(reading.blocked(), found.iter().any(|c| c.starts_with('E')), "{code}");
        for issue in &reading.issues {
            assert!(!issue.place.file.is_empty(), "{code}: {issue:?}");
            for text in [&issue.cause, &issue.action] {
                for lang in [Lang::Zh, Lang::En] {
                    let said = text.render(lang);
                    assert!(!said.contains('{') && !said.contains('['), "{code}: {said}");
                }
            }
        }
        if let Some(year) = reading.year.filter(|_| !reading.blocked()) {
            let case = junheng::domain::Case::from_records(&reading.records, year);
            assert!(case.is_ok(), "{code}: an input that is not blocked must make a case: {:?}", case.err());
        }
        seen.insert(code);
    }
    assert_eq!(wrong, Vec::<String>::new());
    let missing: Vec<&str> = ALL.iter().map(|c| c.code).filter(|c| !seen.contains(c)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert!(seen.len() >= 45);
}

#[test]
fn a_round_takes_the_ordinary_rate_where_no_other_is_given() {
    // Offices that know one rate only write one; lists name several roles and honors.
    let reading = read_tables(&base());
    let [key, master] = &reading.records.honors[..] else { panic!("two rounds") };
    assert_eq!((key.low_rate, key.rate, key.high_rate, key.training_gain), (200, 300, 400, 100));
    assert_eq!((master.low_rate, master.rate, master.high_rate, master.training_gain), (300, 300, 300, 0));
    assert_eq!((key.roles.len(), &key.requires[..]), (2, &[Award::DistrictKeyTeacher][..]));
    assert_eq!((master.training_places, master.title, master.degree), (0, Some(Title::Senior), None));
}

#[test]
fn rounds_that_nobody_can_enter_are_refused_however_long_the_way() {
    // Who must be a professor to become one, or is led back to the first award by way of two others, waits for ever.
    let title = ("honors", "0.3,,,senior", "0.3,,,senior,,,,,,,\nprofessor,2027-11,1,,,0.3,,,professor");
    assert_eq!(codes_of(&read_tables(&edited(base(), title))), ["E333"]);
    let round = "subject-leader,2028-11,1,,,0.3,,,,,,,,,,master-teacher\n";
    assert_eq!(read_tables(&edited(base(), ("honors", "", round))).issues, []);
    let way = edited(edited(base(), ("honors", "", round)), ("honors", "district-key-teacher\n", "subject-leader\n"));
    let issues = read_tables(&way).issues;
    assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), ["E432"; 3]);
}
