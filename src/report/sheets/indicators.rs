//! 指标: every number before and after the plan beside its limit.

use super::Context;
use crate::plan::rows::IndicatorRow;
use crate::report::content::{Cell, Sheet, Table};
use crate::report::number;
use std::collections::BTreeMap;

/// The value of the scope column that means the whole district.
pub(crate) const DISTRICT: &str = "district";

/// Whether an indicator is a share, read as a percentage: by its name, which ends in `-share` or `-rate`.
fn is_share(indicator: &str) -> bool {
    indicator.ends_with("-share") || indicator.ends_with("-rate")
}

fn value(indicator: &str, cell: &str) -> Cell {
    match Cell::number(cell) {
        Cell::Decimal(v) if is_share(indicator) => Cell::Percent(v),
        other => other,
    }
}

fn stage(context: &Context<'_>, row: &IndicatorRow) -> Cell {
    if row.stage.is_empty() {
        Cell::text(context.word("report.all-stages"))
    } else {
        Cell::text(context.names.stage_code(&row.stage))
    }
}

fn numbers(context: &Context<'_>, row: &IndicatorRow) -> [Cell; 4] {
    let number = |cell: &str| value(&row.indicator, cell);
    [number(&row.before), number(&row.after), number(&row.limit), context.yes_no(&row.met)]
}

/// All indicators.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let mut table = context.table(&[
        ("report.col.scope", 30),
        ("report.col.stage", 9),
        ("report.col.indicator", 40),
        ("report.col.before", 11),
        ("report.col.after", 11),
        ("report.col.limit", 11),
        ("report.col.is-met", 9),
    ]);
    for row in &context.solved.statement.indicators {
        let scope =
            if row.scope == DISTRICT { context.word("report.district") } else { context.names.place(&row.scope) };
        let mut cells =
            vec![Cell::text(scope), stage(context, row), Cell::text(context.names.indicator(&row.indicator))];
        cells.extend(numbers(context, row));
        table.push(cells);
    }
    context.sheet("report.sheet.indicators", vec![context.section("report.sheet.indicators", table)])
}

/// The indicators of the district, before and after; those of single subjects stand in the table of what is missing.
pub(crate) fn district(context: &Context<'_>) -> Table {
    let mut table = context.table(&[
        ("report.col.indicator", 40),
        ("report.col.stage", 9),
        ("report.col.before", 11),
        ("report.col.after", 11),
        ("report.col.limit", 11),
        ("report.col.is-met", 9),
    ]);
    for row in context.solved.statement.indicators.iter().filter(|r| r.scope == DISTRICT && !r.indicator.contains(':'))
    {
        let mut cells = vec![Cell::text(context.names.indicator(&row.indicator)), stage(context, row)];
        cells.extend(numbers(context, row));
        table.push(cells);
    }
    table
}

/// The lessons of one kind that nobody taught before the plan, in thousandths, where that was measured.
pub(crate) fn missing_before(context: &Context<'_>, kind: &str) -> Option<i64> {
    let name = format!("lessons-missing:{kind}");
    let row = context.solved.statement.indicators.iter().find(|r| r.scope == DISTRICT && r.indicator == name)?;
    number::parse(&row.before)
}

/// How many units meet each limit that holds for units.
pub(crate) fn units(context: &Context<'_>) -> Table {
    let mut table = context.table(&[
        ("report.col.indicator", 40),
        ("report.col.stage", 9),
        ("report.col.units-met", 12),
        ("report.col.units-all", 12),
    ]);
    let mut counts: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    let limited = context.solved.statement.indicators.iter().filter(|r| r.scope != DISTRICT && !r.met.is_empty());
    for row in limited {
        let (met, all) = counts.entry((&row.indicator, &row.stage)).or_default();
        *met += i64::from(row.met == "yes");
        *all += 1;
    }
    for ((indicator, stage), (met, all)) in counts {
        let stage = if stage.is_empty() { context.word("report.all-stages") } else { context.names.stage_code(stage) };
        table.push(vec![
            Cell::text(context.names.indicator(indicator)),
            Cell::text(stage),
            Cell::Whole(met),
            Cell::Whole(all),
        ]);
    }
    table
}
