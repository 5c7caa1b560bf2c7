//! One block: the rows of one place over what the rest of the program can tell apart there.
//!
//! Columns that occur in no other row are the block's own (*inner*). The others come from outside; those with the same
//! coefficients in all rows of the block are the same to it and are counted together (*groups*). A plan of the whole
//! gives each block whole counts and whole inner values that meet its rows, nothing more is used here.

use super::super::exact::{grid, real};
use crate::program::{Col, Program};
use crate::proof::tree::{Small, SmallRow};
use std::collections::BTreeMap;

/// Blocks with more positions are left alone: their least values take too long.
const MOST: usize = 400;

/// Columns from outside that a block cannot tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The columns.
    pub columns: Vec<Col>,
}

/// A row over positions of the block: groups first, then inner columns.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Local {
    /// Position in the program.
    at: usize,
    lower: Option<i64>,
    upper: Option<i64>,
    terms: Vec<(usize, i64)>,
}

/// One block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What its rows call it.
    pub id: Option<u32>,
    /// What comes from outside.
    pub groups: Vec<Group>,
    /// The block's own columns.
    pub inner: Vec<Col>,
    /// Costs of the inner columns on the grid of each tier.
    pub costs: Vec<Vec<i64>>,
    lower: Vec<i64>,
    upper: Vec<i64>,
    integer: Vec<bool>,
    rows: Vec<Local>,
}

/// The blocks of a program that have something to decide and something to pay inside, in order of their names.
pub(super) fn blocks(program: &Program) -> Vec<Block> {
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
    rows_of.into_values().filter_map(|rows| block(program, &rows, &home)).collect()
}

/// By column: whether all its rows belong to one block.
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

fn block(program: &Program, rows: &[usize], home: &[bool]) -> Option<Block> {
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
    let mut local: Vec<Local> = rows
        .iter()
        .map(|&row| Local {
            at: row,
            lower: program.rows[row].lower,
            upper: program.rows[row].upper,
            terms: Vec::new(),
        })
        .collect();
    for (position, columns) in members().enumerate() {
        terms_of[&columns[0]].iter().for_each(|&(row, a)| local[row].terms.push((position, a)));
    }
    Some(Block {
        id: program.rows[*rows.first()?].block,
        lower: members().map(|columns| columns.iter().map(|c| column(c).lower).sum()).collect(),
        upper: members().map(|columns| columns.iter().map(|c| column(c).upper).sum()).collect(),
        integer: members().map(|columns| columns.iter().all(|c| column(c).integer)).collect(),
        rows: local,
        groups,
        inner,
        costs,
    })
}

fn costs(program: &Program, inner: &[Col]) -> Vec<Vec<i64>> {
    let of_tier = |tier: &crate::program::Tier| {
        let divisor = grid(tier).unwrap_or(1);
        let cost = |col: &Col| tier.terms.binary_search_by_key(col, |t| t.0).map_or(0, |at| tier.terms[at].1 / divisor);
        inner.iter().map(cost).collect()
    };
    program.tiers.iter().map(of_tier).collect()
}

impl Block {
    /// The block as a program of its own, without costs, and which of its positions are to be branched on. Inner values may be
    /// fractions where the program says that they are whole by themselves.
    pub(super) fn small(&self) -> (Small, Vec<bool>) {
        let row = |row: &Local| SmallRow { lower: row.lower, upper: row.upper, terms: row.terms.clone() };
        let rows = self.rows.iter().map(row).collect();
        (Small { lower: self.lower.clone(), upper: self.upper.clone(), rows }, self.integer.clone())
    }

    /// What the prices of the program's rows make of one of each group.
    pub(super) fn prices(&self, of_rows: &[f64]) -> Vec<f64> {
        let mut prices = vec![0.0; self.groups.len()];
        for row in &self.rows {
            for &(at, a) in row.terms.iter().filter(|(at, _)| *at < self.groups.len()) {
                prices[at] += of_rows[row.at] * real(a);
            }
        }
        prices
    }

    /// The cost of inner values in each tier, on its grid.
    pub(super) fn values(&self, inner: &[f64]) -> Vec<f64> {
        self.costs.iter().map(|costs| costs.iter().zip(inner).map(|(&c, v)| real(c) * v).sum()).collect()
    }

    /// Costs of the inner columns in a weighted sum of tiers.
    pub(super) fn weighted(&self, direction: &[i64]) -> Vec<i64> {
        (0..self.inner.len())
            .map(|at| direction.iter().zip(&self.costs).map(|(d, costs)| d * costs[at]).sum())
            .collect()
    }
}
