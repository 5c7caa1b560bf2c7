//! What a plan may be: cohorts, decisions, and one file per rule and per goal.
//!
//! Rules declare, the program is assembled afterwards. This room sees facts and policy; it neither solves nor judges.

pub mod assembly;
pub mod carry;
pub mod cohort;
pub mod columns;
pub mod decode;
pub mod differ;
mod follow;
pub mod goals;
mod horizon;
pub mod places;
pub mod rules;
pub mod samples;
pub mod start;
pub mod walk;

use crate::domain::Case;
use crate::policy::{Policy, Strength};
use crate::program::Program;
use assembly::Assembly;
use cohort::Cohort;
use columns::Decisions;
use horizon::{Apart, Listed, Outlook};
use places::Places;
use rules::{Active, Admission, Context};

/// What may be decided in one year, with its columns.
#[derive(Clone, Debug)]
pub struct Year {
    /// Interchangeable people.
    pub cohorts: Vec<Cohort>,
    /// Paths, hires and shares.
    pub decisions: Decisions,
    /// Placements of a surplus list; only in the first year.
    pub places: Places,
}

/// A program with the meaning of its columns.
#[derive(Clone, Debug)]
pub struct Formulation {
    /// The years, at least one.
    pub years: Vec<Year>,
    /// The program.
    pub program: Program,
}

/// The same program without the rows that every plan keeps anyway, because they follow from the others and from wholeness: what a
/// textbook would write. Columns, bounds, goals and all other rows stay as they are, so that both have the same plans and values.
#[must_use]
pub fn plain(program: &Program) -> Program {
    let mut plain = program.clone();
    plain.rows.retain(|row| !rules::person_cuts::only_tightens(row));
    plain
}

/// The program of `case` under `policy`.
#[must_use]
pub fn formulate(case: &Case, policy: &Policy) -> Formulation {
    formulate_years(std::slice::from_ref(case), policy)
}

/// The program of several years, at least one, under `policy`: `cases` are the facts of each, with people where they are now
/// ([`Case::horizon`]).
#[must_use]
pub fn formulate_years(cases: &[Case], policy: &Policy) -> Formulation {
    let active: Vec<_> = cases.iter().map(|case| rules::active(case, policy)).collect();
    formulate_by(cases, policy, &active)
}

/// The rules that say what is better or worse, or what must not be.
fn steering(active: &[Active]) -> impl Iterator<Item = &Active> {
    active.iter().filter(|a| a.strength != Strength::Report)
}

/// The same with the active rules of each year given: their order changes nothing, and a test says so.
#[must_use]
pub fn formulate_by(cases: &[Case], policy: &Policy, active: &[Vec<Active>]) -> Formulation {
    formulate_apart(cases, policy, active, None)
}

/// The same, and people of the first year for whom `apart` says something else are in different cohorts.
fn formulate_apart(cases: &[Case], policy: &Policy, active: &[Vec<Active>], apart: Option<&Apart>) -> Formulation {
    let admissions: Vec<_> = cases.iter().map(|case| Admission::new(case, policy)).collect();
    let outlook = Outlook::new(cases, policy, active, &admissions).apart(apart);
    let name = |(at, case): (usize, &Case)| if at == 0 { String::new() } else { format!("{}|", case.year) };
    let prefixes: Vec<String> = cases.iter().enumerate().map(name).collect();
    let listed = outlook.list(&prefixes);
    let (used, mut people) = (&cases[0].opening, 0);
    let contexts: Vec<_> = listed
        .iter()
        .zip(&admissions)
        .enumerate()
        .map(|(at, (Listed { case, year }, admission))| {
            let hires = year.decisions.hires.iter().map(|hire| hire.upper).sum::<i64>();
            let size = if at == 0 { year.cohorts.iter().map(Cohort::most).sum() } else { people };
            people = size + hires;
            Context {
                case,
                policy,
                cohorts: &year.cohorts,
                decisions: &year.decisions,
                admission,
                places: &year.places,
                at,
                used,
                people: size,
            }
        })
        .collect();
    let mut assembly = Assembly::default();
    for ((context, active), prefix) in contexts.iter().zip(active).zip(&prefixes) {
        assembly.begin(prefix, context.case.units.len());
        declare(context, active, &mut assembly);
    }
    let (program, decided) = assembly.finish(policy, &listed.iter().map(|of| &of.year).collect::<Vec<_>>());
    drop(contexts);
    let mut years: Vec<Year> = listed.into_iter().map(|of| of.year).collect();
    decided.fill(&mut years);
    Formulation { years, program }
}

/// What holds in one year.
fn declare<'a>(context: &Context<'a>, active: &'a [Active], assembly: &mut Assembly<'a>) {
    rules::one_posting::everybody_once(context, assembly);
    rules::teaching_time::capacity(context, assembly);
    if steering(active).any(|a| rules::subject_coverage::READERS.contains(&a.entry.spec.name)) {
        rules::subject_coverage::cover(context, assembly);
    }
    steering(active).for_each(|a| a.rule.build(context, assembly));
}
