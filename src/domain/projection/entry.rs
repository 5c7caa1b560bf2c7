//! The entry grade of every stage.
//!
//! An area has the entrants that the table says, else its leavers of the stage before times the transfer rate, else as many as in the
//! year before. They are shared by the schools as the entry of the year before (after closing schools have left theirs to their
//! heirs), less what is given for single schools. Entrants of an area without a school to take them go to the rest of the district.
//!
//! A school that opens takes its entrants from the schools of its town (where there is none, of the district) in proportion to their
//! entry: as many as the table says for it, else its share of the seats (assumption; a school whose seats are not known counts with
//! its pupils, a new one with an equal share). It grows grade by grade.

use super::cohort::Cohort;
use super::demography::Intake;
use super::{Facts, Key, Roll, Taught};
use crate::domain::shares::{in_proportion, share_out};
use crate::domain::words::{EnrollmentSource, Stage};
use std::collections::BTreeSet;

/// A unit with an entry grade.
struct Place<'r> {
    key: Key<'r>,
    town: &'r str,
    /// Entry of the year before, or what is given.
    pupils: i64,
    /// Said for this school itself, by either table.
    fixed: bool,
    source: EnrollmentSource,
}

/// Sets the entry grades of `next`.
pub(super) fn enter<'r>(facts: &Facts<'r>, before: &Roll<'r>, next: &mut Roll<'r>, year: i32) {
    for &stage in Stage::ALL {
        let mut places = places(facts, before, next, stage, year);
        let towns: Vec<&str> = facts.demography.towns();
        let own = |town: &&str| facts.demography.intake(Some(town), stage, year).is_some();
        let own: Vec<&'r str> = towns.into_iter().filter(own).collect();
        let mut unplaced = 0;
        for &town in &own {
            let intake = facts.demography.intake(Some(town), stage, year);
            let total = total(facts, before, intake, stage, &|t| t == town);
            unplaced += share(&mut places, total, &|t| t == town);
        }
        let rest = |town: &str| !own.contains(&town);
        let intake = facts.demography.intake(None, stage, year);
        let mut rest_total = total(facts, before, intake, stage, &rest);
        if unplaced > 0 {
            let as_before = || {
                let all = places.iter().filter(|p| rest(p.town)).map(|p| p.pupils).sum();
                (all, EnrollmentSource::AsLastGiven)
            };
            let (children, source) = rest_total.unwrap_or_else(as_before);
            rest_total = Some((children + unplaced, source));
        }
        share(&mut places, rest_total, &rest);
        let said = facts.demography.intake(None, stage, year).is_some();
        open(facts, before, next, &mut places, &|town| said || own.contains(&town), (stage, year));
        settle(facts, next, &places, stage);
    }
}

/// Units with an entry grade: those that had one, and those for which one is given.
fn places<'r>(facts: &Facts<'r>, before: &Roll<'r>, next: &Roll<'r>, stage: Stage, year: i32) -> Vec<Place<'r>> {
    let first = stage.grades().0;
    let mut keys: BTreeSet<Key<'r>> =
        next.iter().filter(|(k, t)| k.1 == stage && t.grades.contains_key(&first)).map(|(&k, _)| k).collect();
    // A school that had children before and has no entry grade begins with a higher one.
    keys.extend(facts.stages.iter().filter(|k| k.1 == stage).filter(|k| {
        let given = facts.given.contains_key(&(year, **k)) || facts.demography.of_school(k.0, stage, year).is_some();
        given && facts.is_open(k.0, year) && (before.contains_key(k) || opens_now(facts, next, **k, year))
    }));
    let place = |key: Key<'r>| {
        let as_before = next.get(&key).and_then(|t| t.grades.get(&first));
        let given = facts.as_given(key, year).map(|t| t.grades.get(&first).map_or(0, |c| c.pupils));
        let said = given.or_else(|| facts.demography.of_school(key.0, stage, year));
        let source = match (given, said) {
            (Some(_), _) => EnrollmentSource::Given,
            (None, Some(_)) => EnrollmentSource::Births,
            (None, None) => as_before.map_or(EnrollmentSource::AsLastGiven, |c| c.source),
        };
        let pupils = said.unwrap_or_else(|| as_before.map_or(0, |c| c.pupils));
        Place { key, town: facts.town(key.0), pupils, fixed: said.is_some(), source }
    };
    keys.into_iter().map(place).collect()
}

/// The entrants of an area, where the table says something.
fn total<'r>(
    facts: &Facts<'r>,
    before: &Roll<'r>,
    intake: Option<Intake>,
    stage: Stage,
    inside: &dyn Fn(&str) -> bool,
) -> Option<(i64, EnrollmentSource)> {
    match intake? {
        Intake::Children(children) => Some((children, EnrollmentSource::Births)),
        Intake::Rate(rate) => {
            let below = stage.before()?;
            let top = below.grades().1;
            let schools = before.iter().filter(|(key, _)| key.1 == below && inside(facts.town(key.0)));
            let leavers = schools.filter_map(|(_, taught)| taught.grades.get(&top)).map(|c| c.pupils).sum();
            Some((in_proportion(leavers, rate, 1000), EnrollmentSource::Transfer))
        }
    }
}

/// Shares the entrants of an area; gives back how many no school there can take.
fn share(places: &mut [Place<'_>], total: Option<(i64, EnrollmentSource)>, inside: &dyn Fn(&str) -> bool) -> i64 {
    let Some((total, source)) = total else { return 0 };
    let mut members: Vec<&mut Place<'_>> = places.iter_mut().filter(|p| inside(p.town)).collect();
    let fixed: i64 = members.iter().filter(|p| p.fixed).map(|p| p.pupils).sum();
    members.retain(|p| !p.fixed && p.pupils > 0);
    let left = (total - fixed).max(0);
    if members.is_empty() {
        return left;
    }
    let weights: Vec<i64> = members.iter().map(|p| p.pupils).collect();
    for (place, pupils) in members.iter_mut().zip(share_out(left, &weights)) {
        place.pupils = pupils;
        place.source = source;
    }
    0
}

/// Whether a school opens after the first year of the horizon and has had no children yet.
fn opens_now<'r>(facts: &Facts<'r>, next: &Roll<'r>, key: Key<'r>, year: i32) -> bool {
    let opens = facts.schools.get(key.0).and_then(|s| s.opens);
    opens.is_some_and(|opens| (facts.first + 1..=year).contains(&opens)) && !next.contains_key(&key)
}

/// Schools that open take their entrants from the others.
fn open<'r>(
    facts: &Facts<'r>,
    before: &Roll<'r>,
    next: &Roll<'r>,
    places: &mut Vec<Place<'r>>,
    counted: &dyn Fn(&str) -> bool,
    (stage, year): (Stage, i32),
) {
    let new: Vec<Key<'r>> = facts
        .stages
        .iter()
        .copied()
        .filter(|k| k.1 == stage && facts.is_open(k.0, year) && opens_now(facts, next, *k, year))
        .collect();
    for key in new {
        let (town, said) = (facts.town(key.0), places.iter().position(|p| p.key == key));
        // Entrants said for a school are part of those said for its area.
        if said.is_some() && counted(town) {
            continue;
        }
        let is_donor = |p: &&mut Place<'r>| !p.fixed && p.pupils > 0 && p.key != key;
        let in_town = places.iter_mut().filter(is_donor).any(|p| p.town == town);
        let wanted = said.map(|at| places[at].pupils);
        let mut donors: Vec<&mut Place<'r>> =
            places.iter_mut().filter(is_donor).filter(|p| !in_town || p.town == town).collect();
        let weights: Vec<i64> = donors.iter().map(|p| p.pupils).collect();
        let pool: i64 = weights.iter().sum();
        let taken = wanted.unwrap_or_else(|| by_seats(facts, before, key, &donors, pool)).min(pool);
        for (donor, pupils) in donors.iter_mut().zip(share_out(pool - taken, &weights)) {
            donor.pupils = pupils;
        }
        if said.is_none() {
            places.push(Place { key, town, pupils: taken, fixed: true, source: EnrollmentSource::Opening });
        }
    }
}

/// The part of `pool` that goes to a new school by its seats.
fn by_seats<'r>(facts: &Facts<'r>, before: &Roll<'r>, key: Key<'r>, donors: &[&mut Place<'r>], pool: i64) -> i64 {
    let seats = |school: &str| facts.schools.get(school).and_then(|s| s.seats).filter(|&n| n > 0);
    let donors_hold: i64 =
        donors.iter().map(|p| seats(p.key.0).unwrap_or_else(|| before.get(&p.key).map_or(0, Taught::pupils))).sum();
    let others = i64::try_from(donors.len()).unwrap_or(i64::MAX).max(1);
    seats(key.0).map_or_else(|| pool / (others + 1), |own| in_proportion(pool, own, own + donors_hold))
}

/// Writes the entry grades; what is given replaces them afterwards.
fn settle<'r>(facts: &Facts<'r>, next: &mut Roll<'r>, places: &[Place<'r>], stage: Stage) {
    let (first, size) = (stage.grades().0, facts.size(stage));
    for place in places {
        let taught = next.entry(place.key).or_default();
        let before = taught.grades.get(&first).copied();
        let now = match (before, taught.entry.or(before)) {
            (Some(before), Some(model)) => before.entering(place.pupils, model, size).from(place.source),
            _ => Cohort::new(place.pupils, size, place.source),
        };
        taught.grades.insert(first, now);
        taught.entry = taught.entry.or(Some(now));
    }
}
