//! Districts from a formula: schools on a grid, every second one primary, staff dealt out in turn. No chance, no
//! likeness to a real place; they only have the right size and all references resolve.

use junheng::domain::calendar::YearMonth;
use junheng::domain::quantity::Lessons;
use junheng::domain::records::{
    CertificateRecord, CurriculumRecord, EnrollmentRecord, Records, SchoolRecord, TeacherRecord, WorkloadItem,
    WorkloadRecord,
};
use junheng::domain::words::{CertificateKind, ClusterRole, Ownership, Setting, Sex, Stage, Strength, Title};

/// The planning year.
pub(crate) const YEAR: i32 = 2026;

/// Subjects and their lessons per week in every grade.
const SUBJECTS: &[(&str, i64)] =
    &[("chinese", 6), ("math", 5), ("english", 3), ("science", 2), ("pe", 3), ("music", 2), ("art", 2), ("labor", 1)];

/// A district with `schools` schools and `teachers` people.
pub(crate) fn district(schools: usize, teachers: usize) -> Records {
    Records {
        schools: (0..schools).map(school).collect(),
        enrollment: (0..schools).flat_map(enrollment).collect(),
        teachers: (0..teachers).map(|n| teacher(n, n % schools)).collect(),
        certificates: (0..teachers).map(|n| certificate(n, n % schools)).collect(),
        curriculum: curriculum(),
        workload: workload(),
        ..Records::default()
    }
}

fn code(school: usize) -> String {
    format!("S{school:03}")
}

fn stage(school: usize) -> Stage {
    if school.is_multiple_of(2) { Stage::Primary } else { Stage::Junior }
}

fn grades(stage: Stage) -> std::ops::RangeInclusive<i64> {
    if stage == Stage::Primary { 1..=6 } else { 7..=9 }
}

fn subject(teacher: usize) -> String {
    SUBJECTS[teacher / 3 % SUBJECTS.len()].0.to_owned()
}

fn small(n: usize) -> i32 {
    i32::try_from(n).expect("a small number")
}

fn month(year: i32) -> YearMonth {
    YearMonth::new(year, 9).expect("a year of this century")
}

fn school(n: usize) -> SchoolRecord {
    let (row, column) = (small(n / 15), small(n % 15));
    SchoolRecord {
        id: code(n),
        name: format!("{} 号学校", n + 1),
        town: format!("{} 号镇", n % 27 + 1),
        setting: [Setting::Urban, Setting::Town, Setting::Rural][n % 3],
        ownership: Ownership::Public,
        lat: Some(29.5 + 0.03 * f64::from(row)),
        lon: Some(105.6 + 0.03 * f64::from(column)),
        cluster: Some(format!("C{:02}", n / 5)),
        cluster_role: if n.is_multiple_of(5) { ClusterRole::Lead } else { ClusterRole::Member },
        paired_with: None,
        strength: [Strength::Strong, Strength::Ordinary, Strength::Weak][n % 3],
        boarding: false,
        teaching_point: false,
        seats: None,
        priority: Vec::new(),
        opens: None,
        closes: None,
        merges_into: None,
    }
}

fn enrollment(school: usize) -> impl Iterator<Item = EnrollmentRecord> {
    let (stage, school_code) = (stage(school), code(school));
    grades(stage).zip(0..).map(move |(grade, n)| EnrollmentRecord {
        year: YEAR,
        school: school_code.clone(),
        stage,
        grade,
        pupils: 80 + i64::from(small(school % 7)) * 10 - 3 * n,
        classes: None,
        boarders: 0,
        inclusion: 0,
    })
}

fn teacher(n: usize, school: usize) -> TeacherRecord {
    TeacherRecord {
        sex: if n.is_multiple_of(3) { Sex::Male } else { Sex::Female },
        school: code(school),
        stage: stage(school),
        kind: subject(n),
        other_kinds: if n.is_multiple_of(4) { vec![subject(n + 3)] } else { Vec::new() },
        first_employed: Some(month(1994 + small(n % 30))),
        title: [Title::Second, Title::First, Title::Senior][n % 3],
        homeroom: n.is_multiple_of(5),
        ..TeacherRecord::plain(format!("T{n:05}"), month(1972 + small(n % 30)), month(2005 + small(n % 20)))
    }
}

fn certificate(n: usize, school: usize) -> CertificateRecord {
    CertificateRecord {
        teacher: format!("T{n:05}"),
        certificate: CertificateKind::Teaching,
        stage: Some(stage(school)),
        kind: Some(subject(n)),
        valid_until: None,
    }
}

fn curriculum() -> Vec<CurriculumRecord> {
    let all =
        [Stage::Primary, Stage::Junior].into_iter().flat_map(|stage| grades(stage).map(move |grade| (stage, grade)));
    all.flat_map(|(stage, grade)| {
        SUBJECTS.iter().map(move |&(kind, lessons)| CurriculumRecord {
            year: None,
            stage,
            grade,
            kind: kind.to_owned(),
            lessons: Lessons::whole(lessons),
        })
    })
    .collect()
}

fn workload() -> Vec<WorkloadRecord> {
    let loads = SUBJECTS.iter().map(|&(kind, _)| (WorkloadItem::Kind(kind.to_owned()), 15));
    let items = loads.chain([(WorkloadItem::Kind("general".to_owned()), 15), (WorkloadItem::Homeroom, 4)]);
    items
        .flat_map(|(item, lessons)| {
            [Stage::Primary, Stage::Junior].map(|stage| WorkloadRecord {
                stage,
                item: item.clone(),
                lessons: Lessons::whole(lessons),
            })
        })
        .collect()
}
