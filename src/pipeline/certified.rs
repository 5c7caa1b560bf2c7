//! What is proven of a plan without any solver.

use crate::domain::Case;
use crate::formulation;
use crate::policy::Policy;
use crate::program::Program;
use crate::proof::Certificate;
use crate::proof::certificate::Flaw;
use crate::solver::{Outcome, TierResult};

/// A proof and what follows from it.
#[derive(Clone, Debug)]
pub struct Certified {
    /// The proof.
    pub certificate: Certificate,
    /// By goal: no plan that is as good in the goals before has less.
    pub bounds: Vec<i64>,
}

/// The bounds that a certificate proves for plans of these values, goal by goal; `cases` are the facts of every year, with people where
/// they are now.
///
/// # Errors
/// What is wrong with the certificate.
pub fn recheck(cases: &[Case], policy: &Policy, certificate: &Certificate, values: &[i64]) -> Result<Vec<i64>, Flaw> {
    certificate.check(&formulation::formulate_years(cases, policy).program, values)
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
