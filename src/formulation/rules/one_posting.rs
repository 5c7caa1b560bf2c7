//! Everybody is posted exactly once.
//!
//! Formula: `Σ_p x[c,p] = n_c` for every cohort `c`. Unit: persons. A person whose unit closes and for whom no place is
//! found counts as unplaced and is priced in lessons per week.
//! Why: a person in two places, or in none, makes a plan void. Source: model.

use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "unplaced", kind: ParamKind::Number, unit: "lessons" }],
    },
    page: Page {
        zh: "一人一岗",
        en: "Everybody posted once",
        sentence_zh: "每名教职工当年恰好有一个岗位；学校撤并而无处安置的按课时计价。",
        sentence_en: "Every person has exactly one posting; who finds no place after a closure is priced in lessons.",
        formula: "Σ_p x[c,p] = n_c",
        unit: "lesson",
        source: "模型",
    },
    make: |_, settings| {
        Box::new(OnePosting { strength: settings.strength.clone(), unplaced: settings.milli("unplaced") })
    },
};
const NAME: &str = "one-posting";

struct OnePosting {
    strength: Strength,
    /// Price of an unplaced person, thousandths of a lesson.
    unplaced: i64,
}

/// Declares that everybody is posted once. It makes a plan a plan, whatever the strength of the rule, which prices the unplaced.
pub(in crate::formulation) fn everybody_once(context: &Context<'_>, program: &mut Assembly<'_>) {
    // Where there is no choice nothing is to be said: who comes is there.
    let mut absorbed = vec![false; context.cohorts.len()];
    context.decisions.paths.iter().filter(|path| path.absorbed).for_each(|path| absorbed[path.cohort] = true);
    let rows: Vec<_> = context
        .cohorts
        .iter()
        .zip(absorbed)
        .map(|(cohort, absorbed)| {
            let size = if context.at > 0 { 0 } else { cohort.most() };
            (!absorbed).then(|| program.row(NAME, cohort.name.as_str(), Some(size), Some(size)))
        })
        .collect();
    if context.at > 0 {
        // As many as the year before has brought there.
        let (come, hired) = (rows.clone(), rows.clone());
        program.each_path_of(context.at - 1, move |_, path, terms| {
            if let Some(row) = path.next.and_then(|next| come[next]) {
                terms.row(row, -1);
            }
        });
        program.each_hire_of(context.at - 1, move |hire, terms| {
            if let Some(row) = hire.next.and_then(|next| hired[next]) {
                terms.row(row, -1);
            }
        });
    }
    program.each_path(move |_, path, terms| {
        if let Some(row) = rows[path.cohort] {
            terms.row(row, 1);
        }
    });
}

impl Rule for OnePosting {
    fn build<'a>(&'a self, _: &Context<'a>, program: &mut Assembly<'a>) {
        program.each_path(move |_, path, terms| {
            if path.path == Path::Unplaced {
                terms.cost(&self.strength, self.unplaced);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        let mut seen = vec![0; case.teachers.len()];
        for posting in &plan.postings {
            seen[posting.teacher.at()] += 1;
            let code = &case.teachers[posting.teacher.at()].record.id;
            if posting.unit.is_none() {
                assessment.violation += self.unplaced;
                assessment.findings.push(finding(
                    NAME,
                    &self.strength,
                    code,
                    (1000, "person"),
                    Text::new("rule.one-posting.unplaced").with("id", code),
                ));
            }
        }
        for (at, &times) in seen.iter().enumerate().filter(|&(_, &times)| times != 1) {
            let code = &case.teachers[at].record.id;
            let text = Text::new("rule.one-posting.times").with("id", code).with("times", times);
            assessment.violation += self.unplaced.max(1);
            assessment.findings.push(finding(NAME, &Strength::Hard, code, (1000, "person"), text));
        }
        assessment
    }
}
