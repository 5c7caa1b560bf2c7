//! 安置: persons of a surplus list on vacancies, and how many posts of each subject and region that fills.

use super::Context;
use crate::messages::Text;
use crate::report::content::{Cell, Sheet, Table};
use std::collections::BTreeMap;

/// The three tables of the sheet.
pub(crate) fn sheet(context: &Context<'_>) -> Sheet {
    let sections = vec![
        context.section("report.placements.kinds", by_kind(context)),
        context.section("report.placements.regions", by_region(context)),
        context.section("report.placements.list", list(context)),
    ];
    context.sheet("report.sheet.placements", sections)
}

/// How many subjects the first page names.
const TOP: usize = 20;

/// Vacant posts, persons who may be placed, and posts filled.
#[derive(Clone, Copy, Default)]
struct Filled {
    posts: i64,
    persons: i64,
    done: i64,
}

/// Filled posts by subject, with the total.
pub(crate) fn by_kind(context: &Context<'_>) -> Table {
    kinds_table(context, counts(context).into_iter().collect(), usize::MAX)
}

/// Filled posts of the subjects with the most vacancies, with the total of all.
pub(crate) fn largest_kinds(context: &Context<'_>) -> Table {
    let mut kinds: Vec<(String, Filled)> = counts(context).into_iter().collect();
    kinds.sort_by_key(|(_, of)| std::cmp::Reverse((of.posts, of.persons)));
    kinds_table(context, kinds, TOP)
}

fn counts(context: &Context<'_>) -> BTreeMap<String, Filled> {
    let case = &context.solved.case;
    let mut counts: BTreeMap<String, Filled> = BTreeMap::new();
    for vacancy in &case.vacancies {
        counts.entry(context.names.kind_ix(vacancy.kind)).or_default().posts += vacancy.posts.small();
    }
    for person in case.surplus.iter().filter(|s| s.available) {
        counts.entry(context.names.kind_ix(person.kind)).or_default().persons += 1;
    }
    for placement in &context.solved.plan.placements {
        if let Some(vacancy) = case.vacancies.get(placement.vacancy) {
            counts.entry(context.names.kind_ix(vacancy.kind)).or_default().done += 1;
        }
    }
    counts
}

fn kinds_table(context: &Context<'_>, kinds: Vec<(String, Filled)>, most: usize) -> Table {
    let mut table = context.table(&[
        ("report.col.kind", 24),
        ("report.col.posts", 12),
        ("report.col.surplus", 12),
        ("report.col.filled", 12),
    ]);
    let sum = |of: fn(&Filled) -> i64| kinds.iter().map(|(_, kind)| of(kind)).sum();
    let total = Filled { posts: sum(|f| f.posts), persons: sum(|f| f.persons), done: sum(|f| f.done) };
    let key = if kinds.len() > most { "report.col.total-more" } else { "report.col.total" };
    let name = Text::new(key).with("count", kinds.len()).render(context.lang);
    kinds.into_iter().take(most).for_each(|(kind, of)| table.push(filled_row(kind, of)));
    table.push(filled_row(name, total));
    table.total = true;
    table
}

fn filled_row(name: String, of: Filled) -> Vec<Cell> {
    vec![Cell::text(name), Cell::Whole(of.posts), Cell::Whole(of.persons), Cell::Whole(of.done)]
}

/// Filled posts by hardship region, hardest first.
pub(crate) fn by_region(context: &Context<'_>) -> Table {
    let case = &context.solved.case;
    let mut counts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for vacancy in &case.vacancies {
        counts.entry(vacancy.region).or_default().0 += vacancy.posts.small();
    }
    for placement in &context.solved.plan.placements {
        if let Some(vacancy) = case.vacancies.get(placement.vacancy) {
            counts.entry(vacancy.region).or_default().1 += 1;
        }
    }
    let mut table = context.table(&[("report.col.region", 24), ("report.col.posts", 12), ("report.col.filled", 12)]);
    for (region, (posts, filled)) in counts.into_iter().rev() {
        table.push(vec![Cell::Whole(region), Cell::Whole(posts), Cell::Whole(filled)]);
    }
    table
}

fn list(context: &Context<'_>) -> Table {
    let mut table = context.table(&[
        ("report.col.surplus-id", 24),
        ("report.col.kind", 18),
        ("report.col.from-area", 18),
        ("report.col.vacancy-id", 14),
        ("report.col.to-area", 18),
        ("report.col.placed-school", 40),
        ("report.col.region", 10),
        ("report.col.points", 10),
    ]);
    for row in &context.solved.statement.placements {
        table.push(vec![
            Cell::text(&row.surplus_id),
            Cell::text(context.names.kind(&row.kind)),
            Cell::text(&row.from_area),
            Cell::text(&row.vacancy_id),
            Cell::text(&row.to_area),
            Cell::text(&row.to_school),
            Cell::number(&row.region),
            Cell::number(&row.points),
        ]);
    }
    table
}
