//! Teachers of the highest title and with honors of the city or above, against the dated targets.

use super::Context;
use crate::doctor::Standing;
use crate::messages::Text;
use crate::report::content::{Body, Cell, Section};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let rows = context.diagnosis.talents.as_ref()?;
    let mut table = context.table(&[
        "doctor.col.talent",
        "doctor.col.by",
        "doctor.col.holders",
        "doctor.col.remaining",
        "doctor.col.aim",
        "doctor.col.short-of",
    ]);
    for row in rows {
        let Standing { what, now, then, target, by, .. } = *row;
        let mut cells = vec![Cell::text(Text::new(what).render(context.lang)), Cell::text(by.to_string())];
        cells.extend([now, then, target, row.missing()].map(Cell::Whole));
        table.push(cells);
    }
    Some(context.section("doctor.talents.title", Body::Table(table)))
}
