//! A row of `attrition` 减员率.

use crate::domain::records::AttritionRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

/// Thousandths beyond which a rate must be a mistake, such as a percentage.
const MOST: i64 = 500;

pub(super) fn record(row: &mut Row<'_>) -> AttritionRecord {
    let record = AttritionRecord {
        setting: row.opt_word("setting"),
        sex: row.opt_word("sex"),
        from_age: row.opt_int("from_age"),
        to_age: row.opt_int("to_age"),
        leaving_rate: row.opt_thousandths("leaving_rate"),
        absence_rate: row.opt_thousandths("absence_rate"),
    };
    for (column, rate) in [("leaving_rate", record.leaving_rate), ("absence_rate", record.absence_rate)] {
        if rate.is_some_and(|rate| rate > MOST) {
            row.refuse(column, &codes::E327, &Args::none().with("most", "0.5"));
        }
    }
    let unread = ["leaving_rate", "absence_rate"].iter().any(|column| !row.is_read(column));
    if record.leaving_rate.is_none() && record.absence_rate.is_none() && !unread {
        row.refuse("leaving_rate", &codes::E328, &Args::none());
    }
    if let (Some(from), Some(to)) = (record.from_age, record.to_age)
        && to < from
    {
        row.refuse("to_age", &codes::E329, &Args::none().with("from", from));
    }
    record
}
