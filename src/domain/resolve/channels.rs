//! The ways of hiring that are open in a year.

use super::{Index, Span, Unresolved};
use crate::domain::case::Channel;
use crate::domain::id::KindIx;
use crate::domain::quantity::Persons;
use crate::domain::records::{ChannelRecord, Records};
use crate::domain::words::{Setting, Stage};
use std::collections::BTreeMap;

/// What a row of the table is about: channel, kind, stage, setting.
type Key<'r> = (&'r str, Option<&'r str>, Option<Stage>, Option<Setting>);

fn key(r: &ChannelRecord) -> Key<'_> {
    (r.channel.as_str(), r.kind.as_deref(), r.stage, r.setting)
}

/// The rows that hold in the year, and whether each is that of an earlier year.
///
/// Rows of the year were advertised in time. Rows without a year, and rows of an earlier year that are taken to be repeated, must
/// still be advertised: they hold from the first year of the horizon + lead on. After the first year a row of the year goes
/// before the row without a year.
fn rows(records: &Records, span: Span) -> Vec<(&ChannelRecord, bool)> {
    let mut by_key: BTreeMap<Key<'_>, Vec<&ChannelRecord>> = BTreeMap::new();
    for row in &records.channels {
        by_key.entry(key(row)).or_default().push(row);
    }
    let in_time = |row: &ChannelRecord| i64::from(span.first.0) + row.lead_years <= i64::from(span.year.0);
    let mut rows = Vec::new();
    for of_key in by_key.into_values() {
        let of = |year: Option<i32>| of_key.iter().copied().filter(move |r| r.year == year);
        let (now, always) = (of(Some(span.year.0)).count() > 0, of(None).count() > 0);
        rows.extend(of(Some(span.year.0)).map(|row| (row, false)));
        if !now || span.year == span.first {
            rows.extend(of(None).filter(|row| in_time(row)).map(|row| (row, false)));
        }
        if !now && !always {
            let last = of_key.iter().filter_map(|r| r.year).filter(|&y| span.covers(y)).max();
            let earlier = of_key.iter().copied().filter(|r| last.is_some() && r.year == last && in_time(r));
            rows.extend(earlier.map(|row| (row, true)));
        }
    }
    rows
}

pub(super) fn channels(records: &Records, span: Span, kinds: &Index) -> Result<Vec<Channel>, Unresolved> {
    let mut channels = Vec::new();
    for (r, carried) in rows(records, span) {
        let limits = [r.kind.as_deref(), r.stage.map(Stage::code), r.setting.map(Setting::code)];
        let mut code = r.channel.clone();
        for limit in limits.into_iter().flatten() {
            code = format!("{code}/{limit}");
        }
        channels.push(Channel {
            code,
            name: r.channel.clone(),
            kind: r.kind.as_deref().map(|k| kinds.find("channels", k)).transpose()?.map(KindIx::new),
            stage: r.stage,
            setting: r.setting,
            limit: Persons::whole(r.supply.map_or(r.posts, |s| s.min(r.posts))),
            cost: r.cost,
            bond_years: r.bond_years,
            lead_years: r.lead_years,
            carried,
        });
    }
    channels.sort_by(|a, b| (&a.code, a.limit, a.cost).cmp(&(&b.code, b.limit, b.cost)));
    Ok(channels)
}
