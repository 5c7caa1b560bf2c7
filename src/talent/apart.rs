//! What no nominations can fall below: each round by itself.
//!
//! Formula: every place of a round is taken, free of each other, by the people most likely to stay among all who might ever take it, as if
//! each lacked nothing and were nominated nowhere else, and those most likely to stay are trained.
//! Under any nominations as many people or fewer count for a target: the k-th most likely to stay of a round's nominees is no more likely
//! to stay than the k-th here, asking for an earlier success or for none takes nominees away only, and who wins twice counts once. So in
//! expectation no less is missing than here, target by target. Where every place is taken by somebody who lacks nothing, nominated nowhere
//! else and as likely to stay as anybody who might take it, and every training place is used, the bound is reached: such nominations are
//! proven the best without any search (docs/adr/0019). The shares of rural schools and the nominations of a person are left out of it.

use super::expectation::{self, Trial};
use super::futures::serves;
use super::path::Step;
use super::spread::Spread;
use super::{Facts, Target};
use crate::domain::eligibility::Hoped;

/// No nominations have less expected shortfall, weighted, in millionths of a person; none where too many rounds bear on one target.
#[must_use]
pub fn bound(facts: &Facts<'_>) -> Option<i64> {
    expectation::sum(facts, |target| {
        let of = &facts.settings.targets[target];
        let rounds = (0..facts.rounds.len()).filter(|&round| serves(facts.rounds[round].award, of.award));
        let won = rounds.flat_map(|round| at_best(facts, of, round));
        let trials: Vec<Trial> = expectation::holders(facts, target).chain(won).collect();
        expectation::outlook(facts, target, &trials)
    })
}

/// The nominees of a round if nothing else were asked of them.
fn at_best(facts: &Facts<'_>, target: &Target, round: usize) -> Vec<Trial> {
    let of = &facts.rounds[round];
    // All earlier awards as if they were won; which of them it is makes no difference.
    let earlier = facts.rounds.iter().filter(|earlier| earlier.places > 0 && earlier.date < of.date);
    let hoped: Vec<Hoped> = earlier.map(|earlier| (0, earlier.award, earlier.date)).collect();
    let able = |&person: &usize| {
        let of = &facts.people[person];
        of.may_be_nominated() && !facts.holds(of, target.award) && facts.step(of, round, &[], &hoped).is_some()
    };
    let able: Vec<usize> = (0..facts.people.len()).filter(able).collect();
    let most = of.places.min(Spread::of(facts, able.iter().copied()).most(facts, round));
    let mut stays: Vec<i64> = able.iter().map(|&person| facts.people[person].stays()).collect();
    stays.sort_unstable_by_key(|&stays| std::cmp::Reverse(stays));
    let trained = if of.training_gain > 0 { of.training_places } else { 0 };
    let trial = |(at, stays): (i64, i64)| {
        let step = Step { round, trained: at < trained, needs: [0; 2], unless: 0 };
        Trial { stays, path: Some(vec![step]) }
    };
    (0..most).zip(stays).map(trial).collect()
}
