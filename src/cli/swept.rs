//! The results of a sweep on the disk: what is there and whole, what is known to have no plan, and what is something else.

use super::engine;
use super::error::CliError;
use crate::ingest;
use crate::messages::{Lang, Text};
use crate::pipeline::Job;
use crate::report::compare::Compared;
use crate::report::manifest::Digest;
use crate::report::{FolderError, OutFile, folder, tables};
use std::path::Path;

/// The file of a folder that says that there is no plan.
const NONE: &str = "none.json";
/// Its layout.
const FORMAT: u32 = 1;

/// What stands where the result of a job belongs.
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// Its whole result, verified.
    Plan(Box<Compared>),
    /// That there is no plan.
    NoPlan,
    /// Something else, and why it is not the result.
    Other(Vec<Text>),
}

/// Looks at `target`, where the result of `job` belongs whose digest is `digest`.
pub(crate) fn found(target: &Path, job: &Job, digest: &str) -> Found {
    if folder::refuse_existing(target).is_ok() {
        return Found::Nothing;
    }
    let spoiled = || Text::new("sweep.spoiled").with("path", target.display());
    if let Ok(text) = ingest::read_policy_text(&target.join(NONE)) {
        let stated = serde_json::from_str::<serde_json::Value>(&text).unwrap_or_default();
        let same = stated["format"] == FORMAT && stated["digest"] == digest;
        return if same { Found::NoPlan } else { Found::Other(vec![spoiled()]) };
    }
    match engine::compared(target) {
        Ok(plan) if is_of(&plan, job) => Found::Plan(Box::new(plan)),
        Ok(_) => Found::Other(vec![spoiled()]),
        Err(error) => Found::Other(std::iter::once(spoiled()).chain(error.texts()).collect()),
    }
}

/// Whether a result is that of a job.
fn is_of(plan: &Compared, job: &Job) -> bool {
    let mut inputs: Vec<Digest> = tables::csv_tables(&job.records)
        .into_iter()
        .map(|(name, bytes)| Digest::of(format!("inputs/{name}"), &bytes))
        .collect();
    inputs.sort();
    let stated = &plan.identity;
    stated.policy.sha256 == ingest::digest(job.policy.text.as_bytes())
        && (stated.year, stated.years, stated.seed) == (job.year.0, job.years, job.settings.seed)
        && plan.inputs == inputs
}

/// Writes that there is no plan, and why, in both languages.
pub(crate) fn write_none(target: &Path, name: &str, digest: &str, why: &CliError) -> Result<(), FolderError> {
    let said = |lang: Lang| why.texts().iter().map(|text| text.render(lang)).collect::<Vec<_>>();
    let page = serde_json::json!({
        "format": FORMAT, "scenario": name, "digest": digest, "zh": said(Lang::Zh), "en": said(Lang::En),
    });
    let mut bytes = serde_json::to_vec_pretty(&page).unwrap_or_default();
    bytes.push(b'\n');
    folder::write(target, &[OutFile::new(NONE, bytes)])
}
