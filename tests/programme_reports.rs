//! The rules of the programme that only report (talent targets, coverage of clusters), worked out by hand. What an ordinary unit and
//! person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::doctor::diagnose;
use junheng::domain::words::{HonorKind, HonorLevel, Ownership, Sex, Title};
use junheng::domain::{Records, Stage};
use junheng::formulation::rules::Assessment;
use junheng::messages::Lang;
use junheng::plan::Severity;
use junheng::policy::{Policy, Strength, Value};
use junheng::verify::evaluate;
use tiny::facts::month;
use tiny::hand::{assess, case, district, measured, person, stay};
use tiny::programme::{REPORTS, policy, quiet};
use tiny::{answer, facts, set, stated, strength};

const P: Stage = Stage::Primary;

/// Asks for three of the highest title and two municipal key teachers.
fn aims() -> Policy {
    let mut policy = policy();
    for (param, number) in [
        ("senior_rank", 3),
        ("special_grade", 0),
        ("subject_leaders", 0),
        ("key_principals", 0),
        ("master_teachers", 0),
        ("key_teachers", 2),
        ("master_candidates", 0),
        ("municipal_studios", 0),
        ("national_studios", 0),
    ] {
        set(&mut policy, "talent-targets", param, Value::Number(number * 1000));
    }
    policy
}

/// Two of the highest title, one of them a man of January 1967; municipal honors of two people, one twice, one of each ended; a district one.
fn talents() -> Records {
    let mut records = district(&[("a", P, 80, 6)]);
    person(&mut records, "a1").title = Title::Professor;
    person(&mut records, "a2").title = Title::Professor;
    (person(&mut records, "a2").sex, person(&mut records, "a2").birth) = (Sex::Male, month(1967, 1));
    let honor = |id: &str, level, until| {
        let mut honor = facts::honor(id, HonorKind::KeyTeacher);
        (honor.level, honor.valid_until) = (level, until);
        honor
    };
    records.distinctions = vec![
        honor("a3", HonorLevel::Municipal, None),
        honor("a3", HonorLevel::National, Some(month(2026, 9))),
        honor("a4", HonorLevel::Municipal, Some(month(2026, 8))),
        honor("a5", HonorLevel::District, None),
    ];
    records
}

fn found(records: &Records, policy: &Policy, rule: &str) -> Assessment {
    let case = case(records, policy);
    assess(&case, policy, rule, &stay(&case))
}

fn sentences(assessment: &Assessment, lang: Lang) -> Vec<String> {
    assessment.findings.iter().map(|f| f.text.render(lang)).collect()
}

#[test]
fn who_has_retired_by_the_date_counts_for_no_target() {
    // A man of January 1967 is 24 months after 1965: 60 years and ⌊24/4⌋ + 1 = 7 months is August 2027, before December 2027. So of two with
    // the highest title one is left and 3 − 1 = 2 are missing; of key teachers a3 counts once, 2 − 1 = 1 is missing: the honor of a4
    // ended in August 2026 and that of a5 is of the district.
    let told = found(&talents(), &aims(), "talent-targets");
    assert_eq!(measured(&told, "talents-senior-rank", "district", ""), Some(1000));
    assert_eq!(measured(&told, "talents-key-teachers", "district", ""), Some(1000));
    let amounts: Vec<_> = told.findings.iter().map(|f| (f.amount, f.unit, f.severity)).collect();
    assert_eq!(amounts, [(2000, "person", Severity::Note), (1000, "person", Severity::Note)]);
    assert_eq!(
        sentences(&told, Lang::Zh),
        [
            "正高级教师现有 2 人，2027-12 仍在岗 1 人，目标 3 人，差 2 人",
            "市级骨干教师现有 1 人，2027-12 仍在岗 1 人，目标 2 人，差 1 人"
        ]
    );
    let english = "teachers of the highest title: 2 now, 1 of them not retired by 2027-12, 3 are aimed at, 2 too few";
    assert_eq!(sentences(&told, Lang::En)[0], english);
    // By July 2027 he is still there.
    let mut sooner = aims();
    set(&mut sooner, "talent-targets", "by_month", Value::Number(7000));
    let told = found(&talents(), &sooner, "talent-targets");
    assert_eq!(measured(&told, "talents-senior-rank", "district", ""), Some(2000));
    // An honor of another kind counts for its own target, and a met target is told as met.
    let mut records = talents();
    records.distinctions[2].valid_until = None;
    let told = found(&records, &aims(), "talent-targets");
    let of = |name: &str| told.indicators.iter().find(|i| i.indicator == name).unwrap();
    assert_eq!((of("talents-key-teachers").after, of("talents-key-teachers").met), (Some(2000), Some(true)));
    assert_eq!((of("talents-master-teachers").after, of("talents-senior-rank").met), (Some(0), Some(false)));
}

#[test]
fn the_doctor_tells_how_every_target_stands() {
    // Six lines in the order of the programme: holders now, still there at the date, target, missing.
    let case = case(&talents(), &aims());
    let rows = diagnose(&case, &aims()).unwrap().talents.unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| (row.now, row.then, row.target, row.missing())).collect();
    assert_eq!(numbers[..6], [(2, 1, 3, 2), (0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (1, 1, 2, 1)]);
    assert_eq!(numbers[6..], [(0, 0, 0, 0); 3]);
    let mut off = aims();
    strength(&mut off, "talent-targets", Strength::Off);
    assert_eq!(diagnose(&case, &off).unwrap().talents, None);
}

/// Primary a and junior b in a cluster, primary c in none, kindergarten k in none.
fn clusters() -> Records {
    let mut records =
        district(&[("a", P, 80, 2), ("b", Stage::Junior, 80, 2), ("c", P, 80, 2), ("k", Stage::Kindergarten, 30, 1)]);
    records.schools[..2].iter_mut().for_each(|school| school.cluster = Some("east".to_owned()));
    records
}

#[test]
fn schools_outside_every_cluster_are_named() {
    // Of three compulsory schools two are in a cluster: 2/3 = 0.666; of all four 2/4. c is named, the kindergarten is not asked.
    let told = found(&clusters(), &policy(), "cluster-coverage");
    assert_eq!(measured(&told, "cluster-coverage-rate", "district", ""), Some(666));
    assert_eq!(measured(&told, "cluster-coverage-all-rate", "district", ""), Some(500));
    assert_eq!(told.indicators[0].met, Some(false));
    let places: Vec<_> = told.findings.iter().map(|f| (f.place.as_str(), f.amount, f.unit, f.severity)).collect();
    assert_eq!(places, [("c", 1000, "school", Severity::Note)]);
    assert_eq!(sentences(&told, Lang::Zh), ["c 没有加入教共体（公办义务教育学校已加入 66.6%，2027 年目标 100%）"]);
    let english = "c belongs to no cluster (66.6 % of the public compulsory schools do, 100 % are aimed at by 2027)";
    assert_eq!(sentences(&told, Lang::En), [english]);
    // A school with both stages counts once: a, b, c of which c has primary and junior.
    let mut records = clusters();
    records.enrollment.push(facts::enrollment("c", Stage::Junior, 80, 1));
    let told = found(&records, &policy(), "cluster-coverage");
    assert_eq!(measured(&told, "cluster-coverage-rate", "district", ""), Some(666));
    // Private and closed schools are not asked; then all are in.
    let change = |change: fn(&mut Records)| {
        let mut records = clusters();
        change(&mut records);
        found(&records, &policy(), "cluster-coverage")
    };
    for told in [
        change(|r| r.schools[2].ownership = Ownership::Private),
        change(|r| r.schools[2].closes = Some(tiny::YEAR)),
        change(|r| r.schools[2].cluster = Some("west".to_owned())),
    ] {
        assert_eq!(measured(&told, "cluster-coverage-rate", "district", ""), Some(1000));
        assert!(told.findings.is_empty() && told.indicators[0].met == Some(true));
    }
    // A smaller share is met, exactly: 66.6 % of three schools is two.
    let mut less = policy();
    set(&mut less, "cluster-coverage", "share", Value::Number(666));
    assert!(found(&clusters(), &less, "cluster-coverage").findings.is_empty());
}

#[test]
fn what_only_reports_changes_no_plan_at_any_strength() {
    // Both targets are missed; hard or soft, the plan stays lawful and costs what the solver says.
    let mut records = clusters();
    records.distinctions = talents().distinctions.into_iter().take(1).collect();
    let of = case(&records, &quiet());
    let free = answer(&of, &quiet()).plan.unwrap();
    for rule in REPORTS {
        for strong in [Strength::Hard, Strength::Soft { tier: 0, weight: 5 }] {
            let mut policy = quiet();
            strength(&mut policy, rule, strong);
            let answer = answer(&of, &policy);
            let verdict = evaluate(&of, &policy, answer.plan.as_ref().unwrap());
            // Limits on nominations are for the command `talent`; no plan is held against them.
            let told = *rule == "talent-nominations" || verdict.findings.iter().any(|f| f.rule == *rule);
            assert!(verdict.lawful && told, "{rule}");
            assert_eq!(verdict.tiers, stated(&answer.outcome), "{rule}");
            assert_eq!(answer.plan.as_ref(), Some(&free), "{rule}");
        }
    }
}
