//! One tiny case worked out by hand for every rule on the resource indicators of the national balance: the arithmetic stands
//! beside the number.
//!
//! What an ordinary unit and person are is said in `tiny::hand`. Asked per hundred pupils, primary and junior: degrees above the
//! standard 4.2 and 5.3, key teachers 1 and 1, teachers of PE and arts 0.9 and 0.9 (教督〔2017〕6号), whole persons each.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::FacilityRecord;
use junheng::domain::words::{Degree, Employment, Facility, FacilityState, HonorKind, Ownership, Setting, State};
use junheng::domain::{Records, Stage};
use junheng::formulation::rules::Assessment;
use junheng::formulation::rules::difference_coefficient::{coefficient, excess};
use junheng::policy::Value;
use tiny::balance::policy;
use tiny::facts::{honor, month};
use tiny::hand::{assess, case, district, hired, honored, measured, person, stay, violation};
use tiny::set;

const P: Stage = Stage::Primary;
const J: Stage = Stage::Junior;

/// Persons missing in the key teachers of one unit, as a sign of whether it is in scope: without any, every unit of 1 to 100
/// pupils lacks ⌈1 · pupils / 100⌉ = 1.
fn is_in_scope(records: &Records, boundary_out: bool) -> bool {
    let mut policy = policy();
    set(&mut policy, "balance-scope", "boundary_out", Value::Flag(boundary_out));
    let case = case(records, &policy);
    let units =
        measured(&assess(&case, &policy, "balance-scope", &stay(&case)), "units-in-scope", "district", "primary");
    let missing = violation(records, &policy, "key-teachers");
    assert_eq!(units, Some(missing * 1000), "both rules see the same units");
    missing == 1
}

#[test]
fn a_teaching_point_counts_from_fifty_pupils() {
    // Fewer than 50 are out. Exactly 50 are in by the national text and out by the district's own report: a flag decides.
    let point = |pupils| {
        let mut records = district(&[("a", P, pupils, 1)]);
        records.schools[0].teaching_point = true;
        records
    };
    for boundary_out in [false, true] {
        assert!(!is_in_scope(&point(49), boundary_out));
        assert_eq!(is_in_scope(&point(50), boundary_out), !boundary_out);
        assert!(is_in_scope(&point(51), boundary_out));
        // A school that is no teaching point counts however small.
        assert!(is_in_scope(&district(&[("a", P, 49, 1)]), boundary_out));
        assert!(is_in_scope(&district(&[("a", P, 50, 1)]), boundary_out));
    }
}

#[test]
fn private_closed_and_other_stages_do_not_count() {
    // A private school is in only where the policy says so; kindergartens and senior schools never are.
    let mut private = district(&[("a", P, 80, 1)]);
    private.schools[0].ownership = Ownership::Private;
    assert!(!is_in_scope(&private, false));
    let mut with_private = policy();
    set(&mut with_private, "balance-scope", "private", Value::Flag(true));
    assert_eq!(violation(&private, &with_private, "key-teachers"), 1);
    let mut closed = district(&[("a", P, 80, 1)]);
    closed.schools[0].closes = Some(tiny::YEAR);
    assert!(!is_in_scope(&closed, false));
    for stage in [Stage::Kindergarten, Stage::Senior, Stage::Special] {
        assert!(!is_in_scope(&district(&[("a", stage, 80, 1)]), false));
    }
}

#[test]
fn part_time_and_substitute_teachers_are_not_counted() {
    // Five with a bachelor's degree meet ⌈4.2⌉ = 5 of 100 pupils. One part-time and one substitute: 3 count, 2 are missing.
    let full = district(&[("a", P, 100, 5)]);
    assert_eq!(violation(&full, &policy(), "degree-above-standard"), 0);
    let mut records = full.clone();
    person(&mut records, "a1").employment = Employment::PartTime;
    person(&mut records, "a2").employment = Employment::Substitute;
    assert_eq!(violation(&records, &policy(), "degree-above-standard"), 2);
    let case = case(&records, &policy());
    let scope = assess(&case, &policy(), "balance-scope", &stay(&case));
    assert_eq!((scope.violation, measured(&scope, "teachers-not-counted", "district", "")), (0, Some(2000)));
    // Contract staff and who is on leave count; who is lent out (1) and who does not teach (1) do not.
    let mut records = full;
    person(&mut records, "a1").employment = Employment::Contract;
    person(&mut records, "a2").state = State::Leave;
    assert_eq!(violation(&records, &policy(), "degree-above-standard"), 0);
    person(&mut records, "a3").state = State::Seconded;
    tiny::hand::not_teaching(&mut records, &["a4"]);
    assert_eq!(violation(&records, &policy(), "degree-above-standard"), 2);
}

#[test]
fn a_junior_school_asks_for_bachelors_where_a_primary_school_asks_for_college() {
    // Primary, 100 pupils: ⌈4.2⌉ = 5. Junior, 100 pupils: ⌈5.3⌉ = 6. One of them went to college: above the standard of primary only.
    for (stage, staff, college_missing) in [(P, 5, 0), (J, 6, 1)] {
        let mut records = district(&[("a", stage, 100, staff)]);
        let missing = |records: &Records| violation(records, &policy(), "degree-above-standard");
        assert_eq!(missing(&records), 0);
        person(&mut records, "a1").degree = Degree::College;
        assert_eq!(missing(&records), college_missing);
        // A secondary degree is above neither; a master's is above both.
        person(&mut records, "a1").degree = Degree::Secondary;
        assert_eq!(missing(&records), 1);
        person(&mut records, "a1").degree = Degree::Master;
        assert_eq!(missing(&records), 0);
    }
}

#[test]
fn new_teachers_have_a_degree_where_the_policy_says_so() {
    // ⌈4.2⌉ = 5, three on the staff and one hired: 5 − 4 = 1 is missing if hires count, 5 − 3 = 2 if not.
    for (hires_count, missing) in [(true, 1), (false, 2)] {
        let mut policy = policy();
        set(&mut policy, "degree-above-standard", "hires_count", Value::Flag(hires_count));
        let case = case(&district(&[("a", P, 100, 3)]), &policy);
        let plan = hired(&case, "a/primary", "math", 1);
        assert_eq!(assess(&case, &policy, "degree-above-standard", &plan).violation, missing);
    }
}

#[test]
fn key_teachers_are_counted_in_whole_persons() {
    // 100 pupils ask for 1, 101 for ⌈1.01⌉ = 2. A key principal is no key teacher, nor is one whose honor has ended or who is part-time.
    let missing = |records: &Records| violation(records, &policy(), "key-teachers");
    let with = |pupils, people: &[&str]| {
        let mut records = district(&[("a", P, pupils, 3)]);
        honored(&mut records, people);
        records
    };
    assert_eq!(missing(&with(100, &["a1"])), 0);
    assert_eq!(missing(&with(101, &["a1"])), 1);
    // Two honors are one person.
    assert_eq!(missing(&with(101, &["a1", "a1"])), 1);
    assert_eq!(missing(&with(101, &["a1", "a2"])), 0);
    let mut records = with(100, &[]);
    records.distinctions.push(honor("a1", HonorKind::KeyPrincipal));
    assert_eq!(missing(&records), 1);
    let mut records = with(100, &["a1"]);
    records.distinctions[0].valid_until = Some(month(tiny::YEAR, 7));
    assert_eq!(missing(&records), 1);
    let mut records = with(100, &["a1"]);
    person(&mut records, "a1").employment = Employment::PartTime;
    assert_eq!(missing(&records), 1);
}

#[test]
fn indicators_say_how_many_there_are_per_hundred_pupils() {
    // a has 2 key teachers on 160 pupils, 1.25; b none on 40, 0; together 2 on 200, 1.0, which meets the 1 that is asked.
    let mut records = district(&[("a", P, 160, 2), ("b", P, 40, 1)]);
    honored(&mut records, &["a1", "a2"]);
    let case = case(&records, &policy());
    let found = assess(&case, &policy(), "key-teachers", &stay(&case));
    let of = |scope| measured(&found, "key-teachers-per-100", scope, "primary");
    assert_eq!((of("a/primary"), of("b/primary"), of("district")), (Some(1250), Some(0), Some(1000)));
    // a needs ⌈1.6⌉ = 2 and has them; b needs ⌈0.4⌉ = 1.
    assert_eq!(found.violation, 1);
}

#[test]
fn pe_and_arts_teachers_are_those_of_pe_music_and_art() {
    // 200 pupils ask for ⌈1.8⌉ = 2: PE and music are 2; with math instead of music 1 is missing; a hired art teacher is one more.
    let mut records = district(&[("a", P, 200, 3)]);
    let pe_arts = |records: &Records| violation(records, &policy(), "pe-arts-teachers");
    assert_eq!(pe_arts(&records), 2);
    "pe".clone_into(&mut person(&mut records, "a1").kind);
    assert_eq!(pe_arts(&records), 1);
    let of = case(&records, &policy());
    assert_eq!(assess(&of, &policy(), "pe-arts-teachers", &hired(&of, "a/primary", "art", 1)).violation, 0);
    assert_eq!(assess(&of, &policy(), "pe-arts-teachers", &hired(&of, "a/primary", "math", 1)).violation, 1);
    "music".clone_into(&mut person(&mut records, "a2").kind);
    assert_eq!(pe_arts(&records), 0);
}

#[test]
fn small_rural_schools_may_count_part_time_teachers_of_pe_and_arts() {
    // 49 to 100 pupils ask for ⌈0.9 · pupils / 100⌉ = 1. The only PE teacher is part-time: counted from 50 to 99 pupils in the country.
    // A substitute never is.
    let missing = |setting, pupils, employment| {
        let mut records = district(&[("a", P, pupils, 1)]);
        records.schools[0].setting = setting;
        let teacher = person(&mut records, "a1");
        (teacher.kind, teacher.employment) = ("pe".to_owned(), employment);
        violation(&records, &policy(), "pe-arts-teachers")
    };
    for (pupils, rural) in [(49, 1), (50, 0), (99, 0), (100, 1)] {
        assert_eq!(missing(Setting::Rural, pupils, Employment::PartTime), rural, "{pupils} pupils");
        assert_eq!(missing(Setting::Rural, pupils, Employment::Substitute), 1, "{pupils} pupils, substitute");
        assert_eq!(missing(Setting::Town, pupils, Employment::PartTime), 1, "{pupils} pupils in a town");
        assert_eq!(missing(Setting::Rural, pupils, Employment::Permanent), 0, "{pupils} pupils, permanent");
    }
}

#[test]
fn facilities_that_are_not_given_count_as_the_policy_says() {
    // Nothing is given: four met, or four short, of which one may stay so: three to be mended.
    let records = district(&[("a", P, 200, 3)]);
    let mut strict = policy();
    set(&mut strict, "six-of-seven", "unknown_met", Value::Flag(false));
    assert_eq!(violation(&records, &strict, "six-of-seven"), 3);
    assert!(violation(&records, &policy(), "six-of-seven") < 100, "persons are missing, no facility");
}

#[test]
fn a_coefficient_of_facilities_above_its_limit_is_told_and_not_counted() {
    // 100 pupils each, 900 and 100 m² of floor: mean 5, deviation 4, coefficient 0.8 above 0.5; with one amount unknown there is none.
    let mut records = district(&[("a", P, 100, 3), ("b", P, 100, 3)]);
    for (school, amount) in [("a", 900_000), ("b", 100_000)] {
        let facility = Facility::FloorArea;
        let (school, amount) = (school.to_owned(), Some(amount));
        records.facilities.push(FacilityRecord { school, stage: P, facility, amount, state: None });
    }
    let told = |records: &Records| {
        let of = case(records, &policy());
        let found = assess(&of, &policy(), "difference-coefficient", &stay(&of));
        let floor = found.indicators.iter().find(|i| i.indicator == "cv-floor-area").map(|i| (i.after, i.met));
        let texts: Vec<String> = found.findings.iter().map(|f| f.text.render(junheng::messages::Lang::Zh)).collect();
        (found.violation, floor, texts.iter().filter(|t| t.contains("用房面积")).count())
    };
    let (counted, floor, notes) = told(&records);
    assert_eq!((floor, notes), (Some((Some(800), Some(false))), 1));
    records.facilities.pop();
    assert_eq!(told(&records), (counted, None, 1));
}

/// Excess in whole persons under a weighted or plain coefficient for key teachers in schools of these pupils.
fn spread(stage: Stage, schools: &[(&str, i64, &[&str])], weighted: bool) -> i64 {
    let units: Vec<_> = schools.iter().map(|&(code, pupils, _)| (code, stage, pupils, 4)).collect();
    let mut records = district(&units);
    for (_, _, people) in schools {
        honored(&mut records, people);
    }
    // Degrees are many and equal per pupil; only key teachers are to be looked at.
    let mut policy = policy();
    tiny::strength(&mut policy, "degree-above-standard", junheng::policy::Strength::Off);
    set(&mut policy, "difference-coefficient", "pupil_weighted", Value::Flag(weighted));
    violation(&records, &policy, "difference-coefficient")
}

#[test]
fn the_difference_coefficient_limits_what_is_uneven() {
    // 3 and 1 on 100 pupils each: mean 2, deviations 1, 1: S = 1, coefficient 0.5, the limit of primary schools.
    let three_and_one: [(&str, i64, &[&str]); 2] = [("a", 100, &["a1", "a2", "a3"]), ("b", 100, &["b1"])];
    assert_eq!(spread(P, &three_and_one, true), 0);
    assert_eq!(spread(P, &three_and_one, false), 0);
    // The limit of junior schools is 0.45: √(200 · (9 + 1) / 100 − 4²) − 0.45 · 4 = 2 − 1.8 = 0.2, a whole person 1.
    assert_eq!(spread(J, &three_and_one, true), 1);
    // 4 and none: mean 2, deviations 2: 1.0. √(200 · 16 / 100 − 4²) − 0.5 · 4 = 4 − 2 = 2 persons.
    assert_eq!(spread(P, &[("a", 100, &["a1", "a2", "a3", "a4"]), ("b", 100, &[])], true), 2);
    // Two each are even; nobody at all has no coefficient.
    assert_eq!(spread(P, &[("a", 100, &["a1", "a2"]), ("b", 100, &["b1", "b2"])], true), 0);
    assert_eq!(spread(P, &[("a", 100, &[]), ("b", 100, &[])], true), 0);
    assert_eq!(coefficient(&[(0, 100), (0, 100)], true), None);
    assert_eq!(excess(&[(0, 100), (0, 100)], 500, true), 0);
}

#[test]
fn pupils_weigh_in_the_difference_coefficient_where_the_policy_says_so() {
    // One each on 100 and 300 pupils. Plain: 1 and ⅓ per 100, mean ⅔, deviations ⅓: 0.5, within the limit.
    // By pupils: mean ½, S² = ¼ · (½)² + ¾ · (⅙)² = 1/12: 0.577. √(400 · (1/100 + 1/300) − 2²) − 0.5 · 2 = 1.155 − 1: 1 person.
    let one_each: [(&str, i64, &[&str]); 2] = [("a", 100, &["a1"]), ("b", 300, &["b1"])];
    assert_eq!(spread(P, &one_each, false), 0);
    assert_eq!(spread(P, &one_each, true), 1);
    let of = |weighted| coefficient(&[(1, 100), (1, 300)], weighted).unwrap();
    assert!((of(false) - 0.5).abs() < 1e-12 && (of(true) - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    // Two and one. Plain, in persons of 200 pupils each: 4 and ⅔, together 14/3: √(2 · (16 + 4/9) − (14/3)²) − 7/3 = 10/3 − 7/3 = 1.
    // By pupils: √(400 · (4/100 + 1/300) − 3²) − 1.5 = √(25/3) − 1.5 = 1.387: 2 persons.
    let two_and_one: [(&str, i64, &[&str]); 2] = [("a", 100, &["a1", "a2"]), ("b", 300, &["b1"])];
    assert_eq!(spread(P, &two_and_one, false), 1);
    assert_eq!(spread(P, &two_and_one, true), 2);
}

/// What is known of a facility: the total of the unit in thousandths, or the assessors' word.
type Known = (Facility, Option<i64>, Option<FacilityState>);

/// What `six-of-seven` says of a primary school of 200 pupils with these people of each resource and these facilities.
///
/// Asked: degrees ⌈8.4⌉ = 9, key teachers 2, PE and arts (here 3.5 per hundred) 7; 85 % of it: ⌈7.14⌉ = 8, ⌈1.7⌉ = 2, ⌈5.95⌉ = 6.
fn six((degrees, key, pe): (usize, usize, usize), facilities: &[Known]) -> Assessment {
    let mut records = district(&[("a", P, 200, 9)]);
    let ids: Vec<String> = records.teachers.iter().map(|t| t.id.clone()).collect();
    for id in &ids[degrees..] {
        person(&mut records, id).degree = Degree::Secondary;
    }
    honored(&mut records, &ids[..key].iter().map(String::as_str).collect::<Vec<_>>());
    for id in &ids[..pe] {
        "pe".clone_into(&mut person(&mut records, id).kind);
    }
    for &(facility, amount, state) in facilities {
        records.facilities.push(FacilityRecord { school: "a".to_owned(), stage: P, facility, amount, state });
    }
    let mut policy = policy();
    set(&mut policy, "pe-arts-teachers", "primary", Value::Number(3500));
    let case = case(&records, &policy);
    assess(&case, &policy, "six-of-seven", &stay(&case))
}

const fn told(facility: Facility, state: FacilityState) -> Known {
    (facility, None, Some(state))
}

const ALL_MET: [Known; 4] = [
    told(Facility::FloorArea, FacilityState::Met),
    told(Facility::SportsArea, FacilityState::Met),
    told(Facility::Equipment, FacilityState::Met),
    told(Facility::Multimedia, FacilityState::Met),
];

#[test]
fn with_all_facilities_one_indicator_of_people_may_fall_to_85_percent() {
    // All met: 0. Degrees 8 of 9 are the one that may be short: 0. At 7 the nearest way is one more: 8 − 7 = 1.
    let violation = |people| six(people, &ALL_MET).violation;
    assert_eq!(violation((9, 2, 7)), 0);
    assert_eq!(violation((8, 2, 7)), 0);
    assert_eq!(violation((7, 2, 7)), 1);
    // Key teachers cannot be short by a person: ⌈1.7⌉ = 2 as well. PE may: 6 of 7.
    assert_eq!(violation((9, 1, 7)), 1);
    assert_eq!(violation((9, 2, 6)), 0);
    // Only one may: with degrees 8 of 9 and PE 6 of 7 one of the two has to be met.
    assert_eq!(violation((8, 2, 6)), 1);
    // Degrees 2 and PE 2 too few, or 1 each where it is the one: (9 − 7) + (6 − 5) = (8 − 7) + (7 − 5) = 3.
    assert_eq!(violation((7, 2, 5)), 3);
    // Nothing known of the facilities is as if they were met.
    assert_eq!((six((8, 2, 7), &[]).violation, six((7, 2, 7), &[]).violation), (0, 1));
    assert_eq!(measured(&six((8, 2, 7), &ALL_MET), "indicators-met", "a/primary", "primary"), Some(6000));
}

#[test]
fn with_one_facility_short_all_people_are_asked() {
    // The one that may be short is taken: degrees 8 of 9 lack 1; with PE 6 of 7 as well it is 2.
    let short = [told(Facility::Equipment, FacilityState::Short)];
    assert_eq!(six((9, 2, 7), &short).violation, 0);
    assert_eq!(six((8, 2, 7), &short).violation, 1);
    assert_eq!(six((8, 2, 6), &short).violation, 2);
    // Met are three facilities and two indicators of people: 5.
    assert_eq!(measured(&six((8, 2, 7), &short), "indicators-met", "a/primary", "primary"), Some(5000));
}

#[test]
fn facilities_that_must_be_mended_are_told_instead_of_people() {
    // How many have to be mended before the school can pass at all: two short, one of them; one failing, that one; people do not count.
    let (short, failing) = (FacilityState::Short, FacilityState::Failing);
    let (floor, sports, rooms) = (Facility::FloorArea, Facility::SportsArea, Facility::Multimedia);
    let violation = |facilities: &[Known]| {
        let [many, few] = [(9, 2, 7), (0, 0, 0)].map(|people| six(people, facilities).violation);
        assert_eq!(many, few, "no plan changes it");
        many
    };
    assert_eq!(violation(&[told(floor, short), told(sports, short)]), 1);
    assert_eq!(violation(&[told(floor, failing)]), 1);
    // Three short: two of them. One failing and one short: the failing one. Two failing and one short: both.
    assert_eq!(violation(&[told(floor, short), told(sports, short), told(rooms, short)]), 2);
    assert_eq!(violation(&[told(floor, failing), told(sports, short)]), 1);
    assert_eq!(violation(&[told(floor, failing), told(sports, failing), told(rooms, short)]), 2);
    let findings = six((0, 0, 0), &[told(floor, failing)]).findings;
    assert_eq!(
        findings.iter().map(|f| (f.amount, f.text.key())).collect::<Vec<_>>(),
        [(1000, "rule.six-of-seven.facilities")]
    );
}

#[test]
fn amounts_are_held_against_the_standard_of_the_stage() {
    // 200 pupils of primary: 4.5 m² floor are 900, 85 % of it 765; 2,000 yuan are 400,000; 2.3 rooms per hundred are 4.6, 85 % 3.91.
    // Degrees 8 of 9: passes where the facility is met (0), lacks 1 where it is short; at 7, 1 and 2. Failing is 1 whatever the people.
    let stands = |facility, amount: i64| {
        let facility = [(facility, Some(amount * 1000), None)];
        (six((8, 2, 7), &facility).violation, six((7, 2, 7), &facility).violation)
    };
    let (met, short, failing) = ((0, 1), (1, 2), (1, 1));
    for (facility, amounts) in [
        (Facility::FloorArea, [(900, met), (899, short), (765, short), (764, failing)]),
        (Facility::SportsArea, [(1500, met), (1499, short), (1275, short), (1274, failing)]),
        (Facility::Equipment, [(400_000, met), (399_999, short), (340_000, short), (339_999, failing)]),
        (Facility::Multimedia, [(5, met), (4, short), (4, short), (3, failing)]),
    ] {
        for (amount, state) in amounts {
            assert_eq!(stands(facility, amount), state, "{facility:?} {amount}");
        }
    }
    // The assessors' word goes before the amount.
    let both = [(Facility::FloorArea, Some(764_000), Some(FacilityState::Met))];
    assert_eq!(six((8, 2, 7), &both).violation, 0);
}
