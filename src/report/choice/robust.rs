//! Robust moves beside those of the plan for the mean, sample by sample.

use super::section;
use crate::messages::{Lang, Text, say};
use crate::pipeline::{Robust, total};
use crate::plan::rows::Tabular;
use crate::report::content::{Body, Cell, Chart, Look, Section, Table};
use crate::report::{goals, names, number};

/// A row of `robust.csv`.
pub struct RobustRow(Vec<String>);

impl Tabular for RobustRow {
    const NAME: &'static str = "robust";
    const HEADER: &'static [&'static str] = &["sample", "goal", "unit", "robust", "plan_for_the_mean", "bound"];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// The goals of each sample in small units, then their sums with the bound.
#[must_use]
pub fn rows(robust: &Robust, samples: &[String]) -> Vec<RobustRow> {
    let tiers = &robust.mean.outcome.tiers;
    let unit = |at: usize| {
        let tier = &tiers[at];
        format!("{}/{}", goals::unit_of(&robust.mean.policy, &tier.name), tier.per_unit)
    };
    let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
    let row = |sample: &str, at: usize, robust: i64, mean: Option<i64>, bound: Option<i64>| {
        let name = tiers[at].name.clone();
        RobustRow(vec![sample.to_owned(), name, unit(at), robust.to_string(), number(mean), number(bound)])
    };
    let mut rows = Vec::new();
    for ((sample, own), mean) in samples.iter().zip(&robust.of_robust).zip(&robust.of_mean) {
        for (at, &value) in own.iter().enumerate() {
            rows.push(row(sample, at, value, mean.as_ref().map(|mean| mean[at]), None));
        }
    }
    let sums = sums(robust);
    for (at, value) in total(&robust.of_robust).into_iter().enumerate() {
        rows.push(row("sum", at, value, sums.as_ref().map(|sums| sums[at]), robust.bounds[at]));
    }
    rows
}

/// The sums of the plan for the mean, where it holds in every sample.
fn sums(robust: &Robust) -> Option<Vec<i64>> {
    let all: Option<Vec<Vec<i64>>> = robust.of_mean.iter().cloned().collect();
    all.map(|all| total(&all))
}

/// What is read about it.
#[must_use]
pub fn sections(robust: &Robust, samples: &[String], lang: Lang) -> Vec<Section> {
    let fails = robust.of_mean.iter().filter(|of| of.is_none()).count();
    let mut lines = vec![
        Text::new("choice.robust.note").with("count", samples.len()).render(lang),
        say(lang, "choice.robust.gain.note"),
    ];
    if robust.restricted {
        lines.push(say(lang, "choice.robust.restricted"));
    }
    if fails > 0 {
        lines.push(Text::new("choice.robust.fails").with("count", fails).render(lang));
    }
    lines.push(robust.termination.text().render(lang));
    vec![
        section(lang, "choice.robust.title", Body::Table(means(robust, lang))),
        Section { title: String::new(), body: Body::Lines(lines) },
        section(lang, "choice.robust.samples", Body::Chart(by_sample(robust, samples, lang))),
    ]
}

/// The mean over the samples, goal by goal, and what it is worth to think of them.
fn means(robust: &Robust, lang: Lang) -> Table {
    let mut table = super::columns(
        lang,
        &[
            ("choice.col.goal", 36),
            ("choice.col.robust", 14),
            ("choice.col.mean", 14),
            ("choice.col.gain", 14),
            ("choice.col.bound", 14),
        ],
    );
    let count = i64::try_from(robust.of_robust.len()).unwrap_or(1).max(1);
    let sums = sums(robust);
    for ((at, tier), own) in robust.mean.outcome.tiers.iter().enumerate().zip(total(&robust.of_robust)) {
        let unit = names::measure(lang, goals::unit_of(&robust.mean.policy, &tier.name));
        let mean = |sum: i64| number::in_thousandths(sum, tier.per_unit * count);
        let value = |sum: Option<i64>| sum.map_or(Cell::Empty, |sum| Cell::Decimal(mean(sum)));
        let of_mean = sums.as_ref().map(|sums| sums[at]);
        table.push(vec![
            Cell::text(format!("{} ({unit})", goals::name_of(&robust.mean.policy, &tier.name, lang))),
            value(Some(own)),
            value(of_mean),
            value(of_mean.map(|of_mean| of_mean - own)),
            // That no goal is below zero needs no proof.
            value(robust.bounds[at].filter(|&bound| bound > 0 || own == 0)),
        ]);
    }
    table
}

/// The first goal sample by sample.
fn by_sample(robust: &Robust, samples: &[String], lang: Lang) -> Chart {
    let mut table =
        super::columns(lang, &[("choice.col.sample", 26), ("choice.col.robust", 14), ("choice.col.mean", 14)]);
    let per_unit = robust.mean.outcome.tiers.first().map_or(1, |tier| tier.per_unit);
    for ((sample, own), mean) in samples.iter().zip(&robust.of_robust).zip(&robust.of_mean) {
        let first = |values: &Vec<i64>| {
            values.first().map_or(Cell::Empty, |&value| Cell::Decimal(number::in_thousandths(value, per_unit)))
        };
        table.push(vec![Cell::text(sample.clone()), first(own), mean.as_ref().map_or(Cell::Empty, first)]);
    }
    Chart { table, series: vec![(1, Look::Line), (2, Look::Edge)] }
}
