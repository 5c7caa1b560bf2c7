//! 个人路径: one line per person who does not just stay: where they work in each year, how they came there, when they retire.

use super::Context;
use crate::domain::YearMonth;
use crate::pipeline::OneYear;
use crate::plan::{MoveKind, Posting, paths};
use crate::report::content::{Cell, Sheet, Table};
use std::collections::BTreeMap;

/// One person.
struct Way {
    /// Code of what they teach first.
    kind: String,
    /// What is said of each year; nothing where they are not on the staff.
    years: Vec<Option<String>>,
    /// Whether anything but staying is said.
    changes: bool,
    retires: Option<YearMonth>,
}

/// One line per person.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let mut table = context.table(&[("report.col.teacher", 16), ("report.col.person", 20), ("report.col.kind", 14)]);
    table.columns.extend(Table::new(context.years.iter().map(|of| (of.case.year.to_string(), 44))).columns);
    table.columns.extend(context.table(&[("report.col.retires", 12)]).columns);
    table.frozen = 2;
    let last = context.years.last().map(|of| of.case.year.end());
    for (id, way) in ways(context) {
        let retires = way.retires.filter(|&month| Some(month) <= last);
        if !way.changes && retires.is_none() && way.years.iter().all(Option::is_some) {
            continue;
        }
        let mut cells = vec![Cell::text(&id), Cell::text(context.names.known_person(&id).unwrap_or_default())];
        cells.push(Cell::text(context.names.kind(&way.kind)));
        cells.extend(way.years.into_iter().map(|said| said.map_or(Cell::Empty, Cell::Text)));
        cells.push(retires.map_or(Cell::Empty, |month| Cell::text(month.to_string())));
        table.push(cells);
    }
    context.sheet("report.sheet.paths", vec![context.section("report.paths.title", table)])
}

fn ways(context: &Context<'_>) -> BTreeMap<String, Way> {
    let mut ways: BTreeMap<String, Way> = BTreeMap::new();
    let way = |kind: &str| Way {
        kind: kind.to_owned(),
        years: vec![None; context.years.len()],
        changes: false,
        retires: None,
    };
    for (at, of) in context.years.iter().enumerate() {
        for posting in &of.plan.postings {
            let teacher = &of.case.teachers[posting.teacher.at()];
            let kind = &of.case.kinds[teacher.kind.at()].code;
            let way = ways.entry(teacher.record.id.clone()).or_insert_with(|| way(kind));
            let (said, changes) = said(context, of, posting);
            way.years[at] = Some(said);
            way.changes |= changes;
            way.retires = Some(teacher.retires);
        }
        for (id, hire) in paths::hired(of.case, of.plan) {
            let way = ways.entry(id).or_insert_with(|| way(&of.case.kinds[hire.kind.at()].code));
            let unit = context.names.unit(&of.case.units[hire.unit.at()].code);
            way.years[at] = Some(format!("{} → {unit}", context.word("report.way.hired")));
            way.changes = true;
        }
    }
    ways
}

/// What is said of a person in one year, and whether that is more than staying.
fn said(context: &Context<'_>, of: &OneYear<'_>, posting: &Posting) -> (String, bool) {
    let unit = |at: usize| context.names.unit(&of.case.units[at].code);
    let home = unit(of.case.teachers[posting.teacher.at()].unit.at());
    let how = |kind: MoveKind| context.names.move_kind(kind.code());
    if let Some(visit) = posting.visit {
        return (format!("{home} + {} {}", unit(visit.unit.at()), how(MoveKind::Shared)), true);
    }
    if let Some(kind) = posting.retrained {
        return (format!("{home} {} → {}", how(MoveKind::Retrain), context.names.kind_ix(kind)), true);
    }
    match (posting.unit, posting.moved) {
        (Some(to), Some(kind)) => (format!("{home} → {} {}", unit(to.at()), how(kind)), true),
        (None, _) => (format!("{home} → {}", context.word("report.no-place")), true),
        (Some(_), None) => (home, false),
    }
}
