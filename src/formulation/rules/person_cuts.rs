//! Rows that follow from `subject-coverage` because people come whole: the relaxation may not send 0.4 of a teacher.
//!
//! Let a set of kinds of one unit ask for `D` and let every person who can teach one of them give at most `d` to the set (less
//! for who has a relief). With `n` such persons, `Σ a·n + s ≥ D` for the shortfall `s ≥ 0`; the mixed-integer rounding of this
//! row by `d` is `s + Σ min(a, r)·n ≥ r·⌈D/d⌉` with `r = D − d·(⌈D/d⌉ − 1)` (Nemhauser and Wolsey, Integer and Combinatorial
//! Optimization, 1988, §II.1.6). It is the convex envelope of the shortfall on the grid of persons. People who cannot move
//! are subtracted from `D` beforehand. Sets used: each kind by itself (in thousandths of a lesson), and all kinds of the
//! unit together (in grains). The rows cut off no plan; a test solves with and without them.

use super::Context;
use super::subject_coverage::NAME;
use crate::domain::{Fte, KindIx, UnitIx};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::columns::Profile;
use std::collections::BTreeMap;

/// One such row.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersonCut {
    pub(super) row: RowHandle,
    /// Whether shortfall counts in thousandths of a lesson (one kind) or in grains (all kinds).
    pub(super) in_lessons: bool,
    /// What one grain of teaching time gives to the set.
    per_grain: i64,
    /// `r` of the rounding.
    remainder: i64,
}

/// All such rows of a program.
#[derive(Clone, Debug, Default)]
pub(super) struct PersonCuts {
    by_kind: BTreeMap<(UnitIx, KindIx), PersonCut>,
    by_unit: BTreeMap<UnitIx, PersonCut>,
}

impl PersonCuts {
    /// Declares the rows; none where those who stay anyway cover everything, or where rounding adds nothing.
    pub(super) fn declare(context: &Context<'_>, program: &mut Assembly<'_>) -> Self {
        let (case, admission) = (context.case, context.admission);
        let fixed = Fixed::count(context);
        let mut cuts = Self::default();
        let mut grains_of_unit: BTreeMap<UnitIx, i64> = BTreeMap::new();
        for demand in &case.demand {
            let per_grain = admission.lessons_per_grain(demand);
            *grains_of_unit.entry(demand.unit).or_default() += admission.grains_for(demand);
            let given = fixed.kind.get(&(demand.unit, demand.kind)).copied().unwrap_or_default() * per_grain;
            let place = format!("{}|{}|persons", case.units[demand.unit.at()].code, case.kinds[demand.kind.at()].code);
            if let Some(cut) =
                cut(program, context, (demand.unit, place), demand.lessons.small() - given, per_grain, true)
            {
                cuts.by_kind.insert((demand.unit, demand.kind), cut);
            }
        }
        for (unit, grains) in grains_of_unit {
            let given = fixed.unit.get(&unit).copied().unwrap_or_default();
            let place = format!("{}|persons", case.units[unit.at()].code);
            if let Some(cut) = cut(program, context, (unit, place), grains - given, 1, false) {
                cuts.by_unit.insert(unit, cut);
            }
        }
        cuts
    }

    /// The rows in which a shortfall at `place` counts.
    pub(super) fn of(&self, place: (UnitIx, KindIx)) -> impl Iterator<Item = &PersonCut> {
        self.by_kind.get(&place).into_iter().chain(self.by_unit.get(&place.0))
    }

    /// Declares what paths and hires add to the rows.
    pub(super) fn feed<'a>(self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let decisions = context.decisions;
        let rows: Vec<Vec<PersonCut>> = decisions.profiles.iter().map(|profile| self.of_profile(profile)).collect();
        let for_hires = rows.clone();
        let grain = context.admission.grains(Fte::whole(1));
        let admission = context.admission;
        program.each_path(move |_, path, terms| {
            let here = path.profile.map(|profile| (profile, path.time));
            for (profile, time) in here.into_iter().chain(path.visit).filter(|_| !path.only) {
                for cut in &rows[profile] {
                    terms.row(cut.row, (admission.grains(time) * cut.per_grain).min(cut.remainder));
                }
            }
        });
        program.each_hire(move |hire, terms| {
            for cut in hire.profile.iter().flat_map(|&profile| &for_hires[profile]) {
                terms.row(cut.row, (grain * cut.per_grain).min(cut.remainder));
            }
        });
    }

    fn of_profile(&self, profile: &Profile) -> Vec<PersonCut> {
        let kinds = profile.kinds.iter().filter_map(|&kind| self.by_kind.get(&(profile.unit, kind)));
        kinds.chain(self.by_unit.get(&profile.unit)).copied().collect()
    }
}

/// The row for a set that asks for `demand` beyond what the fixed people can give.
fn cut(
    program: &mut Assembly<'_>,
    context: &Context<'_>,
    (unit, place): (UnitIx, String),
    demand: i64,
    per_grain: i64,
    in_lessons: bool,
) -> Option<PersonCut> {
    let person = context.admission.grains(Fte::whole(1)) * per_grain;
    if demand <= 0 || demand % person == 0 {
        return None;
    }
    let (persons, remainder) = (demand / person + 1, demand % person);
    let row = program.row_in(unit, NAME, place, Some(remainder * persons), None);
    Some(PersonCut { row, in_lessons, per_grain, remainder })
}

/// Teaching time of people who have no choice, in grains: by unit and kind they can teach, and by unit.
#[derive(Default)]
struct Fixed {
    kind: BTreeMap<(UnitIx, KindIx), i64>,
    unit: BTreeMap<UnitIx, i64>,
}

impl Fixed {
    fn count(context: &Context<'_>) -> Self {
        let mut fixed = Self::default();
        for path in context.decisions.paths.iter().filter(|path| path.only) {
            let Some(profile) = path.profile.map(|at| &context.decisions.profiles[at]) else { continue };
            let cohort = &context.cohorts[path.cohort];
            let grains = cohort.size() * context.admission.grains(path.time);
            *fixed.unit.entry(profile.unit).or_default() += grains;
            for &kind in &profile.kinds {
                *fixed.kind.entry((profile.unit, kind)).or_default() += grains;
            }
        }
        fixed
    }
}
