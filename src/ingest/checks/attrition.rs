//! At most one row of the table `attrition` gives a rate for a person.

use super::at;
use crate::domain::records::AttritionRecord;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let table = &draft.attrition;
    let columns = ["setting", "sex", "from_age", "to_age", "leaving_rate", "absence_rate"];
    let rows: Vec<_> = table.good(&columns).collect();
    for (now, entry) in rows.iter().enumerate() {
        if let Some(first) = rows[..now].iter().find(|first| overlap(&first.record, &entry.record)) {
            at(issues, &codes::E430, table, entry, "from_age", &Args::none().with("first", first.row + 1));
        }
    }
}

/// Whether both rows give the same rate for some people.
fn overlap(a: &AttritionRecord, b: &AttritionRecord) -> bool {
    let ages = a.from_age.unwrap_or_default() <= b.to_age.unwrap_or(i64::MAX)
        && b.from_age.unwrap_or_default() <= a.to_age.unwrap_or(i64::MAX);
    let rate = (a.leaving_rate.is_some() && b.leaving_rate.is_some())
        || (a.absence_rate.is_some() && b.absence_rate.is_some());
    ages && rate
        && (a.setting.is_none() || b.setting.is_none() || a.setting == b.setting)
        && (a.sex.is_none() || b.sex.is_none() || a.sex == b.sex)
}
