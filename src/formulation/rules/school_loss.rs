//! No unit loses more than a share of its staff in one year.
//!
//! Formula: `Σ leaving u ≤ max(⌈share · staff_u⌉, staff_u − posts_u)` for every open unit: a surplus may leave at once;
//! declared as `Σ staying in u + e ≥ staff_u − limit_u`.
//! Unit: persons. Why: a school must go on working; the share is an assumption.

use super::rotation_share::needed;
use super::staff_limit::leaving_row;
use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
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
        zh: "单位调出上限",
        en: "Limit on what one school loses",
        sentence_zh: "一个单位一年内调出的人数不超过规定比例（超编部分除外）。",
        sentence_en: "No unit loses more than the stated share of its staff in a year, its surplus apart.",
        formula: "Σ leaving ≤ max(⌈share·staff⌉, staff − posts)",
        unit: "person",
        source: "假设",
    },
    make: |_, settings| Box::new(SchoolLoss { strength: settings.strength.clone(), share: settings.milli("share") }),
};
const NAME: &str = "school-loss";

struct SchoolLoss {
    strength: Strength,
    /// Thousandths.
    share: i64,
}

impl SchoolLoss {
    fn limits(&self, case: &Case) -> Vec<Option<i64>> {
        let staff = case.opening.staff.iter().zip(&case.units);
        staff
            .map(|(&heads, unit)| unit.open.then(|| needed(self.share, heads).max(heads - unit.posts.small())))
            .collect()
    }
}

impl Rule for SchoolLoss {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        // Said of those who stay, which is the same and keeps the row inside the unit.
        let rows: Vec<_> = case
            .units_ix()
            .zip(self.limits(case).into_iter().zip(&case.opening.staff))
            .map(|((ix, unit), (limit, &heads))| {
                let place = (ix, NAME, unit.code.clone());
                Some(leaving_row(place, (heads, limit?, context.people), &self.strength, context, program))
            })
            .collect();
        let later = context.is_later();
        program.each_path(move |cohort, path, terms| {
            if let Some(row) = rows[cohort.key.home.at()].filter(|_| path.path.stays() != later) {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let leaving = Tally::of(case, plan).leaving;
        let mut assessment = Assessment::default();
        for ((unit, limit), &gone) in case.units.iter().zip(self.limits(case)).zip(&leaving) {
            let Some(excess) = limit.map(|limit| gone - limit).filter(|&excess| excess > 0) else { continue };
            let text =
                with_unit(Text::new("rule.school-loss"), case, unit).with("gone", gone).with("limit", gone - excess);
            assessment.violation += excess;
            assessment.findings.push(finding(NAME, &self.strength, &unit.code, (excess * 1000, "person"), text));
        }
        assessment
    }
}
