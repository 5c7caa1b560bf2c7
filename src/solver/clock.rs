//! Our own clock: the wall-clock deadline and the interrupt flag of one solve.
//!
//! The solver's limits are not trusted; whoever waits for it asks this clock. It refuses to steer anything else: no
//! decision about the plan depends on it unless the limit bites.

use super::Termination;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Deadline and interrupt flag; cheap to clone and to ask.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    begin: Instant,
    limit: Option<Duration>,
    interrupt: Arc<AtomicBool>,
}

impl Clock {
    /// Starts now.
    #[must_use]
    pub(super) fn start(limit: Option<Duration>, interrupt: Arc<AtomicBool>) -> Self {
        Self { begin: Instant::now(), limit, interrupt }
    }

    /// The same with one part in `parts` of the time that is left.
    #[must_use]
    pub(super) fn part(&self, parts: u32) -> Self {
        let limit = self.limit.map(|limit| {
            let spent = self.begin.elapsed();
            spent + limit.saturating_sub(spent) / parts.max(1)
        });
        Self { limit, ..self.clone() }
    }

    /// Why to stop now, if at all.
    #[must_use]
    pub(super) fn stop(&self) -> Option<Termination> {
        if self.interrupt.load(Ordering::Relaxed) {
            return Some(Termination::Interrupted);
        }
        self.limit.filter(|limit| self.begin.elapsed() >= *limit).map(|_| Termination::TimeLimit)
    }

    /// Time left, none without a limit.
    #[must_use]
    pub(super) fn left(&self) -> Option<Duration> {
        self.limit.map(|limit| limit.saturating_sub(self.begin.elapsed()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_limit_stops_at_once_and_the_interrupt_comes_first() {
        // A zero limit is a legal input, and who interrupts wants to read that they did.
        let flag = Arc::new(AtomicBool::new(false));
        assert_eq!(Clock::start(None, flag.clone()).stop(), None);
        let clock = Clock::start(Some(Duration::ZERO), flag.clone());
        assert_eq!(clock.stop(), Some(Termination::TimeLimit));
        assert_eq!(clock.left(), Some(Duration::ZERO));
        flag.store(true, Ordering::Relaxed);
        assert_eq!(clock.stop(), Some(Termination::Interrupted));
    }

    #[test]
    fn a_part_of_the_time_left_ends_earlier_and_no_limit_has_no_parts() {
        // Half of an hour is half an hour, whatever was spent is less than a minute; nothing left stays nothing.
        let hour = Duration::from_hours(1);
        let minutes = |clock: &Clock| clock.left().map(|left| left.as_secs().div_ceil(60));
        let clock = Clock::start(Some(hour), Arc::default());
        assert_eq!([1, 2, 3].map(|parts| minutes(&clock.part(parts))), [Some(60), Some(30), Some(20)]);
        assert_eq!(minutes(&clock.part(2).part(2)), Some(15));
        assert_eq!(minutes(&clock.part(0)), Some(60));
        assert_eq!(Clock::start(None, Arc::default()).part(2).left(), None);
        assert_eq!(Clock::start(Some(Duration::ZERO), Arc::default()).part(2).stop(), Some(Termination::TimeLimit));
    }
}
