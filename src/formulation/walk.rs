//! Through the years of a horizon, one plan after the other, each made on the facts to which the years before lead.

use super::carry::Carry;
use super::decode::Planned;
use crate::domain::Case;
use crate::plan::Plan;
use crate::policy::Policy;

/// The plans that `plan` makes for the years of `cases` (facts of each, with people where they are now); it is told the plans before
/// and the facts of the year, with people where these have left them.
///
/// # Errors
/// The first that `plan` gives.
pub fn walk<E>(
    cases: &[Case],
    policy: &Policy,
    mut plan: impl FnMut(&[Planned], &Case) -> Result<Plan, E>,
) -> Result<Vec<Planned>, E> {
    let carry = Carry::new(cases, policy);
    let mut planned: Vec<Planned> = Vec::with_capacity(cases.len());
    for (at, first) in cases.iter().enumerate() {
        let case = match planned.last() {
            None => first.clone(),
            Some(before) => carry.case(at - 1, &before.case, policy, &before.plan),
        };
        let plan = plan(&planned, &case)?;
        planned.push(Planned { case, plan });
    }
    Ok(planned)
}
