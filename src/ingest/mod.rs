//! The only reader: sources, schema, one file per table, one file per cross-table check.
//!
//! It turns files into [`Records`](crate::domain::Records) or into a list of **all** that is wrong with them. It never
//! guesses in silence: what it fills in or passes over is said in a warning.

pub mod issue;
pub mod schema;
