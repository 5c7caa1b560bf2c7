//! `export`: the program of one or several years as LP or MPS text with real names, for other solvers.

use super::{Done, blocked};
use crate::cli::args::ExportArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::messages::Text;
use crate::report::folder;

pub(crate) fn run(args: &ExportArgs, console: &Console) -> Done {
    folder::refuse_existing(&args.output)?;
    let reading = engine::read(&args.input, args.year)?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    let policy = engine::policy(&args.policy)?;
    let bytes = engine::export(&reading, &policy, args)?;
    folder::write_file(&args.output, &bytes, false)?;
    console.note(&Text::new("cli.export.done").with("path", args.output.display()));
    console.data(&serde_json::json!({ "file": args.output.display().to_string() }));
    Ok(Exit::Good)
}
