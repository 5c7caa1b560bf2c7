//! Every larger unit has a share of young teachers and not too many who retire soon.
//!
//! Formula: `Σ young − share·teachers + s ≥ 0` and `Σ retiring − share·teachers − e ≤ 0`, each times 1000, so that `s` and `e` are whole
//! persons: `s = ⌈share·teachers⌉ − young`, `e = retiring − ⌊share·teachers⌋`; for every open public unit with at least `staff` people in
//! teaching posts before the plan. Counted are people with a teaching post, at work or not. Unit: persons missing or too many.
//! Young is who is below the age of `young` when the school year begins, and every hire; retiring soon is whose month of retirement
//! (`domain::retirement`, the schedule since 2025) comes before `near` years of service from then are full.
//! Why: no school should lose a third of its teachers within three years; the numbers are assumptions.

use super::rotation_share::needed;
use super::staff_limit::{most_people, share_of_teachers, teachers_after};
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::PostType;
use crate::domain::{Case, Teacher, Unit, UnitIx};
use crate::formulation::assembly::{Assembly, Inside, RowHandle};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "young", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "young_share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "near", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "near_share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "staff", kind: ParamKind::Number, unit: "persons" },
        ],
    },
    page: Page {
        zh: "教师年龄结构",
        en: "Age structure",
        sentence_zh: "达到规模的单位，青年教师不低于规定比例，规定年数内退休的教师不超过规定比例。",
        sentence_en: "In a unit of the stated size young teachers reach the stated share, and those who retire within the stated years stay within theirs.",
        formula: "young + s ≥ young_share·teachers; retiring − e ≤ near_share·teachers",
        unit: "person",
        source: "假设; 退休年月据2024年渐进式延迟法定退休年龄决定",
    },
    make: |_, settings| {
        Box::new(AgeStructure {
            strength: settings.strength.clone(),
            young: settings.whole("young"),
            young_share: settings.milli("young_share"),
            near: settings.whole("near"),
            near_share: settings.milli("near_share"),
            staff: settings.whole("staff"),
        })
    },
};
const NAME: &str = "age-structure";

struct AgeStructure {
    strength: Strength,
    /// Age below which one is young.
    young: i64,
    /// Thousandths.
    young_share: i64,
    /// Years.
    near: i64,
    /// Thousandths.
    near_share: i64,
    /// Teachers from which a unit is looked at.
    staff: i64,
}

impl AgeStructure {
    fn is_young(&self, case: &Case, teacher: &Teacher) -> bool {
        i64::from(teacher.age(case.year.start())) < self.young
    }

    fn is_retiring(&self, case: &Case, teacher: &Teacher) -> bool {
        i64::from(teacher.retires.months_since(case.year.start())) < 12 * self.near
    }

    /// By unit: whether it is looked at.
    fn covered(&self, case: &Case) -> Vec<bool> {
        let before = &case.opening.teaching_posts;
        let covers = |(unit, of): (UnitIx, &Unit)| of.open && case.is_public(unit) && before[unit.at()] >= self.staff;
        case.units_ix().map(covers).collect()
    }

    /// A row with its slack for every unit that is looked at.
    fn rows(
        &self,
        (what, slack): (&str, i64),
        (lower, upper): (Option<i64>, Option<i64>),
        context: &Context<'_>,
        program: &mut Assembly<'_>,
    ) -> Vec<Option<RowHandle>> {
        let units = context.case.units_ix().zip(self.covered(context.case));
        units
            .map(|((unit, of), covered)| {
                let place = covered.then(|| format!("{}|{what}", of.code))?;
                let row = program.row_about((unit, Inside::Staff), NAME, place, lower, upper);
                program.slack(row, slack, most_people(context, unit), &self.strength, 1);
                Some(row)
            })
            .collect()
    }

    /// The shares of young and retiring teachers, of a unit or of all that are looked at.
    fn measured(
        &self,
        indicator: impl Fn(&'static str, Option<i64>) -> Indicator,
        (young, retiring, staff): (i64, i64, i64),
    ) -> [Indicator; 2] {
        let share = |count: i64| (staff > 0).then(|| count * 1000 / staff);
        let met = |met: bool| (staff > 0).then_some(met);
        let enough = met(young * 1000 >= self.young_share * staff);
        let few = met(retiring * 1000 <= self.near_share * staff);
        [
            indicator("young-share", share(young)).limited(self.young_share, enough),
            indicator("retiring-share", share(retiring)).limited(self.near_share, few),
        ]
    }

    /// What is off in one unit: the sentence, how many there are, the limit, and by how much it is missed.
    fn faults(&self, young: i64, retiring: i64, staff: i64) -> [(Text, i64, i64, i64); 2] {
        let (least, most) = (needed(self.young_share, staff), self.near_share * staff / 1000);
        [
            (Text::new("rule.age-structure.young"), young, least, (least - young).max(0)),
            (Text::new("rule.age-structure.retiring"), retiring, most, (retiring - most).max(0)),
        ]
    }
}

impl Rule for AgeStructure {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let young = self.rows(("young", 1000), (Some(0), None), context, program);
        let retiring = self.rows(("retiring", -1000), (None, Some(0)), context, program);
        share_of_teachers((young, self.young_share), move |teacher| self.is_young(case, teacher), true, case, program);
        share_of_teachers(
            (retiring, self.near_share),
            move |teacher| self.is_retiring(case, teacher),
            false,
            case,
            program,
        );
    }

    fn mark<'a>(&'a self, case: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(move |teacher| {
            let teaching = teacher.record.post == PostType::Teaching;
            let ages = i64::from(self.is_young(case, teacher)) + 2 * i64::from(self.is_retiring(case, teacher));
            i64::from(teaching) * (1 + ages)
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let young = teachers_after(case, plan, |teacher| self.is_young(case, teacher), true);
        let retiring = teachers_after(case, plan, |teacher| self.is_retiring(case, teacher), false);
        let mut assessment = Assessment::default();
        let mut all = (0, 0, 0);
        for (at, _) in self.covered(case).into_iter().enumerate().filter(|(_, covered)| *covered) {
            let (of, (young, staff), retiring) = (&case.units[at], young[at], retiring[at].0);
            all = (all.0 + young, all.1 + retiring, all.2 + staff);
            for (text, count, limit, off) in self.faults(young, retiring, staff).into_iter().filter(|fault| fault.3 > 0)
            {
                let text = with_unit(text, case, of).with("staff", staff).with("count", count).with("limit", limit);
                assessment.violation += off;
                assessment.findings.push(finding(NAME, &self.strength, &of.code, (off * 1000, "person"), text));
            }
            let of_unit = |name, value| Indicator::of_unit(of, name, value);
            assessment.indicators.extend(self.measured(of_unit, (young, retiring, staff)));
        }
        assessment.indicators.extend(self.measured(Indicator::state, all));
        assessment
    }
}
