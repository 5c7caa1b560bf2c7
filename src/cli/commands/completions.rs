//! `completions`: the script that lets a shell complete commands and arguments.

use super::Done;
use crate::cli::Exit;
use crate::cli::args::CompletionsArgs;
use crate::cli::console::{Console, write_out};
use crate::cli::help::command;

#[expect(clippy::unnecessary_wraps, reason = "all commands have one signature")]
pub(crate) fn run(args: &CompletionsArgs, console: &Console) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(console.lang), "junheng", &mut script);
    write_out(&String::from_utf8_lossy(&script));
    Ok(Exit::Good)
}
