//! What may become of a person in the rounds: nominations one after the other, fixed beforehand.
//!
//! A path is a list of nominations, at most one at a date and so many in all as the policy allows. A later one may rest on an earlier: it
//! takes effect only if that has succeeded (an award that is asked for), or only if it has not (the same award again). Every nomination
//! serves a target, itself or by what rests on it. Who holds an award is not nominated for it.

use super::eligible::Person;
use super::futures::serves;
use super::{Facts, Target};
use crate::domain::eligibility::{Hoped, Mask, mask, steps};
use crate::domain::words::Award;

/// One nomination of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The round.
    pub round: usize,
    /// Whether the person is trained for it.
    pub trained: bool,
    /// Of each of these sets of earlier steps one has to have succeeded; empty sets ask nothing.
    pub needs: [Mask; 2],
    /// None of these earlier steps may have succeeded.
    pub unless: Mask,
}

/// Nominations of one person, by date.
pub type Path = Vec<Step>;

impl Facts<'_> {
    /// The paths of a person, the empty one left out; none for who may not be nominated.
    #[must_use]
    pub fn paths(&self, person: &Person<'_>) -> Vec<Path> {
        let mut all = Vec::new();
        if person.may_be_nominated() {
            self.extend(person, &mut Vec::new(), &mut all);
        }
        all.retain(|path| self.is_useful(path));
        all
    }

    fn extend(&self, person: &Person<'_>, path: &mut Path, all: &mut Vec<Path>) {
        let first = path.last().map_or(0, |last| last.round + 1);
        let hoped = self.hoped(path);
        for (at, round) in self.rounds.iter().enumerate().skip(first).filter(|(_, round)| round.places > 0) {
            let Some(step) = self.step(person, at, path, &hoped) else { continue };
            for trained in [false, true] {
                if trained && (round.training_places <= 0 || round.training_gain <= 0) {
                    continue;
                }
                path.push(Step { trained, ..step });
                all.push(path.clone());
                if path.len() < self.settings.per_person {
                    self.extend(person, path, all);
                }
                path.pop();
            }
        }
    }

    /// The awards that a path may win.
    pub(super) fn hoped(&self, path: &[Step]) -> Vec<Hoped> {
        let of = |(at, step): (usize, &Step)| (at, self.rounds[step.round].award, self.rounds[step.round].date);
        path.iter().enumerate().map(of).collect()
    }

    /// The nomination of a person in a round at a later date than those of `path`, without training, if all of `hoped` succeed; none where that
    /// is not possible.
    pub(super) fn step(&self, person: &Person<'_>, round: usize, path: &[Step], hoped: &[Hoped]) -> Option<Step> {
        let of = &self.rounds[round];
        let later = path.last().is_none_or(|last| self.rounds[last.round].date < of.date);
        if !later || self.holds(person, of.award) {
            return None;
        }
        let (lacks, needs) = self.lacks(person, of, hoped);
        let unless = steps(&self.hoped(path), |award| award == of.award);
        lacks.is_empty().then_some(Step { round, trained: false, needs, unless })
    }

    /// The same for a person by what is known today, as far as there may be another nomination.
    pub(super) fn may_be_nominated(&self, person: usize, round: usize, path: &[Step]) -> Option<Step> {
        let person = &self.people[person];
        let free = path.len() < self.settings.per_person && person.may_be_nominated();
        free.then(|| self.step(person, round, path, &[])).flatten()
    }

    /// Whether an award is counted by some target.
    pub(super) fn is_wanted(&self, award: Award) -> bool {
        self.settings.targets.iter().any(|target| target.award == award && target.goal > 0 && target.weight > 0)
    }

    /// Whether every nomination serves a target.
    fn is_useful(&self, path: &[Step]) -> bool {
        path.iter().enumerate().all(|(at, step)| {
            let rests = |later: &Step| later.needs.iter().any(|mask| mask & (1 << at) != 0);
            self.is_wanted(self.rounds[step.round].award) || path[at + 1..].iter().any(rests)
        })
    }
}

/// The parts of a path that have nothing to do with each other: no step of one rests on a step of another or counts for the same target.
pub(super) fn parts(facts: &Facts<'_>, path: &[Step]) -> Vec<Path> {
    let mut part: Vec<usize> = (0..path.len()).collect();
    for (at, step) in path.iter().enumerate() {
        let rests = step.needs[0] | step.needs[1] | step.unless;
        let counts = |step: &Step, target: &Target| serves(facts.rounds[step.round].award, target.award);
        let both = |earlier: usize| {
            facts.settings.targets.iter().any(|target| counts(step, target) && counts(&path[earlier], target))
        };
        for earlier in (0..at).filter(|&earlier| rests & (1 << earlier) != 0 || both(earlier)) {
            let (from, to) = (part[at], part[earlier]);
            part.iter_mut().filter(|part| **part == from).for_each(|part| *part = to);
        }
    }
    let mut seen: Vec<usize> = part.clone();
    seen.sort_unstable();
    seen.dedup();
    seen.into_iter().map(|own| only(path, mask((0..path.len()).filter(|&at| part[at] == own)))).collect()
}

/// The steps of a path in rounds that `serves` names, and those on which they rest.
pub(super) fn bearing(path: &[Step], serves: impl Fn(usize) -> bool) -> Path {
    let mut kept: Mask = 0;
    for (at, step) in path.iter().enumerate().rev() {
        if serves(step.round) || kept & (1 << at) != 0 {
            kept |= 1 << at | step.needs[0] | step.needs[1] | step.unless;
        }
    }
    only(path, kept)
}

/// Some steps of a path; none of them rests on one that is left out.
fn only(path: &[Step], kept: Mask) -> Path {
    let steps: Vec<usize> = (0..path.len()).filter(|at| kept & (1 << at) != 0).collect();
    let moved = |old: Mask| mask(steps.iter().enumerate().filter(|(_, at)| old & (1 << **at) != 0).map(|(new, _)| new));
    let step = |&at: &usize| {
        let Step { round, trained, needs, unless } = path[at];
        Step { round, trained, needs: needs.map(moved), unless: moved(unless) }
    };
    steps.iter().map(step).collect()
}

/// Which steps of a path take effect and succeed, as a mask; `wins` says whether a step would.
pub(super) fn outcome(path: &[Step], mut wins: impl FnMut(&Step) -> bool) -> Mask {
    let mut won: Mask = 0;
    for (at, step) in path.iter().enumerate() {
        // Asked for every step, so that the same chances are used up whatever happens.
        let would = wins(step);
        let asked = step.needs.iter().all(|&mask| mask == 0 || mask & won != 0);
        if would && asked && won & step.unless == 0 {
            won |= 1 << at;
        }
    }
    won
}
