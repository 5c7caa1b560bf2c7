//! Music and art, each, are taught in every unit: at least a share of their lessons.
//!
//! Formula: `Σ_q T[u,q,k] + s ≥ ⌈share·⌈D/grain⌉⌉` for every listed kind and every open public unit with lessons of it, in whole grains of
//! teaching time. Violation: missing grains × lessons per grain, in thousandths of a lesson. Unit: lessons per week.
//! Why: hours of the arts are a rigid requirement in every school (programme item 13); the share is an assumption.
//!
//! `subject-coverage` prices every missing lesson already, wherever it is missed. This rule spreads the shortage, so that no unit goes
//! without the subject. Whoever may teach it counts, with it as main or as further subject.

use super::taught_floor::{PARAMS, TaughtFloor};
use super::{Assessment, Context, Entry, Page, Rule};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{Policy, RuleSpec};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: PARAMS },
    page: Page {
        zh: "音乐美术处处有人教",
        en: "Music and art taught everywhere",
        sentence_zh: "所列学科（音乐、美术）在有课的每个单位，每周课时至少有规定比例有人任教。",
        sentence_en: "In every unit with lessons of a listed kind (music, art) at least the stated share of them is taught by somebody.",
        formula: "Σ_q T[u,q,k] + s ≥ ⌈share·⌈D/grain⌉⌉",
        unit: "lesson",
        source: "大足委教发〔2025〕22号 第13条; 比例为假设",
    },
    make: |case, settings| Box::new(ArtsTaught(TaughtFloor::new(NAME, case, settings))),
};
const NAME: &str = "arts-taught";

struct ArtsTaught(TaughtFloor);

impl Rule for ArtsTaught {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        self.0.build(context, program);
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        self.0.assess(case, policy, plan)
    }
}
