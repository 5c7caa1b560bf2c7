//! Where a person stands in each round: may be nominated, after what, or what is lacking.

use super::Facts;
use super::eligible::Person;
use crate::domain::eligibility::{Hoped, Lack};
use crate::domain::words::Award;

/// What may be said of a person and a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The person holds the award.
    Holds,
    /// Nothing is lacking by what is known today.
    Able,
    /// Nothing is lacking once one of these is won in an earlier round.
    After(Vec<Award>),
    /// What is lacking by the month of the round.
    Lacks(Vec<Lack>),
}

impl Facts<'_> {
    /// Where a person stands in each round; nothing for who is not nominated at all: neither permanent nor contract staff, or gone by
    /// the target date.
    #[must_use]
    pub fn standing(&self, person: usize) -> Vec<State> {
        let person = &self.people[person];
        if !person.may_be_nominated() {
            return Vec::new();
        }
        let mut hoped: Vec<(usize, Hoped)> = Vec::new();
        let mut states = Vec::new();
        for (at, round) in self.rounds.iter().enumerate() {
            let earlier = hoped.iter().filter(|(earlier, _)| self.rounds[*earlier].date < round.date);
            let state = self.state(person, at, &earlier.map(|&(_, hoped)| hoped).collect::<Vec<_>>());
            if round.places > 0 && matches!(state, State::Able | State::After(_)) {
                // A step for each award, by its place in the list of all.
                let step = Award::ALL.iter().position(|known| *known == round.award).unwrap_or_default();
                hoped.push((at, (step, round.award, round.date)));
            }
            states.push(state);
        }
        states
    }

    /// The same for one round, with awards that may be won before.
    fn state(&self, person: &Person<'_>, round: usize, hoped: &[Hoped]) -> State {
        let round = &self.rounds[round];
        if self.holds(person, round.award) {
            return State::Holds;
        }
        let (lacks, _) = self.lacks(person, round, &[]);
        if lacks.is_empty() {
            return State::Able;
        }
        match self.lacks(person, round, hoped) {
            (left, needs) if left.is_empty() => {
                let named = |(at, _): &(usize, &Award)| needs.iter().any(|mask| mask & (1 << at) != 0);
                State::After(Award::ALL.iter().enumerate().filter(named).map(|(_, award)| *award).collect())
            }
            _ => State::Lacks(lacks),
        }
    }
}
