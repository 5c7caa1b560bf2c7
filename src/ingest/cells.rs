//! One row as typed values: every cell is read by the type that the schema gives its column, every fault becomes an
//! issue, and the row goes on with a stand-in so that all faults of a row are found at once.

use super::codes::{self, Code};
use super::collector::{Args, Issues};
use super::column_place::ColumnPlace;
use super::grid::{Cell, Form};
use super::headings::{Found, closest_args, column_args};
use super::parse::{self, NumberFault};
use super::schema::{Column, Table};
use super::{names, words};
use crate::domain::records::WorkloadItem;
use crate::domain::words::YesNo;
use crate::domain::{SchoolYear, YearMonth};

/// A row being read.
#[derive(Debug)]
pub struct Row<'a> {
    table: &'a Table,
    found: &'a Found,
    places: &'a [ColumnPlace],
    cells: &'a [Cell<'a>],
    at: usize,
    issues: &'a mut Issues,
    bad: Vec<&'static str>,
    /// The column after the one asked for last: rows are read in the order of the schema.
    next: usize,
}

/// What is in a cell.
#[derive(Clone, Copy, Debug)]
struct Seen<'a> {
    raw: &'a str,
    text: &'a str,
    form: Form,
}

impl<'a> Row<'a> {
    /// Row `at` (from 0) of a table with its `cells`; `places` as [`ColumnPlace::all`] gives them.
    pub const fn new(
        table: &'a Table,
        found: &'a Found,
        places: &'a [ColumnPlace],
        (at, cells): (usize, &'a [Cell<'a>]),
        issues: &'a mut Issues,
    ) -> Self {
        Self { table, found, places, cells, at, issues, bad: Vec::new(), next: 0 }
    }

    /// The columns that could not be read.
    #[must_use]
    pub fn into_bad(self) -> Vec<&'static str> {
        self.bad
    }

    fn position(&self, name: &'static str) -> usize {
        let columns = &self.table.columns;
        if columns.get(self.next).is_some_and(|c| self.places[self.next].is_of(c, name)) {
            return self.next;
        }
        columns.iter().position(|c| c.name == name).expect("columns asked for are in the schema")
    }

    fn column(&self, name: &'static str) -> &'a Column {
        &self.table.columns[self.position(name)]
    }

    fn seen(&self, position: usize) -> Seen<'a> {
        let cell = self.places[position].at().and_then(|at| self.cells.get(at));
        cell.map_or(Seen { raw: "", text: "", form: Form::Empty }, |c| Seen {
            raw: &c.raw,
            text: &c.text,
            form: c.form,
        })
    }

    /// Adds an issue about a cell.
    fn say(&mut self, column: &'static str, code: &Code, args: &Args) {
        let value = self.seen(self.position(column)).raw.to_owned();
        self.issues.add(code, self.found.place(self.at, column), Some(value), args);
    }

    fn fail(&mut self, column: &'static str, code: &Code, args: &Args) {
        self.say(column, code, args);
        self.bad.push(column);
    }

    /// The cell, its default, or nothing. What is required and blank is an issue.
    fn cell(&mut self, name: &'static str) -> Option<Seen<'a>> {
        let position = self.position(name);
        self.next = position + 1;
        let column = &self.table.columns[position];
        let cell = self.seen(position);
        if cell.form == Form::Error {
            self.fail(name, &codes::E308, &column_args(column));
            return None;
        }
        if !cell.text.is_ascii() && (cell.text.contains('\u{fffd}') || cell.text.contains("锟斤拷")) {
            self.fail(name, &codes::E318, &column_args(column));
            return None;
        }
        let blank_word = matches!(cell.text, "-" | "--" | "—" | "——" | "/" | "N/A" | "n/a");
        if blank_word {
            self.say(name, &codes::W305, &column_args(column));
        }
        if !cell.text.is_empty() && !blank_word {
            return Some(cell);
        }
        if column.required {
            // A column that is missing as a whole has been reported once.
            if self.places[position].at().is_some() {
                self.fail(name, &codes::E301, &column_args(column));
            } else {
                self.bad.push(name);
            }
            return None;
        }
        let default = column.default.as_str();
        (!default.is_empty()).then_some(Seen { raw: default, text: default, form: Form::Text })
    }

    fn note_wide_digits(&mut self, name: &'static str, cell: &Seen<'_>) {
        if parse::has_wide_digits(cell.raw) {
            self.say(name, &codes::W301, &Args::none().with("text", cell.text));
        }
    }

    /// A text that may be blank; line breaks become blanks.
    pub fn opt_text(&mut self, name: &'static str) -> Option<String> {
        self.cell(name).map(|c| c.text.replace('\n', " "))
    }

    /// A text.
    pub fn text(&mut self, name: &'static str) -> String {
        self.opt_text(name).unwrap_or_default()
    }

    /// A reference to another row's code that may be blank.
    pub fn opt_reference(&mut self, name: &'static str) -> Option<String> {
        let cell = self.cell(name)?;
        self.note_wide_digits(name, &cell);
        if is_destroyed(&cell) {
            self.fail(name, &codes::E319, &Args::none());
            return None;
        }
        Some(cell.text.to_owned())
    }

    /// A reference to another row's code.
    pub fn reference(&mut self, name: &'static str) -> String {
        self.opt_reference(name).unwrap_or_default()
    }

    /// The code of this row. Characters that join codes in the results are refused.
    pub fn code(&mut self, name: &'static str) -> String {
        let code = self.reference(name);
        if code.contains(|c: char| c.is_whitespace() || matches!(c, '/' | ':' | ';' | ',' | '|' | '"' | '、')) {
            self.fail(name, &codes::E312, &Args::none());
        }
        code
    }

    /// A whole number, not negative, that may be blank.
    pub fn opt_int(&mut self, name: &'static str) -> Option<i64> {
        let cell = self.cell(name)?;
        self.note_wide_digits(name, &cell);
        let value = parse::whole(cell.text);
        self.number(name, value)
    }

    /// A whole number, not negative.
    pub fn int(&mut self, name: &'static str) -> i64 {
        self.opt_int(name).unwrap_or_default()
    }

    /// A decimal number in thousandths, not negative, that may be blank.
    pub fn opt_thousandths(&mut self, name: &'static str) -> Option<i64> {
        let cell = self.cell(name)?;
        self.note_wide_digits(name, &cell);
        let value = parse::thousandths(cell.text);
        self.number(name, value)
    }

    /// A decimal number in thousandths, not negative.
    pub fn thousandths(&mut self, name: &'static str) -> i64 {
        self.opt_thousandths(name).unwrap_or_default()
    }

    fn number(&mut self, name: &'static str, value: Result<i64, NumberFault>) -> Option<i64> {
        let code = match value {
            Ok(value) if value < 0 => &codes::E310,
            Ok(value) => return Some(value),
            Err(NumberFault::NotANumber) => &codes::E303,
            Err(NumberFault::NotWhole) => &codes::E302,
            Err(NumberFault::TooFine) => &codes::E314,
            Err(NumberFault::TooLarge) => &codes::E311,
        };
        self.fail(name, code, &column_args(self.column(name)));
        None
    }

    /// Whole yuan; cents are rounded and said.
    pub fn yuan(&mut self, name: &'static str) -> i64 {
        let value = self.thousandths(name);
        let rounded = (value + 500).div_euclid(1000);
        if value % 1000 != 0 {
            self.say(name, &codes::W304, &Args::none().with("rounded", rounded));
        }
        rounded
    }

    /// Degrees or kilometers, of either sign, that may be blank.
    pub fn opt_float(&mut self, name: &'static str) -> Option<f64> {
        let cell = self.cell(name)?;
        self.note_wide_digits(name, &cell);
        let value = parse::float(cell.text);
        if value.is_none() {
            self.fail(name, &codes::E303, &column_args(self.column(name)));
        }
        value
    }

    /// A school year between 1990 and 2100 that may be blank; `2026-2027` and `2026学年` mean 2026.
    pub fn opt_year(&mut self, name: &'static str) -> Option<i32> {
        let cell = self.cell(name)?;
        self.note_wide_digits(name, &cell);
        let year = self.number(name, parse::whole(SchoolYear::number_in(cell.text)))?;
        let year = i32::try_from(year).ok().filter(|y| (1990..=2100).contains(y));
        if year.is_none() {
            self.fail(name, &codes::E315, &Args::none());
        }
        year
    }

    /// A school year.
    pub fn year(&mut self, name: &'static str) -> i32 {
        self.opt_year(name).unwrap_or_default()
    }

    /// A month that may be blank. 长期 and its like in a date of expiry mean that there is none.
    pub fn opt_month(&mut self, name: &'static str) -> Option<YearMonth> {
        let cell = self.cell(name)?;
        if matches!(cell.text, "长期" | "永久" | "长期有效" | "无" | "至今") && !self.column(name).required {
            return None;
        }
        self.note_wide_digits(name, &cell);
        let Some(month) = parse::month(cell.text) else {
            self.fail(name, &codes::E304, &column_args(self.column(name)));
            return None;
        };
        if month.serial {
            self.say(name, &codes::W302, &Args::none().with("month", month.month));
        }
        Some(month.month)
    }

    /// A month; a stand-in where it cannot be read.
    pub fn month(&mut self, name: &'static str) -> YearMonth {
        self.opt_month(name).unwrap_or_else(|| SchoolYear(2000).start())
    }

    /// Yes or no.
    pub fn yes(&mut self, name: &'static str) -> bool {
        let Some(cell) = self.cell(name) else { return false };
        let value = YesNo::parse(cell.text);
        if value.is_none() {
            self.fail(name, &codes::E305, &column_args(self.column(name)));
        }
        value == Some(YesNo::Yes)
    }

    /// A value of a vocabulary that may be blank.
    pub fn opt_word<T: words::Word>(&mut self, name: &'static str) -> Option<T> {
        let cell = self.cell(name)?;
        let value = T::read(cell.text);
        if value.is_none() {
            let args = column_args(self.column(name)).with("allowed", words::allowed::<T>());
            self.fail(name, &codes::E306, &args);
        }
        value
    }

    /// A value of a vocabulary; its first value where it cannot be read.
    pub fn word<T: words::Word>(&mut self, name: &'static str) -> T {
        self.opt_word(name).unwrap_or(T::ALL_WORDS[0])
    }

    /// The code of a built-in kind that may be blank.
    pub fn opt_kind(&mut self, name: &'static str) -> Option<String> {
        let cell = self.cell(name)?;
        self.kind_of(name, cell.text)
    }

    fn kind_of(&mut self, name: &'static str, text: &str) -> Option<String> {
        let code = words::kind(text);
        if code.is_none() {
            let near = names::closest(text, words::kind_names());
            self.fail(name, &codes::E307, &closest_args(near));
        }
        code.map(str::to_owned)
    }

    /// The code of a built-in kind.
    pub fn kind(&mut self, name: &'static str) -> String {
        self.opt_kind(name).unwrap_or_default()
    }

    /// A kind of a ready-made list: built in, or under the name that the list gives it.
    pub fn any_kind(&mut self, name: &'static str) -> String {
        let text = self.text(name);
        words::kind(&text).map_or(text, str::to_owned)
    }

    /// What a row of `workload` is about.
    pub fn item(&mut self, name: &'static str) -> WorkloadItem {
        let item = self.cell(name).map(|cell| words::item(cell.text));
        if item == Some(None) {
            self.fail(name, &codes::E317, &Args::none());
        }
        item.flatten().unwrap_or(WorkloadItem::Homeroom)
    }

    /// A list of texts or codes, without repetitions.
    pub fn list(&mut self, name: &'static str) -> Vec<String> {
        let Some(cell) = self.cell(name) else { return Vec::new() };
        let parts = parse::list(cell.text);
        self.without_repeats(name, parts)
    }

    /// A list of built-in kinds, without repetitions.
    pub fn kinds(&mut self, name: &'static str) -> Vec<String> {
        let Some(cell) = self.cell(name) else { return Vec::new() };
        let codes = parse::list(cell.text).iter().filter_map(|part| self.kind_of(name, part)).collect();
        self.without_repeats(name, codes)
    }

    /// A list of values of a vocabulary, without repetitions.
    pub fn words<T: words::Word>(&mut self, name: &'static str) -> Vec<T> {
        let Some(cell) = self.cell(name) else { return Vec::new() };
        let mut read = Vec::new();
        for part in parse::list(cell.text) {
            if let Some(value) = T::read(&part) {
                read.push(value.names().1.to_owned());
            } else {
                let args = column_args(self.column(name)).with("allowed", words::allowed::<T>());
                self.fail(name, &codes::E306, &args);
            }
        }
        self.without_repeats(name, read).iter().filter_map(|code| T::read(code)).collect()
    }

    fn without_repeats(&mut self, name: &'static str, parts: Vec<String>) -> Vec<String> {
        let mut unique: Vec<String> = Vec::new();
        for part in parts {
            if unique.contains(&part) {
                self.say(name, &codes::W303, &Args::none().with("part", &part));
            } else {
                unique.push(part);
            }
        }
        unique
    }

    /// Whether a column of this row was read without a fault.
    #[must_use]
    pub fn is_read(&self, name: &str) -> bool {
        !self.bad.contains(&name)
    }

    /// Reports a value that was read but cannot be.
    pub fn refuse(&mut self, name: &'static str, code: &Code, args: &Args) {
        if !self.bad.contains(&name) {
            self.fail(name, code, args);
        }
    }
}

/// Whether the spreadsheet made a rounded number in powers of ten out of a long code.
fn is_destroyed(cell: &Seen<'_>) -> bool {
    if !cell.text.contains(['e', 'E']) {
        return false;
    }
    let text = cell.text.to_lowercase();
    let Some((mantissa, exponent)) = text.split_once('e') else { return false };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    digits(mantissa)
        && digits(exponent.trim_start_matches('+'))
        && (exponent.starts_with('+') || cell.form == Form::Number)
}
