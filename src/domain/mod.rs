//! Typed, valid facts: schools, units, people, lessons, posts, travel.
//!
//! This room knows no file format, no policy and no solver. It refuses to hold an invalid fact: a [`Case`] exists
//! only when every reference resolves.

pub mod attrition;
pub mod away;
pub mod calendar;
pub mod case;
pub mod changes;
pub mod demand;
pub mod dice;
pub mod eligibility;
pub mod horizon;
pub mod id;
pub mod kind;
pub mod lists;
pub mod norms;
pub mod opening;
pub mod projection;
pub mod quantity;
pub mod records;
pub mod resolve;
pub mod retirement;
pub mod roads;
pub mod shares;
pub mod words;

pub use away::Away;
pub use calendar::{SchoolYear, YearMonth};
pub use case::{Case, Channel, Demand, FacilityFact, Grade, School, Surplus, Teacher, Unit, Vacancy};
pub use id::{ChannelIx, ClusterIx, KindIx, SchoolIx, TeacherIx, TownIx, UnitIx};
pub use kind::{Kind, KindGroup};
pub use norms::Norms;
pub use opening::Opening;
pub use quantity::{Fte, Lessons, Minutes, Money, Persons, Pupils};
pub use records::Records;
pub use words::{EnrollmentSource, Stage};
