//! Small random programs for tests of the solver.

use junheng::program::{Col, Column, Program, Row, RowName, Tier};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A covering and assignment program: groups of people choose places, places want cover, slack is dear.
pub(crate) fn random(seed: u64, groups: usize, places: usize, tiers: usize) -> Program {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut columns = Vec::new();
    let mut column = |name: String, upper: i64, integer: bool| {
        columns.push(Column { name, lower: 0, upper, integer });
        Col::new(columns.len() - 1)
    };
    let mut rows = Vec::new();
    let mut cover: Vec<Vec<(Col, i64)>> = vec![Vec::new(); places];
    let mut moves = Vec::new();
    for group in 0..groups {
        let size = rng.random_range(1..=2);
        let mut terms = Vec::new();
        for (place, covered) in cover.iter_mut().enumerate() {
            if rng.random_range(0..10) < 8 {
                let col = column(format!("go|{group}|{place}"), size, true);
                terms.push((col, 1));
                covered.push((col, rng.random_range(1..=4)));
                moves.push(col);
            }
        }
        let stay = column(format!("stay|{group}"), size, true);
        terms.push((stay, 1));
        rows.push(Row { name: name("person", group), lower: Some(size), upper: Some(size), terms, block: None });
    }
    let mut short = Vec::new();
    for (place, mut terms) in cover.into_iter().enumerate() {
        let need = rng.random_range(2..=7);
        let full = column(format!("short|{place}"), need, rng.random_range(0..2) == 0);
        terms.push((full, 1));
        short.push(full);
        rows.push(Row { name: name("cover", place), lower: Some(need), upper: None, terms, block: None });
    }
    let least = rng.random_range(0..=1);
    rows.push(Row { name: name("rotate", 0), lower: Some(least), upper: None, terms: ones(&moves), block: None });
    let tiers = (0..tiers).map(|at| {
        let from = if at == 0 { &short } else { &moves };
        let costs = from.iter().map(|&col| (col, rng.random_range(0..=9) * if at == 1 { 10 } else { 1 }));
        let mut terms: Vec<(Col, i64)> = costs.filter(|&(_, cost)| cost > 0).collect();
        terms.sort_unstable();
        Tier { name: format!("tier{at}"), constant: rng.random_range(0..5), terms, per_unit: 1, tolerance_ppm: 0 }
    });
    let tiers = tiers.collect();
    for row in &mut rows {
        row.terms.sort_unstable();
    }
    Program { columns, rows, tiers, ..Program::default() }
}

fn name(rule: &'static str, place: usize) -> RowName {
    RowName { rule, place: place.to_string() }
}

fn ones(columns: &[Col]) -> Vec<(Col, i64)> {
    columns.iter().map(|&col| (col, 1)).collect()
}
