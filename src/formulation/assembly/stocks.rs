//! Stocks, choices, measures and limits on spread: what several rows read together.

use super::{Assembly, Draft, Inside, RowHandle};
use crate::domain::UnitIx;
use crate::policy::Strength;
use crate::program::{Col, Column, Cone, Member, Program, RowName};
use std::collections::BTreeMap;

/// A declared stock: how many people of one sort are in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StockHandle(pub(super) usize);

/// A group of a limit on spread: stock, scale and size (see [`Cone`]).
pub type Spread = (StockHandle, (i64, i64), i64);

/// A limit on spread before assembly.
pub(super) struct ConeDraft {
    pub at: usize,
    pub name: RowName,
    pub members: Vec<Spread>,
    pub limit: i64,
    pub costs: Vec<(usize, i64)>,
    pub soft: bool,
}

impl Assembly<'_> {
    /// The stock `name` of `unit`, which other rows can read: the column and the row into which paths and hires count. Several
    /// rules may ask for the same; the first is told (`true`) to say who counts.
    pub fn stock(&mut self, unit: UnitIx, name: &str) -> (StockHandle, RowHandle, bool) {
        let column = format!("stock|{}", self.named(name.to_owned()));
        if let Some(at) = self.stocks.iter().position(|stock| stock.column.name == column) {
            return (StockHandle(at), self.stocks[at].rows[0].0, false);
        }
        let row = self.row_about((unit, Inside::Staff), "stock", name, Some(0), Some(0));
        let column = Column { name: column, lower: 0, upper: 0, integer: false };
        self.stocks.push(Draft { at: self.at, column, rows: vec![(row, -1)], costs: Vec::new() });
        (StockHandle(self.stocks.len() - 1), row, true)
    }

    /// Lets a row read a stock.
    pub fn read(&mut self, stock: StockHandle, row: RowHandle, coefficient: i64) {
        self.stocks[stock.0].rows.push((row, coefficient));
    }

    /// Declares a choice, yes or no, with its coefficients in rows.
    pub fn choice(&mut self, name: &str, rows: &[(RowHandle, i64)]) {
        let column =
            Column { name: format!("choice|{}", self.named(name.to_owned())), lower: 0, upper: 1, integer: true };
        self.slacks.push(Draft { at: self.at, column, rows: rows.to_vec(), costs: Vec::new() });
    }

    /// Declares a column that measures what several rows read: by how much the first row, which names it, goes beyond. It has no price.
    pub fn measure(&mut self, rows: &[(RowHandle, i64)], upper: i64) {
        let name = format!("over|{}", self.rows[rows[0].0.0].name);
        // Whole whenever the decisions are, as a slack with coefficient ±1 is.
        let column = Column { name, lower: 0, upper, integer: false };
        self.slacks.push(Draft { at: self.at, column, rows: rows.to_vec(), costs: Vec::new() });
    }

    /// Declares what no decision can change: `amount` small units of violation.
    pub fn given(&mut self, rule: &'static str, place: impl Into<String>, amount: i64, strength: &Strength) {
        if amount > 0 {
            let row = self.row(rule, place, Some(amount), None);
            self.slack(row, 1, amount, strength, 1);
        }
    }

    /// Declares that the coefficient of variation of the stocks stays within `limit` thousandths; where `strength` is soft
    /// every unit of the excess costs one small unit.
    pub fn spread(&mut self, rule: &'static str, place: &str, members: Vec<Spread>, limit: i64, strength: &Strength) {
        let costs = if let Strength::Soft { tier, weight } = strength { vec![(*tier, *weight)] } else { Vec::new() };
        let soft = !costs.is_empty();
        let name = RowName { rule, place: self.named(place.to_owned()) };
        self.cones.push(ConeDraft { at: self.at, name, members, limit, costs, soft });
    }
}

/// Bounds of stocks from those who could be counted.
pub(super) fn bound_stocks(program: &mut Program, stocks: impl Iterator<Item = (Col, usize)>) {
    for (col, row) in stocks {
        let counted = program.rows[row].terms.iter().filter(|&&(other, _)| other != col);
        let (mut lower, mut upper) = (0, 0);
        for &(other, a) in counted {
            lower += a * program.columns[other.at()].lower;
            upper += a * program.columns[other.at()].upper;
        }
        let column = &mut program.columns[col.at()];
        (column.lower, column.upper) = (lower, upper);
    }
}

/// A limit on spread with its columns, the slack bounded by what it could need: with everything in the smallest group the
/// deviation is `Y · √(W/w − 1)`.
pub(super) fn cone(
    columns: &mut [Column],
    draft: ConeDraft,
    stocks: &BTreeMap<usize, (Col, usize)>,
    slack: Option<Col>,
) -> Cone {
    let (mut most, mut size, mut smallest) = (0, 0, i64::MAX);
    let member = |&(stock, scale, weight): &Spread| {
        let col = stocks[&stock.0].0;
        let (above, below) = scale;
        most += (columns[col.at()].upper * above + below - 1) / below;
        size += weight;
        smallest = smallest.min(weight);
        Member { terms: vec![(col, 1)], constant: 0, scale, weight }
    };
    let members = draft.members.iter().map(member).collect();
    if let Some(slack) = slack {
        columns[slack.at()].upper = most * ((size / smallest.max(1)).isqrt() + 1);
    }
    Cone { name: draft.name, members, limit: draft.limit, slack }
}
