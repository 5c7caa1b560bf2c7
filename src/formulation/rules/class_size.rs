//! No class and no school is larger than the standard.
//!
//! Formula: `Σ classes above size + Σ schools above school_size`; pupils of a grade are taken as spread evenly over its classes. It
//! follows from the tables and no decision changes it. Where classes are not given, `⌈pupils/size⌉` makes the demand;
//! given classes are kept and reported until `until`, and from the next year on a grade has at least that many.
//! Unit: classes and schools.
//! Why: 45 primary, 50 junior, every class; 2,000 pupils, 2,500 in nine-year schools; 56 and more is a large class 大班额
//! (优质均衡 2.4, 2.5; standards §1.7, §2.5).

use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::words::Stage;
use crate::domain::{Case, Grade, SchoolIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "size", kind: ParamKind::Numbers, unit: "pupils" },
            ParamSpec { name: "large", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "school_size", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "nine_year_size", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "until", kind: ParamKind::Number, unit: "year" },
        ],
    },
    page: Page {
        zh: "班额与学校规模",
        en: "Size of classes and schools",
        sentence_zh: "班额、学校规模不超过标准；未给出班级数的按班额标准测算班级数，由此得出课时需求；规定年份后按标准分班。",
        sentence_en: "Classes and schools are not larger than the standard; classes that are not given follow from it and so does the demand, and after the stated year every grade has at least as many.",
        formula: "Σ classes above size + Σ schools above size = 0",
        unit: "class",
        source: "优质均衡督导评估 2.4、2.5",
    },
    make: |_, settings| Box::new(ClassSize::new(settings)),
};
pub(super) const NAME: &str = "class-size";

struct ClassSize {
    strength: Strength,
    /// Pupils in thousandths, by stage.
    size: BTreeMap<String, i64>,
    large: i64,
    school: i64,
    nine_year: i64,
}

/// A school above its size, with its pupils and the limit.
pub type LargeSchool = (SchoolIx, i64, i64);

/// Oversize classes by unit, and the schools above their size; `None` where the rule is off.
#[must_use]
pub fn oversize(case: &Case, policy: &Policy) -> Option<(Vec<i64>, Vec<LargeSchool>)> {
    let rule = ClassSize::new(policy.rule(NAME)?);
    Some((rule.classes(case), rule.schools(case)))
}

/// Classes of a grade with more than `size` pupils.
fn above(grade: &Grade, size: i64) -> i64 {
    let (pupils, classes) = (grade.pupils.small(), grade.classes);
    if classes <= 0 {
        return i64::from(pupils > size);
    }
    let (each, fuller) = (pupils / classes, pupils % classes);
    match () {
        () if each > size => classes,
        () if each == size => fuller,
        () => 0,
    }
}

impl ClassSize {
    fn new(settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            size: settings.numbers("size").clone(),
            large: settings.whole("large"),
            school: settings.whole("school_size"),
            nine_year: settings.whole("nine_year_size"),
        }
    }

    /// Oversize classes by unit.
    fn classes(&self, case: &Case) -> Vec<i64> {
        let of_unit = |unit: &crate::domain::Unit| {
            let size = self.size.get(unit.stage.code()).map(|size| size / 1000);
            size.map_or(0, |size| unit.grades.iter().map(|grade| above(grade, size)).sum())
        };
        case.units.iter().map(of_unit).collect()
    }

    /// Schools above their size, with pupils and limit.
    fn schools(&self, case: &Case) -> Vec<LargeSchool> {
        let mut sizes: BTreeMap<SchoolIx, BTreeMap<Stage, i64>> = BTreeMap::new();
        for unit in case.units.iter().filter(|u| matches!(u.stage, Stage::Primary | Stage::Junior)) {
            *sizes.entry(unit.school).or_default().entry(unit.stage).or_default() += unit.pupils().small();
        }
        let over = sizes.into_iter().filter_map(|(school, stages)| {
            let (pupils, limit) = (
                stages.values().sum::<i64>(),
                if stages.values().filter(|&&p| p > 0).count() > 1 { self.nine_year } else { self.school },
            );
            (pupils > limit).then_some((school, pupils, limit))
        });
        over.collect()
    }
}

impl Rule for ClassSize {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        for (unit, amount) in case.units.iter().zip(self.classes(case)) {
            program.given(NAME, unit.code.as_str(), amount, &self.strength);
        }
        for (school, _, _) in self.schools(case) {
            program.given(NAME, case.schools[school.at()].code.as_str(), 1, &self.strength);
        }
    }

    fn assess(&self, case: &Case, _: &Policy, _: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        let classes = self.classes(case);
        for (unit, &amount) in case.units.iter().zip(&classes).filter(|(_, amount)| **amount > 0) {
            let text = with_unit(Text::new("rule.class-size.class"), case, unit).with("amount", amount);
            assessment.violation += amount;
            assessment.findings.push(finding(NAME, &self.strength, &unit.code, (amount * 1000, "class"), text));
        }
        for (school, pupils, limit) in self.schools(case) {
            let school = &case.schools[school.at()];
            let text = Text::new("rule.class-size.school").with("school", &school.name).with("pupils", pupils);
            assessment.violation += 1;
            let text = text.with("limit", limit);
            assessment.findings.push(finding(NAME, &self.strength, &school.code, (1000, "school"), text));
        }
        for stage in Stage::ALL.iter().copied().filter(|s| self.size.contains_key(s.code())) {
            let of_stage = || case.units.iter().zip(&classes).filter(move |(unit, _)| unit.stage == stage);
            let oversize: i64 = of_stage().map(|(_, amount)| amount).sum();
            let large: i64 =
                of_stage().flat_map(|(unit, _)| &unit.grades).map(|grade| above(grade, self.large - 1)).sum();
            for (name, count) in [("classes-oversize", oversize), ("classes-large", large)] {
                let indicator = Indicator::state(name, Some(count * 1000)).at_stage(stage);
                assessment.indicators.push(indicator.limited(0, Some(count == 0)));
            }
        }
        assessment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EnrollmentSource, Pupils};

    #[test]
    fn pupils_are_spread_evenly_over_classes() {
        // 91 children in two classes are 46 and 45: one above 45; 90 are none; 100 are two; without a class 46 are one.
        let (boarders, inclusion, source) = (Pupils::ZERO, Pupils::ZERO, EnrollmentSource::Given);
        let grade =
            |pupils, classes| Grade { grade: 1, pupils: Pupils::whole(pupils), classes, boarders, inclusion, source };
        assert_eq!(above(&grade(91, 2), 45), 1);
        assert_eq!(above(&grade(90, 2), 45), 0);
        assert_eq!(above(&grade(100, 2), 45), 2);
        assert_eq!(above(&grade(46, 0), 45), 1);
    }
}
