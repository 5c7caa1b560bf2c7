//! `generate`: a synthetic district from a profile and a seed.

use super::Done;
use crate::cli::args::GenerateArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::messages::Text;
use crate::report::folder;

pub(crate) fn run(args: &GenerateArgs, console: &Console) -> Done {
    folder::refuse_existing(&args.output)?;
    let files = engine::generate(&args.profile, args.seed, console.lang)?;
    folder::write(&args.output, &files)?;
    console.note(&Text::new("cli.generate.done").with("path", args.output.display()).with("seed", args.seed));
    console.data(&serde_json::json!({ "folder": args.output.display().to_string(), "seed": args.seed }));
    Ok(Exit::Good)
}
