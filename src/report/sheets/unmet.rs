//! What is still not covered: by subject and by unit, in persons and lessons, largest first.

use super::Context;
use super::coverage::stated;
use crate::domain::{Fte, Lessons};
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

/// Largest gaps by subject.
pub(crate) fn by_kind(context: &Context<'_>) -> Table {
    let gaps = gaps(context, |row| row.kind.clone());
    let named = gaps.into_iter().map(|(kind, gap)| (context.names.kind(&kind), gap)).collect();
    table(context, "report.col.kind", "report.col.places", named)
}

/// Largest gaps by unit.
pub(crate) fn by_unit(context: &Context<'_>) -> Table {
    let gaps = gaps(context, |row| row.unit.clone());
    let named = gaps.into_iter().map(|(unit, gap)| (context.names.unit(&unit), gap)).collect();
    table(context, "report.col.unit", "report.col.subjects", named)
}

fn gaps(context: &Context<'_>, key: impl Fn(&CoverageRow) -> String) -> Vec<(String, Gap)> {
    let mut sums: BTreeMap<String, Gap> = BTreeMap::new();
    for row in context.solved.statement.coverage.iter().filter(|r| stated(&r.short_fte) > 0) {
        let gap = sums.entry(key(row)).or_default();
        gap.fte += stated(&row.short_fte);
        gap.lessons += lessons(context, row).small();
        gap.places += 1;
    }
    let mut sorted: Vec<(String, Gap)> = sums.into_iter().collect();
    sorted
        .sort_by(|a, b| b.1.lessons.cmp(&a.1.lessons).then_with(|| b.1.fte.cmp(&a.1.fte)).then_with(|| a.0.cmp(&b.0)));
    sorted
}

/// Lessons per week that a shortfall leaves untaught.
fn lessons(context: &Context<'_>, row: &CoverageRow) -> Lessons {
    let unit = context.names.unit_ix(&row.unit);
    let demand = unit.zip(context.solved.case.kind_by_code(&row.kind));
    demand
        .and_then(|(unit, kind)| context.solved.case.demand_of(unit, kind))
        .map_or(Lessons::ZERO, |d| Fte::from_small(stated(&row.short_fte)).lessons(d.load))
}

fn table(context: &Context<'_>, first: &'static str, last: &'static str, gaps: Vec<(String, Gap)>) -> Table {
    let mut table = context.table(&[(first, 40), ("report.col.short", 12), ("report.col.lessons", 12), (last, 12)]);
    let row = |name: String, gap: Gap| {
        vec![Cell::text(name), Cell::Decimal(gap.fte), Cell::Decimal(tenth(gap.lessons)), Cell::Whole(gap.places)]
    };
    let total = gaps.iter().fold(Gap::default(), |a, (_, b)| Gap {
        fte: a.fte + b.fte,
        lessons: a.lessons + b.lessons,
        places: a.places + b.places,
    });
    let all = gaps.len();
    for (name, gap) in gaps.into_iter().take(TOP) {
        table.push(row(name, gap));
    }
    if all > 1 {
        let key = if all > TOP { "report.col.total-more" } else { "report.col.total" };
        let name = crate::messages::Text::new(key).with("count", all).render(context.lang);
        table.push(row(name, total));
        table.total = true;
    }
    table
}

/// Lessons to one decimal: more would only look exact.
const fn tenth(lessons: i64) -> i64 {
    (lessons + 50).div_euclid(100) * 100
}
