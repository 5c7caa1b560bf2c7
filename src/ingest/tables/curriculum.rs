//! A row of `curriculum` 课程.

use crate::domain::Lessons;
use crate::domain::records::CurriculumRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

/// Lessons of one class in one subject and week that no timetable has.
const MOST: i64 = 40;

pub(super) fn record(row: &mut Row<'_>) -> CurriculumRecord {
    let record = CurriculumRecord {
        year: row.opt_year("year"),
        stage: row.word("stage"),
        grade: row.int("grade"),
        kind: row.kind("kind"),
        lessons: Lessons::from_small(row.thousandths("lessons")),
    };
    super::enrollment::refuse_wrong_grade(row, record.stage, record.grade);
    if record.lessons > Lessons::whole(MOST) {
        row.refuse("lessons", &codes::E423, &Args::none().with("most", MOST));
    }
    record
}
