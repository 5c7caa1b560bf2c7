//! Cohorts: people who are interchangeable in the program.

use super::columns::Path;
use super::rules::Admission;
use crate::domain::{Case, Fte, KindIx, Teacher, TeacherIx, UnitIx};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Why, if at all, a person may be posted elsewhere this year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mobility {
    /// Stays.
    Fixed,
    /// May rotate 交流轮岗.
    Eligible,
    /// Belongs to a unit above its posts and may be transferred 调剂.
    Surplus,
    /// The unit closes; a place must be found 撤并安置.
    Released,
    /// The office has decided the school.
    Pinned,
}

/// What makes two people interchangeable: the same home, the same qualifications, the same flags of active rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CohortKey {
    /// Present unit.
    pub home: UnitIx,
    /// Main kind.
    pub kind: KindIx,
    /// Further kinds that make a difference: those with lessons at home that may be taught there.
    pub others: Vec<KindIx>,
    /// Teaching time after reliefs.
    pub time: Fte,
    /// Why they may move.
    pub mobility: Mobility,
    /// Holds a live district-level or higher honor; only told apart where it matters (people who may move).
    pub key_teacher: bool,
    /// What the active rules need to know of a person besides, one answer each, in the order of their names.
    pub marks: Vec<i64>,
    /// Answers of the admission rules for every possible destination, as positions in `Case::units`.
    pub destinations: Vec<UnitIx>,
    /// What they may do besides while they stay: teach in a second unit, be retrained.
    pub besides: Vec<Path>,
}

/// Interchangeable people.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// What they share.
    pub key: CohortKey,
    /// Who they are, in the order of the case.
    pub members: Vec<TeacherIx>,
}

impl Cohort {
    /// Somebody of the cohort, who stands for all.
    #[must_use]
    pub fn somebody<'c>(&self, case: &'c Case) -> &'c Teacher {
        &case.teachers[self.members[0].at()]
    }

    /// How many.
    #[must_use]
    pub fn size(&self) -> i64 {
        i64::try_from(self.members.len()).expect("fewer people than 2^63")
    }
}

/// Groups everybody of the case. Two people share a cohort only if every admission rule answers alike for both and every
/// active rule marks them alike, so that a rule needs no place in the key.
#[must_use]
pub fn group(case: &Case, admission: &Admission<'_>, marks: &(dyn Fn(&Teacher) -> Vec<i64> + Sync)) -> Vec<Cohort> {
    let mut staff: Vec<Vec<TeacherIx>> = vec![Vec::new(); case.units.len()];
    for (ix, teacher) in case.teachers_ix() {
        staff[teacher.unit.at()].push(ix);
    }
    // A cohort has one home, so that units can be looked at side by side; their order is that of the keys.
    let groups: Vec<_> = staff.par_iter().map(|people| of_unit(case, admission, marks, people)).collect();
    groups.into_iter().flatten().map(|(key, members)| Cohort { key, members }).collect()
}

/// The cohorts of the people of one unit.
fn of_unit(
    case: &Case,
    admission: &Admission<'_>,
    marks: &(dyn Fn(&Teacher) -> Vec<i64> + Sync),
    people: &[TeacherIx],
) -> BTreeMap<CohortKey, Vec<TeacherIx>> {
    let mut groups: BTreeMap<CohortKey, Vec<TeacherIx>> = BTreeMap::new();
    let mut ways = None;
    for &ix in people {
        let teacher = &case.teachers[ix.at()];
        let mobility = admission.mobility(teacher);
        let destinations = if mobility == Mobility::Fixed {
            Vec::new()
        } else {
            admission.destinations_by(teacher, mobility, ways.get_or_insert_with(|| admission.ways(teacher.unit)))
        };
        let key = CohortKey {
            home: teacher.unit,
            kind: teacher.kind,
            others: useful(case, admission, teacher),
            time: admission.teaching_time(teacher),
            mobility,
            key_teacher: mobility != Mobility::Fixed && admission.is_key_teacher(teacher),
            marks: marks(teacher),
            besides: admission.besides(teacher, mobility),
            destinations,
        };
        groups.entry(key).or_default().push(ix);
    }
    groups
}

/// Further subjects are taught at home only; where that is impossible they make nobody different.
fn useful(case: &Case, admission: &Admission<'_>, teacher: &Teacher) -> Vec<KindIx> {
    let taught = |kind: KindIx| {
        case.demand_of(teacher.unit, kind).is_some()
            && admission.may_teach(teacher.unit, teacher.kind, &teacher.others, kind)
    };
    teacher.others.iter().copied().filter(|&kind| taught(kind)).collect()
}
