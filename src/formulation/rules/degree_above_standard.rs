//! Every unit has enough teachers with a degree above the standard of its stage.
//!
//! Formula: `Σ people with such a degree + s ≥ ⌈q·pupils/100⌉` for every unit in scope. Unit: persons missing, so that a whole person is the smallest step.
//! Why: indicator 1 of seven, 4.2 primary and 5.3 junior (教督〔2017〕6号; standards §1.2, §1.3).

use super::resources::{self, JUNIOR, PRIMARY, Resource};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: Resource::Degree.rule(),
        listing: false,
        params: &[PRIMARY, JUNIOR, ParamSpec { name: "hires_count", kind: ParamKind::Flag, unit: "" }],
    },
    page: Page {
        zh: "高于规定学历教师",
        en: "Degrees above the standard",
        sentence_zh: "每百名学生拥有高于规定学历的教师数（小学大专及以上、初中本科及以上）不低于标准。",
        sentence_en: "Per hundred pupils a unit has at least the stated number of teachers with a degree above the standard: college in primary, bachelor in junior units.",
        formula: "Σ people with such a degree + s ≥ ⌈q·pupils/100⌉",
        unit: "person",
        source: "教督〔2017〕6号 资源配置指标 1",
    },
    make: |_, settings| Box::new(DegreeAboveStandard { strength: settings.strength.clone() }),
};

struct DegreeAboveStandard {
    strength: Strength,
}

impl Rule for DegreeAboveStandard {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        resources::at_least(Resource::Degree, &self.strength, context, program);
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let balance = resources::Balance::of(case, policy);
        Box::new(move |teacher| balance.mark(case, Resource::Degree, teacher))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        resources::assess(Resource::Degree, &self.strength, case, policy, plan)
    }
}
