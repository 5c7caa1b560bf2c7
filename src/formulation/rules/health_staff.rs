//! Boarding schools and large schools have health professionals 专业卫生技术人员.
//!
//! Formula: `Σ health staff of the school + s ≥ 1` for every open public school that boards or has at least `pupils` children.
//! Unit: persons missing. Why: 教体艺〔2008〕5号, numbers from a secondary source; more medical staff is item 8 of the programme (standards §3.1).
//!
//! Asked of the school, all its units but kindergartens together: one nurse's room serves primary and junior classes alike. Smaller
//! schools need a health teacher 保健教师, who may be any teacher: nothing is asked there.

use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::words::Stage;
use crate::domain::{Case, KindIx, SchoolIx, UnitIx};
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
        ],
    },
    page: Page {
        zh: "专业卫生技术人员",
        en: "Health staff",
        sentence_zh: "寄宿制学校和达到规定学生数的学校至少有一名专业卫生技术人员；其他学校可由教师兼任保健教师，不作要求。",
        sentence_en: "Boarding schools and schools of the stated size have at least one health professional; elsewhere any teacher may be health teacher, so nothing is asked.",
        formula: "Σ health staff of the school + s ≥ 1",
        unit: "person",
        source: "教体艺〔2008〕5号; 大足委教发〔2025〕22号 第8条",
    },
    make: |case, settings| {
        Box::new(HealthStaff {
            strength: settings.strength.clone(),
            kinds: kind_staff::kinds(case, settings, "kinds"),
            pupils: settings.whole("pupils"),
        })
    },
};
const NAME: &str = "health-staff";

struct HealthStaff {
    strength: Strength,
    kinds: Vec<KindIx>,
    pupils: i64,
}

impl HealthStaff {
    fn asks(&self, case: &Case) -> Vec<Ask> {
        let schools = kind_staff::schools(case, |unit| unit.stage != Stage::Kindergarten);
        let asked = schools
            .into_iter()
            .filter(|&(school, (_, pupils))| case.schools[school.at()].boarding || pupils >= self.pupils);
        let ask = |(school, (units, _)): (SchoolIx, (Vec<UnitIx>, i64))| {
            let of = &case.schools[school.at()];
            let name = (of.name.clone(), of.name.clone());
            let (row, place, kinds) = (of.code.clone(), of.code.clone(), self.kinds.clone());
            Ask { row, place, name, what: "rule.kind-staff.health", units, kinds, needed: 1, within: None }
        };
        asked.map(ask).collect()
    }
}

impl Rule for HealthStaff {
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
        kind_staff::assess(NAME, &self.asks(case), "health-staff-missing", &self.strength, (case, plan))
    }
}
