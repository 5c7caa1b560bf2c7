//! Where the policy asks, at least one person whose main kind it is (专任) belongs to the unit.
//!
//! Formula: `Σ x[c,p → u | main kind of c = k] + h[u,k] + s ≥ 1` for every listed kind and every open public unit with at
//! least `pupils` children and lessons of that kind. Unit: persons missing.
//! Why: one psychology, PE, music and art teacher in every school (programme item 8 and 14; standards §3.1).
//! The programme speaks of dedicated staff (专业师资), so further subjects do not count; see `docs/adr/0003`.

use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::{Case, KindIx, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeSet;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "pupils", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "lessons_each", kind: ParamKind::Number, unit: "lessons" },
        ],
    },
    page: Page {
        zh: "关键学科至少一名专任教师",
        en: "At least one dedicated teacher",
        sentence_zh: "达到规模的单位，所列学科至少有一名专任教师（兼教不计）。",
        sentence_en: "A unit of the stated size has at least one teacher whose main subject is the listed kind; further subjects do not count.",
        formula: "Σ x[c,p→u, main(c)=k] + h[u,k] + s ≥ 1",
        unit: "lesson",
        source: "大足委教发〔2025〕22号 第8、14条",
    },
    make: |case, settings| {
        Box::new(Presence {
            strength: settings.strength.clone(),
            kinds: settings.words("kinds").iter().filter_map(|code| case.kind_by_code(code)).collect(),
            pupils: settings.whole("pupils"),
            each: settings.milli("lessons_each"),
        })
    },
};
const NAME: &str = "presence";

struct Presence {
    strength: Strength,
    kinds: Vec<KindIx>,
    pupils: i64,
    /// Price of one missing person, thousandths of a lesson.
    each: i64,
}

impl Presence {
    fn places<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = (UnitIx, KindIx)> + 'c {
        case.demand
            .iter()
            .filter(|d| {
                self.kinds.contains(&d.kind)
                    && case.units[d.unit.at()].pupils().small() >= self.pupils
                    && case.is_public(d.unit)
            })
            .map(|d| (d.unit, d.kind))
    }
}

impl Rule for Presence {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let mut places: Vec<(UnitIx, KindIx)> = self.places(case).collect();
        places.sort();
        let rows: Vec<_> = places
            .iter()
            .map(|&(unit, kind)| {
                let place = format!("{}|{}", case.units[unit.at()].code, case.kinds[kind.at()].code);
                let row = program.row_in(unit, NAME, place, Some(1), None);
                program.slack(row, 1, 1, &self.strength, self.each);
                row
            })
            .collect();
        let (hire_places, hire_rows) = (places.clone(), rows.clone());
        program.each_path(move |cohort, path, terms| {
            let Some(unit) = path.path.unit(cohort.key.home) else { return };
            if cohort.key.time == crate::domain::Fte::ZERO {
                return;
            }
            if let Ok(at) = places.binary_search(&(unit, cohort.key.kind)) {
                terms.row(rows[at], 1);
            }
        });
        program.each_hire(move |hire, terms| {
            if let Ok(at) = hire_places.binary_search(&(hire.unit, hire.kind)) {
                terms.row(hire_rows[at], 1);
            }
        });
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = super::Admission::new(case, policy);
        let mut present: BTreeSet<(UnitIx, KindIx)> = BTreeSet::new();
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if let Some(unit) = posting.unit.filter(|_| admission.teaching_time(teacher) > crate::domain::Fte::ZERO) {
                present.insert((unit, teacher.kind));
            }
        }
        present.extend(plan.hires.iter().map(|h| (h.unit, h.kind)));
        let mut assessment = Assessment::default();
        let mut missing = 0;
        for (unit, kind) in self.places(case).filter(|place| !present.contains(place)) {
            let (unit, name) = (&case.units[unit.at()], &case.kinds[kind.at()]);
            let text = with_unit(Text::new("rule.presence"), case, unit).with_name("kind", &name.zh, &name.en);
            assessment.findings.push(finding(NAME, &self.strength, &unit.code, (1000, "person"), text));
            missing += 1;
        }
        assessment.violation = missing * self.each;
        assessment.indicators.push(
            Indicator::state("posts-without-qualified-person", Some(missing * 1000)).limited(0, Some(missing == 0)),
        );
        assessment
    }
}
