//! What the rules on subjects that must not vanish share: in every unit at least a part of the lessons of a kind is taught.
//!
//! Asks `Σ_q T[u,q,k] + s ≥ ⌈share·⌈D/grain⌉⌉` in whole grains of teaching time, whoever gives them; which kinds, and how a finding is
//! told, is said by the rule. The relaxation is tightened by `person_cuts`.

use super::person_cuts::PersonCuts;
use super::{Admission, Assessment, Context, finding, with_unit};
use crate::domain::{Case, Demand, Fte, KindIx, Lessons, Stage, UnitIx};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::messages::Text;
use crate::plan::tally::Tally;
use crate::plan::timetable::Terms as _;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, Strength};
use std::collections::BTreeMap;

/// Parameters of such a rule.
pub(super) const PARAMS: &[ParamSpec] = &[
    ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
    ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
];

/// What is asked.
pub(super) struct TaughtFloor {
    /// Name of the rule and of its indicators.
    pub name: &'static str,
    pub strength: Strength,
    /// Thousandths.
    pub share: i64,
    pub kinds: Vec<KindIx>,
}

impl TaughtFloor {
    pub(super) fn new(name: &'static str, case: &Case, settings: &RuleSettings) -> Self {
        let kinds = super::kind_staff::kinds(case, settings, "kinds");
        Self { name, strength: settings.strength.clone(), share: settings.milli("share"), kinds }
    }

    /// Lessons that are looked at.
    fn asked<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c Demand> {
        let looked_at = |d: &&Demand| self.kinds.contains(&d.kind) && case.is_public(d.unit);
        case.demand.iter().filter(looked_at)
    }

    /// Grains that must be taught.
    fn floor(&self, admission: &Admission<'_>, demand: &Demand) -> i64 {
        (self.share * admission.grains_for(demand) + 999) / 1000
    }

    pub(super) fn build<'a>(&self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, admission) = (context.case, context.admission);
        let floors: BTreeMap<_, _> = self.asked(case).map(|d| ((d.unit, d.kind), self.floor(admission, d))).collect();
        let cuts = PersonCuts::of_floors(context, program, self.name, &floors);
        let mut rows: BTreeMap<(UnitIx, KindIx), RowHandle> = BTreeMap::new();
        for demand in self.asked(case) {
            let at = (demand.unit, demand.kind);
            let place = format!("{}|{}", case.units[demand.unit.at()].code, case.kinds[demand.kind.at()].code);
            let row = program.row_in(demand.unit, self.name, place, Some(floors[&at]), None);
            let tightening = cuts.of(at).map(|cut| cut.row).collect();
            let cost = admission.lessons_per_grain(demand);
            program.slack_tightened(row, tightening, floors[&at], &self.strength, cost);
            rows.insert(at, row);
        }
        cuts.feed(context, program);
        program.each_share(move |share, terms| {
            if let Some(&row) = rows.get(&(share.unit, share.kind)) {
                terms.row(row, 1);
            }
        });
    }

    pub(super) fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let (tally, grain) = (Tally::of(case, plan), admission.grain());
        let mut assessment = Assessment::default();
        let mut units: BTreeMap<(KindIx, Stage), (i64, i64)> = BTreeMap::new();
        for demand in self.asked(case) {
            let unit = &case.units[demand.unit.at()];
            let given = tally.supply_of(demand.unit, demand.kind);
            let asked = Fte::from_small(self.floor(&admission, demand) * grain.small());
            let missing = (asked - given).positive_part().lessons(demand.load);
            let counts = units.entry((demand.kind, unit.stage)).or_default();
            *counts = (counts.0 + i64::from(missing == Lessons::ZERO), counts.1 + 1);
            if missing == Lessons::ZERO {
                continue;
            }
            let kind = &case.kinds[demand.kind.at()];
            let text = with_unit(Text::new("rule.taught-floor"), case, unit).with_name("kind", &kind.zh, &kind.en);
            let text = text
                .with("lessons", demand.lessons)
                .with("given", given.lessons(demand.load))
                .with("limit", asked.lessons(demand.load));
            assessment.violation += missing.small();
            let amount = (missing.small(), "lesson");
            assessment.findings.push(finding(self.name, &self.strength, &unit.code, amount, text));
        }
        for ((kind, stage), (taught, all)) in units {
            let name = format!("{}:{}", self.name, case.kinds[kind.at()].code);
            let indicator = Indicator::state(name, Some(taught * 1000 / all)).at_stage(stage);
            assessment.indicators.push(indicator.limited(1000, Some(taught == all)));
        }
        assessment
    }
}
