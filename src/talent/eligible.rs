//! Everybody on the staff as far as nominations are concerned: sort of school, odds of being there, what is lacking for a round
//! ([`crate::domain::eligibility`]).

use super::Facts;
use crate::domain::attrition;
use crate::domain::eligibility::{self, Hoped, Lack, Mask, Post};
use crate::domain::records::{Records, RoundRecord};
use crate::domain::words::{Award, Employment, Setting};
use crate::domain::{Case, SchoolYear, Teacher, YearMonth};

/// A person of the first year.
#[derive(Clone, Debug)]
pub struct Person<'c> {
    /// The person.
    pub teacher: &'c Teacher,
    /// Whether the school is rural.
    pub rural: bool,
    /// In how many of a thousand million cases the person is still there at each of the dates looked at, the target date last; zero for
    /// who retires by then.
    pub there: Vec<i64>,
    /// Whether a nomination is possible at all: permanent or contract staff.
    pub counts: bool,
}

impl Person<'_> {
    /// In how many of a thousand million cases the person is still there at the target date.
    #[must_use]
    pub fn stays(&self) -> i64 {
        self.there.last().copied().unwrap_or_default()
    }

    /// Whether a nomination is possible at all and may still count at the target date.
    pub(super) fn may_be_nominated(&self) -> bool {
        self.counts && self.stays() > 0
    }
}

/// Everybody on the staff, with the odds of being there at each of `dates`: those of the school years that have ended by then.
#[must_use]
pub(super) fn people<'c>(case: &'c Case, records: &Records, dates: &[YearMonth]) -> Vec<Person<'c>> {
    let there = |teacher: &Teacher, date: YearMonth| {
        let ended = (case.year.0..).map(SchoolYear).take_while(|year| year.end() <= date);
        let rates = attrition::stays(&records.attrition, (case, teacher), ended);
        if teacher.retires > date { rates } else { 0 }
    };
    case.teachers
        .iter()
        .map(|teacher| {
            let there = dates.iter().map(|&date| there(teacher, date)).collect();
            let rural = case.school_of(teacher.unit).setting == Setting::Rural;
            let counts = matches!(teacher.record.employment, Employment::Permanent | Employment::Contract);
            Person { teacher, rural, there, counts }
        })
        .collect()
}

impl Facts<'_> {
    /// What `person` lacks for `round` if all of `hoped` succeed, and of which steps one each has to.
    pub(super) fn lacks(&self, person: &Person<'_>, round: &RoundRecord, hoped: &[Hoped]) -> (Vec<Lack>, [Mask; 2]) {
        eligibility::lacks(person.teacher, Post { start: self.case.year.start(), rural: person.rural }, round, hoped)
    }

    /// Whether a person holds an award when the year begins.
    pub(super) fn holds(&self, person: &Person<'_>, award: Award) -> bool {
        person.teacher.holds(award, self.case.year.start())
    }
}
