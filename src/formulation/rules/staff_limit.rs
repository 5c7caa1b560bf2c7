//! What the rules on head counts share: counting the people of every unit, and a limit on them.
//!
//! It declares rows and nothing else; what the limit is, and what a breach costs, is said by the rule.

use super::Context;
use crate::domain::UnitIx;
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::cohort::Cohort;
use crate::formulation::columns::HireColumn;
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
    count_people(rows, |_, _| true, |_| true, program);
}

/// Counts people into the row of the unit where they work: of the cohorts those for whom `counts`, of the hires likewise.
pub(super) fn count_people<'a>(
    rows: Vec<Option<RowHandle>>,
    counts: impl Fn(&Cohort, UnitIx) -> bool + 'a,
    hire_counts: impl Fn(&HireColumn) -> bool + 'a,
    program: &mut Assembly<'a>,
) {
    let for_hires = rows.clone();
    program.each_path(move |cohort, path, terms| {
        let Some(unit) = path.path.unit(cohort.key.home) else { return };
        if let Some(row) = rows[unit.at()]
            && counts(cohort, unit)
        {
            terms.row(row, 1);
        }
    });
    program.each_hire(move |hire, terms| {
        if let Some(row) = for_hires[hire.unit.at()]
            && hire_counts(hire)
        {
            terms.row(row, 1);
        }
    });
}
