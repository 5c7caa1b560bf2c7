//! Who is released by a closing unit gets a place near home.
//!
//! Formula: `min Σ max(0, minutes(home, new school) − near)` over those who are placed. Home is the school of the town of residence that is
//! nearest to the new school, and 0 minutes away where the new school stands in that town; where no town is known, or it has no school,
//! the closing school. Minutes that are not known count `unknown_minutes`. A place in the school that takes the pupils counts nothing.
//! Unit: minutes one way.
//! Why: points below 100 pupils merge (programme item 5), and their staff has no say in it; the numbers are assumptions. That everybody
//! is released and posted once is said by `who-may-rotate` and `one-posting`.

use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::{Case, Minutes, SchoolIx, Teacher, TownIx, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "near", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "unknown_minutes", kind: ParamKind::Number, unit: "minutes" },
        ],
    },
    page: Page {
        zh: "撤并人员就近安置",
        en: "Places near home for staff of closing units",
        sentence_zh: "撤并单位人员优先安置在居住镇街附近（居住地未填的为原校附近），随学生并入接收学校的不计。",
        sentence_en: "Staff of closing units is placed near the town of residence (the old school, where none is given); a place in the school that takes the pupils counts as near.",
        formula: "min Σ max(0, minutes(home, u) − near)",
        unit: "minute",
        source: "大足委教发〔2025〕22号 第5条; 分钟数为假设",
    },
    make: |_, settings| {
        Box::new(ClosingPoints {
            strength: settings.strength.clone(),
            near: settings.whole("near"),
            unknown: Minutes::whole(settings.whole("unknown_minutes")),
        })
    },
};
const NAME: &str = "closing-points";

struct ClosingPoints {
    strength: Strength,
    /// Minutes that count as near.
    near: i64,
    unknown: Minutes,
}

/// The town of residence, where it has a school.
fn home_town(case: &Case, teacher: &Teacher) -> Option<TownIx> {
    teacher.home_town.filter(|&town| case.schools.iter().any(|school| school.town == town))
}

impl ClosingPoints {
    /// What it costs to place somebody there: minutes from home beyond `near`.
    fn price(&self, case: &Case, teacher: &Teacher, to: UnitIx) -> i64 {
        let (closing, new) = (case.units[teacher.unit.at()].school, case.units[to.at()].school);
        let minutes = match home_town(case, teacher) {
            _ if case.schools[closing.at()].merges_into == Some(new) => return 0,
            Some(town) if case.schools[new.at()].town == town => return 0,
            Some(town) => {
                let of_town = case.schools.iter().enumerate().filter(|(_, school)| school.town == town);
                of_town.filter_map(|(at, _)| case.minutes(SchoolIx::new(at), new)).min()
            }
            None => case.minutes(closing, new),
        };
        (minutes.unwrap_or(self.unknown).small() - self.near).max(0)
    }

    /// Minutes from home to the school where a released person is placed, as the finished plan is judged.
    fn way(&self, case: &Case, teacher: &Teacher, new: SchoolIx) -> i64 {
        let there = case.schools[new.at()].town;
        let all = || (0..case.schools.len()).map(SchoolIx::new);
        let mut homes: Vec<SchoolIx> = all().filter(|s| Some(case.schools[s.at()].town) == teacher.home_town).collect();
        if homes.iter().any(|home| case.schools[home.at()].town == there) {
            return 0;
        }
        if homes.is_empty() {
            homes.push(case.units[teacher.unit.at()].school);
        }
        let known = homes.into_iter().filter_map(|home| case.minutes(home, new));
        known.min().map_or(self.unknown.small(), Minutes::small)
    }
}

impl Rule for ClosingPoints {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        program.each_path(move |cohort, path, terms| {
            if let Path::Move(to, _) = path.path
                && cohort.key.mobility == Mobility::Released
            {
                terms.cost(&self.strength, self.price(case, cohort.somebody(case), to));
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        Box::new(move |teacher| {
            let closing = !case.units[teacher.unit.at()].open;
            if !closing || admission.mobility(teacher) != Mobility::Released {
                return 0;
            }
            home_town(case, teacher).map_or(0, |town| i64::try_from(town.at()).map_or(0, |at| at + 1))
        })
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let (mut placed, mut near) = (0, 0);
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(to) = posting.unit.filter(|&to| to != teacher.unit) else { continue };
            if admission.mobility(teacher) != Mobility::Released {
                continue;
            }
            let new = case.units[to.at()].school;
            let with_pupils = case.school_of(teacher.unit).merges_into == Some(new);
            let beyond = if with_pupils { 0 } else { (self.way(case, teacher, new) - self.near).max(0) };
            placed += 1;
            near += i64::from(beyond == 0);
            if beyond > 0 {
                let id = &teacher.record.id;
                let text = Text::new("rule.closing-points").with("id", id).with("beyond", beyond);
                let text = with_unit(text.with("near", self.near), case, &case.units[to.at()]);
                assessment.violation += beyond;
                assessment.findings.push(finding(NAME, &self.strength, id, (beyond * 1000, "minute"), text));
            }
        }
        let share = (placed > 0).then(|| near * 1000 / placed);
        assessment.indicators.push(Indicator::flow("released-near-home-share", share));
        assessment.indicators.push(Indicator::flow("released-minutes-beyond", Some(assessment.violation * 1000)));
        assessment
    }
}
