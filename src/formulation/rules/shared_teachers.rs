//! Teachers of scarce subjects may teach part of their time in a second unit of the cluster 走教, where it needs less than a full post.
//!
//! Formula: a path `share(v, g)` of a person who stays in `u` gives `g` grains of the main subject to `v` and the rest to `u`; it is
//! listed for the `kinds` where `u` and `v` are units of different schools of one cluster at most `minutes` apart, `v` needs less than
//! `below` full posts of the subject, `g ≤ most`, and a certificate covers `v`. Not listed: principals and deputies, who has a
//! recognized hardship or a live exemption. Unit: persons. The minutes are a price of the goal `disruption`.
//! Why: 走教 inside the 教共体 (programme item 3; standards §8); all numbers are assumptions.

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding, kind_staff, with_unit};
use crate::domain::{Case, Fte, KindIx, Minutes, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::timetable::Terms as _;
use crate::plan::{Indicator, Plan, Posting, Visit};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "minutes", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "most", kind: ParamKind::Number, unit: "fte" },
            ParamSpec { name: "below", kind: ParamKind::Number, unit: "fte" },
        ],
    },
    page: Page {
        zh: "走教",
        en: "Shared teachers",
        sentence_zh: "所列学科的教师可以在教共体内另一所学校兼任部分课时，限该校该学科不足一个岗位、车程在规定以内，按份额计。",
        sentence_en: "Teachers of the listed subjects may give part of their time to a second school of the cluster that needs less than a full post, within the stated minutes.",
        formula: "x[c, share(v, g)]: g grains to v, the rest at home; g ≤ most",
        unit: "person",
        source: "大足委教发〔2025〕22号 第3条; 假设",
    },
    make: |case, settings| Box::new(SharedTeachers::new(case, settings)),
};
const NAME: &str = "shared-teachers";

/// The rule.
pub struct SharedTeachers {
    strength: Strength,
    kinds: Vec<KindIx>,
    minutes: Minutes,
    most: Fte,
    below: Fte,
}

impl SharedTeachers {
    pub(super) fn new(case: &Case, settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            kinds: kind_staff::kinds(case, settings, "kinds"),
            minutes: Minutes::whole(settings.whole("minutes")),
            most: Fte::from_small(settings.milli("most")),
            below: Fte::from_small(settings.milli("below")),
        }
    }

    /// Whether this person may be asked to travel at all; who has come by the plan may not.
    fn may_travel(&self, case: &Case, teacher: &Teacher) -> bool {
        let record = &teacher.record;
        let home = &case.units[teacher.unit.at()];
        let exempt = record.exempt_until.is_some_and(|until| until >= case.year.start());
        self.kinds.binary_search(&teacher.kind).is_ok()
            && teacher.teaches()
            && home.open
            && case.is_public(teacher.unit)
            && !(exempt || record.role.leads() || record.hardship || teacher.arrived)
    }

    /// Whether a person who may travel may teach in `unit` besides.
    fn allows(&self, case: &Case, admission: &Admission<'_>, teacher: &Teacher, unit: UnitIx) -> bool {
        let (from, to) = (case.units[teacher.unit.at()].school, case.units[unit.at()].school);
        let cluster = case.schools[from.at()].cluster;
        let near = || case.minutes(from, to).is_some_and(|minutes| minutes <= self.minutes);
        let needs = || case.demand_of(unit, teacher.kind).is_some_and(|d| d.lessons < self.below.lessons(d.load));
        from != to
            && cluster.is_some()
            && cluster == case.schools[to.at()].cluster
            && needs()
            && case.units[unit.at()].open
            && case.is_public(unit)
            && near()
            && admission.is_certified(teacher, unit)
    }

    /// Every way in which a person may teach in a second unit.
    pub(super) fn visits(&self, case: &Case, admission: &Admission<'_>, teacher: &Teacher) -> Vec<Visit> {
        if !self.may_travel(case, teacher) {
            return Vec::new();
        }
        let (grain, time) = (admission.grain(), admission.teaching_time(teacher));
        let most = self.most.small().min(time.small() - grain.small()) / grain.small();
        let units = case.units_ix().filter(|&(unit, _)| self.allows(case, admission, teacher, unit));
        units
            .flat_map(|(unit, _)| (1..=most).map(move |n| Visit { unit, time: Fte::from_small(n * grain.small()) }))
            .collect()
    }

    /// Whether a posting with a second unit is in order.
    fn is_allowed(&self, case: &Case, admission: &Admission<'_>, posting: &Posting, visit: Visit) -> bool {
        let teacher = &case.teachers[posting.teacher.at()];
        let stays = posting.unit == Some(teacher.unit) && posting.moved.is_none() && posting.retrained.is_none();
        let grain = admission.grain().small();
        let some = visit.time > Fte::ZERO && visit.time <= self.most && visit.time.small() % grain == 0;
        stays
            && some
            && visit.time < admission.teaching_time(teacher)
            && self.may_travel(case, teacher)
            && self.allows(case, admission, teacher, visit.unit)
    }
}

impl Rule for SharedTeachers {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let (mut people, mut time) = (0, Fte::ZERO);
        for posting in &plan.postings {
            let Some(visit) = posting.visit else { continue };
            people += 1;
            time += visit.time;
            if self.is_allowed(case, &admission, posting, visit) {
                continue;
            }
            let id = &case.teachers[posting.teacher.at()].record.id;
            let text = with_unit(Text::new("rule.shared-teachers"), case, &case.units[visit.unit.at()]);
            let text =
                text.with("id", id).with("time", visit.time).with("most", self.most).with("minutes", self.minutes);
            assessment.violation += 1;
            assessment.findings.push(finding(NAME, &self.strength, id, (1000, "person"), text));
        }
        assessment.indicators.push(Indicator::flow("shared-teachers", Some(people * 1000)));
        assessment.indicators.push(Indicator::flow("shared-time", Some(time.small())));
        assessment
    }
}
