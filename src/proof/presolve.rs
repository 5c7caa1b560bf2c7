//! Light presolve in whole numbers: fixed columns leave, rows are divided by their common divisor.
//!
//! Every reduction keeps exactly the whole-valued solutions and the values of all tiers, so a bound on the reduced
//! program is a bound on the program. It refuses anything that depends on costs or needs a tolerance.

use crate::program::{Col, Column, Cone, Member, Program, Row, RowName, Tier};

/// A smaller program and the way back.
#[derive(Clone, Debug)]
pub struct Reduced {
    /// The program without fixed columns; names are left out.
    pub program: Program,
    /// Position in the whole program of each column that is left.
    pub kept: Vec<usize>,
    /// The same of each row that is left.
    pub rows: Vec<usize>,
    /// Values of the fixed columns; where `kept`, a placeholder.
    pub values: Vec<i64>,
    /// Whether some row or column can be seen to be impossible.
    pub impossible: bool,
}

impl Reduced {
    /// The solution of the whole program.
    #[must_use]
    pub fn restore(&self, values: &[i64]) -> Vec<i64> {
        let mut whole = self.values.clone();
        for (&at, &value) in self.kept.iter().zip(values) {
            whole[at] = value;
        }
        whole
    }

    /// The part of a solution of the whole program that is left.
    #[must_use]
    pub fn restrict(&self, whole: &[i64]) -> Vec<i64> {
        self.kept.iter().map(|&at| whole[at]).collect()
    }
}

/// Leaves out fixed columns and rows that cannot bind.
#[must_use]
pub fn reduce(program: &Program) -> Reduced {
    let mut impossible = program.columns.iter().any(|c| c.lower > c.upper);
    let mut place = vec![None; program.columns.len()];
    let (mut kept, mut columns) = (Vec::new(), Vec::new());
    for (at, column) in program.columns.iter().enumerate() {
        if column.lower < column.upper {
            place[at] = Some(Col::new(kept.len()));
            kept.push(at);
            columns.push(Column { name: String::new(), ..*column });
        }
    }
    let values: Vec<i64> = program.columns.iter().map(|c| c.lower).collect();
    let (mut rows, mut left) = (Vec::new(), Vec::new());
    for (at, row) in program.rows.iter().enumerate() {
        match shrink(row, &place, &values, &columns) {
            Shrunk::Row(row) => {
                rows.push(row);
                left.push(at);
            }
            Shrunk::Free => {}
            Shrunk::Impossible => impossible = true,
        }
    }
    let tiers = program.tiers.iter().map(|tier| {
        let (terms, constant) = split(&tier.terms, &place, &values);
        Tier { name: tier.name.clone(), constant: tier.constant + constant, terms, ..*tier }
    });
    let tiers = tiers.collect();
    let cones = program.cones.iter().map(|cone| rest(cone, &place, &values)).collect();
    let stages = kept.iter().filter_map(|&at| program.stages.get(at).copied()).collect();
    Reduced { program: Program { columns, rows, cones, tiers, stages }, kept, rows: left, values, impossible }
}

/// The limit on spread over the columns that are left. A slack that is fixed cannot pay: it is given up to its value by
/// whoever declares it, and here only zero occurs.
fn rest(cone: &Cone, place: &[Option<Col>], values: &[i64]) -> Cone {
    let members = cone.members.iter().map(|member| {
        let (terms, constant) = split(&member.terms, place, values);
        Member { terms, constant: member.constant + constant, ..*member }
    });
    let slack = cone.slack.and_then(|slack| place[slack.at()]);
    Cone { name: nameless(), members: members.collect(), limit: cone.limit, slack }
}

enum Shrunk {
    Row(Row),
    Free,
    Impossible,
}

/// Terms on the columns that are left, and the value of the others.
fn split(terms: &[(Col, i64)], place: &[Option<Col>], values: &[i64]) -> (Vec<(Col, i64)>, i64) {
    let mut left = Vec::with_capacity(terms.len());
    let mut constant = 0;
    for &(col, a) in terms {
        match place[col.at()] {
            Some(new) => left.push((new, a)),
            None => constant += a * values[col.at()],
        }
    }
    (left, constant)
}

fn shrink(row: &Row, place: &[Option<Col>], values: &[i64], columns: &[Column]) -> Shrunk {
    let (mut terms, constant) = split(&row.terms, place, values);
    let (mut lower, mut upper) = (row.lower.map(|l| l - constant), row.upper.map(|u| u - constant));
    let divisor = gcd(terms.iter().map(|&(_, a)| a));
    if divisor > 1 {
        for (_, a) in &mut terms {
            *a /= divisor;
        }
        lower = lower.map(|l| -(-l).div_euclid(divisor));
        upper = upper.map(|u| u.div_euclid(divisor));
    }
    let (mut least, mut most) = (0_i128, 0_i128);
    for &(col, a) in &terms {
        let ends = [columns[col.at()].lower, columns[col.at()].upper].map(|end| i128::from(a) * i128::from(end));
        least += ends[0].min(ends[1]);
        most += ends[0].max(ends[1]);
    }
    lower = lower.filter(|&l| i128::from(l) > least);
    upper = upper.filter(|&u| i128::from(u) < most);
    if lower.is_some_and(|l| i128::from(l) > most)
        || upper.is_some_and(|u| i128::from(u) < least)
        || lower.zip(upper).is_some_and(|(l, u)| l > u)
    {
        return Shrunk::Impossible;
    }
    if lower.is_none() && upper.is_none() {
        return Shrunk::Free;
    }
    Shrunk::Row(Row { name: nameless(), lower, upper, terms, block: row.block })
}

/// A row name for rows that nobody reads.
#[must_use]
pub const fn nameless() -> RowName {
    RowName { rule: "", place: String::new() }
}

/// Greatest common divisor of all numbers; zero where there is none but zero.
#[must_use]
pub fn gcd(numbers: impl Iterator<Item = i64>) -> i64 {
    let mut all = 0;
    for number in numbers {
        let (mut a, mut b) = (all, number.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        all = a;
        if all == 1 {
            break;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(lower: i64, upper: i64) -> Column {
        Column { name: String::new(), lower, upper, integer: true }
    }

    fn row(lower: Option<i64>, upper: Option<i64>, terms: &[(usize, i64)]) -> Row {
        Row {
            name: nameless(),
            lower,
            upper,
            terms: terms.iter().map(|&(c, a)| (Col::new(c), a)).collect(),
            block: None,
        }
    }

    #[test]
    fn fixed_columns_move_to_the_sides_and_come_back() {
        // 3·2 + 4x + 6y ≥ 13 with x, y in 0..=5 is 2x + 3y ≥ 4 in whole numbers.
        let tier = Tier {
            name: "t".into(),
            constant: 1,
            terms: vec![(Col::new(0), 10), (Col::new(1), 1)],
            per_unit: 1,
            tolerance_ppm: 0,
        };
        let program = Program {
            columns: vec![column(2, 2), column(0, 5), column(0, 5)],
            rows: vec![row(Some(13), None, &[(0, 3), (1, 4), (2, 6)]), row(Some(0), Some(99), &[(1, 1)])],
            tiers: vec![tier],
            ..Program::default()
        };
        let reduced = reduce(&program);
        assert!(!reduced.impossible);
        assert_eq!(reduced.program.rows, vec![row(Some(4), None, &[(0, 2), (1, 3)])]);
        assert_eq!(reduced.program.tiers[0].constant, 21);
        assert_eq!(reduced.restore(&[2, 0]), vec![2, 2, 0]);
        assert_eq!(reduced.restrict(&[2, 2, 0]), vec![2, 0]);
    }

    #[test]
    fn an_empty_row_that_cannot_hold_is_seen() {
        // A row without terms and a positive lower side has no solution, whatever the columns do.
        let program = Program { rows: vec![row(Some(1), None, &[])], ..Program::default() };
        assert!(reduce(&program).impossible);
        let open = Program { rows: vec![row(Some(0), None, &[])], ..Program::default() };
        assert!(!reduce(&open).impossible);
        let crossed = Program { columns: vec![column(1, 0)], ..Program::default() };
        assert!(reduce(&crossed).impossible);
    }
}
