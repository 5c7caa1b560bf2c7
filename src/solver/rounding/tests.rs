//! The rows cut off fractions and no plan.

use super::*;
use crate::program::{Column, Tier};

fn column(upper: i64, integer: bool) -> Column {
    Column { name: String::new(), lower: 0, upper, integer }
}

fn row(lower: Option<i64>, upper: Option<i64>, terms: &[(usize, i64)]) -> Row {
    Row { name: nameless(), lower, upper, terms: terms.iter().map(|&(c, a)| (Col::new(c), a)).collect() }
}

/// Two kinds that ask for 4 and 3 grains, people of 5 grains who teach the first or both; few people.
fn small() -> Program {
    let columns = vec![
        column(2, true),
        column(2, true),
        column(4, true),
        column(4, true),
        column(3, true),
        column(4, false),
        column(3, false),
    ];
    let rows = vec![
        row(Some(4), None, &[(2, 1), (3, 1), (5, 1)]),
        row(Some(3), None, &[(4, 1), (6, 1)]),
        row(None, Some(0), &[(2, 1), (0, -5)]),
        row(None, Some(0), &[(3, 1), (4, 1), (1, -5)]),
    ];
    let costs = [(0, 19), (1, 21), (5, 10), (6, 10)];
    let terms = costs.iter().map(|&(c, a)| (Col::new(c), a)).collect();
    let tier = Tier { name: "t".into(), constant: 0, terms, per_unit: 1, tolerance_ppm: 0 };
    Program { columns, rows, tiers: vec![tier] }
}

/// Every whole point inside the bounds.
fn points(program: &Program) -> Vec<Vec<i64>> {
    program.columns.iter().fold(vec![Vec::new()], |all, column| {
        all.iter().flat_map(|p| (0..=column.upper).map(move |v| p.iter().copied().chain([v]).collect())).collect()
    })
}

#[test]
fn rounding_keeps_every_plan() {
    // Every row that any set and any choice of capacities gives holds at every whole solution.
    let program = small();
    let blocks = blocks(&program);
    assert_eq!(blocks.len(), 1);
    let block = &blocks[0];
    assert_eq!((block.demands.len(), block.capacities.len(), block.divisor), (2, 2, 5));
    let rows: Vec<Row> = (1..4)
        .flat_map(|set| (0..4).map(move |taken| (set, vec![taken & 1 == 1, taken & 2 == 2])))
        .filter_map(|(set, taken)| block.row(set, &taken))
        .collect();
    assert!(rows.len() > 4);
    for point in points(&program).iter().filter(|p| program.check(p).is_none()) {
        for row in &rows {
            let value: i64 = row.terms.iter().map(|&(col, a)| a * point[col.at()]).sum();
            assert!(row.lower.is_none_or(|lower| value >= lower), "{point:?} {row:?}");
        }
    }
}

#[test]
fn fractions_of_people_are_cut_off() {
    // 1.4 persons cover 4 + 3 grains in the relaxation; the rows added forbid it.
    let mut program = small();
    let clock = Clock::start(None, std::sync::Arc::default());
    let before = program.rows.len();
    assert!(strengthen(&mut program, 0, &clock) > 0);
    let fraction = [0.0, 1.4, 0.0, 4.0, 3.0, 0.0, 0.0];
    let broken = |row: &Row| {
        row.terms.iter().map(|&(col, a)| real(a) * fraction[col.at()]).sum::<f64>() < real(row.lower.unwrap_or(0)) - 0.1
    };
    assert!(program.rows[before..].iter().any(broken));
}
