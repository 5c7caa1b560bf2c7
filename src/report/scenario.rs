//! What a scenario does to the facts and to the policy, as a difference. Judges nothing.

use super::content::{Body, Cell, Report, Section, Table};
use super::tables::{Grid, grids};
use crate::domain::words::Stage;
use crate::domain::{Case, Records};
use crate::messages::{Lang, Text, say};
use crate::pipeline::Effect;
use crate::policy::{Policy, Strength};
use crate::scenario::Change;
use crate::scenario::fields::Given;
use std::collections::BTreeMap;

/// Rows shown of each table.
const MOST: usize = 10;

/// One number that differs.
struct Total {
    year: String,
    measure: &'static str,
    stage: Option<Stage>,
    before: i64,
    after: i64,
}

/// One cell that differs.
pub(super) struct CellChange {
    row: String,
    /// Name of the column.
    pub(super) column: String,
    /// What it was.
    pub(super) before: String,
    /// What it is.
    pub(super) after: String,
}

/// One table.
pub(super) struct TableChange {
    name: String,
    changed: usize,
    /// New rows.
    pub(super) added: usize,
    /// Rows that are gone.
    pub(super) removed: usize,
    /// Cells of the first rows that are changed.
    pub(super) cells: Vec<CellChange>,
}

/// Everything a person reads about the effect of a scenario with this title in both languages.
#[must_use]
pub fn report(effect: &Effect, title: &(String, String), lang: Lang) -> Report {
    let year = effect.cases[0].first().map_or_else(String::new, |case| case.year.to_string());
    let title = Text::new("scenario.title").with_name("name", &title.0, &title.1).with("year", year);
    let section = |key: &'static str, body: Body| Section { title: say(lang, key), body };
    let tables = table_changes(effect);
    let none = || Body::Lines(vec![say(lang, "scenario.none")]);
    let body = if effect.changed.touched.is_empty() { none() } else { Body::Table(changes(effect, lang)) };
    let mut summary = vec![section("scenario.changes.title", body)];
    let totals = totals(effect);
    let same = || Body::Lines(vec![say(lang, "scenario.same")]);
    let body = if totals.is_empty() { same() } else { Body::Table(total_table(&totals, lang)) };
    summary.push(section("scenario.totals.title", body));
    if !tables.is_empty() {
        summary.push(section("scenario.tables.title", Body::Table(count_table(&tables, lang))));
        let cells = cell_table(&tables, lang);
        if !cells.is_empty() {
            let title = Text::new("scenario.rows.title").with("most", MOST).render(lang);
            summary.push(Section { title, body: Body::Table(cells) });
        }
    }
    let policy = policy_changes(&effect.policies, lang);
    if !policy.is_empty() {
        summary.push(section("scenario.policy.title", Body::Table(policy)));
    }
    Report { lang, title: title.render(lang), summary, sheets: Vec::new() }
}

/// The same as data for programs.
#[must_use]
pub fn entry(effect: &Effect) -> serde_json::Value {
    let totals: Vec<_> = totals(effect)
        .iter()
        .map(|total| {
            let (stage, measure) = (total.stage.map(Stage::code), total.measure.trim_start_matches("scenario.measure."));
            serde_json::json!({ "year": total.year, "measure": measure, "stage": stage, "before_milli": total.before, "after_milli": total.after })
        })
        .collect();
    let tables: BTreeMap<String, _> = table_changes(effect)
        .into_iter()
        .map(|table| {
            let counts =
                serde_json::json!({ "changed": table.changed, "added": table.added, "removed": table.removed });
            (table.name, counts)
        })
        .collect();
    serde_json::json!({ "totals": totals, "tables": tables, "policy_changed": effect.policies[0].rules != effect.policies[1].rules })
}

fn columns(keys: &[(&'static str, u16)], lang: Lang) -> Table {
    Table::new(keys.iter().map(|&(key, width)| (say(lang, key), width)))
}

fn changes(effect: &Effect, lang: Lang) -> Table {
    let mut table = columns(
        &[
            ("scenario.col.scenario", 20),
            ("scenario.col.place", 16),
            ("scenario.col.kind", 14),
            ("scenario.col.what", 50),
            ("scenario.col.touched", 10),
        ],
        lang,
    );
    for (scenario, change, touched) in &effect.changed.touched {
        table.push(vec![
            Cell::text(scenario.clone()),
            Cell::text(change.place.text().render(lang)),
            Cell::text(change.kind),
            Cell::text(what(change)),
            Cell::Whole(i64::try_from(*touched).unwrap_or(i64::MAX)),
        ]);
    }
    table
}

/// What a change says, as it stands in the file.
fn what(change: &Change) -> String {
    let one = |(key, given): (&&str, &Given)| match given {
        Given::Number(milli) => format!("{key} = {}", crate::plan::rows::thousandths(*milli)),
        Given::Whole(number) => format!("{key} = {number}"),
        Given::Word(word) => format!("{key} = {word}"),
        Given::Table(table) => {
            let values: Vec<String> = table.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            values.join(", ")
        }
    };
    change.fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// By year, measure and stage what is not the same.
fn totals(effect: &Effect) -> Vec<Total> {
    let mut all = Vec::new();
    let [before, after] = &effect.cases;
    for (before, after) in before.iter().zip(after) {
        for stage in std::iter::once(None).chain(Stage::ALL.iter().copied().map(Some)) {
            for (measure, of) in MEASURES {
                let (before_is, after_is) = (of(before, stage), of(after, stage));
                if before_is != after_is {
                    let year = before.year.to_string();
                    all.push(Total { year, measure, stage, before: before_is, after: after_is });
                }
            }
        }
    }
    all
}

/// A number of a case, in thousandths; of a stage or of all.
type Measure = fn(&Case, Option<Stage>) -> i64;

const MEASURES: [(&str, Measure); 7] = [
    ("scenario.measure.schools", |case, stage| {
        let open = case.units.iter().filter(|unit| unit.open && stage.is_none_or(|stage| unit.stage == stage));
        count(open.map(|unit| unit.school).collect::<std::collections::BTreeSet<_>>().len())
    }),
    ("scenario.measure.pupils", |case, stage| units(case, stage, |unit| 1000 * unit.pupils().small())),
    ("scenario.measure.classes", |case, stage| units(case, stage, |unit| 1000 * unit.classes())),
    ("scenario.measure.lessons", |case, stage| {
        let of = |unit: crate::domain::UnitIx| stage.is_none_or(|stage| case.units[unit.at()].stage == stage);
        case.demand.iter().filter(|demand| of(demand.unit)).map(|demand| demand.lessons.small()).sum()
    }),
    ("scenario.measure.posts", |case, stage| units(case, stage, |unit| 1000 * unit.posts.small())),
    ("scenario.measure.staff", |case, stage| {
        let of = |unit: crate::domain::UnitIx| stage.is_none_or(|stage| case.units[unit.at()].stage == stage);
        count(case.teachers.iter().filter(|teacher| of(teacher.unit)).count())
    }),
    ("scenario.measure.recruits", |case, stage| {
        let of = case.channels.iter().filter(|channel| stage.is_none() || channel.stage == stage);
        of.map(|channel| 1000 * channel.limit.small()).sum()
    }),
];

fn units(case: &Case, stage: Option<Stage>, of: impl Fn(&crate::domain::Unit) -> i64) -> i64 {
    case.units.iter().filter(|unit| unit.open && stage.is_none_or(|stage| unit.stage == stage)).map(of).sum()
}

fn count(of: usize) -> i64 {
    1000 * i64::try_from(of).unwrap_or(i64::MAX / 1000)
}

fn total_table(totals: &[Total], lang: Lang) -> Table {
    let mut table = columns(
        &[
            ("scenario.col.year", 12),
            ("scenario.col.measure", 20),
            ("scenario.col.stage", 12),
            ("scenario.col.before", 12),
            ("scenario.col.after", 12),
            ("scenario.col.difference", 12),
        ],
        lang,
    );
    for total in totals {
        let stage = |stage: Stage| if lang == Lang::Zh { stage.zh() } else { stage.code() };
        table.push(vec![
            Cell::text(total.year.clone()),
            Cell::text(say(lang, total.measure)),
            total.stage.map_or(Cell::Empty, |of| Cell::text(stage(of))),
            Cell::Decimal(total.before),
            Cell::Decimal(total.after),
            Cell::Decimal(total.after - total.before),
        ]);
    }
    table
}

/// The tables that differ.
fn table_changes(effect: &Effect) -> Vec<TableChange> {
    let of = |records: &Records| -> BTreeMap<String, Grid> {
        grids(records).into_iter().map(|grid| (grid.table.name.to_owned(), grid)).collect()
    };
    let [before, after] = [&effect.records, &effect.changed.records].map(of);
    let mut all = Vec::new();
    for &name in crate::domain::records::TABLES {
        let (old, new) = (before.get(name), after.get(name));
        let Some(grid) = old.or(new) else { continue };
        let change = differing(name, grid, rows(old), rows(new));
        if change.changed + change.added + change.removed > 0 {
            all.push(change);
        }
    }
    all
}

fn rows(grid: Option<&Grid>) -> &[Vec<String>] {
    grid.map_or(&[], |grid| grid.rows.as_slice())
}

/// Pairs the rows that are not the same: those of the same first cell that have most cells in common.
pub(super) fn differing(name: &str, grid: &Grid, before: &[Vec<String>], after: &[Vec<String>]) -> TableChange {
    let mut known: BTreeMap<Vec<String>, i64> = BTreeMap::new();
    for row in before {
        *known.entry(row.clone()).or_default() += 1;
    }
    for row in after {
        *known.entry(row.clone()).or_default() -= 1;
    }
    let rest = |wanted: i64| -> Vec<&Vec<String>> {
        let of = known.iter().filter(|(_, count)| **count * wanted > 0);
        of.flat_map(|(row, count)| std::iter::repeat_n(row, usize::try_from(count.abs()).unwrap_or(0))).collect()
    };
    let (old, new) = (rest(1), rest(-1));
    let mut free: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    new.iter().enumerate().for_each(|(at, row)| free.entry(&row[0]).or_default().push(at));
    let (mut changed, mut cells) = (0, Vec::new());
    for row in &old {
        let Some(free) = free.get_mut(row[0].as_str()) else { continue };
        let alike = |other: &[String]| row.iter().zip(other).filter(|(one, other)| one == other).count();
        let best = (0..free.len()).max_by_key(|&at| (alike(new[free[at]]), std::cmp::Reverse(at)));
        let Some(at) = best.filter(|&at| 2 * alike(new[free[at]]) > row.len()) else { continue };
        let other = new[free.remove(at)];
        changed += 1;
        if changed > MOST {
            continue;
        }
        let named: Vec<&str> =
            row.iter().zip(other).filter(|(a, b)| a == b && !a.is_empty()).map(|(a, _)| a.as_str()).collect();
        for ((column, old), new) in
            grid.table.columns.iter().zip(row.iter()).zip(other).filter(|((_, old), new)| old != new)
        {
            let row = named.iter().take(4).copied().collect::<Vec<_>>().join(" ");
            cells.push(CellChange { row, column: column.name.clone(), before: old.clone(), after: new.clone() });
        }
    }
    let (added, removed) = (new.len() - changed, old.len() - changed);
    TableChange { name: name.to_owned(), changed, added, removed, cells }
}

fn count_table(tables: &[TableChange], lang: Lang) -> Table {
    let mut table = columns(
        &[
            ("scenario.col.table", 16),
            ("scenario.col.changed", 12),
            ("scenario.col.added", 12),
            ("scenario.col.removed", 12),
        ],
        lang,
    );
    for change in tables {
        let counts = [change.changed, change.added, change.removed].map(|of| Cell::Whole(count(of) / 1000));
        table.push(std::iter::once(Cell::text(change.name.clone())).chain(counts).collect());
    }
    table
}

fn cell_table(tables: &[TableChange], lang: Lang) -> Table {
    let mut table = columns(
        &[
            ("scenario.col.table", 14),
            ("scenario.col.row", 30),
            ("scenario.col.column", 14),
            ("scenario.col.before", 14),
            ("scenario.col.after", 14),
        ],
        lang,
    );
    for change in tables {
        for cell in &change.cells {
            let words = [&change.name, &cell.row, &cell.column, &cell.before, &cell.after];
            table.push(words.map(|word| Cell::text(word.clone())).to_vec());
        }
    }
    table
}

/// What the policy says otherwise.
fn policy_changes([before, after]: &[Policy; 2], lang: Lang) -> Table {
    let mut table = columns(
        &[
            ("scenario.col.rule", 24),
            ("scenario.col.param", 20),
            ("scenario.col.before", 20),
            ("scenario.col.after", 20),
        ],
        lang,
    );
    for (name, rule) in &before.rules {
        let Some(then) = after.rules.get(name) else { continue };
        let mut row = |param: String, before: String, after: String| {
            if before != after {
                table.push([super::names::rule(lang, name), param, before, after].map(Cell::text).to_vec());
            }
        };
        let (old, new) = (strength(before, &rule.strength), strength(after, &then.strength));
        row(say(lang, "scenario.strength"), old.0, new.0);
        row(say(lang, "scenario.weight"), old.1, new.1);
        for (key, param) in &rule.params {
            let new = then.params.get(key).map_or_else(String::new, |param| param.value.to_string());
            row(key.clone(), param.value.to_string(), new);
        }
    }
    table
}

/// Strength with its goal, and the weight.
pub(super) fn strength(policy: &Policy, strength: &Strength) -> (String, String) {
    match strength {
        Strength::Hard => ("hard".to_owned(), String::new()),
        Strength::Soft { tier, weight } => {
            let name = policy.tiers.get(*tier).map_or("", |tier| tier.name.as_str());
            (format!("soft {name}"), weight.to_string())
        }
        Strength::Report => ("report".to_owned(), String::new()),
        Strength::Off => ("off".to_owned(), String::new()),
    }
}
