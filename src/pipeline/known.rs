//! A plan to start from.

use crate::domain::Case;
use crate::formulation::decode::Planned;
use crate::formulation::rules::Admission;
use crate::formulation::walk::walk;
use crate::formulation::{Formulation, start};
use crate::messages::Text;
use crate::plan::Plan;
use crate::plan::timetable;
use crate::policy::Policy;
use crate::program::Broken;
use crate::solver::WarmStart;
use std::convert::Infallible;
use std::sync::Arc;

/// A plan to start from.
#[derive(Clone, Debug)]
pub struct Known {
    /// The plans of the years of the job, each with the facts to which those before lead.
    pub years: Vec<Planned>,
    /// How many of them, from the first on, must stay as they are; fewer than all.
    pub frozen: usize,
    /// What the user calls it, for the remarks.
    pub name: String,
    /// Entries that did not fit the cases and were left out; then the shares are dealt out anew.
    pub left_out: usize,
    /// What the solve that found it has left behind.
    pub warm: Option<Arc<WarmStart>>,
    /// What is to be said of it beside.
    pub remarks: Vec<Text>,
}

impl Known {
    /// The known plan for the years of `cases`, at least one, called `name`: `find` is told the position of a year and its facts and gives the plan
    /// and how many entries were left out; where it gives none, nobody moves or is hired.
    #[must_use]
    pub fn of(
        cases: &[Case],
        policy: &Policy,
        name: String,
        mut find: impl FnMut(usize, &Case) -> Option<(Plan, usize)>,
    ) -> Self {
        let mut left_out = 0;
        let years = walk(cases, policy, |before, case| {
            let Some((plan, out)) = find(before.len(), case) else { return Ok(start::present(case, policy)) };
            left_out += out;
            Ok::<_, Infallible>(plan)
        });
        let years = years.unwrap_or_else(|never| match never {});
        Self { years, frozen: 0, name, left_out, warm: None, remarks: Vec::new() }
    }
}

/// The values of a known plan from the year at `at` on; `None` where it breaks a hard rule. What was done with it is said in `remarks`.
pub(super) fn values(
    policy: &Policy,
    formulation: &Formulation,
    known: &Known,
    at: usize,
    remarks: &mut Vec<Text>,
) -> Option<Vec<i64>> {
    remarks.extend(known.remarks.iter().cloned());
    let known_years = &known.years[at..at + formulation.years.len()];
    let years = |plans: &[Plan]| {
        let years: Vec<_> = known_years.iter().zip(plans).map(|(of, plan)| (&of.case, plan)).collect();
        start::values_of_years(policy, formulation, &years)
    };
    let mut plans: Vec<Plan> = known_years.iter().map(|of| of.plan.clone()).collect();
    let mut values = years(&plans);
    let mut broken = formulation.program.check(&values);
    if known.left_out > 0 || broken.is_some() {
        for (of, plan) in known_years.iter().zip(&mut plans) {
            timetable::fill(&of.case, &Admission::new(&of.case, policy), &mut plan.postings, &mut plan.hires);
        }
        values = years(&plans);
        broken = formulation.program.check(&values);
    }
    if known.left_out > 0 {
        remarks.push(Text::new("verify.from.left-out").with("path", &known.name).with("count", known.left_out));
    }
    if let Some(broken) = broken {
        let place = match broken {
            Broken::Row(row) => formulation.program.rows[row.at()].name.to_string(),
            Broken::Cone(at) => formulation.program.cones[at].name.to_string(),
            Broken::Bound(col) => formulation.program.columns[col.at()].name.clone(),
        };
        remarks.push(Text::new("verify.from.invalid").with("path", &known.name).with("broken", place));
        return None;
    }
    remarks.push(Text::new("verify.from.used").with("path", &known.name));
    Some(values)
}
