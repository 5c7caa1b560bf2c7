//! Beginners make at most a share of a unit's teachers.
//!
//! Formula: `Σ (1000 − share)·beginners − Σ share·other teachers − 1000·e ≤ 0`, share in thousandths, for every open public unit with at
//! least `pupils` children. The coefficient of `e` makes it whole persons: `e = beginners − ⌊share·teachers⌋`. Unit: persons too many.
//! Beginners are the hires of the plan and who was first employed less than `years` before the school year begins. Counted are
//! people with a teaching post, at work or not.
//! Why: new teachers need experienced colleagues around them; the numbers are assumptions. Where the month of first employment is not
//! given, service counts from the month in which the person came to the school: that much is known.

use super::staff_limit::{most_people, share_of_teachers, teachers_after};
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::PostType;
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::{Assembly, Inside};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "pupils", kind: ParamKind::Number, unit: "pupils" },
        ],
    },
    page: Page {
        zh: "新任教师占比",
        en: "Share of beginners",
        sentence_zh: "达到规模的单位，新招聘和教龄不足规定年数的教师不超过教师的规定比例。",
        sentence_en: "In a unit of the stated size new teachers and those with fewer than the stated years of service are at most the stated share of the teachers.",
        formula: "beginners − e ≤ share·teachers",
        unit: "person",
        source: "假设",
    },
    make: |_, settings| {
        Box::new(NewTeacherShare {
            strength: settings.strength.clone(),
            share: settings.milli("share"),
            years: settings.whole("years"),
            pupils: settings.whole("pupils"),
        })
    },
};
const NAME: &str = "new-teacher-share";

struct NewTeacherShare {
    strength: Strength,
    /// Thousandths.
    share: i64,
    years: i64,
    pupils: i64,
}

/// Full years of service that are known when the school year begins.
pub(super) fn service(case: &Case, teacher: &Teacher) -> i64 {
    let since = teacher.record.first_employed.unwrap_or(teacher.record.in_school_since);
    i64::from(case.year.start().years_since(since))
}

impl NewTeacherShare {
    fn is_beginner(&self, case: &Case, teacher: &Teacher) -> bool {
        service(case, teacher) < self.years
    }

    fn covers(&self, case: &Case, unit: UnitIx) -> bool {
        let of = &case.units[unit.at()];
        of.open && case.is_public(unit) && of.pupils().small() >= self.pupils
    }
}

impl Rule for NewTeacherShare {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let rows: Vec<_> = case
            .units_ix()
            .map(|(unit, of)| {
                let code = self.covers(case, unit).then_some(of.code.as_str())?;
                let row = program.row_about((unit, Inside::Staff), NAME, code, None, Some(0));
                program.slack(row, -1000, most_people(context, unit), &self.strength, 1);
                Some(row)
            })
            .collect();
        share_of_teachers((rows, self.share), move |teacher| self.is_beginner(case, teacher), true, case, program);
    }

    fn mark<'a>(&'a self, case: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(move |teacher| {
            let teaching = teacher.record.post == PostType::Teaching;
            i64::from(teaching) * (1 + i64::from(self.is_beginner(case, teacher)))
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let after = teachers_after(case, plan, |teacher| self.is_beginner(case, teacher), true);
        let mut assessment = Assessment::default();
        let (mut beginners, mut teachers) = (0, 0);
        for ((_, of), (count, staff)) in case.units_ix().zip(after).filter(|((unit, _), _)| self.covers(case, *unit)) {
            let limit = self.share * staff / 1000;
            let over = (count - limit).max(0);
            (beginners, teachers) = (beginners + count, teachers + staff);
            let value = (staff > 0).then(|| count * 1000 / staff);
            let indicator = Indicator::of_unit(of, "beginner-share", value);
            assessment.indicators.push(indicator.limited(self.share, Some(over == 0)));
            if over > 0 {
                let text = with_unit(Text::new("rule.new-teacher-share"), case, of).with("staff", staff);
                let text = text.with("count", count).with("limit", limit);
                assessment.violation += over;
                assessment.findings.push(finding(NAME, &self.strength, &of.code, (over * 1000, "person"), text));
            }
        }
        let share = (teachers > 0).then(|| beginners * 1000 / teachers);
        let met = share.map(|_| beginners * 1000 <= self.share * teachers);
        assessment.indicators.push(Indicator::state("beginner-share", share).limited(self.share, met));
        assessment
    }
}
