//! `sweep`: the scenarios of a list, each planned with one thread, side by side; what is there already is not planned again.

use super::{Done, blocked};
use crate::cli::args::SweepArgs;
use crate::cli::console::Console;
use crate::cli::{CliError, Exit, engine, interrupt, scenarios};
use crate::messages::Text;
use crate::pipeline::{Ahead, Job};
use crate::report::compare::Compared;
use crate::report::sweep::{self, Swept};
use crate::report::{FolderError, csv, folder, terminal};
use crate::solver::Settings;
use crate::sweep::{List, side_by_side};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Letters of the digest in the name of a folder.
const LETTERS: usize = 12;

/// One scenario to be planned.
struct Task {
    name: String,
    title: (String, String),
    folder: String,
    job: Job,
}

/// How it went.
enum Went {
    /// It was there already.
    Known,
    /// It was planned and written.
    Planned,
    /// There is no plan.
    NoPlan,
    /// It was stopped, or failed.
    Failed(CliError),
}

pub(crate) fn run(args: &SweepArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    let (list, text) = scenarios::list(&args.sweep)?;
    let interrupt = interrupt::flag(console.lang, quit);
    let settings = Settings { threads: 1, seed: args.seed, interrupt, ..Settings::default() };
    let Some(tasks) = tasks(&args.sweep, &list, &settings, console)? else { return Ok(Exit::Unmet) };
    scenarios::begin(&args.output, &text)?;
    let workers = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let told = |at: usize, went: &Went| {
        let key = match went {
            Went::Known => "sweep.known",
            Went::Planned => "sweep.planned",
            Went::NoPlan => "sweep.none",
            Went::Failed(_) => "sweep.failed",
        };
        console.note(&Text::new(key).with("name", &tasks[at].name));
    };
    let all = side_by_side(&tasks, workers, &settings.interrupt, |task| plan(task, &args.output), told);
    if settings.interrupt.load(Ordering::SeqCst) {
        return Err(Text::new("sweep.stopped").with("path", args.output.display()).into());
    }
    let mut swept = Vec::new();
    for (task, went) in tasks.iter().zip(all) {
        let plan = match went {
            Some(Went::Known | Went::Planned) => Some(compared(task, &args.output)?),
            Some(Went::NoPlan) => None,
            Some(Went::Failed(error)) => return Err(error),
            None => return Err(Text::new("sweep.stopped").with("path", args.output.display()).into()),
        };
        swept.push(Swept { name: task.name.clone(), title: task.title.clone(), folder: task.folder.clone(), plan });
    }
    let rows = sweep::rows(&swept);
    folder::write_file(&args.output.join("sweep.csv"), &csv::table(&rows), true)?;
    console.result(&terminal::sections(&sweep::sections(&swept, console.lang), terminal::WIDTH));
    console.say(&Text::new("sweep.where").with("path", args.output.display()));
    let plans: Vec<_> = swept.iter().map(|of| serde_json::json!({ "scenario": of.name, "plan": of.plan })).collect();
    console.data(&serde_json::json!({ "sweep": list.name, "plans": plans }));
    Ok(if swept.iter().all(|of| of.plan.is_some()) { Exit::Good } else { Exit::Unmet })
}

/// All scenarios, read and changed before anything is planned; none where an input is blocked.
fn tasks(path: &Path, list: &List, settings: &Settings, console: &Console) -> Result<Option<Vec<Task>>, CliError> {
    let mut inputs: BTreeMap<PathBuf, engine::Reading> = BTreeMap::new();
    let mut tasks: Vec<Task> = Vec::new();
    for scenario in &list.scenarios {
        let file = scenarios::beside(path, scenario);
        let chain = scenarios::chain(&file)?;
        let (input, policy) = scenarios::origin(&file, &chain)?;
        if !inputs.contains_key(&input) {
            let reading = engine::read(&input, None)?;
            if blocked(&reading, console) {
                return Ok(None);
            }
            inputs.insert(input.clone(), reading);
        }
        let reading = inputs[&input].clone();
        let (reading, policy) = scenarios::applied(&chain, reading, &engine::policy(&policy)?)?;
        let year = engine::planned(reading.year);
        let job = Job {
            records: reading.records,
            year,
            // The tables and the policy in the result say all; comments in scenario files do not matter.
            sources: Vec::new(),
            years: list.years,
            ahead: Ahead::All,
            policy,
            settings: settings.clone(),
        };
        let name = scenarios::name(&chain);
        if tasks.iter().any(|known| known.name == name) {
            return Err(Text::new("sweep.same-name").with("name", name).into());
        }
        let digest = engine::digest_of(&job);
        let folder = format!("{name}-{}", digest.get(..LETTERS).unwrap_or_default());
        tasks.push(Task { title: scenarios::title(&chain), name, folder, job });
    }
    Ok(Some(tasks))
}

/// Plans one scenario, unless that was done before.
fn plan(task: &Task, output: &Path) -> Went {
    let target = output.join(&task.folder);
    if folder::refuse_existing(&target).is_err() {
        return Went::Known;
    }
    match engine::planned_files(task.job.clone()) {
        // Half a plan is none: it is planned again when the sweep goes on.
        _ if task.job.settings.interrupt.load(Ordering::SeqCst) => {
            Went::Failed(Text::new("sweep.stopped").with("path", output.display()).into())
        }
        Ok(files) => match folder::write(&target, &files) {
            Ok(()) => Went::Planned,
            // Another sweep was faster.
            Err(FolderError::Exists(_)) => Went::Known,
            Err(error) => Went::Failed(error.into()),
        },
        Err(CliError::NoPlan(_)) => Went::NoPlan,
        Err(error) => Went::Failed(error),
    }
}

/// What a plan comes to, verified from its folder alone.
fn compared(task: &Task, output: &Path) -> Result<Compared, CliError> {
    let plan = engine::compared(&output.join(&task.folder))?;
    Ok(Compared { folder: task.folder.clone(), ..plan })
}
