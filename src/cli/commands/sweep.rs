//! `sweep`: the scenarios of a list, each planned with one thread, side by side; what is there already is not planned again.

use super::Done;
use crate::cli::args::SweepArgs;
use crate::cli::console::{Console, write_error};
use crate::cli::live::Live;
use crate::cli::sweeps::{self, Facts, Sweep};
use crate::cli::swept::{self, Found};
use crate::cli::{CliError, Exit, engine, interrupt, scenarios};
use crate::ingest;
use crate::messages::{Lang, Text};
use crate::pipeline::{Ahead, Job, Known};
use crate::report::compare::Compared;
use crate::report::sweep::{self as page, Swept};
use crate::report::{FolderError, csv, folder, terminal};
use crate::solver::Settings;
use crate::sweep::side_by_side;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

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
    let settings = Settings { threads: 1, seed: args.seed, interrupt, ..Settings::default() };
    let workers = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let tasks = tasks(&sweep, &settings, workers, console)?;
    if settings.interrupt.load(Ordering::SeqCst) {
        return Err(Text::new("sweep.stopped").with("path", args.output.display()).into());
    }
    scenarios::begin(&args.output, &sweep.text)?;
    folder::tidy(&args.output);
    let work = Work {
        sweep: &sweep,
        settings,
        output: &args.output,
        lang: console.lang,
        live: Live::new(tasks.len(), console),
        parent: OnceLock::new(),
    };
    let parent = sweep.parent();
    let needs: Vec<Option<usize>> = (0..tasks.len()).map(|at| parent.filter(|parent| *parent != at)).collect();
    let told = |at: usize, went: &Went| work.told(&tasks[at], went);
    let all = side_by_side((&tasks, &needs), workers, &work.settings.interrupt, |task| work.plan(task, &tasks), told);
    if work.settings.interrupt.load(Ordering::SeqCst) {
        return Err(Text::new("sweep.stopped").with("path", args.output.display()).into());
    }
    drop(work);
    conclude(&sweep, &tasks, all, &args.output, console)
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
    let lang = if console.lang == Lang::Zh { "zh" } else { "en" };
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
fn conclude(sweep: &Sweep, tasks: &[Task], all: Vec<Option<Went>>, output: &Path, console: &Console) -> Done {
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
        failures.extend(failed.map(|texts| (&own.name, texts)));
    }
    folder::replace_file(output, "sweep.csv", &csv::table(&page::rows(&swept)))?;
    console.result(&terminal::sections(&page::sections(&swept, console.lang), terminal::WIDTH));
    console.say(&Text::new("sweep.where").with("path", output.display()));
    let entry = |(of, task): (&Swept, &Task)| {
        let sample = sweep.jobs[task.at].sample;
        serde_json::json!({ "scenario": of.name, "sample": sample, "plan": of.plan })
    };
    let plans: Vec<_> = swept.iter().zip(tasks).map(entry).collect();
    let told: Vec<String> = failures
        .iter()
        .map(|(name, texts)| {
            let reason = texts.iter().map(|text| text.render(console.lang)).collect::<Vec<_>>().join("\n    ");
            Text::new("sweep.why").with("name", name).with("reason", reason).render(console.lang)
        })
        .collect();
    console.data(&serde_json::json!({ "sweep": sweep.list.name, "plans": plans, "failures": told }));
    if !told.is_empty() {
        let head = Text::new("sweep.failures").with("count", told.len()).render(console.lang);
        write_error(&format!("{head}\n  {}\n", told.join("\n  ")));
        return Ok(Exit::Failed);
    }
    Ok(if swept.iter().all(|of| of.plan.is_some()) { Exit::Good } else { Exit::Unmet })
}
