//! Everybody's teaching time is shared out in whole grains among kinds the person may teach.
//!
//! Formula: `Σ_k T[v,q,k] ≤ Σ time(c)·x[c,p] + Σ h` for every unit `v` and profile `q` of people who may teach the same kinds
//! there. A person gives one full post (relief for role and age is part of the demand); the main subject everywhere,
//! further subjects (兼教) in the own unit where it has at most `small_unit_classes` classes
//! (who is posted elsewhere goes there for the main subject, `docs/adr/0003`), general work (综合与校本, 班主任) in every unit.
//! Unit: grains of `grain` full-time equivalents. See `docs/adr/0002`.
//! Why: without shared subjects small schools show invented shortages. Source: workload table; standards §3.3.

use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, Fte, KindIx, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::Plan;
use crate::plan::timetable::Terms as _;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "grain", kind: ParamKind::Number, unit: "fte" },
            ParamSpec { name: "small_unit_classes", kind: ParamKind::Number, unit: "classes" },
        ],
    },
    page: Page {
        zh: "工作量与兼教",
        en: "Teaching time and shared subjects",
        sentence_zh: "每人的教学工作量（扣除职务与年龄减免）按份额分给可以任教的学科；小规模单位的本校教师可以兼教（新调入者当年只任主学科），综合与校本及班主任工作人人可任。",
        sentence_en: "Everybody's teaching time after reliefs is shared out in grains among the kinds the person may teach there; further subjects in small units only, by those who stay.",
        formula: "Σ_k T[v,q,k] ≤ Σ time·x + h",
        unit: "fte",
        source: "工作量表; 假设",
    },
    make: |_, settings| Box::new(TeachingTime::new(settings)),
};
const NAME: &str = "teaching-time";

/// The rule.
pub struct TeachingTime {
    strength: Strength,
    pub(super) grain: Fte,
    small_unit: i64,
}

/// What somebody may teach in a unit.
struct Taught<'k> {
    main: KindIx,
    others: &'k [KindIx],
    /// Subject for which the person is being retrained.
    new: Option<KindIx>,
}

/// Whether who is hired for this kind gives lessons (or shifts, as nurses do) in the unit.
pub(super) fn hire_teaches(case: &Case, unit: UnitIx, kind: KindIx) -> bool {
    crate::domain::resolve::is_taught(&case.kinds[kind.at()]) || case.demand_of(unit, kind).is_some()
}

impl TeachingTime {
    pub(super) fn new(settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            grain: Fte::from_small(settings.milli("grain").clamp(5, 1000)),
            small_unit: settings.whole("small_unit_classes"),
        }
    }

    /// Without the rule: grains of 0.2, further subjects everywhere.
    pub(super) const fn unrestricted() -> Self {
        Self { strength: Strength::Hard, grain: Fte::from_small(200), small_unit: i64::MAX }
    }

    /// Teaching time of a person.
    pub(super) fn time_of(&self, case: &Case, teacher: &Teacher) -> Fte {
        case.teaching_time(teacher, self.grain)
    }

    /// Whether a person with these kinds may teach `kind` in `unit`.
    pub(super) fn may_teach(&self, case: &Case, unit: UnitIx, main: KindIx, others: &[KindIx], kind: KindIx) -> bool {
        let taught = crate::domain::resolve::is_taught(&case.kinds[main.at()]);
        kind == main
            || (taught && Some(kind) == case.general())
            || (others.contains(&kind) && case.units[unit.at()].classes() <= self.small_unit)
    }

    /// What is wrong with the shares of a person (or of `heads` hires) in `unit`.
    fn objection(
        &self,
        case: &Case,
        unit: Option<UnitIx>,
        taught: &Taught<'_>,
        time: Fte,
        shares: &[(KindIx, Fte)],
    ) -> Option<&'static str> {
        let total: Fte = shares.iter().map(|&(_, share)| share).sum();
        let given = if unit.is_some() { time } else { Fte::ZERO };
        if total != given {
            return Some("rule.teaching-time.total");
        }
        if shares.iter().any(|&(_, s)| s <= Fte::ZERO || s.small() % self.grain.small() != 0) {
            return Some("rule.teaching-time.grain");
        }
        let foreign = |&(kind, _): &(KindIx, Fte)| {
            let own = |u| self.may_teach(case, u, taught.main, taught.others, kind);
            unit.is_some_and(|u| !own(u)) && taught.new != Some(kind)
        };
        shares.iter().any(foreign).then_some("rule.teaching-time.kind")
    }
}

/// Declares that no profile gives more time than its people have. It makes a plan a plan, whatever the strength of the rule.
pub(in crate::formulation) fn capacity(context: &Context<'_>, program: &mut Assembly<'_>) {
    let case = context.case;
    let name = |kinds: &[KindIx]| kinds.iter().map(|k| case.kinds[k.at()].code.as_str()).collect::<Vec<_>>().join("+");
    let profiles = context.decisions.profiles.iter();
    let rows: Vec<_> = profiles
        .map(|p| {
            program.row_in(p.unit, NAME, format!("{}|{}", case.units[p.unit.at()].code, name(&p.kinds)), None, Some(0))
        })
        .collect();
    let (for_paths, for_hires) = (rows.clone(), rows.clone());
    let grain = context.admission.grain().small();
    program.each_share(move |share, terms| terms.row(rows[share.profile], 1));
    program.each_path(move |_, path, terms| {
        let here = path.profile.map(|at| (at, path.time));
        for (at, time) in here.into_iter().chain(path.visit) {
            terms.row(for_paths[at], -(time.small() / grain));
        }
    });
    program.each_hire(move |hire, terms| {
        if let Some(at) = hire.profile {
            terms.row(for_hires[at], -(Fte::PER_UNIT / grain));
        }
    });
}

/// The further kinds that count in `unit` for a person whose present unit is `home`: who comes from elsewhere comes for the
/// main subject.
#[must_use]
pub fn further_at(home: UnitIx, unit: UnitIx, others: &[KindIx]) -> &[KindIx] {
    if home == unit { others } else { &[] }
}

impl Rule for TeachingTime {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        let study = super::Admission::new(case, policy).study_time();
        let mut note = |place: &str, key: Option<&'static str>| {
            if let Some(key) = key {
                assessment.violation += 1;
                assessment.findings.push(finding(
                    NAME,
                    &self.strength,
                    place,
                    (1000, "person"),
                    Text::new(key).with("id", place),
                ));
            }
        };
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let time = posting.time_here(self.time_of(case, teacher), study);
            let others = posting.unit.map_or(&[][..], |unit| further_at(teacher.unit, unit, &teacher.others));
            let taught = Taught { main: teacher.kind, others, new: posting.retrained };
            note(&teacher.record.id, self.objection(case, posting.unit, &taught, time, &posting.shares));
        }
        for hire in &plan.hires {
            let time = if hire_teaches(case, hire.unit, hire.kind) { hire.count * Fte::PER_UNIT } else { 0 };
            let taught = Taught { main: hire.kind, others: &[], new: None };
            let wrong = self.objection(case, Some(hire.unit), &taught, Fte::from_small(time), &hire.shares);
            note(&case.units[hire.unit.at()].code, wrong);
        }
        assessment
    }
}
