//! Many scenarios: the list of them, and work side by side.
//!
//! A list names scenarios, what is varied on top of each, and what is drawn by chance; all of that is data, [`Point`]s.
//! Each scenario is a job of its own with one thread, so that what comes out does not depend on how many run at a time, nor on their
//! order. Jobs know nothing of each other but, where the list says so, the one from which all others start; whoever keeps their results can
//! stop and go on later.

pub mod curve;
pub mod limited;
mod list;
mod vary;
mod words;

pub use list::{List, MOST, Point};
pub use vary::{Axis, Draw, Step};

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Stack of a worker: programs of several years go deep.
const STACK: usize = 16 << 20;

/// How far a job has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Running,
    Done,
}

/// Which job is next, and who is told when one is done.
struct Queue<'a> {
    needs: &'a [Option<usize>],
    stages: Mutex<Vec<Stage>>,
    changed: Condvar,
}

impl Queue<'_> {
    /// The first job that waits for nothing any more; none where there will be none, or `stop` is set.
    fn next(&self, stop: &AtomicBool) -> Option<usize> {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if stop.load(Ordering::SeqCst) {
                return None;
            }
            let is_done =
                |need: Option<usize>| need.and_then(|need| stages.get(need)).is_none_or(|of| *of == Stage::Done);
            let need = |at: usize| self.needs.get(at).copied().flatten();
            let ready = (0..stages.len()).find(|&at| stages[at] == Stage::Waiting && is_done(need(at)));
            if let Some(at) = ready {
                stages[at] = Stage::Running;
                return Some(at);
            }
            // Nobody runs whose end could change anything.
            if !stages.contains(&Stage::Running) {
                return None;
            }
            stages = self.changed.wait(stages).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A job that runs; however it ends, those who wait for it are told.
struct Running<'a>(&'a Queue<'a>, usize);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.stages.lock().unwrap_or_else(PoisonError::into_inner)[self.1] = Stage::Done;
        self.0.changed.notify_all();
    }
}

/// Does `work` on all `jobs`, so many at a time, until all are done or `stop` is set: the first ones first, each only after the one that it
/// `needs`, if any. `told` hears of each result as it comes, before any job that needs it begins. Returns the results in the order of the jobs; none
/// for those that were not begun.
pub fn side_by_side<J: Sync, R: Send>(
    (jobs, needs): (&[J], &[Option<usize>]),
    workers: usize,
    stop: &AtomicBool,
    work: impl Fn(&J) -> R + Sync,
    told: impl Fn(usize, &R) + Sync,
) -> Vec<Option<R>> {
    let queue = Queue { needs, stages: Mutex::new(vec![Stage::Waiting; jobs.len()]), changed: Condvar::new() };
    let results: Mutex<Vec<Option<R>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    let one = || {
        // What runs side by side inside a job stays inside: one thread for each.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
        while let Some(at) = queue.next(stop) {
            let running = Running(&queue, at);
            let result = match &pool {
                Ok(pool) => pool.install(|| work(&jobs[at])),
                Err(_) => work(&jobs[at]),
            };
            told(at, &result);
            results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
            drop(running);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers.clamp(1, jobs.len().max(1)) {
            scope.spawn(one);
        }
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn results_come_in_the_order_of_the_jobs_for_any_number_of_workers() {
        // The square of each of twenty numbers.
        let jobs: Vec<u64> = (0..20).collect();
        let squares = |workers| {
            let heard = AtomicUsize::new(0);
            let stop = AtomicBool::new(false);
            let all = side_by_side(
                (&jobs, &[]),
                workers,
                &stop,
                |job| job * job,
                |_, _| {
                    heard.fetch_add(1, Ordering::SeqCst);
                },
            );
            assert_eq!(heard.into_inner(), 20);
            all.into_iter().flatten().collect::<Vec<_>>()
        };
        let expected: Vec<u64> = jobs.iter().map(|job| job * job).collect();
        assert_eq!((squares(1), squares(3), squares(50)), (expected.clone(), expected.clone(), expected));
    }

    #[test]
    fn what_is_not_begun_when_it_is_stopped_has_no_result() {
        // The third job asks to stop: with one worker the fourth is not begun.
        let stop = AtomicBool::new(false);
        let work = |job: &i32| {
            stop.store(*job == 2, Ordering::SeqCst);
            *job
        };
        assert_eq!(side_by_side((&[0, 1, 2, 3], &[]), 1, &stop, work, |_, _| ()), [Some(0), Some(1), Some(2), None]);
    }

    #[test]
    fn jobs_wait_for_the_one_they_need_and_nobody_waits_for_ever() {
        // All need the last of six: it is begun first, and done before any other begins. Jobs that need each other are not begun at all.
        let jobs: Vec<usize> = (0..6).collect();
        let needs = [Some(5), Some(5), Some(5), Some(5), Some(5), None];
        for workers in [1, 2, 4] {
            let order = Mutex::new(Vec::new());
            let stop = AtomicBool::new(false);
            let work = |job: &usize| {
                assert!(*job == 5 || order.lock().unwrap().contains(&5), "{job} did not wait");
                std::thread::sleep(std::time::Duration::from_millis(if *job == 5 { 30 } else { 1 }));
                order.lock().unwrap().push(*job);
                *job
            };
            let all = side_by_side((&jobs, &needs), workers, &stop, work, |_, _| ());
            assert_eq!(all.into_iter().flatten().collect::<Vec<_>>(), jobs);
            assert_eq!(order.into_inner().unwrap()[0], 5);
        }
        let stop = AtomicBool::new(false);
        let circle = side_by_side((&[0, 1, 2], &[Some(1), Some(0), None]), 2, &stop, |job| *job, |_, _| ());
        assert_eq!(circle, [None, None, Some(2)]);
    }
}
