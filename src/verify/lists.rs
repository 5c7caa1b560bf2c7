//! The lists of a plan made by hand, sorted by school year, and the verdict on them: every year is judged for itself, on the facts to
//! which the years before lead.
//!
//! It guesses no year: where several are stated, a row without one is told and left out.

use super::hand_made::{self, Line};
use super::{Verdict, years};
use crate::domain::{Case, SchoolYear};
use crate::formulation::walk;
use crate::messages::Text;
use crate::policy::Policy;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Moves and hires of a plan made by hand.
#[derive(Clone, Debug)]
pub struct Lists {
    /// The first year planned.
    first: SchoolYear,
    /// How many years are planned.
    count: usize,
    /// Moves and hires by year.
    rows: BTreeMap<SchoolYear, [Vec<Line>; 2]>,
    /// Rows whose year is not understood.
    wrong: Vec<Text>,
}

impl Lists {
    /// Sorts the rows of two lists for plans from `first` on: of `years` school years, or else, with at most `most`, up to the last one that
    /// a row names. Rows that name no year are those of the first, where no row names a later one.
    #[must_use]
    pub fn new(lists: [Vec<Line>; 2], first: SchoolYear, years: Option<usize>, most: usize) -> Self {
        let after = |count: usize| i32::try_from(count).map_or(i32::MAX, |n| first.0.saturating_add(n - 1));
        let last = SchoolYear(after(years.unwrap_or(most).max(1)));
        let stated = lists.iter().flatten().filter_map(|line| SchoolYear::parse(line.get("year")?));
        let stated = stated.filter(|year| (first..=last).contains(year)).max().unwrap_or(first);
        let count = usize::try_from(stated.0 - first.0).map_or(1, |n| n + 1).max(years.unwrap_or(1));
        let mut sorted = Self { first, count, rows: BTreeMap::new(), wrong: Vec::new() };
        for (at, list) in lists.into_iter().enumerate() {
            for line in list {
                match sorted.year(&line, last, stated > first) {
                    Ok(year) => sorted.rows.entry(year).or_default()[at].push(line),
                    Err(text) => sorted.wrong.push(text),
                }
            }
        }
        sorted
    }

    /// The year of a row between the first and `last`; `several` are stated, or one.
    fn year(&self, line: &Line, last: SchoolYear, several: bool) -> Result<SchoolYear, Text> {
        let Some(text) = line.get("year") else {
            return if several { Err(line.says("verify.hand.no-year")) } else { Ok(self.first) };
        };
        let year = SchoolYear::parse(text).filter(|year| (self.first..=last).contains(year));
        let wrong = || line.says("verify.hand.year").with("value", text);
        year.ok_or_else(|| wrong().with("first", self.first).with("last", last))
    }

    /// How many school years are planned, at least one.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Judges the plans of the years of `cases` (facts of each, with people where they are now): as many as are planned.
    #[must_use]
    pub fn judge(&self, cases: &[Case], policy: &Policy) -> Verdict {
        let mut wrong = self.wrong.clone();
        let planned = walk::walk(cases, policy, |_, case| {
            let none = [Vec::new(), Vec::new()];
            let [moves, hires] = self.rows.get(&case.year).unwrap_or(&none);
            let (plan, texts) = hand_made::plan(case, policy, moves, hires);
            wrong.extend(years::in_year(cases, case.year, texts));
            Ok::<_, Infallible>(plan)
        });
        let planned = planned.unwrap_or_else(|never| match never {});
        years::verdict(policy, &mut years::judged(cases, policy, planned), wrong)
    }
}
