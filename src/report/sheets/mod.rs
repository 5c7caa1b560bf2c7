//! The tables of a report, one file per sheet. Each counts only what its heading says.

mod balance;
mod coverage;
mod findings;
mod indicators;
mod moves;
mod parts;
mod placements;
mod rotation;
pub(crate) mod summary;
mod unmet;
mod ways;

use super::content::{Body, Cell, Section, Sheet, Table};
use super::names::Names;
use crate::messages::{Lang, say};
use crate::pipeline::Solved;

/// What every sheet needs.
pub(crate) struct Context<'a> {
    /// The solved case.
    pub solved: &'a Solved,
    /// Names in the report's language.
    pub names: Names<'a>,
    /// The language.
    pub lang: Lang,
}

impl<'a> Context<'a> {
    /// For a report on `solved` in `lang`.
    pub(crate) const fn new(solved: &'a Solved, lang: Lang) -> Self {
        Self { solved, names: Names::new(&solved.case, lang), lang }
    }

    /// A word of the catalog.
    pub(crate) fn word(&self, key: &'static str) -> String {
        say(self.lang, key)
    }

    /// An empty table with headings from the catalog.
    fn table(&self, columns: &[(&'static str, u16)]) -> Table {
        Table::new(columns.iter().map(|&(key, width)| (self.word(key), width)))
    }

    fn section(&self, title: &'static str, table: Table) -> Section {
        Section { title: self.word(title), body: Body::Table(table) }
    }

    fn sheet(&self, name: &'static str, sections: Vec<Section>) -> Sheet {
        Sheet { name: self.word(name), sections }
    }

    /// Whether the input is staff and demand, not only a list of surplus and vacancies.
    fn has_staff(&self) -> bool {
        !self.solved.case.teachers.is_empty() || !self.solved.case.demand.is_empty()
    }

    /// Whether the input has lists of surplus and vacancies.
    fn has_lists(&self) -> bool {
        !self.solved.case.surplus.is_empty() || !self.solved.case.vacancies.is_empty()
    }

    /// School, town and stage of a unit by its code.
    fn place_cells(&self, unit: &str) -> [Cell; 3] {
        [self.names.school(unit), self.names.town(unit), self.names.stage_of(unit)].map(Cell::text)
    }

    fn yes_no(&self, stated: &str) -> Cell {
        match stated {
            "yes" => Cell::text(self.word("report.yes")),
            "no" => Cell::text(self.word("report.no")),
            _ => Cell::Empty,
        }
    }
}

/// All sheets after the summary.
pub(crate) fn all(context: &Context<'_>) -> Vec<Sheet> {
    let mut sheets = vec![parts::sheet(context)];
    if context.has_staff() {
        sheets.extend([
            moves::moves(context),
            moves::hires(context),
            coverage::heat(context),
            coverage::list(context),
            ways::sheet(context),
            indicators::sheet(context),
            rotation::sheet(context),
        ]);
        if balance::is_known(context) {
            sheets.push(balance::sheet(context));
        }
    }
    if context.has_lists() {
        sheets.push(placements::sheet(context));
    }
    sheets.extend([findings::findings(context), findings::assumptions(context)]);
    sheets
}
