//! The decisions: paths of people, hires, and how each unit shares out its teaching time. One column each.

use super::cohort::{Cohort, Mobility};
use super::rules::{Admission, further_at};
use crate::domain::{Case, ChannelIx, KindIx, UnitIx};
use crate::plan::MoveKind;
use crate::program::{Col, Column};
use std::collections::{BTreeMap, BTreeSet};

/// What one person of a cohort may do this year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// Remains in the present unit.
    Stay,
    /// Goes to another unit.
    Move(UnitIx, MoveKind),
    /// The unit closes and no place is found: always possible, always dear.
    Unplaced,
}

impl Path {
    /// Where the path leads, from `home`.
    #[must_use]
    pub const fn unit(self, home: UnitIx) -> Option<UnitIx> {
        match self {
            Self::Stay => Some(home),
            Self::Move(to, _) => Some(to),
            Self::Unplaced => None,
        }
    }
}

/// A path of a cohort: the column counts persons.
#[derive(Clone, Debug)]
pub struct PathColumn {
    /// Position of the cohort.
    pub cohort: usize,
    /// The path.
    pub path: Path,
    /// The column, after assembly.
    pub col: Col,
    /// Name of the column.
    pub name: String,
    /// Position of the profile that the path feeds with teaching time, if any.
    pub profile: Option<usize>,
    /// Whether the cohort has no other path: then all take it.
    pub only: bool,
}

impl PathColumn {
    pub(super) fn column(&self, cohort: &Cohort) -> Column {
        let lower = if self.only { cohort.size() } else { 0 };
        Column { name: self.name.clone(), lower, upper: cohort.size(), integer: true }
    }
}

/// New teachers of one kind in one unit by one channel: the column counts persons.
#[derive(Clone, Debug)]
pub struct HireColumn {
    /// Where.
    pub unit: UnitIx,
    /// What they are hired for.
    pub kind: KindIx,
    /// By which channel.
    pub channel: ChannelIx,
    /// Most that the channel gives.
    pub upper: i64,
    /// The column, after assembly.
    pub col: Col,
    /// Name of the column.
    pub name: String,
    /// Position of the profile that the hires feed.
    pub profile: usize,
}

impl HireColumn {
    pub(super) fn column(&self) -> Column {
        Column { name: self.name.clone(), lower: 0, upper: self.upper, integer: true }
    }
}

/// People of one unit who can teach the same kinds there: their time is shared out together, exactly, because any way to
/// share it out in grains can be dealt out to the persons (`plan::shares`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Profile {
    /// Where.
    pub unit: UnitIx,
    /// Kinds with lessons in the unit that these people may teach there, sorted; never empty.
    pub kinds: Vec<KindIx>,
}

/// Teaching time of a profile given to one kind: the column counts grains.
#[derive(Clone, Debug)]
pub struct ShareColumn {
    /// Position of the profile.
    pub profile: usize,
    /// Where.
    pub unit: UnitIx,
    /// What.
    pub kind: KindIx,
    /// Most grains that could be given.
    pub upper: i64,
    /// The column, after assembly.
    pub col: Col,
    /// Name of the column.
    pub name: String,
}

impl ShareColumn {
    pub(super) fn column(&self) -> Column {
        Column { name: self.name.clone(), lower: 0, upper: self.upper, integer: false }
    }
}

/// All decisions about people, hires and teaching time.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Paths.
    pub paths: Vec<PathColumn>,
    /// Hires.
    pub hires: Vec<HireColumn>,
    /// Profiles, sorted.
    pub profiles: Vec<Profile>,
    /// Shares.
    pub shares: Vec<ShareColumn>,
}

/// Lists every decision that the admission rules allow.
#[must_use]
pub fn list(case: &Case, cohorts: &[Cohort], admission: &Admission<'_>) -> Decisions {
    let mut profiles: BTreeSet<Profile> = BTreeSet::new();
    let mut paths: Vec<(PathColumn, Option<Profile>)> = Vec::new();
    for (at, cohort) in cohorts.iter().enumerate() {
        let representative = &case.teachers[cohort.members[0].at()];
        let of_cohort = paths_of(case, cohort);
        let only = of_cohort.len() == 1;
        for path in of_cohort {
            let profile = path.unit(cohort.key.home).and_then(|unit| profile(case, admission, unit, cohort));
            profiles.extend(profile.clone());
            let to = match path {
                Path::Stay => "stay".to_owned(),
                Path::Move(to, kind) => format!("{}:{}", kind.code(), case.units[to.at()].code),
                Path::Unplaced => "unplaced".to_owned(),
            };
            let name = format!("path|{}|{}|{to}", case.units[cohort.key.home.at()].code, representative.record.id);
            paths.push((PathColumn { cohort: at, path, col: Col::new(0), name, profile: None, only }, profile));
        }
    }
    let hires = hires(case, admission);
    profiles.extend(hires.iter().map(|(_, profile)| profile.clone()));
    let profiles: Vec<Profile> = profiles.into_iter().collect();
    let position: BTreeMap<&Profile, usize> = profiles.iter().enumerate().map(|(at, p)| (p, at)).collect();
    let paths = paths.into_iter().map(|(path, p)| PathColumn { profile: p.map(|p| position[&p]), ..path }).collect();
    let hires = hires.into_iter().map(|(hire, p)| HireColumn { profile: position[&p], ..hire }).collect();
    let mut decisions = Decisions { paths, hires, profiles, shares: Vec::new() };
    decisions.shares = shares(case, cohorts, admission, &decisions);
    decisions
}

fn paths_of(case: &Case, cohort: &Cohort) -> Vec<Path> {
    let home = &case.units[cohort.key.home.at()];
    let mut paths = Vec::with_capacity(cohort.key.destinations.len() + 1);
    match cohort.key.mobility {
        Mobility::Released => paths.push(Path::Unplaced),
        Mobility::Pinned if !cohort.key.destinations.is_empty() => {}
        _ => paths.push(Path::Stay),
    }
    paths.extend(
        cohort
            .key
            .destinations
            .iter()
            .map(|&to| Path::Move(to, move_kind(cohort.key.mobility, home.stage, case.units[to.at()].stage))),
    );
    paths
}

/// What a move is called.
#[must_use]
pub fn move_kind(mobility: Mobility, from: crate::domain::Stage, to: crate::domain::Stage) -> MoveKind {
    match mobility {
        Mobility::Released => MoveKind::Release,
        _ if from != to => MoveKind::CrossStage,
        Mobility::Eligible => MoveKind::Rotate,
        Mobility::Surplus | Mobility::Pinned | Mobility::Fixed => MoveKind::Transfer,
    }
}

fn profile(case: &Case, admission: &Admission<'_>, unit: UnitIx, cohort: &Cohort) -> Option<Profile> {
    if cohort.key.time == crate::domain::Fte::ZERO {
        return None;
    }
    let kinds =
        teachable(case, admission, unit, cohort.key.kind, further_at(cohort.key.home, unit, &cohort.key.others));
    (!kinds.is_empty()).then_some(Profile { unit, kinds })
}

fn teachable(case: &Case, admission: &Admission<'_>, unit: UnitIx, main: KindIx, others: &[KindIx]) -> Vec<KindIx> {
    let mut kinds: Vec<KindIx> = others
        .iter()
        .copied()
        .chain([main])
        .chain(case.general())
        .filter(|&kind| case.demand_of(unit, kind).is_some() && admission.may_teach(unit, main, others, kind))
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn hires(case: &Case, admission: &Admission<'_>) -> Vec<(HireColumn, Profile)> {
    let mut list = Vec::new();
    for demand in &case.demand {
        for (channel, of) in case.channels_ix().filter(|&(ix, _)| admission.may_hire(demand.unit, demand.kind, ix)) {
            let kinds = teachable(case, admission, demand.unit, demand.kind, &[]);
            if kinds.is_empty() || of.limit.small() == 0 {
                continue;
            }
            let (unit, kind) = (&case.units[demand.unit.at()].code, &case.kinds[demand.kind.at()].code);
            let name = format!("hire|{unit}|{kind}|{}", of.code);
            let hire = HireColumn {
                unit: demand.unit,
                kind: demand.kind,
                channel,
                upper: of.limit.small(),
                col: Col::new(0),
                name,
                profile: 0,
            };
            list.push((hire, Profile { unit: demand.unit, kinds }));
        }
    }
    list
}

/// One column per profile and kind, bounded by the lessons of the kind (more would be idle) and by the time that could come.
fn shares(case: &Case, cohorts: &[Cohort], admission: &Admission<'_>, decisions: &Decisions) -> Vec<ShareColumn> {
    let mut time = vec![0_i64; decisions.profiles.len()];
    for path in &decisions.paths {
        if let Some(at) = path.profile {
            let cohort = &cohorts[path.cohort];
            time[at] += cohort.size() * admission.grains(cohort.key.time);
        }
    }
    for hire in &decisions.hires {
        time[hire.profile] += hire.upper * admission.grains(crate::domain::Fte::whole(1));
    }
    let mut shares = Vec::new();
    for (at, profile) in decisions.profiles.iter().enumerate() {
        let kinds = profile.kinds.iter().map(|k| case.kinds[k.at()].code.as_str()).collect::<Vec<_>>().join("+");
        for &kind in &profile.kinds {
            let demand = case.demand_of(profile.unit, kind).expect("profiles hold kinds with lessons");
            let (unit, code) = (&case.units[profile.unit.at()].code, &case.kinds[kind.at()].code);
            let upper = time[at].min(admission.grains_for(demand));
            shares.push(ShareColumn {
                profile: at,
                unit: profile.unit,
                kind,
                upper,
                col: Col::new(0),
                name: format!("share|{unit}|{kinds}|{code}"),
            });
        }
    }
    shares
}
