//! Rows of extended limits against all whole points, in exact fractions.

use super::*;
use crate::program::RowName;
use crate::solver::tangent::tests::program as three_groups;
use num_bigint::BigInt;
use num_rational::BigRational;

fn program(limit: i64, plain: bool) -> Extended {
    Extended::of(three_groups(limit, plain))
}

/// All whole points, each with the slack that it needs or with more.
fn solutions(program: &Extended) -> Vec<Vec<i64>> {
    let all = (0..7).flat_map(|x| (0..7).flat_map(move |y| (0..7).map(move |z| vec![x, y, z, 0])));
    let lift = |mut point: Vec<i64>| {
        program.lift(&mut point);
        let more = [1, 7, 60].map(|more| vec![point[0], point[1], point[2], point[3] + more]);
        std::iter::once(point).chain(more).collect::<Vec<_>>()
    };
    all.flat_map(lift).filter(|point| point[3] <= 200).collect()
}

fn fraction(n: i64, d: i64) -> BigRational {
    BigRational::new(BigInt::from(n), BigInt::from(d))
}

/// The solution and its aids, exactly.
fn whole_and_aids(program: &Extended, values: &[i64]) -> Vec<BigRational> {
    let mut all: Vec<BigRational> = values.iter().map(|&v| fraction(v, 1)).collect();
    for (cone, _) in program.cones() {
        let amounts: Vec<BigRational> =
            cone.members.iter().map(|m| fraction(m.amount(values), 1) * fraction(m.scale.0, m.scale.1)).collect();
        let sum = amounts.iter().fold(fraction(0, 1), |sum, y| sum + y);
        let room = &sum * fraction(cone.limit, 1000) + fraction(cone.slack.map_or(0, |slack| values[slack.at()]), 1);
        all.extend([sum.clone(), room.clone()]);
        for (member, y) in cone.members.iter().zip(&amounts) {
            let share = fraction(member.weight, size(cone));
            let deviation = y / &share - &sum;
            let square = share * &deviation * &deviation;
            all.push(if square == fraction(0, 1) { square } else { square / &room });
        }
    }
    all
}

fn side(row: &Row, point: &[BigRational]) -> BigRational {
    row.terms.iter().map(|&(col, a)| fraction(a, 1) * &point[col.at()]).fold(fraction(0, 1), |sum, part| sum + part)
}

fn holds(row: &Row, point: &[BigRational]) -> bool {
    let side = side(row, point);
    row.lower.is_none_or(|lower| side >= fraction(lower, 1)) && row.upper.is_none_or(|upper| side <= fraction(upper, 1))
}

#[test]
fn no_row_cuts_off_a_solution() {
    // Ties and tangents of all slopes against all points with the slack they need or more: aids exist for each of them.
    for plain in [false, true] {
        for limit in [0, 200, 450] {
            let program = program(limit, plain);
            let (cone, aids) = program.cones().next().expect("one limit");
            let mut rows = program.ties();
            for slope in [-4000, -500, -77, -1, 1, 100, 256, 999, 5000] {
                rows.extend((0..3).filter_map(|group| tangent(cone, aids, group, slope, (0, 0))));
            }
            // A mean that is the sum only where amounts are whole.
            assert_eq!(rows.len(), if plain { 2 } else { 3 } + 27);
            for values in solutions(&program) {
                let point = whole_and_aids(&program, &values);
                for row in &rows {
                    assert!(holds(row, &point), "{limit} {values:?} {row:?}");
                }
                for (column, value) in program.columns.iter().zip(&point) {
                    assert!(*value >= fraction(column.lower, 1) && *value <= fraction(column.upper, 1), "{values:?}");
                }
            }
        }
    }
}

#[test]
fn no_lifted_row_cuts_off_a_solution_whose_sum_is_in_the_range() {
    // Every range, every amount halfway: the lift may use that amounts are whole and the sum is in the range, no more.
    let mut rows = 0;
    for limit in [100, 300, 600] {
        let program = program(limit, false);
        let (cone, aids) = program.cones().next().expect("one limit");
        let solutions: Vec<(i64, Vec<BigRational>)> =
            solutions(&program).iter().map(|v| (v[0] + v[1] + v[2] + 1, whole_and_aids(&program, v))).collect();
        for least in 1..16_i64 {
            for most in least..(least + 3) {
                let range = Range { least, most };
                for (amount, group) in (0..6).flat_map(|amount| (0..3).map(move |group| (amount, group))) {
                    let shape = Shape::of(cone, |_| f64::from(amount) + 0.5);
                    let Some(row) = range.tangent(cone, aids, group, &shape) else { continue };
                    rows += 1;
                    for (_, point) in solutions.iter().filter(|(sum, _)| (least..=most).contains(sum)) {
                        assert!(holds(&row, point), "{limit} {range:?} {group} {amount}");
                    }
                }
            }
        }
    }
    assert!(rows > 200, "{rows} rows");
}

#[test]
fn a_lifted_row_asks_halfway_what_the_chord_asks() {
    // Ten in all, limit 0.5, no slack: r = 5, m = 10; the second group of three tenths with 2½: its part is
    // 0.3 (2.5/0.3 − 10)²/5 = 1/6, the chord asks ¼/(0.3·5) = 1/6 more. The slope is rounded to the grid: a hundredth is granted.
    let program = program(500, false);
    let (cone, aids) = program.cones().next().expect("one limit");
    let mut point = vec![4.0, 1.5, 3.5, 0.0, 10.0, 5.0, 0.0, 0.0, 0.0];
    let shape = Shape::at(cone, &point);
    let row = Range { least: 10, most: 10 }.tangent(cone, aids, 1, &shape).expect("a row");
    point[aids.part(1)] = 1.0 / 3.0 - 0.01;
    assert!(breaks(&row, &point));
    point[aids.part(1)] = 1.0 / 3.0;
    assert!(!breaks(&row, &point));
    // With a sum between 1 and 40 nothing is known of where the tangent touches.
    assert!(Range { least: 1, most: 40 }.tangent(cone, aids, 1, &shape).is_none());
}

#[test]
fn a_plan_that_pays_too_little_is_cut_off_for_all_aids() {
    // With two less than the smallest slack no mean makes the parts fit into the room: the rows at the plan say so.
    for plain in [false, true] {
        let program = program(300, plain);
        let (cone, aids) = program.cones().next().expect("one limit");
        let mut seen = 0;
        for values in solutions(&program).iter().step_by(4).filter(|values| values[3] > 2) {
            let mut less = values.clone();
            less[3] -= 2;
            let rows = program.at_plan(&less);
            let shape = Shape::of(cone, |col| real(less[col.at()]));
            for step in -40..=40 {
                let mut point: Vec<f64> = less.iter().map(|&v| real(v)).collect();
                point.extend([shape.mean + f64::from(step) / 10.0, shape.room]);
                let least = |group: usize| {
                    let asks = rows.iter().filter(|row| row.terms.iter().any(|t| t.0.at() == aids.part(group)));
                    asks.map(|row| asked(row, aids.part(group), &point)).fold(0.0, f64::max)
                };
                assert!((0..3).map(least).sum::<f64>() > shape.room, "{values:?} {step}");
            }
            seen += 1;
        }
        assert!(seen > 100);
    }
}

#[test]
fn aids_of_several_limits_do_not_get_mixed_up() {
    // A limit without slack before one with slack: each solution with its aids meets the rows of both, as fractions and as the start.
    let one = program(450, false);
    let second = Cone { limit: 300, slack: None, ..one.cones[0].clone() };
    let both =
        Program { columns: one.columns[..4].to_vec(), cones: vec![second, one.cones[0].clone()], ..Program::default() };
    let both = Extended::of(both);
    assert_eq!((both.own, both.columns.len()), (4, 4 + 2 * 5));
    let kept: Vec<_> =
        solutions(&both).into_iter().filter(|values| both.cones.iter().all(|cone| cone.holds(values))).collect();
    assert!(kept.len() > 50);
    let rows: Vec<Row> = both.ties().into_iter().chain(both.at_plan(&[6, 0, 0, 0])).collect();
    assert_eq!(rows.len(), 6 + 6);
    for values in kept {
        let point = whole_and_aids(&both, &values);
        assert!(rows.iter().all(|row| holds(row, &point)), "{values:?}");
        let start: Vec<f64> = values.iter().map(|&v| real(v)).chain(both.start(&values)).collect();
        assert!(rows.iter().all(|row| !breaks(row, &start)), "{values:?}");
    }
}

#[test]
fn a_broken_point_always_gets_a_row() {
    // Two equal groups with 4 and 16 of 20 people and limit 0.5: spread 12, room 10. The relaxation thinks of a mean of 16 and parts of
    // 2.8 and 7.2; about its own mean the parts are ½(8 − 16)²/10 = 3.2 and ½(32 − 16)²/10 = 12.8, so
    // the second row is broken by far; the first lacks little and waits.
    let member = |at| Member { terms: vec![(Col::new(at), 1)], constant: 0, scale: (1, 1), weight: 1 };
    let name = RowName { rule: "", place: String::new() };
    let cone = Cone { name, members: vec![member(0), member(1)], limit: 500, slack: None };
    let column = Column { name: String::new(), lower: 0, upper: 20, integer: true };
    let program = Extended::of(Program { columns: vec![column; 2], cones: vec![cone], ..Program::default() });
    let point = [4.0, 16.0, 16.0, 10.0, 2.8, 7.2];
    let rows = program.at_vertex(&point, &BTreeMap::new());
    assert_eq!(rows.len(), 1);
    assert!(rows[0].terms.iter().any(|&(col, _)| col == Col::new(5)));
    // Once the parts are what the amounts ask there is nothing more to say, about any mean.
    assert!(program.at_vertex(&[4.0, 16.0, 16.0, 10.0, 3.2, 12.8], &BTreeMap::new()).is_empty());
    assert!(program.at_vertex(&[4.0, 16.0, 20.0, 10.0, 7.2, 7.2], &BTreeMap::new()).is_empty());
}

/// What a row asks of one aid, the others as they are (those of parts are not in it).
fn asked(row: &Row, aid: usize, point: &[f64]) -> f64 {
    let others = row.terms.iter().filter(|t| t.0.at() != aid).map(|&(col, a)| real(a) * point[col.at()]);
    let own = row.terms.iter().find(|t| t.0.at() == aid).expect("the aid").1;
    (real(row.lower.expect("a lower side")) - others.sum::<f64>()) / real(own)
}
