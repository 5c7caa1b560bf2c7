//! 摘要: the page to read first, the same on the terminal and in the workbook.

use super::{Context, balance, by_year, findings, indicators, moves, parts, placements, rotation, unmet};
use crate::messages::Text;
use crate::pipeline::{Ahead, OneYear};
use crate::plan::Severity;
use crate::report::content::{Body, Cell, Section, Table};
use crate::report::goals;
use std::collections::BTreeMap;

/// How many broken rules the first page names.
const TOP: usize = 10;

/// Title of the report.
pub(crate) fn title(context: &Context<'_>) -> String {
    let policy = &context.solved.policy;
    let year = context.solved.case.year.0;
    let (key, next) = match context.solved.later.last() {
        None => ("report.title", year + 1),
        Some(last) => {
            let key = match context.solved.ahead {
                Ahead::All => "report.title.years",
                Ahead::Yearly => "report.title.years.yearly",
                Ahead::Rolling { .. } => "report.title.years.rolling",
            };
            (key, last.case.year.0)
        }
    };
    let (window, step) = match context.solved.ahead {
        Ahead::Rolling { window, step } => (window, step),
        Ahead::All | Ahead::Yearly => (1, 1),
    };
    Text::new(key)
        .with("window", window)
        .with("step", step)
        .with("year", year)
        .with("next", next)
        .with("count", context.years.len())
        .with_name("policy", &policy.zh, &policy.en)
        .render(context.lang)
}

/// The sections in reading order; those with nothing to say are left out.
pub(crate) fn page(context: &Context<'_>) -> Vec<Section> {
    let mut page = vec![input(context), result(context), goal_table(context)];
    if context.several() {
        page.push(context.section("report.by-year.title", by_year::short(context)));
    }
    page.extend(parts::largest(context));
    let mut broken = findings_of(context, Severity::Broken);
    if !broken.is_empty() {
        let more = broken.len().saturating_sub(TOP);
        broken.truncate(TOP);
        if more > 0 {
            broken.push(Text::new("report.more").with("count", more).render(context.lang));
        }
        page.push(Section { title: context.word("report.broken.title"), body: Body::Lines(broken) });
    }
    let tables = [
        ("report.indicators.district", indicators::district(context)),
        ("report.indicators.units", indicators::units(context)),
        ("report.unmet.kinds", unmet::by_kind(context)),
        ("report.unmet.units", unmet::by_unit(context)),
        ("report.rotation.kinds", rotation::by_kind(context)),
        ("report.hires.channels", hires(context)),
    ];
    page.extend(balance::next(context));
    page.extend(tables.into_iter().filter(|(_, t)| !t.is_empty()).map(|(title, t)| context.section(title, t)));
    if context.has_lists() {
        page.push(context.section("report.placements.kinds", placements::largest_kinds(context)));
        page.push(context.section("report.placements.regions", placements::by_region(context)));
    }
    page
}

fn findings_of(context: &Context<'_>, severity: Severity) -> Vec<String> {
    let of_year = |of: &OneYear<'_>| {
        let (year, several) = (of.case.year, context.several());
        let lines = of.findings.iter().filter(|f| f.severity == severity).map(|f| findings::line(context, f));
        lines.map(|line| if several { format!("{year} · {line}") } else { line }).collect::<Vec<_>>()
    };
    context.years.iter().flat_map(of_year).collect()
}

fn input(context: &Context<'_>) -> Section {
    let case = &context.solved.case;
    let mut pairs = Vec::new();
    let mut pair = |key: &'static str, value: String| pairs.push((context.word(key), value));
    if context.has_staff() {
        let open = case.units.iter().filter(|u| u.open);
        let pupils: i64 = open.clone().map(|u| u.pupils().small()).sum();
        let classes: i64 = open.clone().map(crate::domain::Unit::classes).sum();
        let lessons: crate::domain::Lessons = case.demand.iter().map(|d| d.lessons).sum();
        let teaching = case.teachers.iter().filter(|t| t.teaches()).count();
        pair("report.input.schools", format!("{} / {}", case.schools.len(), open.count()));
        pair("report.input.teachers", format!("{} / {teaching}", case.teachers.len()));
        pair("report.input.pupils", format!("{pupils} / {classes}"));
        pair("report.input.lessons", lessons.to_string());
    }
    if context.has_lists() {
        let free = case.surplus.iter().filter(|s| s.available).count();
        let posts: i64 = case.vacancies.iter().map(|v| v.posts.small()).sum();
        pair("report.input.surplus", format!("{} / {free}", case.surplus.len()));
        pair("report.input.vacancies", format!("{posts} / {}", case.vacancies.len()));
    }
    Section { title: context.word("report.input.title"), body: Body::Pairs(pairs) }
}

/// Why it stopped, what went not as expected, what rests on assumptions.
fn result(context: &Context<'_>) -> Section {
    let solved = context.solved;
    let mut lines =
        vec![goals::termination(solved.outcome.termination, solved.outcome.solution.is_some()).render(context.lang)];
    lines.extend(solved.remarks.iter().map(|text| text.render(context.lang)));
    if !solved.outcome.tiers.is_empty() {
        lines.push(context.word("report.goals.note"));
    }
    if !solved.assumptions.is_empty() {
        lines.push(Text::new("report.assumptions.count").with("count", solved.assumptions.len()).render(context.lang));
    }
    Section { title: context.word("report.result.title"), body: Body::Lines(lines) }
}

fn goal_table(context: &Context<'_>) -> Section {
    let mut table = context.table(&[("report.col.goal", 40), ("report.col.result", 18), ("report.col.proof", 60)]);
    for goal in goals::goals(context.solved, context.lang) {
        table.push([goal.name, goal.value, goal.proof].map(Cell::Text).to_vec());
    }
    context.section("report.goals.title", table)
}

fn hires(context: &Context<'_>) -> Table {
    context.each_year(|of| hires_of(context, &of.case.year.to_string()))
}

fn hires_of(context: &Context<'_>, year: &str) -> Table {
    let rows = context.solved.statement.hires.iter().filter(|row| row.year == year);
    let mut by_channel: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        // Several rows of the input may belong to one channel, each with its own limits.
        *by_channel.entry(context.names.channel(&row.channel)).or_default() += moves::count(row);
    }
    let mut table = context.table(&[("report.col.channel", 40), ("report.col.persons", 12)]);
    for (channel, persons) in by_channel {
        table.push(vec![Cell::text(channel), Cell::Whole(persons)]);
    }
    table
}
