//! Back from the values of the columns to a plan with names.

use super::columns::PathColumn;
use super::rules::Admission;
use super::walk::walk;
use super::{Formulation, Year, follow};
use crate::domain::resolve::is_taught;
use crate::domain::{Case, Fte, KindIx, TeacherIx, UnitIx};
use crate::plan::naming::{self, Slot};
use crate::plan::shares::{Dealt, Hand, deal, give_back};
use crate::plan::timetable::Terms as _;
use crate::plan::{Hire, Placement, Plan, Posting};
use crate::policy::Policy;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Teaching time by kind.
type Shares = Vec<(KindIx, Fte)>;

/// Who works in a profile.
#[derive(Clone, Copy)]
enum Worker {
    /// Position in the postings.
    Posting(usize),
    /// Position in the hires.
    Hire(usize),
    /// Somebody from another unit, who gives the main kind all the time spent here.
    Visitor,
}

/// The plan of one year of a horizon, with its facts.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The facts, with the people where the years before have left them.
    pub case: Case,
    /// The plan.
    pub plan: Plan,
}

/// The plans of several years that a checked solution means. `cases` are the facts of every year, with people where they are now.
#[must_use]
pub fn decode_years(
    cases: &[Case],
    policy: &Policy,
    formulation: &Formulation,
    values: &[i64],
    seed: u32,
) -> Vec<Planned> {
    let mut cohort_of = Vec::new();
    let decoded = walk(cases, policy, |before, case| {
        let last = before.last().map(|of| (&of.case, &of.plan));
        cohort_of = follow::cohorts(&formulation.years[..=before.len()], last, &cohort_of, case);
        let grain = Admission::new(case, policy).grain();
        Ok::<_, Infallible>(decode_year(case, &formulation.years[before.len()], &cohort_of, values, grain, seed))
    });
    decoded.unwrap_or_else(|never| match never {})
}

/// The plan that a checked solution of a program of one year means; `seed` draws the lottery among equals. `grain` is the smallest
/// share.
#[must_use]
pub fn decode(case: &Case, formulation: &Formulation, values: &[i64], grain: Fte, seed: u32) -> Plan {
    let year = &formulation.years[0];
    decode_year(case, year, &follow::cohorts(&formulation.years[..1], None, &[], case), values, grain, seed)
}

fn decode_year(case: &Case, year: &Year, cohort_of: &[Option<usize>], values: &[i64], grain: Fte, seed: u32) -> Plan {
    let mut profiles: Vec<Vec<Hand<Worker>>> = vec![Vec::new(); year.decisions.profiles.len()];
    let mut postings = postings(case, year, cohort_of, values, seed);
    postings.sort_by_key(|(posting, _)| posting.teacher);
    for (at, (posting, path)) in postings.iter_mut().enumerate() {
        let main = case.teachers[posting.teacher.at()].kind;
        match path.profile {
            Some(profile) => profiles[profile].push(Hand { who: Worker::Posting(at), main, time: path.time }),
            None if posting.unit.is_some() && path.time > Fte::ZERO => posting.shares = vec![(main, path.time)],
            None => {}
        }
        if let Some((profile, time)) = path.visit {
            profiles[profile].push(Hand { who: Worker::Visitor, main, time });
        }
    }
    let mut postings: Vec<Posting> = postings.into_iter().map(|(posting, _)| posting).collect();
    let mut hires = Vec::new();
    for hire in year.decisions.hires.iter().filter(|h| values[h.col.at()] > 0) {
        let count = values[hire.col.at()];
        if let Some(profile) = hire.profile {
            let who = Worker::Hire(hires.len());
            profiles[profile].push(Hand { who, main: hire.kind, time: Fte::whole(count) });
        }
        // Without lessons of the kind, and general work for nobody, a teacher's time stays with the kind.
        let idle = hire.profile.is_none() && is_taught(&case.kinds[hire.kind.at()]);
        let shares = if idle { vec![(hire.kind, Fte::whole(count))] } else { Vec::new() };
        hires.push(Hire { unit: hire.unit, kind: hire.kind, channel: hire.channel, count, shares });
    }
    let mut given: Vec<BTreeMap<KindIx, Fte>> = vec![BTreeMap::new(); profiles.len()];
    for share in year.decisions.shares.iter().filter(|s| values[s.col.at()] > 0) {
        given[share.profile].insert(share.kind, Fte::from_small(values[share.col.at()] * grain.small()));
    }
    for (hands, given) in profiles.iter().zip(&given) {
        for (worker, shares) in deal(hands, given) {
            match worker {
                Worker::Posting(at) => postings[at].shares = shares,
                Worker::Hire(at) => hires[at].shares = shares,
                Worker::Visitor => {}
            }
        }
    }
    settle(case, year, &given, &mut postings, &mut hires);
    hires.sort_by_key(|h| (h.unit, h.kind, h.channel));
    Plan { year: case.year, postings, hires, placements: placements(case, year, values) }
}

/// Time that is left over relieves those who teach a kind besides their main one.
fn settle(case: &Case, year: &Year, given: &[BTreeMap<KindIx, Fte>], postings: &mut [Posting], hires: &mut [Hire]) {
    let mut decided: BTreeMap<(UnitIx, KindIx), Fte> = BTreeMap::new();
    for (profile, given) in year.decisions.profiles.iter().zip(given) {
        for (&kind, &time) in given {
            *decided.entry((profile.unit, kind)).or_default() += time;
        }
    }
    let mut visits: Vec<(UnitIx, KindIx, Shares)> = Vec::new();
    for posting in postings.iter() {
        let main = case.teachers[posting.teacher.at()].kind;
        visits.extend(posting.visit.map(|visit| (visit.unit, main, vec![(main, visit.time)])));
    }
    let posted = postings.iter_mut().filter_map(|posting| {
        let main = case.teachers[posting.teacher.at()].kind;
        Some(Dealt { unit: posting.unit?, main, shares: &mut posting.shares })
    });
    let hired = hires.iter_mut().map(|hire| Dealt { unit: hire.unit, main: hire.kind, shares: &mut hire.shares });
    let visitors = visits.iter_mut().map(|(unit, main, shares)| Dealt { unit: *unit, main: *main, shares });
    let mut people: Vec<Dealt<'_>> = posted.chain(hired).chain(visitors).collect();
    give_back(&mut people, &decided);
}

/// Postings without shares, each with its path.
fn postings<'f>(
    case: &Case,
    year: &'f Year,
    cohort_of: &[Option<usize>],
    values: &[i64],
    seed: u32,
) -> Vec<(Posting, &'f PathColumn)> {
    let mut members: Vec<Vec<TeacherIx>> = vec![Vec::new(); year.cohorts.len()];
    for ((teacher, _), cohort) in case.teachers_ix().zip(cohort_of) {
        members[cohort.expect("everybody of the staff belongs to a cohort")].push(teacher);
    }
    let mut slots: Vec<Vec<(Slot, &PathColumn)>> = vec![Vec::new(); year.cohorts.len()];
    for path in &year.decisions.paths {
        let slot = path.path.slot(year.cohorts[path.cohort].key.home);
        let count = if path.absorbed {
            i64::try_from(members[path.cohort].len()).unwrap_or(i64::MAX)
        } else {
            values[path.col.at()]
        };
        for _ in 0..count {
            slots[path.cohort].push((slot, path));
        }
    }
    let mut postings = Vec::with_capacity(case.teachers.len());
    for (members, slots) in members.iter().zip(slots) {
        let places: Vec<Slot> = slots.iter().map(|(slot, _)| *slot).collect();
        for (teacher, slot) in naming::name(case, members, &places, seed) {
            let (_, path) = slots.iter().find(|(s, _)| *s == slot).expect("named for one of the slots");
            let Slot { unit, moved, visit, retrained } = slot;
            postings.push((Posting { teacher, unit, moved, shares: Vec::new(), visit, retrained }, *path));
        }
    }
    postings
}

/// Deals the placements of groups out to people and vacancies, both in order; equals are equal in everything the lists say.
fn placements(case: &Case, year: &Year, values: &[i64]) -> Vec<Placement> {
    let places = &year.places;
    let mut people: Vec<_> = places.surplus.iter().map(|group| group.members.iter()).collect();
    let posts = |group: &super::places::VacancyGroup| {
        let expand =
            |&at: &usize| std::iter::repeat_n(at, usize::try_from(case.vacancies[at].posts.small()).unwrap_or(0));
        group.members.iter().flat_map(expand).collect::<Vec<_>>().into_iter()
    };
    let mut open: Vec<_> = places.vacancies.iter().map(posts).collect();
    let mut placements = Vec::new();
    for column in &places.columns {
        for _ in 0..values[column.col.at()] {
            if let (Some(&surplus), Some(vacancy)) = (people[column.surplus].next(), open[column.vacancy].next()) {
                placements.push(Placement { surplus, vacancy });
            }
        }
    }
    placements.sort();
    placements
}
