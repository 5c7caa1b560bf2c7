//! Non-teaching staff stay within their share of a unit's staff, so that most posts teach.
//!
//! Formula: `n_u − e ≤ ⌈share · staff_u⌉` with `share = min(non_teaching, 1 − teaching)`, for every open public unit of the listed
//! stages. Unit: persons too many.
//! Why: non-teaching staff ≤ 9 % in primary and ≤ 15 % in secondary schools, teaching posts ≥ 90 % and ≥ 85 %, ≥ 88 % in
//! kindergartens (国办发〔2001〕74号 and post rules; standards §2.1, §5.1). Rounded up, because people come whole.

use super::rotation_share::needed;
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::PostType;
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::{Assembly, Inside};
use crate::messages::Text;
use crate::plan::tally::Tally;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "teaching", kind: ParamKind::Numbers, unit: "share" },
            ParamSpec { name: "non_teaching", kind: ParamKind::Numbers, unit: "share" },
        ],
    },
    page: Page {
        zh: "教师岗位占比",
        en: "Teaching posts",
        sentence_zh: "各单位非教学人员不超过教职工的规定比例，教师岗位不低于规定比例（按人数进位）。",
        sentence_en: "In every unit non-teaching staff stay within their share of the staff, rounded up to whole persons, and teaching posts reach theirs.",
        formula: "n − e ≤ ⌈min(non_teaching, 1 − teaching)·staff⌉",
        unit: "person",
        source: "国办发〔2001〕74号; 中小学岗位设置管理指导意见",
    },
    make: |_, settings| {
        let (teaching, other) = (settings.numbers("teaching"), settings.numbers("non_teaching"));
        let least = |(stage, &share): (&String, &i64)| {
            let rest = 1000 - teaching.get(stage).copied().unwrap_or(0);
            (stage.clone(), share.min(rest).clamp(0, 1000))
        };
        Box::new(TeachingPosts { strength: settings.strength.clone(), shares: other.iter().map(least).collect() })
    },
};
const NAME: &str = "teaching-posts";

struct TeachingPosts {
    strength: Strength,
    /// Thousandths of the staff by stage.
    shares: BTreeMap<String, i64>,
}

impl TeachingPosts {
    fn share(&self, case: &Case, unit: UnitIx) -> Option<i64> {
        let of = &case.units[unit.at()];
        self.shares.get(of.stage.code()).copied().filter(|_| of.open && case.is_public(unit))
    }
}

impl Rule for TeachingPosts {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let people = context.people;
        let rows: Vec<_> = case
            .units_ix()
            .map(|(unit, of)| {
                let share = self.share(case, unit)?;
                let row = program.row_about((unit, Inside::Staff), NAME, of.code.as_str(), None, Some(999));
                program.slack(row, -1000, people, &self.strength, 1);
                Some((row, share))
            })
            .collect();
        let for_hires = rows.clone();
        program.each_path(move |cohort, path, terms| {
            if let Some((row, share)) = path.path.unit(cohort.key.home).and_then(|unit| rows[unit.at()]) {
                let other = cohort.somebody(case).record.post == PostType::NonTeaching;
                terms.row(row, if other { 1000 - share } else { -share });
            }
        });
        program.each_hire(move |hire, terms| {
            if let Some((row, share)) = for_hires[hire.unit.at()] {
                terms.row(row, -share);
            }
        });
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(|teacher| i64::from(teacher.record.post == PostType::NonTeaching))
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let heads = Tally::of(case, plan).heads;
        let mut others = vec![0; case.units.len()];
        for posting in &plan.postings {
            let other = case.teachers[posting.teacher.at()].record.post == PostType::NonTeaching;
            if let Some(unit) = posting.unit.filter(|_| other) {
                others[unit.at()] += 1;
            }
        }
        let mut assessment = Assessment::default();
        for (unit, of) in case.units_ix() {
            let Some(share) = self.share(case, unit) else { continue };
            let (count, staff) = (others[unit.at()], heads[unit.at()]);
            let limit = needed(share, staff);
            let over = (count - limit).max(0);
            let value = (staff > 0).then(|| count * 1000 / staff);
            assessment
                .indicators
                .push(Indicator::of_unit(of, "non-teaching-share", value).limited(share, Some(over == 0)));
            if over > 0 {
                let text = with_unit(Text::new("rule.teaching-posts"), case, of).with("count", count);
                assessment.violation += over;
                assessment.findings.push(finding(
                    NAME,
                    &self.strength,
                    &of.code,
                    (over * 1000, "person"),
                    text.with("limit", limit),
                ));
            }
        }
        assessment
    }
}
