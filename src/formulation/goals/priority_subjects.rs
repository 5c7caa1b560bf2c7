//! Lessons of priority subjects are missed least.
//!
//! Formula: `min Σ_k weight_k · missing[u,k]`. Unit: lessons per week, weighted. Why: PE, arts, psychology and labor above all
//! (programme items 8, 13, 14); the weights are assumptions.

use crate::domain::{Case, KindIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::Plan;
use crate::plan::tally::{Tally, short};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "weights", kind: ParamKind::Numbers, unit: "weight" }],
    },
    page: Page {
        zh: "重点学科优先",
        en: "Priority subjects",
        sentence_zh: "心理、体育、音乐、美术、劳动等重点学科的课时缺口按权重最小化。",
        sentence_en: "Missing lessons of psychology, PE, arts and labor are minimized by weight.",
        formula: "min Σ_k weight_k · missing[u,k]",
        unit: "lesson",
        source: "大足委教发〔2025〕22号 第8、13、14条; 权重为假设",
    },
    make: |case, settings| {
        let weights = settings.numbers("weights").iter();
        Box::new(PrioritySubjects {
            strength: settings.strength.clone(),
            weights: weights.filter_map(|(code, &weight)| Some((case.kind_by_code(code)?, weight / 1000))).collect(),
        })
    },
};
const NAME: &str = "priority-subjects";

struct PrioritySubjects {
    strength: Strength,
    weights: BTreeMap<KindIx, i64>,
}

impl Rule for PrioritySubjects {
    fn build<'a>(&'a self, _: &Context<'a>, program: &mut Assembly<'a>) {
        program.each_short(move |_, kind, lessons, terms| {
            if let Some(weight) = self.weights.get(&kind) {
                terms.cost(&self.strength, lessons * weight);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let tally = Tally::of(case, plan);
        let missing = case
            .demand
            .iter()
            .filter_map(|d| Some(self.weights.get(&d.kind)? * short(d, tally.supply_of(d.unit, d.kind)).small()));
        Assessment { violation: missing.sum(), ..Assessment::default() }
    }
}
