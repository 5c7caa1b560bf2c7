//! Teachers whom the lessons of their own subject do not fill may be retrained for a short one 转岗培训, within places for a year.
//!
//! Formula: a path `retrain(k')` of a person who stays; in the year of retraining the person teaches old and new subject in the present
//! unit for a full post less `study`. `Σ x[retrain from k in u] ≤ teachers of k in u − ⌈lessons of k in u / load⌉`,
//! `Σ x[retrain for k'] ≤ places[k']`. Listed for who teaches, has `years_left` years to retirement, does not lead, in open public units
//! with lessons of `k'`; with `further_only` only who has taught `k'` besides the own subject (兼教). Unit: persons. What a person costs is a matter of `budget`, what it asks of people one of `disruption`.
//! Why: Jiangjin retrained some 500 teachers in 2022–24 (standards §3.1); places and times are assumptions.
//!
//! Heads count for the old subject until the year is over: who is being retrained is no dedicated teacher (专任) of the new one yet.

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::{Case, Fte, KindIx, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, Plan, Posting};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};
use std::collections::BTreeMap;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "places", kind: ParamKind::Numbers, unit: "persons" },
            ParamSpec { name: "study", kind: ParamKind::Number, unit: "fte" },
            ParamSpec { name: "years_left", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "further_only", kind: ParamKind::Flag, unit: "" },
        ],
    },
    page: Page {
        zh: "转岗培训",
        en: "Retraining",
        sentence_zh: "本学科课时不满的富余教师可以转岗培训到紧缺学科，按名额进行；培训期一年，期间在本校任教新旧学科并减免培训时间，期满后才计为新学科专任教师。",
        sentence_en: "Teachers beyond what their own subject fills may be retrained for a short subject, within places; during the year they teach both in their school, less the time of study, and count for the new subject afterwards.",
        formula: "Σ x[retrain, k in u] ≤ staff − ⌈lessons/load⌉; Σ x[retrain for k'] ≤ places[k']",
        unit: "person",
        source: "大足委教发〔2025〕22号 第8、14条; 江津区 2025(比照); 假设",
    },
    make: |case, settings| Box::new(Retraining::new(case, settings)),
};
const NAME: &str = "retraining";

/// The rule.
pub struct Retraining {
    strength: Strength,
    /// Persons by new kind.
    places: BTreeMap<KindIx, i64>,
    study: Fte,
    years_left: i64,
    /// Only for a subject that the person has taught besides the own one.
    further_only: bool,
    /// Teachers beyond what the lessons fill, by unit and kind; only where there are any.
    spare: BTreeMap<(UnitIx, KindIx), i64>,
}

impl Retraining {
    pub(super) fn new(case: &Case, settings: &RuleSettings) -> Self {
        let places = settings.numbers("places").iter();
        Self {
            strength: settings.strength.clone(),
            places: places.filter_map(|(code, &n)| Some((case.kind_by_code(code)?, n / 1000))).collect(),
            study: Fte::from_small(settings.milli("study")),
            years_left: settings.whole("years_left"),
            further_only: settings.flag("further_only"),
            spare: case.opening.spare(case),
        }
    }

    /// Whether this person may be retrained for `new`; who has come by the plan may not.
    fn allows(&self, case: &Case, admission: &Admission<'_>, teacher: &Teacher, new: KindIx) -> bool {
        let (unit, start) = (teacher.unit, case.year.start());
        self.places.contains_key(&new)
            && (!self.further_only || teacher.others.contains(&new))
            && new != teacher.kind
            && self.spare.contains_key(&(unit, teacher.kind))
            && case.demand_of(unit, new).is_some()
            && teacher.teaches()
            && !teacher.arrived
            && case.units[unit.at()].open
            && case.is_public(unit)
            && !teacher.record.role.leads()
            && i64::from(teacher.retires.months_since(start)) >= 12 * self.years_left
            && admission.teaching_time(teacher) > self.study
            && !admission.may_teach(unit, teacher.kind, &teacher.others, new)
    }

    /// The subjects for which a person may be retrained.
    pub(super) fn kinds(&self, case: &Case, admission: &Admission<'_>, teacher: &Teacher) -> Vec<KindIx> {
        self.places.keys().copied().filter(|&new| self.allows(case, admission, teacher, new)).collect()
    }

    /// Whether a posting with retraining is in order.
    fn is_allowed(&self, case: &Case, admission: &Admission<'_>, posting: &Posting, new: KindIx) -> bool {
        let teacher = &case.teachers[posting.teacher.at()];
        let stays = posting.unit == Some(teacher.unit) && posting.moved.is_none() && posting.visit.is_none();
        stays && self.allows(case, admission, teacher, new)
    }
}

impl Rule for Retraining {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let mut may: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
        for cohort in context.cohorts.iter().filter(|c| c.key.besides.iter().any(|p| matches!(p, Path::Retrain(_)))) {
            *may.entry((cohort.key.home, cohort.key.kind)).or_default() += cohort.most();
        }
        let code = |kind: KindIx| case.kinds[kind.at()].code.as_str();
        let (opening, later, is_later) = (&case.opening, context.at, context.is_later());
        let from: BTreeMap<(UnitIx, KindIx), _> = may
            .into_iter()
            .filter(|(place, people)| is_later || *people > opening.spare[place])
            .map(|((unit, kind), _)| {
                let place = format!("from|{}|{}", case.units[unit.at()].code, code(kind));
                let used = context.used.retrained.get(&(unit, kind)).copied().unwrap_or_default();
                let most = (opening.spare[&(unit, kind)] - used).max(0);
                let row = if is_later {
                    program.row(NAME, place, None, Some(most))
                } else {
                    program.row_in(unit, NAME, place, None, Some(most))
                };
                ((unit, kind), row)
            })
            .collect();
        // What earlier years have retrained is spare no more.
        for year in 0..later {
            let from = from.clone();
            program.each_path_of(year, move |cohort, path, terms| {
                let row = from.get(&(cohort.key.home, cohort.key.kind));
                if let Some(&row) = row.filter(|_| matches!(path.path, Path::Retrain(_))) {
                    terms.row(row, 1);
                }
            });
        }
        let places = self.places.iter();
        let to: BTreeMap<KindIx, _> = places
            .map(|(&kind, &most)| (kind, program.row(NAME, format!("for|{}", code(kind)), None, Some(most))))
            .collect();
        program.each_path(move |cohort, path, terms| {
            if let Path::Retrain(new) = path.path {
                terms.row(to[&new], 1);
                if let Some(&row) = from.get(&(cohort.key.home, cohort.key.kind)) {
                    terms.row(row, 1);
                }
            }
        });
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut from: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
        let mut to: BTreeMap<KindIx, i64> = BTreeMap::new();
        for posting in &plan.postings {
            let Some(new) = posting.retrained else { continue };
            let teacher = &case.teachers[posting.teacher.at()];
            *from.entry((teacher.unit, teacher.kind)).or_default() += 1;
            *to.entry(new).or_default() += 1;
            if !self.is_allowed(case, &admission, posting, new) {
                let kind = &case.kinds[new.at()];
                let text = Text::new("rule.retraining").with("id", &teacher.record.id);
                let text = text.with_name("kind", &kind.zh, &kind.en);
                assessment.violation += 1;
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
        }
        let retrained: i64 = to.values().sum();
        self.limits(case, from, to, &mut assessment);
        assessment.indicators.push(Indicator::flow("retrained", Some(retrained * 1000)));
        assessment
    }
}

impl Retraining {
    /// What is beyond the spare people of units and the places of subjects.
    fn limits(
        &self,
        case: &Case,
        from: BTreeMap<(UnitIx, KindIx), i64>,
        to: BTreeMap<KindIx, i64>,
        assessment: &mut Assessment,
    ) {
        let mut over = |place: &str, (count, limit): (i64, i64), text: Text| {
            if count > limit {
                assessment.violation += count - limit;
                let text = text.with("count", count).with("limit", limit);
                let amount = ((count - limit) * 1000, "person");
                assessment.findings.push(finding(NAME, &self.strength, place, amount, text));
            }
        };
        let opening = &case.opening;
        for (place, count) in from {
            let (unit, kind) = (&case.units[place.0.at()], &case.kinds[place.1.at()]);
            let text = with_unit(Text::new("rule.retraining.from"), case, unit).with_name("kind", &kind.zh, &kind.en);
            // Who may not be retrained at all has been told already.
            let gone = opening.retrained.get(&place).copied().unwrap_or_default();
            let limit = opening.spare.get(&place).map_or(count, |spare| (spare - gone).max(0));
            over(&unit.code, (count, limit), text);
        }
        for (kind, count) in to {
            let limit = self.places.get(&kind).copied().unwrap_or(count);
            let kind = &case.kinds[kind.at()];
            over(&kind.code, (count, limit), Text::new("rule.retraining.places").with_name("kind", &kind.zh, &kind.en));
        }
    }
}
