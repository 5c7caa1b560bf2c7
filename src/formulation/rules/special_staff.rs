//! Special schools have enough special-education teachers, and ordinary schools with several inclusion pupils a resource teacher.
//!
//! Formula, for every open public special unit: `Σ people of the kinds + s ≥ ⌈pupils / pupils_per_teacher⌉`; for every open public
//! primary or junior unit with at least `inclusion` pupils learning in ordinary classes (随班就读): `Σ people of the kinds + s ≥ 1`.
//! Unit: persons missing. Why: item 11 of the programme; no number of Chongqing was found: 1 : 4 is Anhui's (2009), five inclusion
//! pupils are from memory (standards §2.4): both assumptions.

use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::{Case, KindIx, Stage, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "pupils_per_teacher", kind: ParamKind::Number, unit: "pupils/person" },
            ParamSpec { name: "inclusion", kind: ParamKind::Number, unit: "pupils" },
        ],
    },
    page: Page {
        zh: "特殊教育与资源教师",
        en: "Special education",
        sentence_zh: "特殊教育学校按生师比配备特殊教育教师；随班就读学生达到规定人数的中小学至少有一名资源教师。",
        sentence_en: "Special schools have special-education teachers by a ratio of pupils; an ordinary school with so many inclusion pupils has a resource teacher.",
        formula: "Σ special-education teachers + s ≥ ⌈pupils/pupils_per_teacher⌉; ≥ 1 with inclusion pupils",
        unit: "person",
        source: "大足委教发〔2025〕22号 第11条; 安徽 2009(比照); 假设",
    },
    make: |case, settings| {
        Box::new(SpecialStaff {
            strength: settings.strength.clone(),
            kinds: kind_staff::kinds(case, settings, "kinds"),
            per_teacher: settings.milli("pupils_per_teacher").max(1),
            inclusion: settings.whole("inclusion"),
        })
    },
};
const NAME: &str = "special-staff";

struct SpecialStaff {
    strength: Strength,
    kinds: Vec<KindIx>,
    /// Thousandths of a pupil.
    per_teacher: i64,
    inclusion: i64,
}

impl SpecialStaff {
    fn asks(&self, case: &Case) -> Vec<Ask> {
        let units = case.units_ix().filter(|&(ix, unit)| unit.open && case.is_public(ix));
        let asked = units.filter_map(|(ix, unit)| {
            let (needed, what) = match unit.stage {
                Stage::Special => {
                    let pupils = unit.pupils().small() * 1000;
                    ((pupils + self.per_teacher - 1) / self.per_teacher, "rule.kind-staff.special")
                }
                Stage::Primary | Stage::Junior if unit.inclusion().small() >= self.inclusion.max(1) => {
                    (1, "rule.kind-staff.resource")
                }
                _ => return None,
            };
            (needed > 0).then(|| Ask::of_unit(case, (ix, ""), what, &self.kinds, needed))
        });
        asked.collect()
    }
}

impl Rule for SpecialStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        kind_staff::build(NAME, &self.asks(context.case), &self.strength, context, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        kind_staff::mark(self.kinds.clone())
    }

    fn wanted(&self, case: &Case) -> Vec<(UnitIx, KindIx)> {
        kind_staff::wanted(&self.asks(case))
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        kind_staff::assess(NAME, &self.asks(case), "special-teachers-missing", &self.strength, (case, plan))
    }
}
