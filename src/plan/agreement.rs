//! What several plans agree on: whom all of them move to the same place, who is moved in some only, who is sent to different places; the same for
//! ways between units and for hires. It counts and judges nothing.

use super::{Plan, Posting};
use crate::domain::Case;
use std::collections::{BTreeMap, BTreeSet};

/// One plan: its years, each with its facts.
pub type Years<'p> = Vec<(&'p Case, &'p Plan)>;

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
    /// Plans send the person to different places: 有争议.
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
    /// What these plans agree on.
    #[must_use]
    pub fn of(plans: &[Years<'_>]) -> Self {
        Self { plans: plans.len(), people: people(plans), ways: counted(plans, &ways_of), hires: counted(plans, &hires_of) }
    }

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

fn people(plans: &[Years<'_>]) -> Vec<PersonRow> {
    let mut rows: BTreeMap<(i32, &str), (String, String, BTreeMap<Sent, usize>)> = BTreeMap::new();
    for &(case, plan) in plans.iter().flatten() {
        for posting in &plan.postings {
            let Some(sent) = sent(case, posting) else { continue };
            let teacher = &case.teachers[posting.teacher.at()];
            let about = || {
                (case.units[teacher.unit.at()].code.clone(), case.kinds[teacher.kind.at()].code.clone(), BTreeMap::new())
            };
            let row = rows.entry((case.year.0, &teacher.record.id)).or_insert_with(about);
            *row.2.entry(sent).or_default() += 1;
        }
    }
    let row = |((year, id), (from, kind, sent)): ((i32, &str), (String, String, BTreeMap<Sent, usize>))| {
        let mut sent: Vec<(Sent, usize)> = sent.into_iter().collect();
        sent.sort_by_key(|(_, plans)| std::cmp::Reverse(*plans));
        let standing = match sent[..] {
            [(_, count)] if count == plans.len() => Standing::NoRegret,
            [_] => Standing::Wait,
            _ => Standing::Contested,
        };
        PersonRow { year, id: id.to_owned(), from, kind, standing, sent }
    };
    let mut rows: Vec<PersonRow> = rows.into_iter().map(row).collect();
    let times = |row: &PersonRow| row.sent.iter().map(|(_, plans)| plans).sum::<usize>();
    rows.sort_by(|a, b| (a.standing, times(b), a.year, &a.id).cmp(&(b.standing, times(a), b.year, &b.id)));
    rows
}

/// What is counted: year, from, subject, to.
type Counted = (i32, Option<String>, String, String);

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

/// Fewest and most over all plans.
fn counted(plans: &[Years<'_>], of: &dyn Fn(&Case, &Plan) -> Vec<(Counted, i64)>) -> Vec<CountRow> {
    let sum = |years: &Years<'_>| {
        let mut sums: BTreeMap<Counted, i64> = BTreeMap::new();
        for &(case, plan) in years {
            of(case, plan).into_iter().for_each(|(what, count)| *sums.entry(what).or_default() += count);
        }
        sums
    };
    let all: Vec<BTreeMap<Counted, i64>> = plans.iter().map(sum).collect();
    let known: BTreeSet<&Counted> = all.iter().flat_map(BTreeMap::keys).collect();
    let row = |what: &Counted| {
        let counts: Vec<i64> = all.iter().map(|of| of.get(what).copied().unwrap_or(0)).collect();
        let range = (counts.iter().copied().min().unwrap_or(0), counts.iter().copied().max().unwrap_or(0));
        let (year, from, kind, to) = what.clone();
        CountRow { year, from, kind, to, range, plans: counts.iter().filter(|&&count| count > 0).count() }
    };
    let mut rows: Vec<CountRow> = known.into_iter().map(row).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.range.0), std::cmp::Reverse(row.plans)));
    rows
}
