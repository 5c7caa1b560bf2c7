//! `scenario show`: what a scenario does to its input and its policy, as a difference.

use super::{Done, blocked};
use crate::cli::args::ScenarioArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine, issues, scenarios};
use crate::report::{scenario, terminal};

pub(crate) fn show(args: &ScenarioArgs, console: &Console) -> Done {
    let chain = scenarios::chain(&args.scenario)?;
    let (input, policy) = scenarios::origin(&args.scenario, &chain)?;
    let reading = engine::read(&input, args.year)?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    let (effect, warnings) = scenarios::effect(&chain, reading, &policy, args.years)?;
    let report = scenario::report(&effect, &scenarios::title(&chain), console.lang);
    console.result(&terminal::page(&report, terminal::WIDTH));
    if !warnings.is_empty() {
        console.result(&format!("\n{}", issues::page(&warnings, console.lang)));
    }
    console.data(&scenario::entry(&effect));
    Ok(Exit::Good)
}
