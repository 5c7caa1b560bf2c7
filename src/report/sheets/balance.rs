//! 优质均衡: which of the seven indicators each unit holds, what it lacks, and which unit is cheapest to bring over the line.

use super::Context;
use super::coverage::stated;
use crate::pipeline::OneYear;
use crate::plan::rows::IndicatorRow;
use crate::report::content::{Body, Cell, Section, Sheet, Table};
use std::collections::BTreeMap;

/// The seven in the national order.
const SEVEN: [&str; 7] = [
    "degree-per-100",
    "key-teachers-per-100",
    "pe-arts-per-100",
    "floor-area-by-pupil",
    "sports-area-by-pupil",
    "equipment-by-pupil",
    "multimedia-by-pupil",
];
/// The indicator that every unit in scope has.
const MET: &str = "indicators-met";
const RULE: &str = "six-of-seven";
/// How many of the units nearest to passing the first page names.
const NEXT: usize = 5;

/// A unit with its indicators.
struct Line<'a> {
    unit: &'a str,
    of: BTreeMap<&'a str, &'a IndicatorRow>,
    /// Persons missing, in thousandths; for who cannot pass by staffing, facilities to be mended.
    missing: i64,
    /// Whether staffing alone can do it.
    possible: bool,
}

/// Units in scope, those that fail first, the nearest to passing before the others, hopeless ones after them.
fn lines<'a>(context: &Context<'a>, of: &OneYear<'a>) -> Vec<Line<'a>> {
    let year = of.case.year.to_string();
    let mut units: BTreeMap<&str, BTreeMap<&str, &IndicatorRow>> = BTreeMap::new();
    for row in context.measured_in(&year) {
        units.entry(&row.scope).or_default().insert(&row.indicator, row);
    }
    let findings = of.findings;
    let line = |(unit, of): (&'a str, BTreeMap<&'a str, &'a IndicatorRow>)| {
        let about = findings.iter().filter(|f| f.rule == RULE && f.place == unit);
        let finding = about.max_by_key(|f| f.severity != crate::plan::Severity::Note);
        let possible = finding.is_none_or(|f| f.text.key() != "rule.six-of-seven.facilities");
        Line { unit, of, missing: finding.map_or(0, |f| f.amount), possible }
    };
    let mut lines: Vec<Line<'_>> = units.into_iter().filter(|(_, of)| of.contains_key(MET)).map(line).collect();
    lines.sort_by_key(|line| (line.missing == 0, !line.possible, line.missing, line.unit));
    lines
}

/// Whether the policy looks at the balance at all.
pub(crate) fn is_known(context: &Context<'_>) -> bool {
    context.solved.statement.indicators.iter().any(|row| row.indicator == MET)
}

/// One line per unit in scope.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| sheet_of(context, of));
    context.sheet("report.sheet.balance", vec![context.section("report.balance.title", table)])
}

fn sheet_of(context: &Context<'_>, of: &OneYear<'_>) -> Table {
    let mut table = context.table(&[
        ("report.col.school", 24),
        ("report.col.town", 12),
        ("report.col.stage", 9),
        ("report.col.passes", 9),
        ("report.col.indicators-met", 9),
        ("report.col.lacks-people", 12),
        ("report.col.lacks-facilities", 12),
    ]);
    let heading = |name: &&str| (context.names.indicator(name), 14);
    let columns = Table::new(SEVEN.iter().map(heading)).columns;
    table.columns.extend(columns);
    table.frozen = 1;
    for line in lines(context, of) {
        let mut cells = context.place_cells(line.unit).to_vec();
        let number = |is: bool| if is && line.missing > 0 { Cell::Whole(line.missing / 1000) } else { Cell::Empty };
        cells.push(context.yes_no(&line.of[MET].met));
        cells.push(Cell::Whole(stated(&line.of[MET].after) / 1000));
        cells.extend([number(line.possible), number(!line.possible)]);
        cells.extend(SEVEN.iter().map(|name| indicator(context, line.of.get(name).copied())));
        table.push(cells);
    }
    table
}

/// The value with a mark where the limit is not met; only the mark where nothing is counted.
fn indicator(context: &Context<'_>, row: Option<&IndicatorRow>) -> Cell {
    let Some(row) = row else { return Cell::text(context.word("report.unknown")) };
    let mark = if row.met == "no" { context.word("report.below") } else { String::new() };
    if row.after.is_empty() {
        return context.yes_no(&row.met);
    }
    if mark.is_empty() { Cell::number(&row.after) } else { Cell::text(format!("{} {mark}", row.after)) }
}

/// The units that are cheapest to bring over the line at the end of the last year, for the first page.
pub(crate) fn next(context: &Context<'_>) -> Option<Section> {
    let failing = lines(context, context.years.last()?).into_iter().filter(|line| line.missing > 0 && line.possible);
    let sentence = |line: Line<'_>| {
        crate::messages::Text::new("report.balance.next")
            .with("unit", context.names.place(line.unit))
            .with("persons", line.missing / 1000)
            .render(context.lang)
    };
    let sentences: Vec<String> = failing.take(NEXT).map(sentence).collect();
    let title = context.word("report.balance.next.title");
    (!sentences.is_empty()).then_some(Section { title, body: Body::Lines(sentences) })
}
