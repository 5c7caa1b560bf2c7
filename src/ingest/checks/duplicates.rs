//! Rows that say the same thing twice: the second would silently replace or double the first.

use super::at;
use super::codes_known::Known;
use crate::domain::SchoolYear;
use crate::domain::records::{DemographyRecord, PersonChange};
use crate::ingest::codes::{self, Code};
use crate::ingest::collector::{Args, Issues};
use crate::ingest::draft::{Draft, Entries};
use rayon::prelude::*;

pub(super) fn check(draft: &Draft, known: &Known<'_>, year: Option<SchoolYear>, issues: &mut Issues) {
    // Rows without a year and rows of the planning year apply together.
    let applies = |row: Option<i32>| row.filter(|y| year.is_none_or(|planned| planned.0 != *y));
    let id = &["id"][..];
    repeats(&draft.schools, id, |r| r.id.as_str(), &codes::E402, issues);
    if known.people.repeated {
        repeats(&draft.teachers, id, |r| r.id.as_str(), &codes::E402, issues);
    }
    repeats(&draft.surplus, id, |r| r.id.as_str(), &codes::E402, issues);
    repeats(&draft.vacancies, id, |r| r.id.as_str(), &codes::E402, issues);
    let columns = &["teacher", "year"][..];
    repeats(&draft.published, columns, |r| (r.teacher.as_str(), applies(r.year)), &codes::E427, issues);
    let columns = &["school", "year", "stage", "grade"][..];
    repeats(&draft.enrollment, columns, |r| (r.year, r.school.as_str(), r.stage, r.grade), &codes::E403, issues);
    repeats(&draft.travel, &["from", "to"], |r| (r.from.as_str(), r.to.as_str()), &codes::E404, issues);
    let columns = &["kind", "year", "stage", "grade"][..];
    repeats(&draft.curriculum, columns, |r| (r.year, r.stage, r.grade, r.kind.as_str()), &codes::E405, issues);
    repeats(&draft.workload, &["item", "stage"], |r| (r.stage, &r.item), &codes::E406, issues);
    let columns = &["school", "year", "stage"][..];
    repeats(&draft.establishment, columns, |r| (r.year, r.school.as_str(), r.stage), &codes::E407, issues);
    let columns = &["facility", "school", "stage"][..];
    repeats(&draft.facilities, columns, |r| (r.school.as_str(), r.stage, r.facility), &codes::E426, issues);
    let columns = &["year", "town", "school", "stage"][..];
    let area =
        |r: &'_ DemographyRecord| (r.year, r.school.is_none().then(|| r.town.clone()), r.school.clone(), r.stage);
    repeats(&draft.demography, columns, area, &codes::E428, issues);
    let of_kind = |change: PersonChange| match change {
        PersonChange::Leaves | PersonChange::Leave => (change, 0),
        PersonChange::Title(_) => (PersonChange::Leave, 1),
        PersonChange::Degree(_) => (PersonChange::Leave, 2),
    };
    let columns = &["teacher", "year", "change", "value"][..];
    repeats(&draft.changes, columns, |r| (r.teacher.as_str(), r.year, of_kind(r.change)), &codes::E429, issues);
    repeats(&draft.honors, &["award", "date"], |r| (r.award, r.date), &codes::E431, issues);
    let columns = &["channel", "year", "kind", "stage", "setting"][..];
    repeats(
        &draft.channels,
        columns,
        |r| (&r.channel, applies(r.year), &r.kind, r.stage, r.setting),
        &codes::E408,
        issues,
    );
}

fn repeats<'a, T: Sync, K: Ord + Send>(
    entries: &'a Entries<T>,
    columns: &[&str],
    key: impl Fn(&'a T) -> K,
    code: &Code,
    issues: &mut Issues,
) {
    let mut keys: Vec<(K, usize)> = Vec::with_capacity(entries.rows.len());
    keys.extend(entries.rows.iter().enumerate().filter(|(_, e)| e.good(columns)).map(|(at, e)| (key(&e.record), at)));
    keys.par_sort();
    let mut first = 0;
    for now in 1..keys.len() {
        if keys[now].0 == keys[first].0 {
            let (first, entry) = (&entries.rows[keys[first].1], &entries.rows[keys[now].1]);
            at(issues, code, entries, entry, columns[0], &Args::none().with("first", first.row + 1));
        } else {
            first = now;
        }
    }
}
