//! One typed record per table row, as the office keeps it: references are still codes. [`super::Case`]
//! is built from these and only from these.
//!
//! Field meanings, units and defaults are those of `data/schema/<table>.csv`.

use super::calendar::YearMonth;
use super::quantity::{Lessons, Minutes, Money};
use super::words::{
    Award, CertificateKind, ClusterRole, Degree, Duty, Employment, Facility, FacilityState, HonorKind, HonorLevel,
    Ownership, PostType, RetirementCategory, RetirementOption, Role, Setting, Sex, Stage, State, Strength, Title,
};

/// A row of `schools`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "documented in data/schema/schools.csv")]
pub struct SchoolRecord {
    pub id: String,
    pub name: String,
    pub town: String,
    pub setting: Setting,
    pub ownership: Ownership,
    /// Degrees, WGS-84.
    pub lat: Option<f64>,
    /// Degrees, WGS-84.
    pub lon: Option<f64>,
    pub cluster: Option<String>,
    pub cluster_role: ClusterRole,
    pub paired_with: Option<String>,
    pub strength: Strength,
    pub boarding: bool,
    pub teaching_point: bool,
    pub seats: Option<i64>,
    pub priority: Vec<String>,
    pub opens: Option<i32>,
    pub closes: Option<i32>,
    pub merges_into: Option<String>,
}

/// A row of `enrollment`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/enrollment.csv")]
pub struct EnrollmentRecord {
    pub year: i32,
    pub school: String,
    pub stage: Stage,
    pub grade: i64,
    pub pupils: i64,
    pub classes: Option<i64>,
    pub boarders: i64,
    pub inclusion: i64,
}

/// A row of `teachers`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/teachers.csv")]
pub struct TeacherRecord {
    pub id: String,
    pub name: Option<String>,
    pub sex: Sex,
    pub birth: YearMonth,
    pub school: String,
    pub stage: Stage,
    pub kind: String,
    pub other_kinds: Vec<String>,
    pub employment: Employment,
    pub post: PostType,
    pub first_employed: Option<YearMonth>,
    pub degree: Degree,
    pub title: Title,
    pub title_since: Option<YearMonth>,
    pub role: Role,
    pub role_since: Option<YearMonth>,
    pub terms: i64,
    pub in_school_since: YearMonth,
    pub rural_years: i64,
    pub homeroom: bool,
    pub state: State,
    pub exempt_until: Option<YearMonth>,
    pub exempt_reason: Option<String>,
    pub bond_until: Option<YearMonth>,
    pub retirement_category: Option<RetirementCategory>,
    pub retirement_option: RetirementOption,
    pub dual_qualified: bool,
    pub spouse: Option<String>,
    pub hardship: bool,
    pub home_town: Option<String>,
    pub preferences: Vec<String>,
    pub pinned: Option<String>,
    pub forbidden: Vec<String>,
}

impl TeacherRecord {
    /// A teacher in a permanent teaching post of whom no more is known than the code, the birth month and the month in which they came to their
    /// school: no title, a bachelor's degree, at work, neither school nor subject yet.
    #[must_use]
    pub const fn plain(id: String, birth: YearMonth, in_school_since: YearMonth) -> Self {
        Self {
            id,
            name: None,
            sex: Sex::Female,
            birth,
            school: String::new(),
            stage: Stage::Primary,
            kind: String::new(),
            other_kinds: Vec::new(),
            employment: Employment::Permanent,
            post: PostType::Teaching,
            first_employed: None,
            degree: Degree::Bachelor,
            title: Title::None,
            title_since: None,
            role: Role::Teacher,
            role_since: None,
            terms: 0,
            in_school_since,
            rural_years: 0,
            homeroom: false,
            state: State::Active,
            exempt_until: None,
            exempt_reason: None,
            bond_until: None,
            retirement_category: None,
            retirement_option: RetirementOption::Standard,
            dual_qualified: false,
            spouse: None,
            hardship: false,
            home_town: None,
            preferences: Vec::new(),
            pinned: None,
            forbidden: Vec::new(),
        }
    }
}

/// A row of `certificates`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/certificates.csv")]
pub struct CertificateRecord {
    pub teacher: String,
    pub certificate: CertificateKind,
    pub stage: Option<Stage>,
    pub kind: Option<String>,
    pub valid_until: Option<YearMonth>,
}

/// A row of `distinctions`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/distinctions.csv")]
pub struct DistinctionRecord {
    pub teacher: String,
    pub level: HonorLevel,
    pub honor: HonorKind,
    pub since: Option<YearMonth>,
    pub valid_until: Option<YearMonth>,
}

/// A row of `curriculum`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/curriculum.csv")]
pub struct CurriculumRecord {
    pub year: Option<i32>,
    pub stage: Stage,
    pub grade: i64,
    pub kind: String,
    pub lessons: Lessons,
}

/// What a row of `workload` is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkloadItem {
    /// The weekly load of a teacher of this kind (code).
    Kind(String),
    /// Lessons of load per class for its homeroom teacher.
    Homeroom,
    /// Lessons taken off a person with this role.
    Role(Role),
    /// Lessons taken off a person near retirement.
    SeniorAge,
    /// Lessons of load per class and week for break supervision or electives.
    Duty(Duty),
}

/// A row of `workload`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/workload.csv")]
pub struct WorkloadRecord {
    pub stage: Stage,
    pub item: WorkloadItem,
    pub lessons: Lessons,
}

/// A row of `establishment`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/establishment.csv")]
pub struct EstablishmentRecord {
    pub year: Option<i32>,
    pub school: String,
    pub stage: Stage,
    pub posts: Option<i64>,
}

/// A row of `channels`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/channels.csv")]
pub struct ChannelRecord {
    pub channel: String,
    pub year: Option<i32>,
    pub kind: Option<String>,
    pub stage: Option<Stage>,
    pub setting: Option<Setting>,
    pub posts: i64,
    pub supply: Option<i64>,
    pub cost: Money,
    pub bond_years: i64,
    pub lead_years: i64,
}

/// A row of `demography`: children who enter a stage, and how many of a grade go on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/demography.csv")]
pub struct DemographyRecord {
    pub year: i32,
    pub town: Option<String>,
    pub school: Option<String>,
    pub stage: Stage,
    pub entrants: Option<i64>,
    /// Thousandths of the leavers of the stage before.
    pub transfer_rate: Option<i64>,
    /// Thousandths of the grade below of the year before.
    pub grade_rate: Option<i64>,
}

/// What is known beforehand of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonChange {
    /// Not on the staff from that school year on.
    Leaves,
    /// On leave in that school year alone.
    Leave,
    /// Holds this title from the start of that school year on.
    Title(Title),
    /// Holds this degree from the start of that school year on.
    Degree(Degree),
}

/// A row of `changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/changes.csv")]
pub struct ChangeRecord {
    pub teacher: String,
    pub year: i32,
    pub change: PersonChange,
}

/// A row of `attrition`: how many of a group of people are to be expected to leave or to be away.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/attrition.csv")]
pub struct AttritionRecord {
    pub setting: Option<Setting>,
    pub sex: Option<Sex>,
    pub from_age: Option<i64>,
    pub to_age: Option<i64>,
    /// Thousandths of the people, per school year.
    pub leaving_rate: Option<i64>,
    /// Thousandths of the teachers, on average.
    pub absence_rate: Option<i64>,
}

/// A row of `honors`: a round in which a title or an honor is given, and who may be nominated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/honors.csv")]
pub struct RoundRecord {
    pub award: Award,
    pub date: YearMonth,
    pub places: i64,
    pub training_places: i64,
    /// Thousandths of the nominees, as are the other rates.
    pub low_rate: i64,
    pub rate: i64,
    pub high_rate: i64,
    pub training_gain: i64,
    pub title: Option<Title>,
    pub title_years: Option<i64>,
    pub degree: Option<Degree>,
    pub service_years: Option<i64>,
    pub rural_years: Option<i64>,
    pub max_age: Option<i64>,
    pub roles: Vec<Role>,
    pub requires: Vec<Award>,
}

/// A row of `travel`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "documented in data/schema/travel.csv")]
pub struct TravelRecord {
    pub from: String,
    pub to: String,
    pub minutes: Option<Minutes>,
    /// Kilometers by road.
    pub km: Option<f64>,
}

/// A row of `facilities`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/facilities.csv")]
pub struct FacilityRecord {
    pub school: String,
    pub stage: Stage,
    pub facility: Facility,
    /// Total of the unit in thousandths of a square meter, a yuan or a room.
    pub amount: Option<i64>,
    pub state: Option<FacilityState>,
}

/// A row of `surplus`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/surplus.csv")]
pub struct SurplusRecord {
    pub id: String,
    pub kind: String,
    pub area: String,
    /// Service points in thousandths.
    pub points: i64,
    pub school: Option<String>,
    pub available: bool,
    pub note: Option<String>,
}

/// A row of `published`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/published.csv")]
pub struct PublishedRecord {
    pub teacher: String,
    pub school: String,
    pub stage: Stage,
    pub year: Option<i32>,
}

/// A row of `vacancies`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented in data/schema/vacancies.csv")]
pub struct VacancyRecord {
    pub id: String,
    pub area: String,
    pub school: String,
    pub kind: String,
    pub region: i64,
    pub posts: i64,
}

/// All rows of one input.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "one field per table")]
pub struct Records {
    pub schools: Vec<SchoolRecord>,
    pub enrollment: Vec<EnrollmentRecord>,
    pub teachers: Vec<TeacherRecord>,
    pub certificates: Vec<CertificateRecord>,
    pub distinctions: Vec<DistinctionRecord>,
    pub curriculum: Vec<CurriculumRecord>,
    pub workload: Vec<WorkloadRecord>,
    pub establishment: Vec<EstablishmentRecord>,
    pub channels: Vec<ChannelRecord>,
    pub travel: Vec<TravelRecord>,
    pub facilities: Vec<FacilityRecord>,
    pub published: Vec<PublishedRecord>,
    pub demography: Vec<DemographyRecord>,
    pub changes: Vec<ChangeRecord>,
    pub attrition: Vec<AttritionRecord>,
    pub honors: Vec<RoundRecord>,
    pub surplus: Vec<SurplusRecord>,
    pub vacancies: Vec<VacancyRecord>,
}

/// The tables, in the order of the workbook.
pub const TABLES: &[&str] = &[
    "schools",
    "enrollment",
    "teachers",
    "certificates",
    "distinctions",
    "curriculum",
    "workload",
    "establishment",
    "channels",
    "travel",
    "facilities",
    "published",
    "demography",
    "changes",
    "attrition",
    "honors",
    "surplus",
    "vacancies",
];
