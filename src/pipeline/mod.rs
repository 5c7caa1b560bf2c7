//! The corridor: one call per room, in the order of the house.

mod ahead;
mod alternatives;
mod certified;
mod conflict;
mod known;
mod limit;
mod robust;
mod scenario;
mod search;
mod solved;
mod talent;

pub use crate::ingest::Source;
pub use crate::program::{lp_text, mps_text};

use crate::doctor::{self, Diagnosis};
use crate::domain::resolve::Unresolved;
use crate::domain::{Case, Records, SchoolYear};
use crate::formulation::{self, start};
use crate::ingest::hand_made::{HandMade, PlainRow};
use crate::ingest::issue::{Level, Place};
use crate::messages::Text;
use crate::plan::{Finding, Indicator, Plan};
use crate::policy::{Policy, PolicyIssue, Provenance, Strength};
use crate::program::{Program, Tier};
pub use crate::proof::certificate::Flaw;
use crate::solver::{self, Outcome, Progress, Settings};
use crate::verify::hand_made::Line;
use crate::verify::years::{self, Judged};
use crate::verify::{Lists, Verdict};
pub use ahead::Ahead;
pub use alternatives::{Alternative, Alternatives, allowed, alternatives};
pub use certified::{Certified, recheck};
pub use known::Known;
pub use robust::{Robust, RobustError, Values, robust, total};
pub use scenario::{Effect, effect};
use search::{Found, Search};
pub use solved::{Later, OneYear, Solved};
pub use talent::{Prospects, prospects};

/// Input of a solve: facts, policy, year.
#[derive(Clone, Debug)]
pub struct Job {
    /// The input as read, without blocking issues.
    pub records: Records,
    /// The planning year, the first of several.
    pub year: SchoolYear,
    /// How many school years are planned together, at least one.
    pub years: usize,
    /// How far ahead is looked while they are decided.
    pub ahead: Ahead,
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
        /// Where it is infeasible: the hard rules that stand against each other, as far as they are known, each with its school year.
        conflicts: Vec<(SchoolYear, Finding)>,
        /// How many school years were asked for.
        years: usize,
        /// Where years were planned in pieces and those before had been decided without regard to what follows: the first year of the piece for
        /// which there is no plan.
        piece: Option<SchoolYear>,
    },
    /// A year of a known plan that was to stay as it is breaks hard rules.
    #[error("the plan of {year} that was to stay breaks hard rules")]
    Frozen {
        /// The year.
        year: SchoolYear,
        /// What the rules find in it, most serious first.
        findings: Vec<Finding>,
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
    let Job { records, year, years, ahead, sources, policy, settings } = job;
    let cases = cases(&records, year, years, &policy)?;
    let frozen = from.map_or(0, |known| known.frozen);
    let ahead = ahead.of_years(years.saturating_sub(frozen));
    let search = Search { cases: &cases, policy: &policy, ahead, known: from, settings: &settings, progress };
    let found = search.run(done)?;
    let rest = Rest { records, policy, sources, seed: settings.seed, ahead, frozen };
    Ok(rest.with(found, done))
}

/// What is left of a job when its plans are found.
struct Rest {
    records: Records,
    policy: Policy,
    sources: Vec<Source>,
    seed: u32,
    ahead: Ahead,
    frozen: usize,
}

impl Rest {
    /// Everything known after a solve that found these plans.
    fn with(self, found: Found, done: &mut dyn FnMut(Stage)) -> Solved {
        let Self { records, policy, sources, seed, ahead, frozen } = self;
        let Found { mut judged, outcome, certified, remarks, unmoved } = found;
        years::fill_before(&mut judged, &unmoved);
        done(Stage::Verify);
        let statement = years::statement(&judged);
        let (parts, parts_before) = (years::parts(&judged), years::parts(&unmoved));
        let tiers_by_year = judged.iter().map(|of| of.evaluation.tiers.clone()).collect();
        let mut judged = judged.into_iter();
        let first = judged.next().expect("at least one year");
        done(Stage::Name);
        Solved {
            ahead,
            frozen,
            remarks,
            assumptions: assumptions(&policy),
            findings: first.evaluation.findings,
            parts,
            parts_before,
            tiers_by_year,
            certified,
            seed,
            records,
            case: first.case,
            policy,
            plan: first.plan,
            present: first.present,
            later: judged.map(Later::from).collect(),
            statement,
            outcome,
            sources,
        }
    }
}

/// The facts of `years` school years from `first` on as the norms of `policy` see them, people where they are now.
///
/// # Errors
/// A reference that leads nowhere.
pub fn cases(records: &Records, first: SchoolYear, years: usize, policy: &Policy) -> Result<Vec<Case>, Unresolved> {
    Case::horizon(records, first, years, &formulation::rules::norms(policy))
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

/// School years that the doctor looks ahead: as many as can be planned together.
const RUNWAY_YEARS: usize = 10;

/// Examines `records` under `policy` without solving; nothing where they are ready-made lists only.
///
/// # Errors
/// A reference that leads nowhere.
pub fn diagnose(records: &Records, year: SchoolYear, policy: &Policy) -> Result<Option<Checkup>, Unresolved> {
    let cases = cases(records, year, RUNWAY_YEARS, policy)?;
    let diagnosis = doctor::diagnose_years(&cases, policy);
    Ok(cases.into_iter().next().zip(diagnosis).map(|(case, diagnosis)| Checkup { case, diagnosis }))
}

/// What the verifier says of a plan made by hand, of one or several school years from `first` on: of `years`, or else of as many as it
/// states, at most `most`.
///
/// # Errors
/// A reference in the records that leads nowhere.
pub fn verify_hand_made(
    records: &Records,
    (first, years, most): (SchoolYear, Option<usize>, usize),
    policy: &Policy,
    made: &HandMade,
) -> Result<Verdict, Unresolved> {
    let lines = |rows: &[PlainRow]| rows.iter().map(line).collect::<Vec<_>>();
    let lists = Lists::new([lines(&made.moves), lines(&made.hires)], first, years, most);
    let cases = cases(records, first, lists.count(), policy)?;
    let mut verdict = lists.judge(&cases, policy);
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

/// What one rule measures of a plan; nothing where the policy does not turn it on.
#[must_use]
pub fn measured(case: &Case, policy: &Policy, plan: &Plan, rule: &str) -> Vec<Indicator> {
    let active = formulation::rules::active(case, policy).into_iter().find(|active| active.entry.spec.name == rule);
    active.map_or_else(Vec::new, |active| active.rule.assess(case, policy, plan).indicators)
}

/// What a solve of these facts is asked, for `years` school years from `first` on, at least one, decided at once. Names of rows and columns
/// of later years have the year after the rule or the sort of column, such as `path|2027|…`.
///
/// # Errors
/// A reference that leads nowhere.
pub fn problem(records: &Records, (first, years): (SchoolYear, usize), policy: &Policy) -> Result<Problem, Unresolved> {
    let cases = cases(records, first, years, policy)?;
    let formulation = formulation::formulate_years(&cases, policy);
    let staying = start::present_years(&cases, policy);
    let staying: Vec<_> = staying.iter().map(|of| (&of.case, &of.plan)).collect();
    let start = start::values_of_years(policy, &formulation, &staying);
    Ok(Problem { program: formulation.program, start })
}

/// No plan that the program has found breaks a hard rule.
fn lawful(judged: &[Judged]) -> Result<(), PipelineError> {
    let Some(unlawful) = judged.iter().find(|of| !of.evaluation.lawful) else { return Ok(()) };
    let broken = unlawful.evaluation.findings.first().map(|f| f.rule).unwrap_or_default();
    Err(PipelineError::Disagrees(format!("{}: rule {broken}", unlawful.case.year)))
}

/// The rules, which see only the plans, must find what the solver promised, or better: a solver that was stopped may leave a
/// shortfall larger than it need be, and dealing out idle time may cover more. The values found are the ones stated.
fn restate(policy: &Policy, outcome: &mut Outcome, judged: &[Judged]) -> Result<(), PipelineError> {
    lawful(judged)?;
    let found: Vec<i64> = years::tiers(policy, judged);
    for ((spec, tier), &found) in policy.tiers.iter().zip(&mut outcome.tiers).zip(&found) {
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
