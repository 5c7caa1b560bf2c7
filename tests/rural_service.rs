//! Who owes years in the country for a title or an honor goes there first: who owes them, whom the engine sends, and that it agrees with the
//! list of all plans on random cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::{Records, RoundRecord};
use junheng::domain::words::{Award, Setting};
use junheng::domain::{Case, Norms, SchoolYear, Stage};
use junheng::formulation::carry::Carry;
use junheng::formulation::columns::Path;
use junheng::plan::MoveKind;
use junheng::policy::{Policy, RuleSettings, Strength};
use rayon::prelude::*;
use std::collections::BTreeMap;
use tiny::compare::{compare_many, compare_under};
use tiny::facts::month;
use tiny::hand::{case, district, person};
use tiny::people::quiet;
use tiny::talents::round;
use tiny::two_years::{Agreed, agreed};
use tiny::{Tiny, YEAR, answer};

/// The policy with the rule, soft in a tier.
fn with_rule(mut policy: Policy, tier: &str) -> Policy {
    let strength = Strength::Soft { tier: tiny::tier(&policy, tier), weight: 1 };
    policy.rules.insert("rural-service".to_owned(), RuleSettings { strength, params: BTreeMap::new() });
    policy
}

/// A round for seniors to be in December 2028: a year in the country.
fn a_year_in_the_country() -> RoundRecord {
    RoundRecord { rural_years: Some(1), max_age: Some(50), ..round(Award::Senior, 2028, 12, 5, 500) }
}

/// One class of 6 lessons and two people at a, 12 lessons and nobody in the country at c.
fn country() -> Records {
    let mut records = district(&[("a", Stage::Primary, 80, 2), ("c", Stage::Primary, 80, 0)]);
    records.channels.clear();
    records.enrollment[0].classes = Some(1);
    records.enrollment[1].classes = Some(2);
    records.schools[1].setting = Setting::Rural;
    records.honors = vec![a_year_in_the_country()];
    records
}

/// What the people of `records` owe, by code.
fn owed(records: &Records, year: i32) -> Vec<i64> {
    let case = Case::from_records(records, SchoolYear(year)).unwrap();
    case.teachers.iter().map(|teacher| teacher.rural_owed).collect()
}

#[test]
fn of_two_teachers_the_one_who_owes_a_year_goes() {
    // One of the two is needed at c; the other has served a year in the country already.
    for served in ["a1", "a2"] {
        let mut records = country();
        person(&mut records, served).rural_years = 1;
        let policy = with_rule(quiet(), "disruption");
        let case = case(&records, &policy);
        let plan = answer(&case, &policy).plan.unwrap();
        let moved = plan.postings.iter().filter(|p| p.moved.is_some());
        let moved: Vec<&str> = moved.map(|p| case.teachers[p.teacher.at()].record.id.as_str()).collect();
        assert_eq!(moved, [if served == "a1" { "a2" } else { "a1" }]);
    }
}

#[test]
fn who_owes_nothing_is_sent_all_the_same_where_needed() {
    // The rule chooses among those who go; where nobody owes a year somebody goes and is counted once.
    let mut records = country();
    records.honors.clear();
    let policy = with_rule(quiet(), "disruption");
    let case = case(&records, &policy);
    let plan = answer(&case, &policy).plan.unwrap();
    assert_eq!(plan.postings.iter().filter(|p| p.moved.is_some()).count(), 1);
    let verdict = junheng::verify::evaluate(&case, &policy, &plan);
    let part = verdict.parts.iter().find(|part| part.rule == "rural-service").unwrap();
    assert_eq!(part.amount, 1);
}

#[test]
fn years_are_owed_only_where_nothing_else_is_lacking_and_there_is_time() {
    // A year from September 2026 on is over before December 2028, in 2028 it begins too late; two more years would be in time, three not.
    let records = country();
    assert_eq!(owed(&records, 2026), [1, 1]);
    assert_eq!(owed(&records, 2028), [0, 0]);
    let of = |change: fn(&mut Records)| {
        let mut records = country();
        change(&mut records);
        owed(&records, 2026)[0]
    };
    assert_eq!(of(|r| r.honors[0].rural_years = Some(2)), 2);
    assert_eq!(of(|r| r.honors[0].rural_years = Some(3)), 0);
    assert_eq!(of(|r| r.honors[0].places = 0), 0);
    assert_eq!(of(|r| r.teachers[0].rural_years = 1), 0);
    assert_eq!(of(|r| r.teachers[0].birth = month(1977, 1)), 0);
    assert_eq!(of(|r| r.schools[0].setting = Setting::Rural), 0);
    // Of two rounds the one that asks for less.
    let both = |r: &mut Records| {
        r.honors[0].rural_years = Some(2);
        r.honors.push(a_year_in_the_country());
    };
    assert_eq!(of(both), 1);
}

#[test]
fn a_year_served_by_the_plan_is_owed_no_more() {
    // Of two years that are owed one is served in the country, or none at home.
    let mut records = country();
    records.honors[0].rural_years = Some(2);
    records.honors[0].date = month(2030, 12);
    let cases = Case::horizon(&records, SchoolYear(YEAR), 2, &Norms::default()).unwrap();
    let (policy, teacher) = (quiet(), &cases[0].teachers[0]);
    let carry = Carry::new(&cases, &policy);
    let c = cases[0].units_ix().find(|(_, unit)| unit.code.starts_with('c')).unwrap().0;
    let after = |path| carry.person(0, teacher, path).unwrap();
    let (home, sent) = (after(Path::Stay), after(Path::Move(c, MoveKind::Rotate)));
    // Who is in the country owes nothing while there: the years go on.
    assert_eq!((home.rural_owed, sent.rural_owed, sent.record.rural_years), (2, 0, 1));
}

#[test]
fn the_engine_agrees_with_the_list_of_all_plans() {
    // Random cases of a handful of people, some in the country, with the rule in the goal of quotas or of balance.
    let compare = |seed: u64| {
        let Tiny { mut records, policy, .. } = tiny::people::tiny(seed);
        records.honors = vec![a_year_in_the_country()];
        let policy = with_rule(policy, if seed.is_multiple_of(2) { "quotas" } else { "balance" });
        compare_under(seed, &tiny::case(&records), &policy)
    };
    let (agree, _, lawful) = compare_many(100, compare);
    assert!(agree >= 100 && lawful > 50, "{agree} cases, {lawful} with a lawful plan");
}

#[test]
fn the_best_pair_of_plans_knows_who_still_owes_a_year() {
    // Two years at once against every pair of plans, every other school in the country: a year served in the first is owed no more in the second.
    let make = |seed: u64| {
        let mut tiny = tiny::tiny(seed);
        tiny.records.schools.iter_mut().step_by(2).for_each(|school| school.setting = Setting::Rural);
        tiny.records.honors = vec![a_year_in_the_country()];
        let last = tiny.policy.tiers.last().unwrap().name.clone();
        tiny.policy = with_rule(tiny.policy, &last);
        agreed(&tiny)
    };
    let (mut all, mut lawful, mut seed) = (0, 0, 0);
    while all < 40 {
        let batch: Vec<Agreed> = (seed..seed + 64).into_par_iter().filter_map(make).collect();
        all += batch.len();
        lawful += batch.iter().filter(|agreed| !agreed.values.is_empty()).count();
        seed += 64;
    }
    assert!(lawful * 10 >= all * 7, "{lawful} of {all} have a lawful plan");
}
