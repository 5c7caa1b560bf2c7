//! Targets that no plan reaches.
//!
//! For a resource of the national balance and a stage: `Σ missing ≥ asked + stuck − people − hires`, where `people` could count in
//! some unit of the stage, `hires` could be hired and count, and `stuck` are those beyond what their unit needs who cannot leave
//! it. Proof: in each unit those who count are those who cannot leave, others who could be there, and hires; a unit with enough
//! of the first misses nobody, each of the others covers one missing person at most. Facilities and sizes are given by the tables.

use super::count;
use super::people::Person;
use crate::domain::words::{Facility, FacilityState};
use crate::domain::{Case, SchoolIx, Stage, UnitIx};
use crate::formulation::rules::resources::{self, Balance, Resource};
use crate::formulation::rules::{Admission, class_size, six_of_seven};
use crate::formulation::start;
use crate::messages::Text;
use crate::plan::Plan;
use crate::policy::Policy;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// One resource at one stage, in persons over all units in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetRow {
    /// The resource.
    pub resource: Resource,
    /// The stage.
    pub stage: Stage,
    /// Units in scope.
    pub units: i64,
    /// Persons asked.
    pub asked: i64,
    /// Persons missing with the present staff, over the units that miss some.
    pub today: i64,
    /// Persons of the district who could count in a unit of the stage.
    pub people: i64,
    /// Those of them who are more than their unit needs and cannot leave it.
    pub stuck: i64,
    /// New teachers who could be hired and would count.
    pub hires: i64,
    /// Persons missing whatever the plan does.
    pub missing: i64,
}

impl TargetRow {
    /// What the resource is called.
    #[must_use]
    pub const fn name(&self) -> Text {
        Text::new(resources::name_of(self.resource))
    }
}

/// A unit that cannot pass six of the seven indicators whatever its staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObstacleRow {
    /// The unit.
    pub unit: UnitIx,
    /// Facilities that have to be mended before it can.
    pub amount: i64,
    /// Facilities that are not met.
    pub facilities: Vec<(Facility, FacilityState)>,
}

/// Classes and schools above their size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oversize {
    /// Units with classes above the size, and how many; most first.
    pub classes: Vec<(UnitIx, i64)>,
    /// Schools above their size with pupils and limit, largest first.
    pub schools: Vec<(SchoolIx, i64, i64)>,
}

/// The national balance, what stays farthest away first.
pub(super) fn targets(
    case: &Case,
    policy: &Policy,
    admission: &Admission<'_>,
    people: &[Person<'_>],
) -> Vec<TargetRow> {
    let balance = Balance::of(case, policy);
    let present = start::present(case, policy);
    let mut rows = Vec::new();
    for resource in balance.resources() {
        for stage in [Stage::Primary, Stage::Junior] {
            let look = Look { case, balance: &balance, resource, stage };
            if look.units().next().is_some() {
                rows.push(look.row(admission, people, &present));
            }
        }
    }
    rows.sort_by_key(|row| (Reverse(row.missing), Reverse(row.today)));
    rows
}

/// One resource at one stage.
struct Look<'a> {
    case: &'a Case,
    balance: &'a Balance,
    resource: Resource,
    stage: Stage,
}

impl Look<'_> {
    /// Whether a unit is of the stage and in scope.
    fn covers(&self, unit: UnitIx) -> bool {
        self.case.units[unit.at()].stage == self.stage && self.balance.scope.covers(self.case, unit)
    }

    fn units(&self) -> impl Iterator<Item = UnitIx> + '_ {
        self.case.units_ix().map(|(ix, _)| ix).filter(|&ix| self.covers(ix))
    }

    fn needed(&self, unit: UnitIx) -> i64 {
        self.balance.needed(self.case, self.resource, unit, 1000)
    }

    /// Whether the person, posted to `unit`, counts there.
    fn counts(&self, person: &Person<'_>, unit: UnitIx) -> bool {
        self.covers(unit) && self.balance.holds(self.case, self.resource, person.teacher, unit)
    }

    fn row(&self, admission: &Admission<'_>, people: &[Person<'_>], present: &Plan) -> TargetRow {
        let could: Vec<&Person<'_>> = people.iter().filter(|p| p.units().any(|unit| self.counts(p, unit))).collect();
        let mut fixed = vec![0; self.case.units.len()];
        for person in could.iter().filter(|p| p.is_fixed()) {
            fixed[person.teacher.unit.at()] += 1;
        }
        let now = self.balance.count(self.case, self.resource, present);
        let asked: i64 = self.units().map(|unit| self.needed(unit)).sum();
        let stuck: i64 = self.units().map(|unit| (fixed[unit.at()] - self.needed(unit)).max(0)).sum();
        let (people, hires) = (count(could.len()), self.hires(admission));
        TargetRow {
            resource: self.resource,
            stage: self.stage,
            units: count(self.units().count()),
            asked,
            today: self.units().map(|unit| (self.needed(unit) - now[unit.at()]).max(0)).sum(),
            people,
            stuck,
            hires,
            missing: (asked + stuck - people - hires).max(0),
        }
    }

    /// Most new teachers who could come to a unit of the stage and count.
    fn hires(&self, admission: &Admission<'_>) -> i64 {
        let places: BTreeSet<_> = self
            .case
            .demand
            .iter()
            .filter(|d| self.covers(d.unit) && self.balance.hire_holds(self.resource, d.kind))
            .map(|d| (d.unit, d.kind))
            .collect();
        let serves = |channel| places.iter().any(|&(unit, kind)| admission.may_hire(unit, kind, channel));
        self.case.channels_ix().filter(|&(ix, _)| serves(ix)).map(|(_, channel)| channel.limit.small()).sum()
    }
}

/// Units whose facilities keep them from passing.
pub(super) fn obstacles(case: &Case, policy: &Policy) -> Option<Vec<ObstacleRow>> {
    let mut rows: Vec<ObstacleRow> = six_of_seven::obstacles(case, policy)?
        .into_iter()
        .map(|(unit, amount, facilities)| ObstacleRow { unit, amount, facilities })
        .collect();
    rows.sort_by_key(|row| (Reverse(row.amount), row.unit));
    Some(rows)
}

/// Classes and schools above their size.
pub(super) fn oversize(case: &Case, policy: &Policy) -> Option<Oversize> {
    let (by_unit, mut schools) = class_size::oversize(case, policy)?;
    let units = case.units_ix().map(|(ix, _)| ix).zip(by_unit);
    let mut classes: Vec<(UnitIx, i64)> = units.filter(|&(_, amount)| amount > 0).collect();
    classes.sort_by_key(|&(unit, amount)| (Reverse(amount), unit));
    schools.sort_by_key(|&(school, pupils, _)| (Reverse(pupils), school));
    Some(Oversize { classes, schools })
}
