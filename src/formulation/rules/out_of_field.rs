//! In a small unit at most a share of the teaching is out of field 跨学科任教: beyond what people of that main kind could give.
//!
//! Formula: `over[u,k] ≥ Σ_q T[u,q,k] − time of people of u whose main kind is k, after the plan` and `Σ_k over[u,k] − e ≤ ⌊share·Σ_k ⌈D[u,k]/grain⌉⌋` for
//! every open public unit, in whole grains of teaching time, `k` over all kinds but the general one, which anybody may teach. Time beyond the
//! lessons of a kind is idle and not counted. Violation: grains beyond the limit × the lessons that `lessons_each` makes of a grain, in
//! thousandths of a lesson: grains of different kinds are different lessons, and one price for all keeps the sum exact.
//! Unit: lessons per week. Why: further subjects (兼教, docs/adr/0003) keep small units going and should not become the rule; the numbers are
//! assumptions. Only kinds that somebody can teach as a further subject have a row: where there is none, nothing is out of field.
//!
//! Where somebody of the kind has time to spare, those who teach it besides go back to their main kind (`plan::shares`), so that
//! idle time in the program never comes out as out-of-field teaching in the plan.

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::{Case, Fte, KindIx, Lessons, UnitIx};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::tally::Tally;
use crate::plan::timetable::Terms as _;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "lessons_each", kind: ParamKind::Number, unit: "lessons" },
        ],
    },
    page: Page {
        zh: "跨学科任教比例",
        en: "Out-of-field teaching",
        sentence_zh: "一个单位由非主学科教师承担、超出本学科教师可承担的教学工作量，不超过其教学工作总量的规定比例（综合与校本、班主任工作不计）。",
        sentence_en: "The teaching of a unit that is beyond what its people of the main kind could give is at most the stated share of its load; general work is apart.",
        formula: "over[k] ≥ Σ_q T[q,k] − own[k]; Σ_k over[k] − e ≤ ⌊share·load⌋",
        unit: "lesson",
        source: "假设",
    },
    make: |_, settings| {
        Box::new(OutOfField {
            strength: settings.strength.clone(),
            share: settings.milli("share"),
            each: Lessons::from_small(settings.milli("lessons_each")),
        })
    },
};
const NAME: &str = "out-of-field";

struct OutOfField {
    strength: Strength,
    /// Thousandths of the load.
    share: i64,
    /// Lessons that one full post out of field counts for.
    each: Lessons,
}

/// What the kinds of a unit ask for together, in grains, by unit that is looked at.
fn loads(case: &Case, admission: &Admission<'_>) -> BTreeMap<UnitIx, i64> {
    let mut loads = BTreeMap::new();
    for demand in case.demand.iter().filter(|d| case.is_public(d.unit)) {
        *loads.entry(demand.unit).or_default() += admission.grains_for(demand);
    }
    loads
}

/// Unit and kind where somebody can teach the kind as a further subject.
fn further(context: &Context<'_>) -> BTreeSet<(UnitIx, KindIx)> {
    let (case, decisions) = (context.case, context.decisions);
    let mut places = BTreeSet::new();
    for path in &decisions.paths {
        let Some(profile) = path.profile.map(|at| &decisions.profiles[at]) else { continue };
        let main = context.cohorts[path.cohort].key.kind;
        let kinds = profile.kinds.iter().filter(|&&kind| kind != main && Some(kind) != case.general());
        places.extend(kinds.map(|&kind| (profile.unit, kind)).filter(|(unit, _)| case.is_public(*unit)));
    }
    places
}

impl OutOfField {
    const fn limit(&self, load: i64) -> i64 {
        self.share * load / 1000
    }

    /// Thousandths of a lesson that a grain counts for.
    fn price(&self, grain: Fte) -> i64 {
        grain.lessons(self.each).small()
    }

    /// Grains beyond what people of the main kind could give, by unit.
    fn beyond(case: &Case, admission: &Admission<'_>, plan: &Plan) -> BTreeMap<UnitIx, i64> {
        let (tally, grain) = (Tally::of(case, plan), admission.grain().small());
        let mut own: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let time = posting.time_here(admission.teaching_time(teacher), admission.study_time());
            let here = posting.unit.map(|unit| (unit, time));
            for (unit, time) in here.into_iter().chain(posting.visit.map(|visit| (visit.unit, visit.time))) {
                *own.entry((unit, teacher.kind)).or_default() += time.small() / grain;
            }
        }
        for hire in &plan.hires {
            *own.entry((hire.unit, hire.kind)).or_default() += hire.count * (Fte::PER_UNIT / grain);
        }
        let mut beyond = BTreeMap::new();
        for demand in case.demand.iter().filter(|d| case.is_public(d.unit) && Some(d.kind) != case.general()) {
            let place = (demand.unit, demand.kind);
            let taught = (tally.supply_of(place.0, place.1).small() / grain).min(admission.grains_for(demand));
            *beyond.entry(demand.unit).or_default() += (taught - own.get(&place).copied().unwrap_or_default()).max(0);
        }
        beyond
    }
}

impl Rule for OutOfField {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, admission) = (context.case, context.admission);
        let loads = loads(case, admission);
        let price = self.price(admission.grain());
        let mut limits: BTreeMap<UnitIx, RowHandle> = BTreeMap::new();
        let mut rows: BTreeMap<(UnitIx, KindIx), RowHandle> = BTreeMap::new();
        for (unit, kind) in further(context) {
            let (Some(&load), Some(demand)) = (loads.get(&unit), case.demand_of(unit, kind)) else { continue };
            let code = &case.units[unit.at()].code;
            let limit = *limits.entry(unit).or_insert_with(|| {
                let row = program.row_in(unit, NAME, format!("{code}|limit"), None, Some(self.limit(load)));
                program.slack(row, -1, load, &self.strength, price);
                row
            });
            let place = format!("{code}|beyond|{}", case.kinds[kind.at()].code);
            let row = program.row_in(unit, NAME, place, None, Some(0));
            program.measure(&[(row, -1), (limit, 1)], admission.grains_for(demand));
            rows.insert((unit, kind), row);
        }
        let (for_paths, for_hires) = (rows.clone(), rows.clone());
        program.each_share(move |share, terms| {
            if let Some(&row) = rows.get(&(share.unit, share.kind)) {
                terms.row(row, 1);
            }
        });
        program.each_path(move |cohort, path, terms| {
            let visit = if let Path::Share(visit) = path.path { Some((visit.unit, visit.time)) } else { None };
            let here = path.path.unit(cohort.key.home).map(|unit| (unit, path.time));
            for (unit, time) in here.into_iter().chain(visit) {
                if let Some(&row) = for_paths.get(&(unit, cohort.key.kind)) {
                    terms.row(row, -admission.grains(time));
                }
            }
        });
        program.each_hire(move |hire, terms| {
            if let Some(&row) = for_hires.get(&(hire.unit, hire.kind)) {
                terms.row(row, -admission.grains(Fte::whole(1)));
            }
        });
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let (loads, grain) = (loads(case, &admission), admission.grain());
        let posts = |grains: i64| Fte::from_small(grains * grain.small());
        let mut assessment = Assessment::default();
        let (mut all, mut of) = (0, 0);
        for (unit, beyond) in Self::beyond(case, &admission, plan) {
            let load = loads.get(&unit).copied().unwrap_or_default();
            let limit = self.limit(load);
            (all, of) = (all + beyond, of + load);
            let off = (beyond - limit).max(0) * self.price(grain);
            if beyond > limit {
                let unit = &case.units[unit.at()];
                let text = with_unit(Text::new("rule.out-of-field"), case, unit).with("load", posts(load));
                let text = text.with("count", posts(beyond)).with("limit", posts(limit));
                assessment.violation += off;
                assessment.findings.push(finding(NAME, &self.strength, &unit.code, (off, "lesson"), text));
            }
        }
        let share = (of > 0).then(|| all * 1000 / of);
        assessment.indicators.push(Indicator::state("out-of-field-share", share));
        let units = 1000 * i64::try_from(assessment.findings.len()).unwrap_or(i64::MAX / 1000);
        let units = Indicator::state("units-above-out-of-field", Some(units)).limited(0, Some(units == 0));
        assessment.indicators.push(units);
        assessment
    }
}
