//! Ordinary teachers move inside their cluster 教共体; key teachers and leaders are for the whole district.
//!
//! Formula: `min Σ x[ordinary, out of the cluster]`, a price on each such path. Ordinary is who holds no live honor of the district or above
//! (`key-teacher-share`) and is neither principal nor deputy. Counted is who rotates or is transferred from a school in a cluster to one
//! outside it; not who is released by a closing unit, or is sent where the office has decided. Unit: persons.
//! Why: the cluster trains and deploys its teachers together (programme item 3); key teachers and leaders district-wide (Henan; standards §4.2).

use super::key_teacher_share::is_key_teacher;
use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "普通教师在教共体内调动",
        en: "Ordinary teachers move inside their cluster",
        sentence_zh: "普通教师在本教共体内交流和调剂，骨干教师和校长、副校长可在全区交流；撤并安置和已定岗的不计。",
        sentence_en: "Ordinary teachers rotate and are transferred inside their cluster, key teachers, principals and deputies in the whole district; staff of closing units and people already decided on are not counted.",
        formula: "min Σ x[ordinary, out of the cluster]",
        unit: "person",
        source: "大足委教发〔2025〕22号 第3条; 豫交流办法(比照)",
    },
    make: |_, settings| Box::new(Clusters { strength: settings.strength.clone() }),
};
const NAME: &str = "clusters";

struct Clusters {
    strength: Strength,
}

/// Whether the home is in a cluster, and the destination is not in the same.
fn leaves_cluster(case: &Case, home: UnitIx, to: UnitIx) -> bool {
    let cluster = case.school_of(home).cluster;
    cluster.is_some() && case.school_of(to).cluster != cluster
}

impl Rule for Clusters {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        program.each_path(move |cohort, path, terms| {
            let Path::Move(to, _) = path.path else { return };
            let counted = matches!(cohort.key.mobility, Mobility::Eligible | Mobility::Surplus);
            let ordinary = !cohort.key.key_teacher && !cohort.somebody(case).record.role.leads();
            if counted && ordinary && leaves_cluster(case, cohort.key.home, to) {
                terms.cost(&self.strength, 1);
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        Box::new(move |teacher| {
            i64::from(teacher.record.role.leads() && admission.mobility(teacher) != Mobility::Fixed)
        })
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut moves = 0;
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(to) = posting.unit.filter(|&to| to != teacher.unit) else { continue };
            let decided =
                matches!(admission.mobility(teacher), Mobility::Released | Mobility::Pinned | Mobility::Returning);
            let ordinary = !teacher.record.role.leads() && !is_key_teacher(case, teacher);
            let Some(cluster) = case.school_of(teacher.unit).cluster.filter(|_| ordinary && !decided) else { continue };
            moves += 1;
            if case.school_of(to).cluster == Some(cluster) {
                continue;
            }
            let id = &teacher.record.id;
            let text = Text::new("rule.clusters").with("id", id).with("cluster", &case.clusters[cluster.at()]);
            let text = with_unit(text, case, &case.units[to.at()]);
            assessment.violation += 1;
            assessment.findings.push(finding(NAME, &self.strength, id, (1000, "person"), text));
        }
        let inside = moves - assessment.violation;
        let share = (moves > 0).then(|| inside * 1000 / moves);
        assessment.indicators.push(Indicator::flow("moves-inside-cluster-share", share));
        assessment
    }
}
