//! junheng (均衡): who rotates to which school, whom to hire where, so that every course is taught.
//!
//! Data goes down one corridor, room by room; see `ARCHITECTURE.md`.

pub mod causes;
pub mod cli;
pub mod doctor;
pub mod domain;
pub mod formulation;
pub mod ingest;
pub mod measure;
pub mod messages;
pub mod pipeline;
pub mod plan;
pub mod policy;
pub mod program;
pub mod proof;
pub mod report;
pub mod scenario;
pub mod solver;
pub mod sweep;
pub mod synth;
pub mod talent;
pub mod verify;
