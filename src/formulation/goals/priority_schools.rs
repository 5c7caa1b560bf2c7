//! Lessons of priority schools are missed least: new, weak and rural ones, and those the office has tagged.
//!
//! Formula: `min Σ_u weight_u · missing[u,k]`, with the largest weight that applies. Unit: lessons per week, weighted.
//! Why: new schools, weak schools and the rural junior schools come first (programme items 1, 3, 6); weights are assumptions.

use crate::domain::words::{Setting, Strength as SchoolStrength};
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::Plan;
use crate::plan::tally::{Tally, short};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "weights", kind: ParamKind::Numbers, unit: "weight" }],
    },
    page: Page {
        zh: "重点学校优先",
        en: "Priority schools",
        sentence_zh: "新建、薄弱、乡村及加优先标签学校的课时缺口按权重最小化。",
        sentence_en: "Missing lessons of new, weak, rural and tagged schools are minimized by weight.",
        formula: "min Σ_u weight_u · missing[u,k]",
        unit: "lesson",
        source: "大足委教发〔2025〕22号 第1、3、6条; 权重为假设",
    },
    make: |case, settings| {
        let weights = settings.numbers("weights");
        let weight = |word: &str| weights.get(word).map_or(0, |w| w / 1000);
        let of_unit = |unit: UnitIx| {
            let school = case.school_of(unit);
            let tags = school.priority.iter().map(|tag| weight(tag));
            let weak = if school.strength == SchoolStrength::Weak { weight("weak") } else { 0 };
            let rural = if school.setting == Setting::Rural { weight("rural") } else { 0 };
            tags.chain([weak, rural]).max().unwrap_or(0)
        };
        Box::new(PrioritySchools {
            strength: settings.strength.clone(),
            weights: case.units_ix().map(|(ix, _)| of_unit(ix)).collect(),
        })
    },
};
const NAME: &str = "priority-schools";

struct PrioritySchools {
    strength: Strength,
    /// By unit.
    weights: Vec<i64>,
}

impl Rule for PrioritySchools {
    fn build<'a>(&'a self, _: &Context<'a>, program: &mut Assembly<'a>) {
        program
            .each_short(move |unit, _, lessons, terms| terms.cost(&self.strength, lessons * self.weights[unit.at()]));
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let tally = Tally::of(case, plan);
        let missing =
            case.demand.iter().map(|d| self.weights[d.unit.at()] * short(d, tally.supply_of(d.unit, d.kind)).small());
        Assessment { violation: missing.sum(), ..Assessment::default() }
    }
}
