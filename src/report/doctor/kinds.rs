//! Staff of the kinds that the programme names: asked, there, missing, and what could close the gap.

use super::{Context, teachers};
use crate::doctor::KindRow;
use crate::messages::Text;
use crate::report::content::{Body, Cell, Section};

pub(super) fn sections(context: &Context<'_>) -> Vec<Section> {
    let Some(rows) = context.diagnosis.kinds.as_ref().filter(|rows| !rows.is_empty()) else { return Vec::new() };
    let mut table = context.table(&[
        "doctor.col.kind-or-post",
        "doctor.col.kind-asked",
        "doctor.col.kind-lessons",
        "doctor.col.kind-staff",
        "doctor.col.kind-today",
        "doctor.col.kind-missing",
        "doctor.col.hires",
        "doctor.col.kind-further",
        "doctor.col.kind-certified",
        "doctor.col.kind-left",
    ]);
    for row in rows {
        let KindRow { kind, asked, lessons, staff, today, missing, hires, further, certified } = *row;
        let mut cells = vec![Cell::text(context.names.kind_ix(kind)), Cell::Whole(asked)];
        cells.push(Cell::Decimal(teachers(lessons)));
        cells.extend([staff, today, missing, hires, further, certified, row.left()].map(Cell::Whole));
        table.push(cells);
    }
    let short: Vec<Text> = rows.iter().filter(|row| row.missing > 0).map(|row| line(context, row)).collect();
    let mut lines = if short.is_empty() { vec![Text::new("doctor.kinds.none")] } else { short };
    lines.push(Text::new("doctor.kinds.note"));
    // A section without a title goes on under the table before it.
    vec![
        context.section("doctor.kinds.title", Body::Table(table)),
        Section { title: String::new(), body: context.lines(&lines) },
    ]
}

/// What is missing of one kind, and what would do.
fn line(context: &Context<'_>, row: &KindRow) -> Text {
    let verdict = match row.left() {
        0 => "doctor.kinds.hired",
        left if left <= row.certified => "doctor.kinds.retrained",
        left if left <= row.further => "doctor.kinds.certify",
        _ => "doctor.kinds.short",
    };
    let verdict = Text::new(verdict).with("left", row.left()).with("further", row.further);
    Text::new("doctor.kinds.one")
        .with("kind", context.names.kind_ix(row.kind))
        .with("missing", row.missing)
        .with("hires", row.hires)
        .with_text("verdict", verdict)
}
