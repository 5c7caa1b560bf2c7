//! The engine's plan against the list of all plans, value by value.

use super::enumerate::Enumeration;
use super::{answer, grain, stated};
use junheng::domain::Case;
use junheng::policy::Policy;
use junheng::solver::Termination;
use junheng::verify::evaluate;
use rayon::prelude::*;

/// Staffings above which a seed is passed over, so that the test stays quick.
const MOST: usize = 10_000;

/// What became of one seed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Found {
    TooLarge,
    Agrees { fractional: bool, lawful: bool },
}

/// Solves a case and compares with the list of all its plans.
pub fn compare_under(seed: u64, case: &Case, policy: &Policy) -> Found {
    let all = Enumeration::new(case, policy, grain(case, policy), true);
    if all.size() > MOST {
        return Found::TooLarge;
    }
    let (score, best) = all.best();
    let answer = answer(case, policy);
    let fractional = answer.outcome.stats.fractional;
    if score[0] > 0 {
        let broken = answer.plan.as_ref().map(|plan| evaluate(case, policy, plan).findings[0].clone());
        assert_eq!(answer.outcome.termination, Termination::Infeasible, "seed {seed}: no plan is lawful, {broken:?}");
        return Found::Agrees { fractional, lawful: false };
    }
    let judged = evaluate(case, policy, &best);
    assert!(judged.lawful && judged.tiers == score[1..], "seed {seed}: the parts add up to the whole");
    let plan = answer.plan.unwrap_or_else(|| panic!("seed {seed}: a lawful plan exists and none was found: {best:#?}"));
    assert_eq!(stated(&answer.outcome), score[1..], "seed {seed}: engine and list of all plans; best is {best:#?}");
    let verdict = evaluate(case, policy, &plan);
    assert!(verdict.lawful, "seed {seed}: {:#?}", verdict.findings);
    assert_eq!(verdict.tiers, score[1..], "seed {seed}: the decoded plan");
    Found::Agrees { fractional, lawful: true }
}

/// Compares the first cases that are small enough, and says how many were fractional and how many lawful.
pub fn compare_many(wanted: usize, compare: fn(u64) -> Found) -> (usize, usize, usize) {
    let (mut agree, mut fractional, mut lawful) = (0, 0, 0);
    for from in (0_u64..).step_by(64) {
        let found: Vec<Found> = (from..from + 64).into_par_iter().map(compare).collect();
        for found in found {
            if let Found::Agrees { fractional: f, lawful: l } = found {
                (agree, fractional, lawful) = (agree + 1, fractional + usize::from(f), lawful + usize::from(l));
            }
        }
        if agree >= wanted {
            return (agree, fractional, lawful);
        }
    }
    unreachable!("seeds do not end")
}
