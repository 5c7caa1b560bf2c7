//! `solve`: reads, plans, writes the result folder, verifies it from its files alone, and prints the first page.

use super::{Done, blocked};
use crate::cli::args::{AheadArg, SolveArgs};
use crate::cli::console::Console;
use crate::cli::engine::Horizon;
use crate::cli::progress::Display;
use crate::cli::{CliError, Exit, engine, interrupt, scenarios};
use crate::messages::Text;
use crate::pipeline::{Ahead, Solved};
use crate::plan::Severity;
use crate::report::manifest::Run;
use crate::report::{OutFile, Report, folder, goals, json, tables, terminal};
use crate::solver::Settings;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &SolveArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    let (started, begun) = (now(), Some(std::time::Instant::now()));
    if let Some(output) = &args.output {
        // Better now than after an hour of work.
        folder::refuse_existing(output)?;
    }
    let horizon = horizon(args)?;
    let threads = engine::threads(args.threads);
    engine::bind(threads);
    let mut reading = engine::read(&args.input, args.year)?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    let mut policy = engine::policy(&args.policy)?;
    if let Some(path) = &args.scenario {
        let chain = scenarios::chain(path)?;
        scenarios::warn_of_origin(path, &chain, (&args.input, &args.policy), console);
        (reading, policy) = scenarios::applied(&chain, reading, &policy, console)?;
    }
    let settings = Settings {
        threads,
        time_limit: args.time_limit,
        begun,
        gap_ppm: args.gap,
        seed: args.seed,
        interrupt: interrupt::flag(console.lang, quit),
        ..Settings::default()
    };
    let progress = Display::new(&policy.tiers, console);
    let solved = engine::solve(reading, policy, &horizon, &settings, &progress);
    progress.finish();
    let solved = solved?;
    let times = Run::new(&solved, started, now(), threads);
    let inputs = || tables::csv_tables(&solved.records);
    let (report, files) = folder::files_with_report(&solved, inputs, &times, console.lang)?;
    let written = write(args, &solved, &files)?;
    let done = conclude(&solved, &report, &written, console);
    // The process is about to end; giving back a district piece by piece would only keep the user waiting.
    std::mem::forget((solved, report, files));
    done
}

/// The years and the way of looking ahead; what does not go together is refused before anything is read.
fn horizon(args: &SolveArgs) -> Result<Horizon<'_>, CliError> {
    let (years, frozen) = (args.years, args.freeze.unwrap_or(0));
    let wrong = |key: &'static str| Err(Text::new(key).with("years", years).into());
    let ahead = match (args.ahead, args.window, args.step) {
        (AheadArg::All, None, None) => Ahead::All,
        (AheadArg::Yearly, None, None) => Ahead::Yearly,
        (AheadArg::Rolling, Some(window), step) if window <= years && step.unwrap_or(1) <= window => {
            Ahead::Rolling { window, step: step.unwrap_or(1) }
        }
        (AheadArg::Rolling, None, _) => return wrong("cli.solve.ahead.no-window"),
        (AheadArg::Rolling, ..) => return wrong("cli.solve.ahead.window"),
        (AheadArg::All | AheadArg::Yearly, ..) => return wrong("cli.solve.ahead.not-rolling"),
    };
    if frozen >= years {
        return wrong("cli.solve.frozen.all");
    }
    Ok(Horizon { years, ahead, from: args.from.as_deref(), published: args.published.as_deref(), frozen })
}

fn now() -> String {
    jiff::Timestamp::now().to_string()
}

/// Writes to the folder asked for, else to the next free number of this policy and year.
fn write(args: &SolveArgs, solved: &Solved, files: &[OutFile]) -> Result<PathBuf, CliError> {
    if let Some(output) = &args.output {
        folder::write(output, files)?;
        return Ok(output.clone());
    }
    let stem = format!("{}-{}", solved.policy.name, solved.plan.year);
    Ok(folder::write_numbered(&engine::results_folder(), &stem, files)?)
}

/// Of how many goals the distance from the best was proven again without a solver.
fn certified(verdict: &engine::Verdict, console: &Console) {
    let again = verdict.tiers.iter().filter(|t| t.certified.is_some() && t.certified >= t.bound).count();
    if again > 0 {
        console.say(&Text::new("cli.solve.certified").with("count", again).with("all", verdict.tiers.len()));
    }
}

/// Verifies what was written, prints the first page and says how it ended.
fn conclude(solved: &Solved, report: &Report, written: &Path, console: &Console) -> Done {
    let verdict = engine::verify(written)?;
    let broken = solved.years().flat_map(|of| of.findings).filter(|f| f.severity == Severity::Broken).count();
    let exit = if verdict.agrees && broken == 0 { Exit::Good } else { Exit::Unmet };
    console.result(&terminal::page(report, terminal::WIDTH));
    console.result("\n");
    if verdict.agrees {
        console.say(&Text::new("cli.solve.verified"));
        certified(&verdict, console);
    } else {
        console.say(&Text::new("cli.solve.refused"));
        verdict.objections.iter().for_each(|text| console.result(&format!("  {}\n", text.render(console.lang))));
    }
    console.say(&Text::new("cli.solve.where").with("path", written.display()));
    console.data(&serde_json::json!({
        "folder": written.display().to_string(),
        "year": solved.plan.year.0,
        "years": solved.count_years(),
        "ahead": solved.ahead.to_string(),
        "frozen": solved.frozen,
        "termination": goals::termination_code(solved.outcome.termination),
        "tiers": json::tiers(solved),
        "moves": solved.statement.moves.len(),
        "hires": solved.years().flat_map(|of| &of.plan.hires).map(|h| h.count).sum::<i64>(),
        "placements": solved.plan.placements.len(),
        "broken": broken,
        "remarks": solved.remarks.iter().map(|t| t.render(console.lang)).collect::<Vec<_>>(),
        "verified": verdict.agrees,
        "objections": verdict.objections.iter().map(|t| t.render(console.lang)).collect::<Vec<_>>(),
        "exit": exit.code(),
    }));
    Ok(exit)
}
