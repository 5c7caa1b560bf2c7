//! Tiny cases small enough that every plan can be listed: made from a seed, with a policy, all plans, and the way from a plan
//! back to the columns of the program. Shared by `brute_force*.rs` and `rules*.rs`.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

pub mod balance;
pub mod compare;
pub mod deployment;
pub mod enumerate;
pub mod facts;
pub mod fairness;
pub mod hand;
pub mod lists;
pub mod people;
pub mod programme;
pub mod structure;
pub mod talents;
pub mod two_years;
pub mod values;

use junheng::domain::{Case, Fte, Records, SchoolYear};
use junheng::formulation::rules::{Admission, specs};
use junheng::formulation::{Formulation, decode, formulate};
use junheng::pipeline::{Ahead, Job};
use junheng::plan::Plan;
use junheng::plan::timetable::Terms as _;
use junheng::policy::{Param, Policy, Provenance, RuleSettings, Strength, TierSpec, Value};
use junheng::solver::{Outcome, Settings, Silent, Termination};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The planning year of every tiny case.
pub const YEAR: i32 = 2026;

/// A case with its policy.
pub struct Tiny {
    pub seed: u64,
    pub records: Records,
    pub case: Case,
    pub policy: Policy,
}

impl Tiny {
    /// Its plan of one year is asked for, each goal proven exactly.
    pub fn job(&self) -> Job {
        Job {
            records: self.records.clone(),
            year: SchoolYear(YEAR),
            years: 1,
            ahead: Ahead::All,
            sources: Vec::new(),
            policy: self.policy.clone(),
            settings: settings(),
        }
    }
}

/// The tiny case of `seed`.
pub fn tiny(seed: u64) -> Tiny {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let records = facts::records(&mut dice);
    let case = case(&records);
    let mut policy = annual();
    vary(&mut policy, &mut dice);
    Tiny { seed, records, case, policy }
}

pub fn case(records: &Records) -> Case {
    Case::from_records(records, SchoolYear(YEAR)).unwrap()
}

/// The yearly policy as shipped, in shares of half a person.
pub fn annual() -> Policy {
    let mut policy = Policy::parse(include_str!("../../models/annual.toml"), &specs()).unwrap();
    set(&mut policy, "teaching-time", "grain", Value::Number(500));
    policy
}

/// The rules of the district's programme beyond the balance, by group; each file has a policy and tiny cases for its own.
const GROUPS: [&[&str]; 5] = [programme::RULES, fairness::RULES, deployment::RULES, people::RULES, structure::RULES];

/// Ranks of goals: name, unit, small units in one of it and the rules.
const RANKS: [(&str, &str, i64, &[&str]); 5] = [
    ("coverage", "lesson", 1000, &["one-posting", "subject-coverage", "presence", "arts-taught", "labor-it-taught"]),
    (
        "quotas",
        "person",
        1,
        &[
            "surplus-reduction",
            "rotation-share",
            "key-teacher-share",
            "rotation-direction",
            "leader-terms",
            "certified-staff",
            "psychology-staff",
            "subject-loss",
            "clusters",
            "paired-schools",
            "published-plan",
        ],
    ),
    ("balance", "person", 1, &[]),
    ("priorities", "lesson", 1000, &["out-of-field", "priority-subjects", "priority-schools"]),
    ("disruption", "minute", 1, &["closing-points", "personal", "disruption"]),
];

/// Many goals one after the other, so that what is tested does not hide in one sum; rules of no rank go to the balance.
fn in_ranks(policy: &mut Policy) {
    let rank = |(name, unit, per_unit, _): &(&str, &str, i64, &[&str])| TierSpec {
        name: (*name).to_owned(),
        zh: (*name).to_owned(),
        en: (*name).to_owned(),
        unit: (*unit).to_owned(),
        per_unit: *per_unit,
        tolerance_ppm: 5000,
    };
    policy.tiers = RANKS.iter().map(rank).collect();
    let named = RANKS.iter().flat_map(|(.., rules)| *rules);
    named.for_each(|rule| assert!(policy.rules.contains_key(*rule), "{rule} is no rule of the programme"));
    let balance = tier(policy, "balance");
    for (name, settings) in &mut policy.rules {
        if let Strength::Soft { tier, weight } = &mut settings.strength {
            *tier = RANKS.iter().position(|(.., rules)| rules.contains(&name.as_str())).unwrap_or(balance);
            *weight = if name == "six-of-seven" { 2 } else { 1 };
        }
    }
}

/// The policy of the programme.
fn as_shipped() -> Policy {
    Policy::parse(include_str!("../../models/dazu-2027.toml"), &specs()).unwrap()
}

/// The goals and weights of the programme as shipped, without tolerance; a rule that is soft in `policy` only goes to the sum.
pub fn in_one_sum(policy: &mut Policy) {
    let shipped = as_shipped();
    let exact = |tier: TierSpec| TierSpec { tolerance_ppm: 0, ..tier };
    policy.tiers = shipped.tiers.into_iter().map(exact).collect();
    let last = policy.tiers.len() - 1;
    for (name, settings) in &mut policy.rules {
        if let Strength::Soft { tier, weight } = &mut settings.strength {
            match &shipped.rules[name].strength {
                Strength::Soft { tier: of, weight: by } => (*tier, *weight) = (*of, *by),
                _ => *tier = last,
            }
        }
    }
}

/// The policy of the programme as shipped but in ranks, in shares of half a person, with the rules of all groups but `own` only reporting.
pub fn of_programme(own: &[&str]) -> Policy {
    let mut policy = as_shipped();
    in_ranks(&mut policy);
    set(&mut policy, "teaching-time", "grain", Value::Number(500));
    for rule in GROUPS.into_iter().flatten().filter(|rule| !own.contains(rule)) {
        strength(&mut policy, rule, Strength::Report);
    }
    if own != deployment::RULES {
        set(&mut policy, "who-may-rotate", "cross_stage", Value::Flag(false));
    }
    policy
}

/// The same with `own`, the rules of the balance and the quotas of rotation only reporting.
pub fn quiet(own: &[&str]) -> Policy {
    let mut policy = of_programme(own);
    let quotas = ["rotation-share", "key-teacher-share", "surplus-reduction"];
    let rules = balance::RULES.iter().chain(own).chain(&quotas);
    rules.for_each(|rule| strength(&mut policy, rule, Strength::Report));
    policy
}

pub fn set(policy: &mut Policy, rule: &str, param: &str, value: Value) {
    policy.rules.get_mut(rule).unwrap().params.get_mut(param).unwrap().value = value;
}

pub fn strength(policy: &mut Policy, rule: &str, strength: Strength) {
    policy.rules.get_mut(rule).unwrap().strength = strength;
}

/// Lets who has rotated go back after so many years.
pub fn rotation_term(policy: &mut Policy, years: i64) {
    let years = Param { value: Value::Number(1000 * years), provenance: Provenance::Assumed("test".to_owned()) };
    let params = [("years".to_owned(), years)].into();
    policy.rules.insert("rotation-term".to_owned(), RuleSettings { strength: Strength::Hard, params });
}

/// Position of a tier by name.
pub fn tier(policy: &Policy, name: &str) -> usize {
    policy.tiers.iter().position(|t| t.name == name).unwrap()
}

fn vary(policy: &mut Policy, dice: &mut ChaCha8Rng) {
    let pick = |dice: &mut ChaCha8Rng, of: &[i64]| Value::Number(of[dice.random_range(0..of.len())] * 10);
    let (rotation, key) = (pick(dice, &[0, 10, 34, 50]), pick(dice, &[0, 20, 50, 100]));
    set(policy, "rotation-share", "share", rotation);
    set(policy, "key-teacher-share", "share", key);
    let loss = pick(dice, &[0, 15, 50, 100]);
    set(policy, "school-loss", "share", loss);
    let shed = pick(dice, &[20, 50, 100]);
    set(policy, "surplus-reduction", "share", shed);
    set(policy, "teaching-time", "small_unit_classes", Value::Number(1000 * dice.random_range(1..=4)));
    set(policy, "who-may-rotate", "cross_stage", Value::Flag(dice.random_bool(0.4)));
    set(policy, "presence", "pupils", Value::Number(1000 * dice.random_range(20..=200)));
    let each = Value::Number(500 * dice.random_range(1..=8));
    set(policy, "presence", "lessons_each", each);
    let quotas = tier(policy, "quotas");
    let soft = |weight| Strength::Soft { tier: quotas, weight };
    if dice.random_bool(0.3) {
        strength(policy, "establishment", soft(2));
    }
    if dice.random_bool(0.3) {
        strength(policy, "school-loss", soft(3));
    }
    if dice.random_bool(0.1) {
        strength(policy, "surplus-reduction", Strength::Hard);
    }
    if dice.random_bool(0.1) {
        strength(policy, "rotation-share", Strength::Hard);
    }
    if dice.random_bool(0.1) {
        strength(policy, "key-teacher-share", Strength::Hard);
    }
    if dice.random_bool(0.1) {
        strength(policy, "presence", Strength::Hard);
    }
    if dice.random_bool(0.1) {
        strength(policy, "presence", Strength::Report);
    }
}

/// What the engine makes of a case: formulated, solved to the last unit, decoded.
pub struct Answer {
    pub formulation: Formulation,
    pub outcome: Outcome,
    pub plan: Option<Plan>,
}

pub fn settings() -> Settings {
    Settings { gap_ppm: Some(0), ..Settings::default() }
}

pub fn answer(case: &Case, policy: &Policy) -> Answer {
    let formulation = formulate(case, policy);
    let outcome = junheng::solver::solve(&formulation.program, &settings(), None, &Silent);
    assert!(matches!(outcome.termination, Termination::Proven | Termination::Infeasible), "{:?}", outcome.termination);
    let plan =
        outcome.solution.as_ref().map(|values| decode::decode(case, &formulation, values, grain(case, policy), 1));
    Answer { formulation, outcome, plan }
}

pub fn grain(case: &Case, policy: &Policy) -> Fte {
    Admission::new(case, policy).grain()
}

/// Values of the tiers as the solver states them.
pub fn stated(outcome: &Outcome) -> Vec<i64> {
    outcome.tiers.iter().map(|tier| tier.value).collect()
}
