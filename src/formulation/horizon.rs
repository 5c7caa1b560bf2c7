//! Several years at once: who belongs together when more than one year is looked at, and what each year begins with.
//!
//! A path over the years is a way through a graph: its nodes are cohorts of a year, its arcs what they may do in that year
//! (`columns::paths_of`) and where that leads (`carry`). The columns of the program are the arcs, and a cohort of a later year takes as many
//! people as arcs have brought there (`one_posting`). By flow decomposition that is the same as one column per path, with the number of
//! columns growing by the year instead of by its power (docs/adr/0013).

use super::carry::Carry;
use super::cohort::{Cohort, CohortKey, Questions};
use super::columns::{self, Decisions, HireColumn};
use super::places::Places;
use super::rules::{Active, Admission};
use super::{Year, places, steering};
use crate::domain::{Case, Teacher, TeacherIx};
use crate::policy::Policy;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What every year asks of a person, and how people come from one to the next.
pub(super) struct Outlook<'h> {
    questions: Vec<Questions<'h>>,
    carry: Carry<'h>,
    apart: Option<&'h Apart>,
}

/// By code of a person what else makes them interchangeable, as a digest.
pub(super) type Apart = BTreeMap<String, u128>;

/// A year as the rules see it.
pub(super) struct Listed<'h> {
    /// The facts; in a later year with somebody for each cohort instead of the staff.
    pub(super) case: Cow<'h, Case>,
    pub(super) year: Year,
}

/// Digest of things in their order.
pub(super) fn digest(things: impl Iterator<Item = impl Hash>) -> u128 {
    let (mut low, mut high) = (DefaultHasher::new(), DefaultHasher::new());
    high.write_u8(1);
    for thing in things {
        thing.hash(&mut low);
        thing.hash(&mut high);
    }
    u128::from(low.finish()) << 64 | u128::from(high.finish())
}

/// What each of `cases` asks of a person, with the marks of the rules that steer, in the order of their names.
pub(super) fn questions<'h>(
    cases: &'h [Case],
    policy: &Policy,
    active: &'h [Vec<Active>],
    admissions: &'h [Admission<'h>],
) -> Vec<Questions<'h>> {
    let marks = |case: &'h Case, active: &'h Vec<Active>| {
        let mut by_name: Vec<_> = steering(active).collect();
        by_name.sort_by_key(|a| a.entry.spec.name);
        by_name.iter().map(|a| a.rule.mark(case, policy)).collect()
    };
    let all = cases.iter().zip(active).zip(admissions);
    all.map(|((case, active), admission)| Questions::new(case, admission, marks(case, active))).collect()
}

impl<'h> Outlook<'h> {
    pub(super) fn new(
        cases: &'h [Case],
        policy: &Policy,
        active: &'h [Vec<Active>],
        admissions: &'h [Admission<'h>],
    ) -> Self {
        Self { questions: questions(cases, policy, active, admissions), carry: Carry::new(cases, policy), apart: None }
    }

    /// The same, and people of the first year for whom `apart` says something else are kept apart.
    pub(super) fn apart(self, apart: Option<&'h Apart>) -> Self {
        Self { apart, ..self }
    }

    /// What makes a person at the start of the year `at` interchangeable with others, in this year and all later ones.
    fn key(&self, at: usize, teacher: &Teacher) -> CohortKey {
        let key = self.questions[at].key(teacher);
        let future = if at + 1 == self.questions.len() { 0 } else { self.future(at, teacher, &key) };
        let apart = self.apart.filter(|_| at == 0).and_then(|apart| apart.get(&teacher.record.id));
        let future = apart.map_or(future, |apart| future ^ apart);
        CohortKey { future, ..key }
    }

    /// Digest of where every path of the year leads. People with the same digest have the same future, up to a chance of 2⁻¹²⁸.
    fn future(&self, at: usize, teacher: &Teacher, key: &CohortKey) -> u128 {
        let paths = columns::paths_of(self.questions[at].case, key).into_iter();
        digest(paths.map(|path| self.carry.person(at, teacher, path).map(|then| self.key(at + 1, &then))))
    }

    /// The decisions of all years.
    pub(super) fn list(&self, prefixes: &[String]) -> Vec<Listed<'h>> {
        let first = &self.questions[0];
        let cohorts = super::cohort::group(first.case, &|teacher| self.key(0, teacher));
        let decisions = columns::list(first.case, &cohorts, first.admission, &prefixes[0]);
        let places = places::list(first.case, first.admission.placing());
        let year = Year { cohorts, decisions, places };
        let mut listed = vec![Listed { case: Cow::Borrowed(first.case), year }];
        for (at, prefix) in prefixes.iter().enumerate().skip(1) {
            let later = self.later(at, prefix, &mut listed[at - 1]);
            listed.push(later);
        }
        listed
    }

    /// The year `at`, to which the decisions of the year before lead.
    fn later(&self, at: usize, prefix: &str, before: &mut Listed<'_>) -> Listed<'h> {
        let questions = &self.questions[at];
        let mut arrivals = Arrivals::default();
        let Year { cohorts: old, decisions: Decisions { paths, hires, .. }, .. } = &mut before.year;
        let mut order: Vec<usize> = (0..paths.len()).collect();
        order.sort_by(|&a, &b| paths[a].name.cmp(&paths[b].name));
        let keyed = |then: Teacher| {
            let key = self.key(at, &then);
            (then, key)
        };
        let arrive = |&i: &usize| {
            let somebody = old[paths[i].cohort].somebody(&before.case);
            self.carry.person(at - 1, somebody, paths[i].path).map(keyed)
        };
        let people: Vec<_> = order.par_iter().map(arrive).collect();
        for (i, arrived) in order.into_iter().zip(people) {
            let path = &mut paths[i];
            let from = (path.cohort, old[path.cohort].most());
            path.next = arrived.map(|(then, key)| arrivals.come(questions.case, then, key, from, path.lower));
        }
        let hire = |of: &HireColumn| keyed(self.carry.hired(at - 1, (of.unit, of.kind, of.channel), 1));
        let hired: Vec<_> = hires.par_iter().map(hire).collect();
        for (i, (hire, (then, key))) in hires.iter_mut().zip(hired).enumerate() {
            hire.next = Some(arrivals.come(questions.case, then, key, (usize::MAX - i, hire.upper), 0));
        }
        let (teachers, cohorts) = arrivals.cohorts();
        let mut decisions = columns::list(questions.case, &cohorts, questions.admission, prefix);
        absorb(&cohorts, &mut decisions);
        let case = questions.case.with_people(teachers, questions.case.opening.clone());
        Listed { case: Cow::Owned(case), year: Year { cohorts, decisions, places: Places::default() } }
    }
}

/// Leaves out the columns of cohorts with a single path: who comes takes it.
fn absorb(cohorts: &[Cohort], decisions: &mut Decisions) {
    let mut paths = vec![0_u32; cohorts.len()];
    decisions.paths.iter().for_each(|path| paths[path.cohort] += 1);
    decisions.paths.iter_mut().for_each(|path| path.absorbed = paths[path.cohort] == 1);
}

/// Who comes into a year, grouped.
#[derive(Default)]
struct Arrivals {
    at: BTreeMap<CohortKey, usize>,
    people: Vec<Teacher>,
    names: Vec<String>,
    sizes: Vec<(i64, i64)>,
    /// Cohorts of the year before from which somebody may come, by cohort.
    from: Vec<BTreeMap<usize, i64>>,
    known: BTreeMap<String, usize>,
}

impl Arrivals {
    /// Position of the cohort of `then`; at least `least` of the people `from` come.
    fn come(&mut self, case: &Case, then: Teacher, key: CohortKey, from: (usize, i64), least: i64) -> usize {
        let new = self.people.len();
        let at = *self.at.entry(key).or_insert(new);
        if at == new {
            let name = format!("{}@{}", then.record.id, case.units[then.unit.at()].code);
            let count = self.known.entry(name.clone()).or_default();
            *count += 1;
            self.names.push(if *count == 1 { name } else { format!("{name}#{count}") });
            self.people.push(then);
            self.sizes.push((0, 0));
            self.from.push(BTreeMap::new());
        }
        self.sizes[at].0 += least;
        self.from[at].insert(from.0, from.1);
        at
    }

    /// Somebody for each cohort, and the cohorts.
    fn cohorts(self) -> (Vec<Teacher>, Vec<Cohort>) {
        let mut cohorts: Vec<Option<Cohort>> = self.people.iter().map(|_| None).collect();
        for (key, at) in self.at {
            let most = self.from[at].values().sum();
            let (name, size) = (self.names[at].clone(), (self.sizes[at].0, most));
            cohorts[at] = Some(Cohort { key, members: vec![TeacherIx::new(at)], name, size });
        }
        (self.people, cohorts.into_iter().flatten().collect())
    }
}
