//! HiGHS as others would call it: one run, no second try, no second opinion on what it claims.
//!
//! For measurement only. The clock is kept and numbers are sound as everywhere; what comes back is what HiGHS says.

use super::handle::{Context, Handle};
use super::{Answer, Status, Task, wait};
use crate::solver::clock::Clock;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long it may go on after it was told to stop; longer than for our own runs, so that it can say what it knows.
const GRACE: Duration = Duration::from_secs(10);

/// One run of `task` that may stop at the relative gap, too; `constant` is added to its goal.
pub(in crate::solver) fn peer(task: Task, relative: f64, constant: f64, clock: &Clock) -> Answer {
    if !task.model.sound() {
        return Answer::empty(Status::Failed);
    }
    let (sender, receiver) = channel();
    let stop = Arc::new(AtomicBool::new(false));
    let (context, limit) = (Context::new(sender, stop.clone()), clock.left());
    let worker = std::thread::Builder::new().name("highs-peer".into()).stack_size(16 << 20);
    let work = move || {
        let answer = Handle::load(&task).and_then(|highs| {
            highs.as_peer(relative, constant)?;
            highs.watch(&context);
            highs.run(task.method, limit)
        });
        context.done(answer);
    };
    match worker.spawn(work) {
        Ok(_) => {
            // Where it says nothing in the end, the last point found is all that is known.
            let mut last = None;
            let answer = wait(&receiver, clock, (&stop, GRACE), &mut |values| last = Some(values.to_vec()));
            Answer { primal: answer.primal.or(last), ..answer }
        }
        Err(_) => Answer::empty(Status::Failed),
    }
}
