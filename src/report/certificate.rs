//! `certificate.json`: why no plan can be better than so much, to be checked without a solver.

use super::number;
use crate::pipeline::Solved;
use crate::proof::Certificate;
use serde::{Deserialize, Serialize};

/// Layout of this version.
pub const FORMAT: u32 = 1;

/// The bound of one goal that the certificate proves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedBound {
    /// Name of the goal.
    pub name: String,
    /// No plan that is as good in the goals before has less, in the goal's small unit.
    pub exact_bound: i64,
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Layout version.
    pub format: u32,
    /// SHA-256 of the rest: a slip of one number may prove something that is true, but not what was written.
    pub seal: String,
    /// One entry per goal, in order.
    pub bounds: Vec<CertifiedBound>,
    /// The proof.
    #[serde(flatten)]
    pub certificate: Certificate,
}

impl Page {
    /// The page of a solved case; none where nothing is certified.
    #[must_use]
    pub fn of(solved: &Solved) -> Option<Self> {
        let certified = solved.certified.as_ref()?;
        let tiers = solved.outcome.tiers.iter().zip(&certified.bounds);
        let bounds =
            tiers.map(|(tier, &exact_bound)| CertifiedBound { name: tier.name.clone(), exact_bound }).collect();
        let page = Self { format: FORMAT, seal: String::new(), bounds, certificate: certified.certificate.clone() };
        Some(page.sealed())
    }

    /// The same page with its seal made anew.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.seal.clear();
        self.seal = number::sha256(&self.to_bytes());
        self
    }

    /// Whether the seal is that of the rest.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.clone().sealed().seal == self.seal
    }

    /// The page that a JSON value holds.
    ///
    /// # Errors
    /// What is missing or of another type.
    pub fn from_value(value: serde_json::Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(value)
    }

    /// The text of the file: for programs, in one line.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
