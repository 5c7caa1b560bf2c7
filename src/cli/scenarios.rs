//! Scenario files: what they inherit, where they start from, and what they make of it.

use super::engine::{self, Reading};
use super::error::CliError;
use crate::ingest::{self, Source};
use crate::messages::Text;
use crate::pipeline::{self, Effect};
use crate::policy::Policy;
use crate::scenario::{Changed, Scenario, ScenarioIssue};
use std::path::{Path, PathBuf};

/// A scenario with the file it stands in.
pub(crate) struct Written {
    file: PathBuf,
    scenario: Scenario,
    sha256: String,
}

/// A scenario and all that it inherits, the topmost first.
pub(crate) fn chain(path: &Path) -> Result<Vec<Written>, CliError> {
    let mut chain: Vec<Written> = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(file) = next {
        let text = ingest::read_policy_text(&file).map_err(|error| CliError::from(error.text()))?;
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let scenario = Scenario::parse(&text, &name).map_err(wrong)?;
        let sha256 = ingest::digest(text.as_bytes());
        // The same bytes again: it inherits itself.
        if chain.iter().any(|known| known.sha256 == sha256) {
            let text = Text::new("scenario.circle").with("path", file.display());
            return Err(CliError::Sentences(vec![text, Text::new("scenario.circle.action")]));
        }
        next = scenario.base.as_ref().map(|base| beside(&file, base));
        chain.push(Written { file, scenario, sha256 });
    }
    chain.reverse();
    Ok(chain)
}

/// The title of the scenario itself, in both languages.
pub(crate) fn title(chain: &[Written]) -> (String, String) {
    chain.last().map_or_else(Default::default, |own| (own.scenario.zh.clone(), own.scenario.en.clone()))
}

/// The input and the policy from which a chain starts.
pub(crate) fn origin(path: &Path, chain: &[Written]) -> Result<(PathBuf, PathBuf), CliError> {
    let found = chain.first().and_then(|top| {
        let (input, policy) = (top.scenario.input.as_ref()?, top.scenario.policy.as_ref()?);
        Some((beside(&top.file, input), beside(&top.file, policy)))
    });
    found.ok_or_else(|| {
        let text = Text::new("scenario.no-input").with("path", path.display());
        CliError::Sentences(vec![text, Text::new("scenario.no-input.action")])
    })
}

/// A path that is written from the folder of a file.
fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent().unwrap_or_else(|| Path::new("")).join(path)
}

/// The input and the policy after a chain of scenarios; their files are digested with those of the input.
pub(crate) fn applied(chain: &[Written], reading: Reading, policy: &Policy) -> Result<(Reading, Policy), CliError> {
    let changed = changed(chain, &reading, policy)?;
    let policy = engine::parsed(&changed.policy, Path::new("scenario"))?;
    let digest = |own: &Written| Source {
        name: own.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        sha256: own.sha256.clone(),
    };
    let sources = reading.sources.into_iter().chain(chain.iter().map(digest)).collect();
    Ok((Reading { records: changed.records, sources, ..reading }, policy))
}

/// What a chain does to an input and the policy of a file, over so many years.
pub(crate) fn effect(chain: &[Written], reading: Reading, policy: &Path, years: usize) -> Result<Effect, CliError> {
    let before = engine::policy(policy)?;
    let changed = changed(chain, &reading, &before)?;
    let after = engine::parsed(&changed.policy, policy)?;
    let from = engine::planned(reading.year);
    let effect = pipeline::effect((reading.records, before), changed, after, (from, years));
    effect.map_err(|error| engine::failure(pipeline::PipelineError::Unresolved(error)))
}

fn changed(chain: &[Written], reading: &Reading, policy: &Policy) -> Result<Changed, CliError> {
    let scenarios: Vec<Scenario> = chain.iter().map(|own| own.scenario.clone()).collect();
    crate::scenario::apply(&scenarios, &reading.records, &policy.text).map_err(wrong)
}

/// All that is wrong, one sentence each.
fn wrong(issues: Vec<ScenarioIssue>) -> CliError {
    let mut texts = vec![Text::new("scenario.wrong").with("count", issues.len())];
    texts.extend(issues.into_iter().map(|issue| {
        let text = Text::new("scenario.problem").with("scenario", issue.scenario).with("place", issue.place);
        text.with_text("cause", issue.cause).with_text("action", issue.action)
    }));
    CliError::Sentences(texts)
}
