//! The comparison on the terminal: methods, goals, phases, and what does not fit together, first of all.

use super::compare::{Comparison, Disagreement};
use super::line::{Stop, Tier};
use crate::messages::{Lang, Text, say};
use crate::report::content::{Body, Cell, Section, Table};
use crate::report::number;

// message keys: measure.stop.* measure.phase.*

/// What a goal is called and counted in, by language.
pub type Goals<'a> = &'a dyn Fn(&str) -> (String, String);

/// The sections in reading order. `goals` gives the name and the unit of a goal.
#[must_use]
pub fn sections(all: &Comparison, goals: Goals<'_>, lang: Lang) -> Vec<Section> {
    let mut page = Vec::new();
    if !all.disagreements.is_empty() {
        let lines = all.disagreements.iter().map(|one| disagreement(all, one, goals).render(lang)).collect();
        page.push(Section { title: say(lang, "measure.disagreements"), body: Body::Lines(lines) });
    }
    page.push(Section { title: say(lang, "measure.facts"), body: Body::Pairs(facts(all, lang)) });
    page.push(Section { title: say(lang, "measure.methods"), body: Body::Table(methods(all, lang)) });
    page.push(Section { title: String::new(), body: Body::Lines(notes(all, lang)) });
    page.push(Section { title: say(lang, "measure.goals"), body: Body::Table(tiers(all, goals, lang)) });
    let phases = phases(all, lang);
    if !phases.is_empty() {
        page.push(Section { title: say(lang, "measure.phases"), body: Body::Table(phases) });
    }
    page
}

/// Two methods that cannot both be right, in a sentence.
#[must_use]
pub fn disagreement(all: &Comparison, one: &Disagreement, goals: Goals<'_>) -> Text {
    let names = |text: Text| text.with("bound_of", one.bound_of.name()).with("value_of", one.value_of.name());
    if one.tier == "none" {
        return names(Text::new("measure.disagreement.none"));
    }
    let known = all.runs.iter().flat_map(|run| &run.measured.tiers).find(|tier| tier.name == one.tier);
    let per_unit = known.map_or(1.0, per_unit);
    let (name, unit) = if one.tier == "sum" { (String::new(), String::new()) } else { goals(&one.tier) };
    let key = if one.tier == "sum" { "measure.disagreement.sum" } else { "measure.disagreement" };
    let text = names(Text::new(key)).with("bound", one.bound / per_unit).with("value", one.value / per_unit);
    text.with("goal", name).with("unit", unit)
}

#[expect(clippy::cast_precision_loss, reason = "shown, not decided upon")]
const fn per_unit(tier: &Tier) -> f64 {
    tier.per_unit as f64
}

fn facts(of: &Comparison, lang: Lang) -> Vec<(String, String)> {
    let facts = &of.facts;
    let size = |(columns, rows, nonzeros): (usize, usize, usize), digest: &str| {
        let text = Text::new("measure.size").with("columns", columns).with("rows", rows).with("nonzeros", nonzeros);
        text.with("digest", digest.chars().take(12).collect::<String>()).render(lang)
    };
    let pair = |key: &'static str, value: String| (say(lang, key), value);
    let mut all = vec![
        pair("measure.case", facts.case.clone()),
        pair("measure.policy", facts.policy.clone()),
        pair("measure.versions", format!("junheng {}, {}", facts.junheng, facts.highs)),
        pair(
            "measure.machine",
            Text::new("measure.cores").with("cores", facts.cores).with("threads", facts.threads).render(lang),
        ),
        pair("measure.date", facts.date.clone()),
        pair(
            "measure.limit",
            Text::new("measure.seconds").with("seconds", facts.limit_seconds).with("repeat", facts.repeat).render(lang),
        ),
        pair("measure.tight", size(facts.tight, &facts.tight_sha256)),
        pair("measure.plain", size(facts.plain, &facts.plain_sha256)),
    ];
    if facts.years > 1 {
        all.insert(2, pair("measure.years", facts.years.to_string()));
    }
    all
}

fn methods(all: &Comparison, lang: Lang) -> Table {
    let several = all.facts.repeat > 1;
    let spread: &[&'static str] = if several { &["least", "most"] } else { &[] };
    let heads = [&["method", "time"], spread, &["ratio", "memory", "nodes", "stop"]].concat();
    let mut table = head(&heads, lang);
    for summary in &all.methods {
        let shown = all.shown(summary);
        let (median, least, most) = summary.seconds;
        let mib = summary.peak_kib.and_then(|kib| i64::try_from(kib.div_ceil(1024)).ok());
        let mut row = vec![Cell::text(summary.method.name()), thousandths(median)];
        row.extend([least, most].into_iter().filter(|_| several).map(thousandths));
        row.extend([
            summary.ratio.map_or(Cell::Empty, thousandths),
            mib.map_or(Cell::Empty, Cell::Whole),
            shown.nodes.map_or(Cell::Empty, Cell::Whole),
            Cell::text(stop(shown.stop, lang)),
        ]);
        table.push(row);
    }
    table
}

/// A table with these headings of the catalog.
fn head(heads: &[&'static str], lang: Lang) -> Table {
    // message keys: measure.head.*
    let word = |head: &&str| crate::report::names::word(lang, &format!("measure.head.{head}")).unwrap_or_default();
    Table::new(heads.iter().map(|head| (word(head), 12)))
}

/// A number of seconds or a ratio, to the thousandth.
#[expect(clippy::cast_possible_truncation, reason = "seconds of a run in thousandths")]
fn thousandths(value: f64) -> Cell {
    Cell::Decimal((value * 1000.0).round() as i64)
}

/// Why a method ended, in a word.
#[must_use]
pub fn stop(stop: Stop, lang: Lang) -> String {
    say(
        lang,
        match stop {
            Stop::Proven => "measure.stop.proven",
            Stop::TimeLimit => "measure.stop.time-limit",
            Stop::Killed => "measure.stop.killed",
            Stop::Infeasible => "measure.stop.infeasible",
            Stop::Failed => "measure.stop.failed",
        },
    )
}

/// Failures, relaxations and what the yardstick says.
fn notes(all: &Comparison, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    if all.facts.cones > 0 {
        notes.push(Text::new("measure.cones").with("count", all.facts.cones).render(lang));
    }
    for summary in &all.methods {
        let (name, shown) = (summary.method.name(), all.shown(summary));
        if let Some(failure) = &shown.failure {
            notes.push(Text::new("measure.failure").with("method", name).with("reason", failure).render(lang));
        }
        if let Some(bound) = shown.weighted_bound {
            notes.push(Text::new("measure.yardstick").with("method", name).with("bound", bound).render(lang));
        }
    }
    notes.push(say(lang, if all.disagreements.is_empty() { "measure.agree" } else { "measure.disagree" }));
    notes
}

fn tiers(all: &Comparison, goals: Goals<'_>, lang: Lang) -> Table {
    let mut table = head(&["goal", "unit", "method", "value", "bound", "gap", "time"], lang);
    let most = all.methods.iter().map(|summary| all.shown(summary).tiers.len()).max().unwrap_or(0);
    for at in 0..most {
        for summary in &all.methods {
            let Some(tier) = all.shown(summary).tiers.get(at) else { continue };
            let (name, unit) = goals(&tier.name);
            let stated = |small: Option<i64>| {
                small.map_or(Cell::Empty, |small| Cell::Decimal(number::in_thousandths(small, tier.per_unit)))
            };
            table.push(vec![
                Cell::text(name),
                Cell::text(unit),
                Cell::text(method(all, summary.method.name(), all.shown(summary).is_relaxed, lang)),
                stated(tier.value),
                stated(tier.bound),
                tier.gap_ppm.map_or(Cell::Empty, |ppm| Cell::Text(number::gap_percent(ppm))),
                tier.seconds.filter(|&s| s > 0.0).map_or(Cell::Empty, thousandths),
            ]);
        }
    }
    table
}

/// The name of a method, marked where it solved a relaxation.
fn method(all: &Comparison, name: &str, is_relaxed: bool, lang: Lang) -> String {
    if is_relaxed && all.facts.cones > 0 { format!("{name} {}", say(lang, "measure.relaxed")) } else { name.to_owned() }
}

fn phases(all: &Comparison, lang: Lang) -> Table {
    let mut table = head(&["phase", "time"], lang);
    for phase in all.methods.iter().flat_map(|summary| &all.shown(summary).phases) {
        let key = format!("measure.phase.{}", phase.name);
        let name = crate::report::names::word(lang, &key).unwrap_or_else(|| phase.name.clone());
        table.push(vec![Cell::Text(name), thousandths(phase.seconds)]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::compare::example;
    use crate::measure::{Measured, Method, Run};
    use crate::report::terminal;

    #[test]
    fn a_disagreement_stands_first_and_says_who_and_how_much() {
        // Whoever reads only the top of the page must see that something is wrong.
        let run = |method, value, bound| {
            let tiers = vec![Tier::new("coverage", (Some(value), Some(bound)), 1000, 1000)];
            Run { method, repetition: 1, measured: Measured { stop: Stop::Proven, tiers, ..Measured::default() } }
        };
        let runs = vec![run(Method::Ours, 10_500, 10_400), run(Method::HighsPlain, 12_000, 11_250)];
        let all = Comparison::new(example(), runs);
        let goals = |name: &str| (name.to_uppercase(), "lessons".to_owned());
        for (lang, first) in [(Lang::Zh, "!!! 结果互相矛盾 !!!"), (Lang::En, "!!! RESULTS THAT CONTRADICT")] {
            let text = terminal::sections(&sections(&all, &goals, lang), terminal::WIDTH);
            assert!(text.trim_start().starts_with(first), "{text}");
            for part in ["COVERAGE", "highs-plain", "11.25 lessons", "10.5 lessons"] {
                assert!(text.contains(part), "{part}\n{text}");
            }
        }
        assert!(!notes(&all, Lang::En).iter().any(|line| line.contains("No method contradicts")));
    }
}
