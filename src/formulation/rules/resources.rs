//! What the rules on the national balance share: the three resources that are people, who holds them, and how many are asked.
//!
//! It declares stocks of people and nothing else; what is asked of a stock is said by the rules. Where the rule of a resource is
//! off, nobody says how much is asked, and the rules that look at several resources leave it out.

use super::balance_scope::Scope;
use super::key_teacher_share::is_key_teacher;
use super::staff_limit::count_people;
use super::{Assessment, Cohort, Context, finding, with_unit};
use crate::domain::words::{Degree, Setting, Stage};
use crate::domain::{Case, KindIx, Teacher, UnitIx};
use crate::formulation::assembly::{Assembly, Inside, RowHandle, StockHandle};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, Strength};

/// Parameters of a standard per hundred pupils by stage.
pub(super) const PRIMARY: ParamSpec =
    ParamSpec { name: "primary", kind: ParamKind::Number, unit: "persons/100 pupils" };
/// The same for junior units.
pub(super) const JUNIOR: ParamSpec = ParamSpec { name: "junior", kind: ParamKind::Number, unit: "persons/100 pupils" };

/// A resource that is people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// Teachers with a degree above the standard of the stage.
    Degree,
    /// Key teachers of the county and above.
    KeyTeachers,
    /// Teachers of PE and arts.
    PeArts,
}

impl Resource {
    /// All, in the order of the national list.
    pub const ALL: [Self; 3] = [Self::Degree, Self::KeyTeachers, Self::PeArts];

    /// The rule that says how much is asked.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Degree => "degree-above-standard",
            Self::KeyTeachers => "key-teachers",
            Self::PeArts => "pe-arts-teachers",
        }
    }

    /// Name of the indicator per hundred pupils.
    #[must_use]
    pub const fn indicator(self) -> &'static str {
        match self {
            Self::Degree => "degree-per-100",
            Self::KeyTeachers => "key-teachers-per-100",
            Self::PeArts => "pe-arts-per-100",
        }
    }
}

/// How much is asked of one resource, and who is counted.
#[derive(Clone, Debug)]
struct Standard {
    /// Thousandths of a person per hundred pupils, primary and junior.
    per_hundred: [i64; 2],
    /// Whether new teachers count.
    hires: bool,
    /// Kinds that count; empty: all.
    kinds: Vec<KindIx>,
    /// Pupils from and below which rural units also count part-time staff who teach these kinds.
    relaxed: Option<(i64, i64)>,
}

/// The balance as the policy sees it.
#[derive(Clone, Debug)]
pub struct Balance {
    /// Units and people that count.
    pub scope: Scope,
    standards: [Option<Standard>; 3],
}

impl Balance {
    /// From the policy.
    #[must_use]
    pub fn of(case: &Case, policy: &Policy) -> Self {
        let standard = |resource: Resource| {
            let settings = policy.rule(resource.rule())?;
            let (kinds, relaxed) =
                if resource == Resource::PeArts { pe_arts(case, settings) } else { Default::default() };
            let hires =
                resource != Resource::KeyTeachers && (resource == Resource::PeArts || settings.flag("hires_count"));
            let per_hundred = [settings.milli("primary"), settings.milli("junior")];
            Some(Standard { per_hundred, hires, kinds, relaxed })
        };
        Self { scope: Scope::of(policy), standards: Resource::ALL.map(standard) }
    }

    fn standard(&self, resource: Resource) -> Option<&Standard> {
        self.standards[resource as usize].as_ref()
    }

    /// Resources for which the policy says how much is asked.
    pub fn resources(&self) -> impl Iterator<Item = Resource> + '_ {
        Resource::ALL.into_iter().filter(|&r| self.standard(r).is_some())
    }

    /// Thousandths of a person per hundred pupils asked of a unit.
    #[must_use]
    pub fn per_hundred(&self, case: &Case, resource: Resource, unit: UnitIx) -> Option<i64> {
        let at = usize::from(case.units[unit.at()].stage == Stage::Junior);
        self.standard(resource).map(|standard| standard.per_hundred[at])
    }

    /// Whole persons with which a unit reaches `share` thousandths of what is asked.
    #[must_use]
    pub fn needed(&self, case: &Case, resource: Resource, unit: UnitIx, share: i64) -> i64 {
        let asked = i128::from(self.per_hundred(case, resource, unit).unwrap_or(0));
        let people = asked * i128::from(share) * i128::from(case.units[unit.at()].pupils().small());
        i64::try_from((people + 99_999_999) / 100_000_000).unwrap_or(i64::MAX)
    }

    /// Whether `teacher`, posted to `unit`, counts there.
    #[must_use]
    pub fn holds(&self, case: &Case, resource: Resource, teacher: &Teacher, unit: UnitIx) -> bool {
        let Some(standard) = self.standard(resource) else { return false };
        let counted = self.scope.counts(teacher);
        match resource {
            Resource::Degree => counted && teacher.record.degree >= degree(case.units[unit.at()].stage),
            Resource::KeyTeachers => counted && is_key_teacher(case, teacher),
            Resource::PeArts => {
                let relaxed = self.scope.works(teacher) && is_relaxed(case, standard, unit);
                (counted || relaxed) && standard.kinds.contains(&teacher.kind)
            }
        }
    }

    /// Whether a new teacher of `kind` counts.
    #[must_use]
    pub fn hire_holds(&self, resource: Resource, kind: KindIx) -> bool {
        let standard = self.standard(resource);
        standard.is_some_and(|s| s.hires && (s.kinds.is_empty() || s.kinds.contains(&kind)))
    }

    /// What must be known of a person, for any unit.
    #[must_use]
    pub fn mark(&self, case: &Case, resource: Resource, teacher: &Teacher) -> i64 {
        if self.standard(resource).is_none() || !(self.scope.works(teacher) || self.scope.counts(teacher)) {
            return 0;
        }
        let counted = i64::from(self.scope.counts(teacher));
        match resource {
            Resource::Degree => {
                let degree = &teacher.record.degree;
                counted * (i64::from(*degree >= Degree::College) + i64::from(*degree >= Degree::Bachelor))
            }
            Resource::KeyTeachers => counted * i64::from(is_key_teacher(case, teacher)),
            Resource::PeArts => 1 + counted,
        }
    }

    /// Marks of all resources in one number.
    #[must_use]
    pub fn marks(&self, case: &Case, teacher: &Teacher) -> i64 {
        Resource::ALL.iter().fold(0, |all, &r| 4 * all + self.mark(case, r, teacher))
    }

    /// People who count by unit, in a plan.
    #[must_use]
    pub fn count(&self, case: &Case, resource: Resource, plan: &Plan) -> Vec<i64> {
        let mut counts = vec![0; case.units.len()];
        for posting in &plan.postings {
            let Some(unit) = posting.unit else { continue };
            counts[unit.at()] += i64::from(self.holds(case, resource, &case.teachers[posting.teacher.at()], unit));
        }
        for hire in plan.hires.iter().filter(|hire| self.hire_holds(resource, hire.kind)) {
            counts[hire.unit.at()] += hire.count;
        }
        counts
    }
}

fn pe_arts(case: &Case, settings: &RuleSettings) -> (Vec<KindIx>, Option<(i64, i64)>) {
    let kinds = settings.words("kinds").iter().filter_map(|code| case.kind_by_code(code)).collect();
    (kinds, Some((settings.whole("relaxed_from"), settings.whole("relaxed_below"))))
}

/// The lowest degree above the standard of a stage: college for primary, bachelor for junior schools.
const fn degree(stage: Stage) -> Degree {
    if matches!(stage, Stage::Primary) { Degree::College } else { Degree::Bachelor }
}

fn is_relaxed(case: &Case, standard: &Standard, unit: UnitIx) -> bool {
    let pupils = case.units[unit.at()].pupils().small();
    let rural = case.school_of(unit).setting == Setting::Rural;
    rural && standard.relaxed.is_some_and(|(from, below)| (from..below).contains(&pupils))
}

/// The stock of a resource in a unit of the scope, declared when first asked for.
pub(super) fn stock<'a>(
    resource: Resource,
    unit: UnitIx,
    context: &Context<'a>,
    program: &mut Assembly<'a>,
) -> StockHandle {
    let case = context.case;
    let name = format!("{}|{}", resource.rule(), case.units[unit.at()].code);
    program.stock(unit, &name).0
}

/// Says who counts in the stocks of a resource, once for all rules that read them; `units` are those of the scope.
pub(super) fn declare<'a>(resource: Resource, context: &Context<'a>, program: &mut Assembly<'a>) {
    let (case, balance) = (context.case, Balance::of(context.case, context.policy));
    let mut rows: Vec<Option<RowHandle>> = vec![None; case.units.len()];
    for (unit, of) in case.units_ix().filter(|&(unit, _)| balance.scope.covers(case, unit)) {
        let (_, row, new) = program.stock(unit, &format!("{}|{}", resource.rule(), of.code));
        if !new {
            return;
        }
        rows[unit.at()] = Some(row);
    }
    let for_hires = balance.clone();
    let counts = move |cohort: &Cohort, unit| balance.holds(case, resource, cohort.somebody(case), unit);
    count_people(rows, counts, move |hire| for_hires.hire_holds(resource, hire.kind), program);
}

/// Declares `people who count + s ≥ what is asked` for every unit in scope.
pub(super) fn at_least<'a>(resource: Resource, strength: &Strength, context: &Context<'a>, program: &mut Assembly<'a>) {
    let (case, balance) = (context.case, Balance::of(context.case, context.policy));
    declare(resource, context, program);
    for (unit, of) in case.units_ix().filter(|&(unit, _)| balance.scope.covers(case, unit)) {
        let needed = balance.needed(case, resource, unit, 1000);
        let row = program.row_about((unit, Inside::Staff), resource.rule(), of.code.as_str(), Some(needed), None);
        program.slack(row, 1, needed, strength, 1);
        let stock = stock(resource, unit, context, program);
        program.read(stock, row, 1);
    }
}

/// Persons missing in every unit in scope, with the indicator of each unit and of the stages.
pub(super) fn assess(resource: Resource, strength: &Strength, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
    let balance = Balance::of(case, policy);
    let counts = balance.count(case, resource, plan);
    let mut assessment = Assessment::default();
    for stage in [Stage::Primary, Stage::Junior] {
        let (mut people, mut pupils, mut asked) = (0, 0, 0);
        for (unit, of) in case.units_ix().filter(|&(ix, u)| u.stage == stage && balance.scope.covers(case, ix)) {
            let (count, size) = (counts[unit.at()], of.pupils().small());
            let needed = balance.needed(case, resource, unit, 1000);
            let missing = (needed - count).max(0);
            asked = balance.per_hundred(case, resource, unit).unwrap_or(0);
            people += count;
            pupils += size;
            let value = Some(count * 100_000 / size);
            let name = resource.indicator();
            assessment.indicators.push(Indicator::of_unit(of, name, value).limited(asked, Some(missing == 0)));
            if missing > 0 {
                let text = with_unit(Text::new("rule.per-hundred"), case, of)
                    .with_text("what", Text::new(name_of(resource)))
                    .with("count", count)
                    .with("needed", needed)
                    .with("missing", missing);
                assessment.violation += missing;
                assessment.findings.push(finding(
                    resource.rule(),
                    strength,
                    &of.code,
                    (missing * 1000, "person"),
                    text,
                ));
            }
        }
        if pupils > 0 {
            let met = people * 100_000 >= asked * pupils;
            let all = Indicator::state(resource.indicator(), Some(people * 100_000 / pupils)).at_stage(stage);
            assessment.indicators.push(all.limited(asked, Some(met)));
        }
    }
    assessment
}

/// What a resource is called in a sentence.
pub(crate) const fn name_of(resource: Resource) -> &'static str {
    match resource {
        Resource::Degree => "rule.resource.degree",
        Resource::KeyTeachers => "rule.resource.key-teachers",
        Resource::PeArts => "rule.resource.pe-arts",
    }
}
