//! Every unit has PE teachers by the number of its classes.
//!
//! Formula: `Σ PE teachers + s ≥ ⌊c₁₂/lower + c₃₆/upper + c_j/junior + c_s/senior⌋`, and `≥ 1` in a rural unit of more than
//! `rural_pupils` children, for every open public unit; `c` are its classes of grades 1–2, 3–6, junior, and senior or vocational.
//! Unit: persons missing. Why: 《国家学校体育卫生条件试行基本标准》教体艺〔2008〕5号 (standards §3.1; programme items 8 and 13).
//!
//! Rounded down: the norm gives one teacher for so many classes, so that only a full group of them asks for a person, and it names
//! the one case in which less than a group does (rural units). Who teaches PE besides another subject does not count.

use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::words::{Setting, Stage};
use crate::domain::{Case, KindIx, Unit};
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "lower_primary", kind: ParamKind::Number, unit: "classes/teacher" },
            ParamSpec { name: "upper_primary", kind: ParamKind::Number, unit: "classes/teacher" },
            ParamSpec { name: "junior", kind: ParamKind::Number, unit: "classes/teacher" },
            ParamSpec { name: "senior", kind: ParamKind::Number, unit: "classes/teacher" },
            ParamSpec { name: "rural_pupils", kind: ParamKind::Number, unit: "pupils" },
        ],
    },
    page: Page {
        zh: "体育教师按班级数配备",
        en: "PE teachers by classes",
        sentence_zh: "体育教师不少于按学段每若干个班一名计算的人数（不足一名的部分不计）；超过规定学生数的乡村单位至少一名。",
        sentence_en: "A unit has at least one PE teacher for every so many classes of its stage (parts of one are left out), and a rural unit above the stated size at least one.",
        formula: "Σ PE teachers + s ≥ ⌊Σ classes/ratio⌋, rural: ≥ 1",
        unit: "person",
        source: "教体艺〔2008〕5号 国家学校体育卫生条件试行基本标准",
    },
    make: |case, settings| Box::new(PePerClasses::new(case, settings)),
};
const NAME: &str = "pe-per-classes";

struct PePerClasses {
    strength: Strength,
    kinds: Vec<KindIx>,
    /// Thousandths of a class per teacher: grades 1–2, grades 3–6, junior, senior and vocational; zero asks nothing.
    ratios: [i64; 4],
    rural_pupils: i64,
}

/// Position of a grade in the ratios; none where PE teachers are not counted by classes.
const fn sort(stage: Stage, grade: i64) -> Option<usize> {
    match stage {
        Stage::Primary if grade <= 2 => Some(0),
        Stage::Primary => Some(1),
        Stage::Junior => Some(2),
        Stage::Senior | Stage::Vocational => Some(3),
        Stage::Kindergarten | Stage::Special => None,
    }
}

/// The whole part of `Σ classes · 1000 / ratio`, exactly.
fn whole(classes: [i64; 4], ratios: [i64; 4]) -> i64 {
    let (mut above, mut below) = (0_i128, 1_i128);
    for (classes, ratio) in classes.into_iter().zip(ratios).filter(|&(classes, ratio)| classes > 0 && ratio > 0) {
        let ratio = i128::from(ratio);
        (above, below) = (above * ratio + i128::from(classes) * 1000 * below, below * ratio);
    }
    i64::try_from(above / below).unwrap_or(i64::MAX)
}

impl PePerClasses {
    fn new(case: &Case, settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            kinds: kind_staff::kinds(case, settings, "kinds"),
            ratios: ["lower_primary", "upper_primary", "junior", "senior"].map(|name| settings.milli(name)),
            rural_pupils: settings.whole("rural_pupils"),
        }
    }

    fn needed(&self, unit: &Unit, setting: Setting) -> i64 {
        let mut classes = [0; 4];
        for grade in &unit.grades {
            if let Some(at) = sort(unit.stage, grade.grade) {
                classes[at] += grade.classes;
            }
        }
        let rural = setting == Setting::Rural && unit.pupils().small() > self.rural_pupils;
        let taught = classes.iter().any(|&c| c > 0);
        whole(classes, self.ratios).max(i64::from(rural && taught))
    }

    fn asks(&self, case: &Case) -> Vec<Ask> {
        let units = case.units_ix().filter(|&(ix, unit)| unit.open && case.is_public(ix));
        let asks = units.map(|(ix, unit)| {
            let needed = self.needed(unit, case.school_of(ix).setting);
            Ask::of_unit(case, (ix, ""), "rule.kind-staff.pe", &self.kinds, needed)
        });
        asks.filter(|ask| ask.needed > 0).collect()
    }
}

impl Rule for PePerClasses {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        kind_staff::build(NAME, &self.asks(context.case), &self.strength, context, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        kind_staff::mark(self.kinds.clone())
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        kind_staff::assess(NAME, &self.asks(case), "pe-teachers-missing", &self.strength, (case, plan))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_teacher_are_added_up_exactly() {
        // 2/6 + 4/7 = 19/21 is none, 3/6 + 7/14 is one and not a hair less; 12/6 + 24/7 = 5.43 is five.
        assert_eq!(whole([2, 4, 0, 0], [6000, 7000, 7000, 9000]), 0);
        assert_eq!(whole([3, 7, 0, 0], [6000, 14_000, 7000, 9000]), 1);
        assert_eq!(whole([12, 24, 0, 0], [6000, 7000, 7000, 9000]), 5);
        // One third thrice is one, and six and a half classes to a teacher are possible; a ratio of zero asks nothing.
        assert_eq!(whole([1, 1, 1, 0], [3000, 3000, 3000, 1]), 1);
        assert_eq!(whole([13, 0, 0, 0], [6500, 0, 0, 0]), 2);
        assert_eq!(whole([13, 0, 0, 0], [0; 4]), 0);
    }
}
