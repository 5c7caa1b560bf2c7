//! What is still not covered: by subject and by unit, in persons and lessons, largest first.

use super::Context;
use super::coverage::stated;
use super::indicators::missing_before;
use crate::domain::{Case, Fte, Lessons};
use crate::messages::Text;
use crate::pipeline::OneYear;
use crate::plan::rows::CoverageRow;
use crate::report::content::{Cell, Table};
use std::collections::BTreeMap;

/// How many lines of each table are shown.
const TOP: usize = 8;

/// What is missing somewhere: thousandths of a full-time equivalent, thousandths of a lesson, places concerned.
#[derive(Clone, Copy, Default)]
struct Gap {
    fte: i64,
    lessons: i64,
    places: i64,
}

/// Largest gaps by subject, with the lessons that nobody taught before the plan.
pub(crate) fn by_kind(context: &Context<'_>) -> Table {
    let table_of = |of: &OneYear<'_>| {
        let year = of.case.year.to_string();
        let lines = gaps(context, of, |row| row.kind.clone()).into_iter().map(|(kind, gap)| Line {
            name: context.names.kind(&kind),
            before: missing_before(context, &year, &kind),
            gap,
        });
        table(context, ["report.col.kind", "report.col.places"], lines.collect())
    };
    let mut tables: Vec<Table> = context.years.iter().map(table_of).collect();
    let known = tables.iter().flat_map(|table| &table.rows).any(|row| row[BEFORE] != Cell::Empty);
    if !known {
        tables.iter_mut().for_each(drop_before);
    }
    context.joined(tables)
}

/// Largest gaps by unit.
pub(crate) fn by_unit(context: &Context<'_>) -> Table {
    context.each_year(|of| {
        let lines = gaps(context, of, |row| row.unit.clone());
        let lines = lines.into_iter().map(|(unit, gap)| Line { name: context.names.unit(&unit), before: None, gap });
        let mut table = table(context, ["report.col.unit", "report.col.subjects"], lines.collect());
        drop_before(&mut table);
        table
    })
}

/// One line of a table.
struct Line {
    name: String,
    before: Option<i64>,
    gap: Gap,
}

/// Position of the column on the time before the plan.
const BEFORE: usize = 1;

fn drop_before(table: &mut Table) {
    table.columns.remove(BEFORE);
    table.rows.iter_mut().for_each(|row| drop(row.remove(BEFORE)));
}

fn gaps(context: &Context<'_>, of: &OneYear<'_>, key: impl Fn(&CoverageRow) -> String) -> Vec<(String, Gap)> {
    let mut sums: BTreeMap<String, Gap> = BTreeMap::new();
    let year = of.case.year.to_string();
    let rows = context.solved.statement.coverage.iter().filter(|row| row.year == year);
    for row in rows.filter(|row| stated(&row.short_fte) > 0) {
        let gap = sums.entry(key(row)).or_default();
        gap.fte += stated(&row.short_fte);
        gap.lessons += lessons(context, of.case, row).small();
        gap.places += 1;
    }
    let mut sorted: Vec<(String, Gap)> = sums.into_iter().collect();
    sorted
        .sort_by(|a, b| b.1.lessons.cmp(&a.1.lessons).then_with(|| b.1.fte.cmp(&a.1.fte)).then_with(|| a.0.cmp(&b.0)));
    sorted
}

/// Lessons per week that a shortfall leaves untaught.
fn lessons(context: &Context<'_>, case: &Case, row: &CoverageRow) -> Lessons {
    let unit = context.names.unit_ix(&row.unit);
    let demand = unit.zip(case.kind_by_code(&row.kind));
    demand
        .and_then(|(unit, kind)| case.demand_of(unit, kind))
        .map_or(Lessons::ZERO, |d| Fte::from_small(stated(&row.short_fte)).lessons(d.load))
}

fn table(context: &Context<'_>, [first, last]: [&'static str; 2], lines: Vec<Line>) -> Table {
    let mut table = context.table(&[
        (first, 40),
        ("report.col.lessons-before", 14),
        ("report.col.lessons", 14),
        ("report.col.short", 12),
        (last, 12),
    ]);
    let row = |line: Line| {
        let before = line.before.map_or(Cell::Empty, |lessons| Cell::Decimal(tenth(lessons)));
        let Gap { fte, lessons, places } = line.gap;
        vec![Cell::text(line.name), before, Cell::Decimal(tenth(lessons)), Cell::Decimal(fte), Cell::Whole(places)]
    };
    let all = lines.len();
    let sum = |of: fn(&Gap) -> i64| lines.iter().map(|line| of(&line.gap)).sum();
    let total = Gap { fte: sum(|g| g.fte), lessons: sum(|g| g.lessons), places: sum(|g| g.places) };
    let key = if all > TOP { "report.col.total-more" } else { "report.col.total" };
    let name = Text::new(key).with("count", all).render(context.lang);
    // What was missing before is known only for subjects that still miss something: a sum would mislead.
    let total = Line { name, before: None, gap: total };
    lines.into_iter().take(TOP).for_each(|line| table.push(row(line)));
    if all > 1 {
        table.push(row(total));
        table.total = true;
    }
    table
}

/// Lessons to one decimal: more would only look exact.
const fn tenth(lessons: i64) -> i64 {
    (lessons + 50).div_euclid(100) * 100
}
