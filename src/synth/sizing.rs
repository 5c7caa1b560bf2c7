//! A profile of another size: copies of all its towns under other names beside each other, and a part of one copy.
//!
//! It never makes a school larger or smaller; what is counted once for the district (honors, posts to fill, couples) grows
//! with the staff. How many people a profile gives is found by drawing its schools, pupils and posts.

use super::dice::{Dice, share_out};
use super::part::{Part, SORTS};
use super::profile::{Honors, Manning, Profile};
use super::{map, posts, pupils};
use crate::domain::Stage;
use std::collections::BTreeMap;

/// The smallest staff of a district.
pub const LEAST: usize = 500;
/// The largest staff of a district.
pub const MOST: usize = 2_000_000;

/// Why there is no district of the size asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// Too few or too many people.
    #[error("a district has {LEAST} to {MOST} people on the staff")]
    Outside,
    /// The schools of the profile do not add up to it.
    #[error("no district of this profile has this staff to within 3 %")]
    Unreachable,
}

/// One copy of the profile in shares.
pub(super) const WHOLE: i64 = 10_000;
/// Shares between two sizes that are tried, and how many are tried on either side.
const STEP: i64 = 25;
const TRIES: i64 = 80;

/// The profile with as many towns and schools as give about `teachers` people with this seed.
pub(super) fn fit(profile: &Profile, seed: u64, teachers: usize) -> Result<Profile, SizeError> {
    if !(LEAST..=MOST).contains(&teachers) {
        return Err(SizeError::Outside);
    }
    let wanted = i64::try_from(teachers).map_err(|_| SizeError::Outside)?;
    let usual = Usual::of(profile, seed);
    let middle = wanted * WHOLE / usual.staff.max(1);
    let mut search = Search { wanted, seed, best: None };
    let shares = std::iter::once(middle).chain((1..=TRIES).flat_map(|d| [middle + d * STEP, middle - d * STEP]));
    for share in shares.filter(|share| *share > 0) {
        search.try_out(usual.filled(usual.resized(profile, share, wanted), seed));
        if search.is_near(200) {
            break;
        }
    }
    while !search.is_near(100) && search.school_by_school(&usual) {}
    let near = search.is_near(34);
    search.best.filter(|_| near).map(|(_, found)| found).ok_or(SizeError::Unreachable)
}

/// The nearest profile so far and by how many people it is too large.
struct Search {
    wanted: i64,
    seed: u64,
    best: Option<(i64, Profile)>,
}

impl Search {
    fn try_out(&mut self, profile: Profile) {
        let over = head_count(&profile, self.seed) - self.wanted;
        if self.best.as_ref().is_none_or(|(least, _)| over.abs() < least.abs()) {
            self.best = Some((over, profile));
        }
    }

    /// Whether the best is off by at most one `part` of the staff.
    fn is_near(&self, part: i64) -> bool {
        self.best.as_ref().is_some_and(|(over, _)| over.abs() * part <= self.wanted)
    }

    /// A handful of towns cannot give every number: one school more or less in one of the last copy. Whether that helped.
    fn school_by_school(&mut self, usual: &Usual) -> bool {
        let Some((over, found)) = self.best.clone() else { return false };
        let last = found.towns.last().map_or(0, |t| t.copy);
        for at in found.towns.iter().enumerate().filter(|(_, t)| t.copy == last).map(|(at, _)| at) {
            for sort in SORTS {
                let mut tried = found.clone();
                (sort.change)(&mut tried.towns[at], -over.signum());
                if (sort.count)(&tried.towns[at]) >= 0 {
                    self.try_out(usual.filled(tried, self.seed));
                }
            }
        }
        self.best.as_ref().is_some_and(|(least, _)| least.abs() < over.abs())
    }
}

/// People on the staff of a district.
fn head_count(profile: &Profile, seed: u64) -> i64 {
    let map = map::draw(profile, &mut Dice::new(seed, 1));
    let rolls = pupils::enroll(profile, &map, &mut Dice::new(seed, 2));
    let sizes = posts::sizes(&map, &rolls, &Manning::built_in(), &mut Dice::new(seed, 3));
    sizes.iter().map(|size| size.staff).sum()
}

/// `count` times `part` over `whole`, rounded.
pub(super) const fn scaled(count: i64, part: i64, whole: i64) -> i64 {
    (count * part + whole / 2) / whole
}

/// The profile as it is.
struct Usual {
    staff: i64,
    /// Primary and junior pupils for whom its ordinary schools are made.
    capacity: [i64; 2],
    pupils: [i64; 2],
}

impl Usual {
    fn of(profile: &Profile, seed: u64) -> Self {
        Self {
            staff: head_count(profile, seed),
            capacity: capacity(profile, seed),
            pupils: [profile.primary_pupils, profile.junior_pupils],
        }
    }

    /// With pupils in proportion to the schools, so that classes are as large as in the profile.
    fn filled(&self, mut profile: Profile, seed: u64) -> Profile {
        let capacity = capacity(&profile, seed);
        let pupils = [0, 1].map(|at| scaled(self.pupils[at], capacity[at], self.capacity[at].max(1)));
        [profile.primary_pupils, profile.junior_pupils] = pupils;
        profile
    }

    /// `share` of the profile's towns and schools; what the district has once, for a staff of `wanted`.
    fn resized(&self, profile: &Profile, share: i64, wanted: i64) -> Profile {
        let (copies, rest) = (usize::try_from(share / WHOLE).unwrap_or(0), share % WHOLE);
        let mut large = profile.clone();
        (large.towns, large.clusters, large.schools) = (Vec::new(), Vec::new(), Vec::new());
        for copy in 0..copies {
            Part::whole(profile).add_to(&mut large, copy, profile);
        }
        if rest > 0 {
            Part::of(profile, rest, copies == 0).add_to(&mut large, copies, profile);
        }
        let times = |count: usize| {
            let count = scaled(i64::try_from(count).unwrap_or(0), wanted, self.staff.max(1));
            usize::try_from(count).unwrap_or(0)
        };
        large.closing_points = times(large.closing_points);
        large.quality_junior = times(large.quality_junior);
        large.couples = times(large.couples);
        large.pins = times(large.pins);
        large.honors = honors(&large.honors, times);
        // A round without a place is none.
        large.rounds = large.rounds.iter().map(|r| r.resized(|n| scaled(n, wanted, self.staff.max(1)))).collect();
        large.rounds.retain(|round| round.places > 0);
        self.hire(&mut large, wanted);
        large
    }

    /// Posts to fill: each way of hiring grows as a whole and is shared out to its rows as before.
    fn hire(&self, large: &mut Profile, wanted: i64) {
        let mut ways: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, channel) in large.channels.iter().enumerate() {
            ways.entry(channel.name.clone()).or_default().push(at);
        }
        for rows in ways.into_values() {
            let weights: Vec<i64> = rows.iter().map(|&at| large.channels[at].posts).collect();
            let posts = share_out(scaled(weights.iter().sum(), wanted, self.staff.max(1)), &weights);
            for (at, posts) in rows.into_iter().zip(posts) {
                let channel = &mut large.channels[at];
                channel.supply = channel.supply.map(|s| scaled(s, posts, channel.posts.max(1)).min(posts));
                channel.posts = posts;
            }
        }
        large.channels.retain(|channel| channel.posts > 0);
    }
}

fn honors(now: &Honors, times: impl Fn(usize) -> usize) -> Honors {
    Honors {
        municipal_key: times(now.municipal_key),
        special_grade: times(now.special_grade),
        professors: times(now.professors),
        subject_leaders: times(now.subject_leaders),
        key_principals: times(now.key_principals),
        master_teachers: times(now.master_teachers),
        key_per_10000: now.key_per_10000.clone(),
    }
}

fn capacity(profile: &Profile, seed: u64) -> [i64; 2] {
    let map = map::draw(profile, &mut Dice::new(seed, 1));
    [Stage::Primary, Stage::Junior].map(|stage| pupils::capacity(&map, stage, &mut Dice::new(seed, 2)))
}
