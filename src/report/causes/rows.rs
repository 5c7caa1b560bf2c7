//! `compare.csv`: one row for each thing that differs, in each school year.

use super::words::joined;
use super::{Context, kind};
use crate::causes::fates::{Path, Post};
use crate::causes::{Cause, Part};
use crate::plan::rows::{Tabular, thousandths};
use std::collections::BTreeSet;

/// A row of `compare.csv`.
pub(super) struct CompareRow([String; 9]);

impl Tabular for CompareRow {
    const NAME: &'static str = "compare";
    const HEADER: &'static [&'static str] =
        &["what", "year", "code", "kind", "channel", "first", "second", "cause", "changes"];

    fn cells(&self) -> Vec<String> {
        self.0.to_vec()
    }
}

impl CompareRow {
    /// The same for programs.
    pub(super) fn entry(&self) -> serde_json::Value {
        let pairs = Self::HEADER.iter().zip(&self.0).filter(|(_, cell)| !cell.is_empty());
        serde_json::Value::Object(pairs.map(|(name, cell)| ((*name).to_owned(), cell.as_str().into())).collect())
    }
}

impl Context<'_> {
    /// All rows: changes of the input, people, places, hires.
    pub(super) fn rows(&self) -> Vec<CompareRow> {
        let differences = &self.of.differences;
        let mut rows = self.changes();
        for of in &differences.people {
            let years: BTreeSet<i32> = of.sides.iter().flat_map(Path::keys).copied().collect();
            for year in years.into_iter().filter(|year| of.sides[0].get(year) != of.sides[1].get(year)) {
                let sides = of.sides.each_ref().map(|side| side.get(&year).map(post).unwrap_or_default());
                rows.push(row("person", Some(year), [&of.key, "", ""], sides, &of.cause));
            }
        }
        for of in &differences.places {
            let (year, unit, kind) = &of.key;
            let measures = |at: usize| {
                [of.sides[at].staff.to_string(), of.sides[at].hires.to_string(), thousandths(of.sides[at].missing)]
            };
            for ((what, first), second) in
                ["staff", "hires", "missing_lessons"].into_iter().zip(measures(0)).zip(measures(1))
            {
                if first != second {
                    rows.push(row(what, Some(*year), [unit, kind, ""], [first, second], &of.cause));
                }
            }
        }
        for of in &differences.hires {
            let (year, unit, kind, channel) = &of.key;
            let sides = of.sides.map(|count| count.to_string());
            rows.push(row("hires_by_channel", Some(*year), [unit, kind, channel], sides, &of.cause));
        }
        rows
    }

    /// The changes of the input: number, what they are about by table and codes, rows on both sides.
    fn changes(&self) -> Vec<CompareRow> {
        let mut rows = Vec::new();
        for (at, (change, reversal)) in self.of.changes.iter().enumerate() {
            for part in &change.parts {
                let (table, codes) = match part {
                    Part::Goals => ("goals", String::new()),
                    Part::Rules(rules) => ("rules", listed(rules)),
                    Part::Rows { table, entities } => (*table, listed(entities)),
                };
                let number = (at + 1).to_string();
                let cells = ["change", "", &codes, "", "", table, "", reversal.code(), &number];
                rows.push(CompareRow(cells.map(str::to_owned)));
            }
        }
        rows
    }
}

fn listed(codes: &BTreeSet<String>) -> String {
    codes.iter().map(String::as_str).collect::<Vec<_>>().join("|")
}

fn row(what: &str, year: Option<i32>, codes: [&str; 3], sides: [String; 2], cause: &Cause) -> CompareRow {
    let changes = match cause {
        Cause::Changes(found) => found.iter().map(|set| joined(set)).collect::<Vec<_>>().join("|"),
        _ => String::new(),
    };
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let [first, second] = sides;
    let [code, subject, channel] = codes.map(str::to_owned);
    CompareRow([what.to_owned(), year, code, subject, channel, first, second, kind(cause).to_owned(), changes])
}

/// A post by codes: the unit, and the way there, the shared unit and the subject of a retraining where there are such.
fn post(post: &Post) -> String {
    let mut words: Vec<&str> = post.vacancy.iter().chain(&post.unit).map(String::as_str).collect();
    if words.is_empty() {
        words.push("none");
    }
    words.extend(post.moved.map(crate::plan::MoveKind::code));
    let visit = post.visit.as_ref().map(|unit| format!("+{unit}"));
    words.extend(visit.as_deref());
    words.extend(post.retrained.as_deref());
    words.join(" ")
}
