//! Ready-made lists of surplus and vacancies, for offices that have only these: sorted by code, references resolved.

use super::{Index, Unresolved};
use crate::domain::case::{Surplus, Vacancy};
use crate::domain::id::{KindIx, TownIx};
use crate::domain::quantity::Persons;
use crate::domain::records::Records;

pub(super) fn surplus(records: &Records, kinds: &Index, towns: &Index) -> Result<Vec<Surplus>, Unresolved> {
    let mut list = records
        .surplus
        .iter()
        .map(|r| {
            Ok(Surplus {
                code: r.id.clone(),
                kind: KindIx::new(kinds.find("surplus", &r.kind)?),
                area: TownIx::new(towns.find("surplus", &r.area)?),
                points: r.points,
                available: r.available,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    list.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(list)
}

pub(super) fn vacancies(records: &Records, kinds: &Index, towns: &Index) -> Result<Vec<Vacancy>, Unresolved> {
    let mut list = records
        .vacancies
        .iter()
        .map(|r| {
            Ok(Vacancy {
                code: r.id.clone(),
                school: r.school.clone(),
                area: TownIx::new(towns.find("vacancies", &r.area)?),
                kind: KindIx::new(kinds.find("vacancies", &r.kind)?),
                region: r.region,
                posts: Persons::whole(r.posts),
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    list.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(list)
}
