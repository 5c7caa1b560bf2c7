//! 调动名单 and 招聘计划: who goes where, and whom to hire for which post by which channel.
//!
//! Their Chinese headings are those of a plan made by hand, so that the office can edit these sheets and have the
//! result scored.

use super::Context;
use crate::plan::rows::{HireRow, MoveRow};
use crate::report::content::{Cell, Sheet, Table};

/// One line per person who does not stay.
pub(crate) fn moves(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| moves_of(context, &of.case.year.to_string()));
    context.sheet("report.sheet.moves", vec![context.section("report.sheet.moves", table)])
}

fn moves_of(context: &Context<'_>, year: &str) -> Table {
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
        ("report.col.reason", 92),
    ]);
    table.frozen = 2;
    for row in context.solved.statement.moves.iter().filter(|row| row.year == year) {
        table.push(move_cells(context, row));
    }
    table
}

fn move_cells(context: &Context<'_>, row: &MoveRow) -> Vec<Cell> {
    let names = &context.names;
    let name = names.known_person(&row.teacher_id).unwrap_or_default();
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

/// One line per unit, post and channel.
pub(crate) fn hires(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| hires_of(context, &of.case.year.to_string()));
    context.sheet("report.sheet.hires", vec![context.section("report.sheet.hires", table)])
}

fn hires_of(context: &Context<'_>, year: &str) -> Table {
    let mut table = context.table(&[
        ("report.col.school", 24),
        ("report.col.town", 12),
        ("report.col.stage", 9),
        ("report.col.kind", 14),
        ("report.col.channel", 24),
        ("report.col.persons", 10),
    ]);
    table.frozen = 1;
    for row in context.solved.statement.hires.iter().filter(|row| row.year == year) {
        let mut cells = context.place_cells(&row.unit).to_vec();
        cells.push(Cell::text(context.names.kind(&row.kind)));
        cells.push(Cell::text(context.names.channel(&row.channel)));
        cells.push(Cell::Whole(count(row)));
        table.push(cells);
    }
    table
}

/// Persons of a hire row; nothing where the cell is not a whole number.
pub(crate) fn count(row: &HireRow) -> i64 {
    row.count.parse().unwrap_or(0)
}
