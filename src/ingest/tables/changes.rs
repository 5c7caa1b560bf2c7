//! A row of `changes` 预计变动.

use crate::domain::records::{ChangeRecord, PersonChange};
use crate::domain::words::ChangeKind;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

pub(super) fn record(row: &mut Row<'_>) -> ChangeRecord {
    let (teacher, year) = (row.reference("teacher"), row.year("year"));
    let kind: ChangeKind = row.word("change");
    let change = match kind {
        _ if !row.is_read("change") => PersonChange::Leave,
        ChangeKind::Title => needed(row, kind).map_or(PersonChange::Leave, PersonChange::Title),
        ChangeKind::Degree => needed(row, kind).map_or(PersonChange::Leave, PersonChange::Degree),
        ChangeKind::Leaves | ChangeKind::Leave => {
            if row.opt_text("value").is_some() {
                row.refuse("value", &codes::E326, &Args::none().name("change", kind.zh(), kind.code()));
            }
            if kind == ChangeKind::Leaves { PersonChange::Leaves } else { PersonChange::Leave }
        }
    };
    ChangeRecord { teacher, year, change }
}

/// The value of a change that needs one.
fn needed<T: crate::ingest::words::Word>(row: &mut Row<'_>, kind: ChangeKind) -> Option<T> {
    let value = row.opt_word("value");
    if value.is_none() {
        row.refuse("value", &codes::E325, &Args::none().name("change", kind.zh(), kind.code()));
    }
    value
}
