//! Codes that lead nowhere: schools and persons that other tables name must exist.

use super::at;
use super::codes_known::{Codes, Known};
use crate::ingest::codes;
use crate::ingest::collector::Issues;
use crate::ingest::draft::{Draft, Entries, Entry};
use crate::ingest::headings::closest_args;
use crate::ingest::names;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft, known: &Known<'_>, issues: &mut Issues) {
    // Without a readable list of schools or persons every reference would be reported.
    if !draft.schools.rows.is_empty() {
        let by_name =
            draft.schools.good(&["id", "name"]).map(|e| (e.record.name.as_str(), e.record.id.as_str())).collect();
        schools_exist(draft, known, by_name, issues);
    }
    if !draft.teachers.rows.is_empty() {
        persons_exist(draft, &known.people, issues);
    }
}

fn schools_exist(draft: &Draft, known: &Known<'_>, by_name: BTreeMap<&str, &str>, issues: &mut Issues) {
    let mut school = Search { known: &known.schools, by_name, issues, suggestions: SUGGESTIONS, last: 0 };
    for e in &draft.schools.rows {
        school.find(&codes::E501, &draft.schools, e, "paired_with", e.record.paired_with.as_deref());
        school.find(&codes::E503, &draft.schools, e, "merges_into", e.record.merges_into.as_deref());
    }
    for e in &draft.enrollment.rows {
        school.find(&codes::E501, &draft.enrollment, e, "school", Some(&e.record.school));
    }
    for e in &draft.establishment.rows {
        school.find(&codes::E501, &draft.establishment, e, "school", Some(&e.record.school));
    }
    for e in &draft.facilities.rows {
        school.find(&codes::E501, &draft.facilities, e, "school", Some(&e.record.school));
    }
    for e in &draft.travel.rows {
        school.find(&codes::E501, &draft.travel, e, "from", Some(&e.record.from));
        school.find(&codes::E501, &draft.travel, e, "to", Some(&e.record.to));
    }
    for e in &draft.published.rows {
        school.find(&codes::E501, &draft.published, e, "school", Some(&e.record.school));
    }
    for e in &draft.demography.rows {
        school.find(&codes::E501, &draft.demography, e, "school", e.record.school.as_deref());
    }
    for (row, e) in draft.teachers.rows.iter().enumerate() {
        if known.home(row).is_none() {
            school.find(&codes::E501, &draft.teachers, e, "school", Some(&e.record.school));
        }
        school.find(&codes::E501, &draft.teachers, e, "pinned", e.record.pinned.as_deref());
        for wish in &e.record.preferences {
            school.find(&codes::E501, &draft.teachers, e, "preferences", Some(wish));
        }
        for barred in &e.record.forbidden {
            school.find(&codes::E501, &draft.teachers, e, "forbidden", Some(barred));
        }
    }
}

fn persons_exist(draft: &Draft, known: &Codes<'_>, issues: &mut Issues) {
    let mut person = Search { known, by_name: BTreeMap::new(), issues, suggestions: SUGGESTIONS, last: 0 };
    for e in &draft.certificates.rows {
        person.find(&codes::E502, &draft.certificates, e, "teacher", Some(&e.record.teacher));
    }
    for e in &draft.distinctions.rows {
        person.find(&codes::E502, &draft.distinctions, e, "teacher", Some(&e.record.teacher));
    }
    for e in &draft.published.rows {
        person.find(&codes::E502, &draft.published, e, "teacher", Some(&e.record.teacher));
    }
    for e in &draft.changes.rows {
        person.find(&codes::E502, &draft.changes, e, "teacher", Some(&e.record.teacher));
    }
    for e in &draft.teachers.rows {
        person.find(&codes::W501, &draft.teachers, e, "spouse", e.record.spouse.as_deref());
    }
}

/// The nearest code is looked for only so many times: a wholly wrong column would take minutes and help nobody.
const SUGGESTIONS: usize = 100;

struct Search<'a> {
    known: &'a Codes<'a>,
    /// Codes by what people call them: who writes the name where a code belongs is told the code.
    by_name: BTreeMap<&'a str, &'a str>,
    issues: &'a mut Issues,
    suggestions: usize,
    /// The code found last.
    last: usize,
}

impl Search<'_> {
    fn find<T>(
        &mut self,
        code: &codes::Code,
        entries: &Entries<T>,
        entry: &Entry<T>,
        column: &str,
        value: Option<&str>,
    ) {
        let Some(value) = value else { return };
        if self.known.find(value, &mut self.last).is_some() {
            return;
        }
        if entry.good(&[column]) {
            let search = || (self.suggestions > 0).then(|| names::closest(value, self.known.iter())).flatten();
            let near = self.by_name.get(value).copied().or_else(search);
            self.suggestions = self.suggestions.saturating_sub(1);
            let args = closest_args(near).with("code", value);
            at(self.issues, code, entries, entry, column, &args);
        }
    }
}
