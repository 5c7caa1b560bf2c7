//! The empty workbook that an office fills in: one sheet per table, headings in both languages, notes, drop-down lists.
//!
//! Everything in it comes from the schema, so that it cannot fall behind what the reader accepts.

use super::sheet;
use crate::ingest::schema::{self, CellType, Column, Table};
use crate::messages::{Lang, Text, say};
use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Workbook, XlsxError};

/// The sheets of the template have two rows of headings.
const HEADING_ROWS: u32 = 2;

/// The empty workbook, its notes and lists in `lang`.
///
/// # Errors
/// Where the workbook cannot be written; the embedded schema never gives cause.
pub fn template(lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&sheet::properties(lang)?);
    let tables = schema::tables();
    guide(&mut workbook, &tables, lang)?;
    for table in &tables {
        empty(&mut workbook, table, lang)?;
    }
    workbook.save_to_buffer()
}

/// The first sheet: how to fill in the others, and what each is for.
fn guide(workbook: &mut Workbook, tables: &[Table], lang: Lang) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(say(lang, "template-guide"))?;
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, 14)?;
    sheet.set_column_width(2, 90)?;
    let title = Format::new().set_bold().set_font_size(15).set_font_color(Color::RGB(0x001F_4E79));
    sheet.write_string_with_format(0, 0, say(lang, "template-title"), &title)?;
    let lines = [
        "template-line-fill",
        "template-line-required",
        "template-line-blank",
        "template-line-list",
        "template-line-month",
        "template-line-check",
    ];
    let mut row = 2;
    for line in lines {
        sheet.write_string(row, 0, say(lang, line))?;
        row += 1;
    }
    row += 1;
    let heads = ["template-head-sheet", "template-head-file", "template-head-purpose"];
    for (at, head) in (0u16..).zip(heads) {
        sheet.write_string_with_format(row, at, say(lang, head), &sheet::heading_format(true))?;
    }
    for table in tables {
        row += 1;
        sheet.write_string(row, 0, sheet::name(table, lang))?;
        sheet.write_string(row, 1, format!("{}.csv", table.name))?;
        sheet.write_string(row, 2, say(lang, purpose(table.name)))?;
    }
    Ok(())
}

/// The key of the sentence that says what a table is for.
fn purpose(table: &str) -> &'static str {
    match table {
        "schools" => "template-table-schools",
        "enrollment" => "template-table-enrollment",
        "teachers" => "template-table-teachers",
        "certificates" => "template-table-certificates",
        "distinctions" => "template-table-distinctions",
        "curriculum" => "template-table-curriculum",
        "workload" => "template-table-workload",
        "establishment" => "template-table-establishment",
        "channels" => "template-table-channels",
        "travel" => "template-table-travel",
        "facilities" => "template-table-facilities",
        "published" => "template-table-published",
        "demography" => "template-table-demography",
        "changes" => "template-table-changes",
        "attrition" => "template-table-attrition",
        "honors" => "template-table-honors",
        "surplus" => "template-table-surplus",
        "vacancies" => "template-table-vacancies",
        _ => "template-table-other",
    }
}

fn empty(workbook: &mut Workbook, table: &Table, lang: Lang) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet::name(table, lang))?;
    let second = Format::new().set_italic().set_align(FormatAlign::Center).set_font_color(Color::RGB(0x0059_5959));
    for (at, column) in (0u16..).zip(&table.columns) {
        sheet.set_column_width(at, sheet::width(column))?;
        if is_text(&column.cell) {
            sheet.set_column_format(at, &Format::new().set_num_format("@"))?;
        }
        sheet.write_string_with_format(0, at, &column.zh, &sheet::heading_format(column.required))?;
        sheet.write_string_with_format(1, at, &column.name, &second)?;
        let text = explanation(column, lang);
        let lines = u32::try_from(text.lines().count()).unwrap_or(4);
        let note =
            Note::new(text).add_author_prefix(false).set_author("junheng").set_width(320).set_height(40 + 20 * lines);
        sheet.insert_note(0, at, &note)?;
    }
    sheet.set_freeze_panes(HEADING_ROWS, 1)?;
    sheet::add_drop_downs(sheet, table, lang, HEADING_ROWS, 0)
}

/// Cells that the spreadsheet program must not turn into numbers or dates.
const fn is_text(cell: &CellType) -> bool {
    matches!(cell, CellType::Code | CellType::Ref(_) | CellType::Text | CellType::Month | CellType::List(_))
}

/// The note of a heading: meaning, unit, default, whether it must be filled, and the words it takes.
#[must_use]
pub fn explanation(column: &Column, lang: Lang) -> String {
    let meaning = if lang == Lang::Zh { &column.meaning_zh } else { &column.meaning_en };
    let mut lines = vec![meaning.clone()];
    lines.push(say(lang, if column.required { "template-note-required" } else { "template-note-optional" }));
    if !column.unit.is_empty() {
        lines.push(Text::new("template-note-unit").with_text("unit", Text::new(unit(&column.unit))).render(lang));
    }
    let words = sheet::words(&column.cell);
    let spoken = |code: &str| {
        let known = words.iter().find(|(c, _)| c == code).filter(|_| lang == Lang::Zh);
        known.map_or_else(|| code.to_owned(), |(_, zh)| zh.clone())
    };
    if !column.default.is_empty() {
        lines.push(Text::new("template-note-default").with("value", spoken(&column.default)).render(lang));
    }
    if !words.is_empty() {
        let list: Vec<String> = words.iter().map(|(code, _)| spoken(code)).collect();
        lines.push(
            Text::new("template-note-words")
                .with("words", list.join(if lang == Lang::Zh { "、" } else { ", " }))
                .render(lang),
        );
    }
    if matches!(column.cell, CellType::List(_)) {
        lines.push(say(lang, "template-note-several"));
    }
    if column.cell == CellType::Month {
        lines.push(say(lang, "template-note-month"));
    }
    lines.join("\n")
}

/// The key of a unit's name.
fn unit(code: &str) -> &'static str {
    match code {
        "year" => "template-unit-year",
        "years" => "template-unit-years",
        "pupils" => "template-unit-pupils",
        "persons" => "template-unit-persons",
        "classes" => "template-unit-classes",
        "lessons" => "template-unit-lessons",
        "minutes" => "template-unit-minutes",
        "km" => "template-unit-km",
        "yuan" => "template-unit-yuan",
        "m²/yuan/rooms" => "template-unit-facility",
        "degree" => "template-unit-degree",
        "terms" => "template-unit-terms",
        "points" => "template-unit-points",
        "share" => "template-unit-share",
        _ => "template-unit-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_unit_of_the_schema_is_explained() {
        // A new table or unit needs its sentence in the catalog.
        for table in schema::tables() {
            assert_ne!(purpose(table.name), "template-table-other", "{}", table.name);
            for column in table.columns.iter().filter(|c| !c.unit.is_empty()) {
                assert_ne!(
                    unit(&column.unit),
                    "template-unit-other",
                    "{}.{}: {}",
                    table.name,
                    column.name,
                    column.unit
                );
            }
        }
    }

    #[test]
    fn a_note_says_meaning_unit_default_and_words() {
        // What an officer sees on the heading 用工形式 and 单程分钟.
        let tables = schema::tables();
        let column = |table: &str, name: &str| {
            tables.iter().find(|t| t.name == table).unwrap().columns.iter().find(|c| c.name == name).unwrap().clone()
        };
        let note = explanation(&column("teachers", "employment"), Lang::Zh);
        assert!(note.contains("在编、聘任、兼职、代课") && note.contains("留空视为：在编"), "{note}");
        let note = explanation(&column("travel", "minutes"), Lang::En);
        assert!(note.contains("Unit: minutes"), "{note}");
    }
}
