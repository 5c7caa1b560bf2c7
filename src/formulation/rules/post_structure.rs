//! Senior and middle titles stay within the post structure of each stage, pooled over the district and tilted to the country.
//!
//! Formula: `Σ senior in pool − e ≤ ⌊Σ_u share_u · posts_u⌋`, and the same for senior and middle together, for two pools of each stage:
//! all its public units, and those not rural; rural units bring their own, higher, shares into the first pool only, so that
//! town schools never use what belongs to the country. Titles of permanent staff with a teaching post. Unit: persons too many.
//! Why: the structure is set by stage and type and pooled at county level, tilted to rural schools (2022; standards §5.1); Chongqing
//! 2015, rural: 1 : 5 : 4 primary, 1.5 : 5 : 3.5 junior (渝府 2015). Shares of other stages and of towns are assumptions.

use super::{Assessment, Context, Entry, Mark, Page, Rule, finding};
use crate::domain::words::{Employment, PostType, Setting, Stage, Title};
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};
use std::collections::BTreeMap;

const fn share(name: &'static str) -> ParamSpec {
    ParamSpec { name, kind: ParamKind::Numbers, unit: "share" }
}

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[share("senior"), share("middle"), share("rural_senior"), share("rural_middle")],
    },
    page: Page {
        zh: "岗位结构比例",
        en: "Post structure",
        sentence_zh: "各学段高级、中级岗位人数按县域统筹不超过结构比例，乡村比例单列，城镇学校不占用乡村岗位。",
        sentence_en: "In every stage the holders of senior and middle titles stay within the structure, pooled over the district; the shares of rural schools are their own and not used by town schools.",
        formula: "Σ senior − e ≤ ⌊Σ share·posts⌋; Σ senior and middle − e ≤ ⌊Σ shares·posts⌋",
        unit: "person",
        source: "人社部 2022 中小学岗位设置管理指导意见; 渝府 2015 乡村教师支持计划",
    },
    make: |_, settings| Box::new(PostStructure::new(settings)),
};
const NAME: &str = "post-structure";

struct PostStructure {
    strength: Strength,
    senior: BTreeMap<String, i64>,
    middle: BTreeMap<String, i64>,
    rural_senior: BTreeMap<String, i64>,
    rural_middle: BTreeMap<String, i64>,
}

/// One limit: the units of a stage, all or those not rural; senior titles alone or with the middle ones.
#[derive(Clone, Copy, Debug)]
struct Pool {
    stage: Stage,
    town: bool,
    with_middle: bool,
}

impl Pool {
    fn has(self, case: &Case, unit: UnitIx) -> bool {
        let of = &case.units[unit.at()];
        let rural = case.school_of(unit).setting == Setting::Rural;
        of.stage == self.stage && of.open && case.is_public(unit) && !(self.town && rural)
    }

    fn counts(self, teacher: &Teacher) -> bool {
        level(teacher) >= if self.with_middle { 1 } else { 2 }
    }

    fn place(self) -> String {
        let level = if self.with_middle { "senior-and-middle" } else { "senior" };
        let pool = if self.town { "town" } else { "all" };
        format!("{}|{level}|{pool}", self.stage.code())
    }
}

/// 2 senior and above, 1 middle, 0 below or not counted.
fn level(teacher: &Teacher) -> i64 {
    let record = &teacher.record;
    if record.employment != Employment::Permanent || record.post != PostType::Teaching {
        return 0;
    }
    match record.title {
        Title::Senior | Title::Professor => 2,
        Title::First => 1,
        Title::Second | Title::Third | Title::None => 0,
    }
}

impl PostStructure {
    fn new(settings: &RuleSettings) -> Self {
        let numbers = |name| settings.numbers(name).clone();
        Self {
            strength: settings.strength.clone(),
            senior: numbers("senior"),
            middle: numbers("middle"),
            rural_senior: numbers("rural_senior"),
            rural_middle: numbers("rural_middle"),
        }
    }

    fn pools(&self) -> Vec<Pool> {
        let stages = Stage::ALL.iter().copied().filter(|s| self.senior.contains_key(s.code()));
        let of = |stage| {
            [(false, false), (true, false), (false, true), (true, true)].map(|(town, with_middle)| Pool {
                stage,
                town,
                with_middle,
            })
        };
        stages.flat_map(of).collect()
    }

    /// Most people of a pool.
    fn limit(&self, case: &Case, pool: Pool) -> i64 {
        let milli = case.units_ix().filter(|&(unit, _)| pool.has(case, unit)).map(|(unit, of)| {
            let rural = case.school_of(unit).setting == Setting::Rural;
            let (senior, middle) =
                if rural { (&self.rural_senior, &self.rural_middle) } else { (&self.senior, &self.middle) };
            let share = |of_stage: &BTreeMap<String, i64>| of_stage.get(pool.stage.code()).copied().unwrap_or(0);
            of.posts.small() * (share(senior) + if pool.with_middle { share(middle) } else { 0 })
        });
        milli.sum::<i64>() / 1000
    }
}

impl Rule for PostStructure {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        for pool in self.pools() {
            let inside = move |unit: UnitIx| pool.has(case, unit);
            let counted = |cohort: &&super::Cohort| inside(cohort.key.home) && pool.counts(cohort.somebody(case));
            // In the first year said of those who come and go, which is the same and keeps the row short.
            let later = context.is_later();
            let now: i64 =
                if later { 0 } else { context.cohorts.iter().filter(counted).map(super::Cohort::most).sum() };
            let people = context.people;
            let row = program.row(NAME, pool.place(), None, Some(self.limit(case, pool) - now));
            program.slack(row, -1, people, &self.strength, 1);
            program.each_path(move |cohort, path, terms| {
                let to = path.path.unit(cohort.key.home).is_some_and(inside);
                let before = !later && inside(cohort.key.home);
                let change = i64::from(to) - i64::from(before);
                if change != 0 && pool.counts(cohort.somebody(case)) {
                    terms.row(row, change);
                }
            });
        }
    }

    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(level)
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        for pool in self.pools() {
            let counted = plan.postings.iter().filter(|p| {
                p.unit.is_some_and(|unit| pool.has(case, unit)) && pool.counts(&case.teachers[p.teacher.at()])
            });
            let count = i64::try_from(counted.count()).unwrap_or(i64::MAX);
            let limit = self.limit(case, pool);
            let over = (count - limit).max(0);
            // message keys: rule.post-structure.*
            let key = match (pool.with_middle, pool.town) {
                (false, false) => "rule.post-structure.senior-all",
                (false, true) => "rule.post-structure.senior-town",
                (true, false) => "rule.post-structure.middle-all",
                (true, true) => "rule.post-structure.middle-town",
            };
            let name = key.trim_start_matches("rule.").replace('.', "-");
            let indicator = Indicator::state(name, Some(count * 1000)).at_stage(pool.stage);
            assessment.indicators.push(indicator.limited(limit * 1000, Some(over == 0)));
            if over > 0 {
                let text = Text::new(key).with_name("stage", pool.stage.zh(), pool.stage.code());
                let text = text.with("count", count).with("limit", limit).with("over", over);
                assessment.violation += over;
                assessment.findings.push(finding(NAME, &self.strength, &pool.place(), (over * 1000, "person"), text));
            }
        }
        assessment
    }
}
