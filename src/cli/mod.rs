//! The command line: arguments in, words out. Holds no logic of its own: it calls the corridor and prints.
//!
//! It is the only room that prints. It never ends the process; `main` does.
#![allow(clippy::disallowed_methods, reason = "only cli knows the date, the clock and files to print")]

mod args;
mod audit;
mod bench;
mod causes;
mod choice_args;
mod commands;
mod console;
mod decided;
mod engine;
mod error;
mod help;
mod interrupt;
mod issues;
mod live;
mod progress;
mod scenarios;
mod sweeps;
mod swept;
mod usage;

pub use help::command;

use args::Cli;
use clap::FromArgMatches;
use console::Console;
use error::CliError;
use std::ffi::OsString;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// A verified plan, or clean data.
    Good,
    /// It worked, but data is blocked, a hard rule is unmet, or a plan is refused.
    Unmet,
    /// Wrong usage, unreadable input, failure.
    Failed,
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Unmet => 1,
            Self::Failed => 2,
        }
    }
}

/// Runs the command that the process was started with; see [`run`].
#[must_use]
pub fn main(quit: fn(i32) -> !) -> u8 {
    run(std::env::args_os().collect(), quit)
}

/// Runs the command that `args` (with the program's name first) name and returns the exit code: 0 for a verified plan
/// or clean data, 1 for blocked data, a broken hard rule or a refused plan, 2 for wrong usage or failure.
///
/// `quit` ends the process at once; it is called only on a second Ctrl-C.
#[must_use]
pub fn run(args: Vec<OsString>, quit: fn(i32) -> !) -> u8 {
    let lang = help::language(&args);
    let parsed = command(lang).try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::show(&error, lang).code(),
    };
    let console = Console::new(lang, cli.quiet, cli.json);
    match commands::run(&cli.command, &console, quit) {
        Ok(exit) => exit.code(),
        Err(error) => {
            console.failure(&error);
            error.exit().code()
        }
    }
}
