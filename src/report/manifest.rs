//! What went into a run and what came out, so that it can be repeated and compared to the byte.
//!
//! Times and dates never stand here; they go to `run.json`, which nobody compares.

use super::folder::OutFile;
use super::{goals, number};
use crate::pipeline::{Ahead, Solved};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// A named thing and its digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digest {
    /// File name with `/` between folders, or the name of a policy.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self { name: name.into(), sha256: number::sha256(bytes) }
    }
}

/// What is proven about one goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenGap {
    /// Name of the goal.
    pub name: String,
    /// Proven relative gap in millionths; none where nothing is proven.
    pub gap_ppm: Option<i64>,
    /// Tolerated relative gap in millionths.
    pub tolerance_ppm: i64,
}

/// The identity of a run: it depends on what the tables say, not on how the files were laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// School year planned for.
    pub year: i32,
    /// How many school years were planned together, from that one on.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub years: usize,
    /// How far ahead was looked while they were decided: `all`, `yearly` or `rolling WINDOW/STEP`.
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub ahead: String,
    /// How many of them, from the first on, were taken from a known plan as they are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub frozen: usize,
    /// The policy.
    pub policy: Digest,
    /// Seed of the lottery.
    pub seed: u32,
    /// Name and version of the solver.
    pub solver: String,
    /// Why the solver stopped.
    pub outcome: String,
    /// What is proven, goal by goal.
    pub gaps: Vec<ProvenGap>,
}

impl Identity {
    /// The identity of a run.
    #[must_use]
    pub fn of(solved: &Solved) -> Self {
        let gaps = solved.outcome.tiers.iter();
        Self {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            year: solved.plan.year.0,
            years: solved.count_years(),
            ahead: solved.ahead.to_string(),
            frozen: solved.frozen,
            policy: Digest::of(&solved.policy.name, solved.policy.text.as_bytes()),
            seed: solved.seed,
            solver: solved.outcome.stats.solver.clone(),
            outcome: goals::termination_code(solved.outcome.termination).to_owned(),
            gaps: gaps
                .map(|t| ProvenGap { name: t.name.clone(), gap_ppm: t.gap_ppm(), tolerance_ppm: t.tolerance_ppm })
                .collect(),
        }
    }
}

fn all() -> String {
    Ahead::All.to_string()
}

fn is_all(ahead: &str) -> bool {
    ahead.parse() == Ok(Ahead::All)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
const fn is_zero(years: &usize) -> bool {
    *years == 0
}

const fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
const fn is_one(years: &usize) -> bool {
    *years == 1
}

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What the run was.
    #[serde(flatten)]
    pub identity: Identity,
    /// The input files as they were read.
    pub inputs: Vec<Digest>,
    /// Every other file of the folder except `run.json`, sorted by name.
    pub files: Vec<Digest>,
}

impl Manifest {
    /// The manifest of a folder with these files.
    #[must_use]
    pub fn new(solved: &Solved, files: &[OutFile]) -> Self {
        let mut inputs: Vec<Digest> =
            solved.sources.iter().map(|s| Digest { name: s.name.clone(), sha256: s.sha256.clone() }).collect();
        inputs.sort();
        let mut files: Vec<Digest> = files.par_iter().map(|f| Digest::of(&f.name, &f.bytes)).collect();
        files.sort();
        Self { identity: Identity::of(solved), inputs, files }
    }
}

/// Wall time of one phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// Name, such as `relax`.
    pub name: String,
    /// Seconds.
    pub seconds: f64,
}

/// `run.json`: times and counts that differ between two equal runs. Dates are given by who calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// When the run began, RFC 3339.
    pub started: String,
    /// When the results were written, RFC 3339.
    pub finished: String,
    /// Threads allowed.
    pub threads: usize,
    /// Wall time by phase.
    pub phases: Vec<Phase>,
    /// Branch-and-bound nodes.
    pub nodes: i64,
    /// Columns, rows and nonzeros of the program.
    pub size: (usize, usize, usize),
}

impl Run {
    /// The facts of a run that began and ended at these moments.
    #[must_use]
    pub fn new(solved: &Solved, started: String, finished: String, threads: usize) -> Self {
        let stats = &solved.outcome.stats;
        Self {
            started,
            finished,
            threads,
            phases: stats.seconds.iter().map(|&(name, seconds)| Phase { name: name.to_owned(), seconds }).collect(),
            nodes: stats.nodes,
            size: stats.size,
        }
    }
}
