//! 逐年概览: what every year of several begins with, what the plan does in it, and what it comes to.

use super::Context;
use crate::domain::attrition;
use crate::domain::{Case, Lessons, Unit, UnitIx};
use crate::pipeline::OneYear;
use crate::plan::Plan;
use crate::plan::tally::{Tally, short as missing};
use crate::report::content::{Cell, Sheet, Table};
use crate::report::{goals, number};

/// One line: its name and a value for every year.
struct Line {
    name: String,
    values: Vec<Cell>,
    /// Whether the first page shows it.
    short: bool,
}

/// All lines.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let table = table(context, lines(context));
    context.sheet("report.sheet.by-year", vec![context.section("report.by-year.title", table)])
}

/// The lines of the first page.
pub(crate) fn short(context: &Context<'_>) -> Table {
    let mut lines = lines(context);
    lines.retain(|line| line.short);
    table(context, lines)
}

fn table(context: &Context<'_>, lines: Vec<Line>) -> Table {
    let mut table = context.table(&[("report.col.measured", 40)]);
    table.columns.extend(Table::new(context.years.iter().map(|of| (of.case.year.to_string(), 12))).columns);
    table.frozen = 1;
    for line in lines {
        table.push(std::iter::once(Cell::Text(line.name)).chain(line.values).collect());
    }
    table
}

fn lines(context: &Context<'_>) -> Vec<Line> {
    let each = |value: &dyn Fn(&OneYear<'_>) -> Cell| context.years.iter().map(value).collect::<Vec<_>>();
    let line =
        |key, short, value: &dyn Fn(&OneYear<'_>) -> Cell| Line { name: context.word(key), values: each(value), short };
    let moves = |of: &OneYear<'_>| {
        let year = of.case.year.to_string();
        let moves = context.solved.statement.moves.iter().filter(|row| row.year == year).count();
        Cell::Whole(i64::try_from(moves).unwrap_or(i64::MAX))
    };
    let staff = |of: &OneYear<'_>| Cell::Whole(i64::try_from(of.case.teachers.len()).unwrap_or(i64::MAX));
    let mut lines = vec![
        line("report.by-year.pupils", true, &|of| Cell::Whole(open(of.case).map(|u| u.pupils().small()).sum())),
        line("report.by-year.classes", true, &|of| Cell::Whole(open(of.case).map(Unit::classes).sum())),
        line("report.by-year.staff", true, &staff),
        line("report.by-year.retirements", true, &|of| Cell::Whole(retirements(of.case))),
        line("report.by-year.expected-leavers", true, &|of| people(of.case, &of.case.expected.gone)),
        line("report.by-year.expected-absences", true, &|of| people(of.case, &of.case.expected.away)),
        line("report.by-year.hires", true, &|of| Cell::Whole(of.plan.hires.iter().map(|hire| hire.count).sum())),
        line("report.by-year.moves", true, &moves),
        line("report.by-year.lessons", false, &|of| decimal(of.case.demand.iter().map(|d| d.lessons).sum())),
        line("report.by-year.expected-lessons", false, &expected_lessons),
        line("report.by-year.missing", true, &|of| decimal(lessons_missing(of.case, of.plan))),
        line("report.by-year.surplus", false, &|of| Cell::Whole(posts(of.case, of.plan, |beyond| beyond))),
        line("report.by-year.vacant", false, &|of| Cell::Whole(posts(of.case, of.plan, |beyond| -beyond))),
        line("report.indicator.eligible", false, &|of| measured(context, of, "eligible")),
        line("report.indicator.rotating", false, &|of| measured(context, of, "rotating")),
    ];
    lines.retain(|line| line.values.iter().any(|cell| *cell != Cell::Empty));
    lines.extend(goal_lines(context));
    lines
}

/// The value of each goal in each year; their sums are the values of the plan.
fn goal_lines<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Line> + 'a {
    let policy = &context.solved.policy;
    policy.tiers.iter().enumerate().map(move |(at, tier)| {
        let name = goals::name_of(policy, &tier.name, context.lang);
        let value = |of: &Vec<i64>| Cell::Decimal(number::in_thousandths(of[at], tier.per_unit));
        Line {
            name: format!("{name} ({})", context.names.measure(&tier.unit)),
            values: context.solved.tiers_by_year.iter().map(value).collect(),
            short: true,
        }
    })
}

/// Expected people of all units; blank in a year of which nothing is expected.
fn people(case: &Case, units: &[i64]) -> Cell {
    if case.expected.is_known() { Cell::Decimal(attrition::thousandths(units)) } else { Cell::Empty }
}

/// Lessons of people expected to be missing; blank in a year of which nothing is expected.
fn expected_lessons(of: &OneYear<'_>) -> Cell {
    let all = of.case.demand.iter().map(|d| d.expected).sum();
    if of.case.expected.is_known() { decimal(all) } else { Cell::Empty }
}

fn open(case: &Case) -> impl Iterator<Item = &Unit> {
    case.units.iter().filter(|unit| unit.open)
}

const fn decimal(lessons: Lessons) -> Cell {
    Cell::Decimal(lessons.small())
}

/// People who reach their age of retirement within the year.
fn retirements(case: &Case) -> i64 {
    let end = case.year.end();
    case.teachers.iter().map(|teacher| i64::from(teacher.retires <= end)).sum()
}

/// Lessons a week without a teacher after the plan.
pub(crate) fn lessons_missing(case: &Case, plan: &Plan) -> Lessons {
    let tally = Tally::of(case, plan);
    case.demand.iter().map(|d| missing(d, tally.supply_of(d.unit, d.kind))).sum()
}

/// Sum over the open public units of what `part` makes of the people beyond the approved posts after the plan, where positive.
fn posts(case: &Case, plan: &Plan, part: fn(i64) -> i64) -> i64 {
    let staff = Tally::of(case, plan).heads;
    let beyond = |(unit, of): (UnitIx, &Unit)| part(staff[unit.at()] - of.posts.small()).max(0);
    case.units_ix().filter(|(unit, of)| of.open && case.is_public(*unit)).map(beyond).sum()
}

/// An indicator of the district after the plan of the year, where the policy measures it.
fn measured(context: &Context<'_>, of: &OneYear<'_>, name: &str) -> Cell {
    let year = of.case.year.to_string();
    let found =
        context.measured_in(&year).find(|row| row.scope == super::indicators::DISTRICT && row.indicator == name);
    found.map_or(Cell::Empty, |row| Cell::number(&row.after))
}
