//! Rows of places that single stages have found, for the program of all stages.
//!
//! A stage is tightened by the hulls of its places round by round, for which the whole is too large (docs/adr/0013). A row of a stage need not hold
//! in the whole, where what was decided before is open: its least value is found anew in the whole place, exactly, and may be less there. The prices
//! of the whole come nearer to whole people with these rows, and so do bounds by regions at these prices (docs/adr/0025).

use super::hull::Cut;
use super::tiers::Driver;
use super::tight::{Relaxed, Tight};
use crate::program::Col;
use crate::proof::place::Place;
use crate::proof::tree::Tree;
use std::collections::BTreeMap;

/// A row of a place in columns of the whole program.
#[derive(Clone, Debug)]
pub(super) struct Handed {
    /// What the rows of the place call it.
    place: u32,
    /// Price of one of each column from outside, cost of each of the place's own.
    prices: BTreeMap<usize, i64>,
    costs: BTreeMap<usize, i64>,
    least: i64,
    tree: Tree,
}

impl Driver<'_> {
    /// Notes the rows of places that bind in the relaxation `top` of a stage, whose columns are `kept` in the whole.
    pub(super) fn note_rows(&mut self, stage: &Tight<'_>, top: &Relaxed, kept: &[usize]) {
        let whole = |col: &Col| kept.get(col.at()).copied();
        for (place, cuts) in stage.places() {
            for (_, cut) in cuts.iter().filter(|(at, _)| top.prices.get(*at).is_some_and(|&price| price > 0.0)) {
                let groups = place.groups.iter().zip(&cut.prices);
                let prices = groups
                    .flat_map(|(group, &price)| group.columns.iter().filter_map(whole).map(move |col| (col, price)));
                let costs = place.inner.iter().zip(&cut.costs).filter_map(|(col, &cost)| Some((whole(col)?, cost)));
                let (place, least, tree) = (place.id, cut.least, cut.tree.clone());
                let (prices, costs) = (prices.collect(), costs.collect());
                self.handed.push(Handed { place, prices, costs, least, tree });
            }
        }
    }

    /// Takes the rows noted so far into the relaxation of the whole. Returns how many those are.
    pub(super) fn take_rows(&mut self) -> usize {
        let mut of_place: BTreeMap<u32, Vec<Handed>> = BTreeMap::new();
        for row in std::mem::take(&mut self.handed) {
            of_place.entry(row.place).or_default().push(row);
        }
        let rows = |place: &Place| {
            let mut rows: Vec<(Cut, ())> = Vec::new();
            for row in of_place.get(&place.id).into_iter().flatten().map(|row| row.cut(place)) {
                let is_known =
                    rows.iter().any(|(known, ())| (&known.prices, &known.costs) == (&row.prices, &row.costs));
                let says = row.costs.iter().any(|&cost| cost > 0);
                rows.extend((says && !is_known).then_some((row, ())));
            }
            rows
        };
        let offered: Vec<Vec<(Cut, ())>> = self.tight.places().map(|(place, _)| rows(place)).collect();
        self.tight.take_over(offered, self.clock).len()
    }
}

impl Handed {
    /// The row as one of `place`: what the stage could not decide costs nothing. In the whole a column may come from outside that was the place's
    /// own in the stage, where its other rows lie in later stages; it costs what it did.
    fn cut(&self, place: &Place) -> Cut {
        let known =
            |of: &BTreeMap<usize, i64>, columns: &[Col]| columns.iter().find_map(|col| of.get(&col.at()).copied());
        let price = |columns: &[Col]| known(&self.prices, columns).or_else(|| known(&self.costs, columns)).unwrap_or(0);
        Cut {
            prices: place.groups.iter().map(|group| price(&group.columns)).collect(),
            costs: place.inner.iter().map(|col| self.costs.get(&col.at()).copied().unwrap_or(0)).collect(),
            least: self.least,
            tree: self.tree.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::extended::Extended;
    use super::super::small::{clock, generated, solutions};
    use super::super::weights::Weights;
    use super::super::{Event, Settings};
    use super::*;
    use crate::program::{Column, Program};

    /// The same program behind one more column, which is free in the whole and fixed in the stage.
    fn shifted(program: &Program) -> Program {
        let mut shifted = program.clone();
        shifted.columns.insert(0, Column { name: String::new(), lower: 0, upper: 1, integer: true });
        let terms = shifted.rows.iter_mut().map(|row| &mut row.terms);
        let terms = terms.chain(shifted.tiers.iter_mut().map(|tier| &mut tier.terms));
        terms.flatten().for_each(|(col, _)| *col = Col::new(col.at() + 1));
        // One more person who may help in the first place.
        shifted.rows[1].terms.insert(0, (Col::new(0), 1));
        shifted.rows.push(crate::solver::small::line(None, None, Some(1), &[(0, 1), (1, 1)]));
        shifted
    }

    #[test]
    fn rows_that_a_stage_has_found_hold_in_the_whole_and_raise_its_relaxation() {
        // The whole has one more person than the stage: rows say less there, cut off no plan, and most often they still say something.
        let (mut state, mut found, mut risen) = (41_u64, 0, 0);
        for case in 0..60 {
            let program = generated(&mut state);
            let whole = shifted(&program);
            let plans = solutions(&whole);
            let (stage, whole) = (Extended::of(program), Extended::of(whole));
            let (settings, clock, silent) = (Settings::default(), clock(), |_: Event| {});
            let driver = |program| Driver::new(program, vec![0; 2], &settings, &clock, &silent);
            let (mut of_stage, mut of_whole) = (driver(&stage), driver(&whole));
            let weights = Weights::of(&stage, 0, 2);
            let Some(top) = of_stage.find_tight(&weights, Some(10)) else { continue };
            let kept: Vec<usize> = (1..whole.own).collect();
            let weights = Weights::of(&whole, 0, 2);
            let before = of_whole.relaxed(&weights).expect("solved").certificate.exactly();
            of_whole.note_rows(&of_stage.tight, &top, &kept);
            let rows = of_whole.take_rows();
            found += rows;
            assert_eq!(of_whole.take_rows(), 0, "case {case}: rows are taken once");
            let after = of_whole.relaxed(&weights).expect("solved").certificate.exactly();
            assert!(after >= before - 1e-6, "case {case}: {before} {after}");
            risen += u32::from(after > before + 1e-6);
            for plan in &plans {
                let cut = of_whole.tight.cuts().into_iter().find(|row| row.lower > Some(row.activity(plan)));
                assert!(cut.is_none(), "case {case}: {plan:?} is cut off by {cut:?}");
            }
        }
        assert!(found > 60 && risen > 10, "{found} rows, {risen} relaxations have risen");
    }
}
