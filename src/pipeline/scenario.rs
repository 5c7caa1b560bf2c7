//! An input and a policy after a scenario, beside what they were before.

use super::Unresolved;
use crate::domain::{Case, Records, SchoolYear};
use crate::policy::Policy;
use crate::scenario::Changed;

/// What a scenario does to an input and a policy.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The rows before; those after are among what has changed.
    pub records: Records,
    /// The years before and after, one case each.
    pub cases: [Vec<Case>; 2],
    /// The policy before and after.
    pub policies: [Policy; 2],
    /// The changes and what each has touched.
    pub changed: Changed,
}

/// The effect over so many school years from `year` on.
///
/// # Errors
/// A reference that leads nowhere.
pub fn effect(
    (records, policy): (Records, Policy),
    changed: Changed,
    after: Policy,
    (year, years): (SchoolYear, usize),
) -> Result<Effect, Unresolved> {
    let (before, then) =
        (super::cases(&records, year, years, &policy)?, super::cases(&changed.records, year, years, &after)?);
    Ok(Effect { records, cases: [before, then], policies: [policy, after], changed })
}
