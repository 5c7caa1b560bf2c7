//! What several plans agree on: whom all of them move to the same place, who is moved in some only, who is sent to different places; the same for
//! ways between units and for hires. It counts and judges nothing.

use super::{Plan, Posting};
use crate::domain::Case;
use std::collections::BTreeMap;

/// Where a plan sends somebody, in codes that mean the same in all plans.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// The unit; none where no place was found.
    pub unit: Option<String>,
    /// A second unit besides.
    pub visit: Option<String>,
    /// The subject for which the person is retrained.
    pub retrained: Option<String>,
}

/// What plans say of somebody together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// All plans send the person to the same place: 无悔.
    NoRegret,
    /// Some plans do and the others leave the person alone: 待定.
    Wait,
    /// Plans send the person to different places, or some plan finds no place: 有争议.
    Contested,
}

impl Standing {
    /// The word in `no-regret.csv`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRegret => "no-regret",
            Self::Wait => "wait",
            Self::Contested => "contested",
        }
    }
}

/// Somebody whom some plan moves, shares or retrains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// School year.
    pub year: i32,
    /// Code of the person.
    pub id: String,
    /// Unit in which the person is when the year begins, in the first plan that moves them.
    pub from: String,
    /// Main subject.
    pub kind: String,
    /// What the plans say together.
    pub standing: Standing,
    /// Where the person is sent and by how many plans, the most frequent first.
    pub sent: Vec<(Sent, usize)>,
}

/// Moves of one subject between two units, or hires of one subject in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    /// School year.
    pub year: i32,
    /// Where from; none for hires.
    pub from: Option<String>,
    /// Subject.
    pub kind: String,
    /// Where to.
    pub to: String,
    /// Fewest and most people over all plans: so many are needed whatever happens, and so many at most.
    pub range: (i64, i64),
    /// Plans that do it at all.
    pub plans: usize,
}

/// What several plans agree on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// How many plans.
    pub plans: usize,
    /// People, by standing, then by how many plans move them, then by code.
    pub people: Vec<PersonRow>,
    /// Ways between units, whoever goes.
    pub ways: Vec<CountRow>,
    /// Hires, all channels together.
    pub hires: Vec<CountRow>,
}

impl Agreement {
    /// How many people have each standing, in the order of [`Standing`].
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        [Standing::NoRegret, Standing::Wait, Standing::Contested]
            .map(|standing| self.people.iter().filter(|row| row.standing == standing).count())
    }
}

/// Where a posting sends somebody; none for who is left alone.
fn sent(case: &Case, posting: &Posting) -> Option<Sent> {
    let home = case.teachers[posting.teacher.at()].unit;
    let alone = posting.unit == Some(home) && posting.visit.is_none() && posting.retrained.is_none();
    let code = |unit: crate::domain::UnitIx| case.units[unit.at()].code.clone();
    (!alone).then(|| Sent {
        unit: posting.unit.map(code),
        visit: posting.visit.map(|visit| code(visit.unit)),
        retrained: posting.retrained.map(|kind| case.kinds[kind.at()].code.clone()),
    })
}

/// What is known of somebody: where from, which subject, where to and by how many plans.
type About = (String, String, BTreeMap<Sent, usize>);

/// Collects plans one after the other, so that none of them has to be kept.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    plans: usize,
    people: BTreeMap<(i32, String), About>,
    ways: Counts,
    hires: Counts,
}

impl Tally {
    /// Takes one more plan into account.
    pub fn add(&mut self, years: &[(&Case, &Plan)]) {
        self.plans += 1;
        let (mut ways, mut hires) = (BTreeMap::new(), BTreeMap::new());
        for &(case, plan) in years {
            self.add_people(case, plan);
            for (what, count) in ways_of(case, plan) {
                *ways.entry(what).or_default() += count;
            }
            for (what, count) in hires_of(case, plan) {
                *hires.entry(what).or_default() += count;
            }
        }
        count(&mut self.ways, ways);
        count(&mut self.hires, hires);
    }

    fn add_people(&mut self, case: &Case, plan: &Plan) {
        for posting in &plan.postings {
            let Some(sent) = sent(case, posting) else { continue };
            let teacher = &case.teachers[posting.teacher.at()];
            let about = || {
                (
                    case.units[teacher.unit.at()].code.clone(),
                    case.kinds[teacher.kind.at()].code.clone(),
                    BTreeMap::new(),
                )
            };
            let row = self.people.entry((case.year.0, teacher.record.id.clone())).or_insert_with(about);
            *row.2.entry(sent).or_default() += 1;
        }
    }

    /// What all plans so far agree on.
    #[must_use]
    pub fn agreement(self) -> Agreement {
        let plans = self.plans;
        let mut people: Vec<PersonRow> = self.people.into_iter().map(|row| person(row, plans)).collect();
        let times = |row: &PersonRow| row.sent.iter().map(|(_, plans)| plans).sum::<usize>();
        people.sort_by(|a, b| (a.standing, times(b), a.year, &a.id).cmp(&(b.standing, times(a), b.year, &b.id)));
        Agreement { plans, people, ways: counted(self.ways, plans), hires: counted(self.hires, plans) }
    }
}

fn person(((year, id), (from, kind, sent)): ((i32, String), About), plans: usize) -> PersonRow {
    let mut sent: Vec<(Sent, usize)> = sent.into_iter().collect();
    sent.sort_by_key(|(_, plans)| std::cmp::Reverse(*plans));
    // Nobody is at ease with a plan that finds no place for them.
    let placed = sent.iter().all(|(sent, _)| sent.unit.is_some());
    let standing = match sent[..] {
        [(_, count)] if count == plans && placed => Standing::NoRegret,
        [_] if placed => Standing::Wait,
        _ => Standing::Contested,
    };
    PersonRow { year, id, from, kind, standing, sent }
}

/// What is counted: year, from, subject, to.
type Counted = (i32, Option<String>, String, String);
/// Fewest and most people in the plans that do it at all, and how many plans these are.
type Counts = BTreeMap<Counted, (i64, i64, usize)>;

fn ways_of(case: &Case, plan: &Plan) -> Vec<(Counted, i64)> {
    let way = |posting: &Posting| {
        let teacher = &case.teachers[posting.teacher.at()];
        let to = posting.unit.filter(|&unit| unit != teacher.unit)?;
        let code = |unit: crate::domain::UnitIx| case.units[unit.at()].code.clone();
        Some(((case.year.0, Some(code(teacher.unit)), case.kinds[teacher.kind.at()].code.clone(), code(to)), 1))
    };
    plan.postings.iter().filter_map(way).collect()
}

fn hires_of(case: &Case, plan: &Plan) -> Vec<(Counted, i64)> {
    let hire = |hire: &super::Hire| {
        let to = case.units[hire.unit.at()].code.clone();
        ((case.year.0, None, case.kinds[hire.kind.at()].code.clone(), to), hire.count)
    };
    plan.hires.iter().map(hire).collect()
}

fn count(counts: &mut Counts, of_plan: BTreeMap<Counted, i64>) {
    for (what, people) in of_plan {
        let (least, most, plans) = counts.entry(what).or_insert((people, people, 0));
        (*least, *most, *plans) = ((*least).min(people), (*most).max(people), *plans + 1);
    }
}

/// Fewest and most over all plans: none where some plan does not do it.
fn counted(counts: Counts, all: usize) -> Vec<CountRow> {
    let row = |((year, from, kind, to), (least, most, plans)): (Counted, (i64, i64, usize))| {
        let range = (if plans == all { least } else { 0 }, most);
        CountRow { year, from, kind, to, range, plans }
    };
    let mut rows: Vec<CountRow> = counts.into_iter().map(row).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.range.0), std::cmp::Reverse(row.plans)));
    rows
}
