//! Every unit has enough key teachers 骨干教师 of the county and above.
//!
//! Formula: `Σ key teachers + s ≥ ⌈q·pupils/100⌉` for every unit in scope. Unit: persons missing, so that a whole person is the smallest step.
//! Why: indicator 2 of seven, 1 in both stages; which honors count is the assumption of standards §1.3 (教督〔2017〕6号; standards §1.2).

use super::resources::{self, JUNIOR, PRIMARY, Resource};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: Resource::KeyTeachers.rule(), listing: false, params: &[PRIMARY, JUNIOR] },
    page: Page {
        zh: "县级及以上骨干教师",
        en: "Key teachers of the county and above",
        sentence_zh: "每百名学生拥有县级及以上骨干教师数不低于标准。",
        sentence_en: "Per hundred pupils a unit has at least the stated number of key teachers of the county or above.",
        formula: "Σ key teachers + s ≥ ⌈q·pupils/100⌉",
        unit: "person",
        source: "教督〔2017〕6号 资源配置指标 2",
    },
    make: |_, settings| Box::new(KeyTeachers { strength: settings.strength.clone() }),
};

struct KeyTeachers {
    strength: Strength,
}

impl Rule for KeyTeachers {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        resources::at_least(Resource::KeyTeachers, &self.strength, context, program);
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let balance = resources::Balance::of(case, policy);
        Box::new(move |teacher| balance.mark(case, Resource::KeyTeachers, teacher))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        resources::assess(Resource::KeyTeachers, &self.strength, case, policy, plan)
    }
}
