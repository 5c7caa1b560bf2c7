//! Small programs with blocks for the tests of this room, and all their solutions.

use super::clock::Clock;
use super::presolve::nameless;
use crate::program::{Col, Column, Program, Row, Tier};
use std::sync::Arc;

pub(super) fn clock() -> Clock {
    Clock::start(None, Arc::default())
}

pub(super) fn column(upper: i64) -> Column {
    Column { name: String::new(), lower: 0, upper, integer: true }
}

pub(super) fn line(block: Option<u32>, lower: Option<i64>, upper: Option<i64>, terms: &[(usize, i64)]) -> Row {
    let terms = terms.iter().map(|&(at, a)| (Col::new(at), a)).collect();
    Row { name: nameless(), lower, upper, terms, block }
}

pub(super) fn goal(terms: &[(usize, i64)]) -> Tier {
    let terms = terms.iter().map(|&(at, a)| (Col::new(at), a)).collect();
    Tier { name: String::new(), constant: 0, terms, per_unit: 1, tolerance_ppm: 0 }
}

/// Two people may come, three places of two each; two subjects miss four lessons, one person covers one of them.
pub(super) fn by_hand() -> Program {
    Program {
        columns: vec![column(1), column(1), column(4), column(4)],
        rows: vec![
            line(Some(0), None, Some(3), &[(0, 2), (1, 2)]),
            line(Some(0), Some(4), None, &[(0, 4), (2, 1)]),
            line(Some(0), Some(4), None, &[(1, 4), (3, 1)]),
            line(None, None, Some(2), &[(0, 1), (1, 1)]),
        ],
        cones: Vec::new(),
        stages: Vec::new(),
        tiers: vec![goal(&[(2, 1), (3, 1)])],
    }
}

/// The next number below `most`.
pub(super) fn below(state: &mut u64, most: u64) -> i64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    i64::try_from((*state >> 33) % most).expect("small")
}

/// Two places that share the same people; at each a limit on heads and lessons of two subjects.
pub(super) fn generated(state: &mut u64) -> Program {
    let mut next = |most: u64| below(state, most);
    let mut program = Program { columns: vec![column(1); 6], ..Program::default() };
    let mut paid = Vec::new();
    for place in 0..2_usize {
        let people = [3 * place, 3 * place + 1, 3 * place + 2];
        let block = Some(u32::try_from(place).expect("small"));
        let heads: Vec<_> = people.iter().map(|&at| (at, 2)).collect();
        program.rows.push(line(block, None, Some(3), &heads));
        for _ in 0..2 {
            let short = program.columns.len();
            program.columns.push(column(6));
            let mut terms: Vec<_> = people.iter().map(|&at| (at, next(4))).filter(|&(_, a)| a != 0).collect();
            terms.push((short, 1));
            program.rows.push(line(block, Some(1 + next(6)), None, &terms));
            paid.push((short, 1 + next(3)));
        }
    }
    for at in 0..3 {
        program.rows.push(line(None, None, Some(1), &[(at, 1), (at + 3, 1)]));
    }
    let second: Vec<_> = (0..6).map(|at| (at, 1 + next(3))).collect();
    program.tiers = vec![goal(&paid), goal(&second)];
    program
}

/// All whole solutions.
pub(super) fn solutions(program: &Program) -> Vec<Vec<i64>> {
    let mut all = vec![Vec::new()];
    for column in &program.columns {
        let more = |known: &Vec<i64>| -> Vec<Vec<i64>> {
            (column.lower..=column.upper).map(|value| known.iter().copied().chain([value]).collect()).collect()
        };
        all = all.iter().flat_map(more).collect();
    }
    all.retain(|values| program.check(values).is_none());
    all
}
