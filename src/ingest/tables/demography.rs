//! A row of `demography` 生源.

use crate::domain::records::DemographyRecord;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

/// Thousandths beyond which a rate must be a mistake, such as a percentage.
const MOST: i64 = 3000;

pub(super) fn record(row: &mut Row<'_>) -> DemographyRecord {
    let record = DemographyRecord {
        year: row.year("year"),
        town: row.opt_text("town"),
        school: row.opt_reference("school"),
        stage: row.word("stage"),
        entrants: row.opt_int("entrants"),
        transfer_rate: row.opt_thousandths("transfer_rate"),
        grade_rate: row.opt_thousandths("grade_rate"),
    };
    let args = Args::none().name("stage", record.stage.zh(), record.stage.code());
    for (column, rate) in [("transfer_rate", record.transfer_rate), ("grade_rate", record.grade_rate)] {
        if rate.is_some_and(|rate| rate > MOST) {
            row.refuse(column, &codes::E320, &Args::none().with("most", MOST / 1000));
        }
    }
    if record.transfer_rate.is_some() && record.stage.before().is_none() && row.is_read("stage") {
        row.refuse("transfer_rate", &codes::E321, &args);
    }
    let of_one = record.school.is_some();
    if of_one && (record.transfer_rate.is_some() || record.grade_rate.is_some() || record.entrants.is_none()) {
        row.refuse("entrants", &codes::E323, &Args::none());
    } else if record.entrants.is_some() && record.transfer_rate.is_some() {
        row.refuse("transfer_rate", &codes::E324, &Args::none());
    } else if record.entrants.is_none()
        && record.transfer_rate.is_none()
        && record.grade_rate.is_none()
        && ["entrants", "transfer_rate", "grade_rate"].iter().all(|column| row.is_read(column))
    {
        row.refuse("entrants", &codes::E322, &Args::none());
    }
    record
}
