//! What the office has decided about a person is kept: where to, where not to, and exempt with reason and date.
//!
//! Formula: `x[c,p] = 0` into a forbidden school 不得调往, and into any but the school that was decided on 固定学校. Unit: persons.
//! A decision that cannot be carried out (the school is closed or private, the certificate does not cover it) is void, which
//! `who-may-rotate` says. An exemption that lacks its reason or its date is told, so that the office completes it.
//! Why: pinned, forbidden and exempt people are decided case by case; a plan that passes over a decision is of no use. Source: model.

use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::{Case, SchoolIx, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: true, params: &[] },
    page: Page {
        zh: "个别决定",
        en: "Decisions about single people",
        sentence_zh: "已定岗的安排在指定学校，不得调往的学校不安排；免于交流须有原因和截止年月，缺一项的提示补全。",
        sentence_en: "Who is pinned works in the school decided on, and nobody is sent to a school that is forbidden; an exemption without reason or date is told.",
        formula: "x[c,p] = 0 into a forbidden school or away from the pinned one",
        unit: "person",
        source: "模型",
    },
    make: |_, settings| Box::new(DecidedCases { strength: settings.strength.clone() }),
};
pub(super) const NAME: &str = "decided-cases";

struct DecidedCases {
    strength: Strength,
}

/// Whether the office forbids to send this person to `unit`. Who works in such a school may stay.
pub(super) fn is_forbidden(case: &Case, teacher: &Teacher, unit: UnitIx) -> bool {
    let school = case.units[unit.at()].school;
    school != case.units[teacher.unit.at()].school && teacher.forbidden.binary_search(&school).is_ok()
}

/// What the exemption of a person lacks; `None` where there is none, or nothing is lacking.
fn incomplete(case: &Case, teacher: &Teacher) -> Option<&'static str> {
    match (&teacher.record.exempt_reason, teacher.record.exempt_until) {
        (None, Some(until)) if until >= case.year.start() => Some("rule.decided-cases.no-reason"),
        (Some(_), None) => Some("rule.decided-cases.no-date"),
        _ => None,
    }
}

impl Rule for DecidedCases {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, admission) = (context.case, context.admission);
        // Forbidden schools are not listed. Pins are kept by the listing as well, but for a policy without `who-may-rotate`.
        program.each_path(move |cohort, path, terms| {
            if matches!(cohort.key.mobility, Mobility::Fixed | Mobility::Pinned) {
                return;
            }
            let decided = admission.pin(cohort.somebody(case));
            let there = path.path.unit(cohort.key.home).map(|unit| case.units[unit.at()].school);
            if decided.is_some() && there != decided {
                terms.cost(&self.strength, 1);
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        Box::new(move |teacher| {
            if teacher.pinned.is_none() || matches!(admission.mobility(teacher), Mobility::Fixed | Mobility::Pinned) {
                return 0;
            }
            admission.pin(teacher).map_or(0, |school| i64::try_from(school.at()).map_or(0, |at| at + 1))
        })
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut note = |strength: &Strength, teacher: &Teacher, text: Text| {
            let text = text.with("id", &teacher.record.id);
            assessment.findings.push(finding(NAME, strength, &teacher.record.id, (1000, "person"), text));
        };
        let mut broken = 0;
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if let Some(unit) = posting.unit.filter(|&unit| is_forbidden(case, teacher, unit)) {
                let text = with_unit(Text::new("rule.decided-cases.forbidden"), case, &case.units[unit.at()]);
                note(&self.strength, teacher, text);
                broken += 1;
            }
            let there: Option<SchoolIx> = posting.unit.map(|unit| case.units[unit.at()].school);
            if let Some(school) = admission.pin(teacher).filter(|&school| there != Some(school)) {
                let name = &case.schools[school.at()].name;
                note(&self.strength, teacher, Text::new("rule.decided-cases.pinned").with("school", name));
                broken += 1;
            }
            if let Some(key) = incomplete(case, teacher) {
                note(&Strength::Report, teacher, Text::new(key));
            }
        }
        assessment.violation = broken;
        let lacking = case.teachers.iter().filter(|teacher| incomplete(case, teacher).is_some()).count();
        let lacking = i64::try_from(lacking).unwrap_or(i64::MAX);
        let indicator = Indicator::flow("exemptions-incomplete", Some(lacking * 1000));
        assessment.indicators.push(indicator.limited(0, Some(lacking == 0)));
        assessment
    }
}
