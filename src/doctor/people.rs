//! Where each person may work next year, as the rules that list moves allow.

use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::cohort::Mobility;
use crate::formulation::rules::Admission;

/// One person's possibilities.
pub(super) struct Person<'a> {
    /// Who.
    pub(super) teacher: &'a Teacher,
    /// Why, if at all, the person may move.
    pub(super) mobility: Mobility,
    /// Whether the person may remain in the present unit.
    pub(super) stays: bool,
    /// Other units to which the person may be posted.
    pub(super) elsewhere: Vec<UnitIx>,
}

impl Person<'_> {
    /// Whether there is nothing to decide about the person.
    pub(super) const fn is_fixed(&self) -> bool {
        self.stays && self.elsewhere.is_empty()
    }

    /// Every unit in which the person may work.
    pub(super) fn units(&self) -> impl Iterator<Item = UnitIx> + '_ {
        self.stays.then_some(self.teacher.unit).into_iter().chain(self.elsewhere.iter().copied())
    }
}

/// Everybody of the case, in its order.
pub(super) fn people<'a>(case: &'a Case, admission: &Admission<'_>) -> Vec<Person<'a>> {
    let person = |teacher| {
        let mobility = admission.mobility(teacher);
        let elsewhere =
            if mobility == Mobility::Fixed { Vec::new() } else { admission.destinations(teacher, mobility) };
        let stays = !matches!(mobility, Mobility::Released | Mobility::Pinned);
        Person { teacher, mobility, stays, elsewhere }
    };
    case.teachers.iter().map(person).collect()
}
