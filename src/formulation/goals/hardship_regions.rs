//! Among equally many filled posts, those of the hardest regions first.
//!
//! Formula: for each listed region `r`, in order, one tier each: `min Σ_{v in r} open posts`. The first region takes the tier of the
//! rule, the next ones the tiers after it. Unit: posts left open. Why: hard regions suffer most from a vacancy.

use super::vacancies_filled::open_posts;
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::formulation::rules::{Assessment, Context, Entry, Page, Rule};
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(in crate::formulation) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "regions", kind: ParamKind::Words, unit: "" }],
    },
    page: Page {
        zh: "艰苦地区优先",
        en: "Hardship regions first",
        sentence_zh: "补足数相同时，依次优先补足最艰苦等级的地区。",
        sentence_en: "Among equally many filled posts, those of the hardest regions come first, one tier each.",
        formula: "min Σ_{v∈r} open posts, r = 6, 5, …, 1",
        unit: "post",
        source: "超编与缺编名单",
    },
    make: |_, settings| {
        Box::new(HardshipRegions {
            strength: settings.strength.clone(),
            regions: settings.words("regions").iter().filter_map(|word| word.parse().ok()).collect(),
        })
    },
};
const NAME: &str = "hardship-regions";

struct HardshipRegions {
    strength: Strength,
    /// Most important first.
    regions: Vec<i64>,
}

impl HardshipRegions {
    /// The strength of the region at `position`: the tier that many places further on.
    fn strength_at(&self, position: usize) -> Strength {
        match self.strength {
            Strength::Soft { tier, weight } => Strength::Soft { tier: tier + position, weight },
            _ => self.strength.clone(),
        }
    }
}

impl Rule for HardshipRegions {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let row_of = |group: &super::super::places::VacancyGroup, program: &mut Assembly<'a>| {
            let position = self.regions.iter().position(|&r| r == group.region)?;
            let row =
                program.row(NAME, context.case.vacancies[group.members[0]].code.as_str(), Some(group.posts), None);
            program.slack(row, 1, group.posts, &self.strength_at(position), 1);
            Some(row)
        };
        let rows: Vec<_> = context.places.vacancies.iter().map(|group| row_of(group, program)).collect();
        program.each_place(move |place, terms| {
            if let Some(row) = rows[place.vacancy] {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let open = open_posts(case, plan);
        let of_region =
            |region: i64| case.vacancies.iter().zip(&open).filter(|(v, _)| v.region == region).map(|(_, &n)| n).sum();
        let by_tier = self.regions.iter().map(|&region| of_region(region)).collect();
        Assessment { by_tier, ..Assessment::default() }
    }
}
