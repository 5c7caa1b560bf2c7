//! The designated rural junior schools 农村优质初中 have their share of key teachers 骨干教师.
//!
//! Formula: `Σ key teachers − share·Σ teachers + s ≥ 0`, times 1000, so that `s = ⌈share·teachers⌉ − key teachers` is whole persons, for every open
//! public junior unit of a school that the office has tagged with one of `tags` (column `priority` of `schools`). Unit: persons missing.
//! Counted are people with a teaching post, at work or not, and the hires of the plan, who are no key teachers. Key teachers as in
//! `key-teacher-share`.
//! Why: item 6 of the programme. ⚠ Its numeral is damaged in the file: 13 schools, or 1–3. So no number is used here: the schools are
//! those that the office tags. The share is an assumption.

use super::key_teacher_share::is_key_teacher;
use super::rotation_share::needed;
use super::staff_limit::{most_people, share_of_teachers, teachers_after};
use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::{PostType, Stage};
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::{Assembly, Inside};
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "tags", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
        ],
    },
    page: Page {
        zh: "农村优质初中骨干教师",
        en: "Key teachers of the designated rural junior schools",
        sentence_zh: "教委标记的农村优质初中，骨干教师占教师的比例不低于规定值；新招聘教师不计为骨干。",
        sentence_en: "In the junior units of the schools that the office has tagged key teachers reach the stated share of the teachers; new teachers are none.",
        formula: "key + s ≥ share·teachers",
        unit: "person",
        source: "大足委教发〔2025〕22号 第6条(所数残缺⚠：13所或1—3所); 比例为假设",
    },
    make: |_, settings| {
        Box::new(RuralJunior {
            strength: settings.strength.clone(),
            tags: settings.words("tags").to_vec(),
            share: settings.milli("share"),
        })
    },
};
const NAME: &str = "rural-junior";

struct RuralJunior {
    strength: Strength,
    /// Priority tags of the schools.
    tags: Vec<String>,
    /// Thousandths.
    share: i64,
}

impl RuralJunior {
    fn covers(&self, case: &Case, unit: UnitIx) -> bool {
        let of = &case.units[unit.at()];
        let tagged = || case.school_of(unit).priority.iter().any(|tag| self.tags.contains(tag));
        of.open && of.stage == Stage::Junior && case.is_public(unit) && tagged()
    }
}

impl Rule for RuralJunior {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let rows: Vec<_> = case
            .units_ix()
            .map(|(unit, of)| {
                let code = self.covers(case, unit).then_some(of.code.as_str())?;
                let row = program.row_about((unit, Inside::Staff), NAME, code, Some(0), None);
                program.slack(row, 1000, most_people(context, unit), &self.strength, 1);
                Some(row)
            })
            .collect();
        share_of_teachers((rows, self.share), move |teacher| is_key_teacher(case, teacher), false, case, program);
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        let somewhere = case.units_ix().any(|(unit, _)| self.covers(case, unit));
        Box::new(move |teacher| {
            // Only who works in such a school, or might.
            let may_be_there = self.covers(case, teacher.unit) || admission.mobility(teacher) != Mobility::Fixed;
            let counts = somewhere && teacher.record.post == PostType::Teaching && may_be_there;
            i64::from(counts) * (1 + i64::from(is_key_teacher(case, teacher)))
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let after = teachers_after(case, plan, |teacher| is_key_teacher(case, teacher), false);
        let mut assessment = Assessment::default();
        let (mut key, mut teachers) = (0, 0);
        for ((_, of), (count, staff)) in case.units_ix().zip(after).filter(|((unit, _), _)| self.covers(case, *unit)) {
            let limit = needed(self.share, staff);
            let missing = (limit - count).max(0);
            (key, teachers) = (key + count, teachers + staff);
            let value = (staff > 0).then(|| count * 1000 / staff);
            let indicator = Indicator::of_unit(of, "rural-junior-key-share", value);
            assessment.indicators.push(indicator.limited(self.share, value.map(|_| missing == 0)));
            if missing > 0 {
                let text = with_unit(Text::new("rule.rural-junior"), case, of).with("staff", staff);
                let text = text.with("count", count).with("limit", limit);
                assessment.violation += missing;
                assessment.findings.push(finding(NAME, &self.strength, &of.code, (missing * 1000, "person"), text));
            }
        }
        let value = (teachers > 0).then(|| key * 1000 / teachers);
        let met = value.map(|_| assessment.violation == 0);
        assessment.indicators.push(Indicator::state("rural-junior-key-share", value).limited(self.share, met));
        assessment
    }
}
