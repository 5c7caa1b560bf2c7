//! Where the plan hires, somebody experienced of the same subject is near to guide the new teacher.
//!
//! Formula: `Σ h[u ∈ g, k] − each·Σ mentors[g, k] − s ≤ 0` for every kind and every cluster 教共体 `g`, or school that is in none. A mentor
//! is at work in a teaching post of a unit of `g` after the plan, has the same main kind and at least `years` of service (counted as in
//! `new-teacher-share`). Unit: new teachers without a mentor.
//! Why: beginners are guided by an experienced teacher of their subject (师徒结对); the numbers are assumptions.

use super::new_teacher_share::service;
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding};
use crate::domain::{Case, ClusterIx, KindIx, SchoolIx, Teacher, UnitIx};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "each", kind: ParamKind::Number, unit: "persons" },
        ],
    },
    page: Page {
        zh: "新教师有指导教师",
        en: "Mentors of new teachers",
        sentence_zh: "新招聘教师所在教共体（未加入的为本校）有同学科、教龄足够的指导教师，每人指导不超过规定人数。",
        sentence_en: "In the cluster of a new teacher (or the school, where it is in none) there is an experienced teacher of the same subject; each guides at most the stated number.",
        formula: "Σ h[g,k] − each·mentors[g,k] − s ≤ 0",
        unit: "person",
        source: "假设",
    },
    make: |_, settings| {
        Box::new(Mentor {
            strength: settings.strength.clone(),
            years: settings.whole("years"),
            each: settings.whole("each"),
        })
    },
};
const NAME: &str = "mentor";

struct Mentor {
    strength: Strength,
    years: i64,
    /// New teachers whom one mentor guides.
    each: i64,
}

/// Where mentors come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Circle {
    Cluster(ClusterIx),
    School(SchoolIx),
}

impl Circle {
    fn of(case: &Case, unit: UnitIx) -> Self {
        case.school_of(unit).cluster.map_or(Self::School(case.units[unit.at()].school), Self::Cluster)
    }

    /// Told apart even where a cluster is called like a school.
    fn code(self, case: &Case) -> String {
        match self {
            Self::Cluster(at) => format!("cluster:{}", case.clusters[at.at()]),
            Self::School(at) => format!("school:{}", case.schools[at.at()].code),
        }
    }

    fn name(self, case: &Case) -> &str {
        match self {
            Self::Cluster(at) => &case.clusters[at.at()],
            Self::School(at) => &case.schools[at.at()].name,
        }
    }
}

fn place(case: &Case, circle: Circle, kind: KindIx) -> String {
    format!("{}|{}", circle.code(case), case.kinds[kind.at()].code)
}

impl Mentor {
    fn is_mentor(&self, case: &Case, teacher: &Teacher) -> bool {
        teacher.teaches() && service(case, teacher) >= self.years
    }
}

impl Rule for Mentor {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let mut most: BTreeMap<(Circle, KindIx), i64> = BTreeMap::new();
        for hire in &context.decisions.hires {
            *most.entry((Circle::of(case, hire.unit), hire.kind)).or_default() += hire.upper;
        }
        let rows: BTreeMap<(Circle, KindIx), RowHandle> = most
            .into_iter()
            .map(|((circle, kind), most)| {
                let row = program.row(NAME, place(case, circle, kind), None, Some(0));
                program.slack(row, -1, most, &self.strength, 1);
                ((circle, kind), row)
            })
            .collect();
        let for_hires = rows.clone();
        program.each_path(move |cohort, path, terms| {
            let Some(unit) = path.path.unit(cohort.key.home) else { return };
            let row = rows.get(&(Circle::of(case, unit), cohort.key.kind));
            if let Some(&row) = row.filter(|_| self.is_mentor(case, cohort.somebody(case))) {
                terms.row(row, -self.each);
            }
        });
        program.each_hire(move |hire, terms| {
            if let Some(&row) = for_hires.get(&(Circle::of(case, hire.unit), hire.kind)) {
                terms.row(row, 1);
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(move |teacher| i64::from(self.is_mentor(case, teacher)))
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut people: BTreeMap<(Circle, KindIx), (i64, i64)> = BTreeMap::new();
        for hire in &plan.hires {
            people.entry((Circle::of(case, hire.unit), hire.kind)).or_default().0 += hire.count;
        }
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(unit) = posting.unit.filter(|_| self.is_mentor(case, teacher)) else { continue };
            people.entry((Circle::of(case, unit), teacher.kind)).or_default().1 += 1;
        }
        let mut assessment = Assessment::default();
        for ((circle, kind), (hired, mentors)) in people {
            let missing = (hired - self.each * mentors).max(0);
            if missing == 0 {
                continue;
            }
            let of = &case.kinds[kind.at()];
            let text = Text::new("rule.mentor").with("where", circle.name(case)).with_name("kind", &of.zh, &of.en);
            let text = text.with("hired", hired).with("mentors", mentors).with("missing", missing);
            assessment.violation += missing;
            let amount = (missing * 1000, "person");
            assessment.findings.push(finding(NAME, &self.strength, &place(case, circle, kind), amount, text));
        }
        let missing = assessment.violation;
        let indicator = Indicator::flow("hires-without-mentor", Some(missing * 1000));
        assessment.indicators.push(indicator.limited(0, Some(missing == 0)));
        assessment
    }
}
