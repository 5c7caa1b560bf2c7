//! `verify`: re-derives every rule and number of a plan, or scores a plan made by hand, year by year. Bounds are proven again from the certificate
//! where there is one; others are the solver's and checked for being possible and consistent.

use super::Done;
use crate::cli::args::VerifyArgs;
use crate::cli::console::Console;
use crate::cli::engine::{self, Judging, Verdict};
use crate::cli::{CliError, Exit};
use crate::domain::SchoolYear;
use crate::messages::Text;
use crate::plan::rows::thousandths;
use crate::plan::{Finding, Severity};
use crate::report::goals;
use crate::report::names::{indicator, measure, rule};

/// How many findings of one severity are printed.
const TOP: usize = 20;

pub(crate) fn run(args: &VerifyArgs, console: &Console) -> Done {
    let verdict = judge(args)?;
    let exit = if verdict.agrees { Exit::Good } else { Exit::Unmet };
    print(&verdict, console);
    console.data(&serde_json::json!({
        "agrees": verdict.agrees,
        "objections": verdict.objections.iter().map(|t| t.render(console.lang)).collect::<Vec<_>>(),
        "tiers": verdict.tiers.iter().map(|t| serde_json::json!({
            "name": t.name, "exact_value": t.value, "exact_bound": t.bound, "certified_bound": t.certified, "per_unit": t.per_unit,
        })).collect::<Vec<_>>(),
        "indicators": verdict.indicators.iter().map(|(year, i)| serde_json::json!({
            "year": year.0, "scope": i.scope, "stage": i.stage, "indicator": i.indicator, "before": i.before.map(thousandths),
            "after": i.after.map(thousandths), "limit": i.limit.map(thousandths), "met": i.met,
        })).collect::<Vec<_>>(),
        "findings": verdict.findings.iter().map(|(year, f)| serde_json::json!({
            "year": year.0, "rule": f.rule, "severity": severity(f.severity).1, "place": f.place,
            "amount": thousandths(f.amount), "unit": f.unit, "text": f.text.render(console.lang),
        })).collect::<Vec<_>>(),
        "exit": exit.code(),
    }));
    Ok(exit)
}

fn judge(args: &VerifyArgs) -> Result<Verdict, CliError> {
    match (&args.folder, &args.input, &args.policy, &args.plan) {
        (Some(folder), ..) => engine::verify(folder),
        (None, Some(input), Some(policy), Some(plan)) => {
            engine::verify_plan(plan, &Judging { input, policy, year: args.year, years: args.years })
        }
        // The definition of the arguments lets nothing else through.
        _ => Err(Text::new("cli.usage.help").into()),
    }
}

fn print(verdict: &Verdict, console: &Console) {
    for tier in &verdict.tiers {
        let value = goals::amount(tier.value, tier.per_unit, &tier.unit, console.lang);
        let text = Text::new("cli.verify.tier").with_name("name", &tier.titles.0, &tier.titles.1);
        console.note(&text.with("value", value));
        if let Some(bound) = tier.certified {
            let bound = goals::amount(bound, tier.per_unit, &tier.unit, console.lang);
            console.note(&Text::new("cli.verify.certified").with("bound", bound));
        }
    }
    indicators(verdict, console);
    for level in [Severity::Broken, Severity::Short] {
        findings(verdict, level, console);
    }
    if !verdict.objections.is_empty() {
        console.say(&Text::new("cli.verify.objections").with("count", verdict.objections.len()));
        verdict.objections.iter().for_each(|text| console.result(&format!("  {}\n", text.render(console.lang))));
    }
    console.say(&Text::new(if verdict.agrees { "cli.verify.agrees" } else { "cli.verify.disagrees" }));
}

/// The sentence with its year where the verdict is about several.
fn in_year(verdict: &Verdict, year: SchoolYear, text: Text) -> Text {
    let several = verdict.indicators.iter().any(|(other, _)| *other != year);
    if several { Text::new("verify.in-year").with("year", year).with_text("text", text) } else { text }
}

/// The numbers of the whole district, before and after the plan.
fn indicators(verdict: &Verdict, console: &Console) {
    for (year, of) in verdict.indicators.iter().filter(|(_, i)| i.scope == "district") {
        let number = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), thousandths);
        let text = Text::new("verify.indicator").with("name", indicator(console.lang, &of.indicator));
        console.note(&in_year(verdict, *year, text.with("before", number(of.before)).with("after", number(of.after))));
    }
}

const fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Broken => ("cli.verify.broken", "broken"),
        Severity::Short => ("cli.verify.short", "short"),
        Severity::Note => ("cli.verify.note", "note"),
    }
}

fn findings(verdict: &Verdict, level: Severity, console: &Console) {
    let all: Vec<&(SchoolYear, Finding)> = verdict.findings.iter().filter(|(_, f)| f.severity == level).collect();
    if all.is_empty() || (console.quiet && level != Severity::Broken) {
        return;
    }
    console.say(&Text::new(severity(level).0).with("count", all.len()));
    for (year, finding) in all.iter().take(TOP) {
        let rule = rule(console.lang, finding.rule);
        let size = format!("{} {}", thousandths(finding.amount), measure(console.lang, finding.unit));
        let text = in_year(verdict, *year, finding.text.clone()).render(console.lang);
        console.result(&format!("  {rule} · {} [{size}] {text}\n", finding.place));
    }
    if all.len() > TOP {
        console.say(&Text::new("cli.verify.more").with("count", all.len() - TOP));
    }
}
