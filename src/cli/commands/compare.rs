//! `compare`: what several result folders come to, side by side, and what looking further ahead is worth.

use super::Done;
use crate::cli::args::CompareArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::report::{compare, terminal};

pub(crate) fn run(args: &CompareArgs, console: &Console) -> Done {
    let all = args.folders.iter().map(|folder| engine::compared(folder)).collect::<Result<Vec<_>, _>>()?;
    let differ = compare::differences(&all);
    console.result(&terminal::sections(&compare::sections(&all, console.lang), terminal::WIDTH));
    let exit = if differ.is_empty() { Exit::Good } else { Exit::Unmet };
    console.data(&serde_json::json!({
        "plans": all,
        "differences": differ.iter().map(|text| text.render(console.lang)).collect::<Vec<_>>(),
        "foresight": compare::foresight(&all),
        "exit": exit.code(),
    }));
    Ok(exit)
}
