//! The validated whole: every reference resolved, every vector sorted by code, so that the order of the
//! input rows is gone and nothing downstream can depend on it.

use super::attrition::Expected;
use super::away::Away;
use super::calendar::{SchoolYear, YearMonth};
use super::id::{ChannelIx, ClusterIx, KindIx, SchoolIx, TeacherIx, TownIx, UnitIx};
use super::kind::Kind;
pub use super::lists::{Surplus, Vacancy};
use super::norms::Norms;
use super::opening::Opening;
use super::quantity::{Fte, Lessons, Minutes, Money, Persons, Pupils};
use super::records::{CertificateRecord, DistinctionRecord, Records, RoundRecord};
pub use super::roads::{ROAD_SPEED, WINDING_FACTOR, great_circle_km, minutes_for_km};
use super::words::{
    ClusterRole, EnrollmentSource, Facility, FacilityState, HonorKind, Ownership, PostType, Role, Setting, Stage,
    Strength,
};
use super::{demand, resolve};
use std::collections::BTreeMap;

/// A campus.
#[derive(Clone, Debug)]
pub struct School {
    /// The office's code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Where it stands.
    pub town: TownIx,
    /// Urban, town or rural.
    pub setting: Setting,
    /// Public or private.
    pub ownership: Ownership,
    /// Latitude and longitude in degrees, WGS-84.
    pub place: Option<(f64, f64)>,
    /// Its education cluster 教共体.
    pub cluster: Option<ClusterIx>,
    /// Part it plays there.
    pub cluster_role: ClusterRole,
    /// Strong, ordinary or weak.
    pub strength: Strength,
    /// Teaching point 教学点.
    pub teaching_point: bool,
    /// Boarding school.
    pub boarding: bool,
    /// Priority tags of the office, such as `new`.
    pub priority: Vec<String>,
    /// First school year.
    pub opens: Option<SchoolYear>,
    /// School year from which it is closed.
    pub closes: Option<SchoolYear>,
    /// School that takes its pupils.
    pub merges_into: Option<SchoolIx>,
    /// School it is paired with 结对: the office names it on either side.
    pub paired_with: Option<SchoolIx>,
}

/// One grade of a unit in the planning year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Grade number as in the table `enrollment`.
    pub grade: i64,
    /// Children.
    pub pupils: Pupils,
    /// Classes, given or from the class-size standard.
    pub classes: i64,
    /// Boarders.
    pub boarders: Pupils,
    /// Children with special needs who learn in ordinary classes 随班就读.
    pub inclusion: Pupils,
    /// Where the number of children comes from.
    pub source: EnrollmentSource,
}

/// What is known of one facility of a unit: an amount, the assessors' word, or both; the word wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FacilityFact {
    /// Total of the unit in thousandths of a square meter, a yuan or a room.
    pub amount: Option<i64>,
    /// The word of the assessors.
    pub state: Option<FacilityState>,
}

/// One stage of one school: every standard applies to a unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// `school code/stage code`.
    pub code: String,
    /// The school.
    pub school: SchoolIx,
    /// The stage.
    pub stage: Stage,
    /// Grades with pupils in the planning year, ascending.
    pub grades: Vec<Grade>,
    /// Approved posts 编制 in the planning year: given, or from the ratio standards.
    pub posts: Persons,
    /// Whether the posts were given by the office.
    pub posts_given: bool,
    /// Facilities 办学条件 of which something is known; empty where the table says nothing of the unit.
    pub facilities: BTreeMap<Facility, FacilityFact>,
    /// Whether the unit teaches in the planning year (open, not closed).
    pub open: bool,
}

impl Unit {
    /// Children enrolled.
    #[must_use]
    pub fn pupils(&self) -> Pupils {
        self.grades.iter().map(|g| g.pupils).sum()
    }

    /// Children with special needs who learn in ordinary classes 随班就读.
    #[must_use]
    pub fn inclusion(&self) -> Pupils {
        self.grades.iter().map(|g| g.inclusion).sum()
    }

    /// Classes.
    #[must_use]
    pub fn classes(&self) -> i64 {
        self.grades.iter().map(|g| g.classes).sum()
    }
}

/// A person on the staff in the planning year (who has retired by its first day is not in the case).
#[derive(Clone, Debug)]
pub struct Teacher {
    /// The row as the office keeps it.
    pub record: super::records::TeacherRecord,
    /// Present unit.
    pub unit: UnitIx,
    /// Main kind.
    pub kind: KindIx,
    /// Further kinds, sorted.
    pub others: Vec<KindIx>,
    /// Certificates.
    pub certificates: Vec<CertificateRecord>,
    /// Honors.
    pub distinctions: Vec<DistinctionRecord>,
    /// School in which the person must be placed.
    pub pinned: Option<SchoolIx>,
    /// Schools to which the person must not be sent, sorted.
    pub forbidden: Vec<SchoolIx>,
    /// Unit of the person in this year in a plan that was published already; none where nothing was.
    pub published: Option<UnitIx>,
    /// Unit of the other half of a couple; none where that is nobody of the staff.
    pub spouse: Option<UnitIx>,
    /// Town of residence.
    pub home_town: Option<TownIx>,
    /// Month of retirement, exact by the rules in force since 2025.
    pub retires: YearMonth,
    /// Whether an earlier year of the plan has brought the person to the unit: no relief is counted there for them, so that they
    /// bring it along as people of closing units do.
    pub arrived: bool,
    /// School year in which the plan hires the person; none for who is on the staff already.
    pub entered: Option<SchoolYear>,
    /// Years in the country owed for some award that can still be served in time, nothing else lacking ([`super::eligibility`]).
    pub rural_owed: i64,
    /// The posting on which an earlier year of the plan has sent the person, where it has a term that has not ended before this year.
    pub away: Option<Away>,
}

impl Teacher {
    /// Whether the person teaches (a teaching post, at work).
    #[must_use]
    pub fn teaches(&self) -> bool {
        self.record.post == PostType::Teaching && self.record.state == super::words::State::Active
    }

    /// The honors of the person that have not ended before `month`.
    pub fn live_honors(&self, month: YearMonth) -> impl Iterator<Item = &DistinctionRecord> {
        self.distinctions.iter().filter(move |honor| honor.valid_until.is_none_or(|until| until >= month))
    }

    /// Whether the term of the person's posting has ended by the start of `year`, and not before.
    #[must_use]
    pub fn term_ends(&self, year: SchoolYear) -> bool {
        self.away.as_ref().is_some_and(|away| away.ends == year)
    }

    /// Whether `unit` is the one that the person has left for a posting with a term.
    #[must_use]
    pub fn comes_from(&self, unit: UnitIx) -> bool {
        self.away.as_ref().is_some_and(|away| away.home == unit)
    }

    /// Age in full years at `month`.
    #[must_use]
    pub fn age(&self, month: YearMonth) -> i32 {
        month.years_since(self.record.birth)
    }
}

/// Lessons of one kind to be taught in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Where.
    pub unit: UnitIx,
    /// What.
    pub kind: KindIx,
    /// Lessons per week: curriculum times classes, homeroom work, break supervision and electives, and the lessons taken off the
    /// staff of the unit for role and age, which somebody must cover as well.
    pub lessons: Lessons,
    /// The part of `lessons` that is break supervision and electives.
    pub extra: Lessons,
    /// The part of `lessons` that is relief for role and age.
    pub relief: Lessons,
    /// The part of `lessons` of teachers who are expected to have left or to be away by then ([`super::attrition`]).
    pub expected: Lessons,
    /// Weekly load of one full teacher of this kind at this stage.
    pub load: Lessons,
}

/// One way and place of hiring.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Unique name of the row (`channel`, then its limits).
    pub code: String,
    /// The channel's name.
    pub name: String,
    /// Only this kind.
    pub kind: Option<KindIx>,
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only schools of this setting.
    pub setting: Option<Setting>,
    /// Posts that can really be filled: the smaller of posts and supply.
    pub limit: Persons,
    /// Cost per person and year.
    pub cost: Money,
    /// Years for which who is hired is bound to stay 服务期; zero for none.
    pub bond_years: i64,
    /// Years between advertising and the first day at work beyond the autumn before.
    pub lead_years: i64,
    /// Whether the row of an earlier year is taken to hold in this year, too.
    pub carried: bool,
}

/// Relief and load figures of one stage.
#[derive(Clone, Debug, Default)]
pub struct StageWorkload {
    /// Weekly load by kind.
    pub load: BTreeMap<KindIx, Lessons>,
    /// Lessons of load per class for the homeroom teacher.
    pub homeroom: Lessons,
    /// Lessons taken off by role.
    pub role: BTreeMap<Role, Lessons>,
    /// Lessons taken off near retirement.
    pub senior_age: Lessons,
    /// Lessons of load per class for break supervision and electives, by the kind whose load it is.
    pub duties: BTreeMap<KindIx, Lessons>,
}

/// Everything that is known for one planning year.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "one field per kind of thing; each type is documented")]
pub struct Case {
    pub year: SchoolYear,
    pub kinds: Vec<Kind>,
    pub towns: Vec<String>,
    pub clusters: Vec<String>,
    pub schools: Vec<School>,
    pub units: Vec<Unit>,
    pub teachers: Vec<Teacher>,
    /// Sorted by unit, then kind; only entries with lessons.
    pub demand: Vec<Demand>,
    pub workload: BTreeMap<Stage, StageWorkload>,
    pub channels: Vec<Channel>,
    pub surplus: Vec<Surplus>,
    pub vacancies: Vec<Vacancy>,
    /// Honors that make a key teacher.
    pub key_honors: Vec<HonorKind>,
    /// Rounds of titles and honors, as the table has them.
    pub rounds: Vec<RoundRecord>,
    /// Last school year of the horizon.
    pub last: SchoolYear,
    /// Whether a plan of the years before decides who is there when the year begins.
    pub later: bool,
    /// Staff without the plan, against which limits of the year are measured; in the first year that of `teachers`.
    pub opening: Opening,
    /// People expected to be missing by then; nothing where no rates are given, and in the first year.
    pub expected: Expected,
    pub(super) travel: BTreeMap<(SchoolIx, SchoolIx), Minutes>,
}

impl Case {
    /// The case of `records` for `year`.
    ///
    /// # Errors
    /// The first reference that does not resolve. Ingest reports all of them, with places, beforehand.
    pub fn from_records(records: &Records, year: SchoolYear) -> Result<Self, resolve::Unresolved> {
        Self::by_norms(records, year, &Norms::default())
    }

    /// The case of `records` for `year`, posts and classes that are not given following `norms`.
    ///
    /// # Errors
    /// As [`Self::from_records`].
    pub fn by_norms(records: &Records, year: SchoolYear, norms: &Norms) -> Result<Self, resolve::Unresolved> {
        let mut cases = resolve::cases(records, (year, 1), norms)?;
        Ok(cases.remove(0))
    }

    /// School name and stage of a unit in Chinese and in English, such as `龙岗小学(小学)`.
    #[must_use]
    pub fn unit_names(&self, unit: &Unit) -> (String, String) {
        let (name, stage) = (&self.schools[unit.school.at()].name, unit.stage);
        (format!("{name}({})", stage.zh()), format!("{name} ({})", stage.code()))
    }

    /// Minutes one way between two schools: given, else from kilometers or coordinates; `None` where nothing is
    /// known. Zero within a school.
    #[must_use]
    pub fn minutes(&self, from: SchoolIx, to: SchoolIx) -> Option<Minutes> {
        if from == to {
            return Some(Minutes::ZERO);
        }
        if let Some(&given) = self.travel.get(&(from, to)).or_else(|| self.travel.get(&(to, from))) {
            return Some(given);
        }
        let (a, b) = (self.schools[from.at()].place?, self.schools[to.at()].place?);
        Some(minutes_for_km(great_circle_km(a, b) * WINDING_FACTOR))
    }

    /// The school of a unit.
    #[must_use]
    pub fn school_of(&self, unit: UnitIx) -> &School {
        &self.schools[self.units[unit.at()].school.at()]
    }

    /// The demand entry of a unit and kind.
    #[must_use]
    pub fn demand_of(&self, unit: UnitIx, kind: KindIx) -> Option<&Demand> {
        self.demand.binary_search_by_key(&(unit, kind), |d| (d.unit, d.kind)).ok().map(|at| &self.demand[at])
    }

    /// Units in order with their positions.
    pub fn units_ix(&self) -> impl Iterator<Item = (UnitIx, &Unit)> {
        self.units.iter().enumerate().map(|(at, unit)| (UnitIx::new(at), unit))
    }

    /// Teachers in order with their positions.
    pub fn teachers_ix(&self) -> impl Iterator<Item = (TeacherIx, &Teacher)> {
        self.teachers.iter().enumerate().map(|(at, teacher)| (TeacherIx::new(at), teacher))
    }

    /// Channels in order with their positions.
    pub fn channels_ix(&self) -> impl Iterator<Item = (ChannelIx, &Channel)> {
        self.channels.iter().enumerate().map(|(at, channel)| (ChannelIx::new(at), channel))
    }

    /// The kind with this code.
    #[must_use]
    pub fn kind_by_code(&self, code: &str) -> Option<KindIx> {
        self.kinds.iter().position(|k| k.code == code).map(KindIx::new)
    }

    /// The kind any teacher of a unit may take.
    #[must_use]
    pub fn general(&self) -> Option<KindIx> {
        self.kind_by_code(super::kind::GENERAL)
    }

    /// The teaching time that a person gives: one full post, because relief for role and age is load to be covered in the
    /// unit ([`Demand::relief`]) and stays there as the role does. Who comes from a closing unit, or came in an earlier year of the
    /// plan, brings the relief for age along: it is taken off here, rounded up to whole grains of `grain`. Nothing for who does not teach.
    #[must_use]
    pub fn teaching_time(&self, teacher: &Teacher, grain: Fte) -> Fte {
        if !teacher.teaches() {
            return Fte::ZERO;
        }
        let unit = &self.units[teacher.unit.at()];
        let workload = self.workload.get(&unit.stage);
        let load = workload.and_then(|w| w.load.get(&teacher.kind).copied());
        let here = unit.open && !teacher.arrived;
        let (Some(workload), Some(load), false) = (workload, load, here) else { return Fte::whole(1) };
        let relief = demand::age_relief(workload, teacher, self.year).as_fte(load);
        let grains = (relief.small() + grain.small() - 1).div_euclid(grain.small());
        Fte::from_small(Fte::PER_UNIT - grains * grain.small()).positive_part()
    }

    /// Whether a unit takes part in the plan: public and compulsory (primary or junior), or another public stage.
    #[must_use]
    pub fn is_public(&self, unit: UnitIx) -> bool {
        self.school_of(unit).ownership == Ownership::Public
    }

    /// Class-size standard of a stage (pupils per class), used where classes are not given.
    #[must_use]
    pub const fn class_size(stage: Stage) -> i64 {
        demand::class_size(stage)
    }
}
