//! 调动名单 and 招聘计划: who goes where, and whom to hire for which post by which channel.

use super::Context;
use crate::plan::rows::{HireRow, MoveRow};
use crate::report::content::{Cell, Sheet, Table};
use std::collections::{BTreeMap, BTreeSet};

/// One line per person who does not stay.
pub(crate) fn moves(context: &Context) -> Sheet {
    let mut table = context.table(&[
        ("report.col.teacher", 12),
        ("report.col.person", 10),
        ("report.col.from-school", 24),
        ("report.col.from-town", 12),
        ("report.col.from-stage", 9),
        ("report.col.from-kind", 12),
        ("report.col.to-school", 24),
        ("report.col.to-town", 12),
        ("report.col.to-stage", 9),
        ("report.col.to-kind", 12),
        ("report.col.fte", 10),
        ("report.col.move", 10),
        ("report.col.minutes", 10),
        ("report.col.reason", 56),
    ]);
    table.frozen = 2;
    for row in &context.solved.statement.moves {
        table.push(move_cells(context, row));
    }
    context.sheet("report.sheet.moves", vec![context.section("report.sheet.moves", table)])
}

fn move_cells(context: &Context, row: &MoveRow) -> Vec<Cell> {
    let names = &context.names;
    let name = names.find_teacher(&row.teacher_id).and_then(|t| t.record.name.clone()).unwrap_or_default();
    let [from_school, from_town, from_stage] = context.place_cells(&row.from_unit);
    let [to_school, to_town, to_stage] = if row.to_unit.is_empty() {
        [Cell::text(context.word("report.no-place")), Cell::Empty, Cell::Empty]
    } else {
        context.place_cells(&row.to_unit)
    };
    vec![
        Cell::text(&row.teacher_id),
        Cell::text(name),
        from_school,
        from_town,
        from_stage,
        Cell::text(names.kind(&row.from_kind)),
        to_school,
        to_town,
        to_stage,
        Cell::text(names.kind(&row.to_kind)),
        Cell::number(&row.fte),
        Cell::text(names.move_kind(&row.move_kind)),
        Cell::number(&row.minutes),
        Cell::text(&row.reason),
    ]
}

/// One line per unit and post, one column per channel in use, with totals.
pub(crate) fn hires(context: &Context) -> Sheet {
    let rows = &context.solved.statement.hires;
    let channels: BTreeSet<&str> = rows.iter().map(|h| h.channel.as_str()).collect();
    let mut table = context.table(&[
        ("report.col.school", 24),
        ("report.col.town", 12),
        ("report.col.stage", 9),
        ("report.col.kind", 14),
    ]);
    let total_heading = [(context.word("report.col.total"), 9)];
    let extra = channels.iter().map(|c| (context.names.channel(c), 14)).chain(total_heading);
    table.columns.extend(Table::new(extra).columns);
    table.frozen = 1;
    let mut posts: BTreeMap<(&str, &str), BTreeMap<&str, i64>> = BTreeMap::new();
    let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows {
        *posts.entry((&row.unit, &row.kind)).or_default().entry(&row.channel).or_default() += count(row);
        *totals.entry(&row.channel).or_default() += count(row);
    }
    let counts = |of: &BTreeMap<&str, i64>| -> Vec<Cell> {
        let each = channels.iter().map(|c| of.get(c).map_or(Cell::Empty, |&n| Cell::Whole(n)));
        each.chain([Cell::Whole(of.values().sum())]).collect()
    };
    for ((unit, kind), of) in &posts {
        let mut cells = context.place_cells(unit).to_vec();
        cells.push(Cell::text(context.names.kind(kind)));
        cells.extend(counts(of));
        table.push(cells);
    }
    if !table.is_empty() {
        let mut cells = vec![Cell::text(context.word("report.col.total")), Cell::Empty, Cell::Empty, Cell::Empty];
        cells.extend(counts(&totals));
        table.push(cells);
        table.total = true;
    }
    context.sheet("report.sheet.hires", vec![context.section("report.sheet.hires", table)])
}

/// Persons of a hire row; nothing where the cell is not a whole number.
pub(crate) fn count(row: &HireRow) -> i64 {
    row.count.parse().unwrap_or(0)
}
