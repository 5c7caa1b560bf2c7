//! What plans agree on: by hand, and against the plans themselves on generated cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::{Case, Stage};
use junheng::plan::agreement::{Standing, Tally};
use junheng::plan::{MoveKind, Plan};
use rayon::prelude::*;
use tiny::hand::{case, district, hired, moved};
use tiny::people::quiet;
use tiny::{Tiny, answer, tiny};

#[test]
fn people_ways_and_hires_are_sorted_by_hand() {
    // a1 goes to b in all three plans; a2 goes to b in one; a3 goes to b in one and to c in another; b needs one hire for sure, at most two.
    let records = district(&[("a", Stage::Primary, 80, 4), ("b", Stage::Primary, 80, 1), ("c", Stage::Primary, 80, 1)]);
    let case = case(&records, &quiet());
    let with = |moves: &[(&str, &str)], hires: i64| {
        let moves: Vec<_> = moves.iter().map(|&(id, to)| (id, to, MoveKind::Rotate)).collect();
        Plan { hires: hired(&case, "b/primary", "math", hires).hires, ..moved(&case, &moves) }
    };
    let plans = [
        with(&[("a1", "b/primary"), ("a3", "b/primary")], 1),
        with(&[("a1", "b/primary"), ("a2", "b/primary")], 2),
        with(&[("a1", "b/primary"), ("a3", "c/primary")], 1),
    ];
    let mut tally = Tally::default();
    for plan in &plans {
        tally.add(&[(&case, plan)]);
    }
    let all = tally.agreement();
    let people: Vec<_> = all.people.iter().map(|row| (row.id.as_str(), row.standing, row.sent.len())).collect();
    assert_eq!(people, [("a1", Standing::NoRegret, 1), ("a2", Standing::Wait, 1), ("a3", Standing::Contested, 2)]);
    assert_eq!((all.plans, all.counts()), (3, [1, 1, 1]));
    let ways: Vec<_> = all.ways.iter().map(|row| (row.to.as_str(), row.range, row.plans)).collect();
    assert_eq!(ways, [("b/primary", (1, 2), 3), ("c/primary", (0, 1), 1)]);
    assert_eq!(all.hires.iter().map(|row| (row.range, row.plans)).collect::<Vec<_>>(), [((1, 2), 3)]);
    // Who finds no place in any plan is at no ease with any.
    let mut nowhere = plans[0].clone();
    let gone = nowhere.postings.iter_mut().find(|posting| posting.moved.is_none()).unwrap();
    (gone.unit, gone.shares) = (None, Vec::new());
    let mut tally = Tally::default();
    tally.add(&[(&case, &nowhere)]);
    assert_eq!(tally.agreement().counts(), [2, 0, 1]);
    // A fourth plan that leaves everybody alone takes everything off the list.
    let mut tally = Tally::default();
    for plan in plans.iter().chain([&with(&[], 1)]) {
        tally.add(&[(&case, plan)]);
    }
    assert_eq!(tally.agreement().counts(), [0, 2, 1]);
}

/// Where everybody is, by code.
fn places(case: &Case, plan: &Plan) -> Vec<(String, Option<usize>)> {
    plan.postings
        .iter()
        .map(|p| (case.teachers[p.teacher.at()].record.id.clone(), p.unit.map(junheng::domain::UnitIx::at)))
        .collect()
}

#[test]
fn who_is_on_the_no_regret_list_is_there_in_every_plan() {
    // Tiny cases, each with its own policy and with nobody hired: the list says of everybody just what looking into all plans says.
    let found: usize = (0..200_u64)
        .into_par_iter()
        .map(|seed| {
            let Tiny { records, case: own, policy, .. } = tiny(seed);
            let mut without = records.clone();
            without.channels.clear();
            let cases = [own, tiny::case(&without)];
            let plans: Vec<Plan> = cases.iter().filter_map(|case| answer(case, &policy).plan).collect();
            let mut tally = Tally::default();
            for (case, plan) in cases.iter().zip(&plans) {
                tally.add(&[(case, plan)]);
            }
            let agreement = tally.agreement();
            let all: Vec<_> = cases.iter().zip(&plans).map(|(case, plan)| places(case, plan)).collect();
            let Some(first) = all.first() else { return 0 };
            for (at, (id, unit)) in first.iter().enumerate() {
                let row = agreement.people.iter().find(|row| row.id == *id);
                let home = Some(cases[0].teachers[at].unit.at());
                let alone = |of: &Vec<(String, Option<usize>)>| of[at].1 == home;
                let still =
                    plans.iter().all(|plan| plan.postings[at].visit.is_none() && plan.postings[at].retrained.is_none());
                if still {
                    assert_eq!(row.is_none(), all.iter().all(alone), "seed {seed}: {id}");
                    let same = unit.is_some() && *unit != home && all.iter().all(|of| of[at].1 == *unit);
                    assert_eq!(row.is_some_and(|row| row.standing == Standing::NoRegret), same, "seed {seed}: {id}");
                }
            }
            agreement.counts()[0]
        })
        .sum();
    assert!(found > 20, "{found} people are on the list");
}
