//! The tables of a report, one file per sheet. Each counts only what its heading says.

mod balance;
pub(crate) mod by_year;
mod coverage;
mod findings;
mod indicators;
mod moves;
mod parts;
mod paths;
mod placements;
mod rotation;
pub(crate) mod summary;
mod unmet;
mod ways;

use super::content::{Body, Cell, Section, Sheet, Table};
use super::names::Names;
use crate::messages::{Lang, say};
use crate::pipeline::{OneYear, Solved};
use crate::plan::rows::IndicatorRow;

/// What every sheet needs.
pub(crate) struct Context<'a> {
    /// The solved case.
    pub solved: &'a Solved,
    /// All years planned, at least one.
    pub years: Vec<OneYear<'a>>,
    /// Names in the report's language.
    pub names: Names<'a>,
    /// The language.
    pub lang: Lang,
}

impl<'a> Context<'a> {
    /// For a report on `solved` in `lang`.
    pub(crate) fn new(solved: &'a Solved, lang: Lang) -> Self {
        let years: Vec<OneYear<'a>> = solved.years().collect();
        Self { solved, names: Names::of_years(&years, lang), lang, years }
    }

    /// Whether several years are planned.
    const fn several(&self) -> bool {
        self.years.len() > 1
    }

    /// What `table` makes of each year, one year below the other.
    fn each_year(&self, table: impl Fn(&OneYear<'a>) -> Table) -> Table {
        self.joined(self.years.iter().map(table).collect())
    }

    /// The tables of all years one below the other, with a first column for the year where there are several.
    fn joined(&self, tables: Vec<Table>) -> Table {
        let mut all = tables.into_iter().zip(&self.years);
        let (mut joined, first) = all.next().expect("at least one year");
        if !self.several() {
            return joined;
        }
        let date = |rows: &mut Vec<Vec<Cell>>, of: &OneYear<'_>| {
            for row in rows {
                row.insert(0, Cell::text(of.case.year.to_string()));
            }
        };
        date(&mut joined.rows, first);
        for (mut table, of) in all {
            date(&mut table.rows, of);
            joined.rows.extend(table.rows);
            joined.total = table.total;
        }
        joined.columns.splice(0..0, self.table(&[("report.col.year", 8)]).columns);
        joined.heat_from = joined.heat_from.map(|at| at + 1);
        joined.frozen += 1;
        joined
    }

    /// What was measured in a year.
    fn measured_in<'y>(&self, year: &'y str) -> impl Iterator<Item = &'a IndicatorRow> + use<'a, 'y> {
        self.solved.statement.indicators.iter().filter(move |row| row.year == year)
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
    if context.several() {
        sheets.insert(0, by_year::sheet(context));
        sheets.push(paths::sheet(context));
    }
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
