//! Seeded futures: how good each round turns out, who is still there at the date, who succeeds.
//!
//! A round is bad in a quarter of the futures, good in a quarter and ordinary otherwise, for all its nominees alike; each of them succeeds by
//! the rate of that case, a trained one by so much more. People with the same nominations and the same odds of staying cannot be told apart
//! beforehand, so the futures deal their luck to *slots*: the first of them, the second and so on, whoever that will be. A choice between
//! such people can then not be made by their luck in the sample.

use super::Facts;
use super::path::{Path, Step, outcome};
use crate::domain::attrition::PERSON;
use crate::domain::dice::Dice;
use crate::domain::eligibility::Mask;
use crate::domain::records::RoundRecord;
use crate::domain::words::{Award, Holds};

/// Parts of a rate.
const PARTS: u64 = 1000;
/// Streams of the seed: cases of rounds, holders, and from here on the ways.
const ROUNDS: u64 = 1;
const HOLDERS: u64 = 2;
const WAYS: u64 = 16;

/// How a round turns out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Bad,
    Ordinary,
    Good,
}

impl Turn {
    /// The turn of a draw below four.
    pub(super) const fn of(draw: u64) -> Self {
        match draw {
            0 => Self::Bad,
            1 | 2 => Self::Ordinary,
            _ => Self::Good,
        }
    }

    /// The rate of success in thousandths.
    pub(super) fn rate(self, round: &RoundRecord, trained: bool) -> u64 {
        let rate = match self {
            Self::Bad => round.low_rate,
            Self::Ordinary => round.rate,
            Self::Good => round.high_rate,
        };
        let rate = rate + if trained { round.training_gain } else { 0 };
        u64::try_from(rate).unwrap_or(0).min(PARTS)
    }
}

/// Whether who has won `award` counts for a target of `counted`.
pub(super) fn serves(award: Award, counted: Award) -> bool {
    match (award.holds(), counted.holds()) {
        (Holds::Title(won), Holds::Title(asked)) => won >= asked,
        (Holds::Honor(won, at), Holds::Honor(asked, least)) => won == asked && at >= least,
        _ => false,
    }
}

/// Nominations and odds of staying of people who cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The nominations.
    pub path: Path,
    /// The odds of being there at the date, in thousand-millionths.
    pub stays: i64,
    /// Targets for which they count already, a bit each.
    pub held: u32,
}

/// A set of futures, a bit each.
#[derive(Clone, Debug, Default)]
pub(super) struct Set(Vec<u64>);

impl Set {
    fn insert(&mut self, future: usize) {
        if self.0.len() <= future / 64 {
            self.0.resize(future / 64 + 1, 0);
        }
        self.0[future / 64] |= 1 << (future % 64);
    }

    /// Its futures in order.
    pub(super) fn futures(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(word, &bits)| {
            let rest = std::iter::successors(Some(bits), |left| Some(left & left.wrapping_sub(1)));
            rest.take_while(|&left| left != 0).map(move |left| word * 64 + left.trailing_zeros() as usize)
        })
    }

    /// How many futures two sets have in common.
    pub(super) fn common(&self, other: &Self) -> i64 {
        self.0.iter().zip(&other.0).map(|(one, other)| i64::from((one & other).count_ones())).sum()
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(futures: I) -> Self {
        let mut set = Self::default();
        futures.into_iter().for_each(|future| set.insert(future));
        set
    }
}

/// The futures.
#[derive(Clone, Debug)]
pub(super) struct Futures {
    /// How many there are.
    pub count: usize,
    /// By target and future the holders of today who are still there.
    pub holders: Vec<Vec<i64>>,
    /// By way, slot and target the futures in which that one counts for the target at the date.
    pub wins: Vec<Vec<Vec<Set>>>,
}

impl Futures {
    /// As many as the policy asks for; `slots` says how many people may take each way.
    pub(super) fn deal(facts: &Facts<'_>, ways: &[(Way, usize)], seed: u64) -> Self {
        let count = facts.settings.futures;
        let mut dice = Dice::new(seed, ROUNDS);
        let turns: Vec<Vec<Turn>> =
            facts.rounds.iter().map(|_| (0..count).map(|_| Turn::of(dice.below(4))).collect()).collect();
        // As the simulation has them: by future, then by round.
        let turns: Vec<Vec<Turn>> = (0..count).map(|at| turns.iter().map(|round| round[at]).collect()).collect();
        let targets = &facts.settings.targets;
        let mut dice = Dice::new(seed, HOLDERS);
        let mut holders = vec![vec![0; count]; targets.len()];
        for person in facts.people.iter().filter(|person| person.stays() > 0) {
            let held: Vec<bool> = targets.iter().map(|target| facts.holds(person, target.award)).collect();
            if !held.contains(&true) {
                continue;
            }
            for future in 0..count {
                if stays(person.stays(), &mut dice) {
                    held.iter().zip(&mut holders).filter(|(held, _)| **held).for_each(|(_, there)| there[future] += 1);
                }
            }
        }
        let wins = ways.iter().enumerate().map(|(at, (way, slots))| {
            let mut dice = Dice::new(seed, WAYS + u64::try_from(at).unwrap_or(u64::MAX - WAYS));
            (0..*slots).map(|_| facts.luck(way, &turns, &mut dice)).collect()
        });
        Self { count, holders, wins: wins.collect() }
    }

    /// What each target misses in each future if the first so many people of each way are nominated; negative where there are more.
    pub(super) fn open(&self, facts: &Facts<'_>, taken: &[usize]) -> Vec<Vec<i64>> {
        let mut missing: Vec<Vec<i64>> = facts
            .settings
            .targets
            .iter()
            .zip(&self.holders)
            .map(|(target, there)| there.iter().map(|there| target.goal - there).collect())
            .collect();
        for (slots, &taken) in self.wins.iter().zip(taken) {
            for slot in &slots[..taken] {
                for (missing, won) in missing.iter_mut().zip(slot) {
                    won.futures().for_each(|future| missing[future] -= 1);
                }
            }
        }
        missing
    }
}

impl Facts<'_> {
    /// The steps of a path that succeed where the rounds turn out like that.
    pub(super) fn won(&self, path: &[Step], turns: &[Turn], dice: &mut Dice) -> Mask {
        outcome(path, |step| dice.below(PARTS) < turns[step.round].rate(&self.rounds[step.round], step.trained))
    }

    /// By target the futures in which one person on a way counts for it.
    fn luck(&self, way: &Way, turns: &[Vec<Turn>], dice: &mut Dice) -> Vec<Set> {
        let targets = &self.settings.targets;
        let mut sets = vec![Set::default(); targets.len()];
        for (future, turns) in turns.iter().enumerate() {
            let there = stays(way.stays, dice);
            let won = self.won(&way.path, turns, dice);
            for (_, step) in way.path.iter().enumerate().filter(|(at, _)| there && won & (1 << at) != 0) {
                let award = self.rounds[step.round].award;
                for (number, (set, target)) in sets.iter_mut().zip(targets).enumerate() {
                    if way.held & (1 << number) == 0 && serves(award, target.award) {
                        set.insert(future);
                    }
                }
            }
        }
        sets
    }
}

/// Whether somebody with these odds stays; nothing is drawn where that is certain.
pub(super) fn stays(odds: i64, dice: &mut Dice) -> bool {
    odds >= PERSON || dice.below(PERSON.unsigned_abs()) < odds.max(0).unsigned_abs()
}
