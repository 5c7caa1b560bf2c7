//! The tables of a tiny case: 2–4 units, 3–5 teachers, at most two channels, everything that a rule looks at varied.

use super::YEAR;
use junheng::domain::records::{
    CertificateRecord, ChannelRecord, CurriculumRecord, DistinctionRecord, EnrollmentRecord, EstablishmentRecord,
    Records, SchoolRecord, TeacherRecord, TravelRecord, WorkloadItem, WorkloadRecord,
};
use junheng::domain::words::{
    CertificateKind, ClusterRole, HonorKind, HonorLevel, Ownership, PostType, Role, Setting, Sex, State, Strength,
    Title,
};
use junheng::domain::{Lessons, Minutes, Money, Stage, YearMonth};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

pub fn month(year: i32, month: u32) -> YearMonth {
    YearMonth::new(year, month).unwrap()
}

/// An ordinary public school in its own town.
pub fn school(id: &str) -> SchoolRecord {
    SchoolRecord {
        id: id.to_owned(),
        name: id.to_owned(),
        town: format!("town of {id}"),
        setting: Setting::Town,
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

/// A teacher of 36, ten years in the school, free to rotate.
pub fn teacher(id: &str, school: &str, stage: Stage, kind: &str) -> TeacherRecord {
    TeacherRecord {
        school: school.to_owned(),
        stage,
        kind: kind.to_owned(),
        title: Title::First,
        ..TeacherRecord::plain(id.to_owned(), month(1990, 1), month(2016, 9))
    }
}

pub fn certificate(teacher: &str, stage: Stage) -> CertificateRecord {
    let certificate = CertificateKind::Teaching;
    CertificateRecord { teacher: teacher.to_owned(), certificate, stage: Some(stage), kind: None, valid_until: None }
}

pub fn honor(teacher: &str, honor: HonorKind) -> DistinctionRecord {
    DistinctionRecord {
        teacher: teacher.to_owned(),
        level: HonorLevel::District,
        honor,
        since: None,
        valid_until: None,
    }
}

/// Grade 1 with these pupils and classes.
pub fn enrollment(school: &str, stage: Stage, pupils: i64, classes: i64) -> EnrollmentRecord {
    let (school, classes) = (school.to_owned(), Some(classes));
    EnrollmentRecord { year: YEAR, school, stage, grade: 1, pupils, classes, boarders: 0, inclusion: 0 }
}

/// Lessons a week of one class, in thousandths.
pub fn curriculum(stage: Stage, kind: &str, lessons: i64) -> CurriculumRecord {
    CurriculumRecord { year: None, stage, grade: 1, kind: kind.to_owned(), lessons: Lessons::from_small(lessons) }
}

/// Lessons a week, in thousandths.
pub fn workload(stage: Stage, item: WorkloadItem, lessons: i64) -> WorkloadRecord {
    WorkloadRecord { stage, item, lessons: Lessons::from_small(lessons) }
}

pub fn load(stage: Stage, kind: &str, lessons: i64) -> WorkloadRecord {
    workload(stage, WorkloadItem::Kind(kind.to_owned()), lessons)
}

pub fn posts(school: &str, stage: Stage, posts: i64) -> EstablishmentRecord {
    EstablishmentRecord { year: None, school: school.to_owned(), stage, posts: Some(posts) }
}

pub fn travel(from: &str, to: &str, minutes: i64) -> TravelRecord {
    TravelRecord { from: from.to_owned(), to: to.to_owned(), minutes: Some(Minutes::whole(minutes)), km: None }
}

pub fn channel(name: &str, posts: i64, cost: i64) -> ChannelRecord {
    ChannelRecord {
        channel: name.to_owned(),
        year: None,
        kind: None,
        stage: None,
        setting: None,
        posts,
        supply: None,
        cost: Money::whole(cost),
        bond_years: 0,
        lead_years: 0,
    }
}

/// One of these, by chance.
pub fn one<T: Clone>(dice: &mut ChaCha8Rng, of: &[T]) -> T {
    of[dice.random_range(0..of.len())].clone()
}

const CODES: [&str; 3] = ["s1", "s2", "s3"];
const SUBJECTS: [&str; 5] = ["math", "pe", "music", "psychology", "art"];

/// All tables.
pub fn records(dice: &mut ChaCha8Rng) -> Records {
    let mut records = Records::default();
    let first = dice.random_range(0..SUBJECTS.len());
    let kinds: Vec<&str> =
        (0..dice.random_range(2..=3)).map(|next| SUBJECTS[(first + next) % SUBJECTS.len()]).collect();
    let schools = dice.random_range(2..=3);
    for code in &CODES[..schools] {
        let school = any_school(dice, code);
        records.schools.push(school);
    }
    let units = units(dice, &mut records, schools);
    standards(dice, &mut records, &kinds);
    for at in 0..one(dice, &[3, 4, 5, 5, 5]) {
        person(dice, &mut records, &format!("t{at}"), &units, &kinds);
    }
    for (school, stage) in &units {
        let staff = records.teachers.iter().filter(|t| &t.school == school && t.stage == *stage).count();
        let given = i64::try_from(staff).unwrap() + one(dice, &[-1, -1, 0, 0, 1, 2]);
        records.establishment.push(posts(school, *stage, given.max(0)));
    }
    for at in 0..dice.random_range(0..=2) {
        let mut channel = channel(&format!("c{at}"), one(dice, &[0, 1, 1, 2]), one(dice, &[50_000, 80_000]));
        channel.kind = one(dice, &[None, Some(kinds[0].to_owned()), Some(kinds[1].to_owned())]);
        channel.stage = one(dice, &[None, Some(Stage::Primary), Some(Stage::Junior)]);
        channel.setting = one(dice, &[None, None, Some(Setting::Rural)]);
        channel.supply = one(dice, &[None, None, Some(1)]);
        records.channels.push(channel);
    }
    for (from, to) in [("s1", "s2"), ("s1", "s3"), ("s2", "s3")] {
        if CODES[..schools].contains(&to) && dice.random_bool(0.8) {
            records.travel.push(travel(from, to, one(dice, &[8, 14, 15, 16, 28, 35, 45])));
        }
    }
    records
}

fn any_school(dice: &mut ChaCha8Rng, code: &str) -> SchoolRecord {
    let mut school = school(code);
    one(dice, &["east", "east", "east", "west"]).clone_into(&mut school.town);
    school.cluster = one(dice, &[None, Some("a"), Some("a"), Some("b")]).map(str::to_owned);
    school.setting = one(dice, &[Setting::Urban, Setting::Town, Setting::Rural]);
    school.strength = one(dice, &[Strength::Ordinary, Strength::Ordinary, Strength::Weak]);
    match dice.random_range(0..15) {
        0 | 1 => school.closes = Some(YEAR),
        2 => school.ownership = Ownership::Private,
        3 => (school.opens, school.priority) = (Some(YEAR), vec!["new".to_owned()]),
        4 => school.priority = vec!["quality-junior".to_owned()],
        _ => {}
    }
    school
}

/// A stage for every school, now and then both (at most four units).
fn units(dice: &mut ChaCha8Rng, records: &mut Records, schools: usize) -> Vec<(String, Stage)> {
    let main = one(dice, &[Stage::Primary, Stage::Junior]);
    let mut units = Vec::new();
    for code in &CODES[..schools] {
        let stage = if dice.random_bool(0.25) { Stage::Junior } else { main };
        units.push(((*code).to_owned(), stage));
        if units.len() < schools && dice.random_bool(0.2) {
            let other = if stage == Stage::Primary { Stage::Junior } else { Stage::Primary };
            units.push(((*code).to_owned(), other));
        }
    }
    for (school, stage) in &units {
        records.enrollment.push(enrollment(school, *stage, dice.random_range(10..250), dice.random_range(1..=4)));
    }
    units
}

/// Lessons and loads in steps of which half a post is a whole number of thousandths.
fn standards(dice: &mut ChaCha8Rng, records: &mut Records, kinds: &[&str]) {
    for stage in [Stage::Primary, Stage::Junior] {
        for kind in kinds {
            if dice.random_bool(0.9) {
                records.curriculum.push(curriculum(stage, kind, 500 * dice.random_range(2..=10)));
            }
            records.workload.push(load(stage, kind, 1000 * dice.random_range(9..=16)));
        }
        if dice.random_bool(0.5) {
            records.workload.push(load(stage, "general", 1000 * dice.random_range(10..=15)));
            records.workload.push(workload(stage, WorkloadItem::Homeroom, 1000 * dice.random_range(1..=3)));
        }
        records.workload.push(workload(stage, WorkloadItem::Role(Role::Principal), 6000));
        records.workload.push(workload(stage, WorkloadItem::SeniorAge, 1000 * dice.random_range(0..=4)));
    }
}

fn person(dice: &mut ChaCha8Rng, records: &mut Records, id: &str, units: &[(String, Stage)], kinds: &[&str]) {
    let (school, stage) = one(dice, units);
    let mut person = teacher(id, &school, stage, one(dice, kinds));
    for kind in kinds.iter().filter(|&&kind| kind != person.kind) {
        if dice.random_bool(0.5) {
            person.other_kinds.push((*kind).to_owned());
        }
    }
    person.sex = one(dice, &[Sex::Male, Sex::Female]);
    person.birth = month(one(dice, &[1972, 1978, 1985, 1990, 1990, 1995]), 5);
    person.in_school_since = month(one(dice, &[2010, 2014, 2016, 2019, 2022, 2025]), 9);
    match dice.random_range(0..30) {
        0 => person.exempt_until = Some(month(one(dice, &[2026, 2027]), 8)),
        1 => person.bond_until = Some(month(2028, 8)),
        2 | 3 => (person.role, person.terms) = (Role::Principal, dice.random_range(1..=2)),
        4 => person.state = State::Leave,
        5 => person.post = PostType::NonTeaching,
        6 | 7 => person.pinned = Some(one(dice, &records.schools).id),
        8 => person.hardship = true,
        _ => {}
    }
    if dice.random_bool(0.9) {
        records.certificates.push(certificate(id, one(dice, &[stage, stage, Stage::Primary, Stage::Senior])));
    }
    if dice.random_bool(0.4) {
        let mut honor = honor(id, one(dice, &[HonorKind::KeyTeacher, HonorKind::KeyTeacher, HonorKind::KeyPrincipal]));
        honor.valid_until = one(dice, &[None, Some(month(2024, 8)), Some(month(2028, 8))]);
        records.distinctions.push(honor);
    }
    records.teachers.push(person);
}
