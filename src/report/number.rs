//! Numbers as text and back, exact in thousandths. Refuses to round silently what a table states.

/// The thousandths that `text` states (`1.5` is `1500`); `None` for anything else, and for more than three decimals.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(part) || part.len() > 3 || digits.ends_with('.') {
        return None;
    }
    let value = whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(format!("{part:0<3}").parse().ok()?)?;
    Some(if negative { -value } else { value })
}

/// `small / per_unit` in thousandths, rounded to the nearest.
#[must_use]
pub fn in_thousandths(small: i64, per_unit: i64) -> i64 {
    let (wide, unit) = (i128::from(small) * 2000, i128::from(per_unit.max(1)));
    i64::try_from((wide + unit).div_euclid(2 * unit)).unwrap_or(if small < 0 { i64::MIN } else { i64::MAX })
}

/// `small / per_unit` as text, with at most three decimals.
#[must_use]
pub fn stated(small: i64, per_unit: i64) -> String {
    crate::plan::rows::thousandths(in_thousandths(small, per_unit))
}

/// A share in thousandths as a percentage: `123` is `12.3%`.
#[must_use]
pub fn percent(share: i64) -> String {
    let tenths = share.unsigned_abs();
    let sign = if share < 0 { "-" } else { "" };
    if tenths.is_multiple_of(10) {
        format!("{sign}{}%", tenths / 10)
    } else {
        format!("{sign}{}.{}%", tenths / 10, tenths % 10)
    }
}

/// A relative gap in millionths as a percentage, rounded up so that it never promises too much: `1234` is `0.124%`.
#[must_use]
pub fn gap_percent(ppm: i64) -> String {
    let thousandths = (ppm.max(0) + 9) / 10;
    format!("{}%", crate::plan::rows::thousandths(thousandths))
}

/// Hexadecimal SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::rows::thousandths;

    #[test]
    fn a_written_number_is_read_back_exactly() {
        // What is not a plain decimal of at most three places is refused instead of rounded.
        for value in [0, 1, -1, 250, 1500, -12_345, 9_000_000] {
            assert_eq!(parse(&thousandths(value)), Some(value));
        }
        for wrong in ["", "-", ".5", "1.", "1.2345", "1e3", "一", "1,5", "+1"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn small_units_are_stated_in_whole_ones() {
        // Half a lesson of 1000 small units is 0.5, a third rounds to the nearest thousandth.
        assert_eq!(stated(500, 1000), "0.5");
        assert_eq!(stated(1, 3), "0.333");
        assert_eq!(stated(-2, 3), "-0.667");
        assert_eq!(stated(7, 1), "7");
    }

    #[test]
    fn percentages_keep_one_decimal_and_gaps_round_up() {
        // A gap must never look smaller than it is.
        assert_eq!(percent(123), "12.3%");
        assert_eq!(percent(1000), "100%");
        assert_eq!(percent(-5), "-0.5%");
        assert_eq!(gap_percent(1234), "0.124%");
        assert_eq!(gap_percent(0), "0%");
    }

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // FIPS 180-4 test vector for "abc".
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
