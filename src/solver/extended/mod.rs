//! Limits on spread ([`Cone`]) in more columns, so that few tangents describe them well.
//!
//! With `p_i = w_i/W` the spread is the least `√(Σ p_i (y_i/p_i − m)²)` over all `m`, and a limit says that it does not exceed
//! the room `r = limit·Y + slack`. That is `Σ t_i ≤ r` with `t_i r ≥ p_i (y_i/p_i − m)²`: one cone of three numbers by group instead
//! of one over all groups, so that the tangents of different groups combine (Vielma, Dunning, Huchette and Lubin, Extended
//! formulations in mixed integer conic quadratic programming, 2017). Each tangent is `t_i ≥ 2α (y_i − p_i m) − p_i α² r`,
//! which holds for every slope `α` whatever: there is nothing to prove, and slopes on a grid give whole coefficients.
//! The columns `m`, `r` and `t_i` are aids: real numbers that exist for every solution, never decisions. Whoever works with
//! solutions leaves them alone (vectors have placeholders there), and bounds of theirs are not tightened.

mod lifted;
mod shape;
#[cfg(test)]
mod tests;

pub(super) use lifted::Range;

use super::exact::{real, row_scale};
use super::presolve::{gcd, nameless};
use crate::program::{Col, Column, Cone, Member, Program, Row};
use shape::Shape;
use std::collections::BTreeMap;
use std::ops::Deref;

/// Excess over a limit worth rows: this much, or this share of the room.
const WORTH: f64 = 1e-3;
const WORTH_SHARE: f64 = 1e-5;
/// Share of the room that wholeness has to be worth before the range of a sum is asked for.
const BROKEN: f64 = 1e-3;
/// Slopes are multiples of one over this: half a step costs `p_i r / 2^18` at most.
const GRID: i64 = 256;
/// Largest slope in those steps.
const STEEPEST: f64 = 4e6;
/// Largest coefficient of a row: beyond it floating point is no help.
const LARGEST: i64 = 1 << 53;
/// Fractions of amounts in the room are rounded up to one over this.
const FINE: i64 = 1 << 20;

/// A program followed by the aids of its limits on spread.
#[derive(Clone, Debug)]
pub(super) struct Extended {
    program: Program,
    /// How many columns are decisions; those behind them are aids.
    pub own: usize,
}

impl Deref for Extended {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.program
    }
}

/// Where the aids of a limit are: first the mean, then the room, then the parts of the groups.
#[derive(Clone, Copy)]
struct Aids(usize);

impl Aids {
    const fn mean(self) -> usize {
        self.0
    }
    const fn room(self) -> usize {
        self.0 + 1
    }
    const fn part(self, group: usize) -> usize {
        self.0 + 2 + group
    }
}

impl Extended {
    /// The program with columns for its limits on spread.
    pub(super) fn of(mut program: Program) -> Self {
        let own = program.columns.len();
        for at in 0..program.cones.len() {
            let cone = &program.cones[at];
            let end = |col: Col| program.columns[col.at()].upper;
            let most: i64 = cone.members.iter().map(|member| largest(member, end)).sum();
            let room = (cone.limit * most) / 1000 + 1 + cone.slack.map_or(0, end);
            let groups = cone.members.len();
            let aid = |upper| Column { name: String::new(), lower: 0, upper, integer: false };
            // Never fixed, not even where nobody can be counted: relaxations have no place for fixed columns.
            program.columns.push(aid(most + 1));
            program.columns.extend(std::iter::repeat_n(aid(room), groups + 1));
        }
        Self { program, own }
    }

    fn cones(&self) -> impl Iterator<Item = (&Cone, Aids)> {
        let mut next = self.own;
        self.program.cones.iter().map(move |cone| {
            let aids = Aids(next);
            next += 2 + cone.members.len();
            (cone, aids)
        })
    }

    /// What ties the aids together: `Σ t_i ≤ r ≤ limit·Y + slack`, and `m = Y` where amounts come whole: with a mean of its own the
    /// relaxation would lose most of what lifted tangents ask.
    pub(super) fn ties(&self) -> Vec<Row> {
        let of = |(cone, aids): (&Cone, Aids)| [mean(cone, aids), room(cone, aids), Some(parts(cone, aids))];
        self.cones().flat_map(of).flatten().collect()
    }

    /// Tangents at a point of the relaxation, of the limits that it breaks by more than a trifle; lifted ones where amounts
    /// come whole and the range of their sum is known.
    pub(super) fn at_vertex(&self, point: &[f64], ranges: &BTreeMap<usize, Option<Range>>) -> Vec<Row> {
        let mut rows = Vec::new();
        for (at, (cone, aids)) in self.cones().enumerate() {
            let range = ranges.get(&at).copied().flatten();
            let shape = Shape::at(cone, point);
            let (excess, range) = (shape.excess(), range.filter(|_| is_lax(&shape)));
            // As the relaxation sees it: about its own mean, in its own room.
            let seen = shape.about(point[aids.mean()], point[aids.room()]);
            // Some part lacks at least this, and those that lack less wait.
            let least = excess.max(worth(&shape)) / (2.0 * real(count(cone)));
            for group in 0..cone.members.len() {
                let lacks = |more: f64| seen.part(group) + more - point[aids.part(group)] > least;
                let broken = seen.broken(group);
                if let Some(range) = range.filter(|_| broken > least && lacks(broken)) {
                    rows.extend(range.tangent(cone, aids, group, &seen));
                }
                if excess > worth(&shape) && lacks(0.0) {
                    rows.extend(seen.slope(group).and_then(|slope| tangent(cone, aids, group, slope, (0, 0))));
                }
            }
        }
        // Slopes lie on a grid: what such a row can say may be there already.
        rows.retain(|row| breaks(row, point));
        rows
    }

    /// Limits of which the range of the sum is worth knowing: broken at `point` once amounts are thought of as whole.
    pub(super) fn wanting(&self, point: &[f64]) -> Vec<usize> {
        let wants = |(at, cone): (usize, &Cone)| {
            (cone.limit > 0 && comes_whole(cone) && is_lax(&Shape::at(cone, point))).then_some(at)
        };
        self.program.cones.iter().enumerate().filter_map(wants).collect()
    }

    /// The sum of the amounts of a limit whose amounts come whole: cost by column, and constant part.
    pub(super) fn sum(&self, cone: usize) -> (Vec<i64>, i64) {
        let members = &self.program.cones[cone].members;
        let mut cost = vec![0; self.program.columns.len()];
        for &(col, a) in members.iter().flat_map(|member| &member.terms) {
            cost[col.at()] += a;
        }
        (cost, members.iter().map(|member| member.constant).sum())
    }

    /// Tangents at a whole point, of the limits that it breaks.
    pub(super) fn at_plan(&self, values: &[i64]) -> Vec<Row> {
        let mut rows = Vec::new();
        for (cone, aids) in self.cones().filter(|(cone, _)| !cone.holds(values)) {
            let shape = Shape::of(cone, |col| real(values[col.at()]));
            let of = |group| shape.slope(group).and_then(|slope| tangent(cone, aids, group, slope, (0, 0)));
            rows.extend((0..cone.members.len()).filter_map(of));
        }
        rows
    }

    /// Values of the aids for a solution.
    pub(super) fn start(&self, values: &[i64]) -> Vec<f64> {
        let mut values_of_aids = Vec::new();
        for (cone, _) in self.cones() {
            let shape = Shape::of(cone, |col| real(values[col.at()]));
            values_of_aids.extend([shape.mean, shape.room]);
            values_of_aids.extend((0..cone.members.len()).map(|group| shape.part(group)));
        }
        values_of_aids
    }
}

/// Excess over a limit worth rows.
fn worth(shape: &Shape) -> f64 {
    WORTH.max(WORTH_SHARE * shape.room)
}

/// Whether amounts are whole numbers, so that their sum is one, too.
fn comes_whole(cone: &Cone) -> bool {
    cone.members.iter().all(|member| member.scale == (1, 1))
}

/// Whether a limit is broken by more than a trifle once amounts are thought of as whole: the parts together are
/// `N²/r`, near the limit `r + 2·excess`, and chords ask for what is broken besides.
fn is_lax(shape: &Shape) -> bool {
    let broken: f64 = (0..shape.groups.len()).map(|group| shape.broken(group)).sum();
    2.0 * shape.excess() + broken > BROKEN * shape.room
}

/// Whether a point breaks a row by more than rounding.
fn breaks(row: &Row, point: &[f64]) -> bool {
    let value: f64 = row.terms.iter().map(|&(col, a)| real(a) * point[col.at()]).sum();
    row.lower.is_some_and(|lower| (value - real(lower)) * row_scale(row) < -1e-5)
}

fn count(cone: &Cone) -> i64 {
    i64::try_from(cone.members.len()).unwrap_or(i64::MAX)
}

fn size(cone: &Cone) -> i64 {
    cone.members.iter().map(|member| member.weight).sum()
}

fn largest(member: &Member, end: impl Fn(Col) -> i64) -> i64 {
    let amount = member.constant + member.terms.iter().map(|&(col, a)| a * end(col)).sum::<i64>();
    (amount * member.scale.0 + member.scale.1 - 1) / member.scale.1
}

/// A row from its terms, divided by what all have in common; none beyond the numbers that can be checked.
fn row(terms: impl IntoIterator<Item = (usize, i128)>, lower: i128) -> Option<Row> {
    let whole = |(at, a): (usize, i128)| Some((Col::new(at), i64::try_from(a).ok().filter(|a| a.abs() < LARGEST)?));
    let mut terms = terms.into_iter().filter(|&(_, a)| a != 0).map(whole).collect::<Option<Vec<_>>>()?;
    let divisor = gcd(terms.iter().map(|&(_, a)| a)).max(1);
    for (_, a) in &mut terms {
        *a /= divisor;
    }
    terms.sort_unstable();
    // Aids are real numbers, so the side is rounded down and not up.
    let lower = i64::try_from(lower.div_euclid(i128::from(divisor))).ok()?;
    Some(Row { name: nameless(), lower: Some(lower), upper: None, terms, block: None })
}

/// `m = Y`; none where amounts do not come whole.
fn mean(cone: &Cone, aids: Aids) -> Option<Row> {
    let amounts = cone.members.iter().flat_map(|member| &member.terms).map(|&(col, a)| (col.at(), -i128::from(a)));
    let constant: i64 = cone.members.iter().map(|member| member.constant).sum();
    // The coefficient of the mean is one, so nothing is divided and both sides are exact.
    let row = row(amounts.chain([(aids.mean(), 1)]), i128::from(constant)).filter(|_| comes_whole(cone))?;
    Some(Row { upper: row.lower, ..row })
}

/// `r ≤ limit·Y + slack`, by the mean where that is the sum, else with the coefficients of amounts rounded up.
fn room(cone: &Cone, aids: Aids) -> Option<Row> {
    let one = 1000 * i128::from(FINE);
    let (mut terms, mut constant) = (vec![(aids.room(), -one)], 0_i128);
    if comes_whole(cone) {
        let slack = cone.slack.map(|slack| (slack.at(), 1000));
        return row([(aids.room(), -1000), (aids.mean(), i128::from(cone.limit))].into_iter().chain(slack), 0);
    }
    for member in &cone.members {
        let (above, below) = (i128::from(member.scale.0), i128::from(member.scale.1));
        let price = -(-(i128::from(cone.limit) * i128::from(FINE) * above)).div_euclid(below);
        constant += price * i128::from(member.constant);
        terms.extend(member.terms.iter().map(|&(col, a)| (col.at(), price * i128::from(a))));
    }
    terms.extend(cone.slack.map(|slack| (slack.at(), one)));
    row(terms, -constant)
}

/// `Σ t_i ≤ r`.
fn parts(cone: &Cone, aids: Aids) -> Row {
    let mut terms = vec![(Col::new(aids.room()), 1)];
    terms.extend((0..cone.members.len()).map(|group| (Col::new(aids.part(group)), -1)));
    Row { name: nameless(), lower: Some(0), upper: None, terms, block: None }
}

/// `W G² t_i ≥ 2 a G (W y_i − w_i m) − w_i a² r + gain − price · slack` for the slope `a / G`, the coefficients of the amount
/// rounded down.
fn tangent(cone: &Cone, aids: Aids, group: usize, slope: i64, (gain, price): (i128, i128)) -> Option<Row> {
    let member = &cone.members[group];
    let (size, weight, grid, a) =
        (i128::from(size(cone)), i128::from(member.weight), i128::from(GRID), i128::from(slope));
    let each = (2 * a * grid * size * i128::from(member.scale.0)).div_euclid(i128::from(member.scale.1));
    let mut terms = vec![
        (aids.part(group), size * grid * grid),
        (aids.mean(), 2 * a * grid * weight),
        (aids.room(), weight * a * a),
    ];
    terms.extend(member.terms.iter().map(|&(col, times)| (col.at(), -each * i128::from(times))));
    terms.extend(cone.slack.map(|slack| (slack.at(), price)));
    row(terms, each * i128::from(member.constant) + gain)
}
