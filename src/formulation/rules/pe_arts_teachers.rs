//! Every unit has enough full-time teachers of PE and arts.
//!
//! Formula: `Σ teachers of PE, music, art + s ≥ ⌈q·pupils/100⌉` for every unit in scope. Unit: persons missing, so that a whole person is the smallest step.
//! Why: indicator 3 of seven, 0.9 in both stages; the relaxation for 50 to 99 pupils is known from a secondary source only (教督〔2017〕6号; standards §1.2, §1.3).

use super::resources::{self, JUNIOR, PRIMARY, Resource};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: Resource::PeArts.rule(),
        listing: false,
        params: &[
            PRIMARY,
            JUNIOR,
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "relaxed_from", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "relaxed_below", kind: ParamKind::Number, unit: "pupils" },
        ],
    },
    page: Page {
        zh: "体育、艺术专任教师",
        en: "Full-time teachers of PE and arts",
        sentence_zh: "每百名学生拥有体育、艺术（音乐、美术）专任教师数不低于标准；规定规模以下的乡村小规模学校，来校兼职、走教的体艺教师可以计入。",
        sentence_en: "Per hundred pupils a unit has at least the stated number of full-time teachers of PE, music and art; small rural units may also count part-time and itinerant ones.",
        formula: "Σ teachers of PE, music, art + s ≥ ⌈q·pupils/100⌉",
        unit: "person",
        source: "教督〔2017〕6号 资源配置指标 3",
    },
    make: |_, settings| Box::new(PeArtsTeachers { strength: settings.strength.clone() }),
};

struct PeArtsTeachers {
    strength: Strength,
}

impl Rule for PeArtsTeachers {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        resources::at_least(Resource::PeArts, &self.strength, context, program);
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let balance = resources::Balance::of(case, policy);
        Box::new(move |teacher| balance.mark(case, Resource::PeArts, teacher))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        resources::assess(Resource::PeArts, &self.strength, case, policy, plan)
    }
}
