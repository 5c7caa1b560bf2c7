//! 学科覆盖: what share of the demand of each subject is met in each unit, as a heat map and as a list.

use super::Context;
use crate::plan::rows::CoverageRow;
use crate::report::content::{Cell, Sheet, Table};
use crate::report::number;
use std::collections::{BTreeMap, BTreeSet};

/// Demand and supply, thousandths of a full-time equivalent.
#[derive(Clone, Copy, Default)]
struct Sums {
    demand: i64,
    supply: i64,
    short: i64,
}

impl Sums {
    fn add(&mut self, row: &CoverageRow) {
        self.demand += stated(&row.demand_fte);
        self.supply += stated(&row.supply_fte);
        self.short += stated(&row.short_fte);
    }

    /// Share of the demand that is met; what is too much in one subject does not make up for another.
    fn met(self) -> Cell {
        share(self.demand - self.short, self.demand)
    }
}

/// The number a cell states, zero where empty.
pub(crate) fn stated(cell: &str) -> i64 {
    number::parse(cell).unwrap_or(0)
}

fn share(part: i64, whole: i64) -> Cell {
    if whole == 0 { Cell::Empty } else { Cell::Percent(number::in_thousandths(part, whole)) }
}

/// Units down, subjects across, supply over demand in each field; totals beside and beneath.
pub(crate) fn heat(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| heat_of(context, &of.case.year.to_string()));
    context.sheet("report.sheet.heat", vec![context.section("report.heat.title", table)])
}

fn heat_of(context: &Context<'_>, year: &str) -> Table {
    let rows = &context.solved.statement.coverage;
    let kinds = kinds_in_order(rows);
    let mut table = context.table(&[
        ("report.col.school", 24),
        ("report.col.town", 12),
        ("report.col.stage", 9),
        ("report.col.short", 9),
        ("report.col.met", 9),
    ]);
    table.columns.extend(Table::new(kinds.iter().map(|k| (context.names.kind(k), 9))).columns);
    table.heat_from = Some(4);
    table.frozen = 1;
    let mut fields: BTreeMap<&str, BTreeMap<&str, Sums>> = BTreeMap::new();
    let mut bottom: BTreeMap<&str, Sums> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.year == year) {
        fields.entry(&row.unit).or_default().entry(&row.kind).or_default().add(row);
        bottom.entry(&row.kind).or_default().add(row);
    }
    for (unit, of) in &fields {
        let head = context.place_cells(unit);
        table.push(line(&head, of, &kinds, |s| share(s.supply, s.demand)));
    }
    if !table.is_empty() {
        let head = [Cell::text(context.word("report.col.total")), Cell::Empty, Cell::Empty];
        table.push(line(&head, &bottom, &kinds, Sums::met));
        table.total = true;
    }
    table
}

fn line(head: &[Cell; 3], of: &BTreeMap<&str, Sums>, kinds: &[&str], field: impl Fn(Sums) -> Cell) -> Vec<Cell> {
    let all = of.values().fold(Sums::default(), |a, b| Sums {
        demand: a.demand + b.demand,
        supply: a.supply + b.supply,
        short: a.short + b.short,
    });
    let mut cells = head.to_vec();
    cells.extend([Cell::Decimal(all.short), all.met()]);
    cells.extend(kinds.iter().map(|k| of.get(k).map_or(Cell::Empty, |&s| field(s))));
    cells
}

/// Kinds in the order of the office's list of subjects, then those that only the input knows.
fn kinds_in_order(rows: &[CoverageRow]) -> Vec<&str> {
    let present: BTreeSet<&str> = rows.iter().map(|r| r.kind.as_str()).collect();
    let built_in = crate::domain::kind::built_in();
    let rank = |code: &str| built_in.iter().position(|k| k.code == code).unwrap_or(usize::MAX);
    let mut kinds: Vec<&str> = present.into_iter().collect();
    kinds.sort_by_key(|k| (rank(k), *k));
    kinds
}

/// The long list: one line per unit and subject.
pub(crate) fn list(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| list_of(context, &of.case.year.to_string()));
    context.sheet("report.sheet.coverage", vec![context.section("report.coverage.title", table)])
}

fn list_of(context: &Context<'_>, year: &str) -> Table {
    let mut table = context.table(&[
        ("report.col.school", 24),
        ("report.col.town", 12),
        ("report.col.stage", 9),
        ("report.col.kind", 14),
        ("report.col.demand", 10),
        ("report.col.supply", 10),
        ("report.col.short", 10),
        ("report.col.over", 10),
        ("report.col.met", 10),
    ]);
    table.frozen = 1;
    for row in context.solved.statement.coverage.iter().filter(|row| row.year == year) {
        let mut cells = context.place_cells(&row.unit).to_vec();
        cells.push(Cell::text(context.names.kind(&row.kind)));
        cells.extend([&row.demand_fte, &row.supply_fte, &row.short_fte, &row.over_fte].map(|c| Cell::number(c)));
        cells.push(share(stated(&row.demand_fte) - stated(&row.short_fte), stated(&row.demand_fte)));
        table.push(cells);
    }
    table
}
