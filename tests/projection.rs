//! Pupils of years to come, by hand: carried up, entering, transferring, merging, opening; and nobody is lost.

mod tiny;

use junheng::domain::projection::enrollment;
use junheng::domain::records::{DemographyRecord, EnrollmentRecord, Records, SchoolRecord};
use junheng::domain::{EnrollmentSource, Norms, SchoolYear, Stage};
use junheng::synth::{Profile, generate};
use std::collections::BTreeMap;
use tiny::facts::school;

const FIRST: i32 = 2026;

fn row(school: &str, stage: Stage, grade: i64, pupils: i64, classes: i64) -> EnrollmentRecord {
    let (school, classes) = (school.to_owned(), Some(classes));
    EnrollmentRecord { year: FIRST, school, stage, grade, pupils, classes, boarders: 0, inclusion: 0 }
}

fn said(year: i32, stage: Stage) -> DemographyRecord {
    let (town, school) = (None, None);
    DemographyRecord { year, town, school, stage, entrants: None, transfer_rate: None, grade_rate: None }
}

fn in_town(id: &str, town: &str) -> SchoolRecord {
    SchoolRecord { town: town.to_owned(), ..school(id) }
}

/// Pupils, classes and source by school and grade, one map per year.
type Told = BTreeMap<(String, i64), (i64, i64, EnrollmentSource)>;

fn told(records: &Records, years: usize) -> Vec<Told> {
    let all = enrollment(records, SchoolYear(FIRST), years, &Norms::default());
    let entry = |p: &junheng::domain::projection::Projected| {
        ((p.row.school.clone(), p.row.grade), (p.row.pupils, p.row.classes.unwrap_or(-1), p.source))
    };
    all.iter().map(|rows| rows.iter().map(entry).collect()).collect()
}

fn pupils(of: &Told, school: &str, grade: i64) -> i64 {
    of.get(&(school.to_owned(), grade)).map_or(0, |t| t.0)
}

#[test]
fn two_kindergartens_are_carried_over_three_years() {
    // 36 entrants are shared 30 : 10; two years on nine tenths of each grade are left and the entry stays as it was.
    let stage = Stage::Kindergarten;
    let records = Records {
        schools: vec![in_town("a", "x"), in_town("b", "x")],
        enrollment: [("a", [30, 32, 28]), ("b", [10, 12, 9])]
            .iter()
            .flat_map(|(id, sizes)| (1..).zip(sizes).map(|(grade, &n)| row(id, stage, grade, n, 1)))
            .collect(),
        demography: vec![
            DemographyRecord { entrants: Some(36), ..said(2027, stage) },
            DemographyRecord { grade_rate: Some(900), ..said(2028, stage) },
        ],
        ..Records::default()
    };
    let years = told(&records, 3);
    let grades = |year: usize, id: &str| [1, 2, 3].map(|grade| pupils(&years[year], id, grade));
    assert_eq!((grades(0, "a"), grades(0, "b")), ([30, 32, 28], [10, 12, 9]));
    assert_eq!((grades(1, "a"), grades(1, "b")), ([27, 30, 32], [9, 10, 12]));
    assert_eq!((grades(2, "a"), grades(2, "b")), ([27, 24, 27], [9, 8, 9]));
    let source = |year: usize, grade: i64| years[year][&("a".to_owned(), grade)].2;
    assert_eq!([source(0, 1), source(1, 1), source(1, 2)].map(EnrollmentSource::code), ["given", "births", "carried"]);
    assert_eq!(source(2, 1), EnrollmentSource::AsLastGiven);
}

#[test]
fn leavers_of_primary_schools_enter_junior_schools_at_the_transfer_rate() {
    // 60 + 40 leavers at 0.9 are 90, shared 100 : 50; a town with a rate of its own has its own leavers alone.
    let mut records = Records {
        schools: vec![in_town("a", "x"), in_town("b", "y"), in_town("j", "x"), in_town("k", "y")],
        enrollment: vec![
            row("a", Stage::Primary, 6, 60, 2),
            row("b", Stage::Primary, 6, 40, 1),
            row("j", Stage::Junior, 7, 100, 2),
            row("k", Stage::Junior, 7, 50, 1),
        ],
        demography: vec![DemographyRecord { transfer_rate: Some(900), ..said(2027, Stage::Junior) }],
        ..Records::default()
    };
    let year = |records: &Records| told(records, 2).remove(1);
    let both = |records: &Records| (pupils(&year(records), "j", 7), pupils(&year(records), "k", 7));
    assert_eq!(both(&records), (60, 30));
    assert_eq!(year(&records)[&("j".to_owned(), 7)], (60, 2, EnrollmentSource::Transfer));
    let own = DemographyRecord { transfer_rate: Some(1000), town: Some("y".to_owned()), ..said(2027, Stage::Junior) };
    records.demography.push(own);
    assert_eq!(both(&records), (54, 40));
    records.demography.clear();
    assert_eq!(both(&records), (100, 50));
}

/// Primary schools with grades 1 and 2 in one town.
fn primary(sizes: &[(&str, [i64; 2])]) -> Records {
    Records {
        schools: sizes.iter().map(|(id, _)| in_town(id, "x")).collect(),
        enrollment: sizes
            .iter()
            .flat_map(|(id, n)| [(1, n[0]), (2, n[1]), (6, 1)].map(|(g, n)| row(id, Stage::Primary, g, n, 1)))
            .collect(),
        ..Records::default()
    }
}

#[test]
fn a_closing_school_goes_grade_by_grade_into_the_one_that_takes_it() {
    // 20 + 40 children are two classes at 45, 10 + 20 one; the entry of both together stays.
    let mut records = primary(&[("a", [20, 10]), ("b", [40, 20]), ("c", [30, 30])]);
    records.schools[0].closes = Some(2027);
    records.schools[0].merges_into = Some("b".to_owned());
    let years = told(&records, 3);
    let b = |year: usize, grade: i64| years[year][&("b".to_owned(), grade)];
    assert_eq!(b(1, 1), (60, 2, EnrollmentSource::Merged));
    assert_eq!(b(1, 2), (60, 2, EnrollmentSource::Merged));
    assert_eq!(b(1, 3), (30, 1, EnrollmentSource::Merged));
    assert_eq!(b(2, 1), (60, 2, EnrollmentSource::AsLastGiven));
    assert_eq!(b(2, 2), (60, 2, EnrollmentSource::Carried));
    assert!(years[1].keys().all(|key| key.0 != "a"));
    assert_eq!(pupils(&years[1], "c", 2), 30);
}

#[test]
fn who_has_no_school_to_merge_into_is_spread_over_the_town_by_size() {
    // b has 61 children and c 31: of 20 go 13 and 7; rows given for c later stand as they are.
    let mut records = primary(&[("a", [20, 10]), ("b", [40, 20]), ("c", [20, 10])]);
    records.schools[0].closes = Some(2027);
    let year = told(&records, 2).remove(1);
    assert_eq!((pupils(&year, "b", 2), pupils(&year, "c", 2)), (40 + 13, 20 + 7));
    let given = EnrollmentRecord { year: 2027, ..row("c", Stage::Primary, 2, 33, 1) };
    records.enrollment.push(given);
    let year = told(&records, 2).remove(1);
    assert_eq!((pupils(&year, "b", 2), pupils(&year, "c", 2), pupils(&year, "c", 1)), (53, 33, 0));
    assert_eq!(year[&("c".to_owned(), 2)].2, EnrollmentSource::Given);
}

#[test]
fn a_new_school_fills_from_its_entry_grade() {
    // 100 of 400 seats are 15 of 60 entrants; so many as the table says where it does, out of those of the town.
    let mut records = primary(&[("a", [60, 50])]);
    records.schools[0].seats = Some(300);
    records.schools.push(SchoolRecord { seats: Some(100), opens: Some(2027), ..in_town("n", "x") });
    records.establishment.push(tiny::facts::posts("n", Stage::Primary, 3));
    let years = told(&records, 3);
    let new = |year: usize| [1, 2].map(|grade| pupils(&years[year], "n", grade));
    assert_eq!((new(0), new(1), new(2)), ([0, 0], [15, 0], [15, 15]));
    assert_eq!(years[1][&("n".to_owned(), 1)], (15, 1, EnrollmentSource::Opening));
    assert_eq!([1, 2].map(|year| pupils(&years[year], "a", 1)), [45, 45]);

    records.establishment.clear();
    assert_eq!(pupils(&told(&records, 2)[1], "a", 1), 60);
    let of_school = |entrants| DemographyRecord {
        school: Some("n".to_owned()),
        entrants: Some(entrants),
        ..said(2027, Stage::Primary)
    };
    records.demography.push(of_school(20));
    let year = told(&records, 2).remove(1);
    assert_eq!((pupils(&year, "a", 1), pupils(&year, "n", 1)), (40, 20));
    records.demography.push(DemographyRecord { entrants: Some(50), ..said(2027, Stage::Primary) });
    let year = told(&records, 2).remove(1);
    assert_eq!((pupils(&year, "a", 1), pupils(&year, "n", 1)), (30, 20));
}

#[test]
fn children_of_a_teaching_point_go_on_in_the_town() {
    // The point ends with grade 2; its third grade is in the central school.
    let mut records = primary(&[("a", [30, 20])]);
    records.schools.push(in_town("p", "x"));
    records.enrollment.extend([(1, 8), (2, 6)].map(|(grade, n)| row("p", Stage::Primary, grade, n, 1)));
    let year = told(&records, 2).remove(1);
    assert_eq!((pupils(&year, "a", 3), pupils(&year, "p", 3)), (26, 0));
    assert_eq!((pupils(&year, "p", 1), pupils(&year, "p", 2)), (8, 8));
}

#[test]
fn classes_keep_together_and_follow_falling_births() {
    // 279 children in 7 classes become 7, 7 and 6 classes at 265, 240 and 239; 7 classes go up as 7.
    let mut records = primary(&[("a", [279, 300])]);
    records.enrollment[0].classes = Some(7);
    let entrants = |year, n| DemographyRecord { entrants: Some(n), ..said(year, Stage::Primary) };
    records.demography = vec![entrants(2027, 265), entrants(2028, 240), entrants(2029, 239), entrants(2030, 330)];
    let years = told(&records, 5);
    let classes = |grade: i64| (1..5).map(|y| years[y][&("a".to_owned(), grade)].1).collect::<Vec<_>>();
    assert_eq!(classes(1), [7, 7, 6, 8]);
    assert_eq!(classes(2), [7, 7, 7, 6]);
}

#[test]
fn nobody_is_lost_on_the_way_up() {
    // Without a table of demography every grade of the district is the one below of the year before, and entries stay.
    for (profile, seed) in [("small", 1), ("small", 2), ("dazu", 2026)] {
        let mut records = generate(&Profile::named(profile).unwrap(), seed);
        records.demography.clear();
        for (at, school) in records.schools.iter_mut().enumerate().filter(|(at, _)| at % 9 == 4) {
            school.closes = school.closes.or(Some(2027 + i32::try_from(at % 3).unwrap()));
        }
        let years = enrollment(&records, SchoolYear(FIRST), 5, &Norms::default());
        for pair in years.windows(2) {
            let total = |at: usize, stage: Stage, grade: i64| -> i64 {
                let rows = pair[at].iter().filter(|p| p.row.stage == stage && p.row.grade == grade);
                rows.map(|p| p.row.pupils).sum()
            };
            for &stage in Stage::ALL {
                let (first, last) = stage.grades();
                let any_left = pair[1].iter().any(|p| p.row.stage == stage);
                for grade in (first..last).filter(|_| any_left) {
                    assert_eq!(total(0, stage, grade), total(1, stage, grade + 1), "{profile} {stage:?} {grade}");
                }
                assert!(!any_left || total(0, stage, first) == total(1, stage, first), "{profile} {stage:?}");
            }
        }
    }
}

#[test]
fn boarders_go_up_in_proportion_and_the_order_of_rows_changes_nothing() {
    // 100 children with 50 boarders and two inclusion pupils: at 0.5 half of each.
    let mut records = primary(&[("a", [100, 50]), ("b", [7, 7])]);
    records.enrollment[0].boarders = 50;
    records.enrollment[0].inclusion = 2;
    records.demography.push(DemographyRecord { grade_rate: Some(500), ..said(2027, Stage::Primary) });
    let projected = enrollment(&records, SchoolYear(FIRST), 3, &Norms::default());
    let up = projected[1].iter().find(|p| p.row.school == "a" && p.row.grade == 2).unwrap();
    // 107 × 0.5 is 53.5, so 54: shares of 50.47 and 3.53, the larger remainder has the last child.
    assert_eq!((up.row.pupils, up.row.boarders, up.row.inclusion), (50, 25, 1));
    let mut turned = records.clone();
    turned.enrollment.reverse();
    turned.schools.reverse();
    assert_eq!(enrollment(&turned, SchoolYear(FIRST), 3, &Norms::default())[1..], projected[1..]);
}
