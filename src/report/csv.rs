//! The tables for other programs: UTF-8 without a byte order mark, fixed headers, one file per table.

use crate::pipeline::Solved;
use crate::plan::rows::{
    CoverageRow, FindingRow, HireRow, IndicatorRow, MoveRow, PathRow, PlacementRow, StaffingRow, Tabular,
};

use super::folder::OutFile;
use super::number;

/// The cell as it is written: what a spreadsheet would take for a formula gets a leading apostrophe; numbers stay.
#[must_use]
pub fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && number::parse(cell).is_none() { format!("'{cell}") } else { cell.to_owned() }
}

/// One table as CSV text.
///
/// # Panics
/// Never: writing to memory does not fail, and all rows have the header's length.
#[must_use]
pub fn table<T: Tabular>(rows: &[T]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(T::HEADER).expect("writing to memory");
    for row in rows {
        writer.write_record(row.cells().iter().map(|cell| guarded(cell))).expect("writing to memory");
    }
    writer.into_inner().expect("writing to memory")
}

/// The cells of a row by the names of their columns, as data for programs.
#[must_use]
pub fn named(header: &[&str], cells: Vec<String>) -> serde_json::Value {
    let pairs = header.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.into()));
    serde_json::Value::Object(pairs.collect())
}

/// All tables of a plan; `placements.csv` only where the input has a surplus or vacancy list, `paths.csv` only for several years.
#[must_use]
pub fn files(solved: &Solved) -> Vec<OutFile> {
    let of = &solved.statement;
    let mut files = vec![
        file::<MoveRow>(&of.moves),
        file::<HireRow>(&of.hires),
        file::<StaffingRow>(&of.staffing),
        file::<CoverageRow>(&of.coverage),
        file::<IndicatorRow>(&of.indicators),
        file::<FindingRow>(&of.findings),
    ];
    if !solved.case.vacancies.is_empty() || !solved.case.surplus.is_empty() {
        files.push(file::<PlacementRow>(&of.placements));
    }
    if solved.count_years() > 1 {
        files.push(file::<PathRow>(&of.paths));
    }
    files
}

fn file<T: Tabular>(rows: &[T]) -> OutFile {
    OutFile { name: format!("{}.csv", T::NAME), bytes: table(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text_and_a_negative_number_stays_a_number() {
        // A name such as "=1+1" must not run in the office's spreadsheet.
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("@cmd"), "'@cmd");
        assert_eq!(guarded("-0.5"), "-0.5");
        assert_eq!(guarded("-A"), "'-A");
        assert_eq!(guarded("普通"), "普通");
    }
}
