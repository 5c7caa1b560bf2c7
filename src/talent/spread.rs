//! How people of a round are spread over schools, subjects and the country, against the limits of the policy.

use super::Facts;
use super::eligible::Person;
use crate::domain::id::{KindIx, SchoolIx};
use crate::program::Col;
use std::collections::BTreeMap;

/// How many people there are, by school and by subject, and how many in rural schools.
#[derive(Default)]
pub(super) struct Spread {
    schools: BTreeMap<SchoolIx, i64>,
    kinds: BTreeMap<KindIx, i64>,
    rural: i64,
    pub(super) all: i64,
}

impl Spread {
    pub(super) fn of(facts: &Facts<'_>, people: impl Iterator<Item = usize>) -> Self {
        let mut spread = Self::default();
        people.for_each(|person| spread.add(facts, person));
        spread
    }

    pub(super) fn add(&mut self, facts: &Facts<'_>, person: usize) {
        let person = &facts.people[person];
        *self.schools.entry(facts.school(person)).or_default() += 1;
        *self.kinds.entry(person.teacher.kind).or_default() += 1;
        self.rural += i64::from(person.rural);
        self.all += 1;
    }

    /// Most of them who may be nominated in a round, as far as schools and subjects are concerned.
    pub(super) fn most(&self, facts: &Facts<'_>, round: usize) -> i64 {
        let (school, kind) = (facts.settings.per_school, facts.per_kind(round));
        let schools: i64 = self.schools.values().map(|&able| able.min(school)).sum();
        let kinds: i64 = self.kinds.values().map(|&able| able.min(kind)).sum();
        schools.min(kinds)
    }

    /// Whether one more person keeps the limits of a round in which rural schools have a share of `floor`.
    pub(super) fn takes(&self, facts: &Facts<'_>, (round, floor): (usize, i64), person: &Person<'_>) -> bool {
        let of_school = self.schools.get(&facts.school(person)).copied().unwrap_or(0);
        let of_kind = self.kinds.get(&person.teacher.kind).copied().unwrap_or(0);
        let rural = 1000 * self.rural + 999 >= floor * (self.all + 1);
        of_school < facts.settings.per_school && of_kind < facts.per_kind(round) && (rural || person.rural)
    }

    /// People of one school or one subject beyond the limits of a round.
    pub(super) fn excess(&self, facts: &Facts<'_>, round: usize) -> i64 {
        let beyond = |count: &i64, limit: i64| (count - limit).max(0);
        let schools: i64 = self.schools.values().map(|count| beyond(count, facts.settings.per_school)).sum();
        let kinds: i64 = self.kinds.values().map(|count| beyond(count, facts.per_kind(round))).sum();
        schools + kinds
    }
}

impl Facts<'_> {
    /// Where a person works.
    pub(super) fn school(&self, person: &Person<'_>) -> SchoolIx {
        self.case.units[person.teacher.unit.at()].school
    }

    /// Least share of rural schools among the nominees of a round, in thousandths: what the policy asks, as far as they have so many who may be
    /// nominated by what is known today.
    pub(super) fn rural_floor(&self, round: usize) -> i64 {
        let able = (0..self.people.len()).filter(|&person| self.may_be_nominated(person, round, &[]).is_some());
        let able = Spread::of(self, able);
        if able.all == 0 { 0 } else { self.settings.rural_share.min(1000 * able.rural / able.all) }
    }

    /// Most nominees of one subject in a round: the share of its places, rounded up.
    pub(super) fn per_kind(&self, round: usize) -> i64 {
        (self.rounds[round].places * self.settings.kind_share + 999).div_euclid(1000).max(1)
    }
}

/// Nominations of a round of which one school or one subject may have so many at most.
pub(super) struct Limit {
    pub(super) terms: Vec<(Col, i64)>,
    pub(super) most: i64,
    /// Round and number of the school or subject.
    pub(super) place: String,
}

impl Facts<'_> {
    /// The limits on schools, then those on subjects, that these columns (each with round and person) could go beyond.
    pub(super) fn limits(&self, nominations: impl Iterator<Item = (Col, usize, usize)>) -> Vec<Limit> {
        let mut schools: BTreeMap<(usize, SchoolIx), Vec<(Col, i64)>> = BTreeMap::new();
        let mut kinds: BTreeMap<(usize, KindIx), Vec<(Col, i64)>> = BTreeMap::new();
        for (col, round, person) in nominations {
            let person = &self.people[person];
            schools.entry((round, self.school(person))).or_default().push((col, 1));
            kinds.entry((round, person.teacher.kind)).or_default().push((col, 1));
        }
        let limit = |round, at, terms, most| Limit { terms, most, place: format!("{round}|{at}") };
        let schools =
            schools.into_iter().map(|((round, at), terms)| limit(round, at.at(), terms, self.settings.per_school));
        let kinds = kinds.into_iter().map(|((round, at), terms)| limit(round, at.at(), terms, self.per_kind(round)));
        let binds = |limit: &Limit| i64::try_from(limit.terms.len()).unwrap_or(i64::MAX) > limit.most;
        schools.chain(kinds).filter(binds).collect()
    }
}
