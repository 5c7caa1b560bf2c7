//! Minutes by road where nobody has measured them: from kilometers, or from two places on the map.

use super::quantity::Minutes;

/// Road distance over great-circle distance in hilly country; an assumption (standards §4.2 gives no number).
pub const WINDING_FACTOR: f64 = 1.4;
/// Average road speed in km/h for the same purpose; an assumption.
pub const ROAD_SPEED: f64 = 40.0;

/// Kilometers on the sphere between two points in degrees (haversine, mean radius 6,371 km).
#[must_use]
pub fn great_circle_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = (lat2 - lat1, (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// Minutes for kilometers by road at [`ROAD_SPEED`], rounded up, at least one.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "distances inside a province")]
pub fn minutes_for_km(km: f64) -> Minutes {
    Minutes::whole(((km / ROAD_SPEED * 60.0 - 1e-9).ceil() as i64).max(1))
}
