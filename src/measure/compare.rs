//! All runs side by side: medians, ratios to this engine, and where two methods cannot both be right.
//!
//! A bound of a tier is conditional: it is claimed of all plans that are no worse than its own in the tiers before. So it disagrees
//! with the checked plan of another method only where that plan keeps all earlier values and is better than the bound.

use super::Method;
use super::line::{Measured, Stop, Tier};
use super::runner::Run;
use serde::Serialize;

/// What numbers without a machine and versions are not evidence for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Facts {
    /// The input as given on the command line.
    pub case: String,
    /// Name of the policy.
    pub policy: String,
    /// School years planned together; not stated where it is one.
    #[serde(skip_serializing_if = "is_one")]
    pub years: usize,
    /// When the measurement began, RFC 3339.
    pub date: String,
    /// Processor cores that may be used.
    pub cores: usize,
    /// Threads that this engine may use; the others use one.
    pub threads: usize,
    /// Version of junheng.
    pub junheng: String,
    /// Name and version of HiGHS.
    pub highs: String,
    /// Limit of a solve in seconds.
    pub limit_seconds: f64,
    /// Runs of each method.
    pub repeat: u32,
    /// Columns, rows and nonzeros of the program as formulated.
    pub tight: (usize, usize, usize),
    /// The same of the plain program.
    pub plain: (usize, usize, usize),
    /// SHA-256 of the program as formulated, as MPS text.
    pub tight_sha256: String,
    /// SHA-256 of the plain program, as MPS text.
    pub plain_sha256: String,
    /// Limits on spread, which the other solvers do not get.
    pub cones: usize,
}

/// Serde asks by reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_one(years: &usize) -> bool {
    *years == 1
}

/// A bound of one method above the checked value of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// Whose bound.
    pub bound_of: Method,
    /// The bound, in small units.
    pub bound: f64,
    /// Whose plan.
    pub value_of: Method,
    /// The value, in small units.
    pub value: f64,
    /// The tier; `sum` for the weighted sum of all tiers, `none` where one method says that there is no plan and the other has one.
    pub tier: String,
}

/// One method over all its runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The method.
    pub method: Method,
    /// Median, least and most seconds of a solve.
    pub seconds: (f64, f64, f64),
    /// Median of its seconds over that of this engine; none where that was not measured.
    pub ratio: Option<f64>,
    /// Largest peak of memory in KiB.
    pub peak_kib: Option<u64>,
    /// Position in [`Comparison::runs`] of the run with the median time.
    pub run: usize,
}

/// Everything that was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Machine, versions, programs.
    pub facts: Facts,
    /// One entry per method.
    pub methods: Vec<Summary>,
    /// Every run.
    pub runs: Vec<Run>,
    /// Where two methods cannot both be right.
    pub disagreements: Vec<Disagreement>,
}

impl Comparison {
    /// Puts all runs side by side.
    #[must_use]
    pub fn new(facts: Facts, runs: Vec<Run>) -> Self {
        let methods = Method::ALL.into_iter().filter_map(|method| summary(method, &runs)).collect::<Vec<_>>();
        let ours = methods.iter().find(|m| m.method == Method::Ours).map(|m| m.seconds.0).filter(|&s| s > 0.0);
        let with_ratio = |m: Summary| Summary { ratio: ours.map(|ours| m.seconds.0 / ours), ..m };
        let methods = methods.into_iter().map(with_ratio).collect();
        let disagreements = disagreements(&runs);
        Self { facts, methods, runs, disagreements }
    }

    /// The run that stands for a method.
    #[must_use]
    pub fn shown(&self, summary: &Summary) -> &Measured {
        &self.runs[summary.run].measured
    }
}

/// The runs of one method together; none where there are none. Of two middle ones the slower stands for it.
fn summary(method: Method, runs: &[Run]) -> Option<Summary> {
    let mut of: Vec<usize> = (0..runs.len()).filter(|&at| runs[at].method == method).collect();
    let seconds = |at: usize| runs[at].measured.seconds;
    of.sort_by(|&a, &b| seconds(a).total_cmp(&seconds(b)));
    let run = *of.get(of.len() / 2)?;
    let ends = (seconds(of[0]), seconds(*of.last()?));
    let peak_kib = of.iter().filter_map(|&at| runs[at].measured.peak_kib).max();
    Some(Summary { method, seconds: (seconds(run), ends.0, ends.1), ratio: None, peak_kib, run })
}

/// Each pair of bound and plan once.
fn disagreements(runs: &[Run]) -> Vec<Disagreement> {
    let mut found: Vec<Disagreement> = Vec::new();
    for bound in runs {
        for plan in runs.iter().filter(|plan| plan.method != bound.method && !plan.measured.is_relaxed) {
            for more in between(bound, plan) {
                let is_new = |old: &Disagreement| {
                    (old.bound_of, old.value_of, &old.tier) != (more.bound_of, more.value_of, &more.tier)
                };
                if found.iter().all(is_new) {
                    found.push(more);
                }
            }
        }
    }
    found
}

/// What the bounds of one run say against the plan of another.
#[expect(clippy::cast_precision_loss, reason = "shown, not decided upon")]
fn between(bound: &Run, plan: &Run) -> Vec<Disagreement> {
    let of = |tier: &str, bound_value: f64, value: f64| Disagreement {
        bound_of: bound.method,
        bound: bound_value,
        value_of: plan.method,
        value,
        tier: tier.to_owned(),
    };
    let mut found = Vec::new();
    if let Some(value) = plan.measured.tiers.first().and_then(|tier| tier.value)
        && bound.measured.stop == Stop::Infeasible
    {
        found.push(of("none", f64::INFINITY, value as f64));
    }
    for (theirs, plans) in bound.measured.tiers.iter().zip(&plan.measured.tiers) {
        let Some(value) = plans.value else { break };
        if let Some(claimed) = theirs.bound.filter(|&claimed| claimed > value) {
            found.push(of(&plans.name, claimed as f64, value as f64));
        }
        if !keeps(plans, theirs) {
            break;
        }
    }
    if let (Some(claimed), Some(value)) = (bound.measured.weighted_bound, plan.measured.weighted)
        && claimed > value + 1e-6 * value.abs().max(1.0)
    {
        found.push(of("sum", claimed, value));
    }
    found
}

/// Whether a plan is no worse in a tier than the one that a bound was claimed with.
fn keeps(plan: &Tier, claimed: &Tier) -> bool {
    plan.value.zip(claimed.value).is_some_and(|(plan, claimed)| plan <= claimed)
}

/// Facts of no machine, for tests.
#[cfg(test)]
pub(super) fn example() -> Facts {
    let text = str::to_owned;
    Facts {
        case: text("c"),
        policy: text("p"),
        years: 1,
        date: text("2026-01-01"),
        cores: 2,
        threads: 1,
        junheng: text("0"),
        highs: text("HiGHS 1"),
        limit_seconds: 60.0,
        repeat: 1,
        tight: (1, 1, 1),
        plain: (1, 1, 1),
        tight_sha256: String::new(),
        plain_sha256: String::new(),
        cones: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(name: &str, value: i64, bound: i64) -> Tier {
        Tier::new(name, (Some(value), Some(bound)), 1, 0)
    }

    fn run(method: Method, seconds: f64, tiers: Vec<Tier>) -> Run {
        let measured = Measured { seconds, stop: Stop::Proven, tiers, ..Measured::default() };
        Run { method, repetition: 1, measured }
    }

    #[test]
    fn a_bound_above_a_checked_value_is_a_disagreement() {
        // One of the two is wrong, and nobody must have to look for it.
        let ours = run(Method::Ours, 1.0, vec![tier("a", 10, 10), tier("b", 7, 7)]);
        let peer = run(Method::HighsTight, 2.0, vec![tier("a", 12, 11), tier("b", 7, 7)]);
        let found = Comparison::new(example(), vec![ours, peer]).disagreements;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].bound_of, found[0].value_of, found[0].tier.as_str()),
            (Method::HighsTight, Method::Ours, "a")
        );
    }

    #[test]
    fn bounds_under_other_conditions_do_not_disagree() {
        // Who is worse in the first goal may be better in the second without anybody being wrong.
        let ours = run(Method::Ours, 1.0, vec![tier("a", 10, 9), tier("b", 7, 7)]);
        let peer = run(Method::HighsTight, 2.0, vec![tier("a", 11, 9), tier("b", 5, 5)]);
        assert_eq!(Comparison::new(example(), vec![ours.clone(), peer.clone()]).disagreements, []);
        // The plan of a relaxation is none.
        let better = run(Method::HighsTight, 2.0, vec![tier("a", 8, 8), tier("b", 1, 1)]);
        let relaxed = Run { measured: Measured { is_relaxed: true, ..better.measured }, ..peer };
        assert_eq!(Comparison::new(example(), vec![ours, relaxed]).disagreements, []);
    }

    #[test]
    fn a_relaxation_above_a_plan_is_a_disagreement() {
        // The optimum of the relaxation bounds the weighted value of every plan.
        let mut ours = run(Method::Ours, 1.0, vec![tier("a", 10, 10)]);
        let mut relaxation = run(Method::HighsRelaxation, 1.0, Vec::new());
        (ours.measured.weighted, relaxation.measured.weighted_bound) = (Some(1e6), Some(1e6 + 0.5));
        assert_eq!(Comparison::new(example(), vec![ours.clone(), relaxation.clone()]).disagreements, []);
        relaxation.measured.weighted_bound = Some(1e6 + 5.0);
        let found = Comparison::new(example(), vec![ours, relaxation]).disagreements;
        assert_eq!((found.len(), found[0].tier.as_str()), (1, "sum"));
    }

    #[test]
    fn the_median_stands_for_a_method_and_ratios_are_to_this_engine() {
        // One slow run among three must not decide.
        let times = [(Method::Ours, 2.0), (Method::Ours, 9.0), (Method::Ours, 4.0), (Method::Microlp, 10.0)];
        let runs = times.map(|(method, seconds)| run(method, seconds, Vec::new())).to_vec();
        let all = Comparison::new(example(), runs);
        assert_eq!((all.methods[0].seconds, all.methods[0].run), ((4.0, 2.0, 9.0), 2));
        assert_eq!(all.methods[1].ratio, Some(2.5));
    }
}
