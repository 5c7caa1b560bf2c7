//! Pupils per teacher stay within a band.
//!
//! Formula: `t_u + s ≥ ⌈P_u / most⌉`, `t_u − e ≤ max(⌈P_u / most⌉, ⌊P_u / least⌋)` for every open public unit of the listed stages with
//! at least `pupils` children; `t_u` counts as `balance-scope` does. Unit: persons.
//! Why: staff follow pupils at one standard in town and country (优质均衡 2.2; standards §1.7, §2.1); the band is an assumption.

use super::balance_scope::Scope;
use super::staff_limit::count_people;
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::{Case, Unit, UnitIx};
use crate::formulation::assembly::{Assembly, Inside};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "most", kind: ParamKind::Numbers, unit: "pupils/teacher" },
            ParamSpec { name: "least", kind: ParamKind::Numbers, unit: "pupils/teacher" },
            ParamSpec { name: "pupils", kind: ParamKind::Number, unit: "pupils" },
        ],
    },
    page: Page {
        zh: "生师比区间",
        en: "Pupils per teacher",
        sentence_zh: "达到规模的单位，生师比（学生数与计入统计的专任教师数之比）在规定区间内。",
        sentence_en: "In units of the stated size the pupils per counted full-time teacher stay within the band.",
        formula: "⌈P/most⌉ ≤ t + s; t − e ≤ ⌊P/least⌋",
        unit: "person",
        source: "优质均衡督导评估 2.2; 区间为假设",
    },
    make: |_, settings| Box::new(PupilTeacherRatio::new(settings)),
};
const NAME: &str = "pupil-teacher-ratio";

struct PupilTeacherRatio {
    strength: Strength,
    most: BTreeMap<String, i64>,
    least: BTreeMap<String, i64>,
    pupils: i64,
}

impl PupilTeacherRatio {
    fn new(settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            most: settings.numbers("most").clone(),
            least: settings.numbers("least").clone(),
            pupils: settings.whole("pupils"),
        }
    }

    /// Fewest and most teachers of a unit; none where the rule does not look.
    fn band(&self, case: &Case, unit: UnitIx) -> Option<(i64, i64)> {
        let of = &case.units[unit.at()];
        let pupils = of.pupils().small();
        let positive = |limits: &BTreeMap<String, i64>| limits.get(of.stage.code()).copied().filter(|&l| l > 0);
        let (most, least) = (positive(&self.most)?, positive(&self.least)?);
        let looked_at = of.open && case.is_public(unit) && pupils >= self.pupils.max(1);
        let fewest = (pupils * 1000 + most - 1) / most;
        looked_at.then_some((fewest, (pupils * 1000 / least).max(fewest)))
    }
}

impl Rule for PupilTeacherRatio {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, scope) = (context.case, Scope::of(context.policy));
        let people = context.people;
        let hires: i64 = case.channels.iter().map(|c| c.limit.small()).sum();
        let mut rows = vec![None; case.units.len()];
        for (unit, of) in case.units_ix() {
            let Some((fewest, most)) = self.band(case, unit) else { continue };
            let (stock, counted, _) = program.stock(unit, &format!("{NAME}|{}", of.code));
            let place = (unit, Inside::Staff);
            let low = program.row_about(place, NAME, format!("{}|fewest", of.code), Some(fewest), None);
            program.slack(low, 1, fewest, &self.strength, 1);
            let high = program.row_about(place, NAME, format!("{}|most", of.code), None, Some(most));
            program.slack(high, -1, people + hires, &self.strength, 1);
            program.read(stock, low, 1);
            program.read(stock, high, 1);
            rows[unit.at()] = Some(counted);
        }
        count_people(rows, move |cohort, _| scope.counts(cohort.somebody(case)), |_| true, program);
    }

    fn mark<'a>(&'a self, _: &'a Case, policy: &Policy) -> Mark<'a> {
        let scope = Scope::of(policy);
        Box::new(move |teacher| i64::from(scope.counts(teacher)))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let scope = Scope::of(policy);
        let mut teachers = vec![0; case.units.len()];
        for posting in plan.postings.iter().filter(|p| scope.counts(&case.teachers[p.teacher.at()])) {
            if let Some(unit) = posting.unit {
                teachers[unit.at()] += 1;
            }
        }
        plan.hires.iter().for_each(|hire| teachers[hire.unit.at()] += hire.count);
        let mut assessment = Assessment::default();
        for (unit, of) in case.units_ix() {
            let Some((fewest, most)) = self.band(case, unit) else { continue };
            let count = teachers[unit.at()];
            let (missing, over) = ((fewest - count).max(0), (count - most).max(0));
            let ratio = (count > 0).then(|| of.pupils().small() * 1000 / count);
            let limit = self.most[of.stage.code()];
            let indicator = Indicator::of_unit(of, "pupils-per-teacher", ratio);
            assessment.indicators.push(indicator.limited(limit, Some(missing + over == 0)));
            self.note(case, of, (missing, over), (count, if missing > 0 { fewest } else { most }), &mut assessment);
        }
        assessment
    }
}

impl PupilTeacherRatio {
    fn note(
        &self,
        case: &Case,
        of: &Unit,
        (missing, over): (i64, i64),
        (count, limit): (i64, i64),
        assessment: &mut Assessment,
    ) {
        let amount = missing + over;
        if amount > 0 {
            let key = if missing > 0 { "rule.pupil-teacher-ratio.few" } else { "rule.pupil-teacher-ratio.many" };
            let text = with_unit(Text::new(key), case, of).with("count", count).with("limit", limit);
            assessment.violation += amount;
            assessment.findings.push(finding(NAME, &self.strength, &of.code, (amount * 1000, "person"), text));
        }
    }
}
