//! Charts of the workbook: bars on top of each other, lines, the line to be reached.

use super::content::{Cell, Chart, Look};
use super::xlsx::{col, row};
use rust_xlsxwriter::{
    Chart as Drawn, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries,
    ChartType, Color, Worksheet, XlsxError,
};

/// Rows of a sheet that a chart takes.
const ROWS: u32 = 14;
/// Its size in pixels: so many rows of the usual height, and as wide as reads well.
const SIZE: (u32, u32) = (620, ROWS * 20 - 8);
/// Colors of bars and lines: dark blue, light blue, grey.
const SHADES: [u32; 3] = [0x0030_5F8C, 0x009C_C3E6, 0x00A6_A6A6];
const GOAL: u32 = 0x00C0_392B;
const FAINT: u32 = 0x00D9_D9D9;
/// Columns of a table that leave room for a chart at its right.
const BESIDE: usize = 6;

/// Draws a chart at the right of its table, whose headings are in row `at`, or below it where it is wide; returns the row after it.
///
/// # Errors
/// Where the sheet cannot hold it.
pub(super) fn put(worksheet: &mut Worksheet, at: u32, chart: &Chart) -> Result<u32, XlsxError> {
    if chart.table.is_empty() {
        return Ok(at + 2);
    }
    let sheet = worksheet.name();
    let (mut bars, mut lines) = (Drawn::new(ChartType::ColumnStacked), Drawn::new(ChartType::Line));
    let (first, last) = (at + 1, at + row(chart.table.rows.len()));
    for (number, &(column, look)) in chart.series.iter().enumerate() {
        let on = if look == Look::Bar { &mut bars } else { &mut lines };
        let series = on.add_series();
        series.set_name((sheet.as_str(), at, col(column)));
        series.set_categories((sheet.as_str(), first, 0, last, 0));
        series.set_values((sheet.as_str(), first, col(column), last, col(column)));
        dress(series, look, SHADES[number % SHADES.len()]);
    }
    let has = |bar: bool| chart.series.iter().any(|(_, look)| (*look == Look::Bar) == bar);
    let mut drawn = if has(true) { bars } else { lines.clone() };
    if has(true) && has(false) {
        drawn.combine(&lines);
    }
    drawn.legend().set_position(ChartLegendPosition::Bottom);
    drawn.set_width(SIZE.0).set_height(SIZE.1);
    axis(&mut drawn, chart);
    let (top, left) = match chart.table.columns.len() {
        columns if columns > BESIDE => (last + 2, 0),
        columns => (at, col(columns + 1)),
    };
    worksheet.insert_chart(top, left, &drawn)?;
    Ok(top + ROWS)
}

/// The axis of values: from zero, in percent where the numbers are shares, over faint lines.
fn axis(drawn: &mut Drawn, chart: &Chart) {
    let drawn_columns = || chart.series.iter().map(|&(column, _)| column);
    let shares = chart.table.rows.iter().any(|row| drawn_columns().any(|at| matches!(row[at], Cell::Percent(_))));
    let axis = drawn.y_axis();
    axis.set_min(0).set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(FAINT)).set_width(0.75));
    if shares {
        axis.set_num_format("0%");
    }
}

fn dress(series: &mut ChartSeries, look: Look, shade: u32) {
    let line = |color: u32, width: f64| ChartLine::new().set_color(Color::RGB(color)).set_width(width).clone();
    let mut marker = ChartMarker::new();
    match look {
        Look::Bar => {
            series.set_format(rust_xlsxwriter::ChartSolidFill::new().set_color(Color::RGB(shade)));
        }
        Look::Line => {
            marker.set_type(ChartMarkerType::Circle).set_size(6);
            series.set_format(&mut line(SHADES[0], 2.25)).set_marker(&marker);
        }
        Look::Edge => {
            let mut edge = line(SHADES[2], 1.25);
            edge.set_dash_type(ChartLineDashType::Dash);
            series.set_format(&mut edge);
        }
        Look::Goal => {
            series.set_format(&mut line(GOAL, 1.75));
        }
    }
}
