//! Least values against enumeration.

use super::*;
use crate::proof::tree::SmallRow;

/// Numbers from a seed.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self, most: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % most.unsigned_abs()).expect("small")
    }
}

/// Rows of all sorts over a few columns.
fn generated(seeded: &mut Seeded) -> Small {
    let columns = 2 + position(seeded.next(4));
    let upper: Vec<i64> = (0..columns).map(|_| 1 + seeded.next(4)).collect();
    let rows = (0..=seeded.next(4)).map(|_| {
        let terms: Vec<(usize, i64)> = (0..columns).map(|at| (at, seeded.next(9) - 3)).filter(|t| t.1 != 0).collect();
        let side = seeded.next(14) - 2;
        match seeded.next(3) {
            0 => SmallRow { lower: Some(side), upper: None, terms },
            1 => SmallRow { lower: None, upper: Some(side), terms },
            _ => SmallRow { lower: Some(side - 3), upper: Some(side), terms },
        }
    });
    let rows = rows.collect();
    Small { lower: vec![0; columns], upper, rows }
}

fn position(value: i64) -> usize {
    usize::try_from(value).expect("small")
}

/// The least value over all whole points.
fn enumerated(small: &Small, costs: &[i64]) -> Option<i64> {
    let mut all = vec![Vec::new()];
    for (&lower, &upper) in small.lower.iter().zip(&small.upper) {
        all = all
            .iter()
            .flat_map(|known: &Vec<i64>| (lower..=upper).map(|v| known.iter().copied().chain([v]).collect()))
            .collect();
    }
    let activity = |row: &SmallRow, x: &[i64]| row.terms.iter().map(|&(c, a)| a * x[c]).sum::<i64>();
    let meets = |x: &Vec<i64>| {
        small.rows.iter().all(|row| {
            let value = activity(row, x);
            row.lower.is_none_or(|l| value >= l) && row.upper.is_none_or(|u| value <= u)
        })
    };
    all.into_iter().filter(meets).map(|x| x.iter().zip(costs).map(|(x, c)| x * c).sum()).min()
}

#[test]
fn the_least_value_is_that_of_enumeration() {
    // With enough cases bound and plan meet at the true optimum, for costs of any sign, asked one after the other.
    let mut seeded = Seeded(1);
    let (mut feasible, mut split) = (0, 0);
    for case in 0..600 {
        let small = generated(&mut seeded);
        let columns = small.lower.len();
        let mut asked = Asked::new(small.clone(), vec![true; columns]);
        for _ in 0..3 {
            let costs: Vec<i64> = (0..columns).map(|_| 1000 * (seeded.next(21) - 8)).collect();
            let least = asked.least(&costs, 0.5, 10_000).expect("in range");
            match enumerated(&small, &costs) {
                Some(best) => {
                    feasible += 1;
                    assert_eq!(least.bound, best, "case {case}: {small:?} {costs:?}");
                    let (value, _) = least.plan.expect("there is a plan");
                    assert!((value - real(best)).abs() < 1e-3, "case {case}");
                }
                None => assert!(least.plan.is_none(), "case {case}"),
            }
            split += usize::from(least.tree.nodes.len() > 1);
        }
    }
    assert!(feasible > 600 && split > 200, "{feasible} {split}: the test tests little");
}

#[test]
fn a_bound_never_exceeds_the_least_value_wherever_the_search_ends() {
    // With one case, or few, what is returned is less, and true.
    let mut seeded = Seeded(77);
    for case in 0..300 {
        let small = generated(&mut seeded);
        let columns = small.lower.len();
        let costs: Vec<i64> = (0..columns).map(|_| 1000 * (seeded.next(21) - 8)).collect();
        let Some(best) = enumerated(&small, &costs) else { continue };
        for most in [1, 3, 5] {
            let least = Asked::new(small.clone(), vec![true; columns]).least(&costs, 0.5, most).expect("in range");
            assert!(least.bound <= best, "case {case}");
            assert_eq!(least.tree.least(&small, &costs), Some(least.bound), "case {case}: the tree says so by itself");
        }
    }
}

#[test]
fn a_tree_that_lacks_a_branch_or_has_one_too_many_proves_nothing() {
    // Whoever reads a proof must not be told half of it.
    let small = Small {
        lower: vec![0, 0],
        upper: vec![3, 3],
        rows: vec![SmallRow { lower: Some(3), upper: None, terms: vec![(0, 2), (1, 2)] }],
    };
    let costs = [1000, 1000];
    let least = Asked::new(small.clone(), vec![true; 2]).least(&costs, 0.5, 100).expect("in range");
    assert_eq!(least.bound, 2000, "three halves of a thousand, rounded up to whole persons");
    let nodes = least.tree.nodes.clone();
    assert!(nodes.len() > 1);
    let with = |nodes: Vec<Node>| Tree { nodes, ..least.tree.clone() }.least(&small, &costs);
    assert_eq!(with(nodes.clone()), Some(2000));
    assert_eq!(with(nodes[..nodes.len() - 1].to_vec()), None);
    assert_eq!(with(nodes.iter().cloned().chain([Node::Leaf(Vec::new())]).collect()), None);
    assert_eq!(with(vec![Node::Case(9, 0), Node::Leaf(Vec::new()), Node::Leaf(Vec::new())]), None);
    assert_eq!(with(vec![Node::Leaf(vec![(7, 1)])]), None);
}
