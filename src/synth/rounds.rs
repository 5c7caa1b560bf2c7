//! The table `honors`: the rounds that the profile plans for titles and honors.

use super::profile::{Profile, ProfileError};
use crate::domain::YearMonth;
use crate::domain::records::RoundRecord;
use crate::domain::words::{Award, Degree, Role, Title};
use serde::Deserialize;

/// Rounds of one award under the same conditions; shares are in thousandths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in data/schema/honors.csv")]
pub struct RoundSpec {
    pub award: String,
    /// One round for each month, written as `2026-12`.
    pub dates: Vec<String>,
    /// Of each round.
    pub places: i64,
    #[serde(default)]
    pub training_places: i64,
    /// In a bad, an ordinary and a good round.
    pub rates: [i64; 3],
    #[serde(default)]
    pub training_gain: i64,
    pub title: Option<String>,
    pub title_years: Option<i64>,
    pub degree: Option<String>,
    pub service_years: Option<i64>,
    pub rural_years: Option<i64>,
    pub max_age: Option<i64>,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub requires: Vec<String>,
}

/// The rows. A profile that was checked gives all of them.
pub(super) fn records(profile: &Profile) -> Vec<RoundRecord> {
    profile.rounds.iter().flat_map(|spec| spec.records().unwrap_or_default()).collect()
}

impl RoundSpec {
    /// A row for each date.
    ///
    /// # Errors
    /// Where a word is unknown, or the numbers are those of no round.
    pub fn records(&self) -> Result<Vec<RoundRecord>, ProfileError> {
        let [low_rate, rate, high_rate] = self.rates;
        let grows = 0 <= low_rate && low_rate <= rate && rate <= high_rate && self.training_gain >= 0;
        if !grows || high_rate + self.training_gain > 1000 {
            return Err(ProfileError::Number { what: "rates of a round", must: "growing, at most 1000 with the gain" });
        }
        let counts = [Some(self.places), Some(self.training_places), self.title_years, self.service_years];
        if counts.into_iter().chain([self.rural_years, self.max_age]).flatten().any(|n| !(0..=100_000).contains(&n)) {
            return Err(ProfileError::Number { what: "numbers of a round", must: "between 0 and 100,000" });
        }
        self.dates.iter().map(|text| self.row(word("month", text, month)?)).collect()
    }

    /// The row of one date.
    fn row(&self, date: YearMonth) -> Result<RoundRecord, ProfileError> {
        let [low_rate, rate, high_rate] = self.rates;
        Ok(RoundRecord {
            award: word("award", &self.award, Award::parse)?,
            date,
            places: self.places,
            training_places: self.training_places,
            low_rate,
            rate,
            high_rate,
            training_gain: self.training_gain,
            title: self.title.as_deref().map(|text| word("title", text, Title::parse)).transpose()?,
            title_years: self.title_years,
            degree: self.degree.as_deref().map(|text| word("degree", text, Degree::parse)).transpose()?,
            service_years: self.service_years,
            rural_years: self.rural_years,
            max_age: self.max_age,
            roles: self.roles.iter().map(|text| word("role", text, Role::parse)).collect::<Result<_, _>>()?,
            requires: self.requires.iter().map(|text| word("award", text, Award::parse)).collect::<Result<_, _>>()?,
        })
    }

    /// The same rounds in a district of another size.
    #[must_use]
    pub fn resized(&self, times: impl Fn(i64) -> i64) -> Self {
        Self { places: times(self.places), training_places: times(self.training_places), ..self.clone() }
    }
}

fn word<T>(what: &'static str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, ProfileError> {
    parse(text).ok_or_else(|| ProfileError::Unknown { what, value: text.to_owned() })
}

/// The month written as `2026-12`.
fn month(text: &str) -> Option<YearMonth> {
    let (year, month) = text.split_once('-')?;
    YearMonth::new(year.parse().ok()?, month.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The targets for the end of 2027 (大足委教发〔2025〕22号 第9条) and how many hold each award today.
    const TARGETS: [(Award, i64, i64); 9] = [
        (Award::Professor, 30, 18),
        (Award::SpecialGrade, 15, 9),
        (Award::SubjectLeader, 5, 3),
        (Award::KeyPrincipal, 8, 5),
        (Award::MasterTeacher, 35, 22),
        (Award::KeyTeacher, 290, 200),
        (Award::MasterCandidate, 1, 0),
        (Award::MunicipalStudio, 4, 0),
        (Award::NationalStudio, 1, 0),
    ];

    #[test]
    fn the_targets_for_2027_are_neither_hopeless_nor_certain() {
        // If every nominee succeeds each target is reached; where all rounds go badly some are missed.
        let rounds = records(&Profile::named("dazu").unwrap());
        let end = YearMonth::new(2027, 12).unwrap();
        let missed = TARGETS.iter().filter(|(award, target, now)| {
            let own: Vec<_> = rounds.iter().filter(|r| r.award == *award && r.date <= end).collect();
            assert!(now + own.iter().map(|r| r.places).sum::<i64>() >= *target, "{award:?}");
            now * 1000 + own.iter().map(|r| r.places * r.low_rate).sum::<i64>() < target * 1000
        });
        assert!((3..=8).contains(&missed.count()));
    }

    #[test]
    fn every_award_of_the_ladder_has_a_round_in_both_profiles() {
        // What is required must be to be had, and rounds lie between the planning year's September and the end of 2028.
        for name in Profile::NAMES {
            let profile = Profile::named(name).unwrap();
            let rounds = records(&profile);
            let given: BTreeSet<Award> = rounds.iter().map(|r| r.award).collect();
            assert_eq!(given, Award::ALL.iter().copied().collect());
            let months = YearMonth::new(profile.year, 9).unwrap()..=YearMonth::new(2028, 12).unwrap();
            assert!(rounds.iter().all(|r| months.contains(&r.date) && r.training_places <= r.places));
        }
    }

    #[test]
    fn a_profile_with_an_impossible_round_is_refused() {
        // A typing slip would otherwise make the whole table disappear.
        let text = include_str!("../../data/profiles/county-small.toml");
        for (from, to) in
            [("\"2026-12\"", "\"2026-13\""), ("[500, 600, 700]", "[600, 500, 700]"), ("\"first\"", "\"1st\"")]
        {
            assert!(text.contains(from) && Profile::parse(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
