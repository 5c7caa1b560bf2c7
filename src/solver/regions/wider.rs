//! Larger regions made of those that were asked, at the same multipliers, as far as time goes.
//!
//! What was priced between two regions is a row of the larger one, so each larger region says no less than those that it is made of, but takes
//! several times as long. They need not all be asked: where one was not, those that it is made of say what they have said, and the rows between
//! them stay priced.

use super::super::exact::{Domain, Exact, real};
use super::bound::{Answer, Asked, Terms, ask_each, proven};
use super::split::Split;
use super::{Regions, blocks, count};
use crate::program::Program;
use std::collections::BTreeMap;

/// Regions with what columns cost in them and what they have said.
pub(in crate::solver) struct Known {
    /// The regions.
    pub regions: Regions,
    /// What columns cost in them.
    pub split: Split,
    /// What they have said.
    pub asked: Asked,
}

impl Regions {
    /// How many columns each of them counts, those that reach into several in part.
    fn sizes(&self) -> Vec<f64> {
        let mut sizes = vec![0.0; self.count];
        for reach in self.reach.iter().filter(|reach| !reach.is_empty()) {
            reach.iter().for_each(|&region| sizes[region] += 1.0 / count(reach.len()));
        }
        sizes
    }

    /// The blocks of each region.
    pub(super) fn groups(&self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = vec![Vec::new(); self.count];
        self.of_block.iter().for_each(|(&block, &region)| groups[region].push(block));
        groups
    }
}

impl Known {
    /// The same where regions of at most `size` columns were asked; none where that is no better.
    pub(in crate::solver) fn widened(
        &self,
        (program, size): (&Program, f64),
        exact: &Exact<'_>,
        domain: &Domain,
        terms: &Terms<'_>,
    ) -> Option<Self> {
        let (wide, into) = self.larger(program, size)?;
        let larger = self.split.among(&wide, &into, exact);
        let is_new = |at: usize| into.iter().filter(|&&home| home == at).count() > 1;
        let answers = ask_each(&larger, exact, domain, terms, is_new);
        self.with((&wide, &into), &larger, answers, (program, exact, domain))
    }

    /// Larger regions of at most so many columns, those put together that disagree most, and in which of them each of these lies; none where nothing can be
    /// put together.
    pub(super) fn larger(&self, program: &Program, size: f64) -> Option<(Regions, Vec<usize>)> {
        let (mut groups, mut sizes, mut apart) = (self.regions.groups(), self.regions.sizes(), self.disagreements());
        let before = groups.clone();
        loop {
            let fit = |&(&(one, other), _): &(&(usize, usize), &f64)| sizes[one] + sizes[other] <= size;
            let most = apart.iter().filter(fit).max_by(|one, other| one.1.total_cmp(other.1).then(other.0.cmp(one.0)));
            let Some((&(one, other), _)) = most else { break };
            let gone = std::mem::take(&mut groups[other]);
            groups[one].extend(gone);
            sizes[one] += sizes[other];
            for ((left, right), columns) in std::mem::take(&mut apart) {
                let [left, right] = [left, right].map(|at| if at == other { one } else { at });
                if left != right {
                    *apart.entry((left.min(right), left.max(right))).or_insert(0.0) += columns;
                }
            }
        }
        groups.retain(|group| !group.is_empty());
        let wide = Regions::made(&blocks(program), &groups).filter(|wide| wide.count < self.regions.count)?;
        let into = wide.homes_of(&before);
        Some((wide, into))
    }

    /// By pair of regions, of how many columns one has taken something else than the other: what the bound lacks, since where all regions agree and rows between
    /// them are kept their points are a solution.
    fn disagreements(&self) -> BTreeMap<(usize, usize), f64> {
        let mut taken: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
        for (region, answer) in self.asked.answers.iter().enumerate() {
            answer.point.iter().for_each(|&(at, x)| taken.entry(at).or_default().push((region, x)));
        }
        let mut apart = BTreeMap::new();
        for copies in taken.values() {
            for (at, &(one, x)) in copies.iter().enumerate() {
                for &(other, _) in copies[at + 1..].iter().filter(|copy| copy.1 != x) {
                    *apart.entry((one, other)).or_insert(0.0) += 1.0;
                }
            }
        }
        apart
    }

    /// The same where each of the larger regions has answered so, in the multipliers `larger`.
    pub(super) fn with(
        &self,
        (wide, into): (&Regions, &[usize]),
        larger: &Split,
        answers: Vec<Option<Answer>>,
        (program, exact, domain): (&Program, &Exact<'_>, &Domain),
    ) -> Option<Self> {
        let before = self.said_in(larger, into, exact);
        // Whoever has ended early may say less.
        let better = |(answer, before): (Option<Answer>, f64)| answer.filter(|answer| answer.value() > before);
        let better: Vec<Option<Answer>> = answers.into_iter().zip(before).map(better).collect();
        let stays: Vec<usize> = (0..self.regions.count).filter(|&at| better[into[at]].is_none()).collect();
        let comes: Vec<usize> = (0..wide.count).filter(|&at| better[at].is_some()).collect();
        let position = |of: &[usize], at: usize| of.iter().position(|&one| one == at);
        let home = |row: usize| {
            let new = larger.home[row].and_then(|at| position(&comes, at));
            new.or_else(|| Some(comes.len() + position(&stays, self.split.home[row]?)?))
        };
        let home: Vec<Option<usize>> = (0..self.split.home.len()).map(home).collect();
        let loose = self.split.loose.iter().zip(&home).map(|(&price, home)| home.map_or(price, |_| 0.0)).collect();
        let new = comes.iter().map(|&at| larger.costs[at].clone());
        let costs = new.chain(stays.iter().map(|&at| self.split.costs[at].clone())).collect();
        let split = Split { home, costs, loose };
        let old = stays.iter().map(|&at| self.asked.answers[at].clone());
        let answers = better.into_iter().flatten().chain(old).collect();
        let asked = proven(&split, exact, domain, answers)?;
        let (groups, whole) = (self.regions.groups(), wide.groups());
        let groups: Vec<Vec<u32>> =
            comes.iter().map(|&at| whole[at].clone()).chain(stays.iter().map(|&at| groups[at].clone())).collect();
        let regions = Regions::made(&blocks(program), &groups)?;
        let is_better = asked.certificate.exactly() > self.asked.certificate.exactly();
        is_better.then_some(Self { regions, split, asked })
    }

    /// By larger region, what those that it is made of have said together with the prices of what lies between them.
    fn said_in(&self, larger: &Split, into: &[usize], exact: &Exact<'_>) -> Vec<f64> {
        let mut said = vec![0.0; larger.costs.len()];
        for (answer, &at) in self.asked.answers.iter().zip(into) {
            said[at] += answer.value();
        }
        for (at, row) in exact.all_rows().enumerate().filter(|&(at, _)| self.split.home[at].is_none()) {
            let (Some(home), price) = (larger.home[at], self.split.loose[at]) else { continue };
            let side = if price > 0.0 { row.lower } else { row.upper };
            said[home] += side.map_or(0.0, |side| price * real(side));
        }
        said
    }
}
