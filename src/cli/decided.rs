//! What result folders agree on.

use super::error::CliError;
use crate::messages::{Lang, Text};
use crate::plan::agreement::{Agreement, Tally};
use crate::report::Report;
use crate::report::choice;
use crate::report::names::Names;
use crate::verify::years::Planned;
use std::path::{Path, PathBuf};

/// What the plans in these folders agree on, called `names`, and what is read about it; `read` reads one, and only one of them is kept at a time.
pub(crate) fn agreement(
    folders: &[PathBuf],
    names: &[String],
    lang: Lang,
    read: impl Fn(&Path) -> Result<Vec<Planned>, CliError>,
) -> Result<(Agreement, Report), CliError> {
    let (mut tally, mut first) = (Tally::default(), None);
    for folder in folders {
        let planned = read(folder)?;
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
