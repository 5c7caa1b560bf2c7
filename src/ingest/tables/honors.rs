//! A row of `honors` 评选批次.

use crate::domain::records::RoundRecord;
use crate::domain::words::Holds;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

/// Everybody, in thousandths.
const ALL: i64 = 1000;

pub(super) fn record(row: &mut Row<'_>) -> RoundRecord {
    let (award, date) = (row.word("award"), row.month("date"));
    let (places, training_places) = (row.int("places"), row.int("training_places"));
    let (low, rate, high) =
        (row.opt_thousandths("low_rate"), row.thousandths("rate"), row.opt_thousandths("high_rate"));
    let record = RoundRecord {
        award,
        date,
        places,
        training_places,
        low_rate: low.unwrap_or(rate),
        rate,
        high_rate: high.unwrap_or(rate),
        training_gain: row.thousandths("training_gain"),
        title: row.opt_word("title"),
        title_years: row.opt_int("title_years"),
        degree: row.opt_word("degree"),
        service_years: row.opt_int("service_years"),
        rural_years: row.opt_int("rural_years"),
        max_age: row.opt_int("max_age"),
        roles: row.words("roles"),
        requires: row.words("requires"),
    };
    rates(row, &record);
    itself(row, &record);
    record
}

/// Rates are shares of the nominees, the bad one first.
fn rates(row: &mut Row<'_>, record: &RoundRecord) {
    let columns = [("low_rate", record.low_rate), ("rate", record.rate), ("high_rate", record.high_rate)];
    for (column, rate) in columns {
        // A blank cell takes the ordinary rate, which is pointed out itself.
        if rate > ALL && (column == "rate" || rate != record.rate) {
            row.refuse(column, &codes::E330, &Args::none());
        }
    }
    if columns.iter().any(|(column, rate)| !row.is_read(column) || *rate > ALL) {
        return;
    }
    let decimal = |rate: i64| crate::domain::Fte::from_small(rate);
    if record.low_rate > record.rate {
        row.refuse("low_rate", &codes::E331, &Args::none().with("rate", decimal(record.rate)));
    }
    if record.high_rate < record.rate {
        row.refuse("high_rate", &codes::E331, &Args::none().with("rate", decimal(record.rate)));
    }
    if record.high_rate + record.training_gain > ALL {
        let args = Args::none().with("high", decimal(record.high_rate)).with("most", decimal(ALL - record.high_rate));
        row.refuse("training_gain", &codes::E332, &args);
    }
}

/// Nobody gets an award who must hold it before.
fn itself(row: &mut Row<'_>, record: &RoundRecord) {
    if !row.is_read("award") {
        return;
    }
    let args = Args::none().name("award", record.award.zh(), record.award.code());
    if record.requires.contains(&record.award) {
        row.refuse("requires", &codes::E333, &args);
    }
    if let Holds::Title(title) = record.award.holds()
        && record.title.is_some_and(|lowest| lowest >= title)
    {
        row.refuse("title", &codes::E333, &args);
    }
}
