//! Every class of a kindergarten has two teachers and a nurse 保育员.
//!
//! Formula: `Σ kindergarten teachers + s ≥ ⌈teachers_per_class · classes⌉` and `Σ nurses + s ≥ ⌈nurses_per_class · classes⌉` for every open
//! public kindergarten. Unit: persons missing.
//! Why: 《幼儿园教职工配备标准（暂行）》教师〔2013〕1号, full-day classes (standards §2.3); kindergarten staff is item 8 of the programme.
//!
//! A rural kindergarten of a single class has two teachers as a rule and no nurse (the same document). Boarding classes are not told
//! apart; three teachers instead of two and a nurse, which the document allows as well, are not offered.

use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::words::{Setting, Stage};
use crate::domain::{Case, KindIx};
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "teachers_per_class", kind: ParamKind::Number, unit: "persons/class" },
            ParamSpec { name: "nurses_per_class", kind: ParamKind::Number, unit: "persons/class" },
        ],
    },
    page: Page {
        zh: "幼儿园两教一保",
        en: "Kindergarten staff",
        sentence_zh: "幼儿园每班的专任教师和保育员不少于规定人数；乡村单班幼儿园不要求保育员。",
        sentence_en: "A kindergarten has at least the stated number of teachers and of nurses per class; a rural one of a single class needs no nurse.",
        formula: "Σ teachers + s ≥ ⌈2·classes⌉; Σ nurses + s ≥ ⌈1·classes⌉",
        unit: "person",
        source: "幼儿园教职工配备标准（暂行）教师〔2013〕1号",
    },
    make: |case, settings| {
        Box::new(KindergartenStaff {
            strength: settings.strength.clone(),
            kinds: ["preschool", "nursery"].map(|code| case.kind_by_code(code)),
            per_class: ["teachers_per_class", "nurses_per_class"].map(|name| settings.milli(name)),
        })
    },
};
const NAME: &str = "kindergarten-staff";
const WHAT: [(&str, &str); 2] = [("preschool", "rule.kind-staff.preschool"), ("nursery", "rule.kind-staff.nursery")];

struct KindergartenStaff {
    strength: Strength,
    /// Teachers and nurses.
    kinds: [Option<KindIx>; 2],
    /// Thousandths of a person per class.
    per_class: [i64; 2],
}

impl KindergartenStaff {
    fn asks(&self, case: &Case) -> Vec<Ask> {
        let mut asks = Vec::new();
        for (ix, unit) in case.units_ix() {
            if !unit.open || unit.stage != Stage::Kindergarten || !case.is_public(ix) {
                continue;
            }
            let single = unit.classes() == 1 && case.school_of(ix).setting == Setting::Rural;
            for (at, (part, what)) in WHAT.into_iter().enumerate() {
                let needed = (unit.classes() * self.per_class[at] + 999) / 1000;
                if needed > 0 && !(single && at == 1) {
                    let kinds: Vec<KindIx> = self.kinds[at].into_iter().collect();
                    asks.push(Ask::of_unit(case, (ix, part), what, &kinds, needed));
                }
            }
        }
        asks
    }
}

impl Rule for KindergartenStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        kind_staff::build(NAME, &self.asks(context.case), &self.strength, context, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        kind_staff::mark(self.kinds.iter().flatten().copied().collect())
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        kind_staff::assess(NAME, &self.asks(case), "kindergarten-staff-missing", &self.strength, (case, plan))
    }
}
