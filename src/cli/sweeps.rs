//! The jobs of a list of scenarios: each scenario as it is, with all that is varied, and each sample.
//!
//! A job holds no tables of its own, so that thousands of them need no more memory than one: they are made when they are asked for.

use super::commands::blocked;
use super::console::Console;
use super::engine;
use super::error::CliError;
use super::scenarios::{self, Normal};
use crate::domain::{Records, SchoolYear};
use crate::ingest::issue::DataIssue;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::sweep::{List, Point};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A list with its jobs.
pub(crate) struct Sweep {
    /// The list.
    pub list: List,
    /// Its text.
    pub text: String,
    /// Its jobs, in the order of the list; after each scenario what is put on top of it.
    pub jobs: Vec<Job>,
}

impl Sweep {
    /// The same scenarios as they are, with what another list puts on top of them; nothing is read again.
    pub(crate) fn under(&self, list: List, text: String) -> Self {
        let points = list.points();
        let own = self.jobs.iter().filter(|job| job.is_own);
        let jobs = own.flat_map(|job| points.iter().filter_map(|p| Job::of(&job.scenario, &job.chain, p, &job.start)));
        Self { jobs: jobs.collect(), list, text }
    }

    /// The job whose plan all others start from.
    pub(crate) fn parent(&self) -> Option<usize> {
        let from = self.list.from.as_ref()?;
        self.jobs.iter().position(|job| job.scenario == *from && job.is_own)
    }
}

/// One scenario to be planned.
pub(crate) struct Job {
    /// Its name, such as `base`, `base.total-40` or `base.sample-03`; no two are the same.
    pub name: String,
    /// Chinese and English title.
    pub title: (String, String),
    /// The scenario of the list on which it stands, as the list writes it.
    pub scenario: String,
    /// Whether it is that scenario itself.
    pub is_own: bool,
    /// Which sample it is, counted from one.
    pub sample: Option<usize>,
    chain: Vec<Scenario>,
    start: Arc<Start>,
}

/// From what scenarios start.
struct Start {
    normal: Normal,
    stated: Option<SchoolYear>,
    policy: Policy,
}

/// What is planned under a scenario.
pub(crate) struct Facts {
    /// The rows.
    pub records: Records,
    /// The first school year.
    pub year: SchoolYear,
    /// The policy.
    pub policy: Policy,
    /// What there is to be looked at in the rows that was not there before the changes.
    pub warnings: Vec<DataIssue>,
}

impl Job {
    /// The scenario at the end of a chain with what a point puts on top of it.
    fn of(scenario: &str, chain: &[Scenario], point: &Point, start: &Arc<Start>) -> Option<Self> {
        let own = chain.last()?;
        let on_top = point.on(own);
        let named = on_top.as_ref().unwrap_or(own);
        Some(Self {
            name: named.name.clone(),
            title: (named.zh.clone(), named.en.clone()),
            scenario: scenario.to_owned(),
            is_own: on_top.is_none(),
            sample: point.sample,
            chain: chain.iter().cloned().chain(on_top).collect(),
            start: Arc::clone(start),
        })
    }

    /// Rows, year and policy under this scenario; the same whenever it is asked.
    pub(crate) fn facts(&self) -> Result<Facts, CliError> {
        let Start { normal, stated, policy } = self.start.as_ref();
        let (changed, warnings) = scenarios::changed(&self.chain, normal, *stated, &policy.text)?;
        let policy = engine::parsed(&changed.policy, Path::new("scenario"))?;
        Ok(Facts { records: changed.records, year: engine::planned(*stated), policy, warnings })
    }
}

/// The list at `path` with all its jobs; none where an input is blocked, which is then told.
pub(crate) fn jobs(path: &Path, console: &Console) -> Result<Option<Sweep>, CliError> {
    let (list, text) = scenarios::list(path)?;
    jobs_of(path, (list, text), console)
}

/// The jobs of a list that stands, or could stand, at `path`.
pub(crate) fn jobs_of(path: &Path, (list, text): (List, String), console: &Console) -> Result<Option<Sweep>, CliError> {
    let mut starts: BTreeMap<(PathBuf, PathBuf), Arc<Start>> = BTreeMap::new();
    let mut readings: BTreeMap<PathBuf, engine::Reading> = BTreeMap::new();
    let mut jobs: Vec<Job> = Vec::new();
    let points = list.points();
    for scenario in &list.scenarios {
        let file = scenarios::beside(path, scenario);
        let chain = scenarios::chain(&file)?;
        let (input, policy) = scenarios::origin(&file, &chain)?;
        if !readings.contains_key(&input) {
            let reading = engine::read(&input, None)?;
            if blocked(&reading, console) {
                return Ok(None);
            }
            readings.insert(input.clone(), reading);
        }
        let reading = &readings[&input];
        let start = if let Some(known) = starts.get(&(input.clone(), policy.clone())) {
            Arc::clone(known)
        } else {
            let normal = scenarios::normal(reading)?;
            let start = Arc::new(Start { normal, stated: reading.year, policy: engine::policy(&policy)? });
            starts.insert((input.clone(), policy), Arc::clone(&start));
            start
        };
        let chain: Vec<Scenario> = chain.into_iter().map(|own| own.scenario).collect();
        jobs.extend(points.iter().filter_map(|point| Job::of(scenario, &chain, point, &start)));
    }
    match twice(&jobs) {
        Some(name) => Err(crate::messages::Text::new("sweep.same-name").with("name", name).into()),
        None => Ok(Some(Sweep { list, text, jobs })),
    }
}

/// A name that two jobs have.
fn twice(jobs: &[Job]) -> Option<&str> {
    let mut names: Vec<&str> = jobs.iter().map(|job| job.name.as_str()).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}
