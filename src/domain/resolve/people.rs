//! The people of a year: their rows as they stand then, every reference resolved, without who has retired.

use super::{Index, Shared, Span, Unresolved};
use crate::domain::calendar::{SchoolYear, YearMonth};
use crate::domain::case::Teacher;
use crate::domain::changes;
use crate::domain::id::{KindIx, SchoolIx, TownIx, UnitIx};
use crate::domain::records::{ChangeRecord, DistinctionRecord, PublishedRecord, Records, TeacherRecord};
use crate::domain::retirement;
use crate::domain::words::{PostType, Role, Stage, State};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The people on the staff on the first day of the year, as their rows stand then.
pub(super) fn teachers(
    records: &Records,
    span: Span,
    shared: &Shared,
    units: &Index,
) -> Result<Vec<Teacher>, Unresolved> {
    let year = span.year;
    let (kinds, schools, towns) = (&shared.kind_ix, &shared.school_ix, &shared.town_ix);
    let sorted = on_staff(records, year);
    let unit_of =
        |school: &str, stage: Stage| units.find("teachers", &format!("{school}/{}", stage.code())).map(UnitIx::new);
    let staff: BTreeMap<String, (String, Stage)> =
        sorted.iter().map(|(_, r)| (r.id.clone(), (r.school.clone(), r.stage))).collect();
    let mut certificates = group(&records.certificates, |c| c.teacher.clone());
    // What is given within the year or later is not held when it begins.
    let mut distinctions = group(&records.distinctions, |d| d.teacher.clone());
    let held = |d: &DistinctionRecord| d.since.is_none_or(|since| since <= year.start());
    for own in distinctions.values_mut() {
        own.retain(held);
    }
    let published = published(records, span, units);
    sorted
        .into_iter()
        .map(|(retires, r)| {
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
                unit: unit_of(&r.school, r.stage)?,
                kind: main,
                others,
                certificates: certificates.remove(&r.id).unwrap_or_default(),
                distinctions: distinctions.remove(&r.id).unwrap_or_default(),
                pinned: r.pinned.as_deref().map(|s| schools.find("teachers", s)).transpose()?.map(SchoolIx::new),
                forbidden,
                published: published.get(r.id.as_str()).copied(),
                spouse: r
                    .spouse
                    .as_deref()
                    .and_then(|s| staff.get(s))
                    .map(|(school, stage)| unit_of(school, *stage))
                    .transpose()?,
                home_town: r.home_town.as_deref().map(|t| towns.find("teachers", t)).transpose()?.map(TownIx::new),
                retires,
                arrived: false,
                entered: None,
                rural_owed: 0,
                away: None,
                record: r.into_owned(),
            })
        })
        .collect()
}

/// Who is on the staff when `year` begins, by code, with the month of retirement.
fn on_staff(records: &Records, year: SchoolYear) -> Vec<(YearMonth, Cow<'_, TeacherRecord>)> {
    let changes = changes::by_person(records);
    let mut sorted: Vec<(YearMonth, Cow<'_, TeacherRecord>)> = Vec::with_capacity(records.teachers.len());
    for row in records.teachers.iter().filter_map(|row| as_of(row, &changes, year)) {
        let month = retires(&row);
        if month >= year.start() {
            sorted.push((month, row));
        }
    }
    sorted.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    sorted
}

/// A row as it stands in `year`, without a copy where nothing changes; none where the person has left.
fn as_of<'r>(
    row: &'r TeacherRecord,
    changes: &BTreeMap<&str, Vec<&ChangeRecord>>,
    year: SchoolYear,
) -> Option<Cow<'r, TeacherRecord>> {
    let Some(own) = changes.get(row.id.as_str()) else { return Some(Cow::Borrowed(row)) };
    changes::person_in_year(row, own.iter().copied(), year).map(Cow::Owned)
}

/// The roles of who taught on the first day of the horizon, going by the table alone, and no longer does (retired, gone or on
/// leave): unit, main kind and role. Somebody follows in the role.
pub(super) fn roles_left(
    records: &Records,
    span: Span,
    (shared, units): (&Shared, &Index),
    teachers: &[Teacher],
) -> Vec<(UnitIx, KindIx, Role)> {
    let teaches = |r: &TeacherRecord| {
        let found = teachers.binary_search_by(|t| t.record.id.cmp(&r.id));
        found.is_ok_and(|at| teachers[at].teaches())
    };
    let taught = |r: &&TeacherRecord| {
        r.role != Role::Teacher
            && r.post == PostType::Teaching
            && r.state == State::Active
            && retires(r) >= span.first.start()
    };
    let left = records.teachers.iter().filter(taught).filter(|r| !teaches(r));
    let role = |r: &TeacherRecord| {
        let unit = units.at.get(&format!("{}/{}", r.school, r.stage.code()))?;
        Some((UnitIx::new(*unit), KindIx::new(*shared.kind_ix.at.get(&r.kind)?), r.role))
    };
    left.filter_map(role).collect()
}

/// Units of the plan published for the year by person; rows without a year are of the first of the horizon. Ingest says of a row whose
/// unit is not planned that it is not used.
fn published<'r>(records: &'r Records, span: Span, units: &Index) -> BTreeMap<&'r str, UnitIx> {
    let unit = |school: &str, stage: Stage| units.at.get(&format!("{school}/{}", stage.code()));
    let of_year = |row: &&PublishedRecord| row.year.unwrap_or(span.first.0) == span.year.0;
    let rows = records.published.iter().filter(of_year);
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
