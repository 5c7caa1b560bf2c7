//! People who leave, and where single ones go.

use super::{Change, Done, Refusal, known_school, times};
use crate::domain::records::{AttritionRecord, Records, TeacherRecord};

/// Other rates of leaving: those that are given times a factor, or a rate for a sort of school in place of what was said of it.
pub(super) fn leavers(records: &mut Records, change: &Change) -> Done {
    let setting = change.setting()?;
    if let Some(factor) = change.number("factor") {
        let meant = records.attrition.iter_mut().filter(|row| setting.is_none() || row.setting == setting);
        let rates = meant.filter_map(|row| row.leaving_rate.as_mut());
        return Ok(rates.map(|rate| *rate = times(*rate, factor).min(1000)).count());
    }
    for row in records.attrition.iter_mut().filter(|row| row.setting == setting) {
        row.leaving_rate = None;
    }
    records.attrition.retain(|row| row.leaving_rate.is_some() || row.absence_rate.is_some());
    records.attrition.push(AttritionRecord {
        setting,
        sex: None,
        from_age: None,
        to_age: None,
        leaving_rate: change.number("rate"),
        absence_rate: None,
    });
    Ok(1)
}

/// Somebody who must go to a school, or stay there.
pub(super) fn pin(records: &mut Records, change: &Change) -> Done {
    let school = known_school(records, change.word("school").unwrap_or_default())?.to_owned();
    let person = person(records, change)?;
    person.forbidden.retain(|forbidden| *forbidden != school);
    person.pinned = Some(school);
    Ok(1)
}

/// Somebody who must not go to a school.
pub(super) fn forbid(records: &mut Records, change: &Change) -> Done {
    let school = known_school(records, change.word("school").unwrap_or_default())?.to_owned();
    let person = person(records, change)?;
    if person.pinned.as_ref() == Some(&school) {
        person.pinned = None;
    }
    if !person.forbidden.contains(&school) {
        person.forbidden.push(school);
    }
    Ok(1)
}

fn person<'r>(records: &'r mut Records, change: &Change) -> Result<&'r mut TeacherRecord, Refusal> {
    let code = change.word("teacher").unwrap_or_default();
    let unknown = || Refusal::unknown("scenario.unknown-teacher", code);
    records.teachers.iter_mut().find(|row| row.id == code).ok_or_else(unknown)
}
