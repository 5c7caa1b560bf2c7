//! A row of `schools` 学校.

use crate::domain::records::SchoolRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> SchoolRecord {
    SchoolRecord {
        id: row.code("id"),
        name: row.text("name"),
        town: row.text("town"),
        setting: row.word("setting"),
        ownership: row.word("ownership"),
        lat: row.opt_float("lat"),
        lon: row.opt_float("lon"),
        cluster: row.opt_text("cluster"),
        cluster_role: row.word("cluster_role"),
        paired_with: row.opt_reference("paired_with"),
        strength: row.word("strength"),
        boarding: row.yes("boarding"),
        teaching_point: row.yes("teaching_point"),
        seats: row.opt_int("seats"),
        priority: row.list("priority"),
        opens: row.opt_year("opens"),
        closes: row.opt_year("closes"),
        merges_into: row.opt_reference("merges_into"),
    }
}
