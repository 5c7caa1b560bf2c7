//! The yearly cost of hires is lowest.
//!
//! Formula: `min Σ cost[ch] · h[u,k,ch]`. Unit: yuan per year. Why: budget.

use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "招聘成本",
        en: "Cost of hires",
        sentence_zh: "在前述目标不变的前提下，招聘的年成本最低。",
        sentence_en: "With the goals before it held, hires cost least per year.",
        formula: "min Σ cost[ch]·h[u,k,ch]",
        unit: "yuan",
        source: "招聘渠道表",
    },
    make: |case, settings| {
        Box::new(HiringCost {
            strength: settings.strength.clone(),
            costs: case.channels.iter().map(|c| c.cost.small()).collect(),
        })
    },
};
const NAME: &str = "hiring-cost";

struct HiringCost {
    strength: Strength,
    /// Yuan per year by channel.
    costs: Vec<i64>,
}

impl Rule for HiringCost {
    fn build<'a>(&'a self, _: &Context<'a>, program: &mut Assembly<'a>) {
        program.each_hire(move |hire, terms| terms.cost(&self.strength, self.costs[hire.channel.at()]));
    }

    fn assess(&self, _: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let cost: i64 = plan.hires.iter().map(|h| h.count * self.costs[h.channel.at()]).sum();
        let indicator = Indicator::flow("hiring-cost", Some(cost * 1000));
        Assessment { violation: cost, indicators: vec![indicator], ..Assessment::default() }
    }
}
