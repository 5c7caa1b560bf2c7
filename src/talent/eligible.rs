//! Who may be nominated in which round, and what the others lack.
//!
//! Formula: at the month of the round the person is on the staff beyond the target date and has no such award yet; title, years with it,
//! degree, years of service and in the country, age, role and an award that is asked for are as the row says. A month of a title that
//! is not recorded counts as long ago; years in the country go on where the school is rural. Unit: months, years.

use super::Facts;
use crate::domain::attrition;
use crate::domain::records::{Records, RoundRecord};
use crate::domain::words::{Award, Employment, Holds, Setting, Title};
use crate::domain::{Case, SchoolYear, Teacher, YearMonth};
use crate::formulation::rules::talent_targets;

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

/// What a person lacks for a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// A title.
    Title,
    /// Months with the title.
    TitleMonths(i64),
    /// A degree.
    Degree,
    /// Months of service.
    Service(i64),
    /// Years in the country.
    Rural(i64),
    /// Years too old.
    Age(i64),
    /// A role.
    Role,
    /// An award that is asked for.
    Award,
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

/// An award that may be won before a round: which step of a path, what it is and when.
pub(super) type Hoped = (usize, Award, YearMonth);

/// Steps of a path of which one has to succeed first; zero for none.
pub(super) type Mask = u16;

/// Some steps as a mask.
pub(super) fn mask(steps: impl Iterator<Item = usize>) -> Mask {
    steps.fold(0, |mask, step| mask | 1 << step)
}

impl Facts<'_> {
    /// What `person` lacks for `round` if all of `hoped` succeed, and of which steps one each has to.
    pub(super) fn lacks(&self, person: &Person<'_>, round: &RoundRecord, hoped: &[Hoped]) -> (Vec<Lack>, [Mask; 2]) {
        let (record, date) = (&person.teacher.record, round.date);
        let mut lacks = Vec::new();
        let mut needs = [0; 2];
        if let Some(title) = round.title {
            match title_in_time(person, round, title, hoped) {
                Ok(mask) => needs[0] = mask,
                Err(lack) => lacks.push(lack),
            }
        }
        if round.degree.is_some_and(|degree| record.degree < degree) {
            lacks.push(Lack::Degree);
        }
        let months = record.first_employed.map_or(i64::MAX, |first| i64::from(date.months_since(first)));
        let missing = round.service_years.unwrap_or(0) * 12 - months.min(1200);
        if missing > 0 {
            lacks.push(Lack::Service(missing));
        }
        let on = if person.rural { i64::from(date.years_since(self.case.year.start())) } else { 0 };
        let missing = round.rural_years.unwrap_or(0) - record.rural_years - on;
        if missing > 0 {
            lacks.push(Lack::Rural(missing));
        }
        let over = i64::from(person.teacher.age(date)) - round.max_age.unwrap_or(i64::from(i32::MAX));
        if over > 0 {
            lacks.push(Lack::Age(over));
        }
        if !round.roles.is_empty() && !round.roles.contains(&record.role) {
            lacks.push(Lack::Role);
        }
        if !round.requires.is_empty() && !round.requires.iter().any(|&award| self.holds(person, award)) {
            needs[1] = steps(hoped, |award| round.requires.contains(&award));
            if needs[1] == 0 {
                lacks.push(Lack::Award);
            }
        }
        (lacks, needs)
    }

    /// Whether a person holds an award when the year begins.
    pub(super) fn holds(&self, person: &Person<'_>, award: Award) -> bool {
        talent_targets::is_holder(self.case, person.teacher, award)
    }
}

/// The steps by which a title may be there in time; zero where it is there already.
fn title_in_time(person: &Person<'_>, round: &RoundRecord, title: Title, hoped: &[Hoped]) -> Result<Mask, Lack> {
    let (record, months) = (&person.teacher.record, round.title_years.unwrap_or(0) * 12);
    let gives = |award: Award| matches!(award.holds(), Holds::Title(given) if given >= title);
    if record.title < title {
        let timely: Vec<Hoped> =
            hoped.iter().copied().filter(|hoped| i64::from(round.date.months_since(hoped.2)) >= months).collect();
        let mask = steps(&timely, gives);
        return if mask == 0 { Err(Lack::Title) } else { Ok(mask) };
    }
    // Whoever holds a higher one has held this one for longer than that.
    let since = record.title_since.filter(|_| record.title == title);
    let missing = since.map_or(0, |since| months - i64::from(round.date.months_since(since)));
    if missing > 0 { Err(Lack::TitleMonths(missing)) } else { Ok(0) }
}

/// The steps of an award that fits.
pub(super) fn steps(hoped: &[Hoped], fits: impl Fn(Award) -> bool) -> Mask {
    mask(hoped.iter().filter(|hoped| fits(hoped.1)).map(|hoped| hoped.0))
}
