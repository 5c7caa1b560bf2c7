//! The month of retirement under the gradual schedule in force since 2025-01-01.
//!
//! Source: decision of the Standing Committee of the National People's Congress of 2024-09-13 (渐进式延迟法定退休年龄):
//! men 60 → 63 and women of 55 → 58 by one month per four months of birth, women of 50 → 55 by one month per two;
//! for women with a senior title (60, 组通字〔2015〕14号) the table of men is assumed (standards §6).

use super::calendar::YearMonth;
use super::words::{RetirementCategory, RetirementOption, Sex, Title};

/// The category of a person whose row gives none.
#[must_use]
pub fn category(sex: Sex, title: Title) -> RetirementCategory {
    match (sex, title) {
        (Sex::Male, _) => RetirementCategory::Men60,
        (Sex::Female, Title::Senior | Title::Professor) => RetirementCategory::SeniorWomen60,
        (Sex::Female, _) => RetirementCategory::Women55,
    }
}

/// Month in which a person born in `birth` retires. Early: at the original age, not more than 36 months before the
/// standard month. Late: 36 months after it.
#[must_use]
pub fn month(birth: YearMonth, category: RetirementCategory, option: RetirementOption) -> YearMonth {
    let (age, first_birth, step, most) = match category {
        RetirementCategory::Men60 | RetirementCategory::SeniorWomen60 => (60, (1965, 1), 4, 36),
        RetirementCategory::Women55 => (55, (1970, 1), 4, 36),
        RetirementCategory::Women50 => (50, (1975, 1), 2, 60),
    };
    let first = YearMonth::new(first_birth.0, first_birth.1).expect("a month of the schedule");
    let after = birth.months_since(first);
    let delay = if after < 0 { 0 } else { (after / step + 1).min(most) };
    let original = birth.plus(age * 12);
    let standard = original.plus(delay);
    match option {
        RetirementOption::Standard => standard,
        RetirementOption::Early => original.max(standard.plus(-36)),
        RetirementOption::Late => standard.plus(36),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retires(year: i32, birth_month: u32, category: RetirementCategory) -> String {
        month(YearMonth::new(year, birth_month).unwrap(), category, RetirementOption::Standard).to_string()
    }

    #[test]
    fn the_published_examples_of_the_schedule_hold() {
        // The checks of standards §6, for men and for women of 55.
        assert_eq!(retires(1965, 1, RetirementCategory::Men60), "2025-02");
        assert_eq!(retires(1965, 5, RetirementCategory::Men60), "2025-07");
        assert_eq!(retires(1970, 3, RetirementCategory::Men60), "2031-07");
        assert_eq!(retires(1976, 9, RetirementCategory::Men60), "2039-09");
        assert_eq!(retires(1970, 1, RetirementCategory::Women55), "2025-02");
        assert_eq!(retires(1975, 6, RetirementCategory::Women55), "2031-11");
        assert_eq!(retires(1981, 9, RetirementCategory::Women55), "2039-09");
        assert_eq!(retires(1964, 12, RetirementCategory::Men60), "2024-12");
    }
}
