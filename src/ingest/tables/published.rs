//! A row of `published` 已公布方案.

use crate::domain::records::PublishedRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> PublishedRecord {
    PublishedRecord {
        teacher: row.reference("teacher"),
        school: row.reference("school"),
        stage: row.word("stage"),
        year: row.opt_year("year"),
    }
}
