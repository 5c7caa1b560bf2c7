//! What a solve leaves behind for the next one of a similar program, and how that one begins with it.
//!
//! Columns and rows are known by their names, so that other people, other limits and other numbers do no harm. Nothing is
//! believed: rows of places are proven anew, by their old proof or by our own branch and bound, and a basis is only where simplex
//! begins. It refuses programs with limits on spread, whose tangents it does not know.

use super::hull::Cut;
use super::session::{Basis, Mark};
use super::tiers::Driver;
use super::weights::Weights;
use crate::program::{Col, Program};
use crate::proof::place::Place;
use crate::proof::presolve::Reduced;
use crate::proof::tree::Tree;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Largest number in a row that is taken from outside, as much as our own rows have: beside larger ones the solver does not see small ones.
const LARGEST: u64 = 1 << 24;

/// A row of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmRow {
    /// Price of one of each group.
    pub prices: Vec<i64>,
    /// Cost of each of the place's own columns.
    pub costs: Vec<i64>,
    /// The least value that was proven.
    pub least: i64,
    /// Its proof.
    pub tree: Tree,
    /// What it was at.
    pub mark: char,
}

/// A place and what was found out about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmPlace {
    /// By group of columns from outside that it could not tell apart, their positions.
    pub groups: Vec<Vec<usize>>,
    /// Positions of its own columns.
    pub inner: Vec<usize>,
    /// Its rows.
    pub rows: Vec<WarmRow>,
}

/// What is left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmStart {
    /// Names of the columns that could be decided.
    pub columns: Vec<String>,
    /// What each was at in the relaxation of the weighted sum: `l` lower side, `u` upper side, `b` between, `n` any side.
    pub column_marks: String,
    /// Names of the rows that could bind.
    pub rows: Vec<String>,
    /// What each was at.
    pub row_marks: String,
    /// Places of which anything is known.
    pub places: Vec<WarmPlace>,
    /// Of each goal the weights, up to it, that bounded it best; empty where there were none.
    pub weights: Vec<Vec<i64>>,
}

/// Names of what is left of a program after its presolve.
pub(super) struct Names {
    columns: Vec<String>,
    rows: Vec<String>,
}

impl Names {
    /// Of the reduction of `program`.
    pub(super) fn of(program: &Program, reduced: &Reduced) -> Self {
        let columns = reduced.kept.iter().map(|&at| program.columns[at].name.clone()).collect();
        let rows = reduced.rows.iter().map(|&at| program.rows[at].name.to_string()).collect();
        Self { columns, rows }
    }
}

impl Driver<'_> {
    /// What there is to leave behind; none where the relaxation never came to an end.
    pub(super) fn left_behind(&self, names: impl FnOnce() -> Names) -> Option<WarmStart> {
        let basis = self.basis.as_ref().filter(|_| self.program.cones.is_empty())?;
        let names = names();
        if (basis.columns.len(), basis.rows.len().min(names.rows.len())) != (names.columns.len(), names.rows.len()) {
            return None;
        }
        let letters = |marks: &[Mark]| marks.iter().map(|mark| mark.letter()).collect();
        let places = self.tight.places().filter_map(|(place, cuts)| {
            let rows: Vec<WarmRow> = cuts.iter().filter_map(|(at, cut)| self.warm_row(basis, *at, cut)).collect();
            let positions = |columns: &[Col]| columns.iter().map(|col| col.at()).collect();
            let groups = place.groups.iter().map(|group| positions(&group.columns)).collect();
            (!rows.is_empty()).then(|| WarmPlace { groups, inner: positions(&place.inner), rows })
        });
        let weights = self.evidence.iter().map(|heard| heard.sum.as_ref().map(|sum| sum.1.weights.clone()));
        Some(WarmStart {
            column_marks: letters(&basis.columns),
            row_marks: letters(&basis.rows[..names.rows.len()]),
            places: places.collect(),
            weights: weights.map(Option::unwrap_or_default).collect(),
            columns: names.columns,
            rows: names.rows,
        })
    }

    /// A row that binds, or that some bound rests on.
    fn warm_row(&self, basis: &Basis, at: usize, cut: &Cut) -> Option<WarmRow> {
        let mark = basis.rows.get(at).copied().unwrap_or(Mark::Basic);
        let of_use = mark != Mark::Basic || self.is_priced(at);
        of_use.then(|| {
            let Cut { prices, costs, least, tree } = cut.clone();
            WarmRow { prices, costs, least, tree, mark: mark.letter() }
        })
    }

    /// Begins with what an earlier solve has left behind.
    pub(super) fn adopt(&mut self, warm: &WarmStart, names: &Names) {
        if !self.program.cones.is_empty() || self.program.tiers.is_empty() || !self.tight.is_useful() {
            return;
        }
        let old = Old::of(warm, names);
        let offered: Vec<Vec<(Cut, Mark)>> = self.tight.places().map(|(place, _)| old.rows_of(place)).collect();
        let marks = |positions: &[Option<usize>], letters: &str, other: Mark| -> Vec<Mark> {
            let letters: Vec<char> = letters.chars().collect();
            let letter = |at: &Option<usize>| at.and_then(|at| letters.get(at));
            positions.iter().map(|at| letter(at).map_or(other, |&letter| Mark::of(letter))).collect()
        };
        let basis = Basis {
            columns: marks(&old.position, &warm.column_marks, Mark::Outside),
            rows: marks(&positions(&names.rows, &warm.rows), &warm.row_marks, Mark::Basic),
        };
        let weights = Weights::of(self.program, 0, self.program.tiers.len());
        self.tight.adopt(offered, basis, &weights, self.clock);
        self.hints = (0..self.program.tiers.len()).map(|tier| self.hint(tier, warm.weights.get(tier)?)).collect();
    }

    /// Weights for one goal, where they can be used.
    fn hint(&self, tier: usize, steps: &[i64]) -> Option<Weights> {
        let fits = steps.len() == tier + 1 && steps.last().is_some_and(|&own| own > 0);
        let weights = Weights { first: 0, steps: steps.to_vec() };
        (fits && weights.is_bearable(self.program)).then_some(weights)
    }
}

/// What is known of the earlier program, by position of a column there.
struct Old<'w> {
    warm: &'w WarmStart,
    /// By column of the present program, its position in the earlier one.
    position: Vec<Option<usize>>,
    /// The place whose own column it was, and where it stood among them.
    inner: BTreeMap<usize, (usize, usize)>,
}

impl<'w> Old<'w> {
    fn of(warm: &'w WarmStart, names: &Names) -> Self {
        let position = positions(&names.columns, &warm.columns);
        let places = warm.places.iter().enumerate();
        let inner =
            places.flat_map(|(at, place)| place.inner.iter().zip(0..).map(move |(&col, slot)| (col, (at, slot))));
        Self { warm, position, inner: inner.collect() }
    }

    /// The rows of an earlier place as rows of the present one, with what they were at: numbers of groups and columns that are new
    /// are zero.
    fn rows_of(&self, place: &Place) -> Vec<(Cut, Mark)> {
        let was = |col: &Col| self.position.get(col.at()).copied().flatten();
        let mut slots = place.inner.iter().map(|col| was(col).and_then(|old| self.inner.get(&old)));
        let Some(&(at, _)) = slots.clone().flatten().next() else { return Vec::new() };
        let old = &self.warm.places[at];
        let slots: Vec<Option<usize>> = slots.by_ref().map(|slot| Some(slot.filter(|slot| slot.0 == at)?.1)).collect();
        let groups: BTreeMap<usize, usize> = old
            .groups
            .iter()
            .zip(0..)
            .flat_map(|(columns, group)| columns.iter().map(move |&col| (col, group)))
            .collect();
        let of_group = |columns: &[Col]| columns.iter().find_map(|col| groups.get(&was(col)?).copied());
        let group_of: Vec<Option<usize>> = place.groups.iter().map(|group| of_group(&group.columns)).collect();
        let moved = |numbers: &[i64], from: &[Option<usize>]| -> Vec<i64> {
            from.iter().map(|at| at.and_then(|at| numbers.get(at).copied()).unwrap_or(0)).collect()
        };
        let rows = old.rows.iter().map(|row| {
            let (prices, costs) = (moved(&row.prices, &group_of), moved(&row.costs, &slots));
            (Cut { prices, costs, least: row.least, tree: row.tree.clone() }, Mark::of(row.mark))
        });
        let small = |number: &i64| number.unsigned_abs() <= LARGEST;
        rows.filter(|(cut, _)| cut.prices.iter().chain(&cut.costs).all(small) && cut.costs.iter().any(|&c| c > 0))
            .collect()
    }
}

/// Where each name stood among those `known`.
fn positions(names: &[String], known: &[String]) -> Vec<Option<usize>> {
    let known: BTreeMap<&str, usize> = known.iter().map(String::as_str).zip(0..).collect();
    names.iter().map(|name| known.get(name.as_str()).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::extended::Extended;
    use super::super::small::{clock, generated};
    use super::super::{Event, Settings, Silent, solve};
    use super::*;
    use crate::program::RowName;
    use crate::proof::presolve::reduce;

    /// A generated program whose columns and rows have names.
    fn named(state: &mut u64) -> Program {
        let mut program = generated(state);
        program.columns.iter_mut().zip(0..).for_each(|(column, at)| column.name = format!("column {at}"));
        program
            .rows
            .iter_mut()
            .zip(0..)
            .for_each(|(row, at)| row.name = RowName { rule: "row", place: format!("{at}") });
        program
    }

    /// Adopts in `program` what was left behind: the rows that are taken, by place with their least values, and whether the basis is the same.
    fn adopted(program: &Program, left: &WarmStart) -> (Vec<(u32, i64)>, bool) {
        let mut reduced = reduce(program);
        let names = Names::of(program, &reduced);
        let extended = Extended::of(std::mem::take(&mut reduced.program));
        let (settings, clock, silent) = (Settings::default(), clock(), |_: Event| {});
        let mut driver = Driver::new(&extended, vec![0; program.tiers.len()], &settings, &clock, &silent);
        driver.adopt(left, &names);
        let rows = driver.tight.places().flat_map(|(place, cuts)| cuts.iter().map(|(_, cut)| (place.id, cut.least)));
        let rows = rows.collect();
        let marks =
            driver.tight.basis().map(|basis| basis.columns.iter().map(|mark| mark.letter()).collect::<String>());
        (rows, marks.as_deref() == Some(&left.column_marks))
    }

    #[test]
    fn the_same_program_takes_every_row_and_the_basis_and_another_one_what_still_holds() {
        // With a lesson less to give in one place its rows are proven anew and say less; the other place keeps its own.
        let mut state = 3_u64;
        let (mut left_rows, mut lower, mut kept) = (0, 0, 0);
        for case in 0..300 {
            let program = named(&mut state);
            let Some(left) = solve(&program, &Settings::default(), None, &Silent).warm else { continue };
            let least: Vec<i64> = left.places.iter().flat_map(|place| &place.rows).map(|row| row.least).collect();
            let (rows, same) = adopted(&program, &left);
            assert_eq!(rows.iter().map(|row| row.1).collect::<Vec<_>>(), least, "case {case}");
            assert!(same || least.is_empty(), "case {case}: another basis");
            left_rows += least.len();
            let mut eased = program.clone();
            eased.rows[1].lower = eased.rows[1].lower.map(|lower| lower - 1);
            let (after, _) = adopted(&eased, &left);
            assert!(after.iter().zip(&rows).all(|(new, old)| new.1 <= old.1), "case {case}");
            lower += after.iter().zip(&rows).filter(|(new, old)| new.1 < old.1).count();
            kept += after.iter().zip(&rows).filter(|(new, old)| new == old).count();
        }
        assert!(left_rows >= 60 && lower >= 20 && kept >= 20, "{left_rows} rows, {lower} lower, {kept} kept");
    }
}
