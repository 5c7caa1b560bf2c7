//! The rules on subjects that must not vanish, vocational staff, degrees, out-of-field teaching, new and designated schools at work: a plan
//! that breaks one is refused with the reason; with the rule the engine's plan is another one and meets it; and on random cases
//! the engine agrees with the list of all plans. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod common;
mod tiny;

use junheng::domain::words::Degree;
use junheng::domain::{Fte, Lessons, Records, Stage};
use junheng::formulation::{decode, formulate};
use junheng::messages::Lang;
use junheng::plan::{Plan, Severity};
use junheng::policy::{Policy, Strength, Value};
use junheng::verify::evaluate;
use tiny::Tiny;
use tiny::compare::{compare_many, compare_under};
use tiny::facts::{curriculum, load, month};
use tiny::hand::{case, district, held_and_free, honored, in_the_way, person, stay, teach};
use tiny::in_one_sum;
use tiny::structure::{self, RULES, quiet};

const P: Stage = Stage::Primary;
const J: Stage = Stage::Junior;
const V: Stage = Stage::Vocational;

/// What the best plan breaks of `rule` with the rule before everything, and with the rule only reporting.
fn at_work(records: &Records, rule: &str) -> Option<(i64, i64)> {
    held_and_free(&case(records, &quiet()), &quiet(), rule)
}

/// School a has 24 lessons of `kind` and one teacher of it, 12 lessons; b has 6 and nobody; one post, for that kind.
fn scarce(kind: &str) -> Records {
    let mut records = district(&[("a", P, 80, 1), ("b", P, 40, 0)]);
    records.enrollment[0].classes = Some(4);
    records.curriculum = vec![curriculum(P, kind, 6000)];
    records.workload = vec![load(P, kind, 12_000)];
    kind.clone_into(&mut person(&mut records, "a1").kind);
    (records.channels[0].posts, records.channels[0].kind) = (1, Some(kind.to_owned()));
    records
}

#[test]
fn a_scarce_subject_is_spread_so_that_no_school_goes_without() {
    // The post covers 12 lessons in a, where half are taught already, and 6 in b. Of those 6, one grain, ⌈0.5⌉ = 1 is asked: 6 lessons.
    for (rule, kinds) in [("arts-taught", ["music", "art"]), ("labor-it-taught", ["labor", "it"])] {
        for kind in kinds {
            assert_eq!(at_work(&scarce(kind), rule), Some((0, 6000)), "{kind}");
        }
    }
}

/// A vocational unit of so many pupils and classes of 6 lessons of the trade, with one double-qualified teacher.
fn trade(pupils: i64, classes: i64) -> Records {
    let mut records = district(&[("v", V, pupils, 1), ("a", P, 40, 0)]);
    records.enrollment[0].classes = Some(classes);
    records.curriculum.push(curriculum(V, "vocational", 6000));
    records.workload.push(load(V, "vocational", 12_000));
    let one = person(&mut records, "v1");
    "vocational".clone_into(&mut one.kind);
    one.dual_qualified = true;
    records.channels[0].posts = 1;
    records
}

#[test]
fn the_only_post_goes_where_vocational_pupils_lack_a_teacher() {
    // One class of 40, 6 lessons and one teacher: two are asked. The lessons that are missed are those of a, where nobody works.
    assert_eq!(at_work(&trade(40, 1), "vocational-staff"), Some((0, 1)));
}

#[test]
fn nobody_new_is_hired_among_too_few_double_qualified() {
    // Six classes, 36 lessons, 12 of them taught: two hires of the trade cover the rest and leave one double-qualified of three, ⌈1.5⌉ = 2.
    let mut records = trade(20, 6);
    records.enrollment.pop();
    records.channels[0].posts = 2;
    assert_eq!(at_work(&records, "vocational-staff"), Some((0, 1)));
}

#[test]
fn new_teachers_go_to_the_stage_that_lacks_bachelors() {
    // 2 of 3 primary teachers where ⌈2.1⌉ = 3 are asked; with a hire 3 of 4, ⌈2.8⌉ = 3. The lessons that are missed are junior ones.
    let mut records = district(&[("a", P, 40, 3), ("b", J, 80, 1)]);
    records.enrollment[1].classes = Some(4);
    person(&mut records, "a1").degree = Degree::College;
    records.channels[0].posts = 1;
    assert_eq!(at_work(&records, "degree-share"), Some((0, 1)));
}

/// 12 lessons of math and 6 of PE, two teachers of math who may also teach PE, nobody else.
fn besides() -> Records {
    let mut records = district(&[("a", P, 80, 2)]);
    records.enrollment[0].classes = Some(2);
    records.channels.clear();
    records.teachers.iter_mut().for_each(|t| t.other_kinds = vec!["pe".to_owned()]);
    records
}

#[test]
fn further_subjects_are_taught_within_their_limit() {
    // PE is one grain of 3 and ⌊0.9⌋ = 0 may be out of field: half of 15 lessons. Held, PE is not taught, and who could is idle in math.
    assert_eq!(at_work(&besides(), "out-of-field"), Some((0, 7500)));
}

#[test]
fn idle_time_never_comes_out_as_out_of_field_teaching() {
    // a1 (math, may teach PE) gives one grain to PE, a2 (PE) one of her two: 2 are taught and 2 could be hers, nothing is out of field. In
    // the plan her idle grain stays with PE, where 4 are asked, so a1 goes back to math: otherwise 3 would be taught, one out of field.
    let mut records = besides();
    records.enrollment[0].classes = Some(4);
    records.curriculum.iter_mut().for_each(|c| c.lessons = Lessons::whole(6));
    "pe".clone_into(&mut person(&mut records, "a2").kind);
    person(&mut records, "a2").other_kinds.clear();
    let mut policy = with("out-of-field", &Strength::Hard);
    tiny::set(&mut policy, "out-of-field", "share", Value::Number(0));
    let case = case(&records, &policy);
    let formulation = formulate(&case, &policy);
    let mut plan = stay(&case);
    teach(&case, &mut plan, "a1", &[("math", 500), ("pe", 500)]);
    teach(&case, &mut plan, "a2", &[("pe", 500)]);
    let values = tiny::values::values(&case, &formulation, &plan, Fte::from_small(500)).unwrap();
    let share = |name: &str| formulation.years[0].decisions.shares.iter().find(|s| s.name == name).unwrap().col.at();
    let given = ["share|a/primary|math+pe|pe", "share|a/primary|pe|pe"].map(|name| values[share(name)]);
    assert_eq!((given, formulation.program.check(&values)), ([1, 1], None), "the program may leave people idle");
    let decoded = decode::decode(&case, &formulation, &values, Fte::from_small(500), 1);
    assert!(evaluate(&case, &policy, &decoded).lawful, "{:#?}", decoded.postings);
}

#[test]
fn beginners_are_not_hired_for_a_new_school_without_experienced_people() {
    // 24 lessons, one teacher, experienced and key: a hire is one of two, ⌊0.8⌋ = 0 may be.
    let mut records = district(&[("n", P, 80, 1)]);
    records.enrollment[0].classes = Some(4);
    records.schools[0].opens = Some(tiny::YEAR);
    records.channels[0].posts = 1;
    honored(&mut records, &["n1"]);
    assert_eq!(at_work(&records, "new-schools"), Some((0, 1)));
}

/// School n with so many teachers of `stage`, and school b with 20, two of them key teachers; nobody is hired.
fn beside_key_teachers(stage: Stage, staff: usize) -> Records {
    let mut records = district(&[("n", stage, 80, staff), ("b", stage, 80, 20)]);
    records.channels.clear();
    honored(&mut records, &["b1", "b2"]);
    records
}

#[test]
fn experienced_and_key_teachers_go_to_a_new_school() {
    // Three teachers, no key teacher: ⌈0.45⌉ = 1 is asked. One comes.
    let mut records = beside_key_teachers(P, 3);
    records.schools[0].opens = Some(tiny::YEAR - 1);
    assert_eq!(at_work(&records, "new-schools"), Some((0, 1)));
    // One experienced of four, who is key, the others three years in service: ⌈1.6⌉ = 2 are asked; of five ⌈2⌉ = 2.
    let mut records = beside_key_teachers(P, 4);
    records.schools[0].opens = Some(tiny::YEAR - 1);
    honored(&mut records, &["n1"]);
    records.teachers.iter_mut().skip(1).take(3).for_each(|t| t.first_employed = Some(month(2023, 9)));
    assert_eq!(at_work(&records, "new-schools"), Some((0, 1)));
}

#[test]
fn key_teachers_go_to_a_designated_junior_school() {
    // Of 5 ⌈0.75⌉ = 1 is asked and there is none. One comes, of 6 ⌈0.9⌉ = 1.
    let mut records = beside_key_teachers(J, 5);
    records.schools[0].priority = vec!["quality-junior".to_owned()];
    assert_eq!(at_work(&records, "rural-junior"), Some((0, 1)));
}

/// One rule broken once: the facts, who teaches what besides, and what must be found.
struct Breach {
    rule: &'static str,
    records: Records,
    teaches: Option<(&'static str, &'static str)>,
    place: &'static str,
    /// Small units of the tier.
    amount: i64,
    unit: &'static str,
    sentence: [&'static str; 2],
}

fn breach(rule: &'static str, records: Records, place: &'static str, sentence: [&'static str; 2]) -> Breach {
    Breach { rule, records, teaches: None, place, amount: 1, unit: "person", sentence }
}

/// Nobody teaches the 6 lessons of music or labor; PE is taught by a teacher of math.
fn breaches_in_subjects() -> [Breach; 3] {
    let untaught = |kind: &str| {
        let mut records = district(&[("a", P, 40, 1)]);
        records.curriculum.push(curriculum(P, kind, 6000));
        records.workload.push(load(P, kind, 12_000));
        records
    };
    let lessons = |amount, breach| Breach { amount, unit: "lesson", ..breach };
    let music = [
        "a(小学) 音乐周课时 6 节中有人任教 0 节，至少应有 6 节",
        "0 of the 6 lessons a week of music at a (primary) are taught, at least 6 are asked",
    ];
    let labor = [
        "a(小学) 劳动周课时 6 节中有人任教 0 节，至少应有 6 节",
        "0 of the 6 lessons a week of labor education at a (primary) are taught, at least 6 are asked",
    ];
    let besides_math = [
        "a(小学) 教学工作量折合 1.5 人，其中跨学科任教折合 0.5 人，按比例不应多于 0 人",
        "a (primary) has teaching for 1.5 posts, 0.5 of them out of field, at most 0 may be",
    ];
    let out = lessons(7500, breach("out-of-field", besides(), "a/primary", besides_math));
    [
        lessons(6000, breach("arts-taught", untaught("music"), "a/primary", music)),
        lessons(6000, breach("labor-it-taught", untaught("labor"), "a/primary", labor)),
        Breach { teaches: Some(("a1", "pe")), ..out },
    ]
}

/// Two teachers for 60 pupils; one of the trade and not double-qualified; one of two bachelors where 0.7 ask for two.
fn breaches_in_staff() -> [Breach; 3] {
    let mut simple = district(&[("v", V, 20, 1)]);
    "vocational".clone_into(&mut person(&mut simple, "v1").kind);
    let mut college = district(&[("a", P, 40, 2)]);
    person(&mut college, "a1").degree = Degree::College;
    let few =
        ["v(中职) 有学生 60 人、专任教师 2 人，应有 3 人", "v (vocational) has 2 teachers for 60 pupils, 3 are asked"];
    let dual = [
        "v(中职) 专业课教师 1 人中双师型 0 人，按比例不应少于 1 人",
        "0 of the 1 vocational teachers of v (vocational) are double-qualified, at least 1 are asked",
    ];
    let bachelors = [
        "全区小学专任教师 2 人中本科及以上 1 人，按比例不应少于 2 人",
        "primary: 1 of the 2 teachers of the district have a bachelor's degree or above, at least 2 are asked",
    ];
    [
        breach("vocational-staff", district(&[("v", V, 60, 2)]), "v/vocational", few),
        breach("vocational-staff", simple, "v/vocational", dual),
        breach("degree-share", college, "primary", bachelors),
    ]
}

/// No key teacher of four in a new school, of five in a designated one; two beginners of four, and one experienced, in a new one.
fn breaches_in_schools() -> [Breach; 4] {
    let opened = |beginners: usize| {
        let mut records = district(&[("n", P, 80, 4)]);
        records.schools[0].opens = Some(tiny::YEAR);
        records.teachers.iter_mut().rev().take(beginners).for_each(|t| t.first_employed = Some(month(2025, 9)));
        records
    };
    let (mut beginners, mut young) = (opened(2), opened(1));
    honored(&mut beginners, &["n1"]);
    honored(&mut young, &["n1"]);
    young.teachers.iter_mut().skip(1).take(2).for_each(|t| t.first_employed = Some(month(2023, 9)));
    let mut designated = district(&[("r", J, 80, 5)]);
    designated.schools[0].priority = vec!["quality-junior".to_owned()];
    let no_key = [
        "新建学校 n(小学) 教师 4 人中骨干教师 0 人，按比例不应少于 1 人",
        "0 of the 4 teachers of the new school n (primary) are key teachers, at least 1 are asked",
    ];
    let too_new = [
        "新建学校 n(小学) 教师 4 人中新任教师 2 人，按比例不应多于 1 人",
        "2 of the 4 teachers of the new school n (primary) are beginners, at most 1 may be",
    ];
    let too_young = [
        "新建学校 n(小学) 教师 4 人中有经验的 1 人，按比例不应少于 2 人",
        "1 of the 4 teachers of the new school n (primary) are experienced, at least 2 are asked",
    ];
    let none = [
        "r(初中) 教师 5 人中骨干教师 0 人，按比例不应少于 1 人",
        "0 of the 5 teachers of r (junior) are key teachers, at least 1 are asked",
    ];
    [
        breach("new-schools", opened(0), "n/primary", no_key),
        breach("new-schools", beginners, "n/primary", too_new),
        breach("new-schools", young, "n/primary", too_young),
        breach("rural-junior", designated, "r/junior", none),
    ]
}

fn breaches() -> impl Iterator<Item = Breach> {
    breaches_in_subjects().into_iter().chain(breaches_in_staff()).chain(breaches_in_schools())
}

fn with(rule: &str, strength: &Strength) -> Policy {
    let mut policy = quiet();
    tiny::strength(&mut policy, rule, strength.clone());
    policy
}

#[test]
fn a_plan_that_breaks_one_of_these_rules_is_refused_with_the_reason() {
    // The same plan is lawful while the rule reports; hard, exactly one finding is Broken and says where, how much and what is asked.
    assert!(RULES.iter().all(|rule| breaches().any(|b| b.rule == *rule)), "every rule is broken once");
    for Breach { rule, records, teaches, place, amount, unit, sentence } in breaches() {
        let case = case(&records, &quiet());
        let mut plan: Plan = stay(&case);
        if let Some((id, kind)) = teaches {
            teach(&case, &mut plan, id, &[(kind, 500), ("math", 500)]);
        }
        let reported = evaluate(&case, &quiet(), &plan);
        assert!(reported.lawful, "{rule}: something else is broken: {:#?}", reported.findings.first());
        let said = evaluate(&case, &with(rule, &Strength::Hard), &plan);
        assert!(!said.lawful, "{rule} is broken and the plan passes");
        let thousandths = if unit == "person" { amount * 1000 } else { amount };
        let broken: Vec<_> = said.findings.iter().filter(|f| f.severity == Severity::Broken).collect();
        let told: Vec<_> = broken.iter().map(|f| (f.rule, f.place.as_str(), f.amount, f.unit)).collect();
        assert_eq!(told, [(rule, place, thousandths, unit)], "{rule}");
        assert_eq!([Lang::Zh, Lang::En].map(|lang| broken[0].text.render(lang)), sentence, "{rule}");
        // A shortfall that only costs is told the same way, as such.
        let soft = evaluate(&case, &with(rule, &Strength::Soft { tier: 0, weight: 3 }), &plan);
        let short = soft.findings.iter().filter(|f| f.rule == rule && f.severity == Severity::Short).count();
        assert!(soft.lawful && short == 1, "{rule}");
        assert_eq!(soft.tiers[0] - reported.tiers[0], 3 * amount, "{rule}: three for each");
    }
}

#[test]
fn where_nobody_may_come_the_rule_is_named_as_what_is_in_the_way() {
    // Everybody decided on and nobody to be hired: the hard rule cannot be met, and is the answer. Out of field nobody has to teach.
    for Breach { rule, records, place, .. } in breaches().filter(|b| b.rule != "out-of-field") {
        let conflicts = in_the_way(rule, records, |strength| with(rule, strength));
        let found: Vec<_> = conflicts.iter().map(|f| (f.rule, f.place.as_str())).collect();
        assert_eq!(found, [(rule, place)], "{rule}");
    }
}

#[test]
fn so_it_does_with_goals_and_weights_as_shipped() {
    // One sum of thousandths of a lesson, persons at 4,000 and minutes at 50: no plan at all is better than the engine's.
    let (agree, _, lawful) = compare_many(60, |seed| {
        let Tiny { case, mut policy, .. } = structure::tiny(seed);
        in_one_sum(&mut policy);
        compare_under(seed, &case, &policy)
    });
    assert!(agree >= 60 && 2 * lawful > 60, "{agree} cases, {lawful} lawful");
}

#[test]
fn the_engine_finds_the_best_of_all_plans_under_these_rules() {
    // At any strength and limit, no plan at all is better than the engine's, and the rules judge it as the program does.
    let wanted = if common::long("structure: 400 cases against all plans") { 400 } else { 120 };
    let (agree, fractional, lawful) = compare_many(wanted, |seed| {
        let Tiny { case, policy, .. } = structure::tiny(seed);
        compare_under(seed, &case, &policy)
    });
    println!("{agree} cases agree, {fractional} fractional, {lawful} with a lawful plan");
    assert!(agree >= wanted && 2 * lawful > wanted, "{agree} cases, {fractional} fractional, {lawful} lawful");
}
