//! A row of `enrollment` 在校生.

use crate::domain::Stage;
use crate::domain::records::EnrollmentRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

pub(super) fn record(row: &mut Row<'_>) -> EnrollmentRecord {
    let record = EnrollmentRecord {
        year: row.year("year"),
        school: row.reference("school"),
        stage: row.word("stage"),
        grade: row.int("grade"),
        pupils: row.int("pupils"),
        classes: row.opt_int("classes"),
        boarders: row.int("boarders"),
        inclusion: row.int("inclusion"),
    };
    refuse_wrong_grade(row, record.stage, record.grade);
    record
}

/// A grade outside its stage would meet no curriculum.
pub(super) fn refuse_wrong_grade(row: &mut Row<'_>, stage: Stage, grade: i64) {
    let (first, last) = stage.grades();
    if !(first..=last).contains(&grade) && row.is_read("stage") {
        let args = Args::none().name("stage", stage.zh(), stage.code()).with("first", first).with("last", last);
        row.refuse("grade", &codes::E316, &args);
    }
}
