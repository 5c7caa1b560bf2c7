//! The doctor's findings as tables and sentences, for the terminal, and as data for programs. Finds nothing itself.

mod data;
mod given;
mod kinds;
mod runway;
mod supply;
mod talents;

pub use data::entry;

use super::content::{Body, Cell, Section, Table};
use super::names::Names;
use super::number::percent;
use crate::doctor::{Diagnosis, Establishment, PostsRow, Quota, Rotation, TargetRow};
use crate::domain::{Case, Fte, Lessons};
use crate::messages::{Lang, Text, say};
use crate::pipeline::Checkup;

/// What every section needs.
struct Context<'a> {
    case: &'a Case,
    diagnosis: &'a Diagnosis,
    names: Names<'a>,
    lang: Lang,
}

/// The sections in reading order; those with nothing to say are left out.
#[must_use]
pub fn sections(checkup: &Checkup, lang: Lang) -> Vec<Section> {
    let (case, diagnosis) = (&checkup.case, &checkup.diagnosis);
    let context = Context { case, diagnosis, names: Names::new(case, lang), lang };
    let mut sections = supply::sections(&context);
    sections.extend(diagnosis.rotation.map(|rotation| context.rotation(&rotation)));
    sections.extend(runway::sections(&context));
    if let Some(establishment) = &diagnosis.establishment {
        sections.extend(context.establishment(establishment));
    }
    sections.extend(context.targets());
    sections.extend(kinds::sections(&context));
    sections.extend(talents::section(&context));
    sections.extend(given::section(&context));
    sections
}

impl Context<'_> {
    fn table(&self, columns: &[&'static str]) -> Table {
        Table::new(columns.iter().map(|&key| (say(self.lang, key), 12)))
    }

    fn section(&self, title: &'static str, body: Body) -> Section {
        Section { title: say(self.lang, title), body }
    }

    fn lines(&self, texts: &[Text]) -> Body {
        Body::Lines(texts.iter().map(|text| text.render(self.lang)).collect())
    }

    fn joined(&self, texts: impl Iterator<Item = Text>) -> String {
        let parts: Vec<String> = texts.map(|text| text.render(self.lang)).collect();
        parts.join(&say(self.lang, "doctor.separator"))
    }

    fn rotation(&self, rotation: &Rotation) -> Section {
        let eligible = Text::new("doctor.rotation.eligible").with("eligible", rotation.eligible);
        let mut lines = vec![eligible.with("key", rotation.key_teachers)];
        let line = |text: Text, quota: &Quota, missing: &'static str| {
            let verdict = if quota.missing > 0 { missing } else { "doctor.rotation.enough" };
            text.with("share", percent(quota.share))
                .with("asked", quota.asked)
                .with("able", quota.able)
                .with_text("verdict", Text::new(verdict).with("missing", quota.missing))
        };
        if let Some(quota) = rotation.rotating {
            lines.push(line(Text::new("doctor.rotation.share"), &quota, "doctor.rotation.missing"));
        }
        if let Some((of, quota)) = rotation.rotating.zip(rotation.key) {
            let text = Text::new("doctor.rotation.key").with("of", of.asked);
            lines.push(line(text, &quota, "doctor.rotation.key-missing"));
        }
        lines.push(Text::new(if rotation.can_be_met() { "doctor.rotation.can" } else { "doctor.rotation.cannot" }));
        self.section("doctor.rotation.title", self.lines(&lines))
    }

    fn establishment(&self, establishment: &Establishment) -> Vec<Section> {
        let mut table = self.table(&[
            "doctor.col.stage",
            "doctor.col.units",
            "doctor.col.staff",
            "doctor.col.posts",
            "doctor.col.surplus",
            "doctor.col.above",
            "doctor.col.shortage",
            "doctor.col.below",
        ]);
        let row = |row: &PostsRow| {
            let name = row.stage.map_or_else(|| say(self.lang, "doctor.total"), |stage| self.names.stage(stage));
            let numbers =
                [row.units, row.staff, row.posts, row.surplus, row.above, row.shortage, row.below].map(Cell::Whole);
            [Cell::text(name)].into_iter().chain(numbers).collect()
        };
        establishment.stages.iter().for_each(|stage| table.push(row(stage)));
        if establishment.stages.len() > 1 {
            table.push(row(&establishment.total));
            table.total = true;
        }
        // A section without a title goes on under the table before it.
        let mut sections = vec![self.section("doctor.posts.title", Body::Table(table))];
        if establishment.released > 0 {
            let text = Text::new("doctor.posts.released").with("released", establishment.released);
            sections.push(Section { title: String::new(), body: self.lines(&[text]) });
        }
        sections
    }

    fn targets(&self) -> Vec<Section> {
        let rows = &self.diagnosis.targets;
        if rows.is_empty() {
            return Vec::new();
        }
        let mut table = self.table(&[
            "doctor.col.target",
            "doctor.col.stage",
            "doctor.col.target-asked",
            "doctor.col.today",
            "doctor.col.people",
            "doctor.col.stuck",
            "doctor.col.target-hires",
            "doctor.col.least",
        ]);
        for row in rows {
            let mut cells = vec![Cell::text(row.name().render(self.lang)), Cell::text(self.names.stage(row.stage))];
            cells.extend([row.asked, row.today, row.people, row.stuck, row.hires, row.missing].map(Cell::Whole));
            table.push(cells);
        }
        let out: Vec<Text> = rows.iter().filter(|row| row.missing > 0).map(|row| self.out(row)).collect();
        let mut lines = if out.is_empty() { vec![Text::new("doctor.targets.open")] } else { out };
        lines.push(Text::new("doctor.targets.note"));
        vec![
            self.section("doctor.targets.title", Body::Table(table)),
            Section { title: String::new(), body: self.lines(&lines) },
        ]
    }

    fn out(&self, row: &TargetRow) -> Text {
        Text::new("doctor.targets.out")
            .with("stage", self.names.stage(row.stage))
            .with_text("what", row.name())
            .with("missing", row.missing)
    }
}

/// Lessons to one decimal: more would only look exact.
const fn lessons(lessons: Lessons) -> i64 {
    (lessons.small() + 50).div_euclid(100) * 100
}

/// Teachers to one decimal.
const fn teachers(time: Fte) -> i64 {
    (time.small() + 50).div_euclid(100) * 100
}
