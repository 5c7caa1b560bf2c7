//! Whom all plans move, whom only some, whom to different places; ways and hires that all plans have.

use super::{beginning, columns, section};
use crate::messages::{Lang, Text, say};
use crate::plan::agreement::{Agreement, CountRow, PersonRow, Sent, Standing};
use crate::plan::rows::Tabular;
use crate::report::content::{Body, Cell, Report, Section, Sheet, Table};
use crate::report::folder::OutFile;
use crate::report::names::Names;
use crate::report::{csv, xlsx::workbook};
use rust_xlsxwriter::XlsxError;

/// A row of `no-regret.csv`.
pub struct AgreementRow(Vec<String>);

impl Tabular for AgreementRow {
    const NAME: &'static str = "no-regret";
    const HEADER: &'static [&'static str] = &[
        "list",
        "year",
        "teacher_id",
        "from_unit",
        "kind",
        "to_unit",
        "visit_unit",
        "retrained",
        "plans",
        "of",
        "least",
        "most",
    ];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// All rows: people place by place, ways, hires.
#[must_use]
pub fn rows(agreement: &Agreement) -> Vec<AgreementRow> {
    let of = agreement.plans.to_string();
    let person = |row: &PersonRow| {
        let one = |(sent, plans): &(Sent, usize)| {
            let place = [&sent.unit, &sent.visit, &sent.retrained].map(|code| code.clone().unwrap_or_default());
            let [unit, visit, retrained] = place;
            let who = [
                row.standing.code().to_owned(),
                row.year.to_string(),
                row.id.clone(),
                row.from.clone(),
                row.kind.clone(),
            ];
            let counts = [plans.to_string(), of.clone(), String::new(), String::new()];
            AgreementRow(who.into_iter().chain([unit, visit, retrained]).chain(counts).collect())
        };
        row.sent.iter().map(one).collect::<Vec<_>>()
    };
    let count = |list: &str, row: &CountRow| {
        let from = row.from.clone().unwrap_or_default();
        let (none, range) = (String::new, row.range);
        AgreementRow(vec![
            list.to_owned(),
            row.year.to_string(),
            none(),
            from,
            row.kind.clone(),
            row.to.clone(),
            none(),
            none(),
            row.plans.to_string(),
            of.clone(),
            range.0.to_string(),
            range.1.to_string(),
        ])
    };
    let mut rows: Vec<AgreementRow> = agreement.people.iter().flat_map(person).collect();
    rows.extend(agreement.ways.iter().map(|row| count("way", row)));
    rows.extend(agreement.hires.iter().map(|row| count("hire", row)));
    rows
}

/// Everything that is read about what these plans agree on; `plans` are what they are called.
#[must_use]
pub fn report(agreement: &Agreement, plans: &[String], names: &Names<'_>) -> Report {
    let lang = names.lang();
    let title = Text::new("choice.agreement.title").with("count", agreement.plans).render(lang);
    let mut summary = counts(agreement, lang);
    let lists = [
        (Standing::NoRegret, "choice.no-regret.title", "choice.sheet.no-regret"),
        (Standing::Wait, "choice.wait.title", "choice.sheet.wait"),
        (Standing::Contested, "choice.contested.title", "choice.sheet.contested"),
    ];
    let mut sheets = Vec::new();
    for (standing, title, sheet) in lists {
        let table = people(agreement, standing, names);
        if !table.is_empty() {
            summary.push(section(lang, title, Body::Table(beginning(&table))));
        }
        sheets.push(Sheet { name: say(lang, sheet), sections: vec![section(lang, title, Body::Table(table))] });
    }
    let counted = [
        ("choice.ways.title", "choice.sheet.ways", &agreement.ways),
        ("choice.hires.title", "choice.sheet.hires", &agreement.hires),
    ];
    for (title, sheet, rows) in counted {
        let table = Body::Table(ranges(agreement, rows, names));
        sheets.push(Sheet { name: say(lang, sheet), sections: vec![section(lang, title, table)] });
    }
    let own = Body::Lines(plans.to_vec());
    sheets.push(Sheet {
        name: say(lang, "choice.sheet.plans"),
        sections: vec![section(lang, "choice.plans.title", own)],
    });
    Report { lang, title, summary, sheets }
}

/// The counts, and what the lists mean.
#[must_use]
pub fn counts(agreement: &Agreement, lang: Lang) -> Vec<Section> {
    let sum = |rows: &[CountRow]| {
        let places = rows.iter().filter(|row| row.range.0 > 0).count();
        (rows.iter().map(|row| row.range.0).sum::<i64>(), places)
    };
    let [no_regret, wait, contested] = agreement.counts();
    let mut table = columns(lang, &[("choice.col.list", 52), ("choice.col.count", 26)]);
    let mut row = |key: &'static str, value: Cell| table.push(vec![Cell::text(say(lang, key)), value]);
    let needed =
        |(least, ways): (i64, usize)| Text::new("choice.needed").with("least", least).with("places", ways).render(lang);
    row("choice.no-regret", whole(no_regret));
    row("choice.wait", whole(wait));
    row("choice.contested", whole(contested));
    row("choice.ways", Cell::text(needed(sum(&agreement.ways))));
    row("choice.hires", Cell::text(needed(sum(&agreement.hires))));
    vec![
        section(lang, "choice.counts.title", Body::Table(table)),
        Section { title: String::new(), body: Body::Lines(vec![say(lang, "choice.agreement.note")]) },
    ]
}

fn whole(count: usize) -> Cell {
    Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX))
}

fn people(agreement: &Agreement, standing: Standing, names: &Names<'_>) -> Table {
    let mut table = columns(
        names.lang(),
        &[
            ("choice.col.year", 8),
            ("choice.col.code", 12),
            ("choice.col.person", 12),
            ("choice.col.kind", 14),
            ("choice.col.from", 26),
            ("choice.col.to", 40),
            ("choice.col.plans", 10),
        ],
    );
    for row in agreement.people.iter().filter(|row| row.standing == standing) {
        let to: Vec<String> =
            row.sent.iter().map(|(sent, plans)| place(sent, *plans, row.sent.len() > 1, names)).collect();
        let plans: usize = row.sent.iter().map(|(_, plans)| plans).sum();
        table.push(vec![
            Cell::text(row.year.to_string()),
            Cell::text(row.id.clone()),
            Cell::text(names.known_person(&row.id).unwrap_or_default()),
            Cell::text(names.kind(&row.kind)),
            Cell::text(names.unit(&row.from)),
            Cell::text(to.join(&say(names.lang(), "choice.comma"))),
            Cell::text(format!("{plans}/{}", agreement.plans)),
        ]);
    }
    table.frozen = 3;
    table
}

/// Where somebody is sent, and by how many plans where there are several places.
fn place(sent: &Sent, plans: usize, counted: bool, names: &Names<'_>) -> String {
    let lang = names.lang();
    let unit = sent.unit.as_ref().map_or_else(|| say(lang, "choice.unplaced"), |code| names.unit(code));
    let place = match (&sent.visit, &sent.retrained) {
        (Some(visit), _) => Text::new("choice.shared").with("unit", unit).with("other", names.unit(visit)).render(lang),
        (None, Some(kind)) => {
            Text::new("choice.retrained").with("unit", unit).with("kind", names.kind(kind)).render(lang)
        }
        (None, None) => unit,
    };
    if counted { Text::new("choice.times").with("place", place).with("plans", plans).render(lang) } else { place }
}

fn ranges(agreement: &Agreement, rows: &[CountRow], names: &Names<'_>) -> Table {
    let mut table = columns(
        names.lang(),
        &[
            ("choice.col.year", 8),
            ("choice.col.kind", 14),
            ("choice.col.from", 26),
            ("choice.col.to", 26),
            ("choice.col.least", 10),
            ("choice.col.most", 10),
            ("choice.col.plans", 10),
        ],
    );
    for row in rows {
        table.push(vec![
            Cell::text(row.year.to_string()),
            Cell::text(names.kind(&row.kind)),
            Cell::text(row.from.as_ref().map(|code| names.unit(code)).unwrap_or_default()),
            Cell::text(names.unit(&row.to)),
            Cell::Whole(row.range.0),
            Cell::Whole(row.range.1),
            Cell::text(format!("{}/{}", row.plans, agreement.plans)),
        ]);
    }
    table.frozen = 1;
    table
}

/// `no-regret.csv` and the workbook.
///
/// # Errors
/// A workbook that cannot be written.
pub fn files(agreement: &Agreement, report: &Report) -> Result<Vec<OutFile>, XlsxError> {
    Ok(vec![
        OutFile::new(format!("{}.csv", AgreementRow::NAME), csv::table(&rows(agreement))),
        OutFile::new("no-regret.xlsx", workbook(report)?),
    ])
}

/// The same as data for programs.
#[must_use]
pub fn entry(agreement: &Agreement) -> serde_json::Value {
    let [no_regret, wait, contested] = agreement.counts();
    serde_json::json!({
        "plans": agreement.plans,
        "no_regret": no_regret,
        "wait": wait,
        "contested": contested,
        "rows": rows(agreement).into_iter().map(|row| csv::named(AgreementRow::HEADER, row.0)).collect::<Vec<_>>(),
    })
}
