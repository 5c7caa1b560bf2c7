//! Surplus teachers and vacancies: many independent transportation programs under eight tiers.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]

use junheng::program::{Col, Column, Program, Row, RowName, Tier};
use junheng::solver::{Settings, Silent, Termination, solve};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Persons of each branch choose among the vacancies of the branch; fill most, then by region 6 … 1, then by points.
fn placement(branches: usize, persons: usize, vacancies: usize, reach: u32) -> Program {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut program = Program::default();
    let mut tiers: Vec<Vec<(Col, i64)>> = vec![Vec::new(); 8];
    for branch in 0..branches {
        let mut places: Vec<Vec<(Col, i64)>> = vec![Vec::new(); vacancies];
        let regions: Vec<usize> = (0..vacancies).map(|_| rng.random_range(1..=6)).collect();
        for person in 0..persons {
            let points = rng.random_range(0..400_i64);
            let mut terms = Vec::new();
            let mut idle = 0;
            for (at, place) in places.iter_mut().enumerate() {
                if rng.random_range(0..100) < reach {
                    let name = format!("go|{branch}|{person}|{at}");
                    program.columns.push(Column { name, lower: 0, upper: 1, integer: true });
                    let col = Col::new(program.columns.len() - 1);
                    terms.push((col, 1));
                    place.push((col, 1));
                    // Being elsewhere than in region r is the cost of the tier of region r.
                    for region in (1..=6).filter(|&region| region != regions[at]) {
                        tiers[7 - region].push((col, 1));
                    }
                    idle += 1;
                }
            }
            if idle > 0 {
                let name = format!("stay|{branch}|{person}");
                program.columns.push(Column { name, lower: 0, upper: 1, integer: true });
                let col = Col::new(program.columns.len() - 1);
                terms.push((col, 1));
                (0..7).for_each(|tier| tiers[tier].push((col, 1)));
                tiers[7].push((col, points + 1));
                let name = RowName { rule: "person", place: format!("{branch}|{person}") };
                program.rows.push(Row { name, lower: Some(1), upper: Some(1), terms, block: None });
            }
        }
        for (at, terms) in places.into_iter().enumerate() {
            let name = RowName { rule: "vacancy", place: format!("{branch}|{at}") };
            program.rows.push(Row { name, lower: None, upper: Some(1), terms, block: None });
        }
    }
    for terms in tiers {
        let name = format!("tier{}", program.tiers.len());
        program.tiers.push(Tier { name, constant: 0, terms, per_unit: 1, tolerance_ppm: 0 });
    }
    program
}

#[test]
fn independent_branches_are_proven_optimal_in_all_eight_tiers() {
    // The blocks are solved apart; their values and bounds must add up to a proof of the whole.
    let size = |name: &str, default: usize| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let program = placement(size("BRANCHES", 40), size("PERSONS", 12), size("VACANCIES", 10), 60);
    let outcome = solve(&program, &Settings::default(), None, &Silent);
    assert_eq!(outcome.termination, Termination::Proven, "{:?}", outcome.tiers);
    let solution = outcome.solution.expect("staying is always possible");
    assert_eq!(program.check(&solution), None);
    assert!(outcome.tiers.iter().all(|tier| tier.bound == Some(tier.value)));
    println!("{:?}", outcome.stats);
}
