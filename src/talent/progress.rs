//! How each target stands today, and what is known of it.

use super::Facts;
use super::chance::{Chance, Odds};
use super::eligible::Person;
use super::standing::State;
use crate::domain::YearMonth;
use crate::domain::attrition::PERSON;
use crate::domain::words::Award;

/// One target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is counted.
    pub award: Award,
    /// Holders wanted, and by when.
    pub goal: i64,
    /// The month by whose end the goal is to be reached.
    pub by: YearMonth,
    /// Holders when the year begins.
    pub held: i64,
    /// Those of them who retire by the date.
    pub certain_losses: i64,
    /// Those of the others who are expected to leave by the rates given, in thousandths of a person.
    pub expected_losses: i64,
    /// Who may be nominated in the next round, by what is known today.
    pub eligible_now: i64,
    /// Who may be nominated in some round by then, by what is known today.
    pub eligible: i64,
    /// Who else may be once an earlier award is won.
    pub eligible_after: i64,
    /// Rounds left.
    pub rounds: i64,
    /// Places in them.
    pub places: i64,
    /// What the simulation says.
    pub odds: Odds,
    /// Whether the chance is what the policy asks for.
    pub on_track: bool,
}

impl Progress {
    /// Awards needed from now on, holders who are certain to be lost replaced; none where there are more than enough.
    #[must_use]
    pub fn needed(&self) -> i64 {
        (self.goal - self.held + self.certain_losses).max(0)
    }

    /// In how many of a million futures the target is reached.
    #[must_use]
    pub fn probability(&self) -> i64 {
        self.odds.dates.last().map_or(0, |last| last.reached)
    }
}

/// How all targets stand, in the order of the policy.
#[must_use]
pub(super) fn progress(facts: &Facts<'_>, chance: &Chance, standing: &[Vec<State>]) -> Vec<Progress> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let one = |(target, odds): (&super::Target, &Odds)| {
        let holders: Vec<&Person<'_>> =
            facts.people.iter().filter(|person| facts.holds(person, target.award)).collect();
        let leave = holders.iter().map(|person| person.stays()).filter(|&stays| stays > 0).map(|stays| PERSON - stays);
        let rounds: Vec<usize> =
            (0..facts.rounds.len()).filter(|&round| facts.rounds[round].award == target.award).collect();
        let able = |of: &Vec<State>, round: usize| of.get(round) == Some(&State::Able);
        let after = |of: &Vec<State>, round: usize| matches!(of.get(round), Some(State::After(_)));
        let now = rounds.first().map_or(0, |&next| standing.iter().filter(|of| able(of, next)).count());
        let ever = |of: &&Vec<State>| rounds.iter().any(|&round| able(of, round));
        let later = |of: &&Vec<State>| !ever(of) && rounds.iter().any(|&round| after(of, round));
        let reached = odds.dates.last().map_or(0, |last| last.reached);
        Progress {
            award: target.award,
            goal: target.goal,
            by: facts.settings.by,
            held: number(holders.len()),
            certain_losses: number(holders.iter().filter(|person| person.stays() == 0).count()),
            expected_losses: (leave.sum::<i64>() + PERSON / 2000) / (PERSON / 1000),
            eligible_now: number(now),
            eligible: number(standing.iter().filter(ever).count()),
            eligible_after: number(standing.iter().filter(later).count()),
            rounds: number(rounds.len()),
            places: rounds.iter().map(|&round| facts.rounds[round].places).sum(),
            odds: odds.clone(),
            on_track: reached >= facts.settings.level * 1000,
        }
    };
    facts.settings.targets.iter().zip(&chance.odds).map(one).collect()
}
