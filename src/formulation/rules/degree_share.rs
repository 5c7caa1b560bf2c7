//! Of the teachers of each stage in the district a share has a bachelor's degree or above.
//!
//! Formula: `Σ with such a degree − floor·Σ teachers + s ≥ 0`, times 1000, so that `s = ⌈floor·n⌉ − people with such a degree` is whole persons,
//! for every stage with a floor. Counted is everybody with a teaching post who works in an open unit of the stage, at work or not,
//! and the hires of the plan (with such a degree if `hires_count`). Unit: persons missing.
//! Why: a higher share of bachelors is item 9 of the programme, which gives no number: the floors are assumptions.
//!
//! Who stays in one stage whatever happens is a constant of the row, which so holds only those who may change it, and the hires.

use super::rotation_share::needed;
use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding};
use crate::domain::words::{Degree, PostType, Stage};
use crate::domain::{Case, Teacher};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "floor", kind: ParamKind::Numbers, unit: "share" },
            ParamSpec { name: "hires_count", kind: ParamKind::Flag, unit: "" },
        ],
    },
    page: Page {
        zh: "本科及以上学历占比",
        en: "Share of bachelors",
        sentence_zh: "全区各学段专任教师中本科及以上学历的比例不低于规定下限。",
        sentence_en: "Of the teachers of each stage in the district at least the stated share has a bachelor's degree or above.",
        formula: "bachelors + s ≥ floor[stage]·teachers[stage]",
        unit: "person",
        source: "大足委教发〔2025〕22号 第9条; 下限为假设",
    },
    make: |_, settings| {
        let floors = settings.numbers("floor").iter();
        Box::new(DegreeShare {
            strength: settings.strength.clone(),
            floor: floors.filter_map(|(code, &floor)| Some((Stage::parse(code)?, floor))).collect(),
            hires: settings.flag("hires_count"),
        })
    },
};
const NAME: &str = "degree-share";

struct DegreeShare {
    strength: Strength,
    /// Thousandths by stage.
    floor: BTreeMap<Stage, i64>,
    /// Whether new teachers have such a degree.
    hires: bool,
}

fn is_teacher(teacher: &Teacher) -> bool {
    teacher.record.post == PostType::Teaching
}

fn is_bachelor(teacher: &Teacher) -> bool {
    teacher.record.degree >= Degree::Bachelor
}

/// Whether the person may work in another stage after the plan, or nowhere.
fn may_change_stage(case: &Case, admission: &Admission<'_>, teacher: &Teacher) -> bool {
    let home = case.units[teacher.unit.at()].stage;
    match admission.mobility(teacher) {
        Mobility::Fixed => false,
        Mobility::Released => true,
        mobility => admission.destinations(teacher, mobility).iter().any(|to| case.units[to.at()].stage != home),
    }
}

/// The one stage in which people of each cohort work whatever happens; none in later years, when it is not known how many they are.
fn settled(context: &Context<'_>) -> Vec<Option<Stage>> {
    if context.is_later() {
        return vec![None; context.cohorts.len()];
    }
    let mut stages: Vec<BTreeSet<Option<Stage>>> = vec![BTreeSet::new(); context.cohorts.len()];
    for path in &context.decisions.paths {
        let unit = path.path.unit(context.cohorts[path.cohort].key.home);
        stages[path.cohort].insert(unit.map(|unit| context.case.units[unit.at()].stage));
    }
    stages.into_iter().map(|of| if of.len() == 1 { of.into_iter().next().flatten() } else { None }).collect()
}

impl DegreeShare {
    /// What one person adds to the row of a stage.
    const fn weight(floor: i64, bachelor: bool) -> i64 {
        if bachelor { 1000 - floor } else { -floor }
    }

    /// Teachers of a stage with such a degree, and all of them.
    fn counts(&self, case: &Case, plan: &Plan) -> BTreeMap<Stage, (i64, i64)> {
        let mut counts: BTreeMap<Stage, (i64, i64)> = BTreeMap::new();
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if let Some(unit) = posting.unit.filter(|_| is_teacher(teacher)) {
                let count = counts.entry(case.units[unit.at()].stage).or_default();
                *count = (count.0 + i64::from(is_bachelor(teacher)), count.1 + 1);
            }
        }
        for hire in &plan.hires {
            let count = counts.entry(case.units[hire.unit.at()].stage).or_default();
            *count = (count.0 + hire.count * i64::from(self.hires), count.1 + hire.count);
        }
        counts
    }
}

impl Rule for DegreeShare {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, settled) = (context.case, settled(context));
        let mut given: BTreeMap<Stage, i64> = BTreeMap::new();
        for (cohort, stage) in context.cohorts.iter().zip(&settled) {
            let Some((stage, floor)) = stage.and_then(|stage| Some((stage, *self.floor.get(&stage)?))) else {
                continue;
            };
            let teachers = cohort.members.iter().map(|at| &case.teachers[at.at()]).filter(|t| is_teacher(t));
            *given.entry(stage).or_default() +=
                teachers.map(|teacher| Self::weight(floor, is_bachelor(teacher))).sum::<i64>();
        }
        let hires: i64 = context.decisions.hires.iter().map(|hire| hire.upper).sum();
        let most = context.people.saturating_add(hires);
        let rows: BTreeMap<Stage, (RowHandle, i64)> = self
            .floor
            .iter()
            .map(|(&stage, &floor)| {
                let lower = -given.get(&stage).copied().unwrap_or_default();
                let row = program.row(NAME, stage.code(), Some(lower), None);
                program.slack(row, 1000, most, &self.strength, 1);
                (stage, (row, floor))
            })
            .collect();
        let for_hires = rows.clone();
        program.each_path(move |cohort, path, terms| {
            let somebody = cohort.somebody(case);
            let there = path.path.unit(cohort.key.home).filter(|_| settled[path.cohort].is_none());
            let row = there.and_then(|unit| rows.get(&case.units[unit.at()].stage));
            if let Some(&(row, floor)) = row.filter(|_| is_teacher(somebody)) {
                terms.row(row, Self::weight(floor, is_bachelor(somebody)));
            }
        });
        program.each_hire(move |hire, terms| {
            if let Some(&(row, floor)) = for_hires.get(&case.units[hire.unit.at()].stage) {
                terms.row(row, Self::weight(floor, self.hires));
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        Box::new(move |teacher| {
            let counts = is_teacher(teacher) && may_change_stage(case, &admission, teacher);
            i64::from(counts) * (1 + i64::from(is_bachelor(teacher)))
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let counts = self.counts(case, plan);
        let mut assessment = Assessment::default();
        let mut all = (0, 0);
        for (stage, (bachelors, teachers)) in counts {
            all = (all.0 + bachelors, all.1 + teachers);
            let indicator = Indicator::state("degree-share", Some(bachelors * 1000 / teachers)).at_stage(stage);
            let Some(&floor) = self.floor.get(&stage) else {
                assessment.indicators.push(indicator);
                continue;
            };
            let limit = needed(floor, teachers);
            let missing = (limit - bachelors).max(0);
            assessment.indicators.push(indicator.limited(floor, Some(missing == 0)));
            if missing > 0 {
                let text = Text::new("rule.degree-share").with_name("stage", stage.zh(), stage.code());
                let text = text.with("staff", teachers).with("count", bachelors).with("limit", limit);
                assessment.violation += missing;
                let amount = (missing * 1000, "person");
                assessment.findings.push(finding(NAME, &self.strength, stage.code(), amount, text));
            }
        }
        let share = (all.1 > 0).then(|| all.0 * 1000 / all.1);
        assessment.indicators.push(Indicator::state("degree-share", share));
        assessment
    }
}
