//! Who is posted to another unit holds a certificate that covers its stage.
//!
//! Formula: `x[c,p] = 0` where no certificate of `c` covers the stage of `p`. Unit: persons.
//! Why: a teaching certificate is valid at and below its own stage, senior and vocational ones are interchangeable, and
//! a kindergarten needs its own (教师资格条例 art. 5; standards §4.4). Non-teaching staff need none to move.

use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::words::{CertificateKind, PostType, Stage};
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::Plan;
use crate::policy::{Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: true, params: &[] },
    page: Page {
        zh: "教师资格覆盖学段",
        en: "Certificate covers the stage",
        sentence_zh: "调入另一单位的教师，其有效教师资格须覆盖该学段（同级及以下；幼儿园须有幼儿园资格）。",
        sentence_en: "Who is posted to another unit holds a valid certificate for its stage (its own stage and below; kindergarten needs its own).",
        formula: "x[c,p] = 0 if stage(p) ∉ covered(c)",
        unit: "person",
        source: "教师资格条例 第五条",
    },
    make: |_, settings| Box::new(Certificate::new(settings)),
};
const NAME: &str = "certificate";

/// The rule.
pub struct Certificate {
    strength: Strength,
}

impl Certificate {
    pub(super) fn new(settings: &RuleSettings) -> Self {
        Self { strength: settings.strength.clone() }
    }

    /// Whether a person may teach at the stage of `unit`.
    pub(super) fn allows(case: &Case, teacher: &Teacher, unit: UnitIx) -> bool {
        teacher.record.post == PostType::NonTeaching || covers(case, teacher, case.units[unit.at()].stage)
    }
}

/// Whether a live certificate of the person covers `stage`.
#[must_use]
pub fn covers(case: &Case, teacher: &Teacher, stage: Stage) -> bool {
    let live = teacher.certificates.iter().filter(|c| c.valid_until.is_none_or(|until| until >= case.year.start()));
    live.filter(|c| {
        matches!(c.certificate, CertificateKind::Teaching | CertificateKind::Special | CertificateKind::Nursery)
    })
    .any(|c| match c.certificate {
        CertificateKind::Special => stage == Stage::Special,
        CertificateKind::Nursery => stage == Stage::Kindergarten,
        _ => c.stage.is_some_and(|held| stage_covers(held, stage)),
    })
}

/// Whether a teaching certificate of stage `held` is valid at `stage`.
#[must_use]
pub const fn stage_covers(held: Stage, stage: Stage) -> bool {
    const fn rank(stage: Stage) -> u8 {
        match stage {
            Stage::Kindergarten | Stage::Special => 0,
            Stage::Primary => 1,
            Stage::Junior => 2,
            Stage::Senior | Stage::Vocational => 3,
        }
    }
    match (held, stage) {
        (Stage::Kindergarten, other) => matches!(other, Stage::Kindergarten),
        (_, Stage::Kindergarten) => false,
        (Stage::Special, other) => matches!(other, Stage::Special),
        (_, Stage::Special) => true,
        _ => rank(held) >= rank(stage),
    }
}

impl Rule for Certificate {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        for posting in plan.postings.iter().filter(|p| p.moved.is_some()) {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(unit) = posting.unit.filter(|&unit| !Self::allows(case, teacher, unit)) else { continue };
            let text =
                with_unit(Text::new("rule.certificate").with("id", &teacher.record.id), case, &case.units[unit.at()]);
            assessment.violation += 1;
            assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
        }
        assessment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_valid_at_and_below_its_stage() {
        // Junior covers primary, not senior; vocational and senior are interchangeable; kindergarten stands alone.
        assert!(stage_covers(Stage::Junior, Stage::Primary));
        assert!(!stage_covers(Stage::Junior, Stage::Senior));
        assert!(stage_covers(Stage::Vocational, Stage::Senior) && stage_covers(Stage::Senior, Stage::Vocational));
        assert!(
            !stage_covers(Stage::Primary, Stage::Kindergarten) && !stage_covers(Stage::Kindergarten, Stage::Primary)
        );
    }
}
