//! One run of this engine, phase by phase, as `junheng solve` does it, into a folder that is removed afterwards.
//!
//! `relax` and `fix` are what the solver counts for itself (`relax-weighted` + `relax`, `find` + `branch`); `prepare` is its presolve in
//! whole numbers, `rest` what it spends besides: checks and comparisons. Where a program falls apart its parts are solved side by side and
//! their seconds add up. `lower` is measured once more by itself: the solver does it again and again inside `relax` and `fix`.

use super::line::{Line, Measured, Phase, Tier};
use super::memory;
use super::worker::{Tell, Work, float};
use crate::pipeline::{self, Job, PipelineError, Problem, Solved, Stage};
use crate::report::manifest::Run;
use crate::report::{folder, tables};
use crate::solver::{Event, Progress, Settings, peers};
use std::sync::Mutex;
use std::time::Instant;

/// Seconds by phase, in the order in which they are shown.
#[derive(Default)]
struct Watch {
    formulate: f64,
    solve: f64,
    name: f64,
    verify: f64,
    peak: Option<u64>,
}

/// Hears of solutions, so that something is known should the process be ended.
struct Told<'a> {
    tell: Tell<'a>,
    begin: Mutex<Option<Instant>>,
    tiers: Vec<Tier>,
}

impl Progress for Told<'_> {
    fn event(&self, event: Event) {
        let Event::Solution(values) = event else { return };
        let tiers = self.tiers.iter().zip(values);
        let tiers = tiers.map(|(t, value)| Tier::new(&t.name, (Some(value), None), t.per_unit, t.tolerance_ppm));
        let begin = self.begin.lock().ok().and_then(|begin| *begin);
        let seconds = begin.map_or(0.0, |begin| begin.elapsed().as_secs_f64());
        (self.tell)(&Line::Known(Measured { seconds, tiers: tiers.collect(), ..Measured::default() }));
    }
}

/// Runs the engine and tells all about it.
///
/// # Errors
/// Where the corridor could not be walked to its end for another reason than that no plan was found.
pub(super) fn measure(work: Work, problem: Problem, line: &Line, tell: Tell<'_>) -> Result<(), PipelineError> {
    let begin = Instant::now();
    let _size = peers::lower(&problem.program);
    let lower = begin.elapsed().as_secs_f64();
    let tiers = problem.program.tiers.iter();
    let tiers = tiers.map(|t| Tier::new(&t.name, (None, None), t.per_unit, t.tolerance_ppm)).collect();
    drop(problem);
    let Work { records, year, years, sources, policy, limit, threads, seed, .. } = work;
    let settings = Settings { threads, time_limit: Some(limit), seed, ..Settings::default() };
    let job = Job { records, year, sources, years, ahead: pipeline::Ahead::All, policy, settings };
    let before_kib = memory::begin();
    let (mut watch, mut last) = (Watch::default(), Instant::now());
    let told = Told { tell, begin: Mutex::new(None), tiers };
    let solved = pipeline::solve_in_stages(job, None, &told, &mut |stage| {
        let seconds = last.elapsed().as_secs_f64();
        match stage {
            Stage::Formulate => {
                watch.formulate += seconds;
                tell(line);
            }
            Stage::Solve => {
                (watch.solve, watch.peak) = (watch.solve + seconds, memory::peak());
                tell(&Line::Solved);
            }
            Stage::Name => watch.name += seconds,
            Stage::Verify => watch.verify += seconds,
        }
        last = Instant::now();
        if let (Stage::Formulate, Ok(mut begin)) = (stage, told.begin.lock()) {
            *begin = Some(last);
        }
    });
    let known = Measured { seconds: watch.solve, before_kib, peak_kib: watch.peak, ..Measured::default() };
    let end = match solved {
        Ok(solved) => {
            let (write, failure) = written(&solved, work.lang);
            let phases = phases(&watch, &solved, (work.ingest, lower, write));
            Measured { phases, failure, ..of(&solved, known) }
        }
        Err(PipelineError::NoPlan { outcome, .. }) => Measured { stop: outcome.termination.into(), ..known },
        Err(error) => return Err(error),
    };
    tell(&Line::End(end));
    Ok(())
}

/// What the plan is worth.
fn of(solved: &Solved, known: Measured) -> Measured {
    let outcome = &solved.outcome;
    let tiers = outcome.tiers.iter();
    let tiers = tiers.map(|t| Tier::new(&t.name, (Some(t.value), t.bound), t.per_unit, t.tolerance_ppm)).collect();
    let years = (solved.case.year, solved.count_years());
    let program = pipeline::problem(&solved.records, years, &solved.policy).map(|problem| problem.program);
    let weighted = program.ok().zip(outcome.solution.as_ref());
    let weighted =
        weighted.map(|(program, values)| float(peers::weighted_value(&peers::weighted_sum(&program), values)));
    Measured { stop: outcome.termination.into(), tiers, weighted, nodes: Some(outcome.stats.nodes), ..known }
}

/// Seconds that writing the whole result folder takes; the folder is gone afterwards.
fn written(solved: &Solved, lang: crate::messages::Lang) -> (f64, Option<String>) {
    let begin = Instant::now();
    let write = || {
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let run = Run::new(solved, String::new(), String::new(), 1);
        let files = folder::files(solved, tables::csv_tables(&solved.records), &run, lang);
        let files = files.map_err(|error| format!("{error:?}"))?;
        folder::write(&place.path().join("out"), &files).map_err(|error| format!("{error:?}"))
    };
    let failure: Result<(), String> = write();
    (begin.elapsed().as_secs_f64(), failure.err())
}

fn phases(watch: &Watch, solved: &Solved, (ingest, lower, write): (f64, f64, f64)) -> Vec<Phase> {
    let counted = &solved.outcome.stats.seconds;
    let sum = |names: &[&str]| counted.iter().filter(|(name, _)| names.contains(name)).map(|(_, s)| s).sum::<f64>();
    let (prepare, relax, fix) = (sum(&["presolve"]), sum(&["relax-weighted", "relax"]), sum(&["find", "branch"]));
    let rest = (watch.solve - prepare - relax - fix).max(0.0);
    let all = [
        ("ingest", ingest),
        ("formulate", watch.formulate),
        ("lower", lower),
        ("prepare", prepare),
        ("relax", relax),
        ("fix", fix),
        ("rest", rest),
        ("name", watch.name),
        ("verify", watch.verify),
        ("write", write),
    ];
    all.into_iter().map(|(name, seconds)| Phase { name: name.to_owned(), seconds }).collect()
}
