//! Every school of some size has a dedicated psychology teacher of its own; small schools share one inside the cluster 教共体.
//!
//! Formula: `Σ psychology teachers of the school + s ≥ 1` for every open public school with primary, junior, senior or vocational
//! units of at least `pupils` pupils, and for every cluster with smaller ones
//! `Σ psychology teachers of the cluster + Σ s + t ≥ large schools + ⌈small schools / schools_each⌉`. Unit: persons missing.
//! Why: the programme's three 100 % (item 14: psychology taught, professional staff, counseling rooms; the numeral is damaged ⚠),
//! 教体艺〔2023〕1号 (17 ministries): dedicated or part-time psychology teachers everywhere (standards §3.1). From which size a school has
//! one of its own, and how many share one, no document says: assumptions.
//!
//! The main subject counts (专任), further subjects and who is being retrained do not. Beside it the three rates are measured: units whose
//! lessons of psychology are all taught, schools with such a teacher of their own or in their cluster, rooms as far as they are stated.

use super::cluster_staff::ClusterStaff;
use super::kind_staff::{self, Ask};
use super::{Assessment, Context, Entry, Mark, Page, Rule};
use crate::domain::{Case, ClusterIx, KindIx, SchoolIx, Stage, Unit, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::plan::tally::{Tally, short};
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeSet;

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
        zh: "心理教师",
        en: "Psychology teachers",
        sentence_zh: "达到规定学生数的中小学至少有一名专任心理教师；教共体内的小规模学校每若干所共用一名。同时报告心理课程开设率和师资配备率。",
        sentence_en: "A school of the stated size has at least one dedicated psychology teacher; the smaller schools of a cluster share one among so many of them. The rates of courses taught and of schools staffed are measured beside it.",
        formula: "Σ psychology teachers of the school + s ≥ 1; of the cluster + Σ s + t ≥ large + ⌈small/schools_each⌉",
        unit: "person",
        source: "大足委教发〔2025〕22号 第14条(数字残缺); 教体艺〔2023〕1号; 规模为假设",
    },
    make: |case, settings| {
        let staff = ClusterStaff::new(case, settings, "rule.kind-staff.psychology");
        Box::new(PsychologyStaff { strength: settings.strength.clone(), staff })
    },
};
const NAME: &str = "psychology-staff";

struct PsychologyStaff {
    strength: Strength,
    staff: ClusterStaff,
}

fn is_school(unit: &Unit) -> bool {
    matches!(unit.stage, Stage::Primary | Stage::Junior | Stage::Senior | Stage::Vocational)
}

impl PsychologyStaff {
    fn asks(&self, case: &Case) -> Vec<Ask> {
        self.staff.asks(case, is_school)
    }

    /// Units with lessons of psychology, and those in which all are taught.
    fn courses(&self, case: &Case, plan: &Plan) -> (i64, i64) {
        let tally = Tally::of(case, plan);
        let demand = case.demand.iter().filter(|d| self.staff.kinds.contains(&d.kind) && case.is_public(d.unit));
        demand.fold((0, 0), |(all, taught), d| {
            let missing = short(d, tally.supply_of(d.unit, d.kind));
            (all + 1, taught + i64::from(missing.small() == 0))
        })
    }

    /// Schools, and those with a psychology teacher of their own or in their cluster.
    fn schools(&self, case: &Case, plan: &Plan) -> (i64, i64) {
        let people = kind_staff::count(case, plan);
        let with: BTreeSet<SchoolIx> = people
            .into_iter()
            .filter(|((_, kind), people)| *people > 0 && self.staff.kinds.contains(kind))
            .map(|((unit, _), _)| case.units[unit.at()].school)
            .collect();
        let cluster = |school: &SchoolIx| case.schools[school.at()].cluster;
        let clusters: BTreeSet<ClusterIx> = with.iter().filter_map(cluster).collect();
        let schools = kind_staff::schools(case, is_school);
        let is_staffed = |school: &&SchoolIx| {
            with.contains(*school) || cluster(school).is_some_and(|cluster| clusters.contains(&cluster))
        };
        (count(schools.len()), count(schools.keys().filter(is_staffed).count()))
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn rate(name: &str, (all, good): (i64, i64)) -> Indicator {
    let share = (all > 0).then(|| good * 1000 / all);
    Indicator::state(name, share).limited(1000, share.map(|share| share == 1000))
}

impl Rule for PsychologyStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        kind_staff::build(NAME, &self.asks(context.case), &self.strength, context, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        kind_staff::mark(self.staff.kinds.clone())
    }

    fn wanted(&self, case: &Case) -> Vec<(UnitIx, KindIx)> {
        kind_staff::wanted(&self.asks(case))
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let asks = self.asks(case);
        let mut found = kind_staff::assess(NAME, &asks, "psychology-teachers-missing", &self.strength, (case, plan));
        found.indicators.push(rate("psychology-course-rate", self.courses(case, plan)));
        found.indicators.push(rate("psychology-staff-rate", self.schools(case, plan)));
        found
    }
}
