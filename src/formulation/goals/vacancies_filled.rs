//! As many vacancies as possible are filled.
//!
//! Formula: `min Σ_v max(0, posts_v − Σ_s z[s,v])`. Unit: posts left open. Why: the first purpose of a surplus and vacancy list.

use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::Plan;
use crate::policy::{Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "缺编尽量补足",
        en: "Vacancies filled",
        sentence_zh: "尽可能多地补足缺编岗位。",
        sentence_en: "As many vacancies as possible are filled.",
        formula: "min Σ_v open posts",
        unit: "post",
        source: "超编与缺编名单",
    },
    make: |_, settings| Box::new(VacanciesFilled { strength: settings.strength.clone() }),
};
const NAME: &str = "vacancies-filled";

struct VacanciesFilled {
    strength: Strength,
}

/// Posts left open by vacancy.
pub(super) fn open_posts(case: &Case, plan: &Plan) -> Vec<i64> {
    let mut open: Vec<i64> = case.vacancies.iter().map(|v| v.posts.small()).collect();
    for placement in &plan.placements {
        open[placement.vacancy] -= 1;
    }
    open.iter().map(|&posts| posts.max(0)).collect()
}

impl Rule for VacanciesFilled {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let groups = &context.places.vacancies;
        let rows: Vec<_> = groups
            .iter()
            .map(|group| {
                let row =
                    program.row(NAME, context.case.vacancies[group.members[0]].code.as_str(), Some(group.posts), None);
                program.slack(row, 1, group.posts, &self.strength, 1);
                row
            })
            .collect();
        program.each_place(move |place, terms| terms.row(rows[place.vacancy], 1));
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        Assessment { violation: open_posts(case, plan).iter().sum(), ..Assessment::default() }
    }
}
