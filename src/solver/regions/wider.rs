//! Larger regions made of those that were asked, at the same multipliers, as far as time goes.
//!
//! What was priced between two regions is a row of the larger one, so each larger region says no less than those that it is made of, but takes
//! several times as long. They need not all be asked: where one was not, those that it is made of say what they have said, and the rows between
//! them stay priced.

use super::super::exact::{Domain, Exact, real};
use super::bound::{Answer, Asked, Terms, ask_each, proven};
use super::split::Split;
use super::{Regions, blocks, together};
use crate::program::Program;

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
    /// Larger regions of at most so many columns, and in which of them each of these lies; none where nothing can be put together.
    pub(super) fn wider(&self, program: &Program, size: f64) -> Option<(Self, Vec<usize>)> {
        let (groups, of_column) = (self.groups(), blocks(program));
        let wide = Self::made(&of_column, &together(&of_column, groups.clone(), size))?;
        let into = wide.homes_of(&groups);
        (wide.count < self.count).then_some((wide, into))
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
        let (wide, into) = self.regions.wider(program, size)?;
        let larger = self.split.among(&wide, &into, exact);
        // Those that stay what they are would say again what they have said.
        let is_new = |at: usize| into.iter().filter(|&&home| home == at).count() > 1;
        let answers = ask_each(&larger, exact, domain, terms, is_new);
        self.with((&wide, &into), &larger, answers, (program, exact, domain))
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
