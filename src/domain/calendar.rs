//! Months and school years. A school year is named by the calendar year in which it starts (1 September).

use std::fmt;

/// A month of a year, ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth(i32);

impl YearMonth {
    /// Month `month` (1 to 12) of `year`; `None` outside that range or outside the years 1900 to 2200.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let month = i32::try_from(month).ok()?;
        ((1..=12).contains(&month) && (1900..=2200).contains(&year)).then_some(Self(year * 12 + month - 1))
    }

    /// The calendar year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    /// `months` later (earlier where negative).
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// Whole months from `earlier` to this month; negative where this month comes first.
    #[must_use]
    pub const fn months_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Whole years from `earlier` to this month, rounded down.
    #[must_use]
    pub const fn years_since(self, earlier: Self) -> i32 {
        self.months_since(earlier).div_euclid(12)
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// A school year, by the calendar year of its September.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(pub i32);

impl SchoolYear {
    /// The first month, September.
    #[must_use]
    pub fn start(self) -> YearMonth {
        YearMonth(self.0 * 12 + 8)
    }

    /// The last month, August of the next calendar year.
    #[must_use]
    pub fn end(self) -> YearMonth {
        self.start().plus(11)
    }

    /// The number in a text that says a school year: `2026-2027` and `2026学年` say `2026`. Other texts stay as they are.
    #[must_use]
    pub fn number_in(text: &str) -> &str {
        let text = text.trim().trim_end_matches(['学', '年', '度']).trim();
        match text.split_once(['-', '/', '—', '–']) {
            Some((first, second)) if is_next_year(first, second) => first,
            _ => text,
        }
    }

    /// The school year that a text says, between 1990 and 2100.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::number_in(text).parse().ok().filter(|year| (1990..=2100).contains(year)).map(Self)
    }
}

fn is_next_year(first: &str, second: &str) -> bool {
    let next = first.parse::<i32>().ok().filter(|y| (1000..9999).contains(y)).map(|y| y + 1);
    next.is_some() && second.parse::<i32>().ok() == next
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_across_years() {
        // March 1970 to September 2026 is 56 years and 6 months.
        let birth = YearMonth::new(1970, 3).unwrap();
        let start = SchoolYear(2026).start();
        assert_eq!(start.to_string(), "2026-09");
        assert_eq!(start.months_since(birth), 56 * 12 + 6);
        assert_eq!(start.years_since(birth), 56);
        assert_eq!(YearMonth::new(2026, 13), None);
    }

    #[test]
    fn a_school_year_is_read_as_it_is_written() {
        // All these say 2026; two years that do not follow each other, a date and another century say none.
        for text in ["2026", " 2026学年", "2026年", "2026学年度", "2026-2027学年", "2026/2027", "2026—2027 学年"]
        {
            assert_eq!(SchoolYear::parse(text), Some(SchoolYear(2026)), "{text}");
        }
        for text in ["2026-2028", "2026-09-01", "1026", "next", ""] {
            assert_eq!(SchoolYear::parse(text), None, "{text}");
        }
    }
}
