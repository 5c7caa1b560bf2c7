//! As few people as possible are moved, and not far.
//!
//! Formula: `min Σ moves · per_move + minutes(home school, new school)`. Unit: minutes. Releases count like other moves.
//! Why: people's lives; the price of a move in minutes is an assumption.

use crate::domain::{Case, Minutes, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::columns::Path;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "per_move", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "unknown_minutes", kind: ParamKind::Number, unit: "minutes" },
        ],
    },
    page: Page {
        zh: "少调动、近距离",
        en: "Few moves, short ways",
        sentence_zh: "在前述目标不变的前提下，调动人次和路程最少。",
        sentence_en: "With the goals before it held, as few people as possible move, and not far.",
        formula: "min Σ (per_move + minutes) · x[moving]",
        unit: "minute",
        source: "假设",
    },
    make: |_, settings| {
        Box::new(Disruption {
            strength: settings.strength.clone(),
            per_move: settings.whole("per_move"),
            unknown: Minutes::whole(settings.whole("unknown_minutes")),
        })
    },
};
const NAME: &str = "disruption";

struct Disruption {
    strength: Strength,
    per_move: i64,
    unknown: Minutes,
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
            if let Path::Move(to, _) = path.path {
                terms.cost(&self.strength, self.per_move + self.minutes(case, cohort.key.home, to));
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let ways = plan.postings.iter().filter_map(|p| {
            let home = case.teachers[p.teacher.at()].unit;
            p.unit.filter(|&to| to != home).map(|to| self.minutes(case, home, to))
        });
        let (moves, minutes) = ways.fold((0, 0), |(moves, sum), minutes| (moves + 1, sum + minutes));
        let indicator = |name: &str, after| Indicator::flow(name, Some(after));
        Assessment {
            violation: moves * self.per_move + minutes,
            indicators: vec![indicator("moves", moves * 1000), indicator("move-minutes", minutes * 1000)],
            ..Assessment::default()
        }
    }
}
