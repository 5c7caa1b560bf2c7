//! 配备方式: how the lessons of each subject are covered before and after the plan, by kind of school: own teachers, people who come, several
//! subjects in one unit, teachers shared between schools, retraining, hires, and what is missing.

use super::Context;
use crate::domain::Lessons;
use crate::pipeline::OneYear;
use crate::plan::ways::{Covered, SchoolKind, Way, covered};
use crate::report::content::{Cell, Sheet, Table};
use crate::report::number;

/// One line per subject, kind of school and time.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| ways_of(context, of));
    context.sheet("report.sheet.ways", vec![context.section("report.ways.title", table)])
}

fn ways_of(context: &Context<'_>, of: &OneYear<'_>) -> Table {
    let mut table = context.table(&[
        ("report.col.kind", 16),
        ("report.col.school-kind", 18),
        ("report.col.when", 10),
        ("report.col.units", 10),
        ("report.col.full", 12),
        ("report.col.week-lessons", 12),
        ("report.way.own", 12),
        ("report.way.moved", 12),
        ("report.way.besides", 12),
        ("report.way.shared", 12),
        ("report.way.retrained", 12),
        ("report.way.hired", 12),
        ("report.col.missing-lessons", 12),
        ("report.col.met", 10),
    ]);
    table.frozen = 3;
    let after = covered(of.case, of.plan);
    let before = covered(of.case, of.present);
    for (&(kind, school), now) in &after {
        let names = [context.names.kind_ix(kind), context.word(school_word(school))];
        let earlier = before.get(&(kind, school)).cloned().unwrap_or_default();
        for (when, of) in [("report.col.before", &earlier), ("report.col.after", now)] {
            let mut cells: Vec<Cell> = names.iter().map(Cell::text).collect();
            cells.push(Cell::text(context.word(when)));
            cells.extend(numbers(of));
            table.push(cells);
        }
    }
    table
}

const fn school_word(school: SchoolKind) -> &'static str {
    match school {
        SchoolKind::Town => "report.school-kind.town",
        SchoolKind::RuralCenter => "report.school-kind.rural",
        SchoolKind::SmallPoint => "report.school-kind.small",
    }
}

fn numbers(of: &Covered) -> Vec<Cell> {
    let lessons = |of: Lessons| Cell::Decimal(of.small());
    let mut cells = vec![Cell::Whole(of.units), Cell::Whole(of.full), lessons(of.lessons)];
    cells.extend(Way::ALL.map(|way| lessons(of.of(way))));
    cells.push(lessons(of.missing()));
    let covered = of.lessons - of.missing();
    cells.push(Cell::Percent(number::in_thousandths(covered.small(), of.lessons.small().max(1))));
    cells
}
