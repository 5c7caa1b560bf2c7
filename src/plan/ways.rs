//! By which ways the lessons of a subject are covered: own teachers, people who come, several subjects in one unit, teachers shared with
//! another school, retraining, hires; and what is missing. By kind of school, for a plan or the present staffing.
//!
//! More time than there are lessons covers nothing: in each unit and subject the ways are counted in the order above until the lessons are
//! covered. It counts; it does not say what is enough.

use super::Plan;
use crate::domain::words::Setting;
use crate::domain::{Case, Fte, KindIx, Lessons, UnitIx};
use std::collections::BTreeMap;

/// How lessons are covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Teachers of the subject who are there already 专任.
    Own,
    /// Teachers of the subject who come from other schools this year.
    Moved,
    /// Teachers of other subjects of the unit 兼教.
    Besides,
    /// Teachers of another school of the cluster 走教.
    Shared,
    /// Who is being retrained for the subject 转岗.
    Retrained,
    /// New teachers.
    Hired,
}

impl Way {
    /// In the order in which lessons are counted as covered.
    pub const ALL: [Self; 6] = [Self::Own, Self::Moved, Self::Besides, Self::Shared, Self::Retrained, Self::Hired];
}

/// Kinds of schools, as the office speaks of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchoolKind {
    /// 城镇学校.
    Town,
    /// 乡村中心校 and other rural schools of some size.
    RuralCenter,
    /// 小规模学校和教学点: teaching points, and rural schools of fewer than [`SMALL`] pupils.
    SmallPoint,
}

impl SchoolKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Town, Self::RuralCenter, Self::SmallPoint];
}

/// Rural schools with fewer pupils are small; the size below which rural schools count as small in the establishment of posts
/// (standards §2.2, an assumption).
pub const SMALL: i64 = 200;

/// Lessons of one subject in schools of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// Units with such lessons.
    pub units: i64,
    /// Of these, how many have every lesson taught.
    pub full: i64,
    /// Lessons a week.
    pub lessons: Lessons,
    /// Covered lessons by way.
    pub by_way: BTreeMap<Way, Lessons>,
}

impl Covered {
    /// Lessons covered in this way.
    #[must_use]
    pub fn of(&self, way: Way) -> Lessons {
        self.by_way.get(&way).copied().unwrap_or_default()
    }

    /// Lessons that nobody teaches.
    #[must_use]
    pub fn missing(&self) -> Lessons {
        self.lessons - self.by_way.values().copied().sum()
    }
}

/// What kind of school a unit belongs to.
#[must_use]
pub fn school_kind(case: &Case, unit: UnitIx) -> SchoolKind {
    let school = case.school_of(unit);
    let pupils: i64 =
        case.units.iter().filter(|u| u.school == case.units[unit.at()].school).map(|u| u.pupils().small()).sum();
    match school.setting {
        _ if school.teaching_point => SchoolKind::SmallPoint,
        Setting::Rural if pupils < SMALL => SchoolKind::SmallPoint,
        Setting::Rural => SchoolKind::RuralCenter,
        Setting::Urban | Setting::Town => SchoolKind::Town,
    }
}

/// Teaching time by unit, kind and way.
fn times(case: &Case, plan: &Plan) -> BTreeMap<(UnitIx, KindIx), BTreeMap<Way, Fte>> {
    let mut times: BTreeMap<(UnitIx, KindIx), BTreeMap<Way, Fte>> = BTreeMap::new();
    let mut add = |place: (UnitIx, KindIx), way: Way, time: Fte| {
        *times.entry(place).or_default().entry(way).or_default() += time;
    };
    for posting in &plan.postings {
        let main = case.teachers[posting.teacher.at()].kind;
        for &(kind, share) in &posting.shares {
            let Some(unit) = posting.unit else { continue };
            let way = match posting.moved {
                _ if posting.retrained == Some(kind) => Way::Retrained,
                _ if kind != main => Way::Besides,
                Some(_) => Way::Moved,
                None => Way::Own,
            };
            add((unit, kind), way, share);
        }
        if let Some(visit) = posting.visit {
            add((visit.unit, main), Way::Shared, visit.time);
        }
    }
    for hire in &plan.hires {
        for &(kind, share) in &hire.shares {
            add((hire.unit, kind), Way::Hired, share);
        }
    }
    times
}

/// How the lessons of a plan are covered, by subject and kind of school; open public units only.
#[must_use]
pub fn covered(case: &Case, plan: &Plan) -> BTreeMap<(KindIx, SchoolKind), Covered> {
    let times = times(case, plan);
    let kinds: Vec<SchoolKind> = case.units_ix().map(|(unit, _)| school_kind(case, unit)).collect();
    let mut all: BTreeMap<(KindIx, SchoolKind), Covered> = BTreeMap::new();
    for demand in case.demand.iter().filter(|d| case.is_public(d.unit)) {
        let of = all.entry((demand.kind, kinds[demand.unit.at()])).or_default();
        let mut open = demand.lessons;
        for (&way, &time) in times.get(&(demand.unit, demand.kind)).into_iter().flatten() {
            let given = time.lessons(demand.load).min(open);
            open -= given;
            *of.by_way.entry(way).or_default() += given;
        }
        of.units += 1;
        of.full += i64::from(open == Lessons::ZERO);
        of.lessons += demand.lessons;
    }
    all
}
