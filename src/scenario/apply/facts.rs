//! Pupils, lessons and ways.

use super::{Change, Done, Refusal, Where, times};
use crate::domain::records::Records;
use crate::domain::{Lessons, Minutes};

/// More or fewer pupils in the rows that match; of classes that are given there are as many as keep the class size, rounded up.
pub(super) fn enrollment(records: &mut Records, change: &Change) -> Done {
    let (of, factor) = (Where::of(records, change)?, change.number("factor").unwrap_or(1000));
    let (year, grade) = (change.year("year"), change.whole("grade"));
    let schools: Option<Vec<String>> = of.schools(records).map(|all| all.into_iter().map(str::to_owned).collect());
    let mut rows = 0;
    for row in &mut records.enrollment {
        let there = schools.as_ref().is_none_or(|schools| schools.contains(&row.school));
        let meant = of.stage.is_none_or(|stage| stage == row.stage) && grade.is_none_or(|grade| grade == row.grade);
        if !there || !meant || year.is_some_and(|year| year != row.year) {
            continue;
        }
        let before = row.pupils;
        row.classes = row.classes.map(|classes| classes_for(before, classes, times(before, factor)));
        (row.pupils, row.boarders) = (times(before, factor), times(row.boarders, factor));
        (row.inclusion, row.boarders) = (times(row.inclusion, factor).min(row.pupils), row.boarders.min(row.pupils));
        rows += 1;
    }
    Ok(rows)
}

/// Classes of the size that they had, rounded up.
fn classes_for(before: i64, classes: i64, pupils: i64) -> i64 {
    if before == 0 { classes.min(pupils) } else { (pupils * classes + before - 1).div_euclid(before) }
}

/// More or fewer children who enter a stage, from a year on.
pub(super) fn entrants(records: &mut Records, change: &Change) -> Done {
    let (of, factor) = (Where::of(records, change)?, change.number("factor").unwrap_or(1000));
    let from = change.year("from_year");
    let mut rows = 0;
    for row in &mut records.demography {
        let there = of.town.is_none_or(|town| row.town.as_deref() == Some(town))
            && of.school.is_none_or(|school| row.school.as_deref() == Some(school))
            && of.stage.is_none_or(|stage| stage == row.stage)
            && from.is_none_or(|from| row.year >= from);
        if let Some(entrants) = row.entrants.filter(|_| there) {
            row.entrants = Some(times(entrants, factor));
            rows += 1;
        }
    }
    Ok(rows)
}

/// Other lessons a week of a subject.
pub(super) fn lessons(records: &mut Records, change: &Change) -> Done {
    let (stage, grade) = (change.stage()?, change.whole("grade"));
    let subject = change.word("subject").unwrap_or_default();
    if !records.curriculum.iter().any(|row| row.kind == subject) {
        return Err(Refusal::unknown("scenario.unknown-subject", subject));
    }
    let year = change.year("year");
    let mut rows = 0;
    for row in records.curriculum.iter_mut().filter(|row| row.kind == subject) {
        let meant = stage.is_none_or(|stage| stage == row.stage) && grade.is_none_or(|grade| grade == row.grade);
        if !meant || (year.is_some() && year != row.year) {
            continue;
        }
        let given = change.number("lessons").map(Lessons::from_small);
        let raised = change.number("at_least").map(|least| row.lessons.max(Lessons::from_small(least)));
        row.lessons = given.or(raised).unwrap_or(row.lessons);
        rows += 1;
    }
    Ok(rows)
}

/// Longer or shorter ways between schools of which minutes or kilometers are given; those from the map stay.
pub(super) fn travel(records: &mut Records, change: &Change) -> usize {
    let factor = change.number("factor").unwrap_or(1000);
    let mut rows = 0;
    for row in &mut records.travel {
        row.minutes = row.minutes.map(|minutes| Minutes::from_small(times(minutes.small(), factor)));
        #[expect(clippy::cast_precision_loss, reason = "a factor of a few digits")]
        let by = factor as f64 / 1000.0;
        row.km = row.km.map(|km| km * by);
        rows += 1;
    }
    rows
}
