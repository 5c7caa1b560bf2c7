//! The facts of several school years: the same places every year, posts and lessons that hold until changed, ways of hiring with a
//! lead, people who leave, retire and rise, roles that stay.

mod tiny;

use junheng::domain::changes::person_in_year;
use junheng::domain::records::{
    ChangeRecord, ChannelRecord, CurriculumRecord, EstablishmentRecord, PersonChange, Records, TeacherRecord,
    WorkloadItem,
};
use junheng::domain::words::{Degree, Role, Sex, State, Title};
use junheng::domain::{Case, EnrollmentSource, Lessons, Norms, SchoolYear, Stage};
use junheng::synth::{Profile, generate};
use tiny::facts::{channel, curriculum, enrollment, load, month, posts, school, teacher, workload};

const FIRST: SchoolYear = SchoolYear(2026);

fn horizon(records: &Records, years: usize) -> Vec<Case> {
    Case::horizon(records, FIRST, years, &Norms::default()).expect("every reference resolves")
}

/// A primary school with one class and two teachers.
fn base() -> Records {
    Records {
        schools: vec![school("a")],
        enrollment: vec![enrollment("a", Stage::Primary, 40, 1)],
        teachers: vec![
            teacher("t1", "a", Stage::Primary, "math"),
            TeacherRecord { sex: Sex::Male, ..teacher("t2", "a", Stage::Primary, "math") },
        ],
        curriculum: vec![curriculum(Stage::Primary, "math", 4000)],
        workload: vec![load(Stage::Primary, "math", 16000)],
        establishment: vec![posts("a", Stage::Primary, 10)],
        ..Records::default()
    }
}

#[test]
fn one_year_is_the_annual_case_and_no_year_is_none() {
    // The annual plan must not change because later years can be asked for.
    let records = generate(&Profile::named("dazu").unwrap(), 2026);
    let annual = Case::by_norms(&records, FIRST, &Norms::default()).unwrap();
    let one = horizon(&records, 1);
    assert_eq!(one.len(), 1);
    assert!(format!("{:?}", one[0]) == format!("{annual:?}"));
    assert!(annual.units.iter().flat_map(|u| &u.grades).all(|g| g.source == EnrollmentSource::Given));
    assert!(horizon(&records, 0).is_empty());
}

#[test]
fn the_first_of_several_years_has_the_facts_of_the_annual_case() {
    // Only units of later years are added, not open, without grades, posts and staff.
    let records = generate(&Profile::named("dazu").unwrap(), 2026);
    let annual = Case::by_norms(&records, FIRST, &Norms::default()).unwrap();
    let several = horizon(&records, 4);
    let first = &several[0];
    let told = |case: &Case| case.units.iter().map(|u| (u.code.clone(), format!("{u:?}"))).collect::<Vec<_>>();
    let (few, all) = (told(&annual), told(first));
    assert!(few.iter().all(|unit| all.contains(unit)));
    let added: Vec<_> = first.units.iter().filter(|u| annual.units.iter().all(|a| a.code != u.code)).collect();
    assert_eq!(added.iter().map(|u| u.code.as_str()).collect::<Vec<_>>(), ["S011/primary"]);
    assert!(added.iter().all(|u| !u.open && u.grades.is_empty() && u.posts.small() == 0));
    assert_eq!(annual.teachers.len(), first.teachers.len());
    assert_eq!(format!("{:?}", annual.channels), format!("{:?}", first.channels));
    let lessons = |case: &Case| {
        case.demand.iter().map(|d| (case.units[d.unit.at()].code.clone(), d.kind, d.lessons)).collect::<Vec<_>>()
    };
    assert_eq!(lessons(&annual), lessons(first));
}

#[test]
fn every_year_has_the_same_places() {
    // A position of a unit, school or kind means the same in every year; the new school fills from below.
    let records = generate(&Profile::named("dazu").unwrap(), 2026);
    let years = horizon(&records, 5);
    for (at, case) in years.iter().enumerate() {
        assert_eq!(case.year.0, 2026 + i32::try_from(at).unwrap());
        let codes = |case: &Case| case.units.iter().map(|u| (u.code.clone(), u.school, u.stage)).collect::<Vec<_>>();
        assert_eq!(codes(case), codes(&years[0]));
        assert_eq!(format!("{:?}", case.kinds), format!("{:?}", years[0].kinds));
        assert_eq!((&case.towns, &case.clusters), (&years[0].towns, &years[0].clusters));
        let new = case.units.iter().find(|u| u.code == "S011/primary").unwrap();
        assert_eq!((new.open, new.grades.len()), (at > 0, at));
        assert!(case.teachers.iter().all(|t| t.retires >= case.year.start()));
    }
    let entry = |case: &Case| {
        let grades = case.units.iter().filter(|u| u.stage == Stage::Primary).flat_map(|u| &u.grades);
        grades.filter(|g| g.grade == 1).map(|g| g.pupils.small()).sum::<i64>()
    };
    let said = records.demography.iter().filter(|r| r.stage == Stage::Primary && r.school.is_none());
    assert_eq!(years[1..].iter().map(entry).collect::<Vec<_>>(), said.filter_map(|r| r.entrants).collect::<Vec<_>>());
}

#[test]
fn posts_and_lessons_hold_until_they_are_changed() {
    // 10 posts without a year, 9 from 2027 on; a row before the first year says nothing. Five lessons from 2027 on.
    let mut records = base();
    let of = |year, n| EstablishmentRecord { year: Some(year), ..posts("a", Stage::Primary, n) };
    records.establishment.extend([of(2027, 9), of(2025, 7)]);
    let five = CurriculumRecord { year: Some(2027), ..curriculum(Stage::Primary, "math", 5000) };
    records
        .curriculum
        .extend([five, CurriculumRecord { year: Some(2025), ..curriculum(Stage::Primary, "math", 9000) }]);
    let years = horizon(&records, 3);
    assert_eq!(years.iter().map(|c| c.units[0].posts.small()).collect::<Vec<_>>(), [10, 9, 9]);
    assert!(years.iter().all(|c| c.units[0].posts_given));
    let lessons: Vec<i64> = years.iter().map(|c| c.demand[0].lessons.small()).collect();
    assert_eq!(lessons, [4000, 5000, 5000]);
}

#[test]
fn ways_of_hiring_follow_their_year_and_lead() {
    // Which of five channels is open in which year, and which is the repetition of an earlier one.
    let mut records = base();
    let of = |name: &str, year, lead_years| ChannelRecord { year, lead_years, bond_years: 6, ..channel(name, 2, 0) };
    let explicit = ChannelRecord { posts: 7, ..of("e", Some(2027), 0) };
    records.channels = vec![
        of("a", None, 0),
        of("b", None, 1),
        of("c", Some(2026), 0),
        of("d", Some(2026), 2),
        of("e", None, 0),
        explicit,
    ];
    let open: Vec<Vec<(String, i64, bool)>> = horizon(&records, 3)
        .iter()
        .map(|c| c.channels.iter().map(|ch| (ch.name.clone(), ch.limit.small(), ch.carried)).collect())
        .collect();
    let row = |name: &str, limit, carried| (name.to_owned(), limit, carried);
    let (a, b, e) = (row("a", 2, false), row("b", 2, false), row("e", 2, false));
    assert_eq!(open[0], [a.clone(), row("c", 2, false), row("d", 2, false), e.clone()]);
    assert_eq!(open[1], [a.clone(), b.clone(), row("c", 2, true), row("e", 7, false)]);
    assert_eq!(open[2], [a, b, row("c", 2, true), row("d", 2, true), e]);
    let one = &horizon(&records, 2)[1].channels[1];
    assert_eq!((one.bond_years, one.lead_years), (6, 1));
}

#[test]
fn age_relief_goes_with_the_person_and_role_relief_stays() {
    // The principal (six lessons) retires in June 2028, a teacher is 55 from 2027 on (three lessons) and stays.
    let mut records = base();
    let principal = TeacherRecord { birth: month(1967, 9), role: Role::Principal, ..records.teachers[1].clone() };
    let older = TeacherRecord { id: "t3".to_owned(), birth: month(1972, 3), ..records.teachers[1].clone() };
    records.teachers = vec![principal, older];
    records.workload.push(workload(Stage::Primary, WorkloadItem::Role(Role::Principal), 6000));
    records.workload.push(workload(Stage::Primary, WorkloadItem::SeniorAge, 3000));
    let years = horizon(&records, 3);
    assert_eq!(years.iter().map(|c| c.teachers.len()).collect::<Vec<_>>(), [2, 2, 1]);
    assert_eq!(years.iter().map(|c| c.demand[0].relief).collect::<Vec<_>>(), [6, 9, 9].map(Lessons::whole));
    // Who is gone before the first year has left no role that is counted.
    records.teachers[0].birth = month(1960, 1);
    assert_eq!(horizon(&records, 3)[2].demand[0].relief, Lessons::whole(3));
}

#[test]
fn expected_changes_of_a_person_happen_in_their_year() {
    // A leave lasts one year, title and degree stay, who has left does not come back; other people are not touched.
    let person = teacher("t1", "a", Stage::Primary, "math");
    let row = |teacher: &str, year, change| ChangeRecord { teacher: teacher.to_owned(), year, change };
    let changes = [
        row("t1", 2029, PersonChange::Leaves),
        row("t1", 2027, PersonChange::Leave),
        row("t1", 2028, PersonChange::Title(Title::Senior)),
        row("t1", 2026, PersonChange::Degree(Degree::Master)),
        row("t2", 2026, PersonChange::Leaves),
    ];
    let then = |year| person_in_year(&person, &changes, SchoolYear(year));
    assert_eq!(then(2025), Some(person.clone()));
    let told = |year| then(year).map(|p| (p.state, p.title, p.degree, p.title_since));
    assert_eq!(told(2026), Some((State::Active, Title::First, Degree::Master, None)));
    assert_eq!(told(2027), Some((State::Leave, Title::First, Degree::Master, None)));
    assert_eq!(told(2028), Some((State::Active, Title::Senior, Degree::Master, Some(month(2028, 9)))));
    assert_eq!(told(2029), None);

    let mut records = base();
    records.changes = changes.to_vec();
    let staff = |case: &Case| case.teachers.iter().map(|t| t.record.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        horizon(&records, 4).iter().map(staff).collect::<Vec<_>>(),
        [vec!["t1"], vec!["t1"], vec!["t1"], vec![]]
    );
}

#[test]
fn a_senior_title_to_come_puts_off_retirement() {
    // A woman born in March 1973 retires at 55 and ten months, in January 2029; with a senior title from 2028 on at 60 and 25 months.
    let mut records = base();
    records.teachers[0].birth = month(1973, 3);
    let retires = |records: &Records, at: usize| {
        let case = horizon(records, 4).remove(at);
        case.teachers.iter().find(|t| t.record.id == "t1").map(|t| t.retires.to_string())
    };
    assert_eq!((retires(&records, 2), retires(&records, 3)), (Some("2029-01".to_owned()), None));
    let change = PersonChange::Title(Title::Senior);
    records.changes.push(ChangeRecord { teacher: "t1".to_owned(), year: 2028, change });
    assert_eq!((retires(&records, 1), retires(&records, 3)), (Some("2029-01".to_owned()), Some("2035-04".to_owned())));
}
