//! `compare`: what several result folders come to, side by side, and what looking further ahead is worth; of two of them also what of the input
//! and of the plans differs, and which change causes it.

use super::Done;
use crate::cli::args::CompareArgs;
use crate::cli::causes::{How, explain};
use crate::cli::console::Console;
use crate::cli::{Exit, engine, interrupt};
use crate::messages::Text;
use crate::report::compare::{self, Compared};
use crate::report::{causes, folder, terminal};

/// Rows of each list on the terminal.
const MOST: usize = 40;

pub(crate) fn run(args: &CompareArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    let [first, second] = &args.folders[..] else { return several(args, console) };
    if let Some(target) = &args.output {
        folder::refuse_existing(target)?;
    }
    let workers = engine::threads(args.threads);
    engine::bind(workers);
    let told = [engine::told(first)?, engine::told(second)?];
    let interrupt = interrupt::flag(console.lang, quit);
    let how = How { quick: args.quick, workers, time_limit: args.time_limit, interrupt };
    let explained = explain(&told, &how, console)?;
    let all = told.map(|of| of.compared);
    let before = compare::sections(&all, console.lang);
    console.result(&terminal::sections(&before, terminal::WIDTH));
    console.result(&terminal::sections(&causes::sections(&explained, console.lang, MOST), terminal::WIDTH));
    if let Some(target) = &args.output {
        let report = causes::report(&explained, before, console.lang);
        let files = causes::files(&explained, &report).map_err(engine::workbook)?;
        folder::write(target, &files)?;
        console.note(&Text::new("compare.written").with("path", target.display()));
    }
    Ok(conclude(&all, Some(causes::entry(&explained, console.lang)), console))
}

/// More than two folders: goals and counts.
fn several(args: &CompareArgs, console: &Console) -> Done {
    if args.quick || args.output.is_some() || args.time_limit.is_some() || args.threads.is_some() {
        return Err(Text::new("compare.two-only").into());
    }
    let all = args.folders.iter().map(|folder| engine::compared(folder)).collect::<Result<Vec<_>, _>>()?;
    console.result(&terminal::sections(&compare::sections(&all, console.lang), terminal::WIDTH));
    Ok(conclude(&all, None, console))
}

/// The same for programs, and how it ended: questions that differ are told by the exit code.
fn conclude(all: &[Compared], causes: Option<serde_json::Value>, console: &Console) -> Exit {
    let differ = compare::differences(all);
    let exit = if differ.is_empty() { Exit::Good } else { Exit::Unmet };
    let mut data = serde_json::json!({
        "plans": all,
        "differences": differ.iter().map(|text| text.render(console.lang)).collect::<Vec<_>>(),
        "foresight": compare::foresight(all),
        "exit": exit.code(),
    });
    if let (Some(causes), Some(entries)) = (causes, data.as_object_mut()) {
        entries.insert("causes".to_owned(), causes);
    }
    console.data(&data);
    exit
}
