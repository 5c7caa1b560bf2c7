//! Each resource indicator is spread evenly enough over the units of a stage 差异系数.
//!
//! Formula: `CV = S / X̄ ≤ limit`, `S = √(Σ (P_i/P_N)(x_i/P_i − X̄)²)`, `X̄ = Σ x_i / P_N`, by pupils; without weights `CV` is the plain
//! coefficient of the `x_i/P_i`. The excess is `√(P_N Σ x_i²/P_i − X²) − limit·X`, rounded up to whole persons (without weights of
//! `x_i P_N / (n P_i)`). Exact: a second-order cone in the program, whole numbers in the verdict. Unit: persons of excess.
//! The indicators of facilities are data: they are measured, told, and not counted.
//! Why: every indicator ≤ 0.50 in primary and ≤ 0.45 in junior schools (教督〔2017〕6号; standards §1.2, §1.6).

use super::resources::{self, Balance};
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding};
use crate::domain::words::{Facility, Stage};
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::{Assembly, Spread};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use num_bigint::BigInt;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "primary", kind: ParamKind::Number, unit: "coefficient" },
            ParamSpec { name: "junior", kind: ParamKind::Number, unit: "coefficient" },
            ParamSpec { name: "pupil_weighted", kind: ParamKind::Flag, unit: "" },
        ],
    },
    page: Page {
        zh: "差异系数",
        en: "Difference coefficient",
        sentence_zh: "小学、初中各项教师资源指标的校际差异系数不超过限值（可按学生数加权或不加权）。",
        sentence_en: "In primary and in junior schools the coefficient of variation of each indicator that is people stays within the limit, weighted by pupils or not.",
        formula: "√(P_N·Σ x_i²/P_i − X²) ≤ limit·X + s",
        unit: "person",
        source: "教督〔2017〕6号; 县域义务教育均衡发展差异系数计算模板",
    },
    make: |_, settings| {
        Box::new(DifferenceCoefficient {
            strength: settings.strength.clone(),
            limits: [settings.milli("primary"), settings.milli("junior")],
            weighted: settings.flag("pupil_weighted"),
        })
    },
};
const NAME: &str = "difference-coefficient";
const STAGES: [Stage; 2] = [Stage::Primary, Stage::Junior];

struct DifferenceCoefficient {
    strength: Strength,
    /// Thousandths, by stage.
    limits: [i64; 2],
    weighted: bool,
}

/// The coefficient of variation of amounts over groups of pupils; none where there is nothing.
#[must_use]
pub fn coefficient(groups: &[(i64, i64)], weighted: bool) -> Option<f64> {
    let real = |n: i64| n as f64;
    let pupils: f64 = groups.iter().map(|&(_, p)| real(p)).sum();
    let n = real(i64::try_from(groups.len()).ok()?);
    let weight = |p: i64| if weighted { real(p) / pupils } else { 1.0 / n };
    let mean: f64 = groups.iter().map(|&(x, p)| weight(p) * real(x) / real(p)).sum();
    let square: f64 = groups.iter().map(|&(x, p)| weight(p) * (real(x) / real(p) - mean).powi(2)).sum();
    (mean > 0.0).then(|| square.sqrt() / mean)
}

/// The excess over `limit` thousandths in whole persons, rounded up, exactly; zero where the limit holds.
#[must_use]
pub fn excess(groups: &[(i64, i64)], limit: i64, weighted: bool) -> i64 {
    let big = BigInt::from;
    let common = groups.iter().fold(big(1), |all, &(_, p)| &all / gcd(&all, &big(p)) * big(p));
    let (pupils, count): (i64, i64) = groups.iter().fold((0, 0), |(p, n), group| (p + group.1, n + 1));
    let sum = |of: &dyn Fn(i64, i64) -> BigInt| groups.iter().map(|&(x, p)| of(x, p)).sum::<BigInt>();
    // Both sides times what makes them whole: spread² and the two parts of the right side.
    let (spread, free, step) = if weighted {
        let x = sum(&|x, _| big(x));
        let squares = sum(&|x, p| big(x) * big(x) * (&common / big(p)));
        let spread = (big(pupils) * squares - &x * &x * &common) * big(1_000_000) * &common;
        (spread, big(limit) * x * &common, big(1000) * &common)
    } else {
        let per_pupil = |x: i64, p: i64| big(x) * (&common / big(p));
        let u = sum(&per_pupil);
        let squares = sum(&|x, p| per_pupil(x, p) * per_pupil(x, p));
        let scale = big(1000) * big(pupils);
        let spread = (big(count) * squares - &u * &u) * &scale * &scale;
        (spread, big(limit) * big(pupils) * u, big(1000) * big(count) * &common)
    };
    let holds = |slack: i64| {
        let side = &free + &step * big(slack);
        spread <= &side * &side
    };
    let mut high = 0;
    while !holds(high) {
        high = 2 * high + 1;
    }
    (high / 2..=high).find(|&slack| holds(slack)).unwrap_or(high)
}

fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let zero = BigInt::from(0);
    let (mut a, mut b) = (a.clone(), b.clone());
    while b != zero {
        (a, b) = (b.clone(), a % b);
    }
    a
}

/// A coefficient in thousandths, rounded to the nearest.
#[expect(clippy::cast_possible_truncation, reason = "coefficients are small")]
fn thousandths(coefficient: f64) -> i64 {
    (coefficient * 1000.0).round() as i64
}

impl DifferenceCoefficient {
    fn units<'c>(balance: &'c Balance, case: &'c Case, stage: Stage) -> impl Iterator<Item = UnitIx> + 'c {
        case.units_ix().filter(move |&(ix, u)| u.stage == stage && balance.scope.covers(case, ix)).map(|(ix, _)| ix)
    }

    /// The coefficient of groups as indicator, with its value in thousandths (rounded up where the limit is broken) and its excess.
    fn measure(&self, at: usize, name: &str, groups: &[(i64, i64)]) -> (Indicator, Option<(i64, i64)>) {
        let limit = self.limits[at];
        let over = excess(groups, limit, self.weighted);
        let value = coefficient(groups, self.weighted).map(thousandths);
        // A broken limit never reads as met because of rounding.
        let value = value.map(|value| if over > 0 { value.max(limit + 1) } else { value });
        let indicator = Indicator::state(format!("cv-{name}"), value).at_stage(STAGES[at]);
        (indicator.limited(limit, value.map(|_| over == 0)), value.map(|value| (value, over)))
    }

    /// Coefficients of the facilities: told, never counted.
    fn facilities(&self, balance: &Balance, case: &Case, at: usize, assessment: &mut Assessment) {
        let stage = STAGES[at];
        let mut note = |facility: Facility, key, count: i64| {
            let text = Text::new(key).with_name("stage", stage.zh(), stage.code());
            let text = text.with_name("what", facility.zh(), facility.code()).with("count", count);
            assessment.findings.push(finding(NAME, &Strength::Report, stage.code(), (0, "person"), text));
        };
        let mut indicators = Vec::new();
        for &facility in Facility::ALL {
            let amount = |unit: UnitIx| {
                let of = &case.units[unit.at()];
                Some((of.facilities.get(&facility)?.amount?, of.pupils().small()))
            };
            let groups: Vec<Option<(i64, i64)>> = Self::units(balance, case, stage).map(amount).collect();
            let unknown = groups.iter().filter(|group| group.is_none()).count();
            let known: Vec<(i64, i64)> = groups.into_iter().flatten().collect();
            if known.is_empty() {
                continue;
            }
            if unknown > 0 {
                note(facility, "rule.difference-coefficient.unknown", i64::try_from(unknown).unwrap_or(i64::MAX));
                continue;
            }
            let (indicator, found) = self.measure(at, facility.code(), &known);
            if found.is_some_and(|(_, over)| over > 0) {
                note(facility, "rule.difference-coefficient.facility", 0);
            }
            indicators.push(indicator);
        }
        assessment.indicators.extend(indicators);
    }
}

impl Rule for DifferenceCoefficient {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let balance = Balance::of(case, context.policy);
        for resource in balance.resources() {
            resources::declare(resource, context, program);
            for (&stage, &limit) in STAGES.iter().zip(&self.limits) {
                let units: Vec<UnitIx> = Self::units(&balance, case, stage).collect();
                let pupils = |unit: &UnitIx| case.units[unit.at()].pupils().small();
                let (all, count) = (units.iter().map(pupils).sum::<i64>(), i64::try_from(units.len()).unwrap_or(1));
                let member = |unit: &UnitIx| -> Spread {
                    let stock = resources::stock(resource, *unit, context, program);
                    if self.weighted { (stock, (1, 1), pupils(unit)) } else { (stock, (all, count * pupils(unit)), 1) }
                };
                let members: Vec<Spread> = units.iter().map(member).collect();
                if members.len() > 1 {
                    let place = format!("{}|{}", stage.code(), resource.rule());
                    program.spread(NAME, &place, members, limit, &self.strength);
                }
            }
        }
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let balance = Balance::of(case, policy);
        Box::new(move |teacher| balance.marks(case, teacher))
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let balance = Balance::of(case, policy);
        let mut assessment = Assessment::default();
        for (at, &stage) in STAGES.iter().enumerate() {
            for resource in balance.resources() {
                let counts = balance.count(case, resource, plan);
                let group = |unit: UnitIx| (counts[unit.at()], case.units[unit.at()].pupils().small());
                let groups: Vec<(i64, i64)> = Self::units(&balance, case, stage).map(group).collect();
                if groups.is_empty() {
                    continue;
                }
                let (indicator, found) = self.measure(at, resource.indicator(), &groups);
                assessment.indicators.push(indicator);
                let Some((value, over)) = found.filter(|&(_, over)| over > 0) else { continue };
                let text = Text::new("rule.difference-coefficient")
                    .with_name("stage", stage.zh(), stage.code())
                    .with_text("what", Text::new(resources::name_of(resource)))
                    .with("value", crate::domain::Fte::from_small(value))
                    .with("limit", crate::domain::Fte::from_small(self.limits[at]))
                    .with("over", over);
                assessment.violation += over;
                let place = format!("{}|{}", stage.code(), resource.rule());
                assessment.findings.push(finding(NAME, &self.strength, &place, (over * 1000, "person"), text));
            }
            self.facilities(&balance, case, at, &mut assessment);
        }
        assessment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published example: books and pupils of five schools (standards §1.6).
    const BOOKS: [(i64, i64); 5] = [(279, 45), (137, 37), (935, 89), (160, 76), (402, 55)];

    #[test]
    fn the_published_coefficient_is_found_again() {
        // S = 3.2639 over a mean of 6.3344 is 0.5153, printed as 0.52; without weights the same schools give 0.4888.
        let of = |weighted| coefficient(&BOOKS, weighted).expect("there are books");
        assert!((of(true) - 0.515_257).abs() < 1e-6, "{}", of(true));
        assert!((of(false) - 0.4888).abs() < 1e-4, "{}", of(false));
        assert_eq!(coefficient(&[(0, 5), (0, 7)], true), None);
    }

    #[test]
    fn the_excess_is_exact_and_rounded_up() {
        // 302 · 3.263861 = 985.686 of spread; half of 1,913 is free: 29.186 more, so 30. At 0.516 nothing, at 0.515 a little.
        assert_eq!(excess(&BOOKS, 500, true), 30);
        assert_eq!(excess(&BOOKS, 516, true), 0);
        assert_eq!(excess(&BOOKS, 515, true), 1);
        // Without weights 0.4888 exceeds 0.48 and keeps 0.489.
        assert_eq!(excess(&BOOKS, 489, false), 0);
        assert!(excess(&BOOKS, 480, false) > 0);
    }
}
