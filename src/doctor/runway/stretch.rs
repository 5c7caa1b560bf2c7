//! The arithmetic of a quota over several years: who can be taken in which years, and how many must be. Knows no case, no policy and no
//! person, only years counted from the first, and numbers of people.
//!
//! It answers the most favorable course, so that what it calls impossible is impossible. Proof of the three choices:
//!
//! - *Who is taken.* Of two people who can both be taken now, the one who drops out of the pool first: any course that takes the other first stays
//!   possible when the two are exchanged, because the other can be taken whenever the first could have been later.
//! - *Who drops out of the pool now is taken, needed or not:* later they help nobody, and everybody taken makes those asked for later fewer.
//! - *Nobody else is taken beyond the need.* One more now lets at most `⌈1 / share⌉` more people rotate now, by which any later need
//!   falls by one at most ([`Shares`] holds that); kept until the year in which the need differs, the same person meets it.
//!
//! Those who rotate are taken out of the eligible as if they never came back to raise the need, the ones who would remain longest first,
//! which leaves the fewest eligible in every later year.

use super::count;

/// School years counted from the first one, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    /// The first of them.
    pub(super) first: usize,
    /// The last of them.
    pub(super) last: usize,
}

/// What a quota asks, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    /// Of the eligible, those who rotate each year.
    of_eligible: i64,
    /// Of those who rotate, those who belong to the pool; positive.
    of_rotating: i64,
}

/// One quota in one year, in persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// People who can still be taken, in the most favorable course.
    pub pool: i64,
    /// People who must be taken at least.
    pub needed: i64,
}

impl Standing {
    /// Persons missing whatever the plan does.
    #[must_use]
    pub fn missing(self) -> i64 {
        (self.needed - self.pool).max(0)
    }
}

impl Shares {
    /// The shares, that of the eligible lowered where one person more or less of the pool could change a need by more than one: with such
    /// shares the order in which people are best taken is not known, and too little is asked rather than too much.
    pub(super) fn new(of_eligible: i64, of_rotating: i64) -> Self {
        let (of_eligible, of_rotating) = (of_eligible.clamp(0, 1000), of_rotating.clamp(1, 1000));
        let each = up(1000, of_rotating);
        let steady = |share: &i64| of_rotating * up(share * each, 1000) <= 1000;
        Self { of_eligible: (0..=of_eligible).rev().find(steady).unwrap_or(0), of_rotating }
    }

    /// People of the pool who must rotate where so many are eligible.
    fn needed(self, eligible: i64) -> i64 {
        up(self.of_rotating * up(self.of_eligible * eligible, 1000), 1000)
    }
}

/// `⌈a / b⌉` of numbers that are not negative.
const fn up(a: i64, b: i64) -> i64 {
    (a + b - 1) / b
}

/// The stretches in which a person can be taken once each: from `first` on while the person stays, again `away` years (at least one) after having
/// moved for the first time in `moved` or later, and so on, none after `last`. What it calls possible may be too much: the second stretch does not
/// ask when the first was used.
pub(super) fn uses(here: Option<Stretch>, moved: usize, away: usize, last: usize) -> Vec<Stretch> {
    let again = (moved..=last).step_by(away.max(1)).skip(1).map(|first| Stretch { first, last });
    here.into_iter().chain(again).collect()
}

/// Year by year how many of `pool` (of each person the stretches in which they can be taken once each) are left and how many must be taken
/// where `needed` says so of a year and of those taken in the year before; ends with the first year in which they are too few. No more are
/// left than there are persons.
pub(super) fn deplete(pool: &[Vec<Stretch>], years: usize, mut needed: impl FnMut(usize, i64) -> i64) -> Vec<Standing> {
    let mut people = Crowd::new(&pool.concat(), years);
    let persons =
        |year| pool.iter().filter(|person| person.iter().any(|of| (of.first..=of.last).contains(&year))).count();
    let (mut standings, mut taken) = (Vec::new(), 0);
    for year in 0..years {
        people.enter(year);
        let standing = Standing { pool: people.size().min(count(persons(year))), needed: needed(year, taken) };
        standings.push(standing);
        if standing.missing() > 0 {
            break;
        }
        taken = standing.needed.max(people.by_last[year]);
        people.take_first(taken);
    }
    standings
}

/// The same for a quota of `shares`, where `eligible` are those of whom a share rotates.
pub(super) fn standings(eligible: &[Stretch], pool: &[Vec<Stretch>], years: usize, shares: Shares) -> Vec<Standing> {
    let mut crowd = Crowd::new(eligible, years);
    let mut credit = 0;
    deplete(pool, years, |year, taken| {
        // What has not made up a whole person is kept; what nobody is left for is not.
        credit += taken * 1000;
        crowd.take_last(credit / shares.of_rotating);
        credit %= shares.of_rotating;
        crowd.enter(year);
        shares.needed(crowd.size())
    })
}

/// People who are there in a year, by the last year in which they are.
struct Crowd {
    by_last: Vec<i64>,
    entering: Vec<Vec<usize>>,
}

impl Crowd {
    fn new(people: &[Stretch], years: usize) -> Self {
        let mut entering = vec![Vec::new(); years];
        for stretch in people.iter().filter(|stretch| stretch.first < years && stretch.first <= stretch.last) {
            entering[stretch.first].push(stretch.last.min(years - 1));
        }
        Self { by_last: vec![0; years], entering }
    }

    /// Begins a year: who has dropped out is gone, who comes is there.
    fn enter(&mut self, year: usize) {
        self.by_last[..year].fill(0);
        for last in std::mem::take(&mut self.entering[year]) {
            self.by_last[last] += 1;
        }
    }

    fn size(&self) -> i64 {
        self.by_last.iter().sum()
    }

    /// Takes people, those who drop out first before the others.
    fn take_first(&mut self, people: i64) {
        take(self.by_last.iter_mut(), people);
    }

    /// Takes people, those who remain longest before the others.
    fn take_last(&mut self, people: i64) {
        take(self.by_last.iter_mut().rev(), people);
    }
}

/// Takes so many people, or all there are.
fn take<'a>(groups: impl Iterator<Item = &'a mut i64>, mut people: i64) {
    for group in groups {
        let gone = people.min(*group);
        *group -= gone;
        people -= gone;
    }
}

#[cfg(test)]
mod tests;
