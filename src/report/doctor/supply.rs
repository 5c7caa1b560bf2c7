//! Lessons against teachers: a line per stage, then what is short, then what is spare.

use super::{Context, lessons, teachers};
use crate::doctor::SupplyRow;
use crate::domain::{Fte, Lessons};
use crate::messages::Text;
use crate::plan::rows::thousandths;
use crate::report::content::{Body, Cell, Section};

/// Lines of the table of what is short.
const SHORT: usize = 20;
/// Lines of the table of what is spare.
const SPARE: usize = 8;

pub(super) fn sections(context: &Context<'_>) -> Vec<Section> {
    let rows = &context.diagnosis.supply;
    let short: Vec<&SupplyRow> = rows.iter().filter(|row| row.missing > Lessons::ZERO).collect();
    let mut spare: Vec<&SupplyRow> = rows.iter().filter(|row| row.spare > Fte::ZERO && !row.general).collect();
    spare.sort_by_key(|row| std::cmp::Reverse(row.spare));
    let mut sections = vec![stages(context)];
    let mut notes = Vec::new();
    if short.is_empty() {
        notes.push(Text::new("doctor.none-short"));
    } else {
        sections.push(short_table(context, &short));
        notes.extend(more(&short, SHORT));
        notes.push(Text::new("doctor.hires.note"));
    }
    notes.extend(nobody(context));
    sections.push(Section { title: String::new(), body: context.lines(&notes) });
    if !spare.is_empty() {
        sections.push(spare_table(context, &spare));
        let more: Vec<Text> = more(&spare, SPARE).into_iter().collect();
        if !more.is_empty() {
            sections.push(Section { title: String::new(), body: context.lines(&more) });
        }
    }
    sections
}

fn more(rows: &[&SupplyRow], shown: usize) -> Option<Text> {
    let more = rows.len().saturating_sub(shown);
    (more > 0).then(|| Text::new("doctor.more").with("count", more))
}

/// What nobody at all teaches, by name.
fn nobody(context: &Context<'_>) -> Option<Text> {
    let rows: Vec<&SupplyRow> = context.diagnosis.supply.iter().filter(|row| row.is_taught_by_nobody()).collect();
    let one = |row: &&SupplyRow| {
        Text::new("doctor.nobody.one")
            .with("stage", context.names.stage(row.stage))
            .with("kind", context.names.kind_ix(row.kind))
            .with("lessons", thousandths(lessons(row.lessons)))
            .with("hires", row.hires)
    };
    (!rows.is_empty()).then(|| Text::new("doctor.nobody").with("list", context.joined(rows.iter().map(one))))
}

fn stages(context: &Context<'_>) -> Section {
    let mut table = context.table(&[
        "doctor.col.stage",
        "doctor.col.lessons",
        "doctor.col.asked",
        "doctor.col.teachers",
        "doctor.col.missing",
        "doctor.col.short",
        "doctor.col.spare",
        "doctor.col.hires",
    ]);
    for row in &context.diagnosis.stages {
        table.push(vec![
            Cell::text(context.names.stage(row.stage)),
            Cell::Decimal(lessons(row.lessons)),
            Cell::Decimal(teachers(row.asked)),
            Cell::Decimal(teachers(row.teachers)),
            Cell::Decimal(lessons(row.missing)),
            Cell::Whole(row.short),
            Cell::Decimal(teachers(row.spare)),
            Cell::Whole(row.hires),
        ]);
    }
    context.section("doctor.stages.title", Body::Table(table))
}

fn short_table(context: &Context<'_>, rows: &[&SupplyRow]) -> Section {
    let mut columns = OF_KIND.to_vec();
    columns.extend(["doctor.col.further", "doctor.col.missing", "doctor.col.missing-teachers", "doctor.col.hires"]);
    let mut table = context.table(&columns);
    for row in rows.iter().take(SHORT) {
        let mut cells = of_kind(context, row);
        let (missing, people) = (Cell::Decimal(lessons(row.missing)), Cell::Decimal(teachers(row.missing_teachers)));
        cells.extend([Cell::Whole(row.further), missing, people, Cell::Whole(row.hires)]);
        table.push(cells);
    }
    context.section("doctor.short.title", Body::Table(table))
}

fn spare_table(context: &Context<'_>, rows: &[&SupplyRow]) -> Section {
    let mut columns = OF_KIND.to_vec();
    columns.push("doctor.col.spare");
    let mut table = context.table(&columns);
    for row in rows.iter().take(SPARE) {
        let mut cells = of_kind(context, row);
        cells.push(Cell::Decimal(teachers(row.spare)));
        table.push(cells);
    }
    context.section("doctor.spare.title", Body::Table(table))
}

/// The columns that both tables begin with.
const OF_KIND: [&str; 5] =
    ["doctor.col.stage", "doctor.col.kind", "doctor.col.lessons", "doctor.col.asked", "doctor.col.main"];

fn of_kind(context: &Context<'_>, row: &SupplyRow) -> Vec<Cell> {
    vec![
        Cell::text(context.names.stage(row.stage)),
        Cell::text(context.names.kind_ix(row.kind)),
        Cell::Decimal(lessons(row.lessons)),
        Cell::Decimal(teachers(row.asked)),
        Cell::Decimal(teachers(row.teachers)),
    ]
}
