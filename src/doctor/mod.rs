//! The doctor: what can be said of a case under a policy before anything is solved: supply against demand, the arithmetic of
//! quotas and posts, and the targets that no plan reaches.
//!
//! It neither solves nor prints. What it calls out of reach is proven by counting: everybody who could count anywhere is taken
//! to do so, so that no plan, however good, misses less. Only rules that the policy turns on are spoken of.

mod kinds;
mod people;
mod posts;
mod reach;
mod rotation;
mod runway;
mod supply;

pub use crate::formulation::rules::talent_targets::Standing;
pub use kinds::KindRow;
pub use posts::{Establishment, PostsRow};
pub use reach::{ObstacleRow, Oversize, TargetRow};
pub use rotation::{Quota, Rotation};
pub use runway::{QuotaRunway, Runway, Standing as YearStanding};
pub use supply::{StageRow, SupplyRow};

use crate::domain::Case;
use crate::formulation::rules::{Admission, talent_targets};
use crate::policy::Policy;

/// What the doctor finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Demand and supply by stage, all kinds together, in the order of stages.
    pub stages: Vec<StageRow>,
    /// Demand and supply by stage and kind, what misses most lessons first.
    pub supply: Vec<SupplyRow>,
    /// Who may rotate and how many are asked; none where the rules on rotation are off.
    pub rotation: Option<Rotation>,
    /// For how many years the quotas of rotation can be met; none where no quota has a pool of its own, or one year alone is looked at.
    pub runway: Option<Runway>,
    /// Staff against posts; none where the rule is off.
    pub establishment: Option<Establishment>,
    /// People asked by the national balance against those there are, what stays farthest away first.
    pub targets: Vec<TargetRow>,
    /// Units whose facilities keep them from six of the seven indicators, most obstacles first; none where the rule is off.
    pub obstacles: Option<Vec<ObstacleRow>>,
    /// Classes and schools above their size; none where the rule is off.
    pub oversize: Option<Oversize>,
    /// Staff of the kinds that the programme names; none where no rule asks for people of a kind.
    pub kinds: Option<Vec<KindRow>>,
    /// Teachers of the highest title and with honors against the targets; none where the rule is off.
    pub talents: Option<Vec<Standing>>,
}

/// Examines `case` under `policy`; nothing where the case holds ready-made lists only, without staff and lessons.
#[must_use]
pub fn diagnose(case: &Case, policy: &Policy) -> Option<Diagnosis> {
    diagnose_years(std::slice::from_ref(case), policy)
}

/// Examines the first of `cases`, at least one, and how long quotas can be met in all of them.
#[must_use]
pub fn diagnose_years(cases: &[Case], policy: &Policy) -> Option<Diagnosis> {
    let case = &cases[0];
    if case.teachers.is_empty() && case.demand.is_empty() {
        return None;
    }
    let admission = Admission::new(case, policy);
    let people = people::people(case, &admission);
    let supply = supply::rows(case, &admission);
    Some(Diagnosis {
        stages: supply::stages(case, &admission, &supply),
        supply,
        rotation: rotation::rotation(case, policy, &people),
        runway: runway::runway(cases, policy, &people),
        establishment: posts::establishment(case, policy),
        targets: reach::targets(case, policy, &admission, &people),
        obstacles: reach::obstacles(case, policy),
        oversize: reach::oversize(case, policy),
        kinds: kinds::kinds(case, policy, &admission),
        talents: talent_targets::standings(case, policy),
    })
}

/// A number of things as a whole number.
fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}
