//! Every school of some size has an accountant; small schools share theirs inside the cluster 教共体.
//!
//! Formula: `Σ accountants of the school + s ≥ 1` for every open public school of at least `pupils` children, and for every cluster
//! with small schools `Σ accountants of the cluster + Σ s + t ≥ large schools + ⌈small schools / schools_each⌉`: who is missing in a
//! large school is not missing in the cluster once more. Unit: persons missing.
//! Why: more accounting staff is item 8 of the programme (standards §8); no document gives numbers, both are assumptions.
//!
//! The further accountant may sit in any school of the cluster. Of small schools without a cluster nothing is asked.

use super::cluster_staff::ClusterStaff;
use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::{Case, KindIx, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "pupils", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "schools_each", kind: ParamKind::Number, unit: "schools/person" },
        ],
    },
    page: Page {
        zh: "会计人员",
        en: "Accounting staff",
        sentence_zh: "达到规定学生数的学校至少有一名会计；教共体内的小规模学校每若干所共用一名，可设在教共体内任一学校。",
        sentence_en: "A school of the stated size has at least one accountant; the smaller schools of a cluster share one among so many of them, who may sit in any school of the cluster.",
        formula: "Σ accountants of the school + s ≥ 1; of the cluster + Σ s + t ≥ large + ⌈small/schools_each⌉",
        unit: "person",
        source: "大足委教发〔2025〕22号 第8条; 人数为假设",
    },
    make: |case, settings| {
        let staff = ClusterStaff::new(case, settings, "rule.kind-staff.accounting");
        Box::new(AccountingStaff { strength: settings.strength.clone(), staff })
    },
};
const NAME: &str = "accounting-staff";

struct AccountingStaff {
    strength: Strength,
    staff: ClusterStaff,
}

impl AccountingStaff {
    fn asks(&self, case: &Case) -> Vec<Ask> {
        self.staff.asks(case, |_| true)
    }
}

impl Rule for AccountingStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        kind_staff::build(NAME, &self.asks(context.case), &self.strength, context, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        kind_staff::mark(self.staff.kinds.clone())
    }

    fn wanted(&self, case: &Case) -> Vec<(UnitIx, KindIx)> {
        kind_staff::wanted(&self.asks(case))
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        kind_staff::assess(NAME, &self.asks(case), "accountants-missing", &self.strength, (case, plan))
    }
}
