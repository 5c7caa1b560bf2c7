//! Scenario files: what they inherit, where they start from, and what they make of it.

use super::console::Console;
use super::engine::{self, Reading};
use super::error::CliError;
use crate::domain::{Records, SchoolYear};
use crate::ingest::issue::DataIssue;
use crate::ingest::{self, Source};
use crate::messages::{Lang, Text};
use crate::pipeline::{self, Effect};
use crate::policy::Policy;
use crate::report::{OutFile, folder};
use crate::scenario::{Changed, Scenario, ScenarioIssue};
use crate::sweep::List;
use std::path::{Path, PathBuf};

/// A scenario with the file it stands in.
pub(crate) struct Written {
    file: PathBuf,
    /// The scenario.
    pub scenario: Scenario,
    sha256: String,
}

/// A scenario and all that it inherits, the topmost first.
pub(crate) fn chain(path: &Path) -> Result<Vec<Written>, CliError> {
    let (mut chain, mut places): (Vec<Written>, Vec<PathBuf>) = (Vec::new(), Vec::new());
    let mut next = Some(path.to_owned());
    while let Some(file) = next {
        let text = ingest::read_policy_text(&file).map_err(|error| CliError::from(error.text()))?;
        let scenario = Scenario::parse(&text, &file_name(&file)).map_err(wrong)?;
        let sha256 = ingest::digest(text.as_bytes());
        // However the path is written.
        let place = std::path::absolute(&file).map_or_else(|_| file.clone(), |path| plain(&path));
        if places.contains(&place) {
            let text = Text::new("scenario.circle").with("path", file.display());
            return Err(CliError::Sentences(vec![text, Text::new("scenario.circle.action")]));
        }
        places.push(place);
        next = scenario.base.as_ref().map(|base| beside(&file, base));
        chain.push(Written { file, scenario, sha256 });
    }
    chain.reverse();
    Ok(chain)
}

/// The list of a sweep, and its text.
pub(crate) fn list(path: &Path) -> Result<(List, String), CliError> {
    let text = ingest::read_policy_text(path).map_err(|error| CliError::from(error.text()))?;
    let list = List::parse(&text, &file_name(path)).map_err(wrong)?;
    Ok((list, text))
}

/// Begins a sweep in a new folder, or goes on in one that was begun with the same list.
pub(crate) fn begin(output: &Path, text: &str) -> Result<(), CliError> {
    let kept = output.join("sweep.toml");
    let other = || Text::new("sweep.other").with("path", output.display()).into();
    match ingest::read_policy_text(&kept) {
        Ok(known) => {
            if crate::scenario::keys::same(&known, text) {
                Ok(())
            } else {
                Err(other())
            }
        }
        Err(_) if folder::refuse_existing(output).is_ok() => {
            Ok(folder::write(output, &[OutFile::new("sweep.toml", text.as_bytes())])?)
        }
        Err(_) => Err(other()),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The name of the scenario itself.
pub(crate) fn name(chain: &[Written]) -> String {
    chain.last().map_or_else(String::new, |own| own.scenario.name.clone())
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

/// Says where a scenario starts from if that is not what the command line gives.
pub(crate) fn warn_of_origin(path: &Path, chain: &[Written], given: (&Path, &Path), console: &Console) {
    let place = |path: &Path| std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| plain(&path));
    if let Ok((input, policy)) = origin(path, chain)
        && (place(&input), place(&policy)) != (place(given.0), place(given.1))
    {
        let text = Text::new("scenario.origin").with("input", input.display()).with("policy", policy.display());
        console.note(&text);
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            std::path::Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// A path that is written from the folder of a file.
pub(crate) fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent().unwrap_or_else(|| Path::new("")).join(path)
}

/// The input and the policy after a chain of scenarios; their files are digested with those of the input. What there is to be looked at
/// since then is counted.
pub(crate) fn applied(
    chain: &[Written],
    reading: Reading,
    policy: &Policy,
    console: &Console,
) -> Result<(Reading, Policy), CliError> {
    let scenarios: Vec<Scenario> = chain.iter().map(|own| own.scenario.clone()).collect();
    let (changed, warnings) = changed(&scenarios, &normal(&reading)?, reading.year, &policy.text)?;
    if !warnings.is_empty() {
        console.note(&Text::new("scenario.warnings").with("name", name(chain)).with("count", warnings.len()));
    }
    let policy = engine::parsed(&changed.policy, Path::new("scenario"))?;
    let digest = |own: &Written| Source { name: file_name(&own.file), sha256: own.sha256.clone() };
    let sources = reading.sources.into_iter().chain(chain.iter().map(digest)).collect();
    Ok((Reading { records: changed.records, sources, ..reading }, policy))
}

/// What a chain does to an input and the policy of a file, over so many years, and what there is to be looked at since then.
pub(crate) fn effect(
    chain: &[Written],
    reading: Reading,
    policy: &Path,
    years: usize,
) -> Result<(Effect, Vec<DataIssue>), CliError> {
    let before = engine::policy(policy)?;
    let scenarios: Vec<Scenario> = chain.iter().map(|own| own.scenario.clone()).collect();
    let (changed, warnings) = changed(&scenarios, &normal(&reading)?, reading.year, &before.text)?;
    let after = engine::parsed(&changed.policy, policy)?;
    let from = engine::planned(reading.year);
    let effect = pipeline::effect((reading.records, before), changed, after, (from, years));
    let effect = effect.map_err(|error| engine::failure(pipeline::PipelineError::Unresolved(error)))?;
    Ok((effect, warnings))
}

/// Rows in the order of their keys, so that no change depends on that of the files, and what there is to be looked at.
pub(crate) struct Normal {
    /// The rows.
    pub records: Records,
    /// What there is to be looked at.
    pub warnings: Vec<DataIssue>,
}

/// An input in normal form.
pub(crate) fn normal(reading: &Reading) -> Result<Normal, CliError> {
    let (records, warnings) = engine::checked(&reading.records, reading.year)?;
    Ok(Normal { records, warnings })
}

/// Rows and policy after a chain of scenarios, and what there is to be looked at that was not there before.
pub(crate) fn changed(
    chain: &[Scenario],
    normal: &Normal,
    year: Option<SchoolYear>,
    policy: &str,
) -> Result<(Changed, Vec<DataIssue>), CliError> {
    let changed = crate::scenario::apply(chain, &normal.records, policy).map_err(wrong)?;
    // The same checks as for any input: what a scenario makes must be one.
    let (records, mut warnings) = engine::checked(&changed.records, year)?;
    let said = |issue: &DataIssue| (issue.code, issue.value.clone(), issue.cause.render(Lang::Zh));
    // Rows may have moved; how often something is said tells what is new.
    let mut known: Vec<_> = normal.warnings.iter().map(said).collect();
    warnings.retain(|issue| {
        let at = known.iter().position(|known| *known == said(issue));
        at.map(|at| known.swap_remove(at)).is_none()
    });
    Ok((Changed { records, ..changed }, warnings))
}

/// All that is wrong, one sentence each.
pub(crate) fn wrong(issues: Vec<ScenarioIssue>) -> CliError {
    let mut texts = vec![Text::new("scenario.wrong").with("count", issues.len())];
    texts.extend(issues.into_iter().map(|issue| {
        let text = Text::new("scenario.problem").with("scenario", issue.scenario);
        text.with_text("place", issue.place.text()).with_text("cause", issue.cause).with_text("action", issue.action)
    }));
    CliError::Sentences(texts)
}
