//! Every school belongs to an education cluster 教共体. It only reports.
//!
//! Formula: `open public compulsory schools in a cluster / all of them`, and the same of all open public schools; the target is for the
//! former. A school counts once, however many units it has, and only with pupils. Unit: schools. Why: coverage of clusters 100 % by 2027 (programme, part one; standards §8). No posting changes which school belongs
//! where, so no row is declared and nothing is ever broken, at any strength.

use super::{Assessment, Context, Entry, Page, Rule, finding, kind_staff};
use crate::domain::words::Stage;
use crate::domain::{Case, SchoolIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeSet;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "by_year", kind: ParamKind::Number, unit: "year" },
        ],
    },
    page: Page {
        zh: "教共体覆盖率",
        en: "Coverage of clusters",
        sentence_zh: "到规定年份，公办义务教育学校加入教共体的比例达到规定值；全部公办学校的比例一并列出。本规则只报告，不影响方案。",
        sentence_en: "By the stated year the stated share of the public compulsory schools belongs to a cluster; the share of all public schools is shown beside it. The rule only reports and changes no plan.",
        formula: "schools in a cluster / schools ≥ share",
        unit: "school",
        source: "大足委教发〔2025〕22号 总体目标",
    },
    make: |_, settings| Box::new(ClusterCoverage { share: settings.milli("share"), by: settings.whole("by_year") }),
};
const NAME: &str = "cluster-coverage";

struct ClusterCoverage {
    /// Thousandths.
    share: i64,
    /// Year.
    by: i64,
}

/// The open public schools with pupils in a unit of one of these stages, and those of them that are in no cluster.
fn schools(case: &Case, stages: &[Stage]) -> (i64, Vec<SchoolIx>) {
    let all: BTreeSet<SchoolIx> = kind_staff::schools(case, |unit| stages.contains(&unit.stage)).into_keys().collect();
    let outside = all.iter().copied().filter(|school| case.schools[school.at()].cluster.is_none()).collect();
    (i64::try_from(all.len()).unwrap_or(i64::MAX), outside)
}

/// Thousandths of the schools that are in a cluster, rounded down.
fn covered(all: i64, outside: &[SchoolIx]) -> Option<i64> {
    (all > 0).then(|| (all - i64::try_from(outside.len()).unwrap_or(all)) * 1000 / all)
}

/// A share in thousandths as a percentage, with one decimal where it has one.
fn percent(share: i64) -> String {
    if share % 10 == 0 { (share / 10).to_string() } else { format!("{}.{}", share / 10, share % 10) }
}

impl Rule for ClusterCoverage {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, _: &Policy, _: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        let (compulsory, outside) = schools(case, &[Stage::Primary, Stage::Junior]);
        let (all, outside_of_all) = schools(case, Stage::ALL);
        let share = covered(compulsory, &outside);
        let met = share.map(|share| share >= self.share);
        let indicator = Indicator::state("cluster-coverage-rate", share);
        assessment.indicators.push(indicator.limited(self.share, met));
        let of_all = Indicator::state("cluster-coverage-all-rate", covered(all, &outside_of_all));
        assessment.indicators.push(of_all);
        let Some(share) = share.filter(|_| met == Some(false)) else { return assessment };
        for school in &outside {
            let of = &case.schools[school.at()];
            let text = Text::new("rule.cluster-coverage").with("school", &of.name).with("by", self.by);
            let text = text.with("share", percent(share)).with("limit", percent(self.share));
            assessment.findings.push(finding(NAME, &Strength::Report, &of.code, (1000, "school"), text));
        }
        assessment
    }
}
