//! Progress to the talent targets, nominations and chances as tables and sentences. Counts nothing that `talent` has not counted.

mod charts;
mod proof;
mod rows;
mod sections;
mod slip;

use super::content::{Report, Section, Sheet};
use super::csv;
use super::folder::OutFile;
use super::names::Names;
use super::xlsx::workbook;
use crate::domain::Case;
use crate::domain::words::Award;
use crate::messages::{Lang, Text, say};
use crate::pipeline::Prospects;
use crate::plan::rows::Tabular;
use crate::talent::Talent;
use crate::talent::path::Step;
use crate::talent::standing::State;
use rows::{NominationRow, TargetRow};
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeSet;

/// What every section needs.
struct Context<'a> {
    case: &'a Case,
    talent: &'a Talent,
    names: Names<'a>,
    lang: Lang,
}

/// Everything a person reads about the targets; `policy` is its title in both languages.
#[must_use]
pub fn report(prospects: &Prospects, policy: (&str, &str), lang: Lang) -> Report {
    let context = Context::new(prospects, lang);
    let title = Text::new("talent.title").with_name("policy", policy.0, policy.1);
    let sheet = |key: &'static str, sections: Vec<Section>| Sheet { name: say(lang, key), sections };
    Report {
        lang,
        title: title.with("by", context.talent.settings.by).render(lang),
        summary: context.summary(),
        sheets: vec![
            sheet("talent.sheet.nominations", context.nomination_list()),
            sheet("talent.sheet.charts", context.charts()),
            sheet("talent.sheet.gaps", context.gaps()),
            sheet("talent.sheet.slips", context.slips()),
            sheet("talent.sheet.rounds", context.round_list()),
        ],
    }
}

/// The development slip of one person; none where nobody has this code.
#[must_use]
pub fn slip(prospects: &Prospects, code: &str, lang: Lang) -> Option<Report> {
    let context = Context::new(prospects, lang);
    let person = context.case.teachers.iter().position(|teacher| teacher.record.id == code)?;
    let title = Text::new("talent.slip.title").with("person", context.names.person(code));
    Some(Report {
        lang,
        title: title.with("by", context.talent.settings.by).render(lang),
        summary: context.slip(person),
        sheets: Vec::new(),
    })
}

/// The slip as data for programs: the nominations of a person and where they stand in each round.
#[must_use]
pub fn slip_entry(prospects: &Prospects, code: &str) -> serde_json::Value {
    let context = Context::new(prospects, Lang::En);
    let person = context.case.teachers.iter().position(|teacher| teacher.record.id == code);
    let nominations = context.nomination_rows().into_iter().map(|row| row.cells());
    let own = nominations.filter(|cells| cells.get(2).is_some_and(|own| own == code));
    let rounds = person.map_or_else(Vec::new, |person| {
        let states = context.talent.rounds.iter().zip(&context.talent.standing[person]);
        let one = |(round, state): (&crate::domain::records::RoundRecord, &State)| {
            serde_json::json!({ "date": round.date.to_string(), "award": round.award.code(), "state": context.state(state) })
        };
        states.map(one).collect()
    });
    serde_json::json!({
        "teacher": code,
        "nominations": own.map(|cells| csv::named(NominationRow::HEADER, cells)).collect::<Vec<_>>(),
        "rounds": rounds,
    })
}

/// The result folder: `talents.csv`, `nominations.csv` and the workbook.
///
/// # Errors
/// A workbook that cannot be written.
pub fn files(prospects: &Prospects, report: &Report) -> Result<Vec<OutFile>, XlsxError> {
    let context = Context::new(prospects, report.lang);
    let name = |name: &str| format!("{name}.csv");
    Ok(vec![
        OutFile::new(name(TargetRow::NAME), csv::table(&context.target_rows())),
        OutFile::new(name(NominationRow::NAME), csv::table(&context.nomination_rows())),
        OutFile::new("talents.xlsx", workbook(report)?),
    ])
}

/// The same as data for programs.
#[must_use]
pub fn entry(prospects: &Prospects) -> serde_json::Value {
    let context = Context::new(prospects, Lang::Zh);
    let (talent, proof) = (context.talent, context.talent.proof);
    serde_json::json!({
        "targets": context.target_rows().iter().map(|row| csv::named(TargetRow::HEADER, row.cells())).collect::<Vec<_>>(),
        "nominations": context.nomination_rows().iter().map(|row| csv::named(NominationRow::HEADER, row.cells())).collect::<Vec<_>>(),
        "proof": {
            "value_ppm": proof.value,
            "bound_ppm": proof.bound,
            "gap_ppm": proof.gap_ppm(),
            "closed": proof.is_closed(),
            "sample": proof.sample.map(|sample| serde_json::json!({
                "futures": sample.futures,
                "value": sample.value,
                "bound": sample.bound,
                "programs": sample.programs,
                "closed": sample.is_closed(),
            })),
        },
        "beyond": proof.beyond,
        "all_reached_ppm": talent.chance.all,
        "all_reached_by_seniority_ppm": talent.by_seniority.all,
        "runs": talent.chance.runs,
    })
}

impl<'a> Context<'a> {
    fn new(prospects: &'a Prospects, lang: Lang) -> Self {
        let case = &prospects.case;
        Self { case, talent: &prospects.talent, names: Names::new(case, lang), lang }
    }

    /// Every nomination with its person and path, by round and person.
    fn nominations(&self) -> impl Iterator<Item = (usize, &'a [Step], &'a Step)> + use<'a> {
        let nominees = &self.talent.nominees;
        (0..self.talent.rounds.len()).flat_map(move |round| {
            nominees.iter().flat_map(move |nominee| {
                let steps = nominee.path.iter().filter(move |step| step.round == round);
                steps.map(move |step| (nominee.person, nominee.path.as_slice(), step))
            })
        })
    }

    /// Nominations in rounds of an award.
    fn nominations_for(&self, award: Award) -> i64 {
        let of = self.nominations().filter(|(_, _, step)| self.talent.rounds[step.round].award == award);
        i64::try_from(of.count()).unwrap_or(i64::MAX)
    }

    /// The awards of which one has to be won, or none, before a nomination takes effect.
    fn rests_on(&self, path: &[Step], step: &Step) -> Vec<(BTreeSet<Award>, bool)> {
        let of = |mask: u16| -> BTreeSet<Award> {
            let earlier = path.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0);
            earlier.map(|(_, earlier)| self.talent.rounds[earlier.round].award).collect()
        };
        let won: BTreeSet<BTreeSet<Award>> = step.needs.iter().map(|&mask| of(mask)).collect();
        let groups = won.into_iter().map(|awards| (awards, true)).chain([(of(step.unless), false)]);
        groups.filter(|(awards, _)| !awards.is_empty()).collect()
    }
}
