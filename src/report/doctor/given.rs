//! What follows from the tables and no posting changes: facilities, classes, schools.

use super::Context;
use crate::doctor::{ObstacleRow, Oversize};
use crate::domain::words::{Facility, FacilityState};
use crate::messages::Text;
use crate::report::content::Section;

/// How many units are named.
const TOP: usize = 10;

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let (obstacles, oversize) = (&context.diagnosis.obstacles, &context.diagnosis.oversize);
    let mut lines = obstacles.as_ref().map_or_else(Vec::new, |rows| facilities(context, rows));
    lines.extend(oversize.as_ref().map_or_else(Vec::new, |oversize| sizes(context, oversize)));
    (!lines.is_empty()).then(|| context.section("doctor.given.title", context.lines(&lines)))
}

fn facilities(context: &Context<'_>, rows: &[ObstacleRow]) -> Vec<Text> {
    if rows.is_empty() {
        return vec![Text::new("doctor.obstacles.none")];
    }
    let mut lines = vec![Text::new("doctor.obstacles.some").with("units", rows.len())];
    let facility = |&(facility, state): &(Facility, FacilityState)| {
        Text::new("doctor.obstacles.facility").with_name("name", facility.zh(), facility.code()).with_name(
            "state",
            state.zh(),
            state.code(),
        )
    };
    lines.extend(rows.iter().take(TOP).map(|row| {
        Text::new("doctor.obstacles.one")
            .with("unit", unit(context, row.unit))
            .with("amount", row.amount)
            .with("list", context.joined(row.facilities.iter().map(facility)))
    }));
    lines.extend(rest(rows.len()));
    lines
}

fn sizes(context: &Context<'_>, oversize: &Oversize) -> Vec<Text> {
    let Oversize { classes, schools } = oversize;
    let mut lines = Vec::new();
    if classes.is_empty() && schools.is_empty() {
        lines.push(Text::new("doctor.classes.none"));
    }
    if !classes.is_empty() {
        let one = |&(ix, amount): &(_, i64)| {
            Text::new("doctor.classes.one").with("unit", unit(context, ix)).with("amount", amount)
        };
        let text = Text::new("doctor.classes.some")
            .with("classes", classes.iter().map(|&(_, amount)| amount).sum::<i64>())
            .with("units", classes.len());
        lines.push(text.with("list", context.joined(classes.iter().take(TOP / 2).map(one))));
    }
    if !schools.is_empty() {
        let one = |&(school, pupils, limit): &(crate::domain::SchoolIx, i64, i64)| {
            let name = &context.case.schools[school.at()].name;
            Text::new("doctor.schools.one").with("school", name).with("pupils", pupils).with("limit", limit)
        };
        let text = Text::new("doctor.schools.some").with("schools", schools.len());
        lines.push(text.with("list", context.joined(schools.iter().take(TOP).map(one))));
        lines.extend(rest(schools.len()));
    }
    lines
}

fn rest(all: usize) -> Option<Text> {
    (all > TOP).then(|| Text::new("doctor.more").with("count", all - TOP))
}

fn unit(context: &Context<'_>, unit: crate::domain::UnitIx) -> String {
    context.names.unit(&context.case.units[unit.at()].code)
}
