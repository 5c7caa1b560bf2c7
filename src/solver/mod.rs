//! The only room that knows HiGHS: relaxes, fixes, branches, keeps the clock and proves the gap.
//!
//! It sees a [`Program`] in whole numbers and nothing of schools. It takes nothing on trust:
//! each solution is rounded and checked exactly, each limit is watched by its own clock.

#![allow(clippy::disallowed_methods, reason = "the solver keeps its own clock; times steer nothing but the limit")]

mod clock;
mod components;
mod deep;
mod evidence;
mod exact;
mod extended;
mod find;
mod fix;
mod handed;
mod hull;
mod lazy;
pub mod peers;
mod place;
mod pricing;
mod prove;
pub mod reference;
mod regions;
mod safe_bound;
mod session;
#[cfg(test)]
mod small;
mod staged;
mod tangent;
mod tiers;
mod tight;
mod warm;
mod weights;

use self::clock::Clock;
use self::extended::Extended;
use self::tiers::Driver;
use self::warm::Names;
use crate::messages::Text;
use crate::program::Program;
use crate::proof::{Certificate, presolve};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

pub use self::warm::{WarmPlace, WarmRow, WarmStart};

/// How a solve is to be run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Threads that may look at places and prove tiers side by side; the result does not depend on their number.
    pub threads: usize,
    /// Wall-clock limit of the search; zero is legal and returns the start, checked.
    pub time_limit: Option<Duration>,
    /// When the whole run began, where the limit is one of the whole run: whoever runs the corridor takes off what comes before and after.
    pub begun: Option<Instant>,
    /// Relative gap in millionths that is good enough in every tier, instead of each tier's own.
    pub gap_ppm: Option<i64>,
    /// Seed for the solver's random choices.
    pub seed: u32,
    /// What an earlier solve of a similar program has left behind.
    pub warm: Option<Arc<WarmStart>>,
    /// Whether all steps on the paths of people are in the program from the beginning.
    pub paths: Paths,
    /// Set from outside (Ctrl-C) to stop soon with the best checked solution.
    pub interrupt: Arc<AtomicBool>,
}

/// How the steps on the paths of people through the years come into a relaxation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paths {
    /// Listed while the program is small, else priced.
    #[default]
    Auto,
    /// All of them from the beginning.
    Listed,
    /// On demand, by shortest ways through the years, where a plan is known to begin with.
    Priced,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threads: 1,
            time_limit: None,
            begun: None,
            gap_ppm: None,
            seed: 0,
            warm: None,
            paths: Paths::default(),
            interrupt: Arc::default(),
        }
    }
}

/// Why the solver stopped; says nothing about what the plan is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Termination {
    /// Every tier is within its tolerance.
    Proven,
    /// Pieces of the whole were solved one after the other, every one within its tolerance; of the whole nothing is proven. [`solve`] itself
    /// never says so.
    Piecewise,
    /// The plan was chosen for another end, among plans that are good enough; what is known of its goals comes from elsewhere. [`solve`] itself
    /// never says so.
    Chosen,
    /// The time limit came first.
    TimeLimit,
    /// Somebody asked to stop.
    Interrupted,
    /// It is proven that no plan meets the hard rules.
    Infeasible,
    /// The solver failed even after retries; the best checked solution, if any, is returned.
    Failed,
}

impl Termination {
    /// The sentence for the user.
    #[must_use]
    pub const fn text(self) -> Text {
        Text::new(match self {
            Self::Proven => "solver-proven",
            Self::Piecewise => "solver-piecewise",
            Self::Chosen => "solver-chosen",
            Self::TimeLimit => "solver-time-limit",
            Self::Interrupted => "solver-interrupted",
            Self::Infeasible => "solver-infeasible",
            Self::Failed => "solver-failed",
        })
    }
}

/// What is known about one goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierResult {
    /// Name in the policy.
    pub name: String,
    /// Value of the returned solution, in the tier's small unit.
    pub value: i64,
    /// Proven lower bound on the value, given that the tiers before keep their values; none where nothing was proven.
    pub bound: Option<i64>,
    /// Small units per stated unit.
    pub per_unit: i64,
    /// Tolerated relative gap in millionths.
    pub tolerance_ppm: i64,
}

impl TierResult {
    /// `(value − bound) / max(|value|, one stated unit)` in millionths, rounded up; `None` without a bound.
    #[must_use]
    pub fn gap_ppm(&self) -> Option<i64> {
        let distance = i128::from((self.value - self.bound?).max(0)) * 1_000_000;
        let scale = i128::from(self.value.abs().max(self.per_unit));
        i64::try_from((distance + scale - 1) / scale).ok()
    }

    /// Whether the proven gap is within the tolerance.
    #[must_use]
    pub fn proven(&self) -> bool {
        self.gap_ppm().is_some_and(|gap| gap <= self.tolerance_ppm)
    }
}

/// Facts for the manifest and the benches. Times never enter a compared file.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Columns, rows and nonzeros of the program.
    pub size: (usize, usize, usize),
    /// Whether some tier's relaxation had a fractional optimum.
    pub fractional: bool,
    /// Branch-and-bound nodes, all calls together.
    pub nodes: i64,
    /// Wall time by phase (`relax`, `fix`, `branch`, …).
    pub seconds: Vec<(&'static str, f64)>,
    /// Name and version of the solver.
    pub solver: String,
}

impl Stats {
    /// Wall time of all phases together, in seconds.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.seconds.iter().map(|(_, seconds)| seconds).sum()
    }
}

/// Three separate facts: why it stopped, what the plan is worth, what is proven; and facts for measurement.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Why it stopped.
    pub termination: Termination,
    /// The best solution found, one whole value per column, checked exactly against every row; none where no solution is known.
    pub solution: Option<Vec<i64>>,
    /// One entry per tier, in order; empty where there is no solution.
    pub tiers: Vec<TierResult>,
    /// Why the solution cannot be much improved, to be checked without a solver; none where there is nothing to show.
    pub certificate: Option<Certificate>,
    /// What a later solve of a similar program can begin with.
    pub warm: Option<WarmStart>,
    /// For measurement.
    pub stats: Stats,
}

/// What happens while solving, for progress display.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Work on this tier (position) begins.
    Tier(usize),
    /// A better checked solution: its value in each tier.
    Solution(Vec<i64>),
    /// A better bound on this tier.
    Bound(usize, i64),
}

/// Receives events; called from the solving thread.
pub trait Progress: Sync {
    /// Something happened.
    fn event(&self, event: Event);
}

/// Ignores all events.
pub struct Silent;

impl Progress for Silent {
    fn event(&self, _: Event) {}
}

/// Solves all tiers in order. `start` is any known solution (the present staffing, last year's plan); an invalid one is ignored.
///
/// The result is never worse, lexicographically, than a valid start.
///
/// # Panics
/// When a solution that was checked on the reduced program fails the check on the whole: an error in this room.
#[must_use]
pub fn solve(program: &Program, settings: &Settings, start: Option<&[i64]>, progress: &dyn Progress) -> Outcome {
    let clock = Clock::start(settings.time_limit, settings.interrupt.clone());
    let begin = Instant::now();
    let mut reduced = presolve::reduce(program);
    let extended = Extended::of(std::mem::take(&mut reduced.program));
    let tolerance = program.tiers.iter().map(|tier| settings.gap_ppm.unwrap_or(tier.tolerance_ppm).max(0)).collect();
    let report = |event: Event| progress.event(event);
    let mut driver = Driver::new(&extended, tolerance, settings, &clock, &report);
    driver.infeasible = reduced.impossible;
    if let Some(start) = start.filter(|s| s.len() == program.columns.len() && program.check(s).is_none()) {
        driver.offer(&reduced.restrict(start));
    }
    if reduced.kept.is_empty() && !reduced.impossible {
        driver.offer(&[]);
    }
    let presolved = begin.elapsed().as_secs_f64();
    if !driver.infeasible && clock.stop().is_none() {
        let parts = components::split(&extended);
        if !parts.is_empty() {
            components::solve(&mut driver, &parts, settings, &clock);
        }
        if !driver.infeasible && clock.stop().is_none() && !driver.proven() {
            if let Some(warm) = &settings.warm {
                driver.adopt(warm, &Names::of(program, &reduced));
            }
            driver.solve(tiers::ALL);
        }
    }
    let mut stats = Stats {
        size: (program.columns.len(), program.rows.len(), program.rows.iter().map(|row| row.terms.len()).sum()),
        fractional: driver.tally.fractional,
        nodes: driver.tally.nodes,
        seconds: vec![("presolve", presolved)],
        solver: session::version(),
    };
    stats.seconds.extend(tiers::PHASES.into_iter().zip(driver.tally.seconds));
    let termination = match clock.stop() {
        _ if driver.proven() => Termination::Proven,
        _ if driver.infeasible => Termination::Infeasible,
        Some(stop) => stop,
        None => Termination::Failed,
    };
    let tiers = driver.results();
    let solution = driver.best.as_ref().map(|best| reduced.restore(&best.solution));
    assert!(solution.as_ref().is_none_or(|solution| program.check(solution).is_none()), "checked before");
    let (certificate, warm) = (driver.certificate(), driver.left_behind(|| Names::of(program, &reduced)));
    Outcome { termination, solution, tiers, certificate, warm, stats }
}
