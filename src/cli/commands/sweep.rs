//! `sweep`: the scenarios of a list, each planned with one thread, side by side; what is there already is not planned again.

use super::Done;
use crate::cli::args::SweepArgs;
use crate::cli::console::{Console, write_error};
use crate::cli::live::Live;
use crate::cli::sweeps::{self, Facts, Sweep};
use crate::cli::swept::{self, Found};
use crate::cli::{CliError, Exit, decided, engine, interrupt, scenarios};
use crate::ingest;
use crate::messages::{Lang, Text};
use crate::pipeline::{Ahead, Job, Known};
use crate::plan::agreement::Agreement;
use crate::report::compare::Compared;
use crate::report::sweep::{self as page, Swept};
use crate::report::{FolderError, Report, choice, csv, folder, terminal};
use crate::solver::Settings;
use crate::sweep::side_by_side;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Letters of the digest in the name of a folder.
const LETTERS: usize = 12;
/// Scenarios of which new warnings are told.
const MOST_WARNED: usize = 5;

/// One scenario to be planned.
struct Task {
    /// Its position in the list of jobs.
    at: usize,
    /// Digest of all that its result depends on, but for where others start from.
    digest: String,
    folder: String,
    /// What there is to be looked at in the facts since the changes.
    warnings: Vec<Text>,
}

/// How it went.
enum Went {
    /// It was there already.
    Known(Box<Compared>),
    /// It was planned and written.
    Planned(Box<Compared>),
    /// There is no plan, as was known already or is known now.
    NoPlan { known: bool },
    /// It was stopped, or failed, or something else stands in its place.
    Failed(Vec<Text>),
}

/// What all tasks need.
struct Work<'a> {
    sweep: &'a Sweep,
    settings: Settings,
    output: &'a Path,
    lang: Lang,
    live: Live<'a>,
    /// Whether the scenario from which all others start has a plan, once that is known; an error where it failed.
    parent: OnceLock<Result<bool, ()>>,
}

pub(crate) fn run(args: &SweepArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    let Some(sweep) = sweeps::jobs(&args.sweep, console)? else { return Ok(Exit::Unmet) };
    let interrupt = interrupt::flag_saying("cli.interrupt.sweep", console.lang, quit);
    let threads = engine::threads(args.threads);
    let place = Place { output: &args.output, seed: args.seed, threads, interrupt };
    let done = carry_out(&sweep, &place, Some(&sweep.text), console)?;
    conclude(&sweep, done, &args.output, console)
}

/// Where and how a list is carried out.
pub(super) struct Place<'p> {
    /// The folder of the results.
    pub(super) output: &'p Path,
    /// Seed of the lottery.
    pub(super) seed: u32,
    /// Scenarios planned at a time.
    pub(super) threads: usize,
    /// Set by Ctrl-C.
    pub(super) interrupt: Arc<AtomicBool>,
}

/// What came of a list.
pub(super) struct Carried {
    /// The scenarios in order.
    pub(super) swept: Vec<Swept>,
    /// Those without a result, and why.
    pub(super) failures: Vec<(String, Vec<Text>)>,
}

/// Plans all scenarios that are not there already; `text` is kept in the folder, where only the same list goes on.
pub(super) fn carry_out(
    sweep: &Sweep,
    place: &Place<'_>,
    text: Option<&str>,
    console: &Console,
) -> Result<Carried, CliError> {
    let settings =
        Settings { threads: 1, seed: place.seed, interrupt: Arc::clone(&place.interrupt), ..Settings::default() };
    let tasks = tasks(sweep, &settings, place.threads, console)?;
    let stopped = || CliError::from(Text::new("sweep.stopped").with("path", place.output.display()));
    if settings.interrupt.load(Ordering::SeqCst) {
        return Err(stopped());
    }
    if let Some(text) = text {
        scenarios::begin(place.output, text)?;
    }
    folder::tidy(place.output);
    let work = Work {
        sweep,
        settings,
        output: place.output,
        lang: console.lang,
        live: Live::new(tasks.len(), console),
        parent: OnceLock::new(),
    };
    let parent = sweep.parent();
    let needs: Vec<Option<usize>> = (0..tasks.len()).map(|at| parent.filter(|parent| *parent != at)).collect();
    let told = |at: usize, went: &Went| work.told(&tasks[at], went);
    let plan = |task: &Task| work.plan(task, &tasks);
    let all = side_by_side((&tasks, &needs), place.threads, &work.settings.interrupt, plan, told);
    if work.settings.interrupt.load(Ordering::SeqCst) {
        return Err(stopped());
    }
    let (mut swept, mut failures) = (Vec::new(), Vec::new());
    for (task, went) in tasks.iter().zip(all) {
        let own = &sweep.jobs[task.at];
        let (plan, failed) = match went {
            Some(Went::Known(plan) | Went::Planned(plan)) => (Some(*plan), None),
            Some(Went::NoPlan { .. }) => (None, None),
            Some(Went::Failed(texts)) => (None, Some(texts)),
            None => (None, Some(Vec::new())),
        };
        let (name, folder) = (own.name.clone(), task.folder.clone());
        swept.push(Swept { name, title: own.title.clone(), folder, plan, failed: failed.is_some() });
        failures.extend(failed.map(|texts| (own.name.clone(), texts)));
    }
    Ok(Carried { swept, failures })
}

/// All scenarios, read and changed before anything is planned.
fn tasks(sweep: &Sweep, settings: &Settings, workers: usize, console: &Console) -> Result<Vec<Task>, CliError> {
    let positions: Vec<usize> = (0..sweep.jobs.len()).collect();
    let made = |&at: &usize| {
        let facts = sweep.jobs[at].facts()?;
        let warnings = facts.warnings.iter().map(|issue| issue.cause.clone()).collect();
        let digest = engine::digest_of(&job(facts, sweep.list.years, settings));
        Ok(Task { at, digest, folder: String::new(), warnings })
    };
    let all = side_by_side((&positions, &[]), workers, &settings.interrupt, made, |_, _| ());
    // Those that are missing were not begun because of a Ctrl-C; then nothing is planned.
    let mut tasks = all.into_iter().flatten().collect::<Result<Vec<Task>, CliError>>()?;
    let parent = sweep.parent().and_then(|parent| Some(tasks.get(parent)?.digest.clone()));
    let lang = console.lang.of("zh", "en");
    for task in &mut tasks {
        let from = parent.as_deref().filter(|_| sweep.parent() != Some(task.at)).unwrap_or_default();
        task.digest = ingest::digest(format!("{} {lang} {from}", task.digest).as_bytes());
        let name = &sweep.jobs[task.at].name;
        task.folder = format!("{name}-{}", task.digest.get(..LETTERS).unwrap_or_default());
    }
    warn(sweep, &tasks, console);
    Ok(tasks)
}

/// Says what is new to be looked at in the facts, of the first scenarios for which there is anything.
fn warn(sweep: &Sweep, tasks: &[Task], console: &Console) {
    let of = |task: &Task| {
        let text = Text::new("sweep.warnings").with("name", &sweep.jobs[task.at].name);
        Some(text.with("count", task.warnings.len()).with_text("first", task.warnings.first()?.clone()))
    };
    let all: Vec<Text> = tasks.iter().filter_map(of).collect();
    all.iter().take(MOST_WARNED).for_each(|text| console.note(text));
    if all.len() > MOST_WARNED {
        console.note(&Text::new("sweep.warnings.more").with("count", all.len() - MOST_WARNED));
    }
}

/// What is planned.
fn job(facts: Facts, years: usize, settings: &Settings) -> Job {
    let Facts { records, year, policy, .. } = facts;
    // The tables and the policy in the result say all; comments in scenario files do not matter.
    Job { records, year, sources: Vec::new(), years, ahead: Ahead::All, policy, settings: settings.clone() }
}

impl Work<'_> {
    /// Plans one scenario, unless that was done before.
    fn plan(&self, task: &Task, tasks: &[Task]) -> Went {
        let name = &self.sweep.jobs[task.at].name;
        let line = self.live.begin(name);
        let went = self.planned(task, tasks).unwrap_or_else(|error| Went::Failed(error.texts()));
        drop(line);
        if self.sweep.parent() == Some(task.at) {
            self.parent.get_or_init(|| match &went {
                Went::Known(_) | Went::Planned(_) => Ok(true),
                Went::NoPlan { .. } => Ok(false),
                Went::Failed(_) => Err(()),
            });
        }
        went
    }

    fn planned(&self, task: &Task, tasks: &[Task]) -> Result<Went, CliError> {
        let own = &self.sweep.jobs[task.at];
        let job = job(own.facts()?, self.sweep.list.years, &self.settings);
        let target = self.output.join(&task.folder);
        match swept::found(&target, &job, &task.digest) {
            Found::Plan(plan) => return Ok(Went::Known(in_folder(task, plan))),
            Found::NoPlan => return Ok(Went::NoPlan { known: true }),
            Found::Other(texts) => return Ok(Went::Failed(texts)),
            Found::Nothing => {}
        }
        let known = self.known(task, tasks, &job)?;
        let files = engine::planned_files(job.clone(), known.as_ref(), self.lang);
        if self.settings.interrupt.load(Ordering::SeqCst) {
            // Half a plan is none: it is planned again when the sweep goes on.
            return Err(Text::new("sweep.stopped").with("path", self.output.display()).into());
        }
        let written = match &files {
            Ok(files) => folder::write(&target, files),
            Err(why @ CliError::NoPlan(_)) => swept::write_none(&target, &own.name, &task.digest, why),
            Err(error) => return Ok(Went::Failed(error.texts())),
        };
        match written {
            // Where it exists, another sweep was faster.
            Ok(()) | Err(FolderError::Exists(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(match swept::found(&target, &job, &task.digest) {
            Found::Plan(plan) => Went::Planned(in_folder(task, plan)),
            Found::NoPlan => Went::NoPlan { known: false },
            Found::Other(texts) => Went::Failed(texts),
            Found::Nothing => Went::Failed(vec![Text::new("sweep.spoiled").with("path", target.display())]),
        })
    }

    /// The plan to start from, if the list says so and there is one.
    fn known(&self, task: &Task, tasks: &[Task], job: &Job) -> Result<Option<Known>, CliError> {
        let Some(parent) = self.sweep.parent().filter(|parent| *parent != task.at) else { return Ok(None) };
        let name = &self.sweep.jobs[parent].name;
        match self.parent.get() {
            Some(Ok(true)) => {
                let path = self.output.join(&tasks[parent].folder);
                engine::known_as(name, &path, &job.records, (job.year, job.years), 0, &job.policy).map(Some)
            }
            Some(Ok(false)) => Ok(None),
            Some(Err(())) | None => Err(Text::new("sweep.no-parent").with("parent", name).into()),
        }
    }

    fn told(&self, task: &Task, went: &Went) {
        let key = match went {
            Went::Known(_) => "sweep.known",
            Went::Planned(_) => "sweep.planned",
            Went::NoPlan { known: false } => "sweep.none",
            Went::NoPlan { known: true } => "sweep.none.known",
            Went::Failed(_) => "sweep.failed",
        };
        self.live.end(&Text::new(key).with("name", &self.sweep.jobs[task.at].name));
    }
}

fn in_folder(task: &Task, plan: Box<Compared>) -> Box<Compared> {
    Box::new(Compared { folder: task.folder.clone(), ..*plan })
}

/// Writes what all plans come to, prints it, and says which scenarios have no result and why.
fn conclude(sweep: &Sweep, Carried { swept, failures }: Carried, output: &Path, console: &Console) -> Done {
    folder::replace_file(output, "sweep.csv", &csv::table(&page::rows(&swept)))?;
    let mut sections = page::sections(&swept, console.lang);
    let agreement = agreement(&swept, output, console)?;
    if let Some((agreement, report)) = &agreement {
        sections.extend(report.summary.iter().take(2).cloned());
        let chart = page::chart(&swept, console.lang);
        let files = page::files(&sections, chart, (agreement, report), &sweep.list.title(console.lang));
        for file in files.map_err(engine::workbook)? {
            folder::replace_file(output, &file.name, &file.bytes)?;
        }
    }
    console.result(&terminal::sections(&sections, terminal::WIDTH));
    console.say(&Text::new("sweep.where").with("path", output.display()));
    let entry = |(of, job): (&Swept, &sweeps::Job)| serde_json::json!({ "scenario": of.name, "sample": job.sample, "plan": of.plan });
    let plans: Vec<_> = swept.iter().zip(&sweep.jobs).map(entry).collect();
    let told = told(&failures, console.lang);
    let agreed = agreement.map(|(agreement, _)| choice::agreement::entry(&agreement));
    console
        .data(&serde_json::json!({ "sweep": sweep.list.name, "plans": plans, "failures": told, "agreement": agreed }));
    if !told.is_empty() {
        return Ok(say_failures(&told, console));
    }
    Ok(if swept.iter().all(|of| of.plan.is_some()) { Exit::Good } else { Exit::Unmet })
}

/// What all plans there are agree on, where there are at least two.
fn agreement(swept: &[Swept], output: &Path, console: &Console) -> Result<Option<(Agreement, Report)>, CliError> {
    let planned: Vec<&Swept> = swept.iter().filter(|of| of.plan.is_some()).collect();
    if planned.len() < 2 {
        return Ok(None);
    }
    let folders: Vec<PathBuf> = planned.iter().map(|of| output.join(&of.folder)).collect();
    let names: Vec<String> = planned.iter().map(|of| of.folder.clone()).collect();
    // Each was verified when it was found.
    decided::agreement(&folders, &names, console.lang, engine::plans).map(Some)
}

/// The failures in words.
pub(super) fn told(failures: &[(String, Vec<Text>)], lang: Lang) -> Vec<String> {
    let one = |(name, texts): &(String, Vec<Text>)| {
        let reason = texts.iter().map(|text| text.render(lang)).collect::<Vec<_>>().join("\n    ");
        Text::new("sweep.why").with("name", name).with("reason", reason).render(lang)
    };
    failures.iter().map(one).collect()
}

/// Says which scenarios have no result.
pub(super) fn say_failures(told: &[String], console: &Console) -> Exit {
    let head = Text::new("sweep.failures").with("count", told.len()).render(console.lang);
    write_error(&format!("{head}\n  {}\n", told.join("\n  ")));
    Exit::Failed
}
