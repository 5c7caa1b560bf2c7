//! Where rules declare rows, slacks and coefficient functions. The program is assembled afterwards, with columns and rows
//! sorted by name, so that the order of the rules changes nothing.

mod functions;
mod stocks;

pub use stocks::{Spread, StockHandle};

use super::Year;
use super::cohort::Cohort;
use super::columns::{HireColumn, PathColumn, ShareColumn};
use super::places::PlaceColumn;
use crate::domain::{KindIx, UnitIx};
use crate::policy::{Policy, Strength, TierSpec};
use crate::program::{Col, Column, Program, Row, RowName, Tier};
use functions::{Absorbed, Functions};
use std::collections::BTreeMap;
use stocks::{ConeDraft, bound_stocks};

/// A declared row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowHandle(usize);

/// What the rows of one block speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Who works in a unit and what they teach.
    Teaching,
    /// What sorts of people a unit has, whatever they teach.
    Staff,
}

/// What one column adds: coefficients in rows and costs in tiers.
#[derive(Default)]
pub struct Terms {
    rows: Vec<(RowHandle, i64)>,
    costs: Vec<(usize, i64)>,
    /// Breaks a hard rule.
    forbidden: bool,
}

impl Terms {
    /// Adds `coefficient` in `row`.
    pub fn row(&mut self, row: RowHandle, coefficient: i64) {
        self.rows.push((row, coefficient));
    }

    /// Adds `cost` small units where `strength` is soft; where it is hard, what costs anything is forbidden.
    pub fn cost(&mut self, strength: &Strength, cost: i64) {
        match strength {
            Strength::Soft { tier, weight } => self.costs.push((*tier, cost * weight)),
            Strength::Hard => self.forbidden |= cost > 0,
            Strength::Report | Strength::Off => {}
        }
    }

    /// `column` with its bound closed where it is forbidden.
    fn bounded(&self, column: Column) -> Column {
        if self.forbidden { Column { lower: column.lower.min(0), upper: 0, ..column } } else { column }
    }
}

/// A piece of a shortfall of lessons.
#[derive(Clone, Debug)]
struct Short {
    unit: UnitIx,
    kind: KindIx,
    /// Thousandths of a lesson per unit of the column.
    lessons: i64,
    column: Draft,
}

#[derive(Clone, Debug)]
struct Draft {
    /// Position of the year.
    at: usize,
    column: Column,
    rows: Vec<(RowHandle, i64)>,
    costs: Vec<(usize, i64)>,
}

/// Collects what the rules declare, year by year.
#[derive(Default)]
pub struct Assembly<'a> {
    /// Position of the year of which the rules speak now.
    at: usize,
    /// What goes before the names of its rows and columns; nothing in the first year.
    prefix: String,
    /// Blocks of all years before.
    blocks: usize,
    rows: Vec<Row>,
    slacks: Vec<Draft>,
    stocks: Vec<Draft>,
    cones: Vec<ConeDraft>,
    shorts: Vec<Short>,
    functions: Vec<Functions<'a>>,
}

impl<'a> Assembly<'a> {
    /// From now on the rules speak of the next year, which has so many `units`.
    pub fn begin(&mut self, prefix: &str, units: usize) {
        prefix.clone_into(&mut self.prefix);
        self.at = self.functions.len();
        self.blocks = self.at * 2 * units;
        self.functions.push(Functions::default());
    }

    /// Declares a row.
    pub fn row(
        &mut self,
        rule: &'static str,
        place: impl Into<String>,
        lower: Option<i64>,
        upper: Option<i64>,
    ) -> RowHandle {
        let name = RowName { rule, place: self.named(place.into()) };
        self.rows.push(Row { name, lower, upper, terms: Vec::new(), block: None });
        RowHandle(self.rows.len() - 1)
    }

    /// A name with the year before it.
    fn named(&self, name: String) -> String {
        if self.prefix.is_empty() { name } else { format!("{}{name}", self.prefix) }
    }

    /// Declares a row about the inside of `unit`: who works there and what they teach, whoever they are and wherever they
    /// come from. Rows of one unit make a block of the program, which the solver may look at by itself.
    pub fn row_in(
        &mut self,
        unit: UnitIx,
        rule: &'static str,
        place: impl Into<String>,
        lower: Option<i64>,
        upper: Option<i64>,
    ) -> RowHandle {
        self.row_about((unit, Inside::Teaching), rule, place, lower, upper)
    }

    /// Declares a row about one of the two sides of a unit; each side makes a block of its own, so that blocks stay small.
    pub fn row_about(
        &mut self,
        (unit, inside): (UnitIx, Inside),
        rule: &'static str,
        place: impl Into<String>,
        lower: Option<i64>,
        upper: Option<i64>,
    ) -> RowHandle {
        let row = self.row(rule, place, lower, upper);
        let part = usize::from(inside == Inside::Staff);
        self.rows[row.0].block = u32::try_from(self.blocks + 2 * unit.at() + part).ok();
        row
    }

    /// Declares a slack of `row` between zero and `upper` with `coefficient`, costing `cost` small units each where
    /// `strength` is soft; nothing where the rule is hard.
    pub fn slack(&mut self, row: RowHandle, coefficient: i64, upper: i64, strength: &Strength, cost: i64) {
        self.slack_of(&[(row, coefficient)], upper, strength, cost);
    }

    /// Declares a slack of `row` like [`Self::slack`] with coefficient 1, which counts in `others`, too: rows that follow from `row` for
    /// whole decisions and only tighten the relaxation.
    pub fn slack_tightened(
        &mut self,
        row: RowHandle,
        others: Vec<RowHandle>,
        upper: i64,
        strength: &Strength,
        cost: i64,
    ) {
        let rows = std::iter::once(row).chain(others).map(|row| (row, 1)).collect();
        self.declare_slack(rows, false, upper, strength, cost);
    }

    /// Like [`Self::slack`] for several rows that may all use the slack, with its coefficient in each. The first row names it.
    pub fn slack_of(&mut self, rows: &[(RowHandle, i64)], upper: i64, strength: &Strength, cost: i64) {
        // With coefficient ±1 in one row the slack is whole whenever the decisions are; otherwise the solver must see to it.
        let alone = matches!(rows, [(_, 1 | -1)]);
        self.declare_slack(rows.to_vec(), !alone, upper, strength, cost);
    }

    fn declare_slack(
        &mut self,
        rows: Vec<(RowHandle, i64)>,
        integer: bool,
        upper: i64,
        strength: &Strength,
        cost: i64,
    ) {
        let Strength::Soft { tier, weight } = strength else { return };
        let name = format!("slack|{}", self.rows[rows[0].0.0].name);
        let column = Column { name, lower: 0, upper, integer };
        let at = self.at;
        self.slacks.push(Draft { at, column, rows, costs: vec![(*tier, cost * weight)] });
    }

    /// Declares a piece of shortfall of lessons with its coefficients in rows, worth `lessons` thousandths per unit. The first
    /// row names it. What it costs is said by the functions declared with [`Self::each_short`].
    pub fn short(
        &mut self,
        rows: &[(RowHandle, i64)],
        piece: &str,
        (unit, kind): (UnitIx, KindIx),
        lessons: i64,
        upper: i64,
    ) {
        let name = format!("short|{}|{piece}", self.rows[rows[0].0.0].name.place);
        let column = Column { name, lower: 0, upper, integer: false };
        self.shorts.push(Short {
            unit,
            kind,
            lessons,
            column: Draft { at: self.at, column, rows: rows.to_vec(), costs: Vec::new() },
        });
    }

    /// What every path of the year adds.
    pub fn each_path(&mut self, function: impl Fn(&Cohort, &PathColumn, &mut Terms) + 'a) {
        self.each_path_of(self.at, function);
    }

    /// What every path of another year, which has begun, adds.
    pub fn each_path_of(&mut self, at: usize, function: impl Fn(&Cohort, &PathColumn, &mut Terms) + 'a) {
        self.functions[at].paths.push(Box::new(function));
    }

    /// What every hire of the year adds.
    pub fn each_hire(&mut self, function: impl Fn(&HireColumn, &mut Terms) + 'a) {
        self.each_hire_of(self.at, function);
    }

    /// What every hire of another year, which has begun, adds.
    pub fn each_hire_of(&mut self, at: usize, function: impl Fn(&HireColumn, &mut Terms) + 'a) {
        self.functions[at].hires.push(Box::new(function));
    }

    /// What every grain of teaching time given to a kind adds.
    pub fn each_share(&mut self, function: impl Fn(&ShareColumn, &mut Terms) + 'a) {
        self.functions[self.at].shares.push(Box::new(function));
    }

    /// What every placement of a surplus list adds.
    pub fn each_place(&mut self, function: impl Fn(&PlaceColumn, &mut Terms) + 'a) {
        self.functions[self.at].places.push(Box::new(function));
    }

    /// What every thousandth of a missing lesson costs: called with unit, kind and the lessons of a piece.
    pub fn each_short(&mut self, function: impl Fn(UnitIx, KindIx, i64, &mut Terms) + 'a) {
        self.functions[self.at].shorts.push(Box::new(function));
    }

    /// Assembles the program and says which column each decision has got.
    #[must_use]
    pub fn finish(self, policy: &Policy, years: &[&Year]) -> (Program, Decided) {
        let mut drafts: Vec<(Draft, Option<Slot>)> = Vec::new();
        let on = Absorbed::new(years, &self.functions);
        for (at, (year, of_year)) in years.iter().zip(&self.functions).enumerate() {
            let before = drafts.len();
            of_year.draft(at, year, &on, &mut drafts);
            drafts[before..].iter_mut().for_each(|(draft, _)| draft.at = at);
        }
        for short in self.shorts {
            let mut terms = Terms::default();
            self.functions[short.column.at]
                .shorts
                .iter()
                .for_each(|f| f(short.unit, short.kind, short.lessons, &mut terms));
            let column = terms.bounded(short.column.column);
            drafts.push((Draft { column, costs: terms.costs, ..short.column }, None));
        }
        drafts.extend(self.slacks.into_iter().map(|slack| (slack, None)));
        drafts.extend(self.stocks.into_iter().enumerate().map(|(at, stock)| (stock, Some(Slot::Stock(at)))));
        for (at, cone) in self.cones.iter().enumerate().filter(|(_, cone)| cone.soft) {
            let column = Column { name: format!("slack|{}", cone.name), lower: 0, upper: 0, integer: true };
            let of_cone = Draft { at: cone.at, column, rows: Vec::new(), costs: cone.costs.clone() };
            drafts.push((of_cone, Some(Slot::Cone(at))));
        }
        drafts.sort_by(|a, b| a.0.column.name.cmp(&b.0.column.name));
        assemble(policy, self.rows, drafts, self.cones)
    }
}

/// The columns of decisions.
pub struct Decided(Vec<(Slot, Col)>);

impl Decided {
    /// Fills in the columns of the decisions of all years.
    pub fn fill(self, years: &mut [Year]) {
        for (slot, col) in self.0 {
            match slot {
                Slot::Path(at, i) => years[at].decisions.paths[i].col = col,
                Slot::Hire(at, i) => years[at].decisions.hires[i].col = col,
                Slot::Share(at, i) => years[at].decisions.shares[i].col = col,
                Slot::Place(at, i) => years[at].places.columns[i].col = col,
                Slot::Stock(_) | Slot::Cone(_) => {}
            }
        }
    }
}

/// What a column stands for: of a decision the year and the position there.
enum Slot {
    Path(usize, usize),
    Hire(usize, usize),
    Share(usize, usize),
    Place(usize, usize),
    Stock(usize),
    Cone(usize),
}

fn draft(column: Column, fill: impl Fn(&mut Terms)) -> Draft {
    let mut terms = Terms::default();
    fill(&mut terms);
    Draft { at: 0, column: terms.bounded(column), rows: terms.rows, costs: terms.costs }
}

fn assemble(
    policy: &Policy,
    rows: Vec<Row>,
    drafts: Vec<(Draft, Option<Slot>)>,
    cones: Vec<ConeDraft>,
) -> (Program, Decided) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| rows[a].name.cmp(&rows[b].name));
    let mut place = vec![0; rows.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut program = Program::default();
    let mut terms: Vec<Vec<(Col, i64)>> = vec![Vec::new(); rows.len()];
    let mut costs: Vec<Vec<(Col, i64)>> = vec![Vec::new(); policy.tiers.len()];
    let (mut counted, mut slacks, mut decided) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for (at, (draft, slot)) in drafts.into_iter().enumerate() {
        let col = Col::new(at);
        match slot {
            Some(Slot::Stock(i)) => {
                counted.insert(i, (col, place[draft.rows[0].0.0]));
            }
            Some(Slot::Cone(i)) => {
                slacks.insert(i, col);
            }
            Some(decision) => decided.push((decision, col)),
            None => {}
        }
        for (row, coefficient) in draft.rows {
            add(&mut terms[place[row.0]], col, coefficient);
        }
        for (tier, cost) in draft.costs {
            add(&mut costs[tier], col, cost);
        }
        program.columns.push(draft.column);
        program.stages.push(draft.at);
    }
    let nonzero = |mut terms: Vec<(Col, i64)>| {
        terms.retain(|&(_, a)| a != 0);
        terms
    };
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    for (old, terms) in order.into_iter().zip(terms) {
        let row = rows[old].take().expect("each row is placed once");
        program.rows.push(Row { terms: nonzero(terms), ..row });
    }
    bound_stocks(&mut program, counted.values().copied());
    program.cones = cones
        .into_iter()
        .enumerate()
        .map(|(at, cone)| {
            let slack = slacks.get(&at).copied();
            stocks::cone(&mut program.columns, cone, &counted, slack)
        })
        .collect();
    program.cones.sort_by(|a, b| a.name.cmp(&b.name));
    program.tiers = tiers(policy, costs.into_iter().map(nonzero));
    if program.stages.iter().all(|&stage| stage == 0) {
        program.stages.clear();
    }
    (program, Decided(decided))
}

/// Adds to the coefficient of `col`, which is the last column of `terms` or comes after it.
fn add(terms: &mut Vec<(Col, i64)>, col: Col, coefficient: i64) {
    match terms.last_mut() {
        Some((last, sum)) if *last == col => *sum += coefficient,
        _ => terms.push((col, coefficient)),
    }
}

fn tiers(policy: &Policy, costs: impl Iterator<Item = Vec<(Col, i64)>>) -> Vec<Tier> {
    let tier = |(spec, terms): (&TierSpec, Vec<(Col, i64)>)| Tier {
        name: spec.name.clone(),
        constant: 0,
        terms,
        per_unit: spec.per_unit,
        tolerance_ppm: spec.tolerance_ppm,
    };
    policy.tiers.iter().zip(costs).map(tier).collect()
}
