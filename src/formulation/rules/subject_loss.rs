//! No unit loses more than a share of its teachers of one subject in one year.
//!
//! Formula: `Σ leaving u of kind k − e ≤ max(L, n − ⌈lessons / load⌉)` for every open unit and kind with `n` teachers at work whose main
//! kind it is; `L = max(1, ⌈share·n⌉)`, and 0 where `n < least`. Declared as `Σ staying + e ≥ n − limit`. Unit: persons.
//! Why: a subject must go on being taught by people who know the school; the numbers are assumptions. Whoever leaves counts, for
//! whatever reason. As in `school-loss` a surplus may leave at once; of a subject it is what its lessons there do not fill, so the
//! only teacher of a subject that is not taught there may leave.

use super::rotation_share::needed;
use super::staff_limit::leaving_row;
use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::{Case, Demand, KindIx, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "least", kind: ParamKind::Number, unit: "persons" },
        ],
    },
    page: Page {
        zh: "学科骨架稳定",
        en: "Limit on what one subject loses",
        sentence_zh: "一个单位一个学科一年内调出的教师不超过规定比例（至少允许一人），学科教师少于规定人数的不调出；超出该学科课时所需的部分除外。",
        sentence_en: "No unit loses more than the stated share of its teachers of one subject in a year (one may always go), and none where it has fewer than the stated number; those beyond what the lessons of the subject need are apart.",
        formula: "Σ leaving[u,k] − e ≤ max(L, n − ⌈lessons/load⌉); L = max(1, ⌈share·n⌉), 0 if n < least",
        unit: "person",
        source: "假设",
    },
    make: |_, settings| {
        Box::new(SubjectLoss {
            strength: settings.strength.clone(),
            share: settings.milli("share"),
            least: settings.whole("least"),
        })
    },
};
const NAME: &str = "subject-loss";

struct SubjectLoss {
    strength: Strength,
    /// Thousandths.
    share: i64,
    /// Teachers of a kind below which none may leave.
    least: i64,
}

/// Teachers of a kind in a unit before the plan, and how many of them may leave.
struct Staff {
    people: i64,
    limit: i64,
}

impl SubjectLoss {
    fn places(&self, case: &Case) -> BTreeMap<(UnitIx, KindIx), Staff> {
        let opening = &case.opening;
        let people = opening.teachers.iter().filter(|((unit, _), _)| case.units[unit.at()].open);
        people.map(|(&place, &people)| (place, Staff { people, limit: self.limit(case, place, people) })).collect()
    }

    fn limit(&self, case: &Case, (unit, kind): (UnitIx, KindIx), people: i64) -> i64 {
        let share = if people < self.least { 0 } else { needed(self.share, people).max(1) };
        let taught = case.demand_of(unit, kind).map_or(0, Demand::full_posts);
        share.max(people - taught)
    }
}

impl Rule for SubjectLoss {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let mut may_go: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
        for cohort in context.cohorts.iter().filter(|c| c.key.mobility != Mobility::Fixed) {
            *may_go.entry((cohort.key.home, cohort.key.kind)).or_default() += cohort.most();
        }
        // Said of those who stay, which is the same and keeps the row inside the unit; no row where too few may go to break it.
        let rows: BTreeMap<(UnitIx, KindIx), _> = self
            .places(case)
            .into_iter()
            .filter(|(place, staff)| may_go.get(place).is_some_and(|&going| going > staff.limit))
            .map(|((unit, kind), Staff { people, limit })| {
                let place = format!("{}|{}", case.units[unit.at()].code, case.kinds[kind.at()].code);
                (
                    (unit, kind),
                    leaving_row((unit, NAME, place), (people, limit, people), &self.strength, context, program),
                )
            })
            .collect();
        let later = context.is_later();
        program.each_path(move |cohort, path, terms| {
            let counts = path.path.stays() != later && cohort.somebody(case).teaches();
            if let Some(&row) = rows.get(&(cohort.key.home, cohort.key.kind)).filter(|_| counts) {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut leaving: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if teacher.teaches() && posting.unit != Some(teacher.unit) {
                *leaving.entry((teacher.unit, teacher.kind)).or_default() += 1;
            }
        }
        let mut assessment = Assessment::default();
        let places = self.places(case);
        for (place, gone) in leaving {
            let Some(limit) = places.get(&place).map(|staff| staff.limit).filter(|&limit| gone > limit) else {
                continue;
            };
            let (unit, kind) = (&case.units[place.0.at()], &case.kinds[place.1.at()]);
            let text = with_unit(Text::new("rule.subject-loss"), case, unit).with_name("kind", &kind.zh, &kind.en);
            let text = text.with("gone", gone).with("limit", limit);
            assessment.violation += gone - limit;
            let amount = ((gone - limit) * 1000, "person");
            assessment.findings.push(finding(NAME, &self.strength, &unit.code, amount, text));
        }
        let excess = assessment.violation;
        let indicator = Indicator::flow("subject-loss-excess", Some(excess * 1000));
        assessment.indicators.push(indicator.limited(0, Some(excess == 0)));
        assessment
    }
}
