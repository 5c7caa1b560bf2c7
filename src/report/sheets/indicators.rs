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
    let table = context.each_year(|of| sheet_of(context, &of.case.year.to_string()));
    context.sheet("report.sheet.indicators", vec![context.section("report.sheet.indicators", table)])
}

fn sheet_of(context: &Context<'_>, year: &str) -> Table {
    let mut table = context.table(&[
        ("report.col.scope", 30),
        ("report.col.stage", 9),
        ("report.col.indicator", 40),
        ("report.col.before", 11),
        ("report.col.after", 11),
        ("report.col.limit", 11),
        ("report.col.is-met", 9),
    ]);
    for row in context.measured_in(year) {
        let scope =
            if row.scope == DISTRICT { context.word("report.district") } else { context.names.place(&row.scope) };
        let mut cells =
            vec![Cell::text(scope), stage(context, row), Cell::text(context.names.indicator(&row.indicator))];
        cells.extend(numbers(context, row));
        table.push(cells);
    }
    table
}

/// The rows on the district; those of single subjects stand in the table of what is missing.
fn of_district<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a IndicatorRow> {
    context.solved.statement.indicators.iter().filter(|r| r.scope == DISTRICT && !r.indicator.contains(':'))
}

/// The indicators of the district, before and after; of several years after each, beside each other.
pub(crate) fn district(context: &Context<'_>) -> Table {
    if context.several() {
        return district_by_year(context);
    }
    let mut table = context.table(&[
        ("report.col.indicator", 40),
        ("report.col.stage", 9),
        ("report.col.before", 11),
        ("report.col.after", 11),
        ("report.col.limit", 11),
        ("report.col.is-met", 9),
    ]);
    for row in of_district(context) {
        let mut cells = vec![Cell::text(context.names.indicator(&row.indicator)), stage(context, row)];
        cells.extend(numbers(context, row));
        table.push(cells);
    }
    table
}

/// Before the first year and after each.
fn district_by_year(context: &Context<'_>) -> Table {
    let mut table = context.table(&[("report.col.indicator", 40), ("report.col.stage", 9), ("report.col.before", 11)]);
    let years: Vec<String> = context.years.iter().map(|of| of.case.year.to_string()).collect();
    table.columns.extend(Table::new(years.iter().map(|year| (year.clone(), 11))).columns);
    table.columns.extend(context.table(&[("report.col.limit", 11)]).columns);
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in of_district(context) {
        let number = |cell: &str| value(&row.indicator, cell);
        let new = table.rows.len();
        let at = *known.entry((&row.indicator, &row.stage)).or_insert(new);
        if at == new {
            let mut cells = vec![Cell::text(context.names.indicator(&row.indicator)), stage(context, row)];
            cells.push(if row.year == years[0] { number(&row.before) } else { Cell::Empty });
            cells.extend(years.iter().map(|_| Cell::Empty));
            cells.push(number(&row.limit));
            table.push(cells);
        }
        if let Some(year) = years.iter().position(|year| *year == row.year) {
            table.rows[at][3 + year] = number(&row.after);
        }
    }
    table
}

/// The lessons of one kind that nobody taught before the plan, in thousandths, where that was measured.
pub(crate) fn missing_before(context: &Context<'_>, year: &str, kind: &str) -> Option<i64> {
    let name = format!("lessons-missing:{kind}");
    let row = context.measured_in(year).find(|r| r.scope == DISTRICT && r.indicator == name)?;
    number::parse(&row.before)
}

/// How many units meet each limit that holds for units.
pub(crate) fn units(context: &Context<'_>) -> Table {
    context.each_year(|of| units_of(context, &of.case.year.to_string()))
}

fn units_of(context: &Context<'_>, year: &str) -> Table {
    let mut table = context.table(&[
        ("report.col.indicator", 40),
        ("report.col.stage", 9),
        ("report.col.units-met", 12),
        ("report.col.units-all", 12),
    ]);
    let mut counts: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    for row in context.measured_in(year).filter(|r| r.scope != DISTRICT && !r.met.is_empty()) {
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
