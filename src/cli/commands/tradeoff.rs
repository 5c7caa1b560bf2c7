//! `tradeoff`: what the goals come to when moves, hires or money are limited more and more: a plan for each limit, and the curve.

use super::Done;
use super::sweep::{Carried, Place, carry_out, say_failures, told};
use crate::cli::choice_args::TradeoffArgs;
use crate::cli::console::Console;
use crate::cli::sweeps::{self, Sweep};
use crate::cli::{CliError, Exit, engine, interrupt, scenarios};
use crate::ingest;
use crate::messages::{Text, say};
use crate::plan::rows::Tabular as _;
use crate::policy::{Policy, Strength};
use crate::report::choice::tradeoff::{self, CurvePoint, CurveRow};
use crate::report::sweep::Swept;
use crate::report::{Report, csv, folder, terminal, xlsx};
use crate::scenario::limited_rule;
use crate::sweep::curve::{Point, first_moving, knee};
use crate::sweep::{List, limited};
use std::path::Path;

pub(crate) fn run(args: &TradeoffArgs, console: &Console, quit: fn(i32) -> !) -> Done {
    let interrupt = interrupt::flag_saying("cli.interrupt.sweep", console.lang, quit);
    let threads = engine::threads(args.threads);
    let place = Place { output: &args.output, seed: args.seed, threads, interrupt };
    let (list, text) = list(args, &[])?;
    let path = args.scenario.with_file_name("tradeoff.toml");
    let Some(free) = sweeps::jobs_of(&path, (list, text), console)? else { return Ok(Exit::Unmet) };
    let rule = limited_rule(args.against.word()).unwrap_or_default();
    refuse_soft(rule, &free)?;
    // Under some limit, so that the rule is known by which what a plan takes is counted.
    let Some(limited) = under(args, &[0], &free)?.jobs.pop() else { return Ok(Exit::Unmet) };
    let taken = Taken { output: &args.output, rule, policy: limited.facts()?.policy };
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
    let sweep = under(args, &limits, &free)?;
    let Carried { swept, failures } = carry_out(&sweep, &place, None, console)?;
    if !failures.is_empty() {
        return Ok(say_failures(&told(&failures, console.lang), console));
    }
    let points = points(&taken, &limits, swept)?;
    conclude(args, points, most, console)
}

/// A soft rule has a price in the goals, which plans under a hard one do not have.
fn refuse_soft(rule: &'static str, sweep: &Sweep) -> Result<(), CliError> {
    let own = sweep.jobs.first().map(sweeps::Job::facts).transpose()?;
    let settings = own.as_ref().and_then(|facts| facts.policy.rule(rule));
    match settings.map(|settings| &settings.strength) {
        Some(Strength::Soft { .. }) => Err(Text::new("choice.tradeoff.soft").with("rule", rule).into()),
        _ => Ok(()),
    }
}

/// What is asked, so that only the same goes on in a folder: all but the tables.
fn kept(args: &TradeoffArgs) -> Result<String, CliError> {
    let scenario = ingest::read_policy_text(&args.scenario).map_err(|error| CliError::from(error.text()))?;
    let (points, what, seed) = (args.points, args.against.word(), args.seed);
    let digest = ingest::digest(scenario.as_bytes());
    let head = format!("points = {points}\nagainst = \"{what}\"\nseed = {seed}\nsha256 = \"{digest}\"\n");
    Ok(format!("{head}{}", list(args, &[])?.1))
}

/// So many limits at equal steps below `most`, beginning with none at all.
fn limits(most: i64, points: i64) -> Vec<i64> {
    let step = |at: i64| (2 * most * at + points - 1) / (2 * (points - 1));
    let mut limits: Vec<i64> = (0..points - 1).map(step).filter(|&limit| limit < most).collect();
    limits.dedup();
    limits
}

/// The list of the scenario as it is and under these limits, and its text.
fn list(args: &TradeoffArgs, limits: &[i64]) -> Result<(List, String), CliError> {
    let name = args.scenario.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let text = limited::list(&name, args.against.word(), limits);
    let list = List::parse(&text, "tradeoff").map_err(scenarios::wrong)?;
    Ok((list, text))
}

/// The scenario as it is and under these limits.
fn under(args: &TradeoffArgs, limits: &[i64], free: &Sweep) -> Result<Sweep, CliError> {
    list(args, limits).map(|(list, text)| free.under(list, text))
}

/// Counts what plans take of what is limited.
struct Taken<'a> {
    output: &'a Path,
    rule: &'static str,
    /// A policy in which the rule is on.
    policy: Policy,
}

impl Taken<'_> {
    /// What the plan in a folder takes.
    fn by(&self, folder: &str) -> Result<i64, CliError> {
        let planned = engine::plans(&self.output.join(folder))?;
        Ok(planned.iter().map(|of| engine::taken(&of.case, &self.policy, &of.plan, self.rule)).sum())
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
