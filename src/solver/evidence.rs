//! The certificate of an outcome: what weighted sums have said of the tiers, in whole numbers, with the proofs of the rows that it uses.
//!
//! Prices are rounded once more, to numbers that any reader of a file has, and the totals are computed from these. It refuses
//! programs with limits on spread: their tangents are not proven from a page yet.

use super::tiers::Driver;
use crate::proof::Certificate;
use crate::proof::certificate::{Evidence, PlaceRow, Priced};
use crate::proof::place::places;
use std::collections::BTreeMap;

/// Largest magnitude of a price in units of its denominator: readers of JSON have 53 bits.
const LARGEST: f64 = 9e15;

impl Driver<'_> {
    /// The certificate of all tiers; a tier of which weighted sums have said nothing gets no prices, and so the bound of its columns alone.
    pub(super) fn certificate(&self) -> Option<Certificate> {
        if !self.program.cones.is_empty() || self.best.is_none() {
            return None;
        }
        let rows = self.program.rows.len();
        let proven = self.tight.proven();
        let of_rows = |prices: &[f64]| prices.len().min(rows);
        // Only the rows that some tier uses.
        let known = || self.evidence.iter().flatten();
        let used = |at: &usize| known().any(|known| known.prices.get(rows + at).is_some_and(|&price| price > 0.0));
        let place_rows: BTreeMap<usize, PlaceRow> = proven.into_iter().filter(|(at, _)| used(at)).collect();
        let position: BTreeMap<usize, usize> = place_rows.keys().enumerate().map(|(new, &at)| (at, new)).collect();
        let known_places = places(self.program);
        let as_row = |row: &PlaceRow| {
            known_places.iter().find(|place| place.id == row.place)?.row(&row.prices, &row.costs, row.least)
        };
        let as_rows: Vec<_> = place_rows.values().map(as_row).collect::<Option<_>>()?;
        let one = |(tier, known): (usize, &Option<super::prove::Known>)| {
            let (weights, prices) = match known {
                Some(known) => (known.weights.clone(), known.prices.as_slice()),
                None => ((0..=tier).map(|at| i64::from(at == tier)).collect(), [].as_slice()),
            };
            let shift = shift(prices);
            let whole = |at: usize| whole(prices[at], shift);
            let program = (0..of_rows(prices)).map(|at| (at, whole(at))).filter(|(_, price)| *price != 0).collect();
            let places: Priced = position
                .iter()
                .filter(|(at, _)| rows + **at < prices.len())
                .map(|(at, new)| (*new, whole(rows + at)))
                .filter(|(_, price)| *price > 0)
                .collect();
            let evidence = Evidence { weights, shift, rows: program, place_rows: places, total: String::new() };
            evidence.totaled(self.program, &as_rows)
        };
        let goals = self.evidence.iter().enumerate().map(one).collect::<Option<Vec<_>>>()?;
        Some(Certificate { place_rows: place_rows.into_values().collect(), goals })
    }
}

/// The finest denominator at which all prices are small enough.
fn shift(prices: &[f64]) -> u32 {
    let largest = prices.iter().fold(1.0_f64, |most, price| most.max(price.abs()));
    (0..=24).rev().find(|&shift| largest * f64::from(1_u32 << shift) < LARGEST).unwrap_or(0)
}

#[expect(clippy::cast_possible_truncation, reason = "the magnitude is bounded by the choice of the denominator")]
fn whole(price: f64, shift: u32) -> i64 {
    let scaled = (price * f64::from(1_u32 << shift)).round();
    if scaled.abs() < LARGEST { scaled as i64 } else { 0 }
}
