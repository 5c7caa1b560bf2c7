//! What it would take where the chance of a target is below what the policy asks for.
//!
//! Of each round left the least number of further places that lifts the chance so far, filled with the next who may be nominated; which conditions
//! keep how many people from the last round who lack nothing else, and who is nearest to it. Chances are those of fresh futures.

use super::chance::{Chance, simulate_so_many};
use super::eligible::Lack;
use super::naming::{Nominee, by_rank};
use super::path::Path;
use super::{Facts, Target};
use crate::domain::words::Award;
use std::collections::BTreeMap;

/// Futures for one question.
const RUNS: usize = 10_000;
/// People named who lack one condition.
const NEAREST: usize = 5;

/// What closes a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The target.
    pub award: Award,
    /// Of each round left what further places would do.
    pub places: Vec<Places>,
    /// What keeps people from the last round, most first.
    pub conditions: Vec<Condition>,
}

/// Further places in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The round.
    pub round: usize,
    /// The least number that lifts the chance as far as asked; none where even all who may be nominated do not.
    pub more: Option<i64>,
    /// Places of the round that are left open, because of the limits on schools, subjects and rural schools.
    pub free: i64,
    /// People who may be nominated and are not.
    pub able: i64,
    /// The chance with so many (with all of them where they are not enough), in millionths.
    pub reached: i64,
}

/// A condition that people lack who lack nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The round.
    pub round: usize,
    /// The condition, with what the nearest of them lacks.
    pub lack: Lack,
    /// How many they are.
    pub people: i64,
    /// The nearest, positions in the facts.
    pub nearest: Vec<usize>,
}

/// Advice for each target whose chance is too small.
#[must_use]
pub(super) fn advise(facts: &Facts<'_>, nominees: &[Nominee], chance: &Chance, seed: u64) -> Vec<Advice> {
    let order = by_rank(facts);
    let mut all = Vec::new();
    for (at, (target, odds)) in facts.settings.targets.iter().zip(&chance.odds).enumerate() {
        if odds.dates.last().is_some_and(|last| last.reached >= facts.settings.level * 1000) {
            continue;
        }
        let rounds: Vec<usize> =
            (0..facts.rounds.len()).filter(|&round| facts.rounds[round].award == target.award).collect();
        let ask = |&round: &usize| places(facts, nominees, (at, target, round), &order, seed);
        let conditions = rounds.last().map_or_else(Vec::new, |&last| conditions(facts, last, &order));
        all.push(Advice { award: target.award, places: rounds.iter().map(ask).collect(), conditions });
    }
    all
}

/// What further places in a round would do.
fn places(
    facts: &Facts<'_>,
    nominees: &[Nominee],
    (at, target, round): (usize, &Target, usize),
    order: &[usize],
    seed: u64,
) -> Places {
    let paths: BTreeMap<usize, &Path> = nominees.iter().map(|nominee| (nominee.person, &nominee.path)).collect();
    let able: Vec<Nominee> = order
        .iter()
        .filter_map(|&person| {
            let own = paths.get(&person).map_or(&[][..], |path| path.as_slice());
            let again = own.iter().any(|step| facts.rounds[step.round].award == target.award);
            let step = facts.may_be_nominated(person, round, own).filter(|_| !again)?;
            Some(Nominee { person, path: own.iter().copied().chain([step]).collect() })
        })
        .collect();
    let reached = |more: usize| {
        let mut all: BTreeMap<usize, Nominee> = nominees.iter().map(|own| (own.person, own.clone())).collect();
        all.extend(able[..more].iter().map(|own| (own.person, own.clone())));
        let all: Vec<Nominee> = all.into_values().collect();
        simulate_so_many(facts, &all, seed, RUNS).odds[at].dates.last().map_or(0, |last| last.reached)
    };
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let taken = nominees.iter().filter(|own| own.path.iter().any(|step| step.round == round)).count();
    let free = (facts.rounds[round].places - number(taken)).max(0);
    let asked = facts.settings.level * 1000;
    let best = reached(able.len());
    if best < asked {
        return Places { round, more: None, free, able: number(able.len()), reached: best };
    }
    let (mut few, mut enough) = (0, able.len());
    while enough - few > 1 {
        let half = usize::midpoint(few, enough);
        if reached(half) >= asked { enough = half } else { few = half }
    }
    Places { round, more: Some(number(enough)), free, able: number(able.len()), reached: reached(enough) }
}

/// What keeps people from a round who lack nothing else.
fn conditions(facts: &Facts<'_>, round: usize, order: &[usize]) -> Vec<Condition> {
    let mut by_sort: BTreeMap<usize, Vec<(Lack, usize)>> = BTreeMap::new();
    let of = &facts.rounds[round];
    for &at in order {
        let person = &facts.people[at];
        if !person.may_be_nominated() || facts.holds(person, of.award) {
            continue;
        }
        if let [lack] = facts.lacks(person, of, &[]).0.as_slice() {
            by_sort.entry(lack.sort()).or_default().push((*lack, at));
        }
    }
    let condition = |mut people: Vec<(Lack, usize)>| {
        people.sort_by_key(|&(lack, _)| lack);
        Condition {
            round,
            lack: people[0].0,
            people: i64::try_from(people.len()).unwrap_or(i64::MAX),
            nearest: people.iter().take(NEAREST).map(|&(_, at)| at).collect(),
        }
    };
    let mut conditions: Vec<Condition> = by_sort.into_values().map(condition).collect();
    conditions.sort_by_key(|condition| std::cmp::Reverse(condition.people));
    conditions
}

impl Lack {
    /// The sort of condition.
    const fn sort(self) -> usize {
        match self {
            Self::Title => 0,
            Self::TitleMonths(_) => 1,
            Self::Degree => 2,
            Self::Service(_) => 3,
            Self::Rural(_) => 4,
            Self::Age(_) => 5,
            Self::Role => 6,
            Self::Award => 7,
        }
    }
}
