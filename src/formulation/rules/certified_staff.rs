//! Every full-time teacher holds a certificate for the stage where the person works.
//!
//! Formula: `Σ x[c,p → u | counted, no certificate of c covers the stage of u]`. Unit: persons.
//! Why: teaching certificates 100 % of full-time teachers (优质均衡 2.12; standards §1.7); part-time and substitute staff are not
//! counted (`balance-scope`). New teachers hold what their post asks. Moves without certificate are the business of `certificate`.

use super::balance_scope::Scope;
use super::certificate::covers;
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::Stage;
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "专任教师持证上岗",
        en: "Certified staff",
        sentence_zh: "中小学专任教师全部持有与任教学段相应的教师资格（兼职、代课不计入）。",
        sentence_en: "All full-time teachers of primary, junior, senior and vocational units hold a certificate for their stage; part-time and substitute staff are not counted.",
        formula: "Σ x[counted, not covered] = 0",
        unit: "person",
        source: "优质均衡督导评估 2.12",
    },
    make: |_, settings| Box::new(CertifiedStaff { strength: settings.strength.clone() }),
};
const NAME: &str = "certified-staff";

struct CertifiedStaff {
    strength: Strength,
}

/// Whether the person would work at this unit without the certificate that counts there.
fn is_missing(case: &Case, scope: &Scope, teacher: &Teacher, unit: UnitIx) -> bool {
    let stage = case.units[unit.at()].stage;
    let asked = matches!(stage, Stage::Primary | Stage::Junior | Stage::Senior | Stage::Vocational);
    asked && case.is_public(unit) && scope.counts(teacher) && !covers(case, teacher, stage)
}

const STAGES: [Stage; 4] = [Stage::Primary, Stage::Junior, Stage::Senior, Stage::Vocational];

impl Rule for CertifiedStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, scope) = (context.case, Scope::of(context.policy));
        program.each_path(move |cohort, path, terms| {
            let there = path.path.unit(cohort.key.home);
            if there.is_some_and(|unit| is_missing(case, &scope, cohort.somebody(case), unit)) {
                terms.cost(&self.strength, 1);
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let scope = Scope::of(policy);
        Box::new(move |teacher| {
            let counted = scope.counts(teacher);
            let bit = |(at, &stage): (usize, &Stage)| i64::from(counted && !covers(case, teacher, stage)) << at;
            STAGES.iter().enumerate().map(bit).sum()
        })
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let scope = Scope::of(policy);
        let mut assessment = Assessment::default();
        let (mut counted, mut missing) = (0, 0);
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(unit) = posting.unit else { continue };
            let asked = STAGES.contains(&case.units[unit.at()].stage) && case.is_public(unit);
            counted += i64::from(asked && scope.counts(teacher));
            if is_missing(case, &scope, teacher, unit) {
                missing += 1;
                let text = with_unit(Text::new("rule.certified-staff"), case, &case.units[unit.at()]);
                let text = text.with("id", &teacher.record.id);
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
        }
        assessment.violation = missing;
        let share = (counted > 0).then(|| (counted - missing) * 1000 / counted);
        let indicator = Indicator::state("certified-share", share);
        assessment.indicators.push(indicator.limited(1000, share.map(|_| missing == 0)));
        assessment
    }
}
