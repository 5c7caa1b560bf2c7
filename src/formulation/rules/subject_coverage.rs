//! Every lesson of the curriculum is taught.
//!
//! Formula, in grains of teaching time: `Σ_q T[u,q,k] + full + last ≥ ⌈D[u,k]⌉`, with `full` whole grains missing and `last ≤ 1`
//! the fractional one (the convex envelope of the shortfall on the grid of grains). Violation: lessons missing,
//! `Σ_k max(0, lessons − load·supply)`, in thousandths of a lesson per week.
//! Unit: lessons per week. Because people come whole, the relaxation is tightened by `person_cuts`.
//! Why: 课程开齐开足 (优质均衡 quality items; standards §1.7, §3.2). Demand is curriculum × classes, plus homeroom work, plus break
//! supervision and electives (programme item 13) at the rate per class that the table of workload gives; what these come to is measured.
//! In later years the lessons of people expected to have left or to be away come on top (`domain::attrition`).

use super::person_cuts::{PersonCut, PersonCuts};
use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::attrition::thousandths;
use crate::domain::{Case, KindIx, Lessons};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::tally::{Tally, short};
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "课程开齐开足",
        en: "Every lesson taught",
        sentence_zh: "各单位各学科的周课时由可以任教的教师承担，缺口按课时计。",
        sentence_en: "The weekly lessons of every unit and subject are taken by people who may teach them; what is missing counts in lessons.",
        formula: "Σ_q T[u,q,k] + short[u,k] ≥ D[u,k]",
        unit: "lesson",
        source: "义务教育课程方案(2022); 优质均衡督导评估 教学质量指标",
    },
    make: |_, settings| Box::new(SubjectCoverage { strength: settings.strength.clone() }),
};
pub(super) const NAME: &str = "subject-coverage";

struct SubjectCoverage {
    strength: Strength,
}

/// Rules that read what is missing: the rows are declared where one of them steers.
pub(in crate::formulation) const READERS: &[&str] = &[NAME, "priority-subjects", "priority-schools"];

/// Declares rows and pieces of the shortfall; what a piece costs is said by the rules that read it.
pub(in crate::formulation) fn cover<'a>(context: &Context<'a>, program: &mut Assembly<'a>) {
    let (case, admission) = (context.case, context.admission);
    let cuts = PersonCuts::declare(context, program);
    let mut rows = Vec::with_capacity(case.demand.len());
    for demand in &case.demand {
        let (unit, kind) = (&case.units[demand.unit.at()].code, &case.kinds[demand.kind.at()].code);
        let grains = admission.grains_for(demand);
        let per_grain = admission.lessons_per_grain(demand);
        let row = program.row_in(demand.unit, NAME, format!("{unit}|{kind}"), Some(grains), None);
        let fraction = demand.lessons.small() % per_grain;
        let place = (demand.unit, demand.kind);
        let mut piece = |name: &str, lessons: i64, upper: i64| {
            let mut terms = vec![(row, 1)];
            terms.extend(cuts.of(place).map(|cut: &PersonCut| (cut.row, if cut.in_lessons { lessons } else { 1 })));
            program.short(&terms, name, place, lessons, upper);
        };
        if fraction == 0 {
            piece("full", per_grain, grains);
        } else {
            piece("full", per_grain, grains - 1);
            piece("last", fraction, 1);
        }
        rows.push(row);
    }
    cuts.feed(context, program);
    program.each_share(move |share, terms| {
        if let Ok(at) = case.demand.binary_search_by_key(&(share.unit, share.kind), |d| (d.unit, d.kind)) {
            terms.row(rows[at], 1);
        }
    });
}

impl Rule for SubjectCoverage {
    fn build<'a>(&'a self, _: &Context<'a>, program: &mut Assembly<'a>) {
        program.each_short(move |_, _, lessons, terms| terms.cost(&self.strength, lessons));
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let tally = Tally::of(case, plan);
        let mut assessment = Assessment::default();
        let mut total = Lessons::ZERO;
        let mut by_kind: BTreeMap<KindIx, i64> = BTreeMap::new();
        let mut extra: BTreeMap<KindIx, i64> = BTreeMap::new();
        for demand in &case.demand {
            let missing = short(demand, tally.supply_of(demand.unit, demand.kind));
            if missing > Lessons::ZERO {
                let (unit, kind) = (&case.units[demand.unit.at()], &case.kinds[demand.kind.at()]);
                let text = with_unit(Text::new("rule.subject-coverage"), case, unit)
                    .with_name("kind", &kind.zh, &kind.en)
                    .with("lessons", missing);
                assessment.findings.push(finding(NAME, &self.strength, &unit.code, (missing.small(), "lesson"), text));
            }
            total += missing;
            *by_kind.entry(demand.kind).or_default() += missing.small();
            if demand.extra > Lessons::ZERO {
                *extra.entry(demand.kind).or_default() += demand.extra.small();
            }
        }
        assessment.violation = total.small();
        assessment
            .indicators
            .push(Indicator::state("lessons-missing", Some(total.small())).limited(0, Some(total == Lessons::ZERO)));
        for (kind, missing) in by_kind {
            let name = format!("lessons-missing:{}", case.kinds[kind.at()].code);
            assessment.indicators.push(Indicator::state(name, Some(missing)).limited(0, Some(missing == 0)));
        }
        for (kind, lessons) in extra {
            let name = format!("extra-lessons:{}", case.kinds[kind.at()].code);
            assessment.indicators.push(Indicator::state(name, Some(lessons)));
        }
        if case.expected.is_known() {
            let lessons: Lessons = case.demand.iter().map(|d| d.expected).sum();
            let numbers = [
                ("expected-leavers", thousandths(&case.expected.gone)),
                ("expected-absences", thousandths(&case.expected.away)),
                ("expected-lessons", lessons.small()),
            ];
            assessment.indicators.extend(numbers.map(|(name, value)| Indicator::state(name, Some(value))));
        }
        assessment
    }
}
