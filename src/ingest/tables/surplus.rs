//! A row of `surplus` 超编.

use crate::domain::records::SurplusRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> SurplusRecord {
    SurplusRecord {
        id: row.code("id"),
        kind: row.any_kind("kind"),
        area: row.text("area"),
        points: row.thousandths("points"),
        school: row.opt_text("school"),
        available: row.yes("available"),
        note: row.opt_text("note"),
    }
}
