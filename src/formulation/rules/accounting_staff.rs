//! Every school of some size has an accountant; small schools share theirs inside the cluster 教共体.
//!
//! Formula: `Σ accountants of the school + s ≥ 1` for every open public school of at least `pupils` children, and for every cluster
//! with small schools `Σ accountants of the cluster + Σ s + t ≥ large schools + ⌈small schools / schools_each⌉`: who is missing in a
//! large school is not missing in the cluster once more. Unit: persons missing.
//! Why: more accounting staff is item 8 of the programme (standards §8); no document gives numbers, both are assumptions.
//!
//! The further accountant may sit in any school of the cluster. Of small schools without a cluster nothing is asked.

use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::{Case, ClusterIx, KindIx, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "pupils", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "schools_each", kind: ParamKind::Number, unit: "schools/person" },
        ],
    },
    page: Page {
        zh: "会计人员",
        en: "Accounting staff",
        sentence_zh: "达到规定学生数的学校至少有一名会计；教共体内的小规模学校每若干所共用一名，可设在教共体内任一学校。",
        sentence_en: "A school of the stated size has at least one accountant; the smaller schools of a cluster share one among so many of them, who may sit in any school of the cluster.",
        formula: "Σ accountants of the school + s ≥ 1; of the cluster + Σ s + t ≥ large + ⌈small/schools_each⌉",
        unit: "person",
        source: "大足委教发〔2025〕22号 第8条; 人数为假设",
    },
    make: |case, settings| {
        Box::new(AccountingStaff {
            strength: settings.strength.clone(),
            kinds: kind_staff::kinds(case, settings, "kinds"),
            pupils: settings.whole("pupils"),
            each: settings.whole("schools_each"),
        })
    },
};
const NAME: &str = "accounting-staff";
const WHAT: &str = "rule.kind-staff.accounting";

struct AccountingStaff {
    strength: Strength,
    kinds: Vec<KindIx>,
    pupils: i64,
    /// Small schools that share one accountant; zero asks nothing of clusters.
    each: i64,
}

/// The open public schools of one cluster.
#[derive(Default)]
struct Together {
    units: Vec<UnitIx>,
    large: i64,
    small: i64,
}

impl AccountingStaff {
    /// Schools first, then the clusters they are in.
    fn asks(&self, case: &Case) -> Vec<Ask> {
        let mut clusters: BTreeMap<ClusterIx, Together> = BTreeMap::new();
        let mut asks: Vec<(Ask, Option<ClusterIx>)> = Vec::new();
        for (school, (units, pupils)) in kind_staff::schools(case, |_| true) {
            let of = &case.schools[school.at()];
            if let Some(cluster) = of.cluster {
                let together = clusters.entry(cluster).or_default();
                together.units.extend(&units);
                *(if pupils >= self.pupils { &mut together.large } else { &mut together.small }) += 1;
            }
            if pupils >= self.pupils {
                asks.push((self.ask(("school", &of.code), &of.name, units, 1), of.cluster));
            }
        }
        self.with_clusters(case, asks, clusters)
    }

    fn with_clusters(
        &self,
        case: &Case,
        schools: Vec<(Ask, Option<ClusterIx>)>,
        clusters: BTreeMap<ClusterIx, Together>,
    ) -> Vec<Ask> {
        let sharing: Vec<_> = clusters.into_iter().filter(|(_, of)| of.small > 0 && self.each > 0).collect();
        let first = schools.len();
        let within =
            |cluster: Option<ClusterIx>| sharing.iter().position(|(of, _)| Some(*of) == cluster).map(|at| first + at);
        let mut asks: Vec<Ask> =
            schools.into_iter().map(|(ask, cluster)| Ask { within: within(cluster), ..ask }).collect();
        for (cluster, of) in sharing {
            let name = &case.clusters[cluster.at()];
            let needed = of.large + (of.small + self.each - 1) / self.each;
            asks.push(self.ask(("shared", name), name, of.units, needed));
        }
        asks
    }

    /// The sort keeps the rows of schools before those of clusters.
    fn ask(&self, (sort, place): (&str, &str), name: &str, units: Vec<UnitIx>, needed: i64) -> Ask {
        let (row, name) = (format!("{sort}|{place}"), (name.to_owned(), name.to_owned()));
        let (place, kinds) = (place.to_owned(), self.kinds.clone());
        Ask { row, place, name, what: WHAT, units, kinds, needed, within: None }
    }
}

impl Rule for AccountingStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        kind_staff::build(NAME, &self.asks(context.case), &self.strength, context, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        kind_staff::mark(self.kinds.clone())
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        kind_staff::assess(NAME, &self.asks(case), "accountants-missing", &self.strength, (case, plan))
    }
}
