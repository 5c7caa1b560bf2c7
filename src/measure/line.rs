//! What a child process tells its parent: one JSON object per line, the last one complete.

use crate::solver::{Termination, TierResult};
use serde::{Deserialize, Serialize};

/// Why a method ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stop {
    /// Every tier is within its tolerance; for a relaxation: solved.
    Proven,
    /// The limit came first.
    TimeLimit,
    /// The limit came first and the method did not heed it: its process was ended.
    Killed,
    /// It says that there is no plan.
    Infeasible,
    /// It failed.
    #[default]
    Failed,
}

impl From<Termination> for Stop {
    fn from(termination: Termination) -> Self {
        match termination {
            Termination::Proven => Self::Proven,
            Termination::TimeLimit | Termination::Interrupted => Self::TimeLimit,
            Termination::Infeasible => Self::Infeasible,
            Termination::Failed | Termination::Piecewise | Termination::Chosen => Self::Failed,
        }
    }
}

/// What a method knows of one tier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tier {
    /// Name in the policy.
    pub name: String,
    /// Value of the best solution that passed the exact check, in small units.
    pub value: Option<i64>,
    /// Bound, given that the tiers before keep their values: proven exactly by this engine, claimed by others.
    pub bound: Option<i64>,
    /// Gap of value and bound in millionths, by the definition of the engine.
    pub gap_ppm: Option<i64>,
    /// Tolerated gap in millionths.
    pub tolerance_ppm: i64,
    /// Small units per stated unit.
    pub per_unit: i64,
    /// Seconds spent on it, where tiers are solved one after the other; none for this engine, which works on all at once.
    pub seconds: Option<f64>,
}

impl Tier {
    /// The tier with its gap.
    #[must_use]
    pub fn new(name: &str, (value, bound): (Option<i64>, Option<i64>), per_unit: i64, tolerance_ppm: i64) -> Self {
        let of = |value| TierResult { name: String::new(), value, bound, per_unit, tolerance_ppm }.gap_ppm();
        Self {
            name: name.to_owned(),
            value,
            bound,
            gap_ppm: value.and_then(of),
            tolerance_ppm,
            per_unit,
            seconds: None,
        }
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

/// What is known of one run of a method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Wall time of the solve alone.
    pub seconds: f64,
    /// Why it ended.
    pub stop: Stop,
    /// One entry per tier; empty for a relaxation.
    pub tiers: Vec<Tier>,
    /// What its solution is worth in the weighted sum of all tiers; for a plan that passed the exact check.
    pub weighted: Option<f64>,
    /// A lower bound on the weighted sum.
    pub weighted_bound: Option<f64>,
    /// Branch-and-bound nodes; none where the method does not tell.
    pub nodes: Option<i64>,
    /// Resident memory when the solve began, in KiB.
    pub before_kib: Option<u64>,
    /// Peak of resident memory since then, in KiB.
    pub peak_kib: Option<u64>,
    /// Phases of a run of this engine; empty for others.
    pub phases: Vec<Phase>,
    /// Whether limits on spread were left out, so that its solution need not be a plan.
    pub is_relaxed: bool,
    /// What went wrong, in the words of the method.
    pub failure: Option<String>,
}

/// One line of a child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub enum Line {
    /// The solve begins, on programs with these digests.
    Begin {
        /// SHA-256 of the program as formulated, as MPS text.
        tight: String,
        /// The same of the plain program.
        plain: String,
    },
    /// The solve goes on; so much is known.
    Known(Measured),
    /// The solve has ended; only naming, checking and writing are left, for which there is no limit.
    Solved,
    /// All is known.
    End(Measured),
}
