//! Two years of a tiny case: every pair of plans, the second made on the facts to which the first leads, judged by the rules alone, and
//! what the engine makes of both years at once.

use super::enumerate::{Enumeration, Score};
use super::{Tiny, YEAR, grain, settings, stated};
use junheng::domain::{Case, Norms, SchoolYear};
use junheng::formulation::carry::Carry;
use junheng::formulation::{decode, formulate_years};
use junheng::plan::MoveKind;
use junheng::solver::{Silent, Termination, solve};
use junheng::verify::evaluate;

/// Most staffings of the first year; each has all staffings of a second.
const MOST: usize = 150;

/// The facts of two years.
pub fn years(tiny: &Tiny) -> Vec<Case> {
    Case::horizon(&tiny.records, SchoolYear(YEAR), 2, &Norms::default()).unwrap()
}

/// The smallest sum of the scores of two plans: violations of hard rules, then the tiers.
fn best(tiny: &Tiny, cases: &[Case]) -> Score {
    let (policy, carry) = (&tiny.policy, Carry::new(cases, &tiny.policy));
    let mut best: Option<Score> = None;
    let first = Enumeration::new(&cases[0], policy, grain(&cases[0], policy), true);
    first.each(&mut |score, plan| {
        let then = carry.case(0, &cases[0], policy, plan);
        let second = Enumeration::new(&then, policy, grain(&then, policy), true).best().0;
        let sum: Score = score.iter().zip(&second).map(|(one, other)| one.saturating_add(*other)).collect();
        if best.as_ref().is_none_or(|least| sum < *least) {
            best = Some(sum);
        }
    });
    best.unwrap_or_else(|| vec![i64::MAX])
}

/// On what the engine agrees.
#[derive(Default)]
pub struct Agreed {
    /// The values of the best pair of plans; empty where no pair is lawful.
    pub values: Vec<i64>,
    /// How many people go back after a term.
    pub returns: usize,
}

/// The best pair of plans, in which the engine agrees; none where the case is too large.
pub fn agreed(tiny: &Tiny) -> Option<Agreed> {
    let (seed, cases) = (tiny.seed, years(tiny));
    let size = |case: &Case| Enumeration::new(case, &tiny.policy, grain(case, &tiny.policy), true).size();
    if !(2..=MOST).contains(&size(&cases[0])) || size(&cases[1]) > 4 * MOST {
        return None;
    }
    let best = best(tiny, &cases);
    let formulation = formulate_years(&cases, &tiny.policy);
    let outcome = solve(&formulation.program, &settings(), None, &Silent);
    if best[0] > 0 {
        assert_eq!(outcome.termination, Termination::Infeasible, "seed {seed}: there is no lawful plan");
        return Some(Agreed::default());
    }
    assert_eq!(outcome.termination, Termination::Proven, "seed {seed}");
    assert_eq!(stated(&outcome), best[1..], "seed {seed}");
    let planned = decode::decode_years(&cases, &tiny.policy, &formulation, outcome.solution.as_ref().unwrap(), 1);
    let mut sums = vec![0; best.len() - 1];
    for year in &planned {
        let judged = evaluate(&year.case, &tiny.policy, &year.plan);
        assert!(judged.lawful, "seed {seed}: {:?}", judged.findings);
        sums.iter_mut().zip(judged.tiers).for_each(|(sum, value)| *sum += value);
    }
    assert_eq!(sums, best[1..], "seed {seed}: what is decoded is worth what was promised");
    let postings = planned.iter().flat_map(|year| &year.plan.postings);
    let returns = postings.filter(|posting| posting.moved == Some(MoveKind::Return)).count();
    Some(Agreed { values: sums, returns })
}
