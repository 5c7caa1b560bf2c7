//! What the rules on staff shared in a cluster 教共体 have in common: one person of a kind in every school of some size, and in every
//! cluster one more among so many small schools, who may sit in any of its schools. Of small schools without a cluster nothing is
//! asked. Which schools count, and why, is said by the rule.

use super::kind_staff::{self, Ask};
use crate::domain::{Case, ClusterIx, KindIx, Unit, UnitIx};
use crate::policy::RuleSettings;
use std::collections::BTreeMap;

/// Who is asked for, and where.
pub(super) struct ClusterStaff {
    /// Main kinds that count, sorted.
    pub kinds: Vec<KindIx>,
    /// A school with at least so many pupils has one of its own.
    pub pupils: i64,
    /// Small schools that share one; zero asks nothing of clusters.
    pub each: i64,
    /// Who is asked for, a key of the catalog.
    pub what: &'static str,
}

/// The open public schools of one cluster.
#[derive(Default)]
struct Together {
    units: Vec<UnitIx>,
    large: i64,
    small: i64,
}

impl ClusterStaff {
    /// By the parameters `kinds`, `pupils` and `schools_each` of a rule.
    pub(super) fn new(case: &Case, settings: &RuleSettings, what: &'static str) -> Self {
        let kinds = kind_staff::kinds(case, settings, "kinds");
        Self { kinds, pupils: settings.whole("pupils"), each: settings.whole("schools_each"), what }
    }

    /// Schools first, then the clusters they are in; of every school the units for which `counts`.
    pub(super) fn asks(&self, case: &Case, counts: impl Fn(&Unit) -> bool) -> Vec<Ask> {
        let mut clusters: BTreeMap<ClusterIx, Together> = BTreeMap::new();
        let mut asks: Vec<(Ask, Option<ClusterIx>)> = Vec::new();
        for (school, (units, pupils)) in kind_staff::schools(case, counts) {
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
        Ask { row, place, name, what: self.what, units, kinds, needed, within: None }
    }
}
