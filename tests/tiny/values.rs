//! From a plan back to the columns of the program, slacks as small as the rows allow: whether a plan that the rules pass is
//! feasible in the program, and at the same price.

use junheng::domain::{Case, Demand, Fte};
use junheng::formulation::Formulation;
use junheng::formulation::columns::Path;
use junheng::plan::Plan;
use junheng::program::{Col, Program, Row};
use std::collections::BTreeMap;

/// The values of `plan`; an error names the decision that has no column.
pub fn values(case: &Case, formulation: &Formulation, plan: &Plan, grain: Fte) -> Result<Vec<i64>, String> {
    let mut values = vec![0; formulation.program.columns.len()];
    let mut given: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    let mut give = |profile: Option<usize>, shares: &[(junheng::domain::KindIx, Fte)]| {
        for &(kind, share) in shares {
            if let Some(profile) = profile {
                *given.entry((profile, kind.at())).or_default() += share.small() / grain.small();
            }
        }
    };
    for posting in &plan.postings {
        let cohort = formulation.years[0].cohorts.iter().position(|c| c.members.contains(&posting.teacher)).unwrap();
        let path = Path::of(posting, case.teachers[posting.teacher.at()].unit);
        let column = formulation.years[0].decisions.paths.iter().find(|p| p.cohort == cohort && Some(p.path) == path);
        let column =
            column.ok_or_else(|| format!("no path {path:?} of {}", case.teachers[posting.teacher.at()].record.id))?;
        values[column.col.at()] += 1;
        give(column.profile, &posting.shares);
        if let Some((profile, time)) = column.visit {
            give(Some(profile), &[(case.teachers[posting.teacher.at()].kind, time)]);
        }
    }
    for hire in &plan.hires {
        let same = |h: &&junheng::formulation::columns::HireColumn| {
            (h.unit, h.kind, h.channel) == (hire.unit, hire.kind, hire.channel)
        };
        let column =
            formulation.years[0].decisions.hires.iter().find(same).ok_or_else(|| format!("no column for {hire:?}"))?;
        values[column.col.at()] += hire.count;
        give(column.profile, &hire.shares);
    }
    let mut open: BTreeMap<_, i64> = case.demand.iter().map(|d| ((d.unit, d.kind), grains_for(d, grain))).collect();
    for share in &formulation.years[0].decisions.shares {
        // More than the lessons of a kind, from whomever, is idle time, which has no column.
        let open = open.get_mut(&(share.unit, share.kind)).unwrap();
        let grains = given.get(&(share.profile, share.kind.at())).copied().unwrap_or_default();
        values[share.col.at()] = grains.min(share.upper).min(*open);
        *open -= values[share.col.at()];
    }
    placements(formulation, plan, &mut values)?;
    counted(&formulation.program, &mut values);
    chosen(&formulation.program, &mut values);
    smallest_slacks(&formulation.program, &mut values);
    formulation.program.lift(&mut values);
    Ok(values)
}

/// Grains that cover the lessons.
fn grains_for(demand: &Demand, grain: Fte) -> i64 {
    let per_grain = grain.lessons(demand.load).small();
    (demand.lessons.small() + per_grain - 1) / per_grain
}

fn placements(formulation: &Formulation, plan: &Plan, values: &mut [i64]) -> Result<(), String> {
    let places = &formulation.years[0].places;
    for placement in &plan.placements {
        let surplus = places.surplus.iter().position(|g| g.members.contains(&placement.surplus));
        let vacancy = places.vacancies.iter().position(|g| g.members.contains(&placement.vacancy));
        let column = places.columns.iter().find(|c| Some(c.surplus) == surplus && Some(c.vacancy) == vacancy);
        values[column.ok_or_else(|| format!("no column for {placement:?}"))?.col.at()] += 1;
    }
    Ok(())
}

/// A slack or measure that several rows use is given its value in the row that names it.
fn is_slack_of(name: &str, row: &Row) -> bool {
    name.starts_with("short|") || ["slack", "over"].iter().any(|kind| *name == format!("{kind}|{}", row.name))
}

fn activity(row: &Row, values: &[i64]) -> i64 {
    row.terms.iter().map(|&(col, a)| a * values[col.at()]).sum()
}

/// The columns of a row whose names begin like this.
fn columns(program: &Program, row: &Row, kind: &str) -> Vec<Col> {
    row.terms.iter().map(|&(col, _)| col).filter(|col| program.columns[col.at()].name.starts_with(kind)).collect()
}

/// A stock is what its row counts.
fn counted(program: &Program, values: &mut [i64]) {
    for row in program.rows.iter().filter(|row| row.name.rule == "stock") {
        if let [stock] = columns(program, row, "stock|")[..] {
            values[stock.at()] = activity(row, values);
        }
    }
}

/// Tries every set of choices that its row allows and keeps what leaves least missing.
fn chosen(program: &Program, values: &mut [i64]) {
    for row in program.rows.iter().filter(|row| row.name.place.ends_with("|pick")) {
        let choices = columns(program, row, "choice|");
        let touched: Vec<&Row> =
            program.rows.iter().filter(|r| r.terms.iter().any(|(col, _)| choices.contains(col))).collect();
        let mut best: Option<(i64, u32)> = None;
        for set in 0..1_u32 << choices.len() {
            put(&choices, set, values);
            let allowed = row.upper.is_none_or(|most| activity(row, values) <= most);
            let missing = touched.iter().map(|r| r.lower.map_or(0, |lower| (lower - activity(r, values)).max(0))).sum();
            if allowed && best.is_none_or(|(least, _)| missing < least) {
                best = Some((missing, set));
            }
        }
        put(&choices, best.map_or(0, |(_, set)| set), values);
    }
}

fn put(choices: &[Col], set: u32, values: &mut [i64]) {
    choices.iter().enumerate().for_each(|(at, col)| values[col.at()] = i64::from(set >> at & 1));
}

/// Slacks of a row by what they are worth there, cheapest piece of a shortfall first. A shortfall is read off its coverage row;
/// that it is enough for the rows of `person_cuts` too is what is to be shown.
fn smallest_slacks(program: &Program, values: &mut [i64]) {
    for row in program.rows.iter().filter(|row| !row.name.place.ends_with("|persons")) {
        let activity: i64 = row.terms.iter().map(|&(col, a)| a * values[col.at()]).sum();
        let (below, above) =
            (row.lower.map_or(0, |l| (l - activity).max(0)), row.upper.map_or(0, |u| (activity - u).max(0)));
        let mut missing = below.max(above);
        let mut slacks: Vec<(Col, i64)> =
            row.terms.iter().copied().filter(|(c, _)| is_slack_of(&program.columns[c.at()].name, row)).collect();
        slacks.sort_by_key(|(col, _)| !program.columns[col.at()].name.ends_with("|last"));
        for (col, a) in slacks.into_iter().filter(|(_, a)| if above > 0 { *a < 0 } else { *a > 0 }) {
            let value = ((missing + a.abs() - 1) / a.abs()).min(program.columns[col.at()].upper);
            values[col.at()] = value;
            missing = (missing - value * a.abs()).max(0);
        }
    }
}
