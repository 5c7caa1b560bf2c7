//! A plan made by hand that breaks one of the rules on clusters, closing points, paired schools, personal burdens, decided cases and
//! published plans is lawful while the rule only reports and refused as soon as it is hard, with the rule's name, the place, the amount and
//! a sentence. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::PublishedRecord;
use junheng::domain::words::Setting;
use junheng::domain::{Minutes, Records, Stage};
use junheng::messages::Lang;
use junheng::plan::MoveKind::{self, Release, Rotate};
use junheng::plan::Severity;
use junheng::policy::{Policy, Strength, Value};
use junheng::verify::evaluate;
use tiny::hand::{case, district, in_the_way, moved, person};
use tiny::people::{RULES, quiet};

const P: Stage = Stage::Primary;

/// One rule broken once: the facts, the plan, and what must be found.
struct Breach {
    rule: &'static str,
    records: Records,
    moves: Vec<(&'static str, &'static str, MoveKind)>,
    place: &'static str,
    /// Persons or minutes.
    amount: (i64, &'static str),
    sentence: [&'static str; 2],
}

/// Two schools with two people each.
fn two(change: impl FnOnce(&mut Records)) -> Records {
    let mut records = district(&[("a", P, 80, 2), ("b", P, 80, 2)]);
    change(&mut records);
    records
}

/// A breach by a1, who rotates from a to b.
fn breach(rule: &'static str, records: Records, sentence: [&'static str; 2]) -> Breach {
    Breach { rule, records, moves: vec![("a1", "b/primary", Rotate)], place: "a1", amount: (1, "person"), sentence }
}

/// The table `published` with one row of a1.
fn published(school: &str) -> Records {
    two(|r| {
        let (teacher, school) = ("a1".to_owned(), school.to_owned());
        r.published.push(PublishedRecord { teacher, school, stage: P, year: None });
    })
}

/// Out of the cluster; 35 minutes from home instead of 20; nobody for the rural school; hardship.
fn burdens() -> [Breach; 4] {
    let closed = two(|r| {
        r.schools[0].closes = Some(tiny::YEAR);
        r.travel[0].minutes = Some(Minutes::whole(35));
        person(r, "a2").pinned = Some("b".to_owned());
    });
    let pair = two(|r| (r.schools[1].setting, r.schools[1].paired_with) = (Setting::Rural, Some("a".to_owned())));
    let clustered = two(|r| r.schools[0].cluster = Some("东片".to_owned()));
    let hard = two(|r| person(r, "a1").hardship = true);
    let out = "a1, an ordinary teacher, is sent to b (primary), outside the cluster 东片";
    let near = "a1 因撤并被安置到 b(小学)，离住处比 20 分钟远 15 分钟";
    let far = "a1, whose unit closes, is placed at b (primary), 15 minutes farther from home than 20";
    let few = "a sends 0 to its paired school b, 1 are asked, 1 too few";
    let hardship = "a1, who has a recognized hardship, is sent to b (primary)";
    [
        breach("clusters", clustered, ["普通教师 a1 被调往东片以外的 b(小学)", out]),
        Breach {
            moves: vec![("a1", "b/primary", Release), ("a2", "b/primary", MoveKind::Transfer)],
            amount: (15, "minute"),
            ..breach("closing-points", closed, [near, far])
        },
        Breach {
            moves: Vec::new(),
            place: "a|b",
            ..breach("paired-schools", pair, ["a 向结对学校 b 派出 0 人，应派 1 人，差 1 人", few])
        },
        Breach {
            amount: (120, "minute"), ..breach("personal", hard, ["a1 有特殊困难，被调往 b(小学)", hardship])
        },
    ]
}

/// These; a change of what was published, where none is allowed; a forbidden school.
fn breaches() -> Vec<Breach> {
    let forbidden = two(|r| person(r, "a1").forbidden = vec!["b".to_owned()]);
    let changed = "已公布去处的 1 人中改动 1 人，多于 0 人，超出 1 人";
    let more = "1 of the 1 people published are posted elsewhere, more than 0: 1 too many";
    let barred = "a1 is sent to b (primary), which is forbidden";
    let decided = [
        Breach { place: "", ..breach("published-plan", published("a"), [changed, more]) },
        breach("decided-cases", forbidden, ["a1 被安排到不得调往的 b(小学)", barred]),
    ];
    burdens().into_iter().chain(decided).collect()
}

fn with(rule: &str, strength: &Strength) -> Policy {
    let mut policy = quiet();
    tiny::set(&mut policy, "published-plan", "most", Value::Number(0));
    tiny::strength(&mut policy, rule, strength.clone());
    policy
}

#[test]
fn a_plan_that_breaks_one_of_these_rules_is_refused_with_the_reason() {
    // The same plan is lawful while the rule reports; hard, exactly one finding is Broken and says where, how much and what is asked.
    assert!(breaches().iter().map(|b| b.rule).eq(RULES.iter().copied()), "every rule, once");
    for Breach { rule, records, moves, place, amount: (amount, unit), sentence } in breaches() {
        let (report, hard) = (with(rule, &Strength::Report), with(rule, &Strength::Hard));
        let case = case(&records, &hard);
        let plan = moved(&case, &moves);
        let reported = evaluate(&case, &report, &plan);
        assert!(reported.lawful, "{rule}: something else is broken: {:#?}", reported.findings.first());
        let said = evaluate(&case, &hard, &plan);
        assert!(!said.lawful, "{rule} is broken and the plan passes");
        let broken: Vec<_> = said.findings.iter().filter(|f| f.severity == Severity::Broken).collect();
        let told: Vec<_> = broken.iter().map(|f| (f.rule, f.place.as_str(), f.amount, f.unit)).collect();
        assert_eq!(told, [(rule, place, amount * 1000, unit)], "{rule}");
        assert_eq!([Lang::Zh, Lang::En].map(|lang| broken[0].text.render(lang)), sentence, "{rule}");
        // A shortfall that only costs is told the same way, as such.
        let soft = evaluate(&case, &with(rule, &Strength::Soft { tier: 0, weight: 3 }), &plan);
        let short: Vec<_> = soft.findings.iter().filter(|f| f.rule == rule && f.severity == Severity::Short).collect();
        assert!(soft.lawful && short.len() == 1 && short[0].amount == amount * 1000, "{rule}: {short:?}");
        assert_eq!(soft.tiers[0] - reported.tiers[0], 3 * amount, "{rule}: three for each");
    }
}

#[test]
fn where_nobody_may_go_the_rule_is_named_as_what_is_in_the_way() {
    // Everybody decided on for the own school: the pair gets nobody, and a plan that was published for another school is changed.
    let pair = breaches().into_iter().find(|b| b.rule == "paired-schools").unwrap().records;
    let elsewhere = published("b");
    for (rule, records, place) in [("paired-schools", pair, "a|b"), ("published-plan", elsewhere, "")] {
        let conflicts = in_the_way(rule, records, |strength| with(rule, strength));
        let found: Vec<_> = conflicts.iter().map(|f| (f.rule, f.place.as_str(), f.amount)).collect();
        assert_eq!(found, [(rule, place, 1000)], "{rule}");
    }
}
