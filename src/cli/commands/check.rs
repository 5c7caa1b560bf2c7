//! `check`: reads an input and tells everything that is wrong with it, all at once; where nothing is in the way, also what can
//! be said before a plan is made.

use super::Done;
use crate::cli::Exit;
use crate::cli::args::CheckArgs;
use crate::cli::console::Console;
use crate::cli::{engine, issues};
use crate::ingest::issue::{DataIssue, Level};
use crate::messages::Text;
use crate::pipeline::Checkup;
use crate::policy::Policy;
use crate::report::{doctor, folder, terminal};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &CheckArgs, console: &Console) -> Done {
    let policy = engine::policy_or_annual(args.policy.as_deref())?;
    let reading = engine::read(&args.input, args.year)?;
    let blocked = issues::count(&reading.issues, Level::Blocking) > 0;
    let checkup = if blocked { None } else { engine::diagnose(&reading, &policy)? };
    print_with(&reading.issues, checkup.as_ref().map(|checkup| (checkup, &policy)), console);
    if let Some(target) = &args.mark {
        let target = target.clone().unwrap_or_else(|| free_name(&args.input));
        let bytes = engine::mark(&args.input, &reading.issues, console.lang)?;
        folder::write_file(&target, &bytes, false)?;
        console.note(&Text::new("cli.check.marked").with("path", target.display()));
    }
    Ok(if blocked { Exit::Unmet } else { Exit::Good })
}

/// Prints all problems and their number.
pub(crate) fn print(all: &[DataIssue], console: &Console) {
    print_with(all, None, console);
}

/// The same, and what the doctor finds under a policy.
fn print_with(all: &[DataIssue], checkup: Option<(&Checkup, &Policy)>, console: &Console) {
    let blocking = issues::count(all, Level::Blocking);
    let warnings = issues::count(all, Level::Warning);
    console.result(&issues::page(all, console.lang));
    let key = match (blocking, warnings) {
        (0, 0) => "cli.check.clean",
        (0, _) => "cli.check.usable",
        _ => "cli.check.blocked",
    };
    console.say(&Text::new(key).with("blocking", blocking).with("warnings", warnings));
    if let Some((checkup, policy)) = checkup {
        console.result("\n");
        console.say(&Text::new("doctor.title").with_name("policy", &policy.zh, &policy.en));
        console.result(&terminal::sections(&doctor::sections(checkup, console.lang), terminal::WIDTH));
    }
    console.data(&serde_json::json!({
        "blocking": blocking,
        "warnings": warnings,
        "issues": issues::entries(all, console.lang),
        "policy": checkup.map(|(_, policy)| &policy.name),
        "doctor": checkup.map(|(checkup, _)| doctor::entry(checkup)),
    }));
}

/// `<name>-marked.xlsx` beside the input, with a number where that is taken.
fn free_name(input: &Path) -> PathBuf {
    let stem = input.file_stem().map_or_else(|| "input".into(), |s| s.to_string_lossy().into_owned());
    let name = |number: u32| {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        input.with_file_name(format!("{stem}-marked{suffix}.xlsx"))
    };
    (1..u32::MAX).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_copy_never_takes_the_name_of_another() {
        // The office may still be working in the last marked copy.
        let place = tempfile::tempdir().unwrap();
        let input = place.path().join("大足.xlsx");
        let first = free_name(&input);
        assert_eq!(first, place.path().join("大足-marked.xlsx"));
        std::fs::write(&first, "").unwrap();
        assert_eq!(free_name(&input), place.path().join("大足-marked-2.xlsx"));
    }
}
