//! Rows that follow from `subject-coverage` and from floors of single kinds because people come whole: the relaxation may not
//! send 0.4 of a teacher.
//!
//! Let a set of kinds of one unit ask for `D` and let a person who can teach one of them give at most `a` to the set: a full post, less
//! where there is a relief, a training or a second unit. With `n` such persons, `Σ a·n + s ≥ D` for the shortfall `s ≥ 0`; the
//! mixed-integer rounding of this row by `d` is `s + Σ (⌊a/d⌋·r + min(a mod d, r))·n ≥ r·⌈D/d⌉` with `r = D − d·(⌈D/d⌉ − 1)`
//! (Nemhauser and Wolsey, Integer and Combinatorial Optimization, 1988, §II.1.6). By a full post it is the convex envelope of the
//! shortfall on the grid of full posts; by the lesser times that occur it says what two persons of different times can give. People
//! who cannot move are subtracted from `D` beforehand. Sets used: each kind by itself (in thousandths of a lesson), all kinds of the
//! unit together (in grains), and the floor of a kind (in grains). The rows cut off no plan; a test solves with and without them.

use super::Context;
use super::subject_coverage::NAME;
use crate::domain::{Fte, KindIx, UnitIx};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::columns::Profile;
use crate::program::Row;
use std::collections::{BTreeMap, BTreeSet};

/// End of the names of such rows.
const ENDING: &str = "|persons";

/// Whether a row is one of these: every plan keeps it whose other rows are kept.
#[must_use]
pub(in crate::formulation) fn only_tightens(row: &Row) -> bool {
    row.name.place.ends_with(ENDING)
}

/// One such row.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersonCut {
    pub(super) row: RowHandle,
    /// Whether shortfall counts in thousandths of a lesson (one kind) or in grains (all kinds).
    pub(super) in_lessons: bool,
    /// What one grain of teaching time gives to the set.
    per_grain: i64,
    /// `d` of the rounding.
    divisor: i64,
    /// `r` of the rounding.
    remainder: i64,
}

impl PersonCut {
    /// Coefficient of a person who brings so many grains.
    fn of_person(&self, grains: i64) -> i64 {
        of_person(grains * self.per_grain, self.divisor, self.remainder)
    }
}

/// `⌈D/d⌉` and `r` of the rounding; none where it adds nothing.
const fn rounded(demand: i64, divisor: i64) -> Option<(i64, i64)> {
    if demand <= 0 || demand % divisor == 0 { None } else { Some((demand / divisor + 1, demand % divisor)) }
}

/// `⌊a/d⌋·r + min(a mod d, r)`.
fn of_person(given: i64, divisor: i64, remainder: i64) -> i64 {
    given / divisor * remainder + (given % divisor).min(remainder)
}

/// All such rows of a program.
#[derive(Clone, Debug, Default)]
pub(super) struct PersonCuts {
    by_kind: BTreeMap<(UnitIx, KindIx), Vec<PersonCut>>,
    by_unit: BTreeMap<UnitIx, PersonCut>,
}

impl PersonCuts {
    /// Declares the rows; none where those who stay anyway cover everything, or where rounding adds nothing.
    pub(super) fn declare(context: &Context<'_>, program: &mut Assembly<'_>) -> Self {
        let (case, admission) = (context.case, context.admission);
        let people = People::count(context);
        let mut cuts = Self::default();
        let mut grains_of_unit: BTreeMap<UnitIx, i64> = BTreeMap::new();
        for demand in &case.demand {
            let per_grain = admission.lessons_per_grain(demand);
            *grains_of_unit.entry(demand.unit).or_default() += admission.grains_for(demand);
            let set = Set { demand: demand.lessons.small(), per_grain, in_lessons: true };
            cuts.add(context, program, &people, NAME, (demand.unit, demand.kind), set);
        }
        for (unit, grains) in grains_of_unit {
            let given = people.unit.get(&unit).copied().unwrap_or_default();
            let set = Set { demand: grains - given, per_grain: 1, in_lessons: false };
            let cut = cut(program, NAME, (unit, &case.units[unit.at()].code), set, people.full);
            cuts.by_unit.extend(cut.map(|cut| (unit, cut)));
        }
        cuts
    }

    /// Declares the same for floors of `rule`: grains of a kind that a unit asks for.
    pub(super) fn of_floors(
        context: &Context<'_>,
        program: &mut Assembly<'_>,
        rule: &'static str,
        floors: &BTreeMap<(UnitIx, KindIx), i64>,
    ) -> Self {
        let (people, mut cuts) = (People::count(context), Self::default());
        for (&at, &demand) in floors {
            cuts.add(context, program, &people, rule, at, Set { demand, per_grain: 1, in_lessons: false });
        }
        cuts
    }

    /// Declares the rows of one kind, by each time that occurs, beyond what the fixed people can give.
    fn add(
        &mut self,
        context: &Context<'_>,
        program: &mut Assembly<'_>,
        people: &People,
        rule: &'static str,
        at: (UnitIx, KindIx),
        set: Set,
    ) {
        let (unit, kind) = (&context.case.units[at.0.at()].code, &context.case.kinds[at.1.at()].code);
        let (place, given) = (format!("{unit}|{kind}"), people.kind.get(&at).copied().unwrap_or_default());
        let set = Set { demand: set.demand - given * set.per_grain, ..set };
        let cuts = people.times(at).filter_map(|time| cut(program, rule, (at.0, &place), set, time));
        self.by_kind.insert(at, cuts.collect());
    }

    /// The rows in which a shortfall at `place` counts.
    pub(super) fn of(&self, place: (UnitIx, KindIx)) -> impl Iterator<Item = &PersonCut> {
        self.by_kind.get(&place).into_iter().flatten().chain(self.by_unit.get(&place.0))
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
                    terms.row(cut.row, cut.of_person(admission.grains(time)));
                }
            }
        });
        program.each_hire(move |hire, terms| {
            for cut in hire.profile.iter().flat_map(|&profile| &for_hires[profile]) {
                terms.row(cut.row, cut.of_person(grain));
            }
        });
    }

    fn of_profile(&self, profile: &Profile) -> Vec<PersonCut> {
        let kinds = profile.kinds.iter().filter_map(|&kind| self.by_kind.get(&(profile.unit, kind))).flatten();
        kinds.chain(self.by_unit.get(&profile.unit)).copied().collect()
    }
}

/// What a set of kinds of one unit asks for.
#[derive(Clone, Copy)]
struct Set {
    demand: i64,
    per_grain: i64,
    in_lessons: bool,
}

/// The row of the rounding by so many grains.
fn cut(
    program: &mut Assembly<'_>,
    rule: &'static str,
    (unit, place): (UnitIx, &str),
    set: Set,
    grains: i64,
) -> Option<PersonCut> {
    let Set { demand, per_grain, in_lessons } = set;
    let divisor = grains * per_grain;
    let (persons, remainder) = rounded(demand, divisor)?;
    let row = program.row_in(unit, rule, format!("{place}|{grains}{ENDING}"), Some(remainder * persons), None);
    Some(PersonCut { row, in_lessons, per_grain, divisor, remainder })
}

/// What is known of the people who can teach a kind in a unit.
#[derive(Default)]
struct People {
    /// Grains of a full post.
    full: i64,
    /// Teaching time of people who have no choice, in grains: by unit and kind they can teach, and by unit.
    kind: BTreeMap<(UnitIx, KindIx), i64>,
    unit: BTreeMap<UnitIx, i64>,
    /// Grains less than a full post that somebody with a choice could bring.
    lesser: BTreeMap<(UnitIx, KindIx), BTreeSet<i64>>,
}

impl People {
    fn count(context: &Context<'_>) -> Self {
        let mut people = Self { full: context.admission.grains(Fte::whole(1)), ..Self::default() };
        for path in &context.decisions.paths {
            let here = path.profile.map(|profile| (profile, path.time));
            for (profile, time) in here.into_iter().chain(path.visit) {
                let (profile, grains) = (&context.decisions.profiles[profile], context.admission.grains(time));
                if path.only {
                    people.fix(profile, context.cohorts[path.cohort].most() * grains);
                } else if (2..people.full).contains(&grains) {
                    let places = profile.kinds.iter().map(|&kind| (profile.unit, kind));
                    places.for_each(|at| people.lesser.entry(at).or_default().extend([grains]));
                }
            }
        }
        people
    }

    fn fix(&mut self, profile: &Profile, grains: i64) {
        *self.unit.entry(profile.unit).or_default() += grains;
        for &kind in &profile.kinds {
            *self.kind.entry((profile.unit, kind)).or_default() += grains;
        }
    }

    /// Grains to round by: a full post, and what less occurs.
    fn times(&self, at: (UnitIx, KindIx)) -> impl Iterator<Item = i64> {
        self.lesser.get(&at).into_iter().flatten().copied().chain([self.full])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_people_breaks_the_rounded_row() {
        // Two sorts of people, every demand and every divisor: the least shortfall keeps the row, and for some it is just enough.
        let mut enough = 0;
        let sorts = (1..=5).flat_map(|one| (1..=5).map(move |other| (one, other)));
        for ((one, other), (demand, divisor)) in
            sorts.flat_map(|sort| (1..=12).flat_map(move |d| (2..=5).map(move |by| (sort, (d, by)))))
        {
            let Some((persons, remainder)) = rounded(demand, divisor) else { continue };
            let of = |grains| of_person(grains, divisor, remainder);
            let spare = |n: i64, m: i64| {
                let short = (demand - n * one - m * other).max(0);
                short + n * of(one) + m * of(other) - remainder * persons
            };
            let least = (0..=12).flat_map(|n| (0..=12).map(move |m| (n, m))).map(|(n, m)| spare(n, m)).min();
            assert!(least.is_some_and(|least| least >= 0), "{one} {other} {demand} {divisor}");
            enough += usize::from(least == Some(0));
        }
        assert!(enough > 0, "no row is ever just kept");
        // 5 asked, one of 4 or of 5: one of 4 leaves 1, one of 5 nothing, and a fifth of a person cannot help.
        assert_eq!(rounded(5, 4), Some((2, 1)));
        assert_eq!([4, 5].map(|grains| of_person(grains, 4, 1)), [1, 2]);
    }
}
