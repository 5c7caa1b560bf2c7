//! Who has moved stays for a time: nobody is moved twice in a few years.
//!
//! Formula: after a move in year y, `x[c,p with a move in y+1 … y+least_stay−1] = 0`; where `one_move`, none in the rest of the horizon.
//! Such paths are not listed. Who must go because the unit closes, whom the office has decided on, and who goes
//! back when the term of a rotation ends (`rotation-term`) are not held. Principals and
//! deputies who stay count one term more after every `term_years` years. Unit: persons.
//! Why: a plan that looks at one year only moves people twice; postings of at least three years: Henan (standards §4.2), no Chongqing
//! text found, so the numbers are assumptions of the policy. Without the rule three years, one move and terms of four years hold.

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, Teacher};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{MoveKind, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "least_stay", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "one_move", kind: ParamKind::Flag, unit: "" },
            ParamSpec { name: "term_years", kind: ParamKind::Number, unit: "years" },
        ],
    },
    page: Page {
        zh: "调动后最短任教年限",
        en: "Minimum stay after a move",
        sentence_zh: "多年规划中，调动后须在新单位任教满规定年数；可以限定每人在规划期内至多调动一次。",
        sentence_en: "In a plan over several years, who has moved stays for the stated years; moves may be limited to one in the horizon.",
        formula: "x[c,p with a move in y and again before y+least_stay] = 0",
        unit: "person",
        source: "河南交流办法(交流不少于 3 年，比照)",
    },
    make: |_, settings| Box::new(MinimumStay { strength: settings.strength.clone() }),
};
pub(crate) const NAME: &str = "minimum-stay";

struct MinimumStay {
    strength: Strength,
}

/// Whether the plan has brought the person here too recently to move on.
fn is_held(case: &Case, teacher: &Teacher) -> bool {
    teacher.arrived && teacher.record.exempt_until.is_some_and(|until| until >= case.year.start())
}

/// Whether a person is kept where an earlier year of the plan has brought them.
pub(super) fn holds(case: &Case, teacher: &Teacher, mobility: Mobility) -> bool {
    !matches!(mobility, Mobility::Released | Mobility::Pinned) && is_held(case, teacher)
}

impl Rule for MinimumStay {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        for posting in plan.postings.iter().filter(|p| p.moved.is_some_and(|kind| kind != MoveKind::Release)) {
            let teacher = &case.teachers[posting.teacher.at()];
            let allowed = match admission.mobility(teacher) {
                Mobility::Pinned => true,
                Mobility::Returning => posting.moved == Some(MoveKind::Return),
                _ => false,
            };
            if is_held(case, teacher) && !allowed {
                let text = Text::new("rule.minimum-stay").with("id", &teacher.record.id);
                assessment.violation += 1;
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
        }
        assessment
    }
}
