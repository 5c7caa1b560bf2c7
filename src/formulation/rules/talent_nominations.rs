//! How nominations for titles and honors are spread, and with how many futures they are judged. It only holds numbers for `junheng talent`.
//!
//! Formula: `nominations of a person ≤ per_person; nominees of a school in a round ≤ per_school; of a subject ≤ kind_share · places (rounded up);
//! of rural schools ≥ rural_share · nominees, as far as they have so many eligible`. Unit: persons (nothing is ever missing here).
//! Why: the places of a round are few and asked for by everybody; a district spreads them (standards §5.3, no number found). What a missing
//! holder weighs is the office's choice.

use super::{Assessment, Context, Entry, Page, Rule};
use crate::domain::Case;
use crate::domain::words::Award;
use crate::formulation::assembly::Assembly;
use crate::plan::Plan;
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "weights", kind: ParamKind::NumbersOf(Award::CODES), unit: "" },
            ParamSpec { name: "per_person", kind: ParamKind::Number, unit: "nominations" },
            ParamSpec { name: "per_school", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "rural_share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "kind_share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "level", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "futures", kind: ParamKind::Number, unit: "futures" },
            ParamSpec { name: "gap", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "runs", kind: ParamKind::Number, unit: "futures" },
        ],
    },
    page: Page {
        zh: "人才推荐",
        en: "Nominations",
        sentence_zh: "人才评选推荐：一人至多推荐几次，一所学校一轮至多几人，一个学科至多占名额的多少，乡村学校至少占多少，以及各项目标每缺一人的权重、要求的达标把握和模拟次数。本规则只供 talent 命令使用，不影响配置方案。",
        sentence_en: "Nominations for titles and honors: how often a person, how many of one school in a round, which share of the places one subject may have and rural schools have at least; what a missing holder weighs, which chance is asked for and how many futures are looked at. The rule serves the command talent and changes no staffing plan.",
        formula: "per person, school and subject at most, rural schools at least",
        unit: "person",
        source: "区县教委",
    },
    make: |_, _| Box::new(TalentNominations),
};
/// Its name in policies.
pub const NAME: &str = "talent-nominations";

struct TalentNominations;

impl Rule for TalentNominations {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, _: &Case, _: &Policy, _: &Plan) -> Assessment {
        Assessment::default()
    }
}
