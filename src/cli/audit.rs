//! The calls that read a plan back: verifying a result folder, scoring a hand-made plan, starting from a known one.
//! What they say is decided in `verify`; here files become plain data.

use super::args::MOST_YEARS;
use super::engine;
use super::error::CliError;
use crate::causes::{Fates, Question};
use crate::domain::records::PublishedRecord;
use crate::domain::resolve::Unresolved;
use crate::domain::{Case, Records, SchoolYear, Stage};
use crate::ingest::{self, Reading, WrittenResult, issue::Level, source};
use crate::messages::Text;
use crate::pipeline::{self, Flaw, Known};
use crate::policy::Policy;
use crate::report::certificate::{self, Page};
use crate::report::claimed::claimed;
use crate::report::compare::{Compared, ComparedGoal, Counts};
use crate::report::json::{Document, FORMAT};
use crate::report::manifest::Manifest;
use crate::report::warm;
use crate::solver::WarmStart;
use crate::verify::years::Planned;
use crate::verify::{self, Claimed, Verdict};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Re-derives everything in a result folder from its files alone.
pub(crate) fn verify(folder: &Path) -> Result<Verdict, CliError> {
    let written = ingest::read_result(folder).map_err(|e| CliError::from(e.text()))?;
    Ok(judge(written).unwrap_or_else(Verdict::refused))
}

/// A result folder whose decisions are understood.
struct Understood {
    written: WrittenResult,
    document: Document,
    manifest: Manifest,
    policy: Policy,
    /// The facts of every year, with people where they are now.
    cases: Vec<Case>,
    /// The plans, each with the facts to which those before lead.
    planned: Vec<Planned>,
    claimed: Claimed,
}

/// Reads the decisions of a folder; or all that keeps them from being understood.
fn understand(mut written: WrittenResult) -> Result<Understood, Vec<Text>> {
    let unread = |key, e: &serde_json::Error| vec![Text::new(key).with("reason", e)];
    let manifest = serde_json::from_value(written.manifest.take()).map_err(|e| unread("verify.read.manifest", &e));
    let policy = policy(&written.policy_text);
    let known = |(manifest, policy): (&Manifest, &Policy)| {
        let year = SchoolYear(manifest.identity.year);
        let years = years(manifest.identity.years)?;
        inputs(&written.records)?;
        cases(&written.records.records, year, years, policy)
    };
    let (document, cases) = rayon::join(
        || Document::parse(&written.plan).map_err(|e| unread("verify.read.plan", &e)),
        || manifest.as_ref().ok().zip(policy.as_ref().ok()).map(known),
    );
    let (mut document, manifest) = (document?, manifest?);
    if document.format != FORMAT {
        return Err(vec![Text::new("verify.read.format").with("seen", document.format).with("known", FORMAT)]);
    }
    let policy = policy?;
    let claimed = claimed(&mut written, &mut document, &manifest, &policy);
    let with_papers = |texts: Vec<Text>| verify::audit::papers(&claimed).into_iter().chain(texts).collect::<Vec<_>>();
    let cases = cases.expect("manifest and policy are understood").map_err(with_papers)?;
    let decided = |at: usize, case: &Case| match (at, document.later.get(&case.year.0)) {
        (0, _) => document.decisions.plan(case, case.year),
        (_, Some(decisions)) => decisions.plan(case, case.year),
        (_, None) => Err(vec![Text::new("verify.read.no-year")]),
    };
    let planned = verify::years::follow(&cases, &policy, decided).map_err(with_papers)?;
    Ok(Understood { written, document, manifest, policy, cases, planned, claimed })
}

/// The verdict; or all that keeps the decisions from being understood.
fn judge(written: WrittenResult) -> Result<Verdict, Vec<Text>> {
    let Understood { written, document, manifest, policy, cases, planned, claimed } = understand(written)?;
    let frozen = planned[..manifest.identity.frozen.min(planned.len() - 1)].to_vec();
    let mut verdict = verify::audit(&cases, &policy, planned, &claimed);
    if let Some(page) = &written.certificate {
        match recheck((&cases, &frozen), &policy, page, &verdict) {
            Ok(bounds) => verdict.tiers.iter_mut().zip(bounds).for_each(|(goal, bound)| goal.certified = Some(bound)),
            Err(text) => {
                verdict.objections.push(text);
                verdict.agrees = false;
            }
        }
    }
    // Nobody waits until the memory of a whole folder is given back piece by piece.
    rayon::spawn(move || drop((claimed, cases, document, written)));
    Ok(verdict)
}

/// A result folder for comparison: what it comes to, the question that it answers, and what becomes of everybody.
pub(crate) struct Told {
    pub compared: Compared,
    pub question: Question,
    pub cases: Vec<Case>,
    pub fates: Fates,
}

/// What a result folder comes to, for comparison; one that does not agree with itself is refused.
pub(crate) fn compared(folder: &Path) -> Result<Compared, CliError> {
    audited(folder, |_, _| ()).map(|(compared, ..)| compared)
}

/// The same with question and fates.
pub(crate) fn told(folder: &Path) -> Result<Told, CliError> {
    let of = |planned: &[Planned], records: &Records| {
        Fates::of(planned.iter().map(|of| (&of.case, &of.plan)), &people(records))
    };
    let (compared, question, cases, fates) = audited(folder, of)?;
    Ok(Told { compared, question, cases, fates })
}

/// The plans of a result folder, each with its facts, as they are read; nothing says yet that the folder agrees with itself.
pub(crate) fn plans(folder: &Path) -> Result<Vec<Planned>, CliError> {
    understood(folder).map(|understood| understood.planned)
}

/// Why a result folder cannot be compared.
fn refused(folder: &Path, texts: Vec<Text>) -> CliError {
    let head = Text::new("cli.compare.refused").with("path", folder.display());
    CliError::Sentences(std::iter::once(head).chain(texts).collect())
}

fn understood(folder: &Path) -> Result<Understood, CliError> {
    let written = ingest::read_result(folder).map_err(|e| CliError::from(e.text()))?;
    understand(written).map_err(|texts| refused(folder, texts))
}

/// What a result folder comes to, its question and facts, and what `of` makes of its plans and tables; refused where it does not agree with
/// itself.
pub(crate) fn audited<T>(
    folder: &Path,
    of: impl FnOnce(&[Planned], &Records) -> T,
) -> Result<(Compared, Question, Vec<Case>, T), CliError> {
    let Understood { written, manifest, policy, planned, cases, claimed, .. } = understood(folder)?;
    let records = written.records.records;
    let counts = Counts::of(planned.iter().map(|of| (&of.case, &of.plan)));
    let made = of(&planned, &records);
    let verdict = verify::audit(&cases, &policy, planned, &claimed);
    if !verdict.agrees {
        return Err(refused(folder, verdict.objections));
    }
    let goal = |goal: verify::Goal| ComparedGoal {
        name: goal.name,
        exact_value: goal.value,
        exact_bound: goal.bound,
        per_unit: goal.per_unit,
        unit: goal.unit,
    };
    let compared = Compared {
        folder: folder.display().to_string(),
        inputs: manifest.files.into_iter().filter(|file| file.name.starts_with("inputs/")).collect(),
        identity: manifest.identity,
        policy: policy.clone(),
        tiers: verdict.tiers.into_iter().map(goal).collect(),
        counts,
    };
    Ok((compared, Question { records, policy }, cases, made))
}

/// The codes of the people in the tables.
pub(crate) fn people(records: &Records) -> BTreeSet<&str> {
    let listed = records.surplus.iter().map(|row| row.id.as_str());
    records.teachers.iter().map(|row| row.id.as_str()).chain(listed).collect()
}

/// The bounds that `certificate.json` proves; what is wrong with it.
fn recheck(
    (cases, frozen): (&[Case], &[Planned]),
    policy: &Policy,
    page: &serde_json::Value,
    verdict: &Verdict,
) -> Result<Vec<i64>, Text> {
    let page = Page::from_value(page.clone()).map_err(|e| Text::new("verify.certificate.unread").with("reason", e))?;
    if page.format != certificate::FORMAT {
        return Err(Text::new("verify.certificate.format")
            .with("seen", page.format)
            .with("known", certificate::FORMAT));
    }
    if !page.is_sealed() {
        return Err(Text::new("verify.certificate.seal"));
    }
    let values: Vec<i64> = verdict.tiers.iter().map(|goal| goal.value).collect();
    let name = |at: usize| page.bounds.get(at).map(|bound| bound.name.clone()).unwrap_or_default();
    let bounds = pipeline::recheck(cases, policy, frozen, &page.certificate, &values).map_err(|flaw| match flaw {
        Flaw::PlaceRow(at) => Text::new("verify.certificate.row").with("row", at + 1),
        Flaw::Goal(at) => Text::new("verify.certificate.goal").with("goal", name(at)),
        Flaw::Incomplete => Text::new("verify.certificate.incomplete"),
    })?;
    let found = verdict.tiers.iter().zip(&bounds).map(|(goal, &bound)| (goal.name.clone(), bound));
    let stated = page.bounds.iter().map(|bound| (bound.name.clone(), bound.exact_bound));
    if found.eq(stated) { Ok(bounds) } else { Err(Text::new("verify.certificate.bounds")) }
}

fn policy(text: &str) -> Result<Policy, Vec<Text>> {
    pipeline::policy(text).map_err(|issues| {
        let told = |issue: crate::policy::PolicyIssue| {
            Text::new("verify.read.policy").with("place", issue.place).with_text("cause", issue.cause)
        };
        issues.into_iter().map(told).collect()
    })
}

/// The inputs of a result were good when it was written; what is wrong with them now was done since.
pub(super) fn inputs(reading: &Reading) -> Result<(), Vec<Text>> {
    if !reading.blocked() {
        return Ok(());
    }
    let blocking = reading.issues.iter().filter(|issue| issue.level == Level::Blocking);
    let told = blocking.map(|issue| {
        let text = Text::new("verify.read.input").with("file", &issue.place.file);
        text.with("row", issue.place.row.unwrap_or(1)).with_text("cause", issue.cause.clone())
    });
    Err(told.collect())
}

/// How many years a manifest may name.
fn years(stated: usize) -> Result<usize, Vec<Text>> {
    let wrong = || vec![Text::new("verify.read.years").with("seen", stated).with("most", MOST_YEARS)];
    if (1..=MOST_YEARS).contains(&stated) { Ok(stated) } else { Err(wrong()) }
}

fn cases(records: &Records, year: SchoolYear, years: usize, policy: &Policy) -> Result<Vec<Case>, Vec<Text>> {
    pipeline::cases(records, year, years, policy).map_err(|e| vec![reference(&e)])
}

fn reference(error: &Unresolved) -> Text {
    Text::new("verify.read.reference").with("reference", error)
}

/// What a plan that was not written as a result folder is judged on.
pub(crate) struct Judging<'a> {
    /// The input.
    pub input: &'a Path,
    /// The policy.
    pub policy: &'a Path,
    /// The first school year; by default the one in the input.
    pub year: Option<i32>,
    /// How many school years; by default as many as the plan states.
    pub years: Option<usize>,
}

/// Scores a plan on another input or policy: lists made by hand, or the decisions of a `plan.json`.
pub(crate) fn verify_plan(plan: &Path, on: &Judging<'_>) -> Result<Verdict, CliError> {
    let reading = engine::read(on.input, on.year)?;
    if reading.blocked() {
        let blocking = reading.issues.iter().filter(|issue| issue.level == Level::Blocking).count();
        return Err(Text::new("verify.hand.input").with("path", on.input.display()).with("count", blocking).into());
    }
    let (policy, year) = (engine::policy(on.policy)?, engine::planned(reading.year));
    if source::extension(plan) == "json" {
        return decided(plan, &reading.records, (year, on.years), &policy);
    }
    let made = ingest::read_hand_made(plan).map_err(|e| CliError::from(e.text()))?;
    let horizon = (year, on.years, MOST_YEARS);
    pipeline::verify_hand_made(&reading.records, horizon, &policy, &made).map_err(|e| reference(&e).into())
}

/// The verdict on the decisions of a `plan.json` for the school years from `first` on: so many, or all that it decides.
fn decided(
    file: &Path,
    records: &Records,
    (first, years): (SchoolYear, Option<usize>),
    policy: &Policy,
) -> Result<Verdict, CliError> {
    let document = document(file)?;
    let stated = (first.0..).take(MOST_YEARS).take_while(|year| document.decided(*year).is_some()).count();
    let cases = cases(records, first, years.unwrap_or(stated).max(1), policy).map_err(CliError::Sentences)?;
    let read = |_, case: &Case| match document.decided(case.year.0) {
        Some(decisions) => decisions.plan(case, case.year),
        None => Err(vec![Text::new("verify.read.year").with("path", file.display()).with("year", case.year)]),
    };
    Ok(match verify::years::follow(&cases, policy, read) {
        Ok(planned) => {
            let mut judged = verify::years::judged(&cases, policy, planned);
            verify::years::verdict(policy, &mut judged, Vec::new())
        }
        Err(objections) => Verdict::refused(objections),
    })
}

/// The rule for which the table `published` is there.
const PUBLISHED: &str = "published-plan";

/// Where a published plan says that the people of `records` work in the school years from `year` on, as rows of the table `published`; who is
/// hired on the way, and who has no place, has no row.
///
/// Refused where it would be of no use: the table is given already, the policy does not ask, or the plan is of none of these years.
pub(crate) fn published(
    path: &Path,
    records: &Records,
    (year, years): (SchoolYear, usize),
    policy: &Policy,
) -> Result<Vec<PublishedRecord>, CliError> {
    let refused = |key| Err(Text::new(key).with("path", path.display()).with("rule", PUBLISHED).into());
    if !records.published.is_empty() {
        return refused("cli.solve.published.twice");
    }
    if policy.rule(PUBLISHED).is_none() {
        return refused("cli.solve.published.off");
    }
    let document = document(&plan_file(path))?;
    let known: BTreeSet<&str> = records.teachers.iter().map(|row| row.id.as_str()).collect();
    let mut rows = Vec::new();
    for year in (year.0..).take(years) {
        let Some(decisions) = document.decided(year) else { continue };
        let posted = decisions.postings.iter().filter(|posting| known.contains(posting.teacher.as_str()));
        rows.extend(posted.filter_map(|posting| {
            let (school, stage) = posting.unit.as_deref()?.rsplit_once('/')?;
            let (teacher, stage) = (posting.teacher.clone(), Stage::parse(stage)?);
            Some(PublishedRecord { teacher, school: school.to_owned(), stage, year: Some(year) })
        }));
    }
    if rows.is_empty() { refused("cli.solve.published.none") } else { Ok(rows) }
}

/// The `plan.json` itself, or the one of a result folder.
fn plan_file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("plan.json") } else { path.to_owned() }
}

/// The document in `file`.
fn document(file: &Path) -> Result<Document, CliError> {
    let text = ingest::read_policy_text(file).map_err(|e| CliError::from(e.text()))?;
    Document::parse(&text)
        .map_err(|e| CliError::from(Text::new("verify.read.from").with("path", file.display()).with("reason", e)))
}

/// Refuses a plan whose first years are to stay as they are but do not fit the data of these years any more.
fn stays(document: &Document, cases: &[Case], policy: &Policy, path: &Path) -> Result<(), CliError> {
    let decided = |_, case: &Case| match document.decided(case.year.0) {
        Some(decisions) => decisions.plan(case, case.year),
        None => Err(vec![Text::new("cli.solve.frozen.no-year").with("year", case.year)]),
    };
    let Err(wrong) = verify::years::follow(cases, policy, decided) else { return Ok(()) };
    let head = Text::new("cli.solve.frozen").with("path", path.display()).with("count", cases.len());
    Err(CliError::Sentences(std::iter::once(head).chain(wrong).collect()))
}

/// The plan of a result folder or of a `plan.json`, as far as it fits `records`, for `years` school years from `year` on. Where the document
/// does not name that year, it is taken from its first one on.
pub(crate) fn known(
    path: &Path,
    records: &Records,
    (year, years): (SchoolYear, usize),
    frozen: usize,
    policy: &Policy,
) -> Result<Known, CliError> {
    known_as(&path.display().to_string(), path, records, (year, years), frozen, policy)
}

/// The same, where the plan is called `name` in what is said of it.
pub(crate) fn known_as(
    name: &str,
    path: &Path,
    records: &Records,
    (year, years): (SchoolYear, usize),
    frozen: usize,
    policy: &Policy,
) -> Result<Known, CliError> {
    let file = plan_file(path);
    let document = document(&file)?;
    let cases = cases(records, year, years, policy).map_err(CliError::Sentences)?;
    let from = if document.decided(year.0).is_some() { year.0 } else { document.year };
    stays(&document, &cases[..frozen], policy, path)?;
    let mut stated = 0;
    let find = |_, case: &Case| {
        let decisions = document.decided(from + case.year.0 - year.0)?;
        stated += 1;
        Some(decisions.fitting(case, case.year))
    };
    let known = Known::of(&cases, policy, name.to_owned(), find);
    let (warm, mut remarks) = left_behind(&file.with_file_name("warm-start.json"));
    if stated < years {
        remarks.push(Text::new("verify.from.fewer").with("path", name).with("count", stated));
    }
    Ok(Known { frozen, warm: warm.map(Arc::new), remarks, ..known })
}

/// What a solve has left behind in `file`; a remark where that cannot be read: it is of use and not needed.
fn left_behind(file: &Path) -> (Option<WarmStart>, Vec<Text>) {
    if !file.exists() {
        return (None, Vec::new());
    }
    let read = ingest::read_policy_text(file).map_err(|e| e.to_string()).and_then(|text| warm::parse(&text));
    match read {
        Ok(left) => (Some(left), Vec::new()),
        Err(reason) => {
            let text = Text::new("verify.from.warm-unread").with("path", file.display()).with("reason", reason);
            (None, vec![text])
        }
    }
}
