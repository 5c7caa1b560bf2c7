//! The facts of several school years: one [`Case`] per year, with the same places in each.
//!
//! It refuses to say where people will be: they stand in every year where the table has them now, until they retire or
//! leave. Who carries a plan forward moves them ([`super::changes::person_in_year`] says what becomes of their row).

use super::calendar::SchoolYear;
use super::case::Case;
use super::norms::Norms;
use super::records::Records;
use super::resolve::{self, Unresolved};

impl Case {
    /// One case for each of `years` school years from `first` on; none where `years` is zero.
    ///
    /// - Kinds, towns, clusters, schools and units are the same in all of them, in the same order: a unit of any year is a unit
    ///   of every year, not open, without grades and posts where it is not there. Channels and teachers differ by year.
    /// - Pupils and classes: as given for the year, else projected ([`super::projection`]); [`super::case::Grade::source`] says which.
    /// - Posts and lessons hold until changed: the row of the year, else of the last year before it from `first` on, else the row
    ///   without a year, else (posts) the norms.
    /// - Channels: rows of the year; rows without a year from `first` + lead on; where there is neither, the last earlier row
    ///   is taken to be repeated ([`super::case::Channel::carried`]), also not before `first` + lead.
    /// - People expected to leave or to be away by rate (table `attrition`) stay in the staff; their lessons are load to be covered from
    ///   the second year on ([`super::attrition`]).
    /// - Relief for age follows the age of who is still there; relief for a role stays with the unit, because somebody
    ///   follows in the role.
    ///
    /// The first year of a horizon of one is [`Case::by_norms`].
    ///
    /// # Errors
    /// As [`Case::from_records`].
    pub fn horizon(records: &Records, first: SchoolYear, years: usize, norms: &Norms) -> Result<Vec<Self>, Unresolved> {
        resolve::cases(records, (first, years), norms)
    }
}
