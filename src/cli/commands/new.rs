//! `new`: a working folder with an empty workbook, a policy and a few lines on what to do next.

use super::Done;
use crate::cli::args::NewArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::messages::{Text, say};
use crate::report::{OutFile, folder};

pub(crate) fn run(args: &NewArgs, console: &Console) -> Done {
    folder::refuse_existing(&args.dir)?;
    let files = [
        OutFile::new(say(console.lang, "cli.new.workbook"), engine::template(console.lang)?),
        OutFile::new("policy.toml", engine::annual_policy()?),
        OutFile::new("README.txt", say(console.lang, "cli.new.readme").replace(" | ", "\n") + "\n"),
    ];
    folder::write(&args.dir, &files)?;
    console.note(&Text::new("cli.new.done").with("path", args.dir.display()));
    console.data(&serde_json::json!({ "folder": args.dir.display().to_string() }));
    Ok(Exit::Good)
}
