//! One place: the rows of one block of a program over what the rest of the program can tell apart there.
//!
//! Columns that occur in no other row are the place's own (*inner*). The others come from outside; those with the same
//! coefficients in all rows of the place are the same to it and are counted together (*groups*). A plan of the whole
//! gives each place whole counts and whole inner values that meet its rows, nothing more is used here.

use super::goal::grid;
use super::tree::{Small, SmallRow};
use crate::program::{Col, Program, Row};
use std::collections::BTreeMap;

/// Places with more positions are left alone: their least values take too long.
const MOST: usize = 400;

/// Columns from outside that a place cannot tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The columns.
    pub columns: Vec<Col>,
}

/// One place.
#[derive(Clone, Debug)]
pub struct Place {
    /// What its rows call it.
    pub id: u32,
    /// What comes from outside.
    pub groups: Vec<Group>,
    /// The place's own columns.
    pub inner: Vec<Col>,
    /// Costs of the inner columns on the grid of each tier.
    pub costs: Vec<Vec<i64>>,
    /// The place as a program of its own, without costs: groups first, then inner columns.
    pub small: Small,
    /// Which positions are to be branched on. Inner values may be fractions where the program says that they are whole by themselves.
    pub integer: Vec<bool>,
    /// Positions of its rows in the program.
    pub rows: Vec<usize>,
}

/// The places of a program that have something to decide and something to pay inside, in order of their names.
#[must_use]
pub fn places(program: &Program) -> Vec<Place> {
    let mut rows_of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, row) in program.rows.iter().enumerate() {
        if let Some(block) = row.block {
            rows_of.entry(block).or_default().push(at);
        }
    }
    if rows_of.is_empty() {
        return Vec::new();
    }
    let home = homes(program);
    rows_of.into_iter().filter_map(|(id, rows)| place(program, id, rows, &home)).collect()
}

/// By column: whether all its rows belong to one place.
fn homes(program: &Program) -> Vec<bool> {
    let mut block: Vec<Option<Option<u32>>> = vec![None; program.columns.len()];
    for row in &program.rows {
        for &(col, _) in &row.terms {
            let known = block[col.at()].get_or_insert(row.block);
            if *known != row.block {
                *known = None;
            }
        }
    }
    block.into_iter().map(|block| block.flatten().is_some()).collect()
}

fn place(program: &Program, id: u32, rows: Vec<usize>, home: &[bool]) -> Option<Place> {
    let mut terms_of: BTreeMap<Col, Vec<(usize, i64)>> = BTreeMap::new();
    for (local, &row) in rows.iter().enumerate() {
        program.rows[row].terms.iter().for_each(|&(col, a)| terms_of.entry(col).or_default().push((local, a)));
    }
    let inner: Vec<Col> = terms_of.keys().copied().filter(|col| home[col.at()]).collect();
    let mut alike: BTreeMap<&[(usize, i64)], Vec<Col>> = BTreeMap::new();
    for (&col, terms) in terms_of.iter().filter(|(col, _)| !home[col.at()]) {
        alike.entry(terms).or_default().push(col);
    }
    let mut groups: Vec<Group> = alike.into_values().map(|columns| Group { columns }).collect();
    groups.sort_by_key(|group| group.columns[0]);
    let costs = costs(program, &inner);
    if groups.is_empty() || groups.len() + inner.len() > MOST || costs.iter().flatten().all(|&cost| cost == 0) {
        return None;
    }
    let column = |col: &Col| &program.columns[col.at()];
    let members = || groups.iter().map(|g| g.columns.as_slice()).chain(inner.iter().map(std::slice::from_ref));
    let sides =
        |&row: &usize| SmallRow { lower: program.rows[row].lower, upper: program.rows[row].upper, terms: Vec::new() };
    let mut local: Vec<SmallRow> = rows.iter().map(sides).collect();
    for (position, columns) in members().enumerate() {
        terms_of[&columns[0]].iter().for_each(|&(row, a)| local[row].terms.push((position, a)));
    }
    let lower = members().map(|columns| columns.iter().map(|c| column(c).lower).sum()).collect();
    let upper = members().map(|columns| columns.iter().map(|c| column(c).upper).sum()).collect();
    let integer = members().map(|columns| columns.iter().all(|c| column(c).integer)).collect();
    Some(Place { id, small: Small { lower, upper, rows: local }, integer, rows, groups, inner, costs })
}

fn costs(program: &Program, inner: &[Col]) -> Vec<Vec<i64>> {
    let of_tier = |tier: &crate::program::Tier| {
        let divisor = grid(tier).unwrap_or(1);
        let cost = |col: &Col| tier.terms.binary_search_by_key(col, |t| t.0).map_or(0, |at| tier.terms[at].1 / divisor);
        inner.iter().map(cost).collect()
    };
    program.tiers.iter().map(of_tier).collect()
}

impl Place {
    /// Costs of the inner columns in a weighted sum of tiers.
    #[must_use]
    pub fn weighted(&self, direction: &[i64]) -> Vec<i64> {
        (0..self.inner.len())
            .map(|at| direction.iter().zip(&self.costs).map(|(d, costs)| d * costs[at]).sum())
            .collect()
    }

    /// The row of the program that says that `Σ prices·groups + Σ costs·inner` is at least `least`; none where there are not as many
    /// numbers as positions.
    #[must_use]
    pub fn row(&self, prices: &[i64], costs: &[i64], least: i64) -> Option<Row> {
        if prices.len() != self.groups.len() || costs.len() != self.inner.len() {
            return None;
        }
        let mut terms: BTreeMap<Col, i64> = BTreeMap::new();
        for (group, &price) in self.groups.iter().zip(prices).filter(|(_, price)| **price != 0) {
            terms.extend(group.columns.iter().map(|&col| (col, price)));
        }
        terms.extend(self.inner.iter().zip(costs).filter(|(_, cost)| **cost != 0).map(|(&col, &cost)| (col, cost)));
        let name = super::presolve::nameless();
        Some(Row { name, lower: Some(least), upper: None, terms: terms.into_iter().collect(), block: Some(self.id) })
    }
}
