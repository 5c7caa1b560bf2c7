//! A row of `travel` 交通.

use crate::domain::Minutes;
use crate::domain::records::TravelRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

pub(super) fn record(row: &mut Row<'_>) -> TravelRecord {
    let record = TravelRecord {
        from: row.reference("from"),
        to: row.reference("to"),
        minutes: row.opt_int("minutes").map(Minutes::whole),
        km: row.opt_float("km"),
    };
    if record.km.is_some_and(|km| km < 0.0) {
        row.refuse("km", &codes::E310, &Args::none().name("column", "公里", "km"));
    }
    if record.minutes.is_none() && record.km.is_none() && row.is_read("km") {
        row.refuse("minutes", &codes::E415, &Args::none());
    }
    record
}
