//! Being sent to another school for a term.

use super::{KindIx, SchoolYear, UnitIx};

/// A posting 交流 with a term, seen from where the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Unit that the person has left.
    pub home: UnitIx,
    /// First school year after the term: that in which the person may go back.
    pub ends: SchoolYear,
    /// Further kinds that the person taught at home.
    pub others: Vec<KindIx>,
}
