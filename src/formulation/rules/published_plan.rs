//! A plan that was published already is changed for few people only.
//!
//! Formula: `Σ x[posted elsewhere than published] − e ≤ most`, in every school year for which a plan was published, over all whose published
//! unit is open. Who is published and finds no place is posted elsewhere; who has been posted elsewhere in one year and stays there counts
//! again in the next, unless that is what was published for it. Unit: persons.
//! Why: people have arranged themselves with what was announced; the number is an assumption. Without the table `published` nothing is asked.

use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, staff_limit};
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::{Cohort, Mobility};
use crate::messages::Text;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "most", kind: ParamKind::Number, unit: "persons" }],
    },
    page: Page {
        zh: "对已公布方案的改动",
        en: "Changes of a published plan",
        sentence_zh: "每个学年与已公布方案去处不同的人数不超过规定人数；没有公布方案的学年不考察。",
        sentence_en: "In each school year at most the stated number of people is posted elsewhere than a published plan says; nothing is asked where none was published for the year.",
        formula: "Σ x[posted elsewhere than published] − e ≤ most",
        unit: "person",
        source: "假设",
    },
    make: |_, settings| Box::new(PublishedPlan { strength: settings.strength.clone(), most: settings.whole("most") }),
};
const NAME: &str = "published-plan";

struct PublishedPlan {
    strength: Strength,
    /// Persons whose posting may change.
    most: i64,
}

/// The unit in which a person was published, where it is open.
fn published(case: &Case, teacher: &Teacher) -> Option<UnitIx> {
    teacher.published.filter(|unit| case.units[unit.at()].open)
}

/// How many people of the year are published; in a later year, where the plan decides who comes, the most there can be.
fn most_published(context: &Context<'_>) -> i64 {
    let is_published = |teacher: &Teacher| published(context.case, teacher).is_some();
    if context.at == 0 {
        let people = context.case.teachers.iter().filter(|teacher| is_published(teacher)).count();
        return i64::try_from(people).unwrap_or(i64::MAX);
    }
    let cohorts = context.cohorts.iter().filter(|cohort| is_published(cohort.somebody(context.case)));
    cohorts.map(Cohort::most).sum::<i64>().min(context.people)
}

impl Rule for PublishedPlan {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let people = most_published(context);
        let Some(row) = staff_limit::district_row((NAME, ""), (self.most, people), &self.strength, program) else {
            return;
        };
        program.each_path(move |cohort, path, terms| {
            let said = published(case, cohort.somebody(case));
            if said.is_some() && path.path.unit(cohort.key.home) != said {
                terms.row(row, 1);
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        Box::new(move |teacher| {
            let Some(unit) = published(case, teacher) else { return 0 };
            // Who stays anyway stays as published, or not.
            if admission.mobility(teacher) == Mobility::Fixed {
                return -i64::from(unit != teacher.unit);
            }
            i64::try_from(unit.at()).map_or(0, |at| at + 1)
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let (mut people, mut changed) = (0, 0);
        for posting in &plan.postings {
            if let Some(said) = published(case, &case.teachers[posting.teacher.at()]) {
                people += 1;
                changed += i64::from(posting.unit.is_none_or(|unit| unit != said));
            }
        }
        let text = Text::new("rule.published-plan").with("people", people).with("changed", changed);
        let counted = (people > 0).then_some(changed);
        staff_limit::district_excess((NAME, "published-changes"), &self.strength, (counted, self.most), text)
    }
}
