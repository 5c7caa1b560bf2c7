//! What a cell's text means: numbers, months, yes and no. Pure functions on normalized text; nothing is guessed.

use crate::domain::YearMonth;
use calamine::{ExcelDateTime, ExcelDateTimeType};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Why a text is not the number asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// No number at all.
    NotANumber,
    /// Decimals where a whole number is asked for.
    NotWhole,
    /// More than three decimals.
    TooFine,
    /// Beyond a thousand million.
    TooLarge,
}

/// The largest number of any cell, a thousand million.
const MOST: i64 = 1_000_000_000;

/// Text as it is compared and parsed: compatibility forms folded (full-width digits and letters), no control
/// characters but line breaks, trimmed.
#[must_use]
pub fn normalized(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text.trim());
    }
    let folded: String = text
        .nfkc()
        .filter(|c| *c == '\n' || !(c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')))
        .collect();
    Cow::Owned(folded.trim().to_owned())
}

/// Characters that folding leaves as they are, whatever stands beside them: plain ones and the common Chinese ones.
const fn is_plain(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{4e00}'..='\u{9fff}')
}

/// Whether the text had digits that are not plain ones, such as １２.
#[must_use]
pub fn has_wide_digits(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| !c.is_ascii() && c.nfkc().any(|folded| folded.is_ascii_digit()))
}

/// A number in exact thousandths. Thousands separators are accepted only in groups of three.
///
/// # Errors
/// What is wrong with it.
pub fn thousandths(text: &str) -> Result<i64, NumberFault> {
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = without_separators(whole).ok_or(NumberFault::NotANumber)?;
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(&whole) || !all_digits(fraction) {
        return Err(NumberFault::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 3 {
        return Err(NumberFault::TooFine);
    }
    if whole.trim_start_matches('0').len() > 10 {
        return Err(NumberFault::TooLarge);
    }
    let units: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| NumberFault::TooLarge)? };
    let small: i64 = format!("{fraction:0<3}").parse().map_err(|_| NumberFault::NotANumber)?;
    let value = units * 1000 + small;
    if value > MOST * 1000 {
        return Err(NumberFault::TooLarge);
    }
    Ok(if negative { -value } else { value })
}

/// `1,234` without its separators; `None` where the groups are not of three digits.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', '\'']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let well_grouped = rest.is_empty() || (!first.is_empty() && first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
    well_grouped.then(|| format!("{first}{}", rest.concat()))
}

/// A whole number; `36.0` is one.
///
/// # Errors
/// What is wrong with it.
pub fn whole(text: &str) -> Result<i64, NumberFault> {
    if (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map_err(|_| NumberFault::NotANumber);
    }
    match thousandths(text) {
        Ok(value) if value % 1000 == 0 => Ok(value / 1000),
        Ok(_) | Err(NumberFault::TooFine) => Err(NumberFault::NotWhole),
        Err(fault) => Err(fault),
    }
}

/// A number as a float, for degrees and kilometers only.
#[must_use]
pub fn float(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    plain.then(|| text.parse::<f64>().ok()).flatten().filter(|v| v.is_finite())
}

/// A month and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The month.
    pub month: YearMonth,
    /// Whether it stood there as the day number of a spreadsheet.
    pub serial: bool,
}

/// `1985-03`, `1985/3`, `1985.03`, `198503`, `1985年3月`, any of them with a day, or a day number of Excel.
#[must_use]
pub fn month(text: &str) -> Option<Month> {
    if let &[a, b, c, d, b'-', e, f] = text.as_bytes()
        && [a, b, c, d, e, f].iter().all(u8::is_ascii_digit)
    {
        let number = |digits: &[u8]| digits.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'));
        let month = YearMonth::new(i32::try_from(number(&[a, b, c, d])).ok()?, number(&[e, f]))?;
        return Some(Month { month, serial: false });
    }
    let date = text.split([' ', 'T', '\n']).next()?;
    if date.bytes().all(|b| b.is_ascii_digit()) && !date.is_empty() {
        return month_of_digits(date);
    }
    if let Some((days, part)) = date.split_once('.')
        && days.len() == 5
        && part.bytes().all(|b| b.is_ascii_digit())
    {
        return serial(days);
    }
    let parts: Vec<&str> = date.trim_end_matches(['月', '日', '号']).split(['-', '/', '.', '年', '月']).collect();
    let [year, month, rest @ ..] = parts.as_slice() else { return None };
    let day_fits = match rest {
        [] => true,
        [day] => short_number(day).is_some_and(|d| (1..=31).contains(&d)),
        _ => false,
    };
    // A number cell drops the last zero of 1985.10: such a value may be January or October.
    let ambiguous = rest.is_empty() && *month == "1" && date.contains('.');
    if !day_fits || ambiguous || year.len() != 4 {
        return None;
    }
    let month = YearMonth::new(i32::try_from(long_number(year)?).ok()?, short_number(month)?)?;
    Some(Month { month, serial: false })
}

fn month_of_digits(digits: &str) -> Option<Month> {
    let plain = |year: &str, month: &str| {
        let month = YearMonth::new(year.parse().ok()?, month.parse().ok()?)?;
        Some(Month { month, serial: false })
    };
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    match digits.len() {
        5 => serial(digits),
        6 => plain(part(0, 4), part(4, 6)),
        8 if (1..=31).contains(&part(6, 8).parse::<u32>().ok()?) => plain(part(0, 4), part(4, 6)),
        _ => None,
    }
}

/// Day numbers from 1927 to 2099 only: a shorter or longer number is no date that occurs here.
fn serial(digits: &str) -> Option<Month> {
    let days: f64 = digits.parse().ok()?;
    if !(10_000.0..73_051.0).contains(&days) {
        return None;
    }
    let (year, month, ..) = ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false).to_ymd_hms_milli();
    let month = YearMonth::new(i32::from(year), u32::from(month))?;
    Some(Month { month, serial: true })
}

fn short_number(text: &str) -> Option<u32> {
    ((1..=2).contains(&text.len())).then(|| long_number(text)).flatten()
}

fn long_number(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The parts of a list cell, separated by semicolons, 、 or vertical bars, without blanks.
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    text.split([';', '；', '、', '|', '\n']).map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_separators_come_in_threes() {
        // A comma that is not a thousands separator must not be swallowed.
        assert_eq!(thousandths("1,234.5"), Ok(1_234_500));
        assert_eq!(thousandths("0.005"), Ok(5));
        assert_eq!(thousandths("-2"), Ok(-2000));
        assert_eq!(thousandths("1,5"), Err(NumberFault::NotANumber));
        assert_eq!(thousandths("12人"), Err(NumberFault::NotANumber));
        assert_eq!(thousandths("0.0005"), Err(NumberFault::TooFine));
        assert_eq!(thousandths("99999999999"), Err(NumberFault::TooLarge));
        assert_eq!(whole("36.0"), Ok(36));
        assert_eq!(whole("36.5"), Err(NumberFault::NotWhole));
        assert_eq!(thousandths("."), Err(NumberFault::NotANumber));
    }

    #[test]
    fn every_way_to_write_a_month_means_the_same() {
        // Offices write dates in at least nine ways; March 1985 is March 1985 in each.
        let march = YearMonth::new(1985, 3).unwrap();
        let ways = ["1985-03", "1985/3", "1985.03", "198503", "1985年3月", "1985-03-15", "1985年3月15日", "19850315"];
        for text in ways.into_iter().chain(["1985-03-15 00:00:00", "1985.3"]) {
            assert_eq!(month(text), Some(Month { month: march, serial: false }), "{text}");
        }
        assert_eq!(month("31121"), Some(Month { month: march, serial: true }));
        assert_eq!(month("31121.5"), Some(Month { month: march, serial: true }));
    }

    #[test]
    fn what_is_no_month_is_refused() {
        // A year alone, a thirteenth month, a two-digit year or an ambiguous 1985.1 must not become a date.
        for text in [
            "1985",
            "85-03",
            "1985-13",
            "1985-00",
            "三月",
            "",
            "1985-03-45",
            "9999",
            "123456789",
            "1985-3-4-5",
            "1985.1",
        ] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    #[test]
    fn full_width_digits_are_folded_and_noticed() {
        // Chinese input methods produce １２ for 12.
        assert_eq!(normalized(" １２３，４５６ "), "123,456");
        assert!(has_wide_digits("１２"));
        assert!(!has_wide_digits("12 人"));
        assert_eq!(list("数学；音乐、美术;"), ["数学", "音乐", "美术"]);
    }
}
