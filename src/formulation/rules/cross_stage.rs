//! Postings across stages 全学段统筹 are few, and only where a stage has too many people.
//!
//! Formula: `Σ x[c,p with a change of stage] ≤ most`; where `surplus_only`, paths across stages are listed for surplus staff alone. A
//! certificate must cover the new stage (rule `certificate`). People whom the office has decided on (pins) and people of closing units
//! are not counted. Unit: persons. What a change of stage asks of a person is a price of the goal `disruption`.
//! Why: item 8 of the programme (全学段统筹调配); Changting posted 30 from primary to junior in 2025 (standards §4.4); the limit is an
//! assumption.

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, MoveKind, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "most", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "surplus_only", kind: ParamKind::Flag, unit: "" },
        ],
    },
    page: Page {
        zh: "跨学段调配",
        en: "Postings across stages",
        sentence_zh: "跨学段调配须持有相应教师资格，全区每年不超过规定人数；可以限定为超编单位的富余教师。",
        sentence_en: "Postings across stages need the certificate and are limited in number; they may be kept to surplus staff.",
        formula: "Σ x[c,p across stages] ≤ most",
        unit: "person",
        source: "大足委教发〔2025〕22号 第8条; 人数为假设",
    },
    make: |_, settings| Box::new(CrossStage::new(settings)),
};
const NAME: &str = "cross-stage";

/// The rule.
pub struct CrossStage {
    strength: Strength,
    most: i64,
    surplus_only: bool,
}

impl CrossStage {
    pub(super) fn new(settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            most: settings.whole("most"),
            surplus_only: settings.flag("surplus_only"),
        }
    }

    /// Whether a person with this mobility may go to `unit` as far as stages are concerned.
    pub(super) fn allows(&self, case: &Case, teacher: &Teacher, mobility: Mobility, unit: UnitIx) -> bool {
        let same = case.units[teacher.unit.at()].stage == case.units[unit.at()].stage;
        same || mobility != Mobility::Eligible || !self.surplus_only
    }
}

/// Whether the office has decided that this person goes to `unit`.
fn is_decided(case: &Case, teacher: &Teacher, unit: UnitIx) -> bool {
    teacher.pinned == Some(case.units[unit.at()].school)
}

impl Rule for CrossStage {
    fn build<'a>(&'a self, _: &Context<'a>, program: &mut Assembly<'a>) {
        let row = program.row(NAME, "district", None, Some(self.most));
        program.each_path(move |cohort, path, terms| {
            let across = matches!(path.path, Path::Move(_, MoveKind::CrossStage));
            if across && cohort.key.mobility != Mobility::Pinned {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut count = 0;
        for posting in plan.postings.iter().filter(|p| p.moved == Some(MoveKind::CrossStage)) {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(unit) = posting.unit.filter(|&unit| !is_decided(case, teacher, unit)) else { continue };
            count += 1;
            if !self.allows(case, teacher, admission.mobility(teacher), unit) {
                let text = Text::new("rule.cross-stage.surplus").with("id", &teacher.record.id);
                assessment.violation += 1;
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
        }
        let over = count - self.most;
        if over > 0 {
            let text = Text::new("rule.cross-stage").with("count", count).with("limit", self.most);
            assessment.violation += over;
            assessment.findings.push(finding(NAME, &self.strength, "", (over * 1000, "person"), text));
        }
        let indicator = Indicator::flow("cross-stage", Some(count * 1000));
        assessment.indicators.push(indicator.limited(self.most * 1000, Some(over <= 0)));
        assessment
    }
}
