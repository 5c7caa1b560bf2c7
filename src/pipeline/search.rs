//! The search for the plans of all years: at once, or window by window.
//!
//! Years that stay as they are in a known plan are no part of the search: it begins on the facts to which they lead, and what they come
//! to is added to values and bounds.

use super::ahead::Ahead;
use super::certified::{self, Certified};
use super::limit::Purse;
use super::{Known, PipelineError, Stage, conflict, known, restate};
use crate::domain::{Case, SchoolYear};
use crate::formulation::carry::Carry;
use crate::formulation::decode::{self, Planned};
use crate::formulation::{self, Formulation, start};
use crate::messages::Text;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::program::Program;
use crate::solver::{self, Outcome, Progress, Settings, Silent, Stats, Termination, TierResult};
use crate::verify::years::{self, Judged};
use std::time::Duration;

/// Of the time of a search one part in so many, and no more than this, may go into a first plan, made year by year: how good it is hardly matters for
/// what follows (docs/adr/0025).
const HEAD_START: (u32, Duration) = (5, Duration::from_mins(5));

/// What is searched for, and how.
pub(super) struct Search<'s> {
    /// The facts of every year, with people where they are now.
    pub(super) cases: &'s [Case],
    pub(super) policy: &'s Policy,
    pub(super) ahead: Ahead,
    /// A plan to start from, whose first years may have to stay.
    pub(super) known: Option<&'s Known>,
    pub(super) settings: &'s Settings,
    pub(super) progress: &'s dyn Progress,
}

/// The plans of all years and what is known of them.
pub(super) struct Found {
    pub(super) judged: Vec<Judged>,
    pub(super) outcome: Outcome,
    pub(super) certified: Option<Certified>,
    pub(super) remarks: Vec<Text>,
    /// All years where nobody is moved or hired.
    pub(super) unmoved: Vec<Judged>,
}

/// The facts of the years after `planned`, with people where those lead.
pub(super) fn left(cases: &[Case], policy: &Policy, planned: &[Planned]) -> Vec<Case> {
    let mut left = cases[planned.len()..].to_vec();
    if let (Some(before), Some(first)) = (planned.last(), left.first_mut()) {
        *first = Carry::new(cases, policy).case(planned.len() - 1, &before.case, policy, &before.plan);
    }
    left
}

impl Search<'_> {
    /// The plans of all years.
    pub(super) fn run(&self, done: &mut dyn FnMut(Stage)) -> Result<Found, PipelineError> {
        let frozen = self.known.map_or(&[][..], |known| &known.years[..known.frozen]);
        let kept = years::judge(self.policy, frozen.to_vec());
        let broken = kept.iter().find(|of| !of.evaluation.lawful);
        if let Some(Judged { case, evaluation, .. }) = broken {
            return Err(PipelineError::Frozen { year: case.year, findings: evaluation.findings.clone() });
        }
        let at_once = self.ahead.of_years(self.cases.len() - kept.len()) == Ahead::All;
        let mut found = if at_once { self.together(frozen, done)? } else { self.stepwise(frozen, done)? };
        if let Some(known) = self.known.filter(|known| known.frozen > 0) {
            let text = Text::new("verify.from.frozen").with("path", &known.name).with("count", known.frozen);
            found.remarks.push(text);
        }
        if !frozen.is_empty() {
            found.unmoved = years::unmoved(self.cases, self.policy);
        }
        found.put_after(self.policy, kept);
        Ok(found)
    }

    /// The years after `frozen` all at once.
    fn together(&self, frozen: &[Planned], done: &mut dyn FnMut(Stage)) -> Result<Found, PipelineError> {
        let (policy, seed) = (self.policy, self.settings.seed);
        let cases = left(self.cases, policy, frozen);
        let (formulation, unmoved) =
            rayon::join(|| formulation::formulate_years(&cases, policy), || years::unmoved(&cases, policy));
        let mut remarks = Vec::new();
        let staying = unmoved.iter().map(|of| (&of.case, &of.plan)).collect::<Vec<_>>();
        let first = self.first(&formulation, &staying, frozen.len(), &mut remarks);
        done(Stage::Formulate);
        let mut purse = Purse::new(self.settings);
        let (stepwise, spent) = self.head_start(frozen, cases.len(), &mut purse);
        let first = better(&formulation, policy, first, stepwise.as_deref());
        let settings = self.warmed(purse.piece(1));
        let mut outcome = solver::solve(&formulation.program, &settings, Some(&first), self.progress);
        outcome.stats.seconds.extend(stepwise.is_some().then_some(("year-by-year", spent)));
        done(Stage::Solve);
        let Some(values) = &outcome.solution else {
            return Err(self.no_plan(Stuck { cases, settings, outcome, piece: None }));
        };
        let planned = decode::decode_years(&cases, policy, &formulation, values, seed);
        done(Stage::Name);
        let judged = years::judge(policy, planned);
        restate(policy, &mut outcome, &judged)?;
        let certified = certified::certify(&formulation.program, &mut outcome);
        let mut found = Found { judged, outcome, certified, remarks, unmoved };
        if let Some(stepwise) = stepwise {
            found.not_worse_than(policy, years::judge(policy, stepwise));
        }
        Ok(found)
    }

    /// The years after `frozen` window by window.
    fn stepwise(&self, frozen: &[Planned], done: &mut dyn FnMut(Stage)) -> Result<Found, PipelineError> {
        let (mut remarks, mut purse) = (Vec::new(), None);
        done(Stage::Formulate);
        let rolled = self.roll(frozen, self.ahead, self.known, &mut purse, self.progress, &mut remarks);
        let rolled = rolled.map_err(|stuck| self.no_plan(*stuck))?;
        done(Stage::Solve);
        let judged = years::judge(self.policy, rolled.planned);
        let values = years::tiers(self.policy, &judged);
        done(Stage::Name);
        let outcome = rolled.facts.outcome(self.policy, self.settings, &values);
        let unmoved = years::unmoved(&left(self.cases, self.policy, frozen), self.policy);
        Ok(Found { judged, outcome, certified: None, remarks, unmoved })
    }

    /// The plan made year by year, where that says something of several years together, and the seconds that it took.
    fn head_start(&self, frozen: &[Planned], years: usize, purse: &mut Purse) -> (Option<Vec<Planned>>, f64) {
        if years < 2 {
            return (None, 0.0);
        }
        let mut own = Some(purse.part(HEAD_START.0, HEAD_START.1));
        let rolled = self.roll(frozen, Ahead::Yearly, None, &mut own, &Silent, &mut Vec::new());
        let searched = rolled.as_ref().map_or(0.0, |rolled| rolled.facts.stats.total());
        let spent = purse.pay(searched);
        (rolled.ok().map(|rolled| rolled.planned), spent)
    }

    /// Why there is no plan, with what stands against it.
    fn no_plan(&self, stuck: Stuck) -> PipelineError {
        let Stuck { cases, settings, outcome, piece } = stuck;
        let impossible = matches!(outcome.termination, Termination::Infeasible | Termination::Failed);
        let conflicts = if impossible { conflict::conflicts(&cases, self.policy, &settings) } else { Vec::new() };
        PipelineError::NoPlan { outcome: Box::new(outcome), conflicts, years: self.cases.len(), piece }
    }

    /// Plans of the years after `frozen`, window by window; or where it came to no plan. The purse is filled when the first program stands.
    fn roll(
        &self,
        frozen: &[Planned],
        ahead: Ahead,
        known: Option<&Known>,
        purse: &mut Option<Purse>,
        progress: &dyn Progress,
        remarks: &mut Vec<Text>,
    ) -> Result<Rolled, Box<Stuck>> {
        let (policy, mut facts) = (self.policy, Facts::default());
        let mut all = frozen.to_vec();
        while all.len() < self.cases.len() {
            let mut cases = left(self.cases, policy, &all);
            let (window, step) = ahead.window(cases.len());
            let windows = 1 + (cases.len() - window).div_ceil(step);
            cases.truncate(window);
            let formulation = formulation::formulate_years(&cases, policy);
            let of_first = known.filter(|_| all.len() == frozen.len());
            let search = Search { known: of_first, ..*self };
            let staying = start::present_years(&cases, policy);
            let first = search.first(&formulation, &pairs(&staying), all.len(), remarks);
            let purse = purse.get_or_insert_with(|| Purse::new(self.settings));
            let settings = search.warmed(purse.piece(u32::try_from(windows).unwrap_or(u32::MAX)));
            let outcome = solver::solve(&formulation.program, &settings, Some(&first), progress);
            purse.pay(outcome.stats.total());
            let Some(values) = &outcome.solution else {
                let piece = (all.len() > frozen.len()).then(|| cases[0].year);
                return Err(Box::new(Stuck { cases, settings, outcome, piece }));
            };
            let planned = decode::decode_years(&cases, policy, &formulation, values, self.settings.seed);
            all.extend(planned.into_iter().take(step));
            facts.add(outcome);
        }
        all.drain(..frozen.len());
        Ok(Rolled { planned: all, facts })
    }

    /// The values to begin with: those of the known plan from the year at `at` on, or those of `staying`.
    fn first(
        &self,
        formulation: &Formulation,
        staying: &[(&Case, &Plan)],
        at: usize,
        remarks: &mut Vec<Text>,
    ) -> Vec<i64> {
        let known = self.known.filter(|known| known.years.len() >= at + formulation.years.len());
        let known = known.and_then(|known| known::values(self.policy, formulation, known, at, remarks));
        known.unwrap_or_else(|| start::values_of_years(self.policy, formulation, staying))
    }

    /// The settings with what an earlier solve has left behind.
    fn warmed(&self, settings: Settings) -> Settings {
        let warm = self.known.and_then(|known| known.warm.clone()).or(settings.warm.clone());
        Settings { warm, ..settings }
    }
}

/// Facts and plan of each year.
fn pairs(years: &[Planned]) -> Vec<(&Case, &Plan)> {
    years.iter().map(|of| (&of.case, &of.plan)).collect()
}

/// `first`, or the values of `other` where those are a plan and `first` is none or worse.
fn better(formulation: &Formulation, policy: &Policy, first: Vec<i64>, other: Option<&[Planned]>) -> Vec<i64> {
    let Some(other) = other else { return first };
    let other = start::values_of_years(policy, formulation, &pairs(other));
    let worth = |program: &Program, values: &[i64]| program.check(values).is_none().then(|| program.values(values));
    match (worth(&formulation.program, &first), worth(&formulation.program, &other)) {
        (Some(of_first), Some(of_other)) if of_first <= of_other => first,
        (_, None) => first,
        _ => other,
    }
}

impl Found {
    /// Takes `other` instead where the rules find it better than what the search has made of it: they may cover more with idle time than
    /// the program knows. What was proven of goals after the first difference is then not known any more.
    fn not_worse_than(&mut self, policy: &Policy, other: Vec<Judged>) {
        let values = years::tiers(policy, &other);
        let ours: Vec<i64> = self.outcome.tiers.iter().map(|tier| tier.value).collect();
        if values >= ours || other.iter().any(|of| !of.evaluation.lawful) {
            return;
        }
        let differ = ours.iter().zip(&values).position(|(ours, value)| ours != value).unwrap_or(0);
        for (at, (tier, &value)) in self.outcome.tiers.iter_mut().zip(&values).enumerate() {
            tier.value = value;
            tier.bound = tier.bound.filter(|&bound| at <= differ && bound <= value);
        }
        (self.judged, self.certified) = (other, None);
        self.outcome.termination = Termination::Piecewise;
    }

    /// Adds years that stay as they are, before the others.
    fn put_after(&mut self, policy: &Policy, kept: Vec<Judged>) {
        for (at, sum) in years::tiers(policy, &kept).into_iter().enumerate() {
            let tier = &mut self.outcome.tiers[at];
            tier.value += sum;
            tier.bound = tier.bound.map(|bound| bound + sum);
            if let Some(certified) = &mut self.certified {
                certified.bounds[at] += sum;
            }
        }
        self.judged.splice(0..0, kept);
    }
}

/// Years for which no plan was found.
struct Stuck {
    /// Their facts, with people where the years before have left them.
    cases: Vec<Case>,
    settings: Settings,
    outcome: Outcome,
    /// The first of them, where the search had decided years before.
    piece: Option<SchoolYear>,
}

/// Plans made window by window.
struct Rolled {
    planned: Vec<Planned>,
    facts: Facts,
}

/// What the solver says of the windows.
#[derive(Default)]
struct Facts {
    stats: Stats,
    /// Why it stopped in the first window in which not everything is proven.
    stopped: Option<Termination>,
    solved: bool,
}

impl Facts {
    fn add(&mut self, outcome: Outcome) {
        let Outcome { termination, stats, .. } = outcome;
        if termination != Termination::Proven {
            self.stopped = self.stopped.or(Some(termination));
        }
        let all = &mut self.stats;
        (all.nodes, all.fractional) = (all.nodes + stats.nodes, all.fractional || stats.fractional);
        if stats.size > all.size {
            all.size = stats.size;
        }
        for (name, seconds) in stats.seconds {
            match all.seconds.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum += seconds,
                None => all.seconds.push((name, seconds)),
            }
        }
        all.solver = stats.solver;
        self.solved = true;
    }

    /// What can be said of all years together: their values, and no bound.
    fn outcome(self, policy: &Policy, settings: &Settings, values: &[i64]) -> Outcome {
        let tier = |(spec, &value): (&crate::policy::TierSpec, &i64)| TierResult {
            name: spec.name.clone(),
            value,
            bound: None,
            per_unit: spec.per_unit,
            tolerance_ppm: settings.gap_ppm.unwrap_or(spec.tolerance_ppm).max(0),
        };
        Outcome {
            termination: self.stopped.unwrap_or(Termination::Piecewise),
            solution: self.solved.then(Vec::new),
            tiers: policy.tiers.iter().zip(values).map(tier).collect(),
            certificate: None,
            warm: None,
            stats: self.stats,
        }
    }
}
