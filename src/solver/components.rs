//! Independent parts: what no row connects is solved apart, and values and bounds are added up.
//!
//! A lexicographic optimum is separable over parts. A bound of a part in a later tier supposes that the part's
//! earlier tiers keep their values; the whole could trade between parts unless those values are optimal. So bounds of
//! a tier are added only where every earlier tier of every part is closed exactly; for the others the joint driver
//! does the work, from a plan that is good already. Small parts are put together. This room refuses to split a
//! program of which one part is nearly everything.

use super::clock::Clock;
use super::extended::Extended;
use super::tiers::Driver;
use super::{Event, Settings};
use crate::program::{Col, Program, Row, Tier};

/// Parts are put together until they have so many columns.
const TOGETHER: usize = 2_000;
/// Passes of the driver over a part: relaxation and a little branching; the joint driver goes on.
const PASSES: usize = 2;

/// A part of the program that shares no row with the rest.
pub(super) struct Part {
    /// The part as a program; tier constants are zero.
    pub program: Program,
    /// Position of its columns in the whole.
    pub columns: Vec<usize>,
}

/// The independent parts, in order of their first column; empty where splitting is of no use.
#[must_use]
pub(super) fn split(program: &Program) -> Vec<Part> {
    split_at(program, TOGETHER)
}

fn split_at(program: &Program, together: usize) -> Vec<Part> {
    // A limit on spread ties everything together that it looks at.
    if !program.cones.is_empty() {
        return Vec::new();
    }
    let roots = roots(program);
    let mut size = vec![0_usize; roots.len()];
    for &root in &roots {
        size[root] += 1;
    }
    let largest = size.iter().copied().max().unwrap_or(0);
    if largest * 5 > roots.len() * 4 {
        return Vec::new();
    }
    // Group by first appearance; the group number of each root.
    let mut group: Vec<Option<usize>> = vec![None; roots.len()];
    let (mut groups, mut filled) = (0_usize, 0_usize);
    for &root in &roots {
        if group[root].is_none() {
            if filled > 0 && filled + size[root] > together {
                (groups, filled) = (groups + 1, 0);
            }
            group[root] = Some(groups);
            filled += size[root];
        }
    }
    let of: Vec<usize> = roots.iter().map(|&root| group[root].unwrap_or(0)).collect();
    if groups == 0 { Vec::new() } else { build(program, &of, groups + 1) }
}

/// The representative of each column: the smallest column connected with it.
fn roots(program: &Program) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..program.columns.len()).collect();
    for row in &program.rows {
        let Some(&(first, _)) = row.terms.first() else { continue };
        for &(col, _) in &row.terms[1..] {
            let (a, b) = (root(&mut parent, first.at()), root(&mut parent, col.at()));
            parent[a.max(b)] = a.min(b);
        }
    }
    (0..parent.len()).map(|at| root(&mut parent, at)).collect()
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn build(program: &Program, of: &[usize], groups: usize) -> Vec<Part> {
    let mut place = vec![0; of.len()];
    let tiers: Vec<Tier> =
        program.tiers.iter().map(|tier| Tier { constant: 0, terms: Vec::new(), ..tier.clone() }).collect();
    let empty = || Part { program: Program { tiers: tiers.clone(), ..Program::default() }, columns: Vec::new() };
    let mut parts: Vec<Part> = std::iter::repeat_with(empty).take(groups).collect();
    for (at, column) in program.columns.iter().enumerate() {
        let part = &mut parts[of[at]];
        place[at] = part.columns.len();
        part.columns.push(at);
        part.program.columns.push(column.clone());
        part.program.stages.extend(program.stages.get(at));
    }
    let moved = |terms: &[(Col, i64)]| terms.iter().map(|&(col, a)| (Col::new(place[col.at()]), a)).collect();
    for row in &program.rows {
        if let Some(&(first, _)) = row.terms.first() {
            let row = Row { terms: moved(&row.terms), ..row.clone() };
            parts[of[first.at()]].program.rows.push(row);
        }
    }
    for (number, tier) in program.tiers.iter().enumerate() {
        for &(col, cost) in &tier.terms {
            parts[of[col.at()]].program.tiers[number].terms.push((Col::new(place[col.at()]), cost));
        }
    }
    parts
}

/// Solves each part and hands the sum to the joint driver: solution, and bounds where they may be added.
pub(super) fn solve(joint: &mut Driver<'_>, parts: &[Part], settings: &Settings, clock: &Clock) {
    let tiers = joint.bounds.len();
    let mut whole = joint.best.as_ref().map(|best| best.solution.clone());
    let mut solutions: Vec<Option<Vec<i64>>> = Vec::new();
    let mut sums = vec![Some(0_i64); tiers];
    for part in parts {
        // Aiming at zero gap: only exactly closed tiers let later bounds be added.
        let silent = |_: Event| {};
        let program = Extended::of(part.program.clone());
        let mut driver = Driver::new(&program, vec![0; tiers], settings, clock, &silent);
        if let Some(whole) = &whole {
            driver.offer(&part.columns.iter().map(|&at| whole[at]).collect::<Vec<_>>());
        }
        if clock.stop().is_none() {
            driver.solve(PASSES);
        }
        joint.tally.add(&driver.tally);
        if driver.infeasible {
            joint.infeasible = true;
            return;
        }
        add(&mut sums, &driver);
        solutions.push(driver.best.map(|best| best.solution));
        if let (Some(whole), Some(Some(values))) = (&mut whole, solutions.last()) {
            put(whole, part, values);
            joint.offer(whole);
        }
    }
    let mut solution = vec![0; parts.iter().map(|part| part.columns.len()).sum()];
    for (part, values) in parts.iter().zip(&solutions) {
        let Some(values) = values else { return };
        put(&mut solution, part, values);
    }
    joint.offer(&solution);
    joint.found();
    // The sums hold under the values of the parts. Where the joint plan is not them but good enough, those of later tiers do not.
    let held = joint.program.values(&solution);
    for (tier, sum) in sums.into_iter().enumerate() {
        if let Some(sum) = sum.filter(|_| joint.keeps(&held[..tier])) {
            joint.raise_sum(tier, sum);
        }
    }
}

/// Adds the bounds of one part, up to the first tier after one that is not closed.
fn add(sums: &mut [Option<i64>], driver: &Driver<'_>) {
    let mut closed = driver.best.is_some();
    for (tier, sum) in sums.iter_mut().enumerate() {
        let valid = tier == 0 || closed;
        *sum = sum.filter(|_| valid).and_then(|sum| sum.checked_add(driver.bounds[tier]));
        closed &= driver.best.as_ref().is_some_and(|best| best.values[tier] == driver.bounds[tier]);
    }
}

fn put(whole: &mut [i64], part: &Part, values: &[i64]) {
    for (&at, &value) in part.columns.iter().zip(values) {
        whole[at] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::super::reference::{Backend, reference_values};
    use super::super::small;
    use super::*;
    use crate::program::{Column, RowName};
    use std::sync::Arc;

    /// Blocks of two columns `x + y ≥ need` with costs that pull in different directions.
    fn blocks(count: usize) -> Program {
        let mut program = Program::default();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for block in 0..count {
            let (x, y) = (Col::new(2 * block), Col::new(2 * block + 1));
            for name in ["x", "y"] {
                let name = format!("{name}{block}");
                program.columns.push(Column { name, lower: 0, upper: 4, integer: true });
            }
            let number = i64::try_from(block).expect("small");
            let name = RowName { rule: "need", place: block.to_string() };
            let terms = vec![(x, 2), (y, 3)];
            program.rows.push(Row { name, lower: Some(3 + number % 5), upper: None, terms, block: None });
            first.extend([(x, 2 + number % 3), (y, 4)]);
            second.extend([(x, 7), (y, 1 + number % 2)]);
        }
        for terms in [first, second] {
            let name = format!("tier{}", program.tiers.len());
            program.tiers.push(Tier { name, constant: 3, terms, per_unit: 1, tolerance_ppm: 0 });
        }
        program
    }

    #[test]
    fn bounds_of_parts_are_not_claimed_for_a_plan_that_keeps_a_crumb() {
        // The start is worth 1004 and 7; the parts come to 1000 and 9. Four of 1004 are tolerated, so the start stays: with 1004
        // held the second goal goes down to 1, and 9 or 7 must not be called its best.
        let line = |terms: &[(usize, i64)], lower| small::line(None, Some(lower), None, terms);
        let tier = |constant, terms: &[(usize, i64)]| Tier { constant, ..small::goal(terms) };
        let program = Program {
            columns: [4, 8, 1, 1].map(small::column).to_vec(),
            rows: vec![line(&[(0, 2), (1, 1)], 8), line(&[(2, 1), (3, 1)], 1)],
            stages: Vec::new(),
            cones: Vec::new(),
            tiers: vec![tier(1000, &[(0, 1)]), tier(0, &[(1, 1), (2, 1), (3, 1)])],
        };
        let best = |first| {
            let plans = small::solutions(&program).into_iter().map(|plan| program.values(&plan));
            plans.filter(|values| values[0] <= first).map(|values| values[1]).min().expect("feasible")
        };
        assert_eq!((best(1000), best(1004)), (9, 1));
        let clock = Clock::start(None, Arc::default());
        let silent = |_: Event| {};
        let extended = Extended::of(program.clone());
        let mut joint = Driver::new(&extended, vec![5000, 0], &Settings::default(), &clock, &silent);
        assert!(joint.offer(&[4, 5, 1, 1]));
        solve(&mut joint, &split_at(&program, 1), &Settings::default(), &clock);
        let values = joint.best.as_ref().expect("a plan").values.clone();
        assert!(joint.bounds[1] <= best(values[0]), "{values:?}: {:?}", joint.bounds);
    }

    #[test]
    fn the_sum_of_blocks_is_the_optimum_of_the_whole() {
        // Values and bounds that do not add up would be a wrong proof.
        let program = blocks(9);
        let parts = split_at(&program, 4);
        assert_eq!(parts.iter().map(|part| part.columns.len()).collect::<Vec<_>>(), vec![4, 4, 4, 4, 2]);
        let clock = Clock::start(None, Arc::default());
        let silent = |_: Event| {};
        let extended = Extended::of(program.clone());
        let mut joint = Driver::new(&extended, vec![0; 2], &Settings::default(), &clock, &silent);
        solve(&mut joint, &parts, &Settings::default(), &clock);
        assert!(joint.proven());
        let values = joint.best.as_ref().expect("solved").values.clone();
        assert_eq!(values, joint.bounds);
        assert_eq!(Ok(values), reference_values(&program, Backend::Highs));
    }

    #[test]
    fn one_large_block_is_not_split_off() {
        // Splitting would only cost the joint driver its time.
        let mut program = blocks(9);
        let terms = (0..16).map(|at| (Col::new(at), 1)).collect();
        let name = RowName { rule: "link", place: String::new() };
        program.rows.push(Row { name, lower: Some(1), upper: None, terms, block: None });
        assert!(split_at(&program, 1).is_empty());
        assert!(split(&blocks(2)).is_empty(), "tiny programs stay whole");
    }

    #[test]
    fn an_impossible_block_makes_the_whole_impossible() {
        // One block that cannot be met is enough.
        let mut program = blocks(4);
        program.rows[2].lower = Some(99);
        let clock = Clock::start(None, Arc::default());
        let silent = |_: Event| {};
        let extended = Extended::of(program.clone());
        let mut joint = Driver::new(&extended, vec![0; 2], &Settings::default(), &clock, &silent);
        solve(&mut joint, &split_at(&program, 2), &Settings::default(), &clock);
        assert!(joint.infeasible && joint.best.is_none());
    }
}
