//! Who may be nominated in which round of titles and honors, and what the others lack.
//!
//! Formula: at the month of the round the person has no such award yet; title, years with it, degree, years of service and in the country,
//! age, role and an award that is asked for are as the row says. A month of a title that is not recorded counts as long ago; years in the
//! country go on where the school is rural. Unit: months, years.

use super::records::RoundRecord;
use super::words::{Award, Employment, Holds, Title};
use super::{SchoolYear, Teacher, YearMonth};

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

/// An award that may be won before a round: which step of a path, what it is and when.
pub type Hoped = (usize, Award, YearMonth);

/// Steps of a path of which one has to succeed first; zero for none.
pub type Mask = u16;

/// Some steps as a mask.
pub fn mask(steps: impl Iterator<Item = usize>) -> Mask {
    steps.fold(0, |mask, step| mask | 1 << step)
}

/// Where and when a person is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    /// The month from which years in the country are counted on.
    pub start: YearMonth,
    /// Whether the school is rural.
    pub rural: bool,
}

impl Teacher {
    /// Whether the person holds an award, or a higher one of its kind, in `month`.
    #[must_use]
    pub fn holds(&self, award: Award, month: YearMonth) -> bool {
        match award.holds() {
            Holds::Title(title) => self.record.title >= title,
            Holds::Honor(honor, level) => self.live_honors(month).any(|own| own.honor == honor && own.level >= level),
        }
    }
}

/// What a person lacks for `round` if all of `hoped` succeed, and of which steps one each has to.
#[must_use]
pub fn lacks(teacher: &Teacher, post: Post, round: &RoundRecord, hoped: &[Hoped]) -> (Vec<Lack>, [Mask; 2]) {
    let (record, date) = (&teacher.record, round.date);
    let mut lacks = Vec::new();
    let mut needs = [0; 2];
    if let Some(title) = round.title {
        match title_in_time(teacher, round, title, hoped) {
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
    let on = if post.rural { i64::from(date.years_since(post.start)) } else { 0 };
    let missing = round.rural_years.unwrap_or(0) - record.rural_years - on;
    if missing > 0 {
        lacks.push(Lack::Rural(missing));
    }
    let over = i64::from(teacher.age(date)) - round.max_age.unwrap_or(i64::from(i32::MAX));
    if over > 0 {
        lacks.push(Lack::Age(over));
    }
    if !round.roles.is_empty() && !round.roles.contains(&record.role) {
        lacks.push(Lack::Role);
    }
    if !round.requires.is_empty() && !round.requires.iter().any(|&award| teacher.holds(award, post.start)) {
        needs[1] = steps(hoped, |award| round.requires.contains(&award));
        if needs[1] == 0 {
            lacks.push(Lack::Award);
        }
    }
    (lacks, needs)
}

impl Award {
    /// Whether who wins it has at least this title.
    #[must_use]
    pub fn gives(self, title: Title) -> bool {
        matches!(self.holds(), Holds::Title(given) if given >= title)
    }
}

/// The fewest years in the country that somebody of a school elsewhere owes for some award and can still serve in time, from `year` on,
/// lacking nothing else; zero for everybody else.
#[must_use]
pub fn rural_owed(rounds: &[RoundRecord], teacher: &Teacher, rural: bool, year: SchoolYear) -> i64 {
    let start = year.start();
    if rural || !matches!(teacher.record.employment, Employment::Permanent | Employment::Contract) {
        return 0;
    }
    let owed = |round: &RoundRecord| {
        let open = round.places > 0 && teacher.retires > round.date && !teacher.holds(round.award, start);
        let in_time = i64::from(round.date.years_since(start));
        match lacks(teacher, Post { start, rural }, round, &[]).0[..] {
            [Lack::Rural(years)] if open && years <= in_time => Some(years),
            _ => None,
        }
    };
    rounds.iter().filter(|round| round.rural_years.is_some()).filter_map(owed).min().unwrap_or(0)
}

/// The steps by which a title may be there in time; zero where it is there already.
fn title_in_time(teacher: &Teacher, round: &RoundRecord, title: Title, hoped: &[Hoped]) -> Result<Mask, Lack> {
    let (record, months) = (&teacher.record, round.title_years.unwrap_or(0) * 12);
    if record.title < title {
        let timely: Vec<Hoped> =
            hoped.iter().copied().filter(|hoped| i64::from(round.date.months_since(hoped.2)) >= months).collect();
        let mask = steps(&timely, |award| award.gives(title));
        return if mask == 0 { Err(Lack::Title) } else { Ok(mask) };
    }
    // Whoever holds a higher one has held this one for longer than that.
    let since = record.title_since.filter(|_| record.title == title);
    let missing = since.map_or(0, |since| months - i64::from(round.date.months_since(since)));
    if missing > 0 { Err(Lack::TitleMonths(missing)) } else { Ok(0) }
}

/// The steps of an award that fits.
pub fn steps(hoped: &[Hoped], fits: impl Fn(Award) -> bool) -> Mask {
    mask(hoped.iter().filter(|hoped| fits(hoped.1)).map(|hoped| hoped.0))
}
