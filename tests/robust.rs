//! Robust plans against the list of all moves: no moves do better in all samples together, and the plan for the mean never does.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod common;
mod tiny;

use junheng::domain::{Case, KindIx, Records, UnitIx};
use junheng::pipeline::{self, RobustError, total};
use junheng::plan::{Plan, Visit};
use junheng::policy::Policy;
use junheng::solver::Silent;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::BTreeMap;
use tiny::enumerate::Enumeration;
use tiny::{grain, tiny};

/// Where everybody is, whatever it is called.
type Moves = Vec<(Option<UnitIx>, Option<Visit>, Option<KindIx>)>;

fn moves(plan: &Plan) -> Moves {
    plan.postings.iter().map(|posting| (posting.unit, posting.visit, posting.retrained)).collect()
}

/// What each way to place everybody comes to at best, where it is lawful.
fn best_by_moves(case: &Case, policy: &Policy) -> BTreeMap<Moves, Vec<i64>> {
    let mut best: BTreeMap<Moves, Vec<i64>> = BTreeMap::new();
    Enumeration::new(case, policy, grain(case, policy), true).each(&mut |score, plan| {
        if score[0] == 0 {
            let known = best.entry(moves(plan)).or_insert_with(|| score[1..].to_vec());
            if score[1..] < known[..] {
                *known = score[1..].to_vec();
            }
        }
    });
    best
}

/// What may come: some more or fewer pupils, fewer posts.
fn samples(records: &Records, dice: &mut ChaCha8Rng) -> Vec<Records> {
    let one = |_| {
        let mut records = records.clone();
        for row in &mut records.enrollment {
            row.pupils = (row.pupils + dice.random_range(-30..=30)).max(1);
            row.classes = row.classes.map(|classes| (classes + dice.random_range(-1..=1)).max(1));
        }
        for row in &mut records.channels {
            row.posts = dice.random_range(0..=row.posts);
        }
        records
    };
    (0..3).map(one).collect()
}

/// How robust moves compare with those for the mean on one case; none where the case is too large or has none.
fn compare(seed: u64) -> Option<(bool, bool)> {
    let one = tiny(seed);
    let policy = &one.policy;
    let samples = samples(&one.records, &mut ChaCha8Rng::seed_from_u64(seed + 77));
    let cases: Vec<Case> = samples.iter().map(tiny::case).collect();
    let size = |case: &Case| Enumeration::new(case, policy, grain(case, policy), true).size();
    if cases.iter().chain([&one.case]).any(|case| size(case) > 2_000) {
        return None;
    }
    let mean = best_by_moves(&one.case, policy);
    let best: Vec<_> = cases.iter().map(|case| best_by_moves(case, policy)).collect();
    let in_all = mean.keys().filter_map(|moves| {
        let values: Option<Vec<Vec<i64>>> = best.iter().map(|of| of.get(moves).cloned()).collect();
        values.map(|values| total(&values))
    });
    let least = in_all.min();
    let found = match pipeline::robust(one.job(), &samples, &Silent) {
        Ok(found) => found,
        Err(RobustError::NoMoves(_)) => {
            assert_eq!(least, None, "seed {seed}: some moves hold in all samples");
            return None;
        }
        Err(RobustError::Plan(_)) if mean.is_empty() => return None,
        Err(error) => panic!("seed {seed}: {error}"),
    };
    let sum = total(&found.of_robust);
    assert_eq!(Some(&sum), least.as_ref(), "seed {seed}: the best moves of all");
    assert!(
        found.bounds.iter().zip(&sum).all(|(bound, value)| bound.is_none_or(|bound| bound == *value)),
        "seed {seed}"
    );
    let own: Vec<_> = best.iter().map(|of| of.get(&moves(&found.robust.plan)).cloned().unwrap()).collect();
    assert_eq!(own, found.of_robust, "seed {seed}: what is said of each sample");
    let of_mean: Option<Vec<Vec<i64>>> = found.of_mean.iter().cloned().collect();
    assert!(of_mean.as_ref().is_none_or(|of| total(of) >= sum), "seed {seed}: the plan for the mean is not better");
    let better = of_mean.as_ref().is_none_or(|of| total(of) > sum);
    Some((better, moves(&found.robust.plan) != moves(&found.mean.plan)))
}

#[test]
fn no_moves_do_better_in_all_samples_together() {
    // Tiny cases with three samples of pupils and posts: every way to place everybody, with the best hires in each sample, is listed.
    let cases = if common::long("no_moves_do_better_in_all_samples_together, four times as many") { 800 } else { 200 };
    let found: Vec<_> = (0..cases).into_par_iter().filter_map(compare).collect();
    let (better, other) = (found.iter().filter(|of| of.0).count(), found.iter().filter(|of| of.1).count());
    println!("{} cases, robust better in {better}, other moves in {other}", found.len());
    assert!(found.len() >= 30 && better >= 2 && other >= 2, "{} {better} {other}", found.len());
}

#[test]
fn samples_with_other_people_are_refused() {
    // A sample in which somebody has left has no place for a decision about them.
    let one = (0..50).map(tiny).find(|one| one.records.teachers.len() > 2).unwrap();
    let mut other = one.records.clone();
    let left = other.teachers.pop().unwrap();
    other.certificates.retain(|row| row.teacher != left.id);
    let refused = pipeline::robust(one.job(), &[one.records.clone(), other], &Silent);
    assert!(matches!(refused, Err(RobustError::Unlike(2))), "{:?}", refused.err());
}
