//! Only who may be posted elsewhere is posted elsewhere.
//!
//! Eligible 符合交流条件: public compulsory unit, at work, in the school at least `years`, below the age limit, no exemption,
//! bond or pin; principals and deputies after `terms` full terms. Surplus: a unit above its posts may give up as many
//! people as it has too many, with at least `transfer_years` in the school. Everybody leaves a closing unit.
//! Formula: `Σ transfers out of u ≤ max(0, staff_u − posts_u)`; other paths are not listed. Unit: persons.
//! Why: 教师〔2014〕4号 and provincial rules (six years: Anhui, Henan, Tianjin; ages: Tianjin); no Chongqing text found, so
//! the numbers are assumptions of the policy (standards §4.2).

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::words::{PostType, Sex, State};
use crate::domain::{Case, Stage, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::move_kind;
use crate::messages::Text;
use crate::plan::{MoveKind, Plan, Posting};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: true,
        params: &[
            ParamSpec { name: "years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "age_men", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "age_women", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "terms", kind: ParamKind::Number, unit: "terms" },
            ParamSpec { name: "transfer_years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "cross_stage", kind: ParamKind::Flag, unit: "" },
        ],
    },
    page: Page {
        zh: "交流与调剂对象",
        en: "Who may be posted elsewhere",
        sentence_zh: "只有符合交流条件的教师、超编单位的富余教师、撤并单位人员和已定岗人员可以调动。",
        sentence_en: "Only eligible teachers, surplus staff, staff of closing units and people already decided on are posted elsewhere.",
        formula: "Σ transfers out of u ≤ max(0, staff_u − posts_u)",
        unit: "person",
        source: "教师〔2014〕4号; 皖、豫、津交流办法(比照)",
    },
    make: |case, settings| Box::new(WhoMayRotate::new(case, settings)),
};
const NAME: &str = "who-may-rotate";

/// The rule.
pub struct WhoMayRotate {
    strength: Strength,
    years: i64,
    age_men: i64,
    age_women: i64,
    terms: i64,
    transfer_years: i64,
    cross_stage: bool,
    /// Units above their posts before the plan.
    over: Vec<bool>,
}

/// Whether a unit belongs to compulsory education run by the public, where rotation counts.
#[must_use]
pub fn in_rotation_scope(case: &Case, unit: UnitIx) -> bool {
    matches!(case.units[unit.at()].stage, Stage::Primary | Stage::Junior) && case.is_public(unit)
}

impl WhoMayRotate {
    pub(super) fn new(case: &Case, settings: &RuleSettings) -> Self {
        Self {
            strength: settings.strength.clone(),
            years: settings.whole("years"),
            age_men: settings.whole("age_men"),
            age_women: settings.whole("age_women"),
            terms: settings.whole("terms"),
            transfer_years: settings.whole("transfer_years"),
            cross_stage: settings.flag("cross_stage"),
            over: case.opening.too_many(case).into_iter().map(|surplus| surplus > 0).collect(),
        }
    }

    /// Why, if at all, this person may be posted elsewhere.
    #[must_use]
    pub fn mobility(&self, case: &Case, teacher: &Teacher) -> Mobility {
        let unit = &case.units[teacher.unit.at()];
        match teacher.pinned {
            Some(school) if school != unit.school => return Mobility::Pinned,
            Some(_) if unit.open => return Mobility::Fixed,
            _ => {}
        }
        if !unit.open {
            return Mobility::Released;
        }
        let start = case.year.start();
        let record = &teacher.record;
        let held = record.exempt_until.is_some_and(|m| m >= start) || record.bond_until.is_some_and(|m| m >= start);
        if held || record.state != State::Active || record.post != PostType::Teaching || !case.is_public(teacher.unit) {
            return Mobility::Fixed;
        }
        let years = i64::from(start.years_since(record.in_school_since));
        let leads = record.role.leads();
        let long_enough = if leads { record.terms >= self.terms } else { years >= self.years };
        if long_enough && self.is_of_age(case, teacher) && in_rotation_scope(case, teacher.unit) {
            return Mobility::Eligible;
        }
        if self.over[teacher.unit.at()] && !leads && years >= self.transfer_years {
            Mobility::Surplus
        } else {
            Mobility::Fixed
        }
    }

    /// Whether the age of a person lets them rotate in the year of `case`.
    #[must_use]
    pub fn is_of_age(&self, case: &Case, teacher: &Teacher) -> bool {
        let limit = if teacher.record.sex == Sex::Male { self.age_men } else { self.age_women };
        i64::from(teacher.age(case.year.start())) < limit
    }

    /// School years from a move to the first in which the same person is eligible again, at least one; leaders serve all their terms of
    /// `term_years` years first.
    #[must_use]
    pub fn away(&self, teacher: &Teacher, term_years: i32) -> usize {
        let years = if teacher.record.role.leads() { self.terms * i64::from(term_years) } else { self.years };
        usize::try_from(years).unwrap_or(0).max(1)
    }

    /// Whether a person with this mobility may go to `unit` as far as stage and pin are concerned.
    pub(super) fn allows(&self, case: &Case, teacher: &Teacher, mobility: Mobility, unit: UnitIx) -> bool {
        let (from, to) = (&case.units[teacher.unit.at()], &case.units[unit.at()]);
        let stage = from.stage == to.stage || self.cross_stage || mobility == Mobility::Pinned;
        let pin = mobility != Mobility::Pinned || teacher.pinned == Some(to.school);
        let home = mobility != Mobility::Returning || teacher.comes_from(unit);
        stage && pin && home && mobility != Mobility::Fixed
    }

    /// Why a posting is not allowed; `None` where it is.
    fn objection(&self, case: &Case, admission: &Admission<'_>, posting: &Posting) -> Option<Text> {
        let teacher = &case.teachers[posting.teacher.at()];
        let mobility = admission.mobility(teacher);
        let text = |key| Text::new(key).with("id", &teacher.record.id);
        let Some(unit) = posting.unit else {
            return (mobility != Mobility::Released).then(|| text("rule.who-may-rotate.unplaced"));
        };
        let to = &case.units[unit.at()];
        if !to.open {
            return Some(with_unit(text("rule.who-may-rotate.closed"), case, to));
        }
        if unit == teacher.unit {
            let pinned_elsewhere = mobility == Mobility::Pinned;
            return (pinned_elsewhere || posting.moved.is_some()).then(|| text("rule.who-may-rotate.stay"));
        }
        if mobility == Mobility::Fixed {
            return Some(text("rule.who-may-rotate.fixed"));
        }
        let from = &case.units[teacher.unit.at()];
        let allowed = self.allows(case, teacher, mobility, unit) && to.school != from.school && case.is_public(unit);
        if !allowed {
            return Some(with_unit(text("rule.who-may-rotate.stage"), case, to));
        }
        if !admission.is_wanted(teacher, mobility, unit) {
            return Some(with_unit(text("rule.who-may-rotate.idle"), case, to));
        }
        (posting.moved != Some(move_kind(mobility, from.stage, to.stage))).then(|| text("rule.who-may-rotate.kind"))
    }
}

/// People who may still be transferred from each unit: those too many, the most so far in the horizon, less those whom earlier years
/// of the plan have transferred.
fn may_transfer(case: &Case) -> Vec<i64> {
    let opening = &case.opening;
    opening.surplus.iter().zip(&opening.transferred).map(|(surplus, gone)| (surplus - gone).max(0)).collect()
}

/// In a later year: what this year and all before transfer.
fn build_later<'a>(context: &Context<'a>, program: &mut Assembly<'a>) {
    let opening = &context.case.opening;
    let most = opening.surplus.iter().zip(&context.used.transferred);
    let rows: Vec<_> = context
        .case
        .units_ix()
        .zip(most)
        .map(|((_, unit), (most, used))| {
            let left = (most - used).max(0);
            (*most > 0).then(|| program.row(NAME, unit.code.as_str(), None, Some(left)))
        })
        .collect();
    for year in 0..=context.at {
        let rows = rows.clone();
        program.each_path_of(year, move |cohort, path, terms| {
            let goes = cohort.key.mobility == Mobility::Surplus && !path.path.stays();
            if let Some(row) = rows[cohort.key.home.at()].filter(|_| goes) {
                terms.row(row, 1);
            }
        });
    }
}

impl Rule for WhoMayRotate {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        if context.is_later() {
            return build_later(context, program);
        }
        let mut may_go = vec![0; case.units.len()];
        for cohort in context.cohorts.iter().filter(|c| c.key.mobility == Mobility::Surplus) {
            may_go[cohort.key.home.at()] += cohort.most();
        }
        // Said of the surplus people who stay, which is the same and keeps the row inside the unit.
        let rows: Vec<_> = case
            .units_ix()
            .zip(case.opening.too_many(case).into_iter().zip(may_go))
            .map(|((ix, unit), (most, may_go))| {
                (may_go > most).then(|| program.row_in(ix, NAME, unit.code.as_str(), Some(may_go - most), None))
            })
            .collect();
        program.each_path(move |cohort, path, terms| {
            let stays = cohort.key.mobility == Mobility::Surplus && path.path.stays();
            if let Some(row) = rows[cohort.key.home.at()].filter(|_| stays) {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut transfers = vec![0; case.units.len()];
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if let Some(text) = self.objection(case, &admission, posting) {
                assessment.violation += 1;
                assessment.findings.push(finding(NAME, &self.strength, &teacher.record.id, (1000, "person"), text));
            }
            if self.mobility(case, teacher) == Mobility::Pinned && admission.mobility(teacher) != Mobility::Pinned {
                let text = Text::new("rule.who-may-rotate.pin").with("id", &teacher.record.id);
                assessment.findings.push(finding(NAME, &Strength::Report, &teacher.record.id, (1000, "person"), text));
            }
            let left = matches!(posting.moved, Some(MoveKind::Transfer | MoveKind::CrossStage));
            if left && self.mobility(case, teacher) == Mobility::Surplus {
                transfers[teacher.unit.at()] += 1;
            }
        }
        for (unit, (most, gone)) in case.units.iter().zip(may_transfer(case).into_iter().zip(transfers)) {
            if gone > most {
                let text = with_unit(Text::new("rule.who-may-rotate.transfers"), case, unit)
                    .with("gone", gone)
                    .with("most", most);
                assessment.violation += gone - most;
                assessment.findings.push(finding(
                    NAME,
                    &self.strength,
                    &unit.code,
                    ((gone - most) * 1000, "person"),
                    text,
                ));
            }
        }
        assessment
    }
}
