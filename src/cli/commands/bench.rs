//! `bench`: measures this engine and other solvers on the user's own input. Each run is a process of its own, `bench-method`.

use super::{Done, blocked};
use crate::cli::args::{BenchArgs, BenchMethodArgs};
use crate::cli::console::{Console, write_error, write_out};
use crate::cli::{Exit, bench, engine};
use crate::measure::{Comparison, Run, files, page, runner};
use crate::messages::Text;
use crate::report::{folder, goals, names, terminal};
use std::time::Instant;

pub(crate) fn run(args: &BenchArgs, console: &Console) -> Done {
    let methods = bench::methods(&args.methods)?;
    if let Some(output) = &args.output {
        // Better now than after an hour of work.
        folder::refuse_existing(output)?;
    }
    let policy = engine::policy_or_annual(args.what.policy.as_deref())?;
    let reading = engine::read(&args.what.input, args.what.year)?;
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    let facts = bench::facts(&args.what, args.repeat, &reading, &policy, jiff::Timestamp::now().to_string())?;
    drop(reading);
    let (program, arguments) = (bench::itself()?, |method| bench::arguments(&args.what, method));
    let orders = bench::orders(&program, &arguments, &args.what, &facts);
    let mut runs = Vec::new();
    for repetition in 1..=args.repeat {
        for &method in &methods {
            if !console.quiet && !console.json {
                let text = Text::new("measure.progress").with("method", method.name()).with("repetition", repetition);
                write_error(&format!("{}\n", text.with("repeat", args.repeat).render(console.lang)));
            }
            runs.push(Run { method, repetition, measured: runner::run(method, &orders) });
        }
    }
    let all = Comparison::new(facts, runs);
    let goal = |name: &str| {
        let unit = names::measure(console.lang, goals::unit_of(&policy, name));
        (goals::name_of(&policy, name, console.lang), unit)
    };
    let title = Text::new("measure.title").with("case", &all.facts.case).with("policy", &all.facts.policy);
    console.say(&title);
    console.result(&terminal::sections(&page::sections(&all, &goal, console.lang), terminal::WIDTH));
    if let Some(output) = &args.output {
        folder::write(output, &files::files(&all, console.lang))?;
        console.note(&Text::new("cli.bench.done").with("path", output.display()));
    }
    console.data(&all);
    Ok(if all.disagreements.is_empty() { Exit::Good } else { Exit::Unmet })
}

/// One method once; what it knows goes to standard output, a JSON object per line.
pub(crate) fn method(args: &BenchMethodArgs, console: &Console) -> Done {
    engine::bind(args.what.threads);
    let policy = engine::policy_or_annual(args.what.policy.as_deref())?;
    let begin = Instant::now();
    let reading = engine::read(&args.what.input, args.what.year)?;
    let ingest = begin.elapsed().as_secs_f64();
    if blocked(&reading, console) {
        return Ok(Exit::Unmet);
    }
    bench::measure(args, (reading, ingest), policy, console.lang, &|line| {
        // The lines of this room have text keys only, so that this cannot fail.
        write_out(&format!("{}\n", serde_json::to_string(line).unwrap_or_default()));
    })?;
    Ok(Exit::Good)
}
