//! `import`: foreign lists of surplus teachers and vacancies, written as tables of this program.

use super::{Done, blocked};
use crate::cli::args::ImportArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::messages::Text;
use crate::report::{OutFile, folder};

pub(crate) fn run(args: &ImportArgs, console: &Console) -> Done {
    folder::refuse_existing(&args.output)?;
    let reading = engine::import(&args.mapping, args.lists.as_deref())?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    let tables = engine::csv_tables(&reading.records)?;
    let files: Vec<OutFile> = tables.into_iter().map(|(name, bytes)| OutFile::new(name, bytes)).collect();
    folder::write(&args.output, &files)?;
    let (surplus, vacancies) = (reading.records.surplus.len(), reading.records.vacancies.len());
    let done = Text::new("cli.import.done").with("path", args.output.display());
    console.note(&done.with("surplus", surplus).with("vacancies", vacancies));
    console.data(&serde_json::json!({
        "folder": args.output.display().to_string(), "surplus": surplus, "vacancies": vacancies,
    }));
    Ok(Exit::Good)
}
