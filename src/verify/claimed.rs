//! What a result folder claims, as plain data: whoever read the files fills it in. It judges nothing.

use std::collections::BTreeMap;

/// What `plan.json` and `manifest.json` say of one goal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedGoal {
    /// Name in the policy.
    pub name: String,
    /// Stated unit.
    pub unit: String,
    /// Small units per stated unit.
    pub per_unit: i64,
    /// Value in the small unit.
    pub exact_value: i64,
    /// Bound in the small unit.
    pub exact_bound: Option<i64>,
    /// Value in thousandths of the stated unit; none where it is no such number.
    pub value: Option<i64>,
    /// Bound in thousandths of the stated unit.
    pub bound: Option<i64>,
    /// Gap in millionths, by `plan.json`.
    pub gap_ppm: Option<i64>,
    /// Tolerated gap in millionths.
    pub tolerance_ppm: i64,
}

/// A table as a file states it.
#[derive(Clone, Debug)]
pub struct ClaimedTable {
    /// Name without ending, such as `moves`.
    pub name: String,
    /// The file it stands in: `moves.csv` or `plan.json`.
    pub file: String,
    /// Whether it is one table of many in the file, whose rows count from 1, and not a file of lines under a header.
    pub inside: bool,
    /// Column names, where the order of columns is part of the claim.
    pub header: Option<Vec<String>>,
    /// Cells by row, each with its column.
    pub rows: Vec<Vec<(String, String)>>,
    /// How the file writes a cell.
    pub written: fn(&str) -> String,
}

/// One fact that stands in two places and must be the same in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name in the files, such as `seed`.
    pub what: String,
    /// Where it is claimed, and what is said there.
    pub claimed: (String, String),
    /// Where it can be looked up, and what is said there.
    pub known: (String, String),
}

/// Everything a result folder claims beyond the decisions.
#[derive(Clone, Debug, Default)]
pub struct Claimed {
    /// Goals in order.
    pub goals: Vec<ClaimedGoal>,
    /// Gaps in millionths by goal, by `manifest.json`.
    pub manifest_gaps: Vec<(String, Option<i64>)>,
    /// Code of the termination, such as `proven`.
    pub termination: String,
    /// All tables, of the CSV files and of `plan.json`.
    pub tables: Vec<ClaimedTable>,
    /// Facts that stand twice.
    pub facts: Vec<Fact>,
    /// Digest by file name, by `manifest.json`.
    pub digests: BTreeMap<String, String>,
    /// Digest by file name, of the files themselves.
    pub found: BTreeMap<String, String>,
}
