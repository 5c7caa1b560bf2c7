//! One file per command: read the arguments, call the corridor, print, say how it ended.

mod alternatives;
mod bench;
mod check;
mod compare;
mod completions;
mod export;
mod generate;
mod import;
mod new;
mod no_regret;
mod robust;
mod scenario;
mod solve;
mod sweep;
mod talent;
mod template;
mod tradeoff;
mod verify;

use super::Exit;
use super::args::{Command, ImportCommand, ScenarioCommand};
use super::choice_args::ChoiceCommand;
use super::console::Console;
use super::engine::Reading;
use super::error::CliError;
use super::issues;
use crate::ingest::issue::Level;

type Done = Result<Exit, CliError>;

/// Runs a command.
pub(crate) fn run(command: &Command, console: &Console, quit: fn(i32) -> !) -> Done {
    match command {
        Command::New(args) => new::run(args, console),
        Command::Template(args) => template::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Solve(args) => solve::run(args, console, quit),
        Command::Talent(args) => talent::run(args, console, quit),
        Command::Scenario(ScenarioCommand::Show(args)) => scenario::show(args, console),
        Command::Verify(args) => verify::run(args, console),
        Command::Compare(args) => compare::run(args, console, quit),
        Command::Sweep(args) => sweep::run(args, console, quit),
        Command::Choice(ChoiceCommand::Alternatives(args)) => alternatives::run(args, console, quit),
        Command::Choice(ChoiceCommand::NoRegret(args)) => no_regret::run(args, console),
        Command::Choice(ChoiceCommand::Robust(args)) => robust::run(args, console, quit),
        Command::Choice(ChoiceCommand::Tradeoff(args)) => tradeoff::run(args, console, quit),
        Command::Generate(args) => generate::run(args, console),
        Command::Import(ImportCommand::SurplusVacancies(args)) => import::run(args, console),
        Command::Export(args) => export::run(args, console),
        Command::Bench(args) => bench::run(args, console),
        Command::BenchMethod(args) => bench::method(args, console),
        Command::Completions(args) => completions::run(args, console),
    }
}

/// Whether an input is blocked; if so its problems are printed, and nothing else is to be done.
pub(crate) fn blocked(reading: &Reading, console: &Console) -> bool {
    if issues::count(&reading.issues, Level::Blocking) == 0 {
        issues::brief(&reading.issues, console);
        return false;
    }
    check::print(&reading.issues, console);
    true
}
