//! How fast, on the user's own input: the phases of a run of this engine, and other solvers on the same program.
//!
//! Every method runs in a child process of the same executable, so that its peak of memory is its own and a method that ignores the
//! limit can be ended. A child says what it knows on its standard output, line by line (`line`); the parent (`runner`) listens, keeps
//! the time, and compares (`compare`). What is written is made in `page` (terminal), `files` and `chart`. This room refuses to print,
//! to choose between methods, and to believe a solution that did not pass the exact check. `benches/README.md` says what every
//! phase and method means.
#![allow(clippy::disallowed_methods, reason = "the room that measures: it has a clock")]

pub mod chart;
pub mod compare;
pub mod files;
pub mod line;
mod memory;
mod ours;
pub mod page;
pub mod runner;
pub mod worker;

pub use compare::{Comparison, Disagreement, Facts};
pub use line::{Line, Measured, Stop, Tier};
pub use runner::{Orders, Run};
pub use worker::Work;

use serde::{Serialize, Serializer};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// This engine, all tiers.
    Ours,
    /// The relaxation of the weighted sum of all tiers by HiGHS, on the program as formulated.
    HighsRelaxation,
    /// HiGHS, branch and bound, tier after tier, on the program as formulated.
    HighsTight,
    /// The same on the plain program.
    HighsPlain,
    /// microlp, tier after tier, on the plain program.
    Microlp,
    /// CBC, tier after tier, on the plain program.
    Cbc,
}

impl Method {
    /// All methods, in the order in which they are measured.
    pub const ALL: [Self; 6] =
        [Self::Ours, Self::HighsRelaxation, Self::HighsTight, Self::HighsPlain, Self::Microlp, Self::Cbc];

    /// Its name on the command line and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::HighsRelaxation => "highs-relaxation",
            Self::HighsTight => "highs-tight",
            Self::HighsPlain => "highs-plain",
            Self::Microlp => "microlp",
            Self::Cbc => "cbc",
        }
    }

    /// The method of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Whether this build has it: CBC is a feature that is off by default.
    #[must_use]
    pub const fn is_here(self) -> bool {
        !matches!(self, Self::Cbc) || cfg!(feature = "cbc")
    }

    /// All methods of this build.
    #[must_use]
    pub fn here() -> Vec<Self> {
        Self::ALL.into_iter().filter(|method| method.is_here()).collect()
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
