//! `plan.json`: the plan by codes, with what is proven about it and every table, and its way back to a [`Plan`](crate::plan::Plan).
//!
//! One row per line and a fixed order of keys, so that two plans can be compared with any text tool. Reading back
//! judges nothing but the codes: whether the plan is any good is the business of `verify`.

mod decisions;
mod layout;

pub use decisions::{Decisions, HireEntry, PlacementEntry, PostingEntry};

use super::manifest::Identity;
use super::{goals, number};
use crate::pipeline::Solved;
use crate::plan::Statement;
use crate::plan::rows::Tabular;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;
use std::collections::BTreeMap;
use std::fmt;

/// Version of the layout of `plan.json`.
pub const FORMAT: u32 = 1;

/// What is known about one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TierEntry {
    /// Name in the policy.
    pub name: String,
    /// Stated unit, such as `lesson`.
    pub unit: String,
    /// Value in the stated unit.
    pub value: Number,
    /// Proven lower bound in the stated unit.
    pub bound: Option<Number>,
    /// Proven relative gap: 0.001 is one thousandth.
    pub gap: Option<Number>,
    /// Small units per stated unit.
    pub per_unit: i64,
    /// Value in the small unit, exact.
    pub exact_value: i64,
    /// Bound in the small unit, exact.
    pub exact_bound: Option<i64>,
    /// Tolerated relative gap in millionths.
    pub tolerance_ppm: i64,
}

/// A row of a table: column names with cells, in the order of the header.
#[derive(Clone, Debug)]
pub struct Row(pub Vec<(String, String)>);

/// The order of the columns says nothing: a reader that sorts keys must find the same row.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |row: &Self| {
            let mut cells = row.0.clone();
            cells.sort();
            cells
        };
        self.0 == other.0 || sorted(self) == sorted(other)
    }
}

impl Eq for Row {}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (column, cell) in &self.0 {
            map.serialize_entry(column, cell)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells;
        impl<'de> Visitor<'de> for Cells {
            type Value = Row;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row of column names with text")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut cells = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    cells.push(entry);
                }
                Ok(Row(cells))
            }
        }
        deserializer.deserialize_map(Cells)
    }
}

/// The whole of `plan.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Layout version.
    pub format: u32,
    /// School year planned for.
    pub year: i32,
    /// Why the solver stopped.
    pub termination: String,
    /// Goals in order.
    pub tiers: Vec<TierEntry>,
    /// The plan itself.
    pub decisions: Decisions,
    /// The plans of the years after the first, by year.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub later: BTreeMap<i32, Decisions>,
    /// Rows of `moves.csv`.
    pub moves: Vec<Row>,
    /// Rows of `hires.csv`.
    pub hires: Vec<Row>,
    /// Rows of `staffing.csv`.
    pub staffing: Vec<Row>,
    /// Rows of `coverage.csv`.
    pub coverage: Vec<Row>,
    /// Rows of `indicators.csv`.
    pub indicators: Vec<Row>,
    /// Rows of `findings.csv`.
    pub findings: Vec<Row>,
    /// Rows of `placements.csv`.
    pub placements: Vec<Row>,
    /// Rows of `paths.csv`; only where several years are planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<Row>,
    /// What the run was; digests of the files stand in `manifest.json`.
    pub manifest: Identity,
}

impl Document {
    /// The document of a solved case.
    #[must_use]
    pub fn new(solved: &Solved) -> Self {
        let Statement { moves, hires, staffing, coverage, indicators, findings, placements, paths } = &solved.statement;
        Self {
            format: FORMAT,
            year: solved.plan.year.0,
            termination: goals::termination_code(solved.outcome.termination).to_owned(),
            tiers: tiers(solved),
            decisions: Decisions::of(&solved.case, &solved.plan),
            later: solved.later.iter().map(|of| (of.plan.year.0, Decisions::of(&of.case, &of.plan))).collect(),
            moves: rows(moves),
            hires: rows(hires),
            staffing: rows(staffing),
            coverage: rows(coverage),
            indicators: rows(indicators),
            findings: rows(findings),
            placements: rows(placements),
            paths: rows(paths),
            manifest: Identity::of(solved),
        }
    }

    /// Reads a `plan.json`.
    ///
    /// # Errors
    /// What is wrong with the text, with line and column.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The document that a JSON value holds.
    ///
    /// # Errors
    /// What is missing or of another type.
    pub fn from_value(value: serde_json::Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(value)
    }

    /// What is decided for `year`; none where the document does not say.
    #[must_use]
    pub fn decided(&self, year: i32) -> Option<&Decisions> {
        if year == self.year { Some(&self.decisions) } else { self.later.get(&year) }
    }

    /// The text of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        layout::write(self)
    }
}

/// The rows of a table with their column names.
#[must_use]
pub fn rows<T: Tabular>(rows: &[T]) -> Vec<Row> {
    rows.iter().map(|row| Row(T::HEADER.iter().map(|c| (*c).to_owned()).zip(row.cells()).collect())).collect()
}

/// What is known about each goal of a solved case.
#[must_use]
pub fn tiers(solved: &Solved) -> Vec<TierEntry> {
    let tiers = solved.outcome.tiers.iter();
    tiers
        .map(|tier| TierEntry {
            name: tier.name.clone(),
            unit: goals::unit_of(&solved.policy, &tier.name).to_owned(),
            value: quotient(number::in_thousandths(tier.value, tier.per_unit), 1000),
            bound: tier.bound.map(|b| quotient(number::in_thousandths(b, tier.per_unit), 1000)),
            gap: tier.gap_ppm().map(|ppm| quotient(ppm, 1_000_000)),
            per_unit: tier.per_unit,
            exact_value: tier.value,
            exact_bound: tier.bound,
            tolerance_ppm: tier.tolerance_ppm,
        })
        .collect()
}

/// `value / divisor` as a JSON number, whole where it is whole.
#[expect(clippy::cast_precision_loss, reason = "for reading; the exact value stands beside it")]
fn quotient(value: i64, divisor: i64) -> Number {
    if value % divisor == 0 {
        return Number::from(value / divisor);
    }
    Number::from_f64(value as f64 / divisor as f64).unwrap_or_else(|| Number::from(value / divisor))
}

/// Any record as JSON with a line per entry, for `manifest.json` and `run.json`.
#[must_use]
pub fn pretty<T: Serialize>(value: &T) -> Vec<u8> {
    layout::write(value)
}
