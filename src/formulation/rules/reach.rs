//! Nobody is sent farther than the policy says.
//!
//! Within the cluster, and between schools that are paired 结对 with each other, up to `cluster_minutes`; otherwise in the same town, or up to `minutes`; key teachers and leaders in
//! the whole district up to `key_minutes`; staff of closing units up to `release_minutes`. Where no travel time is known, the
//! same cluster or town and a paired school are within reach and nothing else. Formula: `x[c,p] = 0` out of reach. Unit: minutes one way.
//! Why: principals and key teachers district-wide, ordinary teachers inside the cluster (Henan; standards §4.2); no rule on
//! distance was found, so the minutes are assumptions.

use super::key_teacher_share::is_key_teacher;
use super::paired_schools::are_paired;
use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::{Case, Minutes, SchoolIx, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{MoveKind, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "cluster_minutes", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "minutes", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "key_minutes", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "release_minutes", kind: ParamKind::Number, unit: "minutes" },
        ],
    },
    page: Page {
        zh: "调动距离",
        en: "Reach",
        sentence_zh: "普通教师先在教共体内、结对学校之间、本镇街内或规定车程内调动；骨干和干部可在全区规定车程内调动。",
        sentence_en: "Ordinary teachers move inside the cluster, to a paired school, inside the town or a limit of minutes; key teachers and leaders district-wide.",
        formula: "x[c,p] = 0 out of reach",
        unit: "person",
        source: "假设; 豫交流办法(比照)",
    },
    make: |_, settings| Box::new(Reach::new(settings)),
};
const NAME: &str = "reach";

/// The rule.
pub struct Reach {
    strength: Strength,
    cluster: Minutes,
    outside: Minutes,
    key: Minutes,
    release: Minutes,
}

impl Reach {
    pub(super) fn new(settings: &RuleSettings) -> Self {
        let minutes = |name| Minutes::whole(settings.whole(name));
        Self {
            strength: settings.strength.clone(),
            cluster: minutes("cluster_minutes"),
            outside: minutes("minutes"),
            key: minutes("key_minutes"),
            release: minutes("release_minutes"),
        }
    }

    /// Whether a person with this mobility may be sent to `unit`. Who is pinned goes where the office said.
    pub(super) fn allows(&self, case: &Case, teacher: &Teacher, mobility: Mobility, unit: UnitIx) -> bool {
        let schools = (case.units[teacher.unit.at()].school, case.units[unit.at()].school);
        mobility == Mobility::Pinned || self.allows_by(case, teacher, mobility, Way::between(case, schools))
    }

    /// The same for who is not pinned, with the way to the unit known.
    pub(super) fn allows_by(&self, case: &Case, teacher: &Teacher, mobility: Mobility, way: Way) -> bool {
        let Way { same_cluster, same_town, minutes } = way;
        let Some(minutes) = minutes else { return same_cluster || same_town };
        let district_wide = || teacher.record.role.leads() || is_key_teacher(case, teacher);
        let released = mobility == Mobility::Released && minutes <= self.release;
        same_town
            || (same_cluster && minutes <= self.cluster)
            || minutes <= self.outside
            || released
            || (minutes <= self.key && district_wide())
    }
}

/// How one school lies to another: the same for everybody of a unit.
#[derive(Clone, Copy, Debug)]
pub(in crate::formulation) struct Way {
    same_cluster: bool,
    same_town: bool,
    minutes: Option<Minutes>,
}

impl Way {
    pub(super) fn between(case: &Case, (from, to): (SchoolIx, SchoolIx)) -> Self {
        let (home, there) = (&case.schools[from.at()], &case.schools[to.at()]);
        Self {
            same_cluster: (home.cluster.is_some() && home.cluster == there.cluster) || are_paired(case, from, to),
            same_town: home.town == there.town,
            minutes: case.minutes(from, to),
        }
    }
}

impl Rule for Reach {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        for posting in plan.postings.iter().filter(|p| p.moved.is_some()) {
            let teacher = &case.teachers[posting.teacher.at()];
            let pinned =
                teacher.pinned.is_some_and(|school| posting.unit.is_some_and(|u| case.units[u.at()].school == school));
            let mobility = match posting.moved {
                _ if pinned => Mobility::Pinned,
                Some(MoveKind::Release) => Mobility::Released,
                _ => Mobility::Eligible,
            };
            let Some(unit) = posting.unit.filter(|&unit| !self.allows(case, teacher, mobility, unit)) else { continue };
            let text = with_unit(Text::new("rule.reach").with("id", &teacher.record.id), case, &case.units[unit.at()]);
            assessment.violation += 1;
            assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
        }
        assessment
    }
}
