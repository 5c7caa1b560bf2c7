//! What a plan costs in its first year stays within the budget.
//!
//! Formula: `Σ cost[ch]·h + rural_allowance·(people sent from other schools to rural ones) + travel·minutes·(shared teachers) +
//! retraining·(people retrained) − 1000·e ≤ yuan`. Unit: thousands of yuan a year, begun ones whole. `travel` is the pay for one minute of way, one way, of a teacher who
//! goes to a second school for a year. Why: pay of hires by channel; Chongqing pays rural teachers 200–500 yuan a month (2015; standards
//! §7); budget, travel and retraining are assumptions until the office states them.

use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::words::Setting;
use crate::domain::{Case, Money, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "yuan", kind: ParamKind::Number, unit: "yuan" },
            ParamSpec { name: "rural_allowance", kind: ParamKind::Number, unit: "yuan/person" },
            ParamSpec { name: "travel", kind: ParamKind::Number, unit: "yuan/minute" },
            ParamSpec { name: "retraining", kind: ParamKind::Number, unit: "yuan/person" },
        ],
    },
    page: Page {
        zh: "经费预算",
        en: "Budget",
        sentence_zh: "新招聘人员经费、到乡村任教补助、走教交通和转岗培训费用，全年合计不超过预算。",
        sentence_en: "Pay of hires, allowances of those sent to rural schools, travel of shared teachers and retraining stay within the yearly budget.",
        formula: "Σ cost·h + rural_allowance·x + travel·minutes·x + retraining·x − 1000·e ≤ yuan",
        unit: "thousand yuan",
        source: "招聘渠道表; 重庆市乡村教师岗位补助 2015(每月 200—500 元); 假设",
    },
    make: |case, settings| {
        Box::new(Budget {
            strength: settings.strength.clone(),
            limit: settings.whole("yuan"),
            rural: settings.whole("rural_allowance"),
            travel: settings.whole("travel"),
            retraining: settings.whole("retraining"),
            channels: case.channels.iter().map(|c| c.cost.small()).collect(),
        })
    },
};
const NAME: &str = "budget";

struct Budget {
    strength: Strength,
    limit: i64,
    rural: i64,
    travel: i64,
    retraining: i64,
    /// Yuan per year by channel.
    channels: Vec<i64>,
}

impl Budget {
    /// Yuan for one person of `home` who takes this path.
    fn of_path(&self, case: &Case, home: UnitIx, path: Path) -> i64 {
        match path {
            Path::Move(to, _) if is_sent_to_country(case, home, to) => self.rural,
            Path::Share(visit) => self.travel * minutes(case, home, visit.unit),
            Path::Retrain(_) => self.retraining,
            Path::Stay | Path::Move(..) | Path::Unplaced => 0,
        }
    }
}

fn is_sent_to_country(case: &Case, from: UnitIx, to: UnitIx) -> bool {
    case.school_of(from).setting != Setting::Rural && case.school_of(to).setting == Setting::Rural
}

/// Minutes one way between two units; nothing where they are not known.
fn minutes(case: &Case, from: UnitIx, to: UnitIx) -> i64 {
    case.minutes(case.units[from.at()].school, case.units[to.at()].school).map_or(0, crate::domain::Minutes::small)
}

impl Rule for Budget {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let row = program.row(NAME, "district", None, Some(self.limit));
        let hires: i64 = context.decisions.hires.iter().map(|hire| hire.upper * self.channels[hire.channel.at()]).sum();
        let paths = context.decisions.paths.iter().map(|path| {
            let cohort = &context.cohorts[path.cohort];
            cohort.most() * self.of_path(case, cohort.key.home, path.path)
        });
        program.slack(row, -1000, (hires + paths.sum::<i64>()) / 1000 + 1, &self.strength, 1);
        program.each_hire(move |hire, terms| terms.row(row, self.channels[hire.channel.at()]));
        program.each_path(move |cohort, path, terms| {
            let cost = self.of_path(case, cohort.key.home, path.path);
            if cost != 0 {
                terms.row(row, cost);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let hires: i64 = plan.hires.iter().map(|h| h.count * self.channels[h.channel.at()]).sum();
        let (mut rural, mut travel, mut retraining) = (0, 0, 0);
        for posting in &plan.postings {
            let home = case.teachers[posting.teacher.at()].unit;
            rural += posting.unit.map_or(0, |to| i64::from(is_sent_to_country(case, home, to))) * self.rural;
            travel += posting.visit.map_or(0, |visit| minutes(case, home, visit.unit)) * self.travel;
            retraining += i64::from(posting.retrained.is_some()) * self.retraining;
        }
        let spent = hires + rural + travel + retraining;
        let mut assessment =
            Assessment { violation: ((spent - self.limit).max(0) + 999) / 1000, ..Assessment::default() };
        if spent > self.limit {
            let money = [hires, rural, travel, retraining].map(Money::whole);
            let names = ["hires", "rural", "travel", "retraining"];
            let text = names.iter().zip(money).fold(Text::new("rule.budget"), |text, (name, m)| text.with(name, m));
            let text = text.with("spent", Money::whole(spent)).with("limit", Money::whole(self.limit));
            let amount = ((spent - self.limit) * 1000, "yuan");
            assessment.findings.push(finding(NAME, &self.strength, "", amount, text));
        }
        let indicator = Indicator::flow("budget-spent", Some(spent * 1000));
        assessment.indicators.push(indicator.limited(self.limit * 1000, Some(spent <= self.limit)));
        assessment
    }
}
