//! Every unit meets at least six of the seven resource indicators, and the remaining one to the stated share.
//!
//! Formula: `x_j + s_j ≥ T_j − (T_j − F_j)·z_j`, `Σ_j z_j ≤ 1`, for the three indicators that are people, with `T` what is asked in
//! whole persons, `F` its stated share, and `z_j = 1` for the one that may be short. Who is short in a facility already must meet
//! all three (`z = 0`); who is short in two, or far below in one, cannot pass whatever the plan does: counted is how many facilities
//! have to be mended before it can (two short: one; three short: two; one far below: one). A facility about which nothing is
//! known is taken as met or as short, as the policy says. Unit: persons missing until the unit passes.
//! Why: at least six of seven, the remaining one ≥ 85 % (教督〔2017〕6号; standards §1.2).

use super::balance_scope::Scope;
use super::resources::{self, Balance, Resource};
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::{Facility, FacilityState, Stage};
use crate::domain::{Case, Unit, UnitIx};
use crate::formulation::assembly::{Assembly, Inside};
use crate::messages::Text;
use crate::plan::{Indicator, Plan, Severity};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};
use std::collections::BTreeMap;

const fn facility(name: &'static str, unit: &'static str) -> ParamSpec {
    ParamSpec { name, kind: ParamKind::Numbers, unit }
}

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "floor", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "unknown_met", kind: ParamKind::Flag, unit: "" },
            facility("floor_area", "m²/pupil"),
            facility("sports_area", "m²/pupil"),
            facility("equipment", "yuan/pupil"),
            facility("multimedia", "rooms/100 pupils"),
        ],
    },
    page: Page {
        zh: "七项指标六项达标",
        en: "Six of the seven indicators",
        sentence_zh: "每个单位七项资源配置指标至少六项达标，余项不低于标准的规定比例；办学条件已有一项未达标的，三项教师指标须全部达标；未填报的办学条件按政策计为达标或未达标。",
        sentence_en: "Every unit meets at least six of the seven resource indicators and the remaining one to the stated share; a unit short in a facility must meet all three that are people; a facility that is not given counts as the policy says.",
        formula: "x_j + s_j ≥ T_j − (T_j − F_j)·z_j; Σ z_j ≤ 1",
        unit: "person",
        source: "教督〔2017〕6号",
    },
    make: |_, settings| Box::new(SixOfSeven::new(settings)),
};
const NAME: &str = "six-of-seven";

/// The rule.
pub(super) struct SixOfSeven {
    strength: Strength,
    /// Thousandths of what is asked.
    floor: i64,
    /// Whether a facility about which nothing is known is taken as met; otherwise as short.
    unknown_met: bool,
    asked: BTreeMap<Facility, BTreeMap<String, i64>>,
}

/// A unit in scope, how many of its facilities have to be mended before it can pass, and those that are not met.
pub type Obstacles = (UnitIx, i64, Vec<(Facility, FacilityState)>);

/// Units in scope that cannot pass whatever their staff; `None` where the rule is off.
#[must_use]
pub fn obstacles(case: &Case, policy: &Policy) -> Option<Vec<Obstacles>> {
    let (rule, scope) = (SixOfSeven::new(policy.rule(NAME)?), Scope::of(policy));
    let in_scope = case.units_ix().filter(|&(ix, _)| scope.covers(case, ix));
    let of_unit = in_scope.map(|(ix, unit)| (ix, rule.facilities(unit).obstacles, rule.unmet(unit)));
    Some(of_unit.filter(|&(_, amount, _)| amount > 0).collect())
}

/// What the facilities of a unit leave open.
struct Facilities {
    /// How many of the four are met, or unknown.
    met: i64,
    /// Whether one of the seven may still be short.
    spare: bool,
    /// Facilities that have to be mended before the unit can pass at all.
    obstacles: i64,
}

impl SixOfSeven {
    fn new(settings: &RuleSettings) -> Self {
        let param = |facility: Facility| facility.code().replace('-', "_");
        Self {
            strength: settings.strength.clone(),
            floor: settings.milli("floor"),
            unknown_met: settings.flag("unknown_met"),
            asked: Facility::ALL.iter().map(|&f| (f, settings.numbers(&param(f)).clone())).collect(),
        }
    }

    /// Where a unit stands in one facility; none where nothing is known.
    fn state(&self, unit: &Unit, facility: Facility) -> Option<FacilityState> {
        let fact = unit.facilities.get(&facility)?;
        if fact.state.is_some() {
            return fact.state;
        }
        let asked = i128::from(*self.asked[&facility].get(unit.stage.code())?);
        let per = if facility == Facility::Multimedia { 100 } else { 1 };
        let (amount, need) = (i128::from(fact.amount?) * per, asked * i128::from(unit.pupils().small()));
        Some(match () {
            () if amount >= need => FacilityState::Met,
            () if amount * 1000 >= need * i128::from(self.floor) => FacilityState::Short,
            () => FacilityState::Failing,
        })
    }

    /// What a unit has of a facility by pupil; none where nothing is known.
    fn indicator(&self, unit: &Unit, facility: Facility) -> Option<Indicator> {
        let met = self.state(unit, facility)? == FacilityState::Met;
        let per = if facility == Facility::Multimedia { 100 } else { 1 };
        let amount = unit.facilities.get(&facility).and_then(|fact| fact.amount);
        let value = amount.map(|amount| amount * per / unit.pupils().small());
        let indicator = Indicator::of_unit(unit, format!("{}-by-pupil", facility.code()), value);
        let asked = self.asked[&facility].get(unit.stage.code()).copied();
        Some(Indicator { limit: asked, met: Some(met), ..indicator })
    }

    /// Facilities that are known not to be met.
    fn unmet(&self, unit: &Unit) -> Vec<(Facility, FacilityState)> {
        let known = Facility::ALL.iter().filter_map(|&f| Some((f, self.state(unit, f)?)));
        known.filter(|&(_, state)| state != FacilityState::Met).collect()
    }

    fn facilities(&self, unit: &Unit) -> Facilities {
        let unknown = if self.unknown_met { FacilityState::Met } else { FacilityState::Short };
        let state = |facility| self.state(unit, facility).unwrap_or(unknown);
        let count = |wanted| Facility::ALL.iter().filter(|&&f| state(f) == wanted).count();
        let (short, failing) = (count(FacilityState::Short), count(FacilityState::Failing));
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Facilities {
            met: whole(Facility::ALL.len() - short - failing),
            spare: short + failing == 0,
            obstacles: whole(failing + short.saturating_sub(1)),
        }
    }

    /// What is asked and the share of it that is enough for the one that may be short.
    fn targets(&self, balance: &Balance, case: &Case, unit: UnitIx) -> Vec<(Resource, i64, i64)> {
        let target = |r| (r, balance.needed(case, r, unit, 1000), balance.needed(case, r, unit, self.floor));
        balance.resources().map(target).collect()
    }

    fn declare<'a>(&self, unit: UnitIx, balance: &Balance, context: &Context<'a>, program: &mut Assembly<'a>) {
        let (case, of) = (context.case, &context.case.units[unit.at()]);
        let facilities = self.facilities(of);
        if facilities.obstacles > 0 {
            return program.given(NAME, format!("{}|facilities", of.code), facilities.obstacles, &self.strength);
        }
        let place = (unit, Inside::Staff);
        let pick = facilities.spare.then(|| program.row_about(place, NAME, format!("{}|pick", of.code), None, Some(1)));
        for (resource, target, floor) in self.targets(balance, case, unit) {
            let name = format!("{}|{}", of.code, resource.rule());
            let row = program.row_about(place, NAME, name.as_str(), Some(target), None);
            program.slack(row, 1, target, &self.strength, 1);
            let stock = resources::stock(resource, unit, context, program);
            program.read(stock, row, 1);
            if let Some(pick) = pick.filter(|_| floor < target) {
                program.choice(&format!("{NAME}|{name}"), &[(row, target - floor), (pick, 1)]);
            }
        }
    }

    /// Persons missing until a unit passes, as the facilities allow.
    fn missing(&self, balance: &Balance, case: &Case, unit: UnitIx, counts: &BTreeMap<Resource, Vec<i64>>) -> i64 {
        let facilities = self.facilities(&case.units[unit.at()]);
        let gaps: Vec<(i64, i64)> = self
            .targets(balance, case, unit)
            .into_iter()
            .map(|(r, target, floor)| {
                let count = counts[&r][unit.at()];
                ((target - count).max(0), (floor - count).max(0))
            })
            .collect();
        let all: i64 = gaps.iter().map(|gap| gap.0).sum();
        let saved = if facilities.spare { gaps.iter().map(|gap| gap.0 - gap.1).max().unwrap_or(0) } else { 0 };
        all - saved
    }
}

impl Rule for SixOfSeven {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let balance = Balance::of(context.case, context.policy);
        for resource in balance.resources() {
            resources::declare(resource, context, program);
        }
        for (unit, _) in context.case.units_ix().filter(|&(unit, _)| balance.scope.covers(context.case, unit)) {
            self.declare(unit, &balance, context, program);
        }
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let balance = Balance::of(case, policy);
        Box::new(move |teacher| balance.marks(case, teacher))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let balance = Balance::of(case, policy);
        let counts: BTreeMap<Resource, Vec<i64>> =
            balance.resources().map(|r| (r, balance.count(case, r, plan))).collect();
        let mut assessment = Assessment::default();
        let mut next: Option<(i64, UnitIx)> = None;
        for stage in [Stage::Primary, Stage::Junior] {
            let (mut passing, mut all) = (0, 0);
            for (unit, of) in case.units_ix().filter(|&(ix, u)| u.stage == stage && balance.scope.covers(case, ix)) {
                let obstacles = self.facilities(of).obstacles;
                let missing = if obstacles > 0 { 0 } else { self.missing(&balance, case, unit, &counts) };
                let passes = obstacles + missing == 0;
                all += 1;
                passing += i64::from(passes);
                if missing > 0 && next.is_none_or(|least| (missing, unit) < least) {
                    next = Some((missing, unit));
                }
                self.note(case, of, (missing, obstacles), &mut assessment);
                let short =
                    self.targets(&balance, case, unit).iter().filter(|(r, t, _)| counts[r][unit.at()] < *t).count();
                let people = 3 - i64::try_from(short).unwrap_or(0);
                let met = self.facilities(of).met + people;
                assessment.indicators.extend(Facility::ALL.iter().filter_map(|&f| self.indicator(of, f)));
                assessment
                    .indicators
                    .push(Indicator::of_unit(of, "indicators-met", Some(met * 1000)).limited(6000, Some(passes)));
            }
            if all > 0 {
                let share = Indicator::state("units-passing", Some(passing * 1000)).at_stage(stage);
                assessment.indicators.push(share.limited(all * 1000, Some(passing == all)));
            }
        }
        if let Some((missing, unit)) = next {
            let of = &case.units[unit.at()];
            let text = with_unit(Text::new("rule.six-of-seven.next"), case, of).with("missing", missing);
            let mut note = finding(NAME, &self.strength, &of.code, (missing * 1000, "person"), text);
            note.severity = Severity::Note;
            assessment.findings.push(note);
        }
        assessment
    }
}

impl SixOfSeven {
    /// What a unit lacks, as finding and in the sum.
    fn note(&self, case: &Case, of: &Unit, (missing, obstacles): (i64, i64), assessment: &mut Assessment) {
        let mut say = |key, amount: i64, unit| {
            let text = with_unit(Text::new(key), case, of).with("amount", amount);
            assessment.violation += amount;
            assessment.findings.push(finding(NAME, &self.strength, &of.code, (amount * 1000, unit), text));
        };
        if obstacles > 0 {
            say("rule.six-of-seven.facilities", obstacles, "facility");
        } else if missing > 0 {
            say("rule.six-of-seven.people", missing, "person");
        }
    }
}
