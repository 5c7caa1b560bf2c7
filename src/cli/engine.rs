//! Every call from the command line into the corridor, in one place.

use super::args::{ExportArgs, ModelFormat};
use super::audit;
use super::error::CliError;
use crate::domain::{Case, Records, SchoolYear};
use crate::ingest::collector::Issues;
use crate::ingest::issue::DataIssue;
use crate::ingest::{self, ReadOptions, source};
use crate::messages::{Lang, Text};
use crate::pipeline::{self, Ahead, Checkup, Job, Known, PipelineError, Prospects, Solved};
use crate::pipeline::{lp_text, mps_text};
use crate::plan::{Plan, Severity};
use crate::policy::Policy;
use crate::report::manifest::Run;
use crate::report::{OutFile, folder, mark, tables, template};
use crate::solver::{Progress, Settings, Silent, Termination};
use crate::synth::{self, Profile, SizeError};
use std::path::{Path, PathBuf};

pub(crate) use super::audit::{Judging, Told, audited, compared, known_as, people, plans, told, verify, verify_plan};
pub(crate) use crate::ingest::Reading;
pub(crate) use crate::verify::Verdict;

/// Reads an input folder or workbook.
pub(crate) fn read(input: &Path, year: Option<i32>) -> Result<Reading, CliError> {
    ingest::read(input, &ReadOptions { year: year.map(SchoolYear) }).map_err(|e| e.text().into())
}

/// Reads and checks a policy; all that is wrong with it is told at once.
pub(crate) fn policy(path: &Path) -> Result<Policy, CliError> {
    parsed(&ingest::read_policy_text(path).map_err(|e| CliError::from(e.text()))?, path)
}

/// The policy in `text`, which stands in the file `path`.
pub(crate) fn parsed(text: &str, path: &Path) -> Result<Policy, CliError> {
    pipeline::policy(text).map_err(|issues| {
        let mut texts = vec![Text::new("cli.policy.wrong").with("path", path.display()).with("count", issues.len())];
        texts.extend(issues.into_iter().map(|issue| {
            Text::new("cli.policy.line")
                .with("place", issue.place)
                .with_text("cause", issue.cause)
                .with_text("action", issue.action)
        }));
        CliError::Sentences(texts)
    })
}

/// The year to plan: that of the input, else (lists of surplus and vacancies have none) the present one.
pub(crate) fn planned(year: Option<SchoolYear>) -> SchoolYear {
    year.unwrap_or_else(|| SchoolYear(i32::from(jiff::ZonedDateTime::now().year())))
}

/// So many threads as were asked for, by default one per core.
pub(crate) fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Binds all that runs side by side to so many threads; nothing, where something already does.
pub(crate) fn bind(threads: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1));
    drop(pool.build_global());
}

/// Which years are planned, how far ahead is looked, and what is known.
pub(crate) struct Horizon<'a> {
    /// School years, at least one.
    pub years: usize,
    /// How far ahead is looked.
    pub ahead: Ahead,
    /// A folder or `plan.json` to start from.
    pub from: Option<&'a Path>,
    /// A folder or `plan.json` that was published: its places become the table `published`.
    pub published: Option<&'a Path>,
    /// How many of its years must stay as they are.
    pub frozen: usize,
}

/// Plans the school years of a horizon.
pub(crate) fn solve(
    reading: Reading,
    policy: Policy,
    horizon: &Horizon<'_>,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Solved, CliError> {
    let Reading { mut records, sources, year, .. } = reading;
    let (year, &Horizon { years, ahead, from, published, frozen }) = (planned(year), horizon);
    if let Some(path) = published {
        records.published = audit::published(path, &records, (year, years), &policy)?;
    }
    let known = from.map(|path| audit::known(path, &records, (year, years), frozen, &policy)).transpose()?;
    let job = Job { records, year, sources, years, ahead, policy, settings: settings.clone() };
    pipeline::solve_from(job, known.as_ref(), progress).map_err(failure)
}

/// Plans a job, from a known plan if there is one, and makes its files with the words in `lang`; the times of the run are left out, so that the
/// same job gives the same bytes. "No plan" is told only where that is proven.
pub(crate) fn planned_files(job: Job, known: Option<&Known>, lang: Lang) -> Result<Vec<OutFile>, CliError> {
    let threads = job.settings.threads;
    let solved = pipeline::solve_from(job, known, &Silent).map_err(|error| match &error {
        PipelineError::NoPlan { outcome, .. } if outcome.termination != Termination::Infeasible => {
            CliError::Sentences(failure(error).texts())
        }
        _ => failure(error),
    })?;
    let mut run = Run::new(&solved, String::new(), String::new(), threads);
    run.phases.clear();
    folder::files(&solved, csv_tables(&solved.records)?, &run, lang).map_err(CliError::from)
}

/// Rows that pass the checks of an input, in their order, with what is only to be looked at; or all that is wrong with them.
pub(crate) fn checked(records: &Records, year: Option<SchoolYear>) -> Result<(Records, Vec<DataIssue>), CliError> {
    unblocked(ingest::read_tables(tables::csv_tables(records), "scenario", ReadOptions { year }))
}

/// What was read from tables, unless something is wrong with it.
fn unblocked(again: Reading) -> Result<(Records, Vec<DataIssue>), CliError> {
    match audit::inputs(&again) {
        Ok(()) => Ok((again.records, again.issues)),
        Err(told) => {
            let head = Text::new("scenario.facts").with("count", told.len());
            Err(CliError::Sentences(std::iter::once(head).chain(told).collect()))
        }
    }
}

/// What a job is made of: tables, policy, years, seed, and the version and sources of the program.
pub(crate) fn digest_of(job: &Job) -> String {
    let mut text = format!(
        "{} {} {} {} {} {}\n{}",
        env!("CARGO_PKG_VERSION"),
        env!("JUNHENG_SOURCES"),
        job.year,
        job.years,
        job.ahead,
        job.settings.seed,
        job.policy.text
    )
    .into_bytes();
    for (name, bytes) in tables::csv_tables(&job.records) {
        text.extend(name.into_bytes());
        text.extend(bytes);
    }
    ingest::digest(&text)
}

/// The mean of several inputs, which passes the checks of any.
pub(crate) fn mean(all: &[Records], year: SchoolYear) -> Result<Records, CliError> {
    let tables = tables::mean::mean(all).map_err(|none| {
        CliError::from(Text::new("choice.robust.mean").with("table", none.table).with("column", none.column))
    })?;
    Ok(unblocked(ingest::read_tables(tables, "mean", ReadOptions { year: Some(year) }))?.0)
}

/// What a plan takes of what a rule limits, by the number that the rule measures first, in whole units.
pub(crate) fn taken(case: &Case, policy: &Policy, plan: &Plan, rule: &str) -> i64 {
    let measured = pipeline::measured(case, policy, plan, rule);
    measured.first().and_then(|indicator| indicator.after).unwrap_or(0) / 1000
}

/// Why no plan is written, for the user.
pub(crate) fn failure(error: PipelineError) -> CliError {
    match error {
        PipelineError::NoPlan { outcome, conflicts, years, piece } => {
            CliError::no_plan(outcome.termination, &conflicts, years > 1, piece)
        }
        PipelineError::Unresolved(reference) => Text::new("cli.solve.unresolved").with("reference", reference).into(),
        PipelineError::Frozen { year, findings } => {
            let mut texts = vec![Text::new("cli.solve.frozen.broken").with("year", year)];
            let broken = findings.into_iter().filter(|finding| finding.severity == Severity::Broken);
            texts.extend(broken.map(|finding| finding.text));
            CliError::Sentences(texts)
        }
        PipelineError::Disagrees(where_) => Text::new("cli.solve.disagrees").with("where", where_).into(),
    }
}

/// What can be said of an input before it is solved.
pub(crate) fn diagnose(reading: &Reading, policy: &Policy) -> Result<Option<Checkup>, CliError> {
    let year = planned(reading.year);
    pipeline::diagnose(&reading.records, year, policy).map_err(|e| failure(PipelineError::Unresolved(e)))
}

/// Progress to the talent targets of a policy, nominations and chances.
pub(crate) fn prospects(
    reading: &Reading,
    policy: &Policy,
    settings: &Settings,
) -> Result<Option<Prospects>, CliError> {
    let year = planned(reading.year);
    let unresolved = |e| failure(PipelineError::Unresolved(e));
    pipeline::prospects(&reading.records, year, policy, settings).map_err(unresolved)
}

/// The normalized tables, as they stand in `inputs/`.
#[expect(clippy::unnecessary_wraps, reason = "all calls have one signature")]
pub(crate) fn csv_tables(records: &Records) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    Ok(tables::csv_tables(records))
}

/// The empty workbook.
pub(crate) fn template(lang: Lang) -> Result<Vec<u8>, CliError> {
    template::template(lang).map_err(workbook)
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function value in map_err")]
pub(crate) fn workbook(error: impl ToString) -> CliError {
    Text::new("report.folder.workbook").with("reason", error.to_string()).into()
}

/// The office's own workbook with every faulty cell commented and colored; CSV tables come back as one workbook.
pub(crate) fn mark(input: &Path, issues: &[DataIssue], lang: Lang) -> Result<Vec<u8>, CliError> {
    if !input.is_dir() {
        let original = source::read_bytes(input).map_err(|e| CliError::from(e.text()))?;
        return mark::mark(&original, issues, lang).map_err(workbook);
    }
    mark::mark_tables(&raw_tables(input)?, issues, lang).map_err(workbook)
}

/// A file name with its cells.
type Grid = (String, Vec<Vec<String>>);

/// The cells of every CSV file of a folder as they stand, by file name.
fn raw_tables(folder: &Path) -> Result<Vec<Grid>, CliError> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.retain(|path| source::extension(path) == "csv");
    files.sort();
    let mut raw = Vec::new();
    for file in files {
        let (grids, _) = source::grids(&file, None, &mut Issues::default()).map_err(|e| CliError::from(e.text()))?;
        for grid in grids {
            let row = |at| grid.row(at).into_iter().map(|cell| cell.raw.into_owned()).collect();
            let rows = (0..grid.height()).map(row).collect();
            raw.push((grid.file, rows));
        }
    }
    Ok(raw)
}

/// The plain yearly policy, a copy of which every new folder gets.
#[expect(clippy::unnecessary_wraps, reason = "all calls have one signature")]
pub(crate) fn annual_policy() -> Result<&'static str, CliError> {
    Ok(include_str!("../../models/annual.toml"))
}

/// The policy in the file `path`; without one the plain yearly policy.
pub(crate) fn policy_or_annual(path: Option<&Path>) -> Result<Policy, CliError> {
    path.map_or_else(|| parsed(annual_policy()?, Path::new("models/annual.toml")), policy)
}

/// A workbook of a table with more rows would take minutes to write, and none holds more than 1,048,576.
const MOST_ROWS_OF_A_WORKBOOK: usize = 100_000;

/// A synthetic district.
pub(crate) struct Made {
    /// The tables as CSV and, where it is not too large, the same as one workbook.
    pub files: Vec<OutFile>,
    /// People on the staff.
    pub teachers: usize,
    /// Why there is no workbook.
    pub without_workbook: Option<Text>,
}

/// A synthetic district: one workbook and the same as CSV.
pub(crate) fn generate(profile: &str, teachers: Option<usize>, seed: u32, lang: Lang) -> Result<Made, CliError> {
    let Some(known) = Profile::named(profile) else {
        let names = Profile::NAMES.join(", ");
        return Err(Text::new("cli.generate.unknown").with("name", profile).with("names", names).into());
    };
    let records = match teachers {
        None => synth::generate(&known, u64::from(seed)),
        Some(n) => synth::generate_sized(&known, u64::from(seed), n).map_err(|error| size_refused(error, n))?,
    };
    let mut files: Vec<OutFile> =
        tables::csv_tables(&records).into_iter().map(|(name, bytes)| OutFile::new(name, bytes)).collect();
    let rows = records.teachers.len().max(records.certificates.len());
    let too_large = rows > MOST_ROWS_OF_A_WORKBOOK;
    if !too_large {
        let name = format!("xlsx/{profile}.xlsx");
        files.push(OutFile::new(name, tables::xlsx(&records, lang).map_err(workbook)?));
    }
    let without = || Text::new("cli.generate.no-workbook").with("rows", rows).with("most", MOST_ROWS_OF_A_WORKBOOK);
    Ok(Made { files, teachers: records.teachers.len(), without_workbook: too_large.then(without) })
}

fn size_refused(error: SizeError, teachers: usize) -> CliError {
    let key = match error {
        SizeError::Outside => "cli.generate.size",
        SizeError::Unreachable => "cli.generate.unreachable",
    };
    Text::new(key).with("teachers", teachers).with("least", synth::LEAST).with("most", synth::MOST).into()
}

/// Records read from foreign lists of surplus and vacancies through a mapping file; the lists lie in `lists`, by default
/// beside the mapping.
pub(crate) fn import(mapping: &Path, lists: Option<&Path>) -> Result<Reading, CliError> {
    let beside = mapping.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    ingest::import_surplus_vacancies(mapping, lists.unwrap_or(beside)).map_err(|e| e.text().into())
}

/// The program of one or several years as text: with all goals or one, with or without the rows that merely tighten it.
pub(crate) fn export(reading: &Reading, policy: &Policy, args: &ExportArgs) -> Result<Vec<u8>, CliError> {
    let problem = pipeline::problem(&reading.records, (planned(reading.year), args.years), policy)
        .map_err(|e| failure(PipelineError::Unresolved(e)))?;
    let mut program = if args.plain { problem.plain() } else { problem.program };
    if let Some(name) = &args.objective {
        let Some(goal) = pipeline::objective(&program, name) else {
            let names = program.tiers.iter().map(|tier| tier.name.as_str()).chain(["sum"]).collect::<Vec<_>>();
            return Err(Text::new("cli.export.unknown").with("name", name).with("names", names.join(", ")).into());
        };
        program.tiers = vec![goal];
    }
    let text = match args.format {
        ModelFormat::Lp => lp_text(&program),
        ModelFormat::Mps => mps_text(&program),
    };
    Ok(text.into_bytes())
}

/// Default folder of results.
pub(crate) fn results_folder() -> PathBuf {
    PathBuf::from("out")
}
