//! The corridor: one call per room, in the order of the house.

pub use crate::ingest::Source;

use crate::domain::resolve::Unresolved;
use crate::domain::{Case, Records, SchoolYear};
use crate::formulation::rules::Admission;
use crate::plan::timetable::Terms as _;
use crate::formulation::{self, Formulation, decode, start};
use crate::messages::Text;
use crate::plan::{Finding, Plan, Statement};
use crate::plan::statement::statement;
use crate::policy::{Policy, PolicyIssue, Provenance, Strength};
use crate::program::Program;
use crate::solver::{self, Outcome, Progress, Settings};
use crate::verify::{self, Evaluation};

/// Everything known after a solve; `report` writes it.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The input as read.
    pub records: Records,
    /// The validated case.
    pub case: Case,
    /// The policy.
    pub policy: Policy,
    /// The plan.
    pub plan: Plan,
    /// The tables that follow from it.
    pub statement: Statement,
    /// What the rules found, most serious first.
    pub findings: Vec<Finding>,
    /// What the solver says.
    pub outcome: Outcome,
    /// Numbers nobody has confirmed: (rule and parameter, value, remark).
    pub assumptions: Vec<(String, String, String)>,
    /// Digests of the input files.
    pub sources: Vec<Source>,
    /// Seed of the lottery.
    pub seed: u32,
    /// What went not as expected: sentences for the summary.
    pub remarks: Vec<Text>,
}

/// Input of a solve: facts, policy, year.
#[derive(Clone, Debug)]
pub struct Job {
    /// The input as read, without blocking issues.
    pub records: Records,
    /// The planning year.
    pub year: SchoolYear,
    /// Digests of the input files.
    pub sources: Vec<Source>,
    /// The policy.
    pub policy: Policy,
    /// How to solve, and the seed of the lottery.
    pub settings: Settings,
}

/// Why the corridor could not be walked to its end.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PipelineError {
    /// A reference leads nowhere: ingest should have said so.
    #[error(transparent)]
    Unresolved(#[from] Unresolved),
    /// No plan is known: infeasible, or stopped before a first one.
    #[error("no plan was found")]
    NoPlan(Box<Outcome>),
    /// The rules say something else of the plan than the solver: a defect of this program, never written as a plan.
    #[error("the plan does not stand up to verification: {0}")]
    Disagrees(String),
}

/// Solves a job: formulate, solve, decode, name, verify, state.
///
/// # Errors
/// See [`PipelineError`].
pub fn solve(job: Job, progress: &dyn Progress) -> Result<Solved, PipelineError> {
    let Job { records, year, sources, policy, settings } = job;
    let case = Case::from_records(&records, year)?;
    let formulation = formulation::formulate(&case, &policy);
    let first = start::values(&case, &policy, &formulation);
    let mut outcome = solver::solve(&formulation.program, &settings, Some(&first), progress);
    let Some(values) = &outcome.solution else { return Err(PipelineError::NoPlan(Box::new(outcome))) };
    let grain = Admission::new(&case, &policy).grain();
    let plan = decode::decode(&case, &formulation, values, grain, settings.seed);
    let present = start::present(&case, &policy);
    let mut evaluation = verify::evaluate(&case, &policy, &plan);
    restate(&policy, &mut outcome, &evaluation)?;
    verify::evaluate::with_before(&mut evaluation.indicators, &verify::evaluate(&case, &policy, &present).indicators);
    let statement = statement(&case, &plan, &present, &evaluation.findings, &evaluation.indicators);
    Ok(Solved {
        remarks: Vec::new(),
        assumptions: assumptions(&policy),
        findings: evaluation.findings,
        seed: settings.seed,
        records,
        case,
        policy,
        plan,
        statement,
        outcome,
        sources,
    })
}

/// The named program of a job, for export.
///
/// # Errors
/// A reference that leads nowhere.
pub fn program(records: &Records, year: SchoolYear, policy: &Policy) -> Result<Program, Unresolved> {
    let case = Case::from_records(records, year)?;
    let Formulation { program, .. } = formulation::formulate(&case, policy);
    Ok(program)
}

/// The rules, which see only the plan, must find what the solver promised, or better: a solver that was stopped may leave a
/// shortfall larger than it need be, and dealing out idle time may cover more. The values found are the ones stated.
fn restate(policy: &Policy, outcome: &mut Outcome, evaluation: &Evaluation) -> Result<(), PipelineError> {
    if !evaluation.lawful {
        let broken = evaluation.findings.first().map(|f| f.rule).unwrap_or_default();
        return Err(PipelineError::Disagrees(format!("rule {broken}")));
    }
    for ((spec, tier), &found) in policy.tiers.iter().zip(&mut outcome.tiers).zip(&evaluation.tiers) {
        if found > tier.value || tier.bound.is_some_and(|bound| found < bound) {
            let bound = tier.bound.map_or_else(String::new, |bound| bound.to_string());
            return Err(PipelineError::Disagrees(format!("{}: {} {found} {bound}", spec.name, tier.value)));
        }
        tier.value = found;
    }
    Ok(())
}

/// Numbers of active rules that nobody has confirmed.
#[must_use]
pub fn assumptions(policy: &Policy) -> Vec<(String, String, String)> {
    let mut list = Vec::new();
    for (name, rule) in policy.rules.iter().filter(|(_, r)| r.strength != Strength::Off) {
        for (key, param) in &rule.params {
            if let Provenance::Assumed(note) = &param.provenance {
                list.push((format!("{name}.{key}"), param.value.to_string(), note.clone()));
            }
        }
    }
    list
}

/// The policy of a text, checked against the rules that exist.
///
/// # Errors
/// Everything that is wrong with it.
pub fn policy(text: &str) -> Result<Policy, Vec<PolicyIssue>> {
    Policy::parse(text, &formulation::rules::specs())
}
