//! What is known beforehand of single persons (table `changes`), applied to the row of the person.
//!
//! It says nothing of retirement, which follows from the birth month ([`super::resolve::retires`]).

use super::calendar::SchoolYear;
use super::records::{ChangeRecord, PersonChange, Records, TeacherRecord};
use super::words::State;
use std::collections::BTreeMap;

/// The changes of each person by code, in the order in which they happen.
#[must_use]
pub fn by_person(records: &Records) -> BTreeMap<&str, Vec<&ChangeRecord>> {
    let mut all: BTreeMap<&str, Vec<&ChangeRecord>> = BTreeMap::new();
    for row in &records.changes {
        all.entry(row.teacher.as_str()).or_default().push(row);
    }
    for rows in all.values_mut() {
        rows.sort_by_key(|row| (row.year, row.change));
    }
    all
}

/// The row of a person as it will stand in `year`; none where the person has left by then. A title or degree holds from the
/// September of its row on, a leave in its own school year alone. Rows about other people are passed over; of two rows
/// about the same thing the later year counts.
#[must_use]
pub fn person_in_year<'c>(
    person: &TeacherRecord,
    changes: impl IntoIterator<Item = &'c ChangeRecord>,
    year: SchoolYear,
) -> Option<TeacherRecord> {
    let mut due: Vec<&ChangeRecord> =
        changes.into_iter().filter(|row| row.teacher == person.id && row.year <= year.0).collect();
    due.sort_by_key(|row| (row.year, row.change));
    let mut then = person.clone();
    for row in due {
        match row.change {
            PersonChange::Leaves => return None,
            PersonChange::Leave => {
                if row.year == year.0 && then.state == State::Active {
                    then.state = State::Leave;
                }
            }
            PersonChange::Title(title) => {
                then.title = title;
                then.title_since = Some(SchoolYear(row.year).start());
            }
            PersonChange::Degree(degree) => then.degree = degree,
        }
    }
    Some(then)
}
