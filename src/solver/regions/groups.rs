//! A better plan, group by group: regions that hang together and make up a share of all are searched as one program, among few columns.
//!
//! A region knows all of its columns and nobody who goes elsewhere; all regions at once, even among few columns, are more than branch and bound
//! comes to an end with where several years are decided. In between lie groups of regions among few columns: each is solved nearly to its end and
//! begins where the last one has ended (large neighborhood search; Shaw, Using constraint programming and local search methods to
//! solve vehicle routing problems, 1998). Two groups that share no region are searched side by side, and what both have changed is put together. Where
//! groups have nothing more to give, more columns are left free. What is found is a plan and proves nothing.

use super::super::clock::Clock;
use super::super::exact::{Domain, Exact, real};
use super::super::safe_bound::Certificate;
use super::super::tiers::{Best, Driver};
use super::super::weights::Weights;
use super::{Regions, pairs};
use crate::program::Col;

/// How wide the groups are, one width after the other: the share of the regions in one group, and how many columns of each stage are free
/// because they are priced low.
const WIDTHS: [((usize, usize), usize); 4] = [((1, 5), 4_000), ((1, 3), 4_000), ((2, 5), 8_000), ((1, 5), 32_000)];
/// Groups that are searched side by side.
const SIDE_BY_SIDE: usize = 2;
/// Nodes for one group.
const NODES: i32 = 50;
/// Most rounds of groups of one width, and how many in a row may give nothing that is worth the time.
const GROUPS: usize = 60;
const PATIENCE: usize = 4;
/// A group is searched to within this share of what all of them together may leave open, and so much is worth the time.
const NEAR: f64 = 0.02;
/// Where time is limited, one part in so many of what is left: larger regions follow.
const PART: u32 = 2;
/// A step of the sum: what groups have changed is put together exactly.
const STEP: f64 = 1.0;

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
        let (mut links, clock) = (Links::of(regions), self.clock.part(PART));
        for ((part, whole), cheap) in WIDTHS {
            let (size, mut in_vain) = ((part * regions.count).div_ceil(whole), 0);
            for _ in 0..GROUPS {
                if in_vain == PATIENCE {
                    break;
                }
                if self.over() || self.settled(end - 1) || clock.stop().is_some() {
                    return;
                }
                let Some(best) = self.best.clone() else { return };
                let near = self.near_plan(&self.taken, relaxed, first, &best, cheap);
                let groups = links.apart(size, SIDE_BY_SIDE);
                let parts: Vec<Domain> =
                    (0..groups.len()).map(|at| self.in_group(&near, regions, &groups, at, &best)).collect();
                let (open, before) = (self.left(end - 1) * step, self.worth(&goal));
                self.search_apart((regions, &parts), (&weights, &goal), NEAR * open, &clock);
                in_vain = if before - self.worth(&goal) > NEAR * open { 0 } else { in_vain + 1 };
            }
        }
    }

    /// What is free in one of several groups that are searched side by side: columns that reach into it and into none of the others, and those
    /// that reach into no region.
    pub(super) fn in_group(
        &self,
        near: &Domain,
        regions: &Regions,
        groups: &[Vec<usize>],
        at: usize,
        best: &Best,
    ) -> Domain {
        let mut part = near.clone();
        let others = [&groups[..at], &groups[at + 1..]].concat().concat();
        for col in (0..self.program.own).map(Col::new) {
            if regions.is_elsewhere(col, &groups[at]) || regions.reaches(col, &others) {
                let held = best.solution[col.at()];
                (part.lower[col.at()], part.upper[col.at()]) = (held, held);
            }
        }
        part
    }

    /// Branches within each of `parts` side by side and puts together what they change.
    pub(super) fn search_apart(
        &mut self,
        (regions, parts): (&Regions, &[Domain]),
        (weights, goal): (&Weights, &Exact<'_>),
        open: f64,
        clock: &Clock,
    ) {
        let Some(before) = self.best.clone() else { return };
        let exact = self.exact(weights.cost(self.program), weights.first);
        let mut found = self.branch_apart(&exact, parts, (open, NODES), clock);
        for one in &found {
            self.offer(one);
        }
        found.retain(|one| one[..self.program.own] != before.solution[..self.program.own]);
        if found.len() < 2 {
            return;
        }
        let worth = self.worth(goal);
        let change = |at: usize| found.iter().map(|one| one[at] - before.solution[at]).sum::<i64>();
        let all: Vec<i64> = (0..self.program.own).map(|at| before.solution[at] + change(at)).collect();
        self.offer(&all);
        if self.worth(goal) < worth {
            return;
        }
        // They do not go together as they are: whatever some of them has changed is open, and so is what all of them share.
        found.push(before.solution);
        found.push(all);
        let mut part = self.domain(weights.first).clone();
        for at in (0..self.program.own).filter(|&at| exact.integer[at] && regions.is_somewhere(Col::new(at))) {
            let values = || found.iter().map(|one| one[at]);
            let (least, most) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
            (part.lower[at], part.upper[at]) = (least.max(part.lower[at]), most.min(part.upper[at]));
        }
        self.branch(&exact, &part, STEP, Some(NODES), 1);
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

    /// So many groups of `size` regions that have none in common; fewer where no region would be left outside, as what crosses from one group to
    /// another is held.
    pub(super) fn apart(&mut self, size: usize, groups: usize) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = Vec::new();
        for _ in 0..groups {
            let taken = all.concat();
            if all.is_empty() || taken.len() + size < self.visits.len() {
                all.push(self.group(size, &taken));
            }
        }
        all
    }

    /// A group of `size` regions around the one that was searched least often, the closest first; those searched before come later, those of
    /// `others` not at all.
    pub(super) fn group(&mut self, size: usize, others: &[usize]) -> Vec<usize> {
        let count = self.visits.len();
        let mut link = vec![0.0; count];
        let mut group: Vec<usize> = Vec::new();
        while group.len() < size.min(count) {
            // The first has no link yet.
            let rank = |at: usize| {
                let all: f64 = self.shared[at].iter().sum();
                (link[at] / (1.0 + all).sqrt() / (1.0 + self.visits[at]), -self.visits[at])
            };
            let left = (0..count).filter(|at| !group.contains(at) && !others.contains(at)).rev();
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
