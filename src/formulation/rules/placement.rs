//! Surplus people are placed on vacancies of their subject within reach, each at most once, never more than there are posts.
//!
//! Formula: `Σ_v z[s,v] ≤ n_s`, `Σ_s z[s,v] ≤ posts_v`. Unit: persons. Reach is `all` areas or the `home` area.
//! Why: offices that have only a list of surplus and one of vacancies. Source: the lists themselves.

use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, KindIx, TownIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[ParamSpec { name: "reach", kind: ParamKind::Word, unit: "" }],
    },
    page: Page {
        zh: "超缺编对接",
        en: "Placement on vacancies",
        sentence_zh: "富余教师在可及范围内对接本学科缺编岗位，一人至多一岗，不超过缺编数。",
        sentence_en: "Surplus teachers fill vacancies of their subject within reach, one post each, never more than there are.",
        formula: "Σ_v z[s,v] ≤ n_s; Σ_s z[s,v] ≤ posts_v",
        unit: "person",
        source: "超编与缺编名单",
    },
    make: |_, settings| Box::new(Placing::new(settings)),
};
const NAME: &str = "placement";

/// The rule.
pub struct Placing {
    strength: Strength,
    home_only: bool,
}

impl Placing {
    pub(in crate::formulation) fn new(settings: &RuleSettings) -> Self {
        Self { strength: settings.strength.clone(), home_only: settings.word("reach") == "home" }
    }

    /// Whether somebody of this kind and area may fill a vacancy of that kind and area.
    pub(in crate::formulation) fn allows(&self, person: (KindIx, TownIx), vacancy: (KindIx, TownIx)) -> bool {
        person.0 == vacancy.0 && (!self.home_only || person.1 == vacancy.1)
    }
}

impl Rule for Placing {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, places) = (context.case, context.places);
        let people: Vec<_> = places
            .surplus
            .iter()
            .map(|group| {
                let most = i64::try_from(group.members.len()).unwrap_or(i64::MAX);
                program.row(NAME, format!("surplus|{}", case.surplus[group.members[0]].code), None, Some(most))
            })
            .collect();
        let posts: Vec<_> = places
            .vacancies
            .iter()
            .map(|group| {
                program.row(NAME, format!("vacancy|{}", case.vacancies[group.members[0]].code), None, Some(group.posts))
            })
            .collect();
        program.each_place(move |place, terms| {
            terms.row(people[place.surplus], 1);
            terms.row(posts[place.vacancy], 1);
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        let mut note = |place: &str, key: &'static str| {
            assessment.violation += 1;
            assessment.findings.push(finding(
                NAME,
                &self.strength,
                place,
                (1000, "person"),
                Text::new(key).with("id", place),
            ));
        };
        let mut times = vec![0; case.surplus.len()];
        let mut filled = vec![0; case.vacancies.len()];
        for placement in &plan.placements {
            let (person, vacancy) = (&case.surplus[placement.surplus], &case.vacancies[placement.vacancy]);
            times[placement.surplus] += 1;
            filled[placement.vacancy] += 1;
            if !person.available {
                note(&person.code, "rule.placement.unavailable");
            }
            if !self.allows((person.kind, person.area), (vacancy.kind, vacancy.area)) {
                note(&person.code, "rule.placement.reach");
            }
        }
        for (person, _) in case.surplus.iter().zip(&times).filter(|&(_, &n)| n > 1) {
            note(&person.code, "rule.placement.twice");
        }
        for (vacancy, _) in case.vacancies.iter().zip(&filled).filter(|&(v, &n)| n > v.posts.small()) {
            note(&vacancy.code, "rule.placement.posts");
        }
        assessment.indicators.push(Indicator::flow("placements", Some(filled.iter().sum::<i64>() * 1000)));
        assessment
    }
}
