//! No unit grows above its approved posts.
//!
//! Formula: `staff after ≤ max(posts, staff before)` for every open unit. Unit: persons.
//! Why: 编制 are distributed by the district inside the approved total (优质均衡 2.10; 中央编办发〔2014〕72号; standards §2).
//! Where the office gives no posts they follow from pupils (1:19, 1:13.5, 1:12.5 …), in small rural units at least from classes,
//! with more for boarders; the parameters say how. A surplus that exists already is the business of `surplus-reduction`.

use super::{Assessment, Context, Entry, Page, Rule, finding, staff_limit, with_unit};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::tally::Tally;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "pupils_per_post", kind: ParamKind::Numbers, unit: "pupils/post" },
            ParamSpec { name: "class_posts", kind: ParamKind::Number, unit: "posts/class" },
            ParamSpec { name: "small_below", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "least", kind: ParamKind::Number, unit: "posts" },
            ParamSpec { name: "boarders_per_post", kind: ParamKind::Number, unit: "boarders" },
        ],
    },
    page: Page {
        zh: "编制上限",
        en: "Approved posts",
        sentence_zh: "调动和招聘后，任何单位的人数不超过核定编制；原已超编的不再增加。",
        sentence_en: "After moves and hires no unit has more staff than approved posts; one that had more does not grow.",
        formula: "staff_after ≤ max(posts, staff_before)",
        unit: "person",
        source: "中央编办发〔2014〕72号; 优质均衡督导评估 2.10",
    },
    make: |_, settings| Box::new(Establishment { strength: settings.strength.clone() }),
};
pub(crate) const NAME: &str = "establishment";

struct Establishment {
    strength: Strength,
}

fn limits(case: &Case) -> Vec<i64> {
    case.opening.limit.clone()
}

impl Rule for Establishment {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let limits = limits(context.case).into_iter().map(Some).collect();
        staff_limit::at_most(NAME, limits, &self.strength, context, program);
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let heads = Tally::of(case, plan).heads;
        let mut assessment = Assessment::default();
        let (mut over_posts, mut under_posts, mut posts, mut all) = (0, 0, 0, 0);
        for (((ix, unit), limit), &staff) in case.units_ix().zip(limits(case)).zip(&heads) {
            let surplus = staff - unit.posts.small();
            if case.is_public(ix) {
                over_posts += surplus.max(0);
                under_posts += (-surplus).max(0);
                posts += unit.posts.small();
                all += staff;
            }
            if unit.open && case.is_public(ix) {
                let indicator = Indicator::of_unit(unit, "staff", Some(staff * 1000));
                let of_posts = indicator.limited(unit.posts.small() * 1000, Some(surplus <= 0));
                assessment.indicators.push(of_posts);
            }
            if staff > limit {
                let text =
                    with_unit(Text::new("rule.establishment"), case, unit).with("staff", staff).with("limit", limit);
                assessment.violation += staff - limit;
                assessment.findings.push(finding(
                    NAME,
                    &self.strength,
                    &unit.code,
                    ((staff - limit) * 1000, "person"),
                    text,
                ));
            }
        }
        assessment.indicators.push(Indicator::state("staff-over-posts", Some(over_posts * 1000)));
        assessment.indicators.push(Indicator::state("staff-under-posts", Some(under_posts * 1000)));
        let total = Indicator::state("staff", Some(all * 1000));
        assessment.indicators.push(total.limited(posts * 1000, Some(all <= posts)));
        assessment
    }
}
