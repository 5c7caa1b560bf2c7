//! A relaxation that stays in memory on a thread of its own, so that the next solve starts from the last basis.
//!
//! The same guards as for a single solve: sound numbers only, the watchdog, no panic across the callback. After a failure
//! or a walk-away it is lost and says so by failing; whoever owns it starts a new one or solves otherwise.

use super::handle::{Context, Handle};
use super::{Answer, Basis, GRACE, Message, Rows, Status, Task, small, wait};
use crate::solver::clock::Clock;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

enum Order {
    Costs(Vec<f64>),
    Add(Rows),
    Primal(bool),
    Begin(Basis),
    Tell(Sender<Basis>),
    Solve(Option<Duration>, Option<i32>),
}

/// The relaxation.
pub(in crate::solver) struct Live {
    orders: Sender<Order>,
    answers: Receiver<Message>,
    stop: Arc<AtomicBool>,
    columns: usize,
    lost: bool,
}

impl Live {
    /// Loads the model of `task` on a new thread; none where it is unsound.
    pub(in crate::solver) fn start(task: Task) -> Option<Self> {
        if !task.model.sound() || task.model.cost.is_empty() {
            return None;
        }
        let (orders, incoming) = channel();
        let (outgoing, answers) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (context, columns) = (Context::new(outgoing, stop.clone()), task.model.cost.len());
        let worker = std::thread::Builder::new().name("highs-live".into()).stack_size(16 << 20);
        worker.spawn(move || serve(&task, &incoming, &context)).ok()?;
        Some(Self { orders, answers, stop, columns, lost: false })
    }

    /// Replaces all costs.
    pub(in crate::solver) fn costs(&mut self, costs: Vec<f64>) {
        let sound = costs.len() == self.columns && small(&costs);
        self.order(sound, Order::Costs(costs));
    }

    /// Adds rows at the end.
    pub(in crate::solver) fn add(&mut self, rows: Rows) {
        let sound = rows.sound(self.columns);
        self.order(sound, Order::Add(rows));
    }

    /// Whether to go by primal simplex from now on: after other costs the last point is still feasible, and perhaps nearly the best.
    pub(in crate::solver) fn primal(&mut self, primal: bool) {
        self.order(true, Order::Primal(primal));
    }

    /// Begins the next run where an earlier one ended.
    pub(in crate::solver) fn begin_at(&mut self, basis: Basis) {
        self.order(true, Order::Begin(basis));
    }

    /// Where the last run ended.
    pub(in crate::solver) fn basis(&mut self) -> Option<Basis> {
        let (told, heard) = channel();
        self.order(true, Order::Tell(told));
        // Between runs the worker listens.
        if self.lost { None } else { heard.recv_timeout(GRACE).ok() }
    }

    /// Solves from the last basis, in at most so many steps where a limit is given.
    pub(in crate::solver) fn solve(&mut self, clock: &Clock, steps: Option<i32>) -> Answer {
        self.order(true, Order::Solve(clock.left(), steps));
        if self.lost {
            return Answer::empty(Status::Failed);
        }
        let answer = wait(&self.answers, clock, (&self.stop, GRACE), &mut |_| {});
        self.lost = matches!(answer.status, Status::Failed | Status::Stopped);
        answer
    }

    fn order(&mut self, sound: bool, order: Order) {
        self.lost = self.lost || !sound || self.orders.send(order).is_err();
    }
}

/// The worker: ends when the owner is gone.
fn serve(task: &Task, orders: &Receiver<Order>, context: &Context) {
    let mut highs = Handle::load(task);
    if let Some(highs) = &highs {
        highs.watch(context);
    }
    while let Ok(order) = orders.recv() {
        let done = match (&highs, order) {
            (Some(highs), Order::Costs(costs)) => highs.costs(&costs),
            (Some(highs), Order::Primal(primal)) => highs.primal(primal),
            (Some(highs), Order::Add(rows)) => highs.add(&rows),
            // Without a start it only takes longer.
            (Some(highs), Order::Begin(basis)) => {
                let _ = highs.begin_at(&basis);
                Some(())
            }
            (Some(highs), Order::Tell(heard)) => {
                // Nobody listens any more where it took too long.
                highs.basis().into_iter().for_each(|basis| drop(heard.send(basis)));
                Some(())
            }
            (Some(highs), Order::Solve(limit, steps)) => {
                context.done(highs.steps(steps).and_then(|()| highs.run(task.method, limit)));
                // Whatever has found the first vertex, from there it is a matter of few steps.
                highs.simplex()
            }
            (None, Order::Solve(..)) => {
                context.done(None);
                None
            }
            (None, _) => None,
        };
        if done.is_none() {
            highs = None;
        }
    }
}
