//! The table `demography`: what the profile says of years to come, as numbers of this district.

use super::map::{Map, first_grade};
use super::profile::{DemographySpec, Profile, stage};
use super::pupils::Roll;
use crate::domain::records::DemographyRecord;

pub(super) fn records(profile: &Profile, map: &Map, rolls: &[Roll]) -> Vec<DemographyRecord> {
    profile.demography.iter().filter_map(|spec| record(spec, map, rolls)).collect()
}

/// A row; none where the district has no school of that name.
fn record(spec: &DemographySpec, map: &Map, rolls: &[Roll]) -> Option<DemographyRecord> {
    let stage = stage(&spec.stage).ok()?;
    let school = match &spec.school {
        Some(name) => Some(map.sites.iter().find(|s| s.record.name == *name)?.record.id.clone()),
        None => None,
    };
    let sections = map.sections.iter().zip(rolls).filter(|(section, _)| section.stage == stage);
    let entry = sections.flat_map(|(_, roll)| &roll.now).filter(|g| g.grade == first_grade(stage));
    let now: i64 = entry.map(|g| g.pupils).sum();
    let entrants = spec.children.or_else(|| spec.entrants.map(|share| now * share / 1000));
    Some(DemographyRecord {
        year: spec.year,
        town: None,
        school,
        stage,
        entrants,
        transfer_rate: spec.transfer_rate,
        grade_rate: spec.grade_rate,
    })
}
