//! What the rules on head counts share: a limit on the people of every unit.
//!
//! It declares rows and nothing else; what the limit is, and what a breach costs, is said by the rule.

use super::Context;
use crate::formulation::assembly::Assembly;
use crate::policy::Strength;

/// Declares `Σ people of u after the plan − e ≤ limit[u]`, `e ≥ 0` only where `strength` is soft; no row without a limit.
pub(super) fn at_most<'a>(
    name: &'static str,
    limits: Vec<Option<i64>>,
    strength: &Strength,
    context: &Context<'a>,
    program: &mut Assembly<'a>,
) {
    let staff = i64::try_from(context.case.teachers.len()).unwrap_or(i64::MAX);
    let hires =
        |unit| context.decisions.hires.iter().filter(move |hire| hire.unit == unit).map(|hire| hire.upper).sum::<i64>();
    let rows: Vec<_> = context
        .case
        .units_ix()
        .zip(limits)
        .map(|((ix, unit), limit)| {
            let row = program.row_in(ix, name, unit.code.as_str(), None, Some(limit?));
            program.slack(row, -1, staff.saturating_add(hires(ix)), strength, 1);
            Some(row)
        })
        .collect();
    let for_hires = rows.clone();
    program.each_path(move |cohort, path, terms| {
        if let Some(row) = path.path.unit(cohort.key.home).and_then(|unit| rows[unit.at()]) {
            terms.row(row, 1);
        }
    });
    program.each_hire(move |hire, terms| {
        if let Some(row) = for_hires[hire.unit.at()] {
            terms.row(row, 1);
        }
    });
}
