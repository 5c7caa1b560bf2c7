//! Follows every person of the staff through the years of a program: to which cohort they belong in each.

use super::Year;
use super::columns::{Path, PathColumn};
use crate::domain::Case;
use crate::plan::Plan;
use crate::plan::paths::hire_id;
use std::collections::BTreeMap;

/// The column of each path of each cohort.
pub(super) fn paths(year: &Year) -> BTreeMap<(usize, Path), &PathColumn> {
    year.decisions.paths.iter().map(|path| ((path.cohort, path.path), path)).collect()
}

/// Cohort of each person of `case` in the last of `years`; `last` is the year before with its plan, and `cohort_of` says the cohorts there. None
/// for whom there is no column.
pub(super) fn cohorts(
    years: &[Year],
    last: Option<(&Case, &Plan)>,
    cohort_of: &[Option<usize>],
    case: &Case,
) -> Vec<Option<usize>> {
    match (years, last) {
        ([.., before, _], Some(last)) => next(before, last, cohort_of, case),
        ([.., year], _) => first(case, year),
        ([], _) => Vec::new(),
    }
}

/// Cohort of each person of the first year.
fn first(case: &Case, year: &Year) -> Vec<Option<usize>> {
    let mut cohort_of = vec![None; case.teachers.len()];
    for (at, cohort) in year.cohorts.iter().enumerate() {
        cohort.members.iter().for_each(|member| cohort_of[member.at()] = Some(at));
    }
    cohort_of
}

/// Cohort of each person of `next`, to whom the plan of the year before has led; none for whom it has no column.
fn next(year: &Year, (now, plan): (&Case, &Plan), cohort_of: &[Option<usize>], next: &Case) -> Vec<Option<usize>> {
    let paths = paths(year);
    let mut led: BTreeMap<String, usize> = BTreeMap::new();
    for posting in &plan.postings {
        let teacher = &now.teachers[posting.teacher.at()];
        let slot = cohort_of[posting.teacher.at()].zip(Path::of(posting, teacher.unit));
        let next = slot.and_then(|slot| paths.get(&slot)?.next);
        led.extend(next.map(|next| (teacher.record.id.clone(), next)));
    }
    let hires: BTreeMap<_, _> = year.decisions.hires.iter().map(|h| ((h.unit, h.kind, h.channel), h.next)).collect();
    for hire in &plan.hires {
        let place = (hire.unit, hire.kind, hire.channel);
        if let Some(next) = hires.get(&place).copied().flatten() {
            led.extend((1..=hire.count).map(|n| (hire_id(now, place, n), next)));
        }
    }
    next.teachers.iter().map(|teacher| led.get(&teacher.record.id).copied()).collect()
}
