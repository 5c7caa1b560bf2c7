//! 目标构成: what each rule adds to each goal if nobody moves or is hired and after the plan, so that a sum of many things can be read.

use super::Context;
use crate::report::content::{Cell, Section, Sheet, Table};
use crate::report::{goals, number};
use crate::verify::evaluate::Part;
use std::cmp::Reverse;

/// How many lines of a goal the first page shows.
const TOP: usize = 8;

/// All parts of all goals, each goal with its sum.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let mut table = headings(context);
    for tier in 0..context.solved.policy.tiers.len() {
        let lines = lines(context, tier);
        if !lines.is_empty() {
            table.rows.extend(lines);
            table.push(sum(context, tier));
        }
    }
    context.sheet("report.sheet.parts", vec![context.section("report.parts.title", table)])
}

/// The largest parts of each goal that is made of more rules than a glance takes in; nothing where none is.
pub(crate) fn largest(context: &Context<'_>) -> Option<Section> {
    let mut table = headings(context);
    for tier in 0..context.solved.policy.tiers.len() {
        let lines = lines(context, tier);
        if lines.len() > TOP {
            table.rows.extend(lines.into_iter().take(TOP));
        }
    }
    (!table.is_empty()).then(|| context.section("report.parts.top", table))
}

fn headings(context: &Context<'_>) -> Table {
    context.table(&[
        ("report.col.goal", 30),
        ("report.col.rule", 28),
        ("report.col.as-is", 12),
        ("report.col.after", 12),
        ("report.col.measure", 10),
        ("report.col.part", 10),
    ])
}

/// What all parts of one goal come to.
fn sum(context: &Context<'_>, tier: usize) -> Vec<Cell> {
    let solved = context.solved;
    let all = |parts: &[Part]| parts.iter().filter(|part| part.tier == tier).map(|part| part.amount).sum::<i64>();
    line(context, tier, context.word("report.parts.sum"), [all(&solved.parts_before), all(&solved.parts)], Cell::Empty)
}

/// One line: what it is called, and how much as is and after the plan.
fn line(context: &Context<'_>, tier: usize, name: String, amounts: [i64; 2], share: Cell) -> Vec<Cell> {
    let policy = &context.solved.policy;
    let spec = &policy.tiers[tier];
    let [as_is, after] = amounts.map(|small| Cell::Decimal(number::in_thousandths(small, spec.per_unit)));
    vec![
        Cell::Text(goals::name_of(policy, &spec.name, context.lang)),
        Cell::Text(name),
        as_is,
        after,
        Cell::Text(context.names.measure(&spec.unit)),
        share,
    ]
}

/// The parts of one goal that were or are there, largest after the plan first.
fn lines(context: &Context<'_>, tier: usize) -> Vec<Vec<Cell>> {
    let solved = context.solved;
    let before = |part: &Part| {
        let same = solved.parts_before.iter().find(|old| (old.tier, old.rule) == (part.tier, part.rule));
        same.map_or(0, |old| old.amount)
    };
    let mut parts: Vec<(&Part, i64)> =
        solved.parts.iter().filter(|part| part.tier == tier).map(|part| (part, before(part))).collect();
    parts.retain(|(part, before)| part.amount != 0 || *before != 0);
    parts.sort_by_key(|(part, before)| (Reverse(part.amount), Reverse(*before), part.rule));
    let sum: i64 = parts.iter().map(|(part, _)| part.amount).sum();
    let stated = |(part, before): (&Part, i64)| {
        let share = if sum == 0 { Cell::Empty } else { Cell::Percent(number::in_thousandths(part.amount, sum)) };
        line(context, tier, context.names.rule(part.rule), [before, part.amount], share)
    };
    parts.into_iter().map(stated).collect()
}
