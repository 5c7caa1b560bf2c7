//! Workbooks: every sheet of an .xlsx as raw cells, formulas by their last computed value.

use super::grid::{Cell, Form, Grid, Merged, Rows};
use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xlsx};
use std::io::Cursor;

/// The sheets of a workbook, in its order.
///
/// # Errors
/// What the reader says of a damaged workbook.
pub fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<Grid>, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let metadata = book.sheets_metadata().to_vec();
    let mut grids = Vec::new();
    for sheet in metadata.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let range = book.worksheet_range(&sheet.name).map_err(|e| e.to_string())?;
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(|e| e.to_string())?;
        let merged = merged.into_iter().map(|area| rectangle(area.start, area.end)).collect();
        grids.push(Grid {
            file: file.to_owned(),
            sheet: Some(sheet.name.clone()),
            rows: Rows::Cells(rows(&range)),
            merged,
            hidden: sheet.visible != SheetVisible::Visible,
        });
    }
    Ok(grids)
}

/// Cells at their absolute positions: a range begins at its first filled cell.
fn rows(range: &Range<Data>) -> Vec<Vec<Cell<'static>>> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    let mut rows = vec![Vec::new(); top as usize];
    for row in range.rows() {
        let mut cells = vec![Cell::default(); left as usize];
        cells.extend(row.iter().map(cell));
        rows.push(cells);
    }
    rows
}

fn cell(data: &Data) -> Cell<'static> {
    match data {
        Data::Empty => Cell::default(),
        Data::String(text) | Data::DurationIso(text) => Cell::new(text.clone(), Form::Text),
        Data::Int(value) => Cell::new(value.to_string(), Form::Number),
        Data::Float(value) => Cell::new(number(*value), Form::Number),
        Data::Bool(value) => Cell::new(if *value { "true" } else { "false" }, Form::Text),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::new(format!("{year:04}-{month:02}-{day:02}"), Form::Date)
        }
        Data::DateTime(duration) => Cell::new(number(duration.as_f64()), Form::Number),
        Data::DateTimeIso(text) => Cell::new(text.clone(), Form::Date),
        Data::Error(error) => Cell::new(error.to_string(), Form::Error),
    }
}

/// A number with the fifteen digits that the spreadsheet itself shows, so that 0.1 + 0.2 is 0.3.
fn number(value: f64) -> String {
    let shown = format!("{value:.14e}").parse::<f64>().unwrap_or(value);
    if shown.abs() >= 1e15 { format!("{shown:e}") } else { format!("{shown}") }
}

fn rectangle(start: (u32, u32), end: (u32, u32)) -> Merged {
    let name = format!("{}{}:{}{}", letters(start.1), start.0 + 1, letters(end.1), end.0 + 1);
    Merged { top: start.0 as usize, bottom: end.0 as usize, left: start.1 as usize, name }
}

/// The letters of a column (from 0): A, B, …, Z, AA.
#[must_use]
pub fn letters(column: u32) -> String {
    let mut rest = column;
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            return text;
        }
        rest = rest / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_as_the_spreadsheet_shows_them() {
        // Binary noise of a formula must not turn 0.3 into a number with seventeen decimals.
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(number(1001.0), "1001");
        assert_eq!(number(500_235_198_503_120_000.0), "5.0023519850312e17");
    }

    #[test]
    fn columns_are_lettered_as_in_the_spreadsheet() {
        // The place of a fault is read by people in letters.
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
