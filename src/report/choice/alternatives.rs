//! Alternatives beside the best plan: what each goal comes to, and how much they have in common.

use super::{columns, section};
use crate::messages::{Lang, Text, say};
use crate::pipeline::{Alternatives, Solved};
use crate::plan::rows::Tabular;
use crate::report::content::{Body, Cell, Section, Table};
use crate::report::{goals, number};
use crate::solver::Termination;

/// A row of `alternatives.csv`.
pub struct AlternativeRow(Vec<String>);

impl Tabular for AlternativeRow {
    const NAME: &'static str = "alternatives";
    const HEADER: &'static [&'static str] = &["plan", "measure", "unit", "value", "limit"];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// The best plan and the alternatives in order, each with the name of its folder.
pub fn named(all: &Alternatives) -> impl Iterator<Item = (String, &Solved)> {
    let others = all.others.iter().enumerate().map(|(at, other)| (format!("alternative-{}", at + 1), &other.solved));
    std::iter::once(("best".to_owned(), &all.best)).chain(others)
}

/// All numbers: goals in the small unit of the policy, decisions and what is in common in persons.
#[must_use]
pub fn rows(all: &Alternatives) -> Vec<AlternativeRow> {
    let row = |plan: &str, measure: String, unit: &str, value: i64, limit: Option<i64>| {
        let limit = limit.map_or_else(String::new, |limit| limit.to_string());
        AlternativeRow(vec![plan.to_owned(), measure, unit.to_owned(), value.to_string(), limit])
    };
    let mut rows = Vec::new();
    for (at, (name, solved)) in named(all).enumerate() {
        for (tier, &limit) in solved.outcome.tiers.iter().zip(&all.limits) {
            let unit = format!("{}/{}", goals::unit_of(&solved.policy, &tier.name), tier.per_unit);
            rows.push(row(&name, format!("goal:{}", tier.name), &unit, tier.value, Some(limit)));
        }
        let Some(other) = at.checked_sub(1).map(|at| &all.others[at]) else {
            rows.push(row(&name, "decisions".to_owned(), "person", all.decisions, None));
            continue;
        };
        rows.push(row(&name, "decisions".to_owned(), "person", other.decisions, None));
        for (&common, (with, _)) in other.common.iter().zip(named(all)) {
            rows.push(row(&name, format!("common:{with}"), "person", common, None));
        }
        rows.extend(other.bound.map(|bound| row(&name, "common-at-least".to_owned(), "person", bound, None)));
    }
    rows
}

/// What is read about them.
#[must_use]
pub fn sections(all: &Alternatives, loss_ppm: i64, lang: Lang) -> Vec<Section> {
    let mut sections = vec![section(lang, "choice.alternatives.title", Body::Table(table(all, lang)))];
    let mut lines =
        vec![Text::new("choice.alternatives.loss").with("loss", number::gap_percent(loss_ppm)).render(lang)];
    if all.raised {
        lines.push(say(lang, "choice.alternatives.raised"));
    }
    if let Some(first) = all.others.first() {
        if let Some(bound) = first.bound {
            let text = Text::new("choice.alternatives.bound").with("bound", bound).with("decisions", all.decisions);
            lines.push(text.render(lang));
        }
    } else {
        lines.push(say(lang, "choice.alternatives.none"));
    }
    if let Some(stopped) = all.stopped {
        let why = match stopped {
            Termination::Proven => Text::new("choice.alternatives.known"),
            other => goals::termination(other, false),
        };
        lines.push(Text::new("choice.alternatives.fewer").with_text("why", why).render(lang));
    }
    sections.push(Section { title: String::new(), body: Body::Lines(lines) });
    sections
}

fn table(all: &Alternatives, lang: Lang) -> Table {
    let title = |(name, tier): (&String, &crate::solver::TierResult)| {
        let unit = crate::report::names::measure(lang, goals::unit_of(&all.best.policy, &tier.name));
        (format!("{name} ({unit})"), 16)
    };
    let names: Vec<String> =
        all.best.outcome.tiers.iter().map(|tier| goals::name_of(&all.best.policy, &tier.name, lang)).collect();
    let mut head: Vec<(String, u16)> =
        columns(lang, &[("choice.col.plan", 20), ("choice.col.decisions", 10), ("choice.col.common", 12)])
            .columns
            .into_iter()
            .map(|column| (column.heading, column.width))
            .collect();
    head.extend(names.iter().zip(&all.best.outcome.tiers).map(title));
    let mut table = Table::new(head);
    for (at, (_, solved)) in named(all).enumerate() {
        let other = at.checked_sub(1).map(|at| &all.others[at]);
        let name = match at {
            0 => say(lang, "choice.best"),
            at => Text::new("choice.alternative").with("at", at).render(lang),
        };
        let common = other.and_then(|other| other.common.first()).map_or(Cell::Empty, |&common| Cell::Whole(common));
        let mut cells =
            vec![Cell::text(name), Cell::Whole(other.map_or(all.decisions, |other| other.decisions)), common];
        cells.extend(
            solved.outcome.tiers.iter().map(|tier| Cell::Decimal(number::in_thousandths(tier.value, tier.per_unit))),
        );
        table.push(cells);
    }
    table
}
