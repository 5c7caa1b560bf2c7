//! Why two plans differ: the changes from one question to the other as data that can be taken back, what becomes of people and places in each
//! plan, and which change, taken back alone, restores the earlier fate.
//!
//! It solves nothing and guesses nothing: whoever solves hands in the plans with changes taken back (docs/adr/0021).

pub mod blame;
pub mod changes;
pub mod fates;
mod rows;

pub use blame::{Came, Cause, Differences, Trial};
pub use changes::{Change, Part, Question, apart, between, taken_back};
pub use fates::Fates;
