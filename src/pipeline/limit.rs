//! A limit on the whole run: what was spent before the search and what will be spent after it is taken off the search.

use crate::solver::Settings;
use std::time::Duration;

/// What naming, verifying and writing take, in hundredths of what reading and formulating took (measured on 32,000 people: 140 to 190, more
/// where both cores are free).
const AFTER: u32 = 170;

/// The settings with the limit that is left for the search; none is left out where the run has no beginning.
pub(super) fn of_search(settings: Settings) -> Settings {
    let (Some(limit), Some(begun)) = (settings.time_limit, settings.begun) else { return settings };
    let spent = begun.elapsed();
    Settings { time_limit: Some(rest(limit, spent)), ..settings }
}

fn rest(limit: Duration, spent: Duration) -> Duration {
    limit.saturating_sub(spent + spent * AFTER / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_before_and_after_is_taken_off_the_limit() {
        // Two seconds of reading leave 20 − 2 − 3.4 of 20 for the search; a limit that is spent already leaves nothing.
        let seconds = Duration::from_millis;
        assert_eq!(rest(seconds(20_000), seconds(2_000)), seconds(14_600));
        assert_eq!(rest(seconds(1_000), seconds(2_000)), Duration::ZERO);
    }
}
