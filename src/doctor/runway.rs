//! The runway: for how many years the quotas of rotation can be met before the people whom they ask for run out.
//!
//! Looks at the facts of every year with everybody where they work now, and counts by the most favorable course ([`stretch`]): what is called
//! impossible no plan can do, and no plan is promised by what is not. Favorable to the plan is taken: whoever could be eligible in a year, wherever
//! they would have to move before; nobody is hired and nobody comes back to make more people eligible; who might be transferred before
//! becoming eligible raises no need. Honors and changes that stand in no table are not foreseen.
//!
//! Quotas without a pool of their own are left out: what counts as rotation *downwards* depends on where people work after earlier years of the plan
//! (`rotation-direction`), mentors are asked for only where the plan hires (`mentor`), new schools may take people from anywhere (`new-schools`), and
//! leaders beyond their terms are asked to go, not to be there (`leader-terms`).

mod stretch;

use super::count;
use super::people::Person;
use super::rotation::can_rotate;
use crate::domain::{Case, SchoolYear, Teacher};
use crate::formulation::carry::{Carry, Terms};
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::formulation::rules::rotation_share::Counts;
use crate::formulation::rules::who_may_rotate::WhoMayRotate;
use crate::formulation::rules::{Admission, key_teacher_share, rotation_share};
use crate::plan::MoveKind;
use crate::policy::{Policy, RuleSettings};
use rayon::prelude::*;
pub use stretch::Standing;
use stretch::{Shares, Stretch};

/// For how long quotas can be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runway {
    /// The planning year.
    pub first: SchoolYear,
    /// School years looked at.
    pub years: usize,
    /// The quotas, in the order in which they depend on each other.
    pub quotas: Vec<QuotaRunway>,
}

/// One quota over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaRunway {
    /// The rule.
    pub rule: &'static str,
    /// Its share, in thousandths.
    pub share: i64,
    /// Persons with an honor of a key teacher in the planning year who are still on the staff when the quota runs dry, but without a live one;
    /// zero for other quotas and where none runs dry.
    pub ended: i64,
    /// Year by year, up to the first in which the quota cannot be met.
    pub standings: Vec<Standing>,
}

impl QuotaRunway {
    /// The first year in which the quota cannot be met, counted from the planning year, with its numbers; none where arithmetic allows all.
    #[must_use]
    pub fn dry(&self) -> Option<(usize, Standing)> {
        self.standings.iter().copied().enumerate().find(|(_, standing)| standing.missing() > 0)
    }

    /// Whether the people asked for are key teachers.
    #[must_use]
    pub fn is_of_key_teachers(&self) -> bool {
        self.rule == key_teacher_share::NAME
    }
}

impl Runway {
    /// The last year looked at.
    #[must_use]
    pub fn last(&self) -> SchoolYear {
        self.year(self.years.saturating_sub(1))
    }

    /// The school year so many years after the planning year.
    #[must_use]
    pub fn year(&self, after: usize) -> SchoolYear {
        SchoolYear(self.first.0 + i32::try_from(after).unwrap_or(i32::MAX / 2))
    }

    /// Whether no quota runs dry.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.quotas.iter().all(|quota| quota.dry().is_none())
    }
}

/// The runway over `cases`, `people` being those of the first; nothing where no quota has a pool that can be followed, or for a single year.
pub(super) fn runway(cases: &[Case], policy: &Policy, people: &[Person<'_>]) -> Option<Runway> {
    let share = policy.rule(rotation_share::NAME).filter(|_| cases.len() > 1)?;
    if !takes_every_move(policy, share) {
        return None;
    }
    let careers = Look::new(cases, policy).careers(people, share);
    let eligible: Vec<Stretch> = careers.iter().filter_map(|career| career.counted).collect();
    let asked = share.milli("share");
    let quota = |rule, share: i64, of_rotating, pool: &dyn Fn(&Career) -> Vec<Stretch>| {
        let pool: Vec<Vec<Stretch>> = careers.iter().map(pool).collect();
        let standings = stretch::standings(&eligible, &pool, cases.len(), Shares::new(asked, of_rotating));
        QuotaRunway { rule, share, ended: 0, standings }
    };
    let mut quotas = vec![quota(rotation_share::NAME, asked, 1000, &|career| career.uses.clone())];
    let key = policy.rule(key_teacher_share::NAME).filter(|key| takes_every_move(policy, key));
    if let Some(of) = key.map(|key| key.milli("share")).filter(|&of| of > 0) {
        let mut quota = quota(key_teacher_share::NAME, of, of, &|career| career.key_uses.clone());
        let ended =
            |after| careers.iter().filter(move |career| (1..=after).contains(&career.honored) && after < career.there);
        quota.ended = quota.dry().map_or(0, |(after, _)| count(ended(after).count()));
        quotas.push(quota);
    }
    Some(Runway { first: cases[0].year, years: cases.len(), quotas })
}

/// Whether every move of the eligible counts. Where some do not, a plan may move people away without counting them, and nobody can say
/// how many remain of whom a share is asked.
fn takes_every_move(policy: &Policy, settings: &RuleSettings) -> bool {
    let counts = Counts::new(settings);
    let crosses = policy.rule("who-may-rotate").is_none_or(|who| who.flag("cross_stage"));
    counts.has(MoveKind::Rotate) && (counts.has(MoveKind::CrossStage) || !crosses)
}

/// When one person can be taken.
struct Career {
    /// Years in which the person is among the eligible whatever earlier years of the plan do, unless rotated; none where there are none.
    counted: Option<Stretch>,
    /// Years in which the person can rotate, once each.
    uses: Vec<Stretch>,
    /// The same as a key teacher.
    key_uses: Vec<Stretch>,
    /// Years on the staff.
    there: usize,
    /// Those of them, from the first on, in which the person is a key teacher.
    honored: usize,
}

/// One year of somebody who stays in the present unit.
struct Year {
    mobility: Mobility,
    /// Whether age allows to rotate, wherever the person works.
    of_age: bool,
    /// Whether an honor makes a key teacher.
    key: bool,
}

struct Look<'a> {
    carry: Carry<'a>,
    terms: Terms,
    years: Vec<(&'a Case, Admission<'a>)>,
}

impl<'a> Look<'a> {
    fn new(cases: &'a [Case], policy: &Policy) -> Self {
        let years = cases.iter().map(|case| (case, Admission::new(case, policy))).collect();
        Self { carry: Carry::new(cases, policy), terms: Terms::of(policy), years }
    }

    fn careers(&self, people: &[Person<'_>], share: &RuleSettings) -> Vec<Career> {
        let counts = Counts::new(share);
        let career = |person: &Person<'_>| self.career(person, can_rotate(self.years[0].0, person, &counts));
        people.par_iter().map(career).collect()
    }

    /// The career of a person who is `able` to go somewhere in the first year, or not.
    fn career(&self, person: &Person<'_>, able: bool) -> Career {
        let years = self.walk(person.teacher);
        let who = self.years[0].1.who();
        let away = who.map_or(1, |who| who.away(person.teacher, self.terms.term_years));
        let uses = |takes: &dyn Fn(&Year) -> bool| {
            let here =
                |(at, year): (usize, &Year)| year.mobility == Mobility::Eligible && takes(year) && (at > 0 || able);
            let here: Vec<usize> = years.iter().enumerate().filter(|&of| here(of)).map(|(at, _)| at).collect();
            let here = here.first().zip(here.last()).map(|(&first, &last)| Stretch { first, last });
            let moved = years.iter().position(|year| year.mobility != Mobility::Fixed);
            let last = years.iter().rposition(|year| year.of_age && takes(year));
            moved.zip(last).map_or_else(Vec::new, |(moved, last)| stretch::uses(here, moved, away, last))
        };
        Career {
            counted: counted(&years),
            uses: uses(&|_| true),
            key_uses: uses(&|year| year.key),
            there: years.len(),
            honored: years.iter().take_while(|year| year.key).count(),
        }
    }

    /// The years of a person who stays, until they leave the staff.
    fn walk(&self, teacher: &Teacher) -> Vec<Year> {
        let mut person = Some(teacher.clone());
        let mut years = Vec::with_capacity(self.years.len());
        for (at, (case, admission)) in self.years.iter().enumerate() {
            let Some(now) = person else { break };
            years.push(Year {
                mobility: admission.mobility(&now),
                of_age: admission.who().is_none_or(|who: &WhoMayRotate| who.is_of_age(case, &now)),
                key: admission.is_key_teacher(&now),
            });
            person = if at + 1 < self.years.len() { self.carry.person(at, &now, Path::Stay) } else { None };
        }
        years
    }
}

/// The first years in a row in which the person is eligible; none where the plan could have moved them before for another reason.
fn counted(years: &[Year]) -> Option<Stretch> {
    let first = years.iter().position(|year| year.mobility != Mobility::Fixed)?;
    let row = years[first..].iter().take_while(|year| year.mobility == Mobility::Eligible).count();
    (row > 0).then(|| Stretch { first, last: first + row - 1 })
}
