//! A plan made by hand that breaks one of the rules on staff of one kind is lawful while the rule only reports and refused as soon as it
//! is hard, with the rule's name, the place, the amount and a sentence that says what there is and what is asked.
//!
//! What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::{Records, Stage};
use junheng::messages::Lang;
use junheng::plan::Severity;
use junheng::policy::{Policy, Strength};
use junheng::verify::evaluate;
use tiny::hand::{case, district, in_the_way, person, stay};
use tiny::programme::{RULES, quiet};

/// One rule broken once: the facts, and what must be found.
struct Breach {
    rule: &'static str,
    records: Records,
    place: &'static str,
    /// Persons.
    amount: i64,
    sentence: [&'static str; 2],
}

/// 14 junior classes and one PE teacher, ⌊14/7⌋ = 2; 600 pupils and nobody of health; five small schools of a cluster, ⌈5/5⌉ = 1, and no
/// accountant; one class of a kindergarten in a town, two teachers and no nurse.
fn breaches() -> [Breach; 4] {
    let mut sport = district(&[("a", Stage::Junior, 80, 4)]);
    sport.enrollment[0].classes = Some(14);
    "pe".clone_into(&mut person(&mut sport, "a1").kind);
    let mut east = district(&["a", "b", "c", "d", "e"].map(|school| (school, Stage::Primary, 80, 2)));
    east.schools.iter_mut().for_each(|s| s.cluster = Some("东片教共体".to_owned()));
    let mut small = district(&[("a", Stage::Kindergarten, 30, 2)]);
    small.teachers.iter_mut().for_each(|t| "preschool".clone_into(&mut t.kind));
    let breach = |rule, records, place, sentence| Breach { rule, records, place, amount: 1, sentence };
    [
        breach(
            "pe-per-classes",
            sport,
            "a/junior",
            ["a(初中) 体育教师有 1 人，应有 2 人，差 1 人", "a (junior) has 1 PE teachers, 2 are asked, 1 too few"],
        ),
        breach(
            "health-staff",
            district(&[("a", Stage::Primary, 600, 4)]),
            "a",
            ["a 专业卫生技术人员有 0 人，应有 1 人，差 1 人", "a has 0 health professionals, 1 are asked, 1 too few"],
        ),
        breach(
            "accounting-staff",
            east,
            "东片教共体",
            ["东片教共体 会计有 0 人，应有 1 人，差 1 人", "东片教共体 has 0 accountants, 1 are asked, 1 too few"],
        ),
        breach(
            "kindergarten-staff",
            small,
            "a/kindergarten",
            ["a(幼儿园) 保育员有 0 人，应有 1 人，差 1 人", "a (kindergarten) has 0 nurses, 1 are asked, 1 too few"],
        ),
    ]
}

fn with(rule: &str, strength: &Strength) -> Policy {
    let mut policy = quiet();
    tiny::strength(&mut policy, rule, strength.clone());
    policy
}

#[test]
fn a_plan_that_lacks_staff_of_a_kind_is_refused_with_the_reason() {
    // The same plan is lawful while the rule reports; hard, exactly one finding is Broken and says where, how much and what is asked.
    assert_eq!(breaches().map(|b| b.rule), RULES, "every rule, once");
    for Breach { rule, records, place, amount, sentence } in breaches() {
        let (report, hard) = (with(rule, &Strength::Report), with(rule, &Strength::Hard));
        let case = case(&records, &hard);
        let plan = stay(&case);
        let reported = evaluate(&case, &report, &plan);
        assert!(reported.lawful, "{rule}: something else is broken: {:#?}", reported.findings.first());
        let said = evaluate(&case, &hard, &plan);
        assert!(!said.lawful, "{rule} is broken and the plan passes");
        let broken: Vec<_> = said.findings.iter().filter(|f| f.severity == Severity::Broken).collect();
        let told: Vec<_> = broken.iter().map(|f| (f.rule, f.place.as_str(), f.amount, f.unit)).collect();
        assert_eq!(told, [(rule, place, amount * 1000, "person")], "{rule}");
        assert_eq!([Lang::Zh, Lang::En].map(|lang| broken[0].text.render(lang)), sentence, "{rule}");
        // A shortfall that only costs is told the same way, as such.
        let soft = evaluate(&case, &with(rule, &Strength::Soft { tier: 0, weight: 3 }), &plan);
        let short: Vec<_> = soft.findings.iter().filter(|f| f.rule == rule && f.severity == Severity::Short).collect();
        assert!(soft.lawful && short.len() == 1 && short[0].amount == amount * 1000, "{rule}: {short:?}");
        assert_eq!(soft.tiers[0] - reported.tiers[0], 3 * amount, "{rule}: three for every person missing");
    }
}

#[test]
fn where_nobody_may_come_the_rule_is_named_as_what_is_in_the_way() {
    // The same facts, everybody decided on and nobody to be hired: the hard rule cannot be met, and is the answer, with place and amount.
    for Breach { rule, records, place, amount, .. } in breaches() {
        let conflicts = in_the_way(rule, records, |strength| with(rule, strength));
        let found: Vec<_> = conflicts.iter().map(|f| (f.rule, f.place.as_str(), f.amount)).collect();
        assert_eq!(found, [(rule, place, amount * 1000)], "{rule}");
    }
}
