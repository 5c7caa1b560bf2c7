//! One HiGHS solve, safely; only `handle` below calls the C interface.
//!
//! Guards, each with a test: every number passed is finite; a solution is read only when the status says that there is
//! one; each solve runs on its own OS thread (HiGHS keeps a thread-local scheduler) with one solver thread; our own
//! clock interrupts through the callback and walks away from a solver that does not listen (tiny models in memory, `loaded`,
//! stay on the caller's thread with a limit on nodes instead); a failed solve is tried
//! again with another seed and with presolve flipped; solutions found on the way are handed out when they are found;
//! no panic crosses the callback. It refuses to interpret: what it returns are floating-point claims, to be checked.

mod basis;
mod handle;
mod live;
mod loaded;
mod peer;
#[cfg(test)]
mod tests;

pub(super) use basis::{Basis, Mark};
pub(super) use handle::version;
pub(super) use live::Live;
pub(super) use loaded::Loaded;
pub(super) use peer::peer;

use super::clock::Clock;
use handle::{Context, Handle};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Largest magnitude that may be passed; HiGHS refuses more, and whole numbers stay exact below it.
const LARGEST: f64 = 1e15;
/// How long a stopped solver may go on before we leave its thread behind.
const GRACE: Duration = Duration::from_millis(600);

/// A linear or mixed-integer program in floating point, minimized; the matrix by rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// Cost by column.
    pub cost: Vec<f64>,
    /// Lower bound by column, finite.
    pub lower: Vec<f64>,
    /// Upper bound by column, finite.
    pub upper: Vec<f64>,
    /// Whether to branch, by column.
    pub integer: Vec<bool>,
    /// The matrix by rows.
    pub rows: Rows,
}

/// Rows of a model.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Lower bound by row, may be minus infinity.
    pub lower: Vec<f64>,
    /// Upper bound by row, may be infinity.
    pub upper: Vec<f64>,
    /// Where each row starts in `index`; one entry per row.
    pub starts: Vec<i32>,
    /// Columns of the nonzeros.
    pub index: Vec<i32>,
    /// Values of the nonzeros.
    pub value: Vec<f64>,
}

impl Rows {
    /// Adds a row.
    pub(super) fn push(&mut self, lower: f64, upper: f64, terms: impl IntoIterator<Item = (i32, f64)>) {
        self.starts.push(i32::try_from(self.index.len()).expect("fewer than 2^31 nonzeros"));
        self.lower.push(lower);
        self.upper.push(upper);
        for (at, value) in terms {
            self.index.push(at);
            self.value.push(value);
        }
    }

    /// Whether the shapes agree for `columns` columns and every number is one that HiGHS treats as what it is.
    fn sound(&self, columns: usize) -> bool {
        let rows = self.starts.len();
        let shapes = self.lower.len() == rows && self.upper.len() == rows && self.index.len() == self.value.len();
        let side = |values: &[f64], open: f64| {
            values.iter().all(|&v| v.abs() <= LARGEST || (v.is_infinite() && v.signum() == open.signum()))
        };
        shapes
            && self.index.iter().all(|&at| usize::try_from(at).is_ok_and(|at| at < columns))
            && small(&self.value)
            && side(&self.lower, f64::NEG_INFINITY)
            && side(&self.upper, f64::INFINITY)
    }
}

/// The position of a column as the solver counts.
pub(super) fn position(at: usize) -> i32 {
    i32::try_from(at).expect("fewer than 2^31 columns")
}

/// Whether all numbers are finite and not too large.
fn small(values: &[f64]) -> bool {
    values.iter().all(|v| v.abs() <= LARGEST)
}

impl Model {
    /// Whether the shapes agree and every number is one that HiGHS treats as what it is.
    fn sound(&self) -> bool {
        let columns = self.cost.len();
        let shapes = [self.lower.len(), self.upper.len(), self.integer.len()].iter().all(|&len| len == columns);
        shapes && self.rows.sound(columns) && small(&self.cost) && small(&self.lower) && small(&self.upper)
    }
}

/// How to solve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// The relaxation by dual simplex.
    Simplex,
    /// The relaxation by interior point without crossover: prices, not a vertex.
    Interior,
    /// The relaxation by interior point with crossover to a vertex.
    Crossover,
    /// Branch and bound.
    Branch,
}

/// One solve.
#[derive(Clone, Debug)]
pub(super) struct Task {
    /// What to solve.
    pub model: Model,
    /// How.
    pub method: Method,
    /// Seed of the solver's random choices.
    pub seed: u32,
    /// Whether to presolve.
    pub presolve: bool,
    /// Branch and bound stops when the objective is within this distance of the bound, interior point at this relative one; as near as it
    /// usually does where that is zero.
    pub gap: f64,
    /// Branch and bound stops after so many nodes, dual simplex after so many steps.
    pub limit: Option<i32>,
    /// A known solution, one value per column.
    pub start: Option<Vec<f64>>,
}

impl Task {
    /// A task with the usual settings.
    #[must_use]
    pub(super) const fn new(model: Model, method: Method, seed: u32) -> Self {
        Self { model, method, seed, presolve: true, gap: 0.0, limit: None, start: None }
    }
}

/// What the solver claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Solved within the gap.
    Optimal,
    /// No solution.
    Infeasible,
    /// Stopped by our clock.
    Stopped,
    /// Stopped by the limit on nodes or steps.
    Limit,
    /// Failed.
    Failed,
}

/// Claims of one solve, unchecked.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Why it ended.
    pub status: Status,
    /// A feasible point by the solver's tolerances; none where it has none.
    pub primal: Option<Vec<f64>>,
    /// Row prices of a relaxation, `d objective / d right-hand side`; perhaps inaccurate.
    pub prices: Option<Vec<f64>>,
    /// Lower bound claimed; minus infinity where none.
    pub bound: f64,
    /// Branch-and-bound nodes.
    pub nodes: i64,
    /// What the solver says its point is worth; it has been seen to hand back another one (docs/adr/0007).
    pub objective: f64,
}

impl Answer {
    const fn empty(status: Status) -> Self {
        Self { status, primal: None, prices: None, bound: f64::NEG_INFINITY, nodes: 0, objective: f64::NAN }
    }

    /// What the point of a finished search is worth.
    fn value(&self, task: &Task) -> Option<f64> {
        let primal =
            self.primal.as_ref().filter(|_| self.status == Status::Optimal && task.method == Method::Branch)?;
        Some(task.model.cost.iter().zip(primal).map(|(cost, value)| cost * value).sum())
    }

    /// The bound that a search claims by saying that it is done within the gap: where reduced costs or a cutoff have closed the
    /// tree, HiGHS still states the bound of an earlier node.
    fn claimed(&self, task: &Task) -> f64 {
        self.value(task).map_or(self.bound, |value| self.bound.max(value - task.gap.max(1e-6)))
    }

    /// Whether the search claims more than the bound it states.
    fn is_doubtful(&self, task: &Task) -> bool {
        self.claimed(task) > self.bound + 1e-6 * (1.0 + self.bound.abs())
    }

    /// The lesser claim of two searches of the same program, and the better point.
    fn agreed(mut self, other: Self, task: &Task) -> Self {
        let nodes = self.nodes + other.nodes;
        if other.status != Status::Optimal {
            // Nobody confirms the claim: what is left are the bounds that were stated.
            self.bound = self.bound.max(other.bound);
            return Self { nodes, ..self };
        }
        let bound = self.claimed(task).min(other.claimed(task));
        let better = other.value(task).zip(self.value(task)).is_some_and(|(theirs, mine)| theirs < mine);
        Self { bound, nodes, ..if better { other } else { self } }
    }
}

/// Solves on a thread of its own and hands out each better solution while it runs.
pub(super) fn run(task: &Task, clock: &Clock, found: &mut dyn FnMut(&[f64])) -> Answer {
    let first = run_once(task, clock, found);
    if !first.is_doubtful(task) {
        return Answer { bound: first.claimed(task), ..first };
    }
    // HiGHS has said “optimal” and handed back the start, which was not (docs/adr/0007): another search, without a start, has to say
    // the same.
    let seed = task.seed.wrapping_add(7) & 0x7fff_ffff;
    let again = Task { presolve: !task.presolve, seed, start: None, ..task.clone() };
    let second = climb(again, |task| attempt(task, clock, found));
    first.agreed(second, task)
}

/// The same where nobody asks for a bound: what the search claims is not confirmed by another one.
pub(super) fn run_once(task: &Task, clock: &Clock, found: &mut dyn FnMut(&[f64])) -> Answer {
    if !task.model.sound() {
        return Answer::empty(Status::Failed);
    }
    climb(task.clone(), |task| attempt(task, clock, found))
}

/// Tries again after a failure: another seed or presolve flipped has always helped so far.
fn climb(mut task: Task, mut attempt: impl FnMut(&Task) -> Answer) -> Answer {
    let (seed, presolve) = (task.seed, task.presolve);
    let mut nodes = 0;
    for (step, flip) in [(0, false), (1, false), (2, true), (3, true)] {
        task.seed = seed.wrapping_add(step) & 0x7fff_ffff;
        task.presolve = presolve != flip;
        let mut answer = attempt(&task);
        nodes += answer.nodes;
        if answer.status != Status::Failed {
            answer.nodes = nodes;
            return answer;
        }
    }
    Answer { nodes, ..Answer::empty(Status::Failed) }
}

/// Solves on this thread and sends the answer.
fn work(task: &Task, limit: Option<Duration>, context: &Context) {
    let answer = Handle::load(task).and_then(|highs| {
        highs.watch(context);
        highs.run(task.method, limit)
    });
    context.done(answer);
}

/// From the worker to the watchdog.
enum Message {
    /// A better solution, found on the way.
    Found(Vec<f64>),
    /// The end.
    Done(Answer),
}

fn attempt(task: &Task, clock: &Clock, found: &mut dyn FnMut(&[f64])) -> Answer {
    let (sender, receiver) = channel();
    let stop = Arc::new(AtomicBool::new(false));
    let context = Context::new(sender, stop.clone());
    let (task, limit) = (task.clone(), clock.left());
    let worker = std::thread::Builder::new().name("highs".into()).stack_size(16 << 20);
    match worker.spawn(move || work(&task, limit, &context)) {
        Ok(_) => wait(&receiver, clock, (&stop, GRACE), found),
        Err(_) => Answer::empty(Status::Failed),
    }
}

/// Waits for the worker as its watchdog; leaves it behind when it ignores the stop for longer than the grace.
fn wait(
    receiver: &Receiver<Message>,
    clock: &Clock,
    (stop, grace): (&AtomicBool, Duration),
    found: &mut dyn FnMut(&[f64]),
) -> Answer {
    let mut stopped: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(Duration::from_millis(20)) {
            Ok(Message::Found(values)) => found(&values),
            Ok(Message::Done(answer)) => return answer,
            Err(RecvTimeoutError::Disconnected) => return Answer::empty(Status::Failed),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stopped.is_none() && clock.stop().is_some() {
            stop.store(true, Ordering::Relaxed);
            stopped = Some(Instant::now());
        }
        if stopped.is_some_and(|since| since.elapsed() > grace) {
            return Answer::empty(Status::Stopped);
        }
    }
}
