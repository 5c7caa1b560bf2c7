//! A row of `facilities` 办学条件.

use crate::domain::records::FacilityRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

pub(super) fn record(row: &mut Row<'_>) -> FacilityRecord {
    let record = FacilityRecord {
        school: row.reference("school"),
        stage: row.word("stage"),
        facility: row.word("facility"),
        amount: row.opt_thousandths("amount"),
        state: row.opt_word("state"),
    };
    if record.amount.is_none() && record.state.is_none() && row.is_read("state") {
        row.refuse("amount", &codes::E425, &Args::none());
    }
    record
}
