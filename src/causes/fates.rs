//! What becomes of people and places in a plan of one or several years, by codes, so that two plans can be held side by side.

use crate::domain::Case;
use crate::plan::tally::{Tally, short};
use crate::plan::{MoveKind, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// Where one person works in one school year; how lessons are dealt out is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// Unit code before the plan of that year; none for people of ready-made lists.
    pub from: Option<String>,
    /// Unit code after it; none where no place was found.
    pub unit: Option<String>,
    /// How the person came there; none for who stays.
    pub moved: Option<MoveKind>,
    /// Unit code of a shared posting 走教.
    pub visit: Option<String>,
    /// Kind code of the subject for which the person is being retrained.
    pub retrained: Option<String>,
    /// Code of the vacancy, for people of ready-made lists.
    pub vacancy: Option<String>,
}

/// A subject of a unit in one school year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// People of the district who work there and have it as their main subject.
    pub staff: i64,
    /// People hired for it.
    pub hires: i64,
    /// Lessons a week without a teacher, in thousandths.
    pub missing: i64,
}

/// School year, unit code and kind code.
pub type PlaceKey = (i32, String, String);
/// School year, unit code, kind code and channel code.
pub type HireKey = (i32, String, String, String);
/// The posts of one person by school year.
pub type Path = BTreeMap<i32, Post>;

/// What becomes of everybody and every place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// People of the tables by code; who is not on the staff in a year has no post in it.
    pub people: BTreeMap<String, Path>,
    /// Places where anything is to be told.
    pub places: BTreeMap<PlaceKey, Place>,
    /// People hired, at least one.
    pub hires: BTreeMap<HireKey, i64>,
}

impl Fates {
    /// Those in the plans of these years. People who are not of the tables, but hired on the way, are counted at their places only.
    #[must_use]
    pub fn of<'a>(years: impl Iterator<Item = (&'a Case, &'a Plan)>, people: &BTreeSet<&str>) -> Self {
        let mut all = Self::default();
        for (case, plan) in years {
            all.posts(case, plan, people);
            all.count(case, plan);
        }
        all
    }

    /// Only these school years.
    #[must_use]
    pub fn within(mut self, years: &BTreeSet<i32>) -> Self {
        for path in self.people.values_mut() {
            path.retain(|year, _| years.contains(year));
        }
        self.places.retain(|(year, ..), _| years.contains(year));
        self.hires.retain(|(year, ..), _| years.contains(year));
        self
    }

    fn posts(&mut self, case: &Case, plan: &Plan, people: &BTreeSet<&str>) {
        let (year, code) = (case.year.0, |unit: crate::domain::UnitIx| case.units[unit.at()].code.clone());
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            if !people.contains(teacher.record.id.as_str()) {
                continue;
            }
            let post = Post {
                from: Some(code(teacher.unit)),
                unit: posting.unit.map(code),
                moved: posting.moved,
                visit: posting.visit.map(|visit| code(visit.unit)),
                retrained: posting.retrained.map(|kind| case.kinds[kind.at()].code.clone()),
                vacancy: None,
            };
            self.people.entry(teacher.record.id.clone()).or_default().insert(year, post);
        }
        for surplus in &case.surplus {
            self.people.entry(surplus.code.clone()).or_default().entry(year).or_default();
        }
        for placement in &plan.placements {
            let (person, vacancy) = (&case.surplus[placement.surplus].code, &case.vacancies[placement.vacancy].code);
            let post = self.people.entry(person.clone()).or_default().entry(year).or_default();
            post.vacancy = Some(vacancy.clone());
        }
    }

    fn count(&mut self, case: &Case, plan: &Plan) {
        let year = case.year.0;
        let key = |unit: crate::domain::UnitIx, kind: crate::domain::KindIx| {
            (year, case.units[unit.at()].code.clone(), case.kinds[kind.at()].code.clone())
        };
        for posting in &plan.postings {
            if let Some(unit) = posting.unit {
                let kind = case.teachers[posting.teacher.at()].kind;
                self.places.entry(key(unit, kind)).or_default().staff += 1;
            }
        }
        for hire in &plan.hires {
            let (year, unit, kind) = key(hire.unit, hire.kind);
            self.places.entry((year, unit.clone(), kind.clone())).or_default().hires += hire.count;
            let channel = case.channels[hire.channel.at()].code.clone();
            *self.hires.entry((year, unit, kind, channel)).or_default() += hire.count;
        }
        let tally = Tally::of(case, plan);
        for demand in &case.demand {
            let missing = short(demand, tally.supply_of(demand.unit, demand.kind)).small();
            if missing > 0 {
                self.places.entry(key(demand.unit, demand.kind)).or_default().missing += missing;
            }
        }
    }
}
