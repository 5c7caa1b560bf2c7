//! A row of `channels` 招聘渠道.

use crate::domain::Money;
use crate::domain::records::ChannelRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> ChannelRecord {
    ChannelRecord {
        channel: row.text("channel"),
        year: row.opt_year("year"),
        kind: row.opt_kind("kind"),
        stage: row.opt_word("stage"),
        setting: row.opt_word("setting"),
        posts: row.int("posts"),
        supply: row.opt_int("supply"),
        cost: Money::whole(row.yuan("cost")),
        bond_years: row.int("bond_years"),
        lead_years: row.int("lead_years"),
    }
}
