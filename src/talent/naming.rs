//! From numbers to names: which persons of each group take its paths.
//!
//! A second, exact step: people of a group cannot be told apart by the chance of success, so whoever is told apart here changes nothing that is
//! proven. First no school and no subject has more nominees in a round than the policy allows (what cannot be kept is as small as can be),
//! then those go first who have held their title longest, then those longest in service, then by code.

use super::eligible::Person;
use super::nominate::{Group, row};
use super::path::Path;
use super::spread::{Limit, Spread};
use super::{Facts, Solve};
use crate::domain::YearMonth;
use crate::program::{Col, Column, Program, Tier};
use std::collections::BTreeMap;

/// Somebody to be nominated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominee {
    /// The person, a position in the facts.
    pub person: usize,
    /// The nominations, by date.
    pub path: Path,
}

/// Who stands before whom: by months of the title, then of service, then code.
#[must_use]
pub fn by_rank(facts: &Facts<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..facts.people.len()).collect();
    let never = YearMonth::new(9999, 12);
    order.sort_by_cached_key(|&at| {
        let record = &facts.people[at].teacher.record;
        (
            std::cmp::Reverse(record.title),
            record.title_since.or(never),
            record.first_employed.or(never),
            record.id.clone(),
        )
    });
    order
}

/// The nominees of a plan, by person.
#[must_use]
pub fn name(facts: &Facts<'_>, groups: &[Group], solve: Solve<'_>) -> Vec<Nominee> {
    let choices = Choices::of(facts, groups);
    let program = choices.program(facts, groups);
    let solution = solve(&program, None).solution.unwrap_or_else(|| choices.in_order());
    let taken = choices.all.iter().zip(&solution).filter(|(_, taken)| **taken > 0);
    let paths: BTreeMap<usize, Path> =
        taken.map(|(choice, _)| (choice.nominee.person, choice.nominee.path.clone())).collect();
    fill_places(facts, paths)
}

/// The nominees of these paths, and of the next by rank on the places that are left, within the limits of the policy.
pub(super) fn fill_places(facts: &Facts<'_>, mut paths: BTreeMap<usize, Path>) -> Vec<Nominee> {
    fill(facts, &mut paths, |spread, round, person| spread.takes(facts, round, person));
    paths.into_iter().map(|(person, path)| Nominee { person, path }).collect()
}

/// Nominations as they would be made by rank: in each round the first who may be nominated, as many as there are places, nobody trained.
#[must_use]
pub fn by_seniority(facts: &Facts<'_>) -> Vec<Nominee> {
    let mut paths = BTreeMap::new();
    fill(facts, &mut paths, |_, _, _| true);
    paths.into_iter().map(|(person, path)| Nominee { person, path }).collect()
}

/// Gives places that are left to the next by rank whom `takes` lets pass, by the nominees so far, the round and the person: a nomination
/// more never does harm.
fn fill(
    facts: &Facts<'_>,
    paths: &mut BTreeMap<usize, Path>,
    takes: impl Fn(&Spread, (usize, i64), &Person<'_>) -> bool,
) {
    let order = by_rank(facts);
    for (at, round) in facts.rounds.iter().enumerate().filter(|(_, round)| facts.is_wanted(round.award)) {
        let there = paths.iter().filter(|(_, path)| path.iter().any(|step| step.round == at));
        let mut spread = Spread::of(facts, there.map(|(&person, _)| person));
        let floor = facts.rural_floor(at);
        for &person in &order {
            if spread.all >= round.places {
                break;
            }
            let own = paths.get(&person).map_or(&[][..], Vec::as_slice);
            let able = facts.may_be_nominated(person, at, own);
            if let Some(step) = able.filter(|_| takes(&spread, (at, floor), &facts.people[person])) {
                paths.entry(person).or_default().push(step);
                spread.add(facts, person);
            }
        }
    }
}

/// One person on one path.
struct Choice {
    nominee: Nominee,
    rank: i64,
}

/// Everything that may be chosen, by group and path, and how often.
struct Choices {
    all: Vec<Choice>,
    /// The choices for one path of one group, and how many of them are taken.
    asked: Vec<(std::ops::Range<usize>, i64)>,
}

impl Choices {
    fn of(facts: &Facts<'_>, groups: &[Group]) -> Self {
        let order = by_rank(facts);
        let mut ranks = vec![0; order.len()];
        for (rank, &person) in order.iter().enumerate() {
            ranks[person] = i64::try_from(rank).unwrap_or(i64::MAX);
        }
        let (mut all, mut asked) = (Vec::new(), Vec::new());
        for group in groups {
            let mut members = group.members.clone();
            members.sort_by_key(|&member| ranks[member]);
            // Ranks within the group, so that no group goes before another.
            for (path, &taken) in group.paths.iter().zip(&group.taken).filter(|(_, taken)| **taken > 0) {
                let first = all.len();
                let choice = |(rank, &person): (usize, &usize)| Choice {
                    nominee: Nominee { person, path: path.clone() },
                    rank: i64::try_from(rank).unwrap_or(i64::MAX),
                };
                all.extend(members.iter().enumerate().map(choice));
                asked.push((first..all.len(), taken));
            }
        }
        Self { all, asked }
    }

    /// The first in order, whatever schools and subjects they are of.
    fn in_order(&self) -> Vec<i64> {
        let mut taken = vec![0; self.all.len()];
        let mut used = std::collections::BTreeSet::new();
        for (range, count) in &self.asked {
            let free: Vec<usize> = range.clone().filter(|&at| !used.contains(&self.all[at].nominee.person)).collect();
            for at in free.into_iter().take(usize::try_from(*count).unwrap_or(0)) {
                used.insert(self.all[at].nominee.person);
                taken[at] = 1;
            }
        }
        taken
    }

    fn program(&self, facts: &Facts<'_>, groups: &[Group]) -> Program {
        let mut program = Program::default();
        let column = |name: String, upper| Column { name, lower: 0, upper, integer: true };
        program.columns.extend((0..self.all.len()).map(|at| column(format!("choice|{at}"), 1)));
        for (at, (range, taken)) in self.asked.iter().enumerate() {
            let terms = range.clone().map(|at| (Col::new(at), 1)).collect();
            program.rows.push(row("taken", at, Some(*taken), Some(*taken), terms));
        }
        let mut people: BTreeMap<usize, Vec<(Col, i64)>> = BTreeMap::new();
        for (at, choice) in self.all.iter().enumerate() {
            people.entry(choice.nominee.person).or_default().push((Col::new(at), 1));
        }
        let several = people.into_iter().filter(|(_, terms)| terms.len() > 1);
        program.rows.extend(several.map(|(person, terms)| row("person", person, None, Some(1), terms)));
        let most: i64 = groups.iter().flat_map(|group| &group.taken).sum();
        let mut excess = Vec::new();
        let nominations = self.all.iter().enumerate().flat_map(|(at, choice)| {
            choice.nominee.path.iter().map(move |step| (Col::new(at), step.round, choice.nominee.person))
        });
        for Limit { mut terms, most: limit, place } in facts.limits(nominations) {
            let slack = Col::new(program.columns.len());
            program.columns.push(column(format!("excess|{place}|{}", excess.len()), most));
            excess.push((slack, 1));
            terms.push((slack, -1));
            program.rows.push(row("spread", place, None, Some(limit), terms));
        }
        let tier =
            |name: &str, terms| Tier { name: name.to_owned(), constant: 0, terms, per_unit: 1, tolerance_ppm: 0 };
        program.tiers.push(tier("excess", excess));
        let ranks = self.all.iter().enumerate().map(|(at, choice)| (Col::new(at), choice.rank));
        program.tiers.push(tier("rank", ranks.filter(|term| term.1 > 0).collect()));
        program
    }
}

/// Nominees of one school or one subject in a round beyond what the policy allows.
#[must_use]
pub fn excess(facts: &Facts<'_>, nominees: &[Nominee]) -> i64 {
    let of = |round: usize| {
        let there = nominees.iter().filter(|nominee| nominee.path.iter().any(|step| step.round == round));
        Spread::of(facts, there.map(|nominee| nominee.person)).excess(facts, round)
    };
    (0..facts.rounds.len()).map(of).sum()
}
