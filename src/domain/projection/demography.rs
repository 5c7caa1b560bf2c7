//! The table `demography` by area. An area is a town with a row of its own, or (a row without a town) all other towns.

use crate::domain::records::{DemographyRecord, Records};
use crate::domain::words::Stage;
use std::collections::BTreeMap;

/// Numbers by town (none: all others), stage and year.
type Numbers<'r> = BTreeMap<(Option<&'r str>, Stage, i32), i64>;

/// What the table says.
pub(super) struct Demography<'r> {
    entrants: Numbers<'r>,
    transfer_rates: Numbers<'r>,
    grade_rates: Numbers<'r>,
    /// Entrants of single schools.
    of_school: BTreeMap<(&'r str, Stage, i32), i64>,
}

/// The entrants of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intake {
    /// So many children.
    Children(i64),
    /// Thousandths of the leavers of the stage before.
    Rate(i64),
}

impl<'r> Demography<'r> {
    pub(super) fn of(records: &'r Records) -> Self {
        let rows = || records.demography.iter().filter(|r| r.school.is_none());
        let numbers = |value: fn(&DemographyRecord) -> Option<i64>| -> Numbers<'r> {
            rows().filter_map(|r| Some(((r.town.as_deref(), r.stage, r.year), value(r)?))).collect()
        };
        let of_school = |r: &'r DemographyRecord| Some(((r.school.as_deref()?, r.stage, r.year), r.entrants?));
        Self {
            entrants: numbers(|r| r.entrants),
            transfer_rates: numbers(|r| r.transfer_rate),
            grade_rates: numbers(|r| r.grade_rate),
            of_school: records.demography.iter().filter_map(of_school).collect(),
        }
    }

    /// The towns that some row names.
    pub(super) fn towns(&self) -> Vec<&'r str> {
        let all = self.entrants.keys().chain(self.transfer_rates.keys()).filter_map(|key| key.0);
        all.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// The area of a town that has a grade rate, and the rate in thousandths.
    pub(super) fn grade_rate(&self, town: &'r str, stage: Stage, year: i32) -> Option<(Option<&'r str>, i64)> {
        let mut areas = [Some(town), None].into_iter();
        areas.find_map(|area| Some((area, in_force(&self.grade_rates, area, stage, year)?)))
    }

    /// What is said of the entrants of an area; entrants of the year go before a rate.
    pub(super) fn intake(&self, area: Option<&'r str>, stage: Stage, year: i32) -> Option<Intake> {
        let children = self.entrants.get(&(area, stage, year)).copied().map(Intake::Children);
        children.or_else(|| in_force(&self.transfer_rates, area, stage, year).map(Intake::Rate))
    }

    /// The entrants of one school.
    pub(super) fn of_school(&self, school: &'r str, stage: Stage, year: i32) -> Option<i64> {
        self.of_school.get(&(school, stage, year)).copied()
    }
}

/// The value of the year, else of the last year before it.
fn in_force<'r>(numbers: &Numbers<'r>, area: Option<&'r str>, stage: Stage, year: i32) -> Option<i64> {
    numbers.range((area, stage, i32::MIN)..=(area, stage, year)).next_back().map(|(_, &value)| value)
}
