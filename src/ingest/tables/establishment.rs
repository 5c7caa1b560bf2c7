//! A row of `establishment` 编制.

use crate::domain::records::EstablishmentRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> EstablishmentRecord {
    EstablishmentRecord {
        year: row.opt_year("year"),
        school: row.reference("school"),
        stage: row.word("stage"),
        posts: row.opt_int("posts"),
    }
}
