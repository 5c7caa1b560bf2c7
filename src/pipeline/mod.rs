//! The corridor: one call per room, in the order of the house.

mod certified;
mod conflict;
mod limit;

pub use crate::ingest::Source;
pub use crate::program::{lp_text, mps_text};

use crate::doctor::{self, Diagnosis};
use crate::domain::resolve::Unresolved;
use crate::domain::{Case, Records, SchoolYear};
use crate::formulation::rules::Admission;
use crate::formulation::{self, Formulation, decode, start};
use crate::ingest::hand_made::{HandMade, PlainRow};
use crate::ingest::issue::{Level, Place};
use crate::messages::Text;
use crate::plan::statement::statement;
use crate::plan::timetable::{self, Terms as _};
use crate::plan::{Finding, Plan, Statement};
use crate::policy::{Policy, PolicyIssue, Provenance, Strength};
use crate::program::{Broken, Program, Tier};
pub use crate::proof::certificate::Flaw;
use crate::solver::{self, Outcome, Progress, Settings, Termination, WarmStart};
use crate::verify::evaluate::Part;
use crate::verify::hand_made::Line;
use crate::verify::{self, Evaluation, Verdict};
pub use certified::{Certified, recheck};
use std::sync::Arc;

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
    /// The staffing before it.
    pub present: Plan,
    /// The tables that follow from it.
    pub statement: Statement,
    /// What the rules found, most serious first.
    pub findings: Vec<Finding>,
    /// What each rule adds to each goal.
    pub parts: Vec<Part>,
    /// The same before the plan.
    pub parts_before: Vec<Part>,
    /// What the solver says.
    pub outcome: Outcome,
    /// What is proven without any solver.
    pub certified: Option<Certified>,
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
    NoPlan {
        /// What the solver says.
        outcome: Box<Outcome>,
        /// Where it is infeasible: the hard rules that stand against each other, as far as they are known.
        conflicts: Vec<Finding>,
    },
    /// The rules say something else of the plan than the solver: a defect of this program, never written as a plan.
    #[error("the plan does not stand up to verification: {0}")]
    Disagrees(String),
}

/// Solves a job: formulate, solve, decode, name, verify, state.
///
/// # Errors
/// See [`PipelineError`].
pub fn solve(job: Job, progress: &dyn Progress) -> Result<Solved, PipelineError> {
    solve_from(job, None, progress)
}

/// Solves a job from a known plan instead of the present staffing. A plan that breaks a hard rule is not used, and a
/// remark says so.
///
/// # Errors
/// See [`PipelineError`].
pub fn solve_from(job: Job, from: Option<&Known>, progress: &dyn Progress) -> Result<Solved, PipelineError> {
    solve_in_stages(job, from, progress, &mut |_| {})
}

/// A piece of the way from facts to a verified plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// From facts to the program and to the first plan; what the rules say of the present staffing.
    Formulate,
    /// From the program to values.
    Solve,
    /// From values to persons, and later to the tables.
    Name,
    /// The rules over the plan.
    Verify,
}

/// The same, and `done` hears of every piece that has ended; naming comes in two pieces.
///
/// # Errors
/// See [`PipelineError`].
pub fn solve_in_stages(
    job: Job,
    from: Option<&Known>,
    progress: &dyn Progress,
    done: &mut dyn FnMut(Stage),
) -> Result<Solved, PipelineError> {
    let Job { records, year, sources, policy, settings } = job;
    let case = case(&records, year, &policy)?;
    let (formulation, (present, before)) =
        rayon::join(|| formulation::formulate(&case, &policy), || verify::present(&case, &policy));
    let mut remarks = Vec::new();
    let known = from.and_then(|known| known_values(&case, &policy, &formulation, known, &mut remarks));
    let first = known.unwrap_or_else(|| start::values_of(&case, &policy, &formulation, &present));
    done(Stage::Formulate);
    let warm = from.and_then(|known| known.warm.clone()).or(settings.warm.clone());
    let settings = limit::of_search(Settings { warm, ..settings });
    let mut outcome = solver::solve(&formulation.program, &settings, Some(&first), progress);
    done(Stage::Solve);
    let Some(values) = &outcome.solution else { return Err(no_plan(&case, &policy, &settings, outcome)) };
    let grain = Admission::new(&case, &policy).grain();
    let plan = decode::decode(&case, &formulation, values, grain, settings.seed);
    done(Stage::Name);
    let mut evaluation = verify::evaluate(&case, &policy, &plan);
    restate(&policy, &mut outcome, &evaluation)?;
    let certified = certified::certify(&formulation.program, &mut outcome);
    verify::evaluate::with_before(&mut evaluation.indicators, &before.indicators);
    done(Stage::Verify);
    let statement = statement(&case, &plan, &present, &evaluation.findings, &evaluation.indicators);
    done(Stage::Name);
    Ok(Solved {
        remarks,
        assumptions: assumptions(&policy),
        findings: evaluation.findings,
        parts: evaluation.parts,
        parts_before: before.parts,
        certified,
        seed: settings.seed,
        records,
        case,
        policy,
        plan,
        present,
        statement,
        outcome,
        sources,
    })
}

/// The case of `records` as the norms of `policy` see it.
///
/// # Errors
/// A reference that leads nowhere.
pub fn case(records: &Records, year: SchoolYear, policy: &Policy) -> Result<Case, Unresolved> {
    Case::by_norms(records, year, &formulation::rules::norms(policy))
}

/// A case with what can be said of it before it is solved.
#[derive(Clone, Debug)]
pub struct Checkup {
    /// The validated case.
    pub case: Case,
    /// What the doctor finds.
    pub diagnosis: Diagnosis,
}

/// Examines `records` under `policy` without solving; nothing where they are ready-made lists only.
///
/// # Errors
/// A reference that leads nowhere.
pub fn diagnose(records: &Records, year: SchoolYear, policy: &Policy) -> Result<Option<Checkup>, Unresolved> {
    let case = case(records, year, policy)?;
    let diagnosis = doctor::diagnose(&case, policy);
    Ok(diagnosis.map(|diagnosis| Checkup { case, diagnosis }))
}

/// Why there is no plan, with what stands against it.
fn no_plan(case: &Case, policy: &Policy, settings: &Settings, outcome: Outcome) -> PipelineError {
    let impossible = matches!(outcome.termination, Termination::Infeasible | Termination::Failed);
    let conflicts = if impossible { conflict::conflicts(case, policy, settings) } else { Vec::new() };
    PipelineError::NoPlan { outcome: Box::new(outcome), conflicts }
}

/// A plan to start from.
#[derive(Clone, Debug)]
pub struct Known {
    /// The plan, for the case of the job.
    pub plan: Plan,
    /// What the user calls it, for the remarks.
    pub name: String,
    /// Entries that did not fit the case and were left out; then the shares are dealt out anew.
    pub left_out: usize,
    /// What the solve that found it has left behind.
    pub warm: Option<Arc<WarmStart>>,
    /// What is to be said of it beside.
    pub remarks: Vec<Text>,
}

/// The values of a known plan; `None` where it breaks a hard rule. What was done with it is said in `remarks`.
fn known_values(
    case: &Case,
    policy: &Policy,
    formulation: &Formulation,
    known: &Known,
    remarks: &mut Vec<Text>,
) -> Option<Vec<i64>> {
    remarks.extend(known.remarks.iter().cloned());
    let mut plan = known.plan.clone();
    let mut values = start::values_of(case, policy, formulation, &plan);
    let mut broken = formulation.program.check(&values);
    if known.left_out > 0 || broken.is_some() {
        timetable::fill(case, &Admission::new(case, policy), &mut plan.postings, &mut plan.hires);
        values = start::values_of(case, policy, formulation, &plan);
        broken = formulation.program.check(&values);
    }
    if known.left_out > 0 {
        remarks.push(Text::new("verify.from.left-out").with("path", &known.name).with("count", known.left_out));
    }
    if let Some(broken) = broken {
        let place = match broken {
            Broken::Row(row) => formulation.program.rows[row.at()].name.to_string(),
            Broken::Cone(at) => formulation.program.cones[at].name.to_string(),
            Broken::Bound(col) => formulation.program.columns[col.at()].name.clone(),
        };
        remarks.push(Text::new("verify.from.invalid").with("path", &known.name).with("broken", place));
        return None;
    }
    remarks.push(Text::new("verify.from.used").with("path", &known.name));
    Some(values)
}

/// What the verifier says of a plan made by hand.
///
/// # Errors
/// A reference in the records that leads nowhere.
pub fn verify_hand_made(
    records: &Records,
    year: SchoolYear,
    policy: &Policy,
    made: &HandMade,
) -> Result<Verdict, Unresolved> {
    let case = case(records, year, policy)?;
    let lines = |rows: &[PlainRow]| rows.iter().map(line).collect::<Vec<_>>();
    let mut verdict = verify::hand_made(&case, policy, &lines(&made.moves), &lines(&made.hires));
    let blocking = made.issues.iter().filter(|issue| issue.level == Level::Blocking);
    let unread = blocking.map(|issue| {
        let text = Text::new("verify.hand.table").with_text("place", at(&issue.place));
        text.with_text("cause", issue.cause.clone())
    });
    verdict.objections.splice(0..0, unread);
    verdict.agrees &= verdict.objections.is_empty();
    Ok(verdict)
}

fn line(row: &PlainRow) -> Line {
    Line { place: at(&row.place), cells: row.cells.clone() }
}

fn at(place: &Place) -> Text {
    let key = if place.sheet.is_some() { "verify.at.sheet" } else { "verify.at.row" };
    let text = Text::new(key).with("file", &place.file).with("row", place.row.unwrap_or(1));
    text.with("sheet", place.sheet.as_deref().unwrap_or_default())
}

/// The policy that a text states.
///
/// # Errors
/// All that is wrong with it.
pub fn policy(text: &str) -> Result<Policy, Vec<PolicyIssue>> {
    Policy::parse(text, &formulation::rules::specs())
}

/// The program of a job with the present staffing as its first solution, for measurement.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The program.
    pub program: Program,
    /// The values that a solve starts from; they may break a hard rule.
    pub start: Vec<i64>,
}

impl Problem {
    /// The program without the rows that merely tighten it (see [`formulation::plain`]).
    #[must_use]
    pub fn plain(&self) -> Program {
        formulation::plain(&self.program)
    }
}

/// One goal of a program by its name in the policy, or `sum`: the weighted sum of all that the solver starts from. None where there is no
/// such goal.
#[must_use]
pub fn objective(program: &Program, name: &str) -> Option<Tier> {
    let named = program.tiers.iter().find(|tier| tier.name == name).cloned();
    named.or_else(|| (name == "sum").then(|| solver::peers::weighted_sum(program)))
}

/// What a solve of these facts is asked.
///
/// # Errors
/// A reference that leads nowhere.
pub fn problem(records: &Records, year: SchoolYear, policy: &Policy) -> Result<Problem, Unresolved> {
    let case = case(records, year, policy)?;
    let formulation = formulation::formulate(&case, policy);
    let start = start::values(&case, policy, &formulation);
    Ok(Problem { program: formulation.program, start })
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
