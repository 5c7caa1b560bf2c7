//! Builds a [`Case`] from [`Records`]: sorts by code, resolves every reference, drops who has retired.

mod lists;

use super::calendar::{SchoolYear, YearMonth};
use super::case::{Case, Channel, FacilityFact, Grade, School, StageWorkload, Teacher, Unit, minutes_for_km};
use super::id::{ClusterIx, KindIx, SchoolIx, TownIx, UnitIx};
use super::kind::{self, Kind, KindGroup};
use super::norms::Norms;
use super::quantity::{Lessons, Minutes, Persons, Pupils};
use super::records::{EnrollmentRecord, Records, TeacherRecord, WorkloadItem};
use super::words::{Facility, Stage};
use super::{demand, retirement};
use lists::{surplus, vacancies};
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

pub(super) fn case(records: &Records, year: SchoolYear, norms: &Norms) -> Result<Case, Unresolved> {
    let kinds = kinds(records);
    let kind_ix = Index::new("kind", kinds.iter().map(|k| k.code.clone()));
    let towns = towns(records);
    let town_ix = Index::new("town", towns.iter().cloned());
    let clusters: Vec<String> =
        records.schools.iter().filter_map(|s| s.cluster.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let cluster_ix = Index::new("cluster", clusters.iter().cloned());
    let codes: BTreeSet<String> = records.schools.iter().map(|s| s.id.clone()).collect();
    let school_ix = Index::new("school", codes);
    let schools = schools(records, &town_ix, &cluster_ix, &school_ix)?;
    let units = units(records, year, norms, &schools, &school_ix)?;
    let unit_ix = Index::new("unit", units.iter().map(|u| u.code.clone()));
    let workload = workload(records, &kind_ix)?;
    let curriculum = curriculum(records, year, &kind_ix)?;
    let general = kind_ix.at.get(kind::GENERAL).map(|&at| KindIx::new(at));
    let mut demand = demand::lessons(&units, &curriculum, &workload, general);
    let teachers = teachers(records, year, &unit_ix, &kind_ix, &school_ix, &town_ix)?;
    demand::add_relief(&mut demand, &units, &teachers, &workload, year);
    Ok(Case {
        year,
        channels: channels(records, year, &kind_ix)?,
        surplus: surplus(records, &kind_ix, &town_ix)?,
        vacancies: vacancies(records, &kind_ix, &town_ix)?,
        travel: travel(records, &school_ix)?,
        key_honors: norms.key_honors.clone(),
        without_plan: None,
        kinds,
        towns,
        clusters,
        schools,
        units,
        teachers,
        demand,
        workload,
    })
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

/// A unit for every school and stage with pupils in the year, approved posts or staff.
fn units(
    records: &Records,
    year: SchoolYear,
    norms: &Norms,
    schools: &[School],
    codes: &Index,
) -> Result<Vec<Unit>, Unresolved> {
    let mut grades: BTreeMap<(String, Stage), Vec<Grade>> = BTreeMap::new();
    for row in records.enrollment.iter().filter(|e| e.year == year.0) {
        grades.entry((row.school.clone(), row.stage)).or_default().push(grade(row, year, norms));
    }
    let mut keys: BTreeSet<(String, Stage)> = grades.keys().cloned().collect();
    keys.extend(records.teachers.iter().map(|t| (t.school.clone(), t.stage)));
    keys.extend(
        records
            .establishment
            .iter()
            .filter(|e| e.year.is_none_or(|y| y == year.0))
            .map(|e| (e.school.clone(), e.stage)),
    );
    let approved = approved_posts(records, year);
    let mut facilities = facilities(records);
    let mut units = Vec::with_capacity(keys.len());
    for (code, stage) in keys {
        let school = SchoolIx::new(codes.find("enrollment", &code)?);
        let mut of_unit = grades.remove(&(code.clone(), stage)).unwrap_or_default();
        of_unit.sort_by_key(|g| g.grade);
        let open = schools[school.at()].closes.is_none_or(|y| year < y)
            && schools[school.at()].opens.is_none_or(|y| y <= year);
        if !open {
            of_unit.clear();
        }
        let given = approved.get(&(code.as_str(), stage)).copied().flatten();
        units.push(Unit {
            code: format!("{code}/{}", stage.code()),
            school,
            stage,
            posts: if open {
                given.unwrap_or_else(|| norms.posts(stage, schools[school.at()].setting, &of_unit))
            } else {
                Persons::ZERO
            },
            posts_given: given.is_some(),
            facilities: facilities.remove(&(code, stage)).unwrap_or_default(),
            grades: of_unit,
            open,
        });
    }
    units.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(units)
}

/// A grade with its classes: given, else from the class size; from the year of the norms on at least that many.
fn grade(row: &EnrollmentRecord, year: SchoolYear, norms: &Norms) -> Grade {
    let standard = norms.classes_for(row.stage, row.pupils);
    let split = norms.split_from.is_some_and(|from| year.0 >= from);
    Grade {
        grade: row.grade,
        pupils: Pupils::whole(row.pupils),
        classes: row.classes.map_or(standard, |given| if split { given.max(standard) } else { given }),
        boarders: Pupils::whole(row.boarders),
        inclusion: Pupils::whole(row.inclusion),
    }
}

/// Facilities by school and stage. They alone make no unit: what has neither pupils, posts nor staff is not planned.
fn facilities(records: &Records) -> BTreeMap<(String, Stage), BTreeMap<Facility, FacilityFact>> {
    let mut by_unit: BTreeMap<(String, Stage), BTreeMap<Facility, FacilityFact>> = BTreeMap::new();
    for r in &records.facilities {
        let of_unit = by_unit.entry((r.school.clone(), r.stage)).or_default();
        of_unit.insert(r.facility, FacilityFact { amount: r.amount, state: r.state });
    }
    by_unit
}

/// Posts by school and stage: the first row of the year, else the first without a year; none where that row is blank.
fn approved_posts(records: &Records, year: SchoolYear) -> BTreeMap<(&str, Stage), Option<Persons>> {
    let mut posts = BTreeMap::new();
    for wanted in [Some(year.0), None] {
        for row in records.establishment.iter().filter(|e| e.year == wanted) {
            posts.entry((row.school.as_str(), row.stage)).or_insert_with(|| row.posts.map(Persons::whole));
        }
    }
    posts
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

/// Lessons by stage, grade and kind; a row for the year goes before a row for every year.
fn curriculum(
    records: &Records,
    year: SchoolYear,
    kinds: &Index,
) -> Result<BTreeMap<(Stage, i64, KindIx), Lessons>, Unresolved> {
    let mut lessons = BTreeMap::new();
    for wanted in [None, Some(year.0)] {
        for row in records.curriculum.iter().filter(|c| c.year == wanted) {
            let kind = KindIx::new(kinds.find("curriculum", &row.kind)?);
            lessons.insert((row.stage, row.grade, kind), row.lessons);
        }
    }
    Ok(lessons)
}

fn teachers(
    records: &Records,
    year: SchoolYear,
    units: &Index,
    kinds: &Index,
    schools: &Index,
    towns: &Index,
) -> Result<Vec<Teacher>, Unresolved> {
    let mut sorted: Vec<(&TeacherRecord, YearMonth)> =
        records.teachers.iter().map(|r| (r, retires(r))).filter(|&(_, month)| month >= year.start()).collect();
    sorted.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let staff: BTreeMap<&str, &TeacherRecord> = sorted.iter().map(|(r, _)| (r.id.as_str(), *r)).collect();
    let unit_of =
        |r: &TeacherRecord| units.find("teachers", &format!("{}/{}", r.school, r.stage.code())).map(UnitIx::new);
    let mut certificates = group(&records.certificates, |c| c.teacher.clone());
    let mut distinctions = group(&records.distinctions, |d| d.teacher.clone());
    let published = published(records, units);
    sorted
        .into_iter()
        .map(|(r, retires)| {
            let mut others = r
                .other_kinds
                .iter()
                .map(|k| kinds.find("teachers", k).map(KindIx::new))
                .collect::<Result<Vec<_>, _>>()?;
            let main = KindIx::new(kinds.find("teachers", &r.kind)?);
            others.sort();
            others.dedup();
            others.retain(|&k| k != main);
            let mut forbidden = r
                .forbidden
                .iter()
                .map(|s| schools.find("teachers", s).map(SchoolIx::new))
                .collect::<Result<Vec<_>, _>>()?;
            forbidden.sort();
            forbidden.dedup();
            Ok(Teacher {
                unit: unit_of(r)?,
                kind: main,
                others,
                certificates: certificates.remove(&r.id).unwrap_or_default(),
                distinctions: distinctions.remove(&r.id).unwrap_or_default(),
                pinned: r.pinned.as_deref().map(|s| schools.find("teachers", s)).transpose()?.map(SchoolIx::new),
                forbidden,
                published: published.get(r.id.as_str()).copied(),
                spouse: r.spouse.as_deref().and_then(|s| staff.get(s)).map(|&spouse| unit_of(spouse)).transpose()?,
                home_town: r.home_town.as_deref().map(|t| towns.find("teachers", t)).transpose()?.map(TownIx::new),
                retires,
                arrived: false,
                entered: None,
                record: r.clone(),
            })
        })
        .collect()
}

/// Units of the published plan by person. Ingest says of a row whose unit is not planned that it is not used.
fn published<'r>(records: &'r Records, units: &Index) -> BTreeMap<&'r str, UnitIx> {
    let unit = |school: &str, stage: Stage| units.at.get(&format!("{school}/{}", stage.code()));
    let rows = records.published.iter();
    rows.filter_map(|r| Some((r.teacher.as_str(), UnitIx::new(*unit(&r.school, r.stage)?)))).collect()
}

/// The month in which a person retires.
#[must_use]
pub fn retires(r: &TeacherRecord) -> YearMonth {
    let category = r.retirement_category.unwrap_or_else(|| retirement::category(r.sex, r.title));
    retirement::month(r.birth, category, r.retirement_option)
}

/// Rows by key, each group in an order that does not depend on the order of the rows.
fn group<T: Clone + std::fmt::Debug>(rows: &[T], key: impl Fn(&T) -> String) -> BTreeMap<String, Vec<T>> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row.clone());
    }
    for rows in groups.values_mut() {
        rows.sort_by_cached_key(|row| format!("{row:?}"));
    }
    groups
}

fn channels(records: &Records, year: SchoolYear, kinds: &Index) -> Result<Vec<Channel>, Unresolved> {
    let mut channels = Vec::new();
    for r in records.channels.iter().filter(|c| c.year.is_none_or(|y| y == year.0)) {
        let limits = [r.kind.as_deref(), r.stage.map(Stage::code), r.setting.map(super::words::Setting::code)];
        let mut code = r.channel.clone();
        for limit in limits.into_iter().flatten() {
            code = format!("{code}/{limit}");
        }
        channels.push(Channel {
            code,
            name: r.channel.clone(),
            kind: r.kind.as_deref().map(|k| kinds.find("channels", k)).transpose()?.map(KindIx::new),
            stage: r.stage,
            setting: r.setting,
            limit: Persons::whole(r.supply.map_or(r.posts, |s| s.min(r.posts))),
            cost: r.cost,
            bond_years: r.bond_years,
        });
    }
    channels.sort_by(|a, b| (&a.code, a.limit, a.cost).cmp(&(&b.code, b.limit, b.cost)));
    Ok(channels)
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
