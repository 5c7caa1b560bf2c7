//! No more people move than the office can look after.
//!
//! Formula: `Σ x[posted to another unit] − e ≤ most`, in every school year. Whoever is placed from a closing unit moves, too; who teaches in a
//! second unit besides does not. Unit: persons. Why: what a plan is worth against the number of people moved is asked by limits that rise
//! (ε-constraints; Haimes, Lasdon and Wismer, 1971); the number is the office's.

use super::{Assessment, Context, Entry, Page, Rule, staff_limit};
use crate::domain::Case;
use crate::formulation::assembly::Assembly;
use crate::formulation::columns::{Path, PathColumn};
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
        zh: "调动人数上限",
        en: "Limit on moves",
        sentence_zh: "每个学年调动(含撤并安置)的人数不超过规定人数；走教和转岗不计。",
        sentence_en: "In each school year no more people move than stated, those placed from closing units included; shared and retrained teachers are not counted.",
        formula: "Σ x[posted to another unit] − e ≤ most",
        unit: "person",
        source: "权衡分析用，由使用者给定",
    },
    make: |_, settings| Box::new(MovesLimit { strength: settings.strength.clone(), most: settings.whole("most") }),
};
/// Name in the policy.
pub const NAME: &str = "moves-limit";

struct MovesLimit {
    strength: Strength,
    /// Persons who may move.
    most: i64,
}

impl Rule for MovesLimit {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let moving = |path: &&PathColumn| matches!(path.path, Path::Move(..));
        let could = context.decisions.paths.iter().filter(moving).map(|path| context.cohorts[path.cohort].most());
        let could = could.sum::<i64>();
        let Some(row) = staff_limit::district_row((NAME, "district"), (self.most, could), &self.strength, program)
        else {
            return;
        };
        program.each_path(move |_, path, terms| {
            if matches!(path.path, Path::Move(..)) {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let elsewhere = plan.postings.iter().filter(|posting| {
            let home = case.teachers[posting.teacher.at()].unit;
            posting.unit.is_some_and(|unit| unit != home)
        });
        let moved = i64::try_from(elsewhere.count()).unwrap_or(i64::MAX);
        let text = Text::new("rule.moves-limit").with("moved", moved);
        staff_limit::district_excess((NAME, "moves-against-limit"), &self.strength, (Some(moved), self.most), text)
    }
}
