//! Everybody once: the places of all rounds filled with people who lack nothing.
//!
//! An assignment problem: nobody is nominated twice or on the chance of an earlier award, no school, subject or share of rural schools is
//! beyond what the policy allows. First the awards to be expected are as many as can be (by weight, rate and odds of staying), then those go
//! first who stand first by rank. With enough candidates nothing better exists ([`super::apart`] proves it); where they are few,
//! [`super::nominate`] looks at everything that people may do one after the other.

use super::futures::serves;
use super::naming::{Nominee, by_rank, fill_places};
use super::nominate::row;
use super::path::{Path, Step};
use super::{Facts, Solve};
use crate::program::{Col, Column, Program, Row, Tier};
use std::collections::BTreeMap;

/// Thousandths of a weight, of a rate and thousand-millionths of staying in a millionth of an award.
const SCALE: i128 = 1_000_000_000;

/// One person in one round.
struct Choice {
    person: usize,
    step: Step,
    /// What may be expected of it.
    gain: i64,
    rank: i64,
}

/// The nominees, by person; none where the program has no solution.
#[must_use]
pub fn assign(facts: &Facts<'_>, solve: Solve<'_>) -> Option<Vec<Nominee>> {
    let choices = choices(facts);
    let solution = solve(&program(facts, &choices), None).solution?;
    let mut taken: Vec<&Choice> =
        choices.iter().zip(solution).filter(|(_, taken)| *taken > 0).map(|(choice, _)| choice).collect();
    // Those are trained who are most likely to stay.
    taken
        .sort_by_key(|choice| (choice.step.round, std::cmp::Reverse(facts.people[choice.person].stays()), choice.rank));
    let mut paths: BTreeMap<usize, Path> = BTreeMap::new();
    for of_round in taken.chunk_by(|one, other| one.step.round == other.step.round) {
        let round = &facts.rounds[of_round[0].step.round];
        let trained = if round.training_gain > 0 { round.training_places } else { 0 };
        for (at, choice) in (0..).zip(of_round) {
            paths.entry(choice.person).or_default().push(Step { trained: at < trained, ..choice.step });
        }
    }
    Some(fill_places(facts, paths))
}

/// Whoever lacks nothing for a round that counts for something the person does not hold, by round and rank.
fn choices(facts: &Facts<'_>) -> Vec<Choice> {
    let order = by_rank(facts);
    let of_round = |round: usize| {
        let able = order.iter().filter_map(move |&person| {
            let gain = gain(facts, round, person);
            let step = facts.may_be_nominated(person, round, &[]).filter(|_| gain > 0)?;
            Some((person, step, gain))
        });
        (0..).zip(able).map(|(rank, (person, step, gain))| Choice { person, step, gain, rank })
    };
    (0..facts.rounds.len()).filter(|&round| facts.rounds[round].places > 0).flat_map(of_round).collect()
}

/// The awards to be expected of a nomination, weighted, in millionths.
fn gain(facts: &Facts<'_>, round: usize, person: usize) -> i64 {
    let (of, person) = (&facts.rounds[round], &facts.people[person]);
    let targets = facts.settings.targets.iter().filter(|target| target.goal > 0 && serves(of.award, target.award));
    let weight: i64 = targets.filter(|target| !facts.holds(person, target.award)).map(|target| target.weight).sum();
    let gain = i128::from(weight) * i128::from(of.rate) * i128::from(person.stays()) / SCALE;
    i64::try_from(gain).unwrap_or(i64::MAX)
}

fn program(facts: &Facts<'_>, choices: &[Choice]) -> Program {
    let mut program = Program::default();
    let column = |at: usize| Column { name: format!("choice|{at}"), lower: 0, upper: 1, integer: true };
    program.columns.extend((0..choices.len()).map(column));
    let mut people: BTreeMap<usize, Vec<(Col, i64)>> = BTreeMap::new();
    let mut rounds: BTreeMap<usize, Vec<(Col, i64)>> = BTreeMap::new();
    for (at, choice) in choices.iter().enumerate() {
        people.entry(choice.person).or_default().push((Col::new(at), 1));
        rounds.entry(choice.step.round).or_default().push((Col::new(at), 1));
    }
    for (&round, terms) in &rounds {
        rural(facts, choices, round, terms, &mut program.rows);
    }
    let people = people.into_iter().map(|(person, terms)| ("person", person, terms, 1));
    let rounds = rounds.into_iter().map(|(at, terms)| ("places", at, terms, facts.rounds[at].places));
    for (rule, place, terms, most) in people.chain(rounds) {
        if i64::try_from(terms.len()).unwrap_or(i64::MAX) > most {
            program.rows.push(row(rule, place, None, Some(most), terms));
        }
    }
    let nominations = choices.iter().enumerate().map(|(at, choice)| (Col::new(at), choice.step.round, choice.person));
    for limit in facts.limits(nominations) {
        program.rows.push(row("spread", limit.place, None, Some(limit.most), limit.terms));
    }
    let tier =
        |name: &str, constant, terms| Tier { name: name.to_owned(), constant, terms, per_unit: 1, tolerance_ppm: 0 };
    let term = |of: fn(&Choice) -> i64| {
        let terms = choices.iter().enumerate().map(move |(at, choice)| (Col::new(at), of(choice)));
        terms.filter(|term| term.1 != 0).collect::<Vec<_>>()
    };
    let all = choices.iter().map(|choice| choice.gain).sum();
    program.tiers.push(tier("awards", all, term(|choice| -choice.gain)));
    program.tiers.push(tier("rank", 0, term(|choice| choice.rank)));
    program
}

/// Among the nominees of a round at least the share of rural schools, rounded down.
fn rural(facts: &Facts<'_>, choices: &[Choice], round: usize, terms: &[(Col, i64)], rows: &mut Vec<Row>) {
    let floor = facts.rural_floor(round);
    let share = |&(col, _): &(Col, i64)| {
        let rural = facts.people[choices[col.at()].person].rural;
        (col, if rural { 1000 - floor } else { -floor })
    };
    if floor > 0 {
        rows.push(row("rural", round, Some(-999), None, terms.iter().map(share).filter(|term| term.1 != 0).collect()));
    }
}
