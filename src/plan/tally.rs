//! What a plan adds up to: heads by unit, teaching time by unit and kind. Plain counting, used by every rule's `assess`.

use super::Plan;
use crate::domain::{Case, Fte, KindIx, UnitIx};
use std::collections::BTreeMap;

/// Sums of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Staff by unit, hires included.
    pub heads: Vec<i64>,
    /// People who leave their unit.
    pub leaving: Vec<i64>,
    /// Teaching time by unit and kind.
    pub supply: BTreeMap<(UnitIx, KindIx), Fte>,
}

impl Tally {
    /// Counts `plan`.
    #[must_use]
    pub fn of(case: &Case, plan: &Plan) -> Self {
        let mut tally =
            Self { heads: vec![0; case.units.len()], leaving: vec![0; case.units.len()], supply: BTreeMap::new() };
        for posting in &plan.postings {
            let home = case.teachers[posting.teacher.at()].unit;
            if posting.unit != Some(home) {
                tally.leaving[home.at()] += 1;
            }
            if let Some(unit) = posting.unit {
                tally.heads[unit.at()] += 1;
                tally.add(unit, &posting.shares);
            }
            if let Some(visit) = posting.visit {
                tally.add(visit.unit, &[(case.teachers[posting.teacher.at()].kind, visit.time)]);
            }
        }
        for hire in &plan.hires {
            tally.heads[hire.unit.at()] += hire.count;
            tally.add(hire.unit, &hire.shares);
        }
        tally
    }

    fn add(&mut self, unit: UnitIx, shares: &[(KindIx, Fte)]) {
        for &(kind, share) in shares {
            *self.supply.entry((unit, kind)).or_default() += share;
        }
    }

    /// Teaching time given to a kind in a unit.
    #[must_use]
    pub fn supply_of(&self, unit: UnitIx, kind: KindIx) -> Fte {
        self.supply.get(&(unit, kind)).copied().unwrap_or_default()
    }
}

/// Lessons missing for a demand at a supply, exact.
#[must_use]
pub fn short(demand: &crate::domain::Demand, supply: Fte) -> crate::domain::Lessons {
    (demand.lessons - supply.lessons(demand.load)).positive_part()
}
