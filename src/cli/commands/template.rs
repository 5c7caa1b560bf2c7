//! `template`: the empty workbook with headings, drop-down lists and notes.

use super::Done;
use crate::cli::args::TemplateArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::messages::{Text, say};
use crate::report::folder;
use std::path::PathBuf;

pub(crate) fn run(args: &TemplateArgs, console: &Console) -> Done {
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(say(console.lang, "cli.new.workbook")));
    folder::write_file(&path, &engine::template(console.lang)?, false)?;
    console.note(&Text::new("cli.template.done").with("path", path.display()));
    console.data(&serde_json::json!({ "file": path.display().to_string() }));
    Ok(Exit::Good)
}
