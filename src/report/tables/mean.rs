//! The mean of several inputs: row by row and cell by cell, for inputs that differ in numbers only.

use super::{Grid, csv_of, grids};
use crate::domain::Records;
use crate::ingest::schema::{CellType, Column};
use crate::plan::rows::thousandths;
use crate::report::number;

/// A column in which inputs differ without a mean, or a table whose rows are not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMean {
    /// Name of the table.
    pub table: &'static str,
    /// Name of the column; empty where the rows are not the same.
    pub column: String,
}

/// The mean of inputs, at least one, as CSV tables in normal form. Whole numbers have a whole mean, half up; others one in thousandths.
///
/// # Errors
/// The first column in which they differ otherwise than by numbers.
pub fn mean(all: &[Records]) -> Result<Vec<(String, Vec<u8>)>, NoMean> {
    let tables: Vec<Vec<Grid>> = all.iter().map(grids).collect();
    let first = tables.first().map_or(&[][..], Vec::as_slice);
    first.iter().map(|grid| mean_of(grid, &tables)).collect()
}

fn mean_of(grid: &Grid, tables: &[Vec<Grid>]) -> Result<(String, Vec<u8>), NoMean> {
    let name = grid.table.name;
    let none = |column: &str| NoMean { table: name, column: column.to_owned() };
    let same: Option<Vec<&Grid>> = tables
        .iter()
        .map(|of| of.iter().find(|other| other.table.name == name && other.rows.len() == grid.rows.len()))
        .collect();
    let same = same.ok_or_else(|| none(""))?;
    let mut mean = grid.clone();
    for (at, row) in mean.rows.iter_mut().enumerate() {
        for (column, cell) in row.iter_mut().enumerate() {
            let cells: Vec<&str> = same.iter().map(|of| of.rows[at][column].as_str()).collect();
            if cells.iter().any(|other| other != cell) {
                let column = &grid.table.columns[column];
                *cell = mean_cell(&cells).filter(|_| is_measured(column)).ok_or_else(|| none(&column.name))?;
            }
        }
    }
    Ok(csv_of(&mean))
}

/// Whether a column measures something: codes, words, grades, places on the map and years have no mean.
fn is_measured(column: &Column) -> bool {
    let number = matches!(column.cell, CellType::Int | CellType::Decimal);
    number && !["", "year", "years", "degree"].contains(&column.unit.as_str())
}

/// The mean of cells that are all numbers.
fn mean_cell(cells: &[&str]) -> Option<String> {
    let count = i128::try_from(cells.len()).ok()?;
    let half_up = |sum: i128| i64::try_from((2 * sum + count).div_euclid(2 * count)).ok();
    let whole: Option<Vec<i64>> = cells.iter().map(|cell| cell.parse().ok()).collect();
    if let Some(numbers) = whole {
        return half_up(numbers.into_iter().map(i128::from).sum()).map(|mean| mean.to_string());
    }
    let numbers: Option<Vec<i64>> = cells.iter().map(|cell| number::parse(cell)).collect();
    half_up(numbers?.into_iter().map(i128::from).sum()).map(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_mean_and_words_have_none() {
        // 10 and 13 make 12 (11.5 half up), 0.02 and 0.05 make 0.035; a blank, a word or nothing makes none.
        assert_eq!(mean_cell(&["10", "13"]).as_deref(), Some("12"));
        assert_eq!(mean_cell(&["-1", "-2"]).as_deref(), Some("-1"));
        assert_eq!(mean_cell(&["0.02", "0.05"]).as_deref(), Some("0.035"));
        assert_eq!(mean_cell(&["1", "0.5"]).as_deref(), Some("0.75"));
        assert_eq!((mean_cell(&["1", ""]), mean_cell(&["a", "b"])), (None, None));
    }
}
