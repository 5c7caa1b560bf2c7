//! A first solution: the present staffing, with a plain timetable. It is valid whenever no hard rule demands a change.

use super::Formulation;
use super::columns::Path;
use super::rules::Admission;
use crate::domain::Case;
use crate::plan::timetable::{self, Terms};
use crate::plan::{Plan, Posting};
use crate::policy::Policy;
use crate::program::Program;
use std::collections::BTreeMap;

/// The present staffing as a plan: everybody stays; who cannot stay is unplaced.
#[must_use]
pub fn present(case: &Case, policy: &Policy) -> Plan {
    let admission = Admission::new(case, policy);
    let mut postings: Vec<Posting> = case
        .teachers_ix()
        .map(|(teacher, t)| {
            let unit = case.units[t.unit.at()].open.then_some(t.unit);
            Posting { teacher, unit, moved: None, shares: Vec::new() }
        })
        .collect();
    timetable::fill(case, &admission, &mut postings, &mut []);
    Plan { year: case.year, postings, hires: Vec::new(), placements: Vec::new() }
}

/// The values of `present` in the program, slacks included. May break a hard rule; the solver checks.
#[must_use]
pub fn values(case: &Case, policy: &Policy, formulation: &Formulation) -> Vec<i64> {
    let plan = present(case, policy);
    let admission = Admission::new(case, policy);
    let grain = admission.grain().small();
    let mut values = vec![0; formulation.program.columns.len()];
    let mut profile_of = BTreeMap::new();
    for path in &formulation.decisions.paths {
        let cohort = &formulation.cohorts[path.cohort];
        if matches!(path.path, Path::Stay | Path::Unplaced) {
            values[path.col.at()] = cohort.size();
            profile_of.extend(cohort.members.iter().filter_map(|&m| Some((m, path.profile?))));
        }
    }
    let mut shares = BTreeMap::new();
    for posting in &plan.postings {
        for &(kind, share) in &posting.shares {
            if let Some(&profile) = profile_of.get(&posting.teacher) {
                *shares.entry((profile, kind)).or_default() += share.small() / grain;
            }
        }
    }
    for share in &formulation.decisions.shares {
        let given: i64 = shares.get(&(share.profile, share.kind)).copied().unwrap_or_default();
        values[share.col.at()] = given.min(share.upper);
    }
    fill_slacks(&formulation.program, &mut values);
    values
}

/// Gives every slack the smallest value that satisfies its row, cheapest piece first.
fn fill_slacks(program: &Program, values: &mut [i64]) {
    for row in &program.rows {
        let activity: i64 = row.terms.iter().map(|&(col, a)| a * values[col.at()]).sum();
        let is_slack = |name: &str| name.starts_with("slack|") || name.starts_with("short|");
        let slacks = row.terms.iter().filter(|(col, _)| is_slack(&program.columns[col.at()].name));
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
}
