//! What result folders decide, and what several of them agree on.

use super::audit;
use super::engine;
use super::error::CliError;
use crate::ingest;
use crate::messages::{Lang, Text};
use crate::plan::agreement::{Agreement, Tally};
use crate::policy::Policy;
use crate::report::Report;
use crate::report::choice;
use crate::report::names::Names;
use crate::verify::years::Planned;
use std::path::{Path, PathBuf};

/// The decisions of a result folder, year by year, and its policy.
pub(crate) fn decided(folder: &Path) -> Result<(Vec<Planned>, Policy), CliError> {
    let written = ingest::read_result(folder).map_err(|e| CliError::from(e.text()))?;
    let understood = audit::understand(written).map_err(|texts| {
        let head = Text::new("cli.compare.refused").with("path", folder.display());
        CliError::Sentences(std::iter::once(head).chain(texts).collect())
    })?;
    Ok((understood.planned, understood.policy))
}

/// What the plans in these folders agree on, called `names`, and what is read about it; only one of them is kept at a time.
pub(crate) fn agreement(folders: &[PathBuf], names: &[String], lang: Lang) -> Result<(Agreement, Report), CliError> {
    let (mut tally, mut first) = (Tally::default(), None);
    for folder in folders {
        let (planned, _) = decided(folder)?;
        let years: Vec<_> = planned.iter().map(|of| (&of.case, &of.plan)).collect();
        tally.add(&years);
        if first.is_none() {
            first = planned.into_iter().next();
        }
    }
    let agreement = tally.agreement();
    let Some(first) = first else { return Err(Text::new("choice.few-plans").into()) };
    let report = choice::agreement::report(&agreement, names, &Names::new(&first.case, lang));
    Ok((agreement, report))
}

/// Refuses folders that do not agree with themselves.
pub(crate) fn verified(folders: &[PathBuf]) -> Result<(), CliError> {
    folders.iter().try_for_each(|folder| engine::compared(folder).map(drop))
}
