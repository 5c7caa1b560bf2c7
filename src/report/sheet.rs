//! What the sheets of every workbook have in common: headings, drop-down lists, widths, words in the user's language.
//!
//! No date of today gets into a workbook: the same content gives the same bytes on any day.

use super::tables::Grid;
use crate::domain::kind;
use crate::domain::words::{
    Award, CertificateKind, ChangeKind, ClusterRole, Degree, Duty, Employment, Facility, FacilityState, HonorKind,
    HonorLevel, Ownership, PostType, RetirementCategory, RetirementOption, Role, Setting, Sex, Stage, State, Strength,
    Title, YesNo,
};
use crate::ingest::schema::{CellType, Column, Table};
use crate::messages::{Lang, say};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

/// Rows below the heading that drop-down lists cover beyond the filled ones.
const SPARE_ROWS: u32 = 2_000;
/// Excel takes a list of at most this many characters inside a rule.
const LIST_LIMIT: usize = 255;
/// Posts that have no lessons and so no weekly load: left out of the list of the workload table, which would be too long with them.
const WITHOUT_LOAD: &[&str] = &["health", "accounting", "admin"];

/// Document properties with a fixed date.
///
/// # Errors
/// Never in practice: the date is valid.
pub fn properties(lang: Lang) -> Result<DocProperties, XlsxError> {
    let fixed = ExcelDateTime::from_ymd(2026, 9, 1)?;
    Ok(DocProperties::new().set_title(say(lang, "tables-title")).set_author("junheng").set_creation_datetime(&fixed))
}

/// The words of a vocabulary by the name of its type: (code, Chinese). Empty where no such vocabulary exists.
#[must_use]
pub fn vocabulary(name: &str) -> Vec<(&'static str, &'static str)> {
    macro_rules! words {
        ($($kind:ident),+) => {
            match name {
                $(stringify!($kind) => $kind::ALL.iter().map(|w| (w.code(), w.zh())).collect(),)+
                _ => Vec::new(),
            }
        };
    }
    words!(
        Stage,
        Setting,
        Ownership,
        ClusterRole,
        Strength,
        Sex,
        Employment,
        PostType,
        Degree,
        Title,
        Role,
        State,
        RetirementCategory,
        RetirementOption,
        CertificateKind,
        HonorLevel,
        HonorKind,
        Award,
        Facility,
        FacilityState,
        ChangeKind,
        Duty,
        YesNo
    )
}

/// The words that a cell of this type takes: (code, Chinese); empty where it takes anything.
#[must_use]
pub fn words(cell: &CellType) -> Vec<(String, String)> {
    let own = |list: Vec<(&str, &str)>| list.into_iter().map(|(c, z)| (c.to_owned(), z.to_owned())).collect();
    let kinds = || kind::built_in().into_iter().map(|k| (k.code, k.zh));
    match cell {
        CellType::Enum(name) => own(vocabulary(name)),
        CellType::Bool => own(vocabulary("YesNo")),
        CellType::Kind => kinds().collect(),
        CellType::Item => {
            let mut all: Vec<(String, String)> = own(vec![("homeroom", "班主任"), ("senior-age", "年长")]);
            all.extend(own(vocabulary("Duty")));
            all.extend(own(vocabulary("Role")).into_iter().filter(|(code, _): &(String, String)| code != "teacher"));
            kinds().filter(|(code, _)| !WITHOUT_LOAD.contains(&code.as_str())).chain(all).collect()
        }
        CellType::List(inner) => words(inner),
        _ => Vec::new(),
    }
}

/// Name of a sheet.
#[must_use]
pub const fn name(table: &Table, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => table.zh,
        Lang::En => table.name,
    }
}

/// Heading of a column.
#[must_use]
pub const fn heading(column: &Column, lang: Lang) -> &String {
    match lang {
        Lang::Zh => &column.zh,
        Lang::En => &column.name,
    }
}

/// Look of a heading: required columns are darker.
#[must_use]
pub fn heading_format(required: bool) -> Format {
    let format = Format::new().set_bold().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    if required {
        format.set_background_color(Color::RGB(0x001F_4E79)).set_font_color(Color::White)
    } else {
        format.set_background_color(Color::RGB(0x00DD_EBF7)).set_font_color(Color::RGB(0x001F_4E79))
    }
}

/// Width of a column in characters: Chinese characters count double.
#[must_use]
pub fn width(column: &Column) -> f64 {
    let zh: usize = column.zh.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let content = match &column.cell {
        CellType::Text => 18,
        CellType::List(_) => 20,
        CellType::Month => 10,
        _ => 8,
    };
    let characters = zh.max(column.name.len()).max(content).min(40) + 2;
    u32::try_from(characters).map_or(12.0, f64::from)
}

/// The drop-down list of a column, where it takes one word of a list that fits. A wrong word is pointed out, not
/// refused: aliases are accepted too.
///
/// # Errors
/// Never in practice: the length is checked before.
pub fn drop_down(column: &Column, lang: Lang) -> Result<Option<DataValidation>, XlsxError> {
    if matches!(column.cell, CellType::List(_)) {
        return Ok(None);
    }
    let list: Vec<String> =
        words(&column.cell).into_iter().map(|(code, zh)| if lang == Lang::Zh { zh } else { code }).collect();
    let length: usize = list.iter().map(|w| w.chars().count() + 1).sum();
    if list.is_empty() || length > LIST_LIMIT {
        return Ok(None);
    }
    let rule = DataValidation::new().allow_list_strings(&list)?;
    Ok(Some(
        rule.set_error_style(DataValidationErrorStyle::Warning).set_error_message(say(lang, "tables-not-in-list"))?,
    ))
}

/// Puts drop-down lists under the headings, from `first_row` on, over `rows` filled rows and spare ones.
///
/// # Errors
/// Where a sheet cannot take the rule.
pub fn add_drop_downs(
    sheet: &mut Worksheet,
    table: &Table,
    lang: Lang,
    first_row: u32,
    rows: u32,
) -> Result<(), XlsxError> {
    for (at, column) in (0u16..).zip(&table.columns) {
        if let Some(rule) = drop_down(column, lang)? {
            sheet.add_data_validation(first_row, at, first_row + rows + SPARE_ROWS, at, &rule)?;
        }
    }
    Ok(())
}

/// A sheet with the rows of a table in the words of `lang`.
pub(super) fn filled(workbook: &mut Workbook, grid: &Grid, lang: Lang) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name(&grid.table, lang))?;
    for (at, column) in (0u16..).zip(&grid.table.columns) {
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(0, at, heading(column, lang), &heading_format(column.required))?;
        let spoken = words(&column.cell);
        for (row, cells) in (1u32..).zip(&grid.rows) {
            let text = &cells[usize::from(at)];
            if text.is_empty() {
                continue;
            }
            match &column.cell {
                CellType::Int | CellType::Decimal => match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, at, number)?,
                    Err(_) => sheet.write_string(row, at, text)?,
                },
                _ if lang == Lang::Zh => sheet.write_string(row, at, translate(&spoken, &column.cell, text))?,
                _ => sheet.write_string(row, at, text)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    add_drop_downs(sheet, &grid.table, lang, 1, u32::try_from(grid.rows.len()).unwrap_or(0))
}

/// Codes as Chinese words, each part of a list by itself; what is no code stays as it is.
fn translate(words: &[(String, String)], cell: &CellType, text: &str) -> String {
    let one =
        |part: &str| words.iter().find(|(code, _)| code == part).map_or_else(|| part.to_owned(), |(_, zh)| zh.clone());
    if words.is_empty() {
        text.to_owned()
    } else if matches!(cell, CellType::List(_)) {
        text.split(';').map(one).collect::<Vec<_>>().join(";")
    } else {
        one(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vocabulary_of_the_schema_is_known_here() {
        // A vocabulary without words would silently lose its drop-down list.
        for table in crate::ingest::schema::tables() {
            for column in table.columns {
                if let CellType::Enum(name) = &column.cell {
                    assert!(!vocabulary(name).is_empty(), "{name}");
                }
            }
        }
    }
}
