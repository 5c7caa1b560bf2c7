//! Codes that are asked for a million times: sorted once, found near the last one first, because tables are mostly kept in
//! the order of the codes.

use crate::domain::Stage;
use crate::ingest::draft::Draft;
use rayon::prelude::*;

/// Codes in order, each once.
pub(super) struct Codes<'a> {
    sorted: Vec<&'a str>,
    /// The first eight bytes of each as a number, in the same order: most codes are told apart by them.
    starts: Vec<u64>,
    /// Whether a code came twice.
    pub repeated: bool,
}

/// The first eight bytes as a number that is larger where the text comes later.
fn start(code: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = code.len().min(8);
    bytes[..length].copy_from_slice(&code.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

impl<'a> Codes<'a> {
    pub(super) fn new(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut all: Vec<&str> = Vec::with_capacity(codes.size_hint().1.unwrap_or(0));
        all.extend(codes);
        let count = all.len();
        // Most tables are in the order of their codes already.
        if !all.is_sorted_by(|a, b| a < b) {
            all.par_sort();
            all.dedup();
        }
        Self { starts: all.iter().map(|code| start(code)).collect(), repeated: all.len() < count, sorted: all }
    }

    pub(super) const fn count(&self) -> usize {
        self.sorted.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.sorted.iter().copied()
    }

    /// The position of a code. `last` is that of the last one found.
    pub(super) fn find(&self, code: &str, last: &mut usize) -> Option<usize> {
        let start = start(code);
        let is = |at: usize| {
            let same = self.starts.get(at) == Some(&start) && self.sorted[at].len() == code.len();
            same && (code.len() <= 8 || self.sorted[at] == code)
        };
        for at in [*last, *last + 1] {
            if is(at) {
                *last = at;
                return Some(at);
            }
        }
        let from = self.starts.partition_point(|s| *s < start);
        let found = if is(from) {
            Some(from)
        } else {
            let same = self.starts[from..].partition_point(|s| *s == start);
            self.sorted[from..from + same].binary_search(&code).ok().map(|at| from + at)
        };
        *last = found.unwrap_or(*last);
        found
    }
}

/// Who and what there is, looked up once for all checks.
pub(super) struct Known<'a> {
    /// Codes of persons.
    pub people: Codes<'a>,
    /// Codes of schools.
    pub schools: Codes<'a>,
    /// The school of each row of the table of persons, by its position in `schools`; none where it is unknown or unread.
    homes: Vec<Option<usize>>,
}

/// Stages of one school.
const STAGES: usize = Stage::ALL.len();

impl<'a> Known<'a> {
    pub(super) fn of(draft: &'a Draft) -> Self {
        let (people, schools) = rayon::join(
            || Codes::new(draft.teachers.good(&["id"]).map(|e| e.record.id.as_str())),
            || Codes::new(draft.schools.good(&["id"]).map(|e| e.record.id.as_str())),
        );
        let rows = draft.teachers.rows.par_iter();
        let home = |e: &crate::ingest::draft::Entry<crate::domain::records::TeacherRecord>| {
            schools.find(&e.record.school, &mut 0).filter(|_| e.good(&["school"]))
        };
        let homes = rows.map(home).collect();
        Self { people, schools, homes }
    }

    /// The school of a row of the table of persons; none where it is unknown or unread.
    pub(super) fn home(&self, row: usize) -> Option<usize> {
        self.homes[row]
    }

    /// Marks units by school and stage.
    pub(super) fn units(&self) -> Units<'_, 'a> {
        Units { known: self, marked: vec![false; self.schools.count() * STAGES], last: 0 }
    }

    /// The units with somebody on the staff.
    pub(super) fn staffed(&self, draft: &Draft) -> Units<'_, 'a> {
        let mut units = self.units();
        for (entry, home) in draft.teachers.rows.iter().zip(&self.homes) {
            if let Some(home) = home.filter(|_| entry.good(&["stage"])) {
                units.mark_at(home, entry.record.stage);
            }
        }
        units
    }
}

/// A set of units of the schools in the table `schools`.
pub(super) struct Units<'k, 'a> {
    known: &'k Known<'a>,
    marked: Vec<bool>,
    last: usize,
}

impl Units<'_, '_> {
    /// Adds a unit by the code of its school; nothing where there is no such school.
    pub(super) fn mark(&mut self, school: &str, stage: Stage) {
        if let Some(school) = self.known.schools.find(school, &mut self.last) {
            self.mark_at(school, stage);
        }
    }

    fn mark_at(&mut self, school: usize, stage: Stage) {
        self.marked[school * STAGES + stage as usize] = true;
    }

    pub(super) fn has_at(&self, school: usize, stage: Stage) -> bool {
        self.marked[school * STAGES + stage as usize]
    }

    /// Whether the school is known and the unit is not in the set.
    pub(super) fn lacks(&self, school: &str, stage: Stage) -> bool {
        self.known.schools.find(school, &mut 0).is_some_and(|school| !self.has_at(school, stage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_wherever_the_last_one_was() {
        // The short cut must neither miss a code nor invent one.
        let codes = Codes::new(["c", "a", "b", "a", "long-code-2", "long-code-1", "long-code-10"].into_iter());
        for last in 0..8 {
            for (at, code) in ["a", "b", "c", "long-code-1", "long-code-10", "long-code-2"].into_iter().enumerate() {
                assert_eq!(codes.find(code, &mut last.clone()), Some(at));
            }
            for missing in ["bb", "", "long-code", "long-code-11", "z"] {
                assert_eq!(codes.find(missing, &mut last.clone()), None);
            }
        }
    }
}
