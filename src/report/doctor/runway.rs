//! For how many years quotas can be met: one line where all hold, else a table by year and what runs dry.

use super::Context;
use crate::doctor::{QuotaRunway, Runway};
use crate::messages::Text;
use crate::report::content::{Body, Cell, Section};
use crate::report::number::percent;

pub(super) fn sections(context: &Context<'_>) -> Vec<Section> {
    let Some(runway) = &context.diagnosis.runway else { return Vec::new() };
    if runway.holds() {
        let text = Text::new("doctor.runway.holds").with("first", runway.first).with("last", runway.last());
        return vec![context.section("doctor.runway.title", context.lines(&[text]))];
    }
    let mut lines: Vec<Text> = runway.quotas.iter().flat_map(|quota| dry(runway, quota)).collect();
    lines.push(Text::new("doctor.runway.help"));
    lines.push(Text::new("doctor.runway.note"));
    vec![
        context.section("doctor.runway.title", table(context, runway)),
        Section { title: String::new(), body: context.lines(&lines) },
    ]
}

/// Years in rows, two columns for each quota; empty after the year in which it runs dry.
fn table(context: &Context<'_>, runway: &Runway) -> Body {
    let mut columns = vec!["doctor.col.school-year"];
    for quota in &runway.quotas {
        columns.extend(if quota.is_of_key_teachers() {
            ["doctor.col.key-pool", "doctor.col.key-needed"]
        } else {
            ["doctor.col.rotation-pool", "doctor.col.rotation-needed"]
        });
    }
    let mut table = context.table(&columns);
    let dried = runway.quotas.iter().filter_map(QuotaRunway::dry).map(|(after, _)| after).max().unwrap_or(0);
    for after in 0..=dried {
        let mut cells = vec![Cell::text(runway.year(after).to_string())];
        for quota in &runway.quotas {
            let numbers = quota.standings.get(after).map(|standing| [standing.pool, standing.needed].map(Cell::Whole));
            cells.extend(numbers.unwrap_or([Cell::Empty, Cell::Empty]));
        }
        table.push(cells);
    }
    Body::Table(table)
}

/// In which year a quota cannot be met any more, and whether honors have ended by then; nothing where arithmetic allows all years.
fn dry(runway: &Runway, quota: &QuotaRunway) -> Vec<Text> {
    let Some((after, standing)) = quota.dry() else { return Vec::new() };
    let key = if quota.is_of_key_teachers() { "doctor.runway.key" } else { "doctor.runway.rotation" };
    let text = Text::new(key).with("share", percent(quota.share)).with("year", runway.year(after));
    let text = text.with("pool", standing.pool).with("needed", standing.needed);
    let ended = Text::new("doctor.runway.ended").with("year", runway.year(after)).with("ended", quota.ended);
    std::iter::once(text).chain((quota.ended > 0).then_some(ended)).collect()
}
