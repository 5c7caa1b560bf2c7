//! What the decisions of a year add to the rows, and what those add that have no column of their own.

use super::{Draft, Slot, Terms, draft};
use crate::domain::{KindIx, UnitIx};
use crate::formulation::Year;
use crate::formulation::cohort::Cohort;
use crate::formulation::columns::{HireColumn, PathColumn, ShareColumn};
use crate::formulation::places::PlaceColumn;

type PathFn<'a> = Box<dyn Fn(&Cohort, &PathColumn, &mut Terms) + 'a>;
type HireFn<'a> = Box<dyn Fn(&HireColumn, &mut Terms) + 'a>;
type ShareFn<'a> = Box<dyn Fn(&ShareColumn, &mut Terms) + 'a>;
type PlaceFn<'a> = Box<dyn Fn(&PlaceColumn, &mut Terms) + 'a>;
type ShortFn<'a> = Box<dyn Fn(UnitIx, KindIx, i64, &mut Terms) + 'a>;

/// What the decisions of one year add.
#[derive(Default)]
pub(super) struct Functions<'a> {
    pub(super) paths: Vec<PathFn<'a>>,
    pub(super) hires: Vec<HireFn<'a>>,
    pub(super) shares: Vec<ShareFn<'a>>,
    pub(super) places: Vec<PlaceFn<'a>>,
    pub(super) shorts: Vec<ShortFn<'a>>,
}

impl Functions<'_> {
    /// The columns of the decisions of a year.
    pub(super) fn draft(&self, at: usize, year: &Year, on: &Absorbed<'_>, drafts: &mut Vec<(Draft, Option<Slot>)>) {
        let decisions = &year.decisions;
        for (i, path) in decisions.paths.iter().enumerate().filter(|(_, path)| !path.absorbed) {
            let cohort = &year.cohorts[path.cohort];
            let fill = |t: &mut Terms| {
                self.paths.iter().for_each(|f| f(cohort, path, t));
                on.add(at, path.next, t);
            };
            drafts.push((draft(path.column(cohort), fill), Some(Slot::Path(at, i))));
        }
        for (i, hire) in decisions.hires.iter().enumerate() {
            let fill = |t: &mut Terms| {
                self.hires.iter().for_each(|f| f(hire, t));
                on.add(at, hire.next, t);
            };
            drafts.push((draft(hire.column(), fill), Some(Slot::Hire(at, i))));
        }
        for (i, share) in decisions.shares.iter().enumerate() {
            let fill = |t: &mut Terms| self.shares.iter().for_each(|f| f(share, t));
            drafts.push((draft(share.column(), fill), Some(Slot::Share(at, i))));
        }
        for (i, place) in year.places.columns.iter().enumerate() {
            let fill = |t: &mut Terms| self.places.iter().for_each(|f| f(place, t));
            drafts.push((draft(place.column(), fill), Some(Slot::Place(at, i))));
        }
    }
}

/// The paths without a column of their own, by year and cohort.
pub(super) struct Absorbed<'f> {
    years: &'f [&'f Year],
    functions: &'f [Functions<'f>],
    paths: Vec<Vec<Option<usize>>>,
}

impl<'f> Absorbed<'f> {
    pub(super) fn new(years: &'f [&'f Year], functions: &'f [Functions<'f>]) -> Self {
        let of_year = |year: &&Year| {
            let mut paths = vec![None; year.cohorts.len()];
            for (at, path) in year.decisions.paths.iter().enumerate().filter(|(_, path)| path.absorbed) {
                paths[path.cohort] = Some(at);
            }
            paths
        };
        Self { years, functions, paths: years.iter().map(of_year).collect() }
    }

    /// Adds to a column of the year `at`, which leads to the cohort `next`, what its people do there without a choice, year after year.
    fn add(&self, mut at: usize, mut next: Option<usize>, terms: &mut Terms) {
        while let Some(cohort) = next {
            at += 1;
            let year = &self.years[at];
            let Some(path) = self.paths[at][cohort].map(|i| &year.decisions.paths[i]) else { return };
            self.functions[at].paths.iter().for_each(|f| f(&year.cohorts[cohort], path, terms));
            next = path.next;
        }
    }
}
