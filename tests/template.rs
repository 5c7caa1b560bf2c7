//! The empty workbook and the marked workbook, read back as another program reads them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use calamine::{Data, Reader, Xlsx};
use junheng::ingest::issue::{DataIssue, Level, Place};
use junheng::ingest::schema;
use junheng::messages::{Lang, Text};
use junheng::report::mark::{AMBER, RED, mark, mark_tables};
use junheng::report::sheet::drop_down;
use junheng::report::tables::xlsx;
use junheng::report::template::template;
use junheng::synth::{Profile, generate};
use std::io::Cursor;

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn cell(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, row: u32, column: u32) -> String {
    let range = book.worksheet_range(sheet).unwrap();
    range.get_value((row, column)).map(|v: &Data| v.to_string()).unwrap_or_default()
}

fn rewritten(bytes: &[u8]) -> umya_spreadsheet::Spreadsheet {
    umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(bytes), true).unwrap()
}

fn issue(sheet: Option<&str>, file: &str, at: (Option<usize>, Option<usize>), level: Level, value: &str) -> DataIssue {
    let place =
        Place { file: file.to_owned(), sheet: sheet.map(str::to_owned), row: at.0, column: at.1, heading: None };
    let text = || Text::new("mark-more").with("count", 7);
    DataIssue { code: "E301", level, place, value: Some(value.to_owned()), cause: text(), action: text() }
}

#[test]
fn the_template_has_every_table_with_both_headings() {
    // The first sheet explains; each other one has the Chinese headings above the English ones.
    let bytes = template(Lang::Zh).unwrap();
    let mut book = open(&bytes);
    let names = book.sheet_names();
    assert_eq!(names[0], "说明");
    assert_eq!(names.len(), 1 + schema::tables().len());
    for table in schema::tables() {
        for (at, column) in (0u32..).zip(&table.columns) {
            assert_eq!(cell(&mut book, table.zh, 0, at), column.zh);
            assert_eq!(cell(&mut book, table.zh, 1, at), column.name);
        }
    }
}

#[test]
fn the_template_has_a_note_per_heading_and_the_lists() {
    // A heading without a note or a vocabulary without its list would leave the officer guessing.
    for lang in [Lang::Zh, Lang::En] {
        let book = rewritten(&template(lang).unwrap());
        for (at, table) in schema::tables().iter().enumerate() {
            let sheet = book.get_sheet(&(at + 1)).unwrap();
            assert_eq!(sheet.get_comments().len(), table.columns.len(), "{}", table.name);
            let rules = sheet.get_data_validations().map_or(0, |v| v.get_data_validation_list().len());
            let lists = table.columns.iter().filter(|c| drop_down(c, lang).unwrap().is_some()).count();
            assert_eq!(rules, lists, "{}", table.name);
            for column in &table.columns {
                let closed = matches!(
                    column.cell,
                    schema::CellType::Enum(_)
                        | schema::CellType::Bool
                        | schema::CellType::Kind
                        | schema::CellType::Item
                );
                assert_eq!(drop_down(column, lang).unwrap().is_some(), closed, "{}.{}", table.name, column.name);
            }
        }
    }
}

#[test]
fn the_same_workbook_has_the_same_bytes() {
    // No date of today: what is written now equals what was written a moment ago, with the fixed date inside.
    assert!(template(Lang::Zh).unwrap() == template(Lang::Zh).unwrap());
    let book = rewritten(&template(Lang::En).unwrap());
    assert!(book.get_properties().get_created().starts_with("2026-09-01"));
}

#[test]
fn a_written_district_reads_back_cell_by_cell() {
    // Chinese headings and words in the Chinese workbook, names and codes in the English one; numbers stay numbers.
    let records = generate(&Profile::named("small").unwrap(), 3);
    let (zh, en) = (xlsx(&records, Lang::Zh).unwrap(), xlsx(&records, Lang::En).unwrap());
    let (mut zh, mut en) = (open(&zh), open(&en));
    assert_eq!(cell(&mut zh, "教师", 0, 0), "教师编号");
    assert_eq!(cell(&mut en, "teachers", 0, 0), "id");
    let first = records.teachers.iter().find(|t| t.id == "T00001").unwrap();
    assert_eq!(cell(&mut zh, "教师", 1, 2), first.sex.zh());
    assert_eq!(cell(&mut en, "teachers", 1, 2), first.sex.code());
    assert_eq!(cell(&mut zh, "教师", 1, 3), first.birth.to_string());
    let range = zh.worksheet_range("在校生").unwrap();
    assert!(matches!(range.get_value((1, 4)), Some(Data::Float(_))));
    assert_eq!(range.height(), records.enrollment.len() + 1);
}

#[test]
fn a_faulty_workbook_comes_back_marked_and_otherwise_unchanged() {
    // The blocking cell is red, the doubtful one amber, both commented; the list has all; other cells are as before.
    let records = generate(&Profile::named("small").unwrap(), 3);
    let original = xlsx(&records, Lang::Zh).unwrap();
    let issues = [
        issue(Some("教师"), "a.xlsx", (Some(3), Some(4)), Level::Blocking, "1985-13"),
        issue(Some("教师"), "a.xlsx", (Some(3), Some(4)), Level::Warning, "1985-13"),
        issue(Some("学校"), "a.xlsx", (Some(2), Some(6)), Level::Warning, "999"),
        issue(Some("学校"), "a.xlsx", (Some(5), None), Level::Blocking, "row"),
        issue(None, "a.xlsx", (None, None), Level::Blocking, "=1+1"),
    ];
    let marked = mark(&original, &issues, Lang::Zh).unwrap();
    let book = rewritten(&marked);
    let fill = |sheet: &str, at: (u32, u32)| {
        book.get_sheet_by_name(sheet).unwrap().get_style(at).get_background_color().map(|c| c.get_argb().to_owned())
    };
    assert_eq!(fill("教师", (4, 3)).as_deref(), Some(RED));
    assert_eq!(fill("学校", (6, 2)).as_deref(), Some(AMBER));
    assert_eq!(fill("学校", (1, 5)).as_deref(), Some(RED));
    assert_eq!(fill("教师", (5, 3)), None);
    let comments = book.get_sheet_by_name("教师").unwrap().get_comments();
    assert_eq!(comments.len(), 1);
    let text = comments[0].get_text().get_rich_text().unwrap().get_text().into_owned();
    assert_eq!(text.matches("E301").count(), 2);
    let plain = rewritten(&original);
    for sheet in plain.get_sheet_collection() {
        let same = book.get_sheet_by_name(sheet.get_name()).unwrap();
        let rules =
            |s: &umya_spreadsheet::Worksheet| s.get_data_validations().map(|v| v.get_data_validation_list().len());
        assert_eq!(rules(sheet), rules(same), "{}", sheet.get_name());
        let head = |s: &umya_spreadsheet::Worksheet| {
            s.get_style((1, 1)).get_background_color().map(|c| c.get_argb().to_owned())
        };
        assert_eq!(head(sheet), head(same), "{}", sheet.get_name());
    }
    let (mut before, mut after) = (open(&original), open(&marked));
    assert_eq!(after.sheet_names().last().unwrap(), "问题清单");
    assert_eq!(after.worksheet_range("问题清单").unwrap().height(), issues.len() + 1);
    assert_eq!(cell(&mut after, "问题清单", 5, 6), "=1+1");
    for sheet in before.sheet_names() {
        let (old, new) = (before.worksheet_range(&sheet).unwrap(), after.worksheet_range(&sheet).unwrap());
        assert_eq!(old.used_cells().collect::<Vec<_>>(), new.used_cells().collect::<Vec<_>>(), "{sheet}");
    }
}

#[test]
fn marking_again_takes_the_old_marks_off() {
    // A cell that was mended since the last run is no longer red and no longer commented.
    let records = generate(&Profile::named("small").unwrap(), 3);
    let original = xlsx(&records, Lang::Zh).unwrap();
    let old = issue(Some("教师"), "a.xlsx", (Some(3), Some(4)), Level::Blocking, "1985-13");
    let new = issue(Some("教师"), "a.xlsx", (Some(9), Some(3)), Level::Blocking, "?");
    let once = mark(&original, &[old], Lang::Zh).unwrap();
    let book = rewritten(&mark(&once, &[new], Lang::Zh).unwrap());
    let sheet = book.get_sheet_by_name("教师").unwrap();
    assert_eq!(sheet.get_comments().len(), 1);
    assert_eq!(sheet.get_comments()[0].get_coordinate().to_string(), "C9");
    assert!(sheet.get_style((4, 3)).get_background_color().is_none());
    assert_eq!(book.get_sheet_collection().iter().filter(|s| s.get_name() == "问题清单").count(), 1);
}

#[test]
fn a_comment_of_the_office_stays_when_its_cell_is_marked() {
    // The template has a note on every heading: an issue about a heading is added to it, once.
    let original = template(Lang::Zh).unwrap();
    let wrong = issue(Some("学校"), "a.xlsx", (Some(1), Some(1)), Level::Blocking, "学校代码");
    let said = |bytes: &[u8]| {
        let book = rewritten(bytes);
        let comments = book.get_sheet_by_name("学校").unwrap().get_comments().to_vec();
        let note = comments.iter().find(|c| c.get_coordinate().to_string() == "A1").unwrap();
        (comments.len(), note.get_text().get_rich_text().unwrap().get_text().into_owned())
    };
    let once = mark(&original, std::slice::from_ref(&wrong), Lang::Zh).unwrap();
    let twice = mark(&once, &[wrong], Lang::Zh).unwrap();
    let (count, text) = said(&twice);
    assert_eq!(count, said(&original).0);
    assert!(text.starts_with(&said(&original).1), "{text}");
    assert_eq!(text.matches("E301").count(), 1);
    let cleaned = said(&mark(&twice, &[], Lang::Zh).unwrap());
    assert_eq!(cleaned, said(&original));
}

#[test]
fn csv_tables_are_marked_in_a_workbook_of_their_own() {
    // Rows and columns are those of the file; a cell that looks like a formula stays text.
    let rows = vec![vec!["id".to_owned(), "name".to_owned()], vec!["S1".to_owned(), "=cmd()".to_owned()]];
    let tables = vec![("schools.csv".to_owned(), rows)];
    let issues = [issue(None, "schools.csv", (Some(2), Some(2)), Level::Warning, "=cmd()")];
    let marked = mark_tables(&tables, &issues, Lang::En).unwrap();
    let book = rewritten(&marked);
    let sheet = book.get_sheet_by_name("schools").unwrap();
    assert!(!sheet.get_cell((2, 2)).unwrap().is_formula());
    assert_eq!(sheet.get_style((2, 2)).get_background_color().unwrap().get_argb(), AMBER);
    assert_eq!(cell(&mut open(&marked), "schools", 1, 1), "=cmd()");
}

#[test]
fn what_is_no_workbook_is_refused_without_a_panic() {
    // The office may hand in anything.
    assert!(mark(b"not a workbook", &[], Lang::Zh).is_err());
    assert!(mark(&[], &[], Lang::Zh).is_err());
}
