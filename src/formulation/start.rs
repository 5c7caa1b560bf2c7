//! A first solution: the present staffing with a plain timetable, valid whenever no hard rule demands a change; or any plan
//! that is known, turned back into values. It promises no validity: whoever uses the values checks them.

use super::columns::Path;
use super::decode::Planned;
use super::places::PlaceColumn;
use super::rules::{Admission, person_cuts};
use super::walk::walk;
use super::{Formulation, Year, follow};
use crate::domain::{Case, Fte, KindIx};
use crate::plan::timetable::{self, Terms};
use crate::plan::{Plan, Posting};
use crate::policy::Policy;
use crate::program::{Col, Program, Row};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// The present staffing as a plan: everybody stays; who cannot stay is unplaced.
#[must_use]
pub fn present(case: &Case, policy: &Policy) -> Plan {
    let admission = Admission::new(case, policy);
    let mut postings: Vec<Posting> = case
        .teachers_ix()
        .map(|(teacher, t)| {
            let unit = case.units[t.unit.at()].open.then_some(t.unit);
            Posting::at(teacher, unit)
        })
        .collect();
    timetable::fill(case, &admission, &mut postings, &mut []);
    Plan { year: case.year, postings, hires: Vec::new(), placements: Vec::new() }
}

/// The present staffing carried through the years: nobody moves, nobody is hired.
#[must_use]
pub fn present_years(cases: &[Case], policy: &Policy) -> Vec<Planned> {
    let staying = |_: &[Planned], case: &Case| Ok::<_, Infallible>(present(case, policy));
    walk(cases, policy, staying).unwrap_or_else(|never| match never {})
}

/// The values of `present` in the program, slacks included. May break a hard rule; the solver checks.
#[must_use]
pub fn values(case: &Case, policy: &Policy, formulation: &Formulation) -> Vec<i64> {
    values_of(case, policy, formulation, &present(case, policy))
}

/// The values of any plan of one year in the program, slacks included.
#[must_use]
pub fn values_of(case: &Case, policy: &Policy, formulation: &Formulation, plan: &Plan) -> Vec<i64> {
    values_of_years(policy, formulation, &[(case, plan)])
}

/// The values of any plans in the program of their years, slacks included. A decision for which there is no column is left out, so
/// that the values break the row that misses it: whoever uses them checks them.
#[must_use]
pub fn values_of_years(policy: &Policy, formulation: &Formulation, planned: &[(&Case, &Plan)]) -> Vec<i64> {
    let mut values = vec![0; formulation.program.columns.len()];
    let mut cohort_of = Vec::new();
    for (at, (year, &(case, plan))) in formulation.years.iter().zip(planned).enumerate() {
        let last = at.checked_sub(1).map(|at| planned[at]);
        cohort_of = follow::cohorts(&formulation.years[..=at], last, &cohort_of, case);
        decide(policy, year, (case, plan), &cohort_of, &mut values);
        place(year, plan, &mut values);
    }
    fill_slacks(&formulation.program, &mut values);
    values
}

/// Sets the decisions of one year.
fn decide(policy: &Policy, year: &Year, (case, plan): (&Case, &Plan), cohort_of: &[Option<usize>], values: &mut [i64]) {
    let decisions = &year.decisions;
    let grain = Admission::new(case, policy).grain().small();
    let mut shares: BTreeMap<(usize, KindIx), i64> = BTreeMap::new();
    let mut give = |profile: Option<usize>, of: &[(KindIx, Fte)]| {
        if let Some(profile) = profile {
            for &(kind, share) in of {
                *shares.entry((profile, kind)).or_default() += share.small() / grain;
            }
        }
    };
    let paths = follow::paths(year);
    for posting in &plan.postings {
        let teacher = &case.teachers[posting.teacher.at()];
        let slot = cohort_of[posting.teacher.at()].zip(Path::of(posting, teacher.unit));
        if let Some(path) = slot.and_then(|slot| paths.get(&slot)) {
            if !path.absorbed {
                values[path.col.at()] += 1;
            }
            give(path.profile, &posting.shares);
            if let Some((profile, time)) = path.visit {
                give(Some(profile), &[(teacher.kind, time)]);
            }
        }
    }
    for hire in &plan.hires {
        let key = (hire.unit, hire.kind, hire.channel);
        if let Some(column) = decisions.hires.iter().find(|h| (h.unit, h.kind, h.channel) == key) {
            values[column.col.at()] += hire.count;
            give(column.profile, &hire.shares);
        }
    }
    for share in &decisions.shares {
        let given: i64 = shares.get(&(share.profile, share.kind)).copied().unwrap_or_default();
        values[share.col.at()] = given.min(share.upper);
    }
}

/// Counts the placements of a surplus list by pairs of groups.
fn place(year: &Year, plan: &Plan, values: &mut [i64]) {
    let places = &year.places;
    for placement in &plan.placements {
        let is_pair = |column: &&PlaceColumn| {
            places.surplus[column.surplus].members.contains(&placement.surplus)
                && places.vacancies[column.vacancy].members.contains(&placement.vacancy)
        };
        if let Some(column) = places.columns.iter().find(is_pair) {
            values[column.col.at()] += 1;
        }
    }
}

/// Gives stocks their people, choices what saves most, and every slack and measure the smallest value that satisfies its row, cheapest
/// piece first.
fn fill_slacks(program: &Program, values: &mut [i64]) {
    let named = |col: Col, kinds: &[&str]| {
        let name = &program.columns[col.at()].name;
        kinds.iter().any(|kind| name.starts_with(kind))
    };
    for row in program.rows.iter().filter(|row| row.name.rule == "stock") {
        let stock = row.terms.iter().find(|&&(col, _)| named(col, &["stock|"]));
        if let Some(&(col, _)) = stock {
            values[col.at()] = row.activity(values);
        }
    }
    for row in program.rows.iter().filter(|r| r.terms.iter().all(|&(col, _)| named(col, &["choice|"]))) {
        choose(program, row, values);
    }
    for row in program.rows.iter().filter(|row| !person_cuts::only_tightens(row)) {
        let activity = row.activity(values);
        let slacks = row.terms.iter().filter(|&&(col, _)| named(col, &["slack|", "short|", "over|"]));
        let mut missing = match (row.lower, row.upper) {
            (Some(lower), _) if activity < lower => lower - activity,
            (_, Some(upper)) if activity > upper => upper - activity,
            _ => 0,
        };
        let mut order: Vec<_> = slacks.copied().collect();
        order.sort_by_key(|&(col, _)| std::cmp::Reverse(program.columns[col.at()].name.clone()));
        let sign = missing.signum();
        for (col, a) in order.into_iter().filter(|&(_, a)| a * sign > 0) {
            let wanted = (missing.abs() + a.abs() - 1) / a.abs();
            let given = wanted.min(program.columns[col.at()].upper - values[col.at()]);
            values[col.at()] += given;
            missing -= given * a;
            if missing == 0 {
                break;
            }
        }
    }
    program.lift(values);
}

/// Says yes to the choices of a row that save most of what rows miss, as many as the row allows.
fn choose(program: &Program, row: &Row, values: &mut [i64]) {
    let saving = |choice: Col| -> i64 {
        let read = program.rows.iter().filter(|r| r.name != row.name);
        let parts = read.filter_map(|r| {
            let at = r.terms.binary_search_by_key(&choice, |t| t.0).ok()?;
            Some((r.lower? - r.activity(values)).clamp(0, r.terms[at].1))
        });
        parts.sum()
    };
    let mut order: Vec<(i64, Col)> = row.terms.iter().map(|&(col, _)| (-saving(col), col)).collect();
    order.sort_unstable();
    let most = usize::try_from(row.upper.unwrap_or_default()).unwrap_or_default();
    for (_, col) in order.into_iter().take(most).filter(|&(saved, _)| saved < 0) {
        values[col.at()] = 1;
    }
}
