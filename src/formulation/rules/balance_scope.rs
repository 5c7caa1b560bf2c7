//! Which units and which people the national balance indicators count.
//!
//! Formula: `in scope ⇔ primary or junior, open, not (teaching point with fewer than pupils children)`;
//! `counted ⇔ teaching post, employment and state as listed`. Unit: persons (nothing is ever missing here).
//! Why: part-time and substitute staff are not counted; teaching points below 50 children are left out, and whether 50 itself
//! is differs between documents (教督〔2017〕6号; standards §1.3, §1.4). Other rules of the balance read this one.

use super::{Assessment, Context, Entry, Page, Rule};
use crate::domain::words::{Employment, PostType, Stage, State};
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "pupils", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "boundary_out", kind: ParamKind::Flag, unit: "" },
            ParamSpec { name: "private", kind: ParamKind::Flag, unit: "" },
            ParamSpec { name: "employments", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "states", kind: ParamKind::Words, unit: "" },
        ],
    },
    page: Page {
        zh: "优质均衡统计口径",
        en: "What the balance indicators count",
        sentence_zh: "优质均衡指标统计公办（可含民办）小学、初中，不含规模以下教学点；教师按在编与聘任的专任教师计，兼职、代课不计。",
        sentence_en: "The balance indicators cover primary and junior units without teaching points below the stated size; counted are permanent and contract full-time teachers, not part-time or substitute ones.",
        formula: "counted ⇔ teaching post ∧ employment ∈ employments ∧ state ∈ states",
        unit: "person",
        source: "教督〔2017〕6号; 优质均衡监测指标解释",
    },
    make: |_, _| Box::new(BalanceScope),
};
const NAME: &str = "balance-scope";

struct BalanceScope;

/// Which units and people count.
#[derive(Clone, Debug)]
pub struct Scope {
    pupils: i64,
    boundary_out: bool,
    private: bool,
    employments: Vec<Employment>,
    states: Vec<State>,
}

impl Scope {
    /// As the policy says; where it says nothing: from 50 children, public units, permanent and contract staff at work or on leave.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let Some(settings) = policy.rule(NAME) else {
            return Self {
                pupils: 50,
                boundary_out: false,
                private: false,
                employments: vec![Employment::Permanent, Employment::Contract],
                states: vec![State::Active, State::Leave],
            };
        };
        Self {
            pupils: settings.whole("pupils"),
            boundary_out: settings.flag("boundary_out"),
            private: settings.flag("private"),
            employments: settings.words("employments").iter().filter_map(|w| Employment::parse(w)).collect(),
            states: settings.words("states").iter().filter_map(|w| State::parse(w)).collect(),
        }
    }

    /// Whether a unit is in scope.
    #[must_use]
    pub fn covers(&self, case: &Case, at: UnitIx) -> bool {
        let (unit, school) = (&case.units[at.at()], case.school_of(at));
        let pupils = unit.pupils().small();
        let small = pupils < self.pupils || (self.boundary_out && pupils == self.pupils);
        matches!(unit.stage, Stage::Primary | Stage::Junior)
            && unit.open
            && pupils > 0
            && (self.private || case.is_public(at))
            && !(school.teaching_point && small)
    }

    /// Whether a person is counted as a full-time teacher.
    #[must_use]
    pub fn counts(&self, teacher: &Teacher) -> bool {
        teacher.record.post == PostType::Teaching
            && self.states.contains(&teacher.record.state)
            && self.employments.contains(&teacher.record.employment)
    }

    /// Whether a person has a teaching post and is no substitute: part-time staff count where an indicator is relaxed.
    #[must_use]
    pub fn works(&self, teacher: &Teacher) -> bool {
        teacher.record.post == PostType::Teaching
            && teacher.record.employment != Employment::Substitute
            && self.states.contains(&teacher.record.state)
    }
}

impl Rule for BalanceScope {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, policy: &Policy, _: &Plan) -> Assessment {
        let scope = Scope::of(policy);
        let mut assessment = Assessment::default();
        for stage in [Stage::Primary, Stage::Junior] {
            let units = case.units_ix().filter(|&(ix, unit)| unit.stage == stage && scope.covers(case, ix)).count();
            let count = i64::try_from(units).unwrap_or(i64::MAX);
            assessment.indicators.push(Indicator::state("units-in-scope", Some(count * 1000)).at_stage(stage));
        }
        let out = case.teachers.iter().filter(|t| t.record.post == PostType::Teaching && !scope.counts(t)).count();
        let out = i64::try_from(out).unwrap_or(i64::MAX);
        assessment.indicators.push(Indicator::state("teachers-not-counted", Some(out * 1000)));
        assessment
    }
}
