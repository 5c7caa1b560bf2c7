//! Titles and honors by a date: how far the district is, whom to nominate and to train, and how likely the targets are.
//!
//! The facts are the people of the first year, the rounds of the table `honors` and the targets of the policy (`talent-targets`,
//! `talent-nominations`). Holders who retire by the date are lost for certain, the rates of the table `attrition` say who is expected to
//! leave; an honor that ends before the date is taken to be renewed. [`choice`] finds nominations whose expected shortfall is
//! proven to be near the smallest, [`chance`] simulates the rounds on fresh futures, [`advice`] what would close
//! the gaps. The room asks no solver itself: whoever calls hands one over.

pub mod advice;
pub mod apart;
pub mod assignment;
pub mod chance;
pub mod choice;
pub mod eligible;
pub mod expectation;
pub mod futures;
pub mod naming;
pub mod nominate;
pub mod path;
pub mod progress;
mod settings;
mod smallest;
mod spread;
pub mod standing;

pub use settings::{Settings, Target};

use crate::domain::records::{Records, RoundRecord};
use crate::domain::{Case, YearMonth};
use crate::policy::Policy;
use crate::program::Program;
use advice::Advice;
use chance::Chance;
use choice::Proof;
use eligible::Person;
use naming::Nominee;
use progress::Progress;
use standing::State;

/// Who answers programs.
pub type Solve<'s> = &'s dyn Fn(&Program, Option<&[i64]>) -> Answer;

/// What is known of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The best solution; none where there is none or none was found.
    pub solution: Option<Vec<i64>>,
    /// No solution has less in the first goal.
    pub bound: Option<i64>,
}

/// What the rooms below look at.
#[derive(Clone, Debug)]
pub struct Facts<'c> {
    /// The first year.
    pub case: &'c Case,
    /// Rounds after the start of the year and not after the last target date, by date and award.
    pub rounds: Vec<RoundRecord>,
    /// Everybody on the staff, by code.
    pub people: Vec<Person<'c>>,
    /// What the policy asks for.
    pub settings: Settings,
    /// Whether rates of people expected to leave are given.
    pub rates: bool,
    /// The Decembers until the target date, and that date last.
    pub dates: Vec<YearMonth>,
}

impl<'c> Facts<'c> {
    /// The facts; none where the policy names no targets.
    #[must_use]
    pub fn of(case: &'c Case, records: &Records, policy: &Policy) -> Option<Self> {
        let settings = Settings::of(policy)?;
        let (start, by) = (case.year.start(), settings.by);
        let mut rounds: Vec<RoundRecord> =
            records.honors.iter().filter(|round| start < round.date && round.date <= by).cloned().collect();
        rounds.sort_by_key(|round| (round.date, round.award));
        let decembers = (start.year()..by.year()).filter_map(|year| YearMonth::new(year, 12));
        let dates: Vec<YearMonth> = decembers.filter(|&date| start < date).chain([by]).collect();
        let people = eligible::people(case, records, &dates);
        let rates = !records.attrition.is_empty();
        Some(Self { case, rounds, people, settings, rates, dates })
    }
}

/// All that is said of the targets.
#[derive(Clone, Debug)]
pub struct Talent {
    /// The rounds looked at, by date and award.
    pub rounds: Vec<RoundRecord>,
    /// What the policy asks for.
    pub settings: Settings,
    /// Whether rates of people expected to leave were given.
    pub rates: bool,
    /// How each target stands, in the order of the policy.
    pub progress: Vec<Progress>,
    /// Whom to nominate and to train, by round and person.
    pub nominees: Vec<Nominee>,
    /// What is proven of them.
    pub proof: Proof,
    /// Fresh futures with the plan.
    pub chance: Chance,
    /// The same with nominations by seniority.
    pub by_seniority: Chance,
    /// What would close the gaps.
    pub advice: Vec<Advice>,
    /// Where everybody stands in each round, by person.
    pub standing: Vec<Vec<State>>,
}

/// Plans and simulates; none where the policy names no targets. `seed` decides the futures.
#[must_use]
pub fn pursue(facts: &Facts<'_>, seed: u64, solve: Solve<'_>) -> Talent {
    let (nominees, proof) = choice::choose(facts, seed, solve);
    let chance = chance::simulate(facts, &nominees, seed);
    let by_seniority = chance::simulate(facts, &naming::by_seniority(facts), seed);
    let advice = advice::advise(facts, &nominees, &chance, seed);
    let standing = facts.standings();
    let (rounds, settings) = (facts.rounds.clone(), facts.settings.clone());
    Talent {
        rates: facts.rates,
        rounds,
        settings,
        progress: progress::progress(facts, &chance, &standing),
        nominees,
        proof,
        chance,
        by_seniority,
        advice,
        standing,
    }
}
