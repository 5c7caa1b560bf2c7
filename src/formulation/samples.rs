//! One decision now for several possible outcomes: people move before it is known which sample comes true, hires and teaching time follow it.
//!
//! Formula: `min Σ_s f_t(x, y_s)` goal by goal, subject to the rules of each sample `s`; `x` are the paths of people, the same in all samples,
//! `y_s` everything else. This is the extensive form of a two-stage program with recourse (Dantzig, Linear programming under uncertainty,
//! 1955; Birge and Louveaux, Introduction to Stochastic Programming, 2011). A way that some sample does not allow is taken in none.
//! People are interchangeable where they are in every sample.

use super::columns::Path;
use super::{Formulation, horizon, rules};
use crate::domain::{Case, KindIx, Teacher, UnitIx};
use crate::plan::Visit;
use crate::policy::Policy;
use crate::program::{Col, Column, Cone, Member, Program, Row, RowName, Tier};
use std::collections::BTreeMap;

/// The programs of the samples with people in the same groups in all of them. `cases` have the same schools and people in the same order.
#[must_use]
pub fn formulate(cases: &[Case], policy: &Policy) -> Vec<Formulation> {
    let active: Vec<_> = cases.iter().map(|case| rules::active(case, policy)).collect();
    let admissions: Vec<_> = cases.iter().map(|case| rules::Admission::new(case, policy)).collect();
    let questions = horizon::questions(cases, policy, &active, &admissions);
    let digest = |at: usize| {
        horizon::digest(questions.iter().zip(cases).map(|(question, case)| question.key(&case.teachers[at])))
    };
    let people = cases.first().map_or(&[][..], |case| &case.teachers);
    let named = |(at, teacher): (usize, &Teacher)| (teacher.record.id.clone(), digest(at));
    let apart: horizon::Apart = people.iter().enumerate().map(named).collect();
    cases
        .iter()
        .zip(&active)
        .map(|(case, active)| {
            super::formulate_apart(std::slice::from_ref(case), policy, std::slice::from_ref(active), Some(&apart))
        })
        .collect()
}

/// What a group of people may do, whatever it is called in a sample: name of the group, where, and what besides.
type Way = (String, Option<UnitIx>, Option<Visit>, Option<KindIx>);

/// The ways of a program and their columns.
fn ways(formulation: &Formulation) -> BTreeMap<Way, Col> {
    let year = &formulation.years[0];
    let way = |path: &super::columns::PathColumn| {
        let cohort = &year.cohorts[path.cohort];
        let visit = if let Path::Share(visit) = path.path { Some(visit) } else { None };
        let retrained = if let Path::Retrain(kind) = path.path { Some(kind) } else { None };
        ((cohort.name.clone(), path.path.unit(cohort.key.home), visit, retrained), path.col)
    };
    year.decisions.paths.iter().map(way).collect()
}

/// The ways that every sample allows, each with its column in every program, in the order of the programs.
#[must_use]
pub fn shared(formulations: &[Formulation]) -> Vec<Vec<Col>> {
    let all: Vec<_> = formulations.iter().map(ways).collect();
    let Some((first, others)) = all.split_first() else { return Vec::new() };
    let everywhere = |(way, &col): (&Way, &Col)| -> Option<Vec<Col>> {
        let others = others.iter().map(|of| of.get(way).copied());
        std::iter::once(Some(col)).chain(others).collect()
    };
    first.iter().filter_map(everywhere).collect()
}

/// The program of one sample with every way of people held at these counts, in the order of `shared`; ways that are not shared are closed.
#[must_use]
pub fn held(formulation: &Formulation, at: usize, shared: &[Vec<Col>], counts: Option<&[i64]>) -> Program {
    let mut program = formulation.program.clone();
    for col in ways(formulation).into_values() {
        program.columns[col.at()].upper = 0;
        program.columns[col.at()].lower = program.columns[col.at()].lower.min(0);
    }
    for (nth, cols) in shared.iter().enumerate() {
        let of = &formulation.program.columns[cols[at].at()];
        let (lower, upper) = counts.map_or((of.lower, of.upper), |counts| (counts[nth], counts[nth]));
        (program.columns[cols[at].at()].lower, program.columns[cols[at].at()].upper) = (lower, upper);
    }
    program
}

/// The program of all samples together.
#[derive(Clone, Debug)]
pub struct Joint {
    /// Columns shared by all samples and columns of each, sorted by name.
    pub program: Program,
    /// By sample and column of its program the column here; none for a way that some sample does not allow.
    columns: Vec<Vec<Option<Col>>>,
}

impl Joint {
    /// Joins the programs of samples; `shared` are the ways that all of them allow.
    #[must_use]
    pub fn of(formulations: &[Formulation], shared: &[Vec<Col>]) -> Self {
        let (names, columns) = columns(formulations, shared);
        let mut program = Program { columns: names, ..Program::default() };
        let mut blocks = 0;
        for (sample, (formulation, columns)) in formulations.iter().zip(&columns).enumerate() {
            let of = &formulation.program;
            let place = |name: &RowName| RowName { rule: name.rule, place: format!("{sample:03}|{}", name.place) };
            program.rows.extend(of.rows.iter().map(|row| Row {
                name: place(&row.name),
                terms: mapped(&row.terms, columns),
                block: row.block.map(|block| blocks + block),
                ..row.clone()
            }));
            let member = |member: &Member| Member { terms: mapped(&member.terms, columns), ..member.clone() };
            program.cones.extend(of.cones.iter().map(|cone| Cone {
                name: place(&cone.name),
                members: cone.members.iter().map(member).collect(),
                limit: cone.limit,
                slack: cone.slack.and_then(|slack| columns[slack.at()]),
            }));
            blocks += of.rows.iter().filter_map(|row| row.block).max().map_or(0, |most| most + 1);
        }
        program.rows.sort_by(|a, b| a.name.cmp(&b.name));
        once(&mut program.rows);
        program.cones.sort_by(|a, b| a.name.cmp(&b.name));
        program.tiers = tiers(formulations, &columns);
        Self { program, columns }
    }

    /// The values of a sample in the values of all.
    #[must_use]
    pub fn of_sample(&self, sample: usize, values: &[i64]) -> Vec<i64> {
        self.columns[sample].iter().map(|col| col.map_or(0, |col| values[col.at()])).collect()
    }

    /// The values of all from those of each sample, whose ways agree.
    #[must_use]
    pub fn joined(&self, of_samples: &[Vec<i64>]) -> Vec<i64> {
        let mut values = vec![0; self.program.columns.len()];
        for (columns, of) in self.columns.iter().zip(of_samples) {
            for (col, &value) in columns.iter().zip(of) {
                if let Some(col) = col {
                    values[col.at()] = value;
                }
            }
        }
        values
    }
}

/// The columns of all samples, and where those of each have gone.
fn columns(formulations: &[Formulation], shared: &[Vec<Col>]) -> (Vec<Column>, Vec<Vec<Option<Col>>>) {
    let sizes = formulations.iter().map(|of| of.program.columns.len());
    let mut to: Vec<Vec<Option<usize>>> = sizes.map(|size| vec![None; size]).collect();
    let mut drafts: Vec<Column> = Vec::new();
    for cols in shared {
        let of = |at: usize| &formulations[at].program.columns[cols[at].at()];
        let (mut lower, mut upper) = (of(0).lower, of(0).upper);
        for at in 0..cols.len() {
            (lower, upper) = (lower.max(of(at).lower), upper.min(of(at).upper));
            to[at][cols[at].at()] = Some(drafts.len());
        }
        drafts.push(Column { lower, upper, ..of(0).clone() });
    }
    for (sample, formulation) in formulations.iter().enumerate() {
        let ways: std::collections::BTreeSet<Col> = ways(formulation).into_values().collect();
        for (at, column) in formulation.program.columns.iter().enumerate() {
            if !ways.contains(&Col::new(at)) {
                to[sample][at] = Some(drafts.len());
                drafts.push(Column { name: format!("{}|{sample:03}", column.name), ..column.clone() });
            }
        }
    }
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|&a, &b| drafts[a].name.cmp(&drafts[b].name));
    let mut place = vec![Col::new(0); drafts.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = Col::new(new));
    let columns = to.into_iter().map(|of| of.into_iter().map(|at| at.map(|at| place[at])).collect()).collect();
    let mut drafts: Vec<Option<Column>> = drafts.into_iter().map(Some).collect();
    (order.into_iter().filter_map(|at| drafts[at].take()).collect(), columns)
}

/// Terms in the columns of all samples, sorted; what is not allowed everywhere falls away.
fn mapped(terms: &[(Col, i64)], columns: &[Option<Col>]) -> Vec<(Col, i64)> {
    let mut mapped: Vec<(Col, i64)> =
        terms.iter().filter_map(|&(col, a)| columns[col.at()].map(|col| (col, a))).collect();
    mapped.sort_unstable();
    mapped
}

/// Keeps of rows that say the same the first: those about people alone are the same in all samples.
fn once(rows: &mut Vec<Row>) {
    let mut known = std::collections::BTreeSet::new();
    rows.retain(|row| known.insert((row.terms.clone(), row.lower, row.upper)));
}

/// The sums of the goals over all samples; one stated unit is one in each of them.
fn tiers(formulations: &[Formulation], columns: &[Vec<Option<Col>>]) -> Vec<Tier> {
    let samples = i64::try_from(formulations.len()).unwrap_or(i64::MAX);
    let Some(first) = formulations.first() else { return Vec::new() };
    let sum = |(at, tier): (usize, &Tier)| {
        let mut terms: BTreeMap<Col, i64> = BTreeMap::new();
        let mut constant = 0;
        for (of, columns) in formulations.iter().zip(columns) {
            constant += of.program.tiers[at].constant;
            for (col, cost) in mapped(&of.program.tiers[at].terms, columns) {
                *terms.entry(col).or_default() += cost;
            }
        }
        Tier { constant, terms: terms.into_iter().collect(), per_unit: tier.per_unit * samples, ..tier.clone() }
    };
    first.program.tiers.iter().enumerate().map(sum).collect()
}
