//! Mutants of `build`: signs, bounds, coefficients and dropped terms of every rule of a group, one at a time. Each has to be
//! noticed by the comparison of program and `assess` over the plans of tiny cases, at least nine of ten in every rule.
//!
//! A mutant changes one sort of entry in all rows that the rule declares or reads, or in its prices, as a slip in the code would.
//! Not here, because what they decide is who and what is listed at all, not a row: `certificate`, `who-may-rotate`, `reach`,
//! `teaching-time`, `balance-scope`. Rows of `subject-coverage` that only tighten the relaxation (`person_cuts`) change no
//! plan as long as they are loose, which no plan can tell; that they are never too tight is shown by `brute_force.rs`.

mod common;
mod tiny;

use junheng::domain::{Case, Fte};
use junheng::formulation::columns::HireColumn;
use junheng::formulation::{Formulation, formulate, rules};
use junheng::plan::{Hire, Plan};
use junheng::policy::{Policy, Strength, TierSpec};
use junheng::program::{Column, Program, Row};
use junheng::verify::evaluate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tiny::enumerate::Enumeration;
use tiny::{Tiny, balance, deployment, fairness, grain, people, programme, strength, structure};

/// Rules that are looked at together: a generator of cases on which they matter, the rules, and which of them the quick test takes.
struct Group {
    tiny: fn(u64) -> Tiny,
    rules: &'static [&'static str],
    quick: &'static [&'static str],
}

const GROUPS: &[Group] = &[
    Group { tiny: balance::tiny, rules: balance::RULES, quick: &["six-of-seven", "difference-coefficient"] },
    Group { tiny: fairness::tiny, rules: fairness::RULES, quick: &["mentor"] },
    Group { tiny: programme::tiny, rules: programme::RULES, quick: &["accounting-staff"] },
    Group { tiny: deployment::tiny, rules: DEPLOYMENT, quick: &["budget"] },
    Group { tiny: people::tiny, rules: PEOPLE, quick: &["paired-schools"] },
    Group { tiny: structure::tiny, rules: structure::RULES, quick: &["rural-junior"] },
    Group { tiny: tiny::tiny, rules: ANNUAL, quick: &["hiring", "priority-schools"] },
];

/// The rules of the yearly plan; those on the direction of moves and on terms are in the group of the balance.
const ANNUAL: &[&str] = &[
    "one-posting",
    "subject-coverage",
    "presence",
    "establishment",
    "surplus-reduction",
    "hiring",
    "rotation-share",
    "key-teacher-share",
    "school-loss",
    "priority-subjects",
    "priority-schools",
    "disruption",
    "hiring-cost",
];

/// Of the rules on deployment, `shared-teachers` has no row: it says what is listed.
const DEPLOYMENT: &[&str] = &["cross-stage", "retraining", "budget", "psychology-staff", "special-staff"];

/// Of the rules on people, `decided-cases` says what is listed.
const PEOPLE: &[&str] = &["clusters", "closing-points", "paired-schools", "personal", "published-plan"];

/// Rules that find the same in all plans of a case, or nearly.
const SAME: &[&str] = &["class-size", "certified-staff"];
/// Rules whose prices stand at the missing lessons.
const OF_LESSONS: &[&str] = &["subject-coverage", "priority-subjects", "priority-schools"];

/// Seeds looked at for cases, most cases per rule and strength, and plans per case.
const SEEDS: u64 = 1_500;
const CASES: usize = 90;
const PLANS: usize = 100;

/// A case with some of its plans and what the rules say of each.
struct Witness {
    case: Case,
    policy: Policy,
    formulation: Formulation,
    plans: Vec<(Plan, bool, Vec<i64>)>,
}

/// What is done to the entries of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Drop,
    Negate,
    Double,
}

/// One slip.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mutant {
    /// Entries of a sort of column in the rows.
    Terms(String, Change),
    /// Prices of a sort of column in the tier of the rule.
    Costs(String, Change),
    /// Sides of the rows: lower or upper, by how much; none drops it.
    Side(bool, Option<i64>),
    /// Limits on spread: the limit itself, the first member left out, the sizes.
    Limit(i64),
    Member,
    Weight,
    Scale,
    /// Pays for a breach, or not.
    Slack,
    /// Opens what a hard rule forbids.
    Open,
}

/// The sort of a column: kind of path, hire, stock, choice or slack.
fn sort(name: &str) -> String {
    let parts: Vec<&str> = name.split('|').collect();
    match parts[0] {
        "path" => format!("path:{}", parts[3].split(':').next().unwrap_or_default()),
        other => other.to_owned(),
    }
}

/// Stocks that a rule reads are said by it, too.
fn is_of(row: &Row, rule: &str) -> bool {
    let stocks: &[&str] = match rule {
        "six-of-seven" | "difference-coefficient" => &["degree-above-standard", "key-teachers", "pe-arts-teachers"],
        _ => &[rule],
    };
    (row.name.rule == rule && !row.name.place.ends_with("|persons"))
        || (row.name.rule == "stock" && stocks.iter().any(|s| row.name.place.starts_with(&format!("{s}|"))))
}

fn changed(a: i64, change: Change) -> i64 {
    match change {
        Change::Drop => 0,
        Change::Negate => -a,
        Change::Double => 2 * a,
    }
}

/// The step in which the sums of a row can change, slacks apart: a side moved by less is the same side.
fn step(program: &Program, row: &Row) -> i64 {
    let decisions = row.terms.iter().filter(|(col, _)| !program.columns[col.at()].name.starts_with("slack|"));
    decisions.fold(0, |all, &(_, a)| gcd(all, a.abs())).max(1)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Every slip that means something in one of the programs.
fn mutants(witnesses: &[Witness], rule: &str, tier: usize) -> BTreeSet<Mutant> {
    let mut all = BTreeSet::new();
    for program in witnesses.iter().map(|w| &w.formulation.program) {
        for row in program.rows.iter().filter(|row| is_of(row, rule)) {
            for (col, _) in &row.terms {
                let sort = sort(&program.columns[col.at()].name);
                all.extend([Change::Drop, Change::Negate].map(|c| Mutant::Terms(sort.clone(), c)));
                // Where one person is all that is asked, two are as good.
                if !(row.name.rule == rule && row.lower == Some(1) && row.upper.is_none()) {
                    all.insert(Mutant::Terms(sort, Change::Double));
                }
            }
            if row.name.rule == "stock" {
                continue;
            }
            for lower in [true, false] {
                if if lower { row.lower } else { row.upper }.is_some() {
                    all.extend([Some(1), Some(-1), None].map(|by| Mutant::Side(lower, by)));
                }
            }
        }
        for (col, _) in &program.tiers[tier].terms {
            let sort = sort(&program.columns[col.at()].name);
            all.extend([Change::Drop, Change::Double].map(|c| Mutant::Costs(sort.clone(), c)));
        }
        if program.columns.iter().any(|column| is_shut(column, rule)) {
            all.insert(Mutant::Open);
        }
        if !program.cones.is_empty() {
            all.extend([Mutant::Limit(60), Mutant::Limit(-60), Mutant::Member, Mutant::Weight, Mutant::Scale]);
            if program.cones.iter().any(|cone| cone.slack.is_some()) {
                all.insert(Mutant::Slack);
            }
        }
    }
    all
}

/// Whether nobody may take what was listed, or no lesson may be missed.
fn is_shut(column: &Column, rule: &str) -> bool {
    let sort = column.name.split('|').next().unwrap_or_default();
    column.upper == 0 && (["path", "hire"].contains(&sort) || (sort == "short" && OF_LESSONS.contains(&rule)))
}

fn in_rows(program: &mut Program, rule: &str, mutant: &Mutant) {
    let names: Vec<String> = program.columns.iter().map(|c| sort(&c.name)).collect();
    let steps: Vec<i64> = program.rows.iter().map(|row| step(program, row)).collect();
    for (row, step) in program.rows.iter_mut().zip(steps).filter(|(row, _)| is_of(row, rule)) {
        let own = row.name.rule == rule;
        match mutant {
            Mutant::Terms(sort, change) => {
                for (col, a) in row.terms.iter_mut().filter(|(col, _)| names[col.at()] == *sort) {
                    let _ = col;
                    *a = changed(*a, *change);
                }
                row.terms.retain(|&(_, a)| a != 0);
            }
            Mutant::Side(true, by) if own => row.lower = row.lower.zip(*by).map(|(side, by)| side + step * by),
            Mutant::Side(false, by) if own => row.upper = row.upper.zip(*by).map(|(side, by)| side + step * by),
            _ => {}
        }
    }
}

fn apply(program: &mut Program, rule: &str, tier: usize, mutant: &Mutant) {
    in_rows(program, rule, mutant);
    let names: Vec<String> = program.columns.iter().map(|c| sort(&c.name)).collect();
    if let Mutant::Costs(sort, change) = mutant {
        for (_, cost) in program.tiers[tier].terms.iter_mut().filter(|(col, _)| names[col.at()] == *sort) {
            *cost = changed(*cost, *change);
        }
    }
    if *mutant == Mutant::Open {
        program.columns.iter_mut().filter(|c| is_shut(c, rule)).for_each(|column| column.upper = 9);
    }
    for cone in &mut program.cones {
        match mutant {
            Mutant::Limit(by) => cone.limit = (cone.limit + by).max(0),
            Mutant::Member => drop(cone.members.remove(0)),
            Mutant::Weight => cone.members[0].weight += 40,
            Mutant::Scale => cone.members[0].scale.0 *= 2,
            Mutant::Slack => cone.slack = None,
            _ => {}
        }
    }
}

/// `policy` with a tier of its own for `rule`, soft or hard, all others only reporting but those that say what is listed. Nobody would
/// teach out of field if nothing were missing otherwise.
fn alone(mut policy: Policy, rule: &str, hard: bool) -> Policy {
    let (name, zh, en, unit) = ("own".to_owned(), "own".to_owned(), "own".to_owned(), "small unit".to_owned());
    policy.tiers.push(TierSpec { name, zh, en, unit, per_unit: 1, tolerance_ppm: 0 });
    let lists = |name: &str| rules::LIST.iter().any(|entry| entry.spec.listing && entry.spec.name == name);
    for (name, settings) in &mut policy.rules {
        let needed = rule == "out-of-field" && name == "subject-coverage";
        if !needed && !lists(name) && settings.strength != Strength::Off {
            settings.strength = Strength::Report;
        }
    }
    let soft = Strength::Soft { tier: policy.tiers.len() - 1, weight: 3 };
    strength(&mut policy, rule, if hard { Strength::Hard } else { soft });
    policy
}

/// Plans that a list of sensible plans leaves out: somebody posted twice or not at all; one more hire than there was.
fn senseless(rule: &str, formulation: &Formulation, plan: &Plan) -> Vec<Plan> {
    let mut plans = Vec::new();
    if rule == "one-posting" {
        let (mut none, mut twice) = (plan.clone(), plan.clone());
        twice.postings.extend(none.postings.pop());
        plans.extend([none, twice]);
    }
    if rule == "hiring" {
        plans.extend(formulation.years[0].decisions.hires.iter().map(|hire| one_more(hire, plan)));
    }
    plans
}

/// The plan with one more hire, all of whose time goes to the subject of the hire.
fn one_more(hire: &HireColumn, plan: &Plan) -> Plan {
    let mut more = plan.clone();
    let one = Hire { unit: hire.unit, kind: hire.kind, channel: hire.channel, count: 0, shares: Vec::new() };
    let known = more.hires.iter().position(|h| (h.unit, h.kind, h.channel) == (one.unit, one.kind, one.channel));
    let at = known.unwrap_or(more.hires.len());
    if known.is_none() {
        more.hires.push(one);
    }
    let grown = &mut more.hires[at];
    grown.count += 1;
    match grown.shares.iter_mut().find(|(kind, _)| *kind == hire.kind) {
        Some((_, time)) => *time += Fte::whole(1),
        None => grown.shares.push((hire.kind, Fte::whole(1))),
    }
    more
}

/// All plans of a case that is small enough.
fn plans(case: &Case, policy: &Policy, rule: &str, formulation: &Formulation) -> Vec<Plan> {
    let all = Enumeration::new(case, policy, grain(case, policy), false);
    if all.size() > 200 || all.size() < 3 {
        return Vec::new();
    }
    let mut plans = Vec::new();
    all.each(&mut |_, plan| plans.push(plan.clone()));
    let senseless: Vec<Plan> = plans.iter().flat_map(|plan| senseless(rule, formulation, plan)).collect();
    plans.extend(senseless);
    plans
}

/// Cases with `rule` alone in a tier of its own, soft or hard.
fn witnesses(group: &Group, rule: &str, hard: bool) -> Vec<Witness> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..SEEDS {
        let Tiny { case, policy, .. } = (group.tiny)(seed);
        let policy = alone(policy, rule, hard);
        let formulation = formulate(&case, &policy);
        let plans = plans(&case, &policy, rule, &formulation);
        // Cases in which the plans differ by this rule, where that is to be found.
        let active = rules::active(&case, &policy).into_iter().find(|a| a.entry.spec.name == rule).expect("it is on");
        let violations: BTreeSet<i64> =
            plans.iter().map(|plan| active.rule.assess(&case, &policy, plan).violation).collect();
        if plans.is_empty() || (violations.len() < 2 && !SAME.contains(&rule)) {
            continue;
        }
        let step = plans.len() / PLANS + 1;
        let judged = plans.into_iter().step_by(step).map(|plan| {
            let verdict = evaluate(&case, &policy, &plan);
            (plan, verdict.lawful, verdict.tiers)
        });
        let plans: Vec<_> = judged.collect();
        // What breaks another rule says nothing of this one.
        let relevant = plans.iter().filter(|(_, lawful, _)| hard || *lawful).count();
        // The second half are cases with decisions that were rare so far: a unit that closes, a change of stage, hires.
        let columns = formulation.program.columns.iter().map(|column| sort(&column.name));
        let sorts: BTreeSet<String> = columns.filter(|s| s.starts_with("path:") || s == "hire").collect();
        let rare = sorts.iter().any(|sort| seen.get(sort).is_none_or(|&cases| cases < CASES / 2));
        if relevant > 1 && (rare || found.len() < CASES / 2) {
            for sort in sorts {
                *seen.entry(sort).or_default() += 1;
            }
            found.push(Witness { case, policy, formulation, plans });
        }
        if found.len() == CASES {
            return found;
        }
    }
    found
}

/// Whether program and rules say the same of all plans.
fn agrees(witness: &Witness, formulation: &Formulation) -> bool {
    let grain = grain(&witness.case, &witness.policy);
    witness.plans.iter().all(|(plan, lawful, tiers)| {
        let Ok(values) = tiny::values::values(&witness.case, formulation, plan, grain) else { return !lawful };
        let passes = formulation.program.check(&values).is_none();
        passes == *lawful && (!passes || formulation.program.values(&values) == *tiers)
    })
}

/// How many slips were tried, and those that nothing noticed.
fn unnoticed(group: &Group, rule: &str) -> (usize, Vec<String>) {
    // Without its rows any number of people could be hired: nobody lists the plans of that. What lists decisions is never soft.
    let lists = rules::LIST.iter().any(|entry| entry.spec.listing && entry.spec.name == rule);
    let strengths: &[bool] = if lists || rule == "hiring" { &[true] } else { &[false, true] };
    let sets: Vec<Vec<Witness>> = strengths.iter().map(|&hard| witnesses(group, rule, hard)).collect();
    for witness in sets.iter().flatten() {
        assert!(agrees(witness, &witness.formulation), "{rule}: disagrees before any slip");
    }
    let own = sets.iter().flatten().next().map_or(0, |witness| witness.policy.tiers.len() - 1);
    let all: BTreeSet<Mutant> = sets.iter().flat_map(|set| mutants(set, rule, own)).collect();
    let missed = all.iter().filter(|mutant| {
        !sets.iter().flatten().any(|witness| {
            let mut wrong = witness.formulation.clone();
            apply(&mut wrong.program, rule, own, mutant);
            wrong.program != witness.formulation.program && !agrees(witness, &wrong)
        })
    });
    (all.len(), missed.map(|mutant| format!("{mutant:?}")).collect())
}

#[test]
fn nine_of_ten_slips_in_every_rule_are_noticed() {
    // Signs, bounds, coefficients, dropped terms, prices: program and rules stop agreeing on some plan.
    let all = common::long("mutants: all rules of all groups");
    let chosen = |group: &&'static Group| if all { group.rules } else { group.quick };
    let rules: Vec<(&Group, &str)> =
        GROUPS.iter().flat_map(|group| chosen(&group).iter().map(move |&rule| (group, rule))).collect();
    let results: BTreeMap<&str, (usize, Vec<String>)> =
        rules.into_par_iter().map(|(group, rule)| (rule, unnoticed(group, rule))).collect();
    for (rule, (tried, missed)) in &results {
        println!("{rule}: {} of {tried} noticed, not: {}", tried - missed.len(), missed.join(", "));
    }
    for (rule, (tried, missed)) in results {
        assert!(tried >= 3, "{rule}: only {tried} slips");
        assert!(10 * missed.len() <= tried, "{rule}: {missed:?} of {tried} go unnoticed");
    }
}
