//! Many scenarios: the list of them, and work side by side.
//!
//! Each scenario is a job of its own with one thread, so that what comes out does not depend on how many run at a time, nor on their
//! order. Jobs know nothing of each other; whoever keeps their results can stop and go on later.

mod list;
mod vary;
mod words;

pub use list::{List, MOST, Point};
pub use vary::{Axis, Draw, Step};

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Stack of a worker: programs of several years go deep.
const STACK: usize = 16 << 20;

/// Does `work` on all `jobs`, so many at a time, the first ones first, until all are done or `stop` is set; `told` hears of each result as it
/// comes. Returns the results in the order of the jobs; none for those that were not begun.
pub fn side_by_side<J: Sync, R: Send>(
    jobs: &[J],
    workers: usize,
    stop: &AtomicBool,
    work: impl Fn(&J) -> R + Sync,
    told: impl Fn(usize, &R) + Sync,
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<R>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    let one = || {
        // What runs side by side inside a job stays inside: one thread for each.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
        while !stop.load(Ordering::SeqCst) {
            let at = next.fetch_add(1, Ordering::SeqCst);
            let Some(job) = jobs.get(at) else { break };
            let result = match &pool {
                Ok(pool) => pool.install(|| work(job)),
                Err(_) => work(job),
            };
            told(at, &result);
            results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
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

    #[test]
    fn results_come_in_the_order_of_the_jobs_for_any_number_of_workers() {
        // The square of each of twenty numbers.
        let jobs: Vec<u64> = (0..20).collect();
        let squares = |workers| {
            let heard = AtomicUsize::new(0);
            let stop = AtomicBool::new(false);
            let all = side_by_side(
                &jobs,
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
        assert_eq!(side_by_side(&[0, 1, 2, 3], 1, &stop, work, |_, _| ()), [Some(0), Some(1), Some(2), None]);
    }
}
