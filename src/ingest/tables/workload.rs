//! A row of `workload` 工作量.

use crate::domain::Lessons;
use crate::domain::records::{WorkloadItem, WorkloadRecord};
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

/// The largest weekly load of one person, lessons.
const MOST: i64 = 40;
/// Shares of a person are multiples of 0.2; a load that is a multiple of 0.005 lessons keeps every product exact.
const STEP: i64 = 5;

pub(super) fn record(row: &mut Row<'_>) -> WorkloadRecord {
    let record = WorkloadRecord {
        stage: row.word("stage"),
        item: row.item("item"),
        lessons: Lessons::from_small(row.thousandths("lessons")),
    };
    let is_load = matches!(record.item, WorkloadItem::Kind(_)) && row.is_read("item");
    if record.lessons > Lessons::whole(MOST) || (is_load && record.lessons == Lessons::ZERO) {
        row.refuse("lessons", &codes::E422, &Args::none().with("most", MOST));
    } else if record.lessons.small() % STEP != 0 {
        row.refuse("lessons", &codes::E313, &Args::none());
    }
    record
}
