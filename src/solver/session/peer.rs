//! HiGHS as others would call it: one run, no second try, no second opinion on what it claims.
//!
//! For measurement only. The clock is kept and numbers are sound as everywhere; what comes back is what HiGHS says.

use super::handle::{Context, Handle};
use super::{Answer, Message, Status, Task};
use crate::solver::clock::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

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
        Ok(_) => wait(&receiver, clock, &stop),
        Err(_) => Answer::empty(Status::Failed),
    }
}

/// Waits for the answer; after the grace the last point found is all that is known.
fn wait(receiver: &Receiver<Message>, clock: &Clock, stop: &AtomicBool) -> Answer {
    let (mut last, mut stopped) = (None, None::<Instant>);
    loop {
        match receiver.recv_timeout(Duration::from_millis(5)) {
            Ok(Message::Found(values)) => last = Some(values),
            Ok(Message::Done(answer)) => {
                let primal = answer.primal.or(last);
                return Answer { primal, ..answer };
            }
            Err(RecvTimeoutError::Disconnected) => return Answer::empty(Status::Failed),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stopped.is_none() && clock.stop().is_some() {
            stop.store(true, Ordering::Relaxed);
            stopped = Some(Instant::now());
        }
        if stopped.is_some_and(|since| since.elapsed() > GRACE) {
            return Answer { primal: last, ..Answer::empty(Status::Stopped) };
        }
    }
}
