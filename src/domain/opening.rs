//! The staff against which the limits of one year are measured: who would be there if nothing were decided.
//!
//! In the first year that is the present staff. In later years it is the present staff less those who have retired or are known to
//! leave, every one where they work now, so that the limits of all years are known before anything is decided (docs/adr/0013).

use super::case::{Case, Demand, Teacher, Unit};
use super::id::{KindIx, UnitIx};
use super::words::{PostType, Role};
use std::collections::BTreeMap;

/// Staff without the plan, and what earlier years of the plan have used up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// People by unit.
    pub staff: Vec<i64>,
    /// People with a teaching post by unit.
    pub teaching_posts: Vec<i64>,
    /// Teachers at work by unit and main kind.
    pub teachers: BTreeMap<(UnitIx, KindIx), i64>,
    /// Whether the unit is open and has a principal.
    pub led: Vec<bool>,
    /// Most people by unit: its posts and those expected to have become free ([`super::attrition::Expected::freed`]), or its staff where
    /// that is more, the most in any year of the horizon so far.
    pub limit: Vec<i64>,
    /// People too many by unit, the most in any year of the horizon so far.
    pub surplus: Vec<i64>,
    /// Teachers of a unit and kind beyond what the lessons fill, the most in any year of the horizon so far; only where there are any.
    pub spare: BTreeMap<(UnitIx, KindIx), i64>,
    /// People of the unit transferred 调剂 in earlier years of the plan.
    pub transferred: Vec<i64>,
    /// Teachers of a unit and kind retrained 转岗培训 in earlier years of the plan.
    pub retrained: BTreeMap<(UnitIx, KindIx), i64>,
}

impl Opening {
    /// What the people of `case` come to where they are.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let units = case.units.len();
        let mut opening = Self {
            staff: vec![0; units],
            teaching_posts: vec![0; units],
            led: vec![false; units],
            transferred: vec![0; units],
            ..Self::default()
        };
        for teacher in &case.teachers {
            opening.count(case, teacher);
        }
        let freed = case.expected.freed();
        let limit = |((at, unit), &staff): ((usize, &Unit), &i64)| {
            staff.max(unit.posts.small() + freed.get(at).copied().unwrap_or_default())
        };
        opening.limit = case.units.iter().enumerate().zip(&opening.staff).map(limit).collect();
        opening.surplus = opening.too_many(case);
        opening.spare = opening.spare(case);
        opening
    }

    /// People beyond the posts of each open unit.
    #[must_use]
    pub fn too_many(&self, case: &Case) -> Vec<i64> {
        let beyond = |(unit, &staff): (&Unit, &i64)| if unit.open { (staff - unit.posts.small()).max(0) } else { 0 };
        case.units.iter().zip(&self.staff).map(beyond).collect()
    }

    /// Teachers beyond what the lessons of their subject fill.
    #[must_use]
    pub fn spare(&self, case: &Case) -> BTreeMap<(UnitIx, KindIx), i64> {
        let beyond = |(&(unit, kind), &people): (&(UnitIx, KindIx), &i64)| {
            ((unit, kind), people - case.demand_of(unit, kind).map_or(0, Demand::full_posts))
        };
        self.teachers.iter().map(beyond).filter(|&(_, spare)| spare > 0).collect()
    }

    /// Takes what was too many in an earlier year as too many still, and who could be there as allowed to stay: otherwise a plan of one
    /// year could leave the next without any.
    pub(super) fn after(&mut self, before: &Self) {
        let most =
            |now: &mut Vec<i64>, then: &[i64]| now.iter_mut().zip(then).for_each(|(now, &then)| *now = then.max(*now));
        most(&mut self.limit, &before.limit);
        most(&mut self.surplus, &before.surplus);
        for (&place, &then) in &before.spare {
            let now = self.spare.entry(place).or_default();
            *now = then.max(*now);
        }
    }

    fn count(&mut self, case: &Case, teacher: &Teacher) {
        let at = teacher.unit.at();
        self.staff[at] += 1;
        self.teaching_posts[at] += i64::from(teacher.record.post == PostType::Teaching);
        if teacher.teaches() {
            *self.teachers.entry((teacher.unit, teacher.kind)).or_default() += 1;
        }
        if teacher.record.role == Role::Principal {
            self.led[at] = case.units[at].open;
        }
    }
}

impl Case {
    /// The same facts with other people; `opening` is the staff without the plan.
    #[must_use]
    pub fn with_people(&self, teachers: Vec<Teacher>, opening: Opening) -> Self {
        Self {
            year: self.year,
            kinds: self.kinds.clone(),
            towns: self.towns.clone(),
            clusters: self.clusters.clone(),
            schools: self.schools.clone(),
            units: self.units.clone(),
            teachers,
            demand: self.demand.clone(),
            workload: self.workload.clone(),
            channels: self.channels.clone(),
            surplus: Vec::new(),
            vacancies: Vec::new(),
            key_honors: self.key_honors.clone(),
            rounds: self.rounds.clone(),
            last: self.last,
            later: self.later,
            opening,
            expected: self.expected.clone(),
            travel: self.travel.clone(),
        }
    }
}
