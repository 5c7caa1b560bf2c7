//! What the listing rules allow: who may move, where to, what a person may teach, where a hire may go. Paths and hires are
//! listed by this; the same rules assess finished plans.

use super::certificate::Certificate;
use super::cross_stage::CrossStage;
use super::decided_cases;
use super::hiring::Hiring;
use super::minimum_stay;
use super::placement::Placing;
use super::reach::{Reach, Way};
use super::retraining::Retraining;
use super::rotation_term;
use super::shared_teachers::SharedTeachers;
use super::teaching_time::{TeachingTime, further_at};
use super::who_may_rotate::WhoMayRotate;
use crate::domain::{Case, ChannelIx, Demand, Fte, KindIx, SchoolIx, Teacher, UnitIx};
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::plan::timetable;
use crate::policy::{Policy, RuleSettings, Strength};
use std::collections::BTreeSet;

/// The listing rules of a policy. One that is off, or only reports, allows everything.
pub struct Admission<'a> {
    case: &'a Case,
    who: Option<WhoMayRotate>,
    reach: Option<Reach>,
    certificate: Option<Certificate>,
    time: TeachingTime,
    hiring: Option<Hiring>,
    placing: Option<Placing>,
    sharing: Option<SharedTeachers>,
    retraining: Option<Retraining>,
    study: Fte,
    cross_stage: Option<CrossStage>,
    /// Whether who has moved is kept for a time.
    keeps: bool,
    /// Units and kinds, with lessons or without, for which a steering rule asks for people.
    wanted: BTreeSet<(UnitIx, KindIx)>,
    /// Whether nobody is sent to a school that the office forbids.
    forbids: bool,
}

fn steering<'p>(policy: &'p Policy, name: &str) -> Option<&'p RuleSettings> {
    policy.rule(name).filter(|r| r.strength != Strength::Report)
}

impl<'a> Admission<'a> {
    /// The listing rules of `policy`.
    #[must_use]
    pub fn new(case: &'a Case, policy: &Policy) -> Self {
        Self {
            case,
            who: steering(policy, "who-may-rotate").map(|settings| WhoMayRotate::new(case, settings)),
            reach: steering(policy, "reach").map(Reach::new),
            certificate: steering(policy, "certificate").map(Certificate::new),
            time: policy.rule("teaching-time").map_or_else(TeachingTime::unrestricted, TeachingTime::new),
            hiring: steering(policy, "hiring").map(Hiring::new),
            placing: steering(policy, "placement").map(Placing::new),
            sharing: steering(policy, "shared-teachers").map(|settings| SharedTeachers::new(case, settings)),
            retraining: steering(policy, "retraining").map(|settings| Retraining::new(case, settings)),
            // A plan is judged by the time of study also where the rule only reports.
            study: policy.rule("retraining").map_or(Fte::ZERO, |settings| Fte::from_small(settings.milli("study"))),
            cross_stage: steering(policy, "cross-stage").map(CrossStage::new),
            keeps: steering(policy, minimum_stay::NAME).is_some(),
            wanted: wanted(case, policy),
            forbids: steering(policy, decided_cases::NAME).is_some(),
        }
    }

    /// What a person may do besides while staying: teach part of the time in a second unit, be retrained.
    pub(in crate::formulation) fn besides(&self, teacher: &Teacher, mobility: Mobility) -> Vec<Path> {
        if matches!(mobility, Mobility::Released | Mobility::Pinned) {
            return Vec::new();
        }
        let visits = self.sharing.iter().flat_map(|rule| rule.visits(self.case, self, teacher)).map(Path::Share);
        let kinds = self.retraining.iter().flat_map(|rule| rule.kinds(self.case, self, teacher)).map(Path::Retrain);
        visits.chain(kinds).collect()
    }

    /// Whether a certificate allows the person to teach in `unit`, where the rule steers.
    pub(super) fn is_certified(&self, teacher: &Teacher, unit: UnitIx) -> bool {
        self.certificate.is_none() || Certificate::allows(self.case, teacher, unit)
    }

    /// Time that retraining takes off a person's teaching.
    #[must_use]
    pub const fn study_time(&self) -> Fte {
        self.study
    }

    /// The rule that says who may be posted elsewhere, where it steers.
    #[must_use]
    pub const fn who(&self) -> Option<&WhoMayRotate> {
        self.who.as_ref()
    }

    /// Posts for which a steering rule asks for people.
    pub fn wanted_posts(&self) -> impl Iterator<Item = (UnitIx, KindIx)> + '_ {
        self.wanted.iter().copied()
    }

    /// Whether there is something to do in `unit` for who is hired for `kind`: lessons, or a rule asks for such people.
    #[must_use]
    pub fn is_needed(&self, unit: UnitIx, kind: KindIx) -> bool {
        self.case.demand_of(unit, kind).is_some() || self.wanted.contains(&(unit, kind))
    }

    /// Whether who is hired for `kind` gives lessons in `unit`.
    #[must_use]
    pub fn hire_teaches(&self, unit: UnitIx, kind: KindIx) -> bool {
        super::teaching_time::hire_teaches(self.case, unit, kind)
    }

    /// The rule that places surplus lists, if it is on.
    #[must_use]
    pub(in crate::formulation) const fn placing(&self) -> Option<&Placing> {
        self.placing.as_ref()
    }

    /// Why, if at all, a person may be posted elsewhere. A pin that leads nowhere (the school is closed or private, the
    /// certificate does not cover it) is void: the person stays, or is released.
    #[must_use]
    pub fn mobility(&self, teacher: &Teacher) -> Mobility {
        match self.who.as_ref().map_or(Mobility::Eligible, |who| who.mobility(self.case, teacher)) {
            Mobility::Pinned if self.destinations(teacher, Mobility::Pinned).is_empty() => {
                if self.case.units[teacher.unit.at()].open { Mobility::Fixed } else { Mobility::Released }
            }
            mobility if rotation_term::returning(self.case.year, teacher, mobility) => Mobility::Returning,
            mobility if self.keeps && minimum_stay::holds(self.case, teacher, mobility) => Mobility::Fixed,
            mobility => mobility,
        }
    }

    /// The school in which the office has decided to place this person, where that can be done; see [`Self::mobility`].
    #[must_use]
    pub fn pin(&self, teacher: &Teacher) -> Option<SchoolIx> {
        let (home, school) = (&self.case.units[teacher.unit.at()], teacher.pinned?);
        let leads_there = |unit: &UnitIx| self.case.units[unit.at()].school == school;
        let possible = if home.school == school {
            home.open
        } else {
            self.destinations(teacher, self.mobility(teacher)).iter().any(leads_there)
        };
        possible.then_some(school)
    }

    /// Whether the person holds a live honor of the district or above.
    #[must_use]
    pub fn is_key_teacher(&self, teacher: &Teacher) -> bool {
        super::key_teacher_share::is_key_teacher(self.case, teacher)
    }

    /// Units to which a person may be posted, in order.
    #[must_use]
    pub fn destinations(&self, teacher: &Teacher, mobility: Mobility) -> Vec<UnitIx> {
        let open = self.case.units_ix().filter(|&(ix, _)| self.receives(teacher.unit, ix)).map(|(ix, _)| ix);
        open.filter(|&ix| self.may_be_posted(teacher, mobility, ix, None)).collect()
    }

    /// The same for many people of one unit, with the ways from there.
    pub(in crate::formulation) fn destinations_by(
        &self,
        teacher: &Teacher,
        mobility: Mobility,
        ways: &[(UnitIx, Way)],
    ) -> Vec<UnitIx> {
        let open = ways.iter().filter(|&&(ix, way)| self.may_be_posted(teacher, mobility, ix, Some(way)));
        open.map(|&(ix, _)| ix).collect()
    }

    /// The units that anybody of the unit `home` may be sent to, with the way to each.
    pub(in crate::formulation) fn ways(&self, home: UnitIx) -> Vec<(UnitIx, Way)> {
        let school = |unit: UnitIx| self.case.units[unit.at()].school;
        let open = self.case.units_ix().filter(|&(ix, _)| self.receives(home, ix));
        open.map(|(ix, _)| (ix, Way::between(self.case, (school(home), school(ix))))).collect()
    }

    /// Whether a unit takes people of the unit `home` at all.
    fn receives(&self, home: UnitIx, unit: UnitIx) -> bool {
        let (from, to) = (&self.case.units[home.at()], &self.case.units[unit.at()]);
        to.open && to.school != from.school && self.case.is_public(unit)
    }

    /// Whether the rules allow it to post a person in a unit that receives people; the quick answers first.
    fn may_be_posted(&self, teacher: &Teacher, mobility: Mobility, unit: UnitIx, way: Option<Way>) -> bool {
        let case = self.case;
        let is_near = |reach: &Reach| match way {
            Some(way) => mobility == Mobility::Pinned || reach.allows_by(case, teacher, mobility, way),
            None => reach.allows(case, teacher, mobility, unit),
        };
        (mobility != Mobility::Returning || teacher.comes_from(unit))
            && self.who.as_ref().is_none_or(|who| who.allows(case, teacher, mobility, unit))
            && self.cross_stage.as_ref().is_none_or(|c| c.allows(case, teacher, mobility, unit))
            && self.is_certified(teacher, unit)
            && self.reach.as_ref().is_none_or(is_near)
            && self.is_wanted(teacher, mobility, unit)
            && !(self.forbids && decided_cases::is_forbidden(case, teacher, unit))
    }

    /// Whether a unit has something for this person to do: lessons of a kind the person may teach there. Who does not
    /// teach is wanted everywhere; so is who must go there (pin), must go somewhere (closing unit) or goes home.
    pub(super) fn is_wanted(&self, teacher: &Teacher, mobility: Mobility, unit: UnitIx) -> bool {
        if matches!(mobility, Mobility::Pinned | Mobility::Released | Mobility::Returning) {
            return true;
        }
        let others = further_at(teacher.unit, unit, &teacher.others);
        let teaches = |kind: KindIx| {
            self.case.demand_of(unit, kind).is_some() && self.may_teach(unit, teacher.kind, others, kind)
        };
        !teacher.teaches()
            || teaches(teacher.kind)
            || others.iter().any(|&k| teaches(k))
            || self.wanted.contains(&(unit, teacher.kind))
    }

    /// Teaching time of a person.
    #[must_use]
    pub fn teaching_time(&self, teacher: &Teacher) -> Fte {
        self.time.time_of(self.case, teacher)
    }

    /// Whole grains in `time`.
    #[must_use]
    pub fn grains(&self, time: Fte) -> i64 {
        time.small() / self.time.grain.small()
    }

    /// Grains that cover a demand, rounded up.
    #[must_use]
    pub fn grains_for(&self, demand: &Demand) -> i64 {
        let per_grain = self.lessons_per_grain(demand);
        (demand.lessons.small() + per_grain - 1) / per_grain
    }

    /// Thousandths of a lesson that one grain gives. Exact, because ingest demands loads in multiples of 0.005 lessons.
    #[must_use]
    pub fn lessons_per_grain(&self, demand: &Demand) -> i64 {
        self.time.grain.lessons(demand.load).small()
    }

    /// Whether a person with these kinds may teach `kind` in `unit`.
    #[must_use]
    pub fn may_teach(&self, unit: UnitIx, main: KindIx, others: &[KindIx], kind: KindIx) -> bool {
        self.time.may_teach(self.case, unit, main, others, kind)
    }

    /// Whether new teachers of `kind` may come to `unit` by `channel`.
    #[must_use]
    pub fn may_hire(&self, unit: UnitIx, kind: KindIx, channel: ChannelIx) -> bool {
        self.case.is_public(unit) && self.hiring.is_some() && Hiring::allows(self.case, unit, kind, channel)
    }
}

impl timetable::Terms for Admission<'_> {
    fn time(&self, teacher: &Teacher) -> Fte {
        self.teaching_time(teacher)
    }

    fn may_teach(&self, unit: UnitIx, main: KindIx, others: &[KindIx], kind: KindIx) -> bool {
        Admission::may_teach(self, unit, main, others, kind)
    }

    fn grain(&self) -> Fte {
        self.time.grain
    }

    fn study(&self) -> Fte {
        self.study_time()
    }

    fn hire_teaches(&self, unit: UnitIx, kind: KindIx) -> bool {
        Admission::hire_teaches(self, unit, kind)
    }
}

/// What the steering rules on staff of one kind ask for.
fn wanted(case: &Case, policy: &Policy) -> BTreeSet<(UnitIx, KindIx)> {
    let asking = super::LIST.iter().filter(|entry| WANTING.contains(&entry.spec.name));
    let asked = asking.filter_map(|entry| Some((entry.make)(case, steering(policy, entry.spec.name)?).wanted(case)));
    asked.flatten().collect()
}

/// Rules that ask for people where no lessons may need them.
const WANTING: &[&str] = &["health-staff", "accounting-staff", "psychology-staff", "special-staff"];
