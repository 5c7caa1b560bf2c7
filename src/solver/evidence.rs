//! The certificate of an outcome: what relaxations have said of the tiers, in whole numbers, with the proofs of the rows that it uses.
//!
//! Prices are rounded once more, to numbers that any reader of a file has, and the totals are computed from these. It refuses
//! programs with limits on spread: their tangents are not proven from a page yet.

use super::exact::grid;
use super::tiers::Driver;
use crate::program::Row;
use crate::proof::Certificate;
use crate::proof::certificate::{Evidence, PlaceRow};
use std::collections::BTreeMap;

/// Weights of tiers that are held are multiples of `2^-UNIT`.
const UNIT: u32 = 20;
/// Largest magnitude of a price in units of its denominator: readers of JSON have 53 bits.
const LARGEST: f64 = 9e15;

/// Weights and prices that bound a tier.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Weights up to the tier.
    pub weights: Vec<i64>,
    /// Prices of the rows in units of the sum.
    pub prices: Vec<f64>,
}

/// What relaxations have said of one tier.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// The best bound, on its grid, by a weighted sum.
    pub sum: Option<(i64, Known)>,
    /// The last relaxation with the tiers before held.
    held: Option<Known>,
}

impl Heard {
    /// All of it.
    fn all(&self) -> impl Iterator<Item = &Known> {
        self.sum.iter().map(|sum| &sum.1).chain(&self.held)
    }
}

/// Rows of single places that some tier uses: their proofs, and as rows of the program.
struct PlaceRows {
    proven: Vec<PlaceRow>,
    rows: Vec<Row>,
    /// Position of each in the relaxation, behind the rows of the program, and here.
    position: BTreeMap<usize, usize>,
}

impl Driver<'_> {
    /// Keeps what a relaxation with the tiers before held has said: what it pays for holding them is their weight in a sum. `rows` are
    /// those before the rows that hold.
    pub(super) fn note(&mut self, tier: usize, rows: usize, prices: &[f64]) {
        let mut held = prices.get(rows..).unwrap_or_default().iter();
        let mut weight = |at: usize| {
            let price = grid(&self.program.tiers[at]).and_then(|_| held.next().copied()).unwrap_or(0.0);
            whole((-price).max(0.0), UNIT)
        };
        let mut weights: Vec<i64> = (0..tier).map(&mut weight).collect();
        weights.push(1 << UNIT);
        let scale = f64::from(1_u32 << UNIT);
        let prices = prices.iter().take(rows).map(|price| price * scale).collect();
        self.evidence[tier].held = Some(Known { weights, prices });
    }

    /// The certificate of all tiers, of each the best that is known, none where nothing was said of any; a tier of which nothing was said gets the bound of its columns alone.
    pub(super) fn certificate(&self) -> Option<Certificate> {
        let best = self.best.as_ref().filter(|_| self.program.cones.is_empty())?;
        // Something has to have been said.
        self.evidence.iter().flat_map(Heard::all).next()?;
        let places = self.place_rows();
        let best_of = |tier: usize| {
            let alone = Known { weights: (0..=tier).map(|at| i64::from(at == tier)).collect(), prices: Vec::new() };
            let all = self.evidence[tier].all().chain([&alone]);
            let all = all.filter_map(|known| self.evidence_of(known, &places));
            let worth = |evidence: &Evidence| evidence.worth(self.program, &places.rows, &best.values);
            all.max_by_key(worth)
        };
        let goals = (0..self.program.tiers.len()).map(best_of).collect::<Option<Vec<_>>>()?;
        Some(Certificate { place_rows: places.proven, goals })
    }

    /// Whether some bound rests on the row at this position of the relaxation.
    pub(super) fn is_priced(&self, at: usize) -> bool {
        let mut known = self.evidence.iter().flat_map(Heard::all);
        known.any(|known| known.prices.get(at).is_some_and(|&price| price > 0.0))
    }

    fn place_rows(&self) -> PlaceRows {
        let rows = self.program.rows.len();
        let used = |at: usize| self.is_priced(rows + at);
        let proven: BTreeMap<_, _> = self.tight.proven().into_iter().filter(|(at, _)| used(*at)).collect();
        let position = proven.keys().enumerate().map(|(new, &at)| (at, new)).collect();
        let (proven, rows) = proven.into_values().unzip();
        PlaceRows { proven, rows, position }
    }

    /// The same in whole numbers.
    fn evidence_of(&self, known: &Known, places: &PlaceRows) -> Option<Evidence> {
        let (rows, prices) = (self.program.rows.len(), known.prices.as_slice());
        let shift = shift(prices);
        let of_program = (0..prices.len().min(rows)).map(|at| (at, whole(prices[at], shift)));
        let of_places = places.position.iter().filter(|(at, _)| rows + **at < prices.len());
        let of_places = of_places.map(|(at, new)| (*new, whole(prices[rows + at], shift)));
        let evidence = Evidence {
            weights: known.weights.clone(),
            shift,
            rows: of_program.filter(|(_, price)| *price != 0).collect(),
            place_rows: of_places.filter(|(_, price)| *price > 0).collect(),
            total: String::new(),
        };
        evidence.totaled(self.program, &places.rows)
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

#[cfg(test)]
mod tests {
    use super::super::small::{generated, solutions};
    use super::super::{Settings, Silent, Termination, solve};
    use super::*;
    use crate::program::Program;
    use crate::proof::certificate::Flaw;
    use crate::proof::tree::Node;

    /// The least value of every tier over the solutions that are as good as `values` in the tiers before.
    fn truth(program: &Program, plans: &[Vec<i64>], values: &[i64]) -> Vec<i64> {
        let of = |tier: usize| {
            let kept = plans.iter().map(|plan| program.values(plan));
            let kept = kept.filter(|v| v.iter().zip(values).take(tier).all(|(v, held)| v <= held));
            kept.map(|v| v[tier]).min().expect("the plan itself")
        };
        (0..values.len()).map(of).collect()
    }

    /// Every way to change one number by one.
    fn altered(certificate: &Certificate) -> Vec<Certificate> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Certificate)| {
            let mut other = certificate.clone();
            change(&mut other);
            all.push(other);
        };
        for goal in 0..certificate.goals.len() {
            with(&|c| c.goals[goal].weights[goal] += 1);
            with(&|c| c.goals[goal].shift += 1);
            with(&|c| c.goals[goal].total = (c.goals[goal].total.parse::<i128>().expect("a number") + 1).to_string());
            for at in 0..certificate.goals[goal].rows.len() {
                with(&|c| c.goals[goal].rows[at].1 += 1);
            }
            for at in 0..certificate.goals[goal].place_rows.len() {
                with(&|c| c.goals[goal].place_rows[at].1 += 1);
            }
        }
        for row in 0..certificate.place_rows.len() {
            with(&|c| c.place_rows[row].least += 1);
            with(&|c| c.place_rows[row].place += 1);
            with(&|c| c.place_rows[row].costs[0] += 1);
            with(&|c| c.place_rows[row].prices[0] -= 1);
            for node in 0..certificate.place_rows[row].tree.nodes.len() {
                with(&|c| match &mut c.place_rows[row].tree.nodes[node] {
                    Node::Case(_, at) => *at += 1,
                    Node::Leaf(prices) => prices.iter_mut().for_each(|price| price.1 += 1 << 6),
                });
            }
        }
        all
    }

    #[test]
    fn a_certificate_proves_what_enumeration_says_and_none_with_another_number_proves_more() {
        // Bounds meet the optimum or stay below it; a changed number is refused or proves something that is still true.
        let mut state = 3_u64;
        let (mut met, mut refused, mut tried) = (0, 0, 0);
        for case in 0..300 {
            let program = generated(&mut state);
            let plans = solutions(&program);
            let outcome = solve(&program, &Settings::default(), None, &Silent);
            assert_eq!(outcome.termination, Termination::Proven, "case {case}");
            let values: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
            let truth = truth(&program, &plans, &values);
            let Some(certificate) = outcome.certificate else { continue };
            let bounds = certificate.check(&program, &values).expect("as written");
            assert!(bounds.iter().zip(&truth).all(|(bound, least)| bound <= least), "case {case}");
            met += usize::from(bounds == truth);
            for other in altered(&certificate) {
                tried += 1;
                match other.check(&program, &values) {
                    Ok(bounds) => assert!(bounds.iter().zip(&truth).all(|(b, least)| b <= least), "case {case}"),
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(met > 250, "only {met} of 300 met");
        // The rest is as true as the original; `verify` refuses it by its digest.
        assert!(tried > 3000 && refused * 4 > tried * 3, "{refused} of {tried} refused");
    }

    #[test]
    fn a_certificate_of_another_program_or_with_a_goal_too_few_is_refused() {
        // What was proven of one program says nothing of another.
        let mut state = 3_u64;
        let (one, other) = (generated(&mut state), generated(&mut state));
        let outcome = solve(&one, &Settings::default(), None, &Silent);
        let values: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
        let mut certificate = outcome.certificate.expect("blocks, no cones");
        assert!(certificate.check(&one, &values).is_ok());
        assert!(certificate.check(&other, &values).is_err());
        certificate.goals.pop();
        assert_eq!(certificate.check(&one, &values), Err(Flaw::Incomplete));
    }
}
