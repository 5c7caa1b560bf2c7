//! What is proven of a plan without any solver.

use super::search;
use crate::domain::Case;
use crate::formulation;
use crate::formulation::decode::Planned;
use crate::policy::Policy;
use crate::program::Program;
use crate::proof::Certificate;
use crate::proof::certificate::Flaw;
use crate::solver::{Outcome, TierResult};
use crate::verify::years;

/// A proof and what follows from it.
#[derive(Clone, Debug)]
pub struct Certified {
    /// The proof.
    pub certificate: Certificate,
    /// By goal: no plan that is as good in the goals before has less.
    pub bounds: Vec<i64>,
}

/// The bounds that a certificate proves for plans of these values, goal by goal; `cases` are the facts of every year, with people where
/// they are now, and the first of them stay as they are in `frozen`.
///
/// # Errors
/// What is wrong with the certificate.
pub fn recheck(
    cases: &[Case],
    policy: &Policy,
    frozen: &[Planned],
    certificate: &Certificate,
    values: &[i64],
) -> Result<Vec<i64>, Flaw> {
    let fixed = years::tiers(policy, &years::judge(policy, frozen.to_vec()));
    let free: Vec<i64> = values.iter().zip(&fixed).map(|(value, fixed)| value - fixed).collect();
    let left = search::left(cases, policy, frozen);
    let bounds = certificate.check(&formulation::formulate_years(&left, policy).program, &free)?;
    Ok(bounds.iter().zip(&fixed).map(|(bound, fixed)| bound + fixed).collect())
}

/// What the certificate of an outcome proves of its values; a bound that it proves is stated.
pub(super) fn certify(program: &Program, outcome: &mut Outcome) -> Option<Certified> {
    let certificate = outcome.certificate.take()?;
    let values: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
    let bounds = certificate.check(program, &values).ok()?;
    for (tier, &bound) in outcome.tiers.iter_mut().zip(&bounds) {
        // What can be checked by anybody is stated, unless much more is known.
        let checked = TierResult { bound: Some(bound.min(tier.value)), ..tier.clone() };
        if checked.proven() || checked.bound > tier.bound {
            *tier = checked;
        }
    }
    Some(Certified { certificate, bounds })
}
