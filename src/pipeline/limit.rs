//! A limit on the whole run: what was spent before the search and what will be spent after it is taken off the search.

use crate::solver::Settings;
use std::time::Duration;

/// What naming, verifying and writing take, in hundredths of what reading and formulating took (measured on 32,000 people: 140 to 190, more
/// where both cores are free).
const AFTER: u32 = 170;

/// The time of a search that goes in several pieces.
pub(super) struct Purse {
    settings: Settings,
    /// What the run had taken when it was last looked at.
    at: Duration,
}

impl Purse {
    /// What is left of the limit of the whole run when the first program stands.
    pub(super) fn new(settings: &Settings) -> Self {
        let settings = of_search(settings.clone());
        let at = settings.begun.map_or(Duration::ZERO, |begun| begun.elapsed());
        Self { settings, at }
    }

    /// The settings of a piece that may take one part in `parts` of what is left.
    pub(super) fn piece(&self, parts: u32) -> Settings {
        let time_limit = self.settings.time_limit.map(|left| left / parts.max(1));
        Settings { time_limit, ..self.settings.clone() }
    }

    /// A purse with one part in `parts` of what is left, at most `most`; who has it spent pays for it here.
    pub(super) fn part(&self, parts: u32, most: Duration) -> Self {
        let piece = self.piece(parts);
        let time_limit = piece.time_limit.map(|limit| limit.min(most));
        Self { settings: Settings { time_limit, ..piece }, at: self.at }
    }

    /// Takes off what was spent since the last time, in seconds: by the clock of the run, or `searched` where the run has no beginning.
    pub(super) fn pay(&mut self, searched: f64) -> f64 {
        let spent = match self.settings.begun {
            Some(begun) => begun.elapsed().saturating_sub(self.at),
            None => Duration::try_from_secs_f64(searched).unwrap_or_default(),
        };
        self.at += spent;
        self.settings.time_limit = self.settings.time_limit.map(|left| left.saturating_sub(spent));
        spent.as_secs_f64()
    }
}

/// The settings with the limit that is left for the search; none is left out where the run has no beginning.
fn of_search(settings: Settings) -> Settings {
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

    #[test]
    fn a_purse_shares_out_what_is_left() {
        // Of nine seconds three pieces have three each; what the first leaves over the others have.
        let mut purse = Purse::new(&Settings { time_limit: Some(Duration::from_secs(9)), ..Settings::default() });
        assert_eq!(purse.piece(3).time_limit, Some(Duration::from_secs(3)));
        let most = |seconds| purse.part(3, Duration::from_secs(seconds)).settings.time_limit;
        assert_eq!((most(2), most(5)), (Some(Duration::from_secs(2)), Some(Duration::from_secs(3))));
        purse.pay(1.0);
        assert_eq!(purse.piece(2).time_limit, Some(Duration::from_secs(4)));
        purse.pay(100.0);
        assert_eq!(purse.piece(1).time_limit, Some(Duration::ZERO));
        assert_eq!(Purse::new(&Settings::default()).piece(2).time_limit, None);
    }
}
