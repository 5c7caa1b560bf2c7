//! Calls from the command line into the room that measures.

use super::args::{BenchMethodArgs, BenchWhat};
use super::engine::{self, Reading};
use super::error::CliError;
use crate::measure::compare::Facts;
use crate::measure::worker::{Work, digests, work};
use crate::measure::{Line, Method, Orders};
use crate::messages::{Lang, Text};
use crate::pipeline::{self, PipelineError};
use crate::policy::Policy;
use crate::program::Program;
use crate::solver;
use std::ffi::OsString;
use std::path::PathBuf;

/// The methods of these names, each once; all of this build where none is named.
pub(crate) fn methods(names: &[String]) -> Result<Vec<Method>, CliError> {
    let named: Vec<Method> = names.iter().map(|name| method(name)).collect::<Result<_, _>>()?;
    if names.is_empty() {
        return Ok(Method::here());
    }
    Ok(Method::ALL.into_iter().filter(|method| named.contains(method)).collect())
}

/// The method of this name, if this build has it.
fn method(name: &str) -> Result<Method, CliError> {
    match Method::named(name.trim()) {
        Some(method) if method.is_here() => Ok(method),
        Some(_) => Err(Text::new("measure.not-here").into()),
        None => {
            let names: Vec<&str> = Method::here().into_iter().map(Method::name).collect();
            Err(Text::new("measure.unknown").with("name", name).with("names", names.join(", ")).into())
        }
    }
}

/// What the comparison is about: machine, versions, programs.
pub(crate) fn facts(
    what: &BenchWhat,
    repeat: u32,
    reading: &Reading,
    policy: &Policy,
    date: String,
) -> Result<Facts, CliError> {
    let year = engine::planned(reading.year);
    let problem = pipeline::problem(&reading.records, (year, what.years), policy)
        .map_err(|error| engine::failure(PipelineError::Unresolved(error)))?;
    let (tight_sha256, plain_sha256) = digests(&problem);
    let size = |program: &Program| {
        let nonzeros = program.rows.iter().map(|row| row.terms.len()).sum();
        (program.columns.len(), program.rows.len(), nonzeros)
    };
    Ok(Facts {
        case: what.input.file_name().unwrap_or(what.input.as_os_str()).to_string_lossy().into_owned(),
        policy: policy.name.clone(),
        years: what.years,
        date,
        cores: engine::threads(None),
        threads: what.threads,
        junheng: env!("CARGO_PKG_VERSION").to_owned(),
        highs: solver::peers::highs_version(),
        limit_seconds: what.limit.as_secs_f64(),
        repeat,
        tight: size(&problem.program),
        plain: size(&problem.plain()),
        tight_sha256,
        plain_sha256,
        cones: problem.program.cones.len(),
    })
}

/// The file of this program, for the processes that it starts.
pub(crate) fn itself() -> Result<PathBuf, CliError> {
    std::env::current_exe().map_err(|error| Text::new("measure.no-program").with("reason", error).into())
}

/// The arguments with which a process measures `method`.
pub(crate) fn arguments(what: &BenchWhat, method: Method) -> Vec<OsString> {
    let mut all: Vec<OsString> = vec!["bench-method".into(), "--method".into(), method.name().into()];
    let mut pair = |name: &str, value: OsString| all.extend([name.into(), value]);
    if let Some(policy) = &what.policy {
        pair("--policy", policy.into());
    }
    if let Some(year) = what.year {
        pair("--year", year.to_string().into());
    }
    if what.years > 1 {
        pair("--years", what.years.to_string().into());
    }
    pair("--limit", what.limit.as_secs_f64().to_string().into());
    pair("--threads", what.threads.to_string().into());
    pair("--seed", what.seed.to_string().into());
    // The input comes last and by itself: it may begin with a dash.
    all.extend(["--".into(), what.input.clone().into()]);
    all
}

/// How to start children that work on the programs of `facts`.
pub(crate) fn orders<'a>(
    program: &'a std::path::Path,
    arguments: &'a dyn Fn(Method) -> Vec<OsString>,
    what: &BenchWhat,
    facts: &Facts,
) -> Orders<'a> {
    let digests = (facts.tight_sha256.clone(), facts.plain_sha256.clone());
    Orders { program, arguments, limit: what.limit, digests }
}

/// The work of a child: `ingest` are the seconds that reading took.
pub(crate) fn measure(
    args: &BenchMethodArgs,
    (reading, ingest): (Reading, f64),
    policy: Policy,
    lang: Lang,
    tell: &(dyn Fn(&Line) + Sync),
) -> Result<(), CliError> {
    let BenchWhat { years, limit, threads, seed, .. } = args.what;
    let (method, year) = (method(&args.method)?, engine::planned(reading.year));
    let Reading { records, sources, .. } = reading;
    let asked = Work { method, records, year, years, sources, policy, limit, threads, seed, ingest, lang };
    work(asked, tell).map_err(engine::failure)
}
