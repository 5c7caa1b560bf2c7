//! Town schools send teachers to the rural schools with which they are paired 城乡结对.
//!
//! Formula: `Σ x[from the town school to the rural school] + s ≥ people` for every pair of which exactly one school is rural and which
//! share a stage with open public units. Counted are all who are posted there but staff of closing units. Unit: persons missing.
//! A pair is named by either school; `reach` lets paired schools exchange people as if they were of one cluster.
//! Why: town schools help rural ones hand in hand (programme item 3, 城乡携手); the number of people is an assumption.

use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::words::Setting;
use crate::domain::{Case, SchoolIx, Stage};
use crate::formulation::assembly::{Assembly, RowHandle};
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, MoveKind, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[ParamSpec { name: "people", kind: ParamKind::Number, unit: "persons" }],
    },
    page: Page {
        zh: "城乡结对学校派出教师",
        en: "Teachers sent between paired schools",
        sentence_zh: "每对城乡结对学校，城镇学校当年至少向结对的乡村学校派出规定人数的教师。",
        sentence_en: "Of each pair of a town and a rural school the town school sends at least the stated number of teachers in the year.",
        formula: "Σ x[town → rural of the pair] + s ≥ people",
        unit: "person",
        source: "大足委教发〔2025〕22号 第3条; 人数为假设",
    },
    make: |_, settings| {
        Box::new(PairedSchools { strength: settings.strength.clone(), people: settings.whole("people") })
    },
};
const NAME: &str = "paired-schools";

struct PairedSchools {
    strength: Strength,
    /// Persons asked of each pair.
    people: i64,
}

/// Whether one of the two schools names the other as its pair.
pub(super) fn are_paired(case: &Case, one: SchoolIx, other: SchoolIx) -> bool {
    let names = |from: SchoolIx, to: SchoolIx| case.schools[from.at()].paired_with == Some(to);
    names(one, other) || names(other, one)
}

/// Stages of a school that are open and public.
fn stages(case: &Case, school: SchoolIx) -> BTreeSet<Stage> {
    let of_school = case.units_ix().filter(|(ix, unit)| unit.school == school && unit.open && case.is_public(*ix));
    of_school.map(|(_, unit)| unit.stage).collect()
}

/// The pairs as (school that is not rural, rural school).
fn pairs(case: &Case) -> BTreeSet<(SchoolIx, SchoolIx)> {
    let rural = |school: SchoolIx| case.schools[school.at()].setting == Setting::Rural;
    let named = (0..case.schools.len()).map(SchoolIx::new).filter_map(|one| {
        let other = case.schools[one.at()].paired_with?;
        match (rural(one), rural(other)) {
            (false, true) => Some((one, other)),
            (true, false) => Some((other, one)),
            _ => None,
        }
    });
    named.filter(|&(town, country)| !stages(case, town).is_disjoint(&stages(case, country))).collect()
}

/// Moves that count as sending somebody.
const COUNTED: [MoveKind; 3] = [MoveKind::Rotate, MoveKind::CrossStage, MoveKind::Transfer];

/// Places of rows and findings: both schools.
fn place(case: &Case, (town, country): (SchoolIx, SchoolIx)) -> String {
    format!("{}|{}", case.schools[town.at()].code, case.schools[country.at()].code)
}

impl Rule for PairedSchools {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let rows: BTreeMap<(SchoolIx, SchoolIx), RowHandle> = pairs(case)
            .into_iter()
            .map(|pair| {
                let row = program.row(NAME, place(case, pair), Some(self.people), None);
                program.slack(row, 1, self.people, &self.strength, 1);
                (pair, row)
            })
            .collect();
        program.each_path(move |cohort, path, terms| {
            let Path::Move(to, kind) = path.path else { return };
            let pair = (case.units[cohort.key.home.at()].school, case.units[to.at()].school);
            if let Some(&row) = rows.get(&pair).filter(|_| COUNTED.contains(&kind)) {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let mut sent: BTreeMap<(SchoolIx, SchoolIx), i64> = BTreeMap::new();
        for posting in &plan.postings {
            let Some(to) = posting.unit.filter(|_| posting.moved.is_some_and(|kind| COUNTED.contains(&kind))) else {
                continue;
            };
            let home = case.teachers[posting.teacher.at()].unit;
            *sent.entry((case.units[home.at()].school, case.units[to.at()].school)).or_default() += 1;
        }
        let mut assessment = Assessment::default();
        let (mut served, mut all) = (0, 0);
        for pair in pairs(case) {
            let count = sent.get(&pair).copied().unwrap_or_default();
            let missing = (self.people - count).max(0);
            (served, all) = (served + i64::from(missing == 0), all + 1);
            if missing > 0 {
                let text = Text::new("rule.paired-schools").with("town", &case.schools[pair.0.at()].name);
                let text = text.with("rural", &case.schools[pair.1.at()].name).with("count", count);
                let text = text.with("needed", self.people).with("missing", missing);
                assessment.violation += missing;
                let amount = (missing * 1000, "person");
                assessment.findings.push(finding(NAME, &self.strength, &place(case, pair), amount, text));
            }
        }
        let share = (all > 0).then(|| served * 1000 / all);
        let indicator = Indicator::flow("pairs-served-share", share);
        assessment.indicators.push(indicator.limited(1000, share.map(|_| served == all)));
        assessment
    }
}
