//! A better plan, group by group: regions that hang together and make up a share of all are searched as one program, among few columns.
//!
//! A region knows all of its columns and nobody who goes elsewhere; all regions at once, even among few columns, are more than branch and bound
//! comes to an end with where several years are decided. In between lie groups of regions among few columns: each is solved nearly to its end and
//! begins where the last one has ended (large neighborhood search; Shaw, Using constraint programming and local search methods to
//! solve vehicle routing problems, 1998). What is found is a plan and proves nothing.

use super::super::exact::{Exact, real};
use super::super::safe_bound::Certificate;
use super::super::tiers::Driver;
use super::super::weights::Weights;
use super::{Regions, pairs};
use crate::program::Col;

/// One group is one part of so many.
const SHARE: usize = 3;
/// Nodes for one group.
const NODES: i32 = 50;
/// Most groups, and how many in a row may give nothing that is worth the time.
const GROUPS: usize = 60;
const PATIENCE: usize = 8;
/// A group is searched to within this share of what all of them together may leave open; the second is worth the time.
const NEAR: f64 = 0.1;
const MUCH: f64 = 0.02;

impl Driver<'_> {
    /// Improves the best solution in the weighted sum of the tiers `first..end`, those before held, among the columns that were taken on the
    /// way, its own and those that a relaxation prices lowest.
    pub(in crate::solver) fn improve_by_groups(
        &mut self,
        regions: &Regions,
        relaxed: &Certificate,
        first: usize,
        end: usize,
    ) {
        let weights = Weights::of(self.program, first, end);
        let Some(step) = weights.steps.last().copied().map(real) else { return };
        let goal = Exact::new(self.program, weights.cost(self.program), 0, &[]);
        let (mut links, mut in_vain) = (Links::of(regions), 0);
        for _ in 0..GROUPS {
            if in_vain == PATIENCE || self.over() || self.settled(end - 1) {
                return;
            }
            let Some(best) = self.best.clone() else { return };
            let group = links.group(regions.count.div_ceil(SHARE));
            let mut near = self.near_plan(&self.taken, relaxed, first, &best);
            for at in (0..self.program.own).filter(|&at| regions.is_elsewhere(Col::new(at), &group)) {
                (near.lower[at], near.upper[at]) = (best.solution[at], best.solution[at]);
            }
            let (open, before) = (self.left(end - 1) * step, self.worth(&goal));
            // Tangents that were missing are known to the next group.
            self.search_near(&near, &weights, NEAR * open, (NODES, 1));
            in_vain = if before - self.worth(&goal) > MUCH * open { 0 } else { in_vain + 1 };
        }
    }
}

/// How closely regions hang together, and how often each was searched.
pub(super) struct Links {
    /// By pair of regions, how many columns reach into both.
    shared: Vec<Vec<f64>>,
    visits: Vec<f64>,
}

impl Links {
    pub(super) fn of(regions: &Regions) -> Self {
        let mut shared = vec![vec![0.0; regions.count]; regions.count];
        for (one, other) in regions.reach.iter().flat_map(pairs) {
            shared[one][other] += 1.0;
            shared[other][one] += 1.0;
        }
        Self { shared, visits: vec![0.0; regions.count] }
    }

    /// A group of `size` regions around the one that was searched least often, the closest first; those searched before come later.
    pub(super) fn group(&mut self, size: usize) -> Vec<usize> {
        let count = self.visits.len();
        let mut link = vec![0.0; count];
        let mut group: Vec<usize> = Vec::new();
        while group.len() < size.min(count) {
            // The first has no link yet.
            let rank = |at: usize| {
                let all: f64 = self.shared[at].iter().sum();
                (link[at] / (1.0 + all).sqrt() / (1.0 + self.visits[at]), -self.visits[at])
            };
            let left = (0..count).filter(|at| !group.contains(at)).rev();
            let next = left.max_by(|&one, &other| {
                let ((one, seldom), (other, rarely)) = (rank(one), rank(other));
                one.total_cmp(&other).then(seldom.total_cmp(&rarely))
            });
            let Some(next) = next else { break };
            link.iter_mut().zip(&self.shared[next]).for_each(|(link, shared)| *link += shared);
            group.push(next);
        }
        for &at in &group {
            self.visits[at] += 1.0;
        }
        group
    }
}
