//! What it would take where the chance of a target is below what the policy asks for.
//!
//! Of each round left, and of all together, about the least number of further nominees that lifts the chance so far, filled with people who may be
//! nominated; how many more would have to be trained; which conditions keep how many people from the last round who lack nothing else, and
//! who is nearest to it. Chances are computed ([`super::expectation`]), or those of fresh futures where many rounds bear on a target.

use super::chance::{Chance, simulate_so_many};
use super::expectation::Outlook;
use super::naming::{Nominee, by_rank};
use super::path::{Path, Step};
use super::smallest::{Worth, smallest};
use super::{Facts, expectation};
use crate::domain::eligibility::Lack;
use crate::domain::words::Award;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
    /// About the fewest further nominees in all rounds together; none where there is one round or none.
    pub together: Option<Change>,
    /// About the fewest nominees to be trained in addition; none where nobody is left to train.
    pub training: Option<Change>,
    /// What keeps people from the last round, most first.
    pub conditions: Vec<Condition>,
}

/// Something more in each round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How many more in which round.
    pub split: Vec<(usize, i64)>,
    /// The chance with that, in millionths.
    pub reached: i64,
    /// Whether that is what is asked for; if not, all who are there are counted.
    pub is_enough: bool,
}

/// Further places in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The round.
    pub round: usize,
    /// About the least number that lifts the chance as far as asked; none where even all who may be nominated do not.
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
    for (target, odds) in chance.odds.iter().enumerate() {
        if odds.dates.last().is_some_and(|last| last.reached >= facts.settings.level * 1000) {
            continue;
        }
        let award = facts.settings.targets[target].award;
        let rounds: Vec<usize> = (0..facts.rounds.len()).filter(|&round| facts.rounds[round].award == award).collect();
        let question = Question { facts, nominees, order: &order, target, rounds: rounds.clone(), seed };
        let together = (rounds.len() > 1).then(|| question.together());
        let gains = rounds.iter().any(|&round| facts.rounds[round].training_gain > 0);
        let training = gains.then(|| question.training()).filter(|change| !change.split.is_empty());
        let conditions = rounds.last().map_or_else(Vec::new, |&last| conditions(facts, last, &order));
        let places = rounds.iter().map(|&round| question.places(round)).collect();
        all.push(Advice { award, places, together, training, conditions });
    }
    all
}

/// What is asked of one target, and who is nominated.
struct Question<'f, 'c> {
    facts: &'f Facts<'c>,
    nominees: &'f [Nominee],
    /// By rank.
    order: &'f [usize],
    target: usize,
    rounds: Vec<usize>,
    seed: u64,
}

impl Question<'_, '_> {
    fn award(&self) -> Award {
        self.facts.settings.targets[self.target].award
    }

    fn asked(&self) -> i64 {
        self.facts.settings.level * 1000
    }

    fn paths(&self) -> BTreeMap<usize, Path> {
        self.nominees.iter().map(|nominee| (nominee.person, nominee.path.clone())).collect()
    }

    /// What these paths are worth: computed where that is possible, else from fresh futures.
    fn worth(&self, paths: BTreeMap<usize, Path>) -> Worth {
        let nominees: Vec<Nominee> = paths.into_iter().map(|(person, path)| Nominee { person, path }).collect();
        let trials = expectation::trials(self.facts, &nominees, self.target);
        let simulated = || {
            let chance = simulate_so_many(self.facts, &nominees, self.seed, RUNS);
            let odds = &chance.odds[self.target];
            (odds.dates.last().map_or(0, |last| last.reached), Reverse(odds.shortfall * 1000))
        };
        let computed = |outlook: Outlook| (outlook.reached_ppm(), Reverse(outlook.missing_ppm()));
        expectation::outlook(self.facts, self.target, &trials).map_or_else(simulated, computed)
    }

    /// Who else may be nominated in each of these rounds: first who may be in the fewest of them, then those most likely to stay, then by rank.
    fn able(&self, rounds: &[usize]) -> Vec<Vec<(usize, Step)>> {
        let paths = self.paths();
        let again = |path: &[Step]| path.iter().any(|step| self.facts.rounds[step.round].award == self.award());
        let of = |&round: &usize| {
            let able = self.order.iter().filter_map(|&person| {
                let own = paths.get(&person).map_or(&[][..], Vec::as_slice);
                let step = self.facts.may_be_nominated(person, round, own).filter(|_| !again(own))?;
                Some((person, step))
            });
            able.collect()
        };
        let mut able: Vec<Vec<(usize, Step)>> = rounds.iter().map(of).collect();
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        able.iter().flatten().for_each(|(person, _)| *times.entry(*person).or_default() += 1);
        for able in &mut able {
            able.sort_by_key(|(person, _)| (times[person], Reverse(self.facts.people[*person].stays())));
        }
        able
    }

    /// The paths with so many more nominees of each list, nobody twice, and how many they really are.
    fn with_places(&self, able: &[Vec<(usize, Step)>], more: &[usize]) -> (BTreeMap<usize, Path>, Vec<usize>) {
        let (mut paths, mut used) = (self.paths(), BTreeSet::new());
        let mut placed = Vec::new();
        for (able, &more) in able.iter().zip(more) {
            let free: Vec<(usize, Step)> = able.iter().copied().filter(|(person, _)| !used.contains(person)).collect();
            placed.push(more.min(free.len()));
            for (person, step) in free.into_iter().take(more) {
                used.insert(person);
                paths.entry(person).or_default().push(step);
            }
        }
        (paths, placed)
    }

    /// About the fewest further nominees in some rounds together, how many of each, and what that is worth.
    fn nominees_in(&self, rounds: &[usize]) -> (Vec<usize>, Worth, usize) {
        let able = self.able(rounds);
        let caps: Vec<usize> = able.iter().map(Vec::len).collect();
        let people: BTreeSet<usize> = able.iter().flatten().map(|(person, _)| *person).collect();
        let worth = |more: &[usize]| self.worth(self.with_places(&able, more).0);
        let (more, worth) = smallest(&caps, people.len(), self.asked(), worth);
        (self.with_places(&able, &more).1, worth, people.len())
    }

    /// What further places in a round would do.
    fn places(&self, round: usize) -> Places {
        let taken = self.nominees.iter().filter(|own| own.path.iter().any(|step| step.round == round)).count();
        let free = (self.facts.rounds[round].places - number(taken)).max(0);
        let (more, (reached, _), able) = self.nominees_in(&[round]);
        let more = (reached >= self.asked()).then(|| number(more.iter().sum()));
        Places { round, more, free, able: number(able), reached }
    }

    /// Further nominees in all rounds together.
    fn together(&self) -> Change {
        let (more, (reached, _), _) = self.nominees_in(&self.rounds);
        self.change(&more, reached)
    }

    /// Nominees to be trained in addition.
    fn training(&self) -> Change {
        let open = |&round: &usize| -> Vec<usize> {
            let gains = self.facts.rounds[round].training_gain > 0;
            let own = |nominee: &&Nominee| nominee.path.iter().any(|step| step.round == round && !step.trained);
            let of = self.nominees.iter().filter(own).filter(|_| gains);
            let mut open: Vec<usize> = of.map(|nominee| nominee.person).collect();
            open.sort_by_key(|&person| Reverse(self.facts.people[person].stays()));
            open
        };
        let open: Vec<Vec<usize>> = self.rounds.iter().map(open).collect();
        let caps: Vec<usize> = open.iter().map(Vec::len).collect();
        let trained = |more: &[usize]| {
            let mut paths = self.paths();
            for ((&round, open), &more) in self.rounds.iter().zip(&open).zip(more) {
                for person in &open[..more] {
                    let steps = paths.get_mut(person).into_iter().flatten();
                    steps.filter(|step| step.round == round).for_each(|step| step.trained = true);
                }
            }
            self.worth(paths)
        };
        let (more, (reached, _)) = smallest(&caps, usize::MAX, self.asked(), trained);
        self.change(&more, reached)
    }

    fn change(&self, more: &[usize], reached: i64) -> Change {
        let split = self.rounds.iter().zip(more).filter(|(_, more)| **more > 0);
        let split = split.map(|(&round, &more)| (round, number(more))).collect();
        Change { split, reached, is_enough: reached >= self.asked() }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
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
    conditions.sort_by_key(|condition| Reverse(condition.people));
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
