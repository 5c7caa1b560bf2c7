//! A small model in memory, solved again and again on the thread of whoever owns it.
//!
//! For thousands of programs of a few dozen columns: no thread, no watchdog. A limit on nodes keeps each run short; the
//! owner asks the clock between two runs. It refuses large models.

use super::handle::Handle;
use super::{Answer, Method, Rows, Status, Task};
use std::time::Duration;

/// Columns above which a model does not belong here.
const MOST: usize = 2_000;

/// The model.
pub(in crate::solver) struct Loaded {
    handle: Handle,
    method: Method,
    columns: usize,
}

impl Loaded {
    /// Loads the model of `task`; none where it is unsound or too large.
    pub(in crate::solver) fn new(task: &Task) -> Option<Self> {
        let columns = task.model.cost.len();
        let fits = task.model.sound() && (1..=MOST).contains(&columns);
        Some(Self { handle: Handle::load(task).filter(|_| fits)?, method: task.method, columns })
    }

    /// Replaces all bounds.
    pub(in crate::solver) fn bounds(&mut self, lower: &[f64], upper: &[f64]) -> Option<()> {
        if super::small(lower) && super::small(upper) { self.handle.bounds(lower, upper) } else { None }
    }

    /// Adds rows.
    pub(in crate::solver) fn add(&mut self, rows: &Rows) -> Option<()> {
        if rows.sound(self.columns) { self.handle.add(rows) } else { None }
    }

    /// Solves; a failure of the solver is an answer, too.
    pub(in crate::solver) fn run(&mut self, limit: Option<Duration>) -> Answer {
        self.handle.run(self.method, limit).unwrap_or_else(|| Answer::empty(Status::Failed))
    }
}
