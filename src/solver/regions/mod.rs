//! Regions: parts of the program that hang together more closely than with the rest, each small enough to be branched on whole.
//!
//! Blocks ([`crate::program::Row::block`]) that share many columns are put together, the closest first, as long as the region is
//! small. What still crosses (people who may move far, budgets, places to be hired for) is priced by the relaxation, and
//! each region is asked for its least value at those prices: the Lagrangean bound by variable splitting (Guignard and Kim,
//! Lagrangean decomposition, Mathematical Programming 39, 1987), at first never below the relaxation and much above the hulls of single places (`bound`). A
//! plan is improved region by region, everything else held (`improve`). It refuses to know what a region is out there: counties
//! without clusters of schools have regions, too.

mod ascent;
mod bound;
mod groups;
mod improve;
mod split;
#[cfg(test)]
mod tests;
mod wider;

pub(super) use ascent::ascend;
pub(super) use bound::{Terms, priced};
pub(super) use improve::Reach;
pub(super) use split::Split;
pub(super) use wider::Known;

use crate::program::{Col, Program, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Regions grow to so many columns, those that reach into several counted in part, and first those that they are made of.
const SIZE: f64 = 6_000.0;
const SMALL: f64 = 1_000.0;

/// A partition of the blocks of a program.
#[derive(Clone, Debug)]
pub(super) struct Regions {
    /// The region of each block.
    of_block: BTreeMap<u32, usize>,
    /// The regions that each column reaches into by rows of blocks.
    reach: Vec<BTreeSet<usize>>,
    /// How many there are.
    pub count: usize,
    /// The smaller regions that they are made of, and in which region each of those lies.
    parts: Option<Box<(Self, Vec<usize>)>>,
}

impl Regions {
    /// The regions of a program; none where fewer than two would be left.
    pub(super) fn of(program: &Program) -> Option<Self> {
        let blocks = blocks(program);
        let small = together(&blocks, singles(&blocks), SMALL);
        let mut regions = Self::made(&blocks, &together(&blocks, small.clone(), SIZE))?;
        if small.len() > regions.count {
            let into = regions.homes_of(&small);
            regions.parts = Self::made(&blocks, &small).map(|small| Box::new((small, into)));
        }
        Some(regions)
    }

    /// The regions that are these groups of blocks.
    fn made(blocks: &[BTreeSet<u32>], groups: &[Vec<u32>]) -> Option<Self> {
        if groups.len() < 2 {
            return None;
        }
        let of_block: BTreeMap<u32, usize> =
            groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |&block| (block, at))).collect();
        let reach = blocks.iter().map(|blocks| blocks.iter().map(|block| of_block[block]).collect()).collect();
        Some(Self { of_block, reach, count: groups.len(), parts: None })
    }

    /// In which region each of these groups of blocks lies, by its first block.
    fn homes_of(&self, groups: &[Vec<u32>]) -> Vec<usize> {
        groups.iter().map(|group| self.of_block[&group[0]]).collect()
    }

    /// The smaller regions that these are made of, and in which region each of those lies; none where they are made of blocks alone.
    pub(super) fn parts(&self) -> Option<(&Self, &[usize])> {
        self.parts.as_ref().map(|parts| (&parts.0, parts.1.as_slice()))
    }

    /// How many there are, as a float.
    pub(super) fn number(&self) -> f64 {
        count(self.count)
    }

    /// The region of a row: its block's, else the one that most of its columns reach into; none where that is less than half.
    pub(super) fn home(&self, row: &Row) -> Option<usize> {
        if let Some(block) = row.block {
            return self.of_block.get(&block).copied();
        }
        let mut votes = vec![0; self.count];
        for &(col, _) in &row.terms {
            self.reach.get(col.at()).into_iter().flatten().for_each(|&region| votes[region] += 1);
        }
        let (region, most) = votes.into_iter().enumerate().max_by_key(|&(at, votes)| (votes, std::cmp::Reverse(at)))?;
        (most > 0 && 2 * most >= row.terms.len()).then_some(region)
    }

    /// Whether a column reaches into one of these regions.
    pub(super) fn reaches(&self, col: Col, regions: &[usize]) -> bool {
        self.reach.get(col.at()).is_some_and(|reach| regions.iter().any(|region| reach.contains(region)))
    }

    /// Whether a column reaches into any region.
    pub(super) fn is_somewhere(&self, col: Col) -> bool {
        self.reach.get(col.at()).is_some_and(|reach| !reach.is_empty())
    }

    /// Whether a column reaches into regions, and none of them is one of these.
    pub(super) fn is_elsewhere(&self, col: Col, regions: &[usize]) -> bool {
        self.is_somewhere(col) && !self.reaches(col, regions)
    }

    /// Pairs of regions by the rows that ask for columns of both, such as who may be here or there, most first; rows that reach
    /// into many regions count less for each pair.
    pub(super) fn neighbors(&self, program: &Program) -> Vec<(usize, usize)> {
        let mut shared: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for row in &program.rows {
            let reach: BTreeSet<usize> =
                row.terms.iter().flat_map(|&(col, _)| self.reach[col.at()].iter().copied()).collect();
            let share = 1.0 / count(reach.len().pow(2));
            pairs(&reach).for_each(|pair| *shared.entry(pair).or_default() += share);
        }
        let mut order: Vec<_> = shared.into_iter().collect();
        order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        order.into_iter().map(|(pair, _)| pair).collect()
    }
}

/// All pairs of a set, the lesser first.
fn pairs<T: Copy + Ord>(set: &BTreeSet<T>) -> impl Iterator<Item = (T, T)> {
    set.iter().enumerate().flat_map(|(at, &one)| set.iter().skip(at + 1).map(move |&other| (one, other)))
}

/// The blocks whose rows speak of each column.
fn blocks(program: &Program) -> Vec<BTreeSet<u32>> {
    let mut blocks: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); program.columns.len()];
    for row in &program.rows {
        for &(col, _) in row.block.iter().flat_map(|_| &row.terms) {
            blocks[col.at()].extend(row.block);
        }
    }
    blocks
}

/// Every block by itself.
fn singles(of_column: &[BTreeSet<u32>]) -> Vec<Vec<u32>> {
    let blocks: BTreeSet<u32> = of_column.iter().flatten().copied().collect();
    blocks.into_iter().map(|block| vec![block]).collect()
}

/// Groups of blocks put together by average linkage over the columns they share, while a group counts at most `size` columns.
fn together(of_column: &[BTreeSet<u32>], mut groups: Vec<Vec<u32>>, size: f64) -> Vec<Vec<u32>> {
    let position: BTreeMap<u32, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |&block| (block, at))).collect();
    let mut columns = vec![0.0; groups.len()];
    let mut shared = vec![vec![0.0; groups.len()]; groups.len()];
    for set in of_column.iter().filter(|set| !set.is_empty()) {
        let share = 1.0 / count(set.len());
        for block in set {
            columns[position[block]] += share;
        }
        for (one, other) in pairs(set) {
            let (one, other) = (position[&one], position[&other]);
            shared[one][other] += 1.0;
            shared[other][one] += 1.0;
        }
    }
    let mut live: Vec<usize> = (0..groups.len()).collect();
    while let Some((one, other)) = closest(&live, &groups, &shared, |one, other| columns[one] + columns[other] <= size)
    {
        live.retain(|&at| at != other);
        for &at in live.iter().filter(|&&at| at != one) {
            shared[one][at] += shared[other][at];
            shared[at][one] = shared[one][at];
        }
        columns[one] += columns[other];
        let gone = std::mem::take(&mut groups[other]);
        groups[one].extend(gone);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The two groups that share most columns by pair of blocks, of those that fit together; the earlier ones where equal.
fn closest(
    live: &[usize],
    groups: &[Vec<u32>],
    shared: &[Vec<f64>],
    fit: impl Fn(usize, usize) -> bool,
) -> Option<(usize, usize)> {
    let mut best: Option<(f64, (usize, usize))> = None;
    for (at, &one) in live.iter().enumerate() {
        for &other in live[at + 1..].iter().filter(|&&other| shared[one][other] > 0.0 && fit(one, other)) {
            let link = shared[one][other] / (count(groups[one].len()) * count(groups[other].len()));
            if best.is_none_or(|(most, _)| link > most) {
                best = Some((link, (one, other)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

/// A number of blocks, as a float.
fn count(len: usize) -> f64 {
    f64::from(u32::try_from(len).expect("fewer than 2^32 blocks"))
}
