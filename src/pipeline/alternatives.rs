//! Alternatives: plans within a stated loss of the best one, each with as few decisions as possible in common with those before it.

use super::search::Found;
use super::{Job, PipelineError, Rest, Solved};
use crate::formulation::decode::{self, Planned};
use crate::formulation::{self, Formulation, differ, start};
use crate::policy::Policy;
use crate::solver::{self, Event, Progress, Settings, Silent, Termination, TierResult};
use crate::verify::years;
use std::sync::atomic::Ordering;

/// The best plan and what could be done instead.
#[derive(Clone, Debug)]
pub struct Alternatives {
    /// The best plan.
    pub best: Solved,
    /// How many decisions it has: people moved, shared or retrained, and hired.
    pub decisions: i64,
    /// Most that each goal may come to, in its small unit.
    pub limits: Vec<i64>,
    /// Whether a limit had to be raised because the rules find the best plan better than the program knows: then nothing is proven of plans
    /// within the loss.
    pub raised: bool,
    /// Plans within the loss, the first one with least in common with the best.
    pub others: Vec<Alternative>,
    /// Why there are fewer than were asked for.
    pub stopped: Option<Termination>,
}

/// A plan within the loss.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The plan.
    pub solved: Solved,
    /// How many decisions it has.
    pub decisions: i64,
    /// Decisions in common with the best plan and with each alternative before it, in persons.
    pub common: Vec<i64>,
    /// No plan within the loss has fewer in common with all of those together; none where nothing is proven.
    pub bound: Option<i64>,
}

/// The most that a goal of this value may come to with a relative loss in millionths, at least that part of one stated unit.
#[must_use]
pub fn allowed(value: i64, per_unit: i64, loss_ppm: i64) -> i64 {
    let scale = i128::from(value.abs().max(per_unit));
    value + i64::try_from(scale * i128::from(loss_ppm) / 1_000_000).unwrap_or(0)
}

/// The best plan of a job and up to `count` alternatives that lose at most `loss_ppm` millionths in every goal. A limit of time holds for each
/// of the plans.
///
/// # Errors
/// See [`PipelineError`]; that of the best plan.
pub fn alternatives(
    job: &Job,
    (count, loss_ppm): (usize, i64),
    progress: &dyn Progress,
) -> Result<Alternatives, PipelineError> {
    let best = super::solve(job.clone(), progress)?;
    let cases = super::cases(&job.records, job.year, job.years, &job.policy)?;
    let formulation = formulation::formulate_years(&cases, &job.policy);
    let values = values_of(&job.policy, &formulation, &best);
    let reached = formulation.program.values(&values);
    let within = |tier: &TierResult| allowed(tier.value, tier.per_unit, loss_ppm);
    // What the rules cover with idle time the program may not know.
    let limits: Vec<i64> =
        best.outcome.tiers.iter().zip(&reached).map(|(tier, &reached)| within(tier).max(reached)).collect();
    let raised = best.outcome.tiers.iter().zip(&reached).any(|(tier, &reached)| reached > tier.value);
    let decisions = differ::count(&formulation, &values);
    let allowances: Vec<i64> = best.outcome.tiers.iter().zip(&limits).map(|(tier, limit)| limit - tier.value).collect();
    let mut all = Alternatives { best, decisions, limits, raised, others: Vec::new(), stopped: None };
    let mut known = vec![values];
    // The best plan was searched under the limit of the whole run; each alternative has the same for itself.
    let settings = Settings { begun: None, warm: None, gap_ppm: None, ..job.settings.clone() };
    while all.others.len() < count {
        let search = Search { formulation: &formulation, known: &known, limits: &all.limits, settings: &settings };
        let leaned = search.lean(&allowances);
        let program = differ::apart(&formulation, &known, &all.limits);
        let first = differ::lifted(&program, leaned.as_ref().unwrap_or(&known[0]));
        // The other half went into plans at prices.
        let half = Settings { time_limit: settings.time_limit.map(|limit| limit / 2), ..settings.clone() };
        let outcome = solver::solve(&program, &half, Some(&first), &Later(progress));
        let Some(solution) = &outcome.solution else {
            all.stopped = Some(outcome.termination);
            break;
        };
        let values = solution[..formulation.program.columns.len()].to_vec();
        let common: Vec<i64> = known.iter().map(|of| differ::in_common(&formulation, of, &values)).collect();
        // A plan that is known already is no further one.
        if common.iter().zip(&known).any(|(_, of)| is_same(&formulation, of, &values)) {
            all.stopped = Some(outcome.termination);
            break;
        }
        let bound = outcome.tiers.first().and_then(|tier| tier.bound).filter(|&bound| bound > 0 && !raised);
        let planned = decode::decode_years(&cases, &job.policy, &formulation, &values, settings.seed);
        let solved = written(job, &cases, planned, &all.best)?;
        if solved.outcome.tiers.iter().zip(&all.limits).any(|(tier, &limit)| tier.value > limit) {
            return Err(PipelineError::Disagrees("an alternative loses more than it may".to_owned()));
        }
        let decisions = differ::count(&formulation, &values);
        all.others.push(Alternative { solved, decisions, common, bound });
        known.push(values);
    }
    Ok(all)
}

/// What is searched for plans within the limits.
struct Search<'s> {
    formulation: &'s Formulation,
    known: &'s [Vec<i64>],
    limits: &'s [i64],
    settings: &'s Settings,
}

/// Prices of a decision in common that are tried, at most.
const PRICES: u32 = 6;

impl Search<'_> {
    /// A plan within the limits with little in common with those that are known, found at prices for what is in common: higher while
    /// the limits hold, lower where they do not.
    fn lean(&self, allowances: &[i64]) -> Option<Vec<i64>> {
        let decisions = differ::count(self.formulation, &self.known[0]).max(1);
        // At this price giving up every decision is worth losing all that all goals may lose.
        let mut price = (1000 * i64::try_from(allowances.len()).unwrap_or(1) / decisions).max(1);
        let (mut low, mut high, mut best) = (None, None, None::<(i64, Vec<i64>)>);
        let time_limit = self.settings.time_limit.map(|limit| limit / (2 * PRICES));
        let settings = Settings { time_limit, ..self.settings.clone() };
        for _ in 0..PRICES {
            let program = differ::leaning(self.formulation, self.known, allowances, price);
            let first = differ::lifted(&program, &self.known[0]);
            let outcome = solver::solve(&program, &settings, Some(&first), &Silent);
            let values = outcome.solution?[..self.formulation.program.columns.len()].to_vec();
            let reached = self.formulation.program.values(&values);
            if reached.iter().zip(self.limits).all(|(value, limit)| value <= limit) {
                low = Some(price);
                let common = self.known.iter().map(|of| differ::in_common(self.formulation, of, &values)).sum();
                if best.as_ref().is_none_or(|(least, _)| common < *least) {
                    best = Some((common, values));
                }
            } else {
                high = Some(price);
            }
            price = match (low, high) {
                (Some(low), Some(high)) if high - low > 1 => i64::midpoint(low, high),
                (Some(low), None) => low * 3,
                (None, Some(high)) if high > 1 => high / 3,
                _ => break,
            };
            if self.settings.interrupt.load(Ordering::SeqCst) {
                break;
            }
        }
        best.map(|(_, values)| values)
    }
}

/// Progress in the goals of the policy; the first goal, what is in common, is none of them.
struct Later<'p>(&'p dyn Progress);

impl Progress for Later<'_> {
    fn event(&self, event: Event) {
        match event {
            Event::Tier(at) if at > 0 => self.0.event(Event::Tier(at - 1)),
            Event::Solution(values) => self.0.event(Event::Solution(values.into_iter().skip(1).collect())),
            Event::Tier(_) | Event::Bound(..) => {}
        }
    }
}

/// Whether two plans decide the same.
fn is_same(formulation: &Formulation, one: &[i64], other: &[i64]) -> bool {
    let common = differ::in_common(formulation, one, other);
    common == differ::count(formulation, one) && common == differ::count(formulation, other)
}

/// The values of a plan in the program of its years.
fn values_of(policy: &Policy, formulation: &Formulation, solved: &Solved) -> Vec<i64> {
    let years: Vec<_> = solved.years().map(|of| (of.case, of.plan)).collect();
    start::values_of_years(policy, formulation, &years)
}

/// A plan that was chosen for another end, judged like any other. The bounds of `best` hold for a goal as long as those before it are no worse
/// than there.
pub(super) fn written(
    job: &Job,
    cases: &[crate::domain::Case],
    planned: Vec<Planned>,
    best: &Solved,
) -> Result<Solved, PipelineError> {
    let (policy, judged) = (&job.policy, years::judge(&job.policy, planned));
    super::lawful(&judged)?;
    let values = years::tiers(policy, &judged);
    let known = &best.outcome.tiers;
    let worse = known.iter().zip(&values).position(|(tier, &value)| value > tier.value).unwrap_or(known.len());
    let tier = |(at, (tier, &value)): (usize, (&TierResult, &i64))| TierResult {
        value,
        bound: tier.bound.filter(|&bound| at <= worse && bound <= value),
        ..tier.clone()
    };
    let tiers = known.iter().zip(&values).enumerate().map(tier).collect();
    let mut outcome = best.outcome.clone();
    (outcome.termination, outcome.tiers, outcome.certificate, outcome.warm) = (Termination::Chosen, tiers, None, None);
    outcome.solution = Some(Vec::new());
    let found = Found { judged, outcome, certified: None, remarks: Vec::new(), unmoved: years::unmoved(cases, policy) };
    let rest = Rest {
        records: job.records.clone(),
        policy: policy.clone(),
        sources: job.sources.clone(),
        seed: job.settings.seed,
        ahead: best.ahead,
        frozen: 0,
    };
    Ok(rest.with(found, &mut |_| {}))
}
