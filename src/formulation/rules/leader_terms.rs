//! Principals and deputies move on after their terms, and no unit that had a principal is left without one.
//!
//! Formula: `Σ x[overdue, stay]` plus, for every open unit with a principal, `s` of `Σ principals there + s ≥ 1`. Overdue is a principal
//! or deputy with at least `terms` full terms who may rotate. Unit: persons.
//! Why: principals and deputies rotate after two terms (教师〔2014〕4号; Anhui; standards §4.2); a school needs a head.

use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::Role;
use crate::domain::{Case, Teacher};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "terms", kind: ParamKind::Number, unit: "terms" }],
    },
    page: Page {
        zh: "校长任期交流",
        en: "Terms of principals",
        sentence_zh: "校长、副校长任满规定届数且符合交流条件的应当交流；原有校长的单位调整后仍有校长。",
        sentence_en: "Principals and deputies who have served the stated terms and may rotate move on; a unit that had a principal still has one.",
        formula: "Σ x[overdue, stay] + Σ_u s_u; principals_u + s_u ≥ 1",
        unit: "person",
        source: "教师〔2014〕4号; 任满两届比照安徽",
    },
    make: |_, settings| Box::new(LeaderTerms { strength: settings.strength.clone(), terms: settings.whole("terms") }),
};
const NAME: &str = "leader-terms";

struct LeaderTerms {
    strength: Strength,
    terms: i64,
}

impl LeaderTerms {
    /// Whether the terms of a leader are served.
    fn served(&self, teacher: &Teacher) -> bool {
        teacher.record.role.leads() && teacher.record.terms >= self.terms
    }
}

fn is_principal(teacher: &Teacher) -> bool {
    teacher.record.role == Role::Principal
}

/// By unit: whether it is open and has a principal now.
fn led(case: &Case) -> Vec<bool> {
    case.opening.led.clone()
}

impl Rule for LeaderTerms {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let rows: Vec<_> = case
            .units_ix()
            .zip(led(case))
            .map(|((_, unit), led)| {
                let row = led.then(|| program.row(NAME, unit.code.as_str(), Some(1), None))?;
                program.slack(row, 1, 1, &self.strength, 1);
                Some(row)
            })
            .collect();
        program.each_path(move |cohort, path, terms| {
            let somebody = cohort.somebody(case);
            if self.served(somebody) && cohort.key.mobility == Mobility::Eligible && path.path.stays() {
                terms.cost(&self.strength, 1);
            }
            let there = path.path.unit(cohort.key.home).filter(|_| is_principal(somebody));
            if let Some(row) = there.and_then(|unit| rows[unit.at()]) {
                terms.row(row, 1);
            }
        });
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(|teacher| i64::from(is_principal(teacher)) + 2 * i64::from(self.served(teacher)))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let (mut overdue, mut headless) = (0, led(case));
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if let Some(unit) = posting.unit.filter(|_| is_principal(teacher)) {
                headless[unit.at()] = false;
            }
            let stays = posting.unit == Some(teacher.unit);
            if stays && self.served(teacher) && admission.mobility(teacher) == Mobility::Eligible {
                overdue += 1;
                let text = Text::new("rule.leader-terms.overdue").with("id", &teacher.record.id);
                let text = text.with("terms", teacher.record.terms);
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
        }
        assessment.violation = overdue;
        for unit in case.units.iter().zip(&headless).filter(|(_, headless)| **headless).map(|(unit, _)| unit) {
            assessment.violation += 1;
            let text = with_unit(Text::new("rule.leader-terms.headless"), case, unit);
            assessment.findings.push(finding(NAME, &self.strength, &unit.code, (1000, "person"), text));
        }
        let indicator = Indicator::state("leaders-beyond-terms", Some(overdue * 1000));
        assessment.indicators.push(indicator.limited(0, Some(overdue == 0)));
        assessment
    }
}
