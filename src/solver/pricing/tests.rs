//! Shortest ways by hand; columns on demand against all columns at once, on generated paths of several years.

use super::super::exact::{Domain, Exact, dense};
use super::super::extended::Extended;
use super::super::session::{Method, Task, run};
use super::super::small::{clock, column, goal, line};
use super::*;
use crate::program::Program;

/// Two people stay or leave (columns 0 and 1); who stays does one of two things a year later (2 and 3).
fn two_years() -> Vec<Row> {
    vec![
        line(None, Some(2), Some(2), &[(0, 1), (1, 1)]),
        line(None, Some(0), Some(0), &[(0, -1), (2, 1), (3, 1)]),
        line(Some(0), Some(1), None, &[(1, 1), (3, 2)]),
    ]
}

#[test]
fn prices_of_nodes_are_shortest_ways_to_the_end() {
    // From the second year on the cheaper thing costs 4; in the first, staying costs 1 + 4 and leaving 7.
    let network = Network::of(&two_years(), &[true; 4]);
    assert!((0..4).all(|col| network.is_arc(col)) && network.is_node(0) && network.is_node(1) && !network.is_node(2));
    let mut prices = vec![0.0, 0.0, 0.5];
    network.price(&[1.0, 7.0, 4.0, 6.0], |_| 2, &mut prices);
    assert_eq!(prices, vec![5.0, 4.0, 0.5]);
    // Where nobody may do the cheaper thing, the other one counts.
    network.price(&[1.0, 7.0, 4.0, 6.0], |col| if col == 2 { 0 } else { 2 }, &mut prices);
    assert_eq!(prices, vec![7.0, 6.0, 0.5]);
}

#[test]
fn rows_that_are_no_balance_of_whole_steps_are_no_nodes() {
    // Coefficients of two, columns that need not be whole, two sides that differ, steps that leave twice, ways in a circle.
    let integer = [true, true, true, false];
    let rows = [
        line(None, Some(0), Some(0), &[(0, 2), (1, 1)]),
        line(None, Some(1), Some(1), &[(2, 1), (3, 1)]),
        line(None, Some(0), Some(1), &[(0, 1)]),
        line(None, Some(1), Some(1), &[(0, 1), (1, 1)]),
        line(None, Some(1), Some(1), &[(1, 1), (2, 1)]),
    ];
    let network = Network::of(&rows, &integer);
    assert_eq!((0..5).map(|row| network.is_node(row)).collect::<Vec<_>>(), [false, false, false, true, false]);
    let circle = [line(None, Some(0), Some(0), &[(0, 1), (1, -1)]), line(None, Some(0), Some(0), &[(0, -1), (1, 1)])];
    let network = Network::of(&circle, &[true; 2]);
    assert!(!network.is_node(0) && !network.is_node(1) && !network.is_arc(0));
}

/// People of several groups over some years: each year they stay or move once to another place, and lessons at each place and year are
/// covered by who is there or missed at a price. Returns the program and the plan in which everybody stays.
fn generated(state: &mut u64) -> (Program, Vec<i64>) {
    let mut next = |most: u64| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((*state >> 33) % most).expect("small")
    };
    let (years, places, groups) = (2 + usize::try_from(next(3)).expect("small"), 3_usize, 4_usize);
    let (mut program, mut costs) = (Program::default(), Vec::new());
    let mut covers: Vec<Vec<(usize, i64)>> = vec![Vec::new(); years * places];
    for group in 0..groups {
        let (people, home) = (1 + next(3), group % places);
        let mut before = None;
        for year in 0..years {
            let mut out = Vec::new();
            for place in 0..places {
                let col = program.columns.len();
                program.columns.push(column(people));
                let worth = 1 + next(3);
                // Who has moved stays where that led.
                let until = if place == home { year + 1 } else { years };
                (year..until).for_each(|then| covers[then * places + place].push((col, worth)));
                costs.extend((place != home).then(|| (col, 1 + next(4))));
                out.push((col, 1));
            }
            let stays = out[home].0;
            out.extend(before.map(|col| (col, -1)));
            out.sort_unstable();
            let side = if year == 0 { people } else { 0 };
            program.rows.push(line(None, Some(side), Some(side), &out));
            before = Some(stays);
        }
    }
    let mut plan: Vec<i64> = vec![0; program.columns.len()];
    for (at, terms) in covers.into_iter().enumerate() {
        let short = program.columns.len();
        program.columns.push(column(40));
        let mut terms = terms;
        terms.push((short, 1));
        program.rows.push(line(u32::try_from(at).ok(), Some(3 + next(9)), None, &terms));
        costs.push((short, 3 + next(5)));
    }
    costs.sort_unstable();
    program.tiers = vec![goal(&costs)];
    staying(&program, groups, years, places, &mut plan);
    (program, plan)
}

/// Everybody stays at home; what is missing is missed.
fn staying(program: &Program, groups: usize, years: usize, places: usize, plan: &mut Vec<i64>) {
    for group in 0..groups {
        for year in 0..years {
            let at = (group * years + year) * places + group % places;
            plan[at] = program.columns[at].upper;
        }
    }
    plan.resize(program.columns.len(), 0);
    for row in &program.rows[groups * years..] {
        let (short, _) = row.terms.last().expect("a shortage");
        plan[short.at()] = (row.lower.unwrap_or(0) - row.activity(plan)).max(0);
    }
}

#[test]
fn columns_on_demand_come_to_the_same_as_all_columns() {
    // 100 programs of two to four years: the bound by pricing is the value of the whole relaxation, never more.
    let (mut state, mut priced) = (7, 0);
    for case in 0..100 {
        let (program, plan) = generated(&mut state);
        assert!(program.check(&plan).is_none(), "case {case}: staying is a plan");
        let program = Extended::of(program);
        let cost = dense(program.columns.len(), &program.tiers[0].terms, 1);
        let (mut exact, domain) = (Exact::new(&program, cost, 0, &[]), Domain::of(&program));
        let (model, _, scale) = exact.model(&domain);
        let all = run(&Task::new(model, Method::Simplex, 0), &clock(), &mut |_| {}).objective / scale;
        let mut master = Master::of(&exact, &plan).expect("somebody may move");
        let taken = master.columns.iter().filter(|&&takes| takes).count();
        let clock = clock();
        let question = Question { domain: &domain, plan: &plan, near: 1e-6, seed: 0, clock: &clock };
        let relaxed = master.relax(&mut exact, &question, &mut |_| Vec::new()).expect("prices");
        let bound = relaxed.certificate.exactly();
        assert!(bound <= all + 1e-6 && bound >= all - 1e-4 * (1.0 + all), "case {case}: {bound} of {all}");
        priced += usize::from(taken < program.columns.len() && all < real(program.tiers[0].value(&plan)) - 0.5);
    }
    assert!(priced > 50, "in {priced} cases moving was worth it");
}
