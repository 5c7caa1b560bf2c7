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

    #[test]
    fn women_of_fifty_and_of_senior_title_have_their_own_tables() {
        // Women of 50: one month per two, 60 months at most; senior title: the table of men; born before the schedule: no delay.
        assert_eq!(retires(1975, 1, RetirementCategory::Women50), "2025-02");
        assert_eq!(retires(1975, 3, RetirementCategory::Women50), "2025-05");
        assert_eq!(retires(1980, 6, RetirementCategory::Women50), "2033-03");
        assert_eq!(retires(1984, 11, RetirementCategory::Women50), "2039-11");
        assert_eq!(retires(1990, 1, RetirementCategory::Women50), "2045-01");
        assert_eq!(retires(1970, 3, RetirementCategory::SeniorWomen60), "2031-07");
        assert_eq!(retires(1969, 12, RetirementCategory::Women55), "2024-12");
        assert_eq!(retires(1974, 12, RetirementCategory::Women50), "2024-12");
        assert_eq!(category(Sex::Female, Title::Senior), RetirementCategory::SeniorWomen60);
        assert_eq!(category(Sex::Female, Title::First), RetirementCategory::Women55);
        assert_eq!(category(Sex::Male, Title::Professor), RetirementCategory::Men60);
    }

    #[test]
    fn early_is_not_before_the_old_age_and_late_is_three_years() {
        // A man of March 1970 (delay 16 months) may go at 60 and no earlier, one of 1976 (36 months) at 60, women of 50 with 60 months
        // of delay 36 months early, at 52; late is 36 months after the table for all.
        let by = |year, birth_month, category, option| {
            month(YearMonth::new(year, birth_month).unwrap(), category, option).to_string()
        };
        let (men, women) = (RetirementCategory::Men60, RetirementCategory::Women50);
        assert_eq!(by(1970, 3, men, RetirementOption::Early), "2030-03");
        assert_eq!(by(1976, 9, men, RetirementOption::Early), "2036-09");
        assert_eq!(by(1964, 12, men, RetirementOption::Early), "2024-12");
        assert_eq!(by(1984, 11, women, RetirementOption::Early), "2036-11");
        assert_eq!(by(1970, 3, men, RetirementOption::Late), "2034-07");
        assert_eq!(by(1981, 9, RetirementCategory::Women55, RetirementOption::Late), "2042-09");
        let all = [men, women, RetirementCategory::Women55, RetirementCategory::SeniorWomen60];
        for (category, age) in all.into_iter().zip([60, 50, 55, 60]) {
            for birth in (0..480).map(|after| YearMonth::new(1960, 1).unwrap().plus(after)) {
                let at = |option| month(birth, category, option);
                let (early, standard) = (at(RetirementOption::Early), at(RetirementOption::Standard));
                assert!(early >= birth.plus(age * 12) && (0..=36).contains(&standard.months_since(early)));
                assert_eq!(at(RetirementOption::Late).months_since(standard), 36);
            }
        }
    }
}
