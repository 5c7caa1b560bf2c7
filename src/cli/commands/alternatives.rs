//! `alternatives`: the best plan and plans within a stated loss that are as unlike it as possible, each in a result folder of its own.

use super::{Done, blocked};
use crate::cli::choice_args::{AlternativesArgs, EffortArgs};
use crate::cli::console::Console;
use crate::cli::progress::Display;
use crate::cli::{CliError, Exit, engine, interrupt, scenarios};
use crate::messages::Text;
use crate::pipeline::{self, Ahead, Alternatives, Job, Solved};
use crate::plan::agreement::{Agreement, Tally};
use crate::plan::rows::Tabular as _;
use crate::report::choice::{agreement, alternatives};
use crate::report::manifest::Run;
use crate::report::names::Names;
use crate::report::{OutFile, Report, csv, folder, tables, terminal, xlsx};
use crate::solver::Settings;

pub(crate) fn run(args: &AlternativesArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    folder::refuse_existing(&args.output)?;
    let chain = scenarios::chain(&args.scenario)?;
    let (input, policy) = scenarios::origin(&args.scenario, &chain)?;
    let reading = engine::read(&input, None)?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    let (reading, policy) = scenarios::applied(&chain, reading, &engine::policy(&policy)?, console)?;
    let settings = settings(&args.effort, console, quit);
    let year = engine::planned(reading.year);
    let (records, sources) = (reading.records, reading.sources);
    let job = Job { records, year, years: args.years, ahead: Ahead::All, sources, policy, settings };
    let progress = Display::new(&job.policy.tiers, console);
    let threads = job.settings.threads;
    let all = pipeline::alternatives(&job, (usize::from(args.count), args.loss), &progress);
    progress.finish();
    let all = all.map_err(engine::failure)?;
    let (agreement, common) = in_common(&all, console);
    let sections = alternatives::sections(&all, args.loss, console.lang);
    let mut report = Report { title: scenario_title(&chain, console), summary: sections, ..common };
    report.summary.extend(agreement::counts(&agreement, console.lang));
    folder::write(&args.output, &files(&all, &agreement, &report, (threads, console))?)?;
    console.result(&terminal::page(&report, terminal::WIDTH));
    let (count, path) = (all.others.len(), args.output.display());
    console.say(&Text::new("choice.alternatives.written").with("count", count).with("path", path));
    console.data(&serde_json::json!({
        "loss_ppm": args.loss,
        "decisions": all.decisions,
        "limits": all.limits,
        "alternatives": all.others.iter().map(|other| serde_json::json!({
            "decisions": other.decisions,
            "common": other.common,
            "common_at_least": other.bound,
            "values": other.solved.outcome.tiers.iter().map(|tier| tier.value).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "agreement": agreement::entry(&agreement),
    }));
    Ok(Exit::Good)
}

/// The title of the scenario.
fn scenario_title(chain: &[scenarios::Written], console: &Console) -> String {
    let title = scenarios::title(chain);
    Text::new("choice.alternatives.of").with_name("name", &title.0, &title.1).render(console.lang)
}

/// How to solve: as the command line says.
pub(super) fn settings(effort: &EffortArgs, console: &Console, quit: fn(i32) -> !) -> Settings {
    let threads = engine::threads(effort.threads);
    engine::bind(threads);
    let interrupt = interrupt::flag(console.lang, quit);
    Settings { threads, seed: effort.seed, time_limit: effort.time_limit, interrupt, ..Settings::default() }
}

/// What the best plan and the alternatives agree on.
fn in_common(all: &Alternatives, console: &Console) -> (Agreement, Report) {
    let mut tally = Tally::default();
    let mut names = Vec::new();
    for (name, solved) in alternatives::named(all) {
        tally.add(&solved.years().map(|of| (of.case, of.plan)).collect::<Vec<_>>());
        names.push(name);
    }
    let agreement = tally.agreement();
    let report = agreement::report(&agreement, &names, &Names::new(&all.best.case, console.lang));
    (agreement, report)
}

fn files(
    all: &Alternatives,
    agreement: &Agreement,
    report: &Report,
    (threads, console): (usize, &Console),
) -> Result<Vec<OutFile>, CliError> {
    let mut files = Vec::new();
    for (name, solved) in alternatives::named(all) {
        files.extend(inside(&name, solved, (threads, console))?);
    }
    let name = |name: &str| format!("{name}.csv");
    files.push(OutFile::new(name(alternatives::AlternativeRow::NAME), csv::table(&alternatives::rows(all))));
    files.push(OutFile::new(name(agreement::AgreementRow::NAME), csv::table(&agreement::rows(agreement))));
    files.push(OutFile::new("alternatives.xlsx", xlsx::workbook(report).map_err(engine::workbook)?));
    Ok(files)
}

/// The files of a plan in a folder inside the one that is written; without times, so that the same job gives the same bytes.
pub(super) fn inside(
    name: &str,
    solved: &Solved,
    (threads, console): (usize, &Console),
) -> Result<Vec<OutFile>, CliError> {
    let mut run = Run::new(solved, String::new(), String::new(), threads);
    run.phases.clear();
    let files = folder::files(solved, tables::csv_tables(&solved.records), &run, console.lang)?;
    Ok(files.into_iter().map(|file| OutFile::new(format!("{name}/{}", file.name), file.bytes)).collect())
}
