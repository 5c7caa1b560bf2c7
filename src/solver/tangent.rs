//! Tangents of limits on spread ([`Cone`]): rows in whole numbers that every solution meets.
//!
//! With `z_i = y_i/w_i − Y/W` the spread is `N = √W · √(Σ w_i z_i²)`. For whole numbers `a` with `Σ w_i a_i² ≤ K² W` the
//! inequality of Cauchy and Schwarz gives `Σ (a_i − ā) y_i ≤ K·N` with `ā = Σ w_i a_i / W`, so that
//! `Σ (a_i − ā − K·limit) y_i ≤ K·slack` holds for every solution: `a` is all the evidence there is, and it is checked in
//! integers here. Coefficients are rounded down, which is safe because amounts are never negative. With `a_i` near
//! `K z_i / √(Σ w z² / W)` the row is the tangent at the point. Floating point only suggests `a`.

use super::exact::real;
use super::presolve::nameless;
use crate::program::{Cone, Member, Program, Row};

/// Precision of a row: it has to cut off a whole point.
const FINE: u32 = 30;

/// Tangents at a whole point, of the limits that it breaks with the slack it has.
#[must_use]
pub(super) fn at_plan(program: &Program, values: &[i64]) -> Vec<Row> {
    let broken = program.cones.iter().filter(|cone| !cone.holds(values));
    let of = |cone: &Cone| {
        let amounts: Vec<f64> = cone.members.iter().map(|m| real(m.amount(values)) * scale(m)).collect();
        tangent(cone, &amounts)
    };
    broken.filter_map(of).collect()
}

fn scale(member: &Member) -> f64 {
    real(member.scale.0) / real(member.scale.1)
}

/// Deviations `z` and the spread over the square root of all sizes.
fn deviations(cone: &Cone, amounts: &[f64]) -> (Vec<f64>, f64) {
    let size: f64 = cone.members.iter().map(|m| real(m.weight)).sum();
    let mean = amounts.iter().sum::<f64>() / size;
    let z: Vec<f64> = cone.members.iter().zip(amounts).map(|(m, y)| y / real(m.weight) - mean).collect();
    let squares: f64 = cone.members.iter().zip(&z).map(|(m, z)| real(m.weight) * z * z).sum();
    (z, (squares / size).sqrt())
}

/// The tangent at `amounts`; none where everything is even, or beyond the numbers that can be checked.
fn tangent(cone: &Cone, amounts: &[f64]) -> Option<Row> {
    let (z, deviation) = deviations(cone, amounts);
    if deviation <= 0.0 {
        return None;
    }
    let steep = real(1 << FINE) * (1.0 - 1e-9) / deviation;
    let a = z.iter().map(|z| whole(z * steep)).collect::<Option<Vec<i128>>>()?;
    row(cone, &a, FINE)
}

#[expect(clippy::cast_possible_truncation, reason = "the magnitude is checked before")]
fn whole(value: f64) -> Option<i128> {
    (value.abs() < 1e12).then_some(value.trunc() as i128)
}

/// The row that the evidence `a` gives; none where it is no evidence.
fn row(cone: &Cone, a: &[i128], precision: u32) -> Option<Row> {
    let one = 1_i128 << precision;
    let size: i128 = cone.members.iter().map(|m| i128::from(m.weight)).sum();
    let weighted = |power: u32| -> Option<i128> {
        let parts = cone.members.iter().zip(a).map(|(m, a)| a.checked_pow(power)?.checked_mul(i128::from(m.weight)));
        parts.into_iter().try_fold(0_i128, |sum, part| sum.checked_add(part?))
    };
    if weighted(2)? > one.checked_mul(one)?.checked_mul(size)? {
        return None;
    }
    let mean = weighted(1)?;
    let free = one.checked_mul(i128::from(cone.limit))?.checked_mul(size)?;
    let (mut terms, mut lower) = (Vec::new(), 0_i64);
    for (member, a) in cone.members.iter().zip(a) {
        let price = a.checked_mul(size)?.checked_sub(mean)?.checked_mul(1000)?.checked_sub(free)?;
        let price = price.checked_mul(i128::from(member.scale.0))?;
        let price = price.div_euclid(size.checked_mul(1000)?.checked_mul(i128::from(member.scale.1))?);
        let price = i64::try_from(price).ok()?;
        lower = lower.checked_add(price.checked_mul(member.constant)?)?;
        for &(col, coefficient) in &member.terms {
            terms.push((col, price.checked_mul(-coefficient)?));
        }
    }
    terms.extend(cone.slack.map(|slack| (slack, 1_i64 << precision)));
    terms.retain(|&(_, a)| a != 0);
    terms.sort_unstable();
    Some(Row { name: nameless(), lower: Some(lower), upper: None, terms, block: None })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::program::{Col, Column, RowName};

    /// Three groups of two, three and five with a slack, in the measure of plain coefficients or by size.
    pub(in crate::solver) fn program(limit: i64, plain: bool) -> Program {
        let sizes = [2, 3, 5];
        let member = |(at, &size): (usize, &i64)| {
            let (scale, weight) = if plain { ((10, 3 * size), 1) } else { ((1, 1), size) };
            Member { terms: vec![(Col::new(at), 1)], constant: i64::from(at == 1), scale, weight }
        };
        let members = sizes.iter().enumerate().map(member).collect();
        let column = |upper| Column { name: String::new(), lower: 0, upper, integer: true };
        let name = RowName { rule: "", place: String::new() };
        let cone = Cone { name, members, limit, slack: Some(Col::new(3)) };
        let columns = vec![column(6), column(6), column(6), column(200)];
        Program { columns, rows: Vec::new(), cones: vec![cone], ..Program::default() }
    }

    fn points() -> impl Iterator<Item = [i64; 4]> {
        (0..7).flat_map(|x| (0..7).flat_map(move |y| (0..7).map(move |z| [x, y, z, 0])))
    }

    fn side(row: &Row, values: &[i64]) -> i64 {
        row.terms.iter().map(|&(col, a)| a * values[col.at()]).sum()
    }

    #[test]
    fn no_tangent_cuts_off_a_point_that_keeps_the_limit() {
        // Tangents of all points against all points with the slack they need: a row too sharp would be a false proof.
        for plain in [false, true] {
            for limit in [0, 200, 450] {
                let program = program(limit, plain);
                let rows: Vec<Row> = points().flat_map(|point| at_plan(&program, &point)).collect();
                assert!(rows.len() > 100);
                for mut point in points() {
                    program.lift(&mut point);
                    for row in &rows {
                        assert!(side(row, &point) >= row.lower.expect("a lower side"), "{limit} {point:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_tangent_cuts_off_its_own_point_up_to_the_slack_it_needs() {
        // With one less than the smallest slack the row must be broken, or a breach would cost nothing.
        for plain in [false, true] {
            let program = program(300, plain);
            for point in points() {
                for row in at_plan(&program, &point) {
                    let mut less = point;
                    less[3] = program.cones[0].needed(&point) - 1;
                    assert!(side(&row, &less) < row.lower.expect("a lower side"), "{point:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_that_are_no_evidence_give_no_row() {
        // Twice too steep: the row would claim more than Cauchy and Schwarz allow.
        let program = program(0, false);
        let cone = &program.cones[0];
        assert!(row(cone, &[1 << 24, 1 << 24, 1 << 24], 24).is_some());
        assert!(row(cone, &[1 << 25, 1 << 25, 1 << 25], 24).is_none());
    }
}
