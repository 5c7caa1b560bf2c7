//! What the rules on head counts share: counting the people of every unit, a limit on them or on those of the district, and
//! shares of the teachers.
//!
//! It counts and nothing else; what the limit is, and what a breach costs, is said by the rule.

use super::{Assessment, Context, finding};
use crate::domain::words::PostType;
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::cohort::Cohort;
use crate::formulation::columns::HireColumn;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::Strength;

/// Declares `Σ people of u after the plan − e ≤ limit[u]`, `e ≥ 0` only where `strength` is soft; no row without a limit.
pub(super) fn at_most<'a>(
    name: &'static str,
    limits: Vec<Option<i64>>,
    strength: &Strength,
    context: &Context<'a>,
    program: &mut Assembly<'a>,
) {
    let rows: Vec<_> = context
        .case
        .units_ix()
        .zip(limits)
        .map(|((ix, unit), limit)| {
            let row = program.row_in(ix, name, unit.code.as_str(), None, Some(limit?));
            program.slack(row, -1, most_people(context, ix), strength, 1);
            Some(row)
        })
        .collect();
    count_people(rows, |_, _| true, |_| true, program);
}

/// Declares `Σ persons − e ≤ most`, `e ≥ 0` only where `strength` is soft; no row where there `could` be no more than that anyway.
pub(super) fn district_row(
    (name, place): (&'static str, &str),
    (most, could): (i64, i64),
    strength: &Strength,
    program: &mut Assembly<'_>,
) -> Option<RowHandle> {
    if could <= most {
        return None;
    }
    let row = program.row(name, place, None, Some(most));
    program.slack(row, -1, could - most, strength, 1);
    Some(row)
}

/// By how much `counted` persons are more than `most`, told by `text` with `{most}` and `{excess}`, and the number beside its limit; none where
/// nobody is asked about.
pub(super) fn district_excess(
    (name, indicator): (&'static str, &str),
    strength: &Strength,
    (counted, most): (Option<i64>, i64),
    text: Text,
) -> Assessment {
    let excess = (counted.unwrap_or(0) - most).max(0);
    let mut assessment = Assessment { violation: excess, ..Assessment::default() };
    if excess > 0 {
        let text = text.with("most", most).with("excess", excess);
        assessment.findings.push(finding(name, strength, "", (excess * 1000, "person"), text));
    }
    let measured = Indicator::flow(indicator, counted.map(|counted| counted * 1000));
    assessment.indicators.push(measured.limited(most * 1000, counted.map(|_| excess == 0)));
    assessment
}

/// Declares that at most `limit` of the `before` people of a unit leave. In the first year, when it is known how many there are, that
/// is said of those who stay, which is the same and keeps the row inside the unit, and no more than `most` can be too many.
pub(super) fn leaving_row(
    (unit, name, place): (UnitIx, &'static str, String),
    (before, limit, most): (i64, i64, i64),
    strength: &Strength,
    context: &Context<'_>,
    program: &mut Assembly<'_>,
) -> RowHandle {
    if context.is_later() {
        let row = program.row(name, place, None, Some(limit));
        program.slack(row, -1, context.people, strength, 1);
        row
    } else {
        let row = program.row_in(unit, name, place, Some(before - limit), None);
        program.slack(row, 1, most, strength, 1);
        row
    }
}

/// More people than a unit could ever have.
pub(super) fn most_people(context: &Context<'_>, unit: UnitIx) -> i64 {
    let staff = context.people;
    let hires = context.decisions.hires.iter().filter(|hire| hire.unit == unit).map(|hire| hire.upper);
    staff.saturating_add(hires.sum())
}

/// Adds to the row of every unit `1000·(people of the sort that is asked for) − share·(all people with a teaching post)` after the
/// plan. New teachers have a teaching post, and are all of that sort or none (`hires_are`). The rule marks post and sort.
pub(super) fn share_of_teachers<'a>(
    (rows, share): (Vec<Option<RowHandle>>, i64),
    is: impl Fn(&Teacher) -> bool + 'a,
    hires_are: bool,
    case: &'a Case,
    program: &mut Assembly<'a>,
) {
    let weight = move |is: bool| 1000 * i64::from(is) - share;
    let for_hires = rows.clone();
    program.each_path(move |cohort, path, terms| {
        let Some(row) = path.path.unit(cohort.key.home).and_then(|unit| rows[unit.at()]) else { return };
        let somebody = cohort.somebody(case);
        if somebody.record.post == PostType::Teaching {
            terms.row(row, weight(is(somebody)));
        }
    });
    program.each_hire(move |hire, terms| {
        if let Some(row) = for_hires[hire.unit.at()] {
            terms.row(row, weight(hires_are));
        }
    });
}

/// By unit: people with a teaching post of the sort that is asked for after a plan, and all of them.
pub(super) fn teachers_after(
    case: &Case,
    plan: &Plan,
    is: impl Fn(&Teacher) -> bool,
    hires_are: bool,
) -> Vec<(i64, i64)> {
    let mut counts = vec![(0, 0); case.units.len()];
    for posting in &plan.postings {
        let teacher = &case.teachers[posting.teacher.at()];
        if let Some(unit) = posting.unit.filter(|_| teacher.record.post == PostType::Teaching) {
            counts[unit.at()].0 += i64::from(is(teacher));
            counts[unit.at()].1 += 1;
        }
    }
    for hire in &plan.hires {
        counts[hire.unit.at()].0 += hire.count * i64::from(hires_are);
        counts[hire.unit.at()].1 += hire.count;
    }
    counts
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
