//! No more people are hired than there are posts for, all channels together.
//!
//! Formula: `Σ h − e ≤ most`, in every school year. Unit: persons. Why: what a plan is worth against the number of posts is asked by limits that
//! rise (ε-constraints; Haimes, Lasdon and Wismer, 1971); the number is the office's.

use super::{Assessment, Context, Entry, Page, Rule, staff_limit};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "most", kind: ParamKind::Number, unit: "persons" }],
    },
    page: Page {
        zh: "招聘人数上限",
        en: "Limit on hires",
        sentence_zh: "每个学年各渠道招聘的人数合计不超过规定人数。",
        sentence_en: "In each school year no more people are hired than stated, all channels together.",
        formula: "Σ h − e ≤ most",
        unit: "person",
        source: "权衡分析用，由使用者给定",
    },
    make: |_, settings| Box::new(HiresLimit { strength: settings.strength.clone(), most: settings.whole("most") }),
};
/// Name in the policy.
pub const NAME: &str = "hires-limit";

struct HiresLimit {
    strength: Strength,
    /// Persons who may be hired.
    most: i64,
}

impl Rule for HiresLimit {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let could: i64 = context.decisions.hires.iter().map(|hire| hire.upper).sum();
        let Some(row) = staff_limit::district_row((NAME, "district"), (self.most, could), &self.strength, program)
        else {
            return;
        };
        program.each_hire(move |_, terms| terms.row(row, 1));
    }

    fn assess(&self, _: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let hired: i64 = plan.hires.iter().map(|hire| hire.count).sum();
        let text = Text::new("rule.hires-limit").with("hired", hired);
        staff_limit::district_excess((NAME, "hires-against-limit"), &self.strength, (Some(hired), self.most), text)
    }
}
