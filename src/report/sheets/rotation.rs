//! 轮岗统计: who moves how, from which kind of place to which, and what that means for each unit.

use super::Context;
use crate::domain::words::Setting;
use crate::domain::{Case, UnitIx};
use crate::pipeline::OneYear;
use crate::plan::rows::MoveRow;
use crate::plan::{MoveKind, Posting};
use crate::report::content::{Cell, Sheet, Table};
use crate::report::number;
use std::collections::BTreeMap;

/// The three tables of the sheet.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let sections = vec![
        context.section("report.rotation.kinds", by_kind(context)),
        context.section("report.rotation.directions", directions(context)),
        context.section("report.rotation.units", units(context)),
    ];
    context.sheet("report.sheet.rotation", sections)
}

/// Persons and mean minutes by kind of move.
pub(crate) fn by_kind(context: &Context<'_>) -> Table {
    context.each_year(|of| kinds_of(context, &of.case.year.to_string()))
}

fn kinds_of(context: &Context<'_>, year: &str) -> Table {
    let mut table =
        context.table(&[("report.col.move", 24), ("report.col.persons", 12), ("report.col.mean-minutes", 14)]);
    for kind in MoveKind::ALL {
        let rows = context.solved.statement.moves.iter().filter(|m| m.year == year && m.move_kind == kind.code());
        let rows: Vec<&MoveRow> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        let known: Vec<i64> = rows.iter().filter_map(|m| number::parse(&m.minutes)).collect();
        let mean = i64::try_from(known.len()).ok().filter(|&n| n > 0).map(|n| known.iter().sum::<i64>() / n);
        table.push(vec![
            Cell::text(context.names.move_kind(kind.code())),
            Cell::Whole(i64::try_from(rows.len()).unwrap_or(i64::MAX)),
            // Whole minutes are exact enough for a mean.
            mean.map_or(Cell::Empty, |m| Cell::Whole((m + 500) / 1000)),
        ]);
    }
    table
}

/// Rotations from each kind of place to each: urban, town, rural.
fn directions(context: &Context<'_>) -> Table {
    context.each_year(|of| directions_of(context, &of.case.year.to_string()))
}

fn directions_of(context: &Context<'_>, year: &str) -> Table {
    let mut table = Table::new(
        [(context.word("report.col.from-setting"), 24)]
            .into_iter()
            .chain(Setting::ALL.iter().map(|s| (setting(context, *s), 12))),
    );
    let mut counts: BTreeMap<(Setting, Setting), i64> = BTreeMap::new();
    let moves = context.solved.statement.moves.iter().filter(|m| m.year == year);
    for row in moves.filter(|m| m.move_kind == MoveKind::Rotate.code()) {
        let place = |unit: &str| context.names.find_unit(unit).map(|u| context.names.school_of(u).setting);
        if let Some(pair) = place(&row.from_unit).zip(place(&row.to_unit)) {
            *counts.entry(pair).or_default() += 1;
        }
    }
    for from in Setting::ALL {
        let to = Setting::ALL.iter().map(|to| Cell::Whole(counts.get(&(*from, *to)).copied().unwrap_or(0)));
        table.push([Cell::text(setting(context, *from))].into_iter().chain(to).collect());
    }
    table
}

fn setting(context: &Context<'_>, setting: Setting) -> String {
    match setting {
        Setting::Urban => context.word("report.setting.urban"),
        Setting::Town => context.word("report.setting.town"),
        Setting::Rural => context.word("report.setting.rural"),
    }
}

/// Heads of one unit before, in motion, and after.
#[derive(Clone, Copy, Default)]
struct Flow {
    before: i64,
    rotate_out: i64,
    rotate_in: i64,
    other_out: i64,
    other_in: i64,
    hired: i64,
}

fn units(context: &Context<'_>) -> Table {
    context.each_year(|of| units_of(context, of))
}

fn units_of(context: &Context<'_>, of: &OneYear<'_>) -> Table {
    let mut table = context.table(&[
        ("report.col.school", 24),
        ("report.col.town", 12),
        ("report.col.stage", 10),
        ("report.col.staff-before", 12),
        ("report.col.rotate-out", 12),
        ("report.col.rotate-in", 12),
        ("report.col.other-out", 12),
        ("report.col.other-in", 12),
        ("report.col.hired", 12),
        ("report.col.staff-after", 12),
    ]);
    for (unit, flow) in flows(of) {
        let mut cells = context.place_cells(&of.case.units[unit.at()].code).to_vec();
        let gained = flow.rotate_in + flow.other_in + flow.hired;
        let after = flow.before - flow.rotate_out - flow.other_out + gained;
        cells.extend(
            [flow.before, flow.rotate_out, flow.rotate_in, flow.other_out, flow.other_in, flow.hired, after]
                .map(Cell::Whole),
        );
        table.push(cells);
    }
    table
}

fn flows(of: &OneYear<'_>) -> BTreeMap<UnitIx, Flow> {
    let (case, plan) = (of.case, of.plan);
    let mut flows: BTreeMap<UnitIx, Flow> = BTreeMap::new();
    for (_, teacher) in case.teachers_ix() {
        flows.entry(teacher.unit).or_default().before += 1;
    }
    for posting in &plan.postings {
        let Some((from, to)) = leg(case, posting) else { continue };
        let rotates = posting.moved == Some(MoveKind::Rotate);
        let out = flows.entry(from).or_default();
        if rotates {
            out.rotate_out += 1;
        } else {
            out.other_out += 1;
        }
        if let Some(to) = to {
            let into = flows.entry(to).or_default();
            if rotates {
                into.rotate_in += 1;
            } else {
                into.other_in += 1;
            }
        }
    }
    for hire in &plan.hires {
        flows.entry(hire.unit).or_default().hired += hire.count;
    }
    flows
}

/// From which unit to which a person goes; `None` for who stays.
fn leg(case: &Case, posting: &Posting) -> Option<(UnitIx, Option<UnitIx>)> {
    let from = case.teachers.get(posting.teacher.at())?.unit;
    (posting.unit != Some(from)).then_some((from, posting.unit))
}
