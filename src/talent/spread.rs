//! How the nominees of a round are to be spread over schools, subjects and the country: limits of the policy as numbers of people.

use super::Facts;
use super::nominate::Group;
use crate::domain::id::{KindIx, SchoolIx};
use std::collections::BTreeMap;

/// Who may be nominated in a round: how many by school and by subject.
pub(super) struct Spread {
    schools: BTreeMap<SchoolIx, i64>,
    kinds: BTreeMap<KindIx, i64>,
}

impl Spread {
    pub(super) fn of(facts: &Facts<'_>, groups: &[Group], round: usize) -> Self {
        let (schools, kinds) = (BTreeMap::new(), BTreeMap::new());
        let mut spread = Self { schools, kinds };
        let able = |group: &&Group| group.paths.iter().flatten().any(|step| step.round == round);
        for &member in groups.iter().filter(able).flat_map(|group| &group.members) {
            let person = &facts.people[member];
            let school = facts.case.units[person.teacher.unit.at()].school;
            *spread.schools.entry(school).or_default() += 1;
            *spread.kinds.entry(person.teacher.kind).or_default() += 1;
        }
        spread
    }

    /// Most nominees that schools and subjects allow.
    pub(super) fn most(&self, facts: &Facts<'_>, round: usize) -> i64 {
        let (school, kind) = (facts.settings.per_school, facts.per_kind(round));
        let schools: i64 = self.schools.values().map(|&able| able.min(school)).sum();
        let kinds: i64 = self.kinds.values().map(|&able| able.min(kind)).sum();
        schools.min(kinds)
    }
}

impl Facts<'_> {
    /// Least share of rural schools among the nominees of a round, in thousandths: what the policy asks, as far as they have so many who may be
    /// nominated by what is known today.
    pub(super) fn rural_floor(&self, round: usize) -> i64 {
        let able = (0..self.people.len()).filter(|&person| self.may_be_nominated(person, round, &[]).is_some());
        let (mut all, mut rural) = (0, 0);
        for person in able {
            all += 1;
            rural += i64::from(self.people[person].rural);
        }
        if all == 0 { 0 } else { self.settings.rural_share.min(1000 * rural / all) }
    }

    /// Most nominees of one subject in a round: the share of its places, rounded up.
    pub(super) fn per_kind(&self, round: usize) -> i64 {
        (self.rounds[round].places * self.settings.kind_share + 999).div_euclid(1000).max(1)
    }
}
