//! What a sweep is doing: on a terminal one line for each scenario that is being planned, with its time, and how many are done and left; elsewhere a
//! line for each that ends.

use super::console::Console;
use super::progress::line;
use crate::messages::Text;
use indicatif::{MultiProgress, ProgressBar};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Time between two pictures.
const TICK: Duration = Duration::from_millis(250);

/// The table of what is being planned.
pub(crate) struct Live<'a> {
    console: &'a Console,
    /// The lines, and the last one with the count; none where nobody looks.
    lines: Option<(MultiProgress, ProgressBar)>,
    done: AtomicUsize,
    all: usize,
}

impl<'a> Live<'a> {
    /// A table for so many jobs.
    pub(crate) fn new(all: usize, console: &'a Console) -> Self {
        let seen = !console.quiet && std::io::stderr().is_terminal();
        let lines = seen.then(|| {
            let lines = MultiProgress::new();
            let total = lines.add(line());
            total.enable_steady_tick(TICK);
            (lines, total)
        });
        let live = Self { console, lines, done: AtomicUsize::new(0), all };
        live.count(0);
        live
    }

    fn count(&self, done: usize) {
        if let Some((_, total)) = &self.lines {
            let text = Text::new("sweep.left").with("done", done).with("left", self.all.saturating_sub(done));
            total.set_message(text.render(self.console.lang));
        }
    }

    /// A line for a job that begins now; it goes when it is dropped.
    pub(crate) fn begin(&self, name: &str) -> Line {
        Line(self.lines.as_ref().map(|(lines, total)| {
            let own = lines.insert_before(total, line());
            own.enable_steady_tick(TICK);
            own.set_message(Text::new("sweep.begun").with("name", name).render(self.console.lang));
            own
        }))
    }

    /// A job has ended, as `text` says.
    pub(crate) fn end(&self, text: &Text) {
        let done = self.done.fetch_add(1, Ordering::SeqCst) + 1;
        match &self.lines {
            Some((lines, _)) => lines.suspend(|| self.console.note(text)),
            None => self.console.note(text),
        }
        self.count(done);
    }
}

impl Drop for Live<'_> {
    fn drop(&mut self) {
        if let Some((_, total)) = &self.lines {
            total.finish_and_clear();
        }
    }
}

/// The line of a job.
pub(crate) struct Line(Option<ProgressBar>);

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(line) = &self.0 {
            line.finish_and_clear();
        }
    }
}
