//! What a synthetic district should be like: read from TOML, checked once.
//!
//! A profile says how many schools of which sort each town has; how units are staffed is common to all profiles
//! (`data/profiles/staffing.toml`). Numbers are whole: shares are in thousandths.

use super::rounds::RoundSpec;
use crate::domain::Stage;
use crate::domain::words::Setting;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What can be wrong with a profile.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The text is not TOML of the expected form.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A word or name that does not exist.
    #[error("unknown {what}: {value}")]
    Unknown {
        /// What it should name.
        what: &'static str,
        /// The word seen.
        value: String,
    },
    /// A number that no district can have.
    #[error("{what} must be {must}")]
    Number {
        /// The number's name.
        what: &'static str,
        /// What it must be.
        must: &'static str,
    },
}

/// A district to be made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name, such as `dazu`.
    pub name: String,
    /// Planning year (of its September).
    pub year: i32,
    /// Primary pupils of the planning year outside teaching points and new schools.
    pub primary_pupils: i64,
    /// Junior pupils of the planning year outside new schools.
    pub junior_pupils: i64,
    /// Teaching points that close in the planning year.
    pub closing_points: usize,
    /// Junior units with the tag `quality-junior`.
    pub quality_junior: usize,
    /// Couples among the staff.
    pub couples: usize,
    /// Persons pinned to their school.
    pub pins: usize,
    /// Honors held today.
    pub honors: Honors,
    /// Towns and streets.
    #[serde(rename = "town")]
    pub towns: Vec<Town>,
    /// Education clusters.
    #[serde(rename = "cluster")]
    pub clusters: Vec<Cluster>,
    /// Schools given one by one.
    #[serde(rename = "school", default)]
    pub schools: Vec<Special>,
    /// Ways of hiring.
    #[serde(rename = "channel", default)]
    pub channels: Vec<ChannelSpec>,
    /// Entrants and rates of years to come.
    #[serde(default)]
    pub demography: Vec<DemographySpec>,
    /// Rounds for titles and honors.
    #[serde(rename = "round", default)]
    pub rounds: Vec<RoundSpec>,
}

/// Holders of honors, in persons.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is the honor of the same name")]
pub struct Honors {
    pub municipal_key: usize,
    pub special_grade: usize,
    pub professors: usize,
    pub subject_leaders: usize,
    pub key_principals: usize,
    pub master_teachers: usize,
    /// District key teachers per 10,000 pupils, by setting code.
    pub key_per_10000: BTreeMap<String, i64>,
}

/// A town or street and how many schools of which sort it has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are counts of schools, named in the profile's own remarks")]
pub struct Town {
    pub name: String,
    /// Millionths of a degree.
    pub lat: i64,
    /// Millionths of a degree.
    pub lon: i64,
    pub setting: String,
    pub central: i64,
    pub village: i64,
    pub nine_year: i64,
    pub nine_year_setting: String,
    pub junior: i64,
    pub points: i64,
    pub kindergartens: i64,
    /// Which copy of the profile it belongs to in a district of another size; towns are in this order.
    #[serde(skip)]
    pub copy: usize,
}

/// A cluster and the towns it draws schools from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Cluster {
    pub name: String,
    pub towns: Vec<String>,
}

/// A school given one by one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of the table schools")]
pub struct Special {
    pub name: String,
    pub town: String,
    pub stages: Vec<String>,
    pub setting: String,
    /// Classes per grade.
    pub tracks: i64,
    pub class_size: i64,
    pub opens: Option<i32>,
    /// How many of the lowest grades it has in its first year.
    #[serde(default)]
    pub grades_open: i64,
    pub seats: Option<i64>,
}

/// A row of `channels`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in data/schema/channels.csv")]
pub struct ChannelSpec {
    pub name: String,
    pub kind: Option<String>,
    pub stage: Option<String>,
    pub setting: Option<String>,
    pub posts: i64,
    pub supply: Option<i64>,
    pub cost: i64,
    pub bond_years: i64,
}

/// A row of `demography`; shares are in thousandths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemographySpec {
    /// School year.
    pub year: i32,
    /// Stage code.
    pub stage: String,
    /// Name of the one school that the row is about.
    pub school: Option<String>,
    /// Entrants of that school.
    pub children: Option<i64>,
    /// Entrants of the district in proportion to the entry grade of the planning year.
    pub entrants: Option<i64>,
    /// Leavers of the stage before who enter.
    pub transfer_rate: Option<i64>,
    /// Children who go up a grade.
    pub grade_rate: Option<i64>,
}

/// How units are staffed (`data/profiles/staffing.toml`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manning {
    /// Posts.
    pub posts: PostsSpec,
    /// One entry per stage and setting.
    pub staffing: Vec<Staffing>,
    /// Kinds that teachers of a kind also take.
    pub kin: BTreeMap<String, Vec<String>>,
    /// Ages `[from, to, weight]` by setting.
    pub ages: BTreeMap<String, Vec<[i64; 3]>>,
    /// Women per thousand by stage.
    pub women: BTreeMap<String, i64>,
    /// Women per thousand for kinds that differ.
    pub women_kind: BTreeMap<String, i64>,
}

/// Posts over the ratio standard.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostsSpec {
    /// Thousandths on top of the ratio standard.
    pub supplement: i64,
    /// Thousandths of a post per class below which no rural unit of the stage falls.
    pub rural_floor_per_class: BTreeMap<String, i64>,
    /// Thousandths of a post per class for the stages that have no ratio here.
    pub per_class: BTreeMap<String, i64>,
    /// Thousandths of a person per class at teaching points.
    pub point_staff_per_class: i64,
}

/// How units of one stage and setting are staffed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staffing {
    /// Stage code.
    pub stage: String,
    /// Setting code, or `any`.
    pub setting: String,
    /// Staff in thousandths of the posts.
    pub of_posts: Option<i64>,
    /// Staff in thousandths per class.
    pub per_class: Option<i64>,
    /// Thousandths of the staff that do not teach.
    pub non_teaching: i64,
    /// Thousandths of the teachers that take further kinds.
    pub multi: i64,
    /// Weights of main kinds.
    pub mix: BTreeMap<String, i64>,
    /// Weights of further kinds.
    #[serde(default)]
    pub others: BTreeMap<String, i64>,
}

impl Profile {
    /// The built-in profile of this name: `dazu` or `small`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let text = match name {
            "dazu" => include_str!("../../data/profiles/dazu.toml"),
            "small" => include_str!("../../data/profiles/county-small.toml"),
            _ => return None,
        };
        Self::parse(text).ok()
    }

    /// The names of the built-in profiles.
    pub const NAMES: &'static [&'static str] = &["dazu", "small"];

    /// A profile from TOML.
    ///
    /// # Errors
    /// Where the text is no profile, names a stage, setting, kind or town that does not exist, or asks for
    /// numbers that no district can have.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(text)?;
        profile.check()?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), ProfileError> {
        if !(2000..=2100).contains(&self.year) {
            return Err(ProfileError::Number { what: "year", must: "between 2000 and 2100" });
        }
        if [self.primary_pupils, self.junior_pupils].iter().any(|n| !(0..=10_000_000).contains(n)) {
            return Err(ProfileError::Number { what: "pupils", must: "between 0 and 10,000,000" });
        }
        for town in &self.towns {
            setting(&town.setting)?;
            setting(&town.nine_year_setting)?;
            if !(-90_000_000..=90_000_000).contains(&town.lat) || !(-180_000_000..=180_000_000).contains(&town.lon) {
                return Err(ProfileError::Number { what: "lat and lon", must: "in millionths of a degree" });
            }
            let counts = [town.central, town.village, town.nine_year, town.junior, town.points, town.kindergartens];
            if counts.iter().any(|n| !(0..=1000).contains(n)) {
                return Err(ProfileError::Number { what: "schools of a town", must: "between 0 and 1000" });
            }
        }
        for school in &self.schools {
            setting(&school.setting)?;
            self.town(&school.town)?;
            for code in &school.stages {
                stage(code)?;
            }
            if !(1..=100).contains(&school.tracks) || !(1..=100).contains(&school.class_size) {
                return Err(ProfileError::Number { what: "tracks and class_size", must: "between 1 and 100" });
            }
        }
        for town in self.clusters.iter().flat_map(|c| &c.towns) {
            self.town(town)?;
        }
        for row in &self.demography {
            stage(&row.stage)?;
            let numbers = [row.children, row.entrants, row.transfer_rate, row.grade_rate];
            if numbers.into_iter().flatten().any(|n| !(0..=3000).contains(&n)) {
                return Err(ProfileError::Number { what: "numbers of the demography", must: "between 0 and 3000" });
            }
        }
        for spec in &self.rounds {
            spec.records()?;
        }
        for channel in &self.channels {
            if channel.posts < 0 || channel.supply.is_some_and(|n| n < 0) {
                return Err(ProfileError::Number { what: "posts and supply", must: "zero or more" });
            }
            channel.stage.as_deref().map(stage).transpose()?;
            channel.setting.as_deref().map(setting).transpose()?;
            if let Some(kind) = &channel.kind {
                known_kind(kind)?;
            }
        }
        Ok(())
    }

    /// The towns of one copy; its seat is the first two.
    #[must_use]
    pub fn towns_of(&self, copy: usize) -> &[Town] {
        let from = self.towns.partition_point(|t| t.copy < copy);
        let to = self.towns.partition_point(|t| t.copy <= copy);
        &self.towns[from..to]
    }

    fn town(&self, name: &str) -> Result<&Town, ProfileError> {
        let found = self.towns.iter().find(|t| t.name == name);
        found.ok_or_else(|| ProfileError::Unknown { what: "town", value: name.to_owned() })
    }
}

impl Manning {
    /// The common staffing figures.
    ///
    /// # Panics
    /// Never for the embedded file; a test reads it.
    #[must_use]
    pub fn built_in() -> Self {
        toml::from_str(include_str!("../../data/profiles/staffing.toml"))
            .expect("embedded staffing.toml is well formed")
    }

    /// The entry for a stage and setting.
    #[must_use]
    pub fn of(&self, stage: Stage, setting: Setting) -> Option<&Staffing> {
        self.staffing.iter().find(|s| s.stage == stage.code() && (s.setting == setting.code() || s.setting == "any"))
    }
}

/// The stage with this code.
pub(super) fn stage(code: &str) -> Result<Stage, ProfileError> {
    Stage::parse(code).ok_or_else(|| ProfileError::Unknown { what: "stage", value: code.to_owned() })
}

/// The setting with this code.
pub(super) fn setting(code: &str) -> Result<Setting, ProfileError> {
    Setting::parse(code).ok_or_else(|| ProfileError::Unknown { what: "setting", value: code.to_owned() })
}

fn known_kind(code: &str) -> Result<(), ProfileError> {
    let known = crate::domain::kind::built_in().iter().any(|k| k.code == code);
    if known { Ok(()) } else { Err(ProfileError::Unknown { what: "kind", value: code.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_profiles_are_read_and_name_only_known_words() {
        // A typing slip in the TOML would otherwise show as a missing school or subject.
        for name in Profile::NAMES {
            assert!(Profile::named(name).is_some(), "{name}");
        }
        let manning = Manning::built_in();
        for entry in &manning.staffing {
            stage(&entry.stage).unwrap();
            assert!(entry.setting == "any" || setting(&entry.setting).is_ok());
            assert_ne!(entry.of_posts.is_some(), entry.per_class.is_some());
            assert!(entry.mix.values().all(|&w| w > 0), "{}/{}", entry.stage, entry.setting);
            for kind in entry.mix.keys().chain(entry.others.keys()) {
                known_kind(kind).unwrap();
            }
        }
        for kind in manning.kin.iter().flat_map(|(k, others)| others.iter().chain([k])) {
            known_kind(kind).unwrap();
        }
    }

    #[test]
    fn a_profile_with_an_unknown_town_is_refused() {
        // The message names what is unknown.
        let text = include_str!("../../data/profiles/county-small.toml")
            .replace("towns = [\"棠香街道\"]", "towns = [\"无此镇\"]");
        assert!(Profile::parse(&text).unwrap_err().to_string().contains("无此镇"));
    }
}
