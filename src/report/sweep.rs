//! What the plans of several scenarios come to, one row for each number: `sweep.csv` and the table on the screen.

use super::compare::Compared;
use super::content::{Body, Cell, Chart, Look, Report, Section, Table};
use super::folder::OutFile;
use super::xlsx::workbook;
use super::{choice, csv};
use crate::messages::{Lang, say};
use crate::plan::agreement::Agreement;
use crate::plan::rows::{Tabular, thousandths};
use rust_xlsxwriter::XlsxError;

/// A scenario with what its plan comes to; none where there is no plan.
#[derive(Clone, Debug)]
pub struct Swept {
    /// Name of the scenario.
    pub name: String,
    /// Chinese and English title.
    pub title: (String, String),
    /// The result folder, from that of the sweep.
    pub folder: String,
    /// What the plan comes to.
    pub plan: Option<Compared>,
    /// Whether, without a plan, it is not known that there is none.
    pub failed: bool,
}

/// A row of `sweep.csv`.
pub struct SweepRow(Vec<String>);

impl Tabular for SweepRow {
    const NAME: &'static str = "sweep";
    const HEADER: &'static [&'static str] = &["scenario", "folder", "measure", "unit", "value", "bound"];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// All numbers of all scenarios: goals in the small unit of the policy, counts of people, lessons in thousandths.
#[must_use]
pub fn rows(all: &[Swept]) -> Vec<SweepRow> {
    all.iter().flat_map(of).collect()
}

fn of(swept: &Swept) -> Vec<SweepRow> {
    let row = |measure: String, unit: &str, value: String, bound: String| {
        SweepRow(vec![swept.name.clone(), swept.folder.clone(), measure, unit.to_owned(), value, bound])
    };
    let Some(plan) = &swept.plan else {
        let outcome = if swept.failed { "failed" } else { "none" };
        return vec![row("outcome".to_owned(), "", outcome.to_owned(), String::new())];
    };
    let mut rows = vec![row("outcome".to_owned(), "", plan.identity.outcome.clone(), String::new())];
    rows.extend(plan.tiers.iter().map(|goal| {
        let bound = goal.exact_bound.map(|bound| bound.to_string()).unwrap_or_default();
        row(
            format!("goal:{}", goal.name),
            &format!("{}/{}", goal.unit, goal.per_unit),
            goal.exact_value.to_string(),
            bound,
        )
    }));
    let counts = &plan.counts;
    for (name, count) in [("moves", counts.moves), ("hires", counts.hires), ("moved_twice", counts.moved_twice)] {
        rows.push(row(name.to_owned(), "person", count.to_string(), String::new()));
    }
    for (year, lessons) in &counts.missing_lessons {
        rows.push(row(format!("missing_lessons:{year}"), "lesson", thousandths(*lessons), String::new()));
    }
    rows
}

/// Proven in words; anything else by its code.
fn outcome(code: &str, lang: Lang) -> String {
    if code == "proven" { say(lang, "sweep.proven") } else { code.to_owned() }
}

/// The workbook of a sweep and what its plans agree on: `sweep.xlsx`, `no-regret.csv`.
///
/// # Errors
/// A workbook that cannot be written.
pub fn files(
    sections: &[Section],
    chart: Section,
    (agreement, agreed): (&Agreement, &Report),
    title: &str,
) -> Result<Vec<OutFile>, XlsxError> {
    let mut summary = sections.to_vec();
    summary.push(chart);
    let report = Report { title: title.to_owned(), summary, ..agreed.clone() };
    let rows = choice::agreement::rows(agreement);
    Ok(vec![
        OutFile::new(format!("{}.csv", choice::agreement::AgreementRow::NAME), csv::table(&rows)),
        OutFile::new("sweep.xlsx", workbook(&report)?),
    ])
}

/// Lessons without a teacher, scenario by scenario.
#[must_use]
pub fn chart(all: &[Swept], lang: Lang) -> Section {
    let mut table = Table::new([(say(lang, "scenario.col.scenario"), 30), (say(lang, "sweep.col.lessons"), 12)]);
    for (swept, plan) in all.iter().filter_map(|swept| Some((swept, swept.plan.as_ref()?))) {
        let name = lang.of(&swept.title.0, &swept.title.1);
        table.push(vec![Cell::text(name), Cell::Decimal(plan.counts.missing_lessons.values().sum())]);
    }
    let chart = Chart { table, series: vec![(1, Look::Bar)] };
    Section { title: say(lang, "sweep.chart"), body: Body::Chart(chart) }
}

/// The scenarios side by side: lessons missing, moves, hires, goals of those with the same policy as the first.
#[must_use]
pub fn sections(all: &[Swept], lang: Lang) -> Vec<Section> {
    let first = all.iter().find_map(|swept| swept.plan.as_ref());
    let tiers = first.map_or(&[][..], |plan| plan.tiers.as_slice());
    let mut columns = vec![(say(lang, "scenario.col.scenario"), 30), (say(lang, "sweep.col.outcome"), 12)];
    columns.extend(["sweep.col.lessons", "sweep.col.moves", "sweep.col.hires"].map(|key| (say(lang, key), 10)));
    let titles = first.map_or_else(Vec::new, |plan| plan.policy.tiers.clone());
    columns.extend(titles.iter().map(|tier| (lang.of(&tier.zh, &tier.en).to_owned(), 14)));
    let mut table = Table::new(columns);
    for swept in all {
        let name = lang.of(&swept.title.0, &swept.title.1);
        let mut cells = vec![Cell::text(name)];
        if let Some(plan) = &swept.plan {
            cells.push(Cell::text(outcome(&plan.identity.outcome, lang)));
            cells.push(Cell::Decimal(plan.counts.missing_lessons.values().sum()));
            cells.extend([plan.counts.moves, plan.counts.hires].map(Cell::Whole));
            let same = plan.tiers.iter().map(|goal| &goal.name).eq(tiers.iter().map(|goal| &goal.name));
            let value =
                |goal: &super::compare::ComparedGoal| Cell::Decimal(1000 * goal.exact_value / goal.per_unit.max(1));
            cells.extend(if same { plan.tiers.iter().map(value).collect() } else { vec![Cell::Empty; tiers.len()] });
        } else {
            let failed = || say(lang, "sweep.not-finished");
            cells.push(Cell::text(if swept.failed { failed() } else { say(lang, "sweep.no-plan") }));
            cells.extend(vec![Cell::Empty; tiers.len() + 3]);
        }
        table.push(cells);
    }
    table.frozen = 1;
    vec![Section { title: say(lang, "sweep.title"), body: Body::Table(table) }]
}
