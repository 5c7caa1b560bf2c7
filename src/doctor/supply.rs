//! Lessons asked against the teachers there are, by stage and kind, as if people could be shared freely inside a stage.
//!
//! Everybody counts for the main kind. General work (综合与校本, 班主任) may be taken by anyone who teaches, so it is set against the time
//! that the other kinds leave over.

use super::count;
use crate::domain::resolve::is_taught;
use crate::domain::{Case, ChannelIx, Fte, KindIx, Lessons, Stage};
use crate::formulation::rules::Admission;
use crate::plan::timetable::Terms as _;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One kind at one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplyRow {
    /// Stage.
    pub stage: Stage,
    /// Kind.
    pub kind: KindIx,
    /// Lessons asked per week.
    pub lessons: Lessons,
    /// The same in full teachers of this kind.
    pub asked: Fte,
    /// Teaching time of those whose main kind it is.
    pub teachers: Fte,
    /// Persons who could teach it besides their main kind, in their own unit.
    pub further: i64,
    /// Posts that may still be filled for it; one post may serve several rows.
    pub hires: i64,
    /// Lessons that the teachers do not cover.
    pub missing: Lessons,
    /// The same in full teachers.
    pub missing_teachers: Fte,
    /// Teaching time beyond the lessons.
    pub spare: Fte,
    /// Whether anyone who teaches may take it.
    pub general: bool,
}

impl SupplyRow {
    /// Whether nobody at this stage teaches it, not even as a further kind.
    #[must_use]
    pub fn is_taught_by_nobody(&self) -> bool {
        !self.general && self.teachers == Fte::ZERO && self.further == 0
    }
}

/// All kinds of one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageRow {
    /// Stage.
    pub stage: Stage,
    /// Lessons asked per week.
    pub lessons: Lessons,
    /// The same in full teachers.
    pub asked: Fte,
    /// Teaching time of everybody who teaches at the stage.
    pub teachers: Fte,
    /// Posts that may still be filled at the stage; one post may serve several stages.
    pub hires: i64,
    /// Lessons missing, over the kinds that miss some.
    pub missing: Lessons,
    /// Kinds that miss some.
    pub short: i64,
    /// Teaching time beyond the lessons of its kind, after general work took what it needs.
    pub spare: Fte,
}

/// Channels that serve a place of demand, each with its posts.
type Serving = BTreeSet<ChannelIx>;

/// Stage, kind, and the demand of all its units.
fn demand(case: &Case) -> BTreeMap<(Stage, KindIx), (Lessons, Lessons)> {
    let mut demand: BTreeMap<(Stage, KindIx), (Lessons, Lessons)> = BTreeMap::new();
    for entry in &case.demand {
        let sum = demand.entry((case.units[entry.unit.at()].stage, entry.kind)).or_default();
        *sum = (sum.0 + entry.lessons, entry.load);
    }
    demand
}

fn serving(case: &Case, admission: &Admission<'_>) -> BTreeMap<(Stage, KindIx), Serving> {
    let mut serving: BTreeMap<(Stage, KindIx), Serving> = BTreeMap::new();
    for entry in &case.demand {
        let channels =
            case.channels_ix().map(|(ix, _)| ix).filter(|&ix| admission.may_hire(entry.unit, entry.kind, ix));
        serving.entry((case.units[entry.unit.at()].stage, entry.kind)).or_default().extend(channels);
    }
    serving
}

fn posts(case: &Case, channels: &Serving) -> i64 {
    channels.iter().map(|ix| case.channels[ix.at()].limit.small()).sum()
}

/// Teaching time by stage and main kind.
fn main_time(case: &Case, admission: &Admission<'_>) -> BTreeMap<(Stage, KindIx), Fte> {
    let mut time: BTreeMap<(Stage, KindIx), Fte> = BTreeMap::new();
    for teacher in case.teachers.iter().filter(|t| t.teaches()) {
        *time.entry((case.units[teacher.unit.at()].stage, teacher.kind)).or_default() += admission.time(teacher);
    }
    time
}

/// Persons who could teach a kind besides their main one, where they work now.
fn further(case: &Case, admission: &Admission<'_>, stage: Stage, kind: KindIx) -> i64 {
    let general = Some(kind) == case.general();
    let able = case.teachers.iter().filter(|t| {
        t.teaches()
            && t.kind != kind
            && case.units[t.unit.at()].stage == stage
            && (general || t.others.contains(&kind))
            && case.demand_of(t.unit, kind).is_some()
            && admission.may_teach(t.unit, t.kind, &t.others, kind)
    });
    count(able.count())
}

/// Every stage and kind with lessons, what misses most first.
pub(super) fn rows(case: &Case, admission: &Admission<'_>) -> Vec<SupplyRow> {
    let (time, serving) = (main_time(case, admission), serving(case, admission));
    let mut rows: Vec<SupplyRow> = demand(case)
        .into_iter()
        .map(|((stage, kind), (lessons, load))| {
            let (asked, own) = (lessons.as_fte(load), time.get(&(stage, kind)).copied().unwrap_or_default());
            let general = Some(kind) == case.general();
            let teachers = if general { own + left_over(case, &time, stage) } else { own };
            SupplyRow {
                stage,
                kind,
                lessons,
                asked,
                teachers: own,
                further: further(case, admission, stage, kind),
                hires: serving.get(&(stage, kind)).map_or(0, |channels| posts(case, channels)),
                missing: (lessons - teachers.lessons(load)).positive_part(),
                missing_teachers: (asked - teachers).positive_part(),
                spare: (teachers - asked).positive_part(),
                general,
            }
        })
        .collect();
    rows.sort_by_key(|row| (Reverse(row.missing), row.spare, row.stage, row.kind));
    rows
}

/// Teaching time at a stage that the lessons of the main kinds leave over.
fn left_over(case: &Case, time: &BTreeMap<(Stage, KindIx), Fte>, stage: Stage) -> Fte {
    let demand = demand(case);
    let free = |(&(at, kind), &time): (&(Stage, KindIx), &Fte)| {
        let counts = at == stage && Some(kind) != case.general() && is_taught(&case.kinds[kind.at()]);
        let asked = demand.get(&(at, kind)).map_or(Fte::ZERO, |&(lessons, load)| lessons.as_fte(load));
        counts.then(|| (time - asked).positive_part())
    };
    time.iter().filter_map(free).sum()
}

/// The sums of `rows` by stage.
pub(super) fn stages(case: &Case, admission: &Admission<'_>, rows: &[SupplyRow]) -> Vec<StageRow> {
    let (time, serving) = (main_time(case, admission), serving(case, admission));
    let of_stage = |stage: Stage| {
        let rows: Vec<&SupplyRow> = rows.iter().filter(|row| row.stage == stage).collect();
        let channels: Serving =
            serving.iter().filter(|((s, _), _)| *s == stage).flat_map(|(_, c)| c).copied().collect();
        let general = rows.iter().find(|row| row.general);
        StageRow {
            stage,
            lessons: rows.iter().map(|row| row.lessons).sum(),
            asked: rows.iter().map(|row| row.asked).sum(),
            teachers: time.iter().filter(|((s, _), _)| *s == stage).map(|(_, &t)| t).sum(),
            hires: posts(case, &channels),
            missing: rows.iter().map(|row| row.missing).sum(),
            short: count(rows.iter().filter(|row| row.missing > Lessons::ZERO).count()),
            spare: general.map_or_else(|| left_over(case, &time, stage), |row| row.spare),
        }
    };
    let taught: BTreeSet<Stage> = rows.iter().map(|row| row.stage).collect();
    taught.into_iter().map(of_stage).collect()
}
