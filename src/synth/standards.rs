//! The tables that do not depend on chance: weekly lessons, weekly loads, ways of hiring; and travel between neighbors.

use super::dice::Dice;
use super::map::{Map, Site, meters};
use super::profile::{Profile, setting, stage};
use crate::domain::records::{ChannelRecord, CurriculumRecord, TravelRecord, WorkloadItem, WorkloadRecord};
use crate::domain::words::Role;
use crate::domain::{Lessons, Minutes, Money};
use std::collections::BTreeSet;

/// Weekly lessons by stage, grade and kind (`data/profiles/lessons.csv`).
///
/// # Panics
/// Never for the embedded file; a test reads it.
pub(super) fn curriculum() -> Vec<CurriculumRecord> {
    let mut rows = Vec::new();
    for row in embedded(include_str!("../../data/profiles/lessons.csv")) {
        let first: i64 = row[2].parse().expect("embedded grade");
        for (grade, lessons) in (first..).zip(row[3].split(' ').map(lessons)).filter(|(_, l)| *l > Lessons::ZERO) {
            rows.push(CurriculumRecord {
                year: None,
                stage: stage(&row[0]).expect("embedded stage"),
                grade,
                kind: row[1].to_owned(),
                lessons,
            });
        }
    }
    rows
}

/// Weekly loads and reliefs (`data/profiles/loads.csv`).
///
/// # Panics
/// Never for the embedded file; a test reads it.
pub(super) fn workload() -> Vec<WorkloadRecord> {
    let mut rows = Vec::new();
    for row in embedded(include_str!("../../data/profiles/loads.csv")) {
        for item in row[1].split(' ') {
            let item = match (item, Role::parse(item)) {
                ("homeroom", _) => WorkloadItem::Homeroom,
                ("senior-age", _) => WorkloadItem::SeniorAge,
                (_, Some(role)) => WorkloadItem::Role(role),
                (kind, None) => WorkloadItem::Kind(kind.to_owned()),
            };
            rows.push(WorkloadRecord {
                stage: stage(&row[0]).expect("embedded stage"),
                item,
                lessons: lessons(&row[2]),
            });
        }
    }
    rows
}

fn embedded(text: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("embedded table is well formed")).collect()
}

/// A number of lessons with at most one decimal.
fn lessons(text: &str) -> Lessons {
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let number = |t: &str| t.parse::<i64>().expect("embedded number");
    Lessons::from_small(number(whole) * 1000 + number(tenth) * 100)
}

/// The table `channels` of the planning year.
pub(super) fn channels(profile: &Profile) -> Vec<ChannelRecord> {
    profile
        .channels
        .iter()
        .map(|c| ChannelRecord {
            channel: c.name.clone(),
            year: Some(profile.year),
            kind: c.kind.clone(),
            stage: c.stage.as_deref().and_then(|s| stage(s).ok()),
            setting: c.setting.as_deref().and_then(|s| setting(s).ok()),
            posts: c.posts,
            supply: c.supply,
            cost: Money::whole(c.cost),
            bond_years: c.bond_years,
            lead_years: 0,
        })
        .collect()
}

/// Neighbors of each school in the table of travel.
const NEIGHBORS: usize = 3;
/// A neighbor is at most this far, in meters as the crow flies.
const NEAR: i64 = 12_000;

/// Whether two places are within [`NEAR`] of each other by latitude alone, at 111 m per thousandth of a degree.
const fn may_be_near(a: &Site, b: &Site) -> bool {
    (a.lat - b.lat).abs() / 1000 * 111 <= NEAR
}

/// The table `travel`: minutes (made) to the nearest schools, one row per pair; other pairs follow from the places.
pub(super) fn travel(map: &Map, dice: &mut Dice) -> Vec<TravelRecord> {
    let mut pairs = BTreeSet::new();
    for a in 0..map.sites.len() {
        let mut near: Vec<(i64, usize)> = (0..map.sites.len())
            .filter(|&b| b != a && may_be_near(&map.sites[a], &map.sites[b]))
            .map(|b| (meters(&map.sites[a], &map.sites[b]), b))
            .filter(|n| n.0 <= NEAR)
            .collect();
        near.sort_unstable();
        for &(_, b) in near.iter().take(NEIGHBORS) {
            pairs.insert((a.min(b), a.max(b)));
        }
    }
    let code = |s: usize| map.sites[s].record.id.clone();
    pairs
        .into_iter()
        .map(|(a, b)| {
            let minutes = minutes(&map.sites[a], &map.sites[b], dice);
            TravelRecord { from: code(a), to: code(b), minutes: Some(minutes), km: None }
        })
        .collect()
}

/// Winding road at 40 km/h, a little better or worse by chance, plus two minutes; at least three.
fn minutes(a: &Site, b: &Site, dice: &mut Dice) -> Minutes {
    let road = meters(a, b) * dice.between(120, 190) / 100;
    Minutes::whole((road * 60 / 40_000 + 2).max(3))
}
