//! Places of schools: inside the country, and never half given.

use super::at;
use crate::ingest::codes;
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::Draft;

/// Latitudes and longitudes of China in degrees, rounded outwards.
const LATITUDE: std::ops::RangeInclusive<f64> = 3.0..=54.0;
const LONGITUDE: std::ops::RangeInclusive<f64> = 73.0..=136.0;

pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    for entry in draft.schools.good(&["lat", "lon"]) {
        let (lat, lon) = (entry.record.lat, entry.record.lon);
        if lat.is_some() != lon.is_some() {
            let column = if lat.is_none() { "lat" } else { "lon" };
            at(issues, &codes::W403, &draft.schools, entry, column, &Args::none());
            continue;
        }
        if lat.is_some_and(|v| !LATITUDE.contains(&v)) {
            at(issues, &codes::E410, &draft.schools, entry, "lat", &Args::none());
        }
        if lon.is_some_and(|v| !LONGITUDE.contains(&v)) {
            at(issues, &codes::E410, &draft.schools, entry, "lon", &Args::none());
        }
    }
}
