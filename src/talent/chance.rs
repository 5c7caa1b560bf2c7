//! What becomes of the targets in fresh futures, person by person.
//!
//! The futures are independent of those over which nominations were chosen, so that what is said here owes nothing to luck in the sample. They
//! are dealt in parts of a thousand, each from a stream of its own: the result is the same for any number of threads.

use super::Facts;
use super::futures::{Turn, serves};
use super::naming::Nominee;
use crate::domain::YearMonth;
use crate::domain::attrition::PERSON;
use crate::domain::dice::Dice;
use rayon::prelude::*;

/// Futures of one part.
const PART: usize = 1000;
/// Streams of the seed from here on.
const STREAMS: u64 = 1 << 40;
/// Thousandths, and millionths.
const MILLI: i64 = 1000;
const MICRO: i64 = 1_000_000;

/// How many hold an award at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The date.
    pub date: YearMonth,
    /// On average, in thousandths.
    pub mean: i64,
    /// In a tenth of the futures there are no more than this.
    pub p10: i64,
    /// In a tenth of the futures there are no fewer than this.
    pub p90: i64,
    /// In how many of a million futures the target is reached.
    pub reached: i64,
}

/// One target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odds {
    /// By date, the target date last.
    pub dates: Vec<Spread>,
    /// The expected shortfall at the target date, in thousandths.
    pub shortfall: i64,
}

/// All targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Futures.
    pub runs: usize,
    /// By target.
    pub odds: Vec<Odds>,
    /// In how many of a million futures all targets are reached.
    pub all: i64,
    /// The expected shortfall, weighted, in thousandths of a thousandth.
    pub weighted: i64,
}

/// How often how many hold an award: by date, target and number.
type Counts = Vec<Vec<Vec<i64>>>;

/// Somebody whose share in a target is open.
struct Actor<'n> {
    /// By date the odds of being there.
    there: &'n [i64],
    /// Targets for which the person counts today.
    held: Vec<usize>,
    nominee: Option<&'n Nominee>,
}

impl Actor<'_> {
    /// Whether it is known today at which dates the person will be there.
    fn is_certain(&self) -> bool {
        self.there.iter().all(|&odds| odds == 0 || odds >= PERSON)
    }

    fn is_open(&self) -> bool {
        self.nominee.is_some() || !self.is_certain()
    }
}

/// Simulates as many futures as the policy asks for.
#[must_use]
pub fn simulate(facts: &Facts<'_>, nominees: &[Nominee], seed: u64) -> Chance {
    simulate_so_many(facts, nominees, seed, facts.settings.runs)
}

/// The same with another number of futures, rounded up to thousands.
pub(super) fn simulate_so_many(facts: &Facts<'_>, nominees: &[Nominee], seed: u64, runs: usize) -> Chance {
    let actors = actors(facts, nominees);
    let parts = runs.div_ceil(PART).max(1);
    // Whole numbers are summed, so that the order of the parts makes no difference.
    let add = |(mut counts, all): (Counts, i64), (part, reached): (Counts, i64)| {
        for (sum, part) in counts.iter_mut().flatten().flatten().zip(part.into_iter().flatten().flatten()) {
            *sum += part;
        }
        (counts, all + reached)
    };
    let dealt = (0..parts).into_par_iter().map(|part| deal(facts, &actors, seed, part));
    let (counts, all) = dealt.reduce(|| (empty(facts, &actors), 0), add);
    let runs = parts * PART;
    let odds: Vec<Odds> = (0..facts.settings.targets.len()).map(|target| odds(facts, &counts, target)).collect();
    let weighted = facts.settings.targets.iter().zip(&odds).map(|(target, odds)| target.weight * odds.shortfall).sum();
    Chance { runs, odds, all: share(all, runs), weighted }
}

/// Who holds or may come to hold something that is counted.
fn actors<'n>(facts: &'n Facts<'_>, nominees: &'n [Nominee]) -> Vec<Actor<'n>> {
    let targets = || facts.settings.targets.iter().enumerate();
    let mut next = nominees.iter().peekable();
    let of = |(at, person): (usize, &'n super::eligible::Person<'_>)| {
        let nominee = next.next_if(|nominee| nominee.person == at);
        let held: Vec<usize> =
            targets().filter(|(_, target)| facts.holds(person, target.award)).map(|(at, _)| at).collect();
        let open = person.there.first().is_some_and(|&odds| odds > 0) && (nominee.is_some() || !held.is_empty());
        open.then_some(Actor { there: &person.there, held, nominee })
    };
    facts.people.iter().enumerate().filter_map(of).collect()
}

fn empty(facts: &Facts<'_>, actors: &[Actor<'_>]) -> Counts {
    vec![vec![vec![0; actors.len() + 1]; facts.settings.targets.len()]; facts.dates.len()]
}

/// One part of the futures, and in how many of them all targets are reached.
fn deal(facts: &Facts<'_>, actors: &[Actor<'_>], seed: u64, part: usize) -> (Counts, i64) {
    let mut dice = Dice::new(seed, STREAMS + u64::try_from(part).unwrap_or(u64::MAX - STREAMS));
    let targets = &facts.settings.targets;
    let (mut counts, mut all) = (empty(facts, actors), 0);
    // Of whom nothing is open is counted once.
    let mut sure = vec![vec![0_usize; targets.len()]; facts.dates.len()];
    let (open, known): (Vec<&Actor<'_>>, Vec<&Actor<'_>>) = actors.iter().partition(|actor| actor.is_open());
    for actor in known {
        live(facts, actor, &[], &mut dice, &mut sure);
    }
    let mut now = sure.clone();
    for _ in 0..PART {
        now.iter_mut().flatten().zip(sure.iter().flatten()).for_each(|(count, &sure)| *count = sure);
        let turns: Vec<Turn> = facts.rounds.iter().map(|_| Turn::of(dice.below(4))).collect();
        for actor in &open {
            live(facts, actor, &turns, &mut dice, &mut now);
        }
        for (date, now) in counts.iter_mut().zip(&now) {
            date.iter_mut().zip(now).for_each(|(target, &count)| target[count] += 1);
        }
        let last = now.last().map_or(&[][..], Vec::as_slice);
        let reached = |(target, &count): (&super::Target, &usize)| i64::try_from(count).is_ok_and(|c| c >= target.goal);
        all += i64::from(targets.iter().zip(last).all(reached));
    }
    (counts, all)
}

/// One person in one future.
fn live(facts: &Facts<'_>, actor: &Actor<'_>, turns: &[Turn], dice: &mut Dice, now: &mut [Vec<usize>]) {
    let fate = if actor.is_certain() { 0 } else { i64::try_from(dice.below(PERSON.unsigned_abs())).unwrap_or(0) };
    let path = actor.nominee.map_or(&[][..], |nominee| nominee.path.as_slice());
    let won = facts.won(path, turns, dice);
    for ((date, now), &odds) in facts.dates.iter().zip(now).zip(actor.there) {
        if fate >= odds {
            continue;
        }
        actor.held.iter().for_each(|&target| now[target] += 1);
        for (at, target) in facts.settings.targets.iter().enumerate().filter(|(at, _)| !actor.held.contains(at)) {
            let counts = |(step, of): (usize, &super::path::Step)| {
                let round = &facts.rounds[of.round];
                won & (1 << step) != 0 && round.date <= *date && serves(round.award, target.award)
            };
            now[at] += usize::from(path.iter().enumerate().any(counts));
        }
    }
}

fn odds(facts: &Facts<'_>, counts: &Counts, target: usize) -> Odds {
    let goal = facts.settings.targets[target].goal;
    let spread = |(at, &date): (usize, &YearMonth)| {
        let of = &counts[at][target];
        let runs: i64 = of.iter().sum();
        let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let sum: i64 = of.iter().enumerate().map(|(at, times)| number(at) * times).sum();
        let reached: i64 = of.iter().enumerate().filter(|(at, _)| number(*at) >= goal).map(|(_, times)| times).sum();
        let (p10, p90) = (quantile(of, runs, 1), quantile(of, runs, 9));
        Spread { date, mean: (sum * MILLI + runs / 2) / runs, p10, p90, reached: reached * MICRO / runs }
    };
    let dates: Vec<Spread> = facts.dates.iter().enumerate().map(spread).collect();
    let last = &counts[counts.len() - 1][target];
    let runs: i64 = last.iter().sum();
    let missing = |(at, times): (usize, &i64)| (goal - i64::try_from(at).unwrap_or(i64::MAX)).max(0) * times;
    let missing: i64 = last.iter().enumerate().map(missing).sum();
    Odds { dates, shortfall: (missing * MILLI + runs / 2) / runs }
}

/// The least number that is not exceeded in so many tenths of the futures.
fn quantile(counts: &[i64], runs: i64, tenths: i64) -> i64 {
    let mut seen = 0;
    let at = counts.iter().position(|times| {
        seen += times;
        10 * seen >= tenths * runs
    });
    i64::try_from(at.unwrap_or(0)).unwrap_or(i64::MAX)
}

fn share(times: i64, runs: usize) -> i64 {
    times * MICRO / i64::try_from(runs).unwrap_or(i64::MAX)
}
