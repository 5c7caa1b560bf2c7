//! `robust`: one decision on people now that does best over the samples of a list, beside the plan for their mean.

use super::Done;
use super::alternatives::{inside, settings};
use crate::cli::choice_args::RobustArgs;
use crate::cli::console::Console;
use crate::cli::progress::Display;
use crate::cli::sweeps::{self, Sweep};
use crate::cli::{CliError, Exit, engine};
use crate::domain::{Records, SchoolYear};
use crate::messages::Text;
use crate::pipeline::{self, Ahead, Job, RobustError, total};
use crate::plan::rows::Tabular as _;
use crate::policy::Policy;
use crate::report::choice::robust;
use crate::report::{OutFile, Report, csv, folder, goals, terminal, xlsx};

/// The samples of a list, all under one policy.
struct Samples {
    names: Vec<String>,
    records: Vec<Records>,
    year: SchoolYear,
    policy: Policy,
}

pub(crate) fn run(args: &RobustArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    folder::refuse_existing(&args.output)?;
    let Some(sweep) = sweeps::jobs(&args.sweep, console)? else { return Ok(Exit::Unmet) };
    if sweep.list.years != 1 {
        return Err(Text::new("choice.robust.years").into());
    }
    let samples = samples(&sweep, args)?;
    let records = engine::mean(&samples.records, samples.year)?;
    let settings = settings(&args.effort, console, quit);
    let threads = settings.threads;
    let (year, policy) = (samples.year, samples.policy);
    let job = Job { records, year, years: 1, ahead: Ahead::All, sources: Vec::new(), policy, settings };
    let progress = Display::new(&job.policy.tiers, console);
    let found = pipeline::robust(job, &samples.records, &progress);
    progress.finish();
    let found = found.map_err(|error| refused(error, &samples.names))?;
    let sections = robust::sections(&found, &samples.names, console.lang);
    let title = sweep.list.title(console.lang);
    let report = Report { lang: console.lang, title, summary: sections, sheets: Vec::new() };
    let mut files = inside("robust", &found.robust, (threads, console))?;
    files.extend(inside("mean", &found.mean, (threads, console))?);
    let rows = robust::rows(&found, &samples.names);
    files.push(OutFile::new(format!("{}.csv", robust::RobustRow::NAME), csv::table(&rows)));
    files.push(OutFile::new("robust.xlsx", xlsx::workbook(&report).map_err(engine::workbook)?));
    folder::write(&args.output, &files)?;
    console.result(&terminal::page(&report, terminal::WIDTH));
    console.say(&Text::new("choice.robust.written").with("path", args.output.display()));
    console.data(&serde_json::json!({
        "samples": samples.names,
        "robust": found.of_robust,
        "robust_sum": total(&found.of_robust),
        "plan_for_the_mean": found.of_mean,
        "bound": found.bounds,
    }));
    Ok(Exit::Good)
}

/// The samples of a list; without any, all that stands in it.
fn samples(sweep: &Sweep, args: &RobustArgs) -> Result<Samples, CliError> {
    let drawn = sweep.jobs.iter().any(|job| job.sample.is_some());
    let jobs: Vec<&sweeps::Job> = sweep.jobs.iter().filter(|job| !drawn || job.sample.is_some()).collect();
    if jobs.len() < 2 {
        return Err(Text::new("choice.robust.no-samples").with("path", args.sweep.display()).into());
    }
    let mut all: Option<Samples> = None;
    for job in jobs {
        let facts = job.facts()?;
        let of = all.get_or_insert_with(|| Samples {
            names: Vec::new(),
            records: Vec::new(),
            year: facts.year,
            policy: facts.policy.clone(),
        });
        if of.policy.text != facts.policy.text {
            return Err(Text::new("choice.robust.policy").with("name", &job.name).into());
        }
        if of.year != facts.year {
            return Err(Text::new("choice.robust.year").with("name", &job.name).into());
        }
        of.names.push(job.name.clone());
        of.records.push(facts.records);
    }
    all.ok_or_else(|| Text::new("choice.robust.no-samples").with("path", args.sweep.display()).into())
}

/// Why there is no robust plan.
fn refused(error: RobustError, names: &[String]) -> CliError {
    match error {
        RobustError::Plan(error) => engine::failure(error),
        RobustError::Unlike(at) => {
            let name = at.checked_sub(1).and_then(|at| names.get(at)).cloned().unwrap_or_default();
            Text::new("choice.robust.unlike").with("name", name).into()
        }
        RobustError::Lists => Text::new("choice.robust.lists").into(),
        RobustError::NoMoves(why) => {
            Text::new("choice.robust.no-moves").with_text("why", goals::termination(why, false)).into()
        }
        RobustError::NotInMean(why) => {
            Text::new("choice.robust.not-in-mean").with_text("why", goals::termination(why, false)).into()
        }
    }
}
