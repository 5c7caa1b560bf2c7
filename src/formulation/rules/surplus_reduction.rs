//! A surplus that exists falls every year.
//!
//! Formula: `staff after − e ≤ posts + S − ⌈share·S⌉` with `S = max(0, staff before − posts)`, `e ≥ 0`. Unit: persons too many.
//! Why: posts are re-allocated every school year and spare ones go to rural recruitment first (Chongqing 2014; standards
//! §2.2); the yearly share is an assumption.

use super::rotation_share::needed;
use super::{Assessment, Context, Entry, Page, Rule, finding, staff_limit, with_unit};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::Plan;
use crate::plan::tally::Tally;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" }],
    },
    page: Page {
        zh: "超编逐年消化",
        en: "Surplus falls",
        sentence_zh: "超编单位当年至少消化规定比例的超编人数。",
        sentence_en: "A unit above its posts sheds at least the stated share of its surplus this year.",
        formula: "staff_after − e ≤ posts + S − ⌈share·S⌉",
        unit: "person",
        source: "渝府 2014 农村教师队伍意见; 假设",
    },
    make: |_, settings| {
        Box::new(SurplusReduction { strength: settings.strength.clone(), share: settings.milli("share") })
    },
};
const NAME: &str = "surplus-reduction";

struct SurplusReduction {
    strength: Strength,
    /// Thousandths.
    share: i64,
}

impl SurplusReduction {
    /// Most staff by unit, only for open units with a surplus.
    fn limits(&self, case: &Case) -> Vec<Option<i64>> {
        let staff = case.opening.staff.iter().zip(&case.units);
        staff
            .map(|(&heads, unit)| {
                let surplus = heads - unit.posts.small();
                let shed = needed(self.share, surplus);
                (unit.open && surplus > 0).then_some(heads - shed)
            })
            .collect()
    }
}

impl Rule for SurplusReduction {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        staff_limit::at_most(NAME, self.limits(context.case), &self.strength, context, program);
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let heads = Tally::of(case, plan).heads;
        let mut assessment = Assessment::default();
        for ((unit, limit), &staff) in case.units.iter().zip(self.limits(case)).zip(&heads) {
            let Some(excess) = limit.map(|limit| staff - limit).filter(|&excess| excess > 0) else { continue };
            let text = with_unit(Text::new("rule.surplus-reduction"), case, unit)
                .with("excess", excess)
                .with("posts", unit.posts);
            assessment.violation += excess;
            assessment.findings.push(finding(NAME, &self.strength, &unit.code, (excess * 1000, "person"), text));
        }
        assessment
    }
}
