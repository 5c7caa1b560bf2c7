//! `talent`: how far the district is from its dated talent targets, whom to nominate, and how likely the targets are.

use super::{Done, blocked};
use crate::cli::args::TalentArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine, interrupt};
use crate::messages::Text;
use crate::report::{folder, talent, terminal};
use crate::solver::Settings;
use std::path::Path;

pub(crate) fn run(args: &TalentArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    if let Some(target) = &args.output {
        folder::refuse_existing(target)?;
    }
    let policy = engine::policy(&args.policy)?;
    let reading = engine::read(&args.input, args.year)?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    if let Some(code) = &args.person
        && !reading.records.teachers.iter().any(|teacher| teacher.id == *code)
    {
        return Err(Text::new("talent.no-person").with("code", code).into());
    }
    let threads = engine::threads(args.threads);
    engine::bind(threads);
    let interrupt = interrupt::flag(console.lang, quit);
    let begun = Some(std::time::Instant::now());
    let settings =
        Settings { threads, seed: args.seed, time_limit: args.time_limit, begun, interrupt, ..Settings::default() };
    let Some(prospects) = engine::prospects(&reading, &policy, &settings)? else {
        return Err(Text::new("talent.none").into());
    };
    let report = talent::report(&prospects, (&policy.zh, &policy.en), console.lang);
    let slip = match &args.person {
        Some(code) => Some(
            talent::slip(&prospects, code, console.lang)
                .ok_or_else(|| Text::new("talent.not-on-staff").with("code", code))?,
        ),
        None => None,
    };
    console.result(&terminal::page(slip.as_ref().unwrap_or(&report), terminal::WIDTH));
    if prospects.talent.rounds.is_empty() {
        console.say(&Text::new("talent.no-rounds"));
    }
    if let Some(target) = &args.output {
        write(&prospects, &report, target)?;
        console.note(&Text::new("talent.written").with("path", target.display()));
    }
    console.data(&match &args.person {
        Some(code) => talent::slip_entry(&prospects, code),
        None => talent::entry(&prospects),
    });
    Ok(Exit::Good)
}

fn write(
    prospects: &crate::pipeline::Prospects,
    report: &crate::report::content::Report,
    target: &Path,
) -> Result<(), crate::cli::CliError> {
    let files = talent::files(prospects, report).map_err(engine::workbook)?;
    Ok(folder::write(target, &files)?)
}
