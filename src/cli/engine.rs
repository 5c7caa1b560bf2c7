//! Every call from the command line into the corridor, in one place.

use super::args::ModelFormat;
use super::error::CliError;
use crate::domain::{Records, SchoolYear};
use crate::ingest::issue::DataIssue;
use crate::messages::{Lang, Text};
use crate::pipeline::{Solved, Source};
use crate::plan::Finding;
use crate::policy::Policy;
use crate::report::OutFile;
use crate::solver::{Progress, Settings, TierResult};
use std::path::{Path, PathBuf};

/// An input as read: records where nothing blocks, and all that is wrong or worth knowing.
pub(crate) struct Reading {
    /// The rows.
    pub records: Records,
    /// All problems.
    pub issues: Vec<DataIssue>,
    /// Digests of the files.
    pub sources: Vec<Source>,
    /// The planning year: asked for, else found in the input; none for lists of surplus and vacancies alone.
    pub year: Option<SchoolYear>,
}

/// What the verifier says about a plan.
pub(crate) struct Verdict {
    /// Whether everything that is written follows from the plan, and no hard rule is broken.
    pub agrees: bool,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// What does not agree.
    pub objections: Vec<Text>,
    /// The goals, computed anew.
    pub tiers: Vec<TierResult>,
}

/// Reads an input folder or workbook.
pub(crate) fn read(input: &Path, year: Option<i32>) -> Result<Reading, CliError> {
    let _ = (input, year);
    Err(CliError::NotConnected("ingest::read"))
}

/// Reads and checks a policy.
pub(crate) fn policy(path: &Path) -> Result<Policy, CliError> {
    let _ = path;
    Err(CliError::NotConnected("policy::read"))
}

/// Plans one year. `from` is a folder or `plan.json` to start from.
pub(crate) fn solve(
    reading: Reading,
    policy: Policy,
    settings: &Settings,
    from: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Solved, CliError> {
    let Reading { records, issues, sources, year } = reading;
    let _ = (settings, from, progress);
    drop((records, issues, sources, year, policy));
    Err(CliError::NotConnected("pipeline::solve"))
}

/// Re-derives everything in a result folder from its files alone.
pub(crate) fn verify(folder: &Path) -> Result<Verdict, CliError> {
    let _ = folder;
    Err(CliError::NotConnected("pipeline::verify"))
}

/// Scores a hand-made plan.
pub(crate) fn verify_hand_made(input: &Path, policy: &Path, plan: &Path) -> Result<Verdict, CliError> {
    let _ = (input, policy, plan);
    Err(CliError::NotConnected("pipeline::verify_hand_made"))
}

/// The normalized tables, as they stand in `inputs/`.
pub(crate) fn csv_tables(records: &Records) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let _ = records;
    Err(CliError::NotConnected("report::tables::csv_tables"))
}

/// The empty workbook.
pub(crate) fn template(lang: Lang) -> Result<Vec<u8>, CliError> {
    let _ = lang;
    Err(CliError::NotConnected("report::template::template"))
}

/// The office's own workbook with every faulty cell commented and colored.
pub(crate) fn mark(input: &Path, issues: &[DataIssue], lang: Lang) -> Result<Vec<u8>, CliError> {
    let _ = (input, issues, lang);
    Err(CliError::NotConnected("report::mark::mark"))
}

/// The plain yearly policy, a copy of which every new folder gets.
pub(crate) fn annual_policy() -> Result<&'static str, CliError> {
    Err(CliError::NotConnected("models/annual.toml"))
}

/// The files of a synthetic district.
pub(crate) fn generate(profile: &str, seed: u32, lang: Lang) -> Result<Vec<OutFile>, CliError> {
    let _ = (profile, seed, lang);
    Err(CliError::NotConnected("synth::generate"))
}

/// Records read from foreign lists of surplus and vacancies through a mapping file.
pub(crate) fn import(mapping: &Path, lists: Option<&Path>) -> Result<Reading, CliError> {
    let _ = (mapping, lists);
    Err(CliError::NotConnected("ingest::import"))
}

/// The program of a case as text.
pub(crate) fn export(reading: &Reading, policy: &Policy, format: ModelFormat) -> Result<Vec<u8>, CliError> {
    let _ = (&reading.records, policy, format);
    Err(CliError::NotConnected("pipeline::export"))
}

/// Default folder of results.
pub(crate) fn results_folder() -> PathBuf {
    PathBuf::from("out")
}
