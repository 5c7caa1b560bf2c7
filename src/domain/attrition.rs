//! Expected leavers and absences: who goes is not known, how many are to be expected is (table `attrition`).
//!
//! Of a person whom the tables still have at the start of year `y`, `1 − Π (1 − leaving rate)` over the school years from the first of
//! the horizon to the one before `y` is expected to be gone, each rate that of the age then and of the setting of the person's school;
//! of a teacher who is still there the absence rate of year `y` is expected to be away. Nobody is expected to leave in a school year
//! that the service bond covers, and in the first year nobody is gone or away beyond what the tables say.
//!
//! The teaching time that is missing like that is load which somebody must cover in the unit ([`Demand::expected`]), as reliefs are, so
//! that people stay whole. It is measured by the staff without the plan, as all limits of later years are (docs/adr/0013). Sums are
//! kept in thousand-millionths of a person; only lessons are rounded, to the thousandth of a lesson.

use super::calendar::{SchoolYear, YearMonth};
use super::case::{Case, Demand, Teacher};
use super::id::{KindIx, UnitIx};
use super::quantity::Lessons;
use super::records::AttritionRecord;
use super::words::Setting;
use std::collections::BTreeMap;

/// A person in the small unit of expected numbers.
pub const PERSON: i64 = 1_000_000_000;
/// Parts of a rate.
const SHARE: i64 = 1000;

/// Who is expected to be missing when a year begins, in thousand-millionths of a person ([`PERSON`]); all empty where no rate is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// People gone, by unit.
    pub gone: Vec<i64>,
    /// Teachers away, by unit.
    pub away: Vec<i64>,
    /// Teachers gone or away, by unit and main kind; only where there are any.
    pub missing: BTreeMap<(UnitIx, KindIx), i64>,
}

impl Expected {
    /// Whether rates are given.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.gone.is_empty()
    }

    /// Posts that may be taken to have become free, by unit: whole posts of the people gone, and what is left over in all units
    /// together by largest remainder, of equal ones in the order of the units.
    #[must_use]
    pub fn freed(&self) -> Vec<i64> {
        let mut freed: Vec<i64> = self.gone.iter().map(|gone| gone / PERSON).collect();
        let whole = usize::try_from(self.gone.iter().map(|gone| gone % PERSON).sum::<i64>() / PERSON);
        let mut order: Vec<usize> = (0..freed.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(self.gone[at] % PERSON));
        order.into_iter().take(whole.unwrap_or_default()).for_each(|at| freed[at] += 1);
        freed
    }
}

/// Sum of expected people in thousandths of a person, rounded half up.
#[must_use]
pub fn thousandths(people: &[i64]) -> i64 {
    (people.iter().sum::<i64>() + PERSON / 2000) / (PERSON / 1000)
}

impl AttritionRecord {
    /// Whether the row speaks of people of this setting and age.
    fn covers(&self, setting: Setting, teacher: &Teacher, start: YearMonth) -> bool {
        let age = i64::from(teacher.age(start));
        self.setting.is_none_or(|of| of == setting)
            && self.sex.is_none_or(|of| of == teacher.record.sex)
            && self.from_age.is_none_or(|from| age >= from)
            && self.to_age.is_none_or(|to| age <= to)
    }
}

/// The rate that the first row with one gives, in thousandths; ingest sees to it that there is one row at most.
fn rate(
    rows: &[AttritionRecord],
    of: (&Case, &Teacher),
    start: YearMonth,
    column: fn(&AttritionRecord) -> Option<i64>,
) -> i64 {
    let setting = of.0.school_of(of.1.unit).setting;
    let mut covering = rows.iter().filter(|row| row.covers(setting, of.1, start));
    covering.find_map(column).unwrap_or_default().clamp(0, SHARE)
}

/// In how many of a thousand million cases ([`PERSON`]) a person of `case` is still there after the school years `years`, going by the
/// rates alone; nobody is expected to leave in a year that the service bond covers.
#[must_use]
pub fn stays(rows: &[AttritionRecord], of: (&Case, &Teacher), years: impl IntoIterator<Item = SchoolYear>) -> i64 {
    let bond = of.1.record.bond_until;
    let free = years.into_iter().filter(|year| bond.is_none_or(|until| until < year.end()));
    free.fold(PERSON, |there, year| there * (SHARE - rate(rows, of, year.start(), |row| row.leaving_rate)) / SHARE)
}

/// Adds to each case of a horizon whom the rates let expect to be missing; nothing where there are none.
pub(super) fn expect(rows: &[AttritionRecord], cases: &mut [Case]) {
    if rows.is_empty() {
        return;
    }
    let years: Vec<_> = cases.iter().map(|case| case.year).collect();
    for (at, case) in cases.iter_mut().enumerate().skip(1) {
        let mut expected =
            Expected { gone: vec![0; case.units.len()], away: vec![0; case.units.len()], ..<_>::default() };
        for teacher in &case.teachers {
            let of = (&*case, teacher);
            let stays = stays(rows, of, years[..at].iter().copied());
            let unit = teacher.unit.at();
            expected.gone[unit] += PERSON - stays;
            if teacher.teaches() {
                let away = stays * rate(rows, of, case.year.start(), |row| row.absence_rate) / SHARE;
                expected.away[unit] += away;
                *expected.missing.entry((teacher.unit, teacher.kind)).or_default() += PERSON - stays + away;
            }
        }
        expected.missing.retain(|_, missing| *missing > 0);
        case.demand.iter_mut().for_each(|demand| demand.expect(&expected));
        case.expected = expected;
    }
}

impl Demand {
    /// Adds the lessons of the teachers expected to be missing.
    fn expect(&mut self, expected: &Expected) {
        let missing = expected.missing.get(&(self.unit, self.kind)).copied().unwrap_or_default();
        let lessons =
            (i128::from(missing) * i128::from(self.load.small()) * 2 + i128::from(PERSON)) / i128::from(2 * PERSON);
        self.expected = Lessons::from_small(i64::try_from(lessons).unwrap_or(i64::MAX));
        self.lessons += self.expected;
    }
}
