//! `plan.xlsx` for the office: the report on sheets, ready to read, filter and print. Same report, same bytes.

use super::content::{Body, Cell, Report, Section, Sheet, Table};
use crate::messages::say;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Latin characters over which sentences are broken, as far as the columns of a sheet come near it.
const TEXT_WIDTH: u16 = 100;
/// Those of a column whose width nobody sets.
const PLAIN_WIDTH: u16 = 8;

/// The formats of a workbook.
struct Formats {
    title: Format,
    heading: Format,
    header: Format,
    plain: Format,
    text: Format,
    whole: Format,
    decimal: Format,
    percent: Format,
}

impl Formats {
    fn new() -> Self {
        let base = Format::new().set_font_name("等线").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let cell = base.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF));
        Self {
            title: base.clone().set_bold().set_font_size(16),
            heading: base.clone().set_bold().set_font_size(12),
            header: cell
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00D9_E2EC)),
            plain: base.set_text_wrap(),
            text: cell.clone().set_text_wrap(),
            whole: cell.clone().set_num_format("#,##0"),
            decimal: cell.clone().set_num_format("#,##0.###;-#,##0.###;0"),
            percent: cell.set_num_format("0.0%"),
        }
    }

    fn of(&self, cell: &Cell, total: bool) -> Format {
        let format = match cell {
            Cell::Empty | Cell::Text(_) => &self.text,
            Cell::Whole(_) => &self.whole,
            Cell::Decimal(value) if value % 1000 == 0 => &self.whole,
            Cell::Decimal(_) => &self.decimal,
            Cell::Percent(_) => &self.percent,
        };
        if total { format.clone().set_bold() } else { format.clone() }
    }
}

/// The bytes of the workbook.
///
/// # Errors
/// Where a table is larger than a sheet can hold.
pub fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date: equal plans give equal bytes.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let properties = DocProperties::new().set_title(&report.title).set_author("junheng").set_creation_datetime(&date);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let summary = Sheet { name: say(report.lang, "report.sheet.summary"), sections: report.summary.clone() };
    first_sheet(workbook.add_worksheet(), &summary, report, &formats)?;
    for sheet in &report.sheets {
        let worksheet = workbook.add_worksheet();
        match &sheet.sections[..] {
            [Section { body: Body::Table(table), title }] => single(worksheet, sheet, title, table, report, &formats)?,
            sections => {
                page(worksheet, sheet, report)?;
                let span = widths(worksheet, sections)?;
                let mut at = 0;
                for section in sections {
                    at = put_section(worksheet, at, section, (&formats, span))?;
                }
            }
        }
    }
    workbook.save_to_buffer()
}

/// The first page: title, then the sections one below the other.
fn first_sheet(worksheet: &mut Worksheet, sheet: &Sheet, report: &Report, formats: &Formats) -> Result<(), XlsxError> {
    page(worksheet, sheet, report)?;
    let span = widths(worksheet, &sheet.sections)?;
    worksheet.set_screen_gridlines(false);
    worksheet.write_string_with_format(0, 0, &report.title, &formats.title)?;
    worksheet.set_row_height(0, 26)?;
    let mut at = 2;
    for section in &sheet.sections {
        at = put_section(worksheet, at, section, (formats, span))?;
    }
    Ok(())
}

/// A sheet that is one table: title, frozen header, filter, heat map.
fn single(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    title: &str,
    table: &Table,
    report: &Report,
    formats: &Formats,
) -> Result<(), XlsxError> {
    page(worksheet, sheet, report)?;
    for (at, column) in table.columns.iter().enumerate() {
        worksheet.set_column_width(col(at), column.width)?;
    }
    worksheet.write_string_with_format(0, 0, title, &formats.heading)?;
    worksheet.set_row_height(0, 22)?;
    let end = put_table(worksheet, 1, table, formats)?;
    worksheet.set_freeze_panes(2, table.frozen)?;
    worksheet.set_repeat_rows(1, 1)?;
    let rows = table.rows.len() - usize::from(table.total);
    if rows > 0 {
        worksheet.autofilter(1, 0, row(rows + 1), col(table.columns.len() - 1))?;
        if let Some(from) = table.heat_from {
            heat(worksheet, (2, col(from)), (end - 1, col(table.columns.len() - 1)))?;
        }
    } else {
        worksheet.write_string_with_format(2, 0, say(report.lang, "report.none"), &formats.plain)?;
    }
    Ok(())
}

fn page(worksheet: &mut Worksheet, sheet: &Sheet, report: &Report) -> Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    // In a header "&" begins a code.
    let title = report.title.replace('&', "&&");
    worksheet.set_header(format!("&L{title}&R&A")).set_footer("&C&P / &N");
    Ok(())
}

/// The columns over which a sentence goes.
#[derive(Clone, Copy)]
struct Span {
    last: u16,
    width: u16,
}

impl Span {
    /// As many columns as a sentence needs.
    fn of(widths: &[u16]) -> Self {
        let mut span = Self { last: 0, width: 0 };
        for (at, width) in (0..).zip(widths.iter().copied().chain(std::iter::repeat(PLAIN_WIDTH))) {
            span = Self { last: at, width: span.width + width };
            if span.width + PLAIN_WIDTH > TEXT_WIDTH && at > 0 {
                break;
            }
        }
        span
    }
}

/// Each column as wide as the widest of the tables below each other asks.
fn widths(worksheet: &mut Worksheet, sections: &[Section]) -> Result<Span, XlsxError> {
    let mut widths: Vec<u16> = vec![28, 14];
    for section in sections {
        let Some(table) = section.body.table() else { continue };
        for (at, column) in table.columns.iter().enumerate() {
            if at == widths.len() {
                widths.push(0);
            }
            widths[at] = widths[at].max(column.width);
        }
    }
    for (at, &width) in widths.iter().enumerate() {
        worksheet.set_column_width(col(at), width)?;
    }
    Ok(Span::of(&widths))
}

fn put_section(
    worksheet: &mut Worksheet,
    at: u32,
    section: &Section,
    (formats, span): (&Formats, Span),
) -> Result<u32, XlsxError> {
    worksheet.write_string_with_format(at, 0, &section.title, &formats.heading)?;
    let mut at = at + 1;
    match &section.body {
        Body::Lines(lines) => {
            for line in lines {
                worksheet.merge_range(at, 0, at, span.last, line, &formats.plain)?;
                worksheet.set_row_height(at, lines_of(line, span.width).clamp(1, 20) * 16)?;
                at += 1;
            }
        }
        Body::Pairs(pairs) => {
            for (name, value) in pairs {
                worksheet.write_string_with_format(at, 0, name, &formats.text)?;
                worksheet.write_string_with_format(at, 1, value, &formats.text)?;
                at += 1;
            }
        }
        Body::Table(table) => at = put_table(worksheet, at, table, formats)?,
        Body::Chart(chart) => {
            let end = put_table(worksheet, at, &chart.table, formats)?;
            at = end.max(super::chart::put(worksheet, at, chart)?);
        }
    }
    Ok(at + 1)
}

/// Writes a table from row `at`; returns the row after it.
fn put_table(worksheet: &mut Worksheet, at: u32, table: &Table, formats: &Formats) -> Result<u32, XlsxError> {
    for (column, heading) in table.columns.iter().enumerate() {
        worksheet.write_string_with_format(at, col(column), &heading.heading, &formats.header)?;
    }
    worksheet.set_row_height(at, 32)?;
    let last = table.rows.len().saturating_sub(1);
    for (below, cells) in table.rows.iter().enumerate() {
        let total = table.total && below == last;
        let lines = cells.iter().zip(&table.columns).map(|(cell, column)| match cell {
            Cell::Text(words) => lines_of(words, column.width),
            _ => 1,
        });
        let lines = lines.max();
        // Only where a text is broken: the other rows keep the height of the reader's own font.
        if let Some(lines @ 2..) = lines {
            worksheet.set_row_height(at + 1 + row(below), lines.min(20) * 16)?;
        }
        for (column, cell) in cells.iter().enumerate() {
            put_cell(worksheet, at + 1 + row(below), col(column), cell, &formats.of(cell, total))?;
        }
    }
    Ok(at + 1 + row(table.rows.len()))
}

/// Lines that a text takes in a column of so many Latin characters.
fn lines_of(words: &str, width: u16) -> u32 {
    // Two characters less: the frame of the cell, and a wide character that does not fit at the end of a line.
    let width = usize::from(width.saturating_sub(2).max(1));
    u32::try_from(super::terminal::columns(words).div_ceil(width)).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet knows only floating point")]
fn put_cell(worksheet: &mut Worksheet, at: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => worksheet.write_blank(at, column, format)?,
        // Always as a string, also where it begins like a formula.
        Cell::Text(words) => worksheet.write_string_with_format(at, column, words, format)?,
        Cell::Whole(count) => worksheet.write_number_with_format(at, column, *count as f64, format)?,
        Cell::Decimal(value) | Cell::Percent(value) => {
            worksheet.write_number_with_format(at, column, *value as f64 / 1000.0, format)?
        }
    };
    Ok(())
}

/// Shares below one in growing shades, above one in blue; readable in grey because darker means farther off.
fn heat(worksheet: &mut Worksheet, from: (u32, u16), to: (u32, u16)) -> Result<(), XlsxError> {
    let fill = |background: u32, font: u32| {
        Format::new().set_background_color(Color::RGB(background)).set_font_color(Color::RGB(font))
    };
    let blank = rust_xlsxwriter::ConditionalFormatBlank::new().set_stop_if_true(true);
    worksheet.add_conditional_format(from.0, from.1, to.0, to.1, &blank)?;
    let rules = [
        (ConditionalFormatCellRule::LessThan(0.5), fill(0x00C0_392B, 0x00FF_FFFF)),
        (ConditionalFormatCellRule::LessThan(0.8), fill(0x00F1_948A, 0)),
        (ConditionalFormatCellRule::LessThan(0.9995), fill(0x00FC_E5CD, 0)),
        (ConditionalFormatCellRule::GreaterThan(1.2), fill(0x00AE_D6F1, 0)),
    ];
    for (rule, format) in rules {
        let condition = ConditionalFormatCell::new().set_rule(rule).set_format(format).set_stop_if_true(true);
        worksheet.add_conditional_format(from.0, from.1, to.0, to.1, &condition)?;
    }
    Ok(())
}

/// Row number; what does not fit a sheet is refused by the writer.
pub(super) fn row(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Column number; what does not fit a sheet is refused by the writer.
pub(super) fn col(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
