//! A plan made by hand that breaks one rule of the national balance is lawful while the rule only reports and refused as soon as it
//! is hard, with the rule's name, the place, the amount and a sentence that says what there is and what is asked.
//!
//! What an ordinary unit and person are is said in `tiny::hand`. `balance-scope` asks nothing and cannot be broken.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::words::{Degree, Role, Setting, Title};
use junheng::domain::{Records, Stage};
use junheng::messages::Lang;
use junheng::plan::{MoveKind, Severity};
use junheng::policy::{Policy, Strength};
use junheng::verify::evaluate;
use tiny::balance::{RULES, policy};
use tiny::hand::{case, district, honored, in_the_way, moved, not_teaching, person};

const P: Stage = Stage::Primary;

/// One rule broken once: the facts, who moves, and what must be found.
struct Breach {
    rule: &'static str,
    records: Records,
    moves: Vec<(&'static str, &'static str, MoveKind)>,
    place: &'static str,
    /// Thousandths.
    amount: i64,
    unit: &'static str,
    sentence: &'static str,
}

fn breach(rule: &'static str, records: Records, place: &'static str, amount: i64, sentence: &'static str) -> Breach {
    Breach { rule, records, moves: Vec::new(), place, amount: amount * 1000, unit: "person", sentence }
}

/// A primary school of 100 pupils with five people; `change` breaks something.
fn school(change: impl FnOnce(&mut Records)) -> Records {
    let mut records = district(&[("a", P, 100, 5)]);
    change(&mut records);
    records
}

/// Four of five have a degree above the standard, ⌈4.2⌉ = 5 are asked; nobody is a key teacher and nobody teaches PE or arts, 1 is asked
/// of each; five degrees and one PE teacher but no key teacher are six of seven only with ⌈0.85⌉ = 1 key teacher.
fn resources() -> [Breach; 4] {
    let secondary = school(|r| person(r, "a1").degree = Degree::Secondary);
    let with_pe = school(|r| "pe".clone_into(&mut person(r, "a1").kind));
    [
        breach(
            "degree-above-standard",
            secondary,
            "a/primary",
            1,
            "a(小学) 高于规定学历教师有 4 人，应有 5 人，差 1 人",
        ),
        breach("key-teachers", school(|_| {}), "a/primary", 1, "a(小学) 县级及以上骨干教师有 0 人，应有 1 人，差 1 人"),
        breach(
            "pe-arts-teachers",
            school(|_| {}),
            "a/primary",
            1,
            "a(小学) 体育艺术专任教师有 0 人，应有 1 人，差 1 人",
        ),
        breach("six-of-seven", with_pe, "a/primary", 1, "a(小学) 七项指标未达到六项达标，还差 1 人"),
    ]
}

/// One key teacher in one of two equal schools: mean ½, deviations ½, coefficient 1; √(200 / 100 − 1) − 0.5 = 0.5, a whole person.
fn uneven() -> Breach {
    let mut records = district(&[("a", P, 100, 5), ("b", P, 100, 5)]);
    honored(&mut records, &["a1"]);
    breach(
        "difference-coefficient",
        records,
        "primary|key-teachers",
        1,
        "小学县级及以上骨干教师差异系数 1，高于限值 0.5（折算超出 1 人，只用于比较方案，不是缺人数）",
    )
}

/// Nobody certified for the school; 10 of ⌈200 / 19⌉ = 11 teachers; one senior title on ⌊0.1 · 5⌋ = 0 posts of the country; two of three
/// who do not teach where ⌈0.09 · 3⌉ = 1 may; one class of 46.
fn staff() -> [Breach; 5] {
    let uncertified = school(|r| r.certificates.retain(|c| c.teacher != "a3"));
    let mut senior = school(|r| r.teachers.iter_mut().for_each(|t| t.title = Title::Second));
    person(&mut senior, "a1").title = Title::Senior;
    (senior.schools[0].setting, senior.establishment[0].posts) = (Setting::Rural, Some(5));
    let mut idle = district(&[("a", P, 40, 3)]);
    not_teaching(&mut idle, &["a1", "a2"]);
    let crowded = district(&[("a", P, 46, 3)]);
    [
        breach("certified-staff", uncertified, "a3", 1, "a3 在 a(小学) 任教而没有相应学段教师资格"),
        breach(
            "pupil-teacher-ratio",
            district(&[("a", P, 200, 10)]),
            "a/primary",
            1,
            "a(小学) 有专任教师 10 人，按生师比不应少于 11 人",
        ),
        breach("post-structure", senior, "primary|senior|all", 1, "小学高级岗位 1 人，超过结构比例 0 人，多 1 人"),
        breach("teaching-posts", idle, "a/primary", 1, "a(小学) 非教学人员 2 人，超过 1 人"),
        Breach {
            unit: "class", ..breach("class-size", crowded, "a/primary", 1, "a(小学) 有 1 个班超过班额标准")
        },
    ]
}

/// One who rotates between equal town schools, 0 of ⌈0.5 · 1⌉ downwards; a principal of two terms who stays.
fn moves() -> [Breach; 2] {
    let two = || district(&[("a", P, 40, 5), ("b", P, 40, 5)]);
    let mut led = two();
    (person(&mut led, "a2").role, person(&mut led, "a2").terms) = (Role::Principal, 2);
    [
        Breach {
            moves: vec![("a1", "b/primary", MoveKind::Rotate)],
            ..breach("rotation-direction", two(), "", 1, "交流 1 人中由城镇到乡村或由强校到弱校 0 人，还差 1 人")
        },
        breach("leader-terms", led, "a2", 1, "a2 任满 2 届仍未交流"),
    ]
}

/// The policy with all rules of the balance only reporting, and `rule` of this strength.
fn with(rule: &str, strength: &Strength) -> Policy {
    let mut policy = policy();
    for rule in RULES {
        tiny::strength(&mut policy, rule, Strength::Report);
    }
    tiny::strength(&mut policy, rule, strength.clone());
    policy
}

#[test]
fn a_plan_that_breaks_a_hard_rule_of_the_balance_is_refused_with_the_reason() {
    // The same plan is lawful while the rule reports; hard, exactly one finding is Broken and says where, how much and what is asked.
    let mut breaches: Vec<Breach> = resources().into_iter().chain([uneven()]).chain(staff()).chain(moves()).collect();
    breaches.sort_by_key(|b| b.rule);
    let mut rules = RULES.to_vec();
    rules.sort_unstable();
    assert_eq!(breaches.iter().map(|b| b.rule).collect::<Vec<_>>(), rules, "every rule of the balance, once");
    for Breach { rule, records, moves, place, amount, unit, sentence } in breaches {
        let (report, hard) = (with(rule, &Strength::Report), with(rule, &Strength::Hard));
        let case = case(&records, &hard);
        let plan = moved(&case, &moves);
        let reported = evaluate(&case, &report, &plan);
        assert!(reported.lawful, "{rule}: something else is broken: {:#?}", reported.findings.first());
        let said = evaluate(&case, &hard, &plan);
        assert!(!said.lawful, "{rule} is broken and the plan passes");
        let broken: Vec<_> = said
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Broken)
            .map(|f| (f.rule, f.place.as_str(), f.amount, f.unit, f.text.render(Lang::Zh)))
            .collect();
        assert_eq!(broken, [(rule, place, amount, unit, sentence.to_owned())], "{rule}");
        // A shortfall that only costs is told the same way, as such.
        let soft = evaluate(&case, &with(rule, &Strength::Soft { tier: 0, weight: 3 }), &plan);
        let short: Vec<_> = soft.findings.iter().filter(|f| f.rule == rule && f.severity == Severity::Short).collect();
        assert!(soft.lawful && short.len() == 1 && short[0].amount == amount, "{rule}: {short:?}");
        assert_eq!(soft.tiers[0] - reported.tiers[0], 3 * amount / 1000, "{rule}: three for every unit missing");
    }
}

#[test]
fn where_nobody_may_move_the_broken_rule_is_named_as_what_is_in_the_way() {
    // The same facts, everybody decided on and nobody to be hired: the hard rule cannot be met, and is the answer, with place and amount.
    // Rotation downwards is left out: where nobody rotates it holds; so are leaders, who may stay where that is decided.
    for Breach { rule, records, place, amount, sentence, .. } in
        resources().into_iter().chain([uneven()]).chain(staff())
    {
        let conflicts = in_the_way(rule, records, |strength| with(rule, strength));
        let found: Vec<_> =
            conflicts.iter().map(|f| (f.rule, f.place.as_str(), f.amount, f.text.render(Lang::Zh))).collect();
        assert_eq!(found, [(rule, place, amount, sentence.to_owned())], "{rule}");
    }
}
