//! Ready-made lists of people too many and of posts to fill.

use super::id::{KindIx, TownIx};
use super::quantity::Persons;

/// A person on a ready-made surplus list.
#[derive(Clone, Debug)]
pub struct Surplus {
    /// The list's code.
    pub code: String,
    /// Subject.
    pub kind: KindIx,
    /// Area where the person is.
    pub area: TownIx,
    /// Service points in thousandths.
    pub points: i64,
    /// Whether the person may be placed.
    pub available: bool,
}

/// An entry of a ready-made list of vacancies.
#[derive(Clone, Debug)]
pub struct Vacancy {
    /// The list's code.
    pub code: String,
    /// School with the vacancy.
    pub school: String,
    /// Area.
    pub area: TownIx,
    /// Subject.
    pub kind: KindIx,
    /// Hardship region, 1 (easy) to 6.
    pub region: i64,
    /// Posts to fill.
    pub posts: Persons,
}
