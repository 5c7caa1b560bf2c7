//! The work of a child: one method once, on facts that were read before; what it knows goes to `tell`, line by line.

use super::line::{Line, Measured, Stop, Tier};
use super::{Method, memory, ours};
use crate::domain::{Records, SchoolYear};
use crate::ingest::Source;
use crate::messages::Lang;
use crate::pipeline::{self, PipelineError, Problem, mps_text};
use crate::policy::Policy;
use crate::program::Program;
use crate::report::number::sha256;
use crate::solver::peers::{self, Peer, Standing};
use std::time::{Duration, Instant};

/// What is to be measured.
#[derive(Clone, Debug)]
pub struct Work {
    /// The method.
    pub method: Method,
    /// The input as read.
    pub records: Records,
    /// The planning year, the first of several.
    pub year: SchoolYear,
    /// How many school years are planned together, at least one.
    pub years: usize,
    /// Digests of the input files.
    pub sources: Vec<Source>,
    /// The policy.
    pub policy: Policy,
    /// Wall-clock limit of the solve.
    pub limit: Duration,
    /// Threads that this engine may use; peers use one.
    pub threads: usize,
    /// Seed.
    pub seed: u32,
    /// Seconds that reading took.
    pub ingest: f64,
    /// Language of the tables that are written on the way.
    pub lang: Lang,
}

/// Receives the lines.
pub type Tell<'a> = &'a (dyn Fn(&Line) + Sync);

/// SHA-256 of the program as formulated and of the plain one, as MPS text.
#[must_use]
pub fn digests(problem: &Problem) -> (String, String) {
    (sha256(mps_text(&problem.program).as_bytes()), sha256(mps_text(&problem.plain()).as_bytes()))
}

/// Measures one method once.
///
/// # Errors
/// A reference in the records that leads nowhere.
pub fn work(work: Work, tell: Tell<'_>) -> Result<(), PipelineError> {
    let problem = pipeline::problem(&work.records, (work.year, work.years), &work.policy)?;
    let (tight, plain) = digests(&problem);
    let begin = Line::Begin { tight, plain };
    let Work { method, limit, seed, .. } = work;
    let measured = match method {
        Method::Ours => return ours::measure(work, problem, &begin, tell),
        Method::HighsRelaxation => relaxation(&problem.program, limit, seed, &begin, tell),
        Method::HighsTight => race(&problem, &problem.program, Peer::Highs, &work, &begin, tell),
        Method::HighsPlain => race(&problem, &problem.plain(), Peer::Highs, &work, &begin, tell),
        Method::Microlp => race(&problem, &problem.plain(), Peer::Microlp, &work, &begin, tell),
        #[cfg(feature = "cbc")]
        Method::Cbc => race(&problem, &problem.plain(), Peer::Cbc, &work, &begin, tell),
        #[cfg(not(feature = "cbc"))]
        Method::Cbc => Measured { failure: Some("not in this build".to_owned()), ..Measured::default() },
    };
    tell(&Line::End(measured));
    Ok(())
}

fn relaxation(program: &Program, limit: Duration, seed: u32, line: &Line, tell: Tell<'_>) -> Measured {
    let before_kib = memory::begin();
    tell(line);
    let begin = Instant::now();
    let found = peers::relaxation(program, Some(limit), seed);
    Measured {
        seconds: begin.elapsed().as_secs_f64(),
        stop: found.stop.into(),
        weighted_bound: found.objective.filter(|_| Stop::from(found.stop) == Stop::Proven),
        before_kib,
        peak_kib: memory::peak(),
        is_relaxed: true,
        ..Measured::default()
    }
}

/// A peer on `given`, which is the program of `problem` or its plain form; what it finds is checked against the program.
fn race(problem: &Problem, given: &Program, peer: Peer, work: &Work, line: &Line, tell: Tell<'_>) -> Measured {
    let before_kib = memory::begin();
    tell(line);
    let begin = Instant::now();
    let of = |standing: &Standing| {
        let mut known = known(&problem.program, standing);
        (known.seconds, known.before_kib) = (begin.elapsed().as_secs_f64(), before_kib);
        known
    };
    let start = Some(problem.start.as_slice());
    let last =
        peers::race(given, peer, start, Some(work.limit), work.seed, &mut |standing| tell(&Line::Known(of(standing))));
    Measured { peak_kib: memory::peak(), ..of(&last) }
}

/// What a peer knows, its solution checked against the whole program; where that has limits on spread, they are left out of the check
/// and the solution is that of a relaxation.
fn known(program: &Program, standing: &Standing) -> Measured {
    let is_relaxed = !program.cones.is_empty();
    let without = Program { cones: Vec::new(), ..program.clone() };
    let broken = standing.solution.as_ref().and_then(|solution| without.check(solution));
    let solution = standing.solution.as_ref().filter(|_| broken.is_none());
    let tiers = program.tiers.iter().zip(&standing.tiers).map(|(tier, known)| {
        let value = known.value.filter(|_| broken.is_none());
        let seconds = Some(known.seconds);
        Tier { seconds, ..Tier::new(&tier.name, (value, known.bound), tier.per_unit, tier.tolerance_ppm) }
    });
    let sum = peers::weighted_sum(program);
    let refused = broken.as_ref().map(|broken| format!("the solution breaks {broken:?} of the program"));
    Measured {
        stop: if refused.is_some() { Stop::Failed } else { standing.stop.into() },
        tiers: tiers.collect(),
        weighted: solution.filter(|_| !is_relaxed).map(|values| float(peers::weighted_value(&sum, values))),
        nodes: standing.nodes,
        is_relaxed,
        failure: refused.or_else(|| standing.failure.clone()),
        ..Measured::default()
    }
}

/// A weighted value for comparison with a relaxation, which is no more exact.
#[expect(clippy::cast_precision_loss, reason = "compared with a floating-point bound within a margin")]
pub(super) const fn float(value: i128) -> f64 {
    value as f64
}
