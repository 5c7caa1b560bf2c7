//! Two plans side by side: the changes of the input beside what they do, everybody and every subject of a school whose fate differs, with the
//! change that causes it. Counts nothing that `causes` has not found.

mod rows;
mod sections;
mod words;

use super::content::{Report, Section, Sheet};
use super::csv;
use super::folder::OutFile;
use super::names::Names;
use super::xlsx::workbook;
use crate::causes::{Cause, Change, Differences};
use crate::domain::Case;
use crate::messages::{Lang, Text, say};
use crate::plan::rows::Tabular;
use crate::policy::Policy;
use rust_xlsxwriter::XlsxError;
use serde_json::json;

/// What came of taking one change back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// It leads to the first question, whose plan is there.
    Known,
    /// Solved again, with a plan.
    Planned,
    /// Solved again: there is no plan.
    NoPlan,
    /// The search ended early; nothing follows from it.
    Stopped,
    /// Not solved again.
    Unsought,
}

/// One of the two plans.
#[derive(Clone, Debug)]
pub struct Side {
    /// What the folder is called.
    pub label: String,
    /// The facts of every year planned.
    pub cases: Vec<Case>,
    /// The policy.
    pub policy: Policy,
}

/// Two plans with what differs and why.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The first and the second plan.
    pub sides: [Side; 2],
    /// The changes from the first question to the second, each with what came of taking it back.
    pub changes: Vec<(Change, Reversal)>,
    /// What differs, with causes.
    pub differences: Differences,
    /// How many pairs of changes were taken back, too.
    pub pairs: usize,
    /// What besides the changes may make the plans differ.
    pub asides: Vec<Text>,
}

/// What every section needs.
struct Context<'a> {
    of: &'a Explained,
    names: [Names<'a>; 2],
    lang: Lang,
}

impl<'a> Context<'a> {
    fn new(of: &'a Explained, lang: Lang) -> Self {
        let names = of.sides.each_ref().map(|side| Names::new(&side.cases[0], lang));
        Self { of, names, lang }
    }
}

/// The sections on the terminal, at most `most` rows of each list, with a sentence on how many more there are.
#[must_use]
pub fn sections(of: &Explained, lang: Lang, most: usize) -> Vec<Section> {
    Context::new(of, lang).sections(Some(most))
}

/// Everything a person reads, whole; `before` are the sections of goals and counts.
#[must_use]
pub fn report(of: &Explained, before: Vec<Section>, lang: Lang) -> Report {
    let labels = of.sides.each_ref().map(|side| side.label.clone());
    let title = Text::new("compare.title").with("first", &labels[0]).with("second", &labels[1]);
    let context = Context::new(of, lang);
    let sheet = |key: &'static str, section: Section| Sheet { name: say(lang, key), sections: vec![section] };
    let sheets = vec![
        sheet("compare.sheet.people", context.people(None)),
        sheet("compare.sheet.places", context.places(None)),
        sheet("compare.sheet.hires", context.hires(None)),
    ];
    let mut summary = before;
    summary.extend(context.head());
    summary.extend(context.notes());
    Report { lang, title: title.render(lang), summary, sheets }
}

/// The result folder: `compare.csv` and the workbook.
///
/// # Errors
/// A workbook that cannot be written.
pub fn files(of: &Explained, report: &Report) -> Result<Vec<OutFile>, XlsxError> {
    let rows = Context::new(of, report.lang).rows();
    let name = format!("{}.csv", rows::CompareRow::NAME);
    Ok(vec![OutFile::new(name, csv::table(&rows)), OutFile::new("compare.xlsx", workbook(report)?)])
}

/// The same as data for programs: changes with what came of taking them back, what differs with causes.
#[must_use]
pub fn entry(of: &Explained, lang: Lang) -> serde_json::Value {
    let context = Context::new(of, lang);
    let changes = of.changes.iter().enumerate().map(|(at, (change, reversal))| {
        json!({
            "number": at + 1,
            "change": context.label(change),
            "detail": context.detail(change),
            "joined": change.joined,
            "taken_back": reversal.code(),
        })
    });
    let rows: Vec<serde_json::Value> = context.rows().iter().map(rows::CompareRow::entry).collect();
    json!({
        "changes": changes.collect::<Vec<_>>(),
        "pairs_taken_back": of.pairs,
        "differences": rows,
        "counts": { "people": count(&of.differences.people), "places": count(&of.differences.places), "hires": count(&of.differences.hires) },
        "remarks": of.asides.iter().map(|text| text.render(lang)).collect::<Vec<_>>(),
    })
}

/// How many of these have a cause, act jointly, and so on, by the code of the cause.
fn count<K, V>(all: &[crate::causes::blame::Differs<K, V>]) -> serde_json::Value {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for differs in all {
        *counts.entry(kind(&differs.cause)).or_default() += 1;
    }
    json!(counts)
}

/// A word for the sort of a cause.
const fn kind(cause: &Cause) -> &'static str {
    match cause {
        Cause::OnlyFirst => "only-first",
        Cause::OnlySecond => "only-second",
        Cause::Changes(_) => "changes",
        Cause::Joint => "joint",
        Cause::Open => "open",
        Cause::Other => "other",
        Cause::Unsought => "unsought",
    }
}

impl Reversal {
    /// The word for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Known => "first-plan",
            Self::Planned => "planned",
            Self::NoPlan => "no-plan",
            Self::Stopped => "stopped",
            Self::Unsought => "unsought",
        }
    }
}
