//! Mutants of `build`: signs, bounds, coefficients and dropped terms of every rule of the balance, one at a time. Each has to be
//! noticed by the comparison of program and `assess` over the plans of tiny cases, at least nine of ten in every rule.
//!
//! A mutant changes one sort of entry in all rows that the rule declares or reads, as a slip in the code would.

mod common;
mod tiny;

use junheng::domain::Case;
use junheng::formulation::{Formulation, formulate, rules};
use junheng::plan::Plan;
use junheng::policy::{Policy, Strength};
use junheng::program::{Column, Program, Row};
use junheng::verify::evaluate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tiny::enumerate::Enumeration;
use tiny::{Tiny, balance, grain, strength, tier};

/// Seeds looked at for cases, most cases per rule and strength, and plans per case.
const SEEDS: u64 = 1_500;
const CASES: usize = 90;
const PLANS: usize = 50;

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
    row.name.rule == rule
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
        if program.columns.iter().any(is_shut) {
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

/// Whether nobody may take a path that was listed.
fn is_shut(column: &Column) -> bool {
    column.name.starts_with("path|") && column.upper == 0
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
        program.columns.iter_mut().filter(|c| is_shut(c)).for_each(|column| column.upper = 9);
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

/// Cases with `rule` alone in the tier of the balance, soft or hard.
fn witnesses(rule: &str, hard: bool) -> Vec<Witness> {
    let mut found = Vec::new();
    for seed in 0..SEEDS {
        let Tiny { case, mut policy, .. } = balance::tiny(seed);
        let tier = tier(&policy, "balance");
        for other in balance::RULES {
            strength(&mut policy, other, Strength::Report);
        }
        let wanted = if hard { Strength::Hard } else { Strength::Soft { tier, weight: 3 } };
        strength(&mut policy, rule, wanted);
        let all = Enumeration::new(&case, &policy, grain(&case, &policy), false);
        if all.size() > 200 || all.size() < 3 {
            continue;
        }
        let mut plans = Vec::new();
        all.each(&mut |_, plan| plans.push(plan.clone()));
        // Cases in which the plans differ by this rule, where that is to be found: sizes of classes are the same for all plans.
        let active = rules::active(&case, &policy).into_iter().find(|a| a.entry.spec.name == rule).expect("it is on");
        let violations: BTreeSet<i64> =
            plans.iter().map(|plan| active.rule.assess(&case, &policy, plan).violation).collect();
        if violations.len() < 2 && !["class-size", "certified-staff"].contains(&rule) {
            continue;
        }
        let formulation = formulate(&case, &policy);
        let step = plans.len() / PLANS + 1;
        let judged = plans.into_iter().step_by(step).map(|plan| {
            let verdict = evaluate(&case, &policy, &plan);
            (plan, verdict.lawful, verdict.tiers)
        });
        let plans: Vec<_> = judged.collect();
        // What breaks another rule says nothing of this one.
        let relevant = plans.iter().filter(|(_, lawful, _)| hard || *lawful).count();
        // The last third are cases in which a unit closes: its people come into the rows of others.
        let release = formulation.decisions.paths.iter().any(|path| path.name.contains("|release:"));
        if relevant > 1 && (release || found.len() < CASES / 2) {
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

#[test]
fn nine_of_ten_slips_in_every_rule_are_noticed() {
    // Signs, bounds, coefficients, dropped terms, prices: program and rules stop agreeing on some plan.
    let quick = ["six-of-seven", "difference-coefficient", "certified-staff"];
    let all = common::long("mutants: all rules of the balance");
    let rules: Vec<&str> = balance::RULES.iter().copied().filter(|rule| all || quick.contains(rule)).collect();
    let results: BTreeMap<&str, (usize, Vec<String>)> = rules
        .into_par_iter()
        .map(|rule| {
            let (mut tried, mut missed) = (0, Vec::new());
            let sets: Vec<Vec<Witness>> = [false, true].into_iter().map(|hard| witnesses(rule, hard)).collect();
            let at = tier(&balance::policy(), "balance");
            for witness in sets.iter().flatten() {
                assert!(agrees(witness, &witness.formulation), "{rule}: disagrees before any slip");
            }
            let all: BTreeSet<Mutant> = sets.iter().flat_map(|set| mutants(set, rule, at)).collect();
            for mutant in &all {
                let noticed = sets.iter().flatten().any(|witness| {
                    let mut wrong = witness.formulation.clone();
                    apply(&mut wrong.program, rule, at, mutant);
                    wrong.program != witness.formulation.program && !agrees(witness, &wrong)
                });
                tried += 1;
                if !noticed {
                    missed.push(format!("{mutant:?}"));
                }
            }
            (rule, (tried, missed))
        })
        .collect();
    for (rule, (tried, missed)) in &results {
        println!("{rule}: {} of {tried} noticed, not: {}", tried - missed.len(), missed.join(", "));
    }
    for (rule, (tried, missed)) in results {
        assert!(tried >= 3, "{rule}: only {tried} slips");
        assert!(10 * missed.len() <= tried, "{rule}: {missed:?} of {tried} go unnoticed");
    }
}
