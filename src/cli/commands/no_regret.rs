//! `no-regret`: what several plans agree on, whom only some move, whom they send to different places.

use super::Done;
use crate::cli::choice_args::NoRegretArgs;
use crate::cli::console::Console;
use crate::cli::{CliError, Exit, decided, engine};
use crate::messages::Text;
use crate::report::{choice, folder, terminal};
use crate::verify::years::Planned;
use std::path::Path;

/// The plans of a folder that agrees with itself.
fn verified(folder: &Path) -> Result<Vec<Planned>, CliError> {
    engine::audited(folder, |planned, _| planned.to_vec()).map(|(.., planned)| planned)
}

pub(crate) fn run(args: &NoRegretArgs, console: &Console) -> Done {
    if let Some(output) = &args.output {
        folder::refuse_existing(output)?;
    }
    if args.folders.len() < 2 {
        return Err(Text::new("choice.few-plans").into());
    }
    let names: Vec<String> = args.folders.iter().map(|folder| folder.display().to_string()).collect();
    let (agreement, report) = decided::agreement(&args.folders, &names, console.lang, verified)?;
    console.result(&terminal::page(&report, terminal::WIDTH));
    if let Some(output) = &args.output {
        folder::write(output, &choice::agreement::files(&agreement, &report).map_err(engine::workbook)?)?;
        console.note(&Text::new("choice.written").with("path", output.display()));
    }
    console.data(&choice::agreement::entry(&agreement));
    Ok(Exit::Good)
}
