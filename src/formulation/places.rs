//! Placements of a ready-made surplus list on a list of vacancies: interchangeable people and interchangeable vacancies are
//! grouped, one column per pair of groups within reach.

use super::rules::placement::Placing;
use crate::domain::{Case, KindIx, TownIx};
use crate::program::{Col, Column};
use std::collections::BTreeMap;

/// People of the surplus list who are interchangeable.
#[derive(Clone, Debug)]
pub struct SurplusGroup {
    /// Subject.
    pub kind: KindIx,
    /// Area where they are.
    pub area: TownIx,
    /// Service points in thousandths.
    pub points: i64,
    /// Positions in `Case::surplus`.
    pub members: Vec<usize>,
}

/// Vacancies that are interchangeable.
#[derive(Clone, Debug)]
pub struct VacancyGroup {
    /// Subject.
    pub kind: KindIx,
    /// Area.
    pub area: TownIx,
    /// Hardship region.
    pub region: i64,
    /// Positions in `Case::vacancies`.
    pub members: Vec<usize>,
    /// Posts, all together.
    pub posts: i64,
}

/// People of one group on vacancies of another: the column counts persons.
#[derive(Clone, Debug)]
pub struct PlaceColumn {
    /// Position of the surplus group.
    pub surplus: usize,
    /// Position of the vacancy group.
    pub vacancy: usize,
    /// Most persons.
    pub upper: i64,
    /// The column, after assembly.
    pub col: Col,
    /// Name of the column.
    pub name: String,
}

impl PlaceColumn {
    pub(super) fn column(&self) -> Column {
        Column { name: self.name.clone(), lower: 0, upper: self.upper, integer: true }
    }
}

/// Groups and columns.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Who may be placed.
    pub surplus: Vec<SurplusGroup>,
    /// Where.
    pub vacancies: Vec<VacancyGroup>,
    /// Pairs within reach.
    pub columns: Vec<PlaceColumn>,
}

/// Lists all placements that `placing` allows; groups, but no placements, without the rule.
#[must_use]
pub fn list(case: &Case, placing: Option<&Placing>) -> Places {
    let mut people: BTreeMap<(KindIx, TownIx, i64), Vec<usize>> = BTreeMap::new();
    for (at, person) in case.surplus.iter().enumerate().filter(|(_, p)| p.available) {
        people.entry((person.kind, person.area, person.points)).or_default().push(at);
    }
    let mut posts: BTreeMap<(KindIx, TownIx, i64), Vec<usize>> = BTreeMap::new();
    for (at, vacancy) in case.vacancies.iter().enumerate().filter(|(_, v)| v.posts.small() > 0) {
        posts.entry((vacancy.kind, vacancy.area, vacancy.region)).or_default().push(at);
    }
    let surplus: Vec<SurplusGroup> = people
        .into_iter()
        .map(|((kind, area, points), members)| SurplusGroup { kind, area, points, members })
        .collect();
    let total = |members: &[usize]| members.iter().map(|&at| case.vacancies[at].posts.small()).sum();
    let vacancies: Vec<VacancyGroup> = posts
        .into_iter()
        .map(|((kind, area, region), members)| VacancyGroup { kind, area, region, posts: total(&members), members })
        .collect();
    let columns = placing.map_or_else(Vec::new, |placing| columns(case, placing, &surplus, &vacancies));
    Places { surplus, vacancies, columns }
}

fn columns(case: &Case, placing: &Placing, surplus: &[SurplusGroup], vacancies: &[VacancyGroup]) -> Vec<PlaceColumn> {
    let mut columns = Vec::new();
    for (s, people) in surplus.iter().enumerate() {
        for (v, posts) in
            vacancies.iter().enumerate().filter(|(_, v)| placing.allows((people.kind, people.area), (v.kind, v.area)))
        {
            let (person, vacancy) = (&case.surplus[people.members[0]].code, &case.vacancies[posts.members[0]].code);
            let size = i64::try_from(people.members.len()).unwrap_or(i64::MAX);
            let name = format!("place|{person}|{vacancy}");
            columns.push(PlaceColumn { surplus: s, vacancy: v, upper: size.min(posts.posts), col: Col::new(0), name });
        }
    }
    columns
}
