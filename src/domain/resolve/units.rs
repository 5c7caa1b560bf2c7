//! The units of a year: who is taught where, with how many posts.

use super::{Shared, Span, Unresolved};
use crate::domain::calendar::SchoolYear;
use crate::domain::case::{FacilityFact, Grade, Unit};
use crate::domain::id::SchoolIx;
use crate::domain::norms::Norms;
use crate::domain::projection::Projected;
use crate::domain::quantity::{Persons, Pupils};
use crate::domain::records::{EnrollmentRecord, Records};
use crate::domain::words::{EnrollmentSource, Facility, Stage};
use std::collections::{BTreeMap, BTreeSet};

/// A unit for every school and stage with pupils in the year, approved posts or staff.
pub(super) type Key = (String, Stage);

/// The units of one year.
pub(super) fn keys(records: &Records, span: Span, enrolled: &[Projected]) -> BTreeSet<Key> {
    let mut keys: BTreeSet<Key> = enrolled.iter().map(|p| (p.row.school.clone(), p.row.stage)).collect();
    keys.extend(records.teachers.iter().map(|t| (t.school.clone(), t.stage)));
    let approved = records.establishment.iter().filter(|e| e.year.is_none_or(|y| span.covers(y)));
    keys.extend(approved.map(|e| (e.school.clone(), e.stage)));
    keys
}

/// Which units there are, and the children of one year.
pub(super) struct Frame<'f> {
    /// The units of all years.
    pub all: &'f BTreeSet<&'f Key>,
    /// Those of this year.
    pub there: &'f BTreeSet<Key>,
    pub enrolled: &'f [Projected],
}

/// All units as they are in one year; those that are not there have no grades and no posts and are not open.
pub(super) fn units(
    records: &Records,
    span: Span,
    norms: &Norms,
    shared: &Shared,
    frame: &Frame<'_>,
) -> Result<Vec<Unit>, Unresolved> {
    let mut grades: BTreeMap<Key, Vec<Grade>> = BTreeMap::new();
    for Projected { row, source } in frame.enrolled {
        let of_unit = grades.entry((row.school.clone(), row.stage)).or_default();
        of_unit.push(grade(row, *source, span.year, norms));
    }
    let approved = approved_posts(records, span);
    let mut facilities = facilities(records);
    let mut units = Vec::with_capacity(frame.all.len());
    for &key in frame.all {
        let (code, stage) = (&key.0, key.1);
        let school = SchoolIx::new(shared.school_ix.find("enrollment", code)?);
        let place = &shared.schools[school.at()];
        let mut of_unit = grades.remove(key).unwrap_or_default();
        of_unit.sort_by_key(|g| g.grade);
        let open = frame.there.contains(key)
            && place.closes.is_none_or(|y| span.year < y)
            && place.opens.is_none_or(|y| y <= span.year);
        if !open {
            of_unit.clear();
        }
        let given = approved.get(&(code.as_str(), stage)).copied().flatten();
        let posts = || given.unwrap_or_else(|| norms.posts(stage, place.setting, &of_unit));
        units.push(Unit {
            code: format!("{code}/{}", stage.code()),
            school,
            stage,
            posts: if open { posts() } else { Persons::ZERO },
            posts_given: given.is_some(),
            facilities: facilities.remove(key).unwrap_or_default(),
            grades: of_unit,
            open,
        });
    }
    units.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(units)
}

/// A grade with its classes: given, else from the class size; from the year of the norms on at least that many.
fn grade(row: &EnrollmentRecord, source: EnrollmentSource, year: SchoolYear, norms: &Norms) -> Grade {
    let standard = norms.classes_for(row.stage, row.pupils);
    let split = norms.split_from.is_some_and(|from| year.0 >= from);
    Grade {
        grade: row.grade,
        pupils: Pupils::whole(row.pupils),
        classes: row.classes.map_or(standard, |given| if split { given.max(standard) } else { given }),
        boarders: Pupils::whole(row.boarders),
        inclusion: Pupils::whole(row.inclusion),
        source,
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

/// Posts by school and stage: the first row of the year or of the last year of the horizon before it, else the first without a
/// year; none where that row is blank.
fn approved_posts(records: &Records, span: Span) -> BTreeMap<(&str, Stage), Option<Persons>> {
    let mut posts = BTreeMap::new();
    let given: BTreeSet<i32> =
        records.establishment.iter().filter_map(|e| e.year).filter(|&y| span.covers(y)).collect();
    for wanted in given.into_iter().rev().map(Some).chain([None]) {
        for row in records.establishment.iter().filter(|e| e.year == wanted) {
            posts.entry((row.school.as_str(), row.stage)).or_insert_with(|| row.posts.map(Persons::whole));
        }
    }
    posts
}
