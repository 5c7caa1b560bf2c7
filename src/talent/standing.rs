//! Where a person stands in each round: may be nominated, after what, or what is lacking.

use super::Facts;
use super::eligible::Person;
use super::path::Step;
use crate::domain::eligibility::{Lack, Mask};
use crate::domain::words::Award;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What may be said of a person and a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The person holds the award.
    Holds,
    /// Nothing is lacking by what is known today.
    Able,
    /// Nothing is lacking once all awards of one of these lists are won in earlier rounds, within the nominations that a person may have.
    After(BTreeSet<BTreeSet<Award>>),
    /// What is lacking by the month of the round.
    Lacks(Vec<Lack>),
}

impl Facts<'_> {
    /// Where everybody stands in each round, by person.
    #[must_use]
    pub fn standings(&self) -> Vec<Vec<State>> {
        (0..self.people.len()).into_par_iter().map(|person| self.standing(person)).collect()
    }

    /// Where a person stands in each round; nothing for who is not nominated at all: neither permanent nor contract staff, or gone by
    /// the target date.
    #[must_use]
    pub fn standing(&self, person: usize) -> Vec<State> {
        let person = &self.people[person];
        if !person.may_be_nominated() {
            return Vec::new();
        }
        let mut after: Vec<BTreeSet<BTreeSet<Award>>> = vec![BTreeSet::new(); self.rounds.len()];
        self.chains(person, &mut Vec::new(), &mut after);
        let state = |(at, after): (usize, BTreeSet<BTreeSet<Award>>)| {
            let round = &self.rounds[at];
            if self.holds(person, round.award) {
                return State::Holds;
            }
            match self.lacks(person, round, &[]).0 {
                lacks if lacks.is_empty() => State::Able,
                lacks if after.is_empty() => State::Lacks(lacks),
                _ => State::After(least(&after)),
            }
        };
        after.into_iter().enumerate().map(state).collect()
    }

    /// Notes for each round the awards on which a nomination would rest, over everything that may be done one after the other.
    fn chains(&self, person: &Person<'_>, path: &mut Vec<Step>, after: &mut [BTreeSet<BTreeSet<Award>>]) {
        let first = path.last().map_or(0, |last| last.round + 1);
        let hoped = self.hoped(path);
        for at in (first..self.rounds.len()).filter(|&at| self.rounds[at].places > 0) {
            let Some(step) = self.step(person, at, path, &hoped) else { continue };
            path.push(step);
            if step.needs != [0; 2] {
                after[at].insert(self.rests_on(path));
            }
            if path.len() < self.settings.per_person && self.opens(at) {
                self.chains(person, path, after);
            }
            path.pop();
        }
    }

    /// Whether a later round may ask for what this one gives.
    fn opens(&self, round: usize) -> bool {
        let given = self.rounds[round].award;
        let asks = |later: &crate::domain::records::RoundRecord| {
            later.requires.contains(&given) || later.title.is_some_and(|title| given.gives(title))
        };
        self.rounds[round + 1..].iter().any(asks)
    }

    /// The awards on which the last step of a path rests, directly or through others.
    fn rests_on(&self, path: &[Step]) -> BTreeSet<Award> {
        let mut asked: Mask = 0;
        for (at, step) in path.iter().enumerate().rev() {
            if at + 1 == path.len() || asked & (1 << at) != 0 {
                asked |= step.needs[0] | step.needs[1];
            }
        }
        let earlier = path.iter().enumerate().filter(|(at, _)| asked & (1 << at) != 0);
        earlier.map(|(_, step)| self.rounds[step.round].award).collect()
    }
}

/// The lists that hold no other one.
fn least(all: &BTreeSet<BTreeSet<Award>>) -> BTreeSet<BTreeSet<Award>> {
    all.iter().filter(|list| !all.iter().any(|other| other != *list && other.is_subset(list))).cloned().collect()
}
