//! Costs shared out among regions: what a column costs in each region that it reaches into, so that it adds up.
//!
//! With prices `y` of the rows that belong to no region, region `r` may charge `λ_rj` for column `j`, whatever the numbers are as long as
//! `Σ_r λ_rj = c_j − (yA)_j`: the multipliers of variable splitting (Guignard and Kim, Lagrangean decomposition, Mathematical Programming 39, 1987).
//! Prices of a relaxation give the first ones, `λ_r = Σ_{rows of r} y a`, an equal share of the reduced cost each.

use super::super::exact::{Exact, real};
use super::Regions;
use super::bound::OF_REGION;
use std::collections::BTreeMap;

/// Multipliers of a goal.
#[derive(Clone, Debug)]
pub(in crate::solver) struct Split {
    /// The region of each row of the goal; none for those that are priced.
    pub home: Vec<Option<usize>>,
    /// By region the columns of its rows, and what each costs there.
    pub costs: Vec<BTreeMap<usize, f64>>,
    /// The price of each row, those of regions left out.
    pub loose: Vec<f64>,
}

impl Split {
    /// Everything priced, by row of `exact`, in units of the goal: the relaxation, no regions.
    pub(in crate::solver) fn priced(exact: &Exact<'_>, prices: &[f64]) -> Self {
        let mut loose = prices.to_vec();
        loose.resize(exact.all_rows().count(), 0.0);
        Self { home: vec![None; loose.len()], costs: Vec::new(), loose }
    }

    /// The same among `regions`, of which `into` says for each region so far in which it lies. The bound never falls: what was priced
    /// becomes a row, what was charged in two regions becomes a charge in one.
    pub(in crate::solver) fn among(&self, regions: &Regions, into: &[usize], exact: &Exact<'_>) -> Self {
        // What holds earlier tiers is priced: rows of regions do not depend on it.
        let last = exact.rows.len() + exact.cuts.len();
        let mut costs = vec![BTreeMap::new(); regions.count];
        for (part, &region) in self.costs.iter().zip(into) {
            for (&at, cost) in part {
                *costs[region].entry(at).or_insert(0.0) += cost;
            }
        }
        let mut left: Vec<f64> = exact.cost.iter().map(|&cost| real(cost)).collect();
        let (mut home, mut loose) = (Vec::with_capacity(self.home.len()), vec![0.0; self.home.len()]);
        for (at, row) in exact.all_rows().enumerate() {
            let before = self.home[at].map(|region| into[region]);
            // Rows found for regions before do not follow from the rows of other ones: they are priced.
            let may = at < last && row.name.rule != OF_REGION;
            let now = before.or_else(|| if may { regions.home(row) } else { None });
            let price = self.loose[at];
            for &(col, a) in &row.terms {
                match now {
                    Some(region) => *costs[region].entry(col.at()).or_insert(0.0) += price * real(a),
                    None => left[col.at()] -= price * real(a),
                }
            }
            if now.is_none() {
                loose[at] = price;
            }
            home.push(now);
        }
        let mut split = Self { home, costs, loose };
        split.settle(left);
        split
    }

    /// In how many regions each of so many columns is charged.
    pub(super) fn shared(&self, columns: usize) -> Vec<f64> {
        let mut shared = vec![0.0; columns];
        self.costs.iter().flat_map(BTreeMap::keys).for_each(|&at| shared[at] += 1.0);
        shared
    }

    /// Shares out equally what is missing from `all` that columns have to cost in their regions together.
    fn settle(&mut self, mut all: Vec<f64>) {
        let shared = self.shared(all.len());
        self.costs.iter().flatten().for_each(|(&at, cost)| all[at] -= cost);
        for (&at, cost) in self.costs.iter_mut().flatten() {
            *cost += all[at] / shared[at];
        }
    }
}
