//! New schools open with enough experienced and key teachers and not too many beginners.
//!
//! Formula: `Σ experienced − share·teachers + s ≥ 0`, the same for key teachers, and `Σ beginners − share·teachers − e ≤ 0`, each times 1000, so that
//! `s = ⌈share·teachers⌉ − people of the sort` and `e = beginners − ⌊share·teachers⌋` are whole persons; for every open public unit of a
//! school that opened in the planning year or at most `years` school years before. Unit: persons missing or too many.
//! Counted are people with a teaching post, at work or not, and the hires of the plan. Experienced is who has `experience` years of
//! known service (as in `new-teacher-share`), a beginner who has fewer than `beginner_years`, and every hire.
//! Why: a new school needs people who can carry it (programme items 1 and 4; the numbers are assumptions). That it fills grade by grade is said
//! by the enrollment table and needs no rule.

use super::key_teacher_share::is_key_teacher;
use super::new_teacher_share::service;
use super::rotation_share::needed;
use super::staff_limit::{most_people, share_of_teachers, teachers_after};
use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::PostType;
use crate::domain::{Case, Teacher, Unit, UnitIx};
use crate::formulation::assembly::{Assembly, Inside, RowHandle};
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "experience", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "experienced_share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "key_share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "beginner_years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "beginner_share", kind: ParamKind::Number, unit: "share" },
        ],
    },
    page: Page {
        zh: "新建学校师资",
        en: "Staff of new schools",
        sentence_zh: "新建未满规定年数的学校，有经验的教师和骨干教师不低于规定比例，新任教师不超过规定比例。",
        sentence_en: "In a school that is new experienced teachers and key teachers reach their stated shares, and beginners stay within theirs.",
        formula: "experienced + s ≥ share·teachers; key + t ≥ share·teachers; beginners − e ≤ share·teachers",
        unit: "person",
        source: "大足委教发〔2025〕22号 第1、4条; 比例为假设",
    },
    make: |_, settings| {
        Box::new(NewSchools {
            strength: settings.strength.clone(),
            years: settings.whole("years"),
            experience: settings.whole("experience"),
            beginner_years: settings.whole("beginner_years"),
            share: ["experienced_share", "key_share", "beginner_share"].map(|name| settings.milli(name)),
        })
    },
};
const NAME: &str = "new-schools";

struct NewSchools {
    strength: Strength,
    /// School years before the planning year in which a school counts as new.
    years: i64,
    /// Years of service from which somebody is experienced.
    experience: i64,
    /// Years of service below which somebody is a beginner.
    beginner_years: i64,
    /// Thousandths, by sort.
    share: [i64; 3],
}

/// Sorts of people, in the order of the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Experienced,
    Key,
    Beginner,
}

const SORTS: [Sort; 3] = [Sort::Experienced, Sort::Key, Sort::Beginner];

impl Sort {
    const fn row(self) -> &'static str {
        match self {
            Self::Experienced => "experienced",
            Self::Key => "key",
            Self::Beginner => "beginners",
        }
    }

    const fn indicator(self) -> &'static str {
        match self {
            Self::Experienced => "new-school-experienced",
            Self::Key => "new-school-key-teachers",
            Self::Beginner => "new-school-beginners",
        }
    }

    fn text(self) -> Text {
        match self {
            Self::Experienced => Text::new("rule.new-schools.experienced"),
            Self::Key => Text::new("rule.new-schools.key"),
            Self::Beginner => Text::new("rule.new-schools.beginners"),
        }
    }

    /// The limit on so many teachers, and by how much `count` misses it.
    const fn miss(self, share: i64, staff: i64, count: i64) -> (i64, i64) {
        match self {
            Self::Experienced | Self::Key => {
                let least = needed(share, staff);
                (least, if count < least { least - count } else { 0 })
            }
            Self::Beginner => {
                let most = share * staff / 1000;
                (most, if count > most { count - most } else { 0 })
            }
        }
    }
}

impl NewSchools {
    fn is(&self, case: &Case, sort: Sort, teacher: &Teacher) -> bool {
        match sort {
            Sort::Experienced => service(case, teacher) >= self.experience,
            Sort::Key => is_key_teacher(case, teacher),
            Sort::Beginner => service(case, teacher) < self.beginner_years,
        }
    }

    fn is_new(&self, case: &Case, unit: UnitIx) -> bool {
        let opens = case.school_of(unit).opens.map(|opens| i64::from(case.year.0) - i64::from(opens.0));
        case.units[unit.at()].open && case.is_public(unit) && opens.is_some_and(|ago| (0..=self.years).contains(&ago))
    }

    fn rows(&self, sort: Sort, context: &Context<'_>, program: &mut Assembly<'_>) -> Vec<Option<RowHandle>> {
        let declare = |(unit, of): (UnitIx, &Unit)| {
            let place = self.is_new(context.case, unit).then(|| format!("{}|{}", of.code, sort.row()))?;
            let (lower, upper, slack) =
                if sort == Sort::Beginner { (None, Some(0), -1000) } else { (Some(0), None, 1000) };
            let row = program.row_about((unit, Inside::Staff), NAME, place, lower, upper);
            program.slack(row, slack, most_people(context, unit), &self.strength, 1);
            Some(row)
        };
        context.case.units_ix().map(declare).collect()
    }
}

impl Rule for NewSchools {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        for (sort, share) in SORTS.into_iter().zip(self.share) {
            let rows = self.rows(sort, context, program);
            let hires_are = sort == Sort::Beginner;
            share_of_teachers((rows, share), move |t| self.is(case, sort, t), hires_are, case, program);
        }
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        let somewhere = case.units_ix().any(|(unit, _)| self.is_new(case, unit));
        Box::new(move |teacher| {
            // Only who works in such a school, or might.
            let may_be_there = self.is_new(case, teacher.unit) || admission.mobility(teacher) != Mobility::Fixed;
            if !somewhere || teacher.record.post != PostType::Teaching || !may_be_there {
                return 0;
            }
            SORTS.into_iter().fold(1, |mark, sort| 2 * mark + i64::from(self.is(case, sort, teacher)))
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        for (sort, share) in SORTS.into_iter().zip(self.share) {
            let after = teachers_after(case, plan, |teacher| self.is(case, sort, teacher), sort == Sort::Beginner);
            let (mut all, mut met) = ((0, 0), true);
            for ((_, of), (count, staff)) in
                case.units_ix().zip(after).filter(|((unit, _), _)| self.is_new(case, *unit))
            {
                let (limit, off) = sort.miss(share, staff, count);
                all = (all.0 + count, all.1 + staff);
                met &= off == 0;
                let value = (staff > 0).then(|| count * 1000 / staff);
                let indicator = Indicator::of_unit(of, sort.indicator(), value);
                assessment.indicators.push(indicator.limited(share, value.map(|_| off == 0)));
                if off > 0 {
                    let text = with_unit(sort.text(), case, of);
                    let text = text.with("staff", staff).with("count", count).with("limit", limit);
                    assessment.violation += off;
                    assessment.findings.push(finding(NAME, &self.strength, &of.code, (off * 1000, "person"), text));
                }
            }
            let value = (all.1 > 0).then(|| all.0 * 1000 / all.1);
            let indicator = Indicator::state(sort.indicator(), value);
            assessment.indicators.push(indicator.limited(share, value.map(|_| met)));
        }
        assessment
    }
}
