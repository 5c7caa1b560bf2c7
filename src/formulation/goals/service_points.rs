//! Among equal placements, those with the most service points are placed.
//!
//! Formula: `min Σ_s points_s · (n_s − Σ_v z[s,v])`: the points of those who are not placed. Unit: points.
//! Why: the total of the placed is largest when the total of the others is smallest; seniority is the customary order.

use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "服务积分优先",
        en: "Service points",
        sentence_zh: "其他相同时，使得到安排的人员服务积分总和最大。",
        sentence_en: "Other things equal, the total of service points of the placed is largest.",
        formula: "min Σ_s points_s · unplaced_s",
        unit: "point",
        source: "超编与缺编名单",
    },
    make: |_, settings| Box::new(ServicePoints { strength: settings.strength.clone() }),
};
const NAME: &str = "service-points";

struct ServicePoints {
    strength: Strength,
}

impl Rule for ServicePoints {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let groups = &context.places.surplus;
        let rows: Vec<_> = groups
            .iter()
            .map(|group| {
                let size = i64::try_from(group.members.len()).unwrap_or(i64::MAX);
                let row = program.row(NAME, context.case.surplus[group.members[0]].code.as_str(), Some(size), None);
                program.slack(row, 1, size, &self.strength, group.points);
                row
            })
            .collect();
        program.each_place(move |place, terms| terms.row(rows[place.surplus], 1));
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let placed: i64 = plan.placements.iter().map(|p| case.surplus[p.surplus].points).sum();
        let all: i64 = case.surplus.iter().filter(|s| s.available).map(|s| s.points).sum();
        let indicator = Indicator::flow("service-points-placed", Some(placed));
        Assessment { violation: all - placed, indicators: vec![indicator], ..Assessment::default() }
    }
}
