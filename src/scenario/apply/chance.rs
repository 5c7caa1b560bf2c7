//! What comes by chance, from a seed that stands in the file.

use super::Change;
use crate::domain::dice::Dice;
use crate::domain::records::{ChannelRecord, Records};
use std::collections::BTreeMap;

/// Of the posts that are advertised only those for which somebody arrives: each with the chance of the change, drawn post by post, so that
/// a higher chance with the same seed keeps everybody who arrives with a lower one. A row has draws of its own: other rows, and the order of
/// all, change nothing.
pub(super) fn take_up(records: &mut Records, change: &Change) -> usize {
    let (rate, channel, year) = (change.number("rate").unwrap_or(1000), change.word("channel"), change.year("year"));
    let seed = change.whole("seed").and_then(|seed| u64::try_from(seed).ok()).unwrap_or_default();
    let (mut rows, mut alike) = (0, BTreeMap::<String, usize>::new());
    for row in &mut records.channels {
        let name = name(row);
        let twin = alike.entry(name.clone()).or_default();
        *twin += 1;
        if channel.is_some_and(|channel| row.channel != channel) || (year.is_some() && year != row.year) {
            continue;
        }
        let mut dice = Dice::named(seed, &format!("{name}|{twin}"));
        row.posts = (0..row.posts).map(|_| i64::from(dice.chance(rate))).sum();
        rows += 1;
    }
    rows
}

/// What tells a row from others.
fn name(row: &ChannelRecord) -> String {
    let year = row.year.map_or_else(String::new, |year| year.to_string());
    let (kind, stage) = (row.kind.as_deref().unwrap_or_default(), row.stage.map_or("", |stage| stage.code()));
    let setting = row.setting.map_or("", |setting| setting.code());
    format!("{}|{year}|{kind}|{stage}|{setting}", row.channel)
}
