//! What the rules on staff of one kind share: so many people whose main kind is listed, working in a unit, a school or a cluster.
//!
//! Asks `Σ people of the kinds who work there after the plan, hires included + s ≥ needed`; how many are needed, and where, is said
//! by the rule. Who is lent out (借调) works elsewhere and does not count; how somebody is employed makes no difference.

use super::{Assessment, Context, Mark, finding};
use crate::domain::words::State;
use crate::domain::{Case, KindIx, SchoolIx, Teacher, Unit, UnitIx};
use crate::formulation::assembly::{Assembly, Inside, RowHandle};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{RuleSettings, Strength};
use std::collections::BTreeMap;

/// One thing asked.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    /// Place of its row; rows that share a slack stand before the row they share it with.
    pub row: String,
    /// Place of its finding.
    pub place: String,
    /// What people call the place, Chinese and English.
    pub name: (String, String),
    /// Who is asked for, a key of the catalog.
    pub what: &'static str,
    /// Units where they may work.
    pub units: Vec<UnitIx>,
    /// Main kinds that count, sorted.
    pub kinds: Vec<KindIx>,
    /// How many.
    pub needed: i64,
    /// Position of a later ask for a wider place: who is missing here is not missing there once more.
    pub within: Option<usize>,
}

impl Ask {
    /// So many people of these kinds in one unit; `part` tells apart what is asked of the same unit.
    pub(super) fn of_unit(
        case: &Case,
        (unit, part): (UnitIx, &str),
        what: &'static str,
        kinds: &[KindIx],
        needed: i64,
    ) -> Self {
        let of = &case.units[unit.at()];
        let row = if part.is_empty() { of.code.clone() } else { format!("{}|{part}", of.code) };
        let (place, name) = (of.code.clone(), case.unit_names(of));
        Self { row, place, name, what, units: vec![unit], kinds: kinds.to_vec(), needed, within: None }
    }
}

/// The kinds of a parameter, sorted, each once.
pub(super) fn kinds(case: &Case, settings: &RuleSettings, param: &str) -> Vec<KindIx> {
    let mut kinds: Vec<KindIx> = settings.words(param).iter().filter_map(|code| case.kind_by_code(code)).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// Open public schools with their units for which `counts`, and the pupils there; none without pupils.
pub(super) fn schools(case: &Case, counts: impl Fn(&Unit) -> bool) -> BTreeMap<SchoolIx, (Vec<UnitIx>, i64)> {
    let mut schools: BTreeMap<SchoolIx, (Vec<UnitIx>, i64)> = BTreeMap::new();
    for (ix, unit) in case.units_ix().filter(|&(ix, unit)| unit.open && case.is_public(ix) && counts(unit)) {
        let (units, pupils) = schools.entry(unit.school).or_default();
        units.push(ix);
        *pupils += unit.pupils().small();
    }
    schools.retain(|_, (_, pupils)| *pupils > 0);
    schools
}

/// Units and kinds asked for.
pub(super) fn wanted(asks: &[Ask]) -> Vec<(UnitIx, KindIx)> {
    let of = |ask: &Ask| ask.units.iter().flat_map(|&unit| ask.kinds.iter().map(move |&kind| (unit, kind))).collect();
    asks.iter().filter(|ask| ask.needed > 0).flat_map(|ask: &Ask| -> Vec<_> { of(ask) }).collect()
}

/// Whether a person works where the plan says.
fn works(teacher: &Teacher) -> bool {
    teacher.record.state != State::Seconded
}

/// Tells apart who of these kinds does not count.
pub(super) fn mark<'a>(kinds: Vec<KindIx>) -> Mark<'a> {
    Box::new(move |teacher| i64::from(kinds.contains(&teacher.kind) && !works(teacher)))
}

/// Declares what is asked. What concerns one unit alone is said of its inside.
pub(super) fn build<'a>(
    name: &'static str,
    asks: &[Ask],
    strength: &Strength,
    context: &Context<'a>,
    program: &mut Assembly<'a>,
) {
    let declare = |ask: &Ask, program: &mut Assembly<'a>| match ask.units[..] {
        [unit] if ask.within.is_none() => {
            program.row_about((unit, Inside::Staff), name, ask.row.as_str(), Some(ask.needed), None)
        }
        _ => program.row(name, ask.row.as_str(), Some(ask.needed), None),
    };
    let rows: Vec<RowHandle> = asks.iter().map(|ask| declare(ask, program)).collect();
    let mut counted: BTreeMap<(UnitIx, KindIx), Vec<RowHandle>> = BTreeMap::new();
    for (ask, &row) in asks.iter().zip(&rows) {
        let slack = [Some(row), ask.within.map(|wider| rows[wider])];
        let terms: Vec<_> = slack.into_iter().flatten().map(|row| (row, 1)).collect();
        program.slack_of(&terms, ask.needed, strength, 1);
        for &unit in &ask.units {
            for &kind in &ask.kinds {
                counted.entry((unit, kind)).or_default().push(row);
            }
        }
    }
    let (case, for_hires) = (context.case, counted.clone());
    program.each_path(move |cohort, path, terms| {
        let Some(unit) = path.path.unit(cohort.key.home) else { return };
        if let Some(rows) = counted.get(&(unit, cohort.key.kind)).filter(|_| works(cohort.somebody(case))) {
            for &row in rows {
                terms.row(row, 1);
            }
        }
    });
    program.each_hire(move |hire, terms| {
        for &row in for_hires.get(&(hire.unit, hire.kind)).into_iter().flatten() {
            terms.row(row, 1);
        }
    });
}

/// People of one kind in one unit, in a plan.
pub(super) fn count(case: &Case, plan: &Plan) -> BTreeMap<(UnitIx, KindIx), i64> {
    let mut counts = BTreeMap::new();
    for posting in &plan.postings {
        let teacher = &case.teachers[posting.teacher.at()];
        if let Some(unit) = posting.unit.filter(|_| works(teacher)) {
            *counts.entry((unit, teacher.kind)).or_default() += 1;
        }
    }
    for hire in &plan.hires {
        *counts.entry((hire.unit, hire.kind)).or_default() += hire.count;
    }
    counts
}

/// Persons missing in a plan, one finding for each place, and all together as the indicator of the district.
pub(super) fn assess(
    name: &'static str,
    asks: &[Ask],
    indicator: &'static str,
    strength: &Strength,
    (case, plan): (&Case, &Plan),
) -> Assessment {
    let counts = count(case, plan);
    let mut assessment = Assessment::default();
    let mut told = vec![0; asks.len()];
    for (at, ask) in asks.iter().enumerate() {
        let places = ask.units.iter().flat_map(|&unit| ask.kinds.iter().map(move |&kind| (unit, kind)));
        let people: i64 = places.filter_map(|place| counts.get(&place)).sum();
        let missing = (ask.needed - people - told[at]).max(0);
        if missing == 0 {
            continue;
        }
        if let Some(wider) = ask.within {
            told[wider] += missing;
        }
        let text = Text::new("rule.kind-staff")
            .with_name("place", &ask.name.0, &ask.name.1)
            .with_text("what", Text::new(ask.what))
            .with("count", people)
            .with("needed", ask.needed)
            .with("missing", missing);
        assessment.violation += missing;
        assessment.findings.push(finding(name, strength, &ask.place, (missing * 1000, "person"), text));
    }
    let missing = assessment.violation;
    assessment.indicators.push(Indicator::state(indicator, Some(missing * 1000)).limited(0, Some(missing == 0)));
    assessment
}
