//! A rotation 交流轮岗 has a term, after which the person may go back to the school they came from.
//!
//! Formula: one path more, `x[c,p rotating in y, at home from y+years on]`; in all years between the person works where they were sent. Who
//! does not go back when the term ends remains for good. Paths that go back earlier, later or elsewhere are not listed. Unit: persons.
//! Why: posts stay with the home school where people are sent for a term (stays of at least three years: Henan, standards §4.2); no
//! Chongqing text found, so the number is an assumption of the policy. Without the rule nobody goes back. Going back is a move like
//! others, except that quotas of rotation, pairing of schools, clusters and personal burdens do not count it.

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, SchoolYear, Teacher};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, MoveKind, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[ParamSpec { name: "years", kind: ParamKind::Number, unit: "years" }],
    },
    page: Page {
        zh: "交流期满返回",
        en: "Return after the rotation term",
        sentence_zh: "多年规划中，交流轮岗满规定年数的教师可以返回原单位；期满未返回的留在新单位。",
        sentence_en: "In a plan over several years, who has rotated may go back to the former unit after the stated years, and otherwise remains.",
        formula: "x[c,p with a rotation in y and a return in y+years]",
        unit: "person",
        source: "河南交流办法(交流不少于 3 年，比照)",
    },
    make: |_, settings| Box::new(RotationTerm { strength: settings.strength.clone() }),
};
pub(crate) const NAME: &str = "rotation-term";

struct RotationTerm {
    strength: Strength,
}

/// What becomes of who may be moved as `mobility` says: where the term ends this year, they may go back and nowhere else, unless the unit closes or
/// the office has decided.
pub(super) fn returning(year: SchoolYear, teacher: &Teacher, mobility: Mobility) -> bool {
    !matches!(mobility, Mobility::Released | Mobility::Pinned) && teacher.term_ends(year)
}

impl Rule for RotationTerm {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut returns = 0;
        for posting in plan.postings.iter().filter(|p| p.moved == Some(MoveKind::Return)) {
            returns += 1;
            let teacher = &case.teachers[posting.teacher.at()];
            let due = admission.mobility(teacher) == Mobility::Returning;
            if !(due && posting.unit.is_some_and(|unit| teacher.comes_from(unit))) {
                let text = Text::new("rule.rotation-term").with("id", &teacher.record.id);
                assessment.violation += 1;
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
        }
        assessment.indicators.push(Indicator::flow("returns", Some(returns * 1000)));
        assessment
    }
}
