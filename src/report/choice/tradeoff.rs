//! A trade-off curve: what the goals come to when moves, hires or money are limited more and more, with the knee marked.

use super::section;
use crate::messages::{Lang, Text, say};
use crate::plan::rows::Tabular;
use crate::report::compare::Compared;
use crate::report::content::{Body, Cell, Chart, Look, Section, Table};
use crate::report::{goals, names, number};

/// A point with the plan made for it; none where no plan keeps the limit.
#[derive(Clone, Debug)]
pub struct CurvePoint {
    /// The limit; none for the plan without one.
    pub limit: Option<i64>,
    /// What the plan takes of what is limited: people or yuan.
    pub used: Option<i64>,
    /// The result folder.
    pub folder: String,
    /// What the plan comes to.
    pub plan: Option<Compared>,
    /// Whether it is the knee.
    pub knee: bool,
}

/// A row of `tradeoff.csv`.
pub struct CurveRow(Vec<String>);

impl Tabular for CurveRow {
    const NAME: &'static str = "tradeoff";
    const HEADER: &'static [&'static str] =
        &["limited", "limit", "used", "folder", "outcome", "goal", "unit", "value", "bound", "knee"];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// All points, a row for each goal; values in the small unit of the policy.
#[must_use]
pub fn rows(what: &str, points: &[CurvePoint]) -> Vec<CurveRow> {
    let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
    let of = |point: &CurvePoint| {
        let head = [what.to_owned(), number(point.limit), number(point.used), point.folder.clone()];
        let row = |rest: [String; 6]| CurveRow(head.iter().cloned().chain(rest).collect());
        let Some(plan) = &point.plan else {
            let none = String::new;
            return vec![row(["none".to_owned(), none(), none(), none(), none(), none()])];
        };
        let goal = |goal: &crate::report::compare::ComparedGoal| {
            row([
                plan.identity.outcome.clone(),
                goal.name.clone(),
                format!("{}/{}", goal.unit, goal.per_unit),
                goal.exact_value.to_string(),
                number(goal.exact_bound),
                if point.knee { "knee".to_owned() } else { String::new() },
            ])
        };
        plan.tiers.iter().map(goal).collect()
    };
    points.iter().flat_map(of).collect()
}

/// What is read about the curve; `goal` is the first one that moves.
#[must_use]
pub fn sections(what: &str, points: &[CurvePoint], goal: Option<usize>, lang: Lang) -> Vec<Section> {
    let mut sections = vec![section(lang, "choice.tradeoff.title", Body::Table(table(what, points, lang)))];
    let mut lines = vec![say(lang, "choice.tradeoff.note")];
    let knee = points.iter().find(|point| point.knee);
    let text = match knee {
        Some(point) => {
            let limit = limit_of(what, point, lang);
            Text::new("choice.tradeoff.knee").with("limit", limit).render(lang)
        }
        None => say(lang, "choice.tradeoff.no-knee"),
    };
    lines.push(text);
    sections.push(Section { title: String::new(), body: Body::Lines(lines) });
    if let Some(goal) = goal {
        sections.push(section(lang, "choice.tradeoff.chart", Body::Chart(chart(what, points, goal, lang))));
    }
    sections
}

/// The limit in words.
fn limit_of(what: &str, point: &CurvePoint, lang: Lang) -> String {
    let unit = names::measure(lang, if what == "yuan" { "yuan" } else { "person" });
    point.limit.map_or_else(|| say(lang, "choice.unlimited"), |limit| format!("{limit} {unit}"))
}

fn table(what: &str, points: &[CurvePoint], lang: Lang) -> Table {
    let first = points.iter().find_map(|point| point.plan.as_ref());
    let mut head: Vec<(String, u16)> = [("choice.col.limit", 16), ("choice.col.used", 12), ("choice.col.lessons", 14)]
        .map(|(key, width)| (say(lang, key), width))
        .to_vec();
    let goals = first.map_or(&[][..], |plan| &plan.tiers);
    head.extend(first.iter().flat_map(|plan| {
        plan.tiers.iter().map(|goal| {
            let unit = names::measure(lang, &goal.unit);
            (format!("{} ({unit})", goals::name_of(&plan.policy, &goal.name, lang)), 16)
        })
    }));
    head.push((say(lang, "choice.col.knee"), 8));
    let mut table = Table::new(head);
    for point in points {
        let mut cells = vec![Cell::text(limit_of(what, point, lang))];
        cells.push(point.used.map_or(Cell::Empty, Cell::Whole));
        if let Some(plan) = &point.plan {
            cells.push(Cell::Decimal(plan.counts.missing_lessons.values().sum()));
            let value = |goal: &crate::report::compare::ComparedGoal| {
                Cell::Decimal(number::in_thousandths(goal.exact_value, goal.per_unit))
            };
            cells.extend(plan.tiers.iter().map(value));
        } else {
            cells.push(Cell::text(say(lang, "sweep.no-plan")));
            cells.extend(goals.iter().map(|_| Cell::Empty));
        }
        cells.push(if point.knee { Cell::text(say(lang, "choice.knee")) } else { Cell::Empty });
        table.push(cells);
    }
    table
}

/// One goal along the curve, with what is proven of it.
fn chart(what: &str, points: &[CurvePoint], goal: usize, lang: Lang) -> Chart {
    let first = points.iter().find_map(|point| point.plan.as_ref());
    let name = first.map_or_else(String::new, |plan| goals::name_of(&plan.policy, &plan.tiers[goal].name, lang));
    let limit = (say(lang, "choice.col.limit"), 16);
    let mut table = Table::new([limit, (name, 18), (say(lang, "choice.col.bound"), 14)]);
    for point in points {
        let Some(of) = point.plan.as_ref().map(|plan| &plan.tiers[goal]) else { continue };
        let value = |small: i64| Cell::Decimal(number::in_thousandths(small, of.per_unit));
        table.push(vec![
            Cell::text(limit_of(what, point, lang)),
            value(of.exact_value),
            of.exact_bound.map_or(Cell::Empty, value),
        ]);
    }
    Chart { table, series: vec![(1, Look::Line), (2, Look::Edge)] }
}
