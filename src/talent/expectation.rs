//! The expected shortfall of a target and the chance to reach it, computed and not sampled.
//!
//! Formula: `E[max(0, target − X)] = Σ_turns P(turns) Σ_{k < target} (target − k) P(X = k | turns)`. How a round turns out is shared by its
//! nominees; given that, people know nothing of each other, and X is a sum of independent trials (Poisson binomial; Hong, On computing the
//! distribution function for the Poisson binomial distribution, Computational Statistics & Data Analysis 59, 2013), summed up one by one.
//! Unit: people; weighted sums in millionths.

use super::Facts;
use super::futures::{Turn, serves};
use super::naming::Nominee;
use super::path::{Path, bearing, outcome};
use crate::domain::attrition::PERSON;
use std::collections::BTreeMap;

/// Most rounds of which every combination of turns is looked at.
const MOST_ROUNDS: usize = 8;

/// Somebody who may count for a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Trial {
    /// The odds of being there at the target date, in thousand-millionths.
    pub stays: i64,
    /// The nominations; none for who holds the award.
    pub path: Option<Path>,
}

/// What is to be expected of a target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outlook {
    /// The shortfall, in people.
    pub missing: f64,
    /// The chance that nothing is missing.
    pub reached: f64,
}

impl Outlook {
    /// The shortfall in millionths of a person.
    #[allow(clippy::cast_possible_truncation, reason = "people of one district in millionths fit")]
    pub(super) fn missing_ppm(&self) -> i64 {
        (self.missing * 1_000_000.0).round() as i64
    }

    /// The chance in millionths.
    #[allow(clippy::cast_possible_truncation, reason = "at most a million")]
    pub(super) fn reached_ppm(&self) -> i64 {
        (self.reached * 1_000_000.0).round() as i64
    }
}

/// The expected shortfall of `nominees`, weighted, in millionths of a person; none where too many rounds bear on one target.
#[must_use]
pub fn weighted(facts: &Facts<'_>, nominees: &[Nominee]) -> Option<i64> {
    sum(facts, |target| outlook(facts, target, &trials(facts, nominees, target)))
}

/// Who may count for a target with these nominations.
pub(super) fn trials(facts: &Facts<'_>, nominees: &[Nominee], target: usize) -> Vec<Trial> {
    let award = facts.settings.targets[target].award;
    let won = nominees.iter().filter(|nominee| !facts.holds(&facts.people[nominee.person], award));
    let serves = |round: usize| serves(facts.rounds[round].award, award);
    let won = won.map(|nominee| Trial {
        stays: facts.people[nominee.person].stays(),
        // Rounds that do not bear on the target are not looked at.
        path: Some(bearing(&nominee.path, serves)),
    });
    holders(facts, target).chain(won).collect()
}

/// The weighted sum of shortfalls over the targets.
pub(super) fn sum(facts: &Facts<'_>, outlook: impl Fn(usize) -> Option<Outlook>) -> Option<i64> {
    let targets = facts.settings.targets.iter().enumerate();
    targets.filter(|(_, target)| target.weight > 0 && target.goal > 0).try_fold(0, |sum, (at, target)| {
        // Less than a thousand-millionth of a person lost to rounding on the way to millionths.
        #[allow(clippy::cast_possible_truncation, reason = "millionths of people of one district fit")]
        let millionths = (outlook(at)?.missing * 1000.0 * float(target.weight)).round() as i64;
        Some(sum + millionths)
    })
}

/// Who holds the award of a target today and may still be there.
pub(super) fn holders(facts: &Facts<'_>, target: usize) -> impl Iterator<Item = Trial> {
    let award = facts.settings.targets[target].award;
    let there = facts.people.iter().filter(move |person| person.stays() > 0 && facts.holds(person, award));
    there.map(|person| Trial { stays: person.stays(), path: None })
}

/// What is to be expected of one target; none where too many rounds bear on it.
pub(super) fn outlook(facts: &Facts<'_>, target: usize, trials: &[Trial]) -> Option<Outlook> {
    let of = &facts.settings.targets[target];
    let sure = trials.iter().filter(|trial| trial.path.is_none() && trial.stays >= PERSON).count();
    let open = usize::try_from(of.goal).ok()?.saturating_sub(sure);
    let wins = |path: &Path| path.iter().any(|step| serves(facts.rounds[step.round].award, of.award));
    // People on the same path with the same odds of staying have the same odds.
    let mut alike: BTreeMap<&Trial, usize> = BTreeMap::new();
    for trial in trials.iter().filter(|trial| trial.path.as_ref().map_or(trial.stays < PERSON, wins)) {
        *alike.entry(trial).or_default() += 1;
    }
    let steps = alike.keys().filter_map(|trial| trial.path.as_ref()).flatten();
    let mut rounds: Vec<usize> = steps.map(|step| step.round).collect();
    rounds.sort_unstable();
    rounds.dedup();
    if rounds.len() > MOST_ROUNDS {
        return None;
    }
    let mut turns = vec![Turn::Ordinary; facts.rounds.len()];
    let mut sum = Outlook { missing: 0.0, reached: 0.0 };
    for case in 0..3_usize.pow(u32::try_from(rounds.len()).ok()?) {
        let (mut rest, mut chance) = (case, 1.0);
        for &round in &rounds {
            let (turn, odds) = [(Turn::Bad, 0.25), (Turn::Ordinary, 0.5), (Turn::Good, 0.25)][rest % 3];
            (turns[round], chance, rest) = (turn, chance * odds, rest / 3);
        }
        let odds =
            alike.iter().flat_map(|(trial, &people)| std::iter::repeat_n(odds(facts, target, trial, &turns), people));
        let of = outlook_of(open, odds);
        sum.missing += chance * of.missing;
        sum.reached += chance * of.reached;
    }
    Some(sum)
}

/// What is to be expected if so many are open and each trial succeeds with its odds.
fn outlook_of(open: usize, odds: impl Iterator<Item = f64>) -> Outlook {
    // The odds that exactly so many have succeeded, as long as some are still missing.
    let mut exactly = vec![0.0; open + 1];
    exactly[0] = 1.0;
    for odds in odds {
        for number in (1..open).rev() {
            exactly[number] = exactly[number] * (1.0 - odds) + exactly[number - 1] * odds;
        }
        exactly[0] *= 1.0 - odds;
    }
    let left = |number: usize| float(i64::try_from(open - number).unwrap_or(i64::MAX));
    let missing = (0..open).map(|number| left(number) * exactly[number]).sum();
    Outlook { missing, reached: 1.0 - exactly[..open].iter().sum::<f64>() }
}

/// The odds that somebody counts for a target where the rounds turn out like that.
fn odds(facts: &Facts<'_>, target: usize, trial: &Trial, turns: &[Turn]) -> f64 {
    let stays = float(trial.stays.min(PERSON)) / float(PERSON);
    let Some(path) = &trial.path else { return stays };
    let award = facts.settings.targets[target].award;
    let of_luck = |luck: u32| {
        let (mut at, mut chance) = (0, 1.0);
        let won = outcome(path, |step| {
            let rate = turns[step.round].rate(&facts.rounds[step.round], step.trained);
            let rate = float(i64::try_from(rate).unwrap_or(0)) / 1000.0;
            let lucky = luck & (1 << at) != 0;
            chance *= if lucky { rate } else { 1.0 - rate };
            at += 1;
            lucky
        });
        let counts = path
            .iter()
            .enumerate()
            .any(|(at, step)| won & (1 << at) != 0 && serves(facts.rounds[step.round].award, award));
        if counts { chance } else { 0.0 }
    };
    stays * (0..1_u32 << path.len()).map(of_luck).sum::<f64>()
}

/// A number that is small enough to be one of these exactly.
#[allow(clippy::cast_precision_loss, reason = "people and thousandths of a district are far below 2^53")]
const fn float(number: i64) -> f64 {
    number as f64
}
