//! As few people as possible are moved, and not far.
//!
//! Formula: `min Σ moves · per_move + minutes(home school, new school)`, for a change of stage `per_cross_stage` more; a teacher shared
//! with a second school `per_shared` and the minutes there, who is retrained `per_retraining`. Unit: minutes. Releases count like other
//! moves. Why: people's lives; the prices in minutes are assumptions.

use crate::domain::{Case, Minutes, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::columns::Path;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::{Indicator, MoveKind, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "per_move", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "unknown_minutes", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "per_cross_stage", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "per_shared", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "per_retraining", kind: ParamKind::Number, unit: "minutes" },
        ],
    },
    page: Page {
        zh: "少调动、近距离",
        en: "Few moves, short ways",
        sentence_zh: "调动、走教和转岗的人次及路程最少。",
        sentence_en: "As few people as possible move, travel between schools or are retrained, and not far.",
        formula: "min Σ (per_move + minutes) · x[moving] + (per_shared + minutes) · x[shared] + per_retraining · x[retrained]",
        unit: "minute",
        source: "假设",
    },
    make: |_, settings| {
        Box::new(Disruption {
            strength: settings.strength.clone(),
            per_move: settings.whole("per_move"),
            unknown: Minutes::whole(settings.whole("unknown_minutes")),
            per_cross_stage: settings.whole("per_cross_stage"),
            per_shared: settings.whole("per_shared"),
            per_retraining: settings.whole("per_retraining"),
        })
    },
};
const NAME: &str = "disruption";

struct Disruption {
    strength: Strength,
    per_move: i64,
    unknown: Minutes,
    /// What a change of stage costs besides.
    per_cross_stage: i64,
    per_shared: i64,
    per_retraining: i64,
}

impl Disruption {
    fn minutes(&self, case: &Case, from: UnitIx, to: UnitIx) -> i64 {
        case.minutes(case.units[from.at()].school, case.units[to.at()].school).unwrap_or(self.unknown).small()
    }
}

impl Rule for Disruption {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        program.each_path(move |cohort, path, terms| {
            let cost = match path.path {
                Path::Move(to, kind) => {
                    let stage = if kind == MoveKind::CrossStage { self.per_cross_stage } else { 0 };
                    self.per_move + self.minutes(case, cohort.key.home, to) + stage
                }
                Path::Share(visit) => self.per_shared + self.minutes(case, cohort.key.home, visit.unit),
                Path::Retrain(_) => self.per_retraining,
                Path::Stay | Path::Unplaced => 0,
            };
            terms.cost(&self.strength, cost);
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let ways = plan.postings.iter().filter_map(|p| {
            let home = case.teachers[p.teacher.at()].unit;
            p.unit.filter(|&to| to != home).map(|to| self.minutes(case, home, to))
        });
        let (moves, minutes) = ways.fold((0, 0), |(moves, sum), minutes| (moves + 1, sum + minutes));
        let besides = plan.postings.iter().map(|p| {
            let home = case.teachers[p.teacher.at()].unit;
            let shared = p.visit.map_or(0, |visit| self.per_shared + self.minutes(case, home, visit.unit));
            let retrained = p.retrained.map_or(0, |_| self.per_retraining);
            // Who is placed nowhere changes no stage, whatever the entry is called.
            let across = p.unit.is_some() && p.moved == Some(MoveKind::CrossStage);
            let across = if across { self.per_cross_stage } else { 0 };
            shared + retrained + across
        });
        let indicator = |name: &str, after| Indicator::flow(name, Some(after));
        Assessment {
            violation: moves * self.per_move + minutes + besides.sum::<i64>(),
            indicators: vec![indicator("moves", moves * 1000), indicator("move-minutes", minutes * 1000)],
            ..Assessment::default()
        }
    }
}
