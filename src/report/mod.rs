//! The plan on paper and on disk: one [`Report`] of plain tables and sentences, then one file per format.
//!
//! This room decides nothing and computes nothing that steers; it counts, names and sets. It is, with `cli`, the only
//! room that writes files, and it writes a result folder whole or not at all.

pub mod causes;
pub mod certificate;
mod chart;
pub mod choice;
pub mod claimed;
pub mod compare;
pub mod content;
pub mod csv;
pub mod doctor;
pub mod folder;
pub mod goals;
pub mod json;
pub mod manifest;
pub mod mark;
pub mod names;
pub mod number;
pub mod scenario;
pub mod sheet;
mod sheets;
pub mod sweep;
pub mod tables;
pub mod talent;
pub mod template;
pub mod terminal;
pub mod warm;
pub mod xlsx;

pub use content::Report;
pub use folder::{FolderError, OutFile};
