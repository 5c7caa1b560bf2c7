//! `tradeoff`: what the goals come to when moves, hires or money are limited more and more: a plan for each limit, and the curve.

use super::Done;
use super::sweep::{Carried, Place, carry_out, say_failures, told};
use crate::cli::choice_args::{LimitedArg, TradeoffArgs};
use crate::cli::console::Console;
use crate::cli::sweeps::{self, Sweep};
use crate::cli::{CliError, Exit, decided, engine, interrupt};
use crate::ingest;
use crate::messages::{Text, say};
use crate::plan::rows::Tabular as _;
use crate::policy::{Policy, Strength};
use crate::report::choice::tradeoff::{self, CurvePoint, CurveRow};
use crate::report::sweep::Swept;
use crate::report::{Report, csv, folder, terminal, xlsx};
use crate::sweep::curve::{Point, first_moving, knee};
use crate::sweep::{List, limited};

pub(crate) fn run(args: &TradeoffArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    let interrupt = interrupt::flag_saying("cli.interrupt.sweep", console.lang, quit);
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let place = Place { output: &args.output, seed: args.seed, threads, interrupt };
    // One limit more, so that the rule is known by which what a plan takes is counted.
    let Some(base) = jobs(args, &[0], console)? else { return Ok(Exit::Unmet) };
    refuse_soft(args, &base)?;
    let limited = base.jobs.iter().find(|job| !job.is_own).map(sweeps::Job::facts).transpose()?;
    let Some(limited) = limited else { return Ok(Exit::Unmet) };
    let taken = Taken { args, policy: limited.policy };
    let free = Sweep { jobs: base.jobs.into_iter().filter(|job| job.is_own).collect(), ..base };
    let kept = kept(args)?;
    let Carried { swept, failures } = carry_out(&free, &place, Some(&kept), console)?;
    if !failures.is_empty() {
        return Ok(say_failures(&told(&failures, console.lang), console));
    }
    let Some(Swept { folder, plan: Some(_), .. }) = swept.first() else {
        let folder = swept.first().map_or_else(|| args.output.clone(), |of| args.output.join(&of.folder));
        console.say(&Text::new("choice.tradeoff.no-plan").with("path", folder.display()));
        return Ok(Exit::Unmet);
    };
    let most = taken.by(folder)?;
    if most <= 0 {
        return Err(Text::new("choice.tradeoff.nothing").into());
    }
    let limits = limits(most, i64::from(args.points));
    // What there is to be looked at in the input was told before.
    let quiet = Console::new(console.lang, true, true);
    let Some(sweep) = jobs(args, &limits, &quiet)? else { return Ok(Exit::Unmet) };
    let Carried { swept, failures } = carry_out(&sweep, &place, None, console)?;
    if !failures.is_empty() {
        return Ok(say_failures(&told(&failures, console.lang), console));
    }
    let points = points(&taken, &limits, swept)?;
    conclude(args, points, most, console)
}

/// A soft rule has a price in the goals, which plans under a hard one do not have.
fn refuse_soft(args: &TradeoffArgs, sweep: &Sweep) -> Result<(), CliError> {
    let own = sweep.jobs.iter().find(|job| job.is_own).map(sweeps::Job::facts).transpose()?;
    let rule = rule(args.against);
    let settings = own.as_ref().and_then(|facts| facts.policy.rule(rule));
    match settings.map(|settings| &settings.strength) {
        Some(Strength::Soft { .. }) => Err(Text::new("choice.tradeoff.soft").with("rule", rule).into()),
        _ => Ok(()),
    }
}

/// The rule that limits it.
const fn rule(what: LimitedArg) -> &'static str {
    match what {
        LimitedArg::Moves => "moves-limit",
        LimitedArg::Hires => "hires-limit",
        LimitedArg::Yuan => "budget",
    }
}

/// What is asked, so that only the same goes on in a folder: all but the tables.
fn kept(args: &TradeoffArgs) -> Result<String, CliError> {
    let scenario = ingest::read_policy_text(&args.scenario).map_err(|error| CliError::from(error.text()))?;
    let (points, what, seed) = (args.points, args.against.word(), args.seed);
    let digest = ingest::digest(scenario.as_bytes());
    let head = format!("points = {points}\nagainst = \"{what}\"\nseed = {seed}\nsha256 = \"{digest}\"\n");
    Ok(format!("{head}{}", text(args, &[])))
}

/// So many limits at equal steps below `most`, beginning with none at all.
fn limits(most: i64, points: i64) -> Vec<i64> {
    let step = |at: i64| (2 * most * at + points - 1) / (2 * (points - 1));
    let mut limits: Vec<i64> = (0..points - 1).map(step).filter(|&limit| limit < most).collect();
    limits.dedup();
    limits
}

/// The list of a scenario as it is and under these limits.
fn text(args: &TradeoffArgs, limits: &[i64]) -> String {
    let name = args.scenario.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    limited::list(&name, args.against.word(), limits)
}

fn jobs(args: &TradeoffArgs, limits: &[i64], console: &Console) -> Result<Option<Sweep>, CliError> {
    let text = text(args, limits);
    let list = List::parse(&text, "tradeoff").map_err(crate::cli::scenarios::wrong)?;
    sweeps::jobs_of(&args.scenario.with_file_name("tradeoff.toml"), (list, text), console)
}

/// Counts what plans take of what is limited.
struct Taken<'a> {
    args: &'a TradeoffArgs,
    /// A policy that limits it.
    policy: Policy,
}

impl Taken<'_> {
    /// What the plan in a folder takes.
    fn by(&self, folder: &str) -> Result<i64, CliError> {
        let (planned, _) = decided::decided(&self.args.output.join(folder))?;
        let rule = rule(self.args.against);
        Ok(planned.iter().map(|of| engine::taken(&of.case, &self.policy, &of.plan, rule)).sum())
    }
}

/// The points in the order of their limits, the plan without one last.
fn points(taken: &Taken<'_>, limits: &[i64], swept: Vec<Swept>) -> Result<Vec<CurvePoint>, CliError> {
    let mut swept = swept.into_iter();
    let free = swept.next();
    let limited = limits.iter().map(|&limit| Some(limit)).zip(swept);
    let mut points = Vec::new();
    for (limit, of) in limited.chain(free.map(|free| (None, free))) {
        let used = of.plan.as_ref().map(|_| taken.by(&of.folder)).transpose()?;
        points.push(CurvePoint { limit, used, folder: of.folder, plan: of.plan, knee: false });
    }
    Ok(points)
}

fn conclude(args: &TradeoffArgs, mut points: Vec<CurvePoint>, most: i64, console: &Console) -> Done {
    let curve: Vec<Point> = points
        .iter()
        .map(|point| Point {
            limit: point.limit.unwrap_or(most),
            values: point
                .plan
                .as_ref()
                .map(|plan| plan.tiers.iter().map(|goal| (goal.exact_value, goal.exact_bound)).collect()),
        })
        .collect();
    let goal = first_moving(&curve);
    if let Some(at) = goal.and_then(|goal| knee(&curve, goal)) {
        points[at].knee = true;
    }
    let what = args.against.word();
    let sections = tradeoff::sections(what, &points, goal, console.lang);
    let rows = tradeoff::rows(what, &points);
    folder::replace_file(&args.output, &format!("{}.csv", CurveRow::NAME), &csv::table(&rows))?;
    let title = say(console.lang, "choice.tradeoff.title");
    let report = Report { lang: console.lang, title, summary: sections, sheets: Vec::new() };
    let workbook = xlsx::workbook(&report).map_err(engine::workbook)?;
    folder::replace_file(&args.output, "tradeoff.xlsx", &workbook)?;
    console.result(&terminal::page(&report, terminal::WIDTH));
    console.say(&Text::new("choice.written").with("path", args.output.display()));
    let point = |point: &CurvePoint| {
        serde_json::json!({
            "limit": point.limit, "used": point.used, "folder": point.folder, "knee": point.knee, "plan": point.plan,
        })
    };
    console.data(&serde_json::json!({ "against": what, "points": points.iter().map(point).collect::<Vec<_>>() }));
    Ok(if points.iter().any(|point| point.plan.is_some()) { Exit::Good } else { Exit::Unmet })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_go_up_in_equal_steps_to_what_the_free_plan_takes() {
        // 100 people in five points: 0, 25, 50, 75 and the free plan; of three people no limit comes twice.
        assert_eq!(limits(100, 5), [0, 25, 50, 75]);
        assert_eq!(limits(3, 9), [0, 1, 2]);
        assert_eq!(limits(1, 2), [0]);
    }
}
