//! Whom to nominate and to train, so that the expected shortfall is smallest over seeded futures.
//!
//! Formula: `min Σ_a w_a · 1/N Σ_ω max(0, target_a − held_a(ω) − Σ won_a(way, slot, ω) · y(way, slot))` with nominations fixed beforehand: every person
//! takes one path at most, a round has so many places, so many of them trained, and among its nominees at least so many from rural schools.
//! (Not `max(0, target − E[X])`, which understates it: sample average approximation; Kleywegt, Shapiro and Homem-de-Mello, The sample average
//! approximation method for stochastic discrete optimization, SIAM J. Optim. 12, 2002.)
//!
//! The expected shortfall of a target is the largest of `1/N Σ_{ω ∈ S} (target − held − won)` over all sets `S` of futures; the sets that
//! are needed are found one after the other (Benders; Van Slyke and Wets, L-shaped linear programs, SIAM J. Appl. Math. 17, 1969), each
//! program solved whole. Once what it promises is what the futures say, the nominations are proven the best of the sample.
//! What a school or subject may have at most is a bound for the round here and kept person by person where names are given ([`super::naming`]).

use super::futures::{Futures, Set, Way, serves};
use super::path::{Path, parts};
use super::spread::Spread;
use super::{Facts, Solve};
use crate::domain::attrition::PERSON;
use crate::program::{Col, Column, Program, Row, RowName, Tier};
use std::collections::{BTreeMap, BTreeSet};

/// Most programs solved.
const ROUNDS: usize = 200;
/// How many holders more and fewer cuts look around.
const AROUND: i64 = 2;

/// People who cannot be told apart.
#[derive(Clone, Debug)]
pub struct Group {
    /// What may become of them.
    pub paths: Vec<Path>,
    /// Who they are, positions in the facts.
    pub members: Vec<usize>,
    /// How many of them take each path.
    pub taken: Vec<i64>,
    /// Whether they are of rural schools.
    pub rural: bool,
    /// The odds of being there at the target date, in thousand-millionths.
    pub stays: i64,
    /// Targets for which they count already, a bit each.
    pub held: u32,
}

/// What is known of nominations over a sample of futures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Futures.
    pub futures: usize,
    /// The weighted shortfall of all futures together, in thousandths.
    pub value: i64,
    /// No nominations have less; none where the solver proved nothing.
    pub bound: Option<i64>,
    /// The gap asked for, in millionths.
    pub asked_ppm: i64,
    /// Programs solved.
    pub programs: usize,
}

impl Sample {
    /// The proven gap in millionths of the value, or of one person where that is more, rounded up; none where nothing is proven.
    #[must_use]
    pub fn gap_ppm(&self) -> Option<i64> {
        gap_ppm(self.value, self.bound?, i64::try_from(self.futures).ok()?.saturating_mul(1000))
    }

    /// Whether the gap is within what is asked for.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.gap_ppm().is_some_and(|gap| gap <= self.asked_ppm)
    }
}

/// The gap between a value and its bound in millionths of the value, or of `person`, one person in the same unit, where that is more, rounded up.
pub(super) fn gap_ppm(value: i64, bound: i64, person: i64) -> Option<i64> {
    let (open, value) = (i128::from(value - bound), i128::from(value.max(person).max(1)));
    i64::try_from((open.max(0) * 1_000_000 + value - 1) / value).ok()
}

/// The nominations that are best over the futures of `seed`, by group, and their proof.
#[must_use]
pub fn nominate(facts: &Facts<'_>, seed: u64, solve: Solve<'_>) -> (Vec<Group>, Sample) {
    let mut groups = groups(facts);
    let model = Model::of(facts, &groups, seed);
    let mut program = model.program(facts, &groups);
    let everything: Set = (0..model.futures.count).collect();
    program.rows.extend((0..facts.settings.targets.len()).map(|target| model.cut(facts, target, 0, &everything)));
    let (mut proof, mut start) =
        (Sample { futures: model.futures.count, asked_ppm: facts.settings.gap_ppm, ..Sample::default() }, None);
    // Nobody nominated is known to be possible.
    proof.value = weigh(facts, &model.futures.open(facts, &vec![0; model.ways.len()]));
    let mut best: Option<Vec<i64>> = None;
    for _ in 0..ROUNDS {
        let answer = solve(&program, start.as_deref());
        proof.programs += 1;
        let Some(solution) = answer.solution else { break };
        let open = model.futures.open(facts, &model.taken(&solution));
        let value = weigh(facts, &open);
        if best.is_none() || value <= proof.value {
            proof.value = value;
            best = Some(solution.clone());
        }
        proof.bound = proof.bound.max(answer.bound).map(|bound| bound.min(proof.value));
        let promised: Vec<i64> = (0..open.len()).map(|at| solution[model.theta(at).at()]).collect();
        let told: Vec<i64> = open.iter().map(|open| shortfall(open)).collect();
        start = Some(model.honest(solution, &told));
        let wrong: Vec<usize> = (0..told.len()).filter(|&at| promised[at] < told[at]).collect();
        if wrong.is_empty() || proof.is_closed() || proof.bound.is_none() {
            break;
        }
        // Also where a little more or less would be missing: there the best nominations will be.
        for less in -AROUND..=AROUND {
            let cut = |&at: &usize| model.cut(facts, at, program.rows.len(), &missing(&open[at], less));
            let cuts: Vec<Row> = wrong.iter().map(cut).collect();
            program.rows.extend(cuts);
        }
    }
    let taken = best.unwrap_or_default();
    let mut next = taken.into_iter();
    for group in &mut groups {
        group.taken = group.paths.iter().map(|_| next.next().unwrap_or_default()).collect();
    }
    (groups, proof)
}

/// The weighted shortfall of all futures of `seed` together, in thousandths, for whatever numbers of people are taken in the groups.
#[must_use]
pub fn worth(facts: &Facts<'_>, groups: &[Group], seed: u64) -> i64 {
    let model = Model::of(facts, groups, seed);
    let mut taken = vec![0_i64; model.ways.len()];
    for (group, ways) in groups.iter().zip(&model.way) {
        for (number, ways) in group.taken.iter().zip(ways) {
            for &way in ways {
                taken[way] += number;
            }
        }
    }
    let slots =
        taken.iter().zip(&model.ways).map(|(&taken, (_, slots))| usize::try_from(taken).map_or(0, |t| t.min(*slots)));
    weigh(facts, &model.futures.open(facts, &slots.collect::<Vec<_>>()))
}

/// The weighted shortfall of all futures together.
fn weigh(facts: &Facts<'_>, open: &[Vec<i64>]) -> i64 {
    facts.settings.targets.iter().zip(open).map(|(target, open)| target.weight * shortfall(open)).sum()
}

/// What is missing in all futures together.
fn shortfall(open: &[i64]) -> i64 {
    open.iter().map(|&open| open.max(0)).sum()
}

/// The futures in which something would be missing if so many holders more were asked for.
fn missing(open: &[i64], more: i64) -> Set {
    open.iter().enumerate().filter(|(_, open)| **open + more > 0).map(|(future, _)| future).collect()
}

/// People with the same paths, odds of staying and sort of school.
fn groups(facts: &Facts<'_>) -> Vec<Group> {
    let mut all: BTreeMap<(Vec<Path>, bool, i64, u32), Vec<usize>> = BTreeMap::new();
    let targets = &facts.settings.targets;
    for (at, person) in facts.people.iter().enumerate() {
        let paths = facts.paths(person);
        if !paths.is_empty() {
            let held = targets.iter().enumerate().filter(|(_, target)| facts.holds(person, target.award));
            let held = held.fold(0, |held, (number, _)| held | 1 << number);
            let counted = paths.iter().fold(0, |all, path| all | counted(facts, path));
            all.entry((paths, person.rural, person.stays(), held & counted)).or_default().push(at);
        }
    }
    let group =
        |((paths, rural, stays, held), members)| Group { paths, members, taken: Vec::new(), rural, stays, held };
    all.into_iter().map(group).collect()
}

/// The targets for which awards of a path count, a bit each.
fn counted(facts: &Facts<'_>, path: &Path) -> u32 {
    let targets = facts.settings.targets.iter().enumerate();
    let of = targets.filter(|(_, target)| path.iter().any(|step| serves(facts.rounds[step.round].award, target.award)));
    of.fold(0, |all, (number, _)| all | 1 << number)
}

/// The ways of a path: what has nothing to do with each other goes its own way, unless the person may leave and take both along.
fn ways_of(facts: &Facts<'_>, group: &Group, path: &Path) -> Vec<Way> {
    let paths = if group.stays < PERSON { vec![path.clone()] } else { parts(facts, path) };
    // What else they hold makes no difference.
    paths.into_iter().map(|path| Way { held: group.held & counted(facts, &path), path, stays: group.stays }).collect()
}

/// Where things are in the program: first the people of each group on each path, then slots, then shortfalls.
struct Model {
    ways: Vec<(Way, usize)>,
    /// By group and path the ways that are gone together.
    way: Vec<Vec<Vec<usize>>>,
    futures: Futures,
    paths: usize,
    slots: usize,
}

impl Model {
    fn of(facts: &Facts<'_>, groups: &[Group], seed: u64) -> Self {
        let mut able: BTreeMap<Way, usize> = BTreeMap::new();
        for group in groups {
            let ways: BTreeSet<Way> = group.paths.iter().flat_map(|path| ways_of(facts, group, path)).collect();
            for way in ways {
                *able.entry(way).or_default() += group.members.len();
            }
        }
        let places = |path: &Path| {
            let of = |step: &super::path::Step| {
                let round = &facts.rounds[step.round];
                if step.trained { round.training_places.min(round.places) } else { round.places }
            };
            path.iter().map(of).min().and_then(|least| usize::try_from(least).ok()).unwrap_or(0)
        };
        let ways: Vec<(Way, usize)> =
            able.into_iter().map(|(way, able)| (way.clone(), able.min(places(&way.path)))).collect();
        let find = |group: &Group, path: &Path| -> Vec<usize> {
            let at = |way: &Way| ways.binary_search_by(|(known, _)| known.cmp(way)).expect("every path has its ways");
            ways_of(facts, group, path).iter().map(at).collect()
        };
        let of_groups = groups.iter().map(|group| group.paths.iter().map(|path| find(group, path)).collect()).collect();
        let futures = Futures::deal(facts, &ways, seed);
        let paths = groups.iter().map(|group| group.paths.len()).sum();
        let slots = ways.iter().map(|(_, slots)| slots).sum();
        Self { ways, way: of_groups, futures, paths, slots }
    }

    /// The shortfall of a target over all futures.
    fn theta(&self, target: usize) -> Col {
        Col::new(self.paths + self.slots + target)
    }

    /// How many slots of each way a solution takes.
    fn taken(&self, solution: &[i64]) -> Vec<usize> {
        let mut next = self.paths;
        let of = |(_, slots): &(Way, usize)| {
            let taken: i64 = solution[next..next + slots].iter().sum();
            next += slots;
            usize::try_from(taken).unwrap_or(0)
        };
        self.ways.iter().map(of).collect()
    }

    /// A solution whose shortfalls are what the futures say.
    fn honest(&self, mut solution: Vec<i64>, told: &[i64]) -> Vec<i64> {
        for (at, &told) in told.iter().enumerate() {
            solution[self.theta(at).at()] = told;
        }
        solution
    }

    fn program(&self, facts: &Facts<'_>, groups: &[Group]) -> Program {
        let mut program = Program::default();
        let column = |name: String, upper: i64| Column { name, lower: 0, upper, integer: true };
        for (at, group) in groups.iter().enumerate() {
            let most = i64::try_from(group.members.len()).unwrap_or(i64::MAX);
            program.columns.extend((0..group.paths.len()).map(|path| column(format!("path|{at}|{path}"), most)));
        }
        for (at, (_, slots)) in self.ways.iter().enumerate() {
            program.columns.extend((0..*slots).map(|slot| column(format!("slot|{at}|{slot}"), 1)));
        }
        let count = i64::try_from(self.futures.count).unwrap_or(i64::MAX);
        for (at, target) in facts.settings.targets.iter().enumerate() {
            program.columns.push(column(format!("shortfall|{at}"), count * target.goal.max(0)));
        }
        people(facts, groups, &mut program);
        self.slots(&mut program);
        program.tiers.push(self.goal(facts));
        program
    }

    /// Whoever takes a way fills its first free slot.
    fn slots(&self, program: &mut Program) {
        let mut on: Vec<Vec<(Col, i64)>> = vec![Vec::new(); self.ways.len()];
        for (col, ways) in self.way.iter().flatten().enumerate() {
            for &way in ways {
                on[way].push((Col::new(col), -1));
            }
        }
        let mut next = self.paths;
        for (at, (_, slots)) in self.ways.iter().enumerate() {
            let own: Vec<(Col, i64)> = (next..next + slots).map(|at| (Col::new(at), 1)).collect();
            program.rows.extend(
                own.windows(2).enumerate().map(|(slot, two)| {
                    row("order", format!("{at}|{slot}"), Some(0), None, vec![two[0], (two[1].0, -1)])
                }),
            );
            let link = own.into_iter().chain(std::mem::take(&mut on[at])).collect();
            program.rows.push(row("slots", at, Some(0), Some(0), link));
            next += slots;
        }
    }

    /// The shortfall of a target over a set of futures.
    fn cut(&self, facts: &Facts<'_>, target: usize, at: usize, set: &Set) -> Row {
        let (goal, holders) = (facts.settings.targets[target].goal, &self.futures.holders[target]);
        let lower: i64 = set.futures().map(|future| goal - holders[future]).sum();
        let mut terms = vec![(self.theta(target), 1)];
        for (at, slot) in (self.paths..).zip(self.futures.wins.iter().flatten()) {
            let won = slot[target].common(set);
            if won > 0 {
                terms.push((Col::new(at), won));
            }
        }
        row("shortfall", format!("{target}|{at}"), Some(lower), None, terms)
    }

    /// The weighted shortfall of all futures together.
    fn goal(&self, facts: &Facts<'_>) -> Tier {
        let targets = facts.settings.targets.iter().enumerate();
        Tier {
            name: "shortfall".to_owned(),
            constant: 0,
            terms: targets.map(|(at, target)| (self.theta(at), target.weight)).filter(|term| term.1 > 0).collect(),
            per_unit: i64::try_from(self.futures.count).unwrap_or(i64::MAX) * 1000,
            tolerance_ppm: facts.settings.gap_ppm / 2,
        }
    }
}

/// Rows of people and of places.
fn people(facts: &Facts<'_>, groups: &[Group], program: &mut Program) {
    let mut all = vec![Vec::new(); facts.rounds.len()];
    let mut trained = all.clone();
    let mut rural = all.clone();
    let mut next = 0;
    for (at, group) in groups.iter().enumerate() {
        let own: Vec<(Col, i64)> = (next..next + group.paths.len()).map(|at| (Col::new(at), 1)).collect();
        let most = i64::try_from(group.members.len()).unwrap_or(i64::MAX);
        for ((col, _), path) in own.iter().zip(&group.paths) {
            for step in path {
                all[step.round].push((*col, 1));
                if step.trained {
                    trained[step.round].push((*col, 1));
                }
                if group.rural {
                    rural[step.round].push((*col, 1));
                }
            }
        }
        next += group.paths.len();
        program.rows.push(row("people", at, None, Some(most), own));
    }
    for (at, round) in facts.rounds.iter().enumerate() {
        let able = groups.iter().filter(|group| group.paths.iter().flatten().any(|step| step.round == at));
        let spread = Spread::of(facts, able.flat_map(|group| &group.members).copied());
        let floor = facts.rural_floor(at);
        if floor > 0 {
            let of: BTreeMap<Col, i64> = rural[at].iter().map(|&(col, _)| (col, 1000)).collect();
            let share = all[at].iter().map(|&(col, _)| (col, of.get(&col).copied().unwrap_or(0) - floor)).collect();
            // So many as the share comes to, rounded down.
            program.rows.push(row("rural", at, Some(-999), None, share));
        }
        let most = round.places.min(spread.most(facts, at));
        program.rows.push(row("places", at, None, Some(most), std::mem::take(&mut all[at])));
        program.rows.push(row("training", at, None, Some(round.training_places), std::mem::take(&mut trained[at])));
    }
    program.rows.retain(|row| !row.terms.is_empty());
}

/// A named row.
pub(super) fn row(
    rule: &'static str,
    place: impl std::fmt::Display,
    lower: Option<i64>,
    upper: Option<i64>,
    terms: Vec<(Col, i64)>,
) -> Row {
    Row { name: RowName { rule, place: place.to_string() }, lower, upper, terms, block: None }
}
