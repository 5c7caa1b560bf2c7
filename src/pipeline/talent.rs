//! Progress to the dated talent targets: facts, nominations, chances, in one call.

use super::Unresolved;
use crate::domain::{Case, Records, SchoolYear};
use crate::policy::Policy;
use crate::program::Program;
use crate::solver::{self, Settings, Silent};
use crate::talent::{self, Answer, Facts, Talent};
use std::time::Duration;

/// What is said of the targets of a policy, with the case that the people are of.
#[derive(Clone, Debug)]
pub struct Prospects {
    /// The first year.
    pub case: Case,
    /// Progress, nominations and chances.
    pub talent: Talent,
}

/// Progress to the targets and the best nominations over the futures of the seed; none where the policy names no targets.
///
/// # Errors
/// A reference that leads nowhere.
pub fn prospects(
    records: &Records,
    year: SchoolYear,
    policy: &Policy,
    settings: &Settings,
) -> Result<Option<Prospects>, Unresolved> {
    let case = super::case(records, year, policy)?;
    let talent = Facts::of(&case, records, policy).map(|facts| {
        let ask = |program: &Program, start: Option<&[i64]>| {
            let spent = settings.begun.map_or(Duration::ZERO, |begun| begun.elapsed());
            let time_limit = settings.time_limit.map(|limit| limit.saturating_sub(spent));
            let settings = Settings { time_limit, ..settings.clone() };
            let outcome = solver::solve(program, &settings, start, &Silent);
            let bound = outcome.tiers.first().and_then(|tier| tier.bound);
            Answer { solution: outcome.solution, bound }
        };
        talent::pursue(&facts, u64::from(settings.seed), &ask)
    });
    Ok(talent.map(|talent| Prospects { case, talent }))
}
