//! Program and rules say the same of a plan: what the engine decides passes the rules at the stated price, what passes the rules
//! is feasible in the program at the price the rules find, the rows of whole persons cut off no plan, and neither the order of
//! the rules nor that of the input rows changes a letter.

mod tiny;

use junheng::formulation::rules::{self, Active};
use junheng::formulation::{formulate, formulate_by, start};
use junheng::plan::Plan;
use junheng::policy::{Strength, Value};
use junheng::program::{Program, lp_text};
use junheng::solver::{Silent, Termination, solve};
use junheng::verify::evaluate;
use junheng::verify::evaluate::Part;
use rayon::prelude::*;
use tiny::enumerate::{Enumeration, dressed};
use tiny::{Tiny, answer, case, grain, set, settings, stated, strength, tier, tiny};

/// Lawful plans tried per case.
const SAMPLE: usize = 60;

#[test]
fn a_solved_plan_passes_the_rules_at_the_stated_price() {
    // Also on cases too large to list: every hard rule holds and every tier is worth what the solver says.
    let solved = (10_000..10_150_u64).into_par_iter().filter(|&seed| {
        let Tiny { case, policy, .. } = tiny(seed);
        let answer = answer(&case, &policy);
        let Some(plan) = answer.plan else { return false };
        let verdict = evaluate(&case, &policy, &plan);
        assert!(verdict.lawful, "seed {seed}: {:#?}", verdict.findings);
        assert_eq!(verdict.tiers, stated(&answer.outcome), "seed {seed}");
        for active in rules::active(&case, &policy) {
            let Strength::Soft { tier, weight } = active.strength else { continue };
            let (amount, rule) = (weight * active.rule.assess(&case, &policy, &plan).violation, active.entry.spec.name);
            let parts: Vec<&Part> = verdict.parts.iter().filter(|part| part.rule == rule).collect();
            assert_eq!(parts, [&Part { tier, rule, amount }], "seed {seed}: what a rule adds is what it finds");
        }
        true
    });
    assert!(solved.count() >= 100);
}

/// Plans of a case that are lawful, evenly picked, with the best shares and with the first lawful ones.
fn lawful_plans(Tiny { case, policy, .. }: &Tiny) -> Vec<Plan> {
    let all = Enumeration::new(case, policy, grain(case, policy), true);
    if all.size() > 4_000 {
        return Vec::new();
    }
    let mut plans = Vec::new();
    all.each(&mut |score, plan| {
        if score[0] == 0 {
            plans.push(plan.clone());
        }
    });
    let step = plans.len() / SAMPLE + 1;
    let picked: Vec<Plan> = plans.into_iter().step_by(step).collect();
    let plain = |plan: &Plan| {
        let people = plan.postings.len() + plan.hires.len();
        dressed(plan, (0..people).filter_map(|at| all.shares_of(plan, at).into_iter().next()).collect())
    };
    picked.iter().map(plain).chain(picked.clone()).filter(|plan| evaluate(case, policy, plan).lawful).collect()
}

#[test]
fn a_plan_that_passes_the_rules_is_feasible_in_the_program() {
    // Thousands of lawful plans, good and bad: each has its columns, breaks no row, and costs in every tier what the rules find.
    let tried: Vec<usize> = (0..160_u64)
        .into_par_iter()
        .map(|seed| {
            let tiny = tiny(seed);
            let (formulation, grain) = (formulate(&tiny.case, &tiny.policy), grain(&tiny.case, &tiny.policy));
            let plans = lawful_plans(&tiny);
            for plan in &plans {
                let values = tiny::values::values(&tiny.case, &formulation, plan, grain)
                    .unwrap_or_else(|e| panic!("seed {seed}: {e}"));
                let broken = formulation.program.check(&values);
                assert_eq!(broken, None, "seed {seed}: {plan:#?}");
                let found = evaluate(&tiny.case, &tiny.policy, plan).tiers;
                assert_eq!(formulation.program.values(&values), found, "seed {seed}: {plan:#?}");
            }
            plans.len()
        })
        .collect();
    let (cases, plans) = (tried.iter().filter(|&&n| n > 0).count(), tried.iter().sum::<usize>());
    assert!(cases >= 60 && plans >= 2_000, "{cases} cases, {plans} plans");
}

#[test]
fn a_placement_that_passes_the_rules_is_feasible_in_the_program() {
    // The same for surplus and vacancy lists, every lawful placement.
    for seed in 0..20 {
        let (case, policy) = tiny::lists::tiny(seed);
        let (formulation, grain) = (formulate(&case, &policy), grain(&case, &policy));
        tiny::lists::each(&case, &policy, &mut |tiers, plan| {
            let values = tiny::values::values(&case, &formulation, plan, grain).unwrap();
            assert_eq!(formulation.program.check(&values), None, "seed {seed}: {plan:?}");
            assert_eq!(formulation.program.values(&values), tiers, "seed {seed}: {plan:?}");
        });
    }
}

fn values_of(program: &Program) -> (Termination, Vec<i64>) {
    let outcome = solve(program, &settings(), None, &Silent);
    (outcome.termination, stated(&outcome))
}

/// Cases with such rows: by lessons, by floors of single kinds, and with people who bring quarters of a post.
fn tightened(seed: u64) -> Tiny {
    match seed % 3 {
        0 => tiny(seed),
        1 => tiny::structure::tiny(seed),
        _ => {
            let mut tiny = tiny::deployment::tiny(seed);
            set(&mut tiny.policy, "teaching-time", "grain", Value::Number(250));
            let soft = Strength::Soft { tier: tier(&tiny.policy, "coverage"), weight: 1 };
            for rule in ["arts-taught", "labor-it-taught"] {
                strength(&mut tiny.policy, rule, soft.clone());
            }
            tiny
        }
    }
}

#[test]
fn the_rows_of_whole_persons_cut_off_no_plan() {
    // With and without the rows that only tighten the relaxation, the best plan is worth the same.
    let with_rows: Vec<usize> = (0..300_u64)
        .into_par_iter()
        .map(|seed| {
            let Tiny { case, policy, .. } = tightened(seed);
            let program = formulate(&case, &policy).program;
            let mut plain = program.clone();
            plain.rows.retain(|row| !row.name.place.ends_with("|persons"));
            assert_eq!(values_of(&program), values_of(&plain), "seed {seed}");
            program.rows.len() - plain.rows.len()
        })
        .collect();
    assert!(with_rows.iter().filter(|&&rows| rows > 0).count() >= 200);
}

#[test]
fn a_plan_is_worth_the_same_when_it_is_read_as_a_start() {
    // Slacks of a plan that is handed in are no larger than what the rules find, so that a search begins at its true value.
    let read = (0..300_u64).into_par_iter().filter(|&seed| {
        let Tiny { case, policy, .. } = tightened(seed);
        let answer = answer(&case, &policy);
        let Some(plan) = answer.plan else { return false };
        let formulation = formulate(&case, &policy);
        let values = start::values_of(&case, &policy, &formulation, &plan);
        assert_eq!(formulation.program.check(&values), None, "seed {seed}");
        assert_eq!(formulation.program.values(&values), stated(&answer.outcome), "seed {seed}");
        true
    });
    assert!(read.count() >= 200);
}

#[test]
fn the_order_of_the_rules_changes_nothing() {
    // The list backwards gives the same program, letter by letter.
    for seed in 0..50 {
        let Tiny { case, policy, .. } = tiny(seed);
        let backwards: Vec<Active> = rules::active(&case, &policy).into_iter().rev().collect();
        let (one, other) =
            (formulate(&case, &policy), formulate_by(std::slice::from_ref(&case), &policy, &[backwards]));
        assert_eq!(lp_text(&one.program), lp_text(&other.program), "seed {seed}");
    }
}

#[test]
fn the_order_of_input_rows_changes_nothing() {
    // Every table backwards gives the same program, letter by letter.
    for seed in 0..50 {
        let Tiny { case: one, policy, mut records, .. } = tiny(seed);
        records.schools.reverse();
        records.enrollment.reverse();
        records.teachers.reverse();
        records.teachers.iter_mut().for_each(|t| t.other_kinds.reverse());
        records.certificates.reverse();
        records.distinctions.reverse();
        records.curriculum.reverse();
        records.workload.reverse();
        records.establishment.reverse();
        records.channels.reverse();
        records.travel.reverse();
        records.facilities.reverse();
        let other = case(&records);
        assert_eq!(
            lp_text(&formulate(&one, &policy).program),
            lp_text(&formulate(&other, &policy).program),
            "seed {seed}"
        );
    }
}
