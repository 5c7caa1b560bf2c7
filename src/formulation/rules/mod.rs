//! One file per rule: a header, a small type with its parameters, `build` and `assess`.
//!
//! `build` declares rows and coefficient functions; `assess` recomputes the rule from the decisions of a plan and cannot
//! see the program, so that a mistake in one cannot hide in the other. Goals are rules whose price is the point.

pub mod accounting_staff;
pub mod admission;
pub mod age_structure;
pub mod arts_taught;
pub mod balance_scope;
pub mod budget;
pub mod certificate;
pub mod certified_staff;
pub mod class_size;
pub mod closing_points;
pub mod cluster_coverage;
mod cluster_staff;
pub mod clusters;
pub mod cross_stage;
pub mod decided_cases;
pub mod degree_above_standard;
pub mod degree_share;
pub mod difference_coefficient;
pub mod establishment;
pub mod health_staff;
pub mod hires_limit;
pub mod hiring;
pub mod key_teacher_share;
pub mod key_teachers;
mod kind_staff;
pub mod kindergarten_staff;
pub mod labor_it_taught;
pub mod leader_terms;
pub mod mentor;
pub mod minimum_stay;
pub mod moves_limit;
pub mod new_schools;
pub mod new_teacher_share;
pub mod one_posting;
pub mod out_of_field;
pub mod paired_schools;
pub mod pe_arts_teachers;
pub mod pe_per_classes;
pub(super) mod person_cuts;
pub mod personal;
pub mod placement;
pub mod post_structure;
pub mod presence;
pub mod psychology_staff;
pub mod published_plan;
pub mod pupil_teacher_ratio;
pub mod reach;
pub mod resources;
pub mod retraining;
pub mod rotation_direction;
pub mod rotation_share;
pub mod rotation_term;
pub mod rural_junior;
mod rural_service;
pub mod school_loss;
pub mod shared_teachers;
pub mod six_of_seven;
pub mod special_staff;
mod staff_limit;
pub mod subject_coverage;
pub mod subject_loss;
pub mod surplus_reduction;
pub mod talent_nominations;
pub mod talent_targets;
mod taught_floor;
pub mod teaching_posts;
pub mod teaching_time;
pub mod vocational_staff;
pub mod who_may_rotate;

pub use admission::Admission;
pub use teaching_time::further_at;

use super::assembly::Assembly;
use super::cohort::Cohort;
use super::columns::Decisions;
use super::goals;
use super::places::Places;
use crate::domain::words::HonorKind;
use crate::domain::{Case, KindIx, Norms, Opening, Stage, Teacher, Unit, UnitIx};
use crate::messages::Text;
use crate::plan::{Finding, Indicator, Plan, Severity};
use crate::policy::{Policy, RuleSettings, RuleSpec, Strength};
use std::collections::BTreeMap;

/// What the rules see when they build.
pub struct Context<'a> {
    /// The facts.
    pub case: &'a Case,
    /// What the office wants.
    pub policy: &'a Policy,
    /// Cohorts.
    pub cohorts: &'a [Cohort],
    /// Paths, hires and shares.
    pub decisions: &'a Decisions,
    /// What the admission rules allow.
    pub admission: &'a Admission<'a>,
    /// Placements of a surplus list.
    pub places: &'a Places,
    /// Position of the year among those that the program decides.
    pub at: usize,
    /// What years before the program have used up.
    pub used: &'a Opening,
    /// More people than there can be, new ones of this year left out.
    pub people: i64,
}

impl Context<'_> {
    /// Whether the plan decides, or has decided, who is there when the year begins: limits are measured against other people than
    /// those who are there ([`Opening`]).
    #[must_use]
    pub const fn is_later(&self) -> bool {
        self.case.later
    }
}

/// What a rule says of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// By how much it is broken or falls short, in small units of its tier; zero where it holds.
    pub violation: i64,
    /// Where and why.
    pub findings: Vec<Finding>,
    /// Numbers it measures, without `before`.
    pub indicators: Vec<Indicator>,
    /// Only for a goal that spans several tiers: its violation in the rule's tier and those after it, instead of `violation`.
    pub by_tier: Vec<i64>,
}

/// What a rule must know of a person, as a number.
pub type Mark<'a> = Box<dyn Fn(&Teacher) -> i64 + Sync + 'a>;

/// A rule of the model.
pub trait Rule: Send + Sync {
    /// Declares rows and what each decision adds to them.
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>);
    /// What the rule must know of a person beyond unit, kind, time and mobility: people with different marks are never
    /// counted together in one column.
    fn mark<'a>(&'a self, _: &'a Case, _: &Policy) -> Mark<'a> {
        Box::new(|_| 0)
    }
    /// Units and kinds for which it asks for people, whether there are lessons or not: such posts may be filled.
    fn wanted(&self, _: &Case) -> Vec<(UnitIx, KindIx)> {
        Vec::new()
    }
    /// Recomputes the rule from the decisions alone.
    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment;
}

/// The page of a rule in `docs/rules.md`.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
    /// One sentence, Chinese.
    pub sentence_zh: &'static str,
    /// One sentence, English.
    pub sentence_en: &'static str,
    /// The formula.
    pub formula: &'static str,
    /// Unit of its violation.
    pub unit: &'static str,
    /// Document and article.
    pub source: &'static str,
}

/// One line of THE LIST.
pub struct Entry {
    /// Name and parameters in the policy.
    pub spec: RuleSpec,
    /// Its page.
    pub page: Page,
    /// Makes the rule from its settings.
    pub make: fn(&Case, &RuleSettings) -> Box<dyn Rule>,
}

/// THE LIST.
pub static LIST: &[Entry] = &[
    one_posting::ENTRY,
    certificate::ENTRY,
    who_may_rotate::ENTRY,
    reach::ENTRY,
    decided_cases::ENTRY,
    teaching_time::ENTRY,
    subject_coverage::ENTRY,
    presence::ENTRY,
    establishment::ENTRY,
    surplus_reduction::ENTRY,
    hiring::ENTRY,
    minimum_stay::ENTRY,
    rotation_term::ENTRY,
    rural_service::ENTRY,
    cross_stage::ENTRY,
    shared_teachers::ENTRY,
    retraining::ENTRY,
    budget::ENTRY,
    moves_limit::ENTRY,
    hires_limit::ENTRY,
    rotation_share::ENTRY,
    key_teacher_share::ENTRY,
    rotation_direction::ENTRY,
    leader_terms::ENTRY,
    school_loss::ENTRY,
    subject_loss::ENTRY,
    new_teacher_share::ENTRY,
    mentor::ENTRY,
    age_structure::ENTRY,
    balance_scope::ENTRY,
    degree_above_standard::ENTRY,
    key_teachers::ENTRY,
    pe_arts_teachers::ENTRY,
    six_of_seven::ENTRY,
    difference_coefficient::ENTRY,
    certified_staff::ENTRY,
    pupil_teacher_ratio::ENTRY,
    post_structure::ENTRY,
    teaching_posts::ENTRY,
    class_size::ENTRY,
    pe_per_classes::ENTRY,
    health_staff::ENTRY,
    accounting_staff::ENTRY,
    kindergarten_staff::ENTRY,
    psychology_staff::ENTRY,
    special_staff::ENTRY,
    clusters::ENTRY,
    paired_schools::ENTRY,
    closing_points::ENTRY,
    personal::ENTRY,
    published_plan::ENTRY,
    arts_taught::ENTRY,
    labor_it_taught::ENTRY,
    vocational_staff::ENTRY,
    degree_share::ENTRY,
    out_of_field::ENTRY,
    new_schools::ENTRY,
    rural_junior::ENTRY,
    talent_targets::ENTRY,
    talent_nominations::ENTRY,
    cluster_coverage::ENTRY,
    placement::ENTRY,
    goals::priority_subjects::ENTRY,
    goals::priority_schools::ENTRY,
    goals::disruption::ENTRY,
    goals::hiring_cost::ENTRY,
    goals::vacancies_filled::ENTRY,
    goals::hardship_regions::ENTRY,
    goals::service_points::ENTRY,
];

/// What a policy may say, for [`Policy::parse`].
#[must_use]
pub fn specs() -> Vec<RuleSpec> {
    LIST.iter().map(|entry| entry.spec).collect()
}

/// The norms of a policy: how posts and classes follow from pupils where the office does not give them.
#[must_use]
pub fn norms(policy: &Policy) -> Norms {
    let mut norms = Norms::default();
    let by_stage = |numbers: &BTreeMap<String, i64>| -> BTreeMap<Stage, i64> {
        numbers.iter().filter_map(|(code, &n)| Some((Stage::parse(code)?, n))).collect()
    };
    if let Some(settings) = policy.rule(establishment::NAME) {
        norms.pupils_per_post.extend(by_stage(settings.numbers("pupils_per_post")));
        norms.class_posts = settings.milli("class_posts");
        norms.small_below = settings.whole("small_below");
        norms.least = settings.whole("least");
        norms.boarders_per_post = settings.whole("boarders_per_post");
    }
    if let Some(settings) = policy.rule(key_teacher_share::NAME) {
        norms.key_honors = settings.words("honors").iter().filter_map(|word| HonorKind::parse(word)).collect();
    }
    if let Some(settings) = policy.rule(class_size::NAME) {
        norms.class_size.extend(by_stage(settings.numbers("size")).into_iter().map(|(s, n)| (s, n / 1000)));
        norms.split_from = i32::try_from(settings.whole("until") + 1).ok();
    }
    norms
}

/// A rule that is on.
pub struct Active {
    /// Its entry.
    pub entry: &'static Entry,
    /// How strongly it holds.
    pub strength: Strength,
    /// The rule.
    pub rule: Box<dyn Rule>,
}

/// The rules that `policy` turns on, in the order of THE LIST.
#[must_use]
pub fn active(case: &Case, policy: &Policy) -> Vec<Active> {
    LIST.iter()
        .filter_map(|entry| {
            let settings = policy.rule(entry.spec.name)?;
            Some(Active { entry, strength: settings.strength.clone(), rule: (entry.make)(case, settings) })
        })
        .collect()
}

/// How a violation counts at this strength.
#[must_use]
pub const fn severity(strength: &Strength) -> Severity {
    match strength {
        Strength::Hard => Severity::Broken,
        Strength::Soft { .. } => Severity::Short,
        Strength::Report | Strength::Off => Severity::Note,
    }
}

/// A finding; `amount` in thousandths of `unit`.
#[must_use]
pub fn finding(
    rule: &'static str,
    strength: &Strength,
    place: &str,
    (amount, unit): (i64, &'static str),
    text: Text,
) -> Finding {
    Finding { rule, severity: severity(strength), place: place.to_owned(), amount, unit, text }
}

/// `text` with the name of a unit for `{unit}`, such as `龙岗小学(小学)`: people know names, not codes.
fn with_unit(text: Text, case: &Case, unit: &Unit) -> Text {
    let (zh, en) = case.unit_names(unit);
    text.with_name("unit", &zh, &en)
}
