//! The tables that follow from a plan, stated from the decisions alone.

use super::rows::{
    CoverageRow, FindingRow, HireRow, IndicatorRow, MoveRow, PlacementRow, StaffingRow, Statement, thousandths,
};
use super::tally::{Tally, short};
use super::{Finding, Indicator, MoveKind, Plan, Posting, Severity};
use crate::domain::{Case, Fte, KindIx, UnitIx};
use crate::messages::{Lang, Text};

/// States all tables of `plan`. `present` is the present staffing, for the reasons; `findings` and `indicators` come from the rules.
#[must_use]
pub fn statement(
    case: &Case,
    plan: &Plan,
    present: &Plan,
    findings: &[Finding],
    indicators: &[Indicator],
) -> Statement {
    let before = Tally::of(case, present);
    Statement {
        moves: plan.postings.iter().filter_map(|p| Some(move_row(case, plan, p, change(case, p)?, &before))).collect(),
        hires: hires(case, plan),
        staffing: staffing(case, plan),
        coverage: coverage(case, plan),
        indicators: indicators.iter().map(|i| indicator(plan, i)).collect(),
        findings: findings.iter().map(|f| finding(plan, f)).collect(),
        placements: placements(case, plan),
        paths: Vec::new(),
    }
}

/// What changes for a person: how it is called, where to, what is taught there and how much.
#[derive(Clone, Copy)]
pub(super) struct Change {
    /// The word of `moves.csv`.
    pub(super) name: &'static str,
    pub(super) to: Option<UnitIx>,
    kind: KindIx,
    fte: Fte,
}

/// What changes for a person, if anything.
pub(super) fn change(case: &Case, posting: &Posting) -> Option<Change> {
    let main = case.teachers[posting.teacher.at()].kind;
    if let Some(visit) = posting.visit {
        return Some(Change { name: MoveKind::Shared.code(), to: Some(visit.unit), kind: main, fte: visit.time });
    }
    let fte = posting.shares.iter().map(|&(_, share)| share).sum();
    if let Some(kind) = posting.retrained {
        return Some(Change { name: MoveKind::Retrain.code(), to: posting.unit, kind, fte });
    }
    if posting.moved.is_none() && posting.unit.is_some() {
        return None;
    }
    let kind = largest_share(&posting.shares).unwrap_or(main);
    Some(Change { name: posting.moved.map_or("unplaced", MoveKind::code), to: posting.unit, kind, fte })
}

fn move_row(case: &Case, plan: &Plan, posting: &Posting, change: Change, before: &Tally) -> MoveRow {
    let teacher = &case.teachers[posting.teacher.at()];
    let Change { name, to, kind: to_kind, fte } = change;
    let minutes = to.and_then(|to| case.minutes(case.units[teacher.unit.at()].school, case.units[to.at()].school));
    MoveRow {
        year: plan.year.to_string(),
        teacher_id: teacher.record.id.clone(),
        from_unit: case.units[teacher.unit.at()].code.clone(),
        to_unit: to.map(|to| case.units[to.at()].code.clone()).unwrap_or_default(),
        from_kind: case.kinds[teacher.kind.at()].code.clone(),
        to_kind: case.kinds[to_kind.at()].code.clone(),
        fte: fte.to_string(),
        move_kind: name.to_owned(),
        minutes: minutes.map(|m| m.to_string()).unwrap_or_default(),
        reason: reason(case, posting, (to, to_kind), before).render(Lang::Zh),
    }
}

/// The kind with the largest share; the first in order among equals.
fn largest_share(shares: &[(KindIx, Fte)]) -> Option<KindIx> {
    shares.iter().max_by_key(|&&(kind, share)| (share, std::cmp::Reverse(kind))).map(|&(kind, _)| kind)
}

/// Why a person moves, from what was missing and too much before the plan.
fn reason(case: &Case, posting: &Posting, (to, kind): (Option<UnitIx>, KindIx), before: &Tally) -> Text {
    let teacher = &case.teachers[posting.teacher.at()];
    let home = teacher.unit;
    let Some(to) = to else { return Text::new("plan.reason.unplaced") };
    let name = &case.kinds[kind.at()];
    let missing =
        |unit: UnitIx| case.demand_of(unit, kind).map(|d| short(d, before.supply_of(unit, kind))).unwrap_or_default();
    let stays = posting.visit.is_some() || posting.retrained.is_some();
    let surplus = if stays { 0 } else { case.opening.staff[home.at()] - case.units[home.at()].posts.small() };
    let mut reasons = Vec::new();
    if posting.moved == Some(MoveKind::Release) {
        reasons.push(Text::new("plan.reason.release"));
    }
    if posting.moved == Some(MoveKind::Return) {
        reasons.push(Text::new("plan.reason.return"));
    }
    if posting.visit.is_some() {
        reasons.push(Text::new("plan.reason.shared"));
    }
    if posting.retrained.is_some() {
        let own = &case.kinds[teacher.kind.at()];
        reasons.push(Text::new("plan.reason.retrain").with_name("kind", &own.zh, &own.en));
    }
    if teacher.pinned.is_some() && !stays {
        reasons.push(Text::new("plan.reason.pinned"));
    }
    if missing(to).small() > 0 {
        reasons
            .push(Text::new("plan.reason.coverage").with_name("kind", &name.zh, &name.en).with("lessons", missing(to)));
    }
    if surplus > 0 {
        reasons.push(Text::new("plan.reason.surplus").with("persons", surplus));
    }
    if reasons.is_empty() || posting.moved == Some(MoveKind::Rotate) {
        reasons.push(Text::new("plan.reason.rotation"));
    }
    reasons
        .into_iter()
        .reduce(|a, b| Text::new("plan.reason.both").with_text("first", a).with_text("second", b))
        .unwrap_or(Text::new("plan.reason.rotation"))
}

fn hires(case: &Case, plan: &Plan) -> Vec<HireRow> {
    plan.hires
        .iter()
        .map(|hire| HireRow {
            year: plan.year.to_string(),
            unit: case.units[hire.unit.at()].code.clone(),
            kind: case.kinds[hire.kind.at()].code.clone(),
            channel: case.channels[hire.channel.at()].code.clone(),
            count: hire.count.to_string(),
        })
        .collect()
}

/// The code of a group of hires in `staffing.csv`.
#[must_use]
pub fn hire_code(case: &Case, hire: &super::Hire) -> String {
    let (unit, kind) = (&case.units[hire.unit.at()].code, &case.kinds[hire.kind.at()].code);
    format!("hire:{unit}:{kind}:{}", case.channels[hire.channel.at()].code)
}

fn staffing(case: &Case, plan: &Plan) -> Vec<StaffingRow> {
    let row = |who: &str, unit: UnitIx, (kind, share): (KindIx, Fte)| StaffingRow {
        year: plan.year.to_string(),
        teacher_id: who.to_owned(),
        unit: case.units[unit.at()].code.clone(),
        kind: case.kinds[kind.at()].code.clone(),
        fte: share.to_string(),
    };
    let mut rows = Vec::new();
    for posting in &plan.postings {
        let id = &case.teachers[posting.teacher.at()].record.id;
        if let Some(unit) = posting.unit {
            rows.extend(posting.shares.iter().map(|&share| row(id, unit, share)));
        }
        if let Some(visit) = posting.visit {
            rows.push(row(id, visit.unit, (case.teachers[posting.teacher.at()].kind, visit.time)));
        }
    }
    for hire in &plan.hires {
        let code = hire_code(case, hire);
        rows.extend(hire.shares.iter().map(|&share| row(&code, hire.unit, share)));
    }
    rows
}

fn coverage(case: &Case, plan: &Plan) -> Vec<CoverageRow> {
    let tally = Tally::of(case, plan);
    let mut keys: std::collections::BTreeSet<(UnitIx, KindIx)> = case.demand.iter().map(|d| (d.unit, d.kind)).collect();
    keys.extend(tally.supply.keys().copied());
    keys.into_iter()
        .map(|(unit, kind)| {
            let supply = tally.supply_of(unit, kind);
            let demand = case.demand_of(unit, kind).map_or(Fte::ZERO, |d| d.lessons.as_fte(d.load));
            let missing = case.demand_of(unit, kind).map_or(Fte::ZERO, |d| short(d, supply).as_fte(d.load));
            let over = case
                .demand_of(unit, kind)
                .map_or(supply, |d| (supply.lessons(d.load) - d.lessons).positive_part().as_fte(d.load));
            CoverageRow {
                year: plan.year.to_string(),
                unit: case.units[unit.at()].code.clone(),
                stage: case.units[unit.at()].stage.code().to_owned(),
                kind: case.kinds[kind.at()].code.clone(),
                demand_fte: demand.to_string(),
                supply_fte: supply.to_string(),
                short_fte: missing.to_string(),
                over_fte: over.to_string(),
            }
        })
        .collect()
}

fn indicator(plan: &Plan, of: &Indicator) -> IndicatorRow {
    let number = |value: Option<i64>| value.map(thousandths).unwrap_or_default();
    IndicatorRow {
        year: plan.year.to_string(),
        scope: of.scope.clone(),
        stage: of.stage.clone(),
        indicator: of.indicator.clone(),
        before: number(of.before),
        after: number(of.after),
        limit: number(of.limit),
        met: of.met.map(|met| if met { "yes" } else { "no" }.to_owned()).unwrap_or_default(),
    }
}

fn finding(plan: &Plan, of: &Finding) -> FindingRow {
    let severity = match of.severity {
        Severity::Broken => "broken",
        Severity::Short => "short",
        Severity::Note => "note",
    };
    FindingRow {
        year: plan.year.to_string(),
        rule: of.rule.to_owned(),
        severity: severity.to_owned(),
        place: of.place.clone(),
        amount: thousandths(of.amount),
        unit: of.unit.to_owned(),
        text: of.text.render(Lang::Zh),
    }
}

fn placements(case: &Case, plan: &Plan) -> Vec<PlacementRow> {
    plan.placements
        .iter()
        .map(|placement| {
            let (person, vacancy) = (&case.surplus[placement.surplus], &case.vacancies[placement.vacancy]);
            PlacementRow {
                surplus_id: person.code.clone(),
                kind: case.kinds[person.kind.at()].code.clone(),
                from_area: case.towns[person.area.at()].clone(),
                vacancy_id: vacancy.code.clone(),
                to_area: case.towns[vacancy.area.at()].clone(),
                to_school: vacancy.school.clone(),
                region: vacancy.region.to_string(),
                points: thousandths(person.points),
            }
        })
        .collect()
}
