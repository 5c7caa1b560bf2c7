//! Builds a [`Case`] from [`Records`]: sorts by code, resolves every reference, drops who has retired.

mod channels;
mod lists;
mod people;
mod units;

use super::attrition::{self, Expected};
use super::calendar::SchoolYear;
use super::case::{Case, School, StageWorkload, minutes_for_km};
use super::demand;
use super::eligibility;
use super::id::{ClusterIx, KindIx, SchoolIx, TownIx};
use super::kind::{self, Kind, KindGroup};
use super::norms::Norms;
use super::opening::Opening;
use super::projection::{self, Projected};
use super::quantity::{Lessons, Minutes};
use super::records::{Records, RoundRecord, WorkloadItem};
use super::words::{Setting, Stage};
use lists::{surplus, vacancies};
pub use people::retires;
use std::collections::{BTreeMap, BTreeSet};

/// A reference that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table}: {column} = {value} does not exist")]
pub struct Unresolved {
    /// Table of the reference.
    pub table: &'static str,
    /// Column of the reference.
    pub column: &'static str,
    /// What was asked for.
    pub value: String,
}

/// Positions by code.
struct Index {
    what: &'static str,
    at: BTreeMap<String, usize>,
}

impl Index {
    fn new(what: &'static str, sorted: impl IntoIterator<Item = String>) -> Self {
        Self { what, at: sorted.into_iter().enumerate().map(|(at, code)| (code, at)).collect() }
    }

    fn find(&self, table: &'static str, value: &str) -> Result<usize, Unresolved> {
        self.at.get(value).copied().ok_or_else(|| Unresolved { table, column: self.what, value: value.to_owned() })
    }
}

/// Everything that is the same in every year.
struct Shared {
    kinds: Vec<Kind>,
    kind_ix: Index,
    towns: Vec<String>,
    town_ix: Index,
    clusters: Vec<String>,
    schools: Vec<School>,
    school_ix: Index,
    workload: BTreeMap<Stage, StageWorkload>,
    travel: BTreeMap<(SchoolIx, SchoolIx), Minutes>,
}

impl Shared {
    fn of(records: &Records) -> Result<Self, Unresolved> {
        let kinds = kinds(records);
        let kind_ix = Index::new("kind", kinds.iter().map(|k| k.code.clone()));
        let towns = towns(records);
        let town_ix = Index::new("town", towns.iter().cloned());
        let clusters: BTreeSet<String> = records.schools.iter().filter_map(|s| s.cluster.clone()).collect();
        let cluster_ix = Index::new("cluster", clusters.iter().cloned());
        let codes: BTreeSet<String> = records.schools.iter().map(|s| s.id.clone()).collect();
        let school_ix = Index::new("school", codes);
        Ok(Self {
            schools: schools(records, &town_ix, &cluster_ix, &school_ix)?,
            workload: workload(records, &kind_ix)?,
            travel: travel(records, &school_ix)?,
            clusters: clusters.into_iter().collect(),
            kinds,
            kind_ix,
            towns,
            town_ix,
            school_ix,
        })
    }
}

/// One case per school year from the first on, all with the same places.
pub(super) fn cases(
    records: &Records,
    (first, years): (SchoolYear, usize),
    norms: &Norms,
) -> Result<Vec<Case>, Unresolved> {
    let shared = Shared::of(records)?;
    let enrolled = projection::enrollment(records, first, years, norms);
    let span = |year: SchoolYear| Span { first, year };
    let years: Vec<Span> = (first.0..).map(SchoolYear).map(span).take(years).collect();
    let there: Vec<BTreeSet<units::Key>> =
        years.iter().zip(&enrolled).map(|(span, rows)| units::keys(records, *span, rows)).collect();
    let all: BTreeSet<&units::Key> = there.iter().flatten().collect();
    let of_year = |((span, rows), there): ((&Span, &Vec<Projected>), &BTreeSet<units::Key>)| {
        case(records, *span, norms, &shared, &units::Frame { all: &all, there, enrolled: rows })
    };
    let mut cases: Vec<Case> = years.iter().zip(&enrolled).zip(&there).map(of_year).collect::<Result<_, _>>()?;
    attrition::expect(&records.attrition, &mut cases);
    let last = cases.last().map_or(first, |case| case.year);
    for at in 0..cases.len() {
        let mut opening = Opening::of(&cases[at]);
        if let Some(before) = at.checked_sub(1) {
            opening.after(&cases[before].opening);
        }
        let case = &mut cases[at];
        (case.last, case.later, case.opening) = (last, at > 0, opening);
    }
    Ok(cases)
}

/// A year of a horizon.
#[derive(Clone, Copy)]
struct Span {
    first: SchoolYear,
    year: SchoolYear,
}

impl Span {
    /// Whether a row of this year says something about the year of the span: from the first year of the horizon on.
    fn covers(self, row: i32) -> bool {
        (self.first.0..=self.year.0).contains(&row)
    }
}

fn case(
    records: &Records,
    span: Span,
    norms: &Norms,
    shared: &Shared,
    frame: &units::Frame<'_>,
) -> Result<Case, Unresolved> {
    let units = units::units(records, span, norms, shared, frame)?;
    let unit_ix = Index::new("unit", units.iter().map(|u| u.code.clone()));
    let curriculum = curriculum(records, span, &shared.kind_ix)?;
    let general = shared.kind_ix.at.get(kind::GENERAL).map(|&at| KindIx::new(at));
    let mut demand = demand::lessons(&units, &curriculum, &shared.workload, general);
    let mut teachers = people::teachers(records, span, shared, &unit_ix)?;
    for teacher in &mut teachers {
        let rural = shared.schools[units[teacher.unit.at()].school.at()].setting == Setting::Rural;
        teacher.rural_owed = eligibility::rural_owed(&records.honors, teacher, rural, span.year);
    }
    let roles = people::roles_left(records, span, (shared, &unit_ix), &teachers);
    demand::add_relief(&mut demand, &units, (&teachers, &roles), &shared.workload, span.year);
    Ok(Case {
        year: span.year,
        channels: channels::channels(records, span, &shared.kind_ix)?,
        surplus: surplus(records, &shared.kind_ix, &shared.town_ix)?,
        vacancies: vacancies(records, &shared.kind_ix, &shared.town_ix)?,
        travel: shared.travel.clone(),
        key_honors: norms.key_honors.clone(),
        rounds: rounds(records),
        last: span.year,
        later: false,
        opening: Opening::default(),
        expected: Expected::default(),
        kinds: shared.kinds.clone(),
        towns: shared.towns.clone(),
        clusters: shared.clusters.clone(),
        schools: shared.schools.clone(),
        units,
        teachers,
        demand,
        workload: shared.workload.clone(),
    })
}

/// The rounds by date and award.
fn rounds(records: &Records) -> Vec<RoundRecord> {
    let mut rounds = records.honors.clone();
    rounds.sort_by_key(|round| (round.date, round.award));
    rounds
}

/// The built-in kinds, then those that only the surplus and vacancy lists know, all sorted by code.
fn kinds(records: &Records) -> Vec<Kind> {
    let mut by_code: BTreeMap<String, Kind> = kind::built_in().into_iter().map(|k| (k.code.clone(), k)).collect();
    for code in records.surplus.iter().map(|s| &s.kind).chain(records.vacancies.iter().map(|v| &v.kind)) {
        by_code.entry(code.clone()).or_insert_with(|| Kind::foreign(code));
    }
    by_code.into_values().collect()
}

fn towns(records: &Records) -> Vec<String> {
    let all = records
        .schools
        .iter()
        .map(|s| s.town.clone())
        .chain(records.teachers.iter().filter_map(|t| t.home_town.clone()))
        .chain(records.surplus.iter().map(|s| s.area.clone()))
        .chain(records.vacancies.iter().map(|v| v.area.clone()));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

fn schools(records: &Records, towns: &Index, clusters: &Index, codes: &Index) -> Result<Vec<School>, Unresolved> {
    let mut sorted: Vec<_> = records.schools.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    sorted
        .into_iter()
        .map(|r| {
            let cluster = r.cluster.as_deref().map(|c| clusters.find("schools", c)).transpose()?;
            let merges = r.merges_into.as_deref().map(|c| codes.find("schools", c)).transpose()?;
            let paired = r.paired_with.as_deref().map(|c| codes.find("schools", c)).transpose()?;
            let mut priority = r.priority.clone();
            priority.sort();
            Ok(School {
                code: r.id.clone(),
                name: r.name.clone(),
                town: TownIx::new(towns.find("schools", &r.town)?),
                setting: r.setting,
                ownership: r.ownership,
                place: r.lat.zip(r.lon),
                cluster: cluster.map(ClusterIx::new),
                cluster_role: r.cluster_role,
                strength: r.strength,
                teaching_point: r.teaching_point,
                boarding: r.boarding,
                priority,
                opens: r.opens.map(SchoolYear),
                closes: r.closes.map(SchoolYear),
                merges_into: merges.map(SchoolIx::new),
                paired_with: paired.map(SchoolIx::new),
            })
        })
        .collect()
}

fn workload(records: &Records, kinds: &Index) -> Result<BTreeMap<Stage, StageWorkload>, Unresolved> {
    let mut by_stage: BTreeMap<Stage, StageWorkload> = BTreeMap::new();
    for row in &records.workload {
        let of_stage = by_stage.entry(row.stage).or_default();
        match &row.item {
            WorkloadItem::Kind(code) => {
                of_stage.load.insert(KindIx::new(kinds.find("workload", code)?), row.lessons);
            }
            WorkloadItem::Homeroom => of_stage.homeroom = row.lessons,
            WorkloadItem::Role(role) => {
                of_stage.role.insert(*role, row.lessons);
            }
            WorkloadItem::SeniorAge => of_stage.senior_age = row.lessons,
            WorkloadItem::Duty(duty) => {
                let kind = KindIx::new(kinds.find("workload", duty.kind())?);
                *of_stage.duties.entry(kind).or_default() += row.lessons;
            }
        }
    }
    Ok(by_stage)
}

/// Lessons by stage, grade and kind: the row of the year or of the last year of the horizon before it, else the row for
/// every year.
fn curriculum(
    records: &Records,
    span: Span,
    kinds: &Index,
) -> Result<BTreeMap<(Stage, i64, KindIx), Lessons>, Unresolved> {
    let mut lessons = BTreeMap::new();
    let given: BTreeSet<i32> = records.curriculum.iter().filter_map(|c| c.year).filter(|&y| span.covers(y)).collect();
    for wanted in std::iter::once(None).chain(given.into_iter().map(Some)) {
        for row in records.curriculum.iter().filter(|c| c.year == wanted) {
            let kind = KindIx::new(kinds.find("curriculum", &row.kind)?);
            lessons.insert((row.stage, row.grade, kind), row.lessons);
        }
    }
    Ok(lessons)
}

fn travel(records: &Records, schools: &Index) -> Result<BTreeMap<(SchoolIx, SchoolIx), Minutes>, Unresolved> {
    let mut minutes = BTreeMap::new();
    for r in &records.travel {
        let pair = (SchoolIx::new(schools.find("travel", &r.from)?), SchoolIx::new(schools.find("travel", &r.to)?));
        if let Some(m) = r.minutes.or_else(|| r.km.map(minutes_for_km)) {
            minutes.insert(pair, m);
        }
    }
    Ok(minutes)
}

/// Whether a kind is taught in lessons (a subject or general work).
#[must_use]
pub fn is_taught(kind: &Kind) -> bool {
    kind.group != KindGroup::Support
}
