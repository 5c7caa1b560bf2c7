//! Pupils of school years for which no rows are given: carried forward grade by grade from the year before.
//!
//! In this order, year by year from the rows of the first one:
//! 1. A grade is the grade below of the year before, times the grade rate of its area (table `demography`; 1 where there is none).
//!    Who cannot stay, because the school closes or has no higher grade (a teaching point), goes to `merges_into`, else to the
//!    schools of the town that teach the grade, by size, else to those of the district.
//! 2. Entry grades are the entrants of the area, else the leavers of the stage before times the transfer rate, shared as the entry
//!    of the year before; where nothing is said they stay as they were (file `entry.rs`).
//! 3. Rows given for a school, stage and year replace what is projected.
//!
//! Rates hold until a later year changes them, entrants are those of their year alone. Totals are rounded to whole pupils, shares
//! by largest remainders. It refuses to project backwards and changes nothing in the first year.

mod cohort;
mod demography;
mod entry;

use super::calendar::SchoolYear;
use super::norms::Norms;
use super::records::{EnrollmentRecord, Records, SchoolRecord};
use super::shares::{in_proportion, share_out};
use super::words::{EnrollmentSource, Stage};
use cohort::Cohort;
use demography::Demography;
use std::collections::{BTreeMap, BTreeSet};

/// A row of `enrollment`, given or projected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projected {
    /// The row; classes are none where they follow from the norms.
    pub row: EnrollmentRecord,
    /// Where the number of children comes from.
    pub source: EnrollmentSource,
}

/// The rows of each of `years` school years from `first` on: of the first one those that are given, of later ones those given for
/// a school and stage, else projected, by school, stage and grade; grades without children are left out.
#[must_use]
pub fn enrollment(records: &Records, first: SchoolYear, years: usize, norms: &Norms) -> Vec<Vec<Projected>> {
    let given = records.enrollment.iter().filter(|row| row.year == first.0);
    let given = given.map(|row| Projected { row: row.clone(), source: EnrollmentSource::Given });
    let mut all: Vec<Vec<Projected>> = (years > 0).then(|| given.collect()).into_iter().collect();
    if years < 2 {
        return all;
    }
    let facts = Facts::of(records, first, norms);
    let mut roll = facts.first_roll();
    for year in (first.0 + 1..).take(years - 1) {
        roll = facts.step(&roll, year);
        all.push(rows(&roll, year));
    }
    all
}

/// School and stage.
type Key<'r> = (&'r str, Stage);

/// The children of a unit in one year.
#[derive(Clone, Debug, Default)]
struct Taught {
    grades: BTreeMap<i64, Cohort>,
    /// The entry grade as last given or joined: what its later classes are measured by.
    entry: Option<Cohort>,
}

impl Taught {
    fn pupils(&self) -> i64 {
        self.grades.values().map(|c| c.pupils).sum()
    }
}

/// A rate in thousandths and the units that it is for.
type Rated<'r> = (i64, Vec<Key<'r>>);

type Roll<'r> = BTreeMap<Key<'r>, Taught>;

/// Children who cannot stay in their school.
struct Leaving<'r> {
    from: Key<'r>,
    grade: i64,
    cohort: Cohort,
    closed: bool,
}

/// What the tables say, looked up once.
struct Facts<'r> {
    first: i32,
    norms: &'r Norms,
    schools: BTreeMap<&'r str, &'r SchoolRecord>,
    given: BTreeMap<(i32, Key<'r>), Vec<&'r EnrollmentRecord>>,
    /// Lowest and highest grade of the rows given in any year.
    spans: BTreeMap<Key<'r>, (i64, i64)>,
    /// Stages of a school by any table.
    stages: BTreeSet<Key<'r>>,
    demography: Demography<'r>,
}

impl<'r> Facts<'r> {
    fn of(records: &'r Records, first: SchoolYear, norms: &'r Norms) -> Self {
        let mut given: BTreeMap<(i32, Key<'r>), Vec<&EnrollmentRecord>> = BTreeMap::new();
        let mut spans: BTreeMap<Key<'r>, (i64, i64)> = BTreeMap::new();
        for row in &records.enrollment {
            let key = (row.school.as_str(), row.stage);
            given.entry((row.year, key)).or_default().push(row);
            let span = spans.entry(key).or_insert((row.grade, row.grade));
            *span = (span.0.min(row.grade), span.1.max(row.grade));
        }
        let mut stages: BTreeSet<Key<'r>> = spans.keys().copied().collect();
        stages.extend(records.teachers.iter().map(|r| (r.school.as_str(), r.stage)));
        stages.extend(records.establishment.iter().map(|r| (r.school.as_str(), r.stage)));
        stages.extend(records.facilities.iter().map(|r| (r.school.as_str(), r.stage)));
        stages.extend(records.demography.iter().filter_map(|r| Some((r.school.as_deref()?, r.stage))));
        Self {
            first: first.0,
            norms,
            schools: records.schools.iter().map(|s| (s.id.as_str(), s)).collect(),
            given,
            spans,
            stages,
            demography: Demography::of(records),
        }
    }

    fn town(&self, school: &str) -> &'r str {
        self.schools.get(school).map_or("", |s| s.town.as_str())
    }

    fn is_open(&self, school: &str, year: i32) -> bool {
        self.schools.get(school).is_some_and(|s| s.opens.is_none_or(|y| y <= year) && s.closes.is_none_or(|y| year < y))
    }

    /// The grades that a unit teaches in `year`: those of the rows given, and all above for a school that is still growing.
    fn span(&self, key: Key<'r>, year: i32) -> (i64, i64) {
        let (first, last) = key.1.grades();
        let opens = self.schools.get(key.0).and_then(|s| s.opens);
        let growing = opens.is_some_and(|opens| i64::from(year) - i64::from(opens) <= last - first);
        match self.spans.get(&key) {
            Some(&(low, high)) => (low, if growing { last } else { high }),
            None => (first, last),
        }
    }

    fn size(&self, stage: Stage) -> i64 {
        self.norms.size_of_class(stage)
    }

    fn first_roll(&self) -> Roll<'r> {
        let keys: BTreeSet<Key<'r>> =
            self.given.keys().filter(|(year, _)| *year == self.first).map(|&(_, key)| key).collect();
        let taught = |key: Key<'r>| Some((key, self.as_given(key, self.first)?));
        keys.into_iter().filter_map(taught).collect()
    }

    /// A unit by the rows given for a year; none where there are none or the school is not open.
    fn as_given(&self, key: Key<'r>, year: i32) -> Option<Taught> {
        let rows = self.given.get(&(year, key)).filter(|_| self.is_open(key.0, year))?;
        let grades: BTreeMap<i64, Cohort> = rows.iter().map(|row| (row.grade, Cohort::given(row))).collect();
        let entry = grades.get(&key.1.grades().0).copied();
        Some(Taught { grades, entry })
    }

    /// The year after `before`.
    fn step(&self, before: &Roll<'r>, year: i32) -> Roll<'r> {
        let (mut next, leaving) = self.move_up(before, year);
        self.place(before, &mut next, &leaving, year);
        self.keep_upper_entries(before, &mut next, &leaving, year);
        self.survive(&mut next, year);
        entry::enter(self, before, &mut next, year);
        let given: Vec<Key<'r>> = self
            .given
            .range((year, ("", Stage::Kindergarten))..)
            .take_while(|e| e.0.0 == year)
            .map(|e| e.0.1)
            .collect();
        for key in given {
            if let Some(taught) = self.as_given(key, year) {
                next.insert(key, taught);
            }
        }
        for taught in next.values_mut() {
            taught.grades.retain(|_, c| c.pupils > 0 || c.source == EnrollmentSource::Given);
        }
        next.retain(|_, taught| !taught.grades.is_empty() || taught.entry.is_some());
        next
    }

    /// Every grade one year on, the entry grade as it was, and who cannot stay.
    fn move_up(&self, before: &Roll<'r>, year: i32) -> (Roll<'r>, Vec<Leaving<'r>>) {
        let (mut next, mut leaving) = (Roll::new(), Vec::new());
        for (&key, taught) in before {
            let (first, last) = key.1.grades();
            let open = self.is_open(key.0, year);
            let (low, high) = self.span(key, year);
            let entry = taught.grades.get(&first).filter(|_| low == first || !open);
            let again = entry.map(|&c| (first, c.from(EnrollmentSource::AsLastGiven)));
            let up = taught.grades.iter().filter(|(grade, _)| **grade < last);
            let up = up.map(|(&grade, &c)| (grade + 1, c.from(EnrollmentSource::Carried)));
            let mut now = Taught { grades: BTreeMap::new(), entry: taught.entry };
            for (grade, cohort) in again.into_iter().chain(up) {
                if open && (low..=high).contains(&grade) {
                    now.grades.insert(grade, cohort);
                } else {
                    leaving.push(Leaving { from: key, grade, cohort, closed: !open });
                }
            }
            if open {
                next.insert(key, now);
            }
        }
        (next, leaving)
    }

    /// Finds a school for who cannot stay.
    fn place(&self, before: &Roll<'r>, next: &mut Roll<'r>, leaving: &[Leaving<'r>], year: i32) {
        for group in leaving {
            let heirs = self.heirs(before, next, group, year);
            let weights: Vec<i64> = heirs.iter().map(|h| before.get(h).map_or(0, Taught::pupils).max(1)).collect();
            for (heir, cohort) in heirs.iter().zip(group.cohort.split(&weights)) {
                let stage = heir.1;
                let taught = next.entry(*heir).or_default();
                let there = taught.grades.get(&group.grade).copied();
                let joint = cohort.joining(there, self.size(stage));
                taught.grades.insert(group.grade, joint);
                if group.grade == stage.grades().0 {
                    taught.entry = Some(joint);
                }
            }
        }
    }

    /// The units that take a group: where its school is merged into, else those of the town, else of the district; in a school that
    /// begins with this grade before all others.
    fn heirs(&self, before: &Roll<'r>, next: &Roll<'r>, group: &Leaving<'r>, year: i32) -> Vec<Key<'r>> {
        let stage = group.from.1;
        let mut into = self.schools.get(group.from.0).and_then(|s| s.merges_into.as_deref()).filter(|_| group.closed);
        for _ in 0..self.schools.len() {
            match into {
                Some(school) if self.is_open(school, year) => return vec![(school, stage)],
                Some(school) => into = self.schools.get(school).and_then(|s| s.merges_into.as_deref()),
                None => break,
            }
        }
        let teaches = |key: &Key<'r>| {
            let (low, high) = self.span(*key, year);
            key.1 == stage && *key != group.from && (low..=high).contains(&group.grade)
        };
        let all: Vec<Key<'r>> = next.keys().copied().filter(|k| before.contains_key(k) && teaches(k)).collect();
        let town = self.town(group.from.0);
        let begins = |key: &Key<'r>| !group.closed && self.span(*key, year).0 == group.grade;
        let near = |key: &Key<'r>| self.town(key.0) == town;
        let choices: [&dyn Fn(&Key<'r>) -> bool; 4] = [&|k| near(k) && begins(k), &near, &begins, &|_| true];
        let found = choices.iter().map(|wanted| all.iter().copied().filter(|k| wanted(k)).collect::<Vec<_>>());
        found.into_iter().find(|heirs| !heirs.is_empty()).unwrap_or_default()
    }

    /// A school that begins with a higher grade takes as many as before, where nobody anywhere leaves for that grade.
    fn keep_upper_entries(&self, before: &Roll<'r>, next: &mut Roll<'r>, leaving: &[Leaving<'r>], year: i32) {
        let awaited: BTreeSet<(Stage, i64)> =
            leaving.iter().filter(|l| !l.closed).map(|l| (l.from.1, l.grade)).collect();
        for (&key, taught) in next.iter_mut() {
            let low = self.span(key, year).0;
            let last = before.get(&key).and_then(|t| t.grades.get(&low)).filter(|_| low > key.1.grades().0);
            if let Some(&cohort) = last.filter(|_| !awaited.contains(&(key.1, low))) {
                taught.grades.entry(low).or_insert(cohort.from(EnrollmentSource::AsLastGiven));
            }
        }
    }

    /// Grade rates, area by area.
    fn survive(&self, next: &mut Roll<'r>, year: i32) {
        let mut areas: BTreeMap<(Option<&str>, Stage, i64), Rated<'r>> = BTreeMap::new();
        for (&key, taught) in next.iter() {
            let Some((area, rate)) = self.demography.grade_rate(self.town(key.0), key.1, year) else { continue };
            for &grade in taught.grades.keys().filter(|&&grade| grade > key.1.grades().0) {
                areas.entry((area, key.1, grade)).or_insert_with(|| (rate, Vec::new())).1.push(key);
            }
        }
        for ((_, stage, grade), (rate, keys)) in areas {
            let sizes: Vec<i64> = keys.iter().map(|k| next[k].grades[&grade].pupils).collect();
            let total = in_proportion(sizes.iter().sum(), rate, 1000);
            for (key, pupils) in keys.iter().zip(share_out(total, &sizes)) {
                if let Some(cohort) = next.get_mut(key).and_then(|t| t.grades.get_mut(&grade)) {
                    *cohort = cohort.carried(pupils, self.size(stage));
                }
            }
        }
    }
}

fn rows(roll: &Roll<'_>, year: i32) -> Vec<Projected> {
    let mut rows = Vec::new();
    for (&(school, stage), taught) in roll {
        rows.extend(taught.grades.iter().map(|(&grade, c)| Projected {
            row: EnrollmentRecord {
                year,
                school: school.to_owned(),
                stage,
                grade,
                pupils: c.pupils,
                classes: c.classes,
                boarders: c.boarders,
                inclusion: c.inclusion,
            },
            source: c.source,
        }));
    }
    rows
}
