//! Districts of a few candidates, rounds and targets, every lawful choice of nominations, and exact odds by another way than the engine's.

use super::facts::{month, school, teacher};
use super::set;
use junheng::domain::records::{Records, RoundRecord};
use junheng::domain::words::{Award, Degree, Setting, Title};
use junheng::domain::{Case, Stage};
use junheng::policy::{Policy, Value};
use junheng::program::Program;
use junheng::solver::{Settings, Silent, solve};
use junheng::talent::naming::Nominee;
use junheng::talent::nominate::Group;
use junheng::talent::path::Path;
use junheng::talent::{Answer, Facts};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// A round of an award without conditions.
pub fn round(award: Award, year: i32, number: u32, places: i64, rate: i64) -> RoundRecord {
    RoundRecord {
        award,
        date: month(year, number),
        places,
        training_places: 0,
        low_rate: rate,
        rate,
        high_rate: rate,
        training_gain: 0,
        title: None,
        title_years: None,
        degree: None,
        service_years: None,
        rural_years: None,
        max_age: None,
        roles: Vec::new(),
        requires: Vec::new(),
    }
}

/// The policy of the programme with these targets and no limits on schools and subjects.
pub fn policy(goals: &[(&str, i64)], futures: i64) -> Policy {
    let mut policy =
        Policy::parse(include_str!("../../models/dazu-2027.toml"), &junheng::formulation::rules::specs()).unwrap();
    let names =
        ["senior_rank", "special_grade", "subject_leaders", "key_principals", "master_teachers", "key_teachers"];
    for name in names.into_iter().chain(["master_candidates", "municipal_studios", "national_studios"]) {
        let goal = goals.iter().find(|goal| goal.0 == name).map_or(0, |goal| goal.1);
        set(&mut policy, "talent-targets", name, Value::Number(1000 * goal));
    }
    for (name, value) in
        [("per_school", 100), ("kind_share", 1), ("rural_share", 0), ("futures", futures), ("runs", 20_000)]
    {
        set(&mut policy, "talent-nominations", name, Value::Number(1000 * value));
    }
    set(&mut policy, "talent-nominations", "gap", Value::Number(0));
    policy
}

/// So many teachers of one school, all of the first title.
pub fn staff(count: usize) -> Records {
    let mut records = Records { schools: vec![school("S1"), school("S2")], ..Records::default() };
    records.schools[1].setting = Setting::Rural;
    let place = |at: usize| if at.is_multiple_of(2) { "S1" } else { "S2" };
    records.teachers =
        (0..count).map(|at| teacher(&format!("T{at:02}"), place(at), Stage::Primary, "chinese")).collect();
    for person in &mut records.teachers {
        person.title_since = Some(month(2018, 9));
        person.degree = Degree::Bachelor;
    }
    records
}

/// A district of the seed: two to five candidates of two sorts, two or three rounds of two awards of which the second may ask for the first.
pub fn district(seed: u64) -> (Records, Policy) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut records = staff(dice.random_range(2..=5));
    for person in &mut records.teachers {
        if dice.random_bool(0.4) {
            person.title = Title::Senior;
        }
    }
    let mut rate = || dice.random_range(2..=9) * 100;
    let mut rounds = vec![
        round(Award::KeyTeacher, 2026, 12, 2, rate()),
        round(Award::MasterTeacher, 2027, 5, 1, rate()),
        round(Award::KeyTeacher, 2027, 11, 1, rate()),
    ];
    rounds[0].training_places = 1;
    rounds[0].low_rate = (rounds[0].rate - 200).max(0);
    rounds[0].training_gain = 100;
    rounds[0].high_rate = (rounds[0].rate + 100).min(900);
    if dice.random_bool(0.5) {
        rounds[1].requires = vec![Award::KeyTeacher];
    } else {
        rounds[1].title = Some(Title::Senior);
    }
    if dice.random_bool(0.3) {
        rounds.pop();
    }
    records.honors = rounds;
    (records, policy(&[("key_teachers", dice.random_range(1..=3)), ("master_teachers", 1)], 500))
}

pub fn facts<'c>(case: &'c Case, records: &Records, policy: &Policy) -> Facts<'c> {
    Facts::of(case, records, policy).unwrap()
}

pub fn ask(program: &Program, start: Option<&[i64]>) -> Answer {
    let outcome = solve(program, &Settings { threads: 1, ..Settings::default() }, start, &Silent);
    Answer { bound: outcome.tiers.first().and_then(|tier| tier.bound), solution: outcome.solution }
}

/// Every way in which people of the groups may be nominated under the places of the rounds.
pub fn all_plans(facts: &Facts<'_>, groups: &[Group]) -> Vec<Vec<Group>> {
    let mut plans: Vec<Vec<Group>> = vec![Vec::new()];
    for group in groups {
        let mut numbers: Vec<Vec<i64>> = vec![Vec::new()];
        for _ in &group.paths {
            let of = |numbers: &Vec<i64>| {
                let left = i64::try_from(group.members.len()).unwrap() - numbers.iter().sum::<i64>();
                (0..=left).map(|next| numbers.iter().copied().chain([next]).collect()).collect::<Vec<Vec<i64>>>()
            };
            numbers = numbers.iter().flat_map(of).collect();
        }
        let with = |plan: &Vec<Group>| {
            let of = |taken: &Vec<i64>| {
                plan.iter().cloned().chain([Group { taken: taken.clone(), ..group.clone() }]).collect()
            };
            numbers.iter().map(of).collect::<Vec<Vec<Group>>>()
        };
        plans = plans.iter().flat_map(with).filter(|plan| is_lawful(facts, plan)).collect();
    }
    plans
}

pub fn is_lawful(facts: &Facts<'_>, plan: &[Group]) -> bool {
    facts.rounds.iter().enumerate().all(|(at, round)| {
        let (mut all, mut trained) = (0, 0);
        for (path, taken) in plan.iter().flat_map(|group| group.paths.iter().zip(&group.taken)) {
            all += taken * i64::from(path.iter().any(|step| step.round == at));
            trained += taken * i64::from(path.iter().any(|step| step.round == at && step.trained));
        }
        all <= round.places && trained <= round.training_places
    })
}

/// The exact odds of each number of holders won, by target, with people who know nothing of each other but how the rounds turn out.
pub fn exactly(facts: &Facts<'_>, nominees: &[Nominee]) -> Vec<BTreeMap<i64, f64>> {
    let mut odds = vec![BTreeMap::new(); facts.settings.targets.len()];
    let cases = 4_usize.pow(u32::try_from(facts.rounds.len()).unwrap());
    for case in 0..cases {
        let rate = |round: usize, trained: bool| {
            let of = &facts.rounds[round];
            let turn = (case / 4_usize.pow(u32::try_from(round).unwrap())) % 4;
            let rate = [of.low_rate, of.rate, of.rate, of.high_rate][turn] + if trained { of.training_gain } else { 0 };
            f64::from(i32::try_from(rate).unwrap()) / 1000.0
        };
        for (odds, target) in odds.iter_mut().zip(&facts.settings.targets) {
            let mut held = BTreeMap::from([(0_i64, 1.0 / f64::from(u32::try_from(cases).unwrap()))]);
            for nominee in nominees {
                let won = wins(facts, &nominee.path, target.award, &rate);
                let mut next = BTreeMap::new();
                for (number, chance) in held {
                    *next.entry(number).or_insert(0.0) += chance * (1.0 - won);
                    *next.entry(number + 1).or_insert(0.0) += chance * won;
                }
                held = next;
            }
            for (number, chance) in held {
                *odds.entry(number).or_insert(0.0) += chance;
            }
        }
    }
    odds
}

/// The chance that a path wins an award: every outcome of its nominations, one by one.
pub fn wins(facts: &Facts<'_>, path: &Path, award: Award, rate: &dyn Fn(usize, bool) -> f64) -> f64 {
    let mut sum = 0.0;
    for luck in 0..1_u32 << path.len() {
        let (mut chance, mut holds) = (1.0, Vec::new());
        for (at, step) in path.iter().enumerate() {
            let (lucky, rate) = (luck & (1 << at) != 0, rate(step.round, step.trained));
            chance *= if lucky { rate } else { 1.0 - rate };
            let round = &facts.rounds[step.round];
            let asked = round.requires.is_empty() || round.requires.iter().any(|of| holds.contains(of));
            if lucky && asked && !holds.contains(&round.award) {
                holds.push(round.award);
            }
        }
        sum += if holds.contains(&award) { chance } else { 0.0 };
    }
    sum
}
