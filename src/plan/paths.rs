//! The way of every person through several years: where they work in each, how they came there, and until when.

use super::rows::PathRow;
use super::statement::change;
use super::{Hire, Plan, Posting};
use crate::domain::{Case, ChannelIx, KindIx, UnitIx, YearMonth};
use std::collections::BTreeMap;

/// What is written for who is hired.
const HIRED: &str = "hire";

/// Code of one of the people whom the plan of the year of `case` hires; `ordinal` counts from 1.
#[must_use]
pub fn hire_id(case: &Case, (unit, kind, channel): (UnitIx, KindIx, ChannelIx), ordinal: i64) -> String {
    let (unit, kind) = (&case.units[unit.at()].code, &case.kinds[kind.at()].code);
    format!("hire:{}:{unit}:{kind}:{}:{ordinal}", case.year, case.channels[channel.at()].code)
}

/// One row per person who is on the staff in one of the years, or is hired; in the order of their codes.
#[must_use]
pub fn paths(years: &[(&Case, &Plan)]) -> Vec<PathRow> {
    let mut ways: BTreeMap<String, Way> = BTreeMap::new();
    for &(case, plan) in years {
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let way = ways.entry(teacher.record.id.clone()).or_default();
            way.steps.push(step(case, posting));
            way.retires = Some(teacher.retires);
        }
        for (id, hire) in hired(case, plan) {
            let step = format!("{} {HIRED} {}", case.year, case.units[hire.unit.at()].code);
            ways.entry(id).or_default().steps.push(step);
        }
    }
    let last = years.last().map(|(case, _)| case.year.end());
    ways.into_iter().map(|(teacher_id, way)| way.row(teacher_id, last)).collect()
}

/// What is known of one person.
#[derive(Default)]
struct Way {
    steps: Vec<String>,
    retires: Option<YearMonth>,
}

impl Way {
    /// The row; retirement after the month `last` is not told.
    fn row(self, teacher_id: String, last: Option<YearMonth>) -> PathRow {
        let retires = self.retires.filter(|&month| Some(month) <= last);
        PathRow {
            teacher_id,
            path: self.steps.join("; "),
            retires: retires.map(|month| month.to_string()).unwrap_or_default(),
        }
    }
}

/// One year of one person.
fn step(case: &Case, posting: &Posting) -> String {
    let unit = |ix: UnitIx| case.units[ix.at()].code.as_str();
    let mut words = vec![case.year.to_string()];
    words.extend(change(case, posting).map(|change| change.name.to_owned()));
    words.extend(posting.unit.map(|ix| match posting.visit {
        Some(visit) => format!("{}+{}", unit(ix), unit(visit.unit)),
        None => unit(ix).to_owned(),
    }));
    words.join(" ")
}

/// The people whom a plan hires, each by their code with what they are hired for.
pub fn hired<'a>(case: &'a Case, plan: &'a Plan) -> impl Iterator<Item = (String, &'a Hire)> {
    let ids = move |hire: &'a Hire| {
        let place = (hire.unit, hire.kind, hire.channel);
        (1..=hire.count).map(move |n| (hire_id(case, place, n), hire))
    };
    plan.hires.iter().flat_map(ids)
}
