//! The decisions: paths of people, hires, and how each unit shares out its teaching time. One column each.

use super::cohort::{Cohort, CohortKey, Mobility};
use super::rules::{Admission, further_at};
use crate::domain::{Case, ChannelIx, Fte, KindIx, UnitIx};
use crate::plan::naming::Slot;
use crate::plan::{MoveKind, Posting, Visit};
use crate::program::{Col, Column};
use std::collections::{BTreeMap, BTreeSet};

/// What one person of a cohort may do this year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// Remains in the present unit.
    Stay,
    /// Goes to another unit.
    Move(UnitIx, MoveKind),
    /// Remains, and teaches part of the time in a second unit 走教.
    Share(Visit),
    /// Remains, and is retrained for another subject 转岗培训.
    Retrain(KindIx),
    /// The unit closes and no place is found: always possible, always dear.
    Unplaced,
}

impl Path {
    /// Where the path leads, from `home`.
    #[must_use]
    pub const fn unit(self, home: UnitIx) -> Option<UnitIx> {
        match self {
            Self::Stay | Self::Share(_) | Self::Retrain(_) => Some(home),
            Self::Move(to, _) => Some(to),
            Self::Unplaced => None,
        }
    }

    /// Whether the person stays on the staff of the present unit.
    #[must_use]
    pub const fn stays(self) -> bool {
        matches!(self, Self::Stay | Self::Share(_) | Self::Retrain(_))
    }

    /// The path that a posting of a person from `home` takes; `None` where it mixes several.
    #[must_use]
    pub fn of(posting: &Posting, home: UnitIx) -> Option<Self> {
        match (posting.unit, posting.moved, posting.visit, posting.retrained) {
            (None, _, None, None) => Some(Self::Unplaced),
            (Some(unit), Some(kind), None, None) => Some(Self::Move(unit, kind)),
            (Some(unit), None, visit, retrained) if unit == home => match (visit, retrained) {
                (None, None) => Some(Self::Stay),
                (Some(visit), None) => Some(Self::Share(visit)),
                (None, Some(kind)) => Some(Self::Retrain(kind)),
                (Some(_), Some(_)) => None,
            },
            _ => None,
        }
    }

    /// What a person from `home` does who takes it.
    #[must_use]
    pub const fn slot(self, home: UnitIx) -> Slot {
        let moved = if let Self::Move(_, kind) = self { Some(kind) } else { None };
        let visit = if let Self::Share(visit) = self { Some(visit) } else { None };
        let retrained = if let Self::Retrain(kind) = self { Some(kind) } else { None };
        Slot { unit: self.unit(home), moved, visit, retrained }
    }

    /// The path as part of the name of a column.
    fn name(self, case: &Case) -> String {
        match self {
            Self::Stay => "stay".to_owned(),
            Self::Move(to, kind) => format!("{}:{}", kind.code(), case.units[to.at()].code),
            Self::Share(visit) => format!("shared:{}:{}", case.units[visit.unit.at()].code, visit.time),
            Self::Retrain(kind) => format!("retrain:{}", case.kinds[kind.at()].code),
            Self::Unplaced => "unplaced".to_owned(),
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
    /// Teaching time that one person brings there.
    pub time: Fte,
    /// Position of the profile in a second unit, and the time brought there.
    pub visit: Option<(usize, Fte)>,
    /// Whether the cohort has no other path and it is known how many they are: then all take it.
    pub only: bool,
    /// Fewest people: not none where the cohort has no other path.
    pub lower: i64,
    /// Position of the cohort of the next year to which it leads; none in the last year, and for who is on the staff no more.
    pub next: Option<usize>,
    /// Whether it has no column of its own, because the columns that lead to the cohort say how many take it: in a later year, where the
    /// cohort has no other path.
    pub absorbed: bool,
}

impl PathColumn {
    pub(super) fn column(&self, cohort: &Cohort) -> Column {
        Column { name: self.name.clone(), lower: self.lower, upper: cohort.most(), integer: true }
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
    /// Position of the profile that the hires feed; none for posts without lessons.
    pub profile: Option<usize>,
    /// Position of the cohort of the next year to which they belong; none in the last year.
    pub next: Option<usize>,
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

/// Lists every decision that the admission rules allow. `year` goes into the names of the columns; it is empty for the first.
#[must_use]
pub fn list(case: &Case, cohorts: &[Cohort], admission: &Admission<'_>, year: &str) -> Decisions {
    let mut paths: Vec<(PathColumn, Fed)> = Vec::new();
    for (at, cohort) in cohorts.iter().enumerate() {
        let of_cohort = paths_of(case, &cohort.key);
        let only = of_cohort.len() == 1 && cohort.is_settled();
        let lower = if of_cohort.len() == 1 { cohort.size.0 } else { 0 };
        for path in of_cohort {
            let fed = fed(case, admission, cohort, path);
            let to = path.name(case);
            let name = format!("path|{year}{}|{}|{to}", case.units[cohort.key.home.at()].code, cohort.name);
            let time = time_of(admission, cohort, path);
            let (col, profile, visit, next) = (Col::new(0), None, None, None);
            let column =
                PathColumn { cohort: at, path, col, name, profile, time, visit, only, lower, next, absorbed: false };
            paths.push((column, fed));
        }
    }
    let hires = hires(case, admission, year);
    let mut profiles: BTreeSet<&Profile> = hires.iter().filter_map(|(_, profile)| profile.as_ref()).collect();
    profiles.extend(paths.iter().flat_map(|(_, fed)| fed.here.iter().chain(&fed.there)));
    let profiles: Vec<Profile> = profiles.into_iter().cloned().collect();
    let position: BTreeMap<&Profile, usize> = profiles.iter().enumerate().map(|(at, p)| (p, at)).collect();
    let placed = |(path, fed): (PathColumn, Fed)| {
        let visit = if let Path::Share(visit) = path.path { Some(visit.time) } else { None };
        let there = fed.there.map(|p| position[&p]).zip(visit);
        PathColumn { profile: fed.here.map(|p| position[&p]), visit: there, ..path }
    };
    let paths = paths.into_iter().map(placed).collect();
    let hires = hires.into_iter().map(|(hire, p)| HireColumn { profile: p.map(|p| position[&p]), ..hire }).collect();
    let mut decisions = Decisions { paths, hires, profiles, shares: Vec::new() };
    decisions.shares = shares(case, admission, cohorts, &decisions, year);
    decisions
}

/// What people with this key may do in the year.
pub(super) fn paths_of(case: &Case, key: &CohortKey) -> Vec<Path> {
    let home = &case.units[key.home.at()];
    let mut paths = Vec::with_capacity(key.destinations.len() + key.besides.len() + 1);
    match key.mobility {
        Mobility::Released => paths.push(Path::Unplaced),
        Mobility::Pinned if !key.destinations.is_empty() => {}
        _ => paths.push(Path::Stay),
    }
    if paths.first() == Some(&Path::Stay) {
        paths.extend(&key.besides);
    }
    let stage = |to: UnitIx| case.units[to.at()].stage;
    let moves = key.destinations.iter().map(|&to| Path::Move(to, move_kind(key.mobility, home.stage, stage(to))));
    paths.extend(moves);
    paths
}

/// The profiles that a path feeds: where the person works, and in a second unit.
struct Fed {
    here: Option<Profile>,
    there: Option<Profile>,
}

fn fed(case: &Case, admission: &Admission<'_>, cohort: &Cohort, path: Path) -> Fed {
    let here = path.unit(cohort.key.home).and_then(|unit| profile(case, admission, unit, cohort, path));
    let there = match path {
        Path::Share(visit) => Some(Profile { unit: visit.unit, kinds: vec![cohort.key.kind] }),
        _ => None,
    };
    Fed { here, there }
}

/// Teaching time that a person of the cohort brings to the unit of the path.
fn time_of(admission: &Admission<'_>, cohort: &Cohort, path: Path) -> Fte {
    let away = match path {
        Path::Share(visit) => visit.time,
        Path::Retrain(_) => admission.study_time(),
        Path::Stay | Path::Move(..) | Path::Unplaced => Fte::ZERO,
    };
    (cohort.key.time - away).positive_part()
}

/// What a move is called.
#[must_use]
pub fn move_kind(mobility: Mobility, from: crate::domain::Stage, to: crate::domain::Stage) -> MoveKind {
    match mobility {
        Mobility::Released => MoveKind::Release,
        Mobility::Returning => MoveKind::Return,
        _ if from != to => MoveKind::CrossStage,
        Mobility::Eligible => MoveKind::Rotate,
        Mobility::Surplus | Mobility::Pinned | Mobility::Fixed => MoveKind::Transfer,
    }
}

fn profile(case: &Case, admission: &Admission<'_>, unit: UnitIx, cohort: &Cohort, path: Path) -> Option<Profile> {
    if cohort.key.time == Fte::ZERO {
        return None;
    }
    let further = further_at(cohort.key.home, unit, &cohort.key.others);
    let mut kinds = teachable(case, admission, unit, cohort.key.kind, further);
    if let Path::Retrain(new) = path {
        kinds.extend(Some(new).filter(|&new| case.demand_of(unit, new).is_some() && !kinds.contains(&new)));
        kinds.sort();
    }
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

/// Posts that may be filled: those with lessons, and those without that a rule asks for.
fn hires(case: &Case, admission: &Admission<'_>, year: &str) -> Vec<(HireColumn, Option<Profile>)> {
    let mut list = Vec::new();
    let lessons = case.demand.iter().map(|d| (d.unit, d.kind));
    let posts: BTreeSet<(UnitIx, KindIx)> = lessons.chain(admission.wanted_posts()).collect();
    for (unit, kind) in posts {
        for (channel, of) in case.channels_ix().filter(|&(ix, _)| admission.may_hire(unit, kind, ix)) {
            let kinds = if admission.hire_teaches(unit, kind) {
                teachable(case, admission, unit, kind, &[])
            } else {
                Vec::new()
            };
            if of.limit.small() == 0 {
                continue;
            }
            let (unit_code, kind_code) = (&case.units[unit.at()].code, &case.kinds[kind.at()].code);
            let name = format!("hire|{year}{unit_code}|{kind_code}|{}", of.code);
            let (upper, col) = (of.limit.small(), Col::new(0));
            let hire = HireColumn { unit, kind, channel, upper, col, name, profile: None, next: None };
            list.push((hire, (!kinds.is_empty()).then_some(Profile { unit, kinds })));
        }
    }
    list
}

/// One column per profile and kind, bounded by the lessons of the kind (more would be idle) and by the time that could come.
fn shares(
    case: &Case,
    admission: &Admission<'_>,
    cohorts: &[Cohort],
    decisions: &Decisions,
    year: &str,
) -> Vec<ShareColumn> {
    let mut time = vec![0_i64; decisions.profiles.len()];
    for path in &decisions.paths {
        let here = path.profile.map(|at| (at, path.time));
        for (at, of_one) in here.into_iter().chain(path.visit) {
            time[at] += cohorts[path.cohort].most() * admission.grains(of_one);
        }
    }
    for hire in &decisions.hires {
        if let Some(at) = hire.profile {
            time[at] += hire.upper * admission.grains(Fte::whole(1));
        }
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
                name: format!("share|{year}{unit}|{kinds}|{code}"),
            });
        }
    }
    shares
}
