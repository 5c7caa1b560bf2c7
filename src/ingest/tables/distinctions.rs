//! A row of `distinctions` 荣誉.

use crate::domain::records::DistinctionRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> DistinctionRecord {
    DistinctionRecord {
        teacher: row.reference("teacher"),
        level: row.word("level"),
        honor: row.word("honor"),
        since: row.opt_month("since"),
        valid_until: row.opt_month("valid_until"),
    }
}
