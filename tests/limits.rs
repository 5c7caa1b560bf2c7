//! Limits on people moved and hired: what they count, that the engine keeps them, and that it agrees with the list of all plans on random cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::Stage;
use junheng::plan::MoveKind;
use junheng::policy::{Param, Policy, Provenance, RuleSettings, Strength, Value};
use junheng::scenario::{Scenario, apply};
use tiny::compare::{compare_many, compare_under};
use tiny::hand::{assess, case, district, hired, measured, moved};
use tiny::people::quiet;
use tiny::{Tiny, tiny};

/// The policy with a limit.
fn limited(mut policy: Policy, rule: &str, most: i64, strength: Strength) -> Policy {
    let param = Param { value: Value::Number(most * 1000), provenance: Provenance::Assumed("test".to_owned()) };
    let params = [("most".to_owned(), param)].into_iter().collect();
    policy.rules.insert(rule.to_owned(), RuleSettings { strength, params });
    policy
}

#[test]
fn people_moved_and_hired_are_counted_by_hand() {
    // Two people go, one is allowed: one too many. Three are hired, two are allowed: one too many.
    let records = district(&[("a", Stage::Primary, 80, 3), ("b", Stage::Primary, 80, 1)]);
    let policy = limited(limited(quiet(), "moves-limit", 1, Strength::Hard), "hires-limit", 2, Strength::Hard);
    let case = case(&records, &policy);
    let two = moved(&case, &[("a1", "b/primary", MoveKind::Rotate), ("a2", "b/primary", MoveKind::Rotate)]);
    let found = assess(&case, &policy, "moves-limit", &two);
    assert_eq!((found.violation, measured(&found, "moves-against-limit", "district", "")), (1, Some(2000)));
    let one = moved(&case, &[("a1", "b/primary", MoveKind::Rotate)]);
    assert_eq!(assess(&case, &policy, "moves-limit", &one).violation, 0);
    let found = assess(&case, &policy, "hires-limit", &hired(&case, "b/primary", "math", 3));
    assert_eq!((found.violation, measured(&found, "hires-against-limit", "district", "")), (1, Some(3000)));
    assert_eq!(assess(&case, &policy, "hires-limit", &hired(&case, "b/primary", "math", 2)).violation, 0);
}

#[test]
fn under_limits_no_plan_at_all_is_better_than_the_engines() {
    // Random tiny cases, one move and one hire allowed, hard or soft: the same values as the list of all plans.
    let compare = |seed: u64| {
        let Tiny { case, policy, .. } = tiny(seed);
        let most = i64::try_from(seed % 3).unwrap();
        let soft = Strength::Soft { tier: 1, weight: 2 };
        let strength = |hard: bool| if hard { Strength::Hard } else { soft.clone() };
        let policy = limited(policy, "moves-limit", most, strength(seed.is_multiple_of(2)));
        compare_under(seed, &case, &limited(policy, "hires-limit", 1, strength(seed % 4 < 2)))
    };
    let (agree, _, lawful) = compare_many(200, compare);
    assert!(agree >= 200 && lawful >= 120, "{agree} cases, {lawful} with a lawful plan");
}

#[test]
fn without_the_limit_more_people_move() {
    // Some case is found whose best plan moves more people, or hires more, than the limit as soon as it is off.
    let bites = |rule: &str| {
        (0..400).any(|seed| {
            let Tiny { case, policy, .. } = tiny(seed);
            let free = limited(policy.clone(), rule, 0, Strength::Report);
            let held = limited(policy, rule, 0, Strength::Hard);
            let violation =
                |policy: &Policy| Some(assess(&case, policy, rule, &tiny::answer(&case, policy).plan?).violation);
            violation(&held) == Some(0) && violation(&free).is_some_and(|excess| excess > 0)
        })
    };
    assert!(bites("moves-limit") && bites("hires-limit"));
}

#[test]
fn a_scenario_may_limit_what_a_plan_takes() {
    // The rule comes into a policy that did not have it, or replaces the strength that it had; what cannot be limited is refused.
    let annual = include_str!("../models/annual.toml");
    let records = district(&[("a", Stage::Primary, 80, 1)]);
    let after = |change: &str| {
        let head = "name = \"few\"\ntitle = { zh = \"少\", en = \"few\" }\n[[change]]\nkind = \"limit\"\n";
        apply(&[Scenario::parse(&format!("{head}{change}"), "x.toml").unwrap()], &records, annual)
    };
    for (what, rule, param) in
        [("moves", "moves-limit", "most"), ("hires", "hires-limit", "most"), ("yuan", "budget", "yuan")]
    {
        let changed = after(&format!("what = \"{what}\"\nmost = 7\n")).unwrap();
        let policy = junheng::pipeline::policy(&changed.policy).unwrap();
        let settings = &policy.rules[rule];
        assert_eq!((settings.strength.clone(), settings.whole(param)), (Strength::Hard, 7), "{what}");
    }
    // Money is counted in yuan: hundreds of millions are no slip.
    assert!(after("what = \"yuan\"\nmost = 300000000\n").is_ok());
    assert!(format!("{:?}", after("what = \"money\"\nmost = 7\n").unwrap_err()).contains("unknown-limit"));
}
