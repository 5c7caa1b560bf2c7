//! A row of `vacancies` 缺编.

use crate::domain::records::VacancyRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

pub(super) fn record(row: &mut Row<'_>) -> VacancyRecord {
    let record = VacancyRecord {
        id: row.code("id"),
        area: row.text("area"),
        school: row.text("school"),
        kind: row.any_kind("kind"),
        region: row.int("region"),
        posts: row.int("posts"),
    };
    if !(1..=6).contains(&record.region) {
        row.refuse("region", &codes::E424, &Args::none());
    }
    record
}
