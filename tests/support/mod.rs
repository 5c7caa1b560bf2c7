//! A tiny solved case made by hand: three schools, five persons, one move, one hire. All names are invented.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

use junheng::domain::records::{ChannelRecord, CurriculumRecord, EnrollmentRecord, Records, SchoolRecord};
use junheng::domain::records::{SurplusRecord, TeacherRecord, VacancyRecord, WorkloadItem, WorkloadRecord};
use junheng::domain::words::{ClusterRole, Ownership, Setting, Strength, Title};
use junheng::domain::{Case, Fte, KindIx, Lessons, Money, SchoolYear, Stage, TeacherIx, UnitIx, YearMonth};
use junheng::messages::Text;
use junheng::pipeline::{Ahead, Solved, Source};
use junheng::plan::rows::{CoverageRow, FindingRow, HireRow, IndicatorRow, MoveRow, PlacementRow, StaffingRow};
use junheng::plan::{Finding, Hire, MoveKind, Placement, Plan, Posting, Severity, Statement};
use junheng::policy::{Policy, TierSpec};
use junheng::solver::{Outcome, Stats, Termination, TierResult};
use junheng::verify::evaluate::Part;
use std::collections::BTreeMap;

pub(crate) const YEAR: i32 = 2026;

fn month(year: i32, month: u32) -> YearMonth {
    YearMonth::new(year, month).unwrap()
}

pub(crate) fn school(id: &str, name: &str, town: &str, setting: Setting) -> SchoolRecord {
    SchoolRecord {
        id: id.to_owned(),
        name: name.to_owned(),
        town: town.to_owned(),
        setting,
        ownership: Ownership::Public,
        lat: None,
        lon: None,
        cluster: None,
        cluster_role: ClusterRole::Member,
        paired_with: None,
        strength: Strength::Ordinary,
        boarding: false,
        teaching_point: false,
        seats: None,
        priority: Vec::new(),
        opens: None,
        closes: None,
        merges_into: None,
    }
}

pub(crate) fn teacher(id: &str, name: Option<&str>, school: &str, kind: &str) -> TeacherRecord {
    TeacherRecord {
        name: name.map(str::to_owned),
        school: school.to_owned(),
        kind: kind.to_owned(),
        title: Title::First,
        ..TeacherRecord::plain(id.to_owned(), month(1990, 1), month(2018, 9))
    }
}

fn enrollment(school: &str, pupils: i64) -> EnrollmentRecord {
    let (year, stage) = (YEAR, Stage::Primary);
    EnrollmentRecord {
        year,
        school: school.to_owned(),
        stage,
        grade: 1,
        pupils,
        classes: None,
        boarders: 0,
        inclusion: 0,
    }
}

fn lessons(kind: &str, lessons: i64) -> CurriculumRecord {
    CurriculumRecord {
        year: None,
        stage: Stage::Primary,
        grade: 1,
        kind: kind.to_owned(),
        lessons: Lessons::whole(lessons),
    }
}

fn load(kind: &str) -> WorkloadRecord {
    WorkloadRecord { stage: Stage::Primary, item: WorkloadItem::Kind(kind.to_owned()), lessons: Lessons::whole(16) }
}

pub(crate) fn records() -> Records {
    Records {
        schools: vec![
            school("s1", "城关小学", "城关镇", Setting::Urban),
            school("s2", "清溪小学", "清溪镇", Setting::Rural),
            school("s3", "=1+1小学", "清溪镇", Setting::Rural),
        ],
        enrollment: vec![enrollment("s1", 90), enrollment("s2", 45), enrollment("s3", 20)],
        teachers: vec![
            teacher("t1", Some("甲"), "s1", "math"),
            teacher("t2", Some("乙"), "s1", "pe"),
            teacher("t3", None, "s1", "pe"),
            teacher("t4", Some("丁"), "s2", "math"),
            teacher("t5", Some("戊"), "s3", "math"),
        ],
        curriculum: vec![lessons("math", 4), lessons("pe", 4)],
        workload: vec![load("math"), load("pe")],
        channels: vec![ChannelRecord {
            channel: "公开招聘".to_owned(),
            year: None,
            kind: None,
            stage: None,
            setting: None,
            posts: 3,
            supply: None,
            cost: Money::whole(80_000),
            bond_years: 3,
            lead_years: 0,
        }],
        ..Records::default()
    }
}

pub(crate) fn kind(case: &Case, code: &str) -> KindIx {
    case.kind_by_code(code).unwrap()
}

fn plan(case: &Case) -> Plan {
    let (math, pe, half) = (kind(case, "math"), kind(case, "pe"), Fte::from_small(500));
    let stay = |at: usize, kind: KindIx| Posting {
        shares: vec![(kind, half)],
        ..Posting::at(TeacherIx::new(at), Some(case.teachers[at].unit))
    };
    let mut postings: Vec<Posting> =
        [(0, math), (1, pe), (2, pe), (3, math), (4, math)].map(|(at, k)| stay(at, k)).into();
    postings[2].unit = Some(UnitIx::new(1));
    postings[2].moved = Some(MoveKind::Rotate);
    let channel = junheng::domain::ChannelIx::new(0);
    let hires =
        vec![Hire { unit: UnitIx::new(2), kind: pe, channel, count: 1, shares: vec![(pe, Fte::from_small(250))] }];
    Plan { year: SchoolYear(YEAR), postings, hires, placements: Vec::new() }
}

/// A row of a table from its cells.
macro_rules! row {
    ($type:ident { $($field:ident: $value:expr),+ $(,)? }) => { $type { $($field: $value.to_string()),+ } };
}

fn coverage(unit: &str, kind: &str, demand: &str, supply: &str, short: &str, over: &str) -> CoverageRow {
    row!(CoverageRow {
        year: YEAR,
        unit: unit,
        stage: "primary",
        kind: kind,
        demand_fte: demand,
        supply_fte: supply,
        short_fte: short,
        over_fte: over
    })
}

fn indicator(scope: &str, indicator: &str, values: [&str; 4]) -> IndicatorRow {
    let [before, after, limit, met] = values;
    row!(IndicatorRow {
        year: YEAR,
        scope: scope,
        stage: "primary",
        indicator: indicator,
        before: before,
        after: after,
        limit: limit,
        met: met
    })
}

fn staffing(teacher: &str, unit: &str, kind: &str, fte: &str) -> StaffingRow {
    row!(StaffingRow { year: YEAR, teacher_id: teacher, unit: unit, kind: kind, fte: fte })
}

fn statement(case: &Case) -> Statement {
    let channel = &case.channels[0].code;
    Statement {
        moves: vec![row!(MoveRow {
            year: YEAR,
            teacher_id: "t3",
            from_unit: "s1/primary",
            to_unit: "s2/primary",
            from_kind: "pe",
            to_kind: "pe",
            fte: "0.5",
            move_kind: "rotate",
            minutes: "35",
            reason: "清溪小学缺体育教师",
        })],
        hires: vec![row!(HireRow { year: YEAR, unit: "s3/primary", kind: "pe", channel: channel, count: 1 })],
        staffing: vec![staffing("t1", "s1/primary", "math", "0.5"), staffing("t3", "s2/primary", "pe", "0.5")],
        coverage: vec![
            coverage("s1/primary", "math", "0.5", "0.5", "0", "0"),
            coverage("s1/primary", "pe", "0.5", "0.5", "0", "0"),
            coverage("s2/primary", "math", "0.25", "0.5", "0", "0.25"),
            coverage("s2/primary", "pe", "0.25", "0", "0.25", "0"),
        ],
        indicators: vec![
            indicator("district", "rotation-share", ["0", "0.2", "0.1", "yes"]),
            indicator("district", "cv-teachers", ["0.512", "0.43", "0.45", "yes"]),
            indicator("district", "lessons-missing:pe", ["8", "4", "0", "no"]),
            indicator("s1/primary", "pe-arts-per-100", ["1.1", "0.9", "0.9", "yes"]),
            indicator("s2/primary", "pe-arts-per-100", ["0", "0.8", "0.9", "no"]),
        ],
        findings: vec![row!(FindingRow {
            year: "2026",
            rule: "coverage",
            severity: "short",
            place: "s2/primary|pe",
            amount: "4",
            unit: "lesson",
            text: "缺 4 节体育课",
        })],
        placements: Vec::new(),
        paths: Vec::new(),
    }
}

fn tier_spec(name: &str, zh: &str, en: &str, unit: &str, per_unit: i64) -> TierSpec {
    let owned = str::to_owned;
    TierSpec { name: owned(name), zh: owned(zh), en: owned(en), unit: owned(unit), per_unit, tolerance_ppm: 1000 }
}

pub(crate) fn policy() -> Policy {
    Policy {
        name: "annual".to_owned(),
        zh: "年度方案".to_owned(),
        en: "annual plan".to_owned(),
        tiers: vec![
            tier_spec("coverage", "没有教师的课", "lessons without a teacher", "lesson", 1000),
            tier_spec("moves", "调动人数", "persons moved", "person", 1),
        ],
        rules: BTreeMap::new(),
        text: "name = \"annual\"\n".to_owned(),
    }
}

fn tier(name: &str, value: i64, bound: Option<i64>, per_unit: i64) -> TierResult {
    TierResult { name: name.to_owned(), value, bound, per_unit, tolerance_ppm: 1000 }
}

pub(crate) fn solved() -> Solved {
    let records = records();
    let case = Case::from_records(&records, SchoolYear(YEAR)).unwrap();
    let statement = statement(&case);
    let outcome = Outcome {
        certificate: None,
        warm: None,
        termination: Termination::TimeLimit,
        solution: Some(vec![1]),
        tiers: vec![tier("coverage", 4000, Some(1500), 1000), tier("moves", 1, None, 1)],
        stats: Stats { solver: "HiGHS 1.16.0".to_owned(), seconds: vec![("relax", 0.5)], ..Stats::default() },
    };
    Solved {
        ahead: Ahead::All,
        frozen: 0,
        plan: plan(&case),
        present: Plan { hires: Vec::new(), ..plan(&case) },
        later: Vec::new(),
        findings: vec![Finding {
            rule: "coverage",
            severity: Severity::Short,
            place: "s2/primary|pe".to_owned(),
            amount: 4000,
            unit: "lesson",
            text: Text::new("report.none"),
        }],
        parts: vec![Part { tier: 0, rule: "subject-coverage", amount: 4000 }],
        parts_before: vec![Part { tier: 0, rule: "subject-coverage", amount: 6000 }],
        tiers_by_year: vec![vec![4000, 1]],
        certified: None,
        statement,
        outcome,
        policy: policy(),
        assumptions: vec![("coverage.grain".to_owned(), "0.2".to_owned(), "尚待确认".to_owned())],
        sources: vec![Source { name: "schools.csv".to_owned(), sha256: "00".repeat(32) }],
        seed: 7,
        remarks: Vec::new(),
        records,
        case,
    }
}

/// The same person-and-post machinery for a ready-made list of surplus and vacancies.
pub(crate) fn solved_lists() -> Solved {
    let person = |id: &str, kind: &str, available| SurplusRecord {
        id: id.to_owned(),
        kind: kind.to_owned(),
        area: "Kaş".to_owned(),
        points: 12_500,
        school: None,
        available,
        note: None,
    };
    let vacancy = |id: &str, kind: &str, region, posts| VacancyRecord {
        id: id.to_owned(),
        area: "Demre".to_owned(),
        school: "Demre İlkokulu".to_owned(),
        kind: kind.to_owned(),
        region,
        posts,
    };
    let records = Records {
        surplus: vec![person("p1", "music", true), person("p2", "pe", false)],
        vacancies: vec![vacancy("v1", "music", 6, 2), vacancy("v2", "pe", 1, 1)],
        ..Records::default()
    };
    let case = Case::from_records(&records, SchoolYear(YEAR)).unwrap();
    let placements = vec![Placement { surplus: 0, vacancy: 0 }];
    let plan = Plan { year: SchoolYear(YEAR), postings: Vec::new(), hires: Vec::new(), placements };
    let placed = row!(PlacementRow {
        surplus_id: "p1",
        kind: "music",
        from_area: "Kaş",
        vacancy_id: "v1",
        to_area: "Demre",
        to_school: "Demre İlkokulu",
        region: 6,
        points: "12.5",
    });
    let statement = Statement { placements: vec![placed], ..Statement::default() };
    Solved { present: plan.clone(), plan, statement, findings: Vec::new(), records, case, ..solved() }
}
