//! Cohorts: people who are interchangeable in the program.

use super::columns::Path;
use super::rules::reach::Way;
use super::rules::{Admission, Mark};
use crate::domain::{Case, Fte, KindIx, Teacher, TeacherIx, UnitIx};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

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
    /// The term of a posting ends: may go back 交流期满返回.
    Returning,
}

/// What makes two people interchangeable: the same home, the same qualifications, the same flags of active rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Whether the plan has brought them to their unit: kept apart from those who have been there, so that it stays known how many of
    /// these there are.
    pub arrived: bool,
    /// What the later years of the horizon hold for them, as a digest; zero where there are none.
    pub future: u128,
}

/// Interchangeable people.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// What they share.
    pub key: CohortKey,
    /// Who they are, in the order of the case; in a later year, where the plan decides that, somebody who stands for all.
    pub members: Vec<TeacherIx>,
    /// Unique name: the code of the first member, in later years with where they are.
    pub name: String,
    /// Fewest and most people; the same in the first year.
    pub size: (i64, i64),
}

impl Cohort {
    /// Somebody of the cohort, who stands for all.
    #[must_use]
    pub fn somebody<'c>(&self, case: &'c Case) -> &'c Teacher {
        &case.teachers[self.members[0].at()]
    }

    /// Most people there can be.
    #[must_use]
    pub const fn most(&self) -> i64 {
        self.size.1
    }

    /// Whether it is known beforehand how many there are.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.size.0 == self.size.1
    }
}

/// What is asked of a person to know with whom they are interchangeable.
pub struct Questions<'q> {
    /// The facts of the year.
    pub case: &'q Case,
    /// What the admission rules allow.
    pub admission: &'q Admission<'q>,
    /// The marks of the active rules, in the order of their names.
    pub marks: Vec<Mark<'q>>,
    /// Ways from each unit to those that receive people, as they are asked for.
    ways: Vec<OnceLock<Vec<(UnitIx, Way)>>>,
}

impl<'q> Questions<'q> {
    /// Questions of a year.
    #[must_use]
    pub fn new(case: &'q Case, admission: &'q Admission<'q>, marks: Vec<Mark<'q>>) -> Self {
        let ways = case.units.iter().map(|_| OnceLock::new()).collect();
        Self { case, admission, marks, ways }
    }

    /// What makes `teacher` interchangeable with others this year; the future is left open.
    #[must_use]
    pub fn key(&self, teacher: &Teacher) -> CohortKey {
        let (case, admission) = (self.case, self.admission);
        let mobility = admission.mobility(teacher);
        let destinations = if mobility == Mobility::Fixed {
            Vec::new()
        } else {
            let ways = self.ways[teacher.unit.at()].get_or_init(|| admission.ways(teacher.unit));
            admission.destinations_by(teacher, mobility, ways)
        };
        CohortKey {
            home: teacher.unit,
            kind: teacher.kind,
            others: useful(case, admission, teacher),
            time: admission.teaching_time(teacher),
            mobility,
            key_teacher: mobility != Mobility::Fixed && admission.is_key_teacher(teacher),
            marks: self.marks.iter().map(|mark| mark(teacher)).collect(),
            besides: admission.besides(teacher, mobility),
            destinations,
            arrived: teacher.arrived,
            future: 0,
        }
    }
}

/// Groups everybody of the case by `key`. Two people share a cohort only if every admission rule answers alike for both and every
/// active rule marks them alike, so that a rule needs no place in the key.
#[must_use]
pub fn group(case: &Case, key: &(dyn Fn(&Teacher) -> CohortKey + Sync)) -> Vec<Cohort> {
    let mut staff: Vec<Vec<TeacherIx>> = vec![Vec::new(); case.units.len()];
    for (ix, teacher) in case.teachers_ix() {
        staff[teacher.unit.at()].push(ix);
    }
    // A cohort has one home, so that units can be looked at side by side; their order is that of the keys.
    let of_unit = |people: &Vec<TeacherIx>| {
        let mut groups: BTreeMap<CohortKey, Vec<TeacherIx>> = BTreeMap::new();
        for &ix in people {
            groups.entry(key(&case.teachers[ix.at()])).or_default().push(ix);
        }
        groups
    };
    let groups: Vec<_> = staff.par_iter().map(of_unit).collect();
    let cohort = |(key, members): (CohortKey, Vec<TeacherIx>)| {
        let size = i64::try_from(members.len()).expect("fewer people than 2^63");
        let name = case.teachers[members[0].at()].record.id.clone();
        Cohort { key, members, name, size: (size, size) }
    };
    groups.into_iter().flatten().map(cohort).collect()
}

/// Further subjects are taught at home only; where that is impossible they make nobody different.
fn useful(case: &Case, admission: &Admission<'_>, teacher: &Teacher) -> Vec<KindIx> {
    let taught = |kind: KindIx| {
        case.demand_of(teacher.unit, kind).is_some()
            && admission.may_teach(teacher.unit, teacher.kind, &teacher.others, kind)
    };
    teacher.others.iter().copied().filter(|&kind| taught(kind)).collect()
}
