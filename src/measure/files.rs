//! The comparison on paper: `bench.csv` (one line per fact, so that files of several runs can be joined), `bench.json`, `bench.svg`.

use super::compare::Comparison;
use super::line::Measured;
use super::{Run, chart};
use crate::messages::Lang;
use crate::plan::rows::Tabular;
use crate::report::{OutFile, csv, json};

/// One line of `bench.csv`: a time, or what is known of a tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Input.
    pub case: String,
    /// Method.
    pub method: String,
    /// Repetition, from 1.
    pub repetition: String,
    /// `solve`, `phase` or `tier`.
    pub kind: String,
    /// Name of the phase or tier.
    pub name: String,
    /// Seconds, of a solve, a phase or a tier.
    pub seconds: String,
    /// Value in small units, of a tier.
    pub value: String,
    /// Bound in small units, of a tier.
    pub bound: String,
    /// Gap in millionths, of a tier.
    pub gap_ppm: String,
    /// Branch-and-bound nodes, of a solve.
    pub nodes: String,
    /// Peak of resident memory in KiB, of a solve.
    pub peak_kib: String,
    /// Why it ended, of a solve.
    pub stop: String,
    /// Whether limits on spread were left out.
    pub relaxed: String,
    /// SHA-256 of the program as formulated.
    pub tight_sha256: String,
    /// SHA-256 of the plain program.
    pub plain_sha256: String,
}

impl Tabular for Row {
    const NAME: &'static str = "bench";
    const HEADER: &'static [&'static str] = &[
        "case",
        "method",
        "repetition",
        "kind",
        "name",
        "seconds",
        "value",
        "bound",
        "gap_ppm",
        "nodes",
        "peak_kib",
        "stop",
        "relaxed",
        "tight_sha256",
        "plain_sha256",
    ];

    fn cells(&self) -> Vec<String> {
        let all = [
            &self.case,
            &self.method,
            &self.repetition,
            &self.kind,
            &self.name,
            &self.seconds,
            &self.value,
            &self.bound,
            &self.gap_ppm,
            &self.nodes,
            &self.peak_kib,
            &self.stop,
            &self.relaxed,
            &self.tight_sha256,
            &self.plain_sha256,
        ];
        all.map(Clone::clone).to_vec()
    }
}

/// A number that may be missing.
fn stated(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Every line of `bench.csv`.
#[must_use]
pub fn rows(all: &Comparison) -> Vec<Row> {
    all.runs.iter().flat_map(|run| of_run(all, run)).collect()
}

fn of_run(all: &Comparison, run: &Run) -> Vec<Row> {
    let Measured { seconds, nodes, peak_kib, stop, is_relaxed, tiers, phases, .. } = &run.measured;
    let facts = &all.facts;
    let base = Row {
        case: facts.case.clone(),
        method: run.method.name().to_owned(),
        repetition: run.repetition.to_string(),
        relaxed: is_relaxed.to_string(),
        tight_sha256: facts.tight_sha256.clone(),
        plain_sha256: facts.plain_sha256.clone(),
        ..Row::default()
    };
    let time = |seconds: f64| format!("{seconds:.6}");
    let of = |kind: &str, name: &str| Row { kind: kind.to_owned(), name: name.to_owned(), ..base.clone() };
    let stop = serde_json::to_value(stop).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let solve = Row {
        seconds: time(*seconds),
        nodes: stated(*nodes),
        peak_kib: stated(*peak_kib),
        stop,
        ..of("solve", run.method.name())
    };
    let phases = phases.iter().map(|phase| Row { seconds: time(phase.seconds), ..of("phase", &phase.name) });
    let tiers = tiers.iter().map(|tier| Row {
        seconds: tier.seconds.map(time).unwrap_or_default(),
        value: stated(tier.value),
        bound: stated(tier.bound),
        gap_ppm: stated(tier.gap_ppm),
        ..of("tier", &tier.name)
    });
    std::iter::once(solve).chain(phases).chain(tiers).collect()
}

/// The three files.
#[must_use]
pub fn files(all: &Comparison, lang: Lang) -> Vec<OutFile> {
    vec![
        OutFile::new("bench.csv", csv::table(&rows(all))),
        OutFile::new("bench.json", json::pretty(all)),
        OutFile::new("bench.svg", chart::svg(all, lang)),
    ]
}
