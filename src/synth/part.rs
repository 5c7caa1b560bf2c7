//! A copy of a profile or a part of one: towns with their clusters and single schools, under other names in another place.
//!
//! A part has the towns nearest to the seat and, in them, as many schools of each sort as its share asks for.

use super::profile::{Cluster, Profile, Special, Town, setting};
use super::sizing::{WHOLE, scaled};
use crate::domain::words::Setting;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Towns with their clusters and single schools.
pub(super) struct Part {
    towns: Vec<Town>,
    clusters: Vec<Cluster>,
    schools: Vec<Special>,
}

impl Part {
    /// All of the profile.
    pub(super) fn whole(profile: &Profile) -> Self {
        let (clusters, schools) = (profile.clusters.clone(), profile.schools.clone());
        Self { towns: profile.towns.clone(), clusters, schools }
    }

    /// `share` of the profile. `alone`: it is the whole district and must have a seat.
    pub(super) fn of(profile: &Profile, share: i64, alone: bool) -> Self {
        let mut towns = nearest_towns(profile, share, alone);
        for sort in SORTS {
            let classes: BTreeSet<Option<Setting>> = profile.towns.iter().map(sort.class).collect();
            for class in classes {
                let all: i64 = profile.towns.iter().filter(|t| (sort.class)(t) == class).map(sort.count).sum();
                even_out(&mut towns, sort, class, scaled(all, share, WHOLE));
            }
        }
        towns.retain(|t| SORTS.iter().any(|sort| (sort.count)(t) > 0));
        let names: BTreeSet<&str> = towns.iter().map(|t| t.name.as_str()).collect();
        let clusters = clusters(profile, &names);
        let schools = single_schools(profile, share, &towns);
        Self { towns, clusters, schools }
    }

    /// Adds copy number `copy` of these towns: other names, beside the copies before it.
    pub(super) fn add_to(&self, large: &mut Profile, copy: usize, profile: &Profile) {
        let first = first_words(copy);
        let (north, east) = shift(copy, &profile.towns);
        let named = |name: &String| format!("{first}{name}");
        large.towns.extend(self.towns.iter().cloned().map(|mut town| {
            town.name = named(&town.name);
            town.lat += north;
            town.lon += east;
            town.copy = copy;
            town
        }));
        large.clusters.extend(
            self.clusters.iter().map(|cluster| Cluster {
                name: named(&cluster.name),
                towns: cluster.towns.iter().map(named).collect(),
            }),
        );
        large.schools.extend(self.schools.iter().cloned().map(|mut school| {
            school.name = named(&school.name);
            school.town = named(&school.town);
            school
        }));
    }
}

/// What stands before the names of a copy: nothing, 新, 东, …, 新新, 新东, …
fn first_words(copy: usize) -> String {
    const WORDS: [char; 12] = ['新', '东', '西', '南', '北', '上', '下', '前', '后', '内', '外', '老'];
    let (mut rest, mut text) = (copy, String::new());
    while rest > 0 {
        text.insert(0, WORDS[(rest - 1) % WORDS.len()]);
        rest = (rest - 1) / WORDS.len();
    }
    text
}

/// Between the towns of two copies, millionths of a degree: villages of both lie in it.
const GAP: i64 = 100_000;

/// Where a copy lies, in millionths of a degree from the first one: copies fill a square that grows to the north-east.
fn shift(copy: usize, towns: &[Town]) -> (i64, i64) {
    let side = copy.isqrt();
    let along = copy - side * side;
    let (row, column) = if along <= side { (along, side) } else { (side, along - side - 1) };
    let extent = |of: fn(&Town) -> i64| {
        let (least, most) = towns.iter().map(of).fold((i64::MAX, i64::MIN), |(a, b), x| (a.min(x), b.max(x)));
        (most - least).max(0) + GAP
    };
    let times = |count: usize, width: i64| i64::try_from(count).unwrap_or(0) * width;
    (times(row, extent(|t| t.lat)), times(column, extent(|t| t.lon)))
}

/// A sort of school that towns count.
pub(super) struct Sort {
    pub count: fn(&Town) -> i64,
    pub change: fn(&mut Town, i64),
    /// What tells schools of this sort apart: those of a street are larger than those of a town.
    class: fn(&Town) -> Option<Setting>,
}

macro_rules! sort {
    ($field:ident, $class:expr) => {
        Sort { count: |t| t.$field, change: |t, by| t.$field += by, class: $class }
    };
}

pub(super) const SORTS: &[Sort] = &[
    sort!(central, |t| Setting::parse(&t.setting)),
    sort!(village, |_| None),
    sort!(nine_year, |t| Setting::parse(&t.nine_year_setting)),
    sort!(junior, |t| Setting::parse(&t.setting)),
    sort!(points, |_| None),
    sort!(kindergartens, |t| Setting::parse(&t.setting)),
];

/// The towns of a part in the order of the profile: of each setting those nearest to the seat.
fn nearest_towns(profile: &Profile, share: i64, alone: bool) -> Vec<Town> {
    let Some(seat) = profile.towns.first() else { return Vec::new() };
    let far = |t: &Town| (t.lat - seat.lat).pow(2) + (t.lon - seat.lon).pow(2);
    let mut of_setting: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, town) in profile.towns.iter().enumerate() {
        of_setting.entry(&town.setting).or_default().push(at);
    }
    let mut chosen = BTreeSet::new();
    for (setting, mut all) in of_setting {
        all.sort_by_key(|&at| (far(&profile.towns[at]), at));
        let many = scaled(i64::try_from(all.len()).unwrap_or(0), share, WHOLE);
        let many = many.max(i64::from(alone && setting == seat.setting));
        chosen.extend(all.into_iter().take(usize::try_from(many).unwrap_or(0)));
    }
    chosen.into_iter().map(|at| profile.towns[at].clone()).collect()
}

/// Makes the schools of a sort in towns of a class `wanted` ones: one more where there are fewest, one less where there are
/// most.
fn even_out(towns: &mut [Town], sort: &Sort, class: Option<Setting>, wanted: i64) {
    let mut of_class: Vec<&mut Town> = towns.iter_mut().filter(|t| (sort.class)(t) == class).collect();
    let now: i64 = of_class.iter().map(|t| (sort.count)(t)).sum();
    for _ in 0..(wanted - now).abs() {
        let change = (wanted - now).signum();
        let town = of_class.iter_mut().enumerate().min_by_key(|(at, t)| (change * (sort.count)(t), *at));
        if let Some((_, town)) = town {
            (sort.change)(town, change);
        }
    }
}

/// The clusters that are named after a kept town (their first one), and the first one that names a town without such.
fn clusters(profile: &Profile, kept: &BTreeSet<&str>) -> Vec<Cluster> {
    let all = || profile.clusters.iter().enumerate();
    let is_kept = |town: &String| kept.contains(town.as_str());
    let mut chosen: BTreeSet<usize> =
        all().filter(|(_, c)| c.towns.first().is_some_and(is_kept)).map(|(at, _)| at).collect();
    for town in kept {
        let naming = || all().filter(|(_, c)| c.towns.iter().any(|t| t == town)).map(|(at, _)| at);
        if !naming().any(|at| chosen.contains(&at)) {
            chosen.extend(naming().next());
        }
    }
    let cluster = |at: usize| {
        let all = &profile.clusters[at];
        Cluster { name: all.name.clone(), towns: all.towns.iter().filter(|t| is_kept(t)).cloned().collect() }
    };
    chosen.into_iter().map(cluster).collect()
}

/// The schools given one by one, large ones first, as long as each brings the classes of its sort nearer to the share. A
/// school whose town is not there stands in the first one of its setting.
fn single_schools(profile: &Profile, share: i64, towns: &[Town]) -> Vec<Special> {
    let mut sorts: BTreeMap<(Option<&String>, bool), Vec<usize>> = BTreeMap::new();
    for (at, school) in profile.schools.iter().enumerate() {
        sorts.entry((school.stages.last(), school.opens.is_some())).or_default().push(at);
    }
    let mut chosen = BTreeSet::new();
    for mut all in sorts.into_values() {
        let mut missing = all.iter().map(|&at| profile.schools[at].tracks).sum::<i64>() * share / WHOLE;
        all.sort_by_key(|&at| (Reverse(profile.schools[at].tracks), at));
        for at in all {
            let tracks = profile.schools[at].tracks;
            if (missing - tracks).abs() < missing.abs() {
                missing -= tracks;
                chosen.insert(at);
            }
        }
    }
    chosen
        .into_iter()
        .filter_map(|at| {
            let mut school = profile.schools[at].clone();
            if !towns.iter().any(|t| t.name == school.town) {
                let of_setting = |t: &&Town| setting(&t.setting).ok() == setting(&school.setting).ok();
                school.town = towns.iter().find(of_setting).or_else(|| towns.first())?.name.clone();
            }
            Some(school)
        })
        .collect()
}
